"""Objects set aside for the join: which, for whom, and that no pair loses a count by it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inunison.detect.events import Events
from inunison.detect.hot import nearest, set_aside
from inunison.detect.join import windowed_pairs

Rows = list[tuple[int, int, int]]
ROWS = st.lists(
    st.tuples(st.integers(0, 5), st.integers(0, 4), st.integers(0, 20)), min_size=1, max_size=60
)


def _events(rows: Rows, accounts: int = 6, objects: int = 5) -> Events:
    columns = np.array(rows, np.int64).reshape(-1, 3).T
    return Events.gathered(columns[0], columns[1], columns[2], sizes=(accounts, objects))


def _counts(rows: Rows, width: int) -> dict[tuple[int, int], int]:
    """Objects of each pair within a window, by looking at everything."""
    met: dict[tuple[int, int], set[int]] = {}
    for one, target, at in rows:
        for other, same, then in rows:
            if one < other and target == same and abs(at - then) <= width:
                met.setdefault((one, other), set()).add(target)
    return {pair: len(objects) for pair, objects in met.items()}


def test_each_account_leaves_out_its_hottest_objects() -> None:
    """Object 0 is hotter than object 1; the third of three is never left out by least 3."""
    crowd = [(account, 0, account) for account in range(6)]
    crowd += [(account, 1, account) for account in range(4)]
    crowd += [(account, 2, account) for account in range(3)]
    aside = set_aside(_events(crowd), 10, 3, hot=1)
    assert aside.dropped.tolist() == [[0, 1], [0, 1], [0, 1], [0, 1], [0, -1], [0, -1]]
    kept = aside.kept
    assert sorted(zip(kept.account.tolist(), kept.object.tolist(), strict=True)) == [
        (0, 2),
        (1, 2),
        (2, 2),
    ]
    assert aside.most_missing(np.array([0, 4]), np.array([1, 5])).tolist() == [4, 2]
    assert aside.accounts == 6


def test_equally_hot_objects_are_left_out_in_the_order_of_their_numbers() -> None:
    rows = [(account, target, 0) for account in range(2) for target in range(4)]
    assert set_aside(_events(rows), 10, 3, hot=1).dropped[:2].tolist() == [[0, 1], [0, 1]]


@pytest.mark.parametrize(("least", "hot"), [(1, 1), (3, 16)])
def test_nothing_is_set_aside_for_one_object_or_where_none_is_hot(least: int, hot: int) -> None:
    rows = [(account, 0, account) for account in range(6)]  # fifteen pairs
    events = _events(rows)
    aside = set_aside(events, 10, least, hot=hot)
    assert len(aside.kept) == len(events)
    assert (aside.dropped < 0).all()


def test_an_object_is_as_hot_as_its_pairs_within_the_window() -> None:
    rows = [(account, 0, account * 100) for account in range(6)]
    assert (set_aside(_events(rows), 10, 3, hot=1).dropped < 0).all()
    assert (set_aside(_events(rows), 100, 3, hot=5).dropped[:, 0] == 0).all()


@given(ROWS, st.integers(0, 8))
@settings(deadline=None, max_examples=60)
def test_what_was_set_aside_is_counted_again(rows: Rows, width: int) -> None:
    events, windows = _events(rows), [width, 2 * width]
    aside = set_aside(events, 2 * width, 3, hot=1)
    kept = zip(
        aside.kept.account.tolist(),
        aside.kept.object.tolist(),
        aside.kept.at.tolist(),
        strict=True,
    )
    left = list(kept)
    wanted = [_counts(rows, each) for each in windows]
    found = [_counts(left, each) for each in windows]
    first, second = np.triu_indices(6, 1)
    pairs = list(zip(first.tolist(), second.tolist(), strict=True))
    count = np.array([[each.get(pair, 0) for each in found] for pair in pairs], np.int64)
    aside.complete(first.astype(np.int64), second.astype(np.int64), count, windows)
    assert count.tolist() == [[each.get(pair, 0) for each in wanted] for pair in pairs]


@given(ROWS, st.integers(0, 8))
@settings(deadline=None, max_examples=40)
def test_pairs_with_enough_objects_are_all_found(rows: Rows, width: int) -> None:
    found = windowed_pairs(_events(rows), [width], least=3)
    pairs = zip(found.first.tolist(), found.second.tolist(), strict=True)
    counted = dict(zip(pairs, found.count[:, 0].tolist(), strict=True))
    assert counted == {pair: n for pair, n in _counts(rows, width).items() if n >= 3}


RISING = st.lists(st.integers(0, 100), min_size=1, max_size=8).map(sorted)


@given(st.lists(st.tuples(RISING, RISING), min_size=1, max_size=6))
def test_the_nearest_of_two_runs_is_that_of_all_their_pairs(
    runs: list[tuple[list[int], list[int]]],
) -> None:
    at: list[int] = []
    borders: list[tuple[int, int, int]] = []
    for one, other in runs:
        borders.append((len(at), len(at) + len(one), len(at) + len(one) + len(other)))
        at += one + other
    start, middle, stop = (np.array(each, np.int64) for each in zip(*borders, strict=True))
    found = nearest(np.array(at, np.int64), (start, middle), (middle, stop))
    assert found.tolist() == [min(abs(a - b) for a in one for b in other) for one, other in runs]


def test_no_runs_have_no_distances() -> None:
    none = np.zeros(0, np.int64)
    assert nearest(none, (none, none), (none, none)).tolist() == []
