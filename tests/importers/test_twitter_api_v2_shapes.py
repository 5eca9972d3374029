"""The Twitter API v2 in the shapes of its files; what is refused; what hostile files come to."""

import json
import tracemalloc
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inunison.records import Kind, Post, PostRef, Reject
from inunison_importers.base import Claim, Refusal, Sample, TextLines
from inunison_importers.twitter_api_v2 import TwitterApiV2
from tests.importers.archive_rows import clock_id
from tests.importers.twitter_v2_objects import (
    ID,
    OTHER,
    accounts,
    lines,
    page,
    posts,
    read,
    read_text,
    reasons,
    refers,
    rejects,
    tweet,
    user,
)

EVENT = {"id": "1", "action": "delete", "created_at": "2019-09-06T17:25:54Z", "reason": "protected"}
COUNT = {"start": "2021-10-16T18:00:00.000Z", "end": "2021-10-16T19:00:00.000Z", "tweet_count": 3}
LIST = {"id": "1", "name": "Trains", "owner_id": "7", "member_count": 3, "private": False}
FLAT = tweet(
    text="RT @oro_lind: x",
    author=user(),
    referenced_tweets=[
        tweet(
            id=OTHER, type="retweeted", author_id="102", created_at=None, author=user("102", "oro")
        )
    ],
    entities={"mentions": [user("103", "pia"), {"username": "gone"}]},
    in_reply_to_user={},
)


def sniff(*values: Any) -> Claim | Refusal:
    """What the importer says of a file of values."""
    return TwitterApiV2().sniff(Sample("x", lines(*values)))


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (page([tweet()]), "pages of posts"),
        (page(tweet(), matching_rules=[]), "streamed posts"),
        (page([user()]), "pages of users"),
        (page(user()), "pages of users"),
        (FLAT, "flat posts"),
        (user(), "flat users"),
        ([page([tweet()])], "pages of posts"),
        ([FLAT, FLAT], "flat posts"),
        (page([], meta={"result_count": 0}), "pages without posts"),
        ({"errors": [{"type": "https://api.twitter.com/2/problems/x"}]}, "pages without posts"),
        ({"includes": {"users": [user()]}}, "pages without posts"),
    ],
)
def test_what_is_claimed(value: Any, reason: str) -> None:
    assert sniff(value) == Claim(reason)
    assert sniff("hello", value) == Claim(reason)
    indented = json.dumps(value, indent=2)
    assert TwitterApiV2().sniff(Sample("x", indented)) == Claim(reason)
    found = read_text(indented)
    assert len({each.native_id for each in posts(found)}) == len(
        {each.native_id for each in posts(read(value))}
    )
    assert [each.reason for each in rejects(found)] == reasons(value)


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (EVENT, "it holds events of the compliance endpoint"),
        (page([COUNT]), "it holds counts of posts by time"),
        (page([LIST]), "it holds lists of the Twitter API v2"),
        (LIST, "it holds lists of the Twitter API v2"),
        (COUNT, "it holds counts of posts by time"),
        ({"id": "1", "type": "tweets", "status": "x", "upload_url": "u"}, "it holds jobs"),
        (
            {"id_str": "1", "id": "1", "text": "x", "author_id": "1"},
            "its first objects are no posts",
        ),
        (tweet(author_user={}), "its first objects are no posts"),
        ({"item_id": "1", "data": {"id": "1", "text": "x"}}, "its first objects are no posts"),
        ({"data": {"children": []}, "kind": "Listing"}, "its first objects are no posts"),
        ({"data": [{"id": "1", "text": "x", "acct": "y"}]}, "its first objects are no posts"),
        ({"a": 1}, "its first objects are no posts"),
        ([[1]], "its first objects are no posts"),
    ],
)
def test_what_is_refused_by_name(value: Any, reason: str) -> None:
    answer = sniff(value)
    assert isinstance(answer, Refusal)
    assert answer.reason.startswith(reason)


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "{", "[" * 9_000, '{"a":', "]"])
def test_what_is_no_json(text: str) -> None:
    answer = TwitterApiV2().sniff(Sample("x", text))
    assert isinstance(answer, Refusal)


def test_lines_of_another_kind_in_a_file_are_counted_with_a_plain_reason() -> None:
    found = read(page([tweet()]), EVENT, page([COUNT]), page([LIST]), {"a": 1}, page([{"a": 1}]))
    assert len(posts(found)) == 1
    assert [(each.row, each.reason.split(" of ")[0]) for each in rejects(found)] == [
        (2, "it holds events"),
        (3, "it holds counts"),
        (4, "it holds lists"),
        (5, "it is neither a post nor an account nor an answer"),
        (6, "it is neither a post nor an account nor an answer"),
    ]


def test_a_flat_post_holds_what_it_refers_to() -> None:
    found = read(FLAT)
    repost, original = posts(found)
    assert (repost.kind, original.collected) == (Kind.REPOST, False)
    assert isinstance(repost.reposts, PostRef)
    assert repost.reposts.author
    assert repost.reposts.author.native_id == "102"
    assert {each.native_id for each in accounts(found)} == {"101", "102", "103"}
    assert rejects(found) == []


def test_what_many_flat_posts_show_is_told_once() -> None:
    found = read(*(FLAT | {"id": clock_id("2022-03-04T05:06:07.890", low)} for low in range(9)))
    assert len(posts(found)) == 9 + 1
    assert len(accounts(found)) == 3


def test_a_post_of_the_page_is_not_told_again_as_included() -> None:
    found = read(page([tweet()], includes={"tweets": [tweet(), tweet(id=OTHER, created_at=None)]}))
    assert [(each.native_id, each.collected) for each in posts(found)] == [
        (ID, True),
        (OTHER, False),
    ]


def test_a_pinned_post_is_not_collected() -> None:
    pinned = tweet(id=OTHER, created_at=None)
    flat = user(pinned_tweet_id=OTHER, pinned_tweet=pinned)
    for value in (flat, page([user()], includes={"tweets": [pinned]})):
        found = read(value)
        assert [(each.native_id, each.collected) for each in posts(found)] == [(OTHER, False)]
        assert [each.native_id for each in accounts(found)] == ["101"]
    assert posts(read(user(pinned_tweet={}))) == []


def test_an_account_without_a_handle_in_a_page_of_accounts() -> None:
    found = read(page([user(), {"id": "9", "username": "", "name": "x"}]))
    assert [each.reason for each in rejects(found)] == ["a user has no username"]
    assert len(accounts(found)) == 1


def test_an_empty_answer_is_nothing() -> None:
    assert read(page([], meta={"result_count": 0}), {"meta": {}}) == []


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"id": 5}, "data[...].id is not as the format has it: expected `str`, got `int`"),
        ({"id": "1e18"}, "id went through a floating-point number"),
        ({"id": "x"}, "id is not an id"),
        ({"id": ""}, "id is not an id"),
        ({"text": None}, "a post has no text"),
        ({"text": 5}, "data[...].text is not as the format has it"),
        ({"author_id": "x"}, "author_id is not an id"),
        ({"created_at": "soon"}, "created_at is not a time"),
        ({"created_at": "2022-03-04T05:06:07.000"}, "created_at is not a time"),
        ({"created_at": "2022-13-04T05:06:07.000Z"}, "created_at is not a time"),
        ({"referenced_tweets": refers("quoted", "x")}, "referenced_tweets.id is not an id"),
        ({"referenced_tweets": 7}, "data[...].referenced_tweets is not as the format has it"),
        ({"entities": {"hashtags": [{"tag": []}]}}, "data[...].entities.hashtags[...].tag is not"),
        ({"entities": {"mentions": [{"id": "x"}]}}, "the id of a mention is not an id"),
        ({"edit_history_tweet_ids": ["x", ID]}, "edit_history_tweet_ids is not an id"),
        ({"public_metrics": {"like_count": -1}}, "data[...].public_metrics.like_count is not"),
        ({"public_metrics": {"like_count": 10**30}}, "data[...].public_metrics.like_count is not"),
        ({"public_metrics": {"like_count": 1.5}}, "data[...].public_metrics.like_count is not"),
    ],
)
def test_an_odd_post_is_rejected_and_the_others_of_its_page_are_read(
    given: dict[str, Any], reason: str
) -> None:
    other = tweet(id=OTHER, created_at=None)
    found = read(page([tweet(**given), other], includes={"users": [user()]}))
    (reject,) = rejects(found)
    assert reject.reason.startswith(reason)
    assert reject.row == 1
    assert reject.excerpt
    assert [each.native_id for each in posts(found)] == [OTHER]
    assert len(accounts(found)) == 1


def test_odd_entries_beside_the_posts() -> None:
    included = {
        "users": [user(username=5), user("102")],
        "tweets": [tweet(id=5), tweet(id=OTHER, created_at=None)],
        "media": [{"media_key": 5}],
    }
    found = read(page([tweet(), user("103")], includes=included, errors=["x"]))
    assert [each.reason.split(" is ")[0] for each in rejects(found)] == [
        "includes.users[...].username",
        "includes.tweets[...].id",
        "includes.media[...].media_key",
        "errors[...]",
    ]
    assert [each.native_id for each in posts(found)] == [ID, OTHER]
    assert [each.native_id for each in accounts(found)] == ["103", "102"]


def test_odd_documents_are_rejected_whole() -> None:
    assert reasons(tweet(id=5))[0].startswith("id is not as the format has it")
    assert reasons({"data": 5})[0].startswith("data is not as the format has it")
    assert reasons(5)[0].startswith("the document is not as the format has it")
    odd_time = page([tweet()]) | {"__twarc": {"retrieved_at": "soon"}}
    assert reasons(odd_time) == ["__twarc.retrieved_at is not a time"]
    odd_note = page([tweet(id=5)]) | {"__twarc": 5}
    assert reasons(odd_note)[0].startswith("__twarc is not as the format has it")
    assert reasons([tweet(), 5])[0].startswith("the document is not as the format has it")
    assert reasons(user(id="x")) == ["the id of a user is not an id"]


@pytest.mark.parametrize(
    "text",
    [
        '{"data":' + "[" * 200_000,
        '{"data":' + '{"referenced_tweets":[' * 50_000,
        "[" * 100_000 + "]" * 100_000,
        '{"data":[{"id":"1","text":"x","public_metrics":{"like_count":' + "9" * 5_000 + "}}]}",
        '{"data":[{"id":NaN}]}',
        '{"data":[{"id":"' + "9" * 100_000 + '","text":"x"}]}',
        '{"id":"1","text":"\\ud800","author_id":"' + "\\u0000" * 9 + '"}',
    ],
)
def test_hostile_documents_are_rejects(text: str) -> None:
    found = read_text(text + "\n" + lines(page([tweet()])))
    assert [type(each) for each in found if each.row == 1] == [Reject]
    assert [each.row for each in posts(found)] == [2]


def test_a_line_of_ten_megabytes() -> None:
    text = lines(page([tweet(text="x" * 10_000_000)]))
    (found,) = posts(read_text(text))
    assert len(found.text or "") == 10_000_000


def test_the_same_flat_posts_over_and_over_take_no_memory() -> None:
    text = lines(*(FLAT | {"text": f"RT @oro_lind: {'x' * 20_000}"} for _ in range(100)))
    found = TwitterApiV2().read(TextLines(text))
    tracemalloc.start()
    assert sum(isinstance(each, Post) and each.collected for each in found) == 100
    left = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert left < len(text) // 4


def test_half_characters_are_marked_where_they_stood() -> None:
    text = lines(page([tweet(text="HERE"), tweet(id=OTHER, created_at=None)]))
    found = posts(read_text(text.replace("HERE", "a\\ud83d")))
    assert [(each.text, each.text_repaired) for each in found] == [
        ("a\ufffd", True),
        ("Late again", False),
    ]


odd = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.text(max_size=3),
    st.just([]),
    st.just({}),
    st.just([{}]),
)
keys = st.sampled_from(
    [*tweet(), "referenced_tweets", "entities", "attachments", "withheld", "author"]
)


@given(keys, odd, st.booleans())
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_any_value_in_any_field_spoils_at_most_its_post(key: str, value: Any, flat: bool) -> None:
    given = tweet() | {key: value}
    good = tweet(id=OTHER, created_at=None)
    found = read(*([given, good] if flat else [page([given, good])]))
    assert len(posts(found)) + len(rejects(found)) == 2
    assert OTHER in {each.native_id for each in posts(found)}
