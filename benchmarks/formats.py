"""Rows a second of each importer on one core, from its own sample made long.

`python -m benchmarks.formats [NAME...]` measures all importers of inunison, or those that are
named, prints a table and, where all were measured, writes it to `benchmarks/FORMATS.md`. What is
timed is the importer alone: lines that are in memory go in, records come out and are dropped. The
time is the processor's, because a busy machine changes the clock's and not that.
"""

import argparse
import gc
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.enlarging import JSON, TABLE, Enlarged, counted, enlarged, telling
from benchmarks.machine import description
from inunison.importing import registered
from inunison.opening.portions import PORTION_BYTES
from inunison.records import Reject
from inunison_importers.base import Importer
from scripts.format_page import escaped, samples, table

ROWS = 50_000
AIMS = {JSON: 40_000, TABLE: 300_000}
_PAGE = Path(__file__).with_name("FORMATS.md")
_RUNS = 3
_MACHINE = ("date", "processor", "memory", "system", "Python", "inunison", "msgspec", "pyarrow")
_COLUMNS = (
    "format",
    "sample",
    "kind",
    "rows",
    "MB",
    "records a row",
    "rows/s",
    "rows/s in columns",
    "MB/s",
    "of the aim",
)
_HEAD = """# How fast each format is read
Made by `python -m benchmarks.formats`. Rows a second of processor time, one process, best of three:
lines that are in memory go through the importer alone; nothing is opened, resolved or stored. Each
file is the importer's own sample (the one that tells most) repeated to some {rows:,} rows or 64 MB,
with fresh ids. All other cells are the same in every copy, so what an importer remembers of equal
cells helps it more than it would in a real file; samples also hold more of what is rare (damaged
ids, notices, quotes in quotes) than real files do.

A row is a line that says something, or a post where a line holds several. The aims are {json:,}
rows a second of nested JSON and {table:,} of a flat table. Where an importer reads plain portions
of a file as columns, which an import tries first, that speed stands in a column of its own and is
what is held against the aim. Records are accounts, posts, observations and rejects.

"""


@dataclass(frozen=True)
class Speed:
    """How fast one importer was.

    Attributes:
        rows: How many rows it read.
        seconds: What the best run took of the processor.
        in_columns: What the best run by columns took; None where it reads none so.
    """

    importer: Importer
    file: Enlarged
    rows: int
    records: int
    rejects: int
    seconds: float
    in_columns: float | None

    @property
    def best(self) -> float:
        """Rows a second as an import reads them."""
        return self.rows / min(self.seconds, self.in_columns or self.seconds)

    def cells(self) -> list[str]:
        """Return the cells of its row."""
        aim = AIMS.get(self.file.kind)
        columns = self.rows / self.in_columns if self.in_columns else None
        return [
            f"`{self.importer.name}`",
            escaped(self.file.sample.name),
            self.file.kind,
            f"{self.rows:,}",
            f"{self.file.bytes / 1e6:.1f}",
            f"{self.records / self.rows:.1f}",
            f"{self.rows / self.seconds:,.0f}",
            f"{columns:,.0f}" if columns else "",
            f"{self.file.bytes / 1e6 / self.seconds:,.0f}",
            f"{self.best / aim:.0%}" if aim else "",
        ]


def measured(importer: Importer, rows: int = ROWS) -> Speed:
    """Return how fast an importer reads its own sample made long."""
    file = enlarged(importer, telling(importer, samples(importer)), rows)
    files, told, records, rejects = file.files(), 0, 0, 0
    for lines in files:
        found = list(importer.read(lines))
        told += counted(found)
        records += len(found)
        rejects += sum(isinstance(each, Reject) for each in found)
    seconds = min(_seconds(importer.read(lines) for lines in files) for _ in range(_RUNS))
    return Speed(importer, file, told, records, rejects, seconds, _in_columns(importer, file))


def _seconds(readings: Iterable[Iterable[object]]) -> float:
    """Return what it takes of the processor to read everything and to keep nothing."""
    gc.collect()
    begun = time.process_time()
    for reading in readings:
        deque(reading, maxlen=0)
    return time.process_time() - begun


def _in_columns(importer: Importer, file: Enlarged) -> float | None:
    """Return what reading in columns takes; None where there is none of it."""
    if type(importer).read_columns is Importer.read_columns:
        return None
    portions = list(_portions(file))
    if any(importer.read_columns(each) is None for each in portions):
        return None
    return min(_seconds((importer.read_columns(each),) for each in portions) for _ in range(_RUNS))


def _portions(file: Enlarged) -> Iterator[bytes]:
    """Cut a file as an import does, each portion with the row of names."""
    held: list[str] = []
    size = 0
    for copy in file.copies:
        held.append(copy)
        size += len(copy)
        if size > PORTION_BYTES:
            yield "".join((file.head, *held)).encode()
            held, size = [], 0
    if held:
        yield "".join((file.head, *held)).encode()


def page(speeds: Sequence[Speed]) -> str:
    """Return the page of what was measured."""
    head = _HEAD.format(rows=ROWS, json=AIMS[JSON], table=AIMS[TABLE])
    machine = [[name, value] for name, value in description() if name in _MACHINE]
    rows = [speed.cells() for speed in speeds]
    return f"{head}{table(('machine', ''), machine)}\n{table(_COLUMNS, rows)}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print, and write the page where all were measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--rows", type=int, default=ROWS)
    options = parser.parse_args(arguments)
    importers = registered()
    speeds = []
    for name in options.names or importers:
        speeds.append(measured(importers[name], options.rows))
        print(" | ".join(speeds[-1].cells()), flush=True)
    if not options.names and options.rows == ROWS:
        _PAGE.write_text(page(speeds), encoding="utf-8")
        print(f"written: {_PAGE.name}")


if __name__ == "__main__":
    main()
