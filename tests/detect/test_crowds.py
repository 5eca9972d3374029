"""Counts per object against a look at every pair of events."""

from collections import defaultdict
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inunison.detect import crowds as module
from inunison.detect.crowds import crowds, neighbours
from inunison.detect.events import Events
from inunison.detect.join import windowed_pairs

Rows = list[tuple[int, int, int]]
rows_of_events = st.lists(
    st.tuples(st.integers(0, 7), st.integers(0, 4), st.integers(0, 60)), max_size=60
)


def _events(rows: Rows) -> Events:
    columns = np.array(rows, np.int64).reshape(-1, 3).T
    return Events.gathered(columns[0], columns[1], columns[2], sizes=(8, 5))


def _brute_force(rows: Rows, width: int) -> list[int]:
    times: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for account, target, at in rows:
        times[target][account].append(at)
    near = [0] * 5
    for target, sharers in times.items():
        for one, other in combinations(sorted(sharers), 2):
            near[target] += any(abs(a - b) <= width for a in sharers[one] for b in sharers[other])
    return near


@given(rows_of_events, st.integers(1, 20))
@settings(max_examples=300, deadline=None)
def test_near_pairs_are_those_of_a_brute_force_count(rows: Rows, portion: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "PORTION", portion)
        found = crowds(_events(rows), [0, 4, 15])
    for column, width in enumerate((0, 4, 15)):
        assert found.near[:, column].tolist() == _brute_force(rows, width)


@given(rows_of_events)
@settings(deadline=None)
def test_near_pairs_add_up_to_the_counts_of_the_join(rows: Rows) -> None:
    events = _events(rows)
    assert crowds(events, [7]).near.sum() == windowed_pairs(events, [7]).count.sum()


@given(rows_of_events)
def test_sharers_are_different_accounts(rows: Rows) -> None:
    found = crowds(_events(rows), [1])
    for target in range(5):
        assert found.sharers[target] == len({a for a, o, _ in rows if o == target})
        assert found.pairs[target] == found.sharers[target] * (found.sharers[target] - 1) // 2


@given(rows_of_events, st.integers(1, 20))
@settings(deadline=None)
def test_neighbours_are_those_of_a_brute_force_count(rows: Rows, portion: int) -> None:
    times: dict[tuple[int, int], list[int]] = defaultdict(list)
    for account, target, at in rows:
        times[account, target].append(at)
    wanted = [
        sum(
            target == other_target
            and account != other
            and any(abs(a - b) <= 6 for a in mine for b in theirs)
            for (other, other_target), theirs in times.items()
        )
        for (account, target), mine in sorted(times.items())
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "PORTION", portion)
        assert neighbours(_events(rows), 6).tolist() == wanted
