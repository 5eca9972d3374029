"""The spread of texts over communities, against exact values and exact chances."""

from collections.abc import Callable
from math import comb, log
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inunison.detect.spread import Spread, _few, _many, entropy, spreads


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


@pytest.mark.parametrize("draw", [_few, _many])
def test_both_ways_of_drawing_draw_the_same_chances(draw: Callable[..., Any]) -> None:
    chance = np.array([0.6, 0.25, 0.1, 0.05, 0.0])
    row, count, rounds = draw(6, chance, np.random.default_rng(3), 20_000)
    assert np.bincount(row, count).tolist() == [6] * rounds
    mean = entropy(row, count, rounds, len(chance)).mean()
    table = np.random.default_rng(4).multinomial(6, chance, 20_000) / 6
    logarithms = np.log(np.where(table > 0, table, 1.0))
    assert mean == pytest.approx(-(table * logarithms).sum(axis=1).mean() / log(5), abs=0.004)


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
