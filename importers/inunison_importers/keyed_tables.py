"""Tables with a row of names whose rows are read by the names of their columns.

Owns by which columns such a table is known, what is said of the others, and rows as cells by name;
for formats of which the names are themselves data, or which share readers of whole rows.
"""

from abc import abstractmethod
from collections.abc import Iterable, Sequence
from functools import partial
from typing import ClassVar, NamedTuple

from inunison.records import Record
from inunison_importers.base import Portions, Refusal
from inunison_importers.delimited import Row
from inunison_importers.named_tables import NamedTable, RowReader, Table, problem_of, whole
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
        return self.cells.get(column, "").strip()

    def text(self, column: str) -> str | None:
        """Return a cell as it stands, None where it is empty or there is no such column."""
        return self.cells.get(column) or None


class KeyedTable(NamedTable):
    """An importer of tables that are read row by row, by the names of their columns.

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
        if found := problem_of(names, self.columns, sorted(self.columns)):
            return found
        other = [name for name in self.absent if name in names]
        return f"its first line has the column {other[0]} of another format" if other else None

    def others(self, names: Sequence[str]) -> Sequence[str]:
        """Return the columns that are read of such a table beside those by which it is known."""
        return self.optional

    def table(self, names: Sequence[str]) -> Table | Refusal:
        """Return the table under the names, where they have the columns of the format."""
        if problem := self.problem(names):
            return Refusal(problem)
        said = columns_told(names, self.columns, self.others(names))
        return Table(said, partial(self.reading, names))

    def reading(self, names: Sequence[str]) -> RowReader:
        """Return what reads the rows of one file with these columns."""
        told = Told()

        def read(row: Row, damaged: bool) -> Iterable[Record]:
            cells, repaired = whole(row.cells) if damaged else (row.cells, False)
            named = NamedRow(row.line, dict(zip(names, cells, strict=True)), repaired)
            return self.records(named, told)

        return read


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
