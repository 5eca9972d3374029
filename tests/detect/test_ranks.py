"""Earliness over strata: against scipy in one stratum, by hand and by permutation in several."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from inunison.detect.ranks import Earliness, van_elteren

Row = tuple[int, bool, int]


def _tested(rows: list[Row]) -> Earliness:
    value, inside, stratum = zip(*rows, strict=True) if rows else ((), (), ())
    return van_elteren(
        np.array(value, np.int64), np.array(inside, bool), np.array(stratum, np.int64)
    )


_ROWS = st.lists(
    st.tuples(st.integers(0, 9), st.booleans(), st.integers(0, 3)), min_size=1, max_size=30
)


@given(st.lists(st.tuples(st.integers(0, 20), st.booleans(), st.just(0)), min_size=2, max_size=40))
@settings(max_examples=80, deadline=None)
def test_one_stratum_is_the_test_of_mann_and_whitney(rows: list[Row]) -> None:
    mine = [value for value, inside, _ in rows if inside]
    others = [value for value, inside, _ in rows if not inside]
    found = _tested(rows)
    if not mine or not others:
        assert found == Earliness(None, 1.0, None, 0)
    elif len({*mine, *others}) == 1:
        assert found == Earliness(None, 1.0, 0.5, 1)
    else:
        expected = stats.mannwhitneyu(
            mine, others, alternative="less", method="asymptotic", use_continuity=False
        )
        assert found.p == pytest.approx(float(expected.pvalue), abs=1e-6)
        u = float(expected.statistic)
        assert found.ahead == pytest.approx(1 - u / (len(mine) * len(others)), abs=1e-6)


def test_two_strata_by_hand() -> None:
    """Ranks 1 and 2 of three, 1 of four: weights 1/4 and 1/5."""
    rows = [(1, True, 0), (2, True, 0), (3, False, 0)]
    rows += [(1, True, 1), (2, False, 1), (3, False, 1), (4, False, 1)]
    departure = (3 - 2 * 4 / 2) / 4 + (1 - 5 / 2) / 5
    variance = (2 * 1 * 4 / 12) / 16 + (1 * 3 * 5 / 12) / 25
    found = _tested(rows)
    assert found.z == pytest.approx(departure / variance**0.5, abs=1e-6)
    assert found.ahead == 1.0
    assert found.strata == 2


def test_the_variance_is_the_one_over_permutations_within_strata() -> None:
    random = np.random.default_rng(3)
    value = random.integers(0, 6, 40)
    stratum = np.repeat([0, 1, 2, 3], 10)
    inside = random.random(40) < 0.4
    scores = []
    for _ in range(4_000):
        mixed = inside.copy()
        for each in range(4):
            rows = stratum == each
            mixed[rows] = random.permutation(mixed[rows])
        scores.append(van_elteren(value, mixed, stratum).z)
    assert np.mean(np.array(scores, float)) == pytest.approx(0.0, abs=0.06)
    assert np.std(np.array(scores, float)) == pytest.approx(1.0, abs=0.06)


@given(_ROWS, st.integers(-100, 100), st.randoms())
@settings(max_examples=60, deadline=None)
def test_order_and_a_shift_of_a_stratum_change_nothing(
    rows: list[Row], shift: int, random: object
) -> None:
    moved = [(v + shift if s == 1 else v, i, s) for v, i, s in rows]
    random.shuffle(moved)  # type: ignore[attr-defined]
    assert _tested(moved) == _tested(rows)


def test_strata_with_one_side_alone_say_nothing() -> None:
    both = [(1, True, 0), (5, False, 0), (7, False, 0)]
    assert _tested([*both, (1, True, 1), (2, True, 1), (9, False, 2)]) == _tested(both)


def test_a_group_that_is_always_first_is_early_and_one_that_is_last_is_not() -> None:
    first = [(place, place < 3, post) for post in range(10) for place in range(9)]
    last = [(place, place > 5, post) for post in range(10) for place in range(9)]
    assert _tested(first).p < 1e-9
    assert _tested(last).p > 0.999


def test_nothing_gives_nothing() -> None:
    assert _tested([]) == Earliness(None, 1.0, None, 0)
