"""Options that several commands share: the case, the server, the format, the limits.

Owns their names, their help and how a command opens its case. Imports nothing heavy, so that help
comes at once.
"""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from inunison_cli.narration import narrate, progress
from inunison_cli.output import Format

if TYPE_CHECKING:
    from inunison.case import Case

CaseFolder = Annotated[
    Path | None,
    typer.Option("--case", help="Folder of the case; else the nearest parent that is one."),
]
Uri = Annotated[
    str | None,
    typer.Option(
        "--uri", help="Another Neo4j than NEO4J_URI or the local one, as bolt://host:port."
    ),
]
Username = Annotated[str | None, typer.Option("--username", help="User of the server at --uri.")]
Database = Annotated[str | None, typer.Option("--database", help="Database on that server.")]
OutputFormat = Annotated[
    Format | None,
    typer.Option("--format", help="How rows are written; table in a terminal, else csv."),
]
Timeout = Annotated[
    str, typer.Option("--timeout", metavar="DURATION", help="Stop the question after this long.")
]
Rows = Annotated[
    int, typer.Option("--rows", min=1, metavar="NUMBER", help="Take at most so many rows.")
]
Memory = Annotated[
    str | None,
    typer.Option("--memory", metavar="SIZE", help="Memory that may be taken, as 800M or 2G."),
]
DEFAULT_TIMEOUT = "60s"
DEFAULT_ROWS = 10_000
LEAST_MEMORY_MB = 256


def open_case(
    folder: Path | None,
    *,
    uri: str | None = None,
    username: str | None = None,
    database: str | None = None,
    memory: str | None = None,
) -> "Case":
    """Open the case that a command is about, with what was said about its server and its limits.

    A password is never an option: other users of the machine could read it. It comes from
    NEO4J_PASSWORD, or is asked for where `--uri` names a server and somebody can answer.

    Raises:
        CaseError: There is no case, or a newer version of inunison made it.
        UsageError: `memory` is no size.
    """
    from inunison.case import Case

    server = {"uri": uri, "username": username, "database": database}
    if uri is not None and username is not None:
        server["password"] = _ask_password(username)
    opened = Case.open(folder, **{key: value for key, value in server.items() if value is not None})
    opened.memory_mb = None if memory is None else megabytes(memory)
    opened.narrate = narrate
    opened.progress = progress("loading")
    return opened


def _ask_password(username: str) -> str:
    from getpass import getpass

    return getpass(f"Password of {username}: ")


def megabytes(size: str) -> int:
    """Return the MB (10^6 bytes) of a `--memory`: a number with M or G behind it.

    Raises:
        UsageError: It is none, or less than anything can be done in.
    """
    from inunison.errors import UsageError

    found = re.fullmatch(r"([0-9]{1,7}) ?([MG])i?B?", size.strip(), re.IGNORECASE)
    if found is None:
        raise UsageError(
            f"--memory {size[:80]!r} is no size.", "Write it as 800M or 2G, without a point."
        )
    number = int(found[1]) * (1_000 if found[2].upper() == "G" else 1)
    if number < LEAST_MEMORY_MB:
        raise UsageError(f"--memory must be {LEAST_MEMORY_MB}M or more.")
    return number


def seconds(duration: str) -> float:
    """Return the seconds of a `--timeout`: a duration, or a plain number of seconds.

    Raises:
        UsageError: It is neither.
    """
    from inunison.errors import UsageError
    from inunison.queries.durations import parse_duration

    try:
        return float(duration)
    except ValueError:
        pass
    try:
        return float(parse_duration(duration))
    except ValueError as error:
        raise UsageError(f"--timeout {error}, not {duration[:80]!r}.") from error
