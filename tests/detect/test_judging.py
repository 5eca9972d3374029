"""A group judged: counts and ladder, halves, leaving one object out, and the grade that follows."""

import numpy as np
import pytest

from inunison.detect.events import Events
from inunison.detect.finding import Grade
from inunison.detect.judging import Judgement, _holding, judge, kept_by, prepare
from inunison.detect.ties import find_ties
from inunison.simulation.crowd import Crowd, organic
from inunison.simulation.planted import RING, plant

SECOND = 1_000_000
WINDOWS = [10 * SECOND, 60 * SECOND, 300 * SECOND, 3_600 * SECOND]


@pytest.fixture(scope="module")
def ring() -> tuple[Events, np.ndarray, Judgement]:
    random = np.random.default_rng(8)
    shares = organic(Crowd(accounts=250, topics=3, objects=400, draws=4_000), random)
    members = plant(shares, RING, random)
    events = Events.gathered(
        *shares.columns(),
        sizes=(len(shares.role), len(shares.topic)),
        published=(np.asarray(shares.published) * SECOND).astype(np.int64),
    )
    ties = find_ties(events, WINDOWS)
    kind = kept_by(ties, "timing", 0.01)
    tied = np.union1d(kind.pairs.first, kind.pairs.second)
    bench = prepare(events, WINDOWS, ties, seed=0)
    return events, np.intersect1d(tied, members), judge(bench, kind, tied, 0.01)


def test_a_ring_is_found_again_on_each_half(
    ring: tuple[Events, np.ndarray, Judgement],
) -> None:
    _, members, judged = ring
    assert judged.members.tolist() == members.tolist()
    assert judged.robustness.halves is not None
    assert max(judged.robustness.halves) <= 0.01
    assert judged.robustness.found_again is not None
    assert min(judged.robustness.found_again) >= len(members) / 2
    assert max(judged.robustness.found_again) <= len(members)
    assert judged.robustness.without_one_object is not None
    assert judged.grade is Grade.E2


def test_its_numbers_hang_together(ring: tuple[Events, np.ndarray, Judgement]) -> None:
    events, _, judged = ring
    step = judged.ladder[judged.window]
    assert (judged.count, judged.expected) == (step.count, step.expected)
    counts = [each.count for each in judged.ladder]
    assert counts == sorted(counts)
    assert judged.count > judged.expected
    assert judged.p <= judged.q <= 0.01
    effect = judged.effect
    assert effect.lower is not None
    assert effect.upper is not None
    assert 1 < effect.lower <= effect.ratio <= effect.upper
    low, high = effect.lag_quartiles_s
    assert 0 <= low <= effect.lag_median_s <= high
    assert 0 < effect.leader_share <= 1
    held = np.unique(events.object[np.isin(events.account, judged.members)])
    assert set(judged.objects.tolist()) <= set(held.tolist())
    least, most = judged.robustness.expected_range or (1, 0)
    assert least <= most


def test_a_stricter_q_keeps_fewer_ties(ring: tuple[Events, np.ndarray, Judgement]) -> None:
    events, _, _ = ring
    ties = find_ties(events, WINDOWS)
    strict, loose = kept_by(ties, "timing", 1e-6), kept_by(ties, "timing", 0.05)
    assert len(strict.pairs) <= len(loose.pairs)
    assert strict.q.max(initial=0) <= 1e-6
    assert np.all(loose.without_one >= loose.q - 1e-12)


def test_a_group_hangs_together_where_all_its_members_do() -> None:
    members = np.array([2, 5, 7, 9])
    first, second = np.array([2, 5, 2, 7]), np.array([5, 7, 7, 9])
    q = np.array([1e-9, 1e-9, 1e-9, 0.2])
    assert _holding(first, second, q, members) == 0.2
    assert _holding(first[:3], second[:3], q[:3], members[:3]) == 1e-9
    assert _holding(first[:3], second[:3], q[:3], members) is None
    assert _holding(first, second, np.full(4, np.nan), members) is None
