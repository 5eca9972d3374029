"""What a process runs that turns a workbook or a Parquet file into CSV.

Owns the two libraries that read them, which are loaded here and nowhere else, and the bound of
memory: a file that takes more ends this process, not the one that asked. A workbook's sheet is held
whole, about 100 bytes a cell with its text; a Parquet file is read in small batches.
"""

import json
import mmap
import os
import resource
from collections.abc import Iterator, Sequence
from contextlib import suppress
from enum import IntEnum
from itertools import islice
from pathlib import Path
from typing import IO, Any

from inunison.opening.cells import csv_lines
from inunison.processes import Ended, write_frame

_OLE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_BATCH_ROWS = 1_000
_MB = 10**6


class Wanted(IntEnum):
    """What the process is to say of the file."""

    SHEETS = 0
    SHEET = 1
    PARQUET = 2


# The first byte of a frame says what follows it.
DATA, END, REFUSED = b"d", b".", b"!"


def serve(wanted: int, file: int, sheet: int, memory_mb: int) -> None:
    """Write frames to standard output: pieces of CSV, or the names of the sheets; then the end.

    Args:
        wanted: A `Wanted`.
        file: Number of the open file.
        sheet: Which sheet, from 0.
        memory_mb: MB (10^6 bytes) that this process may take.
    """
    with suppress(ValueError, OSError):  # a system that knows no such bound
        resource.setrlimit(resource.RLIMIT_AS, (memory_mb * _MB, memory_mb * _MB))
    path = f"/dev/fd/{file}"
    with os.fdopen(os.dup(1), "wb") as answers, suppress(Ended):
        os.dup2(2, 1)  # what a library prints is no answer
        if wanted == Wanted.PARQUET:
            _answer(answers, _parquet(path))
        else:
            _answer(answers, _sheets(path) if wanted == Wanted.SHEETS else _sheet(path, sheet))


def _answer(answers: IO[bytes], pieces: Iterator[str]) -> None:
    for piece in pieces:
        if piece.startswith("\0"):
            write_frame(answers, REFUSED + piece[1:].encode())
            return
        write_frame(answers, DATA + piece.encode("utf-8", "surrogateescape"))
    write_frame(answers, END)


def _sheets(path: str) -> Iterator[str]:
    """Yield the names of the sheets of cells, hidden ones too, with the place of each."""
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum

    try:
        workbook = CalamineWorkbook.from_path(path)
    except (CalamineError, OSError, ValueError) as error:
        yield _refused(path, error)
        return
    kinds = [each.typ for each in workbook.sheets_metadata]
    names = workbook.sheet_names
    whole = [
        [place, name]
        for place, (name, kind) in enumerate(zip(names, kinds, strict=True))
        if kind == SheetTypeEnum.WorkSheet
    ]
    yield json.dumps(whole)


def _sheet(path: str, place: int) -> Iterator[str]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        rows = CalamineWorkbook.from_path(path).get_sheet_by_index(place).iter_rows()
        yield from _csv(iter(rows))
    except (CalamineError, OSError, ValueError) as error:
        yield _refused(path, error)


def _parquet(path: str) -> Iterator[str]:
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")  # takes what it needs, no more
    import pyarrow as pa
    import pyarrow.parquet as pq

    pa.set_cpu_count(1)
    pa.set_io_thread_count(1)
    try:
        with pq.ParquetFile(path) as opened:
            table = _flat(opened.schema_arrow.empty_table())
            yield csv_lines([table.column_names])
            for batch in opened.iter_batches(_BATCH_ROWS, use_threads=False):
                columns = _flat(pa.Table.from_batches([batch])).columns
                yield csv_lines(zip(*map(_values, columns), strict=True))
    except (pa.ArrowException, OSError, ValueError, NotImplementedError) as error:
        yield _refused(path, error)


def _flat(table: Any) -> Any:
    """Return a table with a column for each field inside its columns, named "outer.inner"."""
    import pyarrow as pa

    while any(pa.types.is_struct(each.type) for each in table.schema):
        table = table.flatten()
    return table


def _values(column: Any) -> list[Any]:
    """Return the values of a column; times without what is finer than a microsecond."""
    import pyarrow as pa

    if pa.types.is_timestamp(column.type) and column.type.unit == "ns":
        column = column.cast(pa.timestamp("us", column.type.tz), safe=False)
    values: list[Any] = column.to_pylist()
    return values


def _csv(rows: Iterator[Sequence[Any]]) -> Iterator[str]:
    while batch := list(islice(rows, _BATCH_ROWS)):
        yield csv_lines(batch)


def _refused(path: str, error: Exception) -> str:
    locked = "password" in str(error).lower() or _is_encrypted(path)
    return "\0password" if locked else "\0damaged"


def _is_encrypted(path: str) -> bool:
    """Say whether this is the container in which Excel puts a workbook with a password."""
    with (
        suppress(ValueError, OSError),
        Path(path).open("rb") as file,
        mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content,
    ):
        return content[:4] == _OLE and content.find(_ENCRYPTED) >= 0
    return False
