"""Cells as monitoring tools write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inunison.records import Precision
from inunison_importers import tool_cells as read
from inunison_importers.base import BadCell
from tests.importers.named_rows import microseconds


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
def test_counts(cell: str, count: int | None) -> None:
    assert read.count(cell, "Likes") == count


@pytest.mark.parametrize("cell", ["1,23", "12,34", "-1", "1.5", "1e3", "٣", "9" * 5000, "1 234"])
def test_what_is_no_count(cell: str) -> None:
    with pytest.raises(BadCell, match=r"^Likes is not a count$"):
        read.count(cell, "Likes")


@given(st.integers(0, 10**12))
def test_counts_come_back(number: int) -> None:
    assert read.count(f"{number:,}", "x") == read.count(str(number), "x") == number


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


@pytest.mark.parametrize(
    ("link", "found", "handle"),
    [
        (
            "https://twitter.com/olebrant/status/914314644772270080",
            "914314644772270080",
            "olebrant",
        ),
        ("http://x.com/olebrant/statuses/20?s=20", "20", "olebrant"),
        ("https://www.twitter.com/123/status/20/photo/1", "20", None),
        ("https://twitter.com/i/web/status/20", "20", None),
        ("https://twitter.com/olebrant", None, None),
        ("https://twitter.example/olebrant/status/20", None, None),
    ],
)
def test_links_to_posts(link: str, found: str | None, handle: str | None) -> None:
    assert read.status_id(link) == found
    assert read.status_handle(link) == handle


@pytest.mark.parametrize(
    ("link", "platform"),
    [
        ("https://www.facebook.com/1/posts/2", "facebook"),
        ("https://m.youtube.com/watch?v=x", "youtube"),
        ("https://youtu.be/x", "youtube"),
        ("https://X.com/a/status/1", "twitter"),
        ("https://www.instagram.com?x=1", "instagram"),
        ("https://tarvenport.example/facebook.com", None),
        ("https://notfacebook.com/", None),
        ("facebook", None),
    ],
)
def test_platforms_of_links(link: str, platform: str | None) -> None:
    assert read.platform_of(read.host_of(link)) == platform


def test_stamps() -> None:
    at = microseconds("2009-12-29 23:15:22")
    assert read.stamp("Tue Dec 29 23:15:22 +0000 2009", "created_at") == at
    assert read.stamp("Wed Dec 30 00:15:22 +0100 2009", "created_at") == at


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "2009-12-29",
        "Tue Dez 29 23:15:22 +0000 2009",
        "Tue Dec 32 23:15:22 +0000 2009",
        "Tue Dec 29 23:15:22 +9900 2009",
    ],
)
def test_what_is_no_stamp(cell: str) -> None:
    with pytest.raises(BadCell, match=r"^created_at is not a time$"):
        read.stamp(cell, "created_at")


def test_lists_of_texts() -> None:
    assert read.texts('["a", "", "\\u00e4"]', "tags") == ("a", "ä")
    assert read.texts("", "tags") == read.texts("[]", "tags") == ()
    for cell in ("a", "['a']", "[1]", '{"a": 1}', "[" * 9999, '["\udc80"]'):
        with pytest.raises(BadCell, match=r"^tags is not a list of texts$"):
            read.texts(cell, "tags")


def test_cells_that_are_too_long_are_not_remembered() -> None:
    assert read.platform_of("x" * 300) is None
    with pytest.raises(BadCell, match=r"^Likes is not a count$"):
        read.count(" " * 40 + "7", "Likes")
