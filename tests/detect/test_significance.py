"""Tails and q-values against exact values, scipy's own functions, and what must always hold."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from inunison.detect.significance import (
    disparity,
    false_discovery,
    hypergeometric_tail,
    poisson_binomial_tail,
    poisson_tail,
    ratio_interval,
)

P_VALUES = [0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216]


@pytest.mark.parametrize(
    ("given_", "exact"),
    [((5, 100, 10, 8), 1.6366919e-4), ((5, 1000, 20, 20), 2.4086577e-5)],
)
def test_the_hypergeometric_tail_has_its_exact_values(
    given_: tuple[int, int, int, int], exact: float
) -> None:
    assert hypergeometric_tail(*given_) == pytest.approx(exact, rel=1e-7)


@given(st.integers(1, 300), st.data())
def test_the_hypergeometric_tail_is_scipys(population: int, data: st.DataObject) -> None:
    marked = data.draw(st.integers(0, population))
    drawn = data.draw(st.integers(0, population))
    least = data.draw(st.integers(0, population))
    exact = float(stats.hypergeom.sf(least - 1, population, marked, drawn))
    assert hypergeometric_tail(least, population, marked, drawn) == pytest.approx(exact, abs=1e-9)


def test_the_poisson_tail_has_its_exact_values() -> None:
    tail = poisson_tail(np.array([5, 3, 0]), np.array([0.4, 1.0, 7.0]))
    assert tail.tolist() == pytest.approx([6.1243e-5, 0.0803, 1.0], rel=1e-3)


@given(st.integers(0, 60), st.floats(1e-6, 60))
def test_the_poisson_tail_is_scipys(least: int, mean: float) -> None:
    exact = float(stats.poisson.sf(least - 1, mean))
    assert poisson_tail(np.array([least]), np.array([mean]))[0] == pytest.approx(exact, rel=1e-6)


def test_the_sum_of_unequal_chances_has_its_exact_value() -> None:
    chances = np.array([[0.1, 0.2, 0.3, 0.4], [0.5, 0.5, 0.0, 0.0]])
    tail = poisson_binomial_tail(np.array([3, 2]), chances)
    assert tail.tolist() == pytest.approx([0.0428, 0.25])


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8), st.integers(0, 9))
def test_the_sum_of_unequal_chances_is_that_of_all_outcomes(
    chances: list[float], least: int
) -> None:
    total = 0.0
    for outcome in range(2 ** len(chances)):
        bits = [(outcome >> place) & 1 for place in range(len(chances))]
        if sum(bits) >= least:
            total += float(
                np.prod([p if bit else 1 - p for p, bit in zip(chances, bits, strict=True)])
            )
    tail = poisson_binomial_tail(np.array([least]), np.array([chances]))
    assert tail[0] == pytest.approx(total, abs=1e-9)


@given(st.lists(st.floats(0.001, 0.2), min_size=2, max_size=20))
def test_a_poisson_tail_never_claims_more_than_the_exact_one_above_the_mean(
    chances: list[float],
) -> None:
    mean = sum(chances)
    least = int(mean) + 2
    exact = poisson_binomial_tail(np.array([least]), np.array([chances]))[0]
    assert poisson_tail(np.array([least]), np.array([mean]))[0] >= exact - 1e-12


def test_q_has_its_exact_values() -> None:
    q = false_discovery(np.array(P_VALUES), len(P_VALUES))
    wanted = [0.01, 0.04, 0.084, 0.084, 0.084, 0.1, 0.1057, 0.216, 0.216, 0.216]
    assert q.tolist() == pytest.approx(wanted, abs=1e-4)
    strict = false_discovery(np.array(P_VALUES), len(P_VALUES), dependent=True)
    assert strict[0] == pytest.approx(0.0293, abs=1e-4)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40), st.booleans())
def test_q_is_scipys(p: list[float], dependent: bool) -> None:
    exact = stats.false_discovery_control(p, method="by" if dependent else "bh")
    q = false_discovery(np.array(p), len(p), dependent=dependent)
    assert q.tolist() == pytest.approx(exact.tolist())


@given(st.lists(st.floats(0, 1), max_size=30), st.integers(0, 50))
def test_tests_without_a_p_value_count_as_one(p: list[float], untested: int) -> None:
    short = false_discovery(np.array(p), len(p) + untested)
    whole = false_discovery(np.array(p + [1.0] * untested), len(p) + untested)
    assert short.tolist() == pytest.approx(whole[: len(p)].tolist())


def test_more_p_values_than_tests_are_an_error() -> None:
    with pytest.raises(ValueError, match="2 p-values"):
        false_discovery(np.array([0.1, 0.2]), 1)


def test_the_interval_of_a_ratio_is_garwoods() -> None:
    ratio, lower, upper = ratio_interval(10, 2.0)
    assert ratio == pytest.approx(10.5 / 2.5)
    assert lower == pytest.approx(stats.chi2.ppf(0.025, 20) / 2 / 2.0)
    assert upper == pytest.approx(stats.chi2.ppf(0.975, 22) / 2 / 2.0)
    assert ratio_interval(0, 1.0)[1] == 0.0


def test_disparity_has_its_exact_value() -> None:
    assert disparity(np.array([0.6]), np.array([1.0]), np.array([5]))[0] == pytest.approx(0.0256)
