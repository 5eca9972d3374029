"""Bytes of a CSV table to columns of text, where nothing in them is unusual.

Owns when two readers of CSV must agree: where every quotation mark opens or closes a whole cell,
every row ends in one line end and has as many cells as the first, and all bytes are text. There the
rows of `inunison_importers.delimited` and these columns are the same; everything else is left to
it. Knows no format.
"""

import csv
from dataclasses import dataclass
from io import StringIO

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.csv as pa_csv

_QUOTE, _COMMA, _FEED, _RETURN = 34, 44, 10, 13
_MARK = b"\xef\xbb\xbf"


# Which letters stand before a cell in quotation marks, and after one.
_BEGINS, _ENDS = np.zeros(256, np.bool_), np.zeros(256, np.bool_)
_BEGINS[[_COMMA, _FEED, _QUOTE]] = True
_ENDS[[_COMMA, _FEED, _RETURN, _QUOTE]] = True


@dataclass(frozen=True)
class PlainTable:
    """A table whose first row names its columns.

    Attributes:
        names: The cells of the first row.
        lines: Shape (rows,): the 1-based line on which each row begins, the first row left aside.
        columns: One array of text for each name, each of shape (rows,) and without nulls.
    """

    names: list[str]
    lines: npt.NDArray[np.int64]
    columns: list[pa.StringArray]


def plain_table(body: bytes) -> PlainTable | None:
    """Read a table, or return None where it is to be read row by row.

    Args:
        body: All lines, the row of names first, as UTF-8.
    """
    starts = _row_starts(body)
    if starts is None or body.startswith(_MARK):
        return None
    first = body[: starts[1][1]] if len(starts[0]) > 1 else body
    try:
        names = next(csv.reader(StringIO(first.decode("utf-8"), newline="\n"), strict=True))
        table = _columns(body, len(names))
    except (csv.Error, UnicodeDecodeError, StopIteration, pa.ArrowInvalid):
        return None
    lines = starts[0]
    if table.num_rows != len(lines):
        return None
    columns = [table.column(place).combine_chunks().slice(1) for place in range(len(names))]
    return PlainTable(names, lines[1:], columns)


def _columns(body: bytes, width: int) -> pa.Table:
    names = [str(place) for place in range(width)]
    return pa_csv.read_csv(
        pa.BufferReader(body),
        # one block, so that the arrays have one piece, whatever the number of threads
        pa_csv.ReadOptions(use_threads=False, block_size=len(body) + 1, column_names=names),
        pa_csv.ParseOptions(newlines_in_values=True),
        pa_csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()),
            strings_can_be_null=False,
            quoted_strings_can_be_null=False,
        ),
    )


def _row_starts(body: bytes) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]] | None:
    """Return the line and the byte on which each row begins; None where the table is not plain."""
    if not body:
        return None
    letters = np.frombuffer(body, np.uint8)
    quotes = np.flatnonzero(letters == _QUOTE)
    if len(quotes) % 2 or not _marks_stand_at_cells(letters, quotes):
        return None
    feeds = np.flatnonzero(letters == _FEED)
    # a line end inside a quoted cell stands after an odd number of marks
    ends = np.flatnonzero(np.searchsorted(quotes, feeds) % 2 == 0)
    if b"\r" in body and not _returns_stand_at_ends(letters, quotes):
        return None
    lines = np.concatenate(([1], ends + 2))
    offsets = np.concatenate(([0], feeds[ends] + 1))
    if offsets[-1] == len(body):
        lines, offsets = lines[:-1], offsets[:-1]
    return lines.astype(np.int64), offsets.astype(np.int64)


def _marks_stand_at_cells(letters: npt.NDArray[np.uint8], quotes: npt.NDArray[np.intp]) -> bool:
    """Whether each mark begins or ends a cell, or is one of two that stand for one."""
    opening, closing = quotes[::2], quotes[1::2]
    before = letters[opening[opening > 0] - 1]
    after = letters[closing[closing < len(letters) - 1] + 1]
    return bool(_BEGINS[before].all() and _ENDS[after].all())


def _returns_stand_at_ends(letters: npt.NDArray[np.uint8], quotes: npt.NDArray[np.intp]) -> bool:
    """Whether each carriage return outside of quoted cells stands before a line feed."""
    returns = np.flatnonzero(letters == _RETURN)
    outside = returns[np.searchsorted(quotes, returns) % 2 == 0]
    if not len(outside):
        return True
    return bool(outside[-1] < len(letters) - 1 and (letters[outside + 1] == _FEED).all())
