"""All that a graph holds, with the type of every value, so that two graphs can be compared."""

from dataclasses import dataclass
from typing import Any

from inunison.graph.connect import Connection

_TYPED = "[key IN keys({0}) | [key, valueType({0}[key]), toStringOrNull({0}[key])]]"
_NODES = f"""
MATCH (n) WHERE NOT n:Case
RETURN labels(n) AS labels, properties(n) AS held, {_TYPED.format("n")} AS typed
"""
_EDGES = f"""
MATCH (a)-[r]->(b)
RETURN a.uid, type(r) AS type, b.uid, properties(r) AS held, {_TYPED.format("r")} AS typed
"""
_INDEXES = """
SHOW INDEXES YIELD name, type, labelsOrTypes, properties, state, owningConstraint
WHERE type <> 'LOOKUP'
RETURN name, type, labelsOrTypes, properties, state, owningConstraint ORDER BY name
"""


@dataclass(frozen=True)
class Everything:
    """What a graph holds: of the Case node all but when it was loaded."""

    nodes: list[str]
    edges: list[str]
    cases: list[dict[str, Any]]
    indexes: list[str]


def everything(connection: Connection) -> Everything:
    """Read a whole graph; each node and edge is the text of its names, values and types."""
    _, nodes = connection.read(_NODES, {}, timeout_s=60)
    _, edges = connection.read(_EDGES, {}, timeout_s=60)
    _, cases = connection.read("MATCH (n:Case) RETURN properties(n)", {}, timeout_s=60)
    _, indexes = connection.execute_implicit(_INDEXES, {})
    return Everything(
        nodes=sorted(repr((row[0], sorted(row[1].items()), sorted(row[2]))) for row in nodes),
        edges=sorted(repr((*row[:3], sorted(row[3].items()), sorted(row[4]))) for row in edges),
        cases=[{name: row[0][name] for name in row[0] if name != "loaded_at"} for row in cases],
        indexes=[repr(tuple(row)) for row in indexes],
    )
