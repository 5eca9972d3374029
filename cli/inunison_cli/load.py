"""`inunison load`: make the graph hold the present sources."""

from typing import Annotated

import typer

from inunison_cli import options
from inunison_cli.narration import narrate


def command(
    case: options.CaseFolder = None,
    *,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Delete what is ours in the graph first.")
    ] = False,
    memory: options.Memory = None,
    uri: options.Uri = None,
    database: options.Database = None,
) -> None:
    """Load the case into Neo4j: accounts, posts, texts, hashtags, mentions and reposts.

    Only what changed since the last load is written. It is safe to run again at any time: a load
    that was cut off goes on, and a loaded graph stays as it is.
    """
    opened = options.open_case(case, uri=uri, database=database, memory=memory)
    outcome = opened.load(rebuild=rebuild)
    if outcome.road == "nothing":
        narrate("The graph already holds the present sources.")
        return
    narrate(f"{outcome.written:,} nodes and edges written, {outcome.removed:,} removed.")
