"""Videos and comments of YouTube, as three tools write them."""

import csv
import io
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inunison.records import (
    Account,
    AccountRef,
    Kind,
    Observation,
    Post,
    PostRef,
    Precision,
    Record,
    Reject,
)
from inunison_importers.base import Claim, Refusal, Sample
from inunison_importers.uci_comments import UciComments
from inunison_importers.youtube_comments import YouTubeComments
from inunison_importers.youtube_data_tools import YouTubeDataTools
from inunison_importers.youtube_ids import author_of, parent_of
from tests.importers.named_rows import Table, microseconds, of_type, one, read_text

CHANNEL = "UCaaaaaaaaaaaaaaaaaaaaaa"
VIDEO = {
    "position": "1",
    "channelId": CHANNEL,
    "channelTitle": "Tarvenport Today",
    "videoId": "abcdefghij1",
    "publishedAt": "2021-07-06T16:45:20Z",
    "videoTitle": "Boats",
    "videoDescription": "",
    "defaultLanguage": "",
    "viewCount": "",
    "likeCount": "",
    "commentCount": "",
}
COMMENT = {
    "id": "UgxAAA",
    "replyCount": "",
    "likeCount": "",
    "publishedAt": "2021-07-06 17:00:00",
    "authorName": "@minaketter",
    "text": "Nothing much",
    "authorChannelId": CHANNEL,
    "isReply": "0",
    "isReplyTo": "",
    "isReplyToName": "",
}
UCI = {
    "COMMENT_ID": "z13aaa",
    "AUTHOR": "Mina Ketter",
    "DATE": "2015-05-28T21:39:52.376000",
    "CONTENT": "Nothing much",
    "CLASS": "1",
}
LINE = {
    "cid": "UgxAAA",
    "text": "Nothing much",
    "time": "2 years ago",
    "author": "@minaketter",
    "channel": CHANNEL,
    "votes": "3",
    "replies": "",
    "photo": "",
    "heart": False,
    "reply": False,
    "time_parsed": 1625590000.123,
}
VIDEOS = Table(YouTubeDataTools(), VIDEO)
COMMENTS = Table(YouTubeDataTools(), COMMENT, "\t")
UCIS = Table(UciComments(), UCI)


def lines(*rows: dict[str, Any]) -> list[Record | Reject]:
    """What is made of lines of JSON; what one does not say is as in `LINE`."""
    text = "".join(json.dumps({**LINE, **row}) + "\n" for row in rows)
    return read_text(YouTubeComments(), text)


def test_ids_and_names() -> None:
    assert parent_of("a.b") == PostRef("a")
    for identifier in ("a", "", ".b", "a."):
        assert parent_of(identifier) is None
    assert author_of("UC1", "@mina") == AccountRef("UC1", "mina")
    assert author_of("UC1", "Mina") == author_of("UC1", "@") == AccountRef("UC1")
    assert author_of("", "Mina") == AccountRef(handle="Mina")
    assert author_of("", "@mina") == AccountRef(handle="mina")
    assert author_of("", "") is None


def test_a_video() -> None:
    cells = {
        "videoDescription": "Late #Ferry https://a.example/x",
        "defaultLanguage": "en",
        "viewCount": "12345",
        "likeCount": "67",
        "commentCount": "8",
    }
    assert VIDEOS.read(cells) == [
        Account(row=2, platform="youtube", native_id=CHANNEL, name="Tarvenport Today"),
        Post(
            row=2,
            platform="youtube",
            native_id="abcdefghij1",
            author=AccountRef(CHANNEL),
            created_at=microseconds("2021-07-06 16:45:20"),
            precision=Precision.SECOND,
            text="Boats\n\nLate #Ferry https://a.example/x",
            language="en",
            hashtags=("Ferry",),
            links=("https://a.example/x",),
        ),
        Observation(
            row=2,
            platform="youtube",
            subject="post",
            native_id="abcdefghij1",
            views=12345,
            likes=67,
            replies=8,
        ),
    ]


def test_a_video_without_most() -> None:
    found = VIDEOS.post(videoTitle="", channelTitle="", publishedAt="2021-07-06 16:45:20")
    assert (found.text, found.stated_time) == (None, "2021-07-06 16:45:20")
    columns = [*VIDEO, "subscriberCount"]
    (seen,) = of_type(Observation, VIDEOS.read({"subscriberCount": "9"}, columns=columns))
    assert (seen.subject, seen.native_id, seen.followers) == ("account", CHANNEL, 9)


def test_a_channel_is_told_once() -> None:
    found = of_type(Account, VIDEOS.read({}, {}, {"channelTitle": "Tonight"}))
    assert [(each.row, each.name) for each in found] == [(2, "Tarvenport Today"), (4, "Tonight")]


def test_a_comment_and_its_reply() -> None:
    comment, reply = of_type(
        Post,
        COMMENTS.read(
            {},
            {"id": "UgxAAA.9b", "isReply": "1", "isReplyTo": "UgxAAA", "authorName": "Ole Brant"},
        ),
    )
    assert comment.author == AccountRef(CHANNEL, "minaketter")
    assert (comment.kind, comment.replies_to) == (Kind.COMMENT, None)
    assert comment.created_at == microseconds("2021-07-06 17:00:00")
    assert comment.stated_time == "2021-07-06 17:00:00"
    assert (reply.kind, reply.replies_to) == (Kind.COMMENT, PostRef("UgxAAA"))
    assert reply.author == AccountRef(CHANNEL)


def test_a_reply_by_its_id_alone() -> None:
    assert COMMENTS.post(id="UgxAAA.9b").replies_to == PostRef("UgxAAA")
    renamed = {("isReplyToId" if name == "isReplyTo" else name): COMMENT[name] for name in COMMENT}
    table = Table(YouTubeDataTools(), renamed)
    assert table.post(isReplyToId="UgxAAB").replies_to == PostRef("UgxAAB")


def test_names_that_were_replaced_by_digests() -> None:
    columns = [name for name in COMMENT if name != "authorChannelId"]
    digest = "da39a3ee5e6b4b0d3255bfef95601890afd80709"
    found = COMMENTS.read({"authorName": digest, "id": digest}, columns=columns)
    assert one(Post, found).author == AccountRef(handle=digest)
    assert of_type(Account, found) == []


def test_counts_of_comments() -> None:
    (seen,) = COMMENTS.seen(likeCount="3", replyCount="1")
    assert (seen.likes, seen.replies) == (3, 1)


def php(cells: list[str], delimiter: str) -> str:
    """A row as PHP writes it: a mark after a backslash is not doubled."""
    written = []
    for cell in cells:
        doubled, escaped = "", False
        for letter in cell:
            doubled += '""' if letter == '"' and not escaped else letter
            escaped = letter == "\\"
        written.append(f'"{doubled}"')
    return delimiter.join(written) + "\n"


@pytest.mark.parametrize("delimiter", [",", "\t"])
@pytest.mark.parametrize(
    "text",
    [
        'she said \\"no\\" twice',
        'a "plain" one',
        'both "a" and \\"b\\" here',
        "ends in a backslash\\",
        'ends in both \\"',
        "C:\\new",
    ],
)
def test_marks_after_backslashes(text: str, delimiter: str) -> None:
    head = delimiter.join(COMMENT) + "\n"
    row = php([*{**COMMENT, "text": text}.values()], delimiter)
    found = read_text(YouTubeDataTools(), head + row + row.replace("UgxAAA", "UgxAAB"))
    assert [each.text for each in of_type(Post, found)] == [text, text]
    assert of_type(Reject, found) == []


def test_a_mark_that_cannot_be_told_from_an_end_rejects_its_row() -> None:
    head = ",".join(COMMENT) + "\n"
    row = php([*{**COMMENT, "text": 'so \\", he said'}.values()], ",")
    found = read_text(YouTubeDataTools(), head + row + row.replace('\\", ', ""))
    assert [isinstance(each, Reject) for each in found] == [True, False]


def test_a_line_of_the_downloader_has_no_instant() -> None:
    assert lines({"votes": "3", "text": "#Late https://a.example/x"}) == [
        Post(
            row=1,
            platform="youtube",
            native_id="UgxAAA",
            author=AccountRef(CHANNEL, "minaketter"),
            kind=Kind.COMMENT,
            stated_time="2 years ago",
            text="#Late https://a.example/x",
            hashtags=("Late",),
            links=("https://a.example/x",),
        ),
        Observation(row=1, platform="youtube", subject="post", native_id="UgxAAA", likes=3),
    ]


def test_replies_and_names_of_the_downloader() -> None:
    found = lines({"cid": "UgxAAA.9b", "author": "Ole"}, {"author": "Ole", "time": None})
    posts = of_type(Post, found)
    assert posts[0].replies_to == PostRef("UgxAAA")
    assert posts[1].stated_time is None
    assert [each.name for each in of_type(Account, found)] == ["Ole"]
    assert one(Post, lines({"channel": "", "author": "Ole"})).author == AccountRef(handle="Ole")
    assert one(Post, lines({"channel": None, "author": None, "text": None})).author is None


@pytest.mark.parametrize(
    ("votes", "likes"),
    [("3", 3), ("1,234", 1234), (7, 7), ("1.2K", None), ("", None), (None, None), ("3 M", None)],
)
def test_rounded_counts_are_left_aside(votes: object, likes: int | None) -> None:
    found = of_type(Observation, lines({"votes": votes}))
    assert [each.likes for each in found] == ([] if likes is None else [likes])


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"cid": ""}, "cid is empty"),
        ({"cid": "\u00a0\u2003"}, "cid is empty"),
        ({"cid": 1}, "cid: expected a text, got a whole number"),
        ({"text": []}, "text: expected a text or null, got a list"),
        ({"votes": -1}, "votes is not a count"),
        ({"votes": 10**300}, "votes"),
        ({"votes": 1.5}, "votes"),
    ],
)
def test_lines_that_cannot_be_read(row: dict[str, Any], reason: str) -> None:
    (rejected, *others) = lines(row, {})
    assert isinstance(rejected, Reject)
    assert rejected.reason.startswith(reason.split(":", maxsplit=1)[0])
    assert len(of_type(Post, others)) == 1


def test_half_characters_are_repaired() -> None:
    text = json.dumps(LINE).replace("Nothing", "\\ud83dNothing") + "\n"
    found = one(Post, read_text(YouTubeComments(), text))
    assert (found.text, found.text_repaired) == ("\ufffdNothing much", True)


def test_a_row_of_uci() -> None:
    assert UCIS.read({}) == [
        Post(
            row=2,
            platform="youtube",
            native_id="z13aaa",
            author=AccountRef(handle="Mina Ketter"),
            kind=Kind.COMMENT,
            created_at=microseconds("2015-05-28 21:39:52.376"),
            precision=Precision.MILLISECOND,
            stated_time="2015-05-28T21:39:52.376000",
            text="Nothing much",
        )
    ]


def test_stray_marks_and_empty_dates_of_uci() -> None:
    found = UCIS.post(CONTENT="see https://a.example/x\ufeff", DATE="", AUTHOR="Mina\ufeff")
    assert found.text == "see https://a.example/x\ufeff"
    assert found.links == ("https://a.example/x",)
    assert (found.created_at, found.precision, found.stated_time) == (None, None, None)
    assert found.author == AccountRef(handle="Mina")
    assert UCIS.post(COMMENT_ID="z13aaa.142").replies_to == PostRef("z13aaa")
    assert UCIS.post(AUTHOR="").author is None


@pytest.mark.parametrize(
    ("table", "cells", "reason"),
    [
        (VIDEOS, {"videoId": ""}, "videoId or channelId is empty"),
        (VIDEOS, {"channelId": ""}, "videoId or channelId is empty"),
        (VIDEOS, {"publishedAt": "06/07/2021"}, "publishedAt is not a time"),
        (VIDEOS, {"viewCount": "1.2K"}, "viewCount is not a count"),
        (COMMENTS, {"id": ""}, "id is empty"),
        (COMMENTS, {"id": " "}, "id is empty"),
        (VIDEOS, {"videoId": " "}, "videoId or channelId is empty"),
        (COMMENTS, {"isReply": "perhaps"}, "isReply is neither 0 nor 1"),
        (COMMENTS, {"publishedAt": "yesterday"}, "publishedAt is not a time"),
        (COMMENTS, {"likeCount": "x"}, "likeCount is not a count"),
        (UCIS, {"COMMENT_ID": ""}, "COMMENT_ID is empty"),
        (UCIS, {"COMMENT_ID": " \t"}, "COMMENT_ID is empty"),
        (UCIS, {"DATE": "28/05/2015"}, "DATE is not a time"),
    ],
)
def test_rows_that_cannot_be_read(table: Table, cells: dict[str, str], reason: str) -> None:
    assert table.reason(**cells) == reason


def test_claims() -> None:
    tools, downloader = YouTubeDataTools(), YouTubeComments()
    assert tools.sniff(Sample("x", COMMENTS.text({}))) == Claim(
        "comments in 10 columns; left aside: isReplyToName"
    )
    answer = tools.sniff(Sample("x", VIDEOS.text({})))
    assert isinstance(answer, Claim)
    assert answer.reason.startswith("videos in 11 columns")
    assert isinstance(tools.sniff(Sample("x", "id,text\n")), Refusal)
    assert isinstance(UciComments().sniff(Sample("x", UCIS.text({}))), Claim)
    assert isinstance(downloader.sniff(Sample("x", json.dumps(LINE) + "\n")), Claim)
    assert downloader.sniff(Sample("x", '{"cid": "a", "text": "b"}\n')) == Refusal(
        "its first object has no time, author, channel, votes"
    )
    assert downloader.sniff(Sample("x", "a,b\n")) == Refusal("it holds no objects of JSON")


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r\n\t"), max_size=40))
@settings(deadline=None)
def test_texts_come_back(text: str) -> None:
    assert (one(Post, lines({"text": text})).text or "") == text
    assert (UCIS.post(CONTENT=text).text or "") == text
    row = php([*{**COMMENT, "text": text}.values()], "\t")
    found = read_text(YouTubeDataTools(), "\t".join(COMMENT) + "\n" + row)
    assert (one(Post, found).text or "") == text


def test_what_python_writes_is_read_as_well() -> None:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([[*COMMENT], [*COMMENT.values()]])
    assert one(Post, read_text(YouTubeDataTools(), out.getvalue())).text == "Nothing much"
