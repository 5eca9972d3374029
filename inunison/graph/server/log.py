"""What the log of a server that ended says to a person.

Owns the signs by which the known ends are told apart: a taken port, no memory, wrong options, no
room, a kill, a second process on the same home. Every other end while starting counts as damage of
what it reads.
"""

import os
import time
from pathlib import Path

from inunison.errors import InunisonError, ServerError, StorageError
from inunison.graph.server.keeper import KILLED
from inunison.graph.server.places import ServerFolder

_PORT_TAKEN = ("Address already in use", "BindException")
_NO_MEMORY = (
    "Could not reserve enough space",
    "insufficient memory",
    "java.lang.OutOfMemoryError",
)
_NO_MACHINE = "Error: Could not create the Java Virtual Machine"
_NO_ROOM = ("No space left on device", "File too large", "Disk quota exceeded")
_IN_USE = ("StoreLock", "Lock file has been locked")
_KEEPER_S = 2.0
_LOOK_S = 0.02
_TAIL = 65536
_LINE = 300


class PortTaken(ServerError):  # noqa: N818 - a kind of ended start that is tried again
    """Somebody took a port between our look and the server's."""


class Damaged(ServerError):  # noqa: N818 - the home is at fault, a fresh one can help
    """The home, its password or the program cannot be used; a fresh one can take its place."""


def why_it_ended(folder: ServerFolder) -> InunisonError:
    """Return why a server ended while it was starting."""
    _await_last_word(folder)
    text = tail(folder.log)
    see = f"See the whole log: {folder.log}"
    if known := known_cause(text, folder):
        return known
    if KILLED in text:
        return ServerError(
            "The local Neo4j was ended from outside while it was starting, "
            "as the system does when memory runs out.",
            "Run it again; if it stays so, close other programs or set INUNISON_HEAP_MB.",
        )
    said = f"The local Neo4j ended while it was starting: {last_line(text)}"
    if not text or _holds(text, _IN_USE):
        return ServerError(said, see)
    return Damaged(said, see)


def known_cause(text: str, folder: ServerFolder) -> InunisonError | None:
    """Return what a program of Neo4j lacked, by what it printed; None where that does not show."""
    if _holds(text, _PORT_TAKEN):
        return PortTaken("A port of the local Neo4j was taken by another program.", "Try again.")
    if _holds(text, _NO_MEMORY):
        return ServerError(
            "The machine has not enough free memory for the local Neo4j.",
            "Close other programs, or set INUNISON_HEAP_MB to another number.",
        )
    said, does_not_start, _ = text.partition(_NO_MACHINE)
    if does_not_start:
        return ServerError(
            f"Java does not start with its options: {last_line(said)}",
            "Correct INUNISON_JAVA_OPTIONS, or leave it out.",
        )
    if _holds(text, _NO_ROOM):
        return StorageError(
            f"The disk is full: the local Neo4j cannot write to {folder.path}.",
            "Make room, or choose another place by INUNISON_HOME.",
        )
    return None


def _await_last_word(folder: ServerFolder) -> None:
    """Give the keeper a moment to write how the server ended; then it drops the record."""
    deadline = time.monotonic() + _KEEPER_S
    while folder.record.exists() and time.monotonic() < deadline:
        time.sleep(_LOOK_S)


def _holds(text: str, signs: tuple[str, ...]) -> bool:
    return any(sign in text for sign in signs)


def tail(log: Path) -> str:
    """Return the last 64 kB of a log; nothing where there is none."""
    try:
        with log.open("rb") as stream:
            stream.seek(max(stream.seek(0, os.SEEK_END) - _TAIL, 0))
            return stream.read().decode("utf-8", errors="replace")
    except OSError:
        return ""


def last_line(text: str) -> str:
    """Return the line that says why: the last cause of a Java error, else the last line."""
    stripped = (line.strip() for line in text.splitlines())
    lines = [line for line in stripped if line and not line.startswith(("at ", "... "))]
    causes = [line for line in lines if line.startswith("Caused by: ")]
    chosen = causes[-1] if causes else (lines[-1] if lines else "it said nothing")
    return chosen[:_LINE]
