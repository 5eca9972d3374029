"""What the network of a case says about each account: its community and its share of attention.

Owns the table `account_network`, which loading shows as properties of Account, and the summary of
the partition. What follows of it for communities and texts is in `inunison.detect.community_facts`.
Reads the tables of a resolved state; never the graph.
"""

import duckdb
import numpy as np
import pyarrow as pa

from inunison import engine
from inunison.detect import community_facts
from inunison.detect.attention import pagerank
from inunison.detect.communities import Progress, gather_ties, partition
from inunison.detect.numbering import Numbered


def derive(
    database: duckdb.DuckDBPyConnection,
    progress: Progress = lambda *_: None,
    *,
    memory_mb: int | None = None,
) -> dict[str, float | int | None]:
    """Make `account_network` (uid, community, community_stability, pagerank, reposters) and facts.

    Args:
        database: An engine with the tables of a resolved state.
        progress: Called with "communities", how many of the seeded runs are done, and of how many.
        memory_mb: As for `communities.partition`.

    Returns:
        The partition in numbers: accounts with a tie, ties, seeded runs, communities, mean
        stability, modularity (None where there is no tie).
    """
    database.execute(
        "CREATE TABLE account_network (uid VARCHAR, community BIGINT,"
        " community_stability DOUBLE, pagerank DOUBLE, reposters BIGINT)"
    )
    summary = _communities(database, progress, memory_mb)
    _attention(database)
    community_facts.derive(database)
    return summary


def _communities(
    database: duckdb.DuckDBPyConnection, progress: Progress, memory_mb: int | None
) -> dict[str, float | int | None]:
    ties = gather_ties(database)
    if not ties.size:
        nothing = dict.fromkeys(("accounts", "ties", "runs", "communities"), 0)
        return {**nothing, "stability": None, "modularity": None}
    # The engine keeps what it read; the runs need that memory, and read nothing from it.
    with engine.small(database):
        found = partition(ties, progress, memory_mb=memory_mb)
    stability = np.round(found.stability, 6)
    places = np.arange(ties.size)
    database.register(
        "found", pa.table({"place": places, "community": found.community, "stability": stability})
    )
    database.execute(
        "INSERT INTO account_network SELECT uid, community, stability, NULL, NULL"
        " FROM found JOIN tied USING (place)"
    )
    database.unregister("found")
    return {
        "accounts": ties.size,
        "ties": len(ties.start),
        "runs": found.runs,
        "communities": int(found.community.max()),
        "stability": round(float(stability.mean()), 6),
        "modularity": round(found.modularity, 6),
    }


def _attention(database: duckdb.DuckDBPyConnection) -> None:
    reposting = Numbered(database, "reposted", "reposting")
    if not reposting.size:
        return
    start, end, posts = reposting.edges("posts")
    share = pagerank(reposting.size, start, end, posts.astype(np.float64))
    database.register("share", pa.table({"place": np.arange(len(share)), "share": share}))
    database.execute(
        """
        CREATE OR REPLACE TABLE account_network AS
        SELECT uid, community, community_stability, share AS pagerank, passed.reposters
        FROM account_network
        FULL JOIN (SELECT uid, share FROM share JOIN reposting USING (place)) USING (uid)
        LEFT JOIN (
            SELECT "end" AS uid, count(*) AS reposters FROM reposted GROUP BY ALL
        ) AS passed USING (uid)
        """
    )
    database.unregister("share")
