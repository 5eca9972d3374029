"""How a load begins and ends, by whichever road: the Case node, the indexes, the counts.

Owns the promise that the Case node names a state only once all of it is there. Writes nothing else.
"""

from collections.abc import Callable

from inunison import __version__
from inunison.errors import ServerError
from inunison.faults import reach
from inunison.folder import CaseFolder
from inunison.graph import statements
from inunison.graph.connect import Connection
from inunison.graph.model import EDGES, NODES, SCHEMA_VERSION
from inunison.graph.ownership import STATUS_TIMEOUT_S
from inunison.state import State


def case_begun(folder: CaseFolder, state: State, base: str) -> dict[str, object]:
    """Return what the Case node says while a state is being loaded.

    Args:
        folder: The case.
        state: What is being loaded.
        base: The state that was loaded before; empty where all that is there comes from this load.
    """
    return {
        "uid": folder.id,
        "name": folder.name,
        "loading": state.id,
        "base": base,
        "schema_version": SCHEMA_VERSION,
        "tool_version": __version__,
    }


def begin(connection: Connection, folder: CaseFolder, state: State, base: State | None) -> None:
    """Write a Case node that says what is being loaded."""
    parameters = case_begun(folder, state, base.id if base else "")
    connection.write(
        lambda transaction: transaction.run(statements.CASE_BEGIN, parameters).consume()
    )


def make_schema(connection: Connection) -> None:
    """Make the constraints and indexes that are not there yet."""
    _, rows = connection.execute_implicit(statements.INDEX_NAMES, {})
    there = {row[0] for row in rows}
    for name, statement in statements.schema().items():
        if name not in there:
            connection.execute_implicit(statement, {})


def finish(
    connection: Connection,
    folder: CaseFolder,
    state: State,
    narrate: Callable[[str], None] = lambda _sentence: None,
) -> dict[str, int]:
    """Have all indexes of a graph that was written, count it, and write its Case node.

    Returns:
        Nodes by label and edges by type.

    Raises:
        ServerError: It does not hold what the state holds; the Case node was not written.
    """
    narrate("Making the indexes and counting ...")
    make_schema(connection)
    connection.execute_implicit(statements.AWAIT_INDEXES, {})
    counted = counts(connection)
    compare(counted, state)
    reach("load: before the case node")
    end(connection, folder, state)
    return counted


def end(connection: Connection, folder: CaseFolder, state: State) -> None:
    """Write into the Case node that the state is loaded."""
    parameters = {"uid": folder.id, "state": state.id}
    connection.write(
        lambda transaction: transaction.run(statements.CASE_DONE, parameters).consume()
    )


def counts(connection: Connection) -> dict[str, int]:
    """Return nodes by label and edges by type, as the database counts them."""
    _, rows = connection.read(statements.counts(), {}, timeout_s=STATUS_TIMEOUT_S)
    return {str(row[0]): int(row[1]) for row in rows}


def wanted(state: State) -> dict[str, int]:
    """Return nodes by label and edges by type, as the state holds them."""
    tables = {node.label: node.table for node in NODES if node.table}
    tables |= {edge.type: edge.table for edge in EDGES}
    rows = state.summary["counts"]
    return {name: rows.get(table, 0) for name, table in tables.items()}


def compare(counted: dict[str, int], state: State) -> None:
    """Compare what a database holds with what a state holds.

    Raises:
        ServerError: It does not hold as many of each kind.
    """
    wrong = [
        f"{counted[name]:,} {name} for {rows:,}"
        for name, rows in wanted(state).items()
        if counted[name] != rows
    ]
    if wrong:
        raise ServerError(
            f"The graph does not hold what the case holds ({', '.join(wrong)}).",
            "Somebody else may have written to it: run `inunison load --rebuild`.",
        )
