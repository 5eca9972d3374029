"""Submissions and comments of Reddit in the table that 4CAT made until 2023.

Owns one format. A row is turned back into the fields of the site and read as `reddit_posts` tells:

* A row with a `parent` is a comment; its parent keeps the prefix of its kind, the ids have none.
* `timestamp` is seconds since 1970, or UTC with `unix_timestamp` beside it.
* A submission whose `domain` begins with ``self.`` is a text and leads nowhere.

Left aside: flairs, and names and digests of pictures.
"""

from typing import ClassVar

from inunison.records import Frame, Record
from inunison_importers import fourcat_cells as read
from inunison_importers.json_lines import JsonRow
from inunison_importers.keyed_tables import KeyedTable, NamedRow
from inunison_importers.reddit_posts import PLATFORM, records
from inunison_importers.reddit_rows import RedditRow
from inunison_importers.remembering import Told

_SECOND = 1_000_000


class FourcatRedditCsv(KeyedTable):
    """Reads a table of submissions and comments."""

    name: ClassVar[str] = "4cat-reddit-csv"
    title: ClassVar[str] = "4CAT table of Reddit posts (CSV)"
    version: ClassVar[int] = 1
    rank: ClassVar[int] = 45
    platforms: ClassVar[tuple[str, ...]] = (PLATFORM,)
    suggested_frame: ClassVar[Frame] = Frame.KEYWORD
    columns: ClassVar[tuple[str, ...]] = (*read.CORE, "subject", "subreddit", "parent", "score")
    optional: ClassVar[tuple[str, ...]] = ("domain", "url", "unix_timestamp")

    def records(self, row: NamedRow, told: Told) -> list[Record]:
        """Return what a submission or comment becomes, see `reddit_posts`."""
        return records(JsonRow(row.line, _value(row), "", row.repaired), told)


def _value(row: NamedRow) -> RedditRow:
    """Return the fields of the site that a row was made of."""
    made = read.when(row, utc=True) or read.when(row, utc=False)
    at = made.get("created_at")
    thread, parent = row.get("thread_id"), row.get("parent")
    value = RedditRow(
        id=read.required(row, "id"),
        author=read.named(row.get("author"), "author"),
        created_utc=None if at is None else at // _SECOND,
        subreddit=row.get("subreddit") or None,
    )
    if parent:
        value.body = read.told(row, "body")
        value.parent_id = parent
        value.link_id = f"t3_{thread}" if thread else None
        value.name = f"t1_{value.id}"
        return value
    value.title = row.text("subject") or ""
    value.selftext = read.told(row, "body")
    value.url = row.get("url") or None
    value.is_self = row.get("domain").startswith("self.")
    return value
