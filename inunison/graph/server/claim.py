"""Who may start a server in a folder: one keeper at a time, whatever became of who started it.

Owns the keeper's lock and the search for a server that no record names. A command that is killed
while it hands over leaves a keeper that goes on; the lock tells the next command to wait for it.
"""

import contextlib
import fcntl
import os
import time
from collections.abc import Callable, Iterator

from inunison.errors import ServerError
from inunison.graph.server.ending import end
from inunison.graph.server.places import ServerFolder
from inunison.graph.server.process import process_mark
from inunison.graph.server.record import Record, read_record

_START_S = 10.0
_END_S = 10.0
_LOOK_S = 0.05


def earlier_start(folder: ServerFolder, narrate: Callable[[str], None]) -> Record | None:
    """Return the record of a server that a killed command was just starting, None when none is.

    A server of this folder that runs without a record is ended. The folder's lock is held.

    Raises:
        ServerError: The server without a record does not end.
        OSError: The folder cannot be written.
    """
    if not folder.path.is_dir():
        return None
    deadline = time.monotonic() + _START_S
    while not _is_free(folder) and time.monotonic() < deadline:
        if record := read_record(folder):
            return record
        time.sleep(_LOOK_S)
    _end_unrecorded(folder, narrate)
    return None


@contextlib.contextmanager
def claimed(folder: ServerFolder) -> Iterator[int]:
    """Hold the keeper's lock; a process that inherits the yielded handle goes on holding it.

    Raises:
        ServerError: The keeper of the last try does not end.
        OSError: The folder cannot be written.
    """
    handle = _opened(folder)
    try:
        deadline = time.monotonic() + _END_S
        while not _lock(handle):
            if time.monotonic() > deadline:
                raise ServerError("The keeper of an earlier server does not end.", "Try again.")
            time.sleep(_LOOK_S)
        yield handle
    finally:
        os.close(handle)


def _opened(folder: ServerFolder) -> int:
    return os.open(folder.keeper, os.O_RDWR | os.O_CREAT, 0o600)


def _lock(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_free(folder: ServerFolder) -> bool:
    handle = _opened(folder)
    try:
        return _lock(handle)
    finally:
        os.close(handle)


def _end_unrecorded(folder: ServerFolder, narrate: Callable[[str], None]) -> None:
    """End a server of this folder whose record was lost: it would hold the home for ever."""
    import psutil  # 40 ms that a warm start does not pay

    ours = f"--home-dir={folder.home}"
    for process in psutil.process_iter(["pid", "cmdline"]):
        if ours not in (process.info["cmdline"] or ()):
            continue
        mark = process_mark(process.info["pid"])
        if mark is None:
            continue
        narrate("Ending a local Neo4j of this case that was left without a record.")
        end(folder, Record(process.info["pid"], mark, 0, 0, folder.program.version, 0.0))
