"""The parts of a judgement on actions small enough to count by hand."""

from dataclasses import replace

import numpy as np
import pytest

from inunison.detect import grouptests, judging
from inunison.detect.events import Events
from inunison.detect.finding import Grade
from inunison.detect.judging import Bench, Judgement, judge, kept_by, prepare
from inunison.detect.ties import Ties, find_ties

SECOND = 1_000_000
WINDOWS = [10 * SECOND, 60 * SECOND]
MEMBERS = 4


def _events(objects: int, *, seed: int = 3, late: int = 5) -> Events:
    """Four accounts within some seconds on each object, and twenty others over a day."""
    random = np.random.default_rng(seed)
    rows: list[tuple[int, int, int]] = []
    for target in range(objects):
        start = target * 10**12
        begins = int(random.integers(0, 80_000)) * SECOND
        rows += [
            (member, target, start + begins + member * late * SECOND) for member in range(MEMBERS)
        ]
        rows += [
            (MEMBERS + other, target, start + int(random.integers(0, 86_400 * SECOND)))
            for other in range(20)
        ]
    columns = np.array(rows, np.int64).T
    return Events.gathered(columns[0], columns[1], columns[2], sizes=(MEMBERS + 20, objects))


def _bench(objects: int, **given: int) -> tuple[Bench, Ties]:
    events = _events(objects, **given)
    ties = find_ties(events, WINDOWS)
    return prepare(events, WINDOWS, ties, seed=0), ties


def _judged(objects: int, **given: int) -> Judgement:
    bench, ties = _bench(objects, **given)
    return judge(bench, kept_by(ties, "timing", 0.01), np.arange(MEMBERS), 0.01)


@pytest.fixture(scope="module")
def many() -> Judgement:
    return _judged(24)


def test_exactly_the_members_are_tied(many: Judgement) -> None:
    _, ties = _bench(24)
    kept = kept_by(ties, "timing", 0.01)
    assert set(kept.pairs.first.tolist()) | set(kept.pairs.second.tolist()) == {0, 1, 2, 3}
    assert len(kept.pairs) == MEMBERS * (MEMBERS - 1) // 2
    assert many.members.tolist() == [0, 1, 2, 3]
    assert many.objects.tolist() == list(range(24))


def test_counts_are_those_of_the_ties_within_each_window(many: Judgement) -> None:
    """Lags are 5, 10 and 15 seconds: within 10 seconds five of the six pairs."""
    assert [(step.window_s, step.count) for step in many.ladder] == [
        (10.0, 5 * 24),
        (60.0, 6 * 24),
    ]
    assert many.count == many.ladder[many.window].count
    assert all(0 <= step.expected < step.count / 2 for step in many.ladder)


def test_lags_and_the_leader_are_those_of_neighbours(many: Judgement) -> None:
    assert many.effect.lag_median_s == 5.0
    assert many.effect.lag_quartiles_s == (5.0, 5.0)
    assert many.effect.leader_share == 1.0
    wanted = (many.count + 0.5) / (many.expected + 0.5)
    assert many.effect.ratio == pytest.approx(wanted, abs=1e-5)


def test_it_is_found_again_on_each_half_and_without_any_one_object(many: Judgement) -> None:
    assert many.robustness.halves is not None
    assert max(many.robustness.halves) <= 0.01
    assert many.robustness.halves_test == "times"
    assert many.robustness.found_again == (MEMBERS, MEMBERS)
    assert many.robustness.without_one_object is not None
    assert many.robustness.without_one_object <= 0.05
    assert many.grade is Grade.E2


def test_too_few_objects_for_halves_leave_them_out_and_the_grade_below() -> None:
    few = _judged(5)
    assert few.robustness.halves is None
    assert few.grade is Grade.E1
    assert (few.count, few.objects.tolist()) == (few.ladder[few.window].count, [0, 1, 2, 3, 4])


def test_a_judgement_is_the_same_each_time(many: Judgement) -> None:
    again = _judged(24)
    for name in ("count", "expected", "p", "q", "ladder", "effect", "robustness", "grade"):
        assert getattr(again, name) == getattr(many, name), name


def test_accounts_that_come_when_the_others_do_are_not_tied() -> None:
    """Half a day apart and in no order, the four are as close as anybody."""
    _, ties = _bench(24, late=21_600)
    assert len(kept_by(ties, "timing", 0.01).pairs) == 0


def test_every_object_has_others_so_that_none_is_exclusive() -> None:
    _, ties = _bench(24)
    assert len(kept_by(ties, "exclusive", 0.01).pairs) == 0


def test_the_window_of_a_half_is_told_by_the_other_half() -> None:
    """The wide window is the group's on all objects; each half alone asks about its own."""
    bench, ties = _bench(24)
    kind = kept_by(ties, "timing", 0.01)
    asked: list[int] = []

    def noted(events: Events, members: object, width: int, random: object) -> object:
        asked.append(width)
        return grouptests.time_test(events, members, width, random, rounds=9)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(judging, "time_test", noted)
        half = bench.halves[0].timing
        narrow = replace(bench.halves[0], timing=replace(half, window=np.zeros_like(half.window)))
        wide = replace(narrow, timing=replace(half, window=np.ones_like(half.window)))
        judge(replace(bench, halves=(narrow, wide)), kind, np.arange(MEMBERS), 0.01)
    assert asked == WINDOWS
