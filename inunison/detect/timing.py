"""S*: did two accounts act at the same moment, given that they share what they share?

Owns the timing test, which is the evidence. Its baseline leaves out the whole group that a pair was
proposed in, and is local in time: for each shared object it asks how many of the other sharers were
as close to one of the two as they were to each other. Two results are never mixed: `timing` rests
on objects with enough other sharers, `exclusive` on the rest, where the pace of other objects of
that size has to stand in.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from inunison.detect.cosharing import LEAST, activity, ladder
from inunison.detect.crowds import Crowds, neighbours
from inunison.detect.events import UNPUBLISHED, Events, Flags, Real, Whole, expanded, portioned
from inunison.detect.hot import nearest
from inunison.detect.join import PairCounts
from inunison.detect.pace import own_pace
from inunison.detect.significance import poisson_binomial_tail

# Other sharers that an object needs for the times on it to say something by themselves.
OUTSIDERS = 3
# Weight of the pace of objects of that size, in sharers.
_PRIOR = 5.0
# Other objects of that size that their pace is told by, where it stands alone.
LEAST_COMPARED = 10
_COLUMNS = ("count", "shared", "expected", "p", "window", "without_one")
# Pairs and objects that are worked on at a time.
_PORTION = 1_000_000


@dataclass(frozen=True)
class Timing:
    """One of the two tests, in the order of the pairs.

    Attributes:
        count: Objects of its kind within each window, int64 of shape (p, windows).
        shared: Objects of its kind that the pair shares at any time, shape (p,).
        expected: How many chance would have put within each window, shape (p, windows).
        p: Of the best window, corrected for having tried them all; 1 with too few objects.
        window: Which window that is, shape (p,).
        without_one: The same p when the object that speaks most for it is left out.
    """

    count: Whole
    shared: Whole
    expected: Real
    p: Real
    window: Whole
    without_one: Real

    def where(self, kept: Flags) -> "Timing":
        """Return the tests of some of the pairs."""
        return Timing(
            self.count[kept],
            self.shared[kept],
            self.expected[kept],
            self.p[kept],
            self.window[kept],
            self.without_one[kept],
        )


@dataclass(frozen=True)
class SharedObjects:
    """What pairs share, one row for each pair and object.

    Attributes:
        pair: Place of the pair, rising.
        object: Number of the object.
        distance: Least time between the two, microseconds.
        first: Place of the first account's incidence among the incidence codes, in order.
        second: Place of the second account's.
        first_at: The first account's first action on the object, microseconds UTC.
        second_at: The second account's.
    """

    pair: Whole
    object: Whole
    distance: Whole
    first: Whole
    second: Whole
    first_at: Whole
    second_at: Whole


def shared_objects(events: Events, first: Whole, second: Whole) -> SharedObjects:
    """List every object that each pair shares, at whatever distance in time.

    Args:
        events: The actions.
        first: One account of each pair, shape (p,).
        second: The other.
    """
    units = events.units
    order, codes, start, counts = units.order, units.codes, units.starts, units.counts
    objects = max(1, events.objects)
    borders = np.searchsorted(codes // objects, np.arange(events.accounts + 1))
    number = np.diff(borders)
    swap = number[first] > number[second]
    few, many = np.where(swap, second, first), np.where(swap, first, second)
    rows, mine = expanded(borders[few], number[few])
    target = codes[mine] % objects
    wanted = many[rows] * objects + target
    theirs = np.minimum(np.searchsorted(codes, wanted), max(0, len(codes) - 1))
    both = codes[theirs] == wanted if len(codes) else np.zeros(0, bool)
    rows, target, mine, theirs = rows[both], target[both], mine[both], theirs[both]
    distance = nearest(
        events.at[order],
        (start[mine], start[mine] + counts[mine]),
        (start[theirs], start[theirs] + counts[theirs]),
    )
    turned = swap[rows]
    one, other = np.where(turned, theirs, mine), np.where(turned, mine, theirs)
    at = events.at[order]
    return SharedObjects(rows, target, distance, one, other, at[start[one]], at[start[other]])


def timing_tests(
    events: Events,
    pairs: PairCounts,
    group: Whole,
    crowds: Crowds,
    windows: Sequence[int],
) -> tuple[Timing, Timing]:
    """Test pairs of one group each for acting at the same moment.

    Args:
        events: The actions.
        pairs: The pairs; both accounts of each are of one group.
        group: Group of each account, int64 of shape (accounts,); left out of the baseline.
        crowds: The counts of each object, within the same windows.
        windows: Widths in microseconds, rising.

    Returns:
        The test on objects with enough other sharers, and the test on the others.
    """
    if not len(pairs):  # nothing to hold against a baseline
        return _joined([], windows), _joined([], windows)
    baseline = _Baseline(events, group, crowds, windows)
    found = [
        _tested(events, baseline, pairs.first[part], pairs.second[part], windows)
        for part in _portions(events, pairs)
    ]
    return _joined([each[0] for each in found], windows), _joined(
        [each[1] for each in found], windows
    )


def _portions(events: Events, pairs: PairCounts) -> list[slice]:
    number = activity(events)
    return list(portioned(np.minimum(number[pairs.first], number[pairs.second]), _PORTION))


def _joined(parts: list[Timing], windows: Sequence[int]) -> Timing:
    if not parts:
        none, shape = np.zeros(0, np.int64), (0, len(windows))
        p = np.zeros(0)
        return Timing(np.zeros(shape, np.int64), none, np.zeros(shape), p, none, p)
    columns = zip(*[[getattr(part, name) for name in _COLUMNS] for part in parts], strict=True)
    return Timing(*[np.concatenate(column) for column in columns])


def outsiders_of(events: Events, crowds: Crowds, group: Whole, number: int) -> Whole:
    """Return how many sharers of each object are outside of a group, int64 of shape (objects,).

    Args:
        events: The actions.
        crowds: The counts of each object.
        group: Group of each account.
        number: Which group.
    """
    inside = events.where(group[events.account] == number)
    codes = np.unique(inside.incidence())
    members = np.bincount(codes % max(1, events.objects), minlength=events.objects)
    return np.asarray(crowds.sharers - members)


class _Baseline:
    """How likely two sharers of an object are within a window, told by those outside of a group."""

    def __init__(
        self, events: Events, group: Whole, crowds: Crowds, windows: Sequence[int]
    ) -> None:
        self._crowds = crowds
        groups = int(group.max()) + 1 if len(group) else 1
        inside = Events.gathered(
            events.account,
            events.object * groups + group[events.account],
            events.at,
            sizes=(events.accounts, events.objects * groups),
        )
        codes = events.units.codes
        objects = max(1, events.objects)
        account, target = codes // objects, codes % objects
        # An incidence keeps its place when its object is split by group: both are in the order of
        # account and object, and an account is of one group.
        self._near = np.stack(
            [neighbours(events, width) - neighbours(inside, width) for width in windows], axis=1
        )
        # Most accounts are a group by themselves: a table of objects and groups would be empty.
        _, place, members = np.unique(
            target * groups + group[account], return_inverse=True, return_counts=True
        )
        self._outside = crowds.sharers[target] - members[place]
        self._size = np.floor(np.log2(np.maximum(crowds.sharers, 1))).astype(np.int64)

    def outsiders(self, incidence: Whole) -> Whole:
        """Return how many sharers of the object are outside of the account's group."""
        return np.asarray(self._outside[incidence])

    def chances(self, shared: SharedObjects, window: int) -> Real:
        """Return, for each row, the chance that two sharers are within the window.

        Where too few others shared the object, it is the pace of objects of that size; where there
        are too few of those, the quickest pace of any size of which there are enough; and 1 where
        there is none, so that nothing is said where nothing can be compared.
        """
        pace, enough = self._pace(shared, window)
        near = np.maximum(self._near[shared.first, window], self._near[shared.second, window])
        others = self._outside[shared.first]
        told = np.minimum(1.0, (near + _PRIOR * pace) / (others + _PRIOR))
        alone = (others < OUTSIDERS) & ~enough
        return np.where(alone, self._quickest(window)[self._size[shared.object]], told)

    def _pace(self, shared: SharedObjects, window: int) -> tuple[Real, Flags]:
        """Return the pace of objects of each row's size, and whether it is of enough objects.

        The pair's own objects are left out.
        """
        size = self._size
        near, pairs = self._crowds.near[:, window], self._crowds.pairs
        classes = int(size.max()) + 1
        total_near = np.bincount(size, near, classes)
        total_pairs = np.bincount(size, pairs, classes)
        key = shared.pair * classes + size[shared.object]
        different, row, own = np.unique(key, return_inverse=True, return_counts=True)
        own_near = np.bincount(row, near[shared.object])
        own_pairs = np.bincount(row, pairs[shared.object])
        kind = different % classes
        pace = (1 + total_near[kind] - own_near) / (2 + total_pairs[kind] - own_pairs)
        enough = np.bincount(size, minlength=classes)[kind] - own >= LEAST_COMPARED
        return np.asarray(pace[row]), np.asarray(enough[row])

    def _quickest(self, window: int) -> Real:
        """Return, per size, the quickest pace of any other size that has enough objects, or 1."""
        shared = self._crowds.sharers >= 2
        size, classes = self._size[shared], int(self._size.max()) + 1
        near = np.bincount(size, self._crowds.near[shared, window], classes)
        pairs = np.bincount(size, self._crowds.pairs[shared], classes)
        enough = np.bincount(size, minlength=classes) >= LEAST_COMPARED
        pace = np.where(enough, (1 + near) / (2 + pairs), 0.0)
        others = [np.delete(pace, each).max(initial=0.0) for each in range(classes)]
        return np.array([each or 1.0 for each in others])


def shared_chances(
    events: Events,
    pairs: PairCounts,
    group: Whole,
    crowds: Crowds,
    windows: Sequence[int],
) -> tuple[SharedObjects, Real, Flags]:
    """List what some pairs share with the chances that their tests rest on.

    Args:
        events: The actions.
        pairs: As for `timing_tests`.
        group: As for `timing_tests`.
        crowds: As for `timing_tests`.
        windows: As for `timing_tests`.

    Returns:
        The shared objects; the chance that two sharers of each are within each window, shape
        (rows, windows); and whether enough others shared it, so that it counts for `timing`.
    """
    baseline = _Baseline(events, group, crowds, windows)
    return _chances(events, baseline, pairs.first, pairs.second, windows)


def _chances(
    events: Events, baseline: _Baseline, first: Whole, second: Whole, windows: Sequence[int]
) -> tuple[SharedObjects, Real, Flags]:
    shared = shared_objects(events, first, second)
    testable = baseline.outsiders(shared.first) >= OUTSIDERS
    chances = np.stack(
        [
            np.maximum(baseline.chances(shared, column), _explained_by_pace(events, shared, width))
            for column, width in enumerate(windows)
        ],
        axis=1,
    )
    return shared, chances, testable


def _tested(
    events: Events, baseline: _Baseline, first: Whole, second: Whole, windows: Sequence[int]
) -> tuple[Timing, Timing]:
    shared, chances, testable = _chances(events, baseline, first, second, windows)
    return (
        _one_kind(shared, chances, testable, len(first), windows),
        _one_kind(shared, chances, ~testable, len(first), windows),
    )


def _explained_by_pace(events: Events, shared: SharedObjects, width: int) -> Real:
    """Return, for each row, the chance that two independent answers to it are within a window."""
    chance = np.zeros(len(shared.pair))
    if events.published is None:
        return chance
    published = events.published[shared.object]
    rows = np.flatnonzero(published != UNPUBLISHED)
    first = shared.first_at[rows] - published[rows]
    second = shared.second_at[rows] - published[rows]
    pairs = int(shared.pair.max()) + 1 if len(shared.pair) else 0
    chance[rows] = own_pace(shared.pair[rows], first, second, width, pairs=pairs)[shared.pair[rows]]
    return chance


def _one_kind(
    shared: SharedObjects, chances: Real, kept: Flags, pairs: int, windows: Sequence[int]
) -> Timing:
    pair, distance, chances = shared.pair[kept], shared.distance[kept], chances[kept]
    number = np.bincount(pair, minlength=pairs)
    count = np.stack(
        [np.bincount(pair[distance <= width], minlength=pairs) for width in windows], axis=1
    )
    expected = np.zeros((pairs, len(windows)))
    for column in range(len(windows)):
        np.add.at(expected[:, column], pair, chances[:, column])
    p = np.ones((pairs, len(windows)))
    without = np.ones((pairs, len(windows)))
    for column, width in enumerate(windows):
        rows = np.flatnonzero(count[:, column] >= LEAST)
        seen, chance = count[rows, column], chances[:, column]
        p[rows, column] = _tails(pair, chance, number, rows, seen)
        least = _most_telling(pair, chance, distance <= width, rows)
        without[rows, column] = _tails(pair, np.where(least, 0.0, chance), number, rows, seen - 1)
    found, best = ladder(count, p)
    fewer, _ = ladder(count, without)
    return Timing(count, number, expected, found, best, fewer)


def _most_telling(pair: Whole, chance: Real, close: Flags, rows: Whole) -> Flags:
    """Return, for some pairs, the object within the window that chance explains least."""
    marked = np.zeros(len(pair), bool)
    order = np.lexsort((chance, ~close, pair))
    first = np.searchsorted(pair, rows)  # the order keeps every pair's rows where they were
    marked[order[first]] = True
    return marked


def _tails(pair: Whole, chance: Real, number: Whole, rows: Whole, count: Whole) -> Real:
    """Return the exact tail of each row's sum; pairs with as many objects are done together."""
    tails = np.ones(len(rows))
    start = np.searchsorted(pair, rows)
    # Widths in powers of two: few rounds, and at most twice the work.
    width = 2 ** np.ceil(np.log2(np.maximum(number[rows], 1))).astype(np.int64)
    for size in np.unique(width):
        chosen = np.flatnonzero(width == size)
        for part in range(0, len(chosen), max(1, _PORTION // int(size))):
            some = chosen[part : part + max(1, _PORTION // int(size))]
            line, places = expanded(start[some], number[rows[some]])
            column = places - start[some][line]
            table = np.zeros((len(some), int(size)))
            table[line, column] = chance[places]
            tails[some] = poisson_binomial_tail(count[some], table)
    return tails
