"""Importers of tables whose rows stand by themselves, by the names of their columns.

Owns the way from a CSV to its rows: the first line and what is missing in it, rows of another
width, rows that hold what no text may hold, rejects. What a row says is the format's.
"""

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from typing import ClassVar, NamedTuple

from inunison.records import Record, Reject
from inunison_importers.base import (
    BadCell,
    Claim,
    Importer,
    Lines,
    Portions,
    Refusal,
    Sample,
    excerpt,
    repair,
)
from inunison_importers.delimited import Row, header, rows
from inunison_importers.remembering import Told


class NamedRow(NamedTuple):
    """A row of a table.

    Attributes:
        line: The line on which it begins, from 1.
        cells: Its cells by the names of the columns, as they stand.
        repaired: Some held what no text may hold; U+FFFD stands there now.
    """

    line: int
    cells: dict[str, str]
    repaired: bool

    def get(self, column: str) -> str:
        """Return a cell without blanks around it; empty where the table has no such column."""
        cell = self.cells.get(column)
        return cell.strip() if cell else ""

    def text(self, column: str) -> str | None:
        """Return a cell as it stands, None where it is empty or there is no such column."""
        return self.cells.get(column) or None


class TableImporter(Importer):
    """Reads a CSV row by row.

    Attributes:
        columns: The columns by which the format is known; all must be there.
        optional: Other columns that are read, and may be missing.
        absent: Columns that other formats have and this one never has.
    """

    portions: ClassVar[Portions] = Portions.TABLE
    columns: ClassVar[tuple[str, ...]]
    optional: ClassVar[tuple[str, ...]] = ()
    absent: ClassVar[tuple[str, ...]] = ()

    @abstractmethod
    def records(self, row: NamedRow, told: Told) -> list[Record]:
        """Return the records of a row.

        Args:
            row: One of the table.
            told: What was told of accounts so far.

        Raises:
            BadCell: The row cannot be read; with the reason.
        """

    def problem(self, names: Sequence[str]) -> str | None:
        """Say why a first line is not one of this format; None where it is."""
        missing = [name for name in self.columns if name not in names]
        if missing:
            return f"its first line has no column {', '.join(missing)}"
        twice = sorted({name for name in self.columns if names.count(name) > 1})
        if twice:
            return f"its first line names {', '.join(twice)} more than once"
        other = [name for name in self.absent if name in names]
        return f"its first line has the column {other[0]} of another format" if other else None

    def others(self, names: Sequence[str]) -> Sequence[str]:
        """Return the columns that are read of such a table beside those by which it is known."""
        return self.optional

    def sniff(self, sample: Sample) -> Claim | Refusal:
        """Claim a CSV whose first line has the columns of the format."""
        names = header(sample)
        if names is None:
            return Refusal("its first line is no row of CSV")
        if problem := self.problem(names):
            return Refusal(problem)
        return Claim(columns_told(names, self.columns, self.others(names)))

    def read(self, lines: Lines) -> Iterator[Record | Reject]:
        """Read a table."""
        found = rows(lines)
        first = next(found, None)
        if not isinstance(first, Row):
            yield from () if first is None else (first,)
            return
        names = first.cells
        if problem := self.problem(names):
            yield Reject(first.line, problem, excerpt(",".join(names)))
            return
        told = Told()
        for row in found:
            if isinstance(row, Reject):
                yield row
                continue
            try:
                made = self.records(_named(row, names, damaged=lines.damaged), told)
            except BadCell as error:
                yield Reject(row.line, str(error), excerpt(",".join(row.cells)))
                continue
            yield from made


def columns_told(names: Sequence[str], columns: Sequence[str], optional: Sequence[str]) -> str:
    """Say which columns of a table are read, which are left aside, and which are missing.

    Args:
        names: Those of the table.
        columns: Those by which it is known.
        optional: Others that would be read.
    """
    known = set(columns).union(optional)
    found = len(known.intersection(names))
    aside = len(names) - found
    missing = [name for name in optional if name not in names]
    beside = f", {aside} others left aside" if aside else ""
    without = f", without {', '.join(missing)}" if missing else ""
    return f"{found} columns of the format{beside}{without}"


def _named(row: Row, names: list[str], *, damaged: bool) -> NamedRow:
    cells = row.cells
    if len(cells) != len(names):
        raise BadCell("the row has more or fewer cells than the first line has names")
    if not damaged:
        return NamedRow(row.line, dict(zip(names, cells, strict=True)), False)
    mended = [repair(cell) for cell in cells]
    whole = [cell for cell, _ in mended]
    return NamedRow(row.line, dict(zip(names, whole, strict=True)), any(was for _, was in mended))
