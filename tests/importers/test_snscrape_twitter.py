"""Lines of snscrape: the names that changed over the years, references and notices."""

import json
from typing import Any

import pytest

from inunison.records import (
    Account,
    AccountRef,
    Kind,
    Mention,
    Observation,
    PostRef,
    Precision,
    Presence,
)
from inunison_importers.base import Claim, Refusal, Sample
from inunison_importers.snscrape_twitter import SnscrapeTwitter
from inunison_importers.twscrape import Twscrape
from tests.importers.archive_rows import microseconds
from tests.importers.scraped_objects import (
    AT,
    ID,
    OTHER,
    OTHER_AT,
    THIRD,
    accounts,
    collected,
    lines,
    observations,
    posts,
    read_scraped,
    reasons,
    scraped_account,
    scraped_name,
    scraped_tweet,
    tweet,
)

ORO = AccountRef("102", "oro_lind")
CLASS = "snscrape.modules.twitter."


def without(value: dict[str, Any], *names: str) -> dict[str, Any]:
    """A value without some of its fields."""
    return {name: held for name, held in value.items() if name not in names}


def older(**given: Any) -> dict[str, Any]:
    """A post as it was written before 2023."""
    return without(scraped_tweet(), "rawContent", "links", "viewCount", "_snscrape") | given


def oldest(**given: Any) -> dict[str, Any]:
    """A post as it was written in 2020: of its author only the handle is told."""
    return {
        "url": f"https://twitter.com/minaketter/status/{ID}",
        "date": "2022-03-04T05:06:07+00:00",
        "content": "Late again",
        "id": int(ID),
        "username": "minaketter",
        "outlinks": [],
        "outlinksss": "",
        "tcooutlinks": [],
        "tcooutlinksss": "",
    } | given


def test_a_plain_post() -> None:
    found = read_scraped(scraped_tweet(hashtags=["Tarvenport"]))
    post = collected(found)
    assert (post.native_id, post.author) == (ID, AccountRef("101", "minaketter"))
    assert (post.created_at, post.precision, post.kind) == (AT, Precision.MILLISECOND, Kind.POST)
    assert (post.text, post.hashtags, post.language) == ("Late again", ("Tarvenport",), "en")
    assert post.url == f"https://twitter.com/minaketter/status/{ID}"
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
            description="Trains https://t.co/d",
            location="Tarvenport",
            url="https://mina.example",
            created_at=microseconds("2019-11-05T10:20:30"),
            created_precision=Precision.SECOND,
            verified=False,
        )
    ]


def test_older_names_say_the_same() -> None:
    links = ["https://a.example", "https://t.co/b"]
    new = scraped_tweet(
        links=[{"text": None, "url": each, "tcourl": "https://t.co/a"} for each in links],
        outlinks=links,
    )
    user = without(scraped_account(), "rawDescription", "link")
    old = older(outlinks=links, user=user | {"description": "Trains https://t.co/d"})
    assert collected(read_scraped(new)) == collected(read_scraped(old))
    assert accounts(read_scraped(new)) == accounts(read_scraped(old))
    assert collected(read_scraped(old)).links == ("https://a.example",)
    joined = collected(read_scraped(older(outlinks="https://a.example https://b.example")))
    assert joined.links == ("https://a.example", "https://b.example")


def test_the_oldest_lines_name_their_author_by_handle_only() -> None:
    found = read_scraped(oldest())
    post = collected(found)
    assert (post.author, post.text) == (AccountRef(None, "minaketter"), "Late again")
    assert found == [post]
    by_address = collected(read_scraped(oldest(username=None)))
    assert by_address.author == AccountRef(None, "minaketter")
    web = f"https://twitter.com/i/web/status/{ID}"
    nobody = collected(read_scraped(oldest(username=None, url=web)))
    assert (nobody.native_id, nobody.author) == (ID, None)


def test_a_user_that_is_a_reference() -> None:
    found = read_scraped(scraped_tweet(user={"_type": f"{CLASS}UserRef", "id": 101}))
    assert collected(found).author == AccountRef("101")
    assert accounts(found) == []


@pytest.mark.parametrize(
    ("label", "declares"),
    [
        ({"description": "Automated", "url": None, "longDescription": None}, True),
        ({"description": "Ferry Company"}, None),
        (None, None),
    ],
)
def test_an_account_that_says_that_a_program_posts(label: Any, declares: bool | None) -> None:
    found = read_scraped(scraped_account(label=label))
    assert [each.declares_automation for each in accounts(found)] == [declares]


def test_accounts_that_a_post_names() -> None:
    mentioned = [scraped_name("102", "oro_lind"), {"_type": f"{CLASS}UserRef", "id": 103}]
    found = read_scraped(scraped_tweet(mentionedUsers=mentioned))
    assert collected(found).mentions == (Mention(ORO), Mention(AccountRef("103")))
    assert accounts(found)[1:] == [
        Account(row=1, platform="twitter", native_id="102", handle="oro_lind", name="Oro_Lind")
    ]


def test_replies() -> None:
    given: dict[str, Any] = {
        "inReplyToTweetId": int(OTHER),
        "inReplyToUser": scraped_name("102", "oro_lind"),
    }
    found = collected(read_scraped(scraped_tweet(**given)))
    pointer = PostRef(OTHER, ORO, False, OTHER_AT, Precision.MILLISECOND)
    assert (found.kind, found.replies_to) == (Kind.REPLY, pointer)
    named = collected(read_scraped(scraped_tweet(inReplyToUser=scraped_name("102", "oro_lind"))))
    assert (named.kind, named.mentions) == (Kind.POST, (Mention(ORO),))


def test_text_beside_numbers_is_believed() -> None:
    rounded: dict[str, Any] = {"id": int(float(ID)) + 256, "id.str": ID, "url": None}
    answered: dict[str, Any] = {
        "inReplyToTweetId": int(float(OTHER)) + 256,
        "inReplyToTweetId.str": OTHER,
    }
    author = scraped_account(str(10**18)) | {"id": 10**18 + 64, "id.str": "1000000000000000001"}
    found = collected(read_scraped(scraped_tweet(**rounded, **answered, user=author)))
    assert found.native_id == ID
    assert found.author == AccountRef("1000000000000000001", "minaketter")
    assert found.replies_to
    assert found.replies_to.native_id == OTHER


def test_references_and_notices_inside_a_post() -> None:
    reference = {"_type": f"{CLASS}TweetRef", "id": int(OTHER)}
    found = read_scraped(scraped_tweet(quotedTweet=reference))
    post = collected(found)
    assert post.quotes == PostRef(OTHER, None, False, OTHER_AT, Precision.MILLISECOND)
    notice = {
        "_type": f"{CLASS}Tombstone",
        "id": int(OTHER),
        "text": "This Tweet is from a suspended account. Learn more",
    }
    found = read_scraped(scraped_tweet(quotedTweet=notice))
    assert collected(found).quotes == post.quotes
    assert found[-1] == Observation(
        row=1,
        platform="twitter",
        subject="post",
        native_id=OTHER,
        presence=Presence.SUSPENDED,
    )
    lost = read_scraped(scraped_tweet(quotedTweet=reference | {"id": 1.5e18}))
    assert reasons(lost) == ["the id of a post that is pointed to is not sure"]
    assert [(each.kind, each.quotes) for each in posts(lost)] == [(Kind.QUOTE, None)]


def test_a_reposted_reference_is_a_repost() -> None:
    reference = {"_type": f"{CLASS}TweetRef", "id": int(OTHER)}
    found = read_scraped(scraped_tweet(retweetedTweet=reference, hashtags=["cut"]))
    post = collected(found)
    assert (post.kind, post.hashtags, len(posts(found))) == (Kind.REPOST, (), 1)
    lost = read_scraped(scraped_tweet(retweetedTweet=reference | {"id": 1.5e18}))
    assert [each.kind for each in posts(lost)] == [Kind.REPOST]
    (seen,) = observations(lost, "post")
    assert (seen.reposts, seen.likes) == (1, None)


@pytest.mark.parametrize(
    ("text", "presence"),
    [
        ("This Tweet was deleted by the Tweet author.", Presence.DELETED),
        ("This Tweet is from an account that no longer exists.", Presence.DELETED),
        ("This account owner limits who can view their Tweets.", Presence.PROTECTED),
        ("This Tweet from @x has been withheld in XX", Presence.WITHHELD),
        ("This Tweet violated the Twitter Rules.", Presence.REMOVED),
        ("This Tweet is unavailable.", Presence.MISSING),
        ("Age-restricted adult content.", Presence.LIVE),
    ],
)
def test_notices(text: str, presence: Presence) -> None:
    (found,) = read_scraped({"_type": f"{CLASS}Tombstone", "id": int(THIRD), "text": text})
    assert isinstance(found, Observation)
    assert (found.native_id, found.presence) == (THIRD, presence)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (
            {"_type": f"{CLASS}Tombstone", "id": 7, "text": "Hm"},
            "a notice in the place of a post that does not say what became of it",
        ),
        ({"_type": f"{CLASS}TweetRef", "id": 7}, "a reference to a post of which nothing is shown"),
        ({"_type": f"{CLASS}Trend", "name": "x"}, "it is neither a post nor an account"),
        ({"_type": f"{CLASS}User", "username": "x"}, "an account has no id"),
        ({"content": "x"}, "a post has no id"),
        ([], "the line: expected object, got a list"),
    ],
)
def test_what_is_rejected(given: Any, reason: str) -> None:
    assert reasons(read_scraped(given)) == [reason]


def test_pictures_and_videos() -> None:
    variants = [
        {"url": "https://v/list", "bitrate": None},
        {"url": "https://v/1", "bitrate": 1},
    ]
    media = [
        {"_type": f"{CLASS}Photo", "previewUrl": "https://p/s", "fullUrl": "https://p/l"},
        {"_type": f"{CLASS}Video", "thumbnailUrl": "https://t", "variants": variants},
        {"_type": f"{CLASS}Gif", "thumbnailUrl": "https://g", "variants": []},
        None,
    ]
    found = collected(read_scraped(scraped_tweet(media=media)))
    assert found.media == ("https://p/l", "https://v/1", "https://g")


def sniff(*values: Any) -> Claim | Refusal:
    """What the importer says of values, one a line."""
    return SnscrapeTwitter().sniff(Sample("x", lines(*values)))


def test_what_is_claimed() -> None:
    assert sniff(scraped_tweet()) == Claim("tweets or accounts as snscrape writes them")
    says_old = Claim("tweets or accounts as snscrape writes them, an older version")
    assert sniff(older()) == says_old
    assert sniff(oldest()) == says_old
    assert isinstance(sniff(scraped_account()), Claim)
    assert isinstance(sniff({"_type": "snscrape.modules.reddit.Submission"}), Refusal)
    assert isinstance(sniff({"content": "x", "url": "y", "date": "z"}), Refusal)


def test_neither_claims_the_others_lines() -> None:
    assert isinstance(sniff(tweet()), Refusal)
    for each in (scraped_tweet(), older(), oldest(), scraped_account()):
        text = json.dumps(each) + "\n"
        assert isinstance(Twscrape().sniff(Sample("x", text)), Refusal)
