"""Starts one local server: settings, ports, the process, and a fresh home where the old is damaged.

Owns one start from nothing to a query that was answered. The caller holds the folder's lock and
decides whether a start is needed. A home that cannot be started is set aside, not deleted.
"""

import errno
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from inunison import machine
from inunison.errors import InunisonError, ServerError, StorageError
from inunison.graph.address import Address
from inunison.graph.server.archive import archive_for, forget
from inunison.graph.server.claim import claimed
from inunison.graph.server.download import ensure_program, mend_program
from inunison.graph.server.ending import end
from inunison.graph.server.first_password import set_password
from inunison.graph.server.keeper import Order
from inunison.graph.server.log import Damaged, PortTaken, last_line, why_it_ended
from inunison.graph.server.places import ServerFolder
from inunison.graph.server.readiness import await_ready
from inunison.graph.server.record import (
    HOST,
    Record,
    read_record,
    touch_last_used,
    write_private,
)
from inunison.graph.server.runtime import java_for, small_environment
from inunison.graph.server.settings import (
    Memory,
    Ports,
    configuration,
    idle_limit,
    java_arguments,
    memory_for,
)

Narrate = Callable[[str], None]

_PORT_TRIES = 3
_PORT_LOOKS = 50
_AHEAD = 8  # the part of the memory that a store may take before anybody asked
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@dataclass(frozen=True)
class _Start:
    """What a start needs to know.

    Attributes:
        folder: The server's.
        jars: The program folder.
        java: The `java` program.
        narrate: Told in one sentence what takes time.
    """

    folder: ServerFolder
    jars: Path
    java: Path
    narrate: Narrate


def launch(folder: ServerFolder, narrate: Narrate, *, afresh: bool = True) -> Address:
    """Start the server of a folder and wait until a query answers.

    Damaged jars are fetched again. A home that cannot be started is set aside and a fresh one is
    made: its graph can be made again from the case, and the command that comes next does so.

    Args:
        folder: The server's.
        narrate: Told in one sentence what takes time.
        afresh: Whether a fresh home may take the place of a damaged one.

    Raises:
        Damaged: The home is, and a fresh one may not take its place or did not start either.
        ServerError: No Java runtime, the server ended while starting, or it takes too long.
        StorageError: The folder cannot be written or the disk is full.
    """
    java = java_for(folder.program)
    jars = ensure_program(folder.program, narrate)
    _check_path(jars)
    start = _Start(folder, jars, java, narrate)
    try:
        prepare(folder)
        had_data = any(folder.home.iterdir())
        try:
            return _on_free_ports(start)
        except Damaged as damage:
            _end_what_runs(folder)
            forget(java, jars)
            if mend_program(folder.program, narrate):
                return _on_free_ports(start)
            if not (afresh and had_data):
                raise
            return _afresh(start, damage)
    except OSError as error:
        raise _storage_error(folder, error) from error


def resume(folder: ServerFolder, record: Record, narrate: Narrate) -> Address:
    """Wait for a server that an earlier command started; start it anew when it ends or is damaged.

    Raises:
        ServerError: As for `launch`.
        StorageError: As for `launch`.
    """
    if record.stopping:
        narrate("Waiting until the local Neo4j has ended, to start it again.")
        end(folder, record)
        return launch(folder, narrate)
    narrate("Waiting for the local Neo4j that an earlier command started.")
    try:
        return await_ready(folder, record)
    except Damaged:
        _end_what_runs(folder)
    except ServerError:
        if record.alive:
            raise
    return launch(folder, narrate)


def _storage_error(folder: ServerFolder, error: OSError) -> StorageError:
    if error.errno in _NO_ROOM:
        return StorageError(
            f"The disk is full: the local Neo4j needs room in {folder.path}.",
            "Make room, or choose another place by INUNISON_HOME.",
        )
    return StorageError(
        f"The server's folder {folder.path} cannot be written: {error.strerror or error}.",
        "Make room or make it writable, or choose another place by INUNISON_HOME.",
    )


def _check_path(program: Path) -> None:
    if os.pathsep in str(program):
        raise ServerError(
            f"Java cannot read a folder whose name holds {os.pathsep!r}: {program}.",
            "Choose another folder by INUNISON_CACHE.",
        )


def prepare(folder: ServerFolder) -> None:
    """Make the folders, for their owner alone."""
    folder.path.parent.mkdir(parents=True, exist_ok=True)
    folder.path.mkdir(mode=0o700, exist_ok=True)
    folder.path.chmod(0o700)
    folder.home.mkdir(exist_ok=True)
    folder.configuration.mkdir(exist_ok=True)
    shutil.rmtree(folder.temporary, ignore_errors=True)
    folder.temporary.mkdir()


def _end_what_runs(folder: ServerFolder) -> None:
    if record := read_record(folder):
        end(folder, record)


def _afresh(start: _Start, damage: Damaged) -> Address:
    """Start with a fresh home; should that fail too, the fault was not the home's: put it back."""
    folder = start.folder
    start.narrate(damage.message)
    kept = _set_aside(folder)
    prepare(folder)
    try:
        address = _on_free_ports(start)
    except (InunisonError, OSError) as error:
        _end_what_runs(folder)
        _put_back(folder, kept)
        raise damage from error
    start.narrate(
        f"A new graph was begun, and the case will be loaded into it; "
        f"the old one was set aside in {folder.aside}, which you may delete."
    )
    return address


def _set_aside(folder: ServerFolder) -> list[str]:
    """Move home and password away, in place of those set aside before; return what was moved."""
    if folder.aside.exists():
        shutil.rmtree(folder.aside)
    folder.aside.mkdir(mode=0o700)
    kept = [path for path in (folder.home, folder.password) if path.exists() or path.is_symlink()]
    for path in kept:
        path.rename(folder.aside / path.name)
    return [path.name for path in kept]


def _put_back(folder: ServerFolder, kept: list[str]) -> None:
    """Undo `_set_aside`; what is deleted is the fresh home that did not start either."""
    shutil.rmtree(folder.home, ignore_errors=True)
    folder.password.unlink(missing_ok=True)
    for name in kept:
        (folder.aside / name).rename(folder.path / name)
    folder.aside.rmdir()


def _on_free_ports(start: _Start) -> Address:
    for _ in range(_PORT_TRIES):
        try:
            return _begin(start)
        except PortTaken:
            start.narrate("A port was taken by another program; trying others.")
    raise ServerError(
        f"No free port was found on {HOST} for the local Neo4j.",
        "Another program takes ports as fast as they are chosen; try again.",
    )


def _begin(start: _Start) -> Address:
    folder = start.folder
    ports = _free_ports(folder)
    _write_configuration(start, ports, memory_for(machine.memory()))
    set_password(folder, start.java)
    if folder.log.exists():
        folder.log.replace(folder.log.with_name(f"{folder.log.name}.1"))
    start.narrate(f"Starting the local Neo4j {folder.program.version} on {HOST}:{ports.bolt}.")
    began = time.monotonic()
    touch_last_used(folder)
    _hand_over(folder, _order(start, ports))
    record = read_record(folder)
    if record is None:
        raise why_it_ended(folder)
    address = await_ready(folder, record)
    start.narrate(f"The local Neo4j is ready after {time.monotonic() - began:.1f} s.")
    return address


def _order(start: _Start, ports: Ports) -> Order:
    folder = start.folder
    archive = archive_for(start.java, start.jars)
    return Order(
        command=[
            str(start.java),
            *archive.options,
            f"@{folder.configuration / 'java.args'}",
            folder.program.main,
            f"--home-dir={folder.home}",
            f"--config-dir={folder.configuration}",
            "--console-mode",
        ],
        bolt=ports.bolt,
        http=ports.http,
        version=folder.program.version,
        idle_s=idle_limit(),
        archive_new=str(archive.new or ""),
        archive_final=str(archive.final or ""),
        ahead=machine.memory() // _AHEAD,
    )


def _free_ports(folder: ServerFolder) -> Ports:
    """Choose the ports of the last start when they are free, so that bookmarks stay right."""
    remembered = folder.path / "ports.json"
    try:
        ports = Ports(**json.loads(remembered.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        ports = Ports(0, 0)
    with socket.socket() as first, socket.socket() as second:
        chosen = Ports(_bound(first, ports.bolt), _bound(second, ports.http))
    write_private(remembered, json.dumps(asdict(chosen)))
    return chosen


def _bound(listener: socket.socket, wanted: int) -> int:
    """Bind to the wanted port, or to any free one; return the port.

    The system gives the ports of outgoing connections from 32768 on: one from there could be gone
    when the server, some seconds later, listens.
    """
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    below = [20_000 + secrets.randbelow(12_000) for _ in range(_PORT_LOOKS)]
    for port in (wanted or below[0], *below):
        try:
            listener.bind((HOST, port))
        except (OSError, OverflowError, TypeError):
            continue
        return port
    listener.bind((HOST, 0))
    return int(listener.getsockname()[1])


def _write_configuration(start: _Start, ports: Ports, memory: Memory) -> None:
    folder = start.folder
    write_private(folder.configuration / "neo4j.conf", configuration(start.jars, ports, memory))
    write_private(folder.configuration / "java.args", java_arguments(start.jars, folder, memory))
    write_private(folder.hosts, f"{HOST} localhost\n")


def _hand_over(folder: ServerFolder, order: Order) -> None:
    """Start the keeper, which starts the server and stays behind with it."""
    with claimed(folder) as claim:
        done = subprocess.run(  # noqa: S603 - our own command
            [sys.executable, "-P", "-m", "inunison.graph.server.keeper", str(folder.path)],
            input=json.dumps(asdict(order)),
            env=small_environment()
            | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            pass_fds=[claim],
        )
    if done.returncode:
        raise ServerError(
            f"The local Neo4j could not be started: {last_line(done.stderr)}",
            "Make room if the disk is full; "
            "else install it again: pip install --force-reinstall 'inunison[local]'",
        )
