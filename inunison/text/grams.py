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
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    return _portions(lengths, _PORTION_TEXTS)


def _portions(lengths: Whole, most: int) -> Iterator[tuple[int, int]]:
    """Yield bounds of so many at most that hold few characters together, or of a single one."""
    total = np.cumsum(lengths)
    begin = 0
    while begin < len(lengths):
        room = total[begin] - lengths[begin] + _PORTION_CHARACTERS
        end = int(np.searchsorted(total, room, "right"))
        end = min(max(end, begin + 1), begin + most)
        yield begin, end
        begin = end


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
    key = different(key)
    texts = len(found.start) - 1
    sizes = np.bincount((key >> np.uint64(HASH_BITS)).astype(np.int64), minlength=texts)
    return GramRuns(key & _LOW, np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64))


def different(code: Codes) -> Codes:
    """Return the different numbers, rising; sorts the array that is given.

    A sort and a look at neighbours: `np.unique` fills a table, which takes ten times as long.
    """
    code.sort()
    return code[fresh(code)]


def fresh(code: NDArray[np.integer]) -> NDArray[np.bool_]:
    """Return which numbers differ from the one before them; the first does."""
    differs = np.ones(len(code), bool)
    np.not_equal(code[1:], code[:-1], out=differs[1:])
    return differs


def shared(texts: Sequence[str], first: Whole, second: Whole) -> tuple[Whole, Whole, Whole]:
    """Count the different grams that pairs of texts hold and share.

    Args:
        texts: The texts.
        first: Place of one text of each pair, shape (p,).
        second: Place of the other, shape (p,).

    Returns:
        Grams of the first, grams of the second and grams of both, each of shape (p,).
    """
    pairs = np.stack([first, second])
    held = map(len, map(texts.__getitem__, pairs.ravel().tolist()))
    lengths = np.fromiter(held, np.int64, pairs.size).reshape(pairs.shape)
    counted = [np.empty((3, 0), np.int64)]
    for begin, end in _portions(lengths.sum(axis=0), _PORTION_PAIRS):
        counted.append(_shared(texts, pairs[:, begin:end]))
    one, other, both = np.concatenate(counted, axis=1)
    return one, other, both


def _shared(texts: Sequence[str], pairs: Whole) -> Whole:
    """Lay the sets of both sides of every pair together: what stands there twice is shared."""
    named, place = np.unique(pairs, return_inverse=True)
    held = sets(runs([texts[each] for each in named.tolist()]))
    taken = np.diff(held.start)[place]
    each, count = place.ravel(), taken.ravel()
    rows = np.repeat(held.start[each] - np.cumsum(count) + count, count)
    rows += np.arange(len(rows))
    pair = np.tile(np.arange(pairs.shape[1], dtype=np.uint64), 2) << np.uint64(HASH_BITS)
    key = np.repeat(pair, count)
    key |= held.code.take(rows)
    key.sort()
    twice = (key[1:][key[1:] == key[:-1]] >> np.uint64(HASH_BITS)).astype(np.int64)
    both = np.bincount(twice, minlength=pairs.shape[1])
    return np.concatenate([taken, both[None]])


def jaccard(one: Whole, other: Whole, both: Whole) -> Real:
    """Return shared grams as a share of all grams of two texts; 0 where there is none."""
    share: Real = both / np.maximum(one + other - both, 1)
    return share


def containment(one: Whole, other: Whole, both: Whole) -> Real:
    """Return shared grams as a share of the smaller text's; 0 where there is none."""
    share: Real = both / np.maximum(np.minimum(one, other), 1)
    return share
