"""Handles, shared fields and days of creation: exact rules and counts, null and planted."""

from collections import Counter
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from inunison.detect.profiles import (
    Shared,
    creation_burst,
    creation_bursts,
    looks_random,
    shared_values,
    stem,
)

DAY = 86_400_000_000


@pytest.mark.parametrize(
    ("handle", "expected"),
    [
        ("anna", False),
        ("anna1987", False),
        ("anna19870412", True),
        ("Anna_55123", True),
        ("a1b2c3", True),
        ("12345", True),
        ("r2d2", False),
        ("", False),
        ("мария91823745", True),
    ],
)
def test_what_looks_random(handle: str, expected: bool) -> None:
    assert looks_random(handle) is expected


@pytest.mark.parametrize(
    ("handle", "expected"),
    [("Patriot_123", "patriot"), ("patriot9", "patriot"), ("abc12", None), ("99999", None)],
)
def test_the_stem_of_a_handle(handle: str, expected: str | None) -> None:
    assert stem(handle) == expected


@given(st.text(max_size=30))
def test_any_handle_can_be_read(handle: str) -> None:
    assert looks_random(handle) in (True, False)
    left = stem(handle)
    assert left is None or len(left) >= 4


def _shared(mine: dict[str, str], others: int, value: str = "elsewhere") -> tuple[Shared, ...]:
    overall = Counter(mine.values()) + Counter({value: others})
    return shared_values(mine, overall, overall.total())


def test_a_value_that_nobody_else_has_is_rare() -> None:
    mine = {"a": "x", "b": "x", "c": "x", "d": "y"}
    (found,) = _shared(mine, 99)
    assert (found.value, found.accounts, found.known) == ("x", ("a", "b", "c"), 4)
    assert (found.others, found.others_known) == (0, 99)
    assert found.expected == pytest.approx(0.04)
    assert found.tail == pytest.approx(2 * float(stats.binom(4, 0.01).sf(2)))


def test_a_value_that_everybody_has_is_not() -> None:
    mine = {"a": "x", "b": "x", "c": "x"}
    (found,) = _shared(mine, 50, "x")
    assert found.tail == pytest.approx(1.0)


def test_two_accounts_share_nothing_worth_saying() -> None:
    assert _shared({"a": "x", "b": "x"}, 0) == ()


def test_a_group_created_in_one_week_stands_out() -> None:
    created = np.concatenate((np.arange(200) * 10 * DAY, 995 * DAY + np.arange(6) * DAY))
    found = creation_burst(created, np.arange(200, 206), 7)
    assert found is not None
    assert found.start == 995 * DAY
    assert found.accounts.tolist() == [200, 201, 202, 203, 204, 205]
    # One other account was created in that week, and one is added to both counts.
    assert found.expected == pytest.approx(6 * 2 / 201, abs=1e-6)
    assert found.tail < 1e-9


def test_accounts_created_like_the_others_do_not() -> None:
    random = np.random.default_rng(5)
    created = random.integers(0, 3_000 * DAY, 400)
    tails = []
    for _ in range(100):
        chosen = np.sort(random.choice(400, 8, replace=False))
        found = creation_burst(created, chosen, 7)
        assert found is not None
        tails.append(found.tail)
    assert sum(tail <= 0.01 for tail in tails) <= 2


def test_the_window_includes_its_last_instant() -> None:
    created = np.array([0, 7 * DAY, 7 * DAY + 1, 900 * DAY])
    found = creation_burst(created, np.array([0, 1]), 7)
    assert found is not None
    assert found.accounts.tolist() == [0, 1]


def test_one_account_is_no_burst() -> None:
    assert creation_burst(np.array([1, 2]), np.array([0]), 7) is None


def test_a_burst_of_the_collection_is_found_once() -> None:
    random = np.random.default_rng(2)
    even = random.integers(0, 2_000 * DAY, 400)
    burst = 1_000 * DAY + random.integers(0, 2 * DAY, 40)
    found = creation_bursts(np.concatenate((burst, even)), 7, least=5, rare=0.01)
    assert len(found) == 1
    assert set(range(40)) <= set(found[0].accounts.tolist())
    assert found[0].expected < 5


@given(st.lists(st.integers(0, 60), max_size=60), st.integers(1, 3), st.sampled_from([0.01, 0.5]))
def test_of_bursts_that_overlap_the_densest_is_told(
    days: list[int], least: int, rare: float
) -> None:
    created = np.array(days, np.int64) * DAY
    every = creation_bursts(created, 7, least=least, rare=rare)
    starts = [each.start for each in every]
    assert [len(each.accounts) for each in every] == sorted(
        (len(each.accounts) for each in every), reverse=True
    )
    for each in every:
        inside = (created >= each.start) & (created <= each.start + 7 * DAY)
        assert each.accounts.tolist() == np.flatnonzero(inside).tolist()
        assert each.tail <= rare
    assert all(abs(one - other) > 7 * DAY for one, other in combinations(starts, 2))


def test_an_even_collection_has_no_burst() -> None:
    even = np.random.default_rng(3).integers(0, 2_000 * DAY, 600)
    assert creation_bursts(even, 7, least=5, rare=0.01) == ()


def test_no_accounts_have_no_burst() -> None:
    assert creation_bursts(np.zeros(0, np.int64), 7, least=5, rare=0.01) == ()
