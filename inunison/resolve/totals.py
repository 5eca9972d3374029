"""How much of each kind a case holds, and from when to when.

Owns the state's table `totals`: the rows of the overview, so that to look at a case takes no walk
over its posts.
"""

import duckdb

from inunison.identity import uid_in_sql

_TOTAL = uid_in_sql("'total:' || what")
_ACCOUNTS = """
SELECT {place} AS place, '{what}' AS what, {count} AS count, min(first_seen) AS first,
    max(last_seen) AS last
FROM accounts LEFT JOIN account_network USING (uid) WHERE {which} HAVING {there}
"""
_POSTS = """
SELECT place, what, count(*) AS count, min(created_at) AS first, max(created_at) AS last
FROM (SELECT {place} AS place, {what} AS what, created_at FROM posts WHERE {which})
GROUP BY ALL
"""
_NODES = """
SELECT {place} AS place, '{what}' AS what, count(*) AS count, NULL AS first, NULL AS last
FROM {table}
"""
_ARTICLES = """
SELECT 44 AS place, 'articles' AS what, count(*) AS count, min(published) AS first,
    max(published) AS last
FROM articles HAVING count(*) > 0
"""
_SOME = "count(*) > 0"
_TOLD = "coalesce(collected, false)"
_KINDS = {
    "post": (20, "posts"),
    "reply": (21, "replies"),
    "comment": (22, "comments"),
    "quote": (23, "quotes"),
    "repost": (24, "reposts"),
}


def _by_kind(place: int, otherwise: object) -> str:
    """Return the SQL of what is said of a post's kind."""
    cases = " ".join(f"WHEN '{kind}' THEN {said[place]!r}" for kind, said in _KINDS.items())
    return f"CASE kind {cases} ELSE {otherwise!r} END"


def _accounts(
    place: int, what: str, which: str, count: str = "count(*)", there: str = _SOME
) -> str:
    return _ACCOUNTS.format(place=place, what=what, which=which, count=count, there=there)


def _queries() -> list[str]:
    return [
        _accounts(10, "accounts", "true"),
        _accounts(11, "accounts whose profile is in a file", "collected"),
        _accounts(12, "accounts that posted", "accounts.posts > 0"),
        _accounts(13, "communities", "community IS NOT NULL", "count(DISTINCT community)", "true"),
        _POSTS.format(
            place=_by_kind(0, 25), what=_by_kind(1, "posts of another kind"), which=_TOLD
        ),
        _POSTS.format(place=29, what="'posts that others only point to'", which=f"NOT {_TOLD}"),
        _POSTS.format(place=30, what="'posts seen to be gone'", which="missing_before IS NOT NULL"),
        _NODES.format(place=40, what="texts", table="text_counts"),
        _NODES.format(
            place=41,
            what="long texts of two or more accounts",
            table="text_counts WHERE evidence AND accounts >= 2",
        ),
        _NODES.format(place=42, what="hashtags", table="hashtags"),
        _NODES.format(place=43, what="links", table="urls"),
        _ARTICLES,
    ]


def count(database: duckdb.DuckDBPyConnection) -> None:
    """Make the table `totals`.

    Args:
        database: An engine with the tables of a resolved state and `account_network`.
    """
    database.execute(
        f"CREATE TABLE totals AS SELECT {_TOTAL} AS uid, *"
        f" FROM ({' UNION ALL '.join(_queries())}) QUALIFY sum(count) OVER () > 0"
    )
