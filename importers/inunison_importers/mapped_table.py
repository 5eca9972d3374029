"""Anybody's own table, read by a map that says which column is what.

Owns the two layouts: rows of a table (CSV, TSV, a sheet, Parquet), and one JSON object a line. It
is made with a map and is not registered: no file can be claimed without one.

* Ids that a spreadsheet made numbers of are taken from the address of the post, where the map names
  it and it agrees with what is left; else the row is rejected.
* A post without an id has a key made of its author, time, kind and text. Rows that say the same in
  all of these are one post that was told twice.
* A time without a zone is read by the map's `timezone`, and is kept as stated.
* Rows that reply to, quote or repost themselves (as tables with a conversation's id do) do not.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any, ClassVar

import msgspec

from inunison.records import Frame, Record, Reject
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
from inunison_importers.delimited import Row, rows
from inunison_importers.json_lines import json_rows
from inunison_importers.mapped_cells import Cells, at, picking, reaching
from inunison_importers.mapped_ids import is_rounded, linked_id
from inunison_importers.mapped_rows import MappedRows
from inunison_importers.table_map import TableMap

NAME = "mapped-table"

_LOOKED_AT = 200
_ENOUGH_ROUNDED = 4
_NEEDED = ("post_id", "text", "time")
_DECODER = msgspec.json.Decoder(dict[str, Any])


class MappedTable(Importer):
    """Reads a table by a map.

    Args:
        table_map: What its columns are.
    """

    name: ClassVar[str] = NAME
    title: ClassVar[str] = "Any table, by a map of its columns"
    version: ClassVar[int] = 2
    rank: ClassVar[int] = 20
    platforms: ClassVar[tuple[str, ...]] = ()
    suggested_frame: ClassVar[Frame] = Frame.UNKNOWN
    portions: ClassVar[Portions] = Portions.TABLE

    def __init__(self, table_map: TableMap) -> None:
        self.map = table_map
        self._wanted = table_map.columns.named()

    def sniff(self, sample: Sample) -> Claim | Refusal:
        """Claim a table whose first row names every column of the map."""
        found = list(islice(rows(sample.lines(), self.map.delimiter), _LOOKED_AT))
        first = found[0] if found else None
        if not isinstance(first, Row):
            return Refusal("its first line is no row of a table")
        problem = self._problem(first.cells)
        if problem:
            return Refusal(problem)
        pick = picking(first.cells, self._wanted)
        width = len(first.cells)
        whole = (each for each in found[1:] if isinstance(each, Row) and len(each.cells) == width)
        rounded = _all_rounded(pick(each.cells) for each in whole)
        if rounded:
            return Refusal(rounded)
        return Claim(f"the {len(set(self._wanted.values()))} columns of the map")

    def read(self, lines: Lines) -> Iterator[Record | Reject]:
        """Read the table."""
        found = rows(lines, self.map.delimiter)
        first = next(found, None)
        if not isinstance(first, Row):
            yield from () if first is None else (first,)
            return
        problem = self._problem(first.cells)
        if problem:
            yield Reject(first.line, problem, excerpt(self._joined(first.cells)))
            return
        pick, width = picking(first.cells, self._wanted), len(first.cells)
        records = MappedRows(self.map).records
        for row in found:
            if isinstance(row, Reject):
                yield row
                continue
            try:
                if len(row.cells) != width:
                    raise BadCell("the row has more or fewer cells than the first line has names")
                cells, repaired = _repaired(row.cells) if lines.damaged else (row.cells, False)
                yield from records(row.line, pick(cells), repaired)
            except BadCell as error:
                yield Reject(row.line, str(error), excerpt(self._joined(row.cells)))

    def _problem(self, names: Sequence[str]) -> str | None:
        absent = [name for name in dict.fromkeys(self._wanted.values()) if name not in names]
        if absent:
            return f"its first line has no column {_named(absent)}"
        twice = [name for name in self._wanted.values() if names.count(name) > 1]
        if twice:
            return f"its first line names {_named(list(dict.fromkeys(twice)))} more than once"
        return None

    def _joined(self, cells: Sequence[str]) -> str:
        return self.map.delimiter.join(cells)


class MappedLines(MappedTable):
    """Reads one JSON object a line by a map."""

    portions: ClassVar[Portions] = Portions.LINES

    def sniff(self, sample: Sample) -> Claim | Refusal:
        """Claim lines of JSON objects in which something stands at the places of the map."""
        looked = islice(json_rows(sample.lines(), _DECODER), _LOOKED_AT)
        found = [each.value for each in looked if not isinstance(each, Reject)]
        if not found:
            return Refusal("none of its first lines is a JSON object")
        absent = [
            path
            for path in dict.fromkeys(self._wanted.values())
            if all(at(value, path) is None for value in found)
        ]
        needed = {self._wanted[what] for what in _NEEDED if what in self._wanted}
        if len(absent) == len(set(self._wanted.values())) or needed & set(absent):
            return Refusal(f"nothing stands at {_named(absent)} in its first {len(found)} lines")
        rounded = _all_rounded(self._picked(found))
        if rounded:
            return Refusal(rounded)
        beside = f"; nothing seen yet at {_named(absent)}" if absent else ""
        return Claim(f"lines of JSON with the places of the map{beside}")

    def _picked(self, found: Sequence[dict[str, Any]]) -> Iterator[Cells]:
        reach = reaching(self._wanted)
        for value in found:
            try:
                yield reach(value)
            except BadCell:
                continue

    def read(self, lines: Lines) -> Iterator[Record | Reject]:
        """Read the lines."""
        reach, records = reaching(self._wanted), MappedRows(self.map).records
        for row in json_rows(lines, _DECODER):
            if isinstance(row, Reject):
                yield row
                continue
            try:
                yield from records(row.line, reach(row.value), row.repaired)
            except (BadCell, RecursionError) as error:
                reason = str(error) if isinstance(error, BadCell) else "it is nested too deep"
                yield Reject(row.line, reason, excerpt(row.text))


def mapped(table_map: TableMap) -> MappedTable:
    """Return the importer that reads by a map."""
    made: Callable[[TableMap], MappedTable] = (
        MappedLines if table_map.layout == "json lines" else MappedTable
    )
    return made(table_map)


def _repaired(cells: Sequence[str]) -> tuple[list[str], bool]:
    whole = [repair(cell) for cell in cells]
    return [each[0] for each in whole], any(each[1] for each in whole)


def _all_rounded(found: Iterator[Cells]) -> str | None:
    """Say that the ids of posts, or of authors, were rounded, where all of the first are.

    A true id of a post ends in such zeros once in ten thousand; a column of them was in a
    spreadsheet. Single rows are not refused for it.
    """
    ids: dict[str, list[bool]] = {"post_id": [], "author_id": []}
    for cells in found:
        for what, rounded in ids.items():
            cell = getattr(cells, what)
            whole = isinstance(cell, str) and cell.strip()
            linked = what == "post_id" and isinstance(cells.url, str) and linked_id(cells.url)
            if whole and len(whole) > 15 and whole.isascii() and whole.isdigit() and not linked:
                rounded.append(is_rounded(whole))
    for what, rounded in ids.items():
        if len(rounded) >= _ENOUGH_ROUNDED and all(rounded):
            return (
                f"every {what} in its first rows has zeros after 15 digits, as a spreadsheet "
                "leaves of a longer one"
            )
    return None


def _named(columns: Sequence[str]) -> str:
    shown = [name if name.isprintable() else ascii(name) for name in columns[:8]]
    more = len(columns) - len(shown)
    return ", ".join(name[:40] for name in shown) + (f" and {more} more" if more else "")
