"""Cells that tables of many formats write alike."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inunison.records import Precision
from inunison_importers import table_cells as read
from inunison_importers.base import BadCell
from tests.importers.named_rows import microseconds

SECOND = 1_000_000


@pytest.mark.parametrize(
    ("cell", "seconds", "told"),
    [
        ("1970-01-02 00:00:00", 86_400, False),
        ("1970-01-02T00:00:00Z", 86_400, True),
        ("1970-01-02 00:00:00+00:00", 86_400, True),
        ("1970-01-02 02:00:00+02:00", 86_400, True),
        ("1970-01-02T00:00:00.000Z", 86_400, True),
        ("1969-12-31 23:59:59", -1, False),
    ],
)
def test_times_of_a_calendar(cell: str, seconds: int, told: bool) -> None:
    assert read.calendar_instant(cell, "date") == (seconds * SECOND, told)


def test_parts_of_a_second() -> None:
    assert read.calendar_instant("1970-01-01 00:00:00.25", "date") == (250_000, False)


@pytest.mark.parametrize("cell", ["", "soon", "1970-01-02", "2.1.1970 00:00:00", "1970-1-2 0:0"])
def test_what_is_no_time(cell: str) -> None:
    with pytest.raises(BadCell, match="date is not a time such as 2023-01-30 16:25:32"):
        read.calendar_instant(cell, "date")


@pytest.mark.parametrize(
    "cell", ["1970-02-30 00:00:00", "0000-01-01 00:00:00", "1970-01-01 25:00:00"]
)
def test_a_time_that_does_not_exist(cell: str) -> None:
    with pytest.raises(BadCell, match="date is no time that exists"):
        read.calendar_instant(cell, "date")


def test_times_at_the_ends_of_the_calendar() -> None:
    for cell in ("0001-01-01 23:00:00+23:00", "9999-12-31 00:59:59-23:00"):
        assert read.calendar_instant(cell, "date")[1]
    for cell in ("0001-01-01 22:59:59+23:00", "9999-12-31 01:00:00-23:00"):
        with pytest.raises(BadCell, match="date is no time that exists"):
            read.calendar_instant(cell, "date")


@pytest.mark.parametrize(
    ("cell", "seconds"), [("0", 0), ("1677661200", 1677661200), ("1677661200.75", 1677661200)]
)
def test_seconds_since_1970(cell: str, seconds: int) -> None:
    assert read.unix_instant(cell, "at") == seconds * SECOND


@pytest.mark.parametrize("cell", ["", "-1", "1e9", "9" * 11, "9" * 12, "١", "nan"])
def test_what_is_no_number_of_seconds(cell: str) -> None:
    with pytest.raises(BadCell, match="at is not seconds since 1970"):
        read.unix_instant(cell, "at")


@pytest.mark.parametrize(("cell", "number"), [("", None), ("0", 0), ("12", 12), ("12.0", 12)])
def test_counts(cell: str, number: int | None) -> None:
    assert read.count(cell, "likes") == number


@pytest.mark.parametrize("cell", ["-1", "1.5", "many", "9" * 5000, "1e3", "²"])
def test_what_is_no_count(cell: str) -> None:
    with pytest.raises(BadCell, match="likes is not a count"):
        read.count(cell, "likes")


def test_answers() -> None:
    assert [read.answer(each, "x") for each in ("yes", "no", "")] == [True, False, None]
    with pytest.raises(BadCell, match="is_reply is neither yes nor no"):
        read.answer("perhaps", "is_reply")


def test_lists_of_names() -> None:
    assert read.names_in("") == ()
    assert read.names_in("a, b,a,,c ") == ("a", "b", "c")


def test_a_comma_inside_a_link_is_the_links() -> None:
    assert read.links_in_list("") == ()
    found = read.links_in_list(
        "https://a.example/x,y?z=1,2,http://b.example/,https://a.example/x,y?z=1,2"
    )
    assert found == ("https://a.example/x,y?z=1,2", "http://b.example/")


@pytest.mark.parametrize(
    "reader", [read.calendar_instant, read.unix_instant, read.count, read.answer]
)
@given(cell=st.text(max_size=30))
def test_nothing_else_is_raised(reader: Callable[[str, str], Any], cell: str) -> None:
    with suppress(BadCell):
        reader(cell, "column")
    assert all(read.names_in(cell))
    assert all(read.links_in_list(cell))


@pytest.mark.parametrize(
    ("cell", "count"),
    [
        ("0", 0),
        ("1,234", 1234),
        ("12,345,678", 12345678),
        ("12.0", 12),
        ("", None),
        ("N/A", None),
        ("-", None),
        (" 7 ", 7),
    ],
)
def test_shown_counts(cell: str, count: int | None) -> None:
    assert read.shown_count(cell, "Likes") == count


@pytest.mark.parametrize("cell", ["1,23", "12,34", "-1", "1.5", "1e3", "٣", "9" * 5000, "1 234"])
def test_what_is_no_shown_count(cell: str) -> None:
    with pytest.raises(BadCell, match=r"^Likes is not a count$"):
        read.shown_count(cell, "Likes")


@given(st.integers(0, 10**12))
def test_shown_counts_come_back(number: int) -> None:
    assert read.shown_count(f"{number:,}", "x") == read.shown_count(str(number), "x") == number


@pytest.mark.parametrize(
    ("cell", "time", "precision", "zone"),
    [
        ("2021-07-06", "2021-07-06", Precision.DAY, False),
        ("2021-07-06 16:45", "2021-07-06T16:45", Precision.MINUTE, False),
        ("2021-07-06 16:45:20", "2021-07-06T16:45:20", Precision.SECOND, False),
        ("2021-07-06T16:45:20Z", "2021-07-06T16:45:20", Precision.SECOND, True),
        ("2021-07-06 16:45:20 UTC", "2021-07-06T16:45:20", Precision.SECOND, True),
        ("2021-07-06T16:45:20.25+02:00", "2021-07-06T14:45:20.250", Precision.MILLISECOND, True),
        ("2021-07-06T16:45:20+0000", "2021-07-06T16:45:20", Precision.SECOND, True),
        ("2021-07-06 UTC", "2021-07-06", Precision.DAY, True),
        ("2021-07-06+02:00", "2021-07-05T22:00", Precision.DAY, True),
        ("2021-07-06-0230", "2021-07-06T02:30", Precision.DAY, True),
    ],
)
def test_instants(cell: str, time: str, precision: Precision, zone: bool) -> None:
    assert read.instant(cell, "Date") == (microseconds(time), precision, zone)


@pytest.mark.parametrize(
    "cell", ["", "07/06/2021", "2021-13-01", "2021-07-06 25:00", "2021-07-06 EST", "٢٠٢١-07-06"]
)
def test_what_is_no_instant(cell: str) -> None:
    with pytest.raises(BadCell, match=r"^Date is not a time$"):
        read.instant(cell, "Date")


@given(st.text(max_size=30))
def test_any_text_is_an_instant_or_a_bad_cell(cell: str) -> None:
    try:
        at, precision, _ = read.instant(cell, "Date")
    except BadCell:
        return
    assert isinstance(at, int)
    assert precision in Precision


def test_lists_of_texts() -> None:
    assert read.texts('["a", "", "\\u00e4"]', "tags") == ("a", "ä")
    assert read.texts("", "tags") == read.texts("[]", "tags") == ()
    for cell in ("a", "['a']", "[1]", '{"a": 1}', "[" * 9999, '["\udc80"]'):
        with pytest.raises(BadCell, match=r"^tags is not a list of texts$"):
            read.texts(cell, "tags")


def test_cells_that_are_too_long_are_not_remembered() -> None:
    for reader in (read.count, read.shown_count):
        with pytest.raises(BadCell, match=r"^Likes is not a count$"):
            reader(" " * 40 + "7", "Likes")


def test_words_for_nothing_are_the_formats() -> None:
    assert read.count("absent", "likes", ("", "absent")) is None
    with pytest.raises(BadCell, match=r"^likes is not a count$"):
        read.count("absent", "likes")
