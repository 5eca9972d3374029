"""Whose database it is: what the `(:Case)` node says.

Owns the rule that a database belongs to one case (Neo4j Community has one database and no read-only
users). Changes nothing, and imports little: every question asks this first.
"""

from dataclasses import dataclass

from inunison.errors import CaseError, OwnershipError
from inunison.folder import CaseFolder
from inunison.graph import statements
from inunison.graph.connect import Connection
from inunison.graph.model import EDGES, NODES, SCHEMA_VERSION

STATUS_TIMEOUT_S = 60.0


@dataclass(frozen=True)
class Ownership:
    """What the Case node of a database says.

    Attributes:
        empty: Nothing at all is in the database.
        state: The state that is loaded, or None.
        loading: The state whose load was begun and not finished, or None.
        base: The state that was loaded before that began, or None.
        older: It was loaded by an earlier version of the model.
    """

    empty: bool
    state: str | None = None
    loading: str | None = None
    base: str | None = None
    older: bool = False


def ownership(connection: Connection, folder: CaseFolder) -> Ownership:
    """Ask a database whose it is.

    Raises:
        OwnershipError: It holds another case, or something that is no case at all.
        CaseError: A newer version of inunison loaded it.
    """
    _, rows = connection.read(statements.CASE_STATUS, {}, timeout_s=STATUS_TIMEOUT_S)
    cases, nodes = rows[0][0], rows[0][1]
    if not nodes:
        return Ownership(empty=True)
    if [case["uid"] for case in cases] != [folder.id]:
        whose = f"the case {cases[0]['name'] or cases[0]['uid']}" if cases else "something else"
        raise OwnershipError(
            f"The database at {connection.address.uri} holds {whose}, not this case.",
            "Name an empty database, or leave NEO4J_URI unset to use this case's own server.",
        )
    case = cases[0]
    version = case["schema_version"] or 0
    if version > SCHEMA_VERSION:
        raise CaseError(
            "A newer version of inunison loaded this database.", "Update inunison to go on."
        )
    return Ownership(False, case["state"], case["loading"], case["base"], version < SCHEMA_VERSION)


def stranger(connection: Connection) -> str | None:
    """Name something in a database of ours that its user made: a graph built anew would lack it.

    A property that was once written is named even where none is left.

    Returns:
        Such as "label Note", or None where all is ours.
    """
    ours = {
        "label": {node.label for node in NODES},
        "relationship": {edge.type for edge in EDGES},
        "property": {"uid"} | {each.name for kind in (*NODES, *EDGES) for each in kind.properties},
        "index": set(statements.schema()),
    }
    for kind, statement in statements.NAMES.items():
        _, rows = connection.execute_implicit(statement, {})
        for (name,) in rows:
            if name not in ours[kind]:
                return f"{kind} {name}"
    return None
