"""The Bolt road from a state into Neo4j: what the graph lacks is added, what is not of it goes.

Owns in which order things are written. One ordered writer; any server; never touches what is not
ours; what was cut off and is run again writes the same.
"""

from collections.abc import Callable, Iterator
from typing import Any

import neo4j

from inunison.graph import statements
from inunison.graph.connect import Connection
from inunison.graph.kinds import Edge, Node
from inunison.graph.model import EDGES, NODES
from inunison.graph.rows import Batches

Progress = Callable[[str, int, int], None]


def clear(connection: Connection) -> None:
    """Delete all nodes of our labels, and their edges."""
    for node in NODES:
        connection.execute_implicit(statements.clear(node), {})


def write(connection: Connection, batches: Batches, progress: Progress) -> tuple[int, int]:
    """Bring the database from the base of the batches to their state.

    Args:
        connection: The database; constraints are there, since every row is found by its key.
        batches: What differs.
        progress: Called with what is written, how much is done and how much there is.

    Returns:
        Rows written and rows removed.
    """
    return _Difference(connection, batches, progress).write()


class _Difference:
    """Writes what a state has and its base has not, and deletes the reverse."""

    def __init__(self, connection: Connection, batches: Batches, progress: Progress) -> None:
        self._connection = connection
        self._batches = batches
        self._progress = progress

    def write(self) -> tuple[int, int]:
        removed = sum(self._remove_edges(edge) for edge in EDGES)
        written = sum(self._put_nodes(node) for node in NODES if node.table)
        written += sum(self._put_edges(edge) for edge in EDGES)
        removed += sum(self._remove_nodes(node) for node in NODES if node.table)
        return written, removed

    def _put_nodes(self, node: Node) -> int:
        return self._send(node.label, statements.put_nodes(node), *self._batches.new_nodes(node))

    def _put_edges(self, edge: Edge) -> int:
        return self._send(edge.type, statements.put_edges(edge), *self._batches.new_edges(edge))

    def _remove_nodes(self, node: Node) -> int:
        return self._send(node.label, statements.remove_nodes(node), *self._batches.old_nodes(node))

    def _remove_edges(self, edge: Edge) -> int:
        return self._send(edge.type, statements.remove_edges(edge), *self._batches.old_edges(edge))

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
