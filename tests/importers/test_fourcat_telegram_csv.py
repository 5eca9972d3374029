"""4CAT's table of Telegram: the server's zone, bare numbers of answers, weak forwards."""

import json

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
    Space,
)
from inunison_importers.base import Claim, Refusal, Sample
from inunison_importers.fourcat_telegram_csv import FourcatTelegramCsv
from tests.importers.csv_tables import Table

AT = 1_677_661_200_000_000
COLUMNS = """
id thread_id chat author author_username author_name author_is_bot body body_markdown is_reply
reply_to views reactions restriction_reason chat_restriction_reason timestamp unix_timestamp
timestamp_edited unix_timestamp_edited author_forwarded_from_name author_forwarded_from_username
author_forwarded_from_id entities_linked entities_mentioned all_connections
timestamp_forwarded_from unix_timestamp_forwarded_from link_title link_description link_attached
attachment_type attachment_data attachment_filename
"""
USUAL = {
    "id": "harbour_news-2",
    "thread_id": "harbour_news",
    "chat": "harbour_news",
    "author": "1800000001",
    "author_username": "harbour_news",
    "author_is_bot": "no",
    "body": "The ferry was late.",
    "is_reply": "False",
    "views": "40",
    "timestamp": "2023-03-01 10:00:00",
    "unix_timestamp": "1677661200",
}
FORWARD = {
    "author_forwarded_from_id": "1189709213",
    "author_forwarded_from_username": "slow_boats",
    "author_forwarded_from_name": "Slow Boats",
    "timestamp_forwarded_from": "2023-03-01 09:00:00",
    "unix_timestamp_forwarded_from": "1677657600",
}
table = Table(FourcatTelegramCsv(), USUAL, [each for each in COLUMNS.split() if each])


def test_a_row_becomes_its_author_a_post_and_its_views() -> None:
    account, post, seen = table.read({})
    assert account == Account(
        row=2, platform="telegram", native_id="1800000001", handle="harbour_news"
    )
    assert post == Post(
        row=2,
        platform="telegram",
        native_id="harbour_news-2",
        author=AccountRef("1800000001", "harbour_news"),
        created_at=AT,
        precision=Precision.SECOND,
        text="The ferry was late.",
        space=Space("chat", "harbour_news"),
    )
    assert seen == Observation(
        row=2,
        platform="telegram",
        subject="post",
        native_id="harbour_news-2",
        presence=Presence.LIVE,
        views=40,
    )


def test_the_time_of_the_server_is_not_read() -> None:
    assert table.post(timestamp="1999-01-01 00:00:00").created_at == AT
    alone = table.post(unix_timestamp="")
    assert (alone.created_at, alone.stated_time) == (None, "2023-03-01 10:00:00")
    assert table.reason(unix_timestamp="soon") == "unix_timestamp is not seconds since 1970"


def test_an_answer_is_told_by_the_bare_number() -> None:
    post = table.post(is_reply="True", reply_to="1")
    assert (post.kind, post.replies_to) == (Kind.REPLY, PostRef("harbour_news-1"))
    assert table.post(reply_to="1.0").replies_to == PostRef("harbour_news-1")
    assert table.reason(reply_to="one") == "reply_to is not an id"


def test_chats_without_a_handle_have_a_number() -> None:
    post = table.post(id="1800000001-2", chat="1800000001")
    assert post.space == Space("chat", "1800000001", "1800000001")
    named = table.post(id="a-b-2", chat="a-b")
    assert named.native_id == "a-b-2"


@pytest.mark.parametrize(
    "cell", ["2", "other-2", "harbour_news-", "harbour_news-x", "harbour_news"]
)
def test_ids_that_do_not_fit_their_chat(cell: str) -> None:
    wrong = "id is not the chat, a hyphen and the number of a message"
    assert table.reason(id=cell) == wrong
    assert table.reason(id="") == "id is empty"
    assert table.reason(chat="") == "chat is empty"


def test_a_forward_is_named_by_its_account_and_second() -> None:
    post = table.post(**FORWARD)
    assert post.kind is Kind.REPOST
    assert post.reposts == PostRef(
        "1189709213@1677657600",
        AccountRef("1189709213", "slow_boats"),
        created_at=AT - 3_600_000_000,
        precision=Precision.SECOND,
    )
    by_handle = table.post(**{**FORWARD, "author_forwarded_from_id": ""})
    assert by_handle.reposts is not None
    assert by_handle.reposts.native_id == "slow_boats@1677657600"
    undated = table.post(**{**FORWARD, "unix_timestamp_forwarded_from": ""})
    assert undated.reposts is not None
    assert undated.reposts.native_id.startswith("1189709213:")
    assert undated.reposts.created_at is None


def test_a_forward_of_a_name_is_weak_and_one_of_nobody_is_none() -> None:
    post = table.post(author_forwarded_from_name="Slow Boats")
    assert post.reposts is not None
    assert post.reposts.author == AccountRef(handle="name:Slow Boats")
    assert post.reposts.author_inferred
    hidden = table.post(unix_timestamp_forwarded_from="1677657600")
    assert (hidden.kind, hidden.reposts) == (Kind.REPOST, None)


def test_authors() -> None:
    nobody = table.post(author="", author_username="")
    assert nobody.author is None
    assert table.post(author="REDACTED", author_username="REDACTED").author is None
    account = table.account(
        author="700", author_username="", author_name="Lorcan", author_is_bot="yes"
    )
    assert (account.native_id, account.name, account.declares_automation) == ("700", "Lorcan", True)
    assert table.account().declares_automation is None
    assert table.reason(author="7e+9").startswith("author went through a floating-point number")
    found = table.read({}, {"id": "harbour_news-3"})
    assert sum(isinstance(each, Account) for each in found) == 1


@pytest.mark.parametrize(
    ("kind", "data", "media"),
    [
        ("photo", {"id": 5382134567890123456, "dc_id": 2}, ("photo/5382134567890123456",)),
        ("url", {"id": 5382134567890123456}, ("photo/5382134567890123456",)),
        ("video", {"id": "5382134567890123456"}, ("document/5382134567890123456",)),
        ("contact", {"phone_number": "+000", "id": 5}, ()),
        ("video", {"id": 5.3e18}, ()),
        ("video", [], ()),
    ],
)
def test_what_is_attached(kind: str, data: object, media: tuple[str, ...]) -> None:
    assert table.post(attachment_type=kind, attachment_data=json.dumps(data)).media == media


def test_a_poll_says_its_question() -> None:
    data = json.dumps({"question": "Late?", "voters": 2})
    post = table.post(body="", attachment_type="poll", attachment_data=data)
    assert post.text == "Late?"
    assert table.post(body="", attachment_type="poll", attachment_data="{").text is None


def test_words_and_what_they_hold() -> None:
    post = table.post(
        body="Ask @quayside_ada, a@b.example #Ferry https://t.me/x/1",
        link_attached="https://a.example/",
        entities_mentioned="quayside_ada,b",
    )
    assert post.mentions == (Mention(AccountRef(handle="quayside_ada")),)
    assert post.hashtags == ("Ferry",)
    assert post.links == ("https://t.me/x/1", "https://a.example/")
    assert table.post(body="REDACTED").text is None


def test_a_message_that_the_platform_hides() -> None:
    assert table.seen(restriction_reason="porn (ios): x").presence is Presence.WITHHELD
    assert table.seen(views="").views is None
    assert table.reason(views="many") == "views is not a count"


def test_what_is_claimed() -> None:
    importer = FourcatTelegramCsv()
    assert isinstance(importer.sniff(Sample("x", table.text({}))), Claim)
    assert importer.sniff(Sample("x", table.text({}, without=["chat"]))) == Refusal(
        "its first line has no column chat"
    )
