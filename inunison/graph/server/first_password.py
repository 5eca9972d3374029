"""The random password that a fresh home is given by Neo4j's own tool.

Owns the way of the password into the home: by a private file, since arguments can be read by
everyone on the machine. Never changes the password of a home that was started.
"""

import secrets
import subprocess
from pathlib import Path

from inunison.errors import ServerError
from inunison.graph.server.log import Damaged, known_cause, last_line
from inunison.graph.server.places import ServerFolder
from inunison.graph.server.readiness import password_lost
from inunison.graph.server.record import read_password, write_private
from inunison.graph.server.runtime import small_environment

_TOOL = "org.neo4j.cli.AdminTool"
_TOOL_S = 300.0
_BYTES = 24


def set_password(folder: ServerFolder, java: Path) -> None:
    """Give a fresh home its password; a home that was started keeps the one it has.

    A password that was written for a start that was killed is used again: what is left of that
    start may still be giving it to the home.

    Raises:
        Damaged: A home that was started has lost its password, or the tool fails.
        ServerError: The tool takes more than five minutes, or lacks memory.
        StorageError: The disk is full.
        OSError: The folder cannot be written.
    """
    password = read_password(folder)
    if (folder.home / "data" / "databases" / "system").exists():
        if password is None:
            raise password_lost(folder)
        return
    if password is None:
        password = secrets.token_hex(_BYTES)
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
    try:
        _run(command, folder)
    finally:
        arguments.unlink(missing_ok=True)


def _run(command: list[str], folder: ServerFolder) -> None:
    environment = small_environment() | {
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
            "Neo4j's own tool did not set the first password in five minutes.",
            "The machine is very busy; try again.",
        ) from error
    if done.returncode:
        raise known_cause(done.stderr, folder) or Damaged(
            f"Neo4j's own tool could not set the first password: {last_line(done.stderr)}",
            "Run it again; if it stays so: inunison server remove.",
        )
