"""When a server is ready: its database answers a query to somebody with our password.

Owns the wait for it. An open port and a login are not enough: after damage Neo4j listens and knows
its users while the database of the graph is offline.
"""

import time
from dataclasses import replace

from inunison.errors import InunisonError, ServerError
from inunison.graph.address import Address
from inunison.graph.server.log import Damaged, tail, why_it_ended
from inunison.graph.server.places import ServerFolder
from inunison.graph.server.record import Record, address_of, mark_ready, touch_last_used

_READY_S = 300.0
_LOOK_S = 0.05
_LISTENING = "Bolt enabled on"
_STATUS = """\
SHOW DATABASES YIELD name, currentStatus, statusMessage WHERE name = $name
RETURN currentStatus, statusMessage"""
_FAILED = ("offline", "dirty", "quarantined", "unknown", "store copying")


def await_ready(folder: ServerFolder, record: Record) -> Address:
    """Wait until the server that was started answers a query, and note it.

    Raises:
        Damaged: Its password is lost, it refuses it, or the database of the graph does not start.
        ServerError: It ended, or does not answer in five minutes.
        StorageError: It ended because the disk is full.
    """
    address = address_of(folder, record)
    if address is None:
        raise password_lost(folder)
    deadline = time.monotonic() + _READY_S
    last: InunisonError | None = None
    while time.monotonic() < deadline:
        if not record.alive:
            raise why_it_ended(folder)
        if _LISTENING in tail(folder.log):
            last = _asked(address)
            if last is None:
                touch_last_used(folder)
                mark_ready(folder, record, address.password)
                return address
            if "refuses the login" in last.message:
                raise Damaged(
                    f"The local Neo4j refuses the password that is kept in {folder.path}.",
                    f"See the log: {folder.log}",
                )
            if "no running database" in last.message:
                _raise_when_failed(folder, address)
        time.sleep(_LOOK_S)
    raise ServerError(
        "The local Neo4j was started but does not answer"
        + (f": {last.message}" if last else f" after {_READY_S:.0f} s."),
        f"See the log: {folder.log}",
    )


def password_lost(folder: ServerFolder) -> Damaged:
    """Return the error of a home whose password is not there, or not one that we wrote."""
    return Damaged(
        f"The password of the local Neo4j is lost: {folder.password} does not hold it.",
        "Run it again: a new graph is begun.",
    )


def _asked(address: Address) -> InunisonError | None:
    """Ask one query; return why there was no answer, None when there was."""
    from inunison.graph.connect import open_connection  # imports the driver

    try:
        with open_connection(address):
            return None
    except InunisonError as error:  # also a database that is not online yet
        return error


def _raise_when_failed(folder: ServerFolder, address: Address) -> None:
    """Raise when the database has given up starting; return when it may still come."""
    from inunison.graph.connect import open_connection  # imports the driver

    try:
        with open_connection(replace(address, database="system")) as system:
            rows = system.execute_implicit(_STATUS, {"name": address.database})[1]
    except InunisonError:
        return
    if not rows:
        return
    status, why = str(rows[0][0]), str(rows[0][1] or "")
    if status in _FAILED and why:
        raise Damaged(
            f"The graph of the local Neo4j is damaged and does not start ({why[:200]}).",
            f"See the log: {folder.log}",
        )
