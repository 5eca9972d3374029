"""Tables with a row of names, whatever they are of."""

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from inunison.records import AccountRef, Post, Record, Reject
from inunison_importers.base import BadCell, Claim, Refusal, Sample, TextLines
from inunison_importers.shaped_tables import Shape, ShapedTable, TableRow
from tests.importers.named_rows import of_type, read_text


class _Cells(NamedTuple):
    native_id: str
    text: str
    likes: str


def _read(row: TableRow) -> Sequence[Record]:
    cells: _Cells = row.cells
    if not cells.native_id:
        raise BadCell("Id is empty")
    return [
        Post(
            row=row.line,
            platform="x",
            native_id=cells.native_id,
            author=AccountRef(handle=cells.likes or "none"),
            text=cells.text or None,
            text_repaired=row.repaired,
        )
    ]


class _Birds(ShapedTable):
    name = "birds"
    title = "Birds"
    version = 1
    rank = 40
    platforms = ("x",)
    delimiters: ClassVar[tuple[str, ...]] = (",", "\t", ";")
    before: ClassVar[frozenset[str]] = frozenset(("Report:",))
    shapes: ClassVar[tuple[Shape, ...]] = (
        Shape(
            "birds",
            _Cells,
            ("native_id", "text"),
            lambda: _read,
            {"native_id": ("Id", "Key"), "likes": "Likes"},
        ),
    )


def _posts(text: str) -> list[tuple[int, str, str | None]]:
    return [(each.row, each.native_id, each.text) for each in of_type(Post, read(text))]


def read(text: str) -> list[Record | Reject]:
    return read_text(_Birds(), text)


def test_columns_by_any_of_their_names_and_in_any_order() -> None:
    assert _posts("text,Id\nhi,1\n") == [(2, "1", "hi")]
    assert _posts("Other,Key,text\nx,1,\n") == [(2, "1", None)]
    assert _posts("\ufeffId , text \n1,a\n") == [(2, "1", "a")]


def test_delimiters_are_told_by_the_names() -> None:
    for delimiter in ",\t;":
        text = f"Id{delimiter}text\n1{delimiter}a\n"
        assert _posts(text) == [(2, "1", "a")]
        assert isinstance(_Birds().sniff(Sample("x", text)), Claim)


def test_rows_before_the_names() -> None:
    text = '"Report:","a, b"\nReport:,b\n\nId,text\n1,a\n'
    assert _posts(text) == [(5, "1", "a")]
    assert isinstance(_Birds().sniff(Sample("x", text)), Claim)
    assert read("Report:,x\n" * 40 + "Id,text\n1,a\n") == []


def test_a_file_of_many_lines_is_read_whole_after_it_was_looked_at() -> None:
    text = "Id;text\n" + "".join(f"{number};t\n" for number in range(1, 200))
    assert len(_posts(text)) == 199


def test_claims_and_refusals() -> None:
    sniff = _Birds().sniff
    assert sniff(Sample("x", "Id,text,\x1b[1m\n")) == Claim(
        "birds in 3 columns; without Likes; left aside: '\\x1b[1m'"
    )
    assert sniff(Sample("x", "Id,b\n")) == Refusal("its first line has no column text")
    assert sniff(Sample("x", "b;c\n")) == Refusal("its first line has no column Id, text")
    assert sniff(Sample("x", "Id,text,Id\n")) == Refusal("its first line names Id more than once")
    assert sniff(Sample("x", '"open')) == Refusal("its first line is no row of CSV")
    assert sniff(Sample("x", "")) == Refusal("its first line is no row of CSV")


def test_rows_that_cannot_be_read() -> None:
    found = read("Id,text\n,a\n1,b,c\n2,d\n")
    assert found[:2] == [
        Reject(2, "Id is empty", ",a"),
        Reject(3, "the row has more or fewer cells than the first line has names", "1,b,c"),
    ]
    assert len(of_type(Post, found)) == 1
    assert of_type(Reject, read("a,b\n1,2\n")) == [
        Reject(1, "its first line has no column Id, text", "a,b")
    ]


def test_bytes_that_are_no_text() -> None:
    lines = TextLines("Id,text\n1,a\udc80\n2,b\n")
    found = of_type(Post, _Birds().read(lines))
    assert [(each.text, each.text_repaired) for each in found] == [("a\ufffd", True), ("b", False)]
