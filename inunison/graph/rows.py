"""Rows of a state as the graph takes them: maps, in batches, only what a base lacks.

Owns the step from Parquet tables to parameters of Cypher: which rows differ between two states,
integers to DateTime, what is absent left out. Sends nothing.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import duckdb

from inunison import engine
from inunison.graph.kinds import Edge, Node, Property, Type
from inunison.graph.model import EDGES, NODES
from inunison.instants import EPOCH, instant
from inunison.state import State

_BATCH_ROWS = 10_000
_BATCH_CHARACTERS = 8_000_000

# Microseconds since 1970 of what the calendar of Python and of Cypher's text reaches: years 1-9999.
FIRST_INSTANT = (datetime.min.replace(tzinfo=UTC) - EPOCH) // timedelta(microseconds=1)
LAST_INSTANT = (datetime.max.replace(tzinfo=UTC) - EPOCH) // timedelta(microseconds=1)

Batch = list[dict[str, Any]]


class Batches:
    """What must be written and removed to bring a graph from one state to another."""

    def __init__(
        self, database: duckdb.DuckDBPyConnection, state: State, base: State | None
    ) -> None:
        self._database = database
        self._state = state
        self._base = base
        self._made: dict[str, str] = {}

    def changed(self) -> int:
        """Return how many rows must be written or removed in all."""
        nodes = [node for node in NODES if node.table]
        return sum(
            self._count(query)
            for query in (
                *(self._new_nodes(node) for node in nodes),
                *(self._old_nodes(node) for node in nodes),
                *(self._new_edges(edge) for edge in EDGES),
                *(self._old_edges(edge) for edge in EDGES),
            )
        )

    def new_nodes(self, node: Node) -> tuple[int, Iterator[Batch]]:
        """Return how many nodes are new or changed, and their maps (`uid` and properties)."""
        rows = self._new_nodes(node)
        return self._count(rows), self._maps(rows, _columns(node), node.properties)

    def old_nodes(self, node: Node) -> tuple[int, Iterator[Batch]]:
        """Return how many nodes are no longer there, and their uids."""
        rows = self._old_nodes(node)
        return self._count(rows), self._maps(rows, ["uid"], ())

    def new_edges(self, edge: Edge) -> tuple[int, Iterator[Batch]]:
        """Return how many edges are new or changed, and maps of `start`, `end`, `properties`."""
        rows = self._new_edges(edge)
        return self._count(rows), self._edges(rows, _columns(edge), edge.properties)

    def old_edges(self, edge: Edge) -> tuple[int, Iterator[Batch]]:
        """Return how many edges are no longer there, and maps that name them."""
        rows = self._old_edges(edge)
        return self._count(rows), self._edges(rows, ["start", "end", *edge.keys], ())

    def _new_nodes(self, node: Node) -> str | None:
        return self._rows(node.table, _columns(node), new=True)

    def _old_nodes(self, node: Node) -> str | None:
        return self._rows(node.table, ["uid"], new=False)

    def _new_edges(self, edge: Edge) -> str | None:
        return self._rows(edge.table, _columns(edge), new=True)

    def _old_edges(self, edge: Edge) -> str | None:
        return self._rows(edge.table, ["start", "end", *edge.keys], new=False)

    def _rows(self, table: str, names: list[str], *, new: bool) -> str | None:
        """Return the SELECT of the rows that one state has and the other has not.

        A difference between two states is worked out once: it is counted before it is read.
        """
        mine, other = (self._state, self._base) if new else (self._base, self._state)
        if mine is None or not mine.table(table).exists():
            return None
        columns = ", ".join(f'"{name}"' for name in names)
        query = f"SELECT {columns} FROM {_file(mine, table)}"
        if other is not None and other.table(table).exists():
            name = f"{'new' if new else 'old'}_{table}"
            if name not in self._made:
                query += f" EXCEPT SELECT {columns} FROM {_file(other, table)}"
                self._database.execute(f"CREATE TABLE {name} AS {query}")
                self._made[name] = f"SELECT * FROM {name} ORDER BY ALL"
            return self._made[name]
        return f"SELECT * FROM ({query}) ORDER BY ALL"

    def _count(self, query: str | None) -> int:
        if query is None:
            return 0
        counted = self._database.execute(f"SELECT count(*) FROM ({query})").fetchone()
        return int(counted[0]) if counted else 0

    def _maps(
        self, query: str | None, names: list[str], properties: tuple[Property, ...]
    ) -> Iterator[Batch]:
        instants = {each.name for each in properties if each.type is Type.INSTANT}
        batch: Batch = []
        size = 0
        for row in self._read(query):
            made = {
                name: instant(value) if name in instants else value
                for name, value in zip(names, row, strict=True)
                if value is not None
            }
            size += sum(len(value) for value in made.values() if isinstance(value, str))
            batch.append(made)
            if len(batch) == _BATCH_ROWS or size > _BATCH_CHARACTERS:
                yield batch
                batch, size = [], 0
        if batch:
            yield batch

    def _edges(
        self, query: str | None, names: list[str], properties: tuple[Property, ...]
    ) -> Iterator[Batch]:
        for batch in self._maps(query, names, properties):
            yield [
                {"start": row.pop("start"), "end": row.pop("end"), "properties": row}
                for row in batch
            ]

    def _read(self, query: str | None) -> Iterator[tuple[Any, ...]]:
        if query is None:
            return
        reader = self._database.cursor()
        reader.execute(query)
        while rows := reader.fetchmany(_BATCH_ROWS):
            yield from rows


def _columns(kind: Node | Edge) -> list[str]:
    keys = ["uid"] if isinstance(kind, Node) else ["start", "end"]
    return [*keys, *(each.name for each in kind.properties)]


def _file(state: State, table: str) -> str:
    path = engine.literal(state.table(table)).replace("'", "''")
    return f"read_parquet('{path}')"
