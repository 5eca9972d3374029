"""Which texts are worth comparing: those that share a rare stretch of their words.

Owns the anchors of texts and what is kept of each text. Of every eight grams in a row the rarest
is an anchor (winnowing: Schleimer, Wilkerson and Aiken 2003, with rarity for the hash), so any two
texts that share twelve characters in a row share an anchor, wherever it stands in them. Texts meet
where the rarer half of both texts' anchors does, or where few texts have the anchor. Which of those
pairs are worth counting is in `inunison.text.proposals`.
"""

from collections.abc import Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inunison.text import grams
from inunison.text.grams import Codes, GramRuns, Whole

WINDOW = 8
SKETCH_BITS = 512

_WORDS = SKETCH_BITS // 64
_TABLE_BITS = 22
_KEY_HASH_BITS = 40
# An anchor of fewer texts than this costs little: it is kept even in the commoner half.
_FEW = 48
_COMMONEST = (1 << (grams.HASH_BITS - _KEY_HASH_BITS)) - 1
_NONE = np.uint64((1 << 64) - 1)

# Places of a table, rising, and how often each was met.
Counted = tuple[NDArray[np.uint32], NDArray[np.int32]]


@dataclass(frozen=True)
class Rarity:
    """How often each gram stands in some texts, by the first bits of its hash.

    Attributes:
        count: int32 of shape (2^22,); grams that share a place share a count, so a rare one may
            look common and is then less of an anchor. Nothing is decided by that.
    """

    count: NDArray[np.int32]

    @classmethod
    def added(cls, portions: Iterable[Counted]) -> "Rarity":
        """Add up what was counted in some portions."""
        count = np.zeros(1 << _TABLE_BITS, np.int32)
        for place, often in portions:
            count[place] += often
        return cls(count)

    def of(self, code: Codes) -> NDArray[np.int32]:
        """Return how often each gram stands there, or a little more."""
        return self.count.take(_place(code))


def counted(code: Codes) -> Counted:
    """Count the grams of a portion by their places in the table of `Rarity`."""
    place = np.sort(_place(code))
    first = np.flatnonzero(grams.fresh(place))
    return place[first], np.diff(first, append=len(place)).astype(np.int32)


@dataclass(frozen=True)
class Outline:
    """What is kept of each text before any two are compared.

    Attributes:
        size: Different grams of each text, int32 of shape (texts,).
        sketch: Bits that an odd number of its grams fall on, uint64 of shape (texts, 8).
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


def _place(code: Codes) -> NDArray[np.uint32]:
    return (code >> np.uint64(grams.HASH_BITS - _TABLE_BITS)).astype(np.uint32)


def outline(texts: Sequence[str], threads: Executor) -> Outline:
    """Return the sizes of texts, their sketches and how rare their grams are.

    Args:
        texts: Different texts.
        threads: Who does the work; the answer is the same for any number.
    """
    size = np.zeros(len(texts), np.int32)
    sketch = np.zeros((len(texts), _WORDS), np.uint64)

    def work(bound: tuple[int, int]) -> Counted:
        found = grams.runs(texts[slice(*bound)])
        different = grams.sets(found)
        size[slice(*bound)] = np.diff(different.start)
        sketch[slice(*bound)] = _sketches(different)
        return counted(found.code)

    rarity = Rarity.added(threads.map(work, grams.portions(texts)))
    return Outline(size, sketch, rarity)


def _sketches(found: GramRuns) -> Codes:
    """Return, for each text, which bits an odd number of its different grams fall on."""
    texts = len(found.start) - 1
    held = np.zeros(texts * SKETCH_BITS, np.uint8)
    place = (found.code % np.uint64(SKETCH_BITS)).astype(np.int64)
    np.add.at(held, found.owner() * SKETCH_BITS + place, np.uint8(1))
    held &= np.uint8(1)
    return np.packbits(held.reshape(texts, -1), axis=1, bitorder="little").view(np.uint64)


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
    return _groups(text, key)


def _groups(text: NDArray[np.int32], key: Codes) -> Anchors:
    """Put texts with the same key together and leave out those that are alone.

    A sort that keeps no order and one of group and text together take less than one that keeps it.
    """
    order = np.argsort(key)
    first = grams.fresh(key.take(order))
    both = np.cumsum(first, dtype=np.uint64) << np.uint64(32)
    both |= text.take(order).astype(np.uint64)
    both.sort()
    sizes = np.diff(np.flatnonzero(first), append=len(key))
    several = sizes > 1
    kept = (both[np.repeat(several, sizes)] & np.uint64(0xFFFFFFFF)).astype(np.int32)
    return Anchors(kept, np.concatenate([[0], np.cumsum(sizes[several])]).astype(np.int64))


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
    both = grams.different(both)
    owner = (both >> np.uint64(grams.HASH_BITS)).astype(np.int64)
    held = np.bincount(owner, minlength=1)
    rank = np.arange(len(owner)) - (np.cumsum(held) - held)[owner]
    key = both & np.uint64((1 << grams.HASH_BITS) - 1)
    rare = (rank <= held[owner] // 2) | (key < np.uint64(_FEW << _KEY_HASH_BITS))
    return owner[rare], key[rare]
