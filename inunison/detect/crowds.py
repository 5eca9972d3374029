"""How many pairs of accounts met on each object: the pace of objects, without writing pairs out.

Owns the counts that null models are made from and held against: of each object its sharers, pairs
of sharers, and pairs of different accounts within each window; of each account how often it met
others. An object with 100,000 sharers costs what sorting it costs.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from inunison.detect.events import PORTION, Events, Whole, expanded, portioned


@dataclass(frozen=True)
class Crowds:
    """Counts per object, and per account.

    Attributes:
        sharers: Different accounts, int64 of shape (objects,).
        near: Pairs of different accounts within each window, int64 of shape (objects, windows).
        met: How many of these each account is in, int64 of shape (accounts, windows).
    """

    sharers: Whole
    near: Whole
    met: Whole

    @property
    def pairs(self) -> Whole:
        """All pairs of sharers of each object."""
        return np.asarray(self.sharers * (self.sharers - 1) // 2)


def crowds(events: Events, windows: Sequence[int]) -> Crowds:
    """Count sharers and near pairs of each object, and near pairs of each account.

    Args:
        events: The actions.
        windows: Widths in microseconds, rising, each included.
    """
    account, target = np.divmod(events.units.codes, max(1, events.objects))
    near = np.zeros((events.objects, len(windows)), np.int64)
    met = np.zeros((events.accounts, len(windows)), np.int64)
    for column, width in enumerate(windows):
        found = neighbours(events, width)
        np.add.at(near[:, column], target, found)
        np.add.at(met[:, column], account, found)
    # Each pair was counted from both of its ends.
    return Crowds(np.bincount(target, minlength=events.objects).astype(np.int64), near // 2, met)


def neighbours(events: Events, width: int) -> Whole:
    """Count the other accounts that acted near each account on each object.

    An account that acted several times on an object is near whoever is near any of its actions.

    Args:
        events: The actions.
        width: The window in microseconds, included.

    Returns:
        One count for each different incidence code of the events, in the order of the codes.
    """
    codes, unit, rows = events.units.codes, events.units.unit, events.units.order
    single = events.units.single
    places = events.positions(width)
    near = _single_neighbours(events, places, width)
    repeated = rows[~single[rows]]
    start = np.searchsorted(places, places[repeated] - width, "left")
    counts = np.searchsorted(places, places[repeated] + width, "right") - start
    for held in _whole_units(unit[repeated], counts):
        whence, others = expanded(start[held], counts[held])
        pairs = np.unique(unit[repeated][held][whence] * len(codes) + unit[others])
        one, other = pairs // len(codes), pairs % len(codes)
        np.add.at(near, other[one != other], 1)
    return near


def _single_neighbours(events: Events, places: Whole, width: int) -> Whole:
    """Count, for each unit, the single events near any of its own.

    The neighbourhoods of a unit may overlap: each begins where the one before it ends.
    """
    unit, rows, single = events.units.unit, events.units.order, events.units.single
    start, stop = places[rows] - width, places[rows] + width
    follows = np.concatenate(([False], np.diff(unit[rows]) == 0))[: len(rows)]
    before = np.concatenate(([0], stop[:-1] + 1))[: len(rows)]
    start = np.where(follows, np.maximum(start, before), start)
    alone = places[single]
    found = np.searchsorted(alone, stop, "right") - np.searchsorted(alone, start, "left")
    near = np.zeros(len(events.units.codes), np.int64)
    np.add.at(near, unit[rows], found - single[rows])
    return near


def _whole_units(unit: Whole, counts: Whole) -> Iterator[slice]:
    """Cut rows, which are in the order of their units, into portions of whole units."""
    borders = np.flatnonzero(np.concatenate(([True], np.diff(unit) != 0))[: len(unit)])
    ends = np.append(borders[1:], len(unit))
    sizes = np.add.reduceat(counts, borders) if len(unit) else counts
    for part in portioned(sizes, PORTION):
        yield slice(int(borders[part.start]), int(ends[part.stop - 1]))
