"""The shapes in which results of X come: captures, answers, lines, and what is none of them."""

import json
from typing import Any

import pytest

from inunison.records import AccountRef, Kind, Observation, Precision, Presence
from inunison_importers.base import Claim, Refusal, Sample
from inunison_importers.x_graphql import XGraphql
from tests.importers.scraped_objects import accounts, observations, posts, reasons
from tests.importers.x_graphql_objects import (
    AT,
    BORN,
    ID,
    OTHER,
    SEEN_MS,
    THIRD,
    answer,
    author,
    capture,
    collected,
    entry,
    new_user,
    notice,
    other,
    read,
    read_text,
    tweet,
    user,
)

LOST = (
    "{} went through a floating-point number and lost its last digits; "
    "take the file as it was published, not one that a spreadsheet or a script wrote anew"
)


@pytest.mark.parametrize("platform", ["twitter.com", "x.com", "twitter-comments"])
def test_a_capture_says_when_it_looked(platform: str) -> None:
    found = read(capture(tweet(), source_platform=platform))
    assert collected(found).native_id == ID
    looks = [*observations(found, "post"), *observations(found, "account")]
    assert [(each.observed_at, each.precision) for each in looks] == [
        (SEEN_MS * 1_000, Precision.MILLISECOND)
    ] * 2
    assert "Browser of the person" not in repr(found)


def test_the_same_post_that_4cat_took_out_of_its_line() -> None:
    notes = {name: held for name, held in capture({}).items() if name != "data"}
    assert read(tweet(__import_meta=notes)) == read(capture(tweet()))


def test_numbers_of_a_capture_are_passed_over() -> None:
    wrapped = {"__typename": "TweetWithVisibilityResults", "tweet": tweet(), "id": float(ID)}
    rounded = str(int(float(ID)) + 256)
    found = collected(read(capture(wrapped, item_id=rounded)))
    assert found.native_id == ID


def test_a_capture_of_the_older_search() -> None:
    given = {
        "id": float(ID),
        "type": "adaptive",
        "legacy": tweet()["legacy"] | {"ext_views": {"count": "12"}},
        "user": {
            "id_str": "101",
            "screen_name": "minaketter",
            "name": "Mina",
            "created_at": BORN,
            "followers_count": 7,
        },
    }
    found = read(capture(given))
    post = collected(found)
    assert (post.native_id, post.created_at) == (ID, AT)
    assert post.author == AccountRef("101", "minaketter")
    assert observations(found, "post")[0].views == 12
    assert accounts(found)[0].name == "Mina"


def test_an_account_changes_between_captures() -> None:
    again = capture(tweet(OTHER), timestamp_collected=SEEN_MS + 5_000)
    found = read(capture(tweet()), again)
    looks = observations(found, "account")
    assert [each.observed_at for each in looks] == [SEEN_MS * 1_000, (SEEN_MS + 5_000) * 1_000]


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"source_platform": "tiktok.com"}, "a capture of another platform than X/Twitter"),
        (
            {"timestamp_collected": "2022"},
            "timestamp_collected is not a time in milliseconds",
        ),
        ({"timestamp_collected": 1.5}, "timestamp_collected is not a time in milliseconds"),
        ({"timestamp_collected": 10**20}, "timestamp_collected is not a time in milliseconds"),
        ({"timestamp_collected": True}, "timestamp_collected is not a time in milliseconds"),
        ({"data": None}, "data is not as the format has it: expected `object`, got `null`"),
        ({"data": {"legacy": {}}}, "a post has no rest_id"),
        ({"data": {}}, "a notice in the place of a post that does not name it or say why"),
        ({"data": notice("deleted")}, "a notice in the place of a post that does not name it or"),
        ({"data": tweet("1.5e18")}, LOST.format("rest_id")),
        ({"data": tweet("12a")}, "rest_id is not an id"),
        (
            {"data": tweet(legacy={"created_at": "2022-03-04"})},
            "created_at is not a time",
        ),
        ({"data": tweet(legacy={"created_at": "Fri Feb 30 05:06:07 +0000 2022"})}, "created_at is"),
        ({"data": tweet(legacy={"created_at": "Fri Xyz 04 05:06:07 +0000 2022"})}, "created_at is"),
        ({"data": tweet(core=author(user(created_at="x")))}, "created_at of a user is not a time"),
        (
            {"data": tweet(legacy={"favorite_count": -1})},
            "legacy.favorite_count is not as the format has it: expected `int` >= 0",
        ),
    ],
)
def test_captures_that_are_rejected(given: dict[str, Any], reason: str) -> None:
    found = read(capture(tweet()) | given, capture(tweet(OTHER)))
    (said,) = reasons(found)
    assert said.startswith(reason)
    assert [each.row for each in posts(found)] == [2]


def test_a_post_inside_that_cannot_be_read_spoils_no_other() -> None:
    odd = other(legacy={"created_at": "x"})
    found = read(tweet(quoted_status_result={"result": odd}))
    (post,) = posts(found)
    assert (post.native_id, post.kind) == (ID, Kind.QUOTE)
    assert reasons(found) == ["created_at is not a time"]


def test_an_answer_over_several_lines() -> None:
    module = {
        "entryId": "conversationthread-7",
        "content": {
            "items": [
                {
                    "entryId": f"conversationthread-7-tweet-{OTHER}",
                    "item": {"itemContent": {"tweet_results": {"result": other()}}},
                }
            ]
        },
    }
    whole = answer(entry(tweet(), f"tweet-{ID}"), module)
    found = read_text(json.dumps(whole, indent=2) + "\n")
    assert reasons(found) == []
    assert [(each.native_id, each.collected) for each in posts(found)] == [
        (ID, True),
        (OTHER, True),
    ]
    assert found == read(whole)


@pytest.mark.parametrize(
    ("result", "presence"),
    [
        (notice("This Post was deleted by the Post author."), Presence.DELETED),
        ({"__typename": "TweetUnavailable"}, Presence.MISSING),
        ({"__typename": "TweetUnavailable", "reason": "Suspended"}, Presence.SUSPENDED),
    ],
)
def test_notices_are_named_by_their_entry(result: dict[str, Any], presence: Presence) -> None:
    found = read(answer(entry(tweet(), f"tweet-{ID}"), entry(result, f"tweet-{THIRD}")))
    assert found[-1] == Observation(
        row=1, platform="twitter", subject="post", native_id=THIRD, presence=presence
    )
    assert reasons(found) == []


def test_a_notice_that_says_nothing_is_counted_and_the_rest_is_read() -> None:
    said = "a notice in the place of a post that does not name it or say why"
    strange = read(answer(entry(notice("Hm"), f"tweet-{THIRD}"), entry(tweet(), f"tweet-{ID}")))
    nameless = read(answer(entry(notice("deleted"), "promoted-1"), entry(tweet(), f"tweet-{ID}")))
    for found in (strange, nameless):
        assert reasons(found) == [said]
        assert [each.native_id for each in posts(found)] == [ID]


def test_accounts_of_a_list() -> None:
    item = {"itemType": "TimelineUser", "user_results": {"result": new_user("104", "quay_watch")}}
    found = read(answer({"entryId": "user-104", "content": {"itemContent": item}}))
    assert [each.handle for each in accounts(found)] == ["quay_watch"]
    alone = read({"data": {"user": {"result": user()}}})
    assert [each.native_id for each in accounts(alone)] == ["101"]
    unnamed = read({"data": {"user": {"result": new_user(core={}, legacy={})}}})
    assert reasons(unnamed) == ["an account without its id or its name"]


def test_results_one_a_line_and_in_arrays() -> None:
    wrapped = {"tweet_results": {"result": tweet()}}
    limited = {"__typename": "TweetWithVisibilityResults", "tweet": tweet()}
    by_id = {"data": {"tweetResult": {"result": tweet()}}}
    expected = read(tweet())
    assert len(posts(expected)) == 1
    for each in (wrapped, limited, by_id):
        assert read(each) == expected
    assert read_text(json.dumps([tweet()]) + "\n") == expected
    assert read_text("[\n" + json.dumps(tweet()) + "\n]\n")[0].row == 2
    assert reasons(read_text("[1, {}]\n")) == [
        "the document is not as the format has it: expected `object`, got `int`",
        "it is neither a post of X nor an answer that holds any",
    ]
    assert reasons(read_text("[1,\n")) == ["its JSON ends too early"]


def test_hostile_documents() -> None:
    deep = '{"tweet":' * 100_000 + "null" + "}" * 100_000
    inside = tweet()
    for _ in range(60):
        inside = tweet(quoted_status_result={"result": inside})
    lone = json.dumps(tweet(legacy={"full_text": "a \ud83d b"}))
    long = json.dumps(tweet(OTHER, {"full_text": "x" * 10_000_000}))
    found = read_text("\n".join([deep, json.dumps(inside), lone, long, '{"a": ' + "9" * 5_000]))
    assert reasons(found) == ["its JSON is nested too deeply", "its JSON ends too early"]
    (mended,) = [each for each in posts(found) if each.row == 3]
    assert (mended.text, mended.text_repaired) == ("a \ufffd b", True)
    assert len([each for each in posts(found) if each.row == 4]) == 1


def sniff(*values: Any) -> Claim | Refusal:
    """What the importer says of values, one a line."""
    return XGraphql().sniff(Sample("x", "".join(json.dumps(each) + "\n" for each in values)))


def test_what_is_claimed() -> None:
    keeps = Claim("posts of X/Twitter as Zeeschuimer keeps them, one a line")
    sends = Claim("results of X (rest_id, legacy) as the site sends them")
    assert sniff(capture(tweet())) == keeps
    assert sniff(tweet(__import_meta=capture({}))) == keeps
    assert sniff(tweet()) == sends
    assert sniff(answer(entry(tweet(), f"tweet-{ID}"))) == sends
    indented = json.dumps(answer(entry(tweet(), f"tweet-{ID}")), indent=2)
    assert XGraphql().sniff(Sample("x", indented)) == sends


@pytest.mark.parametrize(
    "value",
    [
        capture(tweet(), source_platform="tiktok.com"),
        capture({"id": 7}),
        {"data": {"id": "7", "text": "x"}, "includes": {}},
        {"id_str": "7", "full_text": "x", "user": {"screen_name": "x"}},
        {"rest_id": "7", "legacy": {}},
        [],
        7,
    ],
)
def test_what_is_not_claimed(value: Any) -> None:
    assert isinstance(sniff(value), Refusal)
