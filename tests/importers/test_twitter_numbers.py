"""Ids that are written as numbers, addresses of posts, and notices in the place of a post."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inunison.records import Presence
from inunison_importers.base import BadCell
from inunison_importers.twitter_notices import presence_of
from inunison_importers.twitter_numbers import Number, exact_id, permalink

BIG = 1_499_611_878_320_504_837


@pytest.mark.parametrize(
    ("value", "twin", "expected"),
    [
        (BIG, None, str(BIG)),
        (float(BIG), str(BIG), str(BIG)),
        (20.0, None, "20"),
        ("20", None, "20"),
        ("20.0", None, "20"),
        (None, None, None),
        ("", "", None),
        (None, str(BIG), str(BIG)),
    ],
)
def test_ids_that_are_sure(value: Number, twin: str | None, expected: str | None) -> None:
    assert exact_id(value, twin, "id") == expected


@pytest.mark.parametrize(
    "value",
    [float(BIG), 1.5, float("inf"), float("-inf"), float("nan"), "1.5e18", 2.0**53],
)
def test_ids_that_lost_digits_are_refused(value: Number) -> None:
    with pytest.raises(BadCell, match=r"^id (went through a floating-point number|is not an id)"):
        exact_id(value, None, "id")


@pytest.mark.parametrize("value", [0, -1, -(2**70), 2**63, 10**300, "x", "-1", "nan", "٣"])
def test_what_is_no_id(value: Number) -> None:
    with pytest.raises(BadCell, match=r"^id is not an id$"):
        exact_id(value, None, "id")


def test_beside_a_rounded_number_only_small_ones_are_sure() -> None:
    assert exact_id(101, None, "id", rounded=True) == "101"
    assert exact_id(BIG, str(BIG), "id", rounded=True) == str(BIG)
    with pytest.raises(BadCell, match="went through a floating-point number"):
        exact_id(BIG, None, "id", rounded=True)


@given(st.integers(1, 2**63 - 1))
def test_every_id_comes_back_as_it_is(number: int) -> None:
    assert exact_id(number, None, "id") == str(number)
    if number < 2**53:
        assert exact_id(float(number), None, "id") == str(number)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://twitter.com/mina/status/20", ("mina", "20")),
        ("http://www.twitter.com/mina/statuses/20/photo/1", ("mina", "20")),
        ("https://mobile.twitter.com/mina/status/20?s=21", ("mina", "20")),
        ("https://x.com/mina/status/20#m", ("mina", "20")),
        ("https://twitter.com/i/web/status/20", (None, "20")),
        ("https://x.com/i/status/20", (None, "20")),
        ("https://x.com/mina", None),
        ("https://x.com/mina/status/", None),
        ("https://x.com/mina/status/20a", None),
        ("https://x.example/mina/status/20", None),
        ("https://x.com/mina/status/" + "9" * 50, None),
        ("", None),
        (None, None),
    ],
)
def test_addresses_of_posts(url: str | None, expected: tuple[str | None, str] | None) -> None:
    assert permalink(url) == expected


@pytest.mark.parametrize(
    ("notice", "presence"),
    [
        ("This Post is from a suspended account. Learn more", Presence.SUSPENDED),
        ("This Post was deleted by the Post author. Learn more", Presence.DELETED),
        ("This Post is from an account that no longer exists.", Presence.DELETED),
        (
            "You’re unable to view this Post because this account owner limits who can view their "
            "Posts.",
            Presence.PROTECTED,
        ),
        ("This Post violated the X Rules.", Presence.REMOVED),
        ("This Post is no longer available.", Presence.REMOVED),
        ("This Post has been withheld in XX in response to a legal demand.", Presence.WITHHELD),
        ("Hmm...this page doesn’t exist.", Presence.MISSING),
        ("This Post is unavailable.", Presence.MISSING),
        ("This content might not be appropriate for people under 18 years old.", Presence.LIVE),
        ("Hm", None),
        ("", None),
        (None, None),
    ],
)
def test_notices(notice: str | None, presence: Presence | None) -> None:
    assert presence_of(notice) is presence


def test_a_very_long_notice_is_not_searched_whole() -> None:
    assert presence_of("x" * 10_000_000 + "suspended") is None
