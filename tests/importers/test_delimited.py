"""Rows of CSV: where each begins, what is malformed, and that good rows survive bad ones."""

import csv
import io
import time
from collections.abc import Iterator, Mapping

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from inunison.records import Reject
from inunison_importers import delimited
from inunison_importers.base import Sample, TextLines
from inunison_importers.delimited import Row, header, rows


def read(text: str, delimiter: str = ",") -> list[Row | Reject]:
    """The rows of a text."""
    return list(rows(TextLines(text), delimiter))


def brief(text: str) -> list[tuple[int, list[str] | str]]:
    """Line and cells of each row, or line and reason."""
    return [
        (each.row, each.reason) if isinstance(each, Reject) else (each.line, each.cells)
        for each in read(text)
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_mark_that_is_not_doubled_is_told_alike_whatever_stands_between_cells(
    delimiter: str,
) -> None:
    first, second = read(f'"a"b"{delimiter}1\nc{delimiter}2\n', delimiter)
    reason = "a quotation mark stands inside a quoted cell and is not doubled"
    assert first == Reject(1, reason, f'"a"b"{delimiter}1\n')
    assert second == Row(2, ["c", "2"])


cells = st.lists(st.lists(st.text(max_size=8), min_size=2, max_size=4), max_size=6)


@settings(deadline=None)
@given(cells, st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]), st.sampled_from("\n\r"))
def test_whatever_was_written_is_read(written: list[list[str]], quoting: int, ending: str) -> None:
    ending = "\r\n" if ending == "\r" else "\n"
    # Python's writer before 3.13 leaves a lone carriage return unquoted, which no reader can tell
    assume(quoting == csv.QUOTE_ALL or not any("\r" in cell for row in written for cell in row))
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=quoting, lineterminator=ending)  # type: ignore[arg-type]
    writer.writerows(written)
    found = read(out.getvalue())
    assert all(isinstance(each, Row) for each in found)
    assert [each.cells for each in found if isinstance(each, Row)] == written


def test_a_row_stands_on_the_line_where_it_begins() -> None:
    text = 'a,b\n"one\ntwo\nthree",x\n\n\nc,d\n"e","f\n"\ng,h'
    assert brief(text) == [
        (1, ["a", "b"]),
        (2, ["one\ntwo\nthree", "x"]),
        (7, ["c", "d"]),
        (8, ["e", "f\n"]),
        (10, ["g", "h"]),
    ]


def test_other_delimiters() -> None:
    assert [each.cells for each in read('a\t"b\tc"\n', "\t") if isinstance(each, Row)] == [
        ["a", "b\tc"]
    ]


def test_a_missing_quotation_mark_costs_one_row() -> None:
    text = '"a","b"\n"c","d\n"e","f"\n"g","h"\n'
    assert brief(text) == [
        (1, ["a", "b"]),
        (2, "a quotation mark stands inside a quoted cell and is not doubled"),
        (3, ["e", "f"]),
        (4, ["g", "h"]),
    ]


def test_a_stray_quotation_mark_costs_one_row_and_alters_no_text() -> None:
    text = 'a,b\n"say "hi"",x\nplain "quotes" stay,y\n'
    assert brief(text) == [
        (1, ["a", "b"]),
        (2, "a quotation mark stands inside a quoted cell and is not doubled"),
        (3, ['plain "quotes" stay', "y"]),
    ]


def test_a_cell_that_never_ends_does_not_swallow_the_file() -> None:
    text = 'a,b\n"c,d\n' + "".join(f"{number},x\n" for number in range(500))
    found = brief(text)
    assert found[:2] == [
        (1, ["a", "b"]),
        (2, "a quoted cell that begins in this row never ends"),
    ]
    assert len(found) == 502
    assert found[-1] == (502, ["499", "x"])


def test_a_carriage_return_alone() -> None:
    assert brief("a,b\rc,d\ne,f\n") == [
        (1, "a carriage return stands inside a cell that is not quoted"),
        (2, ["e", "f"]),
    ]


def test_a_file_of_open_quotes_is_read_in_time() -> None:
    """Every line could begin a cell that runs to the end: reading again must be bounded."""
    text = 'a",",\n' * 60_000
    begun = time.perf_counter()
    found = read(text)
    assert time.perf_counter() - begun < 20
    assert all(isinstance(each, Reject) for each in found)
    assert sum(isinstance(each, Reject) for each in found) < 60_001


def test_a_text_of_ten_megabytes_passes_and_one_beyond_the_bound_does_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    long = "x" * (10 << 20)
    (row,) = read(f'a,"{long}"\n')
    assert isinstance(row, Row)
    assert row.cells[1] == long
    monkeypatch.setattr(delimited, "ROW_CHARACTERS", 1_000)
    text = f'a,b\nc,{"x" * 2_000}\nd,"' + "y\n" * 900 + '"\ne,f\n'
    found = brief(text)
    assert found[0] == (1, ["a", "b"])
    assert found[1] == (2, "the row is longer than 1,000 characters")
    assert found[2] == (3, "the row is longer than 1,000 characters")
    assert found[-1][1] in (["e", "f"], "a quoted cell that begins in this row never ends")
    assert all(len(each.excerpt) <= 200 for each in read(text) if isinstance(each, Reject))


def test_null_bytes_and_controls_are_text() -> None:
    assert brief("a\0b,\x1b[31m\n") == [(1, ["a\0b", "\x1b[31m"])]


class Cut:
    """Lines of a file that ends before its end, or with lines that were too long."""

    def __init__(
        self, *lines: str, cut: str | None = None, broken: Mapping[int, str] | None = None
    ) -> None:
        self.damaged = False
        self.cut: str | None = None
        self.broken: Mapping[int, str] = broken or {}
        self._lines = lines
        self._cut = cut

    def __iter__(self) -> Iterator[str]:
        for number, line in enumerate(self._lines):
            if number == len(self._lines) - 1 and not line.endswith("\n"):
                self.cut = self._cut
            yield line
        self.cut = self._cut


def after_cut(*lines: str) -> list[tuple[int, list[str] | str]]:
    """Line and cells, or line and reason."""
    return [
        (each.row, each.reason) if isinstance(each, Reject) else (each.line, each.cells)
        for each in rows(Cut(*lines, cut="half a file"))
    ]


def test_a_cut_inside_a_row_rejects_that_row() -> None:
    assert after_cut("a,b\n", "c,d\n", "e,f") == [
        (1, ["a", "b"]),
        (2, ["c", "d"]),
        (3, "half a file"),
    ]


def test_a_cut_inside_a_quoted_cell_is_one_reject() -> None:
    expected = [(1, ["a", "b"]), (2, "half a file")]
    assert after_cut("a,b\n", 'c,"d\n', "e\n", "f") == expected
    assert after_cut("a,b\n", 'c,"d\n', "e\n") == expected


def test_a_cut_between_rows_is_told_after_the_last() -> None:
    assert after_cut("a,b\n", "c,d\n") == [(1, ["a", "b"]), (2, ["c", "d"]), (3, "half a file")]
    assert after_cut() == [(1, "half a file")]


def test_a_cut_after_an_early_open_quote_loses_only_that_row() -> None:
    many = [f"{number},x\n" for number in range(400)]
    found = after_cut("a,b\n", 'c,"d\n', *many)
    assert found[1] == (2, "half a file")
    assert found[-1] == (402, ["399", "x"])


def test_a_line_that_was_too_long_rejects_its_row_only() -> None:
    lines = ("a,b\n", '"c","d\n', '"\n', "e,f\n", "\n", "g,h\n")
    found = list(rows(Cut(*lines, broken={3: "too long", 5: "too long"})))
    assert [(each.row, each.reason) for each in found if isinstance(each, Reject)] == [
        (2, "too long"),
        (5, "too long"),
    ]
    assert [each.line for each in found if isinstance(each, Row)] == [1, 4, 6]


def test_the_header_of_a_sample() -> None:
    assert header(Sample("x", 'a,"b\nc",d\n1,2,3\n')) == ["a", "b\nc", "d"]
    assert header(Sample("x", "\n\na,b")) == ["a", "b"]
    assert header(Sample("x", 'a,"b')) is None
    assert header(Sample("x", "")) is None
