"""Who reads a file: each file inside a source is asked about, and all are of one format.

Owns that choice for a whole source, and the map by which it is read where a case knows one. How one
file is recognised is `inunison.importing`; nothing is read here but the beginnings.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from inunison import importing
from inunison.canonical import readable
from inunison.errors import SourceError
from inunison.opening import Member, OpenSource
from inunison.sources.source import Source
from inunison_importers.base import Importer
from inunison_importers.mapped_table import MappedTable, mapped
from inunison_importers.table_map import TableMap


@dataclass(frozen=True)
class Chosen:
    """What is to be read, by whom."""

    opened: OpenSource
    importer: Importer
    members: tuple[Member, ...]
    skipped: tuple[tuple[str, str], ...]


def mapping_of(importer: Importer) -> Mapping[str, Any] | None:
    """Return what the map says by which an importer reads, None where it takes none."""
    return importer.map.content() if isinstance(importer, MappedTable) else None


def who_reads_it(
    opened: OpenSource, named: str | TableMap | None, *, may_be_known: bool
) -> Chosen | SourceError:
    """Ask who reads the file.

    Args:
        opened: The source.
        named: The importer, or the map, that the user named.
        may_be_known: The case may know the file by a map: then that nobody else reads it is
            returned, for `by_its_map` to judge.

    Raises:
        SourceError: Nobody reads it, or several do.
    """
    try:
        return who_reads(opened, mapped(named) if isinstance(named, TableMap) else named)
    except SourceError as refusal:
        if named is None and may_be_known:
            return refusal
        raise


def by_its_map(opened: OpenSource, known: Source | None, chosen: Chosen | SourceError) -> Chosen:
    """Return how a file is read for which the user names no importer and no map.

    Args:
        opened: The source.
        known: What the case knows of the file; where it was read by a map, it still is.
        chosen: What `who_reads_it` said.

    Raises:
        SourceError: Nobody reads it.
    """
    if known is not None and known.mapping is not None:
        return who_reads(opened, importing.mapped_reader(known.mapping))
    if isinstance(chosen, SourceError):
        raise chosen
    return chosen


def who_reads(opened: OpenSource, name: str | MappedTable | None) -> Chosen:
    """Ask who reads each file inside; all that are read must be of one format."""
    members: list[Member] = []
    skipped: list[tuple[str, str]] = []
    importers: dict[str, Importer] = {}
    refusals: list[SourceError] = []
    for member in opened.members:
        try:
            importer = importing.choose(opened, member, name)
        except SourceError as refusal:
            refusals.append(refusal)
            skipped.append((readable(member.name), refusal.message))
            continue
        importers[importer.name] = importer
        members.append(member)
    if not importers:
        if len(refusals) == 1:
            raise refusals[0]
        raise SourceError(
            f"No file inside {opened.name} is of a format that is known here "
            f"(the first: {refusals[0].message.rstrip('.')}).",
            f"`inunison importers why` says more about each of the {len(refusals)}.",
        )
    if len(importers) > 1:
        raise SourceError(
            f"{opened.name} holds files of several formats: {', '.join(sorted(importers))}.",
            "Unpack it and import the files, or say with --importer which of them to read.",
        )
    reader = importing.knowing_all(opened, importers.popitem()[1], members)
    return Chosen(opened, reader, tuple(members), tuple(skipped))
