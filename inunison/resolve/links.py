"""The links that posts hold, by their canonical form.

Owns the table `linked` (post, canonical link, raw link). A link that the case's list of redirects
names is the one that it leads to. A repost holds none: its links are its
original's. The raw link stays in the part; a sample of it stands beside each canonical form.
"""

import duckdb
import pyarrow as pa

from inunison.identity import POST_UID
from inunison.redirects import Redirects
from inunison.text.links import canonical

# So many different links are made canonical at a time, which bounds the memory they take.
_CHUNK = 200_000

_HELD = f"""
CREATE TABLE held AS
SELECT DISTINCT {POST_UID} AS start, raw FROM (
    SELECT platform, native_id, unnest(links) AS raw FROM shown_posts
    WHERE kind IS DISTINCT FROM 'repost'
) WHERE raw <> ''
"""

_LINKED = """
CREATE TABLE linked AS
SELECT held.start, forms.url, held.raw FROM held JOIN forms USING (raw) WHERE forms.url <> ''
"""


def read(database: duckdb.DuckDBPyConnection, redirects: Redirects) -> None:
    """Make `linked` from the chosen posts.

    Args:
        database: The engine, with `shown_posts`.
        redirects: Where links lead that only forward.
    """
    database.execute(_HELD)
    database.execute("CREATE TABLE forms (raw VARCHAR, url VARCHAR)")
    # Insertion reads a second cursor: one connection holds one open result.
    reader = database.cursor()
    reader.execute("SELECT DISTINCT raw FROM held")
    while rows := reader.fetchmany(_CHUNK):
        raw = [link for (link,) in rows]
        batch = pa.table({"raw": raw, "url": [redirects.end(canonical(link)) for link in raw]})
        database.register("batch", batch)
        database.execute("INSERT INTO forms SELECT raw, url FROM batch")
        database.unregister("batch")
    database.execute(_LINKED)
    database.execute("DROP TABLE held")
    database.execute("DROP TABLE forms")
