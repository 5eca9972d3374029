"""Values of Neo4j as plain Python values.

Owns what an instant, a node, a path or a point looks like outside of the driver: instants are
datetime in UTC, nodes, relationships and paths are readable text in the notation of Cypher, and
whatever Python has no exact type for is the text that Neo4j would write.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from neo4j.graph import Node, Path, Relationship
from neo4j.spatial import Point
from neo4j.time import Date, DateTime, Duration, Time

_SHOWN_CHARACTERS = 80


def plain(value: object) -> object:
    """Return a value of the driver as str, int, float, bool, datetime, None, or list and map."""
    if value is None or isinstance(value, str | int | float):
        return value
    for kinds, made in _MAKERS:
        if isinstance(value, kinds):
            return made(value)
    return str(value)


def _instant(value: DateTime) -> object:
    """Return an instant in UTC; its text where it has no zone or Python's years do not reach."""
    if value.tzinfo is None:
        return value.iso_format()
    try:
        return value.to_native().astimezone(UTC)
    except (ValueError, OverflowError):
        return value.iso_format()


def _node(node: Node) -> str:
    labels = "".join(f":{label}" for label in sorted(node.labels))
    return f"({labels}{_properties(dict(node.items()))})"


def _relationship(relationship: Relationship) -> str:
    return f"[:{relationship.type}{_properties(dict(relationship.items()))}]"


def _properties(held: dict[str, object]) -> str:
    if not held:
        return ""
    return " {" + ", ".join(f"{name}: {_shown(held[name])}" for name in sorted(held)) + "}"


def _shown(value: object) -> str:
    made = plain(value)
    if isinstance(made, str):
        short = made if len(made) <= _SHOWN_CHARACTERS else made[:_SHOWN_CHARACTERS] + "..."
        escaped = short.replace("\\", "\\\\").replace("'", "\\'")
        return f"'{escaped}'"
    if isinstance(made, bool):
        return "true" if made else "false"
    return made.isoformat() if isinstance(made, datetime) else str(made)


def _path(path: Path) -> str:
    """Return a path with each relationship drawn in its own direction."""
    pieces = [_node(path.nodes[0])] if path.nodes else []
    for place, relationship in enumerate(path.relationships):
        before, after = path.nodes[place], path.nodes[place + 1]
        forward = relationship.start_node == before
        drawn = _relationship(relationship)
        pieces += [f"-{drawn}->" if forward else f"<-{drawn}-", _node(after)]
    return "".join(pieces)


def _point(point: Point) -> str:
    return f"point({', '.join(f'{each:g}' for each in point)}; srid {point.srid})"


# In this order: points, durations and paths are sequences too.
_MAKERS: tuple[tuple[tuple[type, ...], Callable[[Any], object]], ...] = (
    ((DateTime,), _instant),
    ((Date, Time, Duration), lambda value: value.iso_format()),
    ((Point,), _point),
    ((Node,), _node),
    ((Relationship,), lambda value: f"-{_relationship(value)}->"),
    ((Path,), _path),
    ((bytes, bytearray), lambda value: value.hex()),
    ((list, tuple), lambda value: [plain(each) for each in value]),
    ((dict,), lambda value: {str(key): plain(each) for key, each in value.items()}),
)
