"""Objects that nearly everybody acted on: set aside for the join, and looked up afterwards.

Owns the rule that makes this exact. Every account leaves out up to ``least - 1`` of its hottest
objects. Two accounts with `least` objects in common both keep the coolest of those: were it among
the hottest ``least - 1`` of one of them, the others, which are hotter, could not all be. So every
pair that counts is still found through some object, and the few objects that either left out are
looked up for it (the prefix filter of set similarity joins: Chaudhuri, Ganti and Kaushik 2006,
doi:10.1109/ICDE.2006.9).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from inunison.detect.events import Events, Whole, expanded

# An object with fewer pairs of events than this is cheaper to write out than to look up.
HOT = 1_000_000


@dataclass(frozen=True)
class SetAside:
    """Events with the hottest objects of each account left out, and what was left out.

    Attributes:
        kept: The events that the join writes out.
        dropped: Objects that each account left out, int64 of shape (accounts, least - 1), -1 where
            it left out fewer.
        events: All events, in the order of account, object and instant.
        codes: The incidence code of each of those.
    """

    kept: Events
    dropped: Whole
    events: Events
    codes: Whole

    @property
    def accounts(self) -> int:
        """How many accounts there are."""
        return self.kept.accounts

    def most_missing(self, first: Whole, second: Whole) -> Whole:
        """Return how many objects at most each pair shares among those that were left out."""
        left_out = np.count_nonzero(self.dropped >= 0, axis=1)
        return np.asarray(left_out[first] + left_out[second])

    def complete(self, first: Whole, second: Whole, count: Whole, windows: Sequence[int]) -> None:
        """Add the objects that one or both of a pair left out to its counts.

        Args:
            first: One account of each pair.
            second: The other.
            count: Its counts, shape (p, windows); changed in place.
            windows: Widths in microseconds, rising.
        """
        for column in range(self.dropped.shape[1]):
            self._add(first, second, self.dropped[first, column], count, windows)
            mine = self.dropped[second, column]
            twice = (self.dropped[first] == mine[:, None]).any(axis=1)
            self._add(first, second, np.where(twice, -1, mine), count, windows)

    def _add(
        self, first: Whole, second: Whole, objects: Whole, count: Whole, windows: Sequence[int]
    ) -> None:
        rows = np.flatnonzero(objects >= 0)
        ends = []
        for account in (first, second):
            code = account[rows] * self.events.objects + objects[rows]
            ends.append(
                (np.searchsorted(self.codes, code), np.searchsorted(self.codes, code, "right"))
            )
        shared = (ends[0][1] > ends[0][0]) & (ends[1][1] > ends[1][0])
        runs = [(start[shared], stop[shared]) for start, stop in ends]
        distance = nearest(self.events.at, runs[0], runs[1])
        for column, width in enumerate(windows):
            count[rows[shared][distance <= width], column] += 1


def set_aside(events: Events, width: int, least: int, *, hot: int = HOT) -> SetAside:
    """Leave out the hottest objects of each account.

    Args:
        events: The actions.
        width: The greatest window, in microseconds.
        least: How many objects a pair must share to count.
        hot: Pairs of events within the window from which on an object is hot.
    """
    order = events.units.order
    sorted_events = Events(
        events.account[order],
        events.object[order],
        events.at[order],
        events.accounts,
        events.objects,
    )
    codes = sorted_events.incidence()
    places = events.positions(width)
    later = np.searchsorted(places, places + width, "right") - np.arange(1, len(events) + 1)
    heat = np.bincount(events.object, later, events.objects).astype(np.int64)
    dropped = np.full((events.accounts, max(0, least - 1)), -1, np.int64)
    kept = np.ones(len(events), bool)
    if least > 1 and len(events) and heat.max() >= hot:
        account, target, rank = _hottest(events, np.where(heat >= hot, heat, -1), least - 1)
        dropped[account, rank] = target
        left_out = account * events.objects + target
        kept = ~np.isin(events.incidence(), left_out)
    return SetAside(events.where(kept), dropped, sorted_events, codes)


def _hottest(events: Events, heat: Whole, most: int) -> tuple[Whole, Whole, Whole]:
    """Return account, object and rank of the hottest objects of each account, `most` of each.

    An object with a heat below 0 is nobody's; of equally hot ones the first number goes first.
    """
    incidence = events.units.codes
    incidence = incidence[heat[incidence % events.objects] >= 0]
    account, target = incidence // events.objects, incidence % events.objects
    order = np.lexsort((target, -heat[target], account))
    account, target = account[order], target[order]
    first = np.flatnonzero(np.concatenate(([True], np.diff(account) != 0)))
    rank = np.arange(len(account)) - np.repeat(first, np.diff(np.append(first, len(account))))
    taken = rank < most
    return account[taken], target[taken], rank[taken]


def nearest(at: Whole, one: tuple[Whole, Whole], other: tuple[Whole, Whole]) -> Whole:
    """Return the least distance between the instants of two runs, for many pairs of runs.

    Each run is rising. The shorter run asks, the longer one is searched by halving.
    """
    swap = (one[1] - one[0]) > (other[1] - other[0])
    asking = [np.where(swap, b, a) for a, b in zip(one, other, strict=True)]
    asked = [np.where(swap, a, b) for a, b in zip(one, other, strict=True)]
    rows, places = expanded(asking[0], asking[1] - asking[0])
    if not len(rows):
        return np.zeros(0, np.int64)
    wanted = at[places]
    low, high = asked[0][rows], asked[1][rows]
    while (open_ := low < high).any():
        middle = (low + high) // 2
        below = open_ & (at[np.minimum(middle, len(at) - 1)] < wanted)
        low = np.where(below, middle + 1, low)
        high = np.where(open_ & ~below, middle, high)
    far = np.iinfo(np.int64).max
    after = np.where(low < asked[1][rows], at[np.minimum(low, len(at) - 1)] - wanted, far)
    before = np.where(low > asked[0][rows], wanted - at[np.maximum(low - 1, 0)], far)
    starts = np.flatnonzero(np.concatenate(([True], np.diff(rows) != 0)))
    return np.asarray(np.minimum.reduceat(np.minimum(after, before), starts))
