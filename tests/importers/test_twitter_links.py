"""What tables of any tool hold of Twitter/X."""

import pytest

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
