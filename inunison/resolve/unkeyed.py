"""Posts of which a page told neither id nor address, and the posts that they are.

Owns the rule by which a post that is only known by its author, day and words (see
`inunison.records.unkeyed_id`) becomes the post of another file. Both are by one account of one
platform; the time of the other lies within the day that the page states, in whatever zone from
UTC-12 to UTC+14 the page was written; both say the same: the normal form of the words with the
words of their hashtags, whatever stands between words, because pages glue hashtags and links to
the word before. Where none says the same, one whose last lines do: who reads a page in plain text
takes no more of the paragraphs before an ending than are sure to be the post's. Two pages that tell
the same of one account and one day tell of one post.

It is never guessed. Where two posts fit, the post stays one of its own; so do two posts of one page
that would become one and the same. Nothing depends on the order of import.
"""

import re

import duckdb
import pyarrow as pa

from inunison.records import UNKEYED
from inunison.resolve.identities import keyed
from inunison.text.normal import normalise

_HOUR = 3_600_000_000
_DAY = 24 * _HOUR
_EAST, _WEST = 14 * _HOUR, 12 * _HOUR

# A post has few lines; of one that has many, the last are enough.
_LINES = 20

# A short link is of one length: what a page glued to its end is the next word.
_SHORT_LINK = re.compile(r"https?://t\.co/[A-Za-z0-9]{10}|pic\.twitter\.com/[A-Za-z0-9]{10}")

_IS_UNKEYED = f"starts_with(native_id, '{UNKEYED}')"
_NAMED = "platform, native_id, author_id, author_handle, created_at, precision, text"

_TOLD = """
CREATE TABLE unkeyed AS
SELECT DISTINCT platform, native_id, account, created_at, text, source, member FROM ({named})
WHERE account IS NOT NULL AND created_at IS NOT NULL AND precision = 'day' AND text IS NOT NULL
"""

# Posts of the days around by the same accounts: for no other is a text looked at.
_AROUND = f"""
CREATE TABLE around AS
SELECT {_NAMED} FROM post_rows
WHERE NOT {_IS_UNKEYED} AND text IS NOT NULL AND kind IS DISTINCT FROM 'repost'
    AND created_at // {_DAY} IN (SELECT day FROM days_told)
"""
_DAYS = f"""
CREATE TABLE days_told AS
SELECT DISTINCT created_at // {_DAY} + unnest([-1, 0, 1]) AS day FROM unkeyed
"""
_FITTING = """
CREATE TABLE fitting AS
SELECT DISTINCT native_id, account, created_at, precision, text FROM ({named})
WHERE account IN (SELECT account FROM unkeyed)
"""

# One post for what pages tell alike of one account and day; of words that are none, nothing.
_ALIKE = """
CREATE TABLE alike AS
SELECT account, created_at, form, min(native_id) AS post
FROM unkeyed JOIN same_forms USING (text) WHERE whole AND form <> ''
GROUP BY account, created_at, form
"""

# Each step is a table: in one statement, the engine of today fails where one of them is empty.
_STEPS = (
    """
CREATE TABLE told_posts AS
SELECT DISTINCT platform, native_id, post, source, member
FROM unkeyed JOIN same_forms USING (text) JOIN alike USING (account, created_at, form)
WHERE whole
""",
    f"""
CREATE TABLE fits AS
SELECT alike.post, fitting.native_id AS fit, bool_or(whole) AS whole
FROM fitting JOIN same_forms USING (text) JOIN alike USING (account, form)
WHERE CASE fitting.precision
    WHEN 'day' THEN abs(fitting.created_at - alike.created_at) <= {_DAY}
    ELSE fitting.created_at >= alike.created_at - {_EAST}
        AND fitting.created_at < alike.created_at + {_DAY + _WEST} END
GROUP BY alike.post, fitting.native_id
""",
    """
CREATE TABLE single_fits AS
SELECT post, min(fit) AS fit FROM (
    SELECT *, bool_or(whole) OVER (PARTITION BY post) AS wholly FROM fits
) WHERE whole = wholly GROUP BY post HAVING count(*) = 1
""",
    """
CREATE TABLE crowded AS
SELECT DISTINCT unnest(posts) AS post FROM (
    SELECT list(DISTINCT post) AS posts FROM told_posts JOIN single_fits USING (post)
    GROUP BY fit, source, member HAVING count(DISTINCT post) > 1
)
""",
    "CREATE TABLE sole_fits AS SELECT * FROM single_fits ANTI JOIN crowded USING (post)",
    """
CREATE TABLE known_posts AS
SELECT DISTINCT platform, native_id, coalesce(fit, post) AS known
FROM told_posts LEFT JOIN sole_fits USING (post) WHERE native_id <> coalesce(fit, post)
""",
)

_RENAMED = """
CREATE VIEW post_rows AS
SELECT told_rows.* REPLACE (coalesce(known_posts.known, told_rows.native_id) AS native_id)
FROM told_rows LEFT JOIN known_posts ON known_posts.platform = told_rows.platform
    AND known_posts.native_id = told_rows.native_id
"""


def settle(database: duckdb.DuckDBPyConnection) -> None:
    """Let `post_rows` name each post by the id by which the other files know it.

    Args:
        database: The engine, with the rows of all sources and the settled names.
    """
    if not _is_there(database, f"SELECT 1 FROM post_rows WHERE {_IS_UNKEYED} LIMIT 1"):
        return
    told = f"(SELECT {_NAMED}, source, member FROM post_rows WHERE {_IS_UNKEYED})"
    database.execute(_TOLD.format(named=_with_account(told)))
    database.execute(_DAYS)
    database.execute(_AROUND)
    database.execute(_FITTING.format(named=_with_account("around")))
    _put_forms(database)
    database.execute(_ALIKE)
    for step in _STEPS:
        database.execute(step)
    if _is_there(database, "SELECT 1 FROM known_posts LIMIT 1"):
        database.execute("ALTER VIEW post_rows RENAME TO told_rows")
        database.execute(_RENAMED)


def same_words(text: str) -> str:
    """Return what two texts have in common that say the same: letters, marks and digits.

    Args:
        text: The raw text, with links and hashtags, perhaps glued to words.

    Returns:
        The normal form, words of hashtags included, without a space; empty where no word is left.
    """
    return normalise(_SHORT_LINK.sub(" ", text), keep_hashtags=True).replace(" ", "")


def _is_there(database: duckdb.DuckDBPyConnection, query: str) -> bool:
    return database.execute(query).fetchone() is not None


def _with_account(rows: str) -> str:
    return keyed(rows, "author_id", "author_handle", "created_at")


def _put_forms(database: duckdb.DuckDBPyConnection) -> None:
    """Make `same_forms`: what the texts say that are to be compared, and what their ends say."""
    found = database.execute("SELECT text FROM unkeyed UNION SELECT text FROM fitting").fetchall()
    told = [(text, same_words(text), True) for (text,) in found]
    told += [(text, same_words(end), False) for (text,) in found for end in _ends(text)]
    columns = [list(column) for column in zip(*told, strict=True)] or [[], [], []]
    kinds = (pa.string(), pa.string(), pa.bool_())
    arrays = [pa.array(column, kind) for column, kind in zip(columns, kinds, strict=True)]
    given = pa.table(arrays, names=["text", "form", "whole"])
    database.register("given_forms", given)
    database.execute("CREATE TABLE same_forms AS SELECT DISTINCT * FROM given_forms")
    database.unregister("given_forms")


def _ends(text: str) -> list[str]:
    """Return what a text ends with from the beginning of each of its last lines but the first."""
    starts = [each.end() for each in re.finditer(r"\n\s*", text.strip())]
    return [text.strip()[start:] for start in starts[-_LINES:]]
