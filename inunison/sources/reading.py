"""A file of a source, read by its importer into columns: in one piece, or portion by portion.

Owns what a portion is read into, and that the portions of a file give what the file gives. Who
reads a portion, this process or another, is the business of the crew. Writes nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from inunison import importing
from inunison.opening.lines import LineStream
from inunison.opening.portions import PORTION_BYTES, Portion, PortionLines, portions
from inunison.records import Record, Reject
from inunison.sources.crew import Crew
from inunison.sources.gathering import Gathered, gather, gather_columns, in_lists
from inunison_importers.base import Importer, Portions, RowGoesOn
from inunison_importers.mapped_table import MappedTable


class Task(msgspec.Struct, frozen=True, gc=False):
    """A portion and who reads it.

    Attributes:
        importer: Name of the importer.
        member: Which file inside the source it is of.
        portion: The lines.
        mapping: The map by which it reads, where it is one that does.
    """

    importer: str
    member: int
    portion: Portion
    mapping: dict[str, Any] | None = None


@dataclass(frozen=True)
class Read:
    """What a portion was read into.

    Attributes:
        gathered: The columns of its whole rows.
        rest: The line of the file on which a row begins that does not end in the portion.
        at_once: The importer read its columns, not one row after another.
    """

    gathered: Gathered
    rest: int | None
    at_once: bool = False


def read_task(task: Task, importer: Importer | None = None) -> Read:
    """Read one portion.

    Args:
        task: The portion.
        importer: Its importer, where it is at hand.
    """
    reader = importer or importing.named(task.importer, task.mapping)
    portion = task.portion
    if portion.cut is None and not portion.broken:
        columns = reader.read_columns(portion.head + portion.body)
        if columns is not None:
            return Read(gather_columns(columns, task.member, portion.offset), None, True)
    rest: list[int] = []
    items = _until_it_goes_on(reader.read(PortionLines(portion)), rest)
    if portion.head:
        items = _after(portion.head.count(b"\n"), items)
    gathered = gather(items, task.member, portion.offset)
    return Read(gathered, rest[0] + portion.offset if rest else None)


def _until_it_goes_on(
    items: Iterator[Record | Reject], rest: list[int]
) -> Iterator[Record | Reject]:
    try:
        yield from items
    except RowGoesOn as row:
        rest.append(row.line)


def _after(head: int, items: Iterator[Record | Reject]) -> Iterator[Record | Reject]:
    """Leave out what the lines of the head say: the first portion has told it.

    Where its quotation marks are wrong, it may hold more than the row of names, and be rejected.
    """
    return (item for item in items if item.row > head)


def read_member(
    importer: Importer, stream: LineStream, member: int, crew: Crew[Task, Read]
) -> Iterator[Gathered]:
    """Read one file of a source.

    Args:
        importer: Who reads it.
        stream: Its lines.
        member: Its place among the files of the source.
        crew: Reads portions.

    Yields:
        Its records as columns, in the order of their rows. How they are grouped depends on the
        bytes of the file alone.
    """
    if importer.portions is Portions.NONE:
        for items in in_lists(importer.read(stream)):
            yield gather(items, member)
        return
    is_table = importer.portions is Portions.TABLE
    cut = portions(stream, quoted=is_table, size=PORTION_BYTES)
    mapping = importer.map.content() if isinstance(importer, MappedTable) else None
    tasks = (Task(importer.name, member, portion, mapping) for portion in cut)
    before: bytes | None = None
    line = 0
    for task, read in _shared(tasks, importer, crew):
        portion = task.portion
        if before is not None:  # the portion before was cut inside a row
            portion = portion.after(line, before)
            read = read_task(msgspec.structs.replace(task, portion=portion), importer)  # noqa: PLW2901 - read anew
        yield read.gathered
        before, line = None, read.rest or 0
        if read.rest is not None:
            before = portion.since(read.rest)


def _shared(
    tasks: Iterator[Task], importer: Importer, crew: Crew[Task, Read]
) -> Iterator[tuple[Task, Read]]:
    """Read the first portion, then let the crew read the others in the way that suits them.

    Columns are made outside of the interpreter's lock: threads make them side by side, and nothing
    is to be sent from process to process. Rows are read inside of it.
    """

    def here(task: Task) -> Read:
        return read_task(task, importer)

    for first in tasks:
        read = here(first)
        yield first, read
        yield from (crew.in_threads if read.at_once else crew.work)(tasks, here)
