"""Families of near-copies, and texts that are too common to mean anything.

Owns when two texts are near-copies, how families are made of them, and which texts are generic.

Two texts are *near* when they share at least four fifths of the smaller one's grams (containment
0.8: truncations, a quotation with a comment) and more than half of the larger one's. A Jaccard
index of 0.7 implies both. A family is a star: its head is said the most of all that are near to it,
and every other text of it is near to the head itself, never only to another member. So a chain
A~B~C does not join A to C unless both are near B, and then each of them holds more than half of B's
grams: any two texts of a family share words. What is longer than twice its quotation is no
near-copy of it, and so no short phrase can gather unlike texts.
"""

from collections.abc import Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inunison.machine import cores
from inunison.text import grams
from inunison.text.anchors import Anchors, Counted, Outline, Rarity, anchors, counted, outline
from inunison.text.grams import GramRuns, Whole
from inunison.text.joining import join
from inunison.text.proposals import proposed

Near = NDArray[np.bool_]

# Groups of more than `_CROWDED` texts are thinned by their first few before all else is compared.
_CROWDED = 128
_FEW = 8
_MOST = 1024

# A gram is common where it stands in one of 100 families, and in more than ten of them.
COMMON_SHARE = 0.01
COMMON_LEAST = 10
GENERIC_SHARE = 0.5


def near(one: Whole, other: Whole, both: Whole) -> Near:
    """Return which pairs of texts are near-copies.

    Args:
        one: Different grams of one text of each pair.
        other: Different grams of the other.
        both: Different grams that they share.
    """
    small, large = np.minimum(one, other), np.maximum(one, other)
    return (small > 0) & (5 * both >= 4 * small) & (2 * both > large)


@dataclass(frozen=True)
class Families:
    """The families of some texts, in the order of the texts.

    Attributes:
        head: Place of the head of each text's family, its own place where it is the head or
            alone, int64 of shape (texts,).
        generic: Whether a text is made of common phrases, bool of shape (texts,).
    """

    head: Whole
    generic: NDArray[np.bool_]


def find_families(texts: Sequence[str], *, threads: int | None = None) -> Families:
    """Find the families of texts.

    Args:
        texts: Different normal forms, the most important first: each text joins the first head
            before it that it is near to, else it is a head itself.
        threads: How many threads work; as many as there are cores when None. No answer depends
            on it.
    """
    head = find_heads(texts, threads=threads)
    return Families(head, find_generic(texts, head, threads=threads))


def find_heads(texts: Sequence[str], *, threads: int | None = None) -> Whole:
    """Find the head of each text's family; as `find_families`, without asking what is generic."""
    with ThreadPoolExecutor(threads or cores()) as pool:
        held = outline(texts, pool)
        head = np.arange(len(texts))
        groups = anchors(texts, held.rarity, pool)
        compared = _Compared(texts, held, pool)
        compared.join(_crowds(groups), head, _FEW)
        compared.join(_without(groups, head), head, _MOST)
        return head


@dataclass(frozen=True)
class _Compared:
    """Texts that are being compared, what is kept of each, and who does the work."""

    texts: Sequence[str]
    held: Outline
    pool: Executor

    def join(self, groups: Anchors, head: Whole, most: int) -> None:
        """Let texts join heads before them, in their order; heads of a family stay heads."""
        earlier, later = proposed(groups, self.held, most, self.pool)
        join(earlier, later, head, self._near)

    def _near(self, earlier: Whole, later: Whole) -> Near:
        step = 1 << 11
        bounds = [slice(begin, begin + step) for begin in range(0, len(later), step)]

        def work(part: slice) -> Near:
            return near(*grams.shared(self.texts, earlier[part], later[part]))

        return np.concatenate([np.empty(0, bool), *self.pool.map(work, bounds)])


def _crowds(groups: Anchors) -> Anchors:
    sizes = np.diff(groups.start)
    return _kept(groups, np.repeat(sizes > _CROWDED, sizes))


def _without(groups: Anchors, head: Whole) -> Anchors:
    """Leave out texts that have joined a family."""
    return _kept(groups, head[groups.text] == groups.text)


def _kept(groups: Anchors, kept: Near) -> Anchors:
    before = np.concatenate([[0], np.cumsum(kept)])
    start = before[groups.start]
    return Anchors(groups.text[kept], start[grams.fresh(start)].astype(np.int64))


def find_generic(
    texts: Sequence[str], head: Whole, *, threads: int | None = None
) -> NDArray[np.bool_]:
    """Return which texts say too little: at least half of their grams are common.

    A gram is common where at least one of 100 families holds it, a text without a family counting
    as one, and more than ten of them. Families are counted and not texts, because what is copied a
    thousand times is not common for that. In a small collection no text is generic by this.

    Args:
        texts: The texts.
        head: Place of the head of each text's family.
        threads: As for `find_families`.
    """
    alone = head == np.arange(len(head))
    least = max(COMMON_LEAST + 1, int(np.ceil(COMMON_SHARE * np.count_nonzero(alone))))
    bounds = list(grams.portions(texts))

    def held(bound: tuple[int, int]) -> GramRuns:
        return grams.sets(grams.runs(texts[slice(*bound)]))

    def of_heads(bound: tuple[int, int]) -> Counted:
        found = held(bound)
        return counted(found.code[alone[slice(*bound)][found.owner()]])

    def work(bound: tuple[int, int]) -> NDArray[np.bool_]:
        found = held(bound)
        size = np.diff(found.start)
        common = rarity.of(found.code) >= least
        much = np.bincount(found.owner(), weights=common, minlength=len(size))
        return (size > 0) & (much >= GENERIC_SHARE * size)

    with ThreadPoolExecutor(threads or cores()) as pool:
        rarity = Rarity.added(pool.map(of_heads, bounds))
        return np.concatenate([np.empty(0, bool), *pool.map(work, bounds)])
