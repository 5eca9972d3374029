"""The articles of a case and the posts that they show.

Owns the state's tables `articles` and `embeds`. An article is named by the canonical form of its
address, so that two copies of one page are one article; one that tells no address is named by the
file and the row in which it stands. It shows the collected posts that stand in its file from its
row on, in the order of their rows.
"""

import duckdb
import pyarrow as pa

from inunison.identity import uid_in_sql
from inunison.resolve.choosing import best
from inunison.text.links import canonical

_POST = uid_in_sql("shown_by_pages.platform || ':' || shown_by_pages.native_id")

_ARTICLE = uid_in_sql(
    "'article:' || coalesce(nullif(addresses.address, ''), source || ':' || member || ':' || row)"
)

_PAGES = f"""
CREATE TABLE pages AS
SELECT {_ARTICLE} AS uid,
    page.*, lead(row) OVER (PARTITION BY source, member ORDER BY row, file_row_number) AS until
FROM article_rows AS page LEFT JOIN addresses USING (url)
"""

_SHOWN = """
CREATE TABLE shown_by_pages AS
SELECT uid, platform, native_id, min(place) AS place FROM (
    SELECT pages.uid, shown.platform, shown.native_id, row_number() OVER (
        PARTITION BY pages.source, pages.member, pages.row
        ORDER BY shown.row, shown.file_row_number
    ) AS place
    FROM post_rows AS shown JOIN pages
        ON pages.source = shown.source AND pages.member = shown.member
            AND shown.row >= pages.row AND (until IS NULL OR shown.row < until)
    WHERE shown.collected
)
GROUP BY uid, platform, native_id
"""

# Files that are no article, and tell of a post that one shows.
_ELSEWHERE = """
CREATE TABLE told_elsewhere AS
SELECT DISTINCT platform, native_id FROM (
    SELECT platform, native_id, source, member
    FROM post_rows SEMI JOIN shown_by_pages USING (platform, native_id)
) ANTI JOIN pages USING (source, member)
"""

_EMBEDS = f"""
CREATE TABLE embeds AS
SELECT uid AS start, {_POST} AS "end",
    row_number() OVER (PARTITION BY uid ORDER BY place, shown_by_pages.platform,
        shown_by_pages.native_id) AS place,
    told_elsewhere.native_id IS NOT NULL AS elsewhere
FROM shown_by_pages LEFT JOIN told_elsewhere USING (platform, native_id)
"""

_ARTICLES = """
CREATE TABLE articles AS
SELECT uid, title, url, chosen.time.published AS published, chosen.time.precision AS precision,
    coalesce(counted.posts, 0) AS posts, first.source, members.member_name AS member, first.row
FROM (
    SELECT uid, {title} AS title, {url} AS url, {time} AS time FROM pages GROUP BY uid
) AS chosen
JOIN (
    SELECT uid, source, member, row FROM pages QUALIFY row_number() OVER (
        PARTITION BY uid ORDER BY rank DESC, captured_at DESC, source, member, row
    ) = 1
) AS first USING (uid)
LEFT JOIN (SELECT start AS uid, count(*) AS posts FROM embeds GROUP BY start) AS counted USING (uid)
LEFT JOIN members ON members.source = first.source AND members.member = first.member
"""


def derive(database: duckdb.DuckDBPyConnection) -> None:
    """Make `articles` and `embeds` from the rows.

    Args:
        database: The engine, with the rows of all sources; posts have the ids of the state.
    """
    _put_addresses(database)
    database.execute(_PAGES)
    database.execute(_SHOWN)
    database.execute(_ELSEWHERE)
    database.execute(_EMBEDS)
    time = "{'published': published, 'precision': precision}"
    chosen = {"title": best("title"), "url": best("url"), "time": best(time, present="published")}
    database.execute(_ARTICLES.format(**chosen))


def _put_addresses(database: duckdb.DuckDBPyConnection) -> None:
    """Make `addresses`: the canonical form of each address of an article."""
    told = "SELECT DISTINCT url FROM article_rows WHERE url IS NOT NULL"
    urls = [url for (url,) in database.execute(told).fetchall()]
    forms = [canonical(url) for url in urls]
    given = pa.table({"url": pa.array(urls, pa.string()), "address": pa.array(forms, pa.string())})
    database.register("given_addresses", given)
    database.execute("CREATE TABLE addresses AS SELECT * FROM given_addresses")
    database.unregister("given_addresses")
