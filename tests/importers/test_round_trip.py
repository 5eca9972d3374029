"""Any row that the archive can hold comes back as what was put into it."""

import csv
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inunison.records import Account, Kind, Observation, Post, Reject
from inunison_importers.base import TextLines
from inunison_importers.twitter_io_archive import TwitterIoArchive
from tests.importers.archive_rows import POSTS_2018, POSTS_2020, hashed, hexed, read_text, table

_SLOW = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

texts = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=40)
hashes = st.integers(0, 50).map(str)
account_ids = st.one_of(
    st.integers(1, 10**18).map(str), hashes.map(hashed), hashes.map(hexed)
).filter(lambda made: len(made) not in range(20, 40))
post_ids = st.integers(30_000_000_000, (1 << 62)).map(str)
words = st.text(st.characters(codec="utf-8", exclude_characters="\r"), min_size=1, max_size=12)
counts = st.one_of(st.none(), st.integers(0, 10**9))


@st.composite
def rows(draw: st.DrawFn) -> dict[str, Any]:
    """A row as values: what a post says."""
    return {
        "tweetid": draw(post_ids),
        "userid": draw(account_ids),
        "text": draw(texts.filter(lambda text: "@" not in text)),
        "client": draw(texts),
        "mentions": draw(st.lists(account_ids, max_size=3, unique=True)),
        "hashtags": draw(st.lists(words.map(lambda tag: tag.lstrip("#") or "x"), max_size=3)),
        "links": draw(st.lists(words, max_size=3)),
        "answers": draw(st.one_of(st.none(), post_ids)),
        "quotes": draw(st.one_of(st.none(), post_ids)),
        "reposts": draw(st.one_of(st.none(), post_ids)),
        "likes": draw(counts),
        "description": draw(texts),
        "followers": draw(counts),
    }


def cells(row: dict[str, Any]) -> dict[str, str]:
    """The row as the archive writes it."""
    return {
        "tweetid": row["tweetid"],
        "userid": row["userid"],
        "user_profile_description": row["description"],
        "follower_count": "" if row["followers"] is None else str(row["followers"]),
        "tweet_text": row["text"],
        "tweet_time": "",
        "tweet_client_name": row["client"],
        "in_reply_to_tweetid": row["answers"] or "",
        "quoted_tweet_tweetid": row["quotes"] or "",
        "is_retweet": "true" if row["reposts"] else "false",
        "retweet_tweetid": row["reposts"] or "",
        "like_count": "" if row["likes"] is None else f"{row['likes']}.0",
        "hashtags": repr(row["hashtags"]),
        "urls": repr(row["links"]),
        "user_mentions": repr(row["mentions"]),
    }


def pointed_to(post: Post) -> tuple[str | None, ...]:
    """The ids of the posts that a post answers, quotes and reposts."""
    pointers = (post.replies_to, post.quotes, post.reposts)
    return tuple(None if each is None else each.native_id for each in pointers)


def expected_kind(row: dict[str, Any]) -> Kind:
    """What the post is."""
    if row["reposts"]:
        return Kind.REPOST
    if row["answers"]:
        return Kind.REPLY
    return Kind.QUOTE if row["quotes"] else Kind.POST


@given(row=rows(), columns=st.sampled_from([POSTS_2018, POSTS_2020]))
@_SLOW
def test_a_post_comes_back(row: dict[str, Any], columns: list[str]) -> None:
    found = read_text(table([cells(row)], columns))
    assert not [each for each in found if isinstance(each, Reject)]
    (post,) = [each for each in found if isinstance(each, Post)]
    (account,) = [each for each in found if isinstance(each, Account)]
    assert post.author is not None
    assert (post.native_id, post.author.native_id) == (row["tweetid"], row["userid"])
    assert (post.text, post.client) == (row["text"] or None, row["client"] or None)
    assert list(post.hashtags) == row["hashtags"]
    assert list(post.links) == row["links"]
    assert post.kind is expected_kind(row)
    assert account.description == (row["description"] or None)
    mentioned = [each.account.native_id for each in post.mentions]
    if row["reposts"]:
        assert pointed_to(post) == (None, None, row["reposts"])
        assert mentioned == row["mentions"][1:]
    else:
        assert pointed_to(post) == (row["answers"], row["quotes"], None)
        assert mentioned == row["mentions"]


@given(row=rows())
@_SLOW
def test_counts_come_back(row: dict[str, Any]) -> None:
    found = read_text(table([cells(row)]))
    seen = {each.subject: each for each in found if isinstance(each, Observation)}
    assert seen["post"].likes == row["likes"]
    assert seen["account"].followers == row["followers"]


@given(
    many=st.lists(rows(), max_size=6), quoting=st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL])
)
@_SLOW
def test_rows_do_not_touch_each_other(many: list[dict[str, Any]], quoting: int) -> None:
    text = table([cells(row) for row in many], POSTS_2020, quoting)
    posts = [each for each in read_text(text) if isinstance(each, Post)]
    assert [post.native_id for post in posts] == [row["tweetid"] for row in many]
    alone = [
        each
        for row in many
        for each in read_text(table([cells(row)], POSTS_2020, quoting))
        if isinstance(each, Post)
    ]
    assert [(post.text, post.mentions, post.links) for post in posts] == [
        (post.text, post.mentions, post.links) for post in alone
    ]


@given(many=st.lists(rows(), min_size=1, max_size=4), data=st.data())
@_SLOW
def test_a_bad_row_between_good_ones_is_the_only_loss(
    many: list[dict[str, Any]], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(many)))
    written = [cells(row) for row in many]
    written.insert(place, {"tweetid": "1.19e+18"})
    found = list(TwitterIoArchive().read(TextLines(table(written))))
    assert sum(isinstance(each, Reject) for each in found) == 1
    assert [each.native_id for each in found if isinstance(each, Post)] == [
        row["tweetid"] for row in many
    ]
