"""Days as pages write them, and the many things that are no day."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inunison.records import Precision
from inunison_importers.base import BadCell
from inunison_importers.month_names import MONTHS
from inunison_importers.written_dates import (
    agrees,
    day_in,
    day_name,
    is_day_of,
    stated_instant,
    time_in,
)

HOUR = 3_600_000_000
NOVEMBER_5 = 1_541_376_000_000_000  # 2018-11-05


@pytest.mark.parametrize(
    "text",
    [
        "November 5, 2018",
        "Nov 5, 2018",
        "Nov. 5, 2018",
        "5 November 2018",
        "10:05 AM · Nov 5, 2018",
        "10:05 AM - 5 Nov 2018",
        "November 5, 2018 at 10:05 PM",
        "November 5th, 2018",
        "5. November 2018",
        "5. November 2018 um 10:05 Uhr",
        "5 novembre 2018",
        "5 nov. 2018",
        "5 de noviembre de 2018",
        "5 de novembro de 2018",
        "5 ноября 2018 г.",
        "5 ноября 2018",
        "5 листопада 2018 р.",
        "5 listopada 2018",
        "5. listopadu 2018",
        "5 พฤศจิกายน 2018",
        "5 พฤศจิกายน พ.ศ. 2561",
        "5 พ.ย. 2018",
        "5 Kasım 2018",
        "5. marraskuuta 2018",
        "2018. november 5.",
        "2018年11月5日",
        "午前10:05 - 2018年11月5日",
        "2018년 11월 5일",
        "오전 10:05 - 2018년 11월 5일",
        "5 نوفمبر، 2018",
        "٥ نوفمبر، ٢٠١٨",
        "5 בנובמבר 2018",
        "۵ نوامبر ۲۰۱۸",
        "5 नवंबर 2018",
        "৫ নভেম্বর, ২০১৮",
        "5 Tháng 11 2018",
        "ngày 5 tháng 11 năm 2018",
        "5 Νοεμβρίου 2018",
        "5 noiembrie 2018",
        "5 de novembre del 2018",
        "\u200e5 November 2018\u200f",
        "November\u00a05,\u00a02018",
        "2018-11-05",
    ],
)
def test_one_day_in_many_languages(text: str) -> None:
    assert day_in(text) == NOVEMBER_5


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("16 мая 2018 г.", "2018-05-16"),
        ("25. September 2018", "2018-09-25"),
        ("1 d’agost de 2021", "2021-08-01"),
        ("1er mai 2017", "2017-05-01"),
        ("29 février 2020", "2020-02-29"),
    ],
)
def test_days_of_real_shape(text: str, day: str) -> None:
    found = day_in(text)
    assert found is not None
    assert day_name(found) == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "5",
        "2018",
        "November 2018",
        "November 5",
        "05/11/2018",
        "5.11.2018",
        "5 11 2018",
        "November 31, 2018",
        "29 février 2019",
        "November 5, 1918",
        "November 5, 3018",
        "November 5 December 2018",
        "November 5, 2018, 2019",
        "November 5 6, 2018",
        "It was November 5, 2018",
        "5 sometime 2018",
        "2018年13月5日",
        "2018年11月5日 said",
        "2018-11-5",
        "2018-13-05",
        "November 5, 2018 " + "x" * 90,
        "tháng 13 5 2018",
    ],
)
def test_what_is_no_day_is_none(text: str) -> None:
    assert day_in(text) is None


def test_no_word_is_two_months() -> None:
    months: dict[str, int] = {}
    for language, line in MONTHS.items():
        names = line.split(" ")
        assert len(names) == 12, language
        for month, each in enumerate(names, 1):
            for name in each.split("|"):
                assert months.setdefault(name, month) == month, f"{language}: {name}"


@pytest.mark.parametrize("language", MONTHS)
@given(day=st.dates(datetime(2006, 3, 21).date(), datetime(2030, 12, 31).date()))
def test_every_day_is_read_by_every_name_of_its_month(language: str, day: datetime) -> None:
    for name in MONTHS[language].split(" ")[day.month - 1].split("|"):
        expected = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) * 1_000_000
        assert day_in(f"{day.day} {name} {day.year}") == expected
        assert day_in(f"{name.title()} {day.day}, {day.year}") == expected


@given(st.text(max_size=100))
def test_no_text_is_too_odd(text: str) -> None:
    found = day_in(text)
    assert found is None or day_in(day_name(found)) == found


@pytest.mark.parametrize(
    ("hours", "is_it"), [(-14, True), (-15, False), (0, True), (35, True), (36, False)]
)
def test_a_day_is_that_of_some_zone(hours: int, is_it: bool) -> None:
    assert is_day_of(NOVEMBER_5 + hours * HOUR, NOVEMBER_5) is is_it


@pytest.mark.parametrize(
    ("text", "after", "precision"),
    [
        ("2018-11-05T09:30:15Z", timedelta(hours=9, minutes=30, seconds=15), Precision.SECOND),
        ("2018-11-05T09:30:15.250Z", timedelta(hours=9, minutes=30, seconds=15), Precision.SECOND),
        ("2018-11-05T09:30:00+01:00", timedelta(hours=8, minutes=30), Precision.SECOND),
        ("2018-11-05T09:30:00+0100", timedelta(hours=8, minutes=30), Precision.SECOND),
        ("2018-11-05T09:30Z", timedelta(hours=9, minutes=30), Precision.MINUTE),
        (" 2018-11-05T09:30+01:00", timedelta(hours=8, minutes=30), Precision.MINUTE),
        ("2018-11-05T09:30:15", timedelta(), Precision.DAY),
        ("2018-11-05", timedelta(), Precision.DAY),
    ],
)
def test_times_of_publication(text: str, after: timedelta, precision: Precision) -> None:
    found = NOVEMBER_5 + after // timedelta(microseconds=1)
    assert stated_instant(text) == (found, precision)


def test_what_stands_below_a_post_is_a_day_or_an_instant() -> None:
    assert time_in("5 ноября 2018 г.") == (NOVEMBER_5, Precision.DAY)
    exact = NOVEMBER_5 + 34_215_000_000
    assert time_in("2018-11-05T09:30:15.000Z") == (exact, Precision.SECOND)
    assert time_in("2018-11-05T09:30:15") is None
    assert time_in("5 o'clock") is None
    assert agrees(exact, NOVEMBER_5, Precision.DAY)
    assert agrees(exact, exact - 60_000_000, Precision.SECOND)
    assert not agrees(exact, exact - 60_000_001, Precision.MINUTE)


@pytest.mark.parametrize(
    "text", ["", "yesterday", "2018-13-05", "0001-01-01T00:00:00+14:00", "1541376000", "9" * 5000]
)
def test_what_is_no_time_of_publication(text: str) -> None:
    with pytest.raises(BadCell, match="the time of publication is not a time"):
        stated_instant(text)
