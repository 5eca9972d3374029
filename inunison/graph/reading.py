"""One reading of the graph: a READ session, a time limit, rows taken one by one, plain sentences.

Owns what the plan check and the answers share: how a query is sent to be read, and what each error
of Neo4j means to the person who asked. Decides nothing about what may be asked.
"""

import contextlib
import logging
import re
from collections.abc import Iterator, Mapping

import neo4j
from neo4j.exceptions import BrokenRecordError, ClientError, DriverError, Neo4jError

from inunison.errors import InunisonError, QueryError, QueryTimeout, ServerError
from inunison.graph.connect import Connection

_FETCH_ROWS = 1_000
_POSITION = re.compile(r"\(line (\d+), column (\d+)")
_LONGEST = 400
_EXPLAIN = "EXPLAIN "


def explain(
    connection: Connection, cypher: str, parameters: Mapping[str, object], *, timeout_s: float
) -> neo4j.ResultSummary:
    """Return what Neo4j says it would do for a query, with its remarks; nothing of it is run.

    Raises:
        QueryError: Neo4j does not understand it.
        ServerError: The server went away.
    """
    remarks = neo4j.NotificationMinimumSeverity.WARNING
    with _unlogged(), _transaction(connection, timeout_s, remarks) as transaction:
        return transaction.run(_EXPLAIN + cypher, dict(parameters)).consume()


def read(
    connection: Connection,
    cypher: str,
    parameters: Mapping[str, object],
    *,
    timeout_s: float,
    row_cap: int,
) -> tuple[list[str], list[tuple[object, ...]]]:
    """Run a query in READ mode and take at most `row_cap` rows; the rest is never fetched.

    Args:
        connection: The database.
        cypher: What `inunison.graph.guard` let through.
        parameters: Its bound values.
        timeout_s: Seconds after which the server stops it.
        row_cap: Most rows to take.

    Returns:
        The names of the columns, and the rows as the driver gives them.

    Raises:
        QueryTimeout: It ran longer than allowed.
        QueryError: It failed.
        ServerError: The server went away.
    """
    with _transaction(connection, timeout_s) as transaction:
        result = transaction.run(cypher, dict(parameters))
        columns = list(result.keys())
        rows: list[tuple[object, ...]] = []
        for record in result:
            if len(rows) == row_cap:
                break
            rows.append(tuple(record.values()))
        return columns, rows


@contextlib.contextmanager
def _unlogged() -> Iterator[None]:
    """Keep the driver from also writing Neo4j's remarks to standard error."""
    logger = logging.getLogger("neo4j.notifications")
    before, logger.disabled = logger.disabled, True
    try:
        yield
    finally:
        logger.disabled = before


@contextlib.contextmanager
def _transaction(
    connection: Connection,
    timeout_s: float,
    remarks: neo4j.NotificationMinimumSeverity = neo4j.NotificationMinimumSeverity.OFF,
) -> Iterator[neo4j.Transaction]:
    """Open a READ transaction that ends itself, and put errors into plain sentences.

    What was not fetched is discarded when it closes.
    """
    try:
        with (
            connection.driver.session(
                database=connection.address.database,
                default_access_mode=neo4j.READ_ACCESS,
                fetch_size=_FETCH_ROWS,
                notifications_min_severity=remarks,
            ) as session,
            session.begin_transaction(timeout=timeout_s) as transaction,
        ):
            yield transaction
    except Neo4jError as error:
        raise _said(error, timeout_s) from error
    except BrokenRecordError as error:
        raise QueryError(
            "The answer holds an instant before the year 1 or after the year 9999.",
            "Return it as text: toString(...).",
        ) from error
    except (DriverError, OSError) as error:
        raise ServerError(
            "The connection to Neo4j was lost while it answered.",
            "Run it again; see `inunison server status` and `inunison server logs`.",
        ) from error


def _said(error: Neo4jError, timeout_s: float) -> InunisonError:
    code, message = error.code or "", _one_line(error.message or "")
    if "TransactionTimedOut" in code or "TransactionTimedOut" in message:
        return QueryTimeout(
            f"The question was stopped after {timeout_s:g} s.",
            "Allow more with --timeout, or ask for less: a smaller limit, a shorter window.",
        )
    if "OutOfMemory" in code or "MemoryPool" in code:
        return QueryError(
            "The question needs more memory than the server gives to one.",
            "Ask for less: a smaller limit, a shorter window, fewer paths.",
        )
    if ".Terminated" in code or "DatabaseUnavailable" in code:
        return ServerError(
            "Neo4j stopped the question, as it does when it is shut down.",
            "See `inunison server status`, then run it again.",
        )
    if isinstance(error, ClientError):
        found = _POSITION.search(error.message or "")
        place = f" at line {found[1]}, column {found[2]}" if found else ""
        return QueryError(f"Neo4j does not take the query{place}: {message}", "Correct the query.")
    return QueryError(f"Neo4j failed on the query: {message}", "Run it again.")


def _one_line(message: str) -> str:
    """Return the first line of Neo4j's message, without the position that is said otherwise."""
    line = _POSITION.split(message.strip().partition("\n")[0])[0].strip()
    short = line if len(line) <= _LONGEST else line[:_LONGEST] + " ..."
    return short if short.endswith((".", "!", "?")) else f"{short}."
