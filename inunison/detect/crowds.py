"""How many pairs of accounts met on each object: the pace of objects, without writing pairs out.

Owns the counts per object that null models are made from: sharers, pairs of sharers, and pairs of
different accounts within each window. An object with 100,000 sharers costs what sorting it costs.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from inunison.detect.events import PORTION, Events, Whole, expanded, lone, portioned

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Crowds:
    """Counts per object.

    Attributes:
        sharers: Different accounts, int64 of shape (objects,).
        near: Pairs of different accounts within each window, int64 of shape (objects, windows).
    """

    sharers: Whole
    near: Whole

    @property
    def pairs(self) -> Whole:
        """All pairs of sharers of each object."""
        return np.asarray(self.sharers * (self.sharers - 1) // 2)


def crowds(events: Events, windows: Sequence[int]) -> Crowds:
    """Count sharers and near pairs of each object.

    Args:
        events: The actions.
        windows: Widths in microseconds, rising, each included.
    """
    incidence = np.unique(events.incidence())
    sharers = np.bincount(incidence % max(1, events.objects), minlength=events.objects)
    near = np.zeros((events.objects, len(windows)), np.int64)
    single = lone(events.incidence())
    once, repeated = events.where(single), events.where(~single)
    for column, width in enumerate(windows):
        near[:, column] = (
            _between_singles(once, width)
            + _singles_near_repeated(events, single, width)
            + _between_repeated(repeated, width)
        )
    return Crowds(sharers.astype(np.int64), near)


def _per_object(events: Events, counts: Whole) -> Whole:
    total = np.zeros(events.objects, np.int64)
    np.add.at(total, events.object, counts)
    return total


def _between_singles(events: Events, width: int) -> Whole:
    places = events.positions(width)
    later = np.searchsorted(places, places + width, "right") - np.arange(1, len(events) + 1)
    return _per_object(events, later)


def _singles_near_repeated(events: Events, single: Flags, width: int) -> Whole:
    """Count, for each account that acted several times, the single events near any of its own.

    Its neighbourhoods may overlap: each begins where the one before it ends.
    """
    places = events.positions(width)
    rows = np.flatnonzero(~single)
    if not len(rows):
        return np.zeros(events.objects, np.int64)
    rows = rows[np.argsort(events.incidence()[rows], kind="stable")]
    unit = events.incidence()[rows]
    start, stop = places[rows] - width, places[rows] + width
    follows = np.concatenate(([False], unit[1:] == unit[:-1]))
    start = np.where(follows, np.maximum(start, np.concatenate(([0], stop[:-1])) + 1), start)
    alone = places[single]
    found = np.searchsorted(alone, stop, "right") - np.searchsorted(alone, start, "left")
    total = np.zeros(events.objects, np.int64)
    np.add.at(total, events.object[rows], found)
    return total


def _between_repeated(events: Events, width: int) -> Whole:
    """Count pairs of accounts that both acted several times on an object.

    It goes account by account on its object, so that no object has to fit in memory.
    """
    total = np.zeros(events.objects, np.int64)
    places = events.positions(width)
    rows = np.argsort(events.incidence(), kind="stable")
    unit = events.incidence()[rows]
    start = np.searchsorted(places, places[rows] - width, "left")
    counts = np.searchsorted(places, places[rows] + width, "right") - start
    borders = np.flatnonzero(np.concatenate(([True], np.diff(unit) != 0))[: len(unit)])
    ends = np.append(borders[1:], len(unit))
    sizes = np.add.reduceat(counts, borders) if len(unit) else counts
    for part in portioned(sizes, PORTION):
        held = slice(int(borders[part.start]), int(ends[part.stop - 1]))
        places_of, others = expanded(start[held], counts[held])
        mine = rows[held][places_of]
        greater = events.account[others] > events.account[mine]
        codes = unit[held][places_of][greater] * events.accounts + events.account[others[greater]]
        np.add.at(total, np.unique(codes) // events.accounts % events.objects, 1)
    return total
