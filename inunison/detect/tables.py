"""The tables of a state as views of an engine, those that the state does not have among them.

Owns which tables detection may ask for. A state holds a file for each table that has rows; one that
has none is an empty view with the same columns, so that every question can be asked of every state.
"""

import duckdb

from inunison import engine
from inunison.graph.kinds import Property, Type
from inunison.graph.model import EDGES, NODES
from inunison.state import State

_TYPES = {Type.INTEGER: "BIGINT", Type.FLOAT: "DOUBLE", Type.BOOLEAN: "BOOLEAN"}
_TYPES |= {Type.INSTANT: "BIGINT", Type.STRING: "VARCHAR"}

# What the tables hold beside what the graph shows of them.
_BESIDE = {
    "posts": {
        "member": "VARCHAR",
        "account": "VARCHAR",
        "time_conflict": "BOOLEAN",
        "text_repaired": "BOOLEAN",
    },
    "says": {
        "account": "VARCHAR",
        "text": "VARCHAR",
        "created_at": "BIGINT",
        "manual_repost": "BOOLEAN",
        "tagged_key": "VARCHAR",
    },
    "tagged": {"place": "INTEGER"},
    "generic": {"uid": "VARCHAR"},
    "looked_again": {
        "post": "VARCHAR",
        "source": "VARCHAR",
        "observed_at": "BIGINT",
        "gone": "BOOLEAN",
    },
    "shows": {"start": "VARCHAR", "end": "VARCHAR", "name": "VARCHAR"},
}


def make_views(database: duckdb.DuckDBPyConnection, state: State) -> None:
    """Make a view for each table that a state can have.

    Args:
        database: The engine.
        state: The state; a table without a file becomes an empty view.
    """
    known = columns()
    for name in sorted({*known, *state.summary["counts"]}):
        path = state.table(name)
        if path.exists():
            held = engine.literal(path).replace("'", "''")
            database.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet('{held}')")
        elif name in known:
            nothing = ", ".join(f'NULL::{kind} AS "{each}"' for each, kind in known[name].items())
            database.execute(f"CREATE VIEW {name} AS SELECT {nothing} WHERE false")


def columns() -> dict[str, dict[str, str]]:
    """Return the columns of each table that can be asked for, with their types in SQL."""
    found: dict[str, dict[str, str]] = {}
    for node in NODES:
        if node.table:
            found[node.table] = {"uid": "VARCHAR", **_typed(node.properties)}
    for edge in EDGES:
        found[edge.table] = {"start": "VARCHAR", "end": "VARCHAR", **_typed(edge.properties)}
    for name, beside in _BESIDE.items():
        found[name] = {**found.get(name, {}), **beside}
    return found


def _typed(properties: tuple[Property, ...]) -> dict[str, str]:
    return {each.name: _TYPES[each.type] for each in properties}
