"""Tables whose first row names their columns: which table it is, and its rows as typed cells.

Owns what all of them need: the columns are found by name in any order, missing and unknown ones are
told, a row of another width is rejected. A format says which tables it has (`Shape`) and what the
cells of a row mean; it may have several delimiters, and lines may stand before the names.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from operator import itemgetter
from typing import Any, ClassVar, NamedTuple

from inunison.records import Record, Reject
from inunison_importers.base import (
    BadCell,
    Claim,
    Importer,
    Lines,
    Refusal,
    Sample,
    TextLines,
    excerpt,
    goes_on,
    repair,
)
from inunison_importers.delimited import Row, rows

_NAMED = 8
_LINES_BEFORE = 24


class TableRow(NamedTuple):
    """One row of a table.

    Attributes:
        line: The 1-based physical line on which it begins.
        cells: The cells of its shape, in the order of `Shape.cells`; a missing column is "".
        repaired: Bytes that are no text stood in one of them, and are U+FFFD now.
    """

    line: int
    cells: Any
    repaired: bool


Reader = Callable[[TableRow], Sequence[Record]]


@dataclass(frozen=True)
class Shape:
    """One table of a format.

    Attributes:
        what: What its rows are, for people: "posts".
        cells: The type of the cells that are read, a `NamedTuple` of texts.
        needs: Fields of `cells` without whose column it is not this table.
        columns: What the column of a field is called, several names where tools disagree; a field
            that is not here has the name of its column.
        reader: Makes what reads the rows of one file; raises `BadCell` where a row cannot be read.
    """

    what: str
    cells: type[tuple[str, ...]]
    needs: Sequence[str]
    reader: Callable[[], Reader]
    columns: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields of its cells, in order."""
        fields: tuple[str, ...] = self.cells._fields  # type: ignore[attr-defined]
        return fields

    def names(self, name: str) -> tuple[str, ...]:
        """Return what the column of a field may be called."""
        found = self.columns.get(name, name)
        return (found,) if isinstance(found, str) else found

    def place(self, name: str, header: Sequence[str]) -> int | None:
        """Return where the column of a field is, None where it is not there."""
        for each in self.names(name):
            if each in header:
                return header.index(each)
        return None

    def problem(self, header: Sequence[str]) -> str | None:
        """Return why a row of names is not one of this table."""
        absent = [self.names(each)[0] for each in self.needs if self.place(each, header) is None]
        if absent:
            return f"its first line has no column {', '.join(absent)}"
        known = [each for name in self.fields for each in self.names(name)]
        twice = [name for name in dict.fromkeys(known) if header.count(name) > 1]
        return f"its first line names {', '.join(twice)} more than once" if twice else None

    def said(self, header: Sequence[str]) -> str:
        """Return what is recognised, what is missing and what is left aside."""
        parts = [f"{self.what} in {len(header)} columns"]
        missing = [self.names(name)[0] for name in self.fields if self.place(name, header) is None]
        if missing:
            parts.append(f"without {listed(missing)}")
        read = {self.place(name, header) for name in self.fields}
        unread = [name for at, name in enumerate(header) if at not in read]
        if unread:
            parts.append(f"left aside: {listed(unread)}")
        return "; ".join(parts)


def listed(columns: Sequence[str]) -> str:
    """Return a few column names as text that a terminal shows and does not obey."""
    shown = [name if name.isprintable() else ascii(name) for name in columns[:_NAMED]]
    more = len(columns) - len(shown)
    return ", ".join(name[:40] for name in shown) + (f" and {more} more" if more else "")


class NamedTable(Importer):
    """An importer of tables with a row of names.

    Attributes:
        shapes: The tables that the format has. The first that fits is taken.
        delimiters: What may stand between cells. The first with which the names fit is taken.
        before: First cells of rows that may stand before the names.
    """

    shapes: ClassVar[tuple[Shape, ...]]
    delimiters: ClassVar[tuple[str, ...]] = (",",)
    before: ClassVar[frozenset[str]] = frozenset()

    def sniff(self, sample: Sample) -> Claim | Refusal:
        """Claim a table that has the columns of one of the shapes."""
        problem = "its first line is no row of CSV"
        for delimiter in self.delimiters:
            names = self._names(rows(self.lines(sample.lines()), delimiter))
            if not isinstance(names, Row):
                continue
            header = _stripped(names.cells)
            shape, reason = self._shape(header)
            if shape is not None:
                other = self.refuses(header)
                return Refusal(other) if other else Claim(shape.said(header))
            if delimiter == self.delimiters[0] or len(header) > 1:
                problem = reason
        return Refusal(problem)

    def refuses(self, header: Sequence[str]) -> str | None:
        """Return why a table with the needed columns is of another format all the same."""
        return None

    def lines(self, lines: Lines) -> Lines:
        """Return lines as `rows` can read them; a format that is no clean CSV mends them here."""
        return lines

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
        header = _stripped(first.cells)
        shape, reason = self._shape(header)
        if shape is None:
            yield Reject(first.line, reason, excerpt(delimiter.join(first.cells)))
            return
        yield from _Table(shape, header, delimiter).records(found, lines)

    def _names(self, found: Iterator[Row | Reject]) -> Row | Reject | None:
        """Return the row of names, after those that may stand before it."""
        for row in islice(found, _LINES_BEFORE):
            if isinstance(row, Reject) or row.cells[0].strip() not in self.before:
                return row
        return None

    def _shape(self, header: Sequence[str]) -> tuple[Shape | None, str]:
        """Return the shape with these columns, else why the nearest one is none."""
        problems = []
        for shape in self.shapes:
            problem = shape.problem(header)
            if problem is None:
                return shape, ""
            problems.append(problem)
        return None, min(problems, key=len)

    def _delimiter(self, beginning: str) -> str:
        for delimiter in self.delimiters:
            names = self._names(rows(TextLines(beginning), delimiter))
            if isinstance(names, Row) and self._shape(_stripped(names.cells))[0] is not None:
                return delimiter
        return self.delimiters[0]


class _Table:
    """Rows of one file, after its row of names."""

    def __init__(self, shape: Shape, header: Sequence[str], delimiter: str) -> None:
        places = [shape.place(name, header) for name in shape.fields]
        # a missing column is the last cell, which is added to each row and empty
        self._pick = itemgetter(*(-1 if place is None else place for place in places))
        self._make: Callable[[Any], Any] = shape.cells._make  # type: ignore[attr-defined]
        self._read = shape.reader()
        self._width = len(header)
        self._delimiter = delimiter

    def records(self, found: Iterator[Row | Reject], lines: Lines) -> Iterator[Record | Reject]:
        for row in found:
            if isinstance(row, Reject):
                yield row
                continue
            line, cells = row
            try:
                if len(cells) != self._width:
                    raise BadCell("the row has more or fewer cells than the first line has names")
                yield from self._read(self._row(line, [*cells, ""], lines.damaged))
            except BadCell as error:
                yield Reject(line, str(error), excerpt(self._delimiter.join(cells)))

    def _row(self, line: int, cells: list[str], damaged: bool) -> TableRow:
        picked = self._pick(cells)
        if damaged:
            whole = tuple(repair(cell)[0] for cell in picked)
            return TableRow(line, self._make(whole), whole != picked)
        return TableRow(line, self._make(picked), False)


def _stripped(cells: Sequence[str]) -> list[str]:
    return [name.strip().removeprefix("\ufeff") for name in cells]


class _Begun:
    """Lines of which the first were looked at, and are read again."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._source = iter(lines)
        self._first = list(islice(self._source, _LINES_BEFORE))

    @property
    def beginning(self) -> str:
        """The lines that were looked at."""
        return "".join(self._first)

    @property
    def damaged(self) -> bool:
        return self._lines.damaged

    @property
    def cut(self) -> str | None:
        return self._lines.cut

    @property
    def broken(self) -> Mapping[int, str]:
        return self._lines.broken

    @property
    def goes_on(self) -> bool:
        return goes_on(self._lines)

    def __iter__(self) -> Iterator[str]:
        return chain(self._first, self._source)
