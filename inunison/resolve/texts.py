"""The texts that posts say, by fingerprint.

Owns the state's tables `texts` and `says`. A repost says nothing of its own: its words are its
original's. The raw text stays in the part; a sample of it stands beside each fingerprint.
"""

import duckdb
import pyarrow as pa

from inunison.text import fingerprints

# Texts are fingerprinted so many at a time, which bounds the memory they take.
_CHUNK = 200_000

_SPOKEN = """
CREATE TABLE spoken AS
SELECT platform, native_id, account, text, created_at FROM shown_posts
WHERE text IS NOT NULL AND kind IS DISTINCT FROM 'repost'
"""

_SAYS = """
CREATE TABLE says AS
SELECT left(sha256(spoken.platform || ':' || spoken.native_id), 24) AS start, printed.key AS end,
    spoken.account, spoken.text, spoken.created_at, printed.manual_repost, printed.tagged_key
FROM spoken JOIN printed USING (text)
WHERE printed.key IS NOT NULL
"""

_TEXTS = """
CREATE TABLE texts AS
SELECT says.end AS uid,
    min({'instant': coalesce(says.created_at, 9223372036854775807), 'post': says.start,
        'text': says.text}).text AS sample,
    max(printed.words) AS words, bool_or(printed.evidence) AS evidence,
    count(*) AS posts, count(DISTINCT says.account) AS accounts
FROM says JOIN printed ON printed.text = says.text
GROUP BY says.end
"""


def read(database: duckdb.DuckDBPyConnection) -> None:
    """Make `says` (post to text) and `texts` from the chosen posts."""
    database.execute(_SPOKEN)
    database.execute(
        "CREATE TABLE printed (text VARCHAR, key VARCHAR, tagged_key VARCHAR, words BIGINT,"
        " letters BIGINT, evidence BOOLEAN, manual_repost BOOLEAN)"
    )
    # Insertion reads a second cursor: one connection holds one open result.
    reader = database.cursor()
    reader.execute("SELECT DISTINCT text FROM spoken")
    while rows := reader.fetchmany(_CHUNK):
        _print(database, [text for (text,) in rows])
    database.execute(_SAYS)
    database.execute(_TEXTS)


def _print(database: duckdb.DuckDBPyConnection, texts: list[str]) -> None:
    """Add the fingerprints of some texts to `printed`."""
    made = fingerprints(texts)
    columns = ("key", "tagged_key", "words", "letters", "evidence", "manual_repost")
    table = pa.table({"text": texts, **{name: getattr(made, name) for name in columns}})
    database.register("batch", table)
    database.execute(f"INSERT INTO printed SELECT text, {', '.join(columns)} FROM batch")
    database.unregister("batch")
