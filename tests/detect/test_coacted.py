"""CO_ACTED rows against a count by hand: each pair once, from the smaller uid, with its period."""

from typing import cast

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inunison.detect.coacted import SCHEMA, co_acted
from inunison.detect.events import Events
from inunison.detect.frames import allowed
from inunison.detect.gathering import Gathered
from inunison.detect.join import PairCounts
from inunison.detect.judging import Kind
from inunison.detect.timing import Timing
from inunison.detect.traces import TRACES
from inunison.detect.tracing import TraceReport
from inunison.records import Frame

SECOND = 1_000_000
WINDOWS = (10 * SECOND, 60 * SECOND)
Row = dict[str, object]


def _events(acts: list[tuple[int, int, int]], accounts: int, objects: int) -> Events:
    columns = np.array(acts, np.int64).reshape(-1, 3).T
    return Events.gathered(columns[0], columns[1], columns[2] * SECOND, sizes=(accounts, objects))


def _kind(name: str, pairs: list[tuple[int, int]], window: int = 0, q: float = 0.005) -> Kind:
    ends = np.array(pairs, np.int64).reshape(-1, 2)
    count = np.tile(np.array([3, 4], np.int64), (len(pairs), 1))
    test = Timing(
        count=count,
        shared=np.full(len(pairs), 4),
        expected=np.tile(np.array([0.123456789123, 0.5]), (len(pairs), 1)),
        p=np.full(len(pairs), 1e-6),
        window=np.full(len(pairs), window),
        without_one=np.full(len(pairs), 1e-4),
    )
    share = np.full(len(pairs), q)
    return Kind(name, PairCounts(ends[:, 0], ends[:, 1], count), test, share, share)


def _report(events: Events, *kinds: Kind, trace: int = 0) -> TraceReport:
    accounts = [f"u{number:02}" for number in range(events.accounts)]
    objects = [f"o{number}" for number in range(events.objects)]
    gathered = Gathered(TRACES[trace], events, accounts, objects, WINDOWS)
    return TraceReport(gathered, allowed((Frame.KEYWORD,)), kinds=kinds)


def _rows(*reports: TraceReport) -> list[Row]:
    return cast("list[Row]", co_acted(reports).to_pylist())


ACTS = [
    *((0, 0, 0), (1, 0, 5), (2, 0, 500)),
    *((0, 1, 1_000), (1, 1, 1_040)),
    *((0, 2, 2_000), (1, 2, 2_003), (2, 2, 2_001)),
]


def test_no_report_and_no_tie_make_an_empty_table_of_the_same_columns() -> None:
    for table in (co_acted([]), co_acted([_report(_events(ACTS, 3, 3))])):
        assert table.schema == SCHEMA
        assert len(table) == 0


@pytest.mark.parametrize(
    ("window", "width", "count", "expected", "last"),
    [(0, 10, 3, 0.123456789, 2_003), (1, 60, 4, 0.5, 2_003)],
)
def test_a_row_tells_what_the_window_that_speaks_most_saw(
    window: int, width: int, count: int, expected: float, last: int
) -> None:
    (row,) = _rows(_report(_events(ACTS, 3, 3), _kind("timing", [(0, 1)], window)))
    assert row == {
        "start": "u00",
        "end": "u01",
        "trace": TRACES[0].name,
        "test": "timing",
        "window_s": width,
        "count": count,
        "expected": expected,
        "p": 1e-6,
        "q": 0.005,
        "first": 0,
        "last": last * SECOND,
    }


def test_the_period_is_of_what_lies_within_the_window() -> None:
    """Accounts 0 and 2 share the first object too, minutes apart: it is no part of the tie."""
    (row,) = _rows(_report(_events(ACTS, 3, 3), _kind("timing", [(0, 2)])))
    assert (row["first"], row["last"]) == (2_000 * SECOND, 2_001 * SECOND)


def test_where_both_tests_kept_a_pair_the_first_speaks_for_it() -> None:
    kinds = (
        _kind("timing", [(0, 1)], q=0.001),
        _kind("exclusive", [(0, 1), (0, 2)], window=1, q=0.009),
    )
    rows = _rows(_report(_events(ACTS, 3, 3), *kinds))
    assert [(row["start"], row["end"], row["test"], row["q"]) for row in rows] == [
        ("u00", "u01", "timing", 0.001),
        ("u00", "u02", "exclusive", 0.009),
    ]


def test_traces_stand_one_after_another_and_pairs_in_the_order_of_their_uids() -> None:
    events = _events(ACTS, 3, 3)
    mixed = _kind("timing", [(1, 2), (0, 2), (0, 1)])
    rows = _rows(_report(events, mixed, trace=1), _report(events, mixed, trace=0))
    pairs = [("u00", "u01"), ("u00", "u02"), ("u01", "u02")]
    assert [(row["start"], row["end"]) for row in rows] == pairs * 2
    assert [row["trace"] for row in rows] == [TRACES[1].name] * 3 + [TRACES[0].name] * 3


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(0, 90)), min_size=1, max_size=25
    ),
    st.integers(0, 1),
)
def test_periods_are_those_of_a_count_by_hand(
    acts: list[tuple[int, int, int]], window: int
) -> None:
    """The first actions of both on each object whose nearest two lie within the window."""
    held: dict[tuple[int, int], list[int]] = {}
    for account, target, at in acts:
        held.setdefault((account, target), []).append(at)
    width = WINDOWS[window] // SECOND
    wanted: dict[tuple[int, int], tuple[int, int]] = {}
    for one in range(4):
        for other in range(one + 1, 4):
            begun = [
                (min(held[one, target]), min(held[other, target]))
                for target in range(4)
                if (one, target) in held
                and (other, target) in held
                and min(abs(a - b) for a in held[one, target] for b in held[other, target]) <= width
            ]
            if begun:
                ends = (min(map(min, begun)) * SECOND, max(map(max, begun)) * SECOND)
                wanted[one, other] = ends
    events = _events(acts, 4, 4)
    table: pa.Table = co_acted([_report(events, _kind("timing", list(wanted), window))])
    found = {
        (int(str(row["start"])[1:]), int(str(row["end"])[1:])): (row["first"], row["last"])
        for row in table.to_pylist()
    }
    assert found == wanted
