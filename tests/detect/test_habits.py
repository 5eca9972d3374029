"""Silence and hours of the day: exact values, borders, null and planted."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inunison.detect.events import Whole
from inunison.detect.habits import ROUNDS, Hours, alike, awakenings, hour_counts, quietest, silences

DAY = 86_400_000_000
HOUR = 3_600_000_000


def _woken(posts: list[tuple[int, int]], period: tuple[int, int], size: int = 3) -> list[bool]:
    account, at = np.array(sorted(posts), np.int64).reshape(-1, 2).T
    ended = account[awakenings(at, silences(at, account), period)]
    return [who in ended for who in range(size)]


def test_ninety_days_of_silence_before_the_period_count() -> None:
    posts = [(0, 0), (0, 90 * DAY), (1, 1), (1, 90 * DAY), (2, 90 * DAY)]
    assert _woken(posts, (90 * DAY, 91 * DAY)) == [True, False, False]


def test_silence_that_ended_outside_the_period_does_not() -> None:
    posts = [(0, 0), (0, 95 * DAY), (0, 96 * DAY)]
    assert _woken(posts, (96 * DAY, 97 * DAY)) == [False, False, False]
    assert _woken(posts, (95 * DAY, 95 * DAY)) == [True, False, False]


def test_no_posts_are_no_silence() -> None:
    assert _woken([], (0, DAY), size=2) == [False, False]


def test_hours_are_of_utc_and_wrap_before_1970() -> None:
    at = np.array([0, HOUR - 1, HOUR, -1, DAY + 5 * HOUR])
    counts = hour_counts(at, np.array([0, 0, 0, 0, 1]), 2)
    assert counts[0, [0, 1, 23]].tolist() == [2, 1, 1]
    assert counts[1, 5] == 1
    assert counts.sum() == 5


@given(st.lists(st.integers(0, 50), min_size=24, max_size=24).filter(any))
def test_the_quietest_hours_are_the_least_of_all_windows(counts: list[int]) -> None:
    begins, share = quietest(np.array(counts, np.int64))
    sums = [sum(counts[(start + n) % 24] for n in range(6)) for start in range(24)]
    assert sums[begins] == min(sums)
    assert share == pytest.approx(min(sums) / sum(counts))


def test_a_program_that_never_sleeps_has_a_quarter_in_its_quietest_hours() -> None:
    assert quietest(np.full(24, 10)) == (0, 0.25)


def _people(count: int, seed: int) -> Whole:
    """Accounts that each post in a few hours of their own."""
    random = np.random.default_rng(seed)
    counts = np.zeros((count, 24), np.int64)
    for row, start in enumerate(random.integers(0, 24, count)):
        hours = (start + random.integers(0, 8, 40)) % 24
        np.add.at(counts[row], hours, 1)
    return counts


def test_accounts_of_one_shift_are_alike_beyond_others() -> None:
    counts = _people(80, 1)
    counts[:5] = 0
    counts[:5, 8:12] = np.random.default_rng(2).integers(8, 12, (5, 4))
    found = alike(Hours.of(counts), np.arange(5), 0)
    assert found.seen > 0.95
    assert found.expected < 0.6
    assert found.tail == pytest.approx(0.001)


def test_accounts_like_the_others_are_not() -> None:
    counts = _people(80, 3)
    tails = [
        alike(Hours.of(counts), np.arange(start, start + 5), 0).tail for start in range(0, 60, 5)
    ]
    assert sum(tail <= 0.01 for tail in tails) <= 1
    assert float(np.mean(tails)) == pytest.approx(0.5, abs=0.3)


def test_the_likeness_is_the_mean_cosine() -> None:
    counts = np.zeros((6, 24), np.int64)
    counts[:, 0] = 1
    counts[1, 1] = 1
    found = alike(Hours.of(counts), np.array([0, 1]), 0)
    assert found.seen == pytest.approx(1 / 2**0.5, abs=1e-6)
    assert found.expected == 1.0


def test_accounts_with_too_few_posts_have_no_hours() -> None:
    counts = np.zeros((4, 24), np.int64)
    counts[[0, 2, 3], [5, 6, 7]] = [2, 3, 1]
    hours = Hours.of(counts, 2)
    assert hours.account.tolist() == [0, 2]
    assert hours.unit[[0, 1], [5, 6]].tolist() == [1.0, 1.0]
    assert hours.places(np.array([0, 1, 2, 3])).tolist() == [0, 1]
    assert hours.places(np.array([1, 3])).tolist() == []


@given(st.integers(0, 2**32 - 1), st.integers(2, 6))
@settings(max_examples=10, deadline=None)
def test_sets_are_drawn_and_added_up_as_one_by_one(seed: int, size: int) -> None:
    hours, members = Hours.of(_people(30, seed)), np.arange(3, 3 + size)
    random, others = np.random.default_rng(seed), np.setdiff1d(np.arange(30), members)
    drawn = []
    for _ in range(ROUNDS):
        total = hours.unit[random.choice(others, size, replace=False)].sum(axis=0)
        drawn.append(float((total @ total - size) / (size * (size - 1))))
    found = alike(hours, members, seed)
    assert found.expected == round(float(np.mean(drawn)), 6)
    assert found.tail == (1 + sum(each >= found.seen - 1e-6 for each in drawn)) / (ROUNDS + 1)
