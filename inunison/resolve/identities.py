"""Which names mean the same account.

Owns the rule that turns a name in a row (an id, a handle, or both) into the key of one account:

1. an id is its account;
2. a handle that rows show with one id, and only one, is that account, whatever the order of files;
3. a handle that moved from one id to another is the account that held it at the time of the row,
   where the rows of the holders leave no doubt; else
4. it stays an account of its own, known by handle alone. It is never guessed.

Handles are compared without case, as the platforms do. A key reads ``platform:id`` or
``platform@handle``; `inunison.identity.account_uid` is the same rule for one account.
"""

import duckdb

# Every place of a row that names an account, with the instant at which the name was in use.
_ALIASES = """
CREATE TABLE aliases AS
SELECT platform, native_id, lower(handle) AS handle, max(handle) AS written, source,
    min(seen) AS first_seen, max(seen) AS last_seen
FROM (
    SELECT platform, native_id, handle, NULL::BIGINT AS seen, source FROM account_rows
    UNION ALL
    SELECT platform, native_id, handle, observed_at, source FROM observation_rows
    WHERE subject = 'account'
    UNION ALL
    SELECT platform, author_id, author_handle, created_at, source FROM post_rows
    UNION ALL
    SELECT platform, pointer.author_id, pointer.author_handle, created_at, source FROM (
        SELECT platform, created_at, source,
            unnest([reposts, quotes, replies_to, edits]) AS pointer
        FROM post_rows
    )
    UNION ALL
    SELECT platform, name.native_id, name.handle, created_at, source FROM (
        SELECT platform, created_at, source, unnest(mentions) AS name FROM post_rows
    )
)
WHERE native_id IS NOT NULL OR handle IS NOT NULL
GROUP BY platform, native_id, lower(handle), source
"""

# Of handles that stand somewhere without an id: for no other is a holder ever asked, and to hold
# all of them in every join would take more memory than all the rest.
_HOLDERS = """
CREATE TABLE holders AS
SELECT platform, handle, native_id, min(first_seen) AS first_seen, max(last_seen) AS last_seen,
    count(*) OVER (PARTITION BY platform, handle) AS holders
FROM aliases
WHERE native_id IS NOT NULL AND handle IS NOT NULL AND (platform, handle) IN (
    SELECT (platform, handle) FROM aliases WHERE native_id IS NULL
)
GROUP BY platform, handle, native_id
"""

_SETTLED = """
CREATE TABLE settled AS
SELECT platform, handle, native_id FROM holders WHERE holders = 1
"""

# The stretches of time in which exactly one of several holders is seen with the handle.
_MOVED = """
CREATE TABLE moved AS
SELECT platform, handle, native_id, first_seen, last_seen FROM holders AS mine
WHERE holders > 1 AND first_seen IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM holders AS other
    WHERE other.platform = mine.platform AND other.handle = mine.handle
        AND other.native_id <> mine.native_id
        AND (other.first_seen IS NULL
            OR (other.first_seen <= mine.last_seen AND mine.first_seen <= other.last_seen))
)
"""


def settle(database: duckdb.DuckDBPyConnection) -> None:
    """Make the tables `aliases`, `holders`, `settled` and `moved` from the rows."""
    for statement in (_ALIASES, _HOLDERS, _SETTLED, _MOVED):
        database.execute(statement)


def keyed(
    relation: str, native_id: str, handle: str, seen: str | None, name: str = "account"
) -> str:
    """Return a SELECT of a relation with the key of one of the accounts it names.

    Args:
        relation: A table, view or parenthesised SELECT with a column `platform`.
        native_id: Its column with the account's id.
        handle: Its column with the account's handle.
        seen: Its column with the instant at which the name was in use, in microseconds.
        name: The column that takes the key: ``platform:id``, ``platform@handle``, or null.

    Returns:
        SQL with all columns of the relation and the new one.
    """
    instant = f"named.{seen}" if seen else "NULL"
    return f"""
    SELECT named.*, CASE
        WHEN named.{native_id} IS NOT NULL THEN named.platform || ':' || named.{native_id}
        WHEN settled.native_id IS NOT NULL THEN named.platform || ':' || settled.native_id
        WHEN moved.native_id IS NOT NULL THEN named.platform || ':' || moved.native_id
        ELSE named.platform || '@' || lower(named.{handle}) END AS {name}
    FROM {relation} AS named
    LEFT JOIN settled ON named.{native_id} IS NULL AND settled.platform = named.platform
        AND settled.handle = lower(named.{handle})
    LEFT JOIN moved ON named.{native_id} IS NULL AND moved.platform = named.platform
        AND moved.handle = lower(named.{handle})
        AND {instant} BETWEEN moved.first_seen AND moved.last_seen
    """
