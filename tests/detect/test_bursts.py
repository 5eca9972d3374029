"""Bursts of one text: their density, and the base rate they are held against."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from inunison.detect.bursts import Texts, find_bursts
from inunison.detect.events import PORTION, Events

MINUTE = 60_000_000
Rows = list[tuple[int, int, int]]


def _events(rows: Rows, accounts: int, objects: int) -> Events:
    columns = np.array(rows, np.int64).reshape(-1, 3).T
    return Events.gathered(columns[0], columns[1], columns[2], sizes=(accounts, objects))


def _texts(objects: int, cell: list[int] | None = None) -> Texts:
    cells = np.zeros(objects, np.int64) if cell is None else np.array(cell, np.int64)
    return Texts(cells, np.zeros(objects, bool), np.zeros(objects, bool))


def _ordinary(count: int, first: int) -> Rows:
    """Texts that one account each says once."""
    return [(first + number, 1 + number, number * MINUTE) for number in range(count)]


def _density(rows: Rows, text: int, width: int) -> int:
    said = [(at, account) for account, target, at in rows if target == text]
    return max((len({a for t, a in said if at <= t <= at + width}) for at, _ in said), default=0)


def test_the_plain_case_is_found_with_its_base_rate() -> None:
    """Three accounts within minutes, a fourth later, among texts that are said once."""
    rows = [(0, 0, 0), (1, 0, 2 * MINUTE), (2, 0, 7 * MINUTE), (3, 0, 50 * MINUTE)]
    events = _events(rows + _ordinary(199, 10), 300, 200)
    found = find_bursts(events, _texts(200), 10 * MINUTE)
    assert found.object.tolist() == [0]
    assert found.accounts.tolist() == [3]
    assert found.start.tolist() == [0]
    assert found.as_many.tolist() == [0]
    assert found.compared.tolist() == [199]
    assert found.rate.tolist() == pytest.approx([1 / 200])


def test_the_window_includes_its_end() -> None:
    rows = [
        (0, 0, 0),
        (1, 0, 5 * MINUTE),
        (2, 0, 10 * MINUTE),
        (3, 1, 0),
        (4, 1, 1),
        (5, 1, 10 * MINUTE + 1),
    ]
    found = find_bursts(_events(rows, 6, 2), _texts(2), 10 * MINUTE)
    assert found.object.tolist() == [0]


def test_with_too_few_texts_to_compare_there_is_no_base_rate() -> None:
    rows = [(0, 0, 0), (1, 0, 1), (2, 0, 2)]
    found = find_bursts(_events(rows + _ordinary(49, 10), 60, 50), _texts(50), MINUTE)
    assert found.compared.tolist() == [49]
    assert found.rate.tolist() == [1.0]


def test_a_large_group_does_not_hide_itself() -> None:
    """Twenty texts of the same ten accounts: each is held against the others' texts alone."""
    rows = [
        (account, text, text * 100 * MINUTE + account)
        for text in range(20)
        for account in range(10)
    ]
    others = [(20 + number, 20 + number, number * MINUTE) for number in range(100)]
    found = find_bursts(_events(rows + others, 200, 120), _texts(120), MINUTE)
    assert len(found.object) == 20
    assert set(found.as_many.tolist()) == {0}
    assert set(found.compared.tolist()) == {100}


def test_bursts_of_strangers_in_the_cell_make_a_burst_ordinary() -> None:
    rows = [(text * 3 + place, text, place) for text in range(30) for place in range(3)]
    others = [(200 + number, 30 + number, 0) for number in range(70)]
    found = find_bursts(_events(rows + others, 300, 100), _texts(100), MINUTE)
    assert set(found.as_many.tolist()) == {29}
    assert set(found.rate.tolist()) == {30 / 100}


def test_another_cell_is_not_compared() -> None:
    rows = [(text * 3 + place, text, place) for text in range(2) for place in range(3)]
    others = [(200 + number, 2 + number, 0) for number in range(120)]
    cell = [0, 1] + [0] * 120
    found = find_bursts(_events(rows + others, 330, 122), _texts(122, cell), MINUTE)
    assert found.compared.tolist() == [120, 0]
    assert found.as_many.tolist() == [0, 0]


@given(
    st.lists(
        st.tuples(st.integers(0, 6), st.integers(0, 3), st.integers(0, 30)), min_size=1, max_size=50
    ),
    st.integers(0, 12),
)
@settings(deadline=None)
def test_density_is_that_of_a_look_at_every_window(rows: Rows, width: int) -> None:
    found = find_bursts(_events(rows, 7, 4), _texts(4), width)
    densities = {text: _density(rows, text, width) for text in range(4)}
    wanted = {text: best for text, best in densities.items() if best >= 3}
    assert dict(zip(found.object.tolist(), found.accounts.tolist(), strict=True)) == wanted
    assert all(one >= other for one, other in pairwise(found.accounts.tolist()))


@given(
    st.lists(
        st.tuples(st.integers(0, 9), st.integers(0, 7), st.integers(0, 9)), min_size=1, max_size=80
    ),
    st.lists(st.integers(0, 1), min_size=8, max_size=8),
    st.sampled_from([1, 7, PORTION]),
)
@settings(deadline=None)
def test_what_a_burst_is_held_against_is_counted_text_by_text(
    rows: Rows, cell: list[int], portion: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("inunison.detect.bursts.PORTION", portion)
        found = find_bursts(_events(rows, 10, 8), _texts(8, cell), 4)
    said_by = {text: {a for a, target, _ in rows if target == text} for text in range(8)}
    for place, burst in enumerate(found.object.tolist()):
        others = [
            text
            for text, sayers in said_by.items()
            if sayers and cell[text] == cell[burst] and len(sayers & said_by[burst]) < 2
        ]
        dense = [text for text in others if _density(rows, text, 4) >= found.accounts[place]]
        assert (found.compared[place], found.as_many[place]) == (len(others), len(dense))


def test_a_text_that_hundreds_say_over_a_day_has_no_burst_of_its_own() -> None:
    """Its densest ten minutes are as dense as other ten minutes of it."""
    random = np.random.default_rng(8)
    meme = [(number, 0, int(random.integers(0, 1_440 * MINUTE))) for number in range(300)]
    found = find_bursts(_events(meme + _ordinary(99, 400), 600, 100), _texts(100), 10 * MINUTE)
    assert found.object[0] == 0
    assert found.accounts[0] >= 5
    assert found.tempo[0] > 0.01


def test_a_few_who_are_far_denser_than_the_others_stand_out() -> None:
    random = np.random.default_rng(9)
    slow = [(number, 0, int(random.integers(0, 14_400 * MINUTE))) for number in range(30)]
    fast = [(100 + number, 0, 20_000 * MINUTE + number) for number in range(12)]
    found = find_bursts(_events(slow + fast, 200, 1), _texts(1), 10 * MINUTE)
    assert found.accounts.tolist() == [12]
    assert found.tempo[0] < 1e-4


def test_what_spreads_by_itself_begins_densely_and_is_no_burst() -> None:
    """The first of a meme have nobody before them: those behind them tell its pace."""
    for seed in range(20):
        random = np.random.default_rng(seed)
        delay = 480 * MINUTE * random.lognormal(0.0, 1.0, 300)
        meme = [(number, 0, int(at)) for number, at in enumerate(delay)]
        found = find_bursts(_events(meme + _ordinary(99, 400), 600, 100), _texts(100), 10 * MINUTE)
        assert found.object[0] == 0
        assert not found.rare[0]


def test_a_burst_that_hardly_anybody_takes_up_has_no_pace_to_be_held_against() -> None:
    rows = [(0, 0, 0), (1, 0, 1), (2, 0, 2), (3, 0, 500 * MINUTE), (4, 0, 900 * MINUTE)]
    found = find_bursts(_events(rows, 5, 1), _texts(1), 10 * MINUTE)
    assert found.tempo.tolist() == [0.0]


def test_the_accounts_of_a_burst_say_nothing_of_the_pace_of_others() -> None:
    """Three who say it densely once more are not others who say it at that pace."""
    again = [(who, 0, 700 * MINUTE + who) for who in range(3)]
    rows = [(0, 0, 0), (1, 0, 1), (2, 0, 2), *again]
    found = find_bursts(_events(rows, 5, 1), _texts(1), 10 * MINUTE)
    assert found.tempo.tolist() == [0.0]


def test_a_dense_burst_stands_out_of_those_who_take_it_up_slowly() -> None:
    """Six at once, ten over 150 hours: 16 windows, P(X >= 5) of a mean of 10 * 10 / 9,000."""
    rows = [(who, 0, who) for who in range(6)]
    rows += [(10 + who, 0, (1 + who) * 1_000 * MINUTE) for who in range(10)]
    found = find_bursts(_events(rows, 20, 1), _texts(1), 10 * MINUTE)
    assert found.accounts.tolist() == [6]
    assert found.tempo[0] == pytest.approx(16 * stats.poisson(100 / 9_000).sf(4), rel=1e-6)


def test_a_burst_is_held_against_the_densest_window_of_the_others() -> None:
    """Five at once, and three of ten within another window: P(X >= 4) of a mean of 2."""
    rows = [(who, 0, who) for who in range(5)]
    rows += [(10 + who, 0, 1_000 * MINUTE + who * MINUTE) for who in range(3)]
    rows += [(15 + who, 0, (2 + who) * 1_000 * MINUTE) for who in range(7)]
    found = find_bursts(_events(rows, 30, 1), _texts(1), 10 * MINUTE)
    assert found.accounts.tolist() == [5]
    assert found.tempo[0] == pytest.approx(stats.poisson(2).sf(3))


def test_three_at_once_of_a_text_that_twelve_say_over_a_day_are_no_burst() -> None:
    rows = [(who, 0, who * MINUTE) for who in range(3)]
    rows += [(10 + who, 0, (1 + who) * 120 * MINUTE) for who in range(12)]
    found = find_bursts(_events(rows, 30, 1), _texts(1), 10 * MINUTE)
    assert found.accounts.tolist() == [3]
    assert found.tempo[0] > 0.01
