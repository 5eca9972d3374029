"""The windowed join against a join that looks at every pair of events."""

from collections import defaultdict
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inunison.detect import hot, join
from inunison.detect.events import Events
from inunison.detect.join import PairCounts, windowed_pairs

SECOND = 1_000_000
Rows = list[tuple[int, int, int]]

rows_of_events = st.lists(
    st.tuples(st.integers(0, 7), st.integers(0, 5), st.integers(0, 40)), max_size=60
)


def _events(rows: Rows, sizes: tuple[int, int] = (8, 6)) -> Events:
    columns = np.array(rows, np.int64).reshape(-1, 3).T
    return Events.gathered(columns[0], columns[1], columns[2], sizes=sizes)


def _brute_force(rows: Rows, windows: list[int], least: int) -> dict[tuple[int, int], list[int]]:
    times: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for account, target, at in rows:
        times[target][account].append(at)
    counts: dict[tuple[int, int], list[int]] = defaultdict(lambda: [0] * len(windows))
    for sharers in times.values():
        for one, other in combinations(sorted(sharers), 2):
            nearest = min(abs(a - b) for a in sharers[one] for b in sharers[other])
            for place, width in enumerate(windows):
                counts[one, other][place] += nearest <= width
    return {pair: found for pair, found in counts.items() if found[-1] >= least}


def _as_dict(found: PairCounts) -> dict[tuple[int, int], list[int]]:
    pairs = zip(found.first.tolist(), found.second.tolist(), strict=True)
    return dict(zip(pairs, found.count.tolist(), strict=True))


@given(rows_of_events, st.integers(1, 4), st.integers(1, 30))
@settings(max_examples=300, deadline=None)
def test_it_counts_what_a_brute_force_join_counts(rows: Rows, least: int, portion: int) -> None:
    windows = [0, 3, 10]
    found = windowed_pairs(_events(rows), windows, least=least, portion=portion)
    assert _as_dict(found) == _brute_force(rows, windows, max(least, 1))


@given(rows_of_events, st.integers(2, 4))
@settings(max_examples=300, deadline=None)
def test_objects_set_aside_are_counted_all_the_same(rows: Rows, least: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(join, "set_aside", lambda *given: hot.set_aside(*given, hot=1))
        found = windowed_pairs(_events(rows), [2, 10], least=least)
    assert _as_dict(found) == _brute_force(rows, [2, 10], least)


@given(rows_of_events, st.randoms(use_true_random=False))
@settings(deadline=None)
def test_the_order_of_events_and_the_number_of_threads_change_nothing(rows: Rows, random) -> None:  # type: ignore[no-untyped-def]
    shuffled = rows.copy()
    random.shuffle(shuffled)
    one = windowed_pairs(_events(rows), [5], threads=1)
    many = windowed_pairs(_events(shuffled), [5], threads=3, portion=7)
    assert one.first.tobytes() == many.first.tobytes()
    assert one.second.tobytes() == many.second.tobytes()
    assert one.count.tobytes() == many.count.tobytes()


def test_a_window_includes_its_end_and_equal_instants() -> None:
    day = 86_400 * SECOND
    rows = [(0, 0, 0), (1, 0, 60 * SECOND), (2, 0, 60 * SECOND + 1), (3, 1, 0), (4, 1, 0)]
    rows += [(5, 2, 0), (6, 2, day + 5 * SECOND)]
    found = _as_dict(windowed_pairs(_events(rows), [60 * SECOND]))
    assert found == {(0, 1): [1], (1, 2): [1], (3, 4): [1]}


def test_an_account_that_acts_often_makes_no_more_of_a_pair() -> None:
    rows = [(0, 0, at) for at in range(100)] + [(1, 0, 50)]
    assert _as_dict(windowed_pairs(_events(rows), [10])) == {(0, 1): [1]}


def test_nobody_is_paired_with_itself() -> None:
    assert len(windowed_pairs(_events([(3, 1, at) for at in range(10)]), [100])) == 0


def test_no_events_are_no_pairs() -> None:
    found = windowed_pairs(_events([]), [1, 2])
    assert len(found) == 0
    assert found.count.shape == (0, 2)


@pytest.mark.parametrize("windows", [[], [5, 5], [5, 1], [-1]])
def test_windows_must_rise(windows: list[int]) -> None:
    with pytest.raises(ValueError, match="rise"):
        windowed_pairs(_events([]), windows)


def test_gaps_of_centuries_do_not_overflow() -> None:
    century = 100 * 365 * 86_400 * SECOND
    rows = [
        (account, target, target * century + account) for account in range(3) for target in range(6)
    ]
    found = windowed_pairs(_events(rows), [3_600 * SECOND], least=6)
    assert found.count.tolist() == [[6], [6], [6]]


def test_pairs_that_do_not_fit_in_memory_are_counted_on_disk(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows = [(account, target, account) for account in range(40) for target in range(30)]
    events = _events(rows, (40, 30))
    whole = windowed_pairs(events, [100])
    monkeypatch.setattr(join, "HELD", 50)
    spilled = windowed_pairs(events, [100], portion=100)
    assert whole.count.tolist() == [[30]] * (40 * 39 // 2)
    assert _as_dict(spilled) == _as_dict(whole)
    assert spilled.first.tobytes() == whole.first.tobytes()


def test_a_hot_object_is_not_written_out() -> None:
    """A thousand accounts on one object would be half a million pairs; nobody needs them."""
    crowd = [(account, 0, account) for account in range(1000)]
    pair = [(account, target, 7) for account in (3, 5) for target in (1, 2)]
    events = _events(crowd + pair, (1000, 3))
    apart = hot.set_aside(events, 10_000, 3, hot=1000)
    assert len(apart.kept) == 4
    assert apart.dropped[3].tolist() == [0, -1]
    found = windowed_pairs(events, [10_000], least=3)
    assert _as_dict(found) == {(3, 5): [3]}
