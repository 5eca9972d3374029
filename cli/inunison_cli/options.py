"""Options that several commands share: the case, the server, the format, the limits.

Owns their names, their help and how a command opens its case. Imports nothing heavy, so that help
comes at once.
"""

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
DEFAULT_TIMEOUT = "60s"
DEFAULT_ROWS = 10_000


def open_case(
    folder: Path | None,
    *,
    uri: str | None = None,
    username: str | None = None,
    database: str | None = None,
) -> "Case":
    """Open the case that a command is about, with what was said about its server.

    A password is never an option: other users of the machine could read it. It comes from
    NEO4J_PASSWORD, or is asked for where `--uri` names a server and somebody can answer.

    Raises:
        CaseError: There is no case, or a newer version of inunison made it.
    """
    from inunison.case import Case

    server = {"uri": uri, "username": username, "database": database}
    if uri is not None and username is not None:
        server["password"] = _ask_password(username)
    opened = Case.open(folder, **{key: value for key, value in server.items() if value is not None})
    opened.narrate = narrate
    opened.progress = progress("loading")
    return opened


def _ask_password(username: str) -> str:
    from getpass import getpass

    return getpass(f"Password of {username}: ")


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
