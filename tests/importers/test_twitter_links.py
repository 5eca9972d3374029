"""What tables of any tool hold of Twitter/X."""

import pytest

from inunison.records import AccountRef, PostRef, Precision
from inunison_importers import twitter_links as read
from inunison_importers.base import BadCell
from tests.importers.named_rows import microseconds


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


def test_a_pointer_has_the_time_of_its_id_else_the_stated_one() -> None:
    ada = AccountRef(handle="ada")
    exact = read.reference("1499610871687544837", ada, 7, inferred=True)
    assert exact == PostRef(
        "1499610871687544837",
        ada,
        author_inferred=True,
        created_at=microseconds("2022-03-04 05:01:07.890"),
        precision=Precision.MILLISECOND,
    )
    assert read.reference("20", None) == PostRef("20")
    assert read.reference("20", ada, 7) == PostRef(
        "20", ada, created_at=7, precision=Precision.SECOND
    )
    assert read.status_pointer("https://x.com/i/web/status/20") == PostRef("20")
    assert read.status_pointer("https://x.com/ada/status/20") == PostRef(
        "20", ada, author_inferred=True
    )
    assert read.status_pointer("https://x.com/ada") is None


def test_an_account_whose_id_was_damaged_has_none() -> None:
    assert [read.account_id(each, "X Author ID") for each in ("", "12", "1.2E+18")] == [
        None,
        "12",
        None,
    ]
    with pytest.raises(BadCell, match=r"^X Author ID is not an id$"):
        read.account_id("ada", "X Author ID")


def test_a_time_of_an_unknown_zone_may_be_quarters_of_an_hour_away() -> None:
    quarter = 15 * 60 * 10**6
    assert not read.disagree(4 * quarter, 0, Precision.SECOND)
    assert read.disagree(4 * quarter + 10**6, 0, Precision.SECOND)
    assert not read.disagree(4 * quarter + 10**6, 0, Precision.MINUTE)
    assert read.disagree(57 * quarter, 0, Precision.MINUTE)
