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
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

_MARK = b"\xef\xbb\xbf"
# A cell, and a whole table of them, as an automaton without a way back.
_CELL = r'(?:"(?:[^"]|"")*"|[^",\r\n]*)'
_PLAIN = rf"^(?:{_CELL}(?:,|\r?\n))*{_CELL}$"


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
    if body.startswith(_MARK):
        return None
    try:
        whole = pa.array([body], pa.binary())
        whole.cast(pa.string())  # raises where bytes are no text
        if not pc.match_substring_regex(whole, _PLAIN)[0].as_py():
            return None
        first = StringIO(_first_row(body).decode("utf-8"), newline="\n")
        names = next(csv.reader(first, strict=True), None)
        if not names:
            return None
        table = _columns(body, len(names))
    except (csv.Error, pa.ArrowInvalid):
        return None
    columns = [column.combine_chunks().view(pa.string()) for column in table.columns]
    lines = _lines(body, columns)
    if lines is None:
        return None
    return PlainTable(names, lines[1:], [column.slice(1) for column in columns])


def _columns(body: bytes, width: int) -> pa.Table:
    names = [str(place) for place in range(width)]
    return pa_csv.read_csv(
        pa.BufferReader(body),
        # one block, so that the arrays have one piece, whatever the number of threads
        pa_csv.ReadOptions(use_threads=False, block_size=len(body) + 1, column_names=names),
        pa_csv.ParseOptions(newlines_in_values=True),
        pa_csv.ConvertOptions(
            # the whole was looked at: that all cells are text is known
            column_types=dict.fromkeys(names, pa.binary()),
            strings_can_be_null=False,
            quoted_strings_can_be_null=False,
        ),
    )


def _first_row(body: bytes) -> bytes:
    """Return the lines of the first row: up to a line end where quotation marks are even."""
    end = 0
    while end < len(body):
        end = body.find(b"\n", end) + 1 or len(body)
        if body.count(b'"', 0, end) % 2 == 0:
            break
    return body[:end]


def _lines(body: bytes, columns: list[pa.StringArray]) -> npt.NDArray[np.int64] | None:
    """Return the line on which each row begins; None where empty lines lie between them."""
    rows = len(columns[0])
    ends = len(_feeds(body)) + (not body.endswith(b"\n"))
    if rows == ends:
        return np.arange(1, rows + 1)
    taken = np.ones(rows, np.int64)
    for column in columns:
        _, bounds, letters = column.buffers()
        if letters is not None and len(feeds := _feeds(letters)):
            starts = np.frombuffer(bounds, np.int32)[column.offset :][:rows]
            owners = np.searchsorted(starts, feeds, side="right") - 1
            taken += np.bincount(owners, minlength=rows)
    return 1 + np.cumsum(taken) - taken if taken.sum() == ends else None


def _feeds(letters: bytes | pa.Buffer) -> npt.NDArray[np.intp]:
    return np.flatnonzero(np.frombuffer(letters, np.uint8) == ord("\n"))
