"""Which pairs of the texts of one large group may be near-copies, many compared with many.

Owns the comparison of many texts with many by folded sketches. In the order of their sizes only
those meet that may be near, and nothing is looked up for a pair, which costs half of what taking
them one by one costs. A folded sketch differs in no more bits than the whole one: no pair is lost.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inunison.text.grams import Codes

# So many texts meet so many at once: an array of their pairs stays near the processor.
_ROWS = 256
_COLUMNS = 1024
# Into how many numbers of 64 bits sketches are folded where no text has more grams: few pairs of
# unlike texts are left to the whole sketches then, and more bits would cost more than that.
_FOLDS = ((40, 1), (72, 2), (256, 4))

Places = NDArray[np.int32]
Sizes = NDArray[np.int16]
Pairs = tuple[Places, Places]


def possible(size: Sizes, sketch: Codes, most: int) -> Iterator[Pairs]:
    """Yield the pairs of a group whose sizes and folded sketches leave it possible.

    What is unlike is at most the larger less three fifths of the smaller: that is a containment of
    four fifths. And it is less than the smaller: more than half of the larger is shared.

    Args:
        size: Different grams of each text, shape (n,), at most 6,000.
        sketch: Their sketches, shape (n, words).
        most: Each text is compared with the first so many of the group.

    Yields:
        The places of both texts of some pairs, never a text with itself. A pair may come twice.
    """
    order = np.argsort(size, kind="stable").astype(np.int32)
    first = _Side.of(order[order < most], size, sketch)
    rest = _Side.of(order[order >= most], size, sketch)
    yield from _fitting(first, first)
    for begin in range(0, len(rest.place), _COLUMNS):
        some = rest.part(begin, begin + _COLUMNS)
        yield from _fitting(some, first)
        yield from _fitting(first, some)


@dataclass(frozen=True)
class _Side:
    """Some texts of a group, the smallest first.

    Attributes:
        place: Where each stands in the group, int32 of shape (n,).
        size: Their sizes, int16 of shape (n,).
        words: Their sketches, uint64 of shape (words, n).
    """

    place: Places
    size: Sizes
    words: Codes

    @classmethod
    def of(cls, place: Places, sizes: Sizes, sketches: Codes) -> "_Side":
        return cls(place, sizes[place], np.ascontiguousarray(sketches[place].T))

    def part(self, begin: int, end: int) -> "_Side":
        """Return texts in a row."""
        return _Side(self.place[begin:end], self.size[begin:end], self.words[:, begin:end])

    def folded(self, words: int) -> Codes:
        """Return the sketches folded to so many words, shape (words, n)."""
        parts = self.words.reshape(-1, words, len(self.place))
        folded: Codes = np.bitwise_xor.reduce(parts, axis=0)
        return folded


def _fitting(one: _Side, other: _Side) -> Iterator[Pairs]:
    """Yield the possible pairs of a larger text of one and a smaller or as large one of other."""
    for begin in range(0, len(one.place), _ROWS):
        large = one.part(begin, begin + _ROWS)
        low, high = np.searchsorted(other.size, (large.size[0] // 2, large.size[-1]), "right")
        if low < high:
            yield _met(large, other.part(low, high))


def _met(large: _Side, small: _Side) -> Pairs:
    """Compare all of some texts with all of others."""
    words = next((words for most, words in _FOLDS if large.size[-1] <= most), len(large.words))
    unlike = np.zeros((len(large.place), len(small.place)), np.int16)
    for one, other in zip(large.folded(words), small.folded(words), strict=True):
        unlike += np.bitwise_count(one[:, None] ^ other)
    room = np.minimum(large.size[:, None] - (3 * small.size + 4) // 5, small.size - 1)
    row, column = np.divmod(np.flatnonzero(unlike <= room), len(small.place))
    places = large.place.take(row), small.place.take(column)
    apart = places[0] != places[1]
    return places[0][apart], places[1][apart]
