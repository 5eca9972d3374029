"""`inunison load`: make the graph hold the present sources."""

from enum import StrEnum
from typing import Annotated

import typer

from inunison_cli import options
from inunison_cli.narration import narrate


class Road(StrEnum):
    """The roads of `inunison.graph.roads`, named here so that help comes at once."""

    AUTO = "auto"
    BOLT = "bolt"
    BULK = "bulk"


def command(
    case: options.CaseFolder = None,
    *,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Delete what is ours in the graph first.")
    ] = False,
    memory: options.Memory = None,
    road: Annotated[
        Road,
        typer.Option(
            "--road",
            help="bulk: Neo4j's own importer, for the local server; bolt: any server; "
            "auto: the quicker one.",
        ),
    ] = Road.AUTO,
    uri: options.Uri = None,
    database: options.Database = None,
) -> None:
    """Load the case into Neo4j: accounts, posts, texts, hashtags, mentions and reposts.

    Only what changed since the last load is written. It is safe to run again at any time: a load
    that was cut off goes on, and a loaded graph stays as it is.
    """
    opened = options.open_case(case, uri=uri, database=database, memory=memory)
    outcome = opened.load(rebuild=rebuild, road=road.value)
    if outcome.kind == "nothing":
        narrate("The graph already holds the present sources.")
        return
    if outcome.road == "bulk":
        narrate(f"{outcome.written:,} nodes and edges imported in bulk ({outcome.why}).")
        return
    narrate(f"Loaded over Bolt ({outcome.why}).")
    narrate(f"{outcome.written:,} nodes and edges written, {outcome.removed:,} removed.")
