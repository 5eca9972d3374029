"""Which pairs of texts that share an anchor may be near-copies, by their sizes and sketches.

Owns the step from groups of texts to pairs. A pair is proposed where a sketch of 512 bits leaves it
possible that both are near-copies. Proposing decides nothing: pairs are counted exactly afterwards.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from inunison.text import grams, rectangles
from inunison.text.anchors import Anchors, Outline
from inunison.text.grams import Codes, Whole

# Bits of a folded sketch, by 64: half of them all.
_FOLDED = 4
# A group of more texts is compared as rectangles, which costs half as much for each pair.
_BROAD = 128
# Of larger texts every sketch leaves it possible, and five times as much is still a short number.
_LONGEST = 6_000
# What a processor keeps near it: a few arrays of so many numbers.
_CHUNK_PAIRS = 1 << 17

_EVEN = np.uint64(0x00FF_00FF_00FF_00FF)
_ONES = np.uint64(0x0001_0001_0001_0001)

Places = NDArray[np.int32]


def proposed(found: Anchors, held: Outline, most: int, threads: Executor) -> tuple[Whole, Whole]:
    """Return the pairs of texts that share an anchor and may be near-copies.

    Grams that both texts hold fall on the same bits and cancel out, so every bit that differs is a
    gram that one text has alone (Mitzenmacher, Pagh and Pham 2014, doi:10.1145/2566486.2568017).
    What is left of both sizes is at most twice what they share: no near-copy is lost here.

    Args:
        found: The anchors.
        held: Sizes and sketches of the texts.
        most: Each text is compared with the first so many of a group and no more, so that the work
            grows with the texts, however many of them hold the same stretch.
        threads: Who does the work.

    Returns:
        The earlier and the later text of each pair, in the order of the later, each pair once.
    """
    sketches = _Sketches.of(held)
    work = [*_narrow(found, sketches, most), *_broad(found, sketches, most)]
    pairs = grams.different(np.concatenate([np.empty(0, np.uint64), *threads.map(_done, work)]))
    low = np.uint64(0xFFFFFFFF)
    return (pairs & low).astype(np.int64), (pairs >> np.uint64(32)).astype(np.int64)


def _done(work: Callable[[], Codes]) -> Codes:
    return work()


@dataclass(frozen=True)
class _Sketches:
    """What pairs are told by.

    Attributes:
        size: Different grams of each text, int32 of shape (texts,).
        whole: The sketches, uint64 of shape (texts, 8).
        bounded: The sizes, at most `_LONGEST`, int16 of shape (texts,).
        folded: Numbers of 64 bits into which a sketch is folded, each of shape (texts,): they are
            small, come first, and leave few for the whole one.
    """

    size: NDArray[np.int32]
    whole: Codes
    bounded: NDArray[np.int16]
    folded: tuple[Codes, ...]

    @classmethod
    def of(cls, held: Outline) -> "_Sketches":
        folded = [np.bitwise_xor.reduce(held.sketch[:, n::_FOLDED], axis=1) for n in range(_FOLDED)]
        bounded = np.minimum(held.size, _LONGEST).astype(np.int16)
        return cls(held.size, held.sketch, bounded, tuple(folded))

    def likely(self, later: Places, earlier: Places) -> Codes:
        """Return the pairs that sizes and whole sketches leave possible."""
        one, other = self.size.take(later), self.size.take(earlier)
        small, large = np.minimum(one, other), np.maximum(one, other)
        total = one + other - self._unlike(later, earlier)
        fits = np.flatnonzero((5 * total >= 8 * small) & (total > large) & (2 * small > large))
        return _codes(later[fits], earlier[fits])

    def _unlike(self, later: Places, earlier: Places) -> Places:
        """Return how many bits of two whole sketches differ: eight numbers are added as one."""
        bits = np.bitwise_count(self.whole.take(later, axis=0) ^ self.whole.take(earlier, axis=0))
        eight = bits.view(np.uint64)[:, 0]
        four = (eight & _EVEN) + ((eight >> np.uint64(8)) & _EVEN)
        unlike: Places = ((four * _ONES) >> np.uint64(48)).astype(np.int32)
        return unlike


def _are_broad(sizes: Whole, most: int) -> NDArray[np.bool_]:
    """Return which groups are rectangles: large ones, where each text has many partners."""
    return np.asarray((sizes > _BROAD) & (most > _BROAD))


def _narrow(found: Anchors, sketches: _Sketches, most: int) -> Iterator[Callable[[], Codes]]:
    """Yield the work on groups of few texts: all pairs of many groups in a row."""
    sizes = np.diff(found.start)
    narrow = ~_are_broad(sizes, most)
    text = found.text[np.repeat(narrow, sizes)]
    start = np.concatenate([[0], np.cumsum(sizes[narrow])])
    place = np.arange(len(text)) - np.repeat(start[:-1], np.diff(start))
    partners = np.minimum(place, most)
    for begin, end in _chunks(start, partners):
        here = slice(begin, end)
        yield partial(_of_groups, sketches, text[here], place[here], partners[here])


def _chunks(start: Whole, partners: Whole) -> Iterator[tuple[int, int]]:
    """Yield bounds of entries, whole groups each, whose pairs are made at once."""
    total = np.concatenate([[0], np.cumsum(partners)])[start]
    marks = np.searchsorted(total, np.arange(0, total[-1], _CHUNK_PAIRS), "right") - 1
    borders = start[np.unique(np.concatenate([marks, [len(start) - 1]]))]
    yield from pairwise(np.unique(np.concatenate([[0], borders])).tolist())


def _of_groups(sketches: _Sketches, text: Places, place: Whole, partners: Whole) -> Codes:
    """Compare the texts of some groups, each with its partners before it."""
    where = np.repeat(np.arange(len(text)) - place - np.cumsum(partners) + partners, partners)
    where += np.arange(len(where))
    unlike = np.zeros(len(where), np.uint8)
    for bits in sketches.folded:
        own = bits[text]
        unlike += np.bitwise_count(np.repeat(own, partners) ^ own.take(where))
    size = sketches.bounded[text]
    fits = np.flatnonzero(_may_be_near(unlike, np.repeat(size, partners), size.take(where)))
    later = np.searchsorted(np.cumsum(partners), fits, "right")
    return sketches.likely(text.take(later), text.take(where.take(fits)))


def _broad(found: Anchors, sketches: _Sketches, most: int) -> Iterator[Callable[[], Codes]]:
    """Yield the work on groups of many texts: each text against the first of its group."""
    for group in np.flatnonzero(_are_broad(np.diff(found.start), most)).tolist():
        text = found.text[found.start[group] : found.start[group + 1]]
        yield partial(_of_group, sketches, text, most)


def _of_group(sketches: _Sketches, text: Places, most: int) -> Codes:
    parts = rectangles.possible(sketches.bounded[text], sketches.whole[text], most)
    likely = (sketches.likely(text.take(one), text.take(other)) for one, other in parts)
    return np.concatenate([np.empty(0, np.uint64), *likely])


def _codes(one: Places, other: Places) -> Codes:
    """Write pairs as numbers in the order of the later text."""
    later, earlier = np.maximum(one, other), np.minimum(one, other)
    return later.astype(np.uint64) << np.uint64(32) | earlier.astype(np.uint64)


def _may_be_near(
    unlike: NDArray[np.uint8], one: NDArray[np.int16], other: NDArray[np.int16]
) -> NDArray[np.bool_]:
    """Return which pairs their sizes and the bits that differ leave possible.

    What is unlike is at most the larger less three fifths of the smaller: that is a containment of
    four fifths. And it is less than the smaller: more than half of the larger is shared.
    """
    small, large = np.minimum(one, other), np.maximum(one, other)
    room = np.minimum(5 * large - 3 * small, 5 * small - 5)
    return np.asarray(np.multiply(unlike, np.int16(5), dtype=np.int16) <= room)
