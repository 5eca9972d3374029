"""The windowed join: which accounts acted on how many of the same objects close in time.

Owns the exact count ``C_uv(W)``: the number of different objects for which some action of u lies
within W of some action of v, W included. It sorts once and searches; it never joins a table with
itself. Memory is bounded whatever one object holds: pairs are made in portions and counted in a
`Tally`, and an object that nearly everybody acted on is set aside (`inunison.detect.hot`) where an
account has others, and looked up only for pairs that could still reach the least count.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from inunison.detect.events import PORTION, Events, Whole, expanded, portioned
from inunison.detect.hot import SetAside, set_aside
from inunison.detect.tally import Tally
from inunison.machine import cores

# Different pairs of accounts that are held in memory before they are written to disk.
HELD = 12_000_000

Codes = Callable[[], Whole]


@dataclass(frozen=True)
class PairCounts:
    """Pairs of accounts that acted together, in the order of their numbers.

    Attributes:
        first: The smaller account of each pair, int64 of shape (p,).
        second: The greater one.
        count: Different objects within each window, int64 of shape (p, windows).
    """

    first: Whole
    second: Whole
    count: Whole

    def __len__(self) -> int:
        return len(self.first)


def windowed_pairs(
    events: Events,
    windows: Sequence[int],
    *,
    least: int = 1,
    threads: int | None = None,
    portion: int = PORTION,
) -> PairCounts:
    """Count, for every pair of accounts, the objects on which they acted within each window.

    Args:
        events: The actions.
        windows: Widths in microseconds, rising, each included.
        least: Pairs with fewer objects within the greatest window are left out.
        threads: How many threads work; as many as there are cores when None. The answer is the
            same for any number.
        portion: Pairs of events that are written out at a time.

    Returns:
        The pairs with at least `least` objects within the greatest window, and all their counts.

    Raises:
        ValueError: The windows do not rise, or one is negative.
    """
    if list(windows) != sorted(set(windows)) or not windows or windows[0] < 0:
        raise ValueError("windows are positive and rise")
    apart = set_aside(events, windows[-1], least)
    join = _Join(apart.kept, windows, portion)
    with Tally(events.accounts**2 * len(windows), HELD) as tally:
        with ThreadPoolExecutor(threads or cores()) as pool:
            for _ in pool.map(lambda make: tally.add(make()), join.portions()):
                pass
        found = [_counts(codes, sums, apart, windows, least) for codes, sums in tally.sums()]
    if events.side is not None:
        found = [_across(each, events.side) for each in found]
    return PairCounts(
        np.concatenate([each.first for each in found]),
        np.concatenate([each.second for each in found]),
        np.concatenate([each.count for each in found]),
    )


def _across(pairs: PairCounts, side: Whole) -> PairCounts:
    """Return the pairs of accounts on different sides."""
    kept = side[pairs.first] != side[pairs.second]
    return PairCounts(pairs.first[kept], pairs.second[kept], pairs.count[kept])


def _counts(
    codes: Whole, sums: Whole, apart: SetAside, windows: Sequence[int], least: int
) -> PairCounts:
    """Turn codes of pair and window into counts per pair, and complete them."""
    size = len(windows)
    pairs, row = np.unique(codes // size, return_inverse=True)
    count = np.zeros((len(pairs), size), np.int64)
    count[row, codes % size] = sums
    count = np.cumsum(count, axis=1)
    first, second = pairs // apart.accounts, pairs % apart.accounts
    possible = count[:, -1] + apart.most_missing(first, second) >= least
    first, second, count = first[possible], second[possible], count[possible]
    apart.complete(first, second, count, windows)
    enough = count[:, -1] >= least
    return PairCounts(first[enough], second[enough], count[enough])


class _Join:
    """Makes the pairs of one set of events, in portions.

    A code is ``(smaller account * accounts + greater account) * windows + the first window that
    the pair fits``. Where two accounts acted on an object once each, a pair of events is a pair of
    accounts; where one acted several times, the pair that is nearest in time counts.
    """

    def __init__(self, events: Events, windows: Sequence[int], portion: int) -> None:
        self._events = events
        self._windows = np.asarray(windows, np.int64)
        self._portion = portion
        self._single = events.units.single

    def portions(self) -> Iterator[Codes]:
        """Yield functions that each make some of the codes."""
        yield from self._portions_of_singles()
        yield from self._portions_of_repeated()

    def _portions_of_singles(self) -> Iterator[Codes]:
        events = self._events.where(self._single)
        places = events.positions(int(self._windows[-1]))
        after = np.arange(1, len(events) + 1)
        later = np.searchsorted(places, places + self._windows[-1], "right") - after
        for part in portioned(later, self._portion):
            yield lambda part=part: self._pairs(  # type: ignore[misc]
                events, places, after[part] - 1, after[part], later[part]
            )

    def _pairs(
        self, events: Events, places: Whole, which: Whole, starts: Whole, counts: Whole
    ) -> Whole:
        rows, others = expanded(starts, counts)
        mine = which[rows]
        return self._code(
            events.account[mine], events.account[others], places[others] - places[mine]
        )

    def _code(self, one: Whole, other: Whole, distance: Whole) -> Whole:
        pair = np.minimum(one, other) * self._events.accounts + np.maximum(one, other)
        return pair * len(self._windows) + np.searchsorted(self._windows, distance)

    def _portions_of_repeated(self) -> Iterator[Codes]:
        """Pairs in which one account acted several times on the object, by that account."""
        events = self._events
        places = events.positions(int(self._windows[-1]))
        mine = np.flatnonzero(~self._single)
        unit = events.incidence()[mine]
        mine = mine[np.argsort(unit, kind="stable")]
        from_ = np.searchsorted(places, places[mine] - self._windows[-1], "left")
        counts = np.searchsorted(places, places[mine] + self._windows[-1], "right") - from_
        borders = np.flatnonzero(np.concatenate(([True], np.diff(np.sort(unit)) != 0)))
        sizes = np.add.reduceat(counts, borders) if len(mine) else np.zeros(0, np.int64)
        ends = np.concatenate((borders[1:], [len(mine)]))
        for part in portioned(sizes, self._portion):
            rows = slice(int(borders[part.start]), int(ends[part.stop - 1]))
            yield lambda rows=rows: self._nearest(  # type: ignore[misc]
                places, mine[rows], from_[rows], counts[rows]
            )

    def _nearest(self, places: Whole, which: Whole, starts: Whole, counts: Whole) -> Whole:
        events = self._events
        rows, others = expanded(starts, counts)
        mine = which[rows]
        one, other = events.account[mine], events.account[others]
        # Of two accounts that both acted several times, the smaller one writes the pair.
        kept = (one != other) & (self._single[others] | (one < other))
        mine, others = mine[kept], others[kept]
        codes = self._code(one[kept], other[kept], np.abs(places[others] - places[mine]))
        order = np.lexsort((codes, events.object[mine]))
        codes, objects = codes[order], events.object[mine][order]
        pair = codes // len(self._windows)
        nearest = np.concatenate(([True], (np.diff(pair) != 0) | (np.diff(objects) != 0)))
        return codes[nearest[: len(codes)]]
