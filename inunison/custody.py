"""The custody log: what was done to a case, in a chain that shows when it was altered.

Owns `custody.jsonl`. Each line names the hash of the line before it and its own; the hash of the
last one, the head, stands in every report, so that a log that was cut or written anew no longer
holds it. Lines are only ever added. It records; it decides nothing and undoes nothing.
"""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inunison import storage
from inunison.canonical import canonical_json, digest
from inunison.errors import CaseError

if TYPE_CHECKING:
    from inunison.folder import CaseFolder

BEGINNING = "0" * 64
REPAIR = "repair"

_TAIL_BYTES = 1 << 16


@dataclass(frozen=True)
class Entry:
    """One thing that was done.

    Attributes:
        time: When, UTC, ISO 8601 with Z.
        action: What: init, import, frame, remove, load ...
        details: The particulars, as JSON holds them.
        previous: Hash of the entry before; 64 zeros for the first.
        hash: SHA-256 of the canonical JSON of all the above.
    """

    time: str
    action: str
    details: Mapping[str, Any]
    previous: str
    hash: str

    def computed(self) -> str:
        """Return the hash that the entry should have."""
        return digest(_content(self.time, self.action, self.details, self.previous))


@dataclass(frozen=True)
class ChainVerdict:
    """What a walk along the chain found.

    Attributes:
        entries: Number of entries.
        head: Hash of the last one; 64 zeros where there is none.
        problems: What is wrong, one sentence each, with its line.
        repairs: Lines that a crash left half written, and that a later entry records.
        hashes: The hash of every entry.
    """

    entries: int
    head: str
    problems: tuple[str, ...] = ()
    repairs: int = 0
    hashes: frozenset[str] = field(default=frozenset(), repr=False)

    @property
    def sound(self) -> bool:
        """Whether nothing was altered, taken out or put in between."""
        return not self.problems


def append(folder: "CaseFolder", action: str, details: Mapping[str, Any]) -> Entry:
    """Add an entry to the log of a case.

    A last line that a crash left half written stays where it is; an entry that records it (how many
    bytes, their hash) is put before the new one.

    Args:
        folder: The case.
        action: What was done.
        details: The particulars; must be what JSON can hold.

    Raises:
        StorageError: The log cannot be written, or another command holds it.
        CaseError: The log cannot be read.
    """
    with folder.lock("custody"):
        last, torn = _ending(folder.custody_path)
        lines = []
        previous = last.hash if last else BEGINNING
        if torn:
            repair = _entry(REPAIR, _describe(torn), previous)
            lines.append(_line(repair))
            previous = repair.hash
        entry = _entry(action, details, previous)
        lines.append(_line(entry))
        _write(folder.custody_path, b"".join(lines))
    return entry


def entries(folder: "CaseFolder") -> Iterator[Entry]:
    """Yield the entries of a log, oldest first; lines that cannot be read are passed over.

    Raises:
        CaseError: The log cannot be read.
    """
    for _, _, entry in _walk(folder.custody_path):
        if entry is not None:
            yield entry


def last_action(folder: "CaseFolder", sha256: str) -> str | None:
    """Return what the log says was done last to a source: "import", "remove", or None.

    Args:
        folder: The case.
        sha256: The source's hash.

    Raises:
        CaseError: The log cannot be read.
    """
    found = None
    for entry in entries(folder):
        if entry.action in {"import", "remove"} and entry.details.get("source") == sha256:
            found = entry.action
    return found


def head(folder: "CaseFolder") -> str:
    """Return the hash of the last entry, 64 zeros where there is none.

    Raises:
        CaseError: The log cannot be read.
    """
    last, _torn = _ending(folder.custody_path)
    return last.hash if last else BEGINNING


def check(folder: "CaseFolder") -> ChainVerdict:
    """Walk along the chain of a case.

    Raises:
        CaseError: The log cannot be read.
    """
    previous, torn, torn_from = BEGINNING, b"", 0
    hashes: list[str] = []
    problems: list[str] = []
    repairs = 0
    for number, line, entry in _walk(folder.custody_path):
        if entry is None:
            torn, torn_from = torn + line, torn_from or number
            continue
        if torn and _records(entry, torn):
            repairs += 1
        elif torn:
            problems.append(f"line {torn_from} cannot be read, and no entry records it")
        torn, torn_from = b"", 0
        if entry.computed() != entry.hash or line.rstrip(b"\n") != _line(entry).rstrip(b"\n"):
            problems.append(f"line {number} was altered: its content does not have its hash")
        if entry.previous != previous:
            problems.append(f"line {number} does not follow the one before it")
        previous = entry.hash
        hashes.append(entry.hash)
    if torn:
        problems.append(f"line {torn_from} was left half written; the next command records that")
    return ChainVerdict(len(hashes), previous, tuple(problems), repairs, frozenset(hashes))


def _content(time: str, action: str, details: Mapping[str, Any], previous: str) -> dict[str, Any]:
    return {"action": action, "details": dict(details), "previous": previous, "time": time}


def _entry(action: str, details: Mapping[str, Any], previous: str) -> Entry:
    time = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    # Through JSON and back: the hash is made over what a reader of the file will see.
    details = json.loads(canonical_json(dict(details)))
    return Entry(time, action, details, previous, digest(_content(time, action, details, previous)))


def _line(entry: Entry) -> bytes:
    content = _content(entry.time, entry.action, entry.details, entry.previous)
    return canonical_json(content | {"hash": entry.hash}).encode("utf-8") + b"\n"


def _parse(line: bytes) -> Entry | None:
    """Return the entry that a line holds, None where it holds none."""
    try:
        value = json.loads(line)
        entry = Entry(**value)
    except (ValueError, TypeError, RecursionError):
        return None
    texts = (entry.time, entry.action, entry.previous, entry.hash)
    sound = all(isinstance(text, str) for text in texts) and isinstance(entry.details, dict)
    return entry if sound else None


def _walk(path: Path) -> Iterator[tuple[int, bytes, Entry | None]]:
    """Yield number, bytes and entry of each line."""
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, 1):
                yield number, line, _parse(line)
    except FileNotFoundError:
        return
    except OSError as error:
        raise _unreadable(path, error) from error


def _ending(path: Path) -> tuple[Entry | None, bytes]:
    """Return the last entry that can be read, and the bytes of the lines after it."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            length = _TAIL_BYTES
            while True:
                file.seek(max(0, size - length))
                last, torn = _last_of(file.read(), whole=length >= size)
                if last or length >= size:
                    return last, torn
                length *= 8
    except FileNotFoundError:
        return None, b""
    except OSError as error:
        raise _unreadable(path, error) from error


def _last_of(tail: bytes, *, whole: bool) -> tuple[Entry | None, bytes]:
    lines = BytesIO(tail).readlines()
    first = 0 if whole else 1  # the first line of a tail may be half of one
    for index in range(len(lines) - 1, first - 1, -1):
        if entry := _parse(lines[index]):
            return entry, b"".join(lines[index + 1 :])
    return None, tail


def _describe(torn: bytes) -> dict[str, Any]:
    torn = torn.rstrip(b"\r\n")
    return {"bytes": len(torn), "sha256": hashlib.sha256(torn).hexdigest()}


def _records(entry: Entry, torn: bytes) -> bool:
    return entry.action == REPAIR and entry.details == _describe(torn)


def _write(path: Path, lines: bytes) -> None:
    """Add lines to the end of the log, all of them or none."""
    with storage.writing(path):
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
        try:
            size = os.fstat(handle).st_size
            # Before the lines: whatever a crash left must not run into them.
            unended = size and os.pread(handle, 1, size - 1) != b"\n"
            content = (b"\n" if unended else b"") + lines
            try:
                _write_all(handle, content)
                os.fsync(handle)
            except OSError:
                os.ftruncate(handle, size)
                raise
        finally:
            os.close(handle)


def _write_all(handle: int, content: bytes) -> None:
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(handle, rest) :]


def _unreadable(path: Path, error: OSError) -> CaseError:
    return CaseError(
        f"{path} cannot be read ({error.strerror}).",
        "Ask the owner of the case, or change its permissions.",
    )
