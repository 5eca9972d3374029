"""4CAT's table of Bluesky: own ids, links of the web as targets, words for what is not seen."""

import pytest

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
from inunison_importers.fourcat_bluesky_csv import FourcatBlueskyCsv
from tests.importers.csv_tables import Table

ADA, LORCAN = "did:plc:ada0000000000000000000", "did:plc:lorcan0000000000000000"
URI = f"at://{ADA}/app.bsky.feed.post/3kferry"
ROOT = f"at://{LORCAN}/app.bsky.feed.post/3kroot"
AT = 1_677_661_200_000_000
USUAL = {
    "collected_at": "2024-01-01T10:00:00",
    "query": "ferry",
    "rank": "1",
    "id": URI,
    "thread_id": URI,
    "created_at": "2023-03-01T09:00:00.250000+00:00",
    "author": "ada.example",
    "author_id": ADA,
    "body": "The ferry was late.",
    "link": "https://bsky.app/profile/ada.example/post/3kferry",
    "tags": "",
    "like_count": "4",
    "quote_count": "0",
    "reply_count": "1",
    "repost_count": "2",
    "quoted_post": "",
    "quoted_user": "",
    "replied_to_post": "",
    "replied_to_user": "",
    "replies_allowed": "True",
    "mentions": "",
    "links": "",
    "images": "",
    "labels": "",
    "has_poll": "False",
    "languages": "en",
    "author_display_name": "Ada",
    "author_created_at": "2022-01-01T00:00:00+00:00",
    "timestamp": "1677661200",
}
table = Table(FourcatBlueskyCsv(), USUAL)


def link(name: str, key: str) -> str:
    """The address of a post in the web."""
    return f"https://bsky.app/profile/{name}/post/{key}"


def test_a_row_becomes_its_author_a_post_and_counts() -> None:
    account, post, seen = table.read({})
    assert account == Account(
        row=2,
        platform="bluesky",
        native_id=ADA,
        handle="ada.example",
        name="Ada",
        created_at=1_640_995_200_000_000,
        created_precision=Precision.SECOND,
    )
    assert post == Post(
        row=2,
        platform="bluesky",
        native_id=URI,
        author=AccountRef(ADA, "ada.example"),
        created_at=AT + 250_000,
        precision=Precision.MILLISECOND,
        text="The ferry was late.",
        language="en",
        url=USUAL["link"],
    )
    assert seen == Observation(
        row=2,
        platform="bluesky",
        subject="post",
        native_id=URI,
        presence=Presence.LIVE,
        likes=4,
        quotes=0,
        replies=1,
        reposts=2,
    )


def test_times() -> None:
    whole = table.post(created_at="2023-03-01T09:00:00+00:00")
    assert (whole.created_at, whole.precision) == (AT, Precision.SECOND)
    fine = table.post(created_at="2023-03-01T11:00:00.250999+02:00")
    assert (fine.created_at, fine.precision) == (AT + 250_000, Precision.MILLISECOND)
    for cell in ("", "2023-03-01T05:00:00"):
        other = table.post(created_at=cell)
        assert (other.created_at, other.precision) == (AT, Precision.SECOND)
    neither = table.post(created_at="2023-03-01T05:00:00", timestamp="")
    assert (neither.created_at, neither.stated_time) == (None, "2023-03-01T05:00:00")


@pytest.mark.parametrize("word", ["DELETED", "REMOVED BY AUTHOR", "VIEWER BLOCKED BY AUTHOR"])
def test_a_quoted_post_that_could_not_be_seen(word: str) -> None:
    post = table.post(quoted_post=word)
    assert (post.kind, post.quotes) == (Kind.QUOTE, None)


def test_a_quote_keeps_the_handle_that_the_row_tells() -> None:
    post = table.post(quoted_post=link("lorcan.example", "3kold"), quoted_user="lorcan.example")
    assert post.quotes == PostRef(
        "at://lorcan.example/app.bsky.feed.post/3kold", AccountRef(handle="lorcan.example")
    )
    own = table.post(quoted_post=link("ada.example", "3kold"), quoted_user="ada.example")
    assert own.quotes == PostRef(
        f"at://{ADA}/app.bsky.feed.post/3kold", AccountRef(ADA, "ada.example")
    )


def test_an_answer_to_the_first_post_of_a_thread_has_its_id() -> None:
    post = table.post(
        thread_id=ROOT,
        replied_to_post=link("lorcan.example", "3kroot"),
        replied_to_user="lorcan.example",
    )
    assert post.kind is Kind.REPLY
    assert post.replies_to == PostRef(ROOT, AccountRef(LORCAN, "lorcan.example"))
    by_id = table.post(
        thread_id=ROOT, replied_to_post=link(LORCAN, "3kother"), replied_to_user=LORCAN
    )
    assert by_id.replies_to == PostRef(
        f"at://{LORCAN}/app.bsky.feed.post/3kother", AccountRef(LORCAN)
    )
    untold = table.post(thread_id=ROOT)
    assert (untold.kind, untold.replies_to) == (Kind.REPLY, None)


def test_words_that_stand_for_nothing() -> None:
    assert table.post(author="handle.invalid").author == AccountRef(ADA)
    assert table.post(author="handle.invalid", author_id="").author is None
    assert table.post(languages="N/A").language is None
    assert table.post(languages="en,de").language is None
    assert table.post(languages="").language is None


def test_what_the_words_hold() -> None:
    post = table.post(
        tags="Ferry,Late",
        mentions=f"lorcan.example,{LORCAN},handle.invalid",
        links="https://a.example/x,y,https://b.example/",
        images="https://cdn.example/1",
    )
    assert post.hashtags == ("Ferry", "Late")
    assert post.mentions == (
        Mention(AccountRef(handle="lorcan.example")),
        Mention(AccountRef(LORCAN)),
    )
    assert post.links == ("https://a.example/x,y", "https://b.example/")
    assert post.media == ("https://cdn.example/1",)


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"id": ""}, "id is empty"),
        ({"id": "3kferry"}, "id is not the address of a post of Bluesky"),
        ({"quoted_post": "https://a.example/"}, "quoted_post is not a link to a post of Bluesky"),
        ({"replied_to_post": "x"}, "replied_to_post is not a link to a post of Bluesky"),
        ({"like_count": "many"}, "like_count is not a count"),
        ({"created_at": "soon"}, "created_at is not a time such as 2023-01-30 16:25:32"),
    ],
)
def test_what_is_refused(cells: dict[str, str], reason: str) -> None:
    assert table.reason(**cells) == reason


def test_an_author_is_told_once() -> None:
    found = table.read({}, {"id": URI + "x"}, {"author_display_name": "A."})
    assert sum(isinstance(each, Account) for each in found) == 2


def test_what_is_claimed() -> None:
    importer = FourcatBlueskyCsv()
    assert isinstance(importer.sniff(Sample("x", table.text({}))), Claim)
    assert importer.sniff(Sample("x", table.text({}, without=["quoted_post"]))) == Refusal(
        "its first line has no column quoted_post"
    )
