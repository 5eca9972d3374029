"""`inunison simulate`: an invented collection with a known truth, to test any tool on.

Owns the options. What is drawn and how it is written is `inunison.simulation`.
"""

from pathlib import Path
from typing import Annotated

import typer

from inunison_cli.narration import narrate


def command(
    folder: Annotated[
        Path, typer.Argument(metavar="OUT_FOLDER", help="A folder that is empty or not there yet.")
    ],
    seed: Annotated[int, typer.Option(help="Another seed draws another collection.")] = 1,
    accounts: Annotated[
        int, typer.Option(help="Ordinary accounts; all else is in proportion.")
    ] = 3_000,
    days: Annotated[float, typer.Option(help="Length of the collection.")] = 7.0,
    cover: Annotated[
        float, typer.Option(help="Share of what campaign accounts do that is ordinary, 0 to 0.9.")
    ] = 0.3,
    without_campaigns: Annotated[
        bool, typer.Option("--without-campaigns", help="Plant no campaign, only look-alikes.")
    ] = False,
) -> None:
    """Make files of an invented collection in which you know who acts together.

    Posts of Twitter and Reddit in their real formats, a table of the truth, and a README of the
    measures. Import the files like any others and see what is found. Prints the paths.
    """
    from inunison.simulation.collection import Measures
    from inunison.simulation.writing import write_simulation

    measures = Measures(seed, accounts, days, not without_campaigns, cover)
    for path in write_simulation(folder, measures):
        typer.echo(path)
    narrate(f"Read {folder / 'README.md'} first. Nothing in these files is about anyone.")
