"""Finds the importer of a file: registered by entry point, chosen by what the file holds.

Owns the choice and its reasons. Knows no format itself, opens nothing and reads no rows.
"""

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from inunison.errors import SourceError
from inunison.opening import Member, OpenSource, called
from inunison_importers.base import Claim, Importer, Refusal, Sample
from inunison_importers.indicator_lists import indicator_list
from inunison_importers.mapped_table import NAME as MAPPED
from inunison_importers.mapped_table import MappedTable, mapped
from inunison_importers.table_map import BadMap, map_of

GROUP = "inunison.importers"


@dataclass(frozen=True)
class Verdict:
    """What one importer says of one file."""

    importer: Importer
    answer: Claim | Refusal

    @property
    def claimed(self) -> bool:
        """Whether it knows the file."""
        return isinstance(self.answer, Claim)

    @property
    def certain(self) -> bool:
        """Whether it knows the file, and no other format has this shape."""
        return isinstance(self.answer, Claim) and self.answer.certain


@cache
def _found() -> tuple[dict[str, Importer], dict[str, str]]:
    """Load every registered importer: those that work, and why the others do not."""
    working: dict[str, Importer] = {}
    failed: dict[str, str] = {}
    for point in sorted(entry_points(group=GROUP), key=lambda point: (point.name, point.value)):
        if point.name in working:
            failed[point.name] = f"two packages register {point.name}; {point.value} is left out"
            continue
        importer = _load(point)
        if isinstance(importer, Importer):
            working[point.name] = importer
        else:
            failed[point.name] = importer
    return working, failed


def _load(point: EntryPoint) -> Importer | str:
    try:
        loaded = point.load()
        importer = loaded() if isinstance(loaded, type) else loaded
    except (ImportError, AttributeError, SyntaxError, NameError, TypeError, ValueError) as error:
        return f"{point.value} cannot be loaded ({type(error).__name__}: {error})"
    if not isinstance(importer, Importer) or importer.name != point.name:
        return f"{point.value} is not an importer of that name"
    return importer


def registered() -> dict[str, Importer]:
    """Return every importer that is installed, by name, in order of name.

    One that cannot be loaded is left out with a `RuntimeWarning`: the others go on.
    """
    working, failed = _found()
    for name, reason in failed.items():
        warnings.warn(f"importer {name}: {reason}", RuntimeWarning, stacklevel=2)
    return dict(working)


def named(name: str, mapping: Mapping[str, Any] | None = None) -> Importer:
    """Return the importer that the user named.

    Args:
        name: Its name.
        mapping: What the map says by which it reads; for `mapped_table.NAME`, which takes one.

    Raises:
        SourceError: There is none of that name, or it cannot be loaded.
    """
    if mapping is not None:
        return mapped_reader(mapping)
    working, failed = _found()
    if name in working:
        return working[name]
    if name == MAPPED:
        raise SourceError(
            f"{MAPPED} reads a table by a map.", "Give the map: inunison import FILE --map MAP"
        )
    if name in failed:
        raise SourceError(
            f"The importer {name} cannot be used: {failed[name]}.",
            "Install it again, or leave --importer out.",
        )
    raise SourceError(
        f"There is no importer {called(name)}.", f"Installed are: {', '.join(working) or 'none'}."
    )


def mapped_reader(mapping: Mapping[str, Any]) -> MappedTable:
    """Return the importer that reads by the map that a source keeps.

    Raises:
        SourceError: The map is none.
    """
    try:
        return mapped(map_of(mapping))
    except BadMap as error:
        raise SourceError(
            f"The map by which a source was read cannot be used: {error}.",
            "Import the file again with its map: inunison import FILE --map MAP",
        ) from error


def verdicts(sample: Sample) -> list[Verdict]:
    """Ask every importer about a file.

    Args:
        sample: The beginning of the file, from `OpenSource.head`.

    Returns:
        One verdict per importer: certain claims first, then claims, then refusals, each by name.
    """
    answers = [Verdict(importer, importer.sniff(sample)) for importer in registered().values()]
    return sorted(
        answers, key=lambda each: (not each.certain, not each.claimed, each.importer.name)
    )


def known_otherwise(sample: Sample) -> str | None:
    """Return what a file is that is known and of which no records are made; None of any other."""
    return indicator_list(sample)


def choose(source: OpenSource, member: Member, name: str | MappedTable | None = None) -> Importer:
    """Return the importer that reads a member of a source.

    Args:
        source: The open source.
        member: Which file in it.
        name: The importer that the user named, or one that reads by a map; it must claim the file
            too.

    Raises:
        SourceError: The member cannot be read, no importer claims it, or more than one does (with
            their names).
    """
    sample = source.head(member)
    if isinstance(name, MappedTable):
        answer = name.sniff(sample)
        if isinstance(answer, Refusal):
            raise SourceError(
                f"{called(member.name)} does not fit the map: {answer.reason}.",
                "Correct the map, or let `inunison importers map FILE` write one.",
            )
        return name
    if name is not None:
        importer = named(name)
        answer = importer.sniff(sample)
        if isinstance(answer, Refusal):
            raise SourceError(
                f"{called(member.name)} is not of the format {name}: {answer.reason}.",
                "Leave --importer out to see which formats it could be.",
            )
        return importer
    answers = verdicts(sample)
    claims = [each for each in answers if each.certain] or [
        each for each in answers if each.claimed
    ]
    if len(claims) == 1:
        return claims[0].importer
    if claims:
        names = " and ".join(each.importer.name for each in claims)
        raise SourceError(
            f"{called(member.name)} could be of more than one format: {names}.",
            "Say which with --importer.",
        )
    other = known_otherwise(sample)
    if other is not None:
        raise SourceError(
            f"{called(member.name)} is {other}.",
            "Import posts, then hold the list against them: inunison match FILE",
        )
    raise SourceError(
        f"{called(member.name)} is not of a format that is known here.",
        "`inunison importers why FILE` says of each format why not. If it is a table, "
        "`inunison importers map FILE` writes a map by which it can be read.",
    )


def knowing_all(source: OpenSource, importer: Importer, members: Sequence[Member]) -> Importer:
    """Return who reads several files of a source, told what each of them begins with.

    Args:
        source: The open source.
        importer: Who claims all of them.
        members: The files, in the order in which the source lists them.
    """
    if len(members) < 2:
        return importer
    return importer.beside(source.head(member) for member in members)
