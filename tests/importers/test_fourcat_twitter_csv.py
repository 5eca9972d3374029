"""4CAT's two tables of Twitter: zones, reposts without ids, made-up rows, recovered ids."""

import pytest
from hypothesis import given
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
from inunison_importers.fourcat_twitter_csv import FourcatTwitterCsv
from tests.importers.csv_tables import Table

ID, AT = "1305130000000000001", 1_600_002_214_799_000
QUOTED, QUOTED_AT = "1305100000000000002", 1_599_995_062_242_000
API = {
    "id": ID,
    "thread_id": ID,
    "timestamp": "2020-09-13 13:03:34",
    "unix_timestamp": "1599995014",
    "link": f"https://x.com/quayside_ada/status/{ID}",
    "subject": "",
    "body": "The ferry was late.",
    "author": "quayside_ada",
    "author_fullname": "Ada",
    "author_id": "700",
    "author_followers": "12",
    "source": "Web",
    "language_guess": "en",
    "possibly_sensitive": "no",
    "impression_count": "0",
    "retweet_count": "3",
    "bookmark_count": "0",
    "like_count": "4",
    "quote_count": "0",
    "reply_count": "1",
    "is_retweet": "no",
    "retweeted_user": "",
    "is_quote_tweet": "no",
    "quoted_user": "",
    "is_reply": "no",
    "replied_user": "",
    "hashtags": "",
    "urls": "",
    "images": "",
    "videos": "",
    "mentions": "",
    "long_lat": "",
    "place_name": "",
}
BROWSER = {
    name: cell
    for name, cell in API.items()
    if name not in ("subject", "author_followers", "bookmark_count", "quoted_user", "replied_user")
} | {
    "collected_from_url": "https://x.com/search",
    "unix_timestamp": "1600002214",
    "verified": "False",
    "impression_count": "900",
    "quote_tweet_id": "",
    "quote_author": "",
    "quote_body": "",
    "quote_images": "",
    "quote_videos": "",
    "is_quote_withheld": "no",
    "replied_author": "",
    "is_withheld": "no",
}
api = Table(FourcatTwitterCsv(), API)
browser = Table(FourcatTwitterCsv(), BROWSER)
both = pytest.mark.parametrize("table", [api, browser], ids=["api", "browser"])


def test_a_row_becomes_its_author_a_post_and_counts() -> None:
    account, counted, post, seen = api.read({})
    assert account == Account(
        row=2, platform="twitter", native_id="700", handle="quayside_ada", name="Ada"
    )
    assert isinstance(counted, Observation)
    assert (counted.subject, counted.followers) == ("account", 12)
    assert post == Post(
        row=2,
        platform="twitter",
        native_id=ID,
        author=AccountRef("700", "quayside_ada"),
        created_at=AT,
        precision=Precision.MILLISECOND,
        text="The ferry was late.",
        language="en",
        client="Web",
        url=f"https://x.com/quayside_ada/status/{ID}",
    )
    assert seen == Observation(
        row=2,
        platform="twitter",
        subject="post",
        native_id=ID,
        presence=Presence.LIVE,
        reposts=3,
        quotes=0,
        replies=1,
        likes=4,
    )


@both
def test_the_time_is_that_of_the_id(table: Table) -> None:
    post = table.post()
    assert (post.created_at, post.stated_time, post.time_conflict) == (AT, None, False)
    other = table.post(timestamp="2020-09-13 13:03:35")
    assert (other.created_at, other.stated_time) == (AT, "2020-09-13 13:03:35")
    assert other.time_conflict
    shifted = table.post(unix_timestamp="5")
    assert not shifted.time_conflict, "that column is not read"
    old = table.post(id="20", timestamp="2006-03-21 20:50:14", link="")
    assert (old.created_at, old.precision) == (1_142_974_214_000_000, Precision.SECOND)


@both
def test_made_up_rows_are_rejected(table: Table) -> None:
    made_up = "the row stands for a post that could not be fetched: its author and time are made up"
    assert table.reason(author="UNKNOWN", author_id="UNKNOWN") == made_up
    assert table.reason(author_id="UNKNOWN") == made_up


@both
def test_a_repost_is_named_by_the_account_and_its_words(table: Table) -> None:
    cells = {
        "is_retweet": "yes",
        "retweeted_user": "slow_boats",
        "body": "RT @slow_boats: Boats are slow. #Boats https://t.co/a",
        "hashtags": "Boats",
        "urls": "https://a.example/",
        "images": "https://pbs.example/1.jpg",
        "mentions": "slow_boats",
    }
    post = table.post(**cells)
    assert post.kind is Kind.REPOST
    assert post.reposts is not None
    assert post.reposts.author == AccountRef(handle="slow_boats")
    assert (post.hashtags, post.links, post.media, post.mentions) == ((), (), (), ())
    again = table.post(**cells, id="1305130000000000003", author="lorcan", author_id="701")
    assert again.reposts == post.reposts
    without_colon = table.post(**{**cells, "body": cells["body"].replace(":", "", 1)})
    assert without_colon.reposts == post.reposts
    other = table.post(**{**cells, "body": "RT @slow_boats: Boats are fast."})
    assert other.reposts != post.reposts
    unnamed = table.post(is_retweet="yes")
    assert (unnamed.kind, unnamed.reposts) == (Kind.REPOST, None)


@both
def test_of_a_repost_only_the_reposts_are_counted(table: Table) -> None:
    seen = table.seen(is_retweet="yes", retweeted_user="x", impression_count="5")
    assert (seen.reposts, seen.likes, seen.views, seen.replies) == (3, None, None, None)


def test_a_quote_of_the_browser_shows_the_quoted_post() -> None:
    cells = {
        "is_quote_tweet": "yes",
        "quote_tweet_id": QUOTED,
        "quote_author": "slow_boats",
        "quote_body": "Boats are slow.",
        "quote_images": "https://pbs.example/1.jpg,https://pbs.example/2.jpg",
    }
    post = browser.post(**cells)
    author = AccountRef(handle="slow_boats")
    assert post.kind is Kind.QUOTE
    assert post.quotes == PostRef(
        QUOTED, author, created_at=QUOTED_AT, precision=Precision.MILLISECOND
    )
    (shown,) = (
        each for each in browser.read(cells) if isinstance(each, Post) and not each.collected
    )
    assert (shown.native_id, shown.author, shown.text) == (QUOTED, author, "Boats are slow.")
    assert shown.media == ("https://pbs.example/1.jpg", "https://pbs.example/2.jpg")
    assert shown.kind is None
    hidden = {**cells, "quote_body": "", "quote_author": ""}
    assert [type(each) for each in browser.read(hidden)] == [Account, Post, Observation]


def test_a_quote_of_the_interface_is_found_among_the_links() -> None:
    link = f"https://twitter.com/Slow_Boats/status/{QUOTED}"
    post = api.post(
        is_quote_tweet="yes", quoted_user="slow_boats", urls=f"https://a.example/,{link}"
    )
    assert post.kind is Kind.QUOTE
    assert post.quotes is not None
    assert post.quotes.native_id == QUOTED
    other = api.post(is_quote_tweet="yes", quoted_user="someone", urls=link)
    assert (other.kind, other.quotes) == (Kind.QUOTE, None)


def test_who_was_answered_is_mentioned() -> None:
    for table, column in ((api, "replied_user"), (browser, "replied_author")):
        post = table.post(is_reply="yes", mentions="a,Quayside,B", **{column: "quayside"})
        assert (post.kind, post.replies_to) == (Kind.REPLY, None)
        assert [each.account.handle for each in post.mentions] == ["Quayside", "a", "B"]
    assert api.post(mentions="a").mentions == (Mention(AccountRef(handle="a")),)


def test_links_tags_and_media() -> None:
    own = f"https://twitter.com/quayside_ada/status/{ID}/photo/1"
    post = api.post(
        hashtags="Ferry,Late", urls=f"https://a.example/x,y,{own}", images="a://1", videos="b://2"
    )
    assert post.hashtags == ("Ferry", "Late")
    assert post.links == ("https://a.example/x,y",)
    assert post.media == ("a://1", "b://2")


def test_an_id_that_lost_digits_is_taken_from_the_address() -> None:
    for cell in ("1.3051300000000000e+18", "1305130000000000000.0", "1.31E+18"):
        assert api.post(id=cell).native_id == ID
    damaged = "id went through a floating-point number and lost its last digits"
    assert api.reason(id="1.305e+18", link="").startswith(damaged)
    assert api.reason(id="1.9e+18").startswith(damaged)
    assert api.reason(id="x") == "id is not an id"
    assert api.reason(id="") == "id is empty"
    assert api.reason(author_id="7e+18").startswith("author_id went through")


def test_names_that_were_taken_out() -> None:
    digest = "0123456789abcdef" * 3
    assert api.post(author="REDACTED", author_id="REDACTED").author is None
    assert api.post(author=digest, author_id="f" * 48).author == AccountRef("f" * 48)
    assert api.post(author_id="").author == AccountRef(handle="quayside_ada")


@pytest.mark.parametrize("column", ["is_retweet", "is_quote_tweet", "is_reply"])
def test_answers(column: str) -> None:
    assert api.reason(**{column: "perhaps"}) == f"{column} is neither yes nor no"
    assert api.post(**{column: ""}).kind is Kind.POST


def test_what_the_browser_tells_more() -> None:
    assert browser.account(verified="True").verified is True
    assert browser.account().verified is False
    assert browser.account(verified="").verified is None
    assert browser.seen().views == 900
    assert browser.seen(is_withheld="yes").presence is Presence.WITHHELD
    assert api.seen().views is None, "a nought stands for what was not told"


def test_an_author_is_told_once() -> None:
    found = api.read({}, {"id": "1305130000000000002", "link": ""}, {"author_followers": "13"})
    assert sum(isinstance(each, Account) for each in found) == 2


def test_what_is_claimed() -> None:
    importer = FourcatTwitterCsv()
    for table in (api, browser):
        answer = importer.sniff(Sample("x", table.text({})))
        assert isinstance(answer, Claim)
        assert "without" not in answer.reason
    fewer = importer.sniff(Sample("x", api.text({}, without=["quoted_user", "urls"])))
    assert isinstance(fewer, Claim)
    assert fewer.reason.endswith(", without urls, quoted_user")
    text = api.text({}, without=["is_retweet", "author_id"])
    assert importer.sniff(Sample("x", text)) == Refusal(
        "its first line has no column author_id, is_retweet"
    )


@given(st.integers(29_700_859_248, 2**63 - 1), st.text(st.characters(codec="utf-8"), max_size=50))
def test_rows_come_back_as_they_were(number: int, words: str) -> None:
    words = words.replace("\r", " ").replace("\x00", " ")
    post = api.post(id=str(number), body=words)
    assert (post.native_id, post.text) == (str(number), words or None)
