"""From sources to state: one identity for each account, post and text.

Owns the order of the steps. Each step reads tables that the ones before it made, in one engine; no
step looks at a file or at the graph. Nothing depends on the order of import.
"""

from collections.abc import Sequence

import duckdb

from inunison.redirects import Redirects
from inunison.resolve import (
    accounts,
    articles,
    edges,
    identities,
    links,
    missing,
    posts,
    reach,
    rows,
    texts,
    unkeyed,
)
from inunison.sources import Source


def resolve(
    database: duckdb.DuckDBPyConnection,
    sources: Sequence[Source],
    progress: texts.Progress = lambda *_: None,
    *,
    redirects: Redirects | None = None,
) -> None:
    """Make the tables of the state in an engine.

    Args:
        database: An empty engine; gets the node and edge tables of `inunison.graph.model` that
            sources can fill, and `aliases`, `conflicts` and `shows`.
        sources: The sources of the case, in any order.
        progress: Called during long steps with what is done, how much of it, and of how much.
        redirects: Where links lead that only forward; nowhere else when None.
    """
    rows.gather(database, sources)
    identities.settle(database)
    unkeyed.settle(database)
    posts.choose(database)
    accounts.choose(database)
    texts.read(database, progress)
    links.read(database, redirects or Redirects())
    missing.derive(database, sources)
    edges.derive(database)
    reach.derive(database)
    articles.derive(database)
    accounts.disagreements(database)
