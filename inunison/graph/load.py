"""The Bolt road from a state into Neo4j: what the graph lacks is added, what is not of it goes.

Owns in which order things are written, and what happens when a load is cut off: the Case node names
the state only once all of it is there, and the same load run again goes on from where it was. One
ordered writer; any server; never touches what is not ours.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import neo4j

from inunison import __version__, engine
from inunison.errors import ServerError
from inunison.folder import CaseFolder
from inunison.graph import statements
from inunison.graph.connect import Connection
from inunison.graph.model import EDGES, NODES, SCHEMA_VERSION, Edge, Node
from inunison.graph.ownership import STATUS_TIMEOUT_S, Ownership, ownership
from inunison.graph.rows import Batches
from inunison.state import State, find

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class LoadOutcome:
    """What a load did.

    Attributes:
        road: "nothing" (already loaded), "first", "increment" or "rebuild".
        written: Nodes and edges that were added or changed.
        removed: Nodes and edges that were deleted.
        counts: Nodes by label and edges by type, as the database counts them.
    """

    road: str
    written: int
    removed: int
    counts: dict[str, int]


def load(
    connection: Connection,
    folder: CaseFolder,
    state: State,
    *,
    rebuild: bool = False,
    progress: Progress = lambda _what, _done, _total: None,
) -> LoadOutcome:
    """Make the database hold exactly this state.

    Args:
        connection: The database.
        folder: The case; its cache may hold the state that is loaded now, which makes it quick.
        state: What to load.
        rebuild: Delete what is ours first, whatever the database says it holds.
        progress: Called with what is written, how much is done and how much there is.

    Raises:
        OwnershipError: The database is not this case's; nothing was changed.
        ServerError: The connection was lost; run it again to go on.
    """
    owned = ownership(connection, folder)
    if owned.state == state.id and not rebuild:
        return LoadOutcome("nothing", 0, 0, _counts(connection))
    base = _base(folder, owned, state)
    road = "first" if owned.empty else "increment"
    goes_on = owned.loading == state.id and owned.base == ""
    if rebuild or (base is None and not owned.empty and not goes_on):
        road, base = "rebuild", None
        _clear(connection)
    _begin(connection, folder, state, base)
    _make_schema(connection)
    written, removed = _Difference(connection, state, base, progress).write()
    counts = _counts(connection)
    _compare(counts, state)
    _finish(connection, folder, state)
    return LoadOutcome(road, written, removed, counts)


def _base(folder: CaseFolder, owned: Ownership, state: State) -> State | None:
    """Return the state that the database holds at least in part, where the cache still has it."""
    if owned.loading is not None and owned.loading != state.id:
        return None
    known = owned.state or owned.base
    return find(folder, known) if known else None


def _clear(connection: Connection) -> None:
    for node in NODES:
        connection.execute_implicit(statements.clear(node), {})


def _make_schema(connection: Connection) -> None:
    """Make the constraints and indexes that are not there yet."""
    _, rows = connection.execute_implicit(statements.INDEX_NAMES, {})
    there = {row[0] for row in rows}
    for name, statement in statements.schema().items():
        if name not in there:
            connection.execute_implicit(statement, {})


def _begin(connection: Connection, folder: CaseFolder, state: State, base: State | None) -> None:
    parameters = {
        "uid": folder.id,
        "name": folder.name,
        "state": state.id,
        # An empty base says: all that is there came from the load that was cut off.
        "base": base.id if base else "",
        "schema_version": SCHEMA_VERSION,
        "tool_version": __version__,
    }
    connection.write(
        lambda transaction: transaction.run(statements.CASE_BEGIN, parameters).consume()
    )


def _finish(connection: Connection, folder: CaseFolder, state: State) -> None:
    parameters = {"uid": folder.id, "state": state.id}
    connection.write(
        lambda transaction: transaction.run(statements.CASE_DONE, parameters).consume()
    )


def _counts(connection: Connection) -> dict[str, int]:
    _, rows = connection.read(statements.counts(), {}, timeout_s=STATUS_TIMEOUT_S)
    return {str(row[0]): int(row[1]) for row in rows}


def _compare(counts: dict[str, int], state: State) -> None:
    """Raise where the database does not hold as many of each kind as the state does."""
    tables = {node.label: node.table for node in NODES if node.table}
    tables |= {edge.type: edge.table for edge in EDGES}
    wanted = state.summary["counts"]
    wrong = [
        f"{counts[name]:,} {name} for {wanted.get(table, 0):,}"
        for name, table in tables.items()
        if counts[name] != wanted.get(table, 0)
    ]
    if wrong:
        raise ServerError(
            f"The graph does not hold what the case holds ({', '.join(wrong)}).",
            "Somebody else may have written to it: run `inunison load --rebuild`.",
        )


class _Difference:
    """Writes what a state has and its base has not, and deletes the reverse."""

    def __init__(
        self, connection: Connection, state: State, base: State | None, progress: Progress
    ) -> None:
        self._connection = connection
        self._state = state
        self._base = base
        self._progress = progress

    def write(self) -> tuple[int, int]:
        """Bring the database from the base to the state; return rows written and removed."""
        with engine.opened(self._state.path / "spill") as database:
            batches = Batches(database, self._state, self._base)
            removed = sum(self._remove_edges(batches, edge) for edge in EDGES)
            written = sum(self._put_nodes(batches, node) for node in NODES if node.table)
            written += sum(self._put_edges(batches, edge) for edge in EDGES)
            removed += sum(self._remove_nodes(batches, node) for node in NODES if node.table)
        return written, removed

    def _put_nodes(self, batches: Batches, node: Node) -> int:
        return self._send(node.label, statements.put_nodes(node), *batches.new_nodes(node))

    def _put_edges(self, batches: Batches, edge: Edge) -> int:
        return self._send(edge.type, statements.put_edges(edge), *batches.new_edges(edge))

    def _remove_nodes(self, batches: Batches, node: Node) -> int:
        return self._send(node.label, statements.remove_nodes(node), *batches.old_nodes(node))

    def _remove_edges(self, batches: Batches, edge: Edge) -> int:
        return self._send(edge.type, statements.remove_edges(edge), *batches.old_edges(edge))

    def _send(
        self, what: str, statement: str, total: int, batches: Iterator[list[dict[str, Any]]]
    ) -> int:
        done = 0
        for rows in batches:
            self._connection.write(_writer(statement, rows))
            done += len(rows)
            self._progress(what, done, total)
        return done


def _writer(
    statement: str, rows: list[dict[str, Any]]
) -> Callable[[neo4j.ManagedTransaction], object]:
    return lambda transaction: transaction.run(statement, rows=rows).consume()
