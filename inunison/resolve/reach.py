"""Over how many platforms and places texts and links reach.

Owns the tables `text_reach` and `url_reach`, which questions read instead of walking over posts. A
place is a subreddit, group or channel, else the platform itself.
"""

import duckdb

from inunison.identity import POST_UID

_STANDING = f"""
CREATE TABLE standing AS
SELECT {POST_UID} AS uid, platform
FROM shown_posts WHERE kind IS DISTINCT FROM 'repost'
"""

_COUNTS = """
SELECT held."end" AS uid, {more}count(DISTINCT platform) AS platforms,
    count(DISTINCT coalesce(in_space."end", platform)) AS places
FROM {held} AS held JOIN standing ON standing.uid = held.start
LEFT JOIN in_space ON in_space.start = held.start
"""

# A text that was posted once reaches nowhere, and one that is no evidence is not looked at.
_TEXTS = f"""
CREATE TABLE text_reach AS
{_COUNTS.format(held="says", more="")} JOIN text_counts ON text_counts.uid = held."end"
WHERE text_counts.evidence AND text_counts.posts >= 2
GROUP BY held."end"
"""

_URLS = f"""
CREATE TABLE url_reach AS
{_COUNTS.format(held="links_to", more="count(DISTINCT held.start) AS posts, ")}
GROUP BY held."end"
"""


def derive(database: duckdb.DuckDBPyConnection) -> None:
    """Make `text_reach` and `url_reach` from the edges of a state."""
    for statement in (_STANDING, _TEXTS, _URLS):
        database.execute(statement)
