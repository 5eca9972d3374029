"""Events: who did what to which object, and when, as columns.

Owns the shape that every trace is brought into and the order of its rows. Knows no trace, no table
and no test: accounts and objects are numbers here, and whoever made the events knows their names.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

Whole = npt.NDArray[np.int64]
Real = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

# Where nobody publishes an object.
UNPUBLISHED = np.iinfo(np.int64).min

# Pairs of events that are written out at a time: 8 arrays of 8 bytes each.
PORTION = 2_000_000


@dataclass(frozen=True)
class Units:
    """What each account did to each object, put together.

    Attributes:
        codes: The different incidence codes, rising, int64 of shape (units,).
        unit: Place among the codes of each event, int64 of shape (n,).
        order: The events in the order of account, object and instant, int64 of shape (n,).
        starts: Where each unit begins in that order, int64 of shape (units,).
        counts: How many events each unit has, int64 of shape (units,).
    """

    codes: Whole
    unit: Whole
    order: Whole
    starts: Whole
    counts: Whole

    @property
    def single(self) -> Flags:
        """Whether each event is the only one of its account on its object, shape (n,)."""
        return np.asarray((self.counts == 1)[self.unit])


@dataclass(frozen=True)
class Events:
    """Actions of accounts on objects, in the order of object, instant and account.

    Attributes:
        account: Number of the account, int64 of shape (n,), from 0 to `accounts` - 1.
        object: Number of the object, int64 of shape (n,), from 0 to `objects` - 1.
        at: When, microseconds since 1970 UTC, int64 of shape (n,).
        accounts: How many accounts there are, with or without an event.
        objects: How many objects there are, with or without an event.
        published: When each object was published, microseconds UTC, int64 of shape (objects,), and
            `UNPUBLISHED` where nobody publishes it (a text, a hashtag); None where that is so of
            all of them.
        side: Number of the platform of each account, int64 of shape (accounts,), where only pairs
            of accounts on different ones count; None where all pairs do.
    """

    account: Whole
    object: Whole
    at: Whole
    accounts: int
    objects: int
    published: Whole | None = None
    side: Whole | None = None

    @classmethod
    def gathered(
        cls,
        account: Whole,
        objects: Whole,
        at: Whole,
        *,
        sizes: tuple[int, int] | None = None,
        published: Whole | None = None,
        side: Whole | None = None,
    ) -> "Events":
        """Put events in order; an event that stands there twice is one.

        Args:
            account: Number of the account of each event, in any order.
            objects: Number of the object of each event.
            at: Instant of each event in microseconds UTC.
            sizes: How many accounts and objects there are; as many as the numbers say when None.
            published: When each object was published; see the attribute.
            side: The platform of each account; see the attribute.
        """
        order = np.lexsort((account, at, objects))
        account, objects, at = account[order], objects[order], at[order]
        same = (np.diff(account) == 0) & (np.diff(objects) == 0) & (np.diff(at) == 0)
        kept = np.concatenate(([True], ~same)) if len(account) else np.zeros(0, bool)
        most = (int(account.max()) + 1, int(objects.max()) + 1) if len(account) else (0, 0)
        sizes = sizes or most
        return cls(account[kept], objects[kept], at[kept], *sizes, published, side)

    def __len__(self) -> int:
        return len(self.at)

    def where(self, kept: npt.NDArray[np.bool_]) -> "Events":
        """Return the events of a mask of shape (n,); the numbers keep their meaning."""
        return replace(self, account=self.account[kept], object=self.object[kept], at=self.at[kept])

    def firsts(self) -> "Events":
        """Return the first action of each account on each object."""
        first = np.zeros(len(self), bool)
        first[self.units.order[self.units.starts]] = True
        return self.where(first)

    def incidence(self) -> Whole:
        """Return one code for each event's account and object: ``account * objects + object``."""
        return self.account * self.objects + self.object

    @cached_property
    def units(self) -> Units:
        """The events by account and object; sorted once for all who ask."""
        codes = self.incidence()
        # Events of one object are in the order of time, and a stable sort leaves them in it.
        order = np.argsort(codes, kind="stable")
        ordered = codes[order]
        begins = np.ones(len(codes), bool)
        begins[1:] = np.diff(ordered) != 0
        starts = np.flatnonzero(begins)
        unit = np.empty(len(codes), np.int64)
        unit[order] = np.cumsum(begins) - 1
        counts = np.diff(np.append(starts, len(codes)))
        return Units(ordered[starts], unit, order, starts, counts)

    def positions(self, width: int) -> Whole:
        """Return a place for each event on one line, from 0 and never falling.

        Two events of one object lie as far apart as their instants do, up to `width`; events that
        are farther apart, and events of different objects, lie more than `width` apart. One sorted
        line takes the place of one search per object, and gaps of years do not overflow it.

        Args:
            width: The greatest distance that matters, in microseconds.
        """
        if not len(self):
            return np.zeros(0, np.int64)
        gaps = np.minimum(np.diff(self.at), width + 1)
        gaps[np.diff(self.object) != 0] = width + 1
        return np.concatenate(([0], np.cumsum(gaps)))


def expanded(starts: Whole, counts: Whole) -> tuple[Whole, Whole]:
    """Write ranges out.

    Args:
        starts: First number of each range.
        counts: How many numbers each range has; 0 or more.

    Returns:
        The place of the range that each number comes from, and the numbers, range after range.
    """
    places = np.repeat(np.arange(len(starts)), counts)
    offsets = np.cumsum(counts) - counts
    return places, np.arange(len(places)) - np.repeat(offsets - starts, counts)


def portioned(counts: Whole, portion: int) -> Iterator[slice]:
    """Cut rows into runs whose counts add up to about a portion; a run has one row at least."""
    total = np.cumsum(counts)
    start = 0
    while start < len(counts):
        base = total[start - 1] if start else 0
        stop = int(np.searchsorted(total, base + portion, "right"))
        yield slice(start, max(stop, start + 1))
        start = max(stop, start + 1)


def commonest(label: Whole, target: Whole, objects: int) -> Whole:
    """Return the label that most rows of each object have, of equals the smaller; -1 without any.

    Args:
        label: Label of each row, -1 for none.
        target: Object of each row.
        objects: How many objects there are.
    """
    size = int(label.max()) + 1
    won = np.full(objects, -1, np.int64)
    if size <= 0:
        return won
    codes, counts = np.unique((target * size + label)[label >= 0], return_counts=True)
    order = np.lexsort((codes, -counts, codes // size))
    named, labels = codes[order] // size, codes[order] % size
    first = np.concatenate(([True], np.diff(named) != 0))[: len(named)]
    won[named[first]] = labels[first]
    return won
