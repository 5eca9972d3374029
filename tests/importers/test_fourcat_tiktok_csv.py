"""4CAT's two tables of TikTok: sounds and effects that are shared, threads of comments."""

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
from inunison_importers.base import Claim, Refusal, Sample
from inunison_importers.fourcat_tiktok_csv import FourcatTiktokCommentsCsv, FourcatTiktokCsv
from tests.importers.csv_tables import Table

AT = 1_677_661_200_000_000
VIDEO = {
    "collected_from_url": "https://www.tiktok.com/search",
    "id": "7205500000000000001",
    "thread_id": "7205500000000000001",
    "author": "quayside.ada",
    "author_full": "Ada",
    "author_followers": "12",
    "author_likes": "40",
    "author_videos": "3",
    "body": "The ferry was late",
    "timestamp": "2023-03-01 09:00:00",
    "unix_timestamp": "1677661200",
    "is_duet": "no",
    "is_ad": "no",
    "music_name": "original sound",
    "music_id": "7100000000000000009",
    "tiktok_url": "https://www.tiktok.com/@quayside.ada/video/7205500000000000001",
    "likes": "4",
    "comments": "1",
    "shares": "2",
    "plays": "900",
    "hashtags": "",
    "challenges": "",
    "effects": "",
}
COMMENT = {
    "id": "7205500000000000101",
    "thread_id": "7205500000000000001",
    "author": "lorcan_w",
    "author_full": "Lorcan",
    "body": "Again!",
    "timestamp": "2023-03-01 10:00:00",
    "unix_timestamp": "1677661200",
    "likes": "1",
    "replies": "0",
    "post_id": "7205500000000000001",
    "post_url": "https://www.tiktok.com/@quayside.ada/video/7205500000000000001",
    "comment_url": "https://www.tiktok.com/@quayside.ada/video/7205500000000000001.html?x=1",
    "is_comment_on_comment": "no",
    "language_guess": "en",
}
videos = Table(FourcatTiktokCsv(), VIDEO)
comments = Table(FourcatTiktokCommentsCsv(), COMMENT)


def test_a_video() -> None:
    account, counted, post, seen = videos.read({})
    assert account == Account(row=2, platform="tiktok", handle="quayside.ada", name="Ada")
    assert counted == Observation(
        row=2,
        platform="tiktok",
        subject="account",
        handle="quayside.ada",
        presence=Presence.LIVE,
        followers=12,
        posts=3,
    )
    assert post == Post(
        row=2,
        platform="tiktok",
        native_id="7205500000000000001",
        author=AccountRef(handle="quayside.ada"),
        created_at=AT,
        precision=Precision.SECOND,
        text="The ferry was late",
        url=VIDEO["tiktok_url"],
        media=("music/7100000000000000009",),
    )
    assert seen == Observation(
        row=2,
        platform="tiktok",
        subject="post",
        native_id="7205500000000000001",
        presence=Presence.LIVE,
        likes=4,
        replies=1,
        reposts=2,
        views=900,
    )


def test_a_comment() -> None:
    account, post, seen = comments.read({})
    assert account == Account(row=2, platform="tiktok", handle="lorcan_w", name="Lorcan")
    assert post == Post(
        row=2,
        platform="tiktok",
        native_id="7205500000000000101",
        author=AccountRef(handle="lorcan_w"),
        kind=Kind.COMMENT,
        created_at=AT,
        precision=Precision.SECOND,
        text="Again!",
        language="en",
        url=COMMENT["comment_url"],
        replies_to=PostRef("7205500000000000001"),
    )
    assert isinstance(seen, Observation)
    assert (seen.likes, seen.replies) == (1, 0)


def test_what_a_comment_answers() -> None:
    below = comments.post(thread_id="7205500000000000100", is_comment_on_comment="yes")
    assert below.replies_to == PostRef("7205500000000000100")
    assert comments.post(thread_id="").replies_to == PostRef("7205500000000000001")
    assert comments.post(thread_id="", post_id="").replies_to is None
    damaged = comments.reason(thread_id="7.2055e+18")
    assert damaged.startswith("thread_id went through a floating-point number")


def test_sounds_and_effects_are_media() -> None:
    post = videos.post(effects="Green Screen,Slow", music_id="")
    assert post.media == ("effect/Green Screen", "effect/Slow")
    assert videos.post(music_id="0").media == ()


def test_challenges_are_hashtags() -> None:
    post = videos.post(hashtags="Ferry,late", challenges="ferry,boats")
    assert post.hashtags == ("Ferry", "late", "boats")


def test_mentions_and_links_are_those_of_the_words() -> None:
    post = videos.post(body="With @harbour.clerk. and @B_2 a@b.example, see https://a.example/x.")
    assert post.mentions == (
        Mention(AccountRef(handle="harbour.clerk")),
        Mention(AccountRef(handle="B_2")),
    )
    assert post.links == ("https://a.example/x",)


def test_authors() -> None:
    assert comments.post(author="@6812345678901234567").author == AccountRef("6812345678901234567")
    assert comments.post(author="").author is None
    assert comments.post(author="REDACTED").author is None
    assert [type(each) for each in comments.read({"author": ""})] == [Post, Observation]
    found = videos.read({}, {"id": "7205500000000000002"}, {"author_followers": "13"})
    assert sum(isinstance(each, Account) for each in found) == 2


def test_the_times_of_the_server_are_not_read() -> None:
    for table in (videos, comments):
        assert table.post(timestamp="1999-01-01 00:00:00").created_at == AT
        alone = table.post(unix_timestamp="")
        assert (alone.created_at, alone.stated_time) == (None, alone.stated_time)
        assert alone.stated_time


def test_what_is_refused() -> None:
    assert videos.reason(id="7.2055e+18").startswith("id went through a floating-point number")
    assert videos.reason(id="") == "id is empty"
    assert videos.reason(plays="many") == "plays is not a count"
    assert comments.reason(likes="many") == "likes is not a count"


def test_what_is_claimed() -> None:
    texts = (videos.text({}), comments.text({}))
    importers = (FourcatTiktokCsv(), FourcatTiktokCommentsCsv())
    for own, importer in enumerate(importers):
        for other, text in enumerate(texts):
            expected = Claim if own == other else Refusal
            assert isinstance(importer.sniff(Sample("x", text)), expected)
