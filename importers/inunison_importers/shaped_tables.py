"""Tables with a row of names whose rows are read as typed cells.

Owns how columns are found by name in any order, under one of several names where tools disagree,
and what is said of those that are missing or unknown. A format says which tables it has (`Shape`)
and what the cells of a row mean.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, ClassVar, NamedTuple

from inunison.records import Record
from inunison_importers.base import Refusal, repair
from inunison_importers.delimited import Row
from inunison_importers.named_tables import NamedTable, Table, listed


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
        reader: Makes what reads the rows of one file; raises `BadCell` where a row cannot be read.
        columns: What the column of a field is called, several names where tools disagree; a field
            that is not here has the name of its column.
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

    def table(self, header: Sequence[str]) -> Table:
        """Return the table under a row of names that has no problem."""
        return Table(self.said(header), lambda: _Rows(self, header).read)


class ShapedTable(NamedTable):
    """An importer of tables whose columns are known.

    Attributes:
        shapes: The tables that the format has. The first that fits is taken.
    """

    shapes: ClassVar[tuple[Shape, ...]]

    def table(self, names: Sequence[str]) -> Table | Refusal:
        """Return the table of the first shape that fits, else why the nearest does not."""
        header = [name.strip().removeprefix("\ufeff") for name in names]
        problems = []
        for shape in self.shapes:
            problem = shape.problem(header)
            if problem is None:
                return shape.table(header)
            problems.append(problem)
        return Refusal(min(problems, key=len))


class _Rows:
    """Rows of one file."""

    def __init__(self, shape: Shape, header: Sequence[str]) -> None:
        places = [shape.place(name, header) for name in shape.fields]
        # a missing column is the last cell, which is then added to each row and empty
        self._added = [""] if None in places else []
        self._pick = itemgetter(*(-1 if place is None else place for place in places))
        self._make: Callable[[Any], Any] = shape.cells._make  # type: ignore[attr-defined]
        self._read = shape.reader()

    def read(self, row: Row, damaged: bool) -> Iterable[Record]:
        picked = self._pick(row.cells + self._added if self._added else row.cells)
        if not damaged:
            return self._read(TableRow(row.line, self._make(picked), False))
        mended = tuple(repair(cell)[0] for cell in picked)
        return self._read(TableRow(row.line, self._make(mended), mended != picked))
