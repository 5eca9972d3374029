"""Submissions and comments of Reddit in a table that a script made with PRAW.

Owns one format: a CSV whose columns are the attributes of PRAW's objects, those of the author and
of the subreddit with a point between (``author.name``, ``subreddit.display_name_prefixed``). A row
is turned back into the fields of the site, and read as `reddit_posts` tells.

* Times are seconds with a point and a nought (``1470604422.0``), answers ``True`` and ``False``.
* An author that is empty, ``None`` or ``[deleted]`` is nobody.
* A crosspost tells at most the id of its original, so it is held as a quote.
"""

from collections.abc import Sequence
from typing import ClassVar

from inunison.records import Frame, Record
from inunison_importers.base import BadCell
from inunison_importers.json_lines import JsonRow
from inunison_importers.keyed_tables import KeyedTable, NamedRow
from inunison_importers.reddit_posts import PLATFORM, records
from inunison_importers.reddit_rows import RedditRow
from inunison_importers.remembering import Told
from inunison_importers.table_cells import answer, count

_SUBREDDITS = ("subreddit.display_name", "subreddit.display_name_prefixed")
_NAMES = ("fullname", "name", "id")
_WORDS = ("title", "body")
_SUBMISSIONS = ("selftext", "url", "is_self", "num_comments")
_COMMENTS = ("parent_id", "link_id")
_BESIDE = (
    "subreddit_id",
    "subreddit.fullname",
    "author_fullname",
    "author.fullname",
    "author.created_utc",
    "permalink",
    "crosspost_parent",
    "num_crossposts",
    "removed_by_category",
    "collapsed_reason_code",
)
_NOTHING = frozenset(("", "None", "nan", "NaN"))


class RedditPrawCsv(KeyedTable):
    """Reads a table of submissions, of comments, or of both."""

    name: ClassVar[str] = "reddit-praw-csv"
    title: ClassVar[str] = "Reddit submissions and comments flattened by a PRAW script (CSV)"
    version: ClassVar[int] = 1
    rank: ClassVar[int] = 50
    platforms: ClassVar[tuple[str, ...]] = (PLATFORM,)
    suggested_frame: ClassVar[Frame] = Frame.UNKNOWN
    columns: ClassVar[tuple[str, ...]] = ("author.name", "created_utc")

    def problem(self, names: Sequence[str]) -> str | None:
        """Say why a first line is not one of this format; None where it is."""
        if found := super().problem(names):
            return found
        for either in (_SUBREDDITS, _NAMES, _WORDS):
            if not set(either).intersection(names):
                return f"its first line has no column {' or '.join(either)}"
        return None

    def others(self, names: Sequence[str]) -> Sequence[str]:
        """Return the columns that are read of such a table beside those by which it is known."""
        told = [name for name in (*_NAMES, *_WORDS, *_SUBREDDITS, *_BESIDE) if name in names]
        titled = _SUBMISSIONS if "title" in names else ()
        return (*told, *titled, *(_COMMENTS if "body" in names else ()))

    def records(self, row: NamedRow, told: Told) -> list[Record]:
        """Return what a submission or comment becomes, see `reddit_posts`."""
        value = _value(row)
        if value.name is None and value.id is None:
            raise BadCell("fullname and id are empty")
        return records(JsonRow(row.line, value, "", row.repaired), told)


def _value(row: NamedRow) -> RedditRow:
    """Return the fields of the site that a row was made of."""
    name = _cell(row, "fullname") or _cell(row, "name")
    place = _cell(row, "subreddit.display_name")
    if place is None and (prefixed := _cell(row, "subreddit.display_name_prefixed")):
        place = prefixed.removeprefix("r/")
    is_self = _cell(row, "is_self")
    return RedditRow(
        id=_cell(row, "id"),
        name=name if name and name.startswith(("t1_", "t3_")) else None,
        author=_cell(row, "author.name"),
        author_fullname=_cell(row, "author_fullname") or _cell(row, "author.fullname"),
        author_created_utc=_cell(row, "author.created_utc"),
        created_utc=_cell(row, "created_utc"),
        subreddit=place,
        subreddit_id=_cell(row, "subreddit_id") or _cell(row, "subreddit.fullname"),
        permalink=_cell(row, "permalink"),
        title=row.text("title"),
        selftext=row.text("selftext"),
        url=_cell(row, "url"),
        is_self=answer(is_self, "is_self") if is_self else None,
        body=row.text("body"),
        parent_id=_cell(row, "parent_id"),
        link_id=_cell(row, "link_id"),
        crosspost_parent=_cell(row, "crosspost_parent"),
        num_comments=count(_cell(row, "num_comments") or "", "num_comments"),
        num_crossposts=count(_cell(row, "num_crossposts") or "", "num_crossposts"),
        removed_by_category=_cell(row, "removed_by_category"),
        collapsed_reason_code=_cell(row, "collapsed_reason_code"),
    )


def _cell(row: NamedRow, column: str) -> str | None:
    cell = row.get(column)
    return None if cell in _NOTHING else cell
