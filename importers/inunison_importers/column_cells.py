"""Columns of text to columns of values: each distinct cell is read once, by the reader of one cell.

Owns how the readers of single cells serve whole columns, so that a rule stands in one place for
rows and for columns. A cell that cannot be read marks its row; why it cannot is told when that row
is read by itself. Knows no format.
"""

from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from inunison.records import Precision
from inunison_importers.base import BadCell

Flags = npt.NDArray[np.bool_]
Whole = npt.NDArray[np.int64]

_LONGEST_COUNT = 15
# A time to the minute is the sum of its day and its minute, read with these beside them.
_TO_THE_MINUTE = "^[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}$"
_DAY = 10
_NOON, _NOON_US = " 12:00", 43_200 * 10**6
_FIRST_DAY = "1970-01-01"
# Entries in single quotation marks, without anything that a reader of lists looks at.
_PLAIN_LIST = r"""^\['[^'"\\#]+'(, '[^'"\\#]+')*\]$"""


class ByValue(NamedTuple):
    """What the cells of a column were read as.

    Attributes:
        values: One for each distinct cell; None for one that cannot be read.
        places: Shape (rows,): which of them each row has.
        bad: Shape (rows,): the cell cannot be read.
    """

    values: list[Any]
    places: Whole
    bad: Flags

    def array(self, kind: pa.DataType) -> pa.Array:
        """Return the column; a value None is null."""
        return pa.array(self.values, kind).take(pa.array(self.places))

    def present(self) -> Flags:
        """Return which rows have a value that is not None."""
        return np.array([value is not None for value in self.values], np.bool_)[self.places]

    def numbers(self, of: Callable[[Any], int]) -> Whole:
        """Return a whole number for each row; 0 where there is no value."""
        each = [0 if value is None else of(value) for value in self.values]
        return np.array(each, np.int64)[self.places]


def by_value(column: pa.Array, read: Callable[[str], Any]) -> ByValue:
    """Read each distinct cell of a column.

    Args:
        column: Text, without nulls.
        read: Reads a cell; may raise `BadCell`.
    """
    encoded = column.dictionary_encode()
    cells = encoded.dictionary.to_pylist()
    places = encoded.indices.to_numpy().astype(np.int64)
    try:
        values, bad = [read(cell) for cell in cells], np.zeros(len(places), np.bool_)
    except BadCell:
        values, bad = _one_by_one(cells, read, places)
    return ByValue(values, places, bad)


def _one_by_one(
    cells: list[str], read: Callable[[str], Any], places: Whole
) -> tuple[list[Any], Flags]:
    values: list[Any] = []
    bad: list[bool] = []
    for cell in cells:
        try:
            values.append(read(cell))
            bad.append(False)
        except BadCell:
            values.append(None)
            bad.append(True)
    return values, np.array(bad, np.bool_)[places]


class Instants(NamedTuple):
    """Times of one column, of shape (rows,) each.

    Attributes:
        at: Microseconds since 1970 in UTC; 0 where there is none.
        precision: How fine each is; null where there is none.
        present: There is one.
        bad: The cell holds something else.
    """

    at: Whole
    precision: pa.Array
    present: Flags
    bad: Flags


def instants(column: pa.Array, read: Callable[[str], tuple[int, Precision] | None]) -> Instants:
    """Read a column of times.

    Nearly all times of a column differ, and nearly none of their days and their minutes do: where
    all are written to the minute, each day and each minute is read once.

    Args:
        column: Text, without nulls.
        read: Reads a cell; may raise `BadCell`.
    """
    if pc.all(pc.match_substring_regex(column, _TO_THE_MINUTE)).as_py():
        day = by_value(pc.utf8_slice_codeunits(column, 0, _DAY), lambda cell: read(cell + _NOON))
        minute = by_value(
            pc.utf8_slice_codeunits(column, _DAY), lambda cell: read(_FIRST_DAY + cell)
        )
        bad = day.bad | minute.bad
        at = day.numbers(itemgetter(0)) + minute.numbers(itemgetter(0)) - _NOON_US
        precision = pa.repeat(pa.scalar(Precision.MINUTE.value, pa.string()), len(column))
        return Instants(np.where(bad, 0, at), precision, ~bad, bad)
    found = by_value(column, read)
    units = [None if value is None else value[1].value for value in found.values]
    precision = pa.array(units, pa.string()).take(pa.array(found.places))
    return Instants(found.numbers(itemgetter(0)), precision, found.present(), found.bad)


def texts(column: pa.Array, read: Callable[[str], tuple[str, ...]]) -> tuple[pa.Array, Flags]:
    """Read a column of lists as Python or JSON writes them; plain ones all at once.

    Args:
        column: Text, without nulls.
        read: Reads a cell; may raise `BadCell`.

    Returns:
        Lists of text, and which rows cannot be read.
    """
    plain = pc.match_substring_regex(column, _PLAIN_LIST)
    is_plain = plain.to_numpy(zero_copy_only=False)
    lists = pc.split_pattern(pc.utf8_slice_codeunits(column.filter(plain), 2, -2), "', '")
    others = by_value(column.filter(pc.invert(plain)), read)
    places = np.empty(len(column), np.int64)
    places[is_plain] = np.arange(len(lists))
    places[~is_plain] = others.places + len(lists)
    bad = np.zeros(len(column), np.bool_)
    bad[~is_plain] = others.bad
    both = pa.concat_arrays([lists, pa.array(others.values, lists.type)])
    return both.take(pa.array(places)), bad


def or_null(column: pa.Array) -> pa.Array:
    """Return a column of text with null in the place of empty cells."""
    return pc.if_else(pc.equal(column, ""), pa.scalar(None, pa.string()), column)


def words(names: Sequence[str | None], codes: npt.NDArray[np.integer[Any]]) -> pa.Array:
    """Return a column of few words, each by its place among them."""
    return pa.array(list(names), pa.string()).take(pa.array(codes))


class Digits(NamedTuple):
    """How far the cells of a column are numbers, of shape (rows,) each.

    Attributes:
        alone: The cell holds nothing but ASCII digits, or nothing.
        lengths: Its bytes.
        first: The first of them; 0 of an empty cell.
    """

    alone: Flags
    lengths: npt.NDArray[np.int32]
    first: npt.NDArray[np.uint8]


def digits(column: pa.Array) -> Digits:
    """Look at all letters of a column at once, which a pattern does cell by cell.

    Args:
        column: Text, without nulls.
    """
    rows = len(column)
    _, ends, body = column.buffers()
    if body is None or not rows:
        return Digits(np.ones(rows, np.bool_), np.zeros(rows, np.int32), np.zeros(rows, np.uint8))
    bounds = np.frombuffer(ends, np.int32)[column.offset : column.offset + rows + 1]
    letters = np.frombuffer(body, np.uint8)[bounds[0] : bounds[-1]]
    bounds = bounds - bounds[0]
    lengths = np.diff(bounds)
    first = np.zeros(rows, np.uint8)
    first[lengths > 0] = letters[bounds[:-1][lengths > 0]]
    others = letters - np.uint8(ord("0")) > 9  # what is below 0 is far above 9 in one byte
    if not others.any():
        return Digits(np.ones(rows, np.bool_), lengths, first)
    before = np.zeros(len(letters) + 1, np.int32)
    np.cumsum(others, out=before[1:])
    return Digits(before[bounds[1:]] == before[bounds[:-1]], lengths, first)


def plain_or(
    column: pa.Array, plain: Flags, read: Callable[[str], str | None]
) -> tuple[pa.Array, Flags]:
    """Read a column of which nearly all cells are their own values.

    Args:
        column: Text, without nulls.
        plain: Cells that `read` returns as they are.
        read: Reads any cell; may raise `BadCell`.

    Returns:
        Text or null, and which rows cannot be read.
    """
    bad = np.zeros(len(column), np.bool_)
    if plain.all():
        return column, bad
    others = pa.array(~plain)
    found = by_value(column.filter(others), read)
    bad[~plain] = found.bad
    return pc.replace_with_mask(column, others, found.array(pa.string())), bad


def counts(column: pa.Array, read: Callable[[str], int | None]) -> tuple[pa.Array, Flags]:
    """Read a column of counts.

    Args:
        column: Text, without nulls.
        read: Reads a cell; may raise `BadCell`.

    Returns:
        Whole numbers or null, and which rows cannot be read.
    """
    found = digits(column)
    plain = found.alone & (found.lengths > 0) & (found.lengths <= _LONGEST_COUNT)
    written, bad = plain_or(column, plain, lambda cell: _written(read(cell)))
    return written.cast(pa.int64()), bad


def _written(number: int | None) -> str | None:
    return None if number is None else str(number)
