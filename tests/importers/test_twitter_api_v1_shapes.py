"""The Twitter API v1.1 in its shapes: lines, documents, answers, notices, damage, other formats."""

import json
from typing import Any, Literal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inunison.records import AccountRef, Observation, Post, Presence, Reject
from inunison_importers.base import BadCell, Claim, Refusal, Sample
from inunison_importers.twitter_api_v1 import TwitterApiV1
from inunison_importers.twitter_v1_cells import (
    account_id,
    identifier,
    instant,
    milliseconds,
    status_link,
)
from inunison_importers.twitter_v1_shapes import NOTHING
from tests.importers.archive_rows import microseconds
from tests.importers.twitter_v1_objects import (
    ID,
    OTHER,
    accounts,
    lines,
    other,
    post,
    posts,
    read,
    read_text,
    reasons,
    rejects,
    stated,
    tweet,
    user,
)

FLOATED = "went through a floating-point number and lost its last digits"
LOST = "id has no id_str beside it and may have lost its last digits"
STREAMED = 1_567_605_115_250


def sniffed(text: str, *, complete: bool = True) -> Claim | Refusal:
    """What the importer thinks of a text."""
    return TwitterApiV1().sniff(Sample("x", text, complete))


def raw(text: str) -> msgspec.Raw:
    """A value as it is written."""
    return msgspec.Raw(text.encode())


def test_a_damaged_number_beside_an_id_is_not_looked_at() -> None:
    for number in (1169246717864136700, 1.1692467178641367e18, {"$numberLong": ID}, None, "x"):
        assert post(tweet(id=number)).native_id == ID


def test_a_number_alone_is_an_id_where_it_cannot_have_been_damaged() -> None:
    assert identifier(None, raw("1169246717864136705"), "id") == "1169246717864136705"
    assert identifier("", raw('"1169246717864136700"'), "id") == "1169246717864136700"
    assert identifier(None, raw("9007199254740991"), "id") == "9007199254740991"
    assert identifier(None, raw("20"), "id") == "20"
    assert identifier(None, raw("20.0"), "id") == "20"
    assert identifier(None, raw("null"), "id") is None
    assert identifier(None, NOTHING, "id") is None


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        ("1169246717864136700", LOST),
        ("906000000000000000", LOST),
        ("1.1692467178641367e18", f"id {FLOATED}"),
        ("1.1692467178641367e+18", f"id {FLOATED}"),
        ("1169246717864136700.0", f"id {FLOATED}"),
        ("9" * 5000, "id is not an id"),
        ("-1", "id is not an id"),
        ("true", "id is not an id"),
        ("[1]", "id is not an id"),
        ('{"$numberLong": "1"}', "id is not an id"),
    ],
)
def test_a_number_that_may_be_damaged_is_refused(number: str, reason: str) -> None:
    given_tweet = tweet()
    del given_tweet["id_str"], given_tweet["id"]
    text = json.dumps(given_tweet)[:-1] + f', "id": {number}}}\n'
    (reject,) = read_text(text)
    assert isinstance(reject, Reject)
    assert reject.reason.startswith(reason)


@given(st.integers(1 << 53, (1 << 63) - 1))
def test_whatever_a_program_with_floats_writes_is_refused(number: int) -> None:
    with pytest.raises(BadCell):
        identifier(None, raw(msgspec.json.encode(float(number)).decode()), "id")
    whole = str(number)
    written = f"{float(number):.16e}".partition("e")[0].replace(".", "").rstrip("0")
    if len(written) < len(whole) and written == whole.rstrip("0"):
        return  # a number that is written the same by both
    assert identifier(whole, NOTHING, "id") == whole


def test_ids_of_accounts_that_are_damaged_leave_the_handle() -> None:
    assert account_id(None, raw("1189709213")) == "1189709213"
    assert account_id(None, raw("1169246717864136700")) is None
    assert account_id("-1", raw("-1")) is None
    assert account_id("1.2e18", NOTHING) is None
    profile = user(id_str=None, id=1169246717864136700)
    found = read(tweet(user=profile))
    assert [each.author for each in posts(found)] == [AccountRef(None, "minaketter")]
    assert [each.native_id for each in accounts(found)] == [None]
    profile = user(id_str=None)
    assert post(tweet(user=profile)).author == AccountRef("101", "minaketter")


def test_ids_of_targets_come_from_numbers_too() -> None:
    answered: dict[str, Any] = {"in_reply_to_status_id": int(OTHER), "in_reply_to_user_id": 102}
    found = post(tweet(**answered))
    assert found.replies_to
    assert found.replies_to.native_id == OTHER
    assert found.replies_to.author == AccountRef("102")
    assert reasons(tweet(in_reply_to_status_id=1.17e18)) == [
        f"in_reply_to_status_id {FLOATED}; take the file as it was published, not one that a "
        "spreadsheet or a script wrote anew"
    ]
    assert reasons(tweet(quoted_status_id_str="1.17e+18"))[0].startswith(
        "quoted_status_id_str went"
    )


@pytest.mark.parametrize(
    ("time", "expected"),
    [
        ("Wed Sep 04 13:51:55 +0000 2019", "2019-09-04T13:51:55"),
        ("Wed Sep 04 13:51:55 +0230 2019", "2019-09-04T11:21:55"),
        ("Mon Dec 31 23:30:00 -0100 2012", "2013-01-01T00:30:00"),
        ("2019-09-04T13:51:55.000Z", "2019-09-04T13:51:55"),
    ],
)
def test_times(time: str, expected: str) -> None:
    assert instant(time, "created_at") == microseconds(expected)


@pytest.mark.parametrize(
    "time",
    [
        "Wed Sep 31 13:51:55 +0000 2019",
        "Wed Sem 04 13:51:55 +0000 2019",
        "Wed Sep 04 25:51:55 +0000 2019",
        "Wed Sep 04 13:51:55 2019",
        "Wed Sep 04 13:51:55 +0000 0000",
        "Wed Sep 04 13:51:60 +0000 2019",
        "1567605115",
        "04/09/2019 13:51",
        "x" * 10_000,
        "",
    ],
)
def test_what_is_no_time_is_rejected(time: str) -> None:
    with pytest.raises(BadCell, match=r"^created_at is not a time$"):
        instant(time, "created_at")
    if time:
        assert reasons(tweet(created_at=time)) == ["created_at is not a time"]
        odd = reasons(tweet(user=user(created_at=time)))
        assert odd == ["user.created_at is not a time"]


@pytest.mark.parametrize("value", ["", None])
def test_a_stream_without_milliseconds(value: str | None) -> None:
    assert milliseconds(value, "timestamp_ms") is None


@pytest.mark.parametrize("value", ["soon", "-1", -1, 10**15, "1567605115.25", "9" * 5000])
def test_milliseconds_that_are_none_are_rejected(value: str | int) -> None:
    assert reasons(tweet(timestamp_ms=value)) == ["timestamp_ms is not a time in milliseconds"]


@given(st.datetimes())
def test_every_time_is_read_as_it_was_written(moment: Any) -> None:
    whole = moment.replace(microsecond=0).isoformat()
    written = stated(whole)
    if len(written) == 30:  # the platform writes four digits for the year
        assert instant(written, "created_at") == microseconds(whole)


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        (f"https://twitter.com/oro_lind/status/{OTHER}", ("oro_lind", OTHER)),
        (f"http://www.twitter.com/oro_lind/statuses/{OTHER}/", ("oro_lind", OTHER)),
        (f"https://mobile.twitter.com/oro_lind/status/{OTHER}?s=19", ("oro_lind", OTHER)),
        (f"https://x.com/oro_lind/status/{OTHER}/photo/1", ("oro_lind", OTHER)),
        (f"https://twitter.com/#!/oro_lind/status/{OTHER}", ("oro_lind", OTHER)),
        (f"https://twitter.com/i/web/status/{OTHER}", (None, OTHER)),
        (f"https://nottwitter.com/oro_lind/status/{OTHER}", None),
        (f"https://twitter.com/oro_lind/status/{OTHER}12345", None),
        ("https://twitter.com/oro_lind", None),
        (None, None),
    ],
)
def test_links_to_tweets(link: str | None, expected: tuple[str | None, str] | None) -> None:
    assert status_link(link) == expected


Subject = Literal["account", "post"]
NOTICES: list[tuple[dict[str, Any], Subject, str, Presence]] = [
    ({"delete": {"status": {"id": 1, "id_str": ID}}}, "post", ID, Presence.DELETED),
    ({"undelete": {"status": {"id": 1, "id_str": ID}}}, "post", ID, Presence.LIVE),
    ({"status_withheld": {"id": 7001, "user_id": 5}}, "post", "7001", Presence.WITHHELD),
    ({"user_withheld": {"id": 101}}, "account", "101", Presence.WITHHELD),
    ({"user_delete": {"id": 101}}, "account", "101", Presence.DELETED),
    ({"user_undelete": {"id": 101}}, "account", "101", Presence.LIVE),
    ({"user_protect": {"id": 101}}, "account", "101", Presence.PROTECTED),
    ({"user_unprotect": {"id": 101}}, "account", "101", Presence.LIVE),
    ({"user_suspend": {"id": 101}}, "account", "101", Presence.SUSPENDED),
    ({"user_unsuspend": {"id": 101}}, "account", "101", Presence.LIVE),
]


@pytest.mark.parametrize(("notice", "subject", "native_id", "presence"), NOTICES)
def test_notices_of_tweets_and_accounts(
    notice: dict[str, Any], subject: Subject, native_id: str, presence: Presence
) -> None:
    (kind,) = notice
    assert read(notice) == [
        Observation(
            row=1,
            platform="twitter",
            subject=subject,
            native_id=native_id,
            presence=presence,
        )
    ]
    dated = {kind: notice[kind] | {"timestamp_ms": str(STREAMED)}}
    (seen,) = read(dated)
    assert isinstance(seen, Observation)
    assert (seen.observed_at, seen.precision) == (STREAMED * 1_000, "millisecond")
    assert isinstance(sniffed(lines(notice)), Claim)


@pytest.mark.parametrize(
    ("notice", "reason"),
    [
        ({"limit": {"track": 5}}, "the stream says here that it left tweets out (limit)"),
        ({"warning": {"code": "X"}}, "the stream warns here of its own working (warning)"),
        ({"disconnect": {"code": 4}}, "the stream says here that it ends (disconnect)"),
        ({"scrub_geo": {"user_id": 1}}, "the stream takes places of tweets back here"),
        ({"friends": [1, 2]}, "the stream lists the accounts here that its reader follows"),
        ({"event": "follow", "source": {}}, "the stream tells an event here that is no tweet"),
        ({"errors": [{"code": 88}]}, "the platform answered here with an error"),
        ({"delete": {"favorite": {}}}, "the stream takes a mark of a reader back here"),
        ({"delete": None}, "the stream takes a mark of a reader back here"),
        ({"delete": {"status": {}}}, "delete names no id"),
        ({"delete": {"status": {"id": 1.1e18}}}, "delete.id went through a floating-point number"),
        ({"delete": {"status": {"id_str": ID}, "timestamp_ms": "x"}}, "delete.timestamp_ms is not"),
        ({"delete": 5}, "delete is not as the format has it: expected `object | null`"),
        ({"id_str": ID}, "it is neither a tweet nor a notice of a stream"),
        ({}, "it is neither a tweet nor a notice of a stream"),
    ],
)
def test_what_tells_of_no_tweet_is_passed_over_with_the_reason(
    notice: dict[str, Any], reason: str
) -> None:
    before, reject, after = (
        each
        for each in read(tweet(user=None), notice, other(user=None))
        if not isinstance(each, Observation)
    )
    assert isinstance(before, Post)
    assert isinstance(after, Post)
    assert isinstance(reject, Reject)
    assert (reject.row, reject.reason[: len(reason)]) == (2, reason)
    assert reject.by_rule is (" here" in reason)
    assert reject.excerpt == ("" if reject.by_rule else json.dumps(notice))


def test_blank_lines_keep_a_stream_awake_and_are_counted_as_lines() -> None:
    text = "\n\r\n" + lines(tweet()) + "\n" + lines(other())
    assert [(each.row, each.native_id) for each in posts(read_text(text))] == [(3, ID), (5, OTHER)]


def test_documents_over_several_lines_and_arrays() -> None:
    values = [tweet(), other()]
    shapes = {
        json.dumps(values): [1, 1],
        json.dumps(values, indent=2): [2, 40],
        "".join(json.dumps(each, indent=4) + "\n" for each in values): [1, 39],
        "[\n" + ",\n".join(map(json.dumps, values)) + "\n]\n": [2, 3],
        json.dumps({"statuses": values, "search_metadata": {}}): [1, 1],
        json.dumps({"results": values, "next": "x"}): [1, 1],
    }
    for text, rows in shapes.items():
        found = read_text(text)
        assert [each.native_id for each in posts(found)] == [ID, OTHER]
        assert rejects(found) == []
        assert next(each.row for each in posts(found)) == rows[0]
        assert isinstance(sniffed(text), Claim)
    assert [each.row for each in posts(read_text(json.dumps(values, indent=2)))][1] > 30


def test_an_odd_entry_of_an_array_is_left_out_alone() -> None:
    text = json.dumps([tweet(), 7, {"text": 5}, other()]) + "\n"
    found = read_text(text)
    assert [each.native_id for each in posts(found)] == [ID, OTHER]
    assert [each.reason for each in rejects(found)] == [
        "the document is not as the format has it: expected `object`, got `int`",
        "text is not as the format has it: expected `str | null`, got `int`",
    ]


def test_a_line_that_is_cut_or_broken_is_the_only_loss() -> None:
    text = lines(tweet()) + '{"created_at": "Wed\n' + lines(other())
    found = read_text(text)
    assert [each.row for each in posts(found)] == [1, 3]
    assert [(each.row, each.reason) for each in rejects(found)] == [(2, "its JSON ends too early")]
    assert reasons("text", 5, None)[0].startswith("the document is not as the format has it")


def test_half_characters_are_replaced_and_said() -> None:
    text = json.dumps(tweet(text="half \ud83d", user=user(name="Mi\ud83dna")))
    found = read_text(text)
    (made,) = posts(found)
    assert (made.text, made.text_repaired) == ("half \ufffd", True)
    assert [(each.name, each.text_repaired) for each in accounts(found)] == [("Mi\ufffdna", True)]
    (made,) = posts(read_text(f"[{text}]\n"))
    assert (made.text, made.text_repaired) == ("half \ufffd", True)
    untouched = json.dumps(tweet(text="whole", user=user(name="Mi\ud83dna")))
    assert [each.text_repaired for each in posts(read_text(untouched))] == [False]
