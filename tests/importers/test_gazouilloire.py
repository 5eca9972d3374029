"""Gazouilloire's and minet's table: pointers, lists, zones, and what is rejected."""

import pytest
from hypothesis import given, settings
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
)
from inunison_importers.base import Claim, Refusal, Sample, TextLines
from inunison_importers.gazouilloire import Gazouilloire
from tests.importers.archive_rows import microseconds
from tests.importers.scraped_objects import accounts, collected, observations, posts, reasons
from tests.importers.tweet_table_rows import (
    AT,
    ID,
    OTHER,
    OTHER_AT,
    OTHER_SECONDS,
    TABLE_COLUMNS,
    read_tweets,
    tweets,
)

ORO = AccountRef("102", "Oro_Lind")
LOST = (
    "{} went through a floating-point number and lost its last digits; "
    "take the file as it was published, not one that a spreadsheet or a script wrote anew"
)


def test_a_plain_post_and_its_author() -> None:
    found = read_tweets({})
    assert posts(found) == [
        Post(
            row=2,
            platform="twitter",
            native_id=ID,
            author=AccountRef("101", "minaketter"),
            kind=Kind.POST,
            created_at=AT,
            precision=Precision.MILLISECOND,
            text="Late again",
            language="en",
            client="Twitter Web App",
            url=f"https://twitter.com/minaketter/status/{ID}",
        )
    ]
    assert observations(found, "post") == [
        Observation(
            row=2,
            platform="twitter",
            subject="post",
            native_id=ID,
            presence=Presence.LIVE,
            reposts=1,
            replies=2,
            likes=3,
            views=90,
        )
    ]
    assert accounts(found) == [
        Account(
            row=2,
            platform="twitter",
            native_id="101",
            handle="minaketter",
            name="Mina Ketter",
            description="Trains",
            location="Tarvenport",
            url="https://mina.example",
            created_at=microseconds("2019-11-05T10:20:30"),
            created_precision=Precision.SECOND,
            verified=False,
        )
    ]


def test_a_repost_names_its_original() -> None:
    given = {
        "text": "RT @Oro_Lind: The ferry is late",
        "retweeted_id": OTHER,
        "retweeted_user": "Oro_Lind",
        "retweeted_user_id": "102",
        "retweeted_timestamp_utc": OTHER_SECONDS,
        "hashtags": "ferry",
        "mentioned_names": "oro_lind",
        "mentioned_ids": "102",
        "links": "https://a.example",
    }
    found = read_tweets(given)
    post = collected(found)
    assert post.kind is Kind.REPOST
    assert post.reposts == PostRef(OTHER, ORO, False, OTHER_AT, Precision.MILLISECOND)
    assert (post.mentions, post.hashtags, post.links) == ((), (), ())
    (seen,) = observations(found, "post")
    assert (seen.reposts, seen.likes, seen.views) == (1, None, None)
    old = collected(read_tweets(given | {"retweeted_id": "20"}))
    assert old.reposts
    assert (old.reposts.created_at, old.reposts.precision) == (
        microseconds("2022-03-03T01:02:03"),
        Precision.SECOND,
    )


def test_replies_and_quotes() -> None:
    quoted = {"quoted_id": OTHER, "quoted_user": "Oro_Lind", "quoted_user_id": "102"}
    pointer = PostRef(OTHER, ORO, False, OTHER_AT, Precision.MILLISECOND)
    quote = collected(read_tweets(quoted))
    assert (quote.kind, quote.quotes) == (Kind.QUOTE, pointer)
    answered = {"to_username": "Oro_Lind", "to_userid": "102"}
    reply = collected(read_tweets(answered | {"to_tweetid": OTHER}))
    assert (reply.kind, reply.replies_to, reply.mentions) == (Kind.REPLY, pointer, ())
    begins = collected(
        read_tweets(answered | {"mentioned_names": "oro_lind|piavell", "mentioned_ids": "102|103"})
    )
    assert begins.kind is Kind.POST
    assert begins.mentions == (Mention(ORO), Mention(AccountRef("103", "piavell")))


@pytest.mark.parametrize(
    ("names", "ids", "expected"),
    [
        ("oro_lind|piavell", "102|103", [("102", "oro_lind"), ("103", "piavell")]),
        ("oro_lind|piavell", "102", [(None, "oro_lind"), (None, "piavell")]),
        ("oro_lind|piavell", "", [(None, "oro_lind"), (None, "piavell")]),
        ("oro_lind|piavell", "|103", [(None, "oro_lind"), ("103", "piavell")]),
        ("", "102", []),
    ],
)
def test_mentions(names: str, ids: str, expected: list[tuple[str | None, str]]) -> None:
    found = collected(read_tweets({"mentioned_names": names, "mentioned_ids": ids}))
    assert [(each.account.native_id, each.account.handle) for each in found.mentions] == expected


def test_lists() -> None:
    own = f"https://twitter.com/minaketter/status/{ID}/photo/1"
    found = collected(
        read_tweets(
            {
                "links": f"https://a.example|{own}|https://b.example|https://a.example",
                "media_urls": "https://m/1|https://m/2",
                "hashtags": "ferry|tarvenport",
            }
        )
    )
    assert found.links == ("https://a.example", "https://b.example")
    assert found.media == ("https://m/1", "https://m/2")
    assert found.hashtags == ("ferry", "tarvenport")


@pytest.mark.parametrize(
    ("via", "is_collected"),
    [
        ("search", True),
        ("stream|retweet", True),
        ("thread", True),
        ("", True),
        ("retweet", False),
        ("quote|retweet", False),
    ],
)
def test_rows_that_were_only_seen_inside_others(via: str, is_collected: bool) -> None:
    (post,) = posts(read_tweets({"collected_via": via}))
    assert post.collected is is_collected


@pytest.mark.parametrize(
    ("given", "verified"),
    [
        ({}, False),
        ({"user_verified": ""}, None),
        ({"user_verified": "1"}, True),
        ({"user_is_blue_verified": "1"}, True),
        ({"user_verified_type": "Business"}, True),
    ],
)
def test_marks_of_an_account(given: dict[str, str], verified: bool | None) -> None:
    assert [each.verified for each in accounts(read_tweets(given))] == [verified]


def test_an_address_of_the_profile_itself_is_no_link_of_it() -> None:
    given = {"user_url": "https://twitter.com/minaketter"}
    assert [each.url for each in accounts(read_tweets(given))] == [None]


def test_local_times_are_left_aside() -> None:
    found = read_tweets({"local_time": "x", "collection_time": "x", "user_created_at": "x"})
    assert found == read_tweets({})
    assert {each.observed_at for each in observations(found, "post")} == {None}
    unknown = accounts(read_tweets({"user_timestamp_utc": "0"}))
    assert [each.created_at for each in unknown] == [None]


def test_a_damaged_id_is_taken_from_the_address() -> None:
    assert collected(read_tweets({"id": "1.49961212997874e+18"})).native_id == ID
    found = read_tweets({"id": "1.49961212997874e+18", "url": "https://twitter.com/x"}, {})
    assert reasons(found) == [LOST.format("id")]
    assert [each.row for each in posts(found)] == [3]


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"timestamp_utc": "now"}, "timestamp_utc is no number of seconds since 1970"),
        ({"like_count": "1e3"}, "like_count is not a count"),
        ({"impression_count": "9" * 30}, "impression_count is not a count"),
        (
            {"user_timestamp_utc": "99999999999"},
            "the time at which an account was made is no number of seconds since 1970",
        ),
        (
            {"retweeted_id": OTHER, "retweeted_timestamp_utc": "x"},
            "retweeted_timestamp_utc is no number of seconds since 1970",
        ),
    ],
)
def test_rows_that_are_rejected(given: dict[str, str], reason: str) -> None:
    found = read_tweets(given, {})
    assert reasons(found) == [reason]
    assert [each.row for each in posts(found)] == [3]


def test_cells_that_are_left_out_and_told() -> None:
    given = {
        "retweeted_id": "1.5e+18",
        "mentioned_names": "oro_lind",
        "mentioned_ids": "1.2e+18",
        "to_tweetid": "-7",
    }
    found = read_tweets(given)
    (post,) = posts(found)
    assert (post.kind, post.mentions) == (Kind.POST, (Mention(AccountRef(None, "oro_lind")),))
    assert reasons(found) == [
        "to_tweetid is not an id",
        LOST.format("retweeted_id"),
        LOST.format("mentioned_ids"),
    ]


def test_what_is_claimed() -> None:
    assert Gazouilloire().sniff(Sample("x", tweets({}))) == Claim(
        "tweets in 59 columns of gazouilloire or minet"
    )
    more = tweets({}, columns=["query", *TABLE_COLUMNS[:-1]])
    assert isinstance(Gazouilloire().sniff(Sample("x", more)), Claim)
    assert Gazouilloire().sniff(Sample("x", "id,timestamp_utc,text\n")) == Refusal(
        "its first line has no column user_screen_name, user_id, retweeted_id, mentioned_names"
    )
    assert isinstance(Gazouilloire().sniff(Sample("x", "")), Refusal)


def test_a_text_over_several_lines_keeps_the_rows_numbers() -> None:
    found = read_tweets({"text": "a\n\nb"}, {"id": OTHER, "timestamp_utc": OTHER_SECONDS})
    assert [(each.row, each.text) for each in posts(found)] == [(2, "a\n\nb"), (5, "Late again")]
    assert list(Gazouilloire().read(TextLines(""))) == []


def test_an_author_is_told_by_the_first_row_that_is_read_and_again_when_it_differs() -> None:
    other = {"id": OTHER, "timestamp_utc": OTHER_SECONDS}
    changed = {"id": "20", "timestamp_utc": "1142974214", "user_followers": "8"}
    found = read_tweets({"quoted_id": "1", "quoted_timestamp_utc": "x"}, {}, other, changed)
    assert len(reasons(found)) == 1
    assert [each.row for each in accounts(found)] == [3, 5]
    assert [each.followers for each in observations(found, "account")] == [7, 8]


@pytest.mark.parametrize("column", ["current_tweet_status", "tweet_current_status"])
@pytest.mark.parametrize(
    ("said", "of_post", "of_author"),
    [
        ("available_tweet", None, None),
        ("unavailable_tweet", Presence.DELETED, None),
        ("user_or_tweet_deleted", Presence.DELETED, None),
        ("suspended_user", Presence.SUSPENDED, Presence.SUSPENDED),
        ("deactivated_user", Presence.DELETED, Presence.DELETED),
        ("deactivated_or_renamed_user", Presence.MISSING, None),
        ("protected_user", Presence.PROTECTED, Presence.PROTECTED),
        ("censored_tweet", Presence.WITHHELD, None),
        ("unavailable_retweeted_tweet", Presence.MISSING, None),
        ("blocked_by_tweet_author", None, None),
        ("", None, None),
    ],
)
def test_what_a_later_look_says(
    column: str, said: str, of_post: Presence | None, of_author: Presence | None
) -> None:
    text = tweets({column: said}, columns=[*TABLE_COLUMNS, column])
    found = list(Gazouilloire().read(TextLines(text)))
    assert found[:4] == read_tweets({})
    expected = [("post", ID, of_post), ("account", "101", of_author)]
    assert [
        (each.subject, each.native_id, each.presence)
        for each in found[4:]
        if isinstance(each, Observation)
    ] == [each for each in expected if each[2] is not None]


def test_a_column_without_a_name_is_left_aside() -> None:
    found = list(Gazouilloire().read(TextLines(tweets({"": "x"}, columns=["", *TABLE_COLUMNS]))))
    assert found == read_tweets({})


_NAMES = st.lists(st.from_regex(r"[a-z_]{1,15}", fullmatch=True), unique=True, max_size=5)
_IDS = st.lists(st.integers(1, 2**62).map(str), min_size=5, max_size=5, unique=True)


@settings(deadline=None)
@given(names=_NAMES, ids=_IDS)
def test_mentions_come_back_as_they_were_written(names: list[str], ids: list[str]) -> None:
    ids = ids[: len(names)]
    found = collected(
        read_tweets({"mentioned_names": "|".join(names), "mentioned_ids": "|".join(ids)})
    )
    pairs = [(each.account.native_id, each.account.handle) for each in found.mentions]
    assert pairs == list(zip(ids, names, strict=True))
