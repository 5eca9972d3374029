"""Workbooks and Parquet files: known by their bytes, read as CSV, bounded."""

import csv
import io
import zipfile
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inunison.errors import SourceError
from inunison.importing import choose
from inunison.opening import Meter, open_source
from inunison.opening.cells import cell_text, csv_lines
from inunison.opening.unpacking import Limits
from inunison.records import Post
from tests.packing import put, refusal
from tests.workbooks import Cell, column, ods, sheet_xml, xlsx

HERE = Path(__file__).parent
SHARES: list[list[Cell]] = [
    ["object_id", "account_id", "content_id", "timestamp_share"],
    ["https://a.example/1", "ida", "c1", "2020-01-02 03:04:05"],
    ["https://a.example/1", "tomas", "c2", datetime(2020, 1, 2, 3, 4, 6)],
]


def text(path: Path, place: int = 0, limits: Limits | None = None) -> str:
    """A member as text."""
    with open_source(path, limits=limits) as source:
        return "".join(source.stream(source.members[place]))


def parquet(folder: Path, columns: dict[str, Any]) -> Path:
    """A Parquet file, under a name that says nothing."""
    path = folder / "file.dat"
    pq.write_table(pa.table(columns), path)
    return path


def test_each_sheet_is_a_member_whatever_the_file_is_called(tmp_path: Path) -> None:
    content = xlsx({"Posts": [["a", "b"], ["x", "y"]], "Säulen & more": [["c"], ["z"]]})
    with open_source(put(tmp_path, content, "posts.csv")) as source:
        assert [each.name for each in source.members] == ["Posts", "Säulen & more"]
        assert source.head(source.members[0]).text == "a,b\nx,y\n"
        assert list(source.stream(source.members[1])) == ["c\n", "z\n"]
        meter = Meter()
        assert list(source.stream(source.members[0], meter)) == ["a,b\n", "x,y\n"]
        assert meter.done == len("a,b\nx,y\n")


def test_a_workbook_is_read_by_the_importer_of_its_table(tmp_path: Path) -> None:
    for content in (xlsx({"Sheet1": SHARES}), ods([[str(c) for c in row] for row in SHARES])):
        with open_source(put(tmp_path, content)) as source:
            (member,) = source.members
            importer = choose(source, member)
            assert importer.name == "coortweet"
            posts = list(importer.read(source.stream(member)))
    assert [(post.row, post.native_id) for post in posts if isinstance(post, Post)] == [
        (2, "c1"),
        (3, "c2"),
    ]


def test_cells_of_a_workbook_are_what_they_show(tmp_path: Path) -> None:
    row: list[Cell] = [
        123456789012345.0,
        1234567890123456.0,
        1.2345678901234567e18,
        0.5,
        7,
        True,
        datetime(2020, 1, 2, 3, 4, 5),
        datetime(2020, 1, 2, 3, 4, 5, 250_000),
        datetime(2020, 1, 2),
        "=1+1 -> two",
        "=cmd|'/c calc'!A1",
        ' "quoted", \u202e',
    ]
    assert next(csv.reader([text(put(tmp_path, xlsx({"S": [row]})))])) == [
        "123456789012345",
        "1.234567890123456e+15",
        "1.2345678901234568e+18",
        "0.5",
        "7",
        "true",
        "2020-01-02 03:04:05",
        "2020-01-02 03:04:05.250",
        "2020-01-02",
        "two",
        "",  # a formula that was never worked out has no value
        ' "quoted", \u202e',
    ]


def test_rows_keep_their_numbers_where_rows_are_empty(tmp_path: Path) -> None:
    assert text(put(tmp_path, xlsx({"S": [[], [None, "b"], [], [None, "x"]]}))) == "\nb\n\nx\n"


def test_an_old_workbook(tmp_path: Path) -> None:
    with open_source(HERE / "two-sheets.xls") as source:
        assert [each.name for each in source.members] == ["Posts", "Notes"]
    assert text(HERE / "two-sheets.xls").splitlines() == [
        "post,account,when,words",
        "1.2345678901234568e+18,ida,2020-01-02 03:04:05,Good morning",
        "1234567890123456999,tomas,,Grüße",
    ]


def test_a_workbook_with_a_password() -> None:
    error = refusal(HERE / "locked.xlsx")
    assert error.message == "locked.xlsx is protected with a password."


def test_another_file_in_the_old_container(tmp_path: Path) -> None:
    path = put(tmp_path, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"letter" * 500)
    assert refusal(path).message == "file.dat is damaged, or no table that is known here."
    assert "as CSV" in refusal(path).advice


def test_a_torn_workbook_is_no_folder_of_texts(tmp_path: Path) -> None:
    content = xlsx({"S": [["a"]]})
    assert refusal(put(tmp_path, content[:-40])).message == "file.dat is not a whole workbook."


def test_a_workbook_whose_sheet_is_no_sheet(tmp_path: Path) -> None:
    content = xlsx({"S": [["a"]]}, replaced={"xl/worksheets/sheet1.xml": "<worksheet><row"})
    with open_source(put(tmp_path, content)) as source, pytest.raises(SourceError):
        source.head(source.members[0])


def test_an_empty_sheet_is_empty(tmp_path: Path) -> None:
    assert refusal(put(tmp_path, xlsx({"S": []}))).message == "S is empty."


def test_a_zip_that_only_looks_like_a_workbook_is_a_zip(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("a.csv", "x\n")
    with open_source(put(tmp_path, out.getvalue())) as source:
        assert [each.name for each in source.members] == ["mimetype", "a.csv"]


def test_two_far_cells_do_not_take_the_memory_of_all_between(tmp_path: Path) -> None:
    far = sheet_xml([["a"]]).replace(
        "</sheetData>", '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    )
    path = put(tmp_path, xlsx({"S": []}, replaced={"xl/worksheets/sheet1.xml": far}))
    error = refusal(path)
    assert error.message == "file.dat cannot be read within 4,000 MB of memory, or is damaged."
    assert "as CSV" in error.advice


def test_rows_that_stand_for_millions_are_bounded(tmp_path: Path) -> None:
    path = put(tmp_path, ods([["x" * 1_000]], repeated=1_000_000))
    limits = Limits(ratio_from=1 << 20, table_memory_mb=500)
    assert refusal(path, limits).advice.endswith(".")


def test_a_parquet_bomb_is_refused_by_its_ratio(tmp_path: Path) -> None:
    path = parquet(tmp_path, {"text": ["x" * 1_000] * 20_000})
    error = refusal(path, Limits(ratio_from=1 << 20))
    assert error.message.startswith("file.dat unpacks to more than 200 times its size")


def test_parquet_is_read_exactly(tmp_path: Path) -> None:
    path = parquet(
        tmp_path,
        {
            "id": [1234567890123456789, None],
            "lost": [1.2345678901234567e18, 7.0],
            "at": pa.array([datetime(2020, 1, 2, 3, 4, 5), None], pa.timestamp("ns")),
            "zoned": pa.array([datetime(2020, 1, 2, tzinfo=UTC), None], pa.timestamp("ms", "UTC")),
            "user": [{"id": "a", "more": {"name": "Ida"}}, None],
            "tags": [["a", 'b,"c'], []],
            "raw": [b"\xff", b"ok"],
            "day": [date(2020, 1, 2), None],
            "sure": [True, None],
            "words": ["two\nlines", ""],
        },
    )
    with open_source(path) as source:
        (member,) = source.members
        assert member.name == "file.dat"
        first, *rows = csv.reader(source.head(member).text.splitlines(keepends=True))
        assert source.stream(member).damaged is False
    assert first == [
        *("id", "lost", "at", "zoned", "user.id", "user.more.name", "tags", "raw", "day", "sure"),
        "words",
    ]
    assert rows == [
        [
            *("1234567890123456789", "1.2345678901234568e+18", "2020-01-02 03:04:05"),
            *("2020-01-02 00:00:00+00:00", "a", "Ida", '["a", "b,\\"c"]', "\udcff"),
            *("2020-01-02", "true", "two\nlines"),
        ],
        ["", "7", "", "", "", "", "[]", "ok", "", "", ""],
    ]


def test_a_damaged_parquet_file(tmp_path: Path) -> None:
    path = parquet(tmp_path, {"a": ["x"]})
    path.write_bytes(path.read_bytes()[:-8])
    assert refusal(path).message == "file.dat is damaged, or no table that is known here."


def test_a_parquet_file_without_rows(tmp_path: Path) -> None:
    assert text(parquet(tmp_path, {"a": pa.array([], pa.string())})) == "a\n"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (float("nan"), ""),
        (float("inf"), ""),
        (-0.0, "0"),
        (-1e15, "-1.0e+15"),
        (2.0**53 - 1, "9.007199254740991e+15"),
        (1e300, "1e+300"),
        (time(1, 2, 3), "01:02:03"),
        (timedelta(hours=30), "108000"),
        (Decimal("1E+3"), "1000"),
        (datetime.max, "9999-12-31 23:59:59.999"),
        ({"a": [1, datetime(2020, 1, 2)]}, '{"a": [1, "2020-01-02 00:00:00"]}'),
        (12, "12"),
    ],
)
def test_how_a_value_is_written(value: Any, written: str) -> None:
    assert cell_text(value) == written


TEXTS = st.text(st.characters(exclude_characters="\0"))


@given(st.lists(st.lists(TEXTS, min_size=2, max_size=2)))
def test_lines_of_csv_hold_the_texts(rows: list[list[str]]) -> None:
    made = csv_lines(rows)
    read = list(csv.reader(io.StringIO(made, newline=""), strict=True))
    assert [row for row in read if row] == [row for row in rows if any(row)]


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_is_written_so_that_it_can_be_read(value: float) -> None:
    assert float(cell_text(value)) == value


def test_columns_have_the_letters_of_a_sheet() -> None:
    assert [column(place) for place in (0, 25, 26, 16_383)] == ["A", "Z", "AA", "XFD"]
