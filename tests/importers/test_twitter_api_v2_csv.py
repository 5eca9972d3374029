"""The table that twarc makes of Twitter API v2 posts: its columns, and the traps in them."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inunison.records import AccountRef, Kind, Post, Presence
from inunison_importers.base import Claim, Refusal, Sample, TextLines
from inunison_importers.twitter_api_v2_csv import TwitterApiV2Csv
from tests.importers.archive_rows import clock_id, microseconds
from tests.importers.twitter_v2_objects import (
    COLUMNS,
    ID,
    OBSERVED_AT,
    OTHER,
    ROW,
    TIME,
    accounts,
    lines,
    observations,
    page,
    posts,
    read,
    read_table,
    rejects,
    table,
    tweet,
    user,
)

REPOST = {
    "text": "The ferry is late, @pia_vell",
    "referenced_tweets.retweeted.id": OTHER,
    "retweeted_user_id": "102",
    "retweeted_username": "oro_lind",
    "entities.hashtags": '["#Tarvenport"]',
    "entities.mentions": '["@oro_lind", "@Pia_Vell"]',
    "entities.urls": '["https://a.example", "pic.twitter.com/x"]',
    "attachments.media_keys": '["3_1", "3_2"]',
    "attachments.media": '[{"media_key": "3_1", "url": "https://m/1"}, {}]',
}


def post(**cells: str) -> Post:
    """The one collected post of a row; two underscores stand for a point."""
    found = read_table({name.replace("__", "."): cell for name, cell in cells.items()})
    assert rejects(found) == []
    (made,) = [each for each in posts(found) if each.collected]
    return made


def test_a_row_is_what_its_objects_are() -> None:
    assert read_table({}) == [
        type(each)(**{name: getattr(each, name) for name in each.__struct_fields__} | {"row": 2})
        for each in read(page([tweet()], includes={"users": [user()]}))
    ]


def test_the_row_of_a_repost_tells_its_original() -> None:
    found = read_table(REPOST)
    repost, original = posts(found)
    assert (repost.kind, repost.native_id, repost.collected) == (Kind.REPOST, ID, True)
    assert (repost.mentions, repost.hashtags, repost.links, repost.media) == ((), (), (), ())
    assert repost.reposts
    assert (repost.reposts.native_id, repost.reposts.author) == (OTHER, AccountRef("102"))
    assert (original.native_id, original.kind, original.collected) == (OTHER, None, False)
    assert original.text == "The ferry is late, @pia_vell"
    assert [each.account.handle for each in original.mentions] == ["Pia_Vell"]
    assert (original.hashtags, original.links) == (("Tarvenport",), ("https://a.example",))
    assert original.media == ("https://m/1", "3_2")
    assert (original.language, original.client) == (None, None)
    mine, its = observations(found, "post")
    assert (mine.native_id, mine.reposts, mine.likes) == (ID, 1, None)
    assert (its.native_id, its.reposts, its.likes, its.replies, its.quotes) == (OTHER, 1, 3, 2, 4)


def test_handles_of_accounts_that_a_row_refers_to_are_seen_once() -> None:
    found = read_table(REPOST, REPOST | {"id": clock_id(TIME, 9)})
    named = [each for each in observations(found, "account") if each.native_id == "102"]
    assert [(each.row, each.handle, each.observed_at) for each in named] == [
        (2, "oro_lind", OBSERVED_AT)
    ]
    assert [each.native_id for each in accounts(found)] == ["101"]
    assert len([each for each in posts(found) if not each.collected]) == 1


@pytest.mark.parametrize("text", ["RT @oro_lind: The ferry…", "RT @gone_one: The ferry…"])
def test_a_repost_that_was_not_filled_tells_no_original(text: str) -> None:
    cells = REPOST | {"text": text}
    if "gone" in text:
        cells |= {"retweeted_user_id": "", "retweeted_username": ""}
    (repost,) = posts(read_table(cells))
    assert repost.reposts
    assert repost.reposts.author_inferred is ("gone" in text)
    expected = AccountRef(None, "gone_one") if "gone" in text else AccountRef("102")
    assert repost.reposts.author == expected


def test_quotes_and_replies() -> None:
    quoted = post(referenced_tweets__quoted__id=OTHER, quoted_user_id="102")
    assert (quoted.kind, quoted.quotes and quoted.quotes.author) == (Kind.QUOTE, AccountRef("102"))
    reply = post(referenced_tweets__replied_to__id=OTHER, in_reply_to_user_id="103")
    assert reply.kind is Kind.REPLY
    assert reply.replies_to
    assert reply.replies_to.author == AccountRef("103")
    begins = post(in_reply_to_user_id="103")
    assert [each.account for each in begins.mentions] == [AccountRef("103")]


def test_versions_and_withheld_marks() -> None:
    first = clock_id("2022-03-04T05:06:00.000")
    made = post(edit_history_tweet_ids=json.dumps([first, ID]))
    assert made.edits
    assert made.edits.native_id == first
    found = read_table(
        {"withheld.country_codes": '["XX"]', "author.withheld.country_codes": '["X"]'}
    )
    assert [each.presence for each in observations(found, "account")] == [Presence.WITHHELD]
    assert [each.presence for each in observations(found, "post")] == [Presence.WITHHELD]


def test_line_feeds_come_back() -> None:
    found = read_table({"text": "a\\nb", "author.description": "c\\nd", "source": "e"})
    assert [each.text for each in posts(found)] == ["a\nb"]
    assert [each.description for each in accounts(found)] == ["c\nd"]


def test_an_author_that_was_not_shown() -> None:
    nobody = {name: "" for name in ROW if name.startswith("author.")}
    found = read_table(nobody)
    assert [each.author for each in posts(found)] == [AccountRef("101")]
    assert accounts(found) == []


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"id": ""}, "id is empty"),
        ({"id": "1.2e+18"}, "id went through a floating-point number"),
        ({"author_id": "x"}, "author_id is not an id"),
        ({"created_at": "yesterday"}, "created_at is not a time"),
        ({"__twarc.retrieved_at": "x"}, "__twarc.retrieved_at is not a time"),
        ({"public_metrics.like_count": "many"}, "public_metrics.like_count is not a count"),
        ({"author.verified": "maybe"}, "author.verified is neither True nor False"),
        ({"entities.hashtags": "['a']"}, "entities.hashtags is not a list"),
        ({"entities.hashtags": "[1]"}, "entities.hashtags is not a list"),
        ({"entities.urls": "[" * 100_000}, "entities.urls is not a list"),
        (
            {"attachments.media_keys": '["1"]', "attachments.media": "[1]"},
            "attachments.media is not",
        ),
        ({"author.created_at": "x"}, "created_at is not a time"),
        ({"retweeted_user_id": "x", "retweeted_username": "y"}, "the id of an account that"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named(cells: dict[str, str], reason: str) -> None:
    found = read_table({}, {"id": OTHER, "created_at": "2022-03-03T01:02:03.000Z"} | cells)
    (reject,) = rejects(found)
    assert reject.reason.startswith(reason)
    assert reject.row == 3
    assert ID in {each.native_id for each in posts(found)}


def test_columns_are_found_by_name() -> None:
    found = read_table(REPOST, columns=list(reversed([*COLUMNS, "mood"])))
    assert found == read_table(REPOST)
    few = ["id", "author_id", "text", "created_at", "__twarc.retrieved_at"]
    (bare,) = posts(read_table({}, columns=few))
    assert (bare.text, bare.author, bare.created_at) == (
        "Late again",
        AccountRef("101"),
        microseconds(TIME),
    )
    answer = TwitterApiV2Csv().sniff(Sample("x", table([{}], few)))
    assert answer == Claim(
        "posts in 5 columns without referenced_tweets.retweeted.id, author.username"
    )
    assert TwitterApiV2Csv().sniff(Sample("x", table([{}]))) == Claim("posts in 43 columns")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "its first line is no row of CSV"),
        ("id,username\n1,a\n", "its first line has no column author_id, text, created_at"),
        ("id,author_id,text,created_at\n", "its first line has none of the columns"),
        ("id,id,author_id,text,created_at,author.username\n", "its first line names id more than"),
        (
            "id,author_id,text,created_at,author.username,\x1b,\x1b\n",
            "its first line names a column that cannot be shown more than once",
        ),
        (
            "id,author_id,text,created_at,author.username,,\n",
            "its first line names a column that cannot be shown more than once",
        ),
        (lines(page([])), "its first line has no column id"),
    ],
)
def test_other_files_are_refused(text: str, reason: str) -> None:
    answer = TwitterApiV2Csv().sniff(Sample("x", text))
    assert isinstance(answer, Refusal)
    assert answer.reason.startswith(reason)
    assert len(rejects(list(TwitterApiV2Csv().read(TextLines(text))))) == bool(text)


@pytest.mark.timeout(60)  # it was minutes while each name was counted among all others
def test_a_hundred_thousand_columns_are_named_once_each() -> None:
    names = ",".join(
        ["id,author_id,text,created_at,author.username", *(f"c{each}" for each in range(100_000))]
    )
    assert isinstance(TwitterApiV2Csv().sniff(Sample("x", names + "\n")), Claim)
    assert list(TwitterApiV2Csv().read(TextLines(names + "\n"))) == []


def test_rows_of_another_width_and_damaged_bytes() -> None:
    whole = table([{"text": "a\udc80"}]) + "1,2\n"
    found = list(TwitterApiV2Csv().read(TextLines(whole)))
    assert [(each.text, each.text_repaired) for each in posts(found)] == [("a\ufffd", True)]
    assert [each.reason for each in rejects(found)] == [
        "the row has more or fewer cells than the first line has names"
    ]


words = st.text(st.characters(codec="utf-8", exclude_characters="\r\\\0"), max_size=12)
tags = st.lists(words.map(lambda each: each.strip("#@ \n")).filter(bool), max_size=3, unique=True)


@given(text=words, hashtags=tags, mentions=tags, source=words, likes=st.integers(0, 10**9))
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_a_row_comes_back_as_the_object_it_was_made_from(
    text: str, hashtags: list[str], mentions: list[str], source: str, likes: int
) -> None:
    cells = {
        "text": text.replace("\n", "\\n"),
        "source": source.replace("\n", "\\n"),
        "entities.hashtags": json.dumps([f"#{each}" for each in hashtags]),
        "entities.mentions": json.dumps([f"@{each}" for each in mentions]),
        "public_metrics.like_count": str(likes),
    }
    entities: dict[str, Any] = {
        "hashtags": [{"tag": each} for each in hashtags],
        "mentions": [{"username": each} for each in mentions],
    }
    metrics = tweet()["public_metrics"] | {"like_count": likes}
    original = tweet(text=text, source=source, entities=entities, public_metrics=metrics)
    (made,) = posts(read_table(cells))
    (wanted,) = posts(read(page([original])))
    for name in ("text", "client", "hashtags", "mentions", "kind", "created_at"):
        assert getattr(made, name) == getattr(wanted, name), name
    assert observations(read_table(cells), "post")[0].likes == likes
