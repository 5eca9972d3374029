"""telegram-tracker's 49 columns: numbers that were floats, weak and strong forwards, noughts."""

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
    Reject,
    Space,
)
from inunison_importers.base import Claim, Refusal, Sample, TextLines
from inunison_importers.telegram_tracker import TelegramTracker
from tests.importers.csv_tables import Table

COLUMNS = [
    "signature",
    "channel_id",
    "channel_name",
    "msg_id",
    "message",
    "cleaned_message",
    "date",
    "msg_link",
    "msg_from_peer",
    "msg_from_id",
    "views",
    "number_replies",
    "number_forwards",
    "is_forward",
    "forward_msg_from_peer_type",
    "forward_msg_from_peer_id",
    "forward_msg_from_peer_name",
    "forward_msg_date",
    "forward_msg_date_string",
    "forward_msg_link",
    "is_reply",
    "reply_to_msg_id",
    "reply_msg_link",
    "contains_media",
    "media_type",
    "has_url",
    "url",
    "domain",
    "url_title",
    "url_description",
    "document_type",
    "document_id",
    "document_video_duration",
    "document_filename",
    "poll_id",
    "poll_question",
    "poll_total_voters",
    "poll_results",
    "contact_phone_number",
    "contact_name",
    "contact_userid",
    "geo_type",
    "lat",
    "lng",
    "venue_id",
    "venue_type",
    "venue_title",
    "venue_address",
    "venue_provider",
]
USUAL = {
    "signature": "msg_iteration.0.user.harbour_news.post.2",
    "channel_id": "1800000001",
    "channel_name": "harbour_news",
    "msg_id": "2",
    "cleaned_message": "The ferry was late.",
    "date": "2023-03-01 09:00:00+00:00",
    "msg_link": "https://t.me/harbour_news/2",
    "views": "40",
    "number_replies": "3",
    "number_forwards": "2",
    "is_forward": "0",
    "is_reply": "0",
}
AT = 1_677_661_200_000_000
FORWARD = {
    "is_forward": "1",
    "forward_msg_from_peer_type": "PeerChannel",
    "forward_msg_from_peer_id": "1189709213.0",
    "forward_msg_date": "2023-03-01 08:00:00",
}
table = Table(TelegramTracker(), USUAL, COLUMNS)


def test_there_are_49_columns() -> None:
    assert len(COLUMNS) == 49
    assert sorted(table.columns) == sorted(COLUMNS)


def test_a_row_becomes_its_channel_a_post_and_its_counts() -> None:
    account, post, seen = table.read({})
    assert account == Account(
        row=2, platform="telegram", native_id="channel1800000001", handle="harbour_news"
    )
    assert post == Post(
        row=2,
        platform="telegram",
        native_id="1800000001-2",
        author=AccountRef("channel1800000001", "harbour_news"),
        created_at=AT,
        precision=Precision.SECOND,
        text="The ferry was late.",
        url="https://t.me/harbour_news/2",
        space=Space("chat", "harbour_news", "1800000001"),
    )
    assert seen == Observation(
        row=2,
        platform="telegram",
        subject="post",
        native_id="1800000001-2",
        presence=Presence.LIVE,
        views=40,
        replies=3,
        reposts=2,
    )


def test_a_channel_is_told_once() -> None:
    found = table.read({}, {"msg_id": "3"}, {"msg_id": "4", "channel_name": "harbour_new"})
    told = [each.handle for each in found if isinstance(each, Account)]
    assert told == ["harbour_news", "harbour_new"]


def test_numbers_that_were_floats_are_read_where_they_are_exact() -> None:
    post = table.post(channel_id="1189709213.0", msg_id="17.0", reply_to_msg_id="3.0")
    assert post.native_id == "1189709213-17"
    assert (post.kind, post.replies_to) == (Kind.REPLY, PostRef("1189709213-3"))


@pytest.mark.parametrize("column", ["channel_id", "msg_id", "reply_to_msg_id"])
@pytest.mark.parametrize("cell", ["1.18e+18", "9007199254740993.0", "1.5e3"])
def test_numbers_that_lost_digits_are_refused(column: str, cell: str) -> None:
    assert table.reason(**{column: cell}).startswith(
        f"{column} went through a floating-point number and lost its last digits"
    )


@pytest.mark.parametrize("column", ["channel_id", "msg_id", "date"])
def test_what_must_be_told(column: str) -> None:
    assert table.reason(**{column: " "}) == f"{column} is empty"


def test_times() -> None:
    assert table.post(date="2023-03-01 11:00:00+02:00").created_at == AT
    assert table.reason(date="2023-03-01 09:00:00") == "date has no zone"
    assert table.reason(date="1 March") == "date is not a time such as 2023-01-30 16:25:32"


def test_a_sender_of_its_own() -> None:
    post = table.post(msg_from_peer="PeerUser", msg_from_id="700000002.0")
    assert post.author == AccountRef("user700000002")
    post = table.post(msg_from_peer="PeerChannel", msg_from_id="5")
    assert post.author == AccountRef("channel5")
    wrong = "msg_from_peer is not the kind of an account"
    assert table.reason(msg_from_peer="Peer", msg_from_id="5") == wrong
    assert table.reason(msg_from_peer="PeerUser") == "msg_from_id is not an id"


def test_a_forward_with_its_link_names_the_message() -> None:
    post = table.post(
        **FORWARD,
        forward_msg_from_peer_name="slow_boats",
        forward_msg_link="https://t.me/slow_boats/44",
    )
    assert post.kind is Kind.REPOST
    assert post.reposts == PostRef(
        "1189709213-44",
        AccountRef("channel1189709213", "slow_boats"),
        created_at=AT - 3_600_000_000,
        precision=Precision.SECOND,
    )


def test_a_forward_without_link_is_named_by_its_account_and_second() -> None:
    post = table.post(**FORWARD)
    assert post.reposts == PostRef(
        "channel1189709213@1677657600",
        AccountRef("channel1189709213"),
        created_at=AT - 3_600_000_000,
        precision=Precision.SECOND,
    )
    undated = table.post(**{**FORWARD, "forward_msg_date": ""})
    assert (undated.kind, undated.reposts) == (Kind.REPOST, None)
    hidden = table.post(is_forward="1")
    assert (hidden.kind, hidden.reposts) == (Kind.REPOST, None)
    wrong = "forward_msg_from_peer_type is not the kind of an account"
    assert table.reason(**{**FORWARD, "forward_msg_from_peer_type": "Peer"}) == wrong


def test_noughts_and_empty_counts_are_no_counts() -> None:
    for cell in ("0", "", "0.0"):
        seen = table.seen(views=cell, number_replies=cell, number_forwards=cell)
        assert (seen.views, seen.replies, seen.reposts) == (None, None, None)
    assert table.seen(views="12.0").views == 12
    assert table.reason(views="many") == "views is not a count"


def test_words_and_what_they_hold() -> None:
    post = table.post(
        message="Ask @harbour_clerk_of_tarvenport or a@b.example\n#Ferry https://a.example/x.",
        url="https://b.example/page",
    )
    assert post.text
    assert post.text.startswith("Ask @harbour_clerk")
    assert post.mentions == (Mention(AccountRef(handle="harbour_clerk_of_tarvenport")),)
    assert post.hashtags == ("Ferry",)
    assert post.links == ("https://a.example/x", "https://b.example/page")
    assert table.post(cleaned_message="", poll_question="Late?").text == "Late?"
    assert table.post(cleaned_message="").text is None


def test_ids_of_files_that_lost_digits_are_left_aside() -> None:
    assert table.post(document_id="5382134567890123456").media == ("document/5382134567890123456",)
    for cell in ("5.382134567890123e+18", "5382134567890123264.0", ""):
        assert table.post(document_id=cell).media == ()


def test_half_characters_are_marked() -> None:
    assert table.post(cleaned_message="a \udce9 b").text_repaired
    assert not table.post(cleaned_message="a b", url_title="\udce9").text_repaired


def test_what_is_claimed() -> None:
    importer = TelegramTracker()
    assert importer.sniff(Sample("x", table.text({}))) == Claim(
        "23 columns of the format, 26 others left aside"
    )
    fewer = importer.sniff(Sample("x", table.text({}, without=["url", "views"])))
    assert fewer == Claim("21 columns of the format, 26 others left aside, without views, url")
    without = importer.sniff(Sample("x", table.text({}, without=["signature", "msg_id"])))
    assert without == Refusal("its first line has no column signature, msg_id")
    twice = ",".join([*COLUMNS, "date"]) + "\n"
    assert importer.sniff(Sample("x", twice)) == Refusal("its first line names date more than once")
    (reject,) = importer.read(TextLines(twice))
    assert isinstance(reject, Reject)


def test_a_row_of_another_width() -> None:
    (*_, reject) = TelegramTracker().read(TextLines(table.text({}) + "a,b\n"))
    assert isinstance(reject, Reject)
    assert reject.reason == "the row has more or fewer cells than the first line has names"


@given(
    st.integers(1, 2**53 - 1),
    st.integers(1, 10**9),
    st.text(st.characters(codec="utf-8"), max_size=40),
)
def test_rows_come_back_as_they_were(channel: int, number: int, words: str) -> None:
    words = words.replace("\r", " ").replace("\x00", " ")
    post = table.post(channel_id=f"{channel}.0", msg_id=str(number), message=words or "x")
    assert post.native_id == f"{channel}-{number}"
    assert post.text == (words or "x")
