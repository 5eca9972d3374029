"""Whether a case is still what it was: chain, sources, parts and the files they were read from.

Owns the comparison and its verdicts. Changes nothing, not even what it finds wrong.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256 as hasher
from pathlib import Path
from typing import Any

from inunison import custody
from inunison.canonical import readable
from inunison.errors import SourceError, UsageError
from inunison.folder import CaseFolder
from inunison.sources.arrival import file_hash
from inunison.sources.source import Part, Source, describe, list_strays, read_source, source_paths


class Result(StrEnum):
    """What a check found."""

    SOUND = "sound"
    WRONG = "wrong"
    UNAVAILABLE = "unavailable"  # the file a source was read from is not where it was: no fault


@dataclass(frozen=True)
class Verdict:
    """One thing that was checked.

    Attributes:
        subject: The source's short hash and name, or the log.
        check: What of it: chain, record, description, a part, rejects, original.
        result: Sound, wrong or unavailable.
        detail: What was found, one sentence.
    """

    subject: str
    check: str
    result: Result
    detail: str


@dataclass(frozen=True)
class _Recorded:
    """What the log says of one source: the last import or frame, and whether it was removed."""

    details: Mapping[str, Any] | None
    present: bool


def verify(
    folder: CaseFolder, sources_dirs: Sequence[Path] = (), *, head: str | None = None
) -> list[Verdict]:
    """Check a case against its log and its own hashes.

    Args:
        folder: The case.
        sources_dirs: Where to look for the files that sources were read from, by their hashes, when
            they are not where they were.
        head: The head of the log as a report prints it; it must be in the chain.

    Returns:
        Verdicts: the log first, then source by source in the order of their hashes.

    Raises:
        UsageError: One of the folders to look in is none.
        CaseError: The case cannot be read.
    """
    verdicts = list(_check_chain(folder, head))
    recorded = _recorded(folder)
    sources: list[Source] = []
    for path in source_paths(folder):
        try:
            source = read_source(path)
        except SourceError as error:
            verdicts.append(Verdict(path.name[:12], "description", Result.WRONG, error.message))
            continue
        sources.append(source)
    originals = _originals(sources, sources_dirs)
    for source in sources:
        verdicts += _check_source(source, recorded.get(source.sha256), originals.get(source.sha256))
    present = {path.name for path in source_paths(folder)}
    verdicts += _check_absent(recorded, present)
    verdicts += [
        Verdict(name, "record", Result.WRONG, "Something stands among the sources that is none.")
        for name in list_strays(folder)
    ]
    return verdicts


def is_sound(verdicts: Sequence[Verdict]) -> bool:
    """Say whether nothing is wrong; what is unavailable is not wrong."""
    return all(verdict.result is not Result.WRONG for verdict in verdicts)


def _check_chain(folder: CaseFolder, head: str | None) -> Iterator[Verdict]:
    chain = custody.check(folder)
    for problem in chain.problems:
        yield Verdict("custody log", "chain", Result.WRONG, f"{problem[0].upper()}{problem[1:]}.")
    if chain.sound:
        repaired = f", {chain.repairs} after a crash repaired" if chain.repairs else ""
        yield Verdict(
            "custody log",
            "chain",
            Result.SOUND,
            f"{chain.entries:,} entries{repaired}; its head is {chain.head}.",
        )
    if not chain.entries:
        yield Verdict("custody log", "chain", Result.WRONG, "The log is missing or empty.")
    if head is not None and head.lower() not in chain.hashes:
        yield Verdict(
            "custody log",
            "head",
            Result.WRONG,
            "The given head is not in the log: the log was cut or written anew since.",
        )


def _recorded(folder: CaseFolder) -> dict[str, _Recorded]:
    recorded: dict[str, _Recorded] = {}
    for entry in custody.entries(folder):
        name = entry.details.get("source")
        if not isinstance(name, str):
            continue
        if entry.action in {"import", "frame"}:
            recorded[name] = _Recorded(entry.details, present=True)
        elif entry.action == "remove":
            recorded[name] = _Recorded(None, present=False)
    return recorded


def _check_absent(recorded: Mapping[str, _Recorded], present: set[str]) -> Iterator[Verdict]:
    for name, said in sorted(recorded.items()):
        if said.present and name not in present:
            title = f"{name[:12]} {(said.details or {}).get('name', '')}".strip()
            yield Verdict(
                title, "record", Result.WRONG, "The source is gone, and the log records no removal."
            )


def _check_source(
    source: Source, said: _Recorded | None, original: Path | None
) -> Iterator[Verdict]:
    title = f"{source.sha256[:12]} {source.name}"
    yield _check_record(title, source, said)
    for kind, part in sorted(source.parts.items()):
        yield _check_part(title, kind, source.path, part)
    if source.rejects:
        yield _check_part(title, "rejects", source.path, source.rejects)
    yield _check_original(title, source, original)


def _check_record(title: str, source: Source, said: _Recorded | None) -> Verdict:
    if said is None or not said.present or said.details is None:
        what = "says that it was removed" if said else "does not know it"
        return Verdict(title, "record", Result.WRONG, f"The log {what}.")
    described = hasher(describe(source)).hexdigest()
    if said.details.get("description") != described:
        return Verdict(
            title,
            "record",
            Result.WRONG,
            "Its description is not the one that the log recorded; if a command was cut off "
            "while it changed this source, run it again.",
        )
    return Verdict(title, "record", Result.SOUND, "Its description is the one the log recorded.")


def _check_part(title: str, kind: str, folder: Path, part: Part) -> Verdict:
    try:
        same = file_hash(folder / part.file) == part.sha256
    except FileNotFoundError:
        return Verdict(title, kind, Result.WRONG, f"{part.file} is missing.")
    except OSError as error:
        reason = f"{part.file} cannot be read ({error.strerror})."
        return Verdict(title, kind, Result.WRONG, reason)
    if not same:
        return Verdict(title, kind, Result.WRONG, f"{part.file} was altered.")
    return Verdict(title, kind, Result.SOUND, f"{part.rows:,} rows as they were read.")


def _originals(sources: Sequence[Source], folders: Sequence[Path]) -> dict[str, Path]:
    """Return where the file of each source is; sources whose file is not found are left out."""
    placed = {source.sha256: _at_its_place(source) for source in sources}
    found = {name: path for name, path in placed.items() if path}
    sought = {source.bytes for source in sources if source.sha256 not in found}
    return _search(folders, sought) | found


def _at_its_place(source: Source) -> Path | None:
    """Return where the file is that a source was read from, if it lies where it was."""
    places = [source.kept_path] + ([Path(source.original)] if source.original else [])
    return next((path for path in places if _is_file(path, source)), None)


def _is_file(path: Path, source: Source) -> bool:
    try:
        return path.stat().st_size == source.bytes and file_hash(path) == source.sha256
    except (OSError, ValueError):
        return False


def _check_original(title: str, source: Source, place: Path | None) -> Verdict:
    if place is not None:
        detail = f"{readable(str(place))} has the hash of the source."
        return Verdict(title, "original", Result.SOUND, detail)
    if source.original is None:
        detail = "It came through standard input, and what was kept of it is gone or altered."
        return Verdict(title, "original", Result.WRONG, detail)
    where = readable(source.original)
    if _exists(Path(source.original)):
        detail = f"{where} is not the file that was imported, or was altered since."
        return Verdict(title, "original", Result.WRONG, detail)
    detail = f"{where} is not there; name folders to look in with --sources DIR."
    return Verdict(title, "original", Result.UNAVAILABLE, detail)


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def _search(folders: Sequence[Path], sizes: set[int]) -> dict[str, Path]:
    """Hash every file of one of the sizes; return where each hash is, the first path by name."""
    found: dict[str, Path] = {}
    for folder in folders:
        if not folder.is_dir():
            raise UsageError(f"{folder} is not a folder.", "Name a folder with --sources DIR.")
        for parent, names, files in os.walk(folder):
            names.sort()
            for path in (Path(parent, file) for file in sorted(files)):
                try:
                    if path.is_file() and path.stat().st_size in sizes:
                        found.setdefault(file_hash(path), path)
                except OSError:
                    continue
    return found
