"""Which of several values is shown, when rows disagree about one thing.

Owns the one rule: the value of the best format, then of the latest capture, then the greatest by
its own content, so that no answer depends on the order of import. What is not shown stays in the
parts and is listed in the table `conflicts`.
"""

import duckdb

# Few things are disputed: only their values are looked at one by one.
_DISAGREEMENT = """
SELECT '{subject}' AS subject, uid, '{field}' AS field, rows.{field}::VARCHAR AS value,
    min(rows.source) AS source, rows.{field}::VARCHAR = shown.{field}::VARCHAR AS shown
FROM {relation} AS rows JOIN disputed_{subject} USING (uid) JOIN {shown} AS shown USING (uid)
WHERE {field}_differs AND rows.{field} IS NOT NULL
GROUP BY uid, rows.{field}::VARCHAR, shown.{field}::VARCHAR
"""


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
    selects = []
    for subject, (relation, shown, fields) in checks.items():
        differ = ", ".join(f"min({field}) <> max({field}) AS {field}_differs" for field in fields)
        either = " OR ".join(f"{field}_differs" for field in fields)
        database.execute(
            f"CREATE TABLE disputed_{subject} AS"
            f" SELECT uid, {differ} FROM {relation} GROUP BY uid HAVING {either}"
        )
        selects += [
            _DISAGREEMENT.format(subject=subject, relation=relation, shown=shown, field=field)
            for field in fields
        ]
    database.execute("CREATE TABLE conflicts AS " + " UNION ALL ".join(selects))
