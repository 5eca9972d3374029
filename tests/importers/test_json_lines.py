"""Lines of JSON: what is read, what is rejected and with which words."""

import json
from collections.abc import Iterator

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inunison.opening.lines import LineStream
from inunison.opening.unpacking import Cut, Limits
from inunison.records import Reject
from inunison_importers.base import TextLines
from inunison_importers.json_lines import JsonRow, json_rows


class Bird(msgspec.Struct):
    """A row of an invented format."""

    song: str | None = None
    count: int | float | None = None
    nested: list["Bird"] | None = None


DECODER = msgspec.json.Decoder(Bird)


def read(text: str) -> list[JsonRow[Bird] | Reject]:
    """All rows of a text."""
    return list(json_rows(TextLines(text), DECODER))


def only(text: str) -> JsonRow[Bird] | Reject:
    """The only row of a text."""
    (row,) = read(text)
    return row


def test_rows_have_the_number_of_their_line_and_blank_lines_are_none() -> None:
    rows = read('\n{"song": "a"}\n   \n{"song": "b", "other": [1]}')
    assert [(row.line, row.value.song) for row in rows if isinstance(row, JsonRow)] == [
        (2, "a"),
        (4, "b"),
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"song": 1}', "song: expected text, got a whole number"),
        ('{"count": "many"}', "count: expected a whole number or a number, got text"),
        ('{"nested": [{"song": []}]}', "nested[0].song: expected text, got a list"),
        ("[1]", "the line: expected object, got a list"),
        ('{"song": "a"', "the line is not JSON (Input data was truncated)"),
        ("{,", "the line is not JSON (JSON is malformed: object keys must be strings)"),
        ("[" * 100_000, "the line: expected object, got a list"),
        ('{"x": ' + "[" * 100_000, "its JSON is nested deeper than any row of this format"),
        ("\x00", "the line is not JSON (JSON is malformed: invalid character)"),
    ],
)
def test_a_line_that_cannot_be_read_is_told_without_its_values(line: str, reason: str) -> None:
    found = only(line)
    assert isinstance(found, Reject)
    assert (found.row, found.reason) == (1, reason)
    assert found.excerpt == line[:200]


@pytest.mark.parametrize(
    ("line", "song"),
    [
        (r'{"song": "a\ud800b"}', "a\ufffdb"),
        (r'{"song": "a\udfff"}', "a\ufffd"),
        (r'{"song": "\ud83d\ude00 \ud83d"}', "\U0001f600 \ufffd"),
        (r'{"song": "\\ud800 \ud801"}', r"\ud800 " + "\ufffd"),
        ('{"song": "\udc80"}', "\ufffd"),
    ],
)
def test_lone_surrogates_are_replaced_and_said(line: str, song: str) -> None:
    found = only(line)
    assert isinstance(found, JsonRow)
    assert (found.value.song, found.repaired) == (song, True)


def test_whole_pairs_and_escaped_backslashes_are_left_alone() -> None:
    found = only(r'{"song": "\ud83d\ude00 \\ud800"}')
    assert isinstance(found, JsonRow)
    assert (found.value.song, found.repaired) == ("\U0001f600 \\ud800", False)


@given(st.text(), st.integers(-(2**53), 2**53))
def test_any_text_comes_back(song: str, count: int) -> None:
    found = only(json.dumps({"song": song, "count": count}) + "\n")
    assert isinstance(found, JsonRow)
    wanted = song.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    assert found.value.song == wanted
    assert found.value.count == count


def _cut_pieces() -> Iterator[bytes]:
    yield b'{"song": "a"}\n{"song": "' + b"x" * 200 + b'"}\n{"so'
    raise Cut("the compressed file ends before its end")


def test_a_cut_file_and_a_long_line_are_told() -> None:
    first, long, last = json_rows(LineStream(_cut_pieces(), Limits(line_bytes=100)), DECODER)
    assert isinstance(first, JsonRow)
    assert isinstance(long, Reject)
    assert (long.row, long.reason) == (2, "the line is longer than 100 bytes")
    assert isinstance(last, Reject)
    assert (last.row, last.reason) == (3, "the compressed file ends before its end")


def test_a_file_that_was_cut_between_lines_says_so() -> None:
    lines = TextLines('{"song": "a"}\n')
    lines.cut = "it ends before its end"
    first, last = json_rows(lines, DECODER)
    assert isinstance(first, JsonRow)
    assert last == Reject(2, "it ends before its end")
