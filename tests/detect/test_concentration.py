"""Concentration and the repost h-index: exact values and what must never matter."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inunison.detect.concentration import gini, herfindahl, repost_h

_COUNTS = st.lists(st.integers(1, 1000), min_size=1, max_size=40)


def _whole(*counts: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array(counts, np.int64)


def test_equal_counts_are_not_concentrated() -> None:
    assert gini(_whole(4, 4, 4, 4)) == pytest.approx(0.0)
    assert herfindahl(_whole(4, 4, 4, 4)) == pytest.approx(0.25)


def test_one_that_has_all_is_as_concentrated_as_it_can_be() -> None:
    assert gini(_whole(0, 0, 0, 8)) == pytest.approx(0.75)
    assert herfindahl(_whole(8)) == 1.0


def test_known_values() -> None:
    assert gini(_whole(1, 3)) == pytest.approx(0.25)
    assert herfindahl(_whole(1, 3)) == pytest.approx(10 / 16)


@given(_COUNTS)
def test_gini_is_the_mean_difference_over_twice_the_mean(counts: list[int]) -> None:
    values = np.array(counts, float)
    differences = np.abs(values[:, None] - values[None, :]).mean()
    assert gini(_whole(*counts)) == pytest.approx(differences / (2 * values.mean()))


@given(_COUNTS, st.integers(2, 9))
def test_scale_and_order_change_nothing(counts: list[int], factor: int) -> None:
    scaled = _whole(*(count * factor for count in reversed(counts)))
    assert gini(scaled) == pytest.approx(gini(_whole(*counts)))
    assert herfindahl(scaled) == pytest.approx(herfindahl(_whole(*counts)))
    assert 1 / len(counts) - 1e-9 <= herfindahl(scaled) <= 1 + 1e-9


@pytest.mark.parametrize(
    ("reposters", "expected"),
    [((), 0), ((0, 0), 0), ((1,), 1), ((5, 5, 5), 3), ((9, 4, 3, 2, 1), 3), ((10,) * 21, 10)],
)
def test_h_posts_with_h_reposters(reposters: tuple[int, ...], expected: int) -> None:
    assert repost_h(_whole(*reposters)) == expected


@given(st.lists(st.integers(0, 30), max_size=40))
def test_h_is_the_greatest_that_holds(reposters: list[int]) -> None:
    found = repost_h(_whole(*reposters))
    assert sum(count >= found for count in reposters) >= found
    assert sum(count >= found + 1 for count in reposters) < found + 1
