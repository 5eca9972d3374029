"""Results of X, field by field, and what the site shows in the place of a post."""

from typing import Any

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
    Space,
)
from tests.importers.archive_rows import clock_id, microseconds
from tests.importers.scraped_objects import accounts, observations, posts, reasons
from tests.importers.x_graphql_objects import (
    AT,
    ID,
    OTHER,
    OTHER_AT,
    THIRD,
    THIRD_AT,
    collected,
    notice,
    other,
    read,
    tweet,
)

MINA = AccountRef("101", "minaketter")
ORO = AccountRef("102", "oro_lind")
MENTION = {"id_str": "102", "name": "Oro Lind", "screen_name": "oro_lind"}


def pointer(author_of: AccountRef | None = ORO, *, inferred: bool = False) -> PostRef:
    """A pointer to the other post."""
    return PostRef(OTHER, author_of, inferred, OTHER_AT, Precision.MILLISECOND)


def entities(**given: Any) -> dict[str, Any]:
    """The entities of a post, to be put into `legacy`."""
    return {"entities": {"hashtags": [], "urls": [], "user_mentions": [], "symbols": []} | given}


def test_a_plain_post() -> None:
    tags = [{"text": "Tarvenport"}, {"text": "Tarvenport"}, {"text": ""}]
    found = read(tweet(legacy=entities(hashtags=tags, symbols=[{"text": "FRY"}])))
    assert posts(found) == [
        Post(
            row=1,
            platform="twitter",
            native_id=ID,
            author=MINA,
            kind=Kind.POST,
            created_at=AT,
            precision=Precision.MILLISECOND,
            text="Late again",
            language="en",
            client="Twitter Web App",
            hashtags=("Tarvenport",),
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
            quotes=4,
            replies=2,
            likes=3,
            views=90,
        )
    ]


@pytest.mark.parametrize(
    ("given", "space"),
    [
        ({"id_str": "14"}, Space("community", "14", "14")),
        ({"rest_id": "14", "name": "Ferries"}, Space("community", "Ferries", "14")),
        ({}, None),
    ],
)
def test_the_community_of_a_post(given: dict[str, str], space: Space | None) -> None:
    found = collected(read(tweet(community_results={"result": given})))
    assert found.space == space


def test_a_repost() -> None:
    legacy = {
        "full_text": "RT @oro_lind: The fer…",
        "retweeted_status_result": {"result": other(legacy=entities(hashtags=[{"text": "Pier"}]))},
        "in_reply_to_user_id_str": "109",
    }
    found = read(tweet(legacy=legacy | entities(hashtags=[{"text": "cut"}])))
    repost, original = posts(found)
    assert (repost.kind, repost.reposts, repost.text) == (
        Kind.REPOST,
        pointer(),
        "RT @oro_lind: The fer…",
    )
    assert (repost.hashtags, repost.mentions, repost.replies_to) == ((), (), None)
    assert (original.native_id, original.author, original.collected) == (OTHER, ORO, False)
    assert (original.text, original.hashtags) == ("The ferry is late", ("Pier",))
    seen, of_original = observations(found, "post")
    assert (seen.reposts, seen.likes, seen.views, of_original.likes) == (1, None, None, 3)


@pytest.mark.parametrize("where", ["legacy", "result"])
def test_a_repost_one_level_deeper_or_outside_of_legacy(where: str) -> None:
    wrapped = {"result": {"__typename": "TweetWithVisibilityResults", "tweet": other()}}
    given: dict[str, Any] = {"retweeted_status_result": wrapped}
    found = read(tweet(legacy=given) if where == "legacy" else tweet(**given))
    assert collected(found).reposts == pointer()
    assert [each.native_id for each in posts(found)] == [ID, OTHER]


def test_a_repost_of_what_is_not_shown() -> None:
    legacy = {"full_text": "RT @oro_lind: The fer…", "retweeted_status_result": {}}
    found = collected(read(tweet(legacy=legacy)))
    assert (found.kind, found.reposts) == (Kind.REPOST, None)
    by_id = legacy | {"retweeted_status_id_str": OTHER}
    found = collected(read(tweet(legacy=by_id)))
    assert found.reposts == pointer(AccountRef(None, "oro_lind"), inferred=True)


def test_quotes() -> None:
    found = read(tweet(quoted_status_result={"result": other()}))
    assert (collected(found).kind, collected(found).quotes) == (Kind.QUOTE, pointer())
    assert [each.native_id for each in posts(found)] == [ID, OTHER]
    reply = {"in_reply_to_status_id_str": THIRD, "in_reply_to_user_id_str": "103"}
    both = collected(read(tweet(legacy=reply, quoted_status_result={"result": other()})))
    assert (both.kind, both.quotes) == (Kind.REPLY, pointer())
    assert both.replies_to == PostRef(
        THIRD, AccountRef("103"), False, THIRD_AT, Precision.MILLISECOND
    )


NAMED = {
    "is_quote_status": True,
    "quoted_status_id_str": OTHER,
    "quoted_status_permalink": {"expanded": f"https://twitter.com/oro_lind/status/{OTHER}"},
}


@pytest.mark.parametrize(
    ("held", "presence"),
    [
        (None, None),
        ({}, None),
        ({"result": notice("This Post is unavailable.")}, Presence.MISSING),
        ({"result": notice("This Post was deleted by the Post author.")}, Presence.DELETED),
        ({"result": notice("These posts are protected.")}, Presence.PROTECTED),
        ({"result": notice("Hm")}, None),
        ({"result": {"__typename": "TweetUnavailable"}}, Presence.MISSING),
        ({"result": {"__typename": "TweetUnavailable", "reason": "Protected"}}, Presence.PROTECTED),
        ({"result": {"__typename": "TweetUnavailable", "reason": "Other"}}, None),
    ],
)
def test_a_quote_of_what_is_not_shown(held: Any, presence: Presence | None) -> None:
    found = read(tweet(legacy=NAMED, quoted_status_result=held))
    post = collected(found)
    assert (post.kind, post.quotes) == (Kind.QUOTE, pointer(AccountRef(None, "oro_lind")))
    said = [each for each in observations(found, "post") if each.native_id == OTHER]
    assert [each.presence for each in said] == ([] if presence is None else [presence])


def test_a_quote_that_stands_too_deep_is_named_by_a_reference() -> None:
    deep: dict[str, Any] = {
        "quotedRefResult": {"result": {"__typename": "Tweet", "rest_id": OTHER}}
    }
    found = collected(read(tweet(**deep)))
    assert (found.kind, found.quotes) == (Kind.QUOTE, pointer(None))


def test_a_quote_of_which_no_id_is_left() -> None:
    found = collected(read(tweet(legacy={"is_quote_status": True})))
    assert (found.kind, found.quotes) == (Kind.QUOTE, None)


def test_replies_and_mentions() -> None:
    given = {"in_reply_to_user_id_str": "102", "in_reply_to_screen_name": "oro_lind"}
    answer = collected(read(tweet(legacy=given | {"in_reply_to_status_id_str": OTHER})))
    assert (answer.kind, answer.replies_to, answer.mentions) == (Kind.REPLY, pointer(), ())
    begins = collected(read(tweet(legacy=given)))
    assert (begins.kind, begins.mentions) == (Kind.POST, (Mention(ORO),))
    named = given | entities(user_mentions=[MENTION, {"id_str": "-1", "screen_name": "gone"}, {}])
    found = read(tweet(legacy=named))
    assert collected(found).mentions == (Mention(ORO), Mention(AccountRef(None, "gone")))
    assert accounts(found)[1:] == [
        Account(row=1, platform="twitter", native_id="102", handle="oro_lind", name="Oro Lind")
    ]


def test_a_long_post_has_its_whole_text() -> None:
    note = {"text": "Late again and again #x", "entity_set": {"hashtags": [{"text": "x"}]}}
    given = tweet(
        legacy=entities(hashtags=[{"text": "cut"}]),
        note_tweet={"note_tweet_results": {"result": note}},
    )
    found = collected(read(given))
    assert (found.text, found.hashtags) == ("Late again and again #x", ("x",))
    bare = {"note_tweet_results": {"result": {"text": "Long"}}}
    found = collected(read(tweet(legacy=entities(hashtags=[{"text": "kept"}]), note_tweet=bare)))
    assert (found.text, found.hashtags) == ("Long", ("kept",))


def test_links_and_media() -> None:
    urls = [
        {"url": "https://t.co/1", "expanded_url": "https://a.example"},
        {"url": "https://t.co/1", "expanded_url": "https://a.example"},
        {"url": "https://t.co/2"},
        {"expanded_url": "https://t.co/3"},
        {"expanded_url": f"https://x.com/minaketter/status/{ID}/photo/1"},
        {"expanded_url": f"https://x.com/oro_lind/status/{OTHER}"},
    ]
    variants = [{"url": "https://v/1", "bitrate": 1}, {"url": "https://v/2", "bitrate": 2}, {}]
    media = [
        {"media_url_https": "https://m/1"},
        {"media_url_https": "https://t/2", "video_info": {"variants": variants}},
        {"media_url_https": "https://t/3", "video_info": {"variants": []}},
        {},
    ]
    given = entities(urls=urls, media=media[:1])
    found = collected(read(tweet(legacy=given)))
    assert found.links == ("https://a.example", f"https://x.com/oro_lind/status/{OTHER}")
    assert found.media == ("https://m/1",)
    whole = collected(read(tweet(legacy=given | {"extended_entities": {"media": media}})))
    assert whole.media == ("https://m/1", "https://v/2", "https://t/3")


@pytest.mark.parametrize(
    ("held", "views"),
    [
        ({"count": "12"}, 12),
        ({"count": 12}, 12),
        ({"state": "Enabled"}, None),
        (None, None),
        ({"count": "many"}, None),
        ({"count": "9" * 5_000}, None),
    ],
)
def test_how_often_a_post_was_seen(held: Any, views: int | None) -> None:
    (seen,) = observations(read(tweet(views=held)), "post")
    assert seen.views == views


@pytest.mark.parametrize(
    "given",
    [{"withheld_scope": "tweet"}, {"withheld_copyright": True}, {"withheld_in_countries": ["XX"]}],
)
def test_a_withheld_post(given: dict[str, Any]) -> None:
    (seen,) = observations(read(tweet(legacy=given)), "post")
    assert (seen.presence, seen.likes) == (Presence.WITHHELD, 3)


def test_the_versions_of_a_post() -> None:
    first = clock_id("2022-03-04T05:04:07.890")
    before = PostRef(
        first, MINA, False, microseconds("2022-03-04T05:04:07.890"), Precision.MILLISECOND
    )
    control = {"edit_tweet_ids": [first, ID]}
    assert collected(read(tweet(edit_control=control))).edits == before
    inner = {"edit_control_initial": control}
    assert collected(read(tweet(edit_control=inner))).edits == before
    assert collected(read(tweet())).edits is None


def test_a_stated_time_is_kept_where_the_id_says_another() -> None:
    stated = "Fri Mar 04 05:06:08 +0000 2022"
    found = collected(read(tweet(legacy={"created_at": stated})))
    assert (found.created_at, found.time_conflict, found.stated_time) == (AT, True, stated)
    old = collected(read(tweet("20", {"created_at": "Tue Mar 21 20:50:14 +0000 2006"})))
    assert old.created_at == microseconds("2006-03-21T20:50:14")
    assert old.precision is Precision.SECOND


@settings(deadline=None)
@given(
    text=st.text(st.characters(codec="utf-8"), min_size=1),
    tags=st.lists(st.text(st.characters(codec="utf-8"), min_size=1), unique=True),
    moment=st.integers(1_400_000_000_000, 1_700_000_000_000),
)
def test_a_post_comes_back_as_it_was_written(text: str, tags: list[str], moment: int) -> None:
    native_id = str((moment - 1_288_834_974_657) << 22)
    legacy = {"full_text": text} | entities(hashtags=[{"text": tag} for tag in tags])
    found = read(tweet(native_id, legacy))
    post = collected(found)
    assert (post.native_id, post.created_at, post.text) == (native_id, moment * 1_000, text)
    assert (post.hashtags, reasons(found)) == (tuple(tags), [])
