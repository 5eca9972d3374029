"""Importers of tables: what is said of their columns, and what becomes of rows that do not fit."""

from typing import ClassVar

import pytest

from inunison.records import AccountRef, Post, Record, Reject
from inunison_importers.base import BadCell, Claim, Refusal, Sample, TextLines
from inunison_importers.keyed_tables import KeyedTable, NamedRow, columns_told
from inunison_importers.remembering import Told


class Birds(KeyedTable):
    """A table of two columns and one that may be missing."""

    name: ClassVar[str] = "birds"
    title: ClassVar[str] = "Birds"
    version: ClassVar[int] = 1
    rank: ClassVar[int] = 30
    platforms: ClassVar[tuple[str, ...]] = ("mastodon",)
    columns: ClassVar[tuple[str, ...]] = ("id", "bird")
    optional: ClassVar[tuple[str, ...]] = ("words",)
    absent: ClassVar[tuple[str, ...]] = ("fish",)

    def records(self, row: NamedRow, told: Told) -> list[Record]:
        """One post a row."""
        if not row.get("id"):
            raise BadCell("id is empty")
        author = AccountRef(handle=row.get("bird"))
        known = told.again(author.handle, row.get("bird"))
        return [
            Post(
                row=row.line,
                platform="mastodon",
                native_id=row.get("id"),
                author=None if known else author,
                text=row.text("words"),
                text_repaired=row.repaired,
            )
        ]


def read(text: str) -> list[Record | Reject]:
    """What the importer makes of a text."""
    return list(Birds().read(TextLines(text)))


@pytest.mark.parametrize(
    ("first", "answer"),
    [
        ("id,bird,words", Claim("3 columns of the format")),
        ("words,bird,id", Claim("3 columns of the format")),
        ("id,bird", Claim("2 columns of the format, without words")),
        ("id,bird,a,b", Claim("2 columns of the format, 2 others left aside, without words")),
        ("id", Refusal("its first line has no column bird")),
        ("a", Refusal("its first line has no column id, bird")),
        ("id,bird,id", Refusal("its first line names id more than once")),
        ("id,bird,fish", Refusal("its first line has the column fish of another format")),
        ("", Refusal("its first line is no row of CSV")),
        ('"id', Refusal("its first line is no row of CSV")),
    ],
)
def test_what_is_said_of_a_first_line(first: str, answer: Claim | Refusal) -> None:
    assert Birds().sniff(Sample("x", first + "\n")) == answer
    if isinstance(answer, Refusal) and first not in ("", '"id'):
        assert read(first + "\n") == [Reject(1, answer.reason, first)]


def test_columns_are_told_without_a_table() -> None:
    assert columns_told(["a", "x"], ["a"], ["b", "c"]) == (
        "1 columns of the format, 1 others left aside, without b, c"
    )


def test_rows_are_read_by_the_names_of_their_columns() -> None:
    found = read("words,id,bird\n Late ,1, wren \n,2,wren\n")
    assert found == [
        Post(
            row=2,
            platform="mastodon",
            native_id="1",
            author=AccountRef(handle="wren"),
            text=" Late ",
        ),
        Post(row=3, platform="mastodon", native_id="2"),
    ]


def test_a_row_that_cannot_be_read_takes_no_other_with_it() -> None:
    found = read('id,bird\n,a\n1,b\n2\n3,c,d\n"4,x\n5,e\n')
    rejects = [(each.row, each.reason) for each in found if isinstance(each, Reject)]
    width = "the row has more or fewer cells than the first line has names"
    assert rejects[:3] == [(2, "id is empty"), (4, width), (5, width)]
    assert rejects[3][0] == 6
    assert [each.native_id for each in found if isinstance(each, Post)] == ["1", "5"]


def test_what_no_text_may_hold_is_replaced_and_said() -> None:
    (whole, mended) = read("id,bird,words\n1,a,b\n2,a,b\udc80\n")
    assert isinstance(whole, Post)
    assert isinstance(mended, Post)
    assert (whole.text_repaired, mended.text, mended.text_repaired) == (False, "b\ufffd", True)


def test_an_empty_file_has_no_rows() -> None:
    assert read("") == []
    (reject,) = read('"id')
    assert isinstance(reject, Reject)
