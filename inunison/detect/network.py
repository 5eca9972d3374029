"""What the network of a case says about each account: its community and its share of attention.

Owns the table `account_network`, which loading shows as properties of Account, and the summary of
the partition. Reads the tables of a resolved state; never the graph.
"""

import duckdb
import numpy as np
import pyarrow as pa

from inunison.detect.attention import pagerank
from inunison.detect.communities import gather_ties, partition


def derive(database: duckdb.DuckDBPyConnection) -> dict[str, float | int | None]:
    """Make the table `account_network` (uid, community, community_stability, pagerank).

    Args:
        database: An engine with the tables of a resolved state.

    Returns:
        The partition in numbers: accounts with a tie, communities, mean stability, modularity
        (None where there is no tie).
    """
    database.execute(
        "CREATE TABLE account_network (uid VARCHAR, community BIGINT,"
        " community_stability DOUBLE, pagerank DOUBLE)"
    )
    summary = _communities(database)
    _attention(database)
    return summary


def _communities(database: duckdb.DuckDBPyConnection) -> dict[str, float | int | None]:
    uids, ties = gather_ties(database)
    if not uids:
        return {"accounts": 0, "communities": 0, "stability": None, "modularity": None}
    found = partition(ties)
    stability = np.round(found.stability, 6)
    database.register(
        "found",
        pa.table({"uid": uids, "community": found.community, "stability": stability}),
    )
    database.execute(
        "INSERT INTO account_network SELECT uid, community, stability, NULL FROM found"
    )
    database.unregister("found")
    return {
        "accounts": len(uids),
        "communities": int(found.community.max()),
        "stability": round(float(stability.mean()), 6),
        "modularity": round(found.modularity, 6),
    }


def _attention(database: duckdb.DuckDBPyConnection) -> None:
    uids = [
        uid
        for (uid,) in database.execute(
            'SELECT start FROM reposted UNION SELECT "end" FROM reposted ORDER BY 1'
        ).fetchall()
    ]
    if not uids:
        return
    place = {uid: index for index, uid in enumerate(uids)}
    edges = database.execute('SELECT start, "end", posts FROM reposted ORDER BY 1, 2').fetchall()
    share = pagerank(
        len(uids),
        np.fromiter((place[edge[0]] for edge in edges), np.int64, len(edges)),
        np.fromiter((place[edge[1]] for edge in edges), np.int64, len(edges)),
        np.fromiter((edge[2] for edge in edges), np.float64, len(edges)),
    )
    database.register("share", pa.table({"uid": uids, "share": share}))
    database.execute(
        """
        CREATE OR REPLACE TABLE account_network AS
        SELECT uid, community, community_stability, share AS pagerank
        FROM account_network FULL JOIN share USING (uid)
        """
    )
    database.unregister("share")
