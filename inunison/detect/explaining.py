"""Two accounts: everything they did together, trace by trace, and why that is a tie or is none.

Owns the account of one pair: each shared object with both times and the chance that a test gives
it, what was counted and expected, and a verdict in words. It runs the tests of `ties` and adds
none: what it says is what a detection with the same settings rests on.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
import numpy as np

from inunison.detect.cosharing import LEAST, co_sharing
from inunison.detect.events import Whole
from inunison.detect.frames import Allowed, allowed
from inunison.detect.gathering import TOO_COARSE, Gathered, gather
from inunison.detect.join import PairCounts
from inunison.detect.setting import Setting
from inunison.detect.statements import duration, number
from inunison.detect.ties import Ties, find_ties
from inunison.detect.timing import OUTSIDERS, SharedObjects, Timing, shared_chances, timing_tests
from inunison.detect.traces import SECOND, Trace
from inunison.detect.tracing import frames_of, untestable
from inunison.errors import UsageError
from inunison.plurals import form

_SHOWN = 10

_BY_NAME = """
SELECT uid, platform, native_id, handle FROM accounts
WHERE uid = $name OR lower(platform || ':' || native_id) = lower($name)
    OR lower(handle) = lower(ltrim($name, '@'))
ORDER BY uid
"""
_LISTED = "SELECT min(list) FROM excluded_accounts WHERE uid = ?"


@dataclass(frozen=True)
class Named:
    """An account that was asked about.

    Attributes:
        uid: Its uid.
        name: How to say which: "@handle" or "platform:id".
    """

    uid: str
    name: str


@dataclass(frozen=True)
class Shared:
    """One object that both acted on.

    Attributes:
        key: Its uid, or uids joined by spaces.
        sample: What it is, raw, where that is known.
        sharers: All accounts that acted on it.
        first_at: The first account's action of the two that are nearest, microseconds UTC.
        second_at: The second account's.
        lag_s: How long after the first account the second one acted, seconds; below 0 if before.
        test: "timing", or "exclusive" where too few others acted on it.
        chances: The chance that two of its sharers are as near, for each window.
    """

    key: str
    sample: str | None
    sharers: int
    first_at: int
    second_at: int
    lag_s: float
    test: str
    chances: tuple[float, ...]


@dataclass(frozen=True)
class PairTest:
    """What one of the two timing tests says of the pair.

    Attributes:
        name: "timing" or "exclusive".
        allowed: Whether the way the files were collected allows it.
        objects: Objects that it rests on.
        counts: How many of them lie within each window.
        expected: How many chance would have put there.
        window: Place of the window that speaks most.
        p: Of that window, corrected for having tried all.
        q: Corrected for all pairs; None where the pair was not proposed for the test.
    """

    name: str
    allowed: bool
    objects: int
    counts: tuple[int, ...]
    expected: tuple[float, ...]
    window: int
    p: float
    q: float | None


@dataclass(frozen=True)
class Explanation:
    """One trace of two accounts.

    Attributes:
        trace: Its name.
        verdict: Why they are tied by it or are not, one sentence.
        tied: Whether a test kept them.
        windows_s: The windows, in seconds.
        shared: Every object that both acted on, the earliest first.
        tests: The tests; none where nothing could be tested.
        co_sharing: What topics and activity explain within each window (J's expectation).
        co_sharing_p: Its p.
        proposed: Whether that p was small enough for the pair to be tested.
        pairs: How many pairs were tested in all.
    """

    trace: str
    verdict: str
    tied: bool = False
    windows_s: tuple[int, ...] = ()
    shared: tuple[Shared, ...] = ()
    tests: tuple[PairTest, ...] = ()
    co_sharing: tuple[float, ...] = ()
    co_sharing_p: float | None = None
    proposed: bool = False
    pairs: int = 0


def named_account(database: duckdb.DuckDBPyConnection, name: str) -> Named:
    """Find the account that a name means.

    Args:
        database: An engine with the views of a state.
        name: A handle with or without @, platform:id, or a uid.

    Raises:
        UsageError: No account has it, or several have; they are listed.
    """
    rows = database.execute(_BY_NAME, {"name": name.strip()}).fetchall()
    exact = [row for row in rows if row[0] == name.strip()]
    rows = exact or rows
    if not rows:
        raise UsageError(
            f"No account of the case is called {name[:80]!r}.",
            "Give a handle, platform:id such as twitter:12, or a uid.",
        )
    if len(rows) > 1:
        listed = ", ".join(_written(*row) for row in rows[:_SHOWN])
        more = f" and {len(rows) - _SHOWN} more" if len(rows) > _SHOWN else ""
        raise UsageError(
            f"{len(rows)} accounts are called {name[:80]!r}: {listed}{more}.",
            "Name one of them by its platform:id or its uid.",
        )
    uid, platform, native_id, handle = rows[0]
    return Named(uid, f"@{handle}" if handle else f"{platform}:{native_id or uid}")


def _written(uid: str, platform: str, native_id: str | None, handle: str | None) -> str:
    return f"{platform}:{native_id or '?'} (@{handle or '?'}, uid {uid})"


def explain_trace(setting: Setting, trace: Trace, one: Named, other: Named) -> Explanation:
    """Explain one trace of two different accounts.

    Args:
        setting: The state and how detection is run.
        trace: Which trace.
        one: The account whose times come first.
        other: The other one.
    """
    gathered = gather(setting.database, trace, setting.settings.ladder_s)
    may = allowed(frames_of(setting))
    places = [_place(gathered.accounts, each.uid) for each in (one, other)]
    for who, place in zip((one, other), places, strict=True):
        if place is None:
            return Explanation(trace.name, _absent(setting.database, gathered, who))
    refused = untestable(gathered, may)
    if refused:
        return Explanation(trace.name, refused)
    return _Pair(setting, gathered, may, (int(places[0] or 0), int(places[1] or 0))).explained()


def _place(sorted_keys: Sequence[str], key: str) -> int | None:
    place = int(np.searchsorted(np.asarray(sorted_keys, dtype=object), key)) if sorted_keys else 0
    return place if place < len(sorted_keys) and sorted_keys[place] == key else None


def _absent(database: duckdb.DuckDBPyConnection, gathered: Gathered, who: Named) -> str:
    (listed,) = database.execute(_LISTED, [who.uid]).fetchall()[0]
    if listed is not None:
        return f"left out: {who.name} is on the list {listed}"
    coarse = any(each.reason == TOO_COARSE for each in gathered.left_out)
    when = " at a time that is fine enough" if coarse else ""
    return f"not enough data: {who.name} did not do this{when}"


class _Pair:
    """One pair within the events of one trace."""

    def __init__(
        self, setting: Setting, gathered: Gathered, may: Allowed, places: tuple[int, int]
    ) -> None:
        self._setting = setting
        self._gathered = gathered
        self._may = may
        # Pairs go from the smaller number everywhere; what is shown goes in the order asked.
        self._turned = places[0] > places[1]
        self._places = places
        self._ends = (np.array([min(places)]), np.array([max(places)]))
        self._ties = find_ties(gathered.events, gathered.windows, seed=setting.settings.seed)
        self._group = _joined(self._ties, *places)
        self._row = _row(self._ties, min(places), max(places))

    def explained(self) -> Explanation:
        gathered, ties = self._gathered, self._ties
        windows = np.asarray(gathered.windows, np.int64)
        pairs = PairCounts(*self._ends, np.zeros((1, len(windows)), np.int64))
        shared, chances, enough = shared_chances(
            gathered.events, pairs, self._group, ties.crowds, gathered.windows
        )
        counts = (shared.distance[:, None] <= windows).sum(axis=0)[None, :]
        pairs = PairCounts(*self._ends, counts)
        found = timing_tests(gathered.events, pairs, self._group, ties.crowds, gathered.windows)
        sharing = co_sharing(gathered.events, pairs, ties.crowds, ties.blocks)
        tests = (
            self._test("timing", found[0], self._may.timing),
            self._test("exclusive", found[1], self._may.exclusive),
        )
        tied = [each for each in tests if self._keeps(each)]
        expected = tuple(round(float(each), 9) for each in sharing.expected[0])
        return Explanation(
            trace=gathered.trace.name,
            verdict=self._verdict(counts[0], len(shared.pair), tests, expected),
            tied=bool(tied),
            windows_s=tuple(width // SECOND for width in gathered.windows),
            shared=self._listed(shared, chances, enough),
            tests=tests,
            co_sharing=expected,
            co_sharing_p=float(sharing.p[0]),
            proposed=self._row is not None,
            pairs=ties.tests,
        )

    def _test(self, name: str, found: Timing, may: bool) -> PairTest:
        q = None
        if self._row is not None:
            all_q = self._ties.timing_q if name == "timing" else self._ties.exclusive_q
            q = float(all_q[self._row])
        return PairTest(
            name=name,
            allowed=may,
            objects=int(found.shared[0]),
            counts=tuple(int(each) for each in found.count[0]),
            expected=tuple(round(float(each), 9) for each in found.expected[0]),
            window=int(found.window[0]),
            p=float(found.p[0]),
            q=q,
        )

    def _keeps(self, test: PairTest) -> bool:
        return test.allowed and test.q is not None and test.q <= self._setting.settings.q

    def _verdict(
        self,
        counts: Whole,
        objects: int,
        tests: tuple[PairTest, ...],
        expected: tuple[float, ...],
    ) -> str:
        things = self._gathered.trace.thing
        if objects < LEAST:
            return f"not enough data: {objects} of the {LEAST} {things} that are needed"
        widest = duration(self._gathered.windows[-1] / SECOND)
        if counts[-1] < LEAST:
            return (
                f"not tied: of {objects} shared {things} {counts[-1]}"
                f" {form(int(counts[-1]), 'lies', 'lie')} within {widest},"
                f" and {LEAST} are needed"
            )
        for test in tests:
            if self._keeps(test):
                return (
                    f"tied by {_BASIS[test.name]} (q = {number(test.q or 0.0)}): {self._of(test)}"
                )
        if self._row is None:
            return (
                f"not tied: {counts[-1]} shared {things} within {widest}, and their topics and"
                f" activity alone explain {number(expected[-1])}"
            )
        timing, exclusive = tests
        if not exclusive.allowed and timing.objects < LEAST <= exclusive.objects:
            return (
                f"not testable: fewer than {OUTSIDERS} others acted on {exclusive.objects} of"
                f" {objects} shared {things}, and the way the files were collected does not tell"
                " whether that is all there were"
            )
        test = min((each for each in tests if each.allowed), key=lambda each: each.p)
        return f"not tied: {self._of(test)} (q = {number(test.q or 0.0)})"

    def _of(self, test: PairTest) -> str:
        window = duration(self._gathered.windows[test.window] / SECOND)
        return (
            f"{test.counts[test.window]} of {test.objects} {self._gathered.trace.thing} within"
            f" {window}, {number(test.expected[test.window])} expected"
        )

    def _listed(
        self, shared: SharedObjects, chances: np.ndarray, enough: np.ndarray
    ) -> tuple[Shared, ...]:
        gathered, crowds = self._gathered, self._ties.crowds
        keys = [gathered.objects[each] for each in shared.object]
        samples = dict(
            self._setting.database.execute(gathered.trace.names, [sorted(keys)]).fetchall()
        )
        listed = []
        for place, key in enumerate(keys):
            target = int(shared.object[place])
            first, second = self._nearest(target)
            listed.append(
                Shared(
                    key=key,
                    sample=samples.get(key),
                    sharers=int(crowds.sharers[target]),
                    first_at=first,
                    second_at=second,
                    lag_s=(second - first) / SECOND,
                    test="timing" if enough[place] else "exclusive",
                    chances=tuple(round(float(each), 9) for each in chances[place]),
                )
            )
        return tuple(
            sorted(listed, key=lambda each: (min(each.first_at, each.second_at), each.key))
        )

    def _nearest(self, target: int) -> tuple[int, int]:
        """Return the two actions on an object that lie nearest; of several such the first."""
        events = self._gathered.events
        start, stop = np.searchsorted(events.object, [target, target + 1])
        who, at = events.account[start:stop], events.at[start:stop]
        mine, theirs = at[who == self._places[0]], at[who == self._places[1]]
        after = np.searchsorted(theirs, mine)
        options = np.stack([np.maximum(after - 1, 0), np.minimum(after, len(theirs) - 1)])
        distance = np.abs(theirs[options] - mine)
        side, place = np.unravel_index(int(distance.argmin()), distance.shape)
        return int(mine[place]), int(theirs[options[side, place]])


_BASIS = {"timing": "timing", "exclusive": "timing on what nearly nobody else shared"}


def _joined(ties: Ties, one: int, other: int) -> Whole:
    """Return the groups of proposed pairs as if the two had been proposed together."""
    group: Whole = ties.group.copy()
    group[group == group[other]] = group[one]
    return group


def _row(ties: Ties, one: int, other: int) -> int | None:
    rows = np.flatnonzero((ties.pairs.first == one) & (ties.pairs.second == other))
    return int(rows[0]) if len(rows) else None


def explain(
    setting: Setting, traces: Sequence[Trace], one: str, other: str
) -> tuple[Explanation, ...]:
    """Explain every trace of two accounts.

    Args:
        setting: The state and how detection is run.
        traces: Which traces, in the order of the answer.
        one: A handle with or without @, platform:id, or a uid.
        other: Another account's.

    Raises:
        UsageError: A name means no account or several, or both mean the same.
    """
    first = named_account(setting.database, one)
    second = named_account(setting.database, other)
    if first.uid == second.uid:
        raise UsageError(
            f"{one[:80]!r} and {other[:80]!r} are one account.", "Name two different accounts."
        )
    return tuple(explain_trace(setting, trace, first, second) for trace in traces)
