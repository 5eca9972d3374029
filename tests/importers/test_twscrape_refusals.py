"""Lines of twscrape that went through other hands: which numbers are believed, what is rejected."""

import json
from typing import Any

import pytest

from inunison.records import AccountRef, Kind, Mention
from tests.importers.scraped_objects import (
    ID,
    OTHER,
    account,
    accounts,
    collected,
    named,
    other,
    posts,
    read,
    read_text,
    reasons,
    tweet,
)

ORO = AccountRef("102", "oro_lind")
LOST = (
    "{} went through a floating-point number and lost its last digits; "
    "take the file as it was published, not one that a spreadsheet or a script wrote anew"
)

ROUNDED = int(float(ID)) + 256


@pytest.mark.parametrize(
    "given",
    [
        {"id": float(ID)},
        {"id": ROUNDED},
        {"id": None},
        {"id": float(ID), "id_str": None},
        {"id": ROUNDED, "id_str": None},
        {"id": int(ID), "id_str": None, "url": None},
        {"id": ID, "id_str": None, "url": None},
        {"id_str": None, "url": f"https://mobile.twitter.com/minaketter/statuses/{ID}?s=20"},
    ],
)
def test_the_id_that_is_believed(given: dict[str, Any]) -> None:
    assert collected(read(tweet(**given))).native_id == ID


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"id": 1.5e18}, LOST.format("id")),
        ({"id": None}, "a post has no id"),
        ({"id": -5}, "id is not an id"),
        ({"id": 0}, "id is not an id"),
        ({"id": 10**30}, "id is not an id"),
        ({"id": True}, "id: expected a whole number or a number or text, got yes or no"),
        ({"id": "12a"}, "id is not an id"),
        ({"date": "2022-03-04 05:06:07"}, "date is not a time"),
        ({"date": "2022-13-04 05:06:07+00:00"}, "date is not a time"),
        ({"date": 7}, "date: expected text, got a whole number"),
        ({"likeCount": -1}, "likeCount: expected a whole number >= 0"),
        ({"hashtags": "a"}, "hashtags: expected a list, got text"),
        ({"rawContent": None, "_type": None}, "it is neither a post nor an account"),
    ],
)
def test_what_is_rejected(given: dict[str, Any], reason: str) -> None:
    bare = tweet(id_str=None, url=None)
    again = tweet()
    found = read(bare | given, again)
    assert reasons(found) == [reason]
    assert [each.row for each in posts(found)] == [2]


def test_numbers_beside_a_rounded_one_are_not_believed() -> None:
    given = tweet(
        id=ROUNDED,
        user=account("1499610871687544837", id_str=None),
        inReplyToTweetId=int(OTHER),
        mentionedUsers=[{"id": int(OTHER)}, named("102", "oro_lind") | {"id_str": None}],
    )
    found = read(given)
    (post,) = posts(found)
    assert (post.author, post.kind) == (AccountRef(None, "minaketter"), Kind.REPLY)
    assert (post.replies_to, post.mentions) == (None, (Mention(ORO),))
    assert reasons(found) == [
        "the id of a user is left out: its digits are not sure",
        LOST.format("inReplyToTweetId"),
        LOST.format("the id of a mention"),
    ]
    assert [each.handle for each in accounts(found)] == ["oro_lind"]


def test_a_post_inside_that_cannot_be_read_spoils_no_other() -> None:
    damaged = other(id=1.5e18, id_str=None, url=None)
    found = read(tweet(quotedTweet=damaged))
    (post,) = posts(found)
    assert (post.native_id, post.kind, post.quotes) == (ID, Kind.QUOTE, None)
    assert reasons(found) == [LOST.format("id")]


def test_half_characters_are_replaced_and_said() -> None:
    found = collected(read_text(json.dumps(tweet(rawContent="a \ud83d b")) + "\n"))
    assert (found.text, found.text_repaired) == ("a \ufffd b", True)
    (user,) = accounts(read_text(json.dumps(account(displayname="a \udc80")) + "\n"))
    assert (user.name, user.text_repaired) == ("a \ufffd", True)


def test_nested_without_bound_and_very_long() -> None:
    deep = '{"quotedTweet":' * 100_000 + "null" + "}" * 100_000
    inside = tweet()
    for _ in range(150):
        inside = tweet(quotedTweet=inside)
    text = f"{deep}\n{json.dumps(inside)}\n{json.dumps(tweet(rawContent='x' * 10_000_000))}\n"
    found = read_text(text)
    assert reasons(found) == ["its JSON is nested deeper than any row of this format"]
    assert {each.row for each in posts(found)} == {2, 3}
