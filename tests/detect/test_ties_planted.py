"""The order of the pair tests: how many there are, and what changes no answer."""

import dataclasses
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inunison.detect.crowds import crowds
from inunison.detect.events import Events
from inunison.detect.ties import Ties, components, find_ties, pairs_sharing_enough
from inunison.simulation.crowd import Crowd, Shares, organic
from inunison.simulation.planted import COPIES, RING, plant
from tests.machines import have_cores

SECOND = 1_000_000
WINDOWS = [10 * SECOND, 60 * SECOND, 300 * SECOND, 3_600 * SECOND]


def _small(seed: int) -> Shares:
    random = np.random.default_rng(seed)
    shares = organic(Crowd(accounts=400, objects=800, draws=6_000), random)
    plant(shares, RING, random)
    plant(shares, COPIES, random)
    return shares


def _numbers(ties: Ties) -> list[bytes]:
    columns = (
        ties.pairs.first,
        ties.pairs.second,
        ties.pairs.count,
        ties.sharing.expected,
        ties.timing.p,
        ties.exclusive.p,
        ties.timing_q,
        ties.exclusive_q,
    )
    return [column.tobytes() for column in columns]


@pytest.fixture(scope="module")
def shares() -> Shares:
    return _small(41)


def test_both_groups_are_tied_and_nobody_else_is(shares: Shares) -> None:
    ties = find_ties(shares.events(), WINDOWS)
    role = np.asarray(shares.role)
    kept = (ties.timing_q <= 0.01) | (ties.exclusive_q <= 0.01)
    tied = np.union1d(ties.pairs.first[kept], ties.pairs.second[kept])
    assert set(role[tied].tolist()) == {"ring", "copies"}
    assert len(tied) == 35
    assert (role[ties.pairs.first[kept]] == role[ties.pairs.second[kept]]).all()  # none across


def test_the_answer_is_the_same_to_the_last_bit_on_one_core(
    shares: Shares, monkeypatch: pytest.MonkeyPatch
) -> None:
    events = shares.events()
    many = find_ties(events, WINDOWS)
    have_cores(monkeypatch, 1)
    assert _numbers(find_ties(events, WINDOWS)) == _numbers(many)


def test_the_order_of_the_rows_changes_nothing(shares: Shares) -> None:
    events = shares.events()
    order = np.random.default_rng(1).permutation(len(events))
    mixed = Events.gathered(
        events.account[order],
        events.object[order],
        events.at[order],
        sizes=(events.accounts, events.objects),
        published=events.published,
    )
    assert _numbers(find_ties(mixed, WINDOWS)) == _numbers(find_ties(events, WINDOWS))


def test_tests_are_never_fewer_than_the_pairs_that_are_tested(shares: Shares) -> None:
    ties = find_ties(shares.events(), WINDOWS)
    assert ties.tests >= len(ties.pairs)
    assert ties.timing_q.min() >= ties.timing.p.min()


@given(
    st.lists(st.tuples(st.integers(0, 8), st.integers(0, 6), st.integers(0, 3)), max_size=70),
)
@settings(deadline=None)
def test_pairs_that_share_enough_are_those_of_a_brute_force_look(
    rows: list[tuple[int, int, int]],
) -> None:
    columns = np.array(rows, np.int64).reshape(-1, 3).T
    events = Events.gathered(columns[0], columns[1], columns[2], sizes=(9, 7))
    held = {account: {o for a, o, _ in rows if a == account} for account in range(9)}
    wanted = sum(len(held[a] & held[b]) >= 3 for a, b in combinations(range(9), 2))
    assert pairs_sharing_enough(events, crowds(events, [0])) == wanted


def test_where_there_are_too_many_pairs_their_number_is_never_too_small(
    shares: Shares, monkeypatch: pytest.MonkeyPatch
) -> None:
    events = shares.events()
    counted = crowds(events, WINDOWS)
    exact = pairs_sharing_enough(events, counted)
    monkeypatch.setattr("inunison.detect.ties._COUNTABLE", 10)
    assert pairs_sharing_enough(events, counted) >= exact


def test_pairs_are_counted_alike_in_small_portions(
    shares: Shares, monkeypatch: pytest.MonkeyPatch
) -> None:
    events = shares.events()
    counted = crowds(events, WINDOWS)
    exact = pairs_sharing_enough(events, counted)
    monkeypatch.setattr("inunison.detect.ties._PORTION", 500)
    assert pairs_sharing_enough(events, counted) == exact


def test_components_are_numbered_by_their_first_account() -> None:
    found = components(5, np.array([1, 3]), np.array([4, 2]))
    assert found.tolist() == [0, 1, 2, 2, 1]


def test_a_collection_without_events_has_no_ties() -> None:
    nothing = np.zeros(0, np.int64)
    ties = find_ties(Events.gathered(nothing, nothing, nothing, sizes=(3, 3)), WINDOWS)
    assert len(ties.pairs) == 0
    assert ties.tests == 0
    assert dataclasses.astuple(ties.pairs)[2].shape == (0, 4)
