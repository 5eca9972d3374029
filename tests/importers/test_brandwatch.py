"""Brandwatch's export, row by row, under the column names of both times."""

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
    Space,
)
from inunison_importers.base import Claim, Refusal, Sample
from inunison_importers.brandwatch import Brandwatch
from tests.importers.named_rows import Table, microseconds, of_type, one, read_text

ID = "1356391861580726273"
EXACT = ((int(ID) >> 22) + 1288834974657) * 1000
LINK = f"http://twitter.com/minaketter/statuses/{ID}"
ROW = {
    "Query Id": "1999",
    "Query Name": "Ferries",
    "Date": "2021-02-01 23:59:55.0",
    "Title": "",
    "Snippet": "",
    "Url": f"http://twitter.com/olebrant/statuses/{ID}",
    "Domain": "twitter.com",
    "Language": "en",
    "Author": "olebrant",
    "Full Name": "",
    "Full Text": "Nothing much",
    "Resource Id": "p:1",
    "Thread Entry Type": "post",
    "Engagement Type": "",
    "Mentioned Authors": "",
    "Hashtags": "",
    "Expanded URLs": "",
    "Media URLs": "",
    "Impressions": "9,999",
    "Subreddit": "",
    "Facebook Author ID": "",
    "Facebook Likes": "",
    "Facebook Shares": "",
    "Facebook Comments": "",
    "Instagram Likes": "",
    "Instagram Followers": "",
    "Reddit Comments": "",
    "X Author ID": "2528776999",
    "X Followers": "",
    "X Following": "",
    "X Posts": "",
    "X Verified": "",
    "X Likes": "",
    "X Reposts": "",
    "X Replies": "",
    "X Reply to": "",
    "X Repost of": "",
}
NEW = Table(Brandwatch(), ROW)
SITE = {"Domain": "www.tarvenport.example", "Url": "https://www.tarvenport.example/late"}
POINTER = PostRef(
    ID,
    AccountRef(handle="minaketter"),
    author_inferred=True,
    created_at=EXACT,
    precision=Precision.MILLISECOND,
)


def test_a_post_of_twitter() -> None:
    assert NEW.read({}) == [
        Post(
            row=2,
            platform="twitter",
            native_id=ID,
            author=AccountRef("2528776999", "olebrant"),
            created_at=EXACT,
            precision=Precision.MILLISECOND,
            stated_time="2021-02-01 23:59:55.0",
            text="Nothing much",
            language="en",
            url=ROW["Url"],
        )
    ]


def test_lines_stand_before_the_names() -> None:
    before = '"Report:","Bulk"\n"Brand:","Boats"\n"From:","a, b"\n"To:","x"\n"Label:",""\n\n'
    text = before + NEW.text({}, {"Date": ""})
    post, reject = read_text(Brandwatch(), text)
    assert (post.row, reject) == (8, Reject(9, "Date is not a time", reject.excerpt))  # type: ignore[union-attr]
    assert isinstance(Brandwatch().sniff(Sample("x", text)), Claim)


def test_names_of_before_twitter_was_x() -> None:
    old = {
        "X Author ID": "Twitter Author ID",
        "X Followers": "Twitter Followers",
        "X Following": "Twitter Following",
        "X Posts": "Twitter Tweets",
        "X Verified": "Twitter Verified",
        "X Likes": "Twitter Likes",
        "X Reposts": "Twitter Retweets",
        "X Replies": "Twitter Reply Count",
        "X Reply to": "Twitter Reply to",
        "X Repost of": "Twitter Retweet of",
    }
    cells = {"X Followers": "5", "X Posts": "6", "X Likes": "1", "X Reposts": "2", "X Replies": "3"}
    targets = {"X Repost of": LINK, "Thread Entry Type": "share", "X Verified": "true"}
    row = {**ROW, **cells, **targets}
    table = Table(Brandwatch(), {old.get(name, name): row[name] for name in row})
    assert table.read({}) == NEW.read(row)
    account, post, seen, followers = NEW.read(row)
    assert isinstance(account, Account)
    assert account.verified is True
    assert isinstance(post, Post)
    assert post.reposts == POINTER
    assert isinstance(seen, Observation)
    assert (seen.likes, seen.reposts, seen.replies) == (1, 2, 3)
    assert isinstance(followers, Observation)
    assert (followers.followers, followers.posts, followers.following) == (5, 6, None)


@pytest.mark.parametrize(
    ("cell", "conflict"),
    [
        ("2021-02-01 23:59:55.0", False),
        ("2021-02-02 05:29:55.0", False),  # another zone
        ("2021-02-01 23:59:54.0", True),
        ("2021-02-03 23:59:55.0", True),
    ],
)
def test_times_may_be_of_any_zone(cell: str, conflict: bool) -> None:
    found = NEW.post(Date=cell)
    assert (found.created_at, found.time_conflict) == (EXACT, conflict)


def test_times_of_other_platforms_are_read_as_utc() -> None:
    found = NEW.post(**SITE)
    assert found.created_at == microseconds("2021-02-01 23:59:55")
    assert (found.precision, found.stated_time) == (Precision.SECOND, ROW["Date"])
    zoned = NEW.post(Date="2021-02-01T23:59:55Z", **SITE)
    assert (zoned.created_at, zoned.stated_time) == (found.created_at, None)


@pytest.mark.parametrize(
    ("cells", "platform", "native_id"),
    [
        ({}, "twitter", ID),
        ({"Domain": "x.com", "Url": f"https://x.com/a/status/{ID}"}, "twitter", ID),
        ({"Url": "http://twitter.com/olebrant"}, "twitter", "p:1"),
        ({"Domain": "facebook.com"}, "facebook", "p:1"),
        ({"Domain": "", "Url": "https://youtu.be/x", "Resource Id": ""}, "youtube", None),
        (SITE, "unnamed", "p:1"),
        ({**SITE, "Resource Id": ""}, "unnamed", SITE["Url"]),
    ],
)
def test_platforms_and_ids(cells: dict[str, str], platform: str, native_id: str | None) -> None:
    found = NEW.post(**cells)
    assert (found.platform, found.native_id) == (platform, native_id or cells["Url"])


@pytest.mark.parametrize(
    ("cells", "author"),
    [
        ({"Author": "@olebrant"}, AccountRef("2528776999", "olebrant")),
        ({"X Author ID": ""}, AccountRef(handle="olebrant")),
        ({"X Author ID": "2.5E+18"}, AccountRef(handle="olebrant")),
        ({"X Author ID": "", "Author": ""}, None),
        ({"Domain": "facebook.com", "Facebook Author ID": "7"}, AccountRef("7", "olebrant")),
        ({"Domain": "reddit.com"}, AccountRef(handle="olebrant")),
        ({**SITE, "Author": "admin"}, AccountRef(handle="tarvenport.example")),
        ({"Domain": "", "Url": "", "Author": "admin"}, None),
    ],
)
def test_authors(cells: dict[str, str], author: AccountRef | None) -> None:
    assert NEW.post(**cells).author == author


@pytest.mark.parametrize(
    ("entry", "engagement", "kind"),
    [
        ("post", "", Kind.POST),
        ("reply", "REPLY", Kind.REPLY),
        ("share", "RETWEET", Kind.REPOST),
        ("comment", "", Kind.COMMENT),
        ("share", "QUOTE", Kind.QUOTE),
        ("", "RETWEET", Kind.REPOST),
        ("", "", Kind.POST),
        ("unheard", "of", Kind.POST),
    ],
)
def test_kinds(entry: str, engagement: str, kind: Kind) -> None:
    cells = {"Thread Entry Type": entry, "Engagement Type": engagement}
    assert NEW.post(**cells).kind is kind


def test_targets() -> None:
    mentioned = {"Mentioned Authors": "@MinaKetter, @tarvenport, @tarvenport"}
    repost = NEW.post(**{"Thread Entry Type": "share", "X Repost of": LINK}, **mentioned)
    assert (repost.reposts, repost.quotes, repost.replies_to) == (POINTER, None, None)
    assert repost.mentions == (Mention(AccountRef(handle="tarvenport")),)
    quote = NEW.post(**{"Engagement Type": "QUOTE", "X Repost of": LINK}, **mentioned)
    assert (quote.reposts, quote.quotes) == (None, POINTER)
    assert len(quote.mentions) == 2
    reply = NEW.post(**{"Thread Entry Type": "reply", "X Reply to": f"http://a.example, {LINK}"})
    assert (reply.kind, reply.replies_to) == (Kind.REPLY, POINTER)
    untold = {"Thread Entry Type": ""}
    assert NEW.post(**untold, **{"X Repost of": LINK}).kind is Kind.REPOST
    assert NEW.post(**untold, **{"X Reply to": LINK}).kind is Kind.REPLY
    assert NEW.post(**{"X Reply to": "1356389378"}).replies_to is None


def test_lists() -> None:
    found = NEW.post(
        **{
            "Hashtags": "#ferry, #Tarvenport, #",
            "Expanded URLs": "https://a.example/?x=1,2, https://b.example",
            "Media URLs": "https://pictures.example/1.jpg",
        }
    )
    assert found.hashtags == ("ferry", "Tarvenport")
    assert found.links == ("https://a.example/?x=1,2", "https://b.example")
    assert found.media == ("https://pictures.example/1.jpg",)
    assert NEW.post(**{"Full Text": "https://t.co/a"}).links == ("https://t.co/a",)


def test_texts() -> None:
    cells = {"Title": "Late", "Snippet": "It was…"}
    assert NEW.post(**cells).text == "Nothing much"
    assert NEW.post(**{**cells, "Full Text": ""}).text == "It was…"
    assert NEW.post(**{"Title": "Late", "Full Text": ""}).text == "Late"
    assert NEW.post(**cells, **SITE).text == "Late\n\nNothing much"
    assert NEW.post(**{"Full Text": ""}).text is None


def test_places_and_counts_of_other_platforms() -> None:
    reddit = {"Domain": "reddit.com", "Subreddit": "r/tarvenport", "Reddit Comments": "3"}
    post, seen = NEW.read(reddit)
    assert isinstance(post, Post)
    assert post.space == Space("subreddit", "tarvenport")
    assert isinstance(seen, Observation)
    assert seen.replies == 3
    shares = {"Facebook Likes": "1", "Facebook Shares": "2", "Facebook Comments": "3"}
    (seen,) = NEW.seen(Domain="facebook.com", **shares)
    assert (seen.likes, seen.reposts, seen.replies) == (1, 2, 3)
    insta = {"Domain": "instagram.com", "Instagram Likes": "4", "Instagram Followers": "1,000"}
    liked, followed = NEW.seen(**insta)
    assert (liked.likes, followed.followers) == (4, 1000)
    assert NEW.seen(**SITE, **{"X Likes": "1"}) == []


def test_an_account_is_told_once() -> None:
    named = {"Full Name": "Ole Brant", "X Verified": "false"}
    found = NEW.read(named, named, {**named, "Full Name": "Ole"}, {**named, **SITE})
    assert [(each.row, each.name, each.verified) for each in of_type(Account, found)] == [
        (2, "Ole Brant", False),
        (4, "Ole", False),
    ]


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"Date": "01/02/2021 10:00"}, "Date is not a time"),
        ({"Resource Id": "", "Url": ""}, "Resource Id and Url are both empty"),
        ({"X Author ID": "abc"}, "X Author ID is not an id"),
        ({"Domain": "facebook.com", "Facebook Author ID": "x"}, "Facebook Author ID is not an id"),
        ({"X Likes": "many"}, "X Likes is not a count"),
    ],
)
def test_what_cannot_be_read_is_rejected(cells: dict[str, str], reason: str) -> None:
    assert NEW.reason(**cells) == reason


def test_refusals() -> None:
    assert Brandwatch().sniff(Sample("x", "Query Name,Date,Url,Author\n")) == Refusal(
        "its first line has no column Domain, Thread Entry Type"
    )


@given(
    text=st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=40),
    likes=st.integers(0, 10**9),
)
@settings(deadline=None)
def test_texts_and_counts_come_back(text: str, likes: int) -> None:
    found = NEW.read({"Full Text": text, "X Likes": str(likes)})
    assert (one(Post, found).text or "") == text
    assert one(Observation, found).likes == likes
