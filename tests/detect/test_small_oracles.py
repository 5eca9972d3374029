"""The small measures of further findings, each against an oracle that counts in another way."""

from collections.abc import Sequence
from itertools import permutations, product
from math import comb, factorial, log, prod

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from inunison.detect import network_statements, observation_statements
from inunison.detect.concentration import gini, herfindahl, repost_h
from inunison.detect.exact import binomial_tail, stratified_mean, stratified_tail
from inunison.detect.habits import Hours, alike, awakenings, hour_counts, quietest, silences
from inunison.detect.ranks import van_elteren
from inunison.detect.rewiring import ring
from inunison.detect.spread import entropy, spreads

DAY = 86_400_000_000
HOUR = 3_600_000_000
_COUNTS = st.lists(st.integers(1, 60), min_size=2, max_size=30)


@given(_COUNTS)
def test_the_entropy_is_the_one_of_scipy(counts: list[int]) -> None:
    expected = float(stats.entropy(counts)) / log(len(counts))
    assert _entropy(counts) == pytest.approx(expected, abs=1e-8)


def _entropy(counts: Sequence[int]) -> float:
    held = np.array([each for each in counts if each])
    return float(entropy(np.zeros(len(held), np.int64), held, 1, len(counts))[0])


@given(_COUNTS)
def test_moving_reposts_to_who_has_more_concentrates_them(counts: list[int]) -> None:
    plain = np.array(sorted(counts), np.int64)
    moved = plain.copy()
    moved[0] -= 1
    moved[-1] += 1
    assert gini(moved) > gini(plain)
    assert herfindahl(moved) > herfindahl(plain)
    assert 0 <= gini(plain) <= 1 - 1 / len(counts)


@given(st.lists(st.integers(0, 12), max_size=15), st.integers(0, 12))
def test_one_more_post_never_lowers_h_and_raises_it_by_one_at_most(
    reposters: list[int], more: int
) -> None:
    before = repost_h(np.array(reposters, np.int64))
    after = repost_h(np.array([*reposters, more], np.int64))
    assert before <= after <= before + 1


@pytest.mark.parametrize("chance", [(0.5, 0.5), (0.7, 0.2, 0.1), (0.25, 0.25, 0.25, 0.25)])
@pytest.mark.parametrize("posters", [(0, 1), (0, 0, 1), (0, 1, 1, 0)])
def test_the_expected_spread_is_the_sum_over_all_draws(
    chance: tuple[float, ...], posters: tuple[int, ...]
) -> None:
    """A large crowd of single posters makes the distribution; the text under test hardly counts."""
    sizes = [round(share * 20_000) for share in chance]
    crowd = np.repeat(np.arange(len(chance)), sizes)
    target = np.concatenate((np.zeros(len(posters), np.int64), 1 + np.arange(len(crowd))))
    found = spreads(target, np.concatenate((posters, crowd)).astype(np.int64), 3, rounds=9_999)
    size, mean, as_far = len(posters), 0.0, 0.0
    for outcome in product(range(size + 1), repeat=len(chance)):
        if sum(outcome) != size:
            continue
        ways = factorial(size) // prod(map(factorial, outcome))
        mass = ways * prod(share**n for share, n in zip(chance, outcome, strict=True))
        held = _entropy(outcome)
        mean += mass * held
        as_far += mass * (held >= found.seen[0])
    assert found.expected[0] == pytest.approx(mean, abs=0.02)
    assert found.p[0] == pytest.approx(as_far, abs=0.02)


@given(st.integers(0, 9), st.integers(1, 8), st.floats(0, 1))
def test_the_binomial_tail_counts_its_terms(least: int, trials: int, chance: float) -> None:
    terms = [comb(trials, n) * chance**n * (1 - chance) ** (trials - n) for n in range(trials + 1)]
    assert binomial_tail(least, trials, chance) == pytest.approx(sum(terms[least:]), abs=1e-9)


@given(st.integers(1, 40), st.data())
@settings(deadline=None)
def test_marked_and_drawn_change_places_freely(size: int, data: st.DataObject) -> None:
    marked, drawn = data.draw(st.integers(0, size)), data.draw(st.integers(0, size))
    least = data.draw(st.integers(0, size))
    one, two, whole = (np.array([each]) for each in (marked, drawn, size))
    assert stratified_tail(least, whole, one, two) == pytest.approx(
        stratified_tail(least, whole, two, one), abs=1e-12
    )
    assert stratified_mean(whole, one, two) == pytest.approx(marked * drawn / size)


def test_strata_without_anybody_drawn_or_marked_change_nothing() -> None:
    plain = [np.array(each) for each in ([20], [5], [6])]
    padded = [np.array(each) for each in ([9, 20, 7], [0, 5, 7], [4, 6, 0])]
    assert stratified_tail(3, *padded) == pytest.approx(stratified_tail(3, *plain))
    assert stratified_mean(*padded) == pytest.approx(stratified_mean(*plain))


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 400)), max_size=30))
def test_awakenings_are_the_gaps_that_a_plain_loop_finds(posts: list[tuple[int, int]]) -> None:
    ordered = sorted(posts)
    account = np.array([who for who, _ in ordered], np.int64)
    at = np.array([day * DAY for _, day in ordered], np.int64)
    expected = [
        place
        for place in range(1, len(ordered))
        if ordered[place][0] == ordered[place - 1][0]
        and ordered[place][1] - ordered[place - 1][1] >= 90
        and 100 <= ordered[place][1] <= 300
    ]
    period = (100 * DAY, 300 * DAY)
    assert awakenings(at, silences(at, account), period).tolist() == expected


@given(st.lists(st.integers(-(10**6), 10**6), min_size=1, max_size=40), st.integers(-30, 30))
def test_whole_days_move_no_hour_and_hours_turn_the_clock(hours: list[int], days: int) -> None:
    at = np.array(hours, np.int64) * HOUR
    account = np.zeros(len(hours), np.int64)
    plain = hour_counts(at, account, 1)
    assert plain[0].tolist() == np.bincount(np.array(hours) % 24, minlength=24).tolist()
    assert hour_counts(at + days * DAY, account, 1).tolist() == plain.tolist()
    turned = hour_counts(at + 5 * HOUR, account, 1)
    assert turned[0].tolist() == np.roll(plain[0], 5).tolist()
    assert quietest(turned[0])[1] == quietest(plain[0])[1]


def test_likeness_is_measured_against_all_sets_of_others() -> None:
    """Of four others, two pairs of two are alike and four are not: a third on average."""
    counts = np.zeros((6, 24), np.int64)
    for row, hour in enumerate((3, 3, 9, 9, 15, 15)):
        counts[row, hour] = 4
    found = alike(Hours.of(counts), np.array([0, 1]), 1)
    assert found.seen == 1.0
    assert found.expected == pytest.approx(1 / 3, abs=0.05)
    assert found.tail == pytest.approx(1 / 3, abs=0.05)


@given(st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=4, max_size=7))
@settings(max_examples=40, deadline=None)
def test_who_is_early_reversed_is_who_is_late(rows: list[tuple[int, bool]]) -> None:
    value = np.array([each for each, _ in rows], np.int64)
    inside = np.array([each for _, each in rows], bool)
    one = np.zeros(len(rows), np.int64)
    plain, turned = van_elteren(value, inside, one), van_elteren(-value, inside, one)
    others = van_elteren(value, ~inside, one)
    if plain.z is None:
        assert turned.z is None
        assert others.z is None
    else:
        assert turned.z == pytest.approx(-plain.z, abs=1e-5)
        assert others.z == pytest.approx(-plain.z, abs=1e-5)
        assert turned.p == pytest.approx(1 - plain.p, abs=1e-5)


@pytest.mark.parametrize("size", [3, 4, 5])
def test_a_closed_circle_and_a_complete_network_have_their_exact_counts(size: int) -> None:
    members = np.arange(size)
    whole = np.array(sorted(permutations(range(size), 2)), np.int64).T
    circle = np.array([(n, (n + 1) % size) for n in range(size)], np.int64).T
    full = ring(whole[0], whole[1], members, np.random.default_rng(0), rounds=9)
    once = ring(circle[0], circle[1], members, np.random.default_rng(0), rounds=9)
    assert full is not None
    assert once is not None
    assert (full.mutual.seen, full.cycles.seen) == (comb(size, 2), 2 * comb(size, 3))
    assert (once.mutual.seen, once.cycles.seen) == (0, 1 if size == 3 else 0)
    assert once.ties == once.rewired == size


def _hub(ahead: float | None) -> str:
    return network_statements.hub(
        network_statements.Hub(
            group=1_200,
            seen=1_100,
            reposters=12_345,
            expected=0.0004,
            q=0.0,
            reposts=45_678,
            by_group=40_000,
            ahead=ahead,
            compared=1_500,
            h_all=21,
            h_outside=0,
            reach=True,
        )
    )


def test_a_hub_that_nobody_else_reposts_has_no_word_about_who_was_first() -> None:
    assert "came first" not in _hub(None)
    assert _hub(0.5).replace(
        " In 1,500 posts that others reposted too, theirs came first in 50% of the comparisons.", ""
    ) == _hub(None)
    assert "1,100 of 1,200 accounts" in _hub(None)
    assert "40,000 of its 45,678 reposts" in _hub(None)


@pytest.mark.parametrize(
    ("who", "said"),
    [("group", "1,500 accounts that act together"), ("collection", "1,500 accounts")],
)
def test_who_is_counted(who: str, said: str) -> None:
    assert observation_statements.among(who, 1_500) == said
    shared = observation_statements.shared(
        who=who, total=1_500, count=3, what="do so", outside=(0, 20)
    )
    assert shared.startswith(f"3 of {said} do so; of 20 others 0 do.")
    assert shared.count("no test of chance was made") == 1
