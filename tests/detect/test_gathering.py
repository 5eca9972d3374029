"""From tables to events: order, numbers, coarse times, lists; what is left out is counted."""

import duckdb
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inunison.detect.events import UNPUBLISHED
from inunison.detect.gathering import Gathered, LeftOut, gather
from inunison.detect.traces import SECOND, TRACES, Trace

Row = tuple[str, str, int, str, int | None, int]
MINUTE, DAY = 60 * SECOND, 86_400 * SECOND
MADE = Trace("made", "did the same", "things", "SELECT * FROM made", "SELECT 1", (10, 60, 300))


def _gathered(
    rows: list[Row],
    excluded: dict[str, list[tuple[str, str]]] | None = None,
    original: int = 0,
) -> Gathered:
    with duckdb.connect(":memory:") as database:
        database.execute(
            'CREATE TABLE made (account VARCHAR, object VARCHAR, "at" BIGINT, post VARCHAR,'
            " published BIGINT, precision BIGINT, published_precision BIGINT)"
        )
        for what in ("accounts", "objects", "posts"):
            database.execute(f"CREATE TABLE excluded_{what} (uid VARCHAR, list VARCHAR)")
            for row in (excluded or {}).get(what, []):
                database.execute(f"INSERT INTO excluded_{what} VALUES (?, ?)", row)
        for made in rows:
            database.execute("INSERT INTO made VALUES (?, ?, ?, ?, ?, ?, ?)", (*made, original))
        return gather(database, MADE)


def test_accounts_and_objects_are_numbered_in_the_order_of_their_keys() -> None:
    found = _gathered([("b", "y", 5, "1", None, 0), ("a", "y", 7, "2", None, 0)])
    assert (found.accounts, found.objects) == (["a", "b"], ["y"])
    assert found.events.account.tolist() == [1, 0]
    assert found.events.at.tolist() == [5, 7]
    assert found.events.published is None
    assert found.windows == (10 * SECOND, MINUTE, 300 * SECOND)
    assert found.left_out == ()


def test_an_object_has_the_earliest_publication_that_is_known_or_none() -> None:
    rows: list[Row] = [
        ("a", "x", 50, "1", 30, 0),
        ("b", "x", 60, "2", 20, 0),
        ("a", "y", 70, "3", None, 0),
    ]
    published = _gathered(rows).events.published
    assert published is not None
    assert published.tolist() == [20, UNPUBLISHED]


@pytest.mark.parametrize(
    ("fine", "known"), [(SECOND, True), (5 * SECOND, True), (6 * SECOND, False), (DAY, False)]
)
def test_a_publication_is_known_where_it_is_twice_as_fine_as_the_narrowest_window(
    fine: int, known: bool
) -> None:
    rows: list[Row] = [("a", "x", 50, "1", 30, 0), ("b", "x", 60, "2", 30, 0)]
    assert (_gathered(rows, original=fine).events.published is not None) is known


def test_a_few_coarse_times_are_left_out_and_counted() -> None:
    fine: list[Row] = [("a", "x", place, f"{place}", None, 0) for place in range(5)]
    coarse: list[Row] = [("b", "x", 60, "c", None, MINUTE), ("b", "x", 90, "d", None, DAY)]
    found = _gathered(fine + coarse)
    assert found.left_out == (LeftOut("times too coarse for the windows", 2),)
    assert len(found.events) == 5
    assert found.accounts == ["a"]
    assert len(found.windows) == 3


def test_mostly_coarse_times_leave_out_the_narrow_windows() -> None:
    minute: list[Row] = [("a", "x", place * MINUTE, f"{place}", None, MINUTE) for place in range(5)]
    found = _gathered([*minute, ("b", "x", 0, "z", None, 0), ("c", "x", 0, "d", None, DAY)])
    assert found.windows == (300 * SECOND,)
    assert len(found.events) == 6
    assert found.left_out == (LeftOut("times too coarse for the windows", 1),)
    assert found.scheduled_share == 1.0


def test_with_days_alone_no_window_is_left() -> None:
    days: list[Row] = [("a", "x", place * DAY, f"{place}", None, DAY) for place in range(4)]
    found = _gathered(days)
    assert found.windows == ()
    assert found.left_out == (LeftOut("times too coarse for the windows", 4),)


def test_a_large_file_with_days_alone_takes_no_window_from_finer_times() -> None:
    days: list[Row] = [("a", "x", place * DAY, f"d{place}", None, DAY) for place in range(9)]
    minutes: list[Row] = [("b", "x", 0, "m", None, MINUTE)]
    seconds: list[Row] = [("c", "x", place, f"s{place}", None, SECOND) for place in range(2)]
    found = _gathered(days + minutes + seconds)
    assert found.windows == (10 * SECOND, MINUTE, 300 * SECOND)
    assert (found.accounts, len(found.events)) == (["c"], 2)
    assert found.left_out == (LeftOut("times too coarse for the windows", 10),)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from([1_000, SECOND, MINUTE, 3 * MINUTE, DAY]), max_size=12))
def test_no_action_is_tested_in_a_window_that_its_time_is_too_coarse_for(held: list[int]) -> None:
    found = _gathered([("a", "x", n, f"{n}", None, each) for n, each in enumerate(held)])
    testable = [each for each in held if 2 * each <= 300 * SECOND]
    assert bool(found.windows) == (bool(testable) or not held)
    kept = [each for each in held if found.windows and 2 * each <= found.windows[0]]
    assert len(found.events) == len(kept)
    assert sum(each.events for each in found.left_out) == len(held) - len(kept)
    assert 2 * len(kept) >= len(testable)


def test_what_a_list_names_is_in_no_count_and_each_list_says_how_much() -> None:
    rows: list[Row] = [
        ("a", "x", 1, "1", None, 0),
        ("b", "x", 2, "2", None, 0),
        ("b", "y", 3, "3", None, 0),
        ("c", "y", 4, "4", None, 0),
        ("c", "z", 5, "5", None, 0),
    ]
    rows.append(("a", "w", 6, "6", None, 0))
    named = {
        "accounts": [("b", "declared")],
        "objects": [("y", "slogans"), ("q", "other")],
        "posts": [("4", "slogans"), ("6", "slogans")],
    }
    found = _gathered(rows, named)
    assert found.left_out == (
        LeftOut("accounts on the list declared", 2),
        LeftOut("objects on the list slogans", 1),
        LeftOut("posts on the list slogans", 1),
    )
    assert (found.accounts, found.objects) == (["a", "c"], ["x", "z"])


def test_what_several_lists_name_is_counted_once_and_told_of_each() -> None:
    rows: list[Row] = [("a", "x", place, f"a{place}", None, 0) for place in range(4)]
    rows += [("b", "x", 9, "b", None, 0), ("c", "x", 9, "c", None, 0), ("c", "y", 9, "d", None, 0)]
    lists = [("a", "feeds"), ("b", "feeds"), ("b", "press"), ("q", "none")]
    found = _gathered(rows, {"accounts": lists, "objects": [("x", "slogans")]})
    assert found.left_out == (
        LeftOut("accounts on the lists feeds (5) and press (1)", 5),
        LeftOut("objects on the list slogans", 1),
    )
    assert len(found.events) == len(rows) - sum(each.events for each in found.left_out)


def test_nothing_is_nothing() -> None:
    found = _gathered([])
    assert len(found.events) == 0
    assert (found.accounts, found.objects, found.scheduled_share) == ([], [], 0.0)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from("abcd"), st.sampled_from("xyz"), st.integers(0, 10**9)),
        min_size=1,
        max_size=30,
    ),
    st.randoms(),
)
def test_the_order_of_rows_is_of_no_matter(
    drawn: list[tuple[str, str, int]], random: "object"
) -> None:
    rows: list[Row] = [
        (account, target, at, str(place), None, 0)
        for place, (account, target, at) in enumerate(drawn)
    ]
    shuffled = rows.copy()
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = _gathered(rows).events, _gathered(shuffled).events
    for name in ("account", "object", "at"):
        assert np.array_equal(getattr(one, name), getattr(other, name))


@pytest.mark.parametrize("trace", TRACES, ids=lambda each: each.name)
def test_every_trace_says_what_it_is(trace: Trace) -> None:
    assert trace.meaning
    assert trace.thing.endswith(("s", "media"))
    assert list(trace.ladder_s) == sorted(set(trace.ladder_s))
    assert "AS precision" in trace.select
    assert "?" in trace.names
