"""What is said of one group: its counts, how far it departs from chance, and what it survives.

Owns the numbers of a group finding. It is given tested ties and asks what remains of
them: on objects the group was not found on, and without the object that speaks most for each tie.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from inunison.detect.events import Events, Flags, Real, Whole
from inunison.detect.finding import Effect, Grade, Robustness, Step
from inunison.detect.grading import LEAST_ACCOUNTS, grade
from inunison.detect.grouptests import LEAST_OBJECTS, halves, label_test, time_test
from inunison.detect.join import PairCounts
from inunison.detect.significance import false_discovery, ratio_interval
from inunison.detect.ties import Ties, components, find_ties
from inunison.detect.timing import Timing, shared_objects

# What is exchanged when a group is judged on a half, by the test that found it.
_HALVED_BY = {"timing": "times", "exclusive": "labels", "pooled": "pace"}


@dataclass(frozen=True)
class Kind:
    """One of the two timing tests of a trace, cut to the ties it kept.

    Attributes:
        name: "timing", "exclusive" or "pooled" (`pooling`).
        pairs: The pairs it kept.
        test: Their test.
        q: Their q.
        without_one: Their q when the object that speaks most for each is left out; not a number
            where the test is one of whole groups.
        tests: How many tests their q is over.
        halves: Where the test is one of whole groups, the p of each half of the objects by the
            number of the component.
    """

    name: str
    pairs: PairCounts
    test: Timing
    q: Real
    without_one: Real
    tests: int = 0
    halves: Mapping[int, tuple[float, float]] = field(default_factory=dict)


def kept_by(ties: Ties, name: str, q: float) -> Kind:
    """Return the ties that one test kept.

    Args:
        ties: All tested ties.
        name: "timing" or "exclusive".
        q: The greatest share of false ties.
    """
    test, found = (
        (ties.timing, ties.timing_q) if name == "timing" else (ties.exclusive, ties.exclusive_q)
    )
    kept = found <= q
    pairs = PairCounts(ties.pairs.first[kept], ties.pairs.second[kept], ties.pairs.count[kept])
    without = false_discovery(test.without_one, ties.tests)
    return Kind(name, pairs, test.where(kept), found[kept], without[kept], ties.tests)


def found_on(half: Ties, name: str, q: float) -> PairCounts:
    """Return the pairs that one half of the objects tells of, to be asked about on the other.

    Args:
        half: All ties of that half.
        name: "timing" or "exclusive": those that the test kept; "pooled": those that were proposed.
        q: The greatest share of false ties.
    """
    return half.pairs if name == "pooled" else kept_by(half, name, q).pairs


@dataclass(frozen=True)
class Judgement:
    """The numbers of one group.

    Attributes:
        members: Numbers of its accounts, rising.
        objects: Numbers of the objects its ties rest on within the window, rising.
        window: Which window its numbers are of.
        count: Objects within it, summed over the ties.
        expected: What chance would have put within it.
        p: The largest p among the ties that hold its accounts together.
        q: The largest q among them.
        ladder: The same for every window.
        effect: How large the departure is.
        robustness: What it survives.
        grade: What the tests allow, before alternatives and review.
    """

    members: Whole
    objects: Whole
    window: int
    count: int
    expected: float
    p: float
    q: float
    ladder: tuple[Step, ...]
    effect: Effect
    robustness: Robustness
    grade: Grade


@dataclass(frozen=True)
class Bench:
    """What groups of one trace are judged on.

    Attributes:
        events: All actions.
        windows: Widths in microseconds, rising.
        ties: The tested ties.
        halves: For each half of the objects, the ties that were found on it alone; None where no
            group needs them.
        first_half: Which objects are in the first half.
        seed: Of every permutation.
    """

    events: Events
    windows: Sequence[int]
    ties: Ties
    halves: tuple[Ties, Ties]
    first_half: Flags
    seed: int


def prepare(events: Events, windows: Sequence[int], ties: Ties, seed: int) -> Bench:
    """Find ties on each half of the objects, so that groups can be judged on the other."""
    first = halves(events.objects, seed)
    found = [
        find_ties(events.where(side[events.object]), windows, seed=seed) for side in (first, ~first)
    ]
    return Bench(events, windows, ties, (found[0], found[1]), first, seed)


def judge(bench: Bench, kind: Kind, members: Whole, q: float) -> Judgement:
    """Judge one group.

    Args:
        bench: What it is judged on.
        kind: The test whose ties hold it together.
        members: Numbers of its accounts, rising.
        q: The greatest share of false ties, as for the ties themselves.
    """
    inside = np.isin(kind.pairs.first, members) & np.isin(kind.pairs.second, members)
    test, pairs = kind.test.where(inside), kind.pairs
    first, second = pairs.first[inside], pairs.second[inside]
    window = int(np.bincount(test.window, minlength=len(bench.windows)).argmax())
    shared = shared_objects(bench.events, first, second)
    close = shared.distance <= bench.windows[window]
    close &= bench.ties.tested_on(bench.events, kind.name, int(members[0]))[shared.object]
    objects = np.unique(shared.object[close])
    ladder = tuple(
        Step(
            window_s=width / 1_000_000,
            count=int(test.count[:, column].sum()),
            expected=round(float(test.expected[:, column].sum()), 6),
        )
        for column, width in enumerate(bench.windows)
    )
    again = _halves(bench, kind, members, q)
    robustness = Robustness(
        halves=None if again is None else again.p,
        halves_test=_HALVED_BY[kind.name],
        found_again=None if again is None else again.found_again,
        without_one_object=_holding(first, second, kind.without_one[inside], members),
        expected_range=_range(bench, pairs, inside, window),
    )
    count, expected = ladder[window].count, ladder[window].expected
    return Judgement(
        members=members,
        objects=objects,
        window=window,
        count=count,
        expected=expected,
        p=float(test.p.max()),
        q=float(kind.q[inside].max()),
        ladder=ladder,
        effect=_effect(bench, members, objects, count, expected),
        robustness=robustness,
        grade=grade(len(members), len(objects), robustness),
    )


def _holding(first: Whole, second: Whole, q: Real, members: Whole) -> float | None:
    """Return the least q at which all members still hang together; None where they never do."""
    places = (np.searchsorted(members, first), np.searchsorted(members, second))
    for level in np.unique(q[~np.isnan(q)]):
        rows = q <= level
        if not components(len(members), places[0][rows], places[1][rows]).any():
            return float(level)
    return None


def _range(bench: Bench, pairs: PairCounts, inside: Flags, window: int) -> tuple[float, float]:
    """Return the least and greatest expectation by J over the seeds of the blocks."""
    codes = bench.ties.pairs.first * bench.events.accounts + bench.ties.pairs.second
    wanted = pairs.first[inside] * bench.events.accounts + pairs.second[inside]
    rows = np.searchsorted(codes, wanted)
    sharing = bench.ties.sharing
    return (
        round(float(sharing.least[rows, window].sum()), 6),
        round(float(sharing.most[rows, window].sum()), 6),
    )


@dataclass(frozen=True)
class _Halves:
    """What each half of the objects says of a group that the other half finds.

    Attributes:
        p: Of each half.
        found_again: How many of the group's accounts each half finds; None where that was asked of
            no pairs.
    """

    p: tuple[float, float]
    found_again: tuple[int, int] | None = None


def _halves(bench: Bench, kind: Kind, members: Whole, q: float) -> _Halves | None:
    """Judge a group on each half of its objects; None where a half has too few."""
    if kind.halves:
        asked = kind.halves.get(int(bench.ties.group[members[0]]))
        return None if asked is None else _Halves(asked)
    events = bench.events
    touched = np.zeros(events.objects, bool)
    touched[events.object[np.isin(events.account, members)]] = True
    if np.bincount(bench.first_half[touched], minlength=2).min() < LEAST_OBJECTS:
        return None
    one, other = (_on_the_other(bench, kind, members, place, q) for place in (0, 1))
    return _Halves((one[0], other[0]), (one[1], other[1]))


def _on_the_other(
    bench: Bench, kind: Kind, members: Whole, place: int, q: float
) -> tuple[float, int]:
    """Find a group on one half of the objects and test it on the other.

    It is the one that has most of the members in common with the group found on all objects; who
    is in it and which window is asked about follow from the one half alone.

    Returns:
        p, and how many of the members it holds.
    """
    events, found = bench.events, kept_by(bench.halves[place], kind.name, q)
    labels = components(events.accounts, found.pairs.first, found.pairs.second)
    label = int(np.bincount(labels[members]).argmax())
    seen = np.flatnonzero(labels == label)
    again = len(np.intersect1d(seen, members))
    if len(seen) < LEAST_ACCOUNTS:
        return 1.0, again if len(seen) > 1 else 0
    telling = found.test.window[labels[found.pairs.first] == label]
    width = bench.windows[int(np.bincount(telling).argmax())]
    asked = bench.first_half == bool(place)  # the other half
    asked &= bench.ties.tested_on(events, kind.name, int(members[0]))
    rest = events.where(asked[events.object])
    random = np.random.default_rng([bench.seed, place])
    if kind.name == "timing":
        return time_test(rest, seen, width, random).p, again
    return label_test(rest, seen, bench.ties.blocks[0], width, random).p, again


def _effect(bench: Bench, members: Whole, objects: Whole, count: int, expected: float) -> Effect:
    events = bench.events.where(
        np.isin(bench.events.account, members) & np.isin(bench.events.object, objects)
    )
    ratio, lower, upper = ratio_interval(count, expected) if expected > 0 else (0.0, None, None)
    if expected <= 0:
        ratio = (count + 0.5) / 0.5
    same = np.diff(events.object) == 0
    lags = np.diff(events.at)[same] / 1_000_000
    quartiles = np.quantile(lags, [0.25, 0.5, 0.75]) if len(lags) else np.zeros(3)
    starts = np.concatenate(([True], ~same))[: len(events)]
    leaders = np.bincount(np.searchsorted(members, events.account[starts]))
    return Effect(
        ratio=round(ratio, 6),
        lower=None if lower is None else round(lower, 6),
        upper=None if upper is None else round(upper, 6),
        lag_median_s=round(float(quartiles[1]), 3),
        lag_quartiles_s=(round(float(quartiles[0]), 3), round(float(quartiles[2]), 3)),
        leader_share=round(float(leaders.max() / max(1, len(objects))), 6),
    )
