"""Ends a local server and waits until it has ended.

Owns the order of a stop: it is noted, the process is told, the process is gone, the keeper has
tidied up. Light: a command that only looks imports it too.
"""

import contextlib
import os
import signal
import time

from inunison.errors import ServerError
from inunison.graph.server.places import ServerFolder
from inunison.graph.server.record import Record, drop_record, mark_stopping, read_record

_STOP_S = 180.0
_KEEPER_S = 2.0
_LOOK_S = 0.05


def end(folder: ServerFolder, record: Record) -> None:
    """End the server of a record; the caller holds the folder's lock.

    Raises:
        ServerError: It has not ended after three minutes.
    """
    mark_stopping(folder, read_record(folder) or record)
    if record.alive:
        with contextlib.suppress(ProcessLookupError):
            os.kill(record.pid, signal.SIGTERM)
    deadline = time.monotonic() + _STOP_S
    while record.alive:
        if time.monotonic() > deadline:
            raise ServerError(
                f"The local Neo4j (process {record.pid}) has not ended after {_STOP_S:.0f} s.",
                f"It may be writing a lot; wait and try again. Its log: {folder.log}",
            )
        time.sleep(_LOOK_S)
    _await_keeper(folder, record)


def _await_keeper(folder: ServerFolder, record: Record) -> None:
    """Give the keeper a moment to tidy up; do it in its place when it is no longer there."""
    deadline = time.monotonic() + _KEEPER_S
    while folder.record.exists() and time.monotonic() < deadline:
        time.sleep(_LOOK_S)
    drop_record(folder, record)
