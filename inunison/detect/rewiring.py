"""Rings: do some accounts repost one another more than their own activity explains?

Owns reciprocity and closed cycles of three in a directed network, and what they are held against:
networks in which everybody reposts as many accounts and is reposted by as many, but others.
"""

from dataclasses import dataclass

import numpy as np

from inunison.detect.events import Flags, Real, Whole

ROUNDS = 999
# An exchange is tried this often for each tie (Milo et al. 2003, arXiv:cond-mat/0312028).
_TRIES = 10
# Ties that begin or end at the accounts; with more there is no test.
MOST_TIES = 2_500
# Ties between others that take part, for each of those, and in any case.
_OUTSIDE = 4
_OUTSIDE_LEAST = 2_000
# Bytes of the networks at work.
_PORTION = 200_000_000


@dataclass(frozen=True)
class Measure:
    """One count of the network as it is, against rewired ones.

    Attributes:
        seen: The count.
        mean: Its mean over the rewired networks; 0 where none was needed.
        z: Its distance from that mean in standard deviations; None where they do not vary.
        p: ``(1 + as large) / (rounds + 1)``.
    """

    seen: int
    mean: float
    z: float | None
    p: float


_NOTHING = Measure(0, 0.0, None, 1.0)


@dataclass(frozen=True)
class Ring:
    """How closed the reposts among some accounts are.

    Attributes:
        mutual: Pairs of them that reposted one another.
        cycles: Closed cycles of three of them.
        ties: Ties between them.
        rewired: Ties of the network that is rewired.
    """

    mutual: Measure
    cycles: Measure
    ties: int
    rewired: int


def ring(
    start: Whole, end: Whole, members: Whole, random: np.random.Generator, *, rounds: int = ROUNDS
) -> Ring | None:
    """Count mutual ties and cycles among some accounts, and hold them against rewired networks.

    Args:
        start: Who reposted; each tie once, none from an account to itself.
        end: Who was reposted.
        members: Numbers of the accounts, rising, at least one.
        random: The source of chance.
        rounds: How many networks are rewired, each from the network as it is.

    Returns:
        None where more ties begin or end at the accounts than can be rewired. Where no tie is
        mutual and no cycle closed, every network has as many: p is 1 without rewiring any.
    """
    one, other = _place(members, start), _place(members, end)
    near = (one < len(members)) | (other < len(members))
    if int(near.sum()) > MOST_TIES:
        return None
    # Ties between others are all alike. That only so many take part makes the test stricter.
    outside = min(int((~near).sum()), _OUTSIDE * int(near.sum()) + _OUTSIDE_LEAST)
    one = np.concatenate((one[near], np.full(outside, len(members))))
    other = np.concatenate((other[near], np.full(outside, len(members))))
    order = np.lexsort((other, one))  # draws name ties by their place
    one, other = one[order], other[order]
    ties = _table(one, other[None, :], len(members))
    seen = _closed(ties)
    inside = int(ties[0, :-1, :-1].sum())
    if not seen.any():
        return Ring(_NOTHING, _NOTHING, inside, len(one))
    counts = np.zeros((rounds, 2), np.int64)
    step = max(1, _PORTION // ((len(members) + 1) ** 2 * 9 + len(one) * 8))
    for begin in range(0, rounds, step):
        held = min(step, rounds - begin)
        counts[begin : begin + held] = _closed(rewired(one, other, len(members), random, held))
    mutual, cycles = (_measure(int(seen[0, each]), counts[:, each]) for each in (0, 1))
    return Ring(mutual, cycles, inside, len(one))


def _place(members: Whole, accounts: Whole) -> Whole:
    """Return the place of each account among the members; all others share the place after them."""
    places = np.searchsorted(members, accounts)
    found = members[np.minimum(places, len(members) - 1)] == accounts
    return np.where(found, places, len(members))


def rewired(start: Whole, end: Whole, size: int, random: np.random.Generator, copies: int) -> Flags:
    """Exchange the ends of ties, so that everybody keeps the number of ties from and to it.

    An exchange that would tie a member to itself, or two members twice in one direction, is not
    made; others are not told apart. All networks are rewired side by side, each by its own draws.

    Args:
        start: First end of each tie: the number of a member, or `size` for anybody else.
        end: Second end of each tie.
        size: How many members there are.
        random: The source of chance.
        copies: How many networks to return.

    Returns:
        Which ties there are, shape (copies, size + 1, size + 1): network, from row, to column.
    """
    ends = np.repeat(end[None, :], copies, axis=0)
    there = _table(start, ends, size)
    every = np.arange(copies)
    for _ in range(_TRIES * len(start)):
        one, other = random.integers(0, len(start), (2, copies))
        a, b, c, d = start[one], ends[every, one], start[other], ends[every, other]
        made = (one != other) & _free(there, every, a, d) & _free(there, every, c, b)
        rows = every[made]
        a, b, c, d = a[made], b[made], c[made], d[made]
        there[rows, a, b] = there[rows, c, d] = False
        there[rows, a, d] = there[rows, c, b] = True
        ends[rows, one[made]], ends[rows, other[made]] = d, b
    return there


def _free(there: Flags, rows: Whole, start: Whole, end: Whole) -> Flags:
    """Return whether a new tie is none of a member to itself and none that there is already."""
    others = there.shape[1] - 1
    apart = (start != end) & ~there[rows, start, end]
    return np.asarray(apart | (start == others) | (end == others))


def _table(start: Whole, ends: Whole, size: int) -> Flags:
    there = np.zeros((len(ends), size + 1, size + 1), bool)
    there[np.arange(len(ends))[:, None], start[None, :], ends] = True
    return there


def _closed(ties: Flags) -> Whole:
    """Count the mutual pairs and the cycles of three among the members, per network."""
    inner = ties[:, :-1, :-1].astype(np.float32)
    turned = inner.transpose(0, 2, 1)
    mutual = (inner * turned).sum(axis=(1, 2)) / 2
    cycles = ((inner @ inner) * turned).sum(axis=(1, 2)) / 3
    return np.stack((np.rint(mutual), np.rint(cycles)), axis=1).astype(np.int64)


def _measure(seen: int, counts: Whole) -> Measure:
    held: Real = counts.astype(np.float64)
    mean, deviation = float(held.mean()), float(held.std())
    z = round((seen - mean) / deviation, 4) if deviation > 0 else None
    p = (1 + int((counts >= seen).sum())) / (len(counts) + 1)
    return Measure(seen, round(mean, 6), z, p)
