"""Tweets as activities: what the fields say, and that they say what the API's own tweets say."""

import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inunison.records import (
    Account,
    AccountRef,
    Kind,
    Mention,
    Observation,
    Post,
    PostRef,
    Precision,
    Presence,
    Record,
    Reject,
)
from inunison_importers.base import Claim, Refusal, Sample, TextLines
from inunison_importers.twitter_activity_streams import TwitterActivityStreams
from tests.importers.archive_rows import clock_id, microseconds
from tests.importers.twitter_v1_objects import (
    ID,
    OTHER,
    OTHER_TIME,
    THIRD,
    TIME,
    accounts,
    entities,
    lines,
    link,
    mention,
    observations,
    picture,
    posts,
    rejects,
)
from tests.importers.twitter_v1_objects import tweet as api_tweet

ORO = AccountRef("102", "oro_lind")


def actor(native_id: str = "101", handle: str = "minaketter", **given: Any) -> dict[str, Any]:
    """A profile, with what is given in addition."""
    return {
        "objectType": "person",
        "id": f"id:twitter.com:{native_id}",
        "link": f"http://www.twitter.com/{handle}",
        "displayName": handle.title(),
        "preferredUsername": handle,
        "postedTime": "2013-11-05T10:20:30.250Z",
        "summary": None,
        "friendsCount": 9,
        "followersCount": 7,
        "statusesCount": 11,
        "verified": False,
        "languages": ["en"],
        "links": [{"href": None, "rel": "me"}],
    } | given


def activity(native_id: str = ID, time: str = TIME, **given: Any) -> dict[str, Any]:
    """A tweet of account 101, with what is given in addition."""
    return {
        "id": f"tag:search.twitter.com,2005:{native_id}",
        "objectType": "activity",
        "verb": "post",
        "postedTime": time[:19] + ".000Z",
        "generator": {"displayName": "Twitter Web Client", "link": "http://twitter.example"},
        "link": f"http://twitter.com/minaketter/statuses/{native_id}",
        "body": "Late again",
        "object": {
            "objectType": "note",
            "id": f"object:search.twitter.com,2005:{native_id}",
            "summary": "Late again",
            "postedTime": time[:19] + ".000Z",
        },
        "actor": actor(),
        "favoritesCount": 3,
        "retweetCount": 1,
        "twitter_entities": entities(),
        "twitter_lang": "en",
        "gnip": {"matching_rules": [{"tag": "trams"}]},
    } | given


def other(**given: Any) -> dict[str, Any]:
    """Another tweet, of account 102."""
    return activity(OTHER, OTHER_TIME, actor=actor("102", "oro_lind"), body="Trams stop") | given


def share(original: dict[str, Any], **given: Any) -> dict[str, Any]:
    """A retweet."""
    return activity(verb="share", object=original, body=f"RT @oro_lind: {original['body']}") | given


def read_text(text: str) -> list[Record | Reject]:
    """What the importer makes of a text."""
    return list(TwitterActivityStreams().read(TextLines(text)))


def read(*values: Any) -> list[Record | Reject]:
    """What the importer makes of values, one a line."""
    return read_text(lines(*values))


def post(given: dict[str, Any]) -> Post:
    """The one collected post of an activity."""
    found = read(given)
    assert rejects(found) == []
    (made,) = [each for each in posts(found) if each.collected]
    return made


def reasons(*values: Any) -> list[str]:
    """Why values are rejected."""
    return [each.reason for each in rejects(read(*values))]


def sniffed(text: str) -> Claim | Refusal:
    """What the importer thinks of a text."""
    return TwitterActivityStreams().sniff(Sample("x", text))


def test_a_plain_tweet() -> None:
    held = entities(
        hashtags=[{"text": "Tarvenport"}],
        urls=[link("https://council.example")],
        user_mentions=[mention("102", "oro_lind")],
        media=[picture("a.jpg")],
    )
    found = read(activity(body="Late &amp; slow #Tarvenport", twitter_entities=held))
    assert posts(found) == [
        Post(
            row=1,
            platform="twitter",
            native_id=ID,
            author=AccountRef("101", "minaketter"),
            kind=Kind.POST,
            created_at=microseconds(TIME),
            precision=Precision.MILLISECOND,
            text="Late &amp; slow #Tarvenport",
            language="en",
            client="Twitter Web Client",
            mentions=(Mention(ORO),),
            hashtags=("Tarvenport",),
            links=("https://council.example",),
            media=("https://pbs.example/a.jpg",),
        )
    ]
    assert observations(found, "post") == [
        Observation(
            row=1,
            platform="twitter",
            subject="post",
            native_id=ID,
            presence=Presence.LIVE,
            reposts=1,
            likes=3,
        )
    ]


def test_an_account() -> None:
    profile = actor(
        summary="Trains",
        location={"objectType": "place", "displayName": "Tarvenport"},
        links=[{"href": None}, {"href": "https://mina.example"}],
        verified=True,
    )
    found = read(activity(actor=profile))
    assert accounts(found) == [
        Account(
            row=1,
            platform="twitter",
            native_id="101",
            handle="minaketter",
            name="Minaketter",
            description="Trains",
            location="Tarvenport",
            language="en",
            url="https://mina.example",
            created_at=microseconds("2013-11-05T10:20:30.250"),
            created_precision=Precision.MILLISECOND,
            verified=True,
        )
    ]
    (seen,) = observations(found, "account")
    assert (seen.followers, seen.following, seen.posts) == (7, 9, 11)
    for languages in ([], ["en", "fr"], [None], None):
        (made,) = accounts(read(activity(actor=actor(languages=languages))))
        assert made.language is None


def test_the_whole_text_stands_beside_the_cut_one() -> None:
    long = {
        "body": "x" * 200,
        "twitter_entities": entities(hashtags=[{"text": "Rails"}]),
        "twitter_extended_entities": {"media": [picture("a.jpg"), picture("b.jpg")]},
    }
    found = post(activity(long_object=long, body="x" * 100 + "…"))
    assert (found.text, found.hashtags) == ("x" * 200, ("Rails",))
    assert found.media == ("https://pbs.example/a.jpg", "https://pbs.example/b.jpg")
    short = activity(twitter_extended_entities={"media": [picture("c.jpg")]})
    assert post(short).media == ("https://pbs.example/c.jpg",)


def test_a_share_is_a_retweet() -> None:
    found = read(share(other(retweetCount=41)))
    made, original = posts(found)
    assert (made.kind, made.text, made.created_at) == (
        Kind.REPOST,
        "RT @oro_lind: Trams stop",
        microseconds(TIME),
    )
    assert made.reposts == PostRef(
        OTHER, ORO, False, microseconds(OTHER_TIME), Precision.MILLISECOND
    )
    assert (original.native_id, original.collected, original.text) == (OTHER, False, "Trams stop")
    (seen,) = observations(found, "post")
    assert (seen.native_id, seen.reposts) == (OTHER, 41)
    assert [each.handle for each in accounts(found)] == ["minaketter", "oro_lind"]


def test_quotes_stand_beside_and_in_shares_beside_the_original() -> None:
    made, quoted = posts(read(activity(twitter_quoted_status=other())))
    assert made.quotes
    assert (made.kind, made.quotes.native_id, made.quotes.author) == (Kind.QUOTE, OTHER, ORO)
    assert (quoted.native_id, quoted.collected) == (OTHER, False)
    third = activity(THIRD, "2019-09-01T20:00:00.125", actor=actor("103", "tavi"))
    within = share(other(twitter_quoted_status=third))
    assert [each.native_id for each in posts(read(within))] == [ID, OTHER, THIRD]
    assert [each.kind for each in posts(read(within))] == ["repost", "quote", "post"]


def test_a_tweet_that_is_answered_is_known_by_its_link() -> None:
    answered: dict[str, Any] = {
        "inReplyTo": {"link": f"http://twitter.com/Oro_Lind/statuses/{OTHER}"}
    }
    found = post(activity(**answered))
    assert found.kind is Kind.REPLY
    assert found.replies_to
    assert (found.replies_to.native_id, found.replies_to.author_inferred) == (OTHER, False)
    assert found.replies_to.author == AccountRef(None, "Oro_Lind")
    held = entities(user_mentions=[mention("103", "tavi"), mention("102", "oro_lind")])
    named = post(activity(**answered, twitter_entities=held))
    assert named.replies_to
    assert named.replies_to.author == ORO
    long = post(activity(**answered, long_object={"body": "x", "twitter_entities": held}))
    assert long.replies_to
    assert long.replies_to.author == ORO


def test_a_stated_time_is_kept_where_the_id_says_another() -> None:
    found = post(activity(postedTime="2019-09-04T13:51:58.000Z"))
    assert (found.created_at, found.time_conflict) == (microseconds(TIME), True)
    assert found.stated_time == "2019-09-04T13:51:58.000Z"


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (activity(verb="delete"), "verb is neither post nor share"),
        (activity(id=ID), "id is not the tag of a tweet"),
        (activity(id=None), "id is not the tag of a tweet"),
        (activity("1.17e18"), "id_str went through a floating-point number"),
        (activity(actor=actor(id="101")), "actor.id is not the tag of an account"),
        (activity(postedTime="soon"), "created_at is not a time"),
        (activity(inReplyTo={"link": "http://x.example"}), "inReplyTo.link does not lead to"),
        (activity(inReplyTo={}), "inReplyTo.link does not lead to a tweet"),
        (share(other()) | {"object": None}, "a share has no object"),
        (share({"objectType": "note", "body": ""}), "verb is neither post nor share"),
        ({"info": {"message": "Replay Request Completed"}}, "the service says something of the"),
        ({"error": {"message": "x"}}, "the service says something of the delivery here"),
        (activity(body=5), "body is not as the format has it"),
        ({}, "verb is neither post nor share"),
    ],
)
def test_what_is_rejected(value: dict[str, Any], reason: str) -> None:
    given_reasons = reasons(value, other())
    assert len(given_reasons) == 1
    assert given_reasons[0].startswith(reason)


def test_activities_without_bound_inside_each_other_are_rejected() -> None:
    inner = activity()
    for _ in range(100):
        inner = activity(twitter_quoted_status=inner)
    assert reasons(inner) == [
        "activities stand inside each other deeper than the platform puts them"
    ]


def test_answers_arrays_and_documents_over_several_lines() -> None:
    values = [activity(), other()]
    for text in (
        json.dumps({"results": values, "next": "x"}),
        json.dumps(values),
        json.dumps(values, indent=2),
        "".join(json.dumps(each, indent=1) + "\n" for each in values),
        "\n" + lines(values[0]) + "\n\r\n" + lines(values[1]),
    ):
        assert [each.native_id for each in posts(read_text(text))] == [ID, OTHER]
        assert sniffed(text) == Claim("tweets as activities, with actor and verb")


@pytest.mark.parametrize(
    "value",
    [
        activity(id=ID),
        activity(verb="like"),
        activity(actor="id:twitter.com:101"),
        activity(actor=actor(id="acct:mina@example")),
        api_tweet(),
        {"results": [api_tweet()]},
        {"results": []},
        {"info": {"message": "x"}},
    ],
)
def test_other_objects_are_refused(value: Any) -> None:
    assert sniffed(lines(value)) == Refusal("its first objects are no activities of Twitter")
    assert sniffed("x") == Refusal("its first lines are no JSON")


@given(
    st.lists(
        st.tuples(st.integers(0, 10**9), st.text(max_size=30)),
        max_size=5,
        unique_by=lambda each: each[0],
    )
)
def test_activities_come_back_as_they_were_written(rows: list[tuple[int, str]]) -> None:
    base = int(clock_id("2019-09-04T00:00:00.000")) >> 22
    values = [activity(str((base + offset) << 22), body=text) for offset, text in rows]
    found = read_text("".join(json.dumps(copy.deepcopy(each)) + "\n" for each in values))
    assert [each.native_id for each in posts(found)] == [
        each["id"].rpartition(":")[2] for each in values
    ]
    assert [each.text for each in posts(found)] == [text or None for _, text in rows]
