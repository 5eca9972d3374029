"""The canary graph: one node of every label and one edge of every type, with every property.

Owns a graph that holds every name of the model and nothing else. In a fresh database that holds it,
Neo4j warns of each label, type and property that a query names and the model does not have (status
01N50, 01N51, 01N52). A database remembers every name that was ever written to it, so only a fresh
one tells; `inunison.queries.names` finds the same without a server.
"""

import contextlib
import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from inunison.graph import server, statements
from inunison.graph.connect import Connection, open_connection
from inunison.graph.kinds import Property, Type
from inunison.graph.model import EDGES, NODES

_VALUES: dict[Type, object] = {
    Type.STRING: "canary",
    Type.INTEGER: 1,
    Type.FLOAT: 0.5,
    Type.BOOLEAN: True,
    Type.INSTANT: datetime(2021, 3, 6, 14, 3, 12, tzinfo=UTC),
}
UNKNOWN_NAME_CODES = frozenset({"01N50", "01N51", "01N52"})


@contextlib.contextmanager
def fresh(narrate: Callable[[str], None]) -> Iterator[Connection]:
    """Start a local server of its own that holds the canary graph; it is gone afterwards.

    Args:
        narrate: Called with one sentence before each step that takes a while.

    Raises:
        ServerError: The local server cannot be started.
    """
    identifier = f"canary-{os.getpid()}"
    server.forget_home(identifier)
    try:
        address = server.ensure_running(identifier, keep=True, narrate=narrate)
        with open_connection(address) as connection:
            write(connection)
            yield connection
    finally:
        server.forget_home(identifier)


def write(connection: Connection) -> None:
    """Write the canary graph into a database that holds nothing.

    Args:
        connection: A fresh database; one that held other names before would hide mistakes.

    Raises:
        QueryError: Neo4j does not take it.
        ServerError: The server went away.
    """
    for statement in statements.schema().values():
        connection.execute_implicit(statement, {})
    for node in NODES:
        row = {"uid": f"canary-{node.label}", **_filled(node.properties)}
        connection.execute_implicit(statements.put_nodes(node), {"rows": [row]})
    for edge in EDGES:
        row = {
            "start": f"canary-{edge.start}",
            "end": f"canary-{edge.end}",
            "properties": _filled(edge.properties),
        }
        connection.execute_implicit(statements.put_edges(edge), {"rows": [row]})


def _filled(properties: tuple[Property, ...]) -> dict[str, object]:
    return {each.name: _VALUES[each.type] for each in properties}
