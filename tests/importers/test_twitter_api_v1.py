"""The Twitter API v1.1, object by object: what the fields say, and what they say only together."""

from typing import Any

import pytest

from inunison.records import (
    AccountRef,
    Kind,
    Mention,
    Observation,
    Post,
    PostRef,
    Precision,
    Presence,
)
from tests.importers.archive_rows import clock_id, microseconds
from tests.importers.twitter_v1_objects import (
    ID,
    OTHER,
    OTHER_TIME,
    THIRD,
    THIRD_TIME,
    TIME,
    entities,
    link,
    mention,
    observations,
    other,
    picture,
    post,
    posts,
    read,
    retweet,
    third,
    tweet,
)

STREAMED = str(microseconds(TIME) // 1_000)
ORO = AccountRef("102", "oro_lind")


def pointer(author: AccountRef | None = ORO, *, inferred: bool = False) -> PostRef:
    """A pointer to the other post."""
    return PostRef(OTHER, author, inferred, microseconds(OTHER_TIME), Precision.MILLISECOND)


def mentioned(found: Post) -> list[tuple[str | None, str | None]]:
    """The id and handle of each mention."""
    return [(each.account.native_id, each.account.handle) for each in found.mentions]


def inside(*values: Any) -> list[Post]:
    """The posts that are only seen inside others."""
    return [each for each in posts(read(*values)) if not each.collected]


def test_a_plain_tweet() -> None:
    held = entities(
        hashtags=[{"text": "Tarvenport"}, {"text": "Tarvenport"}, {"text": ""}],
        symbols=[{"text": "FRY"}],
        user_mentions=[mention("102", "oro_lind")],
    )
    assert post(tweet(text="Late &amp; slow\n#Tarvenport $FRY", entities=held)) == Post(
        row=1,
        platform="twitter",
        native_id=ID,
        author=AccountRef("101", "minaketter"),
        kind=Kind.POST,
        created_at=microseconds(TIME),
        precision=Precision.MILLISECOND,
        text="Late &amp; slow\n#Tarvenport $FRY",
        language="en",
        client="Twitter Web Client",
        mentions=(Mention(ORO),),
        hashtags=("Tarvenport",),
    )


def test_what_was_counted_stands_without_a_time_but_in_streams() -> None:
    counts: dict[str, Any] = {
        "retweet_count": 1,
        "favorite_count": "3",
        "quote_count": 4.0,
        "reply_count": 2,
    }
    (seen,) = observations(read(tweet(**counts)), "post")
    assert seen == Observation(
        row=1,
        platform="twitter",
        subject="post",
        native_id=ID,
        presence=Presence.LIVE,
        reposts=1,
        likes=3,
        quotes=4,
        replies=2,
    )
    (streamed,) = observations(read(tweet(timestamp_ms=STREAMED, **counts)), "post")
    assert (streamed.observed_at, streamed.precision) == (
        microseconds(TIME),
        Precision.MILLISECOND,
    )


def test_what_is_no_count_is_absent() -> None:
    (seen,) = observations(
        read(tweet(retweet_count="100+", favorite_count=-1, quote_count=1.5, reply_count=10**30)),
        "post",
    )
    assert (seen.reposts, seen.likes, seen.quotes, seen.replies) == (None, None, None, None)
    bare = tweet(retweet_count=None, favorite_count=None)
    assert observations(read(bare), "post") == []


def test_a_stated_time_is_kept_where_the_id_says_another() -> None:
    found = post(tweet(created_at="Wed Sep 04 13:51:56 +0000 2019"))
    assert (found.created_at, found.time_conflict) == (microseconds(TIME), True)
    assert found.stated_time == "Wed Sep 04 13:51:56 +0000 2019"
    zoned = post(tweet(created_at="Wed Sep 04 15:21:55 +0130 2019"))
    assert (zoned.time_conflict, zoned.stated_time) == (False, None)
    west = post(tweet(created_at="Wed Sep 04 08:51:55 -0500 2019"))
    assert not west.time_conflict


def test_an_id_from_before_the_clock_has_the_time_of_the_file() -> None:
    old = post(tweet("20", "2006-03-21T20:50:14"))
    assert (old.created_at, old.precision) == (microseconds("2006-03-21T20:50:14"), "second")
    streamed = post(tweet("20", "2006-03-21T20:50:14", timestamp_ms="1142974214321"))
    assert (streamed.created_at, streamed.precision) == (1_142_974_214_321_000, "millisecond")
    other_second = post(tweet("20", "2006-03-21T20:50:14", timestamp_ms="1142974219321"))
    assert other_second.precision == "second"
    unknown = post(tweet("20", created_at=None))
    assert (unknown.created_at, unknown.precision) == (None, None)


@pytest.mark.parametrize(
    ("source", "client"),
    [
        ('<a href="http://x.example/?a=1&amp;b=2" rel="nofollow">Tram &amp; Bus</a>', "Tram & Bus"),
        ('<a href="http://x.example" >Trams\u2122</a>', "Trams\u2122"),
        ("web", "web"),
        ("", None),
        ('<a href="http://x.example"></a>', None),
    ],
)
def test_the_client_stands_in_a_link(source: str, client: str | None) -> None:
    assert post(tweet(source=source)).client == client


def test_the_whole_text_and_what_stands_in_it_come_from_one_place() -> None:
    extended = {
        "full_text": "x" * 200 + " #Rails https://t.co/R",
        "entities": entities(
            hashtags=[{"text": "Rails"}],
            urls=[link("https://rails.example")],
            user_mentions=[mention("103", "tavi")],
        ),
        "extended_entities": {"media": [picture("a.jpg"), picture("b.jpg"), picture("b.jpg")]},
    }
    cut = entities(urls=[link(f"https://twitter.com/i/web/status/{ID}")])
    found = post(tweet(truncated=True, entities=cut, extended_tweet=extended, full_text="no"))
    assert found.text == "x" * 200 + " #Rails https://t.co/R"
    assert found.hashtags == ("Rails",)
    assert found.links == ("https://rails.example",)
    assert mentioned(found) == [("103", "tavi")]
    assert found.media == ("https://pbs.example/a.jpg", "https://pbs.example/b.jpg")
    whole = tweet(full_text="All of it")
    del whole["text"]
    assert post(whole).text == "All of it"
    assert post(tweet(text="")).text is None


def test_the_link_that_stands_for_a_cut_text_is_no_link() -> None:
    urls = [
        link(f"https://twitter.com/i/web/status/{ID}"),
        link(f"https://twitter.com/i/web/status/{OTHER}"),
    ]
    found = post(tweet(truncated=True, entities=entities(urls=urls)))
    assert found.links == (f"https://twitter.com/i/web/status/{OTHER}",)


def test_links_are_what_was_posted() -> None:
    urls = [
        link("http://short.example/1") | {"unwound": {"url": "https://long.example/1"}},
        link("http://short.example/1"),
        link(None) | {"unwound": {"url": "https://long.example/2"}},
        link(None),
        link(None, "http://old.example/3"),
        link(f"https://twitter.com/minaketter/status/{ID}/photo/1"),
    ]
    found = post(tweet(entities=entities(urls=urls)))
    assert found.links == (
        "http://short.example/1",
        "https://long.example/2",
        "http://old.example/3",
    )


def test_media_are_told_by_their_best_form() -> None:
    variants = [
        {"content_type": "application/x-mpegURL", "url": "https://v.example/list.m3u8"},
        {"bitrate": 320, "url": "https://v.example/low.mp4"},
        {"bitrate": 832, "url": "https://v.example/high.mp4"},
    ]
    video = picture("still.jpg") | {"video_info": {"variants": variants}}
    plain = {"media_url": "http://pbs.example/old.jpg"}
    found = post(tweet(extended_entities={"media": [video, plain, {}]}))
    assert found.media == ("https://v.example/high.mp4", "http://pbs.example/old.jpg")
    first = post(tweet(entities=entities(media=[picture("one.jpg")])))
    assert first.media == ("https://pbs.example/one.jpg",)


def test_a_retweet_carries_its_text_and_nothing_else_of_the_original() -> None:
    held = entities(hashtags=[{"text": "a"}], user_mentions=[mention("102", "oro_lind")])
    media = {"media": [picture("x.jpg")]}
    given = retweet(other(retweet_count=41, entities=held), entities=held, extended_entities=media)
    found = read(given)
    made, original = posts(found)
    assert (made.kind, made.reposts) == (Kind.REPOST, pointer())
    assert made.text == "RT @oro_lind: Trams stop"
    assert (made.hashtags, made.mentions, made.media) == ((), (), ())
    assert (original.native_id, original.collected, original.kind) == (OTHER, False, Kind.POST)
    assert (original.hashtags, original.author) == (("a",), ORO)
    (seen,) = observations(found, "post")
    assert (seen.native_id, seen.reposts) == (OTHER, 41)


def test_a_retweet_in_a_stream_was_there_but_has_no_counts() -> None:
    found = observations(read(retweet(other(), timestamp_ms=STREAMED)), "post")
    assert [(each.native_id, each.reposts) for each in found] == [(ID, None), (OTHER, 1)]
    assert {each.observed_at for each in found} == {microseconds(TIME)}


def test_a_tweet_that_names_itself_as_its_original_is_no_retweet() -> None:
    found = read(retweet(tweet()))
    (made,) = posts(found)
    assert (made.kind, made.reposts, made.collected) == (Kind.POST, None, True)


def test_a_quote() -> None:
    given = tweet(is_quote_status=True, quoted_status_id_str=OTHER, quoted_status=other())
    made, quoted = posts(read(given))
    assert (made.kind, made.quotes, made.replies_to) == (Kind.QUOTE, pointer(), None)
    assert (quoted.native_id, quoted.text, quoted.collected) == (OTHER, "Trams stop", False)


def test_a_quote_inside_a_retweet_is_the_originals() -> None:
    quoting = other(is_quote_status=True, quoted_status_id_str=THIRD)
    within = retweet(quoting | {"quoted_status": third()}, is_quote_status=True)
    beside = retweet(quoting, is_quote_status=True, quoted_status=third())
    both = retweet(quoting | {"quoted_status": third()}, quoted_status=third())
    for given in (within, beside, both):
        made, original, quoted = posts(read(given))
        assert (made.kind, made.quotes) == (Kind.REPOST, None)
        assert (original.kind, original.quotes) == (
            Kind.QUOTE,
            PostRef(
                THIRD,
                AccountRef("103", "tavi"),
                False,
                microseconds(THIRD_TIME),
                Precision.MILLISECOND,
            ),
        )
        assert (quoted.native_id, quoted.collected) == (THIRD, False)


def test_a_quoted_tweet_that_is_not_given_is_told_by_its_link() -> None:
    linked = entities(
        urls=[link("https://a.example"), link(f"https://x.com/oro_lind/status/{OTHER}")]
    )
    named = tweet(is_quote_status=True, quoted_status_id_str=OTHER, entities=linked)
    assert post(named).quotes == pointer(AccountRef(handle="oro_lind"), inferred=True)
    permalink = {"expanded": f"https://twitter.com/oro_lind/status/{OTHER}"}
    by_permalink = tweet(quoted_status_id_str=OTHER, quoted_status_permalink=permalink)
    assert post(by_permalink).quotes == pointer(AccountRef(handle="oro_lind"), inferred=True)
    assert post(tweet(quoted_status_id_str=OTHER)).quotes == pointer(None)
    assert observations(read(named), "post")[1:] == []


def test_a_quoted_tweet_that_the_platform_did_not_name_is_missing() -> None:
    gone = entities(urls=[link(f"https://twitter.com/oro_lind/status/{OTHER}?s=20")])
    found = read(tweet(is_quote_status=True, entities=gone, quoted_status_id=None))
    (made,) = posts(found)
    assert made.quotes == pointer(AccountRef(handle="oro_lind"), inferred=True)
    (missing,) = observations(found, "post")[1:]
    assert (missing.native_id, missing.presence) == (OTHER, Presence.MISSING)
    nowhere = read(tweet(is_quote_status=True))
    assert [(each.kind, each.quotes) for each in posts(nowhere)] == [(Kind.QUOTE, None)]
    assert len(observations(nowhere, "post")) == 1
    nameless = entities(urls=[link(f"https://twitter.com/i/web/status/{OTHER}")])
    assert post(tweet(is_quote_status=True, entities=nameless)).quotes == pointer(None)
    within = observations(read(retweet(other(is_quote_status=True, entities=gone))), "post")
    assert {each.presence for each in within} == {Presence.LIVE}


def test_a_link_to_a_tweet_alone_is_no_quote() -> None:
    linked = entities(urls=[link(f"https://twitter.com/oro_lind/status/{OTHER}")])
    found = post(tweet(entities=linked))
    assert (found.kind, found.quotes) == (Kind.POST, None)


def test_a_reply_and_a_reply_that_quotes() -> None:
    answered = {
        "in_reply_to_status_id_str": OTHER,
        "in_reply_to_user_id_str": "102",
        "in_reply_to_screen_name": "oro_lind",
    }
    found = post(tweet(**answered, entities=entities(user_mentions=[mention("102", "oro_lind")])))
    assert (found.kind, found.replies_to, mentioned(found)) == (
        Kind.REPLY,
        pointer(),
        [("102", "oro_lind")],
    )
    quoting = post(tweet(**answered, is_quote_status=True, quoted_status=third()))
    assert (quoting.kind, quoting.replies_to) == (Kind.REPLY, pointer())
    assert quoting.quotes
    assert quoting.quotes.native_id == THIRD


def test_a_tweet_that_begins_with_a_mention_is_no_reply() -> None:
    start = {"in_reply_to_user_id_str": "102", "in_reply_to_screen_name": "oro_lind"}
    found = post(tweet(**start, entities=entities(user_mentions=[mention("102", "oro_lind")])))
    assert (found.kind, found.replies_to) == (Kind.POST, None)
    assert mentioned(found) == [("102", "oro_lind")]
    assert mentioned(post(tweet(**start))) == [("102", "oro_lind")]


def test_a_mention_without_an_account_keeps_its_handle() -> None:
    named = [
        mention("-1", "gone_one"),
        mention(None, "gone_two"),
        mention("103", "tavi"),
        mention("103", "tavi"),
        {"indices": [0, 1]},
    ]
    found = post(tweet(entities=entities(user_mentions=named)))
    assert mentioned(found) == [(None, "gone_one"), (None, "gone_two"), ("103", "tavi")]


def test_versions_are_linked() -> None:
    first, second = (clock_id(f"2022-10-04T05:0{minute}:00.000") for minute in (1, 2))
    time = "2022-10-04T05:03:00.000"
    last = clock_id(time)
    ids = [first, second, last]
    shapes: list[dict[str, Any]] = [
        {"edit_history": {"edit_tweet_ids": ids}},
        {"ext_edit_control": {"edit": {"edit_control_initial": {"edit_tweet_ids": ids}}}},
        {"edit_info": {"edit": {"editControlInitial": {"editTweetIds": ids}}}},
    ]
    for shape in shapes:
        made, version = posts(read(tweet(last, time, **shape)))
        assert made.edits
        assert (made.edits.native_id, made.collected) == (second, True)
        assert version.edits
        assert (version.native_id, version.edits.native_id) == (second, first)
        assert (version.kind, version.collected) == (None, False)
    alone = post(tweet(first, edit_info={"initial": {"editTweetIds": [first]}}))
    assert alone.edits is None
