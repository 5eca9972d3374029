"""Which of several values is shown, when rows disagree about one thing.

Owns the one rule: the value of the best format, then of the latest capture, then the greatest by
its own content, so that no answer depends on the order of import. What is not shown stays in the
parts and is listed in the table `conflicts`.
"""

import duckdb


def best(column: str, *, first: str = "0", present: str | None = None) -> str:
    """Return the SQL aggregate that picks one value of a column, ignoring what is absent.

    Args:
        column: An expression over rows that have `rank` and `captured_at`.
        first: An expression that counts before the rank (greater wins), such as an instant.
        present: What must not be null for a row to count; the column itself when None.
    """
    ordered = f"{{'first': {first}, 'rank': rank, 'captured': captured_at, 'value': {column}}}"
    return f"(max({ordered}) FILTER (WHERE ({present or column}) IS NOT NULL)).value"


def conflicts(
    database: duckdb.DuckDBPyConnection, checks: dict[str, tuple[str, str, list[str]]]
) -> None:
    """Make the table `conflicts` (subject, uid, field, value, source, shown).

    Args:
        database: The engine.
        checks: By subject ("accounts", "posts"): the relation of its rows (with `uid` and
            `source`), the relation of the shown values (with `uid`), and the fields.
    """
    selects = [
        f"""
        SELECT '{subject}' AS subject, uid, '{field}' AS field, row_value AS value,
            min(source) AS source, row_value = shown_value AS shown
        FROM (
            SELECT rows.uid, rows.source, rows.{field}::VARCHAR AS row_value,
                shown.{field}::VARCHAR AS shown_value,
                count(DISTINCT rows.{field}) OVER (PARTITION BY rows.uid) AS values
            FROM {relation} AS rows JOIN {shown} AS shown USING (uid)
            WHERE rows.{field} IS NOT NULL
        )
        WHERE values > 1 GROUP BY uid, row_value, shown_value
        """
        for subject, (relation, shown, fields) in checks.items()
        for field in fields
    ]
    database.execute("CREATE TABLE conflicts AS " + " UNION ALL ".join(selects))
