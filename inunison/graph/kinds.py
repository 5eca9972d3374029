"""What the graph's model is told in: properties, nodes and edges.

Owns their form. What there is of them is in `model`.
"""

from dataclasses import dataclass
from enum import StrEnum


class Type(StrEnum):
    """What a property holds, in the words of Cypher."""

    STRING = "STRING"
    INTEGER = "INTEGER"
    FLOAT = "FLOAT"
    BOOLEAN = "BOOLEAN"
    INSTANT = "ZONED DATETIME"


@dataclass(frozen=True)
class Property:
    """One property of a node or an edge, with what it means."""

    name: str
    type: Type
    meaning: str


@dataclass(frozen=True)
class Node:
    """A label: its key is always `uid`.

    Attributes:
        table: The table of the state that its nodes are loaded from; one column per property.
        indexed: Properties that questions start from, besides the key.
    """

    label: str
    table: str
    meaning: str
    properties: tuple[Property, ...]
    indexed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Edge:
    """A relationship type between two labels, always with one direction.

    Attributes:
        table: The table of the state with columns `start` and `end` (uids) and one per property.
        keys: Properties that tell two edges between the same nodes apart; none for most.
    """

    type: str
    start: str
    end: str
    table: str
    meaning: str
    properties: tuple[Property, ...] = ()
    keys: tuple[str, ...] = ()
