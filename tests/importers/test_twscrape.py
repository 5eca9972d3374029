"""Lines of twscrape: what the fields say, which numbers are believed, what is rejected."""

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
)
from inunison_importers.base import Claim, Refusal, Sample
from inunison_importers.twscrape import Twscrape
from tests.importers.archive_rows import clock_id, microseconds
from tests.importers.scraped_objects import (
    AT,
    ID,
    OTHER,
    OTHER_AT,
    THIRD,
    THIRD_AT,
    account,
    accounts,
    collected,
    lines,
    named,
    observations,
    other,
    posts,
    read,
    reasons,
    tweet,
)

MINA = AccountRef("101", "minaketter")
ORO = AccountRef("102", "oro_lind")


def pointer(author: AccountRef | None = ORO) -> PostRef:
    """A pointer to the other post."""
    return PostRef(OTHER, author, False, OTHER_AT, Precision.MILLISECOND)


def test_a_plain_post() -> None:
    found = read(tweet(hashtags=["Tarvenport", "Tarvenport", ""], cashtags=["FRY"]))
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
            url=f"https://x.com/minaketter/status/{ID}",
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
    assert accounts(found) == [
        Account(
            row=1,
            platform="twitter",
            native_id="101",
            handle="minaketter",
            name="Minaketter",
            created_at=microseconds("2019-11-05T10:20:30"),
            created_precision=Precision.SECOND,
            verified=False,
        )
    ]
    (seen,) = observations(found, "account")
    assert (seen.followers, seen.following, seen.posts, seen.observed_at) == (7, 9, 11, None)


def test_a_repost_is_its_originals_words_and_the_original_is_not_collected() -> None:
    given = tweet(
        rawContent="RT @oro_lind: The ferry is late",
        hashtags=["cut"],
        mentionedUsers=[named("102", "oro_lind")],
        links=[{"url": "https://a.example", "text": "a", "tcourl": "https://t.co/1"}],
        media={"photos": [{"url": "https://m.example"}], "videos": [], "animated": []},
        retweetedTweet=other(hashtags=["Tarvenport"]),
    )
    found = read(given)
    repost, original = posts(found)
    assert (repost.kind, repost.reposts, repost.collected) == (Kind.REPOST, pointer(), True)
    assert (repost.hashtags, repost.mentions, repost.links, repost.media) == ((), (), (), ())
    assert repost.text == "RT @oro_lind: The ferry is late"
    assert (original.native_id, original.author, original.collected) == (OTHER, ORO, False)
    assert (original.kind, original.hashtags) == (Kind.POST, ("Tarvenport",))
    seen, of_original = observations(found, "post")
    assert (seen.reposts, seen.likes, seen.replies, seen.quotes, seen.views) == (1, *[None] * 4)
    assert (of_original.likes, of_original.views) == (3, 90)
    assert [each.handle for each in accounts(found)] == ["minaketter", "oro_lind"]


def test_what_a_reposted_post_quotes_is_read_too() -> None:
    quoted = other(THIRD, url=None, date=None, user=account("103", "piavell"))
    found = read(tweet(retweetedTweet=other(quotedTweet=quoted)))
    repost, original, third = posts(found)
    assert (repost.quotes, original.kind) == (None, Kind.QUOTE)
    assert original.quotes == PostRef(
        THIRD, AccountRef("103", "piavell"), False, THIRD_AT, Precision.MILLISECOND
    )
    assert (third.native_id, third.created_at, third.collected) == (THIRD, THIRD_AT, False)


def test_a_post_that_others_show_again_is_told_once() -> None:
    again = tweet(clock_id("2022-03-04T05:07:07.890"), "2022-03-04 05:07:07+00:00")
    found = read(tweet(retweetedTweet=other()), again | {"retweetedTweet": other()})
    assert [each.native_id for each in posts(found)].count(OTHER) == 1
    counted = read(tweet(retweetedTweet=other()), again | {"retweetedTweet": other(likeCount=4)})
    assert [each.native_id for each in posts(counted)].count(OTHER) == 2


def test_replies_and_quotes() -> None:
    answer: dict[str, Any] = {
        "inReplyToTweetId": int(OTHER),
        "inReplyToTweetIdStr": OTHER,
        "inReplyToUser": named("102", "oro_lind"),
        "inReplyToScreenName": "oro_lind",
    }
    found = collected(read(tweet(**answer)))
    assert (found.kind, found.replies_to, found.mentions) == (Kind.REPLY, pointer(), ())
    found = collected(read(tweet(quotedTweet=other())))
    assert (found.kind, found.quotes) == (Kind.QUOTE, pointer())
    both = collected(read(tweet(**answer, quotedTweet=other(THIRD))))
    assert (both.kind, both.replies_to) == (Kind.REPLY, pointer())
    assert both.quotes
    assert both.quotes.native_id == THIRD
    unknown = collected(read(tweet(inReplyToTweetId=int(OTHER))))
    assert (unknown.kind, unknown.replies_to) == (Kind.REPLY, pointer(None))
    by_name = collected(read(tweet(inReplyToTweetIdStr=OTHER, inReplyToScreenName="oro_lind")))
    assert by_name.replies_to == pointer(AccountRef(None, "oro_lind"))


def test_a_quote_of_a_post_that_is_gone() -> None:
    found = collected(read(tweet(isQuoteStatus=True)))
    assert (found.kind, found.quotes) == (Kind.QUOTE, None)
    repost = read(tweet(isQuoteStatus=True, retweetedTweet=other(isQuoteStatus=True)))
    assert [each.kind for each in posts(repost)] == [Kind.REPOST, Kind.QUOTE]


def test_a_post_that_begins_with_a_mention_answers_no_post() -> None:
    found = collected(read(tweet(inReplyToScreenName="gone_one")))
    assert found.kind is Kind.POST
    assert found.mentions == (Mention(AccountRef(None, "gone_one")),)
    given = tweet(
        inReplyToUser=named("102", "oro_lind"),
        mentionedUsers=[named("103", "piavell"), named("102", "Oro_Lind"), None],
    )
    assert collected(read(given)).mentions == (
        Mention(AccountRef("103", "piavell")),
        Mention(AccountRef("102", "Oro_Lind")),
    )


def test_accounts_that_are_only_named_are_told_with_their_name_once() -> None:
    later = tweet(clock_id("2022-03-04T05:07:07.890"), "2022-03-04 05:07:07+00:00")
    mention: dict[str, Any] = {"mentionedUsers": [named("102", "oro_lind")]}
    found = read(tweet(**mention), later | mention)
    (told,) = [each for each in accounts(found) if each.native_id == "102"]
    assert told == Account(
        row=1, platform="twitter", native_id="102", handle="oro_lind", name="Oro_Lind"
    )
    assert not [each for each in observations(found, "account") if each.native_id == "102"]
    known = read(tweet(quotedTweet=other(), **mention), later | mention)
    assert [each.row for each in accounts(known) if each.native_id == "102"] == [1]


def test_links_and_media() -> None:
    urls = ["https://a.example", "https://a.example", "https://t.co/x", ""]
    urls += [f"https://x.com/minaketter/status/{ID}/photo/1", f"https://x.com/oro/status/{OTHER}"]
    variants = [
        {"url": "https://v/1", "bitrate": 1},
        {"url": "https://v/2", "bitrate": 2},
        {"url": None, "bitrate": 3},
    ]
    media = {
        "photos": [{"url": "https://m/1"}, {"url": "https://m/1"}],
        "videos": [{"thumbnailUrl": "https://t/2", "variants": variants}, {"thumbnailUrl": "t"}],
        "animated": [None, {"thumbnailUrl": "https://t/3", "videoUrl": "https://v/3"}, {}],
    }
    given = tweet(links=[{"url": url, "tcourl": "https://t.co/a"} for url in urls], media=media)
    given["links"].append(None)
    found = collected(read(given))
    assert found.links == ("https://a.example", f"https://x.com/oro/status/{OTHER}")
    assert found.media == ("https://m/1", "https://v/2", "t", "https://v/3")
    assert collected(read(tweet(media=None, links=None))).media == ()


@pytest.mark.parametrize(
    ("marks", "verified", "presence"),
    [
        ({"verified": None}, None, Presence.LIVE),
        ({"verified": False, "blue": True}, True, Presence.LIVE),
        ({"verified": True}, True, Presence.LIVE),
        ({"blue": False, "blueType": "Business"}, True, Presence.LIVE),
        ({"protected": True}, False, Presence.PROTECTED),
    ],
)
def test_marks_of_an_account(
    marks: dict[str, Any], verified: bool | None, presence: Presence
) -> None:
    found = read(account(**marks))
    assert [each.verified for each in accounts(found)] == [verified]
    assert [each.presence for each in observations(found, "account")] == [presence]


def test_an_account_line_and_what_stands_for_nothing_in_it() -> None:
    bare = account(
        displayname="Mina", created="1970-01-01 00:00:00+00:00", location="", rawDescription=""
    )
    (found,) = accounts(read(bare))
    assert found == Account(
        row=1, platform="twitter", native_id="101", handle="minaketter", name="Mina", verified=False
    )
    full = account(rawDescription="Trains", location="Tarvenport")
    (found,) = accounts(read(full))
    assert (found.description, found.location) == ("Trains", "Tarvenport")


def test_a_stated_time_is_kept_where_the_id_says_another() -> None:
    found = collected(read(tweet(stated="2022-03-04 06:06:07+01:00")))
    assert (found.created_at, found.time_conflict, found.stated_time) == (AT, False, None)
    found = collected(read(tweet(stated="2022-03-04 06:06:07+00:00")))
    assert (found.created_at, found.time_conflict) == (AT, True)
    assert found.stated_time == "2022-03-04 06:06:07+00:00"
    old = collected(read(tweet("20", "2006-03-21 20:50:14+00:00")))
    assert old.created_at == microseconds("2006-03-21T20:50:14")
    assert old.precision is Precision.SECOND


def test_the_versions_of_a_post() -> None:
    first, last = (clock_id(f"2022-03-04T05:0{minute}:07.890") for minute in (4, 9))
    given = tweet(editControl={"edit_tweet_ids": [first, ID, last], "edits_remaining": "3"})
    found, later = posts(read(given))
    assert found.edits == PostRef(
        first, MINA, False, microseconds("2022-03-04T05:04:07.890"), Precision.MILLISECOND
    )
    assert (later.native_id, later.collected, later.text) == (last, False, None)
    assert later.edits
    assert later.edits.native_id == ID
    alone = {"edit_control_initial": {"edit_tweet_ids": [ID]}}
    assert [each.edits for each in posts(read(tweet(editControl=alone)))] == [None]
    inside = other(editControl={"edit_tweet_ids": [THIRD, OTHER]})
    (_, quoted) = posts(read(tweet(quotedTweet=inside)))
    assert quoted.edits
    assert quoted.edits.native_id == THIRD
    odd = read(tweet(editControl={"edit_tweet_ids": ["x", ID]}))
    assert reasons(odd) == ["the id of a version is not an id"]
    assert len(posts(odd)) == 1


@pytest.mark.parametrize("code", ["und", "zxx", "qme", "qht", ""])
def test_no_language(code: str) -> None:
    assert collected(read(tweet(lang=code))).language is None


@pytest.mark.parametrize(
    ("given", "client"),
    [
        ({"sourceLabel": None}, "Twitter Web App"),
        ({"sourceLabel": None, "source": "Bare"}, "Bare"),
        ({"sourceLabel": None, "source": '<a href="x"></a>'}, None),
        ({"sourceLabel": None, "source": None}, None),
    ],
)
def test_the_client(given: dict[str, Any], client: str | None) -> None:
    assert collected(read(tweet(**given))).client == client


@settings(deadline=None)
@given(
    text=st.text(st.characters(codec="utf-8"), min_size=1),
    tags=st.lists(st.text(st.characters(codec="utf-8"), min_size=1), unique=True),
    likes=st.integers(0, 10**9),
    moment=st.integers(1_400_000_000_000, 1_700_000_000_000),
)
def test_a_post_comes_back_as_it_was_written(
    text: str, tags: list[str], likes: int, moment: int
) -> None:
    native_id = str((moment - 1_288_834_974_657) << 22)
    found = read(tweet(native_id, date=None, rawContent=text, hashtags=tags, likeCount=likes))
    post = collected(found)
    assert (post.native_id, post.created_at, post.text) == (native_id, moment * 1_000, text)
    assert post.hashtags == tuple(tags)
    assert [each.likes for each in observations(found, "post")] == [likes]


def sniff(*values: Any) -> Claim | Refusal:
    """What the importer says of values, one a line."""
    return Twscrape().sniff(Sample("x", lines(*values)))


def test_what_is_claimed() -> None:
    answer = sniff(tweet(), account())
    assert answer == Claim("accounts and tweets as twscrape writes them, one JSON object a line")
    early = tweet()
    for name in ("id_str", "conversationIdStr", "bookmarkedCount"):
        del early[name]
    assert isinstance(sniff(early), Claim)
    assert isinstance(sniff(early | {"media": None}), Refusal)
    assert isinstance(sniff({"id_str": ID, "user": {"screen_name": "x"}}), Refusal)
    assert isinstance(sniff([], 7, None), Refusal)
