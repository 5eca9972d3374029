"""Amplification of one account by a group: exact values, strata, planted and null cases."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inunison.detect.amplification import Amplified, Field, Slots, amplified, strata
from inunison.detect.events import Whole
from inunison.detect.significance import hypergeometric_tail

Pairs = list[tuple[int, int]]


def _slots(pairs: Pairs, accounts: int) -> Slots:
    reposter, leader = np.array(sorted(set(pairs)), np.int64).reshape(-1, 2).T
    return Slots(reposter, leader, accounts)


def _amplified(pairs: Pairs, members: list[int], accounts: int) -> Amplified:
    one = np.zeros(accounts, np.int64)
    return amplified(Field(_slots(pairs, accounts), one), np.array(members, np.int64))


def _organic(accounts: int, leaders: int, seed: int) -> Pairs:
    random = np.random.default_rng(seed)
    return [
        (leaders + account, int(leader))
        for account in range(accounts)
        for leader in random.choice(leaders, 6, replace=False)
    ]


def test_one_stratum_is_the_hypergeometric_tail_over_slots() -> None:
    """Three members with four slots each, among 100; seven accounts repost the first leader."""
    pairs = [(10 + m, leader) for m in range(3) for leader in range(4)]
    pairs += [(20 + n, 0) for n in range(4)]
    pairs += [(40 + n, 1 + n % 3) for n in range(84)]
    found = _amplified(pairs, [10, 11, 12], 130)
    assert found.leader.tolist() == [0, 1, 2, 3]
    assert (found.seen[0], found.reposters[0], found.strata) == (3, 7, 1)
    assert found.expected[0] == pytest.approx(12 * 7 / 100)
    assert found.p[0] == pytest.approx(hypergeometric_tail(3, 100, 12, 7))
    assert found.without_one[0] == pytest.approx(hypergeometric_tail(2, 100, 8, 7))


def test_a_planted_group_amplifies_one_leader_and_no_other() -> None:
    pairs = _organic(200, 40, 1)
    members = list(range(40, 48))
    pairs = [each for each in pairs if each[1] != 7] + [(member, 7) for member in members]
    found = _amplified(pairs, members, 240)
    best = int(found.leader[found.p.argmin()])
    assert best == 7
    assert found.p.min() < 1e-9
    assert found.without_one[found.p.argmin()] < 1e-6
    assert (found.p[found.leader != 7] > 1e-4).all()


def test_accounts_drawn_at_random_amplify_nobody() -> None:
    p = [
        each
        for seed in range(20)
        for each in _amplified(_organic(150, 30, seed), list(range(30, 42)), 180).p.tolist()
    ]
    assert min(p) > 0.01 / len(p)


def test_an_account_is_no_member_when_it_is_the_one_that_is_reposted() -> None:
    pairs = [(n, 9) for n in range(6)] + [(9, n) for n in range(3)]
    with_it = _amplified(pairs, [0, 1, 2, 9], 10)
    without = _amplified(pairs, [0, 1, 2], 10)
    place = with_it.leader.tolist().index(9)
    assert with_it.p[place] == pytest.approx(without.p[without.leader.tolist().index(9)])


def test_fewer_members_than_three_are_not_tested() -> None:
    found = _amplified([(1, 0), (2, 0), (3, 0), (1, 4)], [1, 2], 5)
    assert found.leader.tolist() == []


def _two_communities() -> tuple[Slots, Whole]:
    """Each community reposts leaders of its own; a small third one is like the second."""
    pairs = [(20 + n, leader) for n in range(60) for leader in range(5)]
    pairs += [(80 + n, leader) for n in range(60) for leader in range(5, 10)]
    pairs += [(140 + n, leader) for n in range(3) for leader in range(6, 9)]
    community = np.full(150, -1)
    community[20:80], community[80:140], community[140:143] = 1, 2, 3
    return _slots(pairs, 150), community


def test_communities_are_strata_and_small_ones_join_the_most_alike() -> None:
    slots, community = _two_communities()
    found = strata(Field(slots, community), np.array([21]))
    assert len(set(found.tolist())) == 2
    assert found[20] != found[80]
    assert found[140] == found[80]


def test_a_stratum_that_the_group_fills_is_none_of_its_own() -> None:
    slots, community = _two_communities()
    found = strata(Field(slots, community), np.arange(20, 80))
    assert set(found.tolist()) == {0}


def test_the_interest_of_a_community_is_no_amplification() -> None:
    """Everybody of the community reposts its leaders: without strata it looks like much."""
    slots, community = _two_communities()
    members = np.arange(20, 26)
    plain = amplified(Field(slots, np.zeros(150, np.int64)), members)
    within = amplified(Field(slots, community), members)
    assert plain.p.min() < 0.1
    assert within.strata == 2
    assert within.p.min() > 0.5


@given(
    st.sets(
        st.tuples(st.integers(0, 9), st.integers(0, 9)).filter(lambda p: p[0] != p[1]), min_size=4
    ),
    st.sets(st.integers(0, 9), min_size=3),
)
@settings(max_examples=60, deadline=None)
def test_every_p_is_a_chance_and_leaving_one_out_never_helps(
    pairs: set[tuple[int, int]], members: set[int]
) -> None:
    found = _amplified(sorted(pairs), sorted(members), 10)
    assert ((found.p > 0) & (found.p <= 1)).all()
    assert (found.seen <= found.reposters).all()
    assert (found.expected >= 0).all()


def test_the_slots_of_the_reposted_account_itself_are_in_no_urn() -> None:
    """It fills 60 of 100 slots and cannot repost itself: 40 slots are left to draw from."""
    pairs = [(0, leader) for leader in range(20, 80)]
    pairs += [(1 + m, leader) for m in range(3) for leader in (0, 90, 91, 92)]
    pairs += [(4 + n, 0) for n in range(4)] + [(8 + n, 93) for n in range(24)]
    found = _amplified(pairs, [1, 2, 3], 130)
    place = found.leader.tolist().index(0)
    assert (found.seen[place], found.reposters[place]) == (3, 7)
    assert found.expected[place] == pytest.approx(12 * 7 / 40)
    assert found.p[place] == pytest.approx(hypergeometric_tail(3, 40, 12, 7))
    assert found.without_one[place] == pytest.approx(hypergeometric_tail(2, 40, 8, 7))


def test_the_heaviest_loss_is_the_member_who_reposts_fewest_others() -> None:
    """Three members with 1, 5 and 9 slots: the others hold 14 at worst, 6 at best."""
    pairs = [(10, 0)] + [(11, n) for n in range(5)] + [(12, n) for n in range(9)]
    pairs += [(20 + n, n % 9) for n in range(85)]
    found = _amplified(pairs, [10, 11, 12], 130)
    place = found.leader.tolist().index(0)
    drawn = int(found.reposters[place])
    worst = max(hypergeometric_tail(2, 100, 15 - own, drawn) for own in (1, 5, 9))
    assert found.without_one[place] == pytest.approx(worst)


@pytest.mark.parametrize("least", [1, 2, 3, 4])
def test_only_accounts_that_enough_members_repost_are_tested(least: int) -> None:
    pairs = [(10 + member, leader) for leader in range(4) for member in range(leader + 1)]
    found = amplified(
        Field(_slots(pairs, 20), np.zeros(20, np.int64)), np.arange(10, 14), least=least
    )
    assert found.leader.tolist() == list(range(least - 1, 4))
    assert found.seen.tolist() == list(range(least, 5))
