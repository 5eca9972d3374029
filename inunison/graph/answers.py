"""Answers: a question is checked, asked, and its rows become plain Python values.

Owns the way from a stored question or a text to rows: bound parameters, plan check, time limit, cap
on rows, the count of all there are, and what nodes and instants look like. Draws nothing.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from inunison import queries
from inunison.errors import QueryError, QueryTimeout, UsageError
from inunison.graph import guard, reading
from inunison.graph.connect import Connection
from inunison.graph.values import plain
from inunison.queries import Query

if TYPE_CHECKING:
    import pandas

_LARGEST = 2**63 - 1


@dataclass(frozen=True)
class Answer:
    """What a question gave.

    Attributes:
        columns: The names of the columns.
        rows: One tuple per row: str, int, float, bool, datetime in UTC, None, or lists and maps
            of these.
        cypher: The text that was run.
        parameters: What was bound.
        query: The stored question; None for a text.
        truncated: There are more rows than were taken.
        total: How many there are without the limit; None where that was not counted.
        elapsed_s: Seconds it took, the check included and the count left out.
    """

    columns: tuple[str, ...]
    rows: list[tuple[object, ...]]
    cypher: str
    parameters: dict[str, object]
    query: Query | None = None
    truncated: bool = False
    total: int | None = None
    elapsed_s: float = 0.0

    def records(self) -> list[dict[str, object]]:
        """Return the rows as one map per row."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]

    def frame(self) -> "pandas.DataFrame":
        """Return the rows as a pandas frame: see `inunison.frames`."""
        from inunison.frames import frame  # pandas takes half a second to import

        return frame(self.columns, self.rows)


def ask(
    connection: Connection,
    query: Query,
    given: Mapping[str, object],
    *,
    timeout_s: float = 60.0,
    row_cap: int = 10_000,
) -> Answer:
    """Ask a stored question.

    Args:
        connection: The graph of the case.
        query: The question.
        given: Its parameters, as text or as Python values.
        timeout_s: Seconds after which the server stops it.
        row_cap: Rows that are taken at most, whatever its limit is.

    Raises:
        UsageError: A parameter is unknown, missing or wrong, or the limits make no sense.
        RefusedQuery: It would do more than read.
        QueryTimeout: It ran longer than allowed.
        QueryError: It failed.
        ServerError: The server went away.
    """
    bound = queries.bind(query, given)
    answer = _ask(connection, query.cypher, bound, timeout_s, row_cap)
    limit = bound.get("limit")
    full = answer.truncated or len(answer.rows) == limit
    total = len(answer.rows)
    if full:
        counted = _count(connection, query, bound, timeout_s - answer.elapsed_s)
        return replace(
            answer, query=query, total=counted, truncated=counted is None or counted > total
        )
    return replace(answer, query=query, total=total)


def ask_cypher(
    connection: Connection,
    cypher: str,
    parameters: Mapping[str, object],
    *,
    timeout_s: float = 60.0,
    row_cap: int = 10_000,
) -> Answer:
    """Ask in Cypher; only what reads the graph is run.

    Raises:
        UsageError: The limits make no sense.
        RefusedQuery: It would do more than read.
        QueryTimeout: It ran longer than allowed.
        QueryError: It is malformed, or failed.
        ServerError: The server went away.
    """
    answer = _ask(connection, cypher, dict(parameters), timeout_s, row_cap)
    return answer if answer.truncated else replace(answer, total=len(answer.rows))


def _ask(
    connection: Connection,
    cypher: str,
    parameters: dict[str, object],
    timeout_s: float,
    row_cap: int,
) -> Answer:
    if not 0 < timeout_s <= 86_400:
        raise UsageError("The time limit must be more than 0 s and at most a day.", "")
    if row_cap < 1:
        raise UsageError("The cap on rows must be 1 or more.", "")
    begun = time.monotonic()
    plan = guard.check_plan(connection, cypher, parameters, timeout_s=timeout_s)
    # One row more than the cap tells whether there are more.
    columns, rows = reading.read(
        connection, plan.cypher, parameters, timeout_s=timeout_s, row_cap=row_cap + 1
    )
    return Answer(
        columns=tuple(columns),
        rows=[tuple(plain(value) for value in row) for row in rows[:row_cap]],
        cypher=plan.cypher,
        parameters=parameters,
        truncated=len(rows) > row_cap,
        elapsed_s=time.monotonic() - begun,
    )


def explain(connection: Connection, query: Query) -> list[guard.Plan]:
    """Return the plans of all texts of a question; none is run.

    Raises:
        RefusedQuery: One would do more than read.
        QueryError: Neo4j does not understand one.
        ServerError: The server went away.
    """
    # Plans do not depend on values, but every parameter has to be bound to something.
    bound: dict[str, object] = {
        each.name: None if each.required else each.default for each in query.parameters
    }
    texts = [query.cypher, count_text(query), *([query.picture] if query.picture else [])]
    return [guard.check_plan(connection, text, {**bound, "limit": 1}) for text in texts]


def count_text(query: Query) -> str:
    """Return the Cypher that counts all rows of a question: its own, else its text wrapped."""
    if query.count is not None:
        return query.count
    return f"CALL () {{\n{query.cypher}\n}}\nRETURN count(*) AS total"


def _count(
    connection: Connection, query: Query, bound: Mapping[str, object], timeout_s: float
) -> int | None:
    """Return how many rows there are without the limit; None where counting fails or is too slow.

    The answer is there already: a count that cannot be had takes nothing from it.
    """
    if timeout_s <= 0:
        return None
    text, parameters = count_text(query), {**bound, "limit": _LARGEST}
    try:
        plan = guard.check_plan(connection, text, parameters, timeout_s=timeout_s)
        _, rows = reading.read(connection, plan.cypher, parameters, timeout_s=timeout_s, row_cap=1)
    except (QueryTimeout, QueryError):
        return None
    return rows[0][0] if rows and isinstance(rows[0][0], int) else None
