"""The table of twarc 1: what its columns say, and that it says what the tweets say it came from."""

import csv
import io
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twarc import json2csv

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
    Record,
    Reject,
)
from inunison_importers.base import Claim, Refusal, Sample, TextLines
from inunison_importers.twarc1_csv import Twarc1Csv
from tests.importers import twitter_v1_objects as api
from tests.importers.archive_rows import clock_id, microseconds
from tests.importers.twitter_v1_objects import (
    ID,
    OTHER,
    OTHER_TIME,
    TIME,
    accounts,
    observations,
    posts,
    rejects,
    stated,
)

COLUMNS: list[str] = json2csv.get_headings()
ROW = {
    "id": ID,
    "tweet_url": f"https://twitter.com/minaketter/status/{ID}",
    "created_at": stated(TIME),
    "parsed_created_at": "2019-09-04 13:51:55+00:00",
    "user_screen_name": "minaketter",
    "text": "Late again",
    "tweet_type": "original",
    "favorite_count": "3",
    "retweet_count": "1",
    "lang": "en",
    "source": api.WEB,
    "user_id": "101",
    "user_created_at": "Tue Nov 05 10:20:30 +0000 2013",
    "user_favourites_count": "5",
    "user_followers_count": "7",
    "user_friends_count": "9",
    "user_name": "Minaketter",
    "user_statuses_count": "11",
    "user_verified": "False",
}
POINTED = {
    "retweet_or_quote_id": OTHER,
    "retweet_or_quote_screen_name": "oro_lind",
    "retweet_or_quote_user_id": "102",
}
POINTER = PostRef(
    OTHER, AccountRef("102", "oro_lind"), False, microseconds(OTHER_TIME), Precision.MILLISECOND
)


def table(*rows: dict[str, str], columns: Sequence[str] = COLUMNS) -> str:
    """Rows as the table; what a row does not give is as in `ROW`."""
    made = io.StringIO()
    writer = csv.DictWriter(made, columns, extrasaction="ignore")
    writer.writeheader()
    writer.writerows([{column: (ROW | row).get(column, "") for column in columns} for row in rows])
    return made.getvalue()


def read_text(text: str) -> list[Record | Reject]:
    """What the importer makes of a text."""
    return list(Twarc1Csv().read(TextLines(text)))


def read(*rows: dict[str, str]) -> list[Record | Reject]:
    """What the importer makes of rows."""
    return read_text(table(*rows))


def post(**given_cells: str) -> Post:
    """The one collected post of a row."""
    found = read(given_cells)
    assert rejects(found) == []
    (made,) = [each for each in posts(found) if each.collected]
    return made


def sniffed(text: str) -> Claim | Refusal:
    """What the importer thinks of a text."""
    return Twarc1Csv().sniff(Sample("x.csv", text))


def test_a_plain_row() -> None:
    found = read(
        {
            "text": "Late &amp; slow #Tarvenport @tavi,\n@tavi",
            "hashtags": "Tarvenport Tarvenport",
            "urls": "https://council.example https://t.co/x  https://council.example",
            "media": "https://pbs.example/a.jpg https://pbs.example/b.jpg",
        }
    )
    assert posts(found) == [
        Post(
            row=2,
            platform="twitter",
            native_id=ID,
            author=AccountRef("101", "minaketter"),
            kind=Kind.POST,
            created_at=microseconds(TIME),
            precision=Precision.MILLISECOND,
            text="Late &amp; slow #Tarvenport @tavi,\n@tavi",
            language="en",
            client="Twitter Web Client",
            mentions=(Mention(AccountRef(None, "tavi")),),
            hashtags=("Tarvenport",),
            links=("https://council.example",),
            media=("https://pbs.example/a.jpg", "https://pbs.example/b.jpg"),
        )
    ]
    (seen,) = observations(found, "post")
    assert seen == Observation(
        row=2,
        platform="twitter",
        subject="post",
        native_id=ID,
        presence=Presence.LIVE,
        reposts=1,
        likes=3,
    )


def test_an_account() -> None:
    profile = {
        "user_description": "Trains",
        "user_location": "Tarvenport",
        "user_urls": "https://mina.example https://b.example",
        "user_verified": "True",
    }
    found = read(profile, profile | {"id": clock_id("2019-09-05T00:00:00")})
    assert accounts(found) == [
        Account(
            row=2,
            platform="twitter",
            native_id="101",
            handle="minaketter",
            name="Minaketter",
            description="Trains",
            location="Tarvenport",
            url="https://mina.example",
            created_at=microseconds("2013-11-05T10:20:30"),
            created_precision=Precision.SECOND,
            verified=True,
        )
    ]
    (seen,) = observations(found, "account")
    assert (seen.followers, seen.following, seen.posts) == (7, 9, 11)
    (bare,) = accounts(read({"user_verified": "", "user_name": "", "user_created_at": ""}))
    assert (bare.verified, bare.name, bare.created_at) == (None, None, None)


def test_a_cell_that_was_written_twice_is_left_out() -> None:
    cells = [ROW.get(each, "") for each in COLUMNS]
    place = COLUMNS.index("user_favourites_count")
    made = io.StringIO()
    csv.writer(made).writerows([COLUMNS, [*cells[: place + 1], *cells[place:]]])
    (seen,) = observations(read_text(made.getvalue()), "account")
    assert (seen.followers, seen.following, seen.posts) == (7, 9, 11)
    made = io.StringIO()
    csv.writer(made).writerows([COLUMNS, [*cells[: place + 1], "6", *cells[place + 1 :]]])
    (reject,) = rejects(read_text(made.getvalue()))
    assert reject.reason == "the row has more or fewer cells than the first line has names"


def test_a_retweet_shows_its_original() -> None:
    held = {"hashtags": "Trams", "text": "Trams stop #Trams @tavi", "urls": "https://a.example"}
    found = read(POINTED | held | {"tweet_type": "retweet", "media": "https://pbs.example/a.jpg"})
    made, original = posts(found)
    assert (made.kind, made.reposts, made.text) == (Kind.REPOST, POINTER, held["text"])
    assert (made.hashtags, made.mentions, made.links, made.media) == ((), (), (), ())
    assert (original.native_id, original.kind, original.collected) == (OTHER, None, False)
    assert (original.author, original.created_at) == (POINTER.author, microseconds(OTHER_TIME))
    assert (original.text, original.language) == (held["text"], "en")
    assert (original.hashtags, original.links) == (("Trams",), ("https://a.example",))
    assert original.media == ("https://pbs.example/a.jpg",)
    assert original.mentions == (Mention(AccountRef(None, "tavi")),)
    (seen,) = observations(found, "post")
    assert (seen.native_id, seen.reposts, seen.likes) == (OTHER, 1, 3)
    again = read(*[POINTED | held | {"tweet_type": "retweet", "id": each} for each in (ID, "20")])
    assert [each.collected for each in posts(again)] == [True, False, True]


def test_a_quote_and_a_reply_that_quotes() -> None:
    made = post(**POINTED, tweet_type="quote")
    assert (made.kind, made.quotes, made.reposts) == (Kind.QUOTE, POINTER, None)
    answered = {
        "in_reply_to_status_id": OTHER,
        "in_reply_to_user_id": "102",
        "in_reply_to_screen_name": "oro_lind",
    }
    named = post(**answered, tweet_type="reply", text="@Oro_Lind @tavi no").mentions
    assert [each.account for each in named] == [
        AccountRef("102", "Oro_Lind"),
        AccountRef(None, "tavi"),
    ]
    made = post(**answered, tweet_type="reply")
    assert (made.kind, made.replies_to, made.quotes) == (Kind.REPLY, POINTER, None)
    made = post(**answered, **POINTED, tweet_type="reply")
    assert (made.kind, made.replies_to, made.quotes) == (Kind.REPLY, POINTER, POINTER)
    start = {key: answered[key] for key in answered if key != "in_reply_to_status_id"}
    made = post(**start, text="@oro_lind good morning")
    assert (made.kind, made.replies_to) == (Kind.POST, None)
    assert made.mentions[0] == Mention(AccountRef("102", "oro_lind"))


def test_an_account_is_mentioned_once() -> None:
    start = {"in_reply_to_user_id": "102", "in_reply_to_screen_name": "oro_lind"}
    named = post(**start, text="@Oro_Lind @tavi good morning").mentions
    assert [each.account for each in named] == [
        AccountRef("102", "oro_lind"),
        AccountRef(None, "tavi"),
    ]


def test_tags_of_a_long_text_are_all_of_it() -> None:
    text = "#One " + "x" * 150 + " #Two"
    assert post(text=text, hashtags="one").hashtags == ("one", "Two")
    assert post(text="short #Two", hashtags="").hashtags == ()


@pytest.mark.parametrize("damaged", ["1.16923588102346E+18", "1169235881023460000.0", "", "x"])
def test_a_damaged_id_is_taken_from_the_link_of_the_tweet(damaged: str) -> None:
    assert post(id=damaged).native_id == ID
    found = read({"id": damaged, "tweet_url": ""})
    assert len(rejects(found)) == len(found) == 1


def test_a_damaged_id_of_an_account_leaves_the_handle() -> None:
    found = read({"user_id": "8.15E+17"} | POINTED | {"retweet_or_quote_user_id": "1.1E+18"})
    (made,) = posts(found)
    assert made.author == AccountRef(None, "minaketter")
    assert made.quotes
    assert made.quotes.author == AccountRef(None, "oro_lind")
    assert [(each.native_id, each.handle) for each in accounts(found)] == [(None, "minaketter")]


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"tweet_type": ""}, "tweet_type is not original, reply, retweet or quote"),
        ({"tweet_type": "retweet"}, "retweet_or_quote_id is empty on the row of a retweet"),
        ({"retweet_or_quote_id": "1.1e18"}, "retweet_or_quote_id went through a floating-point"),
        ({"in_reply_to_status_id": "1.1e18"}, "in_reply_to_status_id went through a floating"),
        ({"created_at": "2019"}, "created_at is not a time"),
        ({"user_created_at": "2019"}, "user.created_at is not a time"),
        ({"user_verified": "maybe"}, "user_verified is neither True nor False"),
        ({"id": "", "tweet_url": "https://x.example"}, "id is not an id"),
    ],
)
def test_what_is_rejected(cells: dict[str, str], reason: str) -> None:
    found = read(cells, {"id": clock_id("2019-09-05T00:00:00")})
    (reject,) = rejects(found)
    assert (reject.row, reject.reason[: len(reason)]) == (2, reason)
    assert [each.row for each in posts(found)] == [3]


def test_counts_that_are_none_are_absent() -> None:
    (seen,) = observations(read({"retweet_count": "100+", "favorite_count": ""}), "post")
    assert (seen.reposts, seen.likes) == (None, None)


def test_half_characters_are_replaced_and_said() -> None:
    found = read_text(table({"text": "half \udce4", "user_name": "Mina \udce4"}))
    assert [(each.text, each.text_repaired) for each in posts(found)] == [("half \ufffd", True)]
    assert [(each.name, each.text_repaired) for each in accounts(found)] == [("Mina \ufffd", True)]


def test_claims() -> None:
    assert sniffed(table()) == Claim("tweets in 37 columns")
    more = table({}, columns=[*COLUMNS, "added"])
    assert sniffed(more) == Claim("tweets in 38 columns (37 is usual)")
    assert len(posts(read_text(more))) == 1
    mixed = table({}, columns=list(reversed(COLUMNS)))
    assert [each.native_id for each in posts(read_text(mixed))] == [ID]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("id,text\n1,x\n", "its first line has no column tweet_url, parsed_created_at, tweet_type"),
        (table(columns=COLUMNS[1:]), "its first line has no column id"),
        (table(columns=[*COLUMNS, "id"]), "its first line names a column more than once"),
        ('"', "its first line is no row of CSV"),
        ("", "its first line is no row of CSV"),
    ],
)
def test_other_tables_are_refused(text: str, reason: str) -> None:
    answer = sniffed(text)
    assert isinstance(answer, Refusal)
    assert answer.reason.startswith(reason)
    assert [each for each in read_text(text) if not isinstance(each, Reject)] == []


texts = st.text(st.characters(codec="utf-8", exclude_characters="\r\x00"), max_size=30)


@given(st.lists(st.tuples(texts, st.integers(1, 10**15)), max_size=5))
def test_rows_come_back_as_they_were_written(rows: list[tuple[str, int]]) -> None:
    written = [
        {"id": clock_id(f"2019-09-05T00:00:0{place}"), "text": text, "user_id": str(account)}
        for place, (text, account) in enumerate(rows)
    ]
    found = read(*written)
    assert rejects(found) == []
    assert [(each.native_id, each.text) for each in posts(found)] == [
        (row["id"], row["text"] or None) for row in written
    ]
