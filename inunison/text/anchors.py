"""Which texts are worth comparing: those that share a rare stretch of their words.

Owns the anchors of texts and the pairs that they propose. Of every eight grams in a row the rarest
is an anchor (winnowing: Schleimer, Wilkerson and Aiken 2003, with rarity for the hash), so any two
texts that share twelve characters in a row share an anchor, wherever it stands in them. A pair is
proposed where the rarer half of both texts' anchors meets, or where few texts have the anchor, and
where a sketch of 512 bits leaves it possible that they are near-copies. Proposing decides nothing:
pairs are counted exactly afterwards.
"""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from inunison.text import grams
from inunison.text.grams import Codes, GramRuns, Whole

WINDOW = 8
SKETCH_BITS = 512

_WORDS = SKETCH_BITS // 64
_FOLDED = 2
_TABLE_BITS = 22
_KEY_HASH_BITS = 40
# An anchor of fewer texts than this costs little: it is kept even in the commoner half.
_FEW = 48
_COMMONEST = (1 << (grams.HASH_BITS - _KEY_HASH_BITS)) - 1
_NONE = np.uint64((1 << 64) - 1)
_CHUNK_PAIRS = 1 << 17

Near = NDArray[np.bool_]


@dataclass(frozen=True)
class Rarity:
    """How often each gram stands in some texts, by the first bits of its hash.

    Attributes:
        count: int64 of shape (2^22,); grams that share a place share a count, so a rare one may
            look common and is then less of an anchor. Nothing is decided by that.
    """

    count: Whole

    @classmethod
    def counted(cls, portions: Iterable[Codes]) -> "Rarity":
        """Count the grams of some portions."""
        count = np.zeros(1 << _TABLE_BITS, np.int64)
        for code in portions:
            np.add.at(count, _place(code), 1)
        return cls(count)

    def of(self, code: Codes) -> Whole:
        """Return how often each gram stands there, or a little more."""
        return self.count[_place(code)]


@dataclass(frozen=True)
class Outline:
    """What is kept of each text before any two are compared.

    Attributes:
        size: Different grams of each text, int32 of shape (texts,).
        sketch: Bits that its grams set, uint64 of shape (texts, 8).
        rarity: How often each gram stands in the texts.
    """

    size: NDArray[np.int32]
    sketch: Codes
    rarity: Rarity


@dataclass(frozen=True)
class Anchors:
    """The anchors that more than one text has, group by group.

    Attributes:
        text: Who has it, rising within a group, int32 of shape (entries,).
        start: Where each group begins, int64 of shape (groups + 1,).
    """

    text: NDArray[np.int32]
    start: Whole


def _place(code: Codes) -> Whole:
    return (code >> np.uint64(grams.HASH_BITS - _TABLE_BITS)).astype(np.int64)


def outline(texts: Sequence[str], threads: Executor) -> Outline:
    """Return the sizes of texts, their sketches and how rare their grams are.

    Args:
        texts: Different texts.
        threads: Who does the work; the answer is the same for any number.
    """
    size = np.zeros(len(texts), np.int32)
    sketch = np.zeros((len(texts), _WORDS), np.uint64)

    def work(bound: tuple[int, int]) -> Codes:
        found = grams.runs(texts[slice(*bound)])
        different = grams.sets(found)
        size[slice(*bound)] = np.diff(different.start)
        sketch[slice(*bound)] = _sketches(different)
        return found.code

    rarity = Rarity.counted(threads.map(work, grams.portions(texts)))
    return Outline(size, sketch, rarity)


def _sketches(found: GramRuns) -> Codes:
    bits = np.zeros((len(found.start) - 1, SKETCH_BITS), bool)
    bits[found.owner(), (found.code % np.uint64(SKETCH_BITS)).astype(np.int64)] = True
    return np.packbits(bits, axis=1, bitorder="little").view(np.uint64)


def anchors(texts: Sequence[str], rarity: Rarity, threads: Executor) -> Anchors:
    """Return the rarer half of the anchors of each text and the rare ones of the other half.

    They stand in groups of the same anchor.

    Args:
        texts: Different texts, in the order that pairs are wanted in.
        rarity: Of their grams. A gram of one text alone is no anchor.
        threads: Who does the work.
    """
    bounds = list(grams.portions(texts))

    def work(bound: tuple[int, int]) -> tuple[NDArray[np.int32], Codes]:
        owner, key = _rarer_half(*_windows(grams.runs(texts[slice(*bound)]), rarity))
        return (owner + bound[0]).astype(np.int32), key

    found = list(threads.map(work, bounds))
    text = np.concatenate([np.empty(0, np.int32), *(owner for owner, _ in found)])
    key = np.concatenate([np.empty(0, np.uint64), *(key for _, key in found)])
    order = np.argsort(key, kind="stable")
    key, text = key[order], text[order]
    border = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1], [True]])[: len(key) + 1])
    return _several(text, border if len(key) else np.zeros(1, np.int64))


def _several(text: NDArray[np.int32], border: Whole) -> Anchors:
    """Leave out the groups of one."""
    sizes = np.diff(border)
    kept = np.repeat(sizes > 1, sizes)
    return Anchors(text[kept], np.concatenate([[0], np.cumsum(sizes[sizes > 1])]).astype(np.int64))


def _windows(found: GramRuns, rarity: Rarity) -> tuple[Whole, Codes]:
    """Return the rarest gram of each window, once for windows in a row: its text and its key.

    A key is the rarity of a gram, 12 bits, above the first 40 bits of its hash: equal for equal
    grams only, but for one pair in 10^12, and the smaller the rarer.
    """
    count = rarity.of(found.code)
    key = np.minimum(count, _COMMONEST).astype(np.uint64) << np.uint64(_KEY_HASH_BITS)
    key |= found.code >> np.uint64(grams.HASH_BITS - _KEY_HASH_BITS)
    key[count < 2] = _NONE
    step = 1
    while step < WINDOW:
        key = np.minimum(key[:-step], key[step:]) if len(key) > step else key[:0]
        step *= 2
    owner = found.owner()
    begins = owner[: len(key)]
    chosen = (begins == owner[WINDOW - 1 :]) & (key != _NONE)
    fresh = chosen.copy()
    fresh[1:] &= (key[1:] != key[:-1]) | (begins[1:] != begins[:-1])
    return begins[fresh], key[fresh]


def _rarer_half(owner: Whole, key: Codes) -> tuple[Whole, Codes]:
    """Return the different keys of each text: the rarer half, one more and all that few share."""
    both = owner.astype(np.uint64) << np.uint64(grams.HASH_BITS)
    both |= key
    both.sort()
    if len(both):
        both = both[np.concatenate([[True], both[1:] != both[:-1]])]
    owner = (both >> np.uint64(grams.HASH_BITS)).astype(np.int64)
    held = np.bincount(owner, minlength=1)
    rank = np.arange(len(owner)) - (np.cumsum(held) - held)[owner]
    key = both & np.uint64((1 << grams.HASH_BITS) - 1)
    rare = (rank <= held[owner] // 2) | (key < np.uint64(_FEW << _KEY_HASH_BITS))
    return owner[rare], key[rare]


def proposed(found: Anchors, held: Outline, most: int, threads: Executor) -> tuple[Whole, Whole]:
    """Return the pairs of texts that share an anchor and may be near-copies.

    Every bit of a sketch that differs is a gram that one text has alone (Sandes et al. 2020), so
    what is left of both sizes is at most twice what they share: no near-copy is lost here.

    Args:
        found: The anchors.
        held: Sizes and sketches of the texts.
        most: Each text is compared with the first so many of a group and no more, so that the work
            grows with the texts, however many of them hold the same stretch.
        threads: Who does the work.

    Returns:
        The earlier and the later text of each pair, in the order of the later, each pair once.
    """
    place = np.arange(len(found.text)) - np.repeat(found.start[:-1], np.diff(found.start))
    partners = np.minimum(place, most)

    def work(bound: tuple[int, int]) -> Codes:
        here = slice(*bound)
        return _likely(found.text[here], place[here], partners[here], held)

    bounds = list(_chunks(found.start, partners))
    pairs = np.unique(np.concatenate([np.empty(0, np.uint64), *threads.map(work, bounds)]))
    low = np.uint64(0xFFFFFFFF)
    return (pairs & low).astype(np.int64), (pairs >> np.uint64(32)).astype(np.int64)


def _chunks(start: Whole, partners: Whole) -> Iterator[tuple[int, int]]:
    """Yield bounds of entries, whole groups each, whose pairs are made at once."""
    total = np.concatenate([[0], np.cumsum(partners)])[start]
    marks = np.searchsorted(total, np.arange(0, total[-1], _CHUNK_PAIRS), "right") - 1
    borders = start[np.unique(np.concatenate([marks, [len(start) - 1]]))]
    yield from pairwise(np.unique(np.concatenate([[0], borders])).tolist())


def _likely(text: NDArray[np.int32], place: Whole, partners: Whole, held: Outline) -> Codes:
    """Return the pairs of some groups that sizes and sketches leave possible, each once.

    The sketch folded to 128 bits comes first: it is small, and leaves few for the whole one.
    """
    size = held.size[text]
    sketch = held.sketch[text]
    where = np.repeat(np.arange(len(text)) - place - np.cumsum(partners) + partners, partners)
    where += np.arange(len(where))
    unlike = np.zeros(len(where), np.uint8)
    for column in range(_FOLDED):
        bits = np.bitwise_or.reduce(sketch[:, column::_FOLDED], axis=1)
        unlike += np.bitwise_count(np.repeat(bits, partners) ^ bits[where])
    five, eight = 5 * size, 8 * size  # five times the total is at least eight times the smaller
    total = np.repeat(five, partners)
    total += five[where]
    total -= 5 * unlike.astype(np.int32)
    fits = np.flatnonzero(total >= np.minimum(np.repeat(eight, partners), eight[where]))
    later, earlier = np.searchsorted(np.cumsum(partners), fits, "right"), where[fits]
    rest = np.bitwise_count(sketch[later] ^ sketch[earlier]).sum(axis=1, dtype=np.int32)
    total = size[later] + size[earlier] - rest
    small = np.minimum(size[later], size[earlier])
    large = np.maximum(size[later], size[earlier])
    fits = np.flatnonzero((5 * total >= 8 * small) & (total > large))
    code = text[later[fits]].astype(np.uint64) << np.uint64(32)
    code |= text[earlier[fits]].astype(np.uint64)
    return np.unique(code)
