"""Ids that a spreadsheet made numbers of: recovered where the address agrees, else refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inunison_importers.base import BadCell
from inunison_importers.mapped_ids import clean_id, is_rounded, linked_id, post_id

TRUE_ID = "1234567890123456789"
LINK = f"https://x.com/ida/status/{TRUE_ID}?s=20"


@pytest.mark.parametrize(
    "cell",
    [
        "1.2345678901234568e+18",
        "1.23456789012346E+18",
        "1.23457E+18",
        "1,23457E+18",
        "1.23E+18",
        "1E+18",
        "1234567890123450000",
        "1234567890123456768.0",
        TRUE_ID,
        "",
    ],
)
def test_an_id_is_recovered_from_the_address_it_agrees_with(cell: str) -> None:
    assert post_id(cell, LINK, "twitter") == TRUE_ID
    assert post_id(cell, LINK.replace("status", "statuses"), "elsewhere") == TRUE_ID


@pytest.mark.parametrize("cell", ["1.23457E+18", "1.2345678901234568e+18", "1234567890123456768.0"])
@pytest.mark.parametrize(
    "url", ["", "https://x.com/ida", "https://x.com/ida/status/1334567890123456789"]
)
def test_an_id_is_never_guessed(cell: str, url: str) -> None:
    for platform in ("twitter", "elsewhere"):
        with pytest.raises(BadCell, match="post_id went through a floating-point number"):
            post_id(cell, url, platform)


def test_a_whole_id_is_believed_before_an_address() -> None:
    """The address of a repost may be that of its original."""
    assert post_id("1234567890123456788", LINK, "twitter") == "1234567890123456788"
    assert post_id("77", LINK, "twitter") == "77"


def test_ids_of_other_platforms_are_any_text() -> None:
    for cell in ("t3_abc", "at://did:plc:x/app.bsky.feed.post/3k", "12e5", "-100_3", "0012"):
        assert clean_id(cell, "post_id", "elsewhere") == cell
    assert clean_id(" 12.0 ", "post_id", "elsewhere") == "12"
    for cell in (" ", "x" * 501):
        with pytest.raises(BadCell, match="post_id is not an id"):
            clean_id(cell, "post_id", "elsewhere")
    with pytest.raises(BadCell, match="author_id is not an id"):
        clean_id("ida", "author_id", "twitter")


def test_what_an_address_says() -> None:
    assert linked_id(LINK) == TRUE_ID
    assert linked_id("https://x.com/i/status/0123") is None
    assert linked_id("https://x.com/i/status/" + "1" * 20) is None
    assert linked_id("https://a.example/123") is None
    assert linked_id("") is None


def test_a_number_may_have_been_rounded() -> None:
    assert all(map(is_rounded, ("1E+18", "1.5", "1234567890123450000", "1,2E+18")))
    assert not any(map(is_rounded, (TRUE_ID, "123456789012345", "abc", "1234567890123456")))


@given(st.integers(10**17, (1 << 63) - 1), st.integers(1, 17))
def test_whatever_was_left_of_an_id_agrees_with_it(number: int, digits: int) -> None:
    link = f"https://x.com/a/status/{number}"
    for left in (f"{number:.{digits}e}", repr(float(number)), f"{float(number):.1f}"):
        assert post_id(left, link, "twitter") == str(number)
    rounded = str(number)[:15] + "0" * (len(str(number)) - 15)
    assert post_id(rounded, link, "twitter") == str(number)


@given(st.text(), st.text())
def test_no_text_breaks_an_id(cell: str, url: str) -> None:
    try:
        post_id(cell.strip(), url + "/status/77", "elsewhere")
    except BadCell as error:
        assert "post_id" in str(error)  # noqa: PT017 - it may as well be an id
