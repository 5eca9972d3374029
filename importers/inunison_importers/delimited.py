"""Rows of CSV and its relatives, with the line on which each begins.

Owns quoting, rows that span lines, and what becomes of a row that is malformed: it is rejected,
with the reason, and the rows after it are read. Knows no format:
cells are text as the file holds it.
"""

import csv
from collections import deque
from collections.abc import Iterator
from typing import NamedTuple

from inunison.records import Reject
from inunison_importers.base import Lines, RowGoesOn, Sample, excerpt, goes_on

ROW_CHARACTERS = 64 << 20
_READ_AGAIN_LINES = 10_000
_LONGEST_TEXT_LINES = 300

_REASONS = {
    "unexpected end of data": "a quoted cell that begins in this row never ends",
    "expected after '\"'": "a quotation mark stands inside a quoted cell and is not doubled",
    "new-line character seen": "a carriage return stands inside a cell that is not quoted",
}


class Row(NamedTuple):
    """One row.

    Attributes:
        line: The 1-based physical line on which it begins.
        cells: Its cells, as text.
    """

    line: int
    cells: list[str]


class _TooLong(Exception):  # noqa: N818 - it ends one row, not the program
    """The row under way is longer than any row may be."""


class _Feed:
    """Hands lines to the CSV reader and remembers those of the row under way."""

    def __init__(self, lines: Lines) -> None:
        self._lines = iter(lines)
        self._again: deque[str] = deque()
        self._credit = _READ_AGAIN_LINES
        self.number = 0
        self.row: list[str] = []
        self._size = 0

    def __iter__(self) -> "_Feed":
        return self

    def __next__(self) -> str:
        if self._again:
            line = self._again.popleft()
        else:
            line = next(self._lines)
            self._credit += 1
        self.number += 1
        self.row.append(line)
        self._size += len(line)
        if self._size > ROW_CHARACTERS:
            raise _TooLong
        return line

    def begin(self) -> None:
        """Forget the row that was read."""
        self.row.clear()
        self._size = 0

    def give_back(self) -> None:
        """Read again all lines of the failed row but its first.

        One missing quotation mark would else swallow good rows. How many lines are read twice is
        bounded by how many were read once, so that no file makes this slow.
        """
        again = self.row[1:]
        if len(again) <= self._credit:
            self._credit -= len(again)
            self._again.extendleft(reversed(again))
            self.number -= len(again)


def rows(lines: Lines, delimiter: str = ",") -> Iterator[Row | Reject]:
    """Read the rows of a file.

    Quoting is read strictly: a quotation mark where none can stand rejects its row, because leaving
    it out would alter the text. Empty lines are no rows.

    Args:
        lines: The lines of the file.
        delimiter: What stands between cells.

    Yields:
        Rows and rejects, in order. Where the file was cut, its last yield is a reject that says so.

    Raises:
        RowGoesOn: The file goes on after these lines, and the last row with it.
    """
    csv.field_size_limit(ROW_CHARACTERS)  # the module's own limit, 128 KiB, is below real texts
    feed = _Feed(lines)
    reader = csv.reader(feed, delimiter=delimiter, strict=True)
    unfinished = False
    reason: str | None
    while True:
        feed.begin()
        first = feed.number + 1
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            if _never_ends(error) and goes_on(lines):
                raise RowGoesOn(first) from error
            unfinished = lines.cut is not None and (_never_ends(error) or _is_last(feed.row))
            reason = lines.cut if unfinished and lines.cut else _reason(error)
            yield Reject(first, reason, excerpt(feed.row[0]))
            if not unfinished or len(feed.row) > _LONGEST_TEXT_LINES:
                feed.give_back()
            continue
        except _TooLong:
            reason = f"the row is longer than {ROW_CHARACTERS:,} characters"
            yield Reject(first, reason, excerpt(feed.row[0]))
            continue
        if lines.broken and (reason := _broken(lines, first, feed.number)):
            yield Reject(first, reason, excerpt(feed.row[0]))
        elif lines.cut is not None and _is_last(feed.row):
            unfinished = True
            yield Reject(first, lines.cut, excerpt("".join(feed.row)))
        elif cells:
            yield Row(first, cells)
    if lines.cut is not None and not unfinished:
        yield Reject(feed.number + 1, lines.cut)


def _is_last(row: list[str]) -> bool:
    """Whether a row stands at the end of the file without a line end."""
    return bool(row) and not row[-1].endswith("\n")


def _broken(lines: Lines, first: int, last: int) -> str | None:
    for number in range(first, last + 1):
        if number in lines.broken:
            return lines.broken[number]
    return None


def _never_ends(error: csv.Error) -> bool:
    return str(error).startswith("unexpected end")


def _reason(error: csv.Error) -> str:
    said = str(error)
    for part, reason in _REASONS.items():
        if part in said:
            return reason
    return f"the row cannot be read as CSV ({said})"


def header(sample: Sample, delimiter: str = ",") -> list[str] | None:
    """Return the first row of a sample, None where it has none that can be read."""
    for row in rows(sample.lines(), delimiter):
        return row.cells if isinstance(row, Row) else None
    return None
