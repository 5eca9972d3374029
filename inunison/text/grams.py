"""Character 5-grams of texts as numbers, and how many of them two texts share.

Owns the sets that near-copies are told by. A gram is five consecutive characters of a normal form;
it is compared by a hash of 52 bits, so that one pair of texts in some 10^11 is counted one gram
wrong. All texts of a portion are worked on as one array: nothing here is a Python object per gram.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

WIDTH = 5
HASH_BITS = 52

Codes = NDArray[np.uint64]
Whole = NDArray[np.int64]
Real = NDArray[np.float64]

# The place of a text in its portion and a hash fill 64 bits, so one sort orders both.
_PORTION_TEXTS = 1 << (64 - HASH_BITS)
# What a processor keeps near it: a few arrays of so many numbers.
_PORTION_CHARACTERS = 1 << 18
_PORTION_PAIRS = _PORTION_TEXTS // 2
_LOW = np.uint64((1 << HASH_BITS) - 1)
# Odd numbers without a pattern, one for each place of a gram; they are part of the definition.
_FACTORS = (
    0x9E3779B97F4A7C15,
    0xC2B2AE3D27D4EB4F,
    0x165667B19E3779F9,
    0xD6E8FEB86659FD93,
    0xA0761D6478BD642F,
)


@dataclass(frozen=True)
class GramRuns:
    """The grams of some texts in the order of the texts, as they follow one another.

    Attributes:
        code: Hash of each gram, below 2^52, uint64 of shape (grams,).
        start: Where the grams of each text begin, int64 of shape (texts + 1,).
    """

    code: Codes
    start: Whole

    def owner(self) -> Whole:
        """Return the text of each gram."""
        return np.repeat(np.arange(len(self.start) - 1), np.diff(self.start))


def portions(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield bounds of consecutive texts that are worked on at once; a long text stands alone."""
    begin, held = 0, 0
    for place, text in enumerate(texts):
        full = held + len(text) > _PORTION_CHARACTERS or place - begin == _PORTION_TEXTS
        if full and place > begin:
            yield begin, place
            begin, held = place, 0
        held += len(text)
    if begin < len(texts):
        yield begin, len(texts)


def runs(texts: Sequence[str]) -> GramRuns:
    """Return the grams of texts, each as often as it stands there.

    Args:
        texts: Any texts; one of fewer than five characters has no gram.
    """
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    ends = np.cumsum(lengths)
    start = np.concatenate([[0], np.cumsum(np.maximum(lengths - (WIDTH - 1), 0))])
    joined = "".join(texts).encode("utf-32-le", "surrogatepass")
    characters = np.frombuffer(joined, np.uint32).astype(np.uint64)
    windows = len(characters) - (WIDTH - 1)
    if windows < 1:
        return GramRuns(np.empty(0, np.uint64), start)
    code = characters[:windows] * np.uint64(_FACTORS[0])
    for place in range(1, WIDTH):
        code += characters[place : place + windows] * np.uint64(_FACTORS[place])
    code ^= code >> np.uint64(32)
    code *= np.uint64(_FACTORS[3])
    code ^= code >> np.uint64(29)
    code >>= np.uint64(64 - HASH_BITS)
    whole = np.ones(windows, bool)
    for back in range(1, WIDTH):  # a window that begins here runs into the next text
        across = (ends - back)[lengths >= back]
        whole[across[across < windows]] = False
    return GramRuns(code[whole], start)


def sets(found: GramRuns) -> GramRuns:
    """Return the different grams of each text, rising within a text.

    Args:
        found: Grams of at most 4,096 texts, as `portions` bounds them.
    """
    key = found.owner().astype(np.uint64) << np.uint64(HASH_BITS)
    key |= found.code
    key.sort()
    if len(key):
        key = key[np.concatenate([[True], key[1:] != key[:-1]])]
    texts = len(found.start) - 1
    sizes = np.bincount((key >> np.uint64(HASH_BITS)).astype(np.int64), minlength=texts)
    return GramRuns(key & _LOW, np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64))


def shared(texts: Sequence[str], first: Whole, second: Whole) -> tuple[Whole, Whole, Whole]:
    """Count the different grams that pairs of texts hold and share.

    Args:
        texts: The texts.
        first: Place of one text of each pair, shape (p,).
        second: Place of the other, shape (p,).

    Returns:
        Grams of the first, grams of the second and grams of both, each of shape (p,).
    """
    counted = [
        _shared(texts, first[begin:end], second[begin:end])
        for begin, end in _pair_portions(texts, first, second)
    ]
    if not counted:
        return np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.int64)
    one, other, both = (np.concatenate(column) for column in zip(*counted, strict=True))
    return one, other, both


def _pair_portions(texts: Sequence[str], first: Whole, second: Whole) -> Iterator[tuple[int, int]]:
    begin, held = 0, 0
    for place, (one, other) in enumerate(zip(first.tolist(), second.tolist(), strict=True)):
        length = len(texts[one]) + len(texts[other])
        full = held + length > _PORTION_CHARACTERS or place - begin == _PORTION_PAIRS
        if full and place > begin:
            yield begin, place
            begin, held = place, 0
        held += length
    if begin < len(first):
        yield begin, len(first)


def _shared(texts: Sequence[str], first: Whole, second: Whole) -> tuple[Whole, Whole, Whole]:
    """Lay the sets of both sides of every pair together: what stands there twice is shared."""
    named, place = np.unique(np.concatenate([first, second]), return_inverse=True)
    held = sets(runs([texts[each] for each in named.tolist()]))
    sizes = np.diff(held.start)
    taken = sizes[place]
    pair = np.concatenate([np.arange(len(first)), np.arange(len(second))])
    rows = np.repeat(held.start[place] - np.cumsum(taken) + taken, taken)
    rows += np.arange(len(rows))
    key = np.repeat(pair, taken).astype(np.uint64) << np.uint64(HASH_BITS)
    key |= held.code[rows]
    key.sort()
    twice = (key[1:][key[1:] == key[:-1]] >> np.uint64(HASH_BITS)).astype(np.int64)
    return (
        taken[: len(first)],
        taken[len(first) :],
        np.bincount(twice, minlength=len(first)).astype(np.int64),
    )


def jaccard(one: Whole, other: Whole, both: Whole) -> Real:
    """Return shared grams as a share of all grams of two texts; 0 where there is none."""
    share: Real = both / np.maximum(one + other - both, 1)
    return share


def containment(one: Whole, other: Whole, both: Whole) -> Real:
    """Return shared grams as a share of the smaller text's; 0 where there is none."""
    share: Real = both / np.maximum(np.minimum(one, other), 1)
    return share
