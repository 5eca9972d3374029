"""The five formats on one result that holds every hard value."""

import csv
import io
import json
import re
from datetime import UTC, datetime, timedelta, timezone
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inunison_cli import output
from inunison_cli.asking import footnote
from inunison_cli.output import Format
from inunison_cli.plain_text import shown

NOON = datetime(2021, 3, 6, 12, 0, 0, 417000, tzinfo=UTC)
COLUMNS = ("text", "count", "share", "at", "flag", "list")
ROWS: list[tuple[object, ...]] = [
    ('=HYPERLINK("http://x.example")', -5, -0.5, NOON, True, ["a", None, NOON]),
    ("a|b <b>&amp;</b> *c* `d` [e](https://x.example)", None, None, None, None, None),
    ('\x1b[31mred\x00\u202e\r\nnew line, "quoted"', 4212, 1e-9, NOON, False, []),
    ("العربية ไทย 日本語 👩‍👩‍👧", 2**63 - 1, 2.0, NOON, True, ["x;y", {"k": float("nan")}]),
    (
        None,
        0,
        float("inf"),
        datetime(2021, 3, 6, 14, tzinfo=timezone(timedelta(hours=2))),
        None,
        [],
    ),
]


class Terminal(io.StringIO):
    """A stream that a person looks at."""

    def isatty(self) -> bool:
        return True


def written(form: Format, stream: io.StringIO | None = None) -> str:
    out = stream or io.StringIO()
    output.write(COLUMNS, ROWS, form, out)
    return out.getvalue()


def test_csv_holds_every_value_and_guards_text_alone() -> None:
    header, *rows = csv.reader(io.StringIO(written(Format.CSV), newline=""))
    assert header == list(COLUMNS)
    assert rows[0] == [
        '\'=HYPERLINK("http://x.example")',
        "-5",
        "-0.5",
        "2021-03-06T12:00:00.417000Z",
        "true",
        '["a", null, "2021-03-06T12:00:00.417000Z"]',
    ]
    assert rows[1][1:] == ["", "", "", "", ""]
    assert rows[2][0] == '\x1b[31mred\ufffd\u202e\r\nnew line, "quoted"'
    assert rows[3][1] == "9223372036854775807"
    assert rows[3][5] == '["x;y", {"k": null}]'
    assert rows[4][3] == "2021-03-06T12:00:00Z"
    assert "\r\n" not in written(Format.CSV).replace("\u202e\r\n", "")


@pytest.mark.parametrize("lead", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_no_text_becomes_a_formula(lead: str) -> None:
    out = io.StringIO()
    output.write((f"{lead}h",), [(f"{lead}1+1",)], Format.CSV, out)
    for (cell,) in csv.reader(io.StringIO(out.getvalue(), newline="")):
        assert cell.startswith(f"'{lead}")


def test_json_is_an_array_of_objects() -> None:
    read = json.loads(written(Format.JSON))
    assert [list(each) for each in read] == [list(COLUMNS)] * len(ROWS)
    assert read[0]["at"] == "2021-03-06T12:00:00.417000Z"
    assert read[0]["list"] == ["a", None, "2021-03-06T12:00:00.417000Z"]
    assert read[2]["text"] == ROWS[2][0]
    assert read[3]["text"] == ROWS[3][0]
    assert read[4]["share"] is None
    assert (read[1]["count"], read[2]["count"]) == (None, 4212)


def test_jsonl_is_the_same_a_line_each() -> None:
    lines = written(Format.JSONL).splitlines()
    assert [json.loads(line) for line in lines] == json.loads(written(Format.JSON))


def test_no_rows_are_a_header_or_an_empty_array() -> None:
    made = {}
    for form in Format:
        out = io.StringIO()
        output.write(("a", "b"), [], form, out)
        made[form] = out.getvalue()
    assert made[Format.CSV] == "a,b\n"
    assert json.loads(made[Format.JSON]) == []
    assert made[Format.JSONL] == ""
    assert made[Format.MD].startswith("| a | b |\n")
    assert made[Format.TABLE].split()[:2] == ["a", "b"]


def test_md_is_a_table_of_plain_text() -> None:
    lines = written(Format.MD).splitlines()
    assert len(lines) == len(ROWS) + 2
    assert lines[1] == "| --- | ---: | ---: | --- | --- | --- |"
    for line in lines:
        assert len(re.findall(r"(?<!\\)\|", line)) == len(COLUMNS) + 1
    assert "<b>" not in lines[3]
    assert "https://" not in written(Format.MD)
    assert "\\*c\\* \\`d\\` \\[e\\]" in lines[3]
    assert "\x1b" not in written(Format.MD)


@given(st.text(max_size=60))
def test_md_lets_no_markup_through(text: str) -> None:
    out = io.StringIO()
    output.write(("x",), [(text,)], Format.MD, out)
    *_, row = out.getvalue().rstrip("\n").split("\n")
    seen: list[str] = []

    class Tags(HTMLParser):
        def handle_starttag(self, tag: str, attrs: object) -> None:
            seen.append(tag)

    Tags().feed(row)
    assert set(seen) <= {"br"}
    assert len(out.getvalue().splitlines()) == 3


@pytest.mark.parametrize("form", list(Format))
def test_a_terminal_is_shown_escapes_and_obeys_none(
    form: Format, monkeypatch: pytest.MonkeyPatch
) -> None:
    for width in ("60", "200"):
        monkeypatch.setenv("COLUMNS", width)
        text = written(form, Terminal())
        assert "\x1b[31m" not in text
        assert "\x00" not in text
        assert "\u202e" not in text
        assert "red" in text


def test_a_table_fits_or_becomes_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    wide = written(Format.TABLE, Terminal())
    assert re.sub(r"\x1b\[\d+m", "", wide).splitlines()[0].split() == list(COLUMNS)
    assert "9,223,372,036,854,775,807" in wide
    assert "2021-03-06 12:00:00" in wide
    monkeypatch.setenv("COLUMNS", "60")
    narrow = written(Format.TABLE, Terminal())
    assert narrow.startswith("text")
    assert narrow.count("\n\n") == len(ROWS) - 1
    assert max(len(line) for line in narrow.splitlines()) <= 60


def test_names_are_whole_where_there_is_room(monkeypatch: pytest.MonkeyPatch) -> None:
    name, words = "bridges-between-groups", "as many words as fill a line " * 4
    row = (name, words, words)
    for width, whole in (("80", True), ("45", False)):
        monkeypatch.setenv("COLUMNS", width)
        out = Terminal()
        output.write(("name", "title", "about"), [row], Format.TABLE, out)
        lines = re.sub(r"\x1b\[\d+m", "", out.getvalue()).splitlines()
        assert any(name in line for line in lines) is whole
        assert lines[0].split() == ["name", "title", "about"]  # a table still
        assert max(map(len, lines)) <= int(width)


def test_the_end_of_a_statement_is_read_in_a_table() -> None:
    statement = "3 accounts posted one text. " * 20 + "Not ruled out: a quotation."
    out = io.StringIO()
    output.write(("x",), [(statement,)], Format.TABLE, out)
    assert "a quotation." in out.getvalue()


@pytest.mark.parametrize(
    ("number", "cell"),
    [(155357.674, "155,358"), (-1234.5, "-1,234"), (999.95, "1000"), (0.00019, "0.00019")],
)
def test_a_table_writes_no_number_that_has_to_be_worked_out(number: float, cell: str) -> None:
    out = io.StringIO()
    output.write(("x",), [(number,)], Format.TABLE, out)
    assert out.getvalue().split()[-1] == cell


def test_a_huge_text_is_cut_in_a_table_alone() -> None:
    made = {}
    for form in (Format.TABLE, Format.CSV):
        out = io.StringIO()
        output.write(("x",), [("y" * 10_000_000,)], form, out)
        made[form] = len(out.getvalue())
    assert made[Format.TABLE] < 2_000
    assert made[Format.CSV] > 10_000_000


def test_the_format_follows_the_stream() -> None:
    out, terminal = io.StringIO(), Terminal()
    output.write(("a", "b"), [(1, 2)], None, out)
    output.write(("a", "b"), [(1, 2)], None, terminal)
    assert out.getvalue() == "a,b\n1,2\n"
    assert terminal.getvalue() != out.getvalue()


@given(st.lists(st.tuples(st.text(), st.integers() | st.none()), max_size=5))
def test_csv_is_read_back(rows: list[tuple[str, int | None]]) -> None:
    out = io.StringIO(newline="")
    output.write(("t", "n"), rows, Format.CSV, out)
    _, *read = csv.reader(io.StringIO(out.getvalue(), newline=""))
    for (text, number), (cell, count) in zip(rows, read, strict=True):
        assert cell.lstrip("'") == text.replace("\x00", "\ufffd").lstrip("'")
        assert count == ("" if number is None else str(number))


@given(st.lists(st.text(), max_size=3))
def test_json_is_read_back_and_harmless(texts: list[str]) -> None:
    out = io.StringIO()
    output.write(("t",), [(text,) for text in texts], Format.JSON, out)
    assert [each["t"] for each in json.loads(out.getvalue())] == texts
    assert shown(out.getvalue(), keep="\n") == out.getvalue()


@pytest.mark.parametrize(
    ("rows", "total", "truncated", "says"),
    [
        (10, 4212, True, "10 of 4,212 rows."),
        (10, None, True, "10 rows; there are more."),
        (0, 0, False, "No rows."),
        (1, 1, False, "1 row."),
        (2000, 2000, False, "2,000 rows."),
    ],
)
def test_the_footnote(rows: int, total: int | None, truncated: bool, says: str) -> None:
    assert footnote(rows, total, truncated=truncated) == says
