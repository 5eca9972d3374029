"""What of a case stands on a list of domains, links and accounts.

Owns the match: which domain, link or account of the resolved state an entry means, and the posts
behind it. It is an observation: that something stands on somebody's list says nothing about who
posted it. Nothing is written into the case or the graph.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from inunison import engine
from inunison.detect.tables import make_views
from inunison.instants import instant
from inunison.state import State
from inunison.watchlists import Watchlist

_ENTRIES = pa.schema([("n", pa.int64()), ("kind", pa.string()), ("value", pa.string())])

# A domain is meant with all that stands under it: who lists site.press means news.site.press too.
_HITS = """
CREATE TABLE hits AS
WITH under AS (
    SELECT uid, name, array_to_string(parts[place:], '.') AS value
    FROM (SELECT uid, name, parts, unnest(range(1, len(parts))) AS place
        FROM (SELECT uid, name, string_split(name, '.') AS parts FROM domains))
), meant AS (
    SELECT n, accounts.uid, platform || ':' || coalesce(handle, native_id) AS matched
    FROM entries JOIN accounts ON
        value IN ('@' || lower(handle), lower(platform || ':' || native_id),
            lower(platform || ':' || handle))
    WHERE kind = 'account'
)
SELECT n, under.name AS matched, links_to.start AS post
FROM entries JOIN under USING (value) JOIN on_domain ON on_domain."end" = under.uid
JOIN links_to ON links_to."end" = on_domain.start
WHERE kind = 'domain'
UNION
SELECT n, urls.url, links_to.start
FROM entries JOIN urls ON urls.url = value JOIN links_to ON links_to."end" = urls.uid
WHERE kind = 'link'
UNION
SELECT n, matched, posted."end" FROM meant LEFT JOIN posted ON posted.start = meant.uid
"""
_COUNTED = """
SELECT n, matched, count(DISTINCT posted.start), count(DISTINCT hits.post),
    min(posts.created_at), max(posts.created_at),
    min({'instant': coalesce(posts.created_at, 9223372036854775807), 'uid': posts.uid,
        'source': posts.source, 'member': posts.member, 'row': posts.row})
        FILTER (WHERE posts.uid IS NOT NULL)
FROM hits LEFT JOIN posts ON posts.uid = hits.post
LEFT JOIN posted ON posted."end" = hits.post
GROUP BY n, matched ORDER BY n, matched
"""


@dataclass(frozen=True)
class Match:
    """One thing of the case that an entry means.

    Attributes:
        list: The list's name.
        list_row: The line on which the entry stands.
        entry: As it is written there.
        kind: "domain", "link" or "account".
        matched: The domain, the link, or the account as platform:handle, in the case.
        accounts: Accounts that posted it; of an account itself, if it posted at all.
        posts: Posts that hold it, or that the account wrote.
        first: The earliest of them, UTC; None where no time is known.
        last: The latest of them.
        source: SHA-256 of the file that holds the earliest.
        member: The file inside an archive of several.
        row: The line of that file.
        post_uid: The post's uid.
    """

    list: str
    list_row: int
    entry: str
    kind: str
    matched: str
    accounts: int
    posts: int
    first: datetime | None
    last: datetime | None
    source: str | None
    member: str | None
    row: int | None
    post_uid: str | None


def match(
    state: State,
    lists: Sequence[Watchlist],
    scratch: Path,
    *,
    memory_mb: int = engine.DEFAULT_MEMORY_MB,
) -> tuple[Match, ...]:
    """Look for the entries of lists in a case.

    Args:
        state: The case, resolved.
        lists: The lists, in the order in which the matches shall come.
        scratch: A folder for what does not fit in memory; removed at the end.
        memory_mb: Memory that may be taken before it spills, in MB (10^6 bytes).

    Returns:
        In the order of lists and rows; entries that match nothing do not stand there.

    Raises:
        StorageError: The disk or the memory it may use is full.
    """
    entries = [entry for each in lists for entry in each.entries]
    with engine.opened(scratch, memory_mb=memory_mb) as database:
        make_views(database, state)
        rows = _looked_for(database, [(each.kind, each.value) for each in entries])
    made = []
    for n, matched, accounts, posts, first, last, post in rows:
        entry, seen = entries[n], post or {}
        made.append(
            Match(
                list=entry.list,
                list_row=entry.row,
                entry=entry.written,
                kind=entry.kind,
                matched=matched,
                accounts=accounts,
                posts=posts,
                first=instant(first),
                last=instant(last),
                source=seen.get("source"),
                member=seen.get("member"),
                row=seen.get("row"),
                post_uid=seen.get("uid"),
            )
        )
    return tuple(made)


def _looked_for(
    database: duckdb.DuckDBPyConnection, entries: Sequence[tuple[str, str]]
) -> list[tuple[Any, ...]]:
    listed = [{"n": n, "kind": kind, "value": value} for n, (kind, value) in enumerate(entries)]
    database.register("entries", pa.Table.from_pylist(listed, schema=_ENTRIES))
    database.execute(_HITS)
    return database.execute(_COUNTED).fetchall()
