"""The spread of texts over communities, against exact values and exact chances."""

from math import comb, log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inunison.detect.spread import Spread, _nested, entropy, spreads


def _spread(rows: list[tuple[int, int]], *, seed: int = 0, rounds: int = 999) -> Spread:
    target, community = np.array(rows, np.int64).reshape(-1, 2).T
    return spreads(target, community, seed, rounds=rounds)


def _crowd(sizes: list[int]) -> list[tuple[int, int]]:
    """Texts that one account each says: they are the distribution of posters and are not tested."""
    communities = np.repeat(np.arange(len(sizes)), sizes).tolist()
    return [(1_000 + place, community) for place, community in enumerate(communities)]


def _entropy(table: list[list[int]]) -> list[float]:
    counts = np.array(table)
    row, column = np.nonzero(counts)
    found: list[float] = entropy(row, counts[row, column], *counts.shape).tolist()
    return found


def test_entropy_at_its_borders() -> None:
    assert _entropy([[6, 0, 0], [2, 2, 2], [3, 3, 0]]) == pytest.approx(
        [0.0, 1.0, log(2) / log(3)], abs=1e-8
    )


def test_with_one_community_there_is_no_spread() -> None:
    assert _entropy([[3], [1]]) == [0.0, 0.0]
    found = _spread([(0, 0), (0, 0)])
    assert found.p.tolist() == [1.0]


def test_two_posters_of_two_even_communities_differ_half_the_time() -> None:
    found = _spread([(0, 0), (0, 1), *_crowd([500, 500])], rounds=9_999)
    assert found.object.tolist() == [0]
    assert found.seen.tolist() == [1.0]
    assert found.expected[0] == pytest.approx(0.5, abs=0.02)
    assert found.p[0] == pytest.approx(0.5, abs=0.02)


def test_p_is_the_exact_multinomial_chance() -> None:
    """Four posters, two from each of two communities that hold nine tenths and one tenth."""
    rows = [(0, 0), (0, 0), (0, 1), (0, 1), *_crowd([8998, 998])]
    found = _spread(rows, rounds=9_999)
    exact = comb(4, 2) * 0.9**2 * 0.1**2
    assert found.p[0] == pytest.approx(exact, abs=0.01)


def test_a_text_of_one_community_never_reaches_farther_than_chance() -> None:
    rows = [(0, 0)] * 6 + _crowd([50, 50])
    found = _spread(rows)
    assert (found.seen[0], found.communities[0], found.posters[0]) == (0.0, 1, 6)
    assert found.p[0] == 1.0


def test_a_text_of_one_poster_of_each_community_does() -> None:
    rows = [(0, community) for community in range(10)] + _crowd([2_000, *[20] * 9])
    found = _spread(rows)
    assert found.seen[0] == pytest.approx(1.0)
    assert found.p[0] == pytest.approx(1 / 1000)
    assert found.q[0] <= 0.01


def test_texts_of_random_posters_are_calibrated() -> None:
    random = np.random.default_rng(7)
    chance = np.array([0.5, 0.3, 0.15, 0.05])
    rows = [
        (text, int(community)) for text in range(400) for community in random.choice(4, 6, p=chance)
    ]
    found = _spread(rows)
    assert float((found.p <= 0.05).mean()) <= 0.08
    assert not (found.q <= 0.01).any()


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 3)), min_size=1, max_size=40))
@settings(max_examples=40, deadline=None)
def test_order_changes_nothing_and_values_stay_within_bounds(rows: list[tuple[int, int]]) -> None:
    found, again = _spread(rows, rounds=99), _spread(rows[::-1], rounds=99)
    assert found.p.tolist() == again.p.tolist()
    assert found.object.tolist() == again.object.tolist()
    assert ((found.seen >= 0) & (found.seen <= 1)).all()
    assert ((found.p >= 0.01) & (found.p <= 1)).all()
    assert (found.posters >= 2).all()


def test_the_same_seed_gives_the_same_p() -> None:
    rows = [(0, 0), (0, 1), (0, 2), *_crowd([30, 10, 5])]
    assert _spread(rows, seed=4).p.tolist() == _spread(rows, seed=4).p.tolist()


def test_the_first_posters_of_a_round_are_drawn_with_the_chances() -> None:
    chance = np.array([0.6, 0.25, 0.1, 0.05, 0.0])
    found = _nested(np.array([2, 6, 40]), np.cumsum(chance), 3, range(20_000))
    for column, posters in enumerate((2, 6, 40)):
        table = np.random.default_rng(4).multinomial(posters, chance, 20_000) / posters
        logarithms = np.log(np.where(table > 0, table, 1.0))
        exact = -(table * logarithms).sum(axis=1) / log(5)
        assert found[:, column].mean() == pytest.approx(exact.mean(), abs=0.004)
        assert found[:, column].std() == pytest.approx(exact.std(), abs=0.004)


@given(st.integers(1, 60), st.integers(2, 9), st.integers(0, 2**30))
@settings(max_examples=40, deadline=None)
def test_each_number_of_posters_sees_the_entropy_of_its_first_ones(
    most: int, communities: int, seed: int
) -> None:
    """Counted again from the same draws, number by number; more posters begin with the same."""
    border = np.cumsum(np.random.default_rng(seed).dirichlet(np.ones(communities)))
    numbers = np.unique(np.random.default_rng(seed).integers(2, 3 + most, 5))
    found = _nested(numbers, border, seed, range(10, 17))
    for place, each in enumerate(range(10, 17)):
        row = np.random.default_rng((seed, each)).random(int(numbers[-1])) * border[-1]
        drawn = np.searchsorted(border, row, "right")
        for column, number in enumerate(numbers):
            table = np.bincount(drawn[:number], minlength=communities)
            assert found[place, column] == pytest.approx(_entropy([table.tolist()])[0], abs=2e-9)
    assert (_nested(numbers[:1], border, seed, range(10, 17))[:, 0] == found[:, 0]).all()


def test_texts_of_very_many_posters_are_drawn_in_fewer_rounds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows = [(0, each % 3) for each in range(9)] + [(1, 2), (1, 2), *_crowd([898, 98, 5])]
    whole = _spread(rows)
    monkeypatch.setattr("inunison.detect.spread._DRAWN", 500 * 9 + 1)
    fewer = _spread(rows)
    assert fewer.p[0] == pytest.approx(1 / 501)  # of 500 rounds; two posters have all 999
    assert whole.p[0] == pytest.approx(1 / 1000)
    assert fewer.p[1] == whole.p[1]
    assert fewer.expected.tolist() == pytest.approx(whole.expected.tolist(), abs=0.05)


def test_portions_of_rounds_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [(place, each % 4) for place in range(5) for each in range(2 + 3 * place)]
    rows += _crowd([70, 20, 9, 1])
    whole = _spread(rows)
    monkeypatch.setattr("inunison.detect.spread._PORTION", 40)
    split = _spread(rows)
    assert split.p.tolist() == whole.p.tolist()
    assert split.expected.tolist() == pytest.approx(whole.expected.tolist(), abs=1e-9)


@pytest.mark.parametrize("level", [0.01, 0.05, 0.3])
def test_what_is_above_the_level_need_not_be_drawn_to_its_end(level: float) -> None:
    random = np.random.default_rng(5)
    rows = [
        (place, int(each)) for place in range(40) for each in random.integers(0, 6, 2 + place % 7)
    ]
    target, community = np.array([*rows, *_crowd([400, 90, 5, 3, 1, 1])], np.int64).T
    whole = spreads(target, community, 1, rounds=999)
    short = spreads(target, community, 1, rounds=999, level=level)
    inside = whole.p <= level
    assert 0 < inside.sum() < len(inside)
    assert short.p[inside].tolist() == whole.p[inside].tolist()
    assert (short.p[~inside] > level).all()
    assert ((short.q <= level) == (whole.q <= level)).all()
    assert short.q[whole.q <= level].tolist() == whole.q[whole.q <= level].tolist()
    assert short.seen.tolist() == whole.seen.tolist()
