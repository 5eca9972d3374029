"""One post for all the rows that show it, and the posts that others only point to.

Owns the view `shown_posts` (one row per post, with the row of the file that speaks for it) and the
table `pointers` (which post points to which, and how). Reads rows; makes no uid and no edge.
"""

import duckdb

from inunison.resolve.choosing import best
from inunison.resolve.identities import keyed

_FINENESS = (
    "CASE precision WHEN 'millisecond' THEN 3 WHEN 'second' THEN 2 WHEN 'minute' THEN 1 ELSE 0 END"
)

# What a second row may fill in where the row that speaks for the post is silent.
_FILLED = (
    "account",
    "kind",
    "text",
    "language",
    "client",
    "url",
    "space",
    "reposts",
    "quotes",
    "replies_to",
    "edits",
)
_LISTS = ("mentions", "hashtags", "links", "media")

# Most posts stand in one row and need no choice. A hash takes a third of the memory of an id; posts
# that share one by chance are told apart when they are ranked.
_DOUBTFUL = """
CREATE TABLE doubtful AS
SELECT hash(platform, native_id) AS mark FROM post_rows GROUP BY mark HAVING count(*) > 1
"""

# One row of a file may hold a post twice (inside two others): its place in the part comes last.
_RANKED = """
CREATE TABLE ranked AS
SELECT *,
    row_number() OVER (
        PARTITION BY platform, native_id
        ORDER BY collected DESC, rank DESC, captured_at DESC, source, member, row, file_row_number
    ) AS place,
    count(*) OVER (PARTITION BY platform, native_id) AS copies
FROM ({named})
"""

# A table of links or hashtags tells of one post in several rows, one thing a row: what rows without
# words hold stands together. Where there are words, the lists are those of the words shown.
_TOLD = ("hashtags", "links", "media")
_TOGETHER = "list_sort(list_distinct(flatten(list({name}) FILTER (WHERE text IS NULL))))"

_FILL = """
CREATE TABLE filled AS
SELECT platform, native_id, {chosen}, {told}, {time} AS time
FROM ranked WHERE copies > 1 GROUP BY platform, native_id
"""

_MERGED = """
CREATE TABLE merged AS
SELECT ranked.platform, ranked.native_id, {filled}, {lists},
    coalesce(filled.time.instant, ranked.created_at) AS created_at,
    CASE WHEN filled.time IS NOT NULL THEN filled.time.precision ELSE ranked.precision END
        AS precision,
    ranked.time_conflict, ranked.text_repaired, ranked.collected,
    ranked.source, ranked.member, ranked.row
FROM ranked LEFT JOIN filled
    ON ranked.copies > 1 AND filled.platform = ranked.platform
        AND filled.native_id = ranked.native_id
WHERE ranked.place = 1
"""

# A view: each step reads the columns it needs from the parts, and no text is ever copied.
_SHOWN = """
CREATE VIEW shown_posts AS
SELECT platform, native_id, {columns}, {lists}, created_at, precision, time_conflict,
    text_repaired, collected, source, member, row
FROM ({named})
UNION ALL
SELECT * FROM merged
"""

_POINTERS = """
CREATE TABLE pointers AS
{keyed}
"""

_POINTER_ROWS = """(
    SELECT platform, native_id, how, pointer.native_id AS target, pointer.author_id AS author_id,
        pointer.author_handle AS author_handle, pointer.author_inferred AS author_inferred,
        pointer.created_at AS target_at, pointer.precision AS target_precision, created_at
    FROM (
        SELECT platform, native_id, created_at,
            unnest(['reposts', 'quotes', 'replies_to', 'edits']) AS how,
            unnest([reposts, quotes, replies_to, edits]) AS pointer
        FROM shown_posts
    )
    WHERE pointer.native_id IS NOT NULL
)"""

# Posts that no row holds: their author is the one most rows name, stated before derived.
_STUBS = """
CREATE TABLE stubs AS
WITH pointed AS (
    SELECT pointers.* FROM pointers
    WHERE NOT EXISTS (
        SELECT 1 FROM shown_posts
        WHERE shown_posts.platform = pointers.platform AND shown_posts.native_id = pointers.target
    )
), named AS (
    SELECT platform, target, author, author_inferred,
        row_number() OVER (
            PARTITION BY platform, target ORDER BY author_inferred, count(*) DESC, author
        ) AS place
    FROM pointed WHERE author IS NOT NULL
    GROUP BY platform, target, author, author_inferred
)
SELECT pointed.platform, pointed.target AS native_id, max(named.author) AS account,
    coalesce(bool_or(named.author_inferred), false) AS inferred,
    max(pointed.target_at) AS created_at, max(pointed.target_precision) AS precision
FROM pointed LEFT JOIN named
    ON named.platform = pointed.platform AND named.target = pointed.target AND named.place = 1
GROUP BY pointed.platform, pointed.target
"""


def choose(database: duckdb.DuckDBPyConnection) -> None:
    """Make `shown_posts`, `pointers` and `stubs` from the rows and the settled names."""
    database.execute(_DOUBTFUL)
    doubtful, single = (
        f"(SELECT * FROM post_rows {kind} JOIN doubtful ON mark = hash(platform, native_id))"
        for kind in ("SEMI", "ANTI")
    )
    database.execute(_RANKED.format(named=_with_account(doubtful)))
    _merge(database)
    lists = ", ".join(_LISTS)
    database.execute(
        _SHOWN.format(named=_with_account(single), columns=", ".join(_FILLED), lists=lists)
    )
    author = keyed(_POINTER_ROWS, "author_id", "author_handle", "created_at", "author")
    database.execute(_POINTERS.format(keyed=author))
    database.execute(_STUBS)


def _with_account(rows: str) -> str:
    return keyed(rows, "author_id", "author_handle", "created_at")


def _merge(database: duckdb.DuckDBPyConnection) -> None:
    """Make `merged`: one row for each post of `ranked`."""
    chosen = ", ".join(f"{best(column, first='collected')} AS {column}" for column in _FILLED)
    instant = "{'instant': created_at, 'precision': precision}"
    time = best(instant, first=_FINENESS, present="created_at")
    told = ", ".join(f"{_TOGETHER.format(name=name)} AS told_{name}" for name in _TOLD)
    database.execute(_FILL.format(chosen=chosen, told=told, time=time))
    filled = ", ".join(
        f"coalesce(ranked.{column}, filled.{column}) AS {column}" for column in _FILLED
    )
    lists = ", ".join(
        f"CASE WHEN ranked.copies > 1 AND ranked.text IS NULL THEN filled.told_{column}"
        f" ELSE ranked.{column} END AS {column}"
        if column in _TOLD
        else f"ranked.{column}"
        for column in _LISTS
    )
    database.execute(_MERGED.format(filled=filled, lists=lists))
