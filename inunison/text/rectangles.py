"""Which pairs of the texts of one large group may be near-copies, as products of matrices.

Owns the comparison of many texts with many by their sketches. Whether a pair is possible is a sum
over bits and sizes, so all pairs of two lists are one product, which costs a tenth of what taking
them one by one costs. All numbers are halves below 2^23: a product is exact in any order of adding,
on any processor.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inunison.text.grams import Codes

# So many texts at once: a product of them stays near the processor.
_BLOCK = 256

Places = NDArray[np.int32]
Matrix = NDArray[np.float32]
Pairs = tuple[Places, Places]


def possible(size: Places, sketch: Codes, most: int) -> Iterator[Pairs]:
    """Yield the pairs of a group whose sizes and sketches leave it possible.

    What is unlike is at most the larger less three fifths of the smaller: that is a containment of
    four fifths. And it is less than the smaller: more than half of the larger is shared.

    Args:
        size: Different grams of each text, shape (n,), from 1 to 6,000.
        sketch: Their sketches, shape (n, words).
        most: Each text is compared with the first so many of the group.

    Yields:
        The places of both texts of some pairs, never a text with itself. A pair may come twice.
    """
    order = np.argsort(size, kind="stable").astype(np.int32)
    first = _Side.of(order[order < most], size, sketch)
    for begin in range(0, len(first.place), _BLOCK):
        yield from _fitting(first.part(slice(begin, begin + _BLOCK)), first)
    rest = order[order >= most]
    for begin in range(0, len(rest), _BLOCK):
        some = _Side.of(rest[begin : begin + _BLOCK], size, sketch)
        yield from _fitting(some, first)
        yield from _fitting(first, some)


@dataclass(frozen=True)
class _Side:
    """Some texts of a group, the smallest first.

    Attributes:
        place: Where each stands in the group, int32 of shape (n,).
        size: Their sizes, shape (n,).
        larger: A row for each as the larger of a pair: what its size allows to be unlike, 1 and its
            bits, float32 of shape (n, 2 + bits).
        smaller: A row for each as the smaller of a pair, so that a product below 0 rules it out.
    """

    place: Places
    size: Places
    larger: Matrix
    smaller: Matrix

    @classmethod
    def of(cls, place: Places, sizes: Places, sketches: Codes) -> "_Side":
        size, sketch = sizes[place], sketches[place]
        held = np.bitwise_count(sketch).sum(axis=1, dtype=np.int32)
        larger = np.empty((len(place), 2 + 64 * sketch.shape[1]), np.float32)
        larger[:, 2:] = np.unpackbits(sketch.view(np.uint8), axis=1)
        smaller = larger.copy()
        larger[:, 0], larger[:, 1] = (size - held) / 2, 1
        smaller[:, 0], smaller[:, 1] = 1, -(held + _three_fifths(size)) / 2
        return cls(place, size, larger, smaller)

    def part(self, rows: slice) -> "_Side":
        """Return texts in a row."""
        return _Side(self.place[rows], self.size[rows], self.larger[rows], self.smaller[rows])


def _three_fifths(size: Places) -> Places:
    return (3 * size + 4) // 5


def _fitting(one: _Side, other: _Side) -> Iterator[Pairs]:
    """Yield the possible pairs of a larger text of one and a smaller or as large one of other."""
    low, high = np.searchsorted(other.size, (one.size[0] // 2, one.size[-1]), "right")
    begin, end = np.searchsorted(one.size, (other.size[0], 2 * other.size[-1]), "left")
    if low < high and begin < end:
        product = one.larger[begin:end] @ other.smaller[low:high].T
        row, column = np.divmod(np.flatnonzero(product >= 0), high - low)
        large, small = one.size[begin + row], other.size[low + column]
        unlike = large - _three_fifths(small) - 2 * product[row, column]
        places = one.place[begin + row], other.place[low + column]
        fits = (unlike < small) & (large < 2 * small) & (places[0] != places[1])
        yield places[0][fits], places[1][fits]
