"""Exact tails over strata, against scipy and against counting every outcome."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from inunison.detect.exact import binomial_tail, stratified_mean, stratified_tail
from inunison.detect.significance import hypergeometric_tail

Stratum = tuple[int, int, int]


def _tail(least: int, *strata: Stratum) -> float:
    size, marked, drawn = (np.array(column, np.int64) for column in zip(*strata, strict=True))
    return stratified_tail(least, size, marked, drawn)


_STRATUM = st.integers(1, 9).flatmap(
    lambda size: st.tuples(st.just(size), st.integers(0, size), st.integers(0, size))
)


def test_one_stratum_has_the_values_of_the_hypergeometric_test() -> None:
    assert _tail(5, (100, 10, 8)) == pytest.approx(1.6366919e-4, rel=1e-6)
    assert _tail(5, (1000, 20, 20)) == pytest.approx(2.4086577e-5, rel=1e-6)
    assert _tail(5, (100, 10, 8)) == pytest.approx(hypergeometric_tail(5, 100, 10, 8))


def test_one_stratum_is_the_exact_test_of_fisher() -> None:
    _, p = stats.fisher_exact([[8, 2], [1, 5]], alternative="greater")
    assert _tail(8, (16, 10, 9)) == pytest.approx(float(p))


@given(st.lists(_STRATUM, min_size=1, max_size=3), st.integers(0, 12))
@settings(max_examples=80, deadline=None)
def test_several_strata_are_the_sum_over_all_outcomes(strata: list[Stratum], least: int) -> None:
    parts = [
        [float(stats.hypergeom(size, marked, drawn).pmf(x)) for x in range(drawn + 1)]
        for size, marked, drawn in strata
    ]
    expected = sum(
        float(np.prod([part[x] for part, x in zip(parts, outcome, strict=True)]))
        for outcome in product(*(range(len(part)) for part in parts))
        if sum(outcome) >= least
    )
    assert _tail(least, *strata) == pytest.approx(expected, abs=1e-9)


@given(st.lists(_STRATUM, min_size=1, max_size=3))
@settings(max_examples=40, deadline=None)
def test_the_tails_add_up_to_the_mean(strata: list[Stratum]) -> None:
    columns = [np.array(column, np.int64) for column in zip(*strata, strict=True)]
    most = sum(min(marked, drawn) for _, marked, drawn in strata)
    total = sum(_tail(least, *strata) for least in range(1, most + 1))
    assert total == pytest.approx(stratified_mean(*columns), abs=1e-9)


def test_strata_take_away_what_only_their_sizes_explain() -> None:
    """All marked and nearly all drawn lie in one small stratum: no news within it."""
    assert _tail(9, (1010, 10, 10)) < 1e-9
    assert _tail(9, (10, 10, 9), (1000, 0, 1)) == pytest.approx(1.0)


@pytest.mark.parametrize(("least", "trials", "chance"), [(3, 10, 0.1), (10, 10, 0.5), (1, 5, 0.9)])
def test_the_binomial_tail_is_the_one_of_scipy(least: int, trials: int, chance: float) -> None:
    assert binomial_tail(least, trials, chance) == pytest.approx(
        float(stats.binom(trials, chance).sf(least - 1))
    )


def test_the_binomial_tail_at_its_borders() -> None:
    assert binomial_tail(0, 4, 0.0) == 1.0
    assert binomial_tail(5, 4, 0.5) == 0.0
