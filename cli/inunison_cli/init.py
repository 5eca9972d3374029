"""`inunison init`: make a case."""

from pathlib import Path
from typing import Annotated

import typer

from inunison_cli.narration import narrate


def command(
    directory: Annotated[
        Path, typer.Argument(metavar="DIR", help="A folder that is empty or not there yet.")
    ],
    name: Annotated[
        str | None, typer.Option("--name", help="What to call the case; else the folder's name.")
    ] = None,
) -> None:
    """Make a case: a folder that holds sources, questions, notes and reports.

    A folder that is a case already is left as it is. Prints the folder's path.
    """
    from inunison.folder import CaseFolder, is_case

    was_there = is_case(directory)
    folder = CaseFolder.create(directory, name=name)
    if was_there:
        narrate(f"It is a case already ({folder.name}); nothing was changed.")
    else:
        narrate(f"The case {folder.name} is made. Next: inunison import FILE --case {directory}")
    typer.echo(folder.path)
