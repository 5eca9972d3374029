"""`inunison remove`: take a source out of the case."""

from typing import Annotated

import typer

from inunison_cli import options
from inunison_cli.narration import narrate


def command(
    source: Annotated[
        str,
        typer.Argument(metavar="SOURCE", help="The beginning of its hash, or its file's name."),
    ],
    case: options.CaseFolder = None,
) -> None:
    """Take a source out of the case; the graph follows with the next load.

    The file it was read from is not touched, unless it came through standard input: what was kept
    of that goes with it.
    """
    removed = options.open_case(case).remove(source)
    narrate(
        f"{removed.name or 'A damaged source'} ({removed.sha256[:12]}) is no longer in the case; "
        "the graph follows with the next load."
    )
