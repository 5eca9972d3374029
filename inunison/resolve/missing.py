"""Which posts were gone, from when to when, and by whose word.

Owns the tables `missing` (one row per post that was there and is not) and `looked_again` (posts
that a later capture should hold, and whether it does). When a post went is only known between two
looks. Three things tell that it was gone:

* a row of a file: a notice that it was deleted, or a look that found it missing or removed;
* a row about its author, whose posts nobody sees while the account is deleted or suspended;
* a later capture of the same query, or of its author, that should hold it and does not.

A capture speaks only of what it surely would hold: kinds of posts that it holds some of; the time
from its first to its last post (of the same account, where accounts were collected), or as far as
its scope says; and posts that were seen alive before it began. It says nothing without a time of
its own, by its scope or by rows that say when they were seen. A post that is seen again later, or
that was edited and so has another id, is not gone.
"""

from collections.abc import Sequence

import duckdb
import pyarrow as pa

from inunison.identity import POST_UID
from inunison.resolve.identities import keyed
from inunison.sources import Source
from inunison_importers.scopes import Scope, span

_ABSENT = "presence NOT IN ('live', 'withheld')"
_WIDTH = (
    "CASE shown.precision WHEN 'millisecond' THEN 1000 WHEN 'second' THEN 1000000"
    " WHEN 'minute' THEN 60000000 ELSE 86400000000 END"
)
_SCOPES = pa.schema(
    [
        ("source", pa.string()),
        ("query", pa.string()),
        ("accounts", pa.list_(pa.string())),
        ("since", pa.int64()),
        ("until", pa.int64()),
        ("first", pa.int64()),
        ("last", pa.int64()),
    ]
)

# A capture without a time of its own is timed by what it saw alive.
_CAPTURES = """
CREATE TABLE captures AS
SELECT source, query, accounts, since, until,
    coalesce(scopes.first, looks.first) AS first, coalesce(scopes.last, looks.last) AS last
FROM scopes LEFT JOIN (
    SELECT source, min(observed_at) AS first, max(observed_at) AS last
    FROM observation_rows
    WHERE subject = 'post' AND presence = 'live' AND source IN (SELECT source FROM scopes)
    GROUP BY source
) AS looks USING (source)
WHERE coalesce(scopes.first, looks.first) IS NOT NULL
"""
_HELD = """
CREATE TABLE held AS
SELECT source, platform, native_id, bool_or(collected) AS collected
FROM post_rows
WHERE native_id IS NOT NULL AND source IN (SELECT source FROM captures)
GROUP BY source, platform, native_id
"""
_CAPTURED = """
CREATE TABLE captured AS
SELECT held.source, platform, native_id, kind, account, created_at
FROM held JOIN shown_posts USING (platform, native_id) WHERE held.collected
"""
_KINDS = "CREATE TABLE captured_kinds AS SELECT DISTINCT source, platform, kind FROM captured"

# An account is named by its id or by a handle that it alone is seen with.
_MEANT = """
CREATE TABLE meant AS
WITH named AS (
    SELECT DISTINCT source, platform, name
    FROM (SELECT source, unnest(accounts) AS name FROM captures)
    JOIN (SELECT DISTINCT source, platform FROM captured_kinds) USING (source)
), holders AS (
    SELECT platform, handle, min(native_id) AS native_id FROM aliases
    WHERE native_id IS NOT NULL AND handle IS NOT NULL
    GROUP BY platform, handle HAVING count(DISTINCT native_id) = 1
)
SELECT source, platform, platform || ':' || name AS account FROM named
UNION
SELECT source, platform, platform || '@' || lower(name) FROM named
UNION
SELECT source, named.platform, named.platform || ':' || native_id
FROM named JOIN holders ON holders.platform = named.platform AND handle = lower(name)
"""

# Of a query the whole capture is one stretch; of accounts each account is one, also an account of
# which nothing is held any more, where the scope says how far the capture reaches.
_STRETCHES = """
CREATE TABLE stretches AS
SELECT source, platform, account, first, last,
    coalesce(since, own_first) AS reaches_from,
    coalesce(until, CASE WHEN since IS NOT NULL THEN first END, own_last) AS reaches_to
FROM (
    SELECT source, platform, '' AS account,
        min(created_at) AS own_first, max(created_at) AS own_last
    FROM captured WHERE source IN (SELECT source FROM captures WHERE query IS NOT NULL)
    GROUP BY source, platform
    UNION ALL
    SELECT source, platform, account, min(created_at), max(created_at)
    FROM meant LEFT JOIN captured USING (source, platform, account)
    GROUP BY source, platform, account
) JOIN captures USING (source)
"""
_EXPECTED = f"""
CREATE TABLE expected AS
SELECT DISTINCT eligible.source, platform, native_id, stretches.first, stretches.last
FROM (
    SELECT mine.source, '' AS account, platform, native_id
    FROM captures AS mine
    JOIN captures AS other ON other.query = mine.query AND other.first < mine.first
    JOIN held ON held.source = other.source AND held.collected
    UNION ALL
    SELECT meant.source, account, platform, native_id
    FROM meant JOIN shown_posts USING (platform, account)
) AS eligible
JOIN (
    SELECT platform, native_id, kind, created_at, precision FROM shown_posts WHERE collected
) AS shown USING (platform, native_id)
JOIN captured_kinds AS kinds USING (source, platform)
JOIN stretches USING (source, platform, account)
WHERE shown.kind IS NOT DISTINCT FROM kinds.kind
    AND shown.created_at >= reaches_from AND shown.created_at + {_WIDTH} <= reaches_to
"""

# A row that does not say when it was seen was seen by the end of its capture.
_TIMED = """(
    SELECT observation_rows.* REPLACE (coalesce(observed_at, scopes.last) AS observed_at)
    FROM observation_rows LEFT JOIN scopes USING (source)
    WHERE presence IS NOT NULL AND coalesce(observed_at, scopes.last) IS NOT NULL
)"""
_NOTICES = f"""
CREATE TABLE notices AS
SELECT platform, native_id, observed_at, presence AS how, source FROM {_TIMED}
WHERE subject = 'post' AND native_id IS NOT NULL AND {_ABSENT}
"""
_ACCOUNT_LOOKS = f"""(
    SELECT platform, native_id, handle, observed_at, presence, source FROM {_TIMED}
    WHERE subject = 'account' AND presence <> 'withheld'
)"""
_ACCOUNTS_GONE = f"""
CREATE TABLE accounts_gone AS
WITH looks AS ({keyed(_ACCOUNT_LOOKS, "native_id", "handle", "observed_at")})
SELECT account, observed_at, presence, source FROM looks
WHERE {_ABSENT} AND NOT EXISTS (
    SELECT 1 FROM looks AS other WHERE other.account = looks.account
        AND other.presence = 'live' AND other.observed_at > looks.observed_at
)
"""
# To name the accounts of all looks takes memory: where none is gone nobody asks.
_ANY_ACCOUNT_GONE = f"""
SELECT count(*) FROM (
    SELECT 1 FROM observation_rows WHERE subject = 'account' AND {_ABSENT} LIMIT 1
)
"""
_NO_ACCOUNT_GONE = """
CREATE TABLE accounts_gone (
    account VARCHAR, observed_at BIGINT, presence VARCHAR, source VARCHAR
)
"""

_DOUBTED = """
CREATE TABLE doubted AS
SELECT platform, native_id FROM notices
UNION
SELECT platform, native_id FROM expected
UNION
SELECT platform, native_id FROM shown_posts
WHERE collected AND account IN (SELECT account FROM accounts_gone)
"""
_SEEN = """
CREATE TABLE seen AS
SELECT platform, native_id, min(observed_at) AS first, max(observed_at) AS last
FROM (
    SELECT platform, native_id, observed_at FROM observation_rows
    WHERE subject = 'post' AND presence = 'live' AND observed_at IS NOT NULL
    UNION ALL
    SELECT platform, native_id, captures.first FROM held JOIN captures USING (source)
    WHERE held.collected
) SEMI JOIN doubted USING (platform, native_id)
GROUP BY platform, native_id
"""

# What a capture lacks and somebody saw later was not gone: then the capture is not whole.
_REVISITS = """
CREATE TABLE revisits AS
SELECT platform, native_id, expected.source, expected.last AS observed_at,
    held.source IS NULL AS gone
FROM expected
JOIN seen USING (platform, native_id)
LEFT JOIN held USING (source, platform, native_id)
LEFT JOIN (SELECT DISTINCT platform, target AS native_id, true AS edited FROM pointers
    WHERE how = 'edits') USING (platform, native_id)
WHERE CASE WHEN held.source IS NULL THEN seen.last < expected.first AND edited IS NULL
    ELSE seen.first < expected.first END
"""
_LOOKED_AGAIN = f"""
CREATE TABLE looked_again AS SELECT {POST_UID} AS post, source, observed_at, gone FROM revisits
"""
_MISSING = f"""
CREATE TABLE missing AS
SELECT {POST_UID} AS uid,
    CASE WHEN since <= word.instant THEN since END AS missing_after, word.instant AS missing_before,
    word.how AS missing_by, word.source AS missing_source
FROM (
    SELECT platform, native_id, max(since) AS since,
        min({{'instant': observed_at, 'how': how, 'source': source}}) AS word
    FROM (
        SELECT told.*, coalesce(seen.last, shown.created_at) AS since
        FROM (
            SELECT * FROM notices
            UNION ALL
            SELECT platform, native_id, observed_at, 'account ' || presence, accounts_gone.source
            FROM accounts_gone JOIN shown_posts USING (account)
            WHERE collected AND created_at <= observed_at
            UNION ALL
            SELECT platform, native_id, observed_at, 'later capture', source
            FROM revisits WHERE gone
        ) AS told
        LEFT JOIN shown_posts AS shown USING (platform, native_id)
        LEFT JOIN seen USING (platform, native_id)
        WHERE seen.last IS NULL OR seen.last <= told.observed_at
    )
    GROUP BY platform, native_id
)
"""


def derive(database: duckdb.DuckDBPyConnection, sources: Sequence[Source]) -> None:
    """Make the tables `missing` and `looked_again`.

    Args:
        database: The engine, with rows gathered, names settled and posts chosen.
        sources: The sources of the case, in any order.
    """
    _name_scopes(database, sources)
    for statement in (_CAPTURES, _HELD, _CAPTURED, _KINDS, _MEANT, _STRETCHES, _EXPECTED, _NOTICES):
        database.execute(statement)
    some = database.execute(_ANY_ACCOUNT_GONE).fetchone() == (1,)
    database.execute(_ACCOUNTS_GONE if some else _NO_ACCOUNT_GONE)
    for statement in (_DOUBTED, _SEEN, _REVISITS, _LOOKED_AGAIN, _MISSING):
        database.execute(statement)


def _name_scopes(database: duckdb.DuckDBPyConnection, sources: Sequence[Source]) -> None:
    """Make `scopes`: one row for each source of which somebody said what it holds all of."""
    rows = [_row(source.sha256, source.scope) for source in sources if source.scope is not None]
    database.register("said", pa.Table.from_pylist(rows, schema=_SCOPES))
    database.execute("CREATE TABLE scopes AS SELECT * FROM said")
    database.unregister("said")


def _row(source: str, scope: Scope) -> dict[str, object]:
    since, until, captured = (
        None if text is None else span(text) for text in (scope.since, scope.until, scope.captured)
    )
    return {
        "source": source,
        "query": None if scope.query is None else " ".join(scope.query.split()),
        "accounts": list(scope.accounts),
        "since": since.first if since else None,
        "until": until.end if until else None,
        "first": captured.first if captured else None,
        "last": captured.end if captured else None,
    }
