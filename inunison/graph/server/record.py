"""Who runs in a server's folder: the record that the keeper writes and every command reads.

Owns `server.json`, `password` and `last_used`. A record whose process has ended, or whose number
now belongs to another process, is no record. Starts and ends nothing.
"""

import contextlib
import hashlib
import json
import os
import re
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from inunison.graph.address import DEFAULT_DATABASE, DEFAULT_USERNAME, Address
from inunison.graph.server.places import ServerFolder
from inunison.graph.server.process import process_mark

HOST = "127.0.0.1"
_PASSWORD = re.compile(r"[0-9a-f]{48}")


@dataclass(frozen=True)
class Record:
    """One running server.

    Attributes:
        pid: Number of the Java process.
        mark: What tells it apart from a later process with the same number.
        bolt: Port of Bolt on 127.0.0.1.
        http: Port of Browser on 127.0.0.1.
        version: Version of Neo4j.
        started: Seconds since 1970 UTC.
        ready: Whether a query was answered.
        stopping: Whether it was told to end.
        login: Hash of the password that it answered to; empty until then.
    """

    pid: int
    mark: str
    bolt: int
    http: int
    version: str
    started: float
    ready: bool = False
    stopping: bool = False
    login: str = ""

    @property
    def uri(self) -> str:
        """The Bolt address."""
        return f"bolt://{HOST}:{self.bolt}"

    @property
    def alive(self) -> bool:
        """Whether the process is there and is the one that was started."""
        return process_mark(self.pid) == self.mark


def read_record(folder: ServerFolder) -> Record | None:
    """Return the record of the server that runs here, None when none does."""
    try:
        record = Record(**json.loads(folder.record.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None  # absent, or cut short by a full disk: either way nobody can be found by it
    return record if record.alive else None


def write_record(folder: ServerFolder, record: Record) -> None:
    """Write the record, whole or not at all."""
    write_private(folder.record, json.dumps(asdict(record)))


def mark_ready(folder: ServerFolder, record: Record, password: str) -> Record:
    """Note that the server answered a query of somebody with this password."""
    ready = replace(record, ready=True, login=_hashed(password))
    write_record(folder, ready)
    return ready


def mark_stopping(folder: ServerFolder, record: Record) -> None:
    """Note that the server is told to end, so that no command takes it for ready meanwhile."""
    with contextlib.suppress(OSError):  # a full disk must not keep it from ending
        write_record(folder, replace(record, stopping=True))


def drop_record(folder: ServerFolder, record: Record) -> None:
    """Delete the record when it is still the one of that process."""
    try:
        content = json.loads(folder.record.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return
    own = (record.pid, record.mark)
    if isinstance(content, dict) and (content.get("pid"), content.get("mark")) == own:
        folder.record.unlink(missing_ok=True)


def write_private(path: Path, text: str) -> None:
    """Write a file that its owner alone may read, whole or not at all."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}.new")
    temporary.unlink(missing_ok=True)
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise


def touch_last_used(folder: ServerFolder) -> None:
    """Note that a command uses the server now; a folder that may not be written only forgets it."""
    with contextlib.suppress(OSError):
        folder.last_used.touch(mode=0o600)


def idle_seconds(folder: ServerFolder) -> float:
    """Return how long ago a command used the server, in seconds; 0 when that is not known."""
    try:
        return max(time.time() - folder.last_used.stat().st_mtime, 0.0)
    except OSError:
        return 0.0


def address_of(folder: ServerFolder, record: Record) -> Address | None:
    """Return the address of a running server, None when its password is lost."""
    password = read_password(folder)
    if password is None or (record.login and record.login != _hashed(password)):
        return None
    return Address(record.uri, DEFAULT_USERNAME, password, DEFAULT_DATABASE, "local")


def read_password(folder: ServerFolder) -> str | None:
    """Return the password, None when it is lost: no file, an empty one, or not what we wrote."""
    try:
        password = folder.password.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return None
    return password if _PASSWORD.fullmatch(password) else None


def _hashed(password: str) -> str:
    return hashlib.sha256(password.encode("ascii")).hexdigest()[:16]
