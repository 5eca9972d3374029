"""The nodes and edges of the state, shaped as the graph model names them.

Owns the tables that loading and detection read: `posts`, `hashtags`, `urls`, `domains`, `spaces`
and one table per edge type with `start` and `end`, and `shows` (post, picture or film). Everything
is derived; nothing is chosen.
"""

import duckdb

from inunison.identity import ACCOUNT_UID, POST_UID, uid_in_sql

_ADDRESSING = uid_in_sql("platform || ':' || post")
_TARGET = uid_in_sql("platform || ':' || target")
_HASHTAG = uid_in_sql("'hashtag:' || name")
# Keys of pictures and films mean something on one platform only.
_MEDIUM = uid_in_sql("'media:' || platform || ':' || name")
_URL = uid_in_sql("'url:' || url")
_DOMAIN = uid_in_sql("'domain:' || name")
_SPACE = uid_in_sql("platform || ':' || kind || ':' || lower(coalesce(native_id, name))")

# Most posts are seen once: only the others need a choice among what was seen.
_SEEN_AGAIN = """
CREATE TABLE seen_again AS
SELECT hash(platform, native_id) AS mark FROM observation_rows
WHERE subject = 'post' AND native_id IS NOT NULL GROUP BY mark HAVING count(*) > 1
"""

_OF_POSTS = "subject = 'post' AND native_id IS NOT NULL"

_SEEN = f"""
CREATE TABLE post_counts AS
SELECT {POST_UID} AS uid, reposts, likes, replies, views
FROM observation_rows ANTI JOIN seen_again ON mark = hash(platform, native_id)
WHERE {_OF_POSTS}
UNION ALL
SELECT {POST_UID}, {{counts}}
FROM observation_rows SEMI JOIN seen_again ON mark = hash(platform, native_id)
WHERE {_OF_POSTS}
GROUP BY platform, native_id
"""

_COUNT = """(max({{'instant': coalesce(observed_at, 0), 'rank': rank, 'n': {name}}})
        FILTER (WHERE {name} IS NOT NULL)).n"""
_COUNTS = ", ".join(_COUNT.format(name=name) for name in ("reposts", "likes", "replies", "views"))

# A table: to make its rows and to sort them in one query takes the memory of both.
_POSTS = f"""
CREATE TABLE posts AS
SELECT shown.uid, shown.platform, shown.native_id, shown.kind, shown.created_at,
    shown.precision, shown.language, shown.client, shown.url,
    post_counts.reposts, post_counts.likes, post_counts.replies, post_counts.views,
    shown.collected, missing.missing_after, missing.missing_before, missing.missing_by,
    missing.missing_source, shown.source, members.member_name AS member, shown.row, shown.account,
    shown.time_conflict, shown.text_repaired
FROM (
    SELECT {POST_UID} AS uid, platform, native_id, kind, created_at, precision, language, client,
        url, collected, source, member, row, account, time_conflict, text_repaired
    FROM shown_posts
    UNION ALL
    SELECT {POST_UID}, platform, native_id, NULL, created_at, precision, NULL, NULL,
        NULL, false, NULL, NULL, NULL, account, NULL, NULL
    FROM stubs
) AS shown
LEFT JOIN post_counts USING (uid)
LEFT JOIN missing USING (uid)
LEFT JOIN members ON members.source = shown.source AND members.member = shown.member
"""

_EDGES = {
    "posted": f"""
        SELECT {ACCOUNT_UID} AS start, {POST_UID} AS "end", false AS inferred FROM shown_posts
        WHERE account IS NOT NULL
        UNION ALL
        SELECT {ACCOUNT_UID}, {POST_UID}, inferred FROM stubs WHERE account IS NOT NULL""",
    "mentions": f"""
        SELECT DISTINCT {_ADDRESSING} AS start, {ACCOUNT_UID} AS "end"
        FROM addressed WHERE kind IS DISTINCT FROM 'repost'""",
    # Questions about communities go from accounts to texts without the posts between them.
    "said": f"""
        SELECT DISTINCT {ACCOUNT_UID} AS start, says."end" AS "end"
        FROM says JOIN text_counts ON text_counts.uid = says."end"
        WHERE text_counts.evidence AND text_counts.accounts >= 2 AND account IS NOT NULL""",
    "tags": f"""
        SELECT {POST_UID} AS start, lower(nfc_normalize(tag)) AS name, min(place)::INTEGER AS place
        FROM (
            SELECT platform, native_id, unnest(hashtags) AS tag,
                generate_subscripts(hashtags, 1) AS place
            FROM shown_posts WHERE kind IS DISTINCT FROM 'repost'
        ) WHERE tag <> '' GROUP BY ALL""",
    # The place of a hashtag among those of its post is for tests alone: the graph does not hold it.
    "tagged": f'SELECT start, {_HASHTAG} AS "end", place FROM tags',
    "shows": f"""
        SELECT DISTINCT {POST_UID} AS start, {_MEDIUM} AS "end", name FROM (
            SELECT platform, native_id, unnest(media) AS name FROM shown_posts
            WHERE kind IS DISTINCT FROM 'repost'
        ) WHERE name <> ''""",
    "hashtags": f"SELECT DISTINCT {_HASHTAG} AS uid, name FROM tags",
    "links_to": f'SELECT DISTINCT start, {_URL} AS "end" FROM linked',
    "urls": f"SELECT {_URL} AS uid, url, min(raw) AS sample FROM linked GROUP BY url",
    "hosts": r"""
        SELECT uid AS start, name FROM (
            SELECT uid, regexp_replace(lower(regexp_extract(
                url, '^(?:[A-Za-z][A-Za-z0-9+.-]*://)?([^/?#:@\s]+)(?:[/?#:]|$)', 1)),
                '^www\.', '') AS name
            FROM urls
        ) WHERE contains(name, '.')""",
    "on_domain": f'SELECT start, {_DOMAIN} AS "end" FROM hosts',
    "domains": f"SELECT DISTINCT {_DOMAIN} AS uid, name FROM hosts",
    "places": f"""
        SELECT {POST_UID} AS start, platform, space.kind AS kind, space.name AS name,
            space.native_id AS native_id
        FROM shown_posts WHERE space IS NOT NULL""",
    "in_space": f'SELECT start, {_SPACE} AS "end" FROM places',
    "spaces": f"""
        SELECT {_SPACE} AS uid, platform, kind, max(name) AS name FROM places
        GROUP BY uid, platform, kind""",
    "reposted": """
        SELECT doer.start AS start, author.start AS "end", count(DISTINCT reposts."end") AS posts
        FROM reposts
        JOIN posted AS doer ON doer."end" = reposts.start
        JOIN posted AS author ON author."end" = reposts."end"
        WHERE doer.start <> author.start
        GROUP BY doer.start, author.start""",
}


def derive(database: duckdb.DuckDBPyConnection) -> None:
    """Make the tables of nodes and edges from the chosen posts, pointers and names."""
    database.execute(_SEEN_AGAIN)
    database.execute(_SEEN.format(counts=_COUNTS))
    database.execute(_POSTS)
    for how in ("reposts", "quotes", "replies_to", "edits"):
        database.execute(
            f'CREATE TABLE {how} AS SELECT DISTINCT {POST_UID} AS start, {_TARGET} AS "end"'
            f" FROM pointers WHERE how = '{how}' AND target <> native_id"
        )
    for name, query in _EDGES.items():
        database.execute(f"CREATE TABLE {name} AS {query}")
