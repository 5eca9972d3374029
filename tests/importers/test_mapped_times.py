"""Times by a stated format: what they are, how fine, in which zone, and what is none."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inunison.records import Precision
from inunison_importers.base import BadCell
from inunison_importers.mapped_times import Instant, checked_zone, time_reader

SECOND = 1_000_000
NEW_YEAR = 1_577_836_800 * SECOND  # 2020-01-01T00:00:00Z
DAY, MINUTE, WHOLE, FINE = (
    Precision.DAY,
    Precision.MINUTE,
    Precision.SECOND,
    Precision.MILLISECOND,
)


def read(cell: str, form: str = "iso", zone: str | None = None) -> Instant:
    """A time."""
    return time_reader(form, zone)(cell, "time")


@pytest.mark.parametrize(
    ("form", "cell", "zone", "past_us", "precision"),
    [
        ("iso", "2020-01-01", "UTC", 0, DAY),
        ("iso", "2020-01-01 00:01", "UTC", 60 * SECOND, MINUTE),
        ("iso", "2020-01-01T00:00:01", "UTC", SECOND, WHOLE),
        ("iso", "2020-01-01T00:00:01.5Z", None, 1_500_000, FINE),
        ("iso", "2020-01-01 00:00:01,123987", "UTC", 1_123_000, FINE),
        ("iso", "2020-01-01T02:00:00+02:00", None, 0, WHOLE),
        ("iso", "2019-12-31 19:00:00 -0500", "Europe/Berlin", 0, WHOLE),
        ("iso", "2020-01-01 00:00 UTC", None, 0, MINUTE),
        ("iso", "2020-01-01 01:00:00", "Europe/Berlin", 0, WHOLE),
        ("iso", "2020-07-01 02:00:00", "Europe/Berlin", 182 * 86_400 * SECOND, WHOLE),
        ("iso", "2020-01-01 05:30:00", "+05:30", 0, WHOLE),
        ("unix seconds", "1577836800", None, 0, WHOLE),
        ("unix seconds", "1577836800.0", None, 0, WHOLE),
        ("unix seconds", "1577836800.25", None, 250_000, FINE),
        ("unix milliseconds", "1577836800007", None, 7_000, FINE),
        ("unix milliseconds", "1577836800007.0", None, 7_000, FINE),
        ("%d.%m.%Y %H:%M", "1.1.2020 0:05", "UTC", 300 * SECOND, MINUTE),
        ("%m/%d/%y %I:%M %p", "01/01/20 12:05 am", "UTC", 300 * SECOND, MINUTE),
        ("%m/%d/%y %I:%M %p", "1/1/20 1:00 PM", "UTC", 13 * 3_600 * SECOND, MINUTE),
        ("%a %b %d %H:%M:%S %z %Y", "Wed Jan 01 00:00:09 +0000 2020", None, 9 * SECOND, WHOLE),
        ("%d %B %Y", "1 january 2020", "UTC", 0, DAY),
        ("%Y%m%d%H%M%S.%f%%", "20200101000000.5%", "UTC", 500_000, FINE),
    ],
)
def test_a_time_is_what_its_format_says(
    form: str, cell: str, zone: str | None, past_us: int, precision: Precision
) -> None:
    made = read(cell, form, zone)
    assert (made.at, made.precision) == (NEW_YEAR + past_us, precision)


@pytest.mark.parametrize(
    ("form", "cell"),
    [
        ("iso", "2020-13-01"),
        ("iso", "2020-02-30 10:00"),
        ("iso", "2020-01-01 24:00"),
        ("iso", "2020-01-01 10:00:60"),
        ("iso", "01.01.2020"),
        ("iso", "2020-01-01 10"),
        ("iso", "٢٠٢٠-01-01"),
        ("iso", "2020-01-01T00:00:00+99:99"),
        ("iso", "0000-01-01"),
        ("unix seconds", "soon"),
        ("unix seconds", "1.5e9"),
        ("unix seconds", "9" * 5_000),
        ("unix milliseconds", "1577836800007.5"),
        ("%d.%m.%Y", "1.1.20"),
        ("%d.%m.%Y", "1.1.2020 "),
        ("%d/%m/%Y %I:%M %p", "1/1/2020 13:00 pm"),
        ("%d/%m/%Y %I:%M %p", "1/1/2020 0:00 am"),
        ("%d %b %Y", "1 Mai 2020"),
    ],
)
def test_what_is_no_time_of_the_format(form: str, cell: str) -> None:
    with pytest.raises(BadCell) as raised:
        read(cell, form, "UTC")
    assert str(raised.value) == "time is not a time of the format that the map states"


def test_a_time_without_a_zone_needs_one_from_the_map() -> None:
    with pytest.raises(BadCell, match="time names no time zone, and the map has no timezone"):
        read("2020-01-01 10:00")
    assert not read("2020-01-01 10:00", zone="UTC").zoned
    assert read("2020-01-01 10:00Z").zoned


def test_an_hour_that_the_clocks_passed_over_is_no_time() -> None:
    with pytest.raises(BadCell):
        read("2020-03-29 02:30:00", zone="Europe/Berlin")
    twice = read("2020-10-25 02:30:00", zone="Europe/Berlin")
    assert datetime.fromtimestamp(twice.at / SECOND, UTC).hour == 0  # the first of the two


def test_no_time_is_finer_than_the_map_says() -> None:
    minute = time_reader("iso", "UTC", MINUTE)
    assert minute("2020-01-01 00:01:30", "time")[:2] == (NEW_YEAR + 60 * SECOND, MINUTE)
    assert minute("2020-01-01", "time").precision is DAY
    days = time_reader("unix seconds", None, DAY)
    assert days("1577840400", "time")[:2] == (NEW_YEAR, DAY)
    berlin = time_reader("iso", "Europe/Berlin", DAY)
    assert berlin("2020-01-01 12:00", "time").at == NEW_YEAR - 3_600 * SECOND


@pytest.mark.parametrize(
    ("form", "why"),
    [
        ("ISO 8601", "say iso, unix seconds, unix milliseconds, or a pattern"),
        ("", "say iso"),
        ("%Y-%m-%d %X", "%X is none of"),
        ("%Y-%m-%d %", "% is none of"),
        ("%Y-%Y-%m-%d", "one of its parts twice"),
        ("%b %B %d %Y", "one of its parts twice"),
        ("%d.%m", "it needs %Y or %y"),
        ("%y %Y %d %m", "it needs %Y or %y"),
        ("%Y-%m", "it needs %d and a month"),
        ("%Y %m %b %d", "it needs %d and a month"),
        ("%Y-%m-%d %I:%M", "%I with %p"),
        ("%Y-%m-%d %H:%I:%M %p", "%I with %p"),
        ("%Y-%m-%d %H", "an hour needs its minutes"),
        ("%Y-%m-%d %S", "seconds need minutes"),
        ("%Y-%m-%d %H:%M.%f", "parts of a second seconds"),
    ],
)
def test_a_format_that_is_none_is_told(form: str, why: str) -> None:
    with pytest.raises(BadCell) as raised:
        time_reader(form, "UTC")
    assert why in str(raised.value)


@pytest.mark.parametrize(
    "zone", ["Mars/Base", "../../etc/passwd", "Europe", "", "+99:99", "\0", "+01:60"]
)
def test_a_zone_that_is_none_is_told(zone: str) -> None:
    with pytest.raises(BadCell, match="is none that is known, such as UTC"):
        checked_zone(zone)


@given(st.datetimes(datetime(1970, 1, 2), datetime(2100, 1, 1)))
def test_what_a_pattern_writes_it_reads(moment: datetime) -> None:
    whole = moment.replace(microsecond=moment.microsecond // 1_000 * 1_000)
    past = (whole - datetime(1970, 1, 1)) // timedelta(microseconds=1)
    for form in ("%d/%m/%Y %H:%M:%S.%f", "%B %d, %Y %I:%M:%S.%f %p", "%Y%m%d %H.%M.%S,%f"):
        assert read(whole.strftime(form), form, "UTC")[:2] == (past, FINE)
    assert read(whole.isoformat(), zone="UTC").at == past
    seconds = past // SECOND
    assert read(str(seconds), "unix seconds").at == seconds * SECOND


@given(st.text(max_size=40))
def test_no_text_breaks_a_reader(text: str) -> None:
    for form in ("iso", "unix seconds", "unix milliseconds", "%d.%m.%Y %H:%M"):
        try:
            read(text, form, "UTC")
        except BadCell as error:
            assert "time" in str(error)  # noqa: PT017 - it may as well be a time
