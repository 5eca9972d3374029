"""Meltwater's export, row by row: above all its times, which can be mistaken."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inunison.opening import open_source
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
from inunison_importers.meltwater import Meltwater
from tests.importers.named_rows import Table, microseconds, of_type, one

ID = "1432806942438326273"
EXACT = ((int(ID) >> 22) + 1288834974657) * 1000
LINK = f"http://twitter.com/minaketter/statuses/{ID}"
UNKNOWN = (
    "the time is written in a way in which day and month could be taken for each other; "
    "export again with dates such as 31-Aug-2021"
)
ROW = {
    "Date": "31-Aug-2021 08:46PM",
    "Headline": "",
    "URL": "https://www.tarvenport.example/late",
    "Opening Text": "Nothing much",
    "Hit Sentence": "much",
    "Source": "Tarvenport Today",
    "Influencer": "A. Writer",
    "Language": "English",
    "Reach": "1,234",
    "Tweet Id": "",
    "Twitter Id": "",
    "Twitter Client": "",
    "Twitter Screen Name": "",
    "Twitter Bio": "",
    "Twitter Followers": "",
    "Twitter Following": "",
    "Alternate Date Format": "31-Aug-21",
    "Time": "8:46 PM",
    "Likes": "",
    "Retweets": "",
    "Replies": "",
    "Comments": "",
    "Shares": "",
    "Views": "",
    "Parent URL": "",
}
TWEET = {
    **ROW,
    "URL": LINK,
    "Opening Text": "",
    "Hit Sentence": "The night ferry #Late @tarvenport https://t.co/a",
    "Source": "Twitter",
    "Influencer": "@minaketter",
    "Tweet Id": f'"{ID}"',
    "Twitter Id": "2528776999",
    "Twitter Client": "Twitter Web App",
    "Twitter Screen Name": "@minaketter",
}
HITS = Table(Meltwater(), ROW, "\t")
TWEETS = Table(Meltwater(), TWEET)


def test_a_page_of_news() -> None:
    assert HITS.read({"Headline": "Late"}) == [
        Post(
            row=2,
            platform="unnamed",
            native_id="https://www.tarvenport.example/late",
            author=AccountRef(handle="tarvenport.example"),
            created_at=microseconds("2021-08-31 20:46"),
            precision=Precision.MINUTE,
            stated_time="31-Aug-21 8:46 PM",
            text="Late\n\nNothing much",
            language="en",
            url="https://www.tarvenport.example/late",
        )
    ]


def test_a_post_of_twitter() -> None:
    assert TWEETS.read({}) == [
        Post(
            row=2,
            platform="twitter",
            native_id=ID,
            author=AccountRef("2528776999", "minaketter"),
            created_at=EXACT,
            precision=Precision.MILLISECOND,
            stated_time="31-Aug-21 8:46 PM",
            text="The night ferry #Late @tarvenport https://t.co/a",
            language="en",
            client="Twitter Web App",
            url=LINK,
            mentions=(Mention(AccountRef(handle="tarvenport")),),
            hashtags=("Late",),
            links=("https://t.co/a",),
        )
    ]


def test_the_file_may_be_utf_16_with_tabs(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    text = HITS.text({"Opening Text": 'a "quoted"\nline, with ä'}, {"Source": "x"})
    path.write_text(text, encoding="utf-16")
    with open_source(path) as source:
        (member,) = source.members
        assert isinstance(Meltwater().sniff(source.head(member)), Claim)
        found = of_type(Post, Meltwater().read(source.stream(member)))
    assert [each.text for each in found] == ['a "quoted"\nline, with ä', "Nothing much"]
    assert [each.row for each in found] == [2, 4]


@pytest.mark.parametrize(
    ("day", "clock", "date", "time", "precision"),
    [
        ("31-Aug-21", "8:46 PM", "", "2021-08-31 20:46", Precision.MINUTE),
        ("1-Sep-2021", "12:05 AM", "", "2021-09-01 00:05", Precision.MINUTE),
        ("01-sep-2021", "12:05 PM", "", "2021-09-01 12:05", Precision.MINUTE),
        ("31-Aug-21", "20:46", "", "2021-08-31 20:46", Precision.MINUTE),
        ("31-Aug-21", "20:46:07", "", "2021-08-31 20:46:07", Precision.SECOND),
        ("31-Aug-21", "", "", "2021-08-31", Precision.DAY),
        ("2021-08-31", "8:46PM", "", "2021-08-31 20:46", Precision.MINUTE),
        ("", "8:46 PM", "31-Aug-2021 08:46PM", "2021-08-31 20:46", Precision.MINUTE),
        ("08/31/2021", "8:46 PM", "31-Aug-2021 08:46PM", "2021-08-31 20:46", Precision.MINUTE),
        ("", "", "2021-08-31", "2021-08-31", Precision.DAY),
    ],
)
def test_times_that_cannot_be_mistaken(
    day: str, clock: str, date: str, time: str, precision: Precision
) -> None:
    cells = {"Alternate Date Format": day, "Time": clock, "Date": date}
    found = HITS.post(**cells)
    assert (found.created_at, found.precision) == (microseconds(time), precision)
    assert found.stated_time in (f"{day} {clock}".strip(), date)


@pytest.mark.parametrize(
    ("day", "clock"),
    [
        ("08/31/2021", "8:46 PM"),
        ("31/08/2021", "20:46"),
        ("31.08.2021", "20:46"),
        ("31-Aug-21", "20:46 PM"),
        ("31-Aug-21", "0:46 AM"),
        ("31-Aug-21", "soon"),
        ("31-Okt-21", "8:46 PM"),
        ("31-Feb-21", "8:46 PM"),
        ("٣١-Aug-21", "8:46 PM"),
        ("31-Aug-21", "24:00"),
    ],
)
def test_a_time_that_can_be_mistaken_is_never_guessed(day: str, clock: str) -> None:
    cells = {"Alternate Date Format": day, "Time": clock, "Date": day}
    if clock in ("20:46 PM", "0:46 AM", "soon", "24:00"):
        cells["Date"] = ""
    assert HITS.reason(**cells) == UNKNOWN
    found = TWEETS.post(**cells)  # the id tells it
    assert (found.created_at, found.time_conflict) == (EXACT, False)
    assert found.stated_time == f"{day} {clock}"


def test_no_time_at_all() -> None:
    none = {"Alternate Date Format": "", "Time": "", "Date": ""}
    assert HITS.reason(**none) == "Date is empty"
    assert TWEETS.post(**none).stated_time is None


@pytest.mark.parametrize(
    ("day", "clock", "conflict"),
    [
        ("31-Aug-21", "8:46 PM", False),
        ("1-Sep-21", "2:16 AM", False),  # another zone
        ("31-Aug-21", "8:47 PM", True),
        ("29-Aug-21", "8:46 PM", True),
        ("1-Sep-21", "", False),
        ("8-Sep-21", "", True),
    ],
)
def test_times_may_be_of_any_zone(day: str, clock: str, conflict: bool) -> None:
    found = TWEETS.post(**{"Alternate Date Format": day, "Time": clock})
    assert found.time_conflict is conflict


@pytest.mark.parametrize(
    ("cells", "native_id"),
    [
        ({"Tweet Id": "1.43280404990382E+18"}, ID),  # the link holds it
        ({"Tweet Id": ""}, ID),
        ({"URL": ""}, ID),
        ({"URL": "http://twitter.com/minaketter"}, ID),
    ],
)
def test_ids_of_twitter(cells: dict[str, str], native_id: str) -> None:
    found = TWEETS.post(**cells)
    assert (found.platform, found.native_id) == ("twitter", native_id)


@pytest.mark.parametrize(
    ("url", "platform", "handle"),
    [
        ("https://www.facebook.com/1/posts/2", "facebook", "A. Writer"),
        ("https://www.instagram.com/p/x/", "instagram", "A. Writer"),
        ("https://www.youtube.com/watch?v=x", "youtube", "A. Writer"),
        ("https://www.reddit.com/r/x", "reddit", "A. Writer"),
        ("https://tarvenport.example/x", "unnamed", "tarvenport.example"),
    ],
)
def test_other_platforms(url: str, platform: str, handle: str) -> None:
    found = HITS.post(URL=url)
    assert (found.platform, found.native_id) == (platform, url)
    assert found.author == AccountRef(handle=handle)


def test_authors_of_which_something_is_missing() -> None:
    cells = {"Twitter Screen Name": "", "Twitter Id": "2.5E+18"}
    assert TWEETS.post(**cells).author == AccountRef(handle="minaketter")
    assert TWEETS.post(**{**cells, "Influencer": ""}).author is None
    assert HITS.post(URL="https://www.facebook.com/1/posts/2", Influencer="").author is None


def test_reposts_and_quotes() -> None:
    parent = f"https://twitter.com/olebrant/status/{ID}"
    repost = TWEETS.post(
        **{"Hit Sentence": "RT @OleBrant: late @tarvenport @olebrant", "Parent URL": parent}
    )
    assert repost.kind is Kind.REPOST
    assert repost.reposts == PostRef(
        ID,
        AccountRef(handle="olebrant"),
        author_inferred=True,
        created_at=EXACT,
        precision=Precision.MILLISECOND,
    )
    assert repost.mentions == (Mention(AccountRef(handle="tarvenport")),)
    quote = TWEETS.post(**{"Hit Sentence": "QT @olebrant: late", "Parent URL": parent})
    assert (quote.kind, quote.quotes) == (Kind.QUOTE, repost.reposts)
    assert TWEETS.post(**{"Hit Sentence": "RT @olebrant: late"}).reposts is None
    plain = TWEETS.post(**{"Parent URL": parent})
    assert (plain.kind, plain.reposts, plain.quotes) == (Kind.POST, None, None)


def test_counts() -> None:
    cells = {"Likes": "1,234", "Retweets": "2", "Replies": "3", "Views": "4"}
    (seen,) = TWEETS.seen(**cells)
    assert (seen.likes, seen.reposts, seen.replies, seen.views) == (1234, 2, 3, 4)
    (seen,) = HITS.seen(Shares="5", Comments="6")
    assert (seen.reposts, seen.replies) == (5, 6)
    (seen,) = TWEETS.seen(**{"Twitter Followers": "1,234", "Twitter Following": "56"})
    assert (seen.subject, seen.native_id) == ("account", "2528776999")
    assert (seen.followers, seen.following) == (1234, 56)
    assert HITS.seen(**{"Twitter Followers": "1"}) == []


def test_an_account_is_told_once() -> None:
    bio = {"Twitter Bio": "Boats"}
    found = TWEETS.read(bio, bio, {"Twitter Bio": "Ferries"})
    assert [(each.row, each.description) for each in of_type(Account, found)] == [
        (2, "Boats"),
        (4, "Ferries"),
    ]


def test_languages() -> None:
    assert HITS.post(Language="German").language == "de"
    assert HITS.post(Language="Unknown").language is None
    assert HITS.post(Language="").language is None


@pytest.mark.parametrize(
    ("table", "cells", "reason"),
    [
        (HITS, {"URL": ""}, "URL is empty"),
        (HITS, {"URL": " \u00a0"}, "URL is empty"),
        (TWEETS, {"Tweet Id": "1.4E+18", "URL": ""}, "Tweet Id went through a floating-point"),
        (TWEETS, {"Twitter Id": "x"}, "Twitter Id is not an id"),
        (HITS, {"Likes": "1.2K"}, "Likes is not a count"),
    ],
)
def test_what_cannot_be_read_is_rejected(table: Table, cells: dict[str, str], reason: str) -> None:
    assert table.reason(**cells).startswith(reason)


def test_claims() -> None:
    for table in (HITS, TWEETS):
        answer = Meltwater().sniff(Sample("x", table.text({})))
        assert answer == Claim("hits in 25 columns; left aside: Reach")
    assert Meltwater().sniff(Sample("x", "Date,URL,Source\n")) == Refusal(
        "its first line has no column Headline, Opening Text, Hit Sentence"
    )
    assert len(of_type(Reject, Meltwater().read(Sample("x", "Date\tURL\n").lines()))) == 1


@given(
    text=st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=40),
    likes=st.integers(0, 10**9),
)
@settings(deadline=None)
def test_texts_and_counts_come_back(text: str, likes: int) -> None:
    found = HITS.read({"Opening Text": text, "Hit Sentence": "", "Likes": f"{likes:,}"})
    assert (one(Post, found).text or "") == text
    assert one(Observation, found).likes == likes
