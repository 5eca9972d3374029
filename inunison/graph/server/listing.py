"""The local servers of this user, one row each: whose they are, how they are, what they take.

Owns the note of where a server's case lies. Starts and ends nothing.
"""

import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from inunison.errors import InunisonError
from inunison.graph.server.places import ServerFolder, known_servers
from inunison.graph.server.record import HOST, Record, address_of, read_record, write_private

_BLOCK = 512


@dataclass(frozen=True)
class ServerEntry:
    """One local server.

    Attributes:
        case_id: The case that it belongs to.
        case_name: What the case is called; None when its folder is not where it was.
        case_folder: Where the case was when the server was last started; None when not known.
        version: Version of Neo4j.
        state: "ready" (a query is answered), "starting", "stopping" or "stopped".
        pid: Number of the process, None when it does not run.
        bolt: Bolt address, None when it does not run.
        browser: Address of Neo4j Browser, None when it does not run.
        memory: Bytes of memory that the process holds, None when it does not run.
        disk: Bytes that its folder takes on disk.
        last_used: When a command used it last (UTC), None when none did.
        folder: The folder of the server.
    """

    case_id: str
    case_name: str | None
    case_folder: Path | None
    version: str
    state: str
    pid: int | None
    bolt: str | None
    browser: str | None
    memory: int | None
    disk: int
    last_used: datetime | None
    folder: Path


def list_servers() -> list[ServerEntry]:
    """Return all local servers of this user, running or not, sorted by case id; starts none."""
    return [_entry(folder) for folder in known_servers()]


def note_case(folder: ServerFolder, case_folder: Path) -> None:
    """Note where the case of a server lies.

    Raises:
        OSError: The folder cannot be written.
    """
    write_private(folder.case, json.dumps({"folder": str(case_folder)}))


def answers(folder: ServerFolder, record: Record) -> bool:
    """Tell whether a running server answers a query."""
    from inunison.graph.connect import open_connection  # imports the driver

    address = address_of(folder, record)
    if address is None:
        return False
    try:
        open_connection(address).close()
    except InunisonError:
        return False
    return True


def browser_address(record: Record) -> str:
    """Return the address of Neo4j Browser on a running server."""
    return f"http://{HOST}:{record.http}/browser/"


def _entry(folder: ServerFolder) -> ServerEntry:
    record = read_record(folder)
    case_folder = _noted_case(folder)
    return ServerEntry(
        case_id=folder.case_id,
        case_name=_name(folder.case_id, case_folder),
        case_folder=case_folder,
        version=record.version if record else folder.program.version,
        state=_state(folder, record),
        pid=record.pid if record else None,
        bolt=record.uri if record else None,
        browser=browser_address(record) if record else None,
        memory=_memory(record.pid) if record else None,
        disk=_disk(folder.path),
        last_used=_last_used(folder),
        folder=folder.path,
    )


def _noted_case(folder: ServerFolder) -> Path | None:
    try:
        return Path(json.loads(folder.case.read_text(encoding="utf-8"))["folder"])
    except (OSError, ValueError, TypeError, KeyError):
        return None  # never noted, or damaged: the list says that it is not known


def _name(case_id: str, path: Path | None) -> str | None:
    from inunison.folder import CaseFolder

    try:
        case = CaseFolder.open(path) if path else None
    except (InunisonError, OSError):
        return None
    return case.name if case and case.id == case_id else None


def _state(folder: ServerFolder, record: Record | None) -> str:
    if record is None:
        return "stopped"
    if record.stopping:
        return "stopping"
    return "ready" if answers(folder, record) else "starting"


def _memory(pid: int) -> int | None:
    import psutil

    try:
        return int(psutil.Process(pid).memory_info().rss)
    except psutil.Error:
        return None


def _disk(path: Path) -> int:
    """Return the bytes on disk of all files below a folder; what vanishes meanwhile is left out."""
    total = 0
    for parent, _, names in os.walk(path):
        for name in names:
            try:
                total += Path(parent, name).lstat().st_blocks * _BLOCK
            except OSError:
                continue
    return total


def _last_used(folder: ServerFolder) -> datetime | None:
    try:
        return datetime.fromtimestamp(int(folder.last_used.stat().st_mtime), UTC)
    except OSError:
        return None
