"""The texts that posts say, by fingerprint.

Owns the state's tables `texts` and `says`. A repost says nothing of its own: its words are its
original's. The raw text stays in the part; a sample of it stands beside each fingerprint.
"""

from collections.abc import Callable, Iterator

import duckdb
import pyarrow as pa

from inunison.identity import POST_UID
from inunison.text import Fingerprints, streamed

Progress = Callable[[str, int, int], None]

# Texts leave the engine in small batches and are worked on in portions of bounded size.
_BATCH_ROWS = 8_192
_PORTION_ROWS = 50_000
_PORTION_BYTES = 8_000_000

_SPOKEN = f"""
SELECT {POST_UID} AS start, account, text, created_at, precision
FROM shown_posts WHERE text IS NOT NULL AND kind IS DISTINCT FROM 'repost'
"""

_PRINTED = """
CREATE TABLE printed (start VARCHAR, account VARCHAR, text VARCHAR, created_at BIGINT,
    precision VARCHAR, key VARCHAR, tagged_key VARCHAR, words BIGINT, evidence BOOLEAN,
    manual_repost BOOLEAN)
"""
_COLUMNS = ("key", "tagged_key", "words", "evidence", "manual_repost")

# Views, because they are as wide as the texts: each is only read when it is written.
_SAYS = """
CREATE VIEW says AS
SELECT start, key AS "end", account, text, created_at, manual_repost, tagged_key FROM printed
"""

# The accounts of a text are counted from its groups by account: sets of them need not be kept.
_COUNTS = """
CREATE TABLE text_counts AS
SELECT key AS uid, max(words) AS words, bool_or(evidence) AS evidence, sum(posts)::BIGINT AS posts,
    count(account) AS accounts, min(earliest).post AS earliest
FROM (
    SELECT key, account, max(words) AS words, bool_or(evidence) AS evidence, count(*) AS posts,
        min({'instant': coalesce(created_at, 9223372036854775807), 'post': start}) AS earliest
    FROM printed GROUP BY key, account
)
GROUP BY key
"""

# Of texts that several said: two accounts that are next to one another in time are the closest.
_TIMES = """
CREATE TABLE text_times AS
SELECT uid, min(gap) FILTER (WHERE another) AS closest_ms, max(width) AS coarsest_s
FROM (
    SELECT key AS uid,
        CASE precision WHEN 'millisecond' THEN 0 WHEN 'second' THEN 1 WHEN 'minute' THEN 60
            ELSE 86400 END AS width,
        created_at // 1000 - lag(created_at // 1000) OVER in_time AS gap,
        account <> lag(account) OVER in_time AS another
    FROM printed JOIN text_counts ON text_counts.uid = key
    WHERE text_counts.evidence AND text_counts.accounts >= 2 AND account IS NOT NULL
    WINDOW in_time AS (PARTITION BY key ORDER BY created_at, account)
)
GROUP BY uid
"""

_TEXTS = """
CREATE VIEW texts AS
SELECT text_counts.uid, printed.text AS sample, text_counts.words, text_counts.evidence,
    text_counts.posts, text_counts.accounts, text_times.closest_ms, text_times.coarsest_s
FROM text_counts JOIN printed ON printed.start = text_counts.earliest
LEFT JOIN text_times ON text_times.uid = text_counts.uid
"""


def read(database: duckdb.DuckDBPyConnection, progress: Progress = lambda *_: None) -> None:
    """Make `says` (post to text) and `texts` from the chosen posts.

    Args:
        database: The engine, with `shown_posts`.
        progress: Called with "texts", how many are done and how many there are.
    """
    database.execute(_PRINTED)
    counted = database.execute(f"SELECT count(*) FROM ({_SPOKEN})").fetchone()
    total = int(counted[0]) if counted else 0
    # Insertion reads a second cursor: one connection holds one open result.
    with database.cursor() as reader:
        # One transaction: row groups go to the disk once they are full, not with each portion.
        database.execute("BEGIN")
        done = 0
        for spoken, made in streamed(_portions(reader), _texts):
            _insert(database, spoken, made)
            done += len(made)
            progress("texts", done, total)
        database.execute("COMMIT")
    for statement in (_SAYS, _COUNTS, _TIMES, _TEXTS):
        database.execute(statement)


def _portions(reader: duckdb.DuckDBPyConnection) -> Iterator[pa.Table]:
    """Yield what posts say, in tables of bounded size."""
    held: list[pa.RecordBatch] = []
    for batch in reader.sql(_SPOKEN).to_arrow_reader(_BATCH_ROWS):
        held.append(batch)
        rows, size = sum(map(len, held)), sum(each.nbytes for each in held)
        if rows >= _PORTION_ROWS or size >= _PORTION_BYTES:
            yield pa.Table.from_batches(held)
            held = []
    if held:
        yield pa.Table.from_batches(held)


def _texts(spoken: pa.Table) -> list[str]:
    texts: list[str] = spoken["text"].to_pylist()
    return texts


def _insert(database: duckdb.DuckDBPyConnection, spoken: pa.Table, made: Fingerprints) -> None:
    """Add what some posts say, with its fingerprints; a text without words is not said."""
    for name in _COLUMNS:
        spoken = spoken.append_column(name, pa.array(getattr(made, name)))
    # Under a name each portion would stay in memory until the transaction ends.
    portion = spoken.filter(spoken["key"].is_valid())
    database.from_arrow(portion).insert_into("printed")
