"""Tests of a whole group: could its closeness in time have come about by chance?

Owns the statistic ``T(G)``, the objects that pairs of the group acted on within a window, summed
over its pairs, and the two permutations it is held against. P-values of pairs are never multiplied:
pairs of one group are not independent, and a permutation of the whole keeps that.

A group is found on one half of the objects and tested on the other; who is chosen because of what
they did on some objects is judged by what they did on others. The first action of each account on
each object counts: who says the same three hundred times would else fill what is drawn from.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from inunison.detect.blocks import Blocks
from inunison.detect.events import Events, Flags, Whole, expanded

ROUNDS = 9_999
# Objects that a half needs before a group may be judged on it.
LEAST_OBJECTS = 6
# Numbers drawn at a time.
_PORTION = 4_000_000


@dataclass(frozen=True)
class Permutation:
    """A permutation test.

    Attributes:
        seen: T of the group as it is.
        mean: Mean T over the permutations.
        p: ``(1 + as large) / (rounds + 1)`` (Phipson and Smyth 2010, doi:10.2202/1544-6115.1585).
        rounds: How many permutations there were.
        objects: How many objects it rests on.
    """

    seen: int
    mean: float
    p: float
    rounds: int
    objects: int


def halves(objects: int, seed: int) -> Flags:
    """Return which objects are in the first of two random halves, shape (objects,)."""
    shuffled = np.random.default_rng(seed).permutation(objects)
    first = np.zeros(objects, bool)
    first[shuffled[: objects // 2]] = True
    return first


def time_test(
    events: Events, members: Whole, width: int, random: np.random.Generator, rounds: int = ROUNDS
) -> Permutation:
    """Give each member the first instants of random sharers of the same object.

    Args:
        events: Actions on the objects to test on, of members and of others.
        members: Numbers of the accounts of the group.
        width: The window in microseconds.
        random: The source of chance.
        rounds: How many permutations.
    """
    events = events.firsts()
    inside = np.isin(events.account, members)
    totals = np.zeros(rounds, np.int64)
    seen = objects = 0
    borders = np.append(np.flatnonzero(np.diff(events.object, prepend=-1)), len(events))
    for start, stop in pairwise(borders.tolist()):
        at = events.at[start:stop]
        mine = at[inside[start:stop]]
        if len(mine) < 2:
            continue
        objects += 1
        seen += int(_near(mine[None, :], width)[0])
        for part in _rounds(rounds, len(mine)):
            drawn = sampled(len(at), len(mine), part.stop - part.start, random)
            totals[part] += _near(at[drawn], width)
    return _judged(seen, totals, objects)


def _rounds(rounds: int, size: int) -> list[slice]:
    step = max(1, _PORTION // max(1, size * size))
    return [slice(start, min(start + step, rounds)) for start in range(0, rounds, step)]


def _judged(seen: int, totals: Whole, objects: int) -> Permutation:
    rounds = len(totals)
    as_large = int((totals >= seen).sum())
    p = (1 + as_large) / (rounds + 1)
    return Permutation(seen, round(float(totals.mean()), 6), p, rounds, objects)


def sampled(size: int, count: int, rounds: int, random: np.random.Generator) -> Whole:
    """Draw `count` different numbers below `size`, `rounds` times; shape (rounds, count)."""
    if size * rounds <= _PORTION or count * 4 > size:
        return np.argsort(random.random((rounds, size)), axis=1)[:, :count]
    drawn = random.integers(0, size, (rounds, count))
    open_ = np.arange(rounds)
    while len(open_):
        # Of equal numbers the first stays and the others are drawn anew, as if one by one.
        order = np.argsort(drawn[open_], axis=1, kind="stable")
        ordered = np.take_along_axis(drawn[open_], order, axis=1)
        row, place = np.nonzero(np.diff(ordered, axis=1) == 0)
        drawn[open_[row], order[row, place + 1]] = random.integers(0, size, len(row))
        open_ = open_[np.unique(row)]
    return drawn


def _near(at: Whole, width: int) -> Whole:
    """Count the pairs of instants within the window, per row of instants."""
    one, other = np.triu_indices(at.shape[1], 1)
    return np.asarray((np.abs(at[:, one] - at[:, other]) <= width).sum(axis=1))


def label_test(
    events: Events,
    members: Whole,
    blocks: Blocks,
    width: int,
    random: np.random.Generator,
    *,
    rounds: int = ROUNDS,
) -> Permutation:
    """Give each member random first actions of the same blocks, as many as it has in each.

    Args:
        events: All actions that the group is compared with.
        members: Numbers of the accounts of the group.
        blocks: The block of each object.
        width: The window in microseconds.
        random: The source of chance.
        rounds: How many permutations.
    """
    events = events.firsts()
    rows = np.flatnonzero(np.isin(events.account, members))
    seen = int(_met(events, rows[None, :], events.account[rows], width)[0])
    totals = np.zeros(rounds, np.int64)
    block = blocks.of_object[events.object]
    order = np.argsort(block[rows], kind="stable")
    rows = rows[order]
    pools = [np.flatnonzero(block == number) for number in range(blocks.count)]
    needed = np.bincount(block[rows], minlength=blocks.count)
    for part in _rounds_of_width(rounds, max(1, len(rows))):
        count = part.stop - part.start
        drawn = [
            pool[sampled(len(pool), int(number), count, random)]
            for pool, number in zip(pools, needed, strict=True)
            if number
        ]
        totals[part] = _met(events, np.concatenate(drawn, axis=1), events.account[rows], width)
    return _judged(seen, totals, len(np.unique(events.object[rows])))


def _rounds_of_width(rounds: int, width: int) -> list[slice]:
    step = max(1, _PORTION // width)
    return [slice(start, min(start + step, rounds)) for start in range(0, rounds, step)]


def _met(events: Events, drawn: Whole, account: Whole, width: int) -> Whole:
    """Count, per row of drawn events, the pairs of accounts within the window on one object."""
    rounds = np.repeat(np.arange(len(drawn)), drawn.shape[1])
    rows = drawn.ravel()
    who = np.tile(account, len(drawn))
    target = rounds * events.objects + events.object[rows]
    order = np.lexsort((events.at[rows], target))
    split = Events(who[order], target[order], events.at[rows][order], 0, 0)
    places = split.positions(width)
    after = np.arange(1, len(split) + 1)
    later = np.searchsorted(places, places + width, "right") - after
    mine, others = expanded(after, later)
    one, other = split.account[mine], split.account[others]
    size = int(account.max()) + 1 if len(account) else 1
    different = one != other
    pair = np.minimum(one, other) * size + np.maximum(one, other)
    codes = np.stack((split.object[mine], pair), axis=1)[different]
    unique = np.unique(codes, axis=0) if len(codes) else codes
    return np.bincount(unique[:, 0] // max(1, events.objects), minlength=len(drawn)).astype(
        np.int64
    )
