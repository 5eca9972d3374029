"""How a file becomes a source: hashed, read by its importer, written aside, put in place.

Owns the order of these steps, and that a case is as it was wherever they end. Knows no format (that
is an importer's), no container (`inunison.opening`), no columns (`inunison.sources.recording`).
"""

import hashlib
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from inunison import custody, faults, storage
from inunison.canonical import readable
from inunison.errors import SourceError
from inunison.folder import CaseFolder
from inunison.machine import cores
from inunison.opening import Member, Meter, open_source
from inunison.processes import arrow_alone
from inunison.records import Frame
from inunison.sources.arrival import ArrivedFile, Fingerprint, Progress
from inunison.sources.choosing import Chosen, by_its_map, mapping_of, who_reads_it
from inunison.sources.collecting import ChooseFrame, Collected, collected
from inunison.sources.removal import clear_removed, clear_replaced
from inunison.sources.source import (
    ORIGINAL,
    RejectReason,
    Source,
    describe,
    find_source,
)
from inunison.sources.staging import (
    DESCRIPTION,
    Staging,
    clear_leftovers,
    distinct_names,
    staging,
)
from inunison_importers.base import Importer
from inunison_importers.scopes import Scope
from inunison_importers.table_map import TableMap

# Arrow is loaded when rows are written: to open a case, or to ask it, takes none.
if TYPE_CHECKING:
    from inunison.sources.crew import Crew
    from inunison.sources.gathering import Gathered
    from inunison.sources.reading import Read, Task
    from inunison.sources.recording import Recorded

# What one more process takes while it reads, at most, and what this one takes beside it.
_HELPER_MB = 300
_OWN_MB = 400


@dataclass(frozen=True)
class ImportOutcome:
    """What an import did.

    Attributes:
        source: The source as it now stands in the case.
        was_known: The file was read before, by the same version of its importer.
        reframed: Its frame or its scope was changed.
        seconds: How long it took.
    """

    source: Source
    was_known: bool
    reframed: bool = False
    seconds: float = 0.0

    @property
    def rejects(self) -> tuple[RejectReason, ...]:
        """Rows that could not be read, by reason, the most frequent first."""
        return self.source.reasons


@dataclass(frozen=True)
class _Plan:
    """All that is settled before the first row is read."""

    folder: CaseFolder
    file: ArrivedFile
    fingerprint: Fingerprint
    reading: Chosen
    collected: Collected
    processes: int


def import_file(
    folder: CaseFolder,
    path: Path | BinaryIO,
    *,
    importer: str | TableMap | None = None,
    frame: Frame | ChooseFrame | None = None,
    scope: Scope | None = None,
    strict: bool = False,
    progress: Progress = lambda _what, _done, _total: None,
    memory_mb: int | None = None,
    processes: int | None = None,
) -> ImportOutcome:
    """Read a file into a case as one more source; a known file changes nothing.

    A known file is read anew only by another importer, version or map; the new reading takes the
    place of the old one in one step. A map holds until another, or an importer, is named.

    Args:
        folder: The case.
        path: The file, or a stream such as standard input, which is kept inside the case.
        importer: Its name, or the map of a table; found by its content when None.
        frame: How the file was collected, or a function that is asked (file name, the importer's
            suggestion) where the file is new; when None, that suggestion, or what is known.
        scope: What it holds all of; what is known, or the map says, when None.
        strict: A row that cannot be read is an error, and nothing is kept.
        progress: Called with what is done, how much of it, and how much there is (0: unknown).
        memory_mb: Memory that all processes may take, in MB (10^6 bytes); one takes up to 400 MB.
        processes: How many may read a large file; all cores when None. The result is the same.

    Raises:
        SourceError: The file cannot be read, is empty, changed while it was read, has no importer
            or several, or (strict) has rows that cannot be read, or frame and scope contradict.
        StorageError: The case cannot be written to.
    """
    started = time.monotonic()
    clear_leftovers(folder.sources_path)
    clear_removed(folder)
    with ExitStack() as stack:
        stage: Staging | None = None
        if isinstance(path, Path):
            file = ArrivedFile.named(path)
        else:
            stage = stack.enter_context(staging(folder.sources_path))
            file = ArrivedFile.received(path, stage.path / ORIGINAL, progress)
        opened = stack.enter_context(open_source(file.path, name=file.name))
        first = who_reads_it(opened, importer, may_be_known=folder.sources_path.is_dir())
        fingerprint = file.fingerprint(progress)
        known = find_source(folder, fingerprint.sha256)
        reading = by_its_map(opened, None if importer else known, first)
        said = collected(file.name, reading.importer, known, frame, scope)
        if known and _is_settled(folder, known, reading.importer):
            _require_rows_of(known, strict=strict)
            clear_replaced(folder, known)
            outcome = _keep(folder, known, said)
        else:
            allowed = _allowed(processes or cores(), memory_mb)
            plan = _Plan(folder, file, fingerprint, reading, said, allowed)
            stage = stage or stack.enter_context(staging(folder.sources_path))
            outcome = _read_in(plan, stage, strict=strict, progress=progress)
    return replace(outcome, seconds=time.monotonic() - started)


def _allowed(processes: int, memory_mb: int | None) -> int:
    """Return how many processes may work within a bound of memory; one always does."""
    if memory_mb is None:
        return processes
    return max(1, min(processes, 1 + (memory_mb - _OWN_MB) // _HELPER_MB))


def _is_settled(folder: CaseFolder, known: Source, importer: Importer) -> bool:
    """Say whether a known source needs no new reading: same importer, and the log knows of it."""
    same = (known.importer, known.importer_version) == (importer.name, importer.version)
    return same and known.mapping == mapping_of(importer) and _is_logged(folder, known)


def _is_logged(folder: CaseFolder, source: Source) -> bool:
    return custody.last_action(folder, source.sha256) == "import"


def _read_in(plan: _Plan, stage: Staging, *, strict: bool, progress: Progress) -> ImportOutcome:
    faults.reach("import: staged")
    recorded = _record(plan, stage.path, progress)
    plan.file.require_unchanged(plan.fingerprint, progress)
    _require_rows(plan.file, recorded, strict=strict)
    return _put(plan.folder, stage, _describe(plan, recorded))


def _record(plan: _Plan, target: Path, progress: Progress) -> "Recorded":
    """Read all members into parts."""
    arrow_alone()
    from inunison.sources.crew import Crew
    from inunison.sources.helping import Reading
    from inunison.sources.recording import Recorder

    members, meter = plan.reading.members, Meter()
    total = sum(member.bytes for member in members)
    with Recorder(target) as recorder, Crew(Reading(), plan.processes, target) as crew:
        for member in members:
            for gathered in _gathered(plan.reading, member, meter, crew):
                recorder.add(readable(member.name), gathered)
                progress("reading", meter.done, max(total, meter.done))
        progress("reading", total, total)
        return recorder.finish()


def _gathered(
    reading: Chosen, member: Member, meter: Meter, crew: "Crew[Task, Read]"
) -> "Iterator[Gathered]":
    from inunison.sources.gathering import in_sheet
    from inunison.sources.reading import read_member

    stream = reading.opened.stream(member, meter)
    try:
        for gathered in read_member(reading.importer, stream, member.index, crew):
            yield gathered if stream.sheet is None else in_sheet(gathered, stream.sheet.within)
    except OSError as error:
        raise SourceError(
            f"{member.name} could not be read to its end ({error.strerror or error}).",
            "Check the disk it lies on, then import it again.",
        ) from error


def _require_rows(file: ArrivedFile, recorded: "Recorded", *, strict: bool) -> None:
    if recorded.rejects is None and recorded.left_out and not recorded.parts:
        raise SourceError(
            f"Nothing of {file.name} is imported: {recorded.left_out[0].reason}.",
            "Import another file of the same collection.",
        )
    if recorded.rejects is None or (recorded.parts and not strict):
        return
    worst = recorded.reasons[0]
    member, row = worst.first[0]
    where = f"{member}, row {row}" if member != file.name else f"row {row}"
    share = "rows" if recorded.parts else "rows, all there are,"
    raise SourceError(
        f"{recorded.rejects.rows:,} {share} of {file.name} cannot be read, "
        f"most of them because: {worst.reason} (first: {where}).",
        "Correct the file"
        + (", or import it without --strict." if recorded.parts else ", or get it again."),
    )


def _require_rows_of(known: Source, *, strict: bool) -> None:
    if strict and known.rejects:
        raise SourceError(
            f"{known.name} is in the case already, read without --strict: "
            f"{known.rejects.rows:,} of its rows could not be read.",
            f"See them in {known.rejects_path}, or take it out: inunison remove "
            f"{known.sha256[:12]}",
        )


def _describe(plan: _Plan, recorded: "Recorded") -> Source:
    importer = plan.reading.importer
    return Source(
        sha256=plan.fingerprint.sha256,
        name=plan.file.name,
        bytes=plan.fingerprint.bytes,
        importer=importer.name,
        importer_version=importer.version,
        rank=importer.rank,
        frame=plan.collected.frame,
        scope=plan.collected.scope,
        members=tuple(readable(member.name) for member in plan.reading.opened.members),
        counts=recorded.counts,
        captured_at=recorded.latest,
        path=plan.folder.sources_path / plan.fingerprint.sha256,
        original=plan.file.original,
        skipped=plan.reading.skipped,
        parts=recorded.parts,
        rejects=recorded.rejects,
        reasons=recorded.reasons,
        left_out=recorded.left_out,
        mapping=mapping_of(importer),
    )


def _put(folder: CaseFolder, stage: Staging, source: Source) -> ImportOutcome:
    """Put a source in place, and record it."""
    with storage.writing(stage.path):
        (stage.path / DESCRIPTION).write_bytes(describe(source))
    if stage.commit(source.path):
        faults.reach("import: after the rename")
        _log(folder, "import", source)
        return ImportOutcome(source, was_known=False)
    with folder.lock("sources"):
        known = find_source(folder, source.sha256)
        if known == source and _is_logged(folder, source):
            return ImportOutcome(source, was_known=True)  # imported by another process meanwhile
        return ImportOutcome(_put_over(folder, stage, source), was_known=False)


def _put_over(folder: CaseFolder, stage: Staging, source: Source) -> Source:
    """Let a new reading of a known file take the place of the old one.

    It is logged first. Whoever is cut off between the two runs the command again; the other way
    round, what was changed by hand and what was cut off could not be told apart.
    """
    files = [*source.parts.values(), *([source.rejects] if source.rejects else [])]
    names = distinct_names({part.file: part.sha256 for part in files})
    with storage.writing(stage.path):
        for old, new in names.items():
            (stage.path / old).rename(stage.path / new)
    source = replace(
        source,
        parts={kind: replace(part, file=names[part.file]) for kind, part in source.parts.items()},
        rejects=source.rejects and replace(source.rejects, file=names[source.rejects.file]),
    )
    keep = frozenset({*names.values(), ORIGINAL})
    _log(folder, "import", source)
    faults.reach("import: logged, not yet put over")
    stage.commit_over(source.path, describe(source), keep)
    return source


def _keep(folder: CaseFolder, known: Source, said: Collected) -> ImportOutcome:
    """Leave a known source as it is; only its frame and its scope may be others now."""
    if said != Collected(known.frame, known.scope):
        with folder.lock("sources"):
            known = replace(known, frame=said.frame, scope=said.scope)
            _log(folder, "frame", known)
            storage.replace(known.path / DESCRIPTION, describe(known))
        return ImportOutcome(known, was_known=True, reframed=True)
    return ImportOutcome(known, was_known=True)


def _log(folder: CaseFolder, action: str, source: Source) -> None:
    details = {
        "source": source.sha256,
        "name": source.name,
        "bytes": source.bytes,
        "importer": source.importer,
        "importer_version": source.importer_version,
        "frame": source.frame.value,
        "counts": dict(source.counts),
        "parts": {kind: part.sha256 for kind, part in sorted(source.parts.items())},
        "original": source.original,
        "description": hashlib.sha256(describe(source)).hexdigest(),
    }
    if source.scope is not None:
        details["scope"] = source.scope.content()
    custody.append(folder, action, details)
