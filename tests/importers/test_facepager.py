"""Facepager's exports: nodes of several platforms, with columns that a user chose."""

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
    Reject,
)
from inunison_importers.base import Claim, Refusal, Sample
from inunison_importers.facepager import Facepager
from tests.importers.named_rows import Table, microseconds, of_type, one

NODE = {
    "level": "1",
    "id": "2",
    "parent_id": "1",
    "object_id": "7533944999_2881",
    "object_type": "data",
    "query_status": "fetched (200)",
    "query_time": "2019-03-02 10:00:00.123456",
    "query_type": "Facebook:/<page-id>/posts",
}
POST = {
    "path": "tarventoday/7533944999_2881",
    **NODE,
    "from.name": "Tarvenport Today",
    "from.id": "7533944999",
    "created_time": "2019-03-01T09:14:00+0000",
    "message": "Nothing much",
    "hashtags": "",
    "link": "",
    "permalink_url": "",
    "shares.count": "",
    "comments.summary.total_count": "",
}
TWEET = {
    **NODE,
    "object_id": "1102600000000000001",
    "query_type": "Twitter:/search/tweets",
    "created_at": "Mon Mar 04 16:01:39 +0000 2019",
    "full_text": "Nothing much",
    "user.screen_name": "minaketter",
    "user.id_str": "2528776999",
    "user.name": "Mina",
    "lang": "en",
    "entities.hashtags": "[]",
    "retweet_count": "1",
    "favorite_count": "2",
    "user.followers_count": "33",
}
VIDEO = {
    **NODE,
    "object_id": "abcdefghij1",
    "query_type": "YouTube:/videos",
    "snippet.title": "Boats",
    "snippet.publishedAt": "2019-03-01T09:14:00.000Z",
    "snippet.channelId": "UCxxxxxxxxxxxxxxxxxxxxxx",
    "snippet.channelTitle": "Harbour",
    "statistics.viewCount": "7",
    "statistics.likeCount": "3",
}
POSTS = Table(Facepager(), POST, ";")
TWEETS = Table(Facepager(), TWEET, "\t")
VIDEOS = Table(Facepager(), VIDEO)


def test_a_post_of_facebook() -> None:
    assert POSTS.read({"shares.count": "4", "comments.summary.total_count": "2"}) == [
        Account(row=2, platform="facebook", native_id="7533944999", name="Tarvenport Today"),
        Post(
            row=2,
            platform="facebook",
            native_id="7533944999_2881",
            author=AccountRef("7533944999"),
            created_at=microseconds("2019-03-01 09:14:00"),
            precision=Precision.SECOND,
            text="Nothing much",
        ),
        Observation(
            row=2,
            platform="facebook",
            subject="post",
            native_id="7533944999_2881",
            reposts=4,
            replies=2,
        ),
    ]


def test_a_post_of_twitter_has_the_time_of_its_id() -> None:
    account, post, seen, followers = TWEETS.read({"full_text": "Late @olebrant"})
    assert isinstance(account, Account)
    assert (account.handle, account.name) == ("minaketter", "Mina")
    assert isinstance(post, Post)
    assert post.author == AccountRef("2528776999", "minaketter")
    assert post.created_at == ((1102600000000000001 >> 22) + 1288834974657) * 1000
    assert (post.precision, post.stated_time) == (Precision.MILLISECOND, TWEET["created_at"])
    assert post.mentions == (Mention(AccountRef(handle="olebrant")),)
    assert isinstance(seen, Observation)
    assert (seen.reposts, seen.likes) == (1, 2)
    assert isinstance(followers, Observation)
    assert (followers.subject, followers.followers) == ("account", 33)


def test_an_old_post_of_twitter_has_the_stated_time() -> None:
    old = TWEETS.post(object_id="20", created_at="Tue Mar 21 20:50:14 +0000 2006")
    assert old.created_at == microseconds("2006-03-21 20:50:14")
    assert (old.precision, old.stated_time) == (Precision.SECOND, None)


def test_a_video() -> None:
    account, post, seen = VIDEOS.read({})
    assert isinstance(account, Account)
    assert (account.native_id, account.name) == ("UCxxxxxxxxxxxxxxxxxxxxxx", "Harbour")
    assert isinstance(post, Post)
    assert (post.platform, post.native_id, post.text) == ("youtube", "abcdefghij1", "Boats")
    assert post.created_at == microseconds("2019-03-01 09:14:00")
    assert isinstance(seen, Observation)
    assert (seen.views, seen.likes) == (7, 3)


@pytest.mark.parametrize(
    "cells",
    [
        {"object_type": "seed"},
        {"object_type": "offcut"},
        {"object_type": "empty"},
        {"object_type": "headers"},
        {"query_status": "error (400)"},
        {"message": "", "created_time": ""},
    ],
)
def test_nodes_that_hold_no_post_are_passed_over(cells: dict[str, str]) -> None:
    assert POSTS.read(cells) == []


def test_comments_answer_what_the_path_names() -> None:
    cells = {
        "query_type": "Facebook:/<post-id>/comments",
        "object_id": "2881_5",
        "path": "tarventoday/7533944999_2881/2881_5",
    }
    found = POSTS.post(**cells)
    assert (found.kind, found.replies_to) == (Kind.COMMENT, PostRef("7533944999_2881"))
    found = POSTS.post(**{**cells, "path": ""})
    assert (found.kind, found.replies_to) == (Kind.COMMENT, None)
    assert POSTS.post().kind is Kind.POST
    found = VIDEOS.post(query_type="YouTube:/commentThreads")
    assert found.kind is Kind.COMMENT


@pytest.mark.parametrize(
    ("asked", "permalink", "platform"),
    [
        ("Facebook:/posts", "", "facebook"),
        ("Instagram:/media", "", "instagram"),
        ("YouTube:/videos", "", "youtube"),
        ("Generic:/x", "https://www.reddit.com/r/x", "reddit"),
        ("Generic:/x", "https://tarvenport.example/x", "unnamed"),
        ("", "", "unnamed"),
    ],
)
def test_platforms(asked: str, permalink: str, platform: str) -> None:
    found = POSTS.post(query_type=asked, permalink_url=permalink)
    assert (found.platform, found.url) == (platform, permalink or None)


def test_times_without_a_zone_are_kept() -> None:
    found = POSTS.post(created_time="2019-03-01 09:14:00")
    assert found.stated_time == "2019-03-01 09:14:00"
    assert found.created_at == microseconds("2019-03-01 09:14:00")
    assert POSTS.post(created_time="").created_at is None


@pytest.mark.parametrize(
    ("cell", "tags"),
    [
        ('["Ferry","Ärger"]', ("Ferry", "Ärger")),
        ('[{"text":"Ferry","indices":[0,5]}]', ("Ferry",)),
        ("[]", ("Late",)),
        ("", ("Late",)),
    ],
)
def test_hashtags_are_a_list_of_json(cell: str, tags: tuple[str, ...]) -> None:
    assert POSTS.post(hashtags=cell, message="#Late").hashtags == tags


def test_links() -> None:
    found = POSTS.post(link="https://a.example/x", message="https://a.example/x https://b.example")
    assert found.links == ("https://a.example/x", "https://b.example")


def test_authors() -> None:
    assert POSTS.post(**{"from.id": "", "from.name": ""}).author is None
    found = of_type(Account, POSTS.read({}, {}, {"from.name": "Tarvenport"}))
    assert [(each.row, each.name) for each in found] == [(2, "Tarvenport Today"), (4, "Tarvenport")]


@pytest.mark.parametrize(
    ("table", "cells", "reason"),
    [
        (POSTS, {"object_id": ""}, "object_id is empty"),
        (POSTS, {"created_time": "Yesterday"}, "created_at is not a time"),
        (POSTS, {"created_time": "yesterday"}, "created_time is not a time"),
        (POSTS, {"hashtags": "#a"}, "hashtags is not a list"),
        (POSTS, {"hashtags": "[" * 5000}, "hashtags is not a list"),
        (POSTS, {"shares.count": "x"}, "shares is not a count"),
        (TWEETS, {"object_id": "1.1E+18"}, "object_id went through a floating-point number"),
    ],
)
def test_what_cannot_be_read_is_rejected(table: Table, cells: dict[str, str], reason: str) -> None:
    assert table.reason(**cells).startswith(reason)


def test_claims_with_any_delimiter() -> None:
    for table in (POSTS, TWEETS, VIDEOS):
        assert isinstance(Facepager().sniff(Sample("x", table.text({}))), Claim)
    few = "level;id;parent_id;object_id;object_type\n"
    assert Facepager().sniff(Sample("x", few)) == Refusal(
        "its first line has no column query_status, query_time, query_type"
    )
    assert len(of_type(Reject, Facepager().read(Sample("x", few).lines()))) == 1


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=40))
@settings(deadline=None)
def test_texts_come_back(text: str) -> None:
    assert (one(Post, POSTS.read({"message": text})).text or "") == text
