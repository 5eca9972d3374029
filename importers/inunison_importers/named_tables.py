"""Tables whose first row names their columns: the one way from a file to its rows.

Owns what all of them need: the sign between cells, lines before the names, a row of names that is
not of the format, rows of another width, rejects. A format answers to a row of names with a `Table`
or with what is missing in it; how the cells of a row are picked and what they say is its own
(`shaped_tables` and `keyed_tables` are the two usual ways).
"""

from abc import abstractmethod
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import ClassVar

from inunison.records import Record, Reject
from inunison_importers.base import (
    BadCell,
    Claim,
    Importer,
    Lines,
    LinesThrough,
    Refusal,
    Sample,
    TextLines,
    excerpt,
    repair,
)
from inunison_importers.delimited import Row, rows

_NAMED = 8
_LINES_BEFORE = 24

RowReader = Callable[[Row, bool], Iterable[Record | Reject | BadCell]]
"""Returns what a row says; given the row, and whether bytes that are no text were met so far.

Raises `BadCell` where the row cannot be read, and has it among the records where only one cell was
left aside.
"""


def another_width(cells: list[str]) -> list[str]:
    """Refuse a row that has not one cell for each name.

    Raises:
        BadCell: Always.
    """
    raise BadCell("the row has more or fewer cells than the first line has names")


@dataclass(frozen=True)
class Table:
    """What a row of names tells of the table under it.

    Attributes:
        said: What is recognised, what is missing and what is left aside.
        reader: Makes what reads the rows of one file.
        certain: False where other formats share the columns.
        mended: Returns the cells of a row of another width, one for each name; raises `BadCell`.
    """

    said: str
    reader: Callable[[], RowReader]
    certain: bool = True
    mended: Callable[[list[str]], list[str]] = another_width


class NamedTable(Importer):
    """An importer of tables with a row of names.

    Attributes:
        delimiters: What may stand between cells. The first with which the names fit is taken, where
            none fits the one by which there are most of them.
        before: First cells of rows that may stand before the names.
    """

    delimiters: ClassVar[tuple[str, ...]] = (",",)
    before: ClassVar[frozenset[str]] = frozenset()

    @abstractmethod
    def table(self, names: Sequence[str]) -> Table | Refusal:
        """Say which table of the format begins with these names.

        Args:
            names: The cells of the first row, as they stand.

        Returns:
            The table, or why there is none.
        """

    def refuses(self, names: Sequence[str]) -> str | None:
        """Return why a table that can be read is not claimed all the same: it may be another's."""
        return None

    def lines(self, lines: Lines) -> Lines:
        """Return lines as `rows` can read them; a format that is no clean CSV mends them here."""
        return lines

    def sniff(self, sample: Sample) -> Claim | Refusal:
        """Claim a table whose row of names is of the format."""
        problem = Refusal("its first line is no row of CSV")
        for delimiter in self.delimiters:
            first = self._names(rows(self.lines(sample.lines()), delimiter))
            if not isinstance(first, Row):
                continue
            found = self.table(first.cells)
            if isinstance(found, Table):
                other = self.refuses(first.cells)
                return Refusal(other) if other else Claim(found.said, found.certain)
            if delimiter == self.delimiters[0] or len(first.cells) > 1:
                problem = found
        return problem

    def read(self, lines: Lines) -> Iterator[Record | Reject]:
        """Read the table."""
        mended = self.lines(lines)
        delimiter = self.delimiters[0]
        if len(self.delimiters) > 1:
            mended = _Begun(mended)
            delimiter = self._delimiter(mended.beginning)
        found = rows(mended, delimiter)
        first = self._names(found)
        if not isinstance(first, Row):
            yield from () if first is None else (first,)
            return
        table = self.table(first.cells)
        if isinstance(table, Refusal):
            yield Reject(first.line, table.reason, excerpt(delimiter.join(first.cells)))
            return
        read, width = table.reader(), len(first.cells)
        for row in found:
            if isinstance(row, Reject):
                yield row
                continue
            try:
                fitting = row if len(row.cells) == width else Row(row.line, table.mended(row.cells))
                for each in read(fitting, lines.damaged):
                    yield _rejected(row, each, delimiter) if isinstance(each, BadCell) else each
            except BadCell as error:
                yield _rejected(row, error, delimiter)

    def _names(self, found: Iterator[Row | Reject]) -> Row | Reject | None:
        """Return the row of names, after those that may stand before it."""
        for row in islice(found, _LINES_BEFORE):
            if isinstance(row, Reject) or row.cells[0].strip() not in self.before:
                return row
        return None

    def _delimiter(self, beginning: str) -> str:
        widths = dict.fromkeys(self.delimiters, 1)
        for delimiter in self.delimiters:
            first = self._names(rows(TextLines(beginning), delimiter))
            if not isinstance(first, Row):
                continue
            if isinstance(self.table(first.cells), Table):
                return delimiter
            widths[delimiter] = len(first.cells)
        return max(widths, key=widths.__getitem__)


def _rejected(row: Row, error: BadCell, delimiter: str) -> Reject:
    return Reject(row.line, str(error), excerpt(delimiter.join(row.cells)))


def problem_of(names: Sequence[str], needed: Sequence[str], known: Sequence[str]) -> str | None:
    """Return why a row of names is not of a format, None where it is.

    Args:
        names: Those of the table.
        needed: Columns without which it is not of the format.
        known: Columns that must not stand in it twice.
    """
    times = Counter(names)  # a hostile table has 100,000 of them
    absent = [name for name in needed if name not in times]
    if absent:
        return f"its first line has no column {', '.join(absent)}"
    twice = [name for name in dict.fromkeys(known) if times[name] > 1]
    return f"its first line names {', '.join(twice)} more than once" if twice else None


def listed(columns: Sequence[str]) -> str:
    """Return a few column names as text that a terminal shows and does not obey."""
    shown = [name if name.isprintable() else ascii(name) for name in columns[:_NAMED]]
    more = len(columns) - len(shown)
    return ", ".join(name[:40] for name in shown) + (f" and {more} more" if more else "")


def whole(cells: Sequence[str]) -> tuple[list[str], bool]:
    """Return cells without what no text may hold, and whether any held it."""
    mended = [repair(cell) for cell in cells]
    return [cell for cell, _ in mended], any(was for _, was in mended)


class _Begun(LinesThrough):
    """Lines of which the first were looked at, and are read again."""

    def __init__(self, lines: Lines) -> None:
        super().__init__(lines)
        self._source = iter(lines)
        self._first = list(islice(self._source, _LINES_BEFORE))

    @property
    def beginning(self) -> str:
        """The lines that were looked at."""
        return "".join(self._first)

    def __iter__(self) -> Iterator[str]:
        return chain(self._first, self._source)
