"""The pooled test: a group that is quick together, followers who are only quick, the counting."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inunison.detect.events import Events, Flags, Whole
from inunison.detect.finding import Grade
from inunison.detect.groups import grouped
from inunison.detect.judging import Bench, Kind, found_on, judge, kept_by, prepare
from inunison.detect.pace import PROMPT
from inunison.detect.pooling import NAME, Actions, actions_of, asked_for, pooled
from inunison.detect.ties import Ties, find_ties
from inunison.simulation.crowd import Crowd, Shares, organic
from inunison.simulation.planted import Campaign, plant, plant_cover, plant_fan_clubs

SECOND = 1_000_000
WINDOWS = [10 * SECOND, 60 * SECOND, 300 * SECOND, 3_600 * SECOND]
# Twelve accounts that repost each post of one author within two minutes of its publication.
PROMPTLY = Campaign("prompt", 12, 20, 0.85, 120.0, (20, 59), reposts=True)
SMALL = Crowd(accounts=400, objects=800, draws=6_000)


def _tested(shares: Shares) -> tuple[Bench, list[Whole], Kind]:
    events = shares.events()
    ties = find_ties(events, WINDOWS)
    kinds = [kept_by(ties, name, 0.01) for name in ("timing", "exclusive")]
    groups = asked_for(events, ties, kinds)
    bench = prepare(events, WINDOWS, ties, seed=0)
    return bench, groups, pooled(bench, groups, 0.01)


def _members(kind: Kind) -> Whole:
    return np.union1d(kind.pairs.first, kind.pairs.second)


@pytest.fixture(scope="module")
def together() -> tuple[Shares, Bench, list[Whole], Kind]:
    """A group and a club of followers in one crowd."""
    random = np.random.default_rng(3)
    shares = organic(SMALL, random)
    plant_cover(shares, plant(shares, PROMPTLY, random), 4, random)
    plant_fan_clubs(shares, random, clubs=2)
    return shares, *_tested(shares)


def test_a_group_that_no_pair_gives_away_is_found_whole_and_followers_are_not(
    together: tuple[Shares, Bench, list[Whole], Kind],
) -> None:
    shares, bench, groups, kind = together
    role = np.asarray(shares.role)
    assert {name for group in groups for name in role[group].tolist()} >= {"prompt", "fan club"}
    assert not len(kept_by(bench.ties, "timing", 0.01).pairs)  # as pairs they are only quick
    assert set(role[_members(kind)].tolist()) == {"prompt"}
    assert len(_members(kind)) == PROMPTLY.accounts


def test_its_numbers_are_those_of_the_group(
    together: tuple[Shares, Bench, list[Whole], Kind],
) -> None:
    _, bench, groups, kind = together
    assert (kind.name, kind.tests) == (NAME, len(groups))
    component = int(bench.ties.group[kind.pairs.first[0]])
    assert len(set(kind.q.tolist())) == len(set(kind.test.p.tolist())) == 1
    assert kind.test.p[0] == max(kind.halves[component])
    assert kind.q.max() <= 0.01
    inside = np.isin(bench.ties.pairs.first, _members(kind)) & np.isin(
        bench.ties.pairs.second, _members(kind)
    )
    inside &= bench.ties.timing.count[:, kind.test.window[0]] > 0
    assert kind.test.count.tolist() == bench.ties.timing.count[inside].tolist()


def test_it_is_judged_as_a_group_of_e1_and_never_above(
    together: tuple[Shares, Bench, list[Whole], Kind],
) -> None:
    """Leaving one object out of a pair says nothing where no pair was kept by itself."""
    _, bench, _, kind = together
    number, _ = grouped(
        bench.events.accounts, kind.pairs.first, kind.pairs.second, np.ones(len(kind.pairs))
    )
    judged = judge(bench, kind, np.flatnonzero(number == 1), 0.01)
    assert judged.grade == Grade.E1
    assert judged.robustness.halves == kind.halves[int(bench.ties.group[judged.members[0]])]
    assert judged.robustness.halves_test == "pace"
    assert judged.robustness.without_one_object is None
    assert judged.count > 1.5 * judged.expected
    assert judged.q == kind.q[0]


def test_the_same_again_to_the_last_bit(
    together: tuple[Shares, Bench, list[Whole], Kind],
) -> None:
    _, bench, groups, kind = together
    again = pooled(bench, groups, 0.01)
    alone = pooled(bench, [each for each in groups if _members(kind)[0] in each], 0.01)
    assert again.test.p.tobytes() == kind.test.p.tobytes()
    assert again.pairs.first.tobytes() == kind.pairs.first.tobytes()
    assert alone.test.p[0] == kind.test.p[0]  # whichever other groups are asked about


def test_a_stricter_q_keeps_nothing(together: tuple[Shares, Bench, list[Whole], Kind]) -> None:
    _, bench, groups, _ = together
    kind = pooled(bench, groups, 1e-6)
    assert not len(kind.pairs)
    assert len(kind.halves) == len(groups)


@pytest.mark.parametrize("seed", [1, 2])
def test_followers_of_every_haste_and_nothing_planted_give_no_group(seed: int) -> None:
    random = np.random.default_rng(seed)
    shares = organic(SMALL, random)
    plant_fan_clubs(shares, random, clubs=4)
    bench, groups, kind = _tested(shares)
    assert groups
    assert not len(kind.pairs)
    assert all(max(each) > 0.01 for each in kind.halves.values())
    assert bench.events.published is not None


def test_nothing_is_asked_where_nobody_publishes_or_platforms_are_compared() -> None:
    random = np.random.default_rng(3)
    shares = organic(SMALL, random)
    plant(shares, PROMPTLY, random)
    events = shares.events()
    ties = find_ties(events, WINDOWS)
    assert asked_for(events, ties, [])
    assert asked_for(replace(events, published=None), ties, []) == []
    sides = np.zeros(events.accounts, np.int64)
    assert asked_for(replace(events, side=sides), ties, []) == []


def test_a_component_that_pairs_found_whole_is_not_asked_about_again() -> None:
    random = np.random.default_rng(3)
    shares = organic(SMALL, random)
    plant(shares, replace(PROMPTLY, jitter_s=10.0), random)
    events = shares.events()
    ties = find_ties(events, WINDOWS)
    kept = kept_by(ties, "timing", 0.01)
    assert len(_members(kept)) == PROMPTLY.accounts
    assert asked_for(events, ties, [kept]) == []


def test_what_a_half_tells_of_is_what_was_proposed_there() -> None:
    random = np.random.default_rng(3)
    shares = organic(SMALL, random)
    plant(shares, PROMPTLY, random)
    ties = find_ties(shares.events(), WINDOWS)
    assert found_on(ties, NAME, 0.01) is ties.pairs
    assert len(found_on(ties, "timing", 0.01)) == len(kept_by(ties, "timing", 0.01).pairs)


def _bench(rows: list[tuple[int, int, int]], published: list[int]) -> Bench:
    """A bench of given actions: account, object, seconds."""
    columns = np.array(rows, np.int64).T
    events = Events.gathered(
        columns[0],
        columns[1],
        columns[2] * SECOND,
        sizes=(int(columns[0].max()) + 1, len(published)),
        published=np.array(published, np.int64) * SECOND,
    )
    ties: Ties = find_ties(events, WINDOWS)
    return Bench(events, WINDOWS, ties, (ties, ties), np.ones(len(published), bool), 0)


def _everything(bench: Bench) -> Flags:
    return np.ones(bench.events.objects, bool)


def test_first_actions_on_objects_that_others_share_too_are_gathered() -> None:
    """Object 3 has two others only, and object 4 one member only."""
    rows = [(member, target, 100 + member) for member in range(3) for target in range(4)]
    rows += [(0, 4, 100), (1, 0, 700), (1, 1, 90)]
    rows += [(3 + other, target, 900) for other in range(3) for target in (0, 1, 2, 4)]
    rows += [(3, 3, 900), (4, 3, 900)]
    bench = _bench(rows, [50, 60, 70, 80, 90])
    made = actions_of(bench, np.arange(3), _everything(bench))
    assert made is not None
    assert made.object.tolist() == [0, 0, 0, 1, 1, 1, 2, 2, 2]
    assert made.member.tolist() == [0, 1, 2] * 3
    seconds = (made.delay // SECOND).tolist()
    assert seconds == [50, 51, 52, 40, 30, 42, 30, 31, 32]
    assert [len(each) for each in made.others] == [6, 6, 6]
    assert sorted((made.others[0] // SECOND).tolist()) == [50, 51, 52, 850, 850, 850]


def test_too_few_members_or_objects_are_not_tested() -> None:
    rows = [(account, target, 100) for account in range(8) for target in range(3)]
    bench = _bench(rows, [0, 0, 0])
    assert actions_of(bench, np.arange(3), _everything(bench)) is not None
    assert actions_of(bench, np.arange(2), _everything(bench)) is None
    assert actions_of(bench, np.arange(6), _everything(bench)) is None  # two others on each
    two = _everything(bench)
    two[0] = False
    assert actions_of(bench, np.arange(3), two) is None


def test_an_action_before_the_publication_moves_all_delays_alike() -> None:
    rows = [(account, target, 100 + account) for account in range(8) for target in range(3)]
    made = actions_of(bench := _bench(rows, [150, 0, 0]), np.arange(3), _everything(bench))
    assert made is not None
    assert made.delay.min() == 0
    assert (np.diff(made.delay.reshape(3, 3), axis=1) == SECOND).all()


delays = st.integers(0, 1_500).map(lambda second: second * SECOND)


@given(st.lists(st.tuples(st.integers(0, 3), delays), min_size=1, max_size=14), st.data())
@settings(deadline=None)
def test_pairs_within_the_window_are_those_of_a_brute_force_look(
    rows: list[tuple[int, int]], data: st.DataObject
) -> None:
    rows.sort()
    target = np.unique([each for each, _ in rows], return_inverse=True)[1]
    delay = np.array([each for _, each in rows], np.int64)
    others = tuple(delay[target == number] for number in range(int(target.max()) + 1))
    made = Actions(np.arange(len(rows)), target, delay, others)
    width = data.draw(st.sampled_from([10, 60, 300, 3_600])) * SECOND
    turned = delay[::-1].copy()
    seen = made.close(np.stack((delay, turned)), width)
    near = made.near(np.stack((delay, turned)), width)
    for row, drawn in enumerate((delay, turned)):
        close = (np.abs(drawn[:, None] - drawn[None, :]) <= width) & (
            target[:, None] == target[None, :]
        )
        assert near[row].tolist() == (close.sum(axis=1) - 1).tolist()
        assert seen[row] * 2 == near[row].sum()


def _actions() -> Actions:
    """Three members on four objects: prompt on the first two, slow on the others."""
    target = np.repeat(np.arange(4), 3)
    delay = np.array([10, 20, 30, 40, 50, 60, 400, 500, 600, 7_000, 8_000, 9_000]) * SECOND
    others = tuple(delay[target == number] for number in range(4))
    return Actions(np.tile([4, 7, 9], 4), target, delay, others)


def test_prompt_answers_stay_prompt_and_slow_ones_stay_each_members_own() -> None:
    made = _actions()
    drawn = made.of_their_own(500, np.random.default_rng(1))
    prompt = made.delay < PROMPT
    assert drawn[:, prompt].min() >= 0
    assert PROMPT * 0.98 < drawn[:, prompt].max() < PROMPT
    assert drawn[:, prompt].mean() == pytest.approx(PROMPT / 2, rel=0.05)
    for member in (4, 7, 9):
        slow = ~prompt & (made.member == member)
        assert (np.sort(drawn[:, slow], axis=1) == np.sort(made.delay[slow])).all()
        assert len(np.unique(drawn[:, slow], axis=0)) == 2  # either order of its two


def test_instants_of_others_are_of_the_same_object_and_none_twice() -> None:
    made = _actions()
    more = tuple(np.append(each, each[:1] + 1) for each in made.others)
    drawn = replace(made, others=more).of_others(300, np.random.default_rng(1))
    for number, pool in enumerate(more):
        columns = drawn[:, made.object == number]
        assert np.isin(columns, pool).all()
        assert (np.diff(np.sort(columns, axis=1), axis=1) > 0).all()
        assert len(np.unique(columns[:, 0])) == len(pool)
