"""Which road a load takes: over Bolt, or in bulk by Neo4j's own importer, and why.

Owns the rule and the measured figures behind it. Loads nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from inunison.errors import UsageError
from inunison.graph import bulk
from inunison.graph.address import Address
from inunison.graph.connect import Connection
from inunison.graph.ownership import stranger
from inunison.state import State

if TYPE_CHECKING:
    import duckdb

# Measured on two cores with nothing else running, on synthetic states of 100,000 and a million
# posts (`benchmarks/RESULTS.md`; `python -m benchmarks.load` prints all of them anew):
# - Bolt: 564,543 nodes and edges in 33.0 s; 22,164 of an increment in 5.8 s, 293,581 in 18.5 s;
# - bulk: 564,543 in 22 to 26 s, one start and indexes among them; of a handful, the importer takes
#   9 s, indexes and counts 5 s and a start 8 s; a larger graph goes at the importer's rate.
BOLT_ROWS_PER_S = 15_000
BULK_ROWS_PER_S = 220_000
BULK_FIXED_S = 14
START_S = 8


class Road(StrEnum):
    """A way from a state into the graph."""

    AUTO = "auto"
    BOLT = "bolt"
    BULK = "bulk"


@dataclass(frozen=True)
class Task:
    """What there is to load, and where.

    Attributes:
        rows: Nodes and edges of the whole state.
        changed: Those that Bolt would write or remove.
        starts: How many starts of a server the bulk road takes beyond those of Bolt: none where
            there is no server yet, one where its graph is empty, and two where one graph answers
            until the other is whole.
    """

    rows: int
    changed: int
    starts: int


@dataclass(frozen=True)
class Choice:
    """A road, and why it was taken in one sentence."""

    road: Road
    why: str


def bolt_seconds(task: Task) -> float:
    """Return how long the load would take over Bolt, in seconds on the machine measured."""
    return task.changed / BOLT_ROWS_PER_S


def bulk_seconds(task: Task) -> float:
    """Return how long the load would take in bulk, in seconds on the machine measured."""
    return BULK_FIXED_S + task.starts * START_S + task.rows / BULK_ROWS_PER_S


def choose(wanted: Road, task: Task, obstacle: Callable[[], str | None]) -> Choice:
    """Choose the road.

    Args:
        wanted: What the user asked for.
        task: What there is to load.
        obstacle: Tells why the bulk road cannot be taken; asked only where it matters.

    Raises:
        UsageError: The bulk road was asked for and cannot be taken.
    """
    if wanted is Road.BOLT:
        return Choice(wanted, "it was asked for")
    if wanted is Road.BULK:
        if found := obstacle():
            raise UsageError(
                f"The bulk road cannot be taken: {found}.", "Load with --road bolt, or auto."
            )
        return Choice(wanted, "it was asked for")
    bolt, bulk = bolt_seconds(task), bulk_seconds(task)
    compared = (
        f"{task.changed:,} of {task.rows:,} nodes and edges change:"
        f" about {bolt:,.0f} s over Bolt, {bulk:,.0f} s in bulk"
    )
    if bolt <= bulk:
        return Choice(Road.BOLT, compared)
    if found := obstacle():
        return Choice(Road.BOLT, found)
    return Choice(Road.BULK, compared)


def named(road: str) -> Road:
    """Return the road of a name.

    Raises:
        UsageError: There is none of that name.
    """
    try:
        return Road(road)
    except ValueError as error:
        raise UsageError(
            f"There is no road {road!r}.", f"Give one of {', '.join(each.value for each in Road)}."
        ) from error


def require_local(wanted: Road, named: Address | None) -> None:
    """Refuse the bulk road to any server but the case's own local one.

    Args:
        wanted: What the user asked for.
        named: The server that somebody named; None where the local one is meant.

    Raises:
        UsageError: It was asked for, and the address is another server's.
    """
    if wanted is Road.BULK and named is not None:
        raise UsageError(
            "The bulk road is only there for the local server of the case.",
            "Load with --road bolt, or leave NEO4J_URI and --uri away.",
        )


def obstacle(
    connection: Connection, database: "duckdb.DuckDBPyConnection", state: State
) -> str | None:
    """Say why the bulk road cannot be taken, as a part of a sentence; None where it can.

    Args:
        connection: The database that would be replaced; all in it that is not ours would be lost.
        database: The engine to look at the state with.
        state: What would be loaded.
    """
    if connection.address.origin != "local":
        return "the server is not the local one of the case"
    if found := stranger(connection):
        return f"the graph holds what somebody added to it ({found}), which would be lost"
    return too_long(database, state)


def too_long(database: "duckdb.DuckDBPyConnection", state: State) -> str | None:
    """Say that a state holds a text that the importer does not take; None where it holds none."""
    if bulk.longest_value(database, state) > bulk.LONGEST_VALUE:
        return f"a text of the case is longer than {bulk.LONGEST_VALUE:,} bytes"
    return None
