"""The one way from a table with a row of names to its rows."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

import pytest

from inunison.records import Post, Record, Reject
from inunison_importers.base import (
    BadCell,
    Claim,
    LinesThrough,
    Refusal,
    RowGoesOn,
    Sample,
    TextLines,
    goes_on,
)
from inunison_importers.delimited import Row
from inunison_importers.named_tables import NamedTable, Table, problem_of, whole
from tests.importers.named_rows import read_text


def _read(row: Row, damaged: bool) -> Iterable[Record | Reject | BadCell]:
    native_id, likes = row.cells
    if not native_id:
        raise BadCell("id is empty")
    yield Post(row=row.line, platform="x", native_id=native_id, text_repaired=damaged)
    if not likes.isdigit():
        yield BadCell("likes is not a count")


class _Birds(NamedTable):
    name = "birds"
    title = "Birds"
    version = 1
    rank = 40
    platforms = ("x",)
    delimiters: ClassVar[tuple[str, ...]] = (",", "\t")

    def table(self, names: Sequence[str]) -> Table | Refusal:
        problem = problem_of(names, ("id", "likes"), ("id", "likes"))
        if problem:
            return Refusal(problem)
        return Table("birds", lambda: _read, certain=False, mended=self._without_last)

    def refuses(self, names: Sequence[str]) -> str | None:
        return "it is a table of fish" if "fish" in names else None

    @staticmethod
    def _without_last(cells: list[str]) -> list[str]:
        if len(cells) != 3:
            raise BadCell("the row has too few or too many cells")
        return cells[:2]


def test_claims_come_from_the_table() -> None:
    sniff = _Birds().sniff
    assert sniff(Sample("x", "id,likes\n")) == Claim("birds", certain=False)
    assert sniff(Sample("x", "id\tlikes\n")) == Claim("birds", certain=False)
    assert sniff(Sample("x", "id\tx\n")) == Refusal("its first line has no column likes")
    assert sniff(Sample("x", "id,id,likes\n")) == Refusal("its first line names id more than once")


def test_a_table_that_may_be_anothers_is_read_and_not_claimed() -> None:
    text = "likes,fish,id\n"
    assert _Birds().sniff(Sample("x", text)) == Refusal("it is a table of fish")
    assert read_text(_Birds(), text) == []


def test_a_cell_that_was_left_aside_is_told_after_its_row() -> None:
    post, reject = read_text(_Birds(), "id\tlikes\n1\tmany\n")
    assert post == Post(row=2, platform="x", native_id="1")
    assert reject == Reject(2, "likes is not a count", "1\tmany")


def test_rows_of_another_width_are_mended_or_rejected() -> None:
    text = "id,likes\n1,2,3\n1\n,2\n"
    post, narrow, empty = read_text(_Birds(), text)
    assert post == Post(row=2, platform="x", native_id="1")
    assert narrow == Reject(3, "the row has too few or too many cells", "1")
    assert empty == Reject(4, "id is empty", ",2")


@pytest.mark.parametrize(
    ("text", "reject"),
    [
        ("id\tx\n1\t2\n", Reject(1, "its first line has no column likes", "id\tx")),
        ("a,b\n1\t2\n", Reject(1, "its first line has no column id, likes", "a,b")),
        ("a\n", Reject(1, "its first line has no column id, likes", "a")),
    ],
)
def test_a_row_of_names_that_is_none_is_told_by_its_own_sign(text: str, reject: Reject) -> None:
    assert read_text(_Birds(), text) == [reject]


def test_cells_are_made_whole() -> None:
    assert whole(["a", "b\udc80"]) == (["a", "b\ufffd"], True)
    assert whole(["a"]) == (["a"], False)


class _Half(TextLines):
    """A portion whose file goes on, cut and broken."""

    goes_on = True


def test_what_is_told_beside_lines_is_told_still() -> None:
    given = _Half("a,b\n\udc80\n")
    given.cut, given.broken = "half a download", {2: "too long"}
    lines = LinesThrough(given)
    assert (lines.damaged, lines.cut, lines.broken) == (True, "half a download", {2: "too long"})
    assert goes_on(lines)
    assert not goes_on(LinesThrough(TextLines("a,b\n")))
    assert list(lines) == ["a,b\n", "\udc80\n"]


def test_a_row_that_goes_on_in_the_next_portion_is_left_to_it() -> None:
    found = _Birds().read(_Half('id,likes\n1,2\n2,"3\n'))
    assert next(found) == Post(row=2, platform="x", native_id="1")
    with pytest.raises(RowGoesOn):
        next(found)


def test_a_hundred_thousand_names_are_looked_at_once() -> None:
    """A table of so many columns, all of them known, is told in no time."""
    names = [f"column {number}" for number in range(100_000)]
    assert problem_of(names, names[:50], names) is None
    assert problem_of([*names, "column 7"], names[:50], names) == (
        "its first line names column 7 more than once"
    )
