"""The tables of posts by Clemson University and FiveThirtyEight (2018), as split by author.

Owns one format: a table of posts for each group of accounts, and the table of those accounts
(`authors.csv`). Knows no container and stores nothing.

What the rows do not say plainly, and how it is read here:

* There is no id of a post. Its key is made from what the row says of it (author, time, kind,
  language, text), so that the same row has the same key in every file. Rows that are equal in these
  are posts of their own, as the tables count them: the second has the key of the first with "-2",
  and so on. They say the same, so that nothing depends on the order of rows.
* Times are UTC without saying so, with the seconds cut off.
* `post_type` R is a repost whose original is not known (its text is the original's), Q a quote.
* `following`, `followers` and `updates` were seen at `harvested_date`.
* Hashtags, links and mentions are read from the text.
* The types and categories that the publishers gave to accounts, the region that a service guessed
  and the lists that an account stands in are opinions of others. They make no records.
"""

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from inunison.records import Account, Frame, Kind, Post, Record
from inunison_importers import ira_by_author_cells as read
from inunison_importers.base import BadCell, Refusal
from inunison_importers.ira_by_author_cells import PLATFORM
from inunison_importers.made_keys import MadeKeys
from inunison_importers.named_tables import Table
from inunison_importers.shaped_tables import Shape, ShapedTable, TableRow
from inunison_importers.text_marks import hashtags_in, links_in, mentions_in

_ORIGINAL = ("external_author_id", "author", "content", "publish_date")

_KINDS = {
    ("", "0"): Kind.POST,
    ("", ""): Kind.POST,
    ("R", "1"): Kind.REPOST,
    ("R", ""): Kind.REPOST,
    ("Q", "1"): Kind.QUOTE,
    ("Q", ""): Kind.QUOTE,
}

# The whole collection has 2.9 million posts. Every key is remembered, so that there is an end.
_MOST_POSTS = 6_000_000


class _Post(NamedTuple):
    author_id: str
    content: str
    language: str
    publish_date: str
    harvested_date: str
    following: str
    followers: str
    updates: str
    post_type: str
    retweet: str


class _Author(NamedTuple):
    author_id: str
    author: str
    external_author_id: str
    congress_2017_id: str


def _authors(row: TableRow) -> Sequence[Record]:
    account = read.listed_account(*row.cells)
    return (
        Account(
            row=row.line,
            platform=PLATFORM,
            native_id=account.native_id,
            handle=account.handle,
        ),
    )


class _Posts:
    """Rows of a table of posts, and the keys that were given to those before."""

    def __init__(self) -> None:
        self._keys = MadeKeys(_MOST_POSTS)

    def __call__(self, row: TableRow) -> Sequence[Record]:
        cells: _Post = row.cells
        author = read.account(cells.author_id)
        kind = _KINDS.get((cells.post_type, cells.retweet))
        if kind is None:
            raise BadCell("post_type and retweet are not R, Q or nothing with 1, 1 or 0")
        created_at, precision = read.instant(cells.publish_date, "publish_date")
        harvested = cells.harvested_date
        observed = read.instant(harvested, "harvested_date") if harvested else None
        counts = (cells.following, cells.followers, cells.updates)
        seen = read.seen(row.line, author, observed, counts)
        text = read.unwrapped(cells.content)
        said = read.said_of(cells.author_id, created_at, cells.post_type, cells.language, text)
        post = Post(
            row=row.line,
            platform=PLATFORM,
            native_id=self._keys.key(said),
            author=author,
            kind=kind,
            created_at=created_at,
            precision=precision,
            stated_time=cells.publish_date,
            text=text or None,
            text_repaired=row.repaired,
            language=read.language(cells.language),
            mentions=mentions_in(text),
            hashtags=hashtags_in(text),
            links=links_in(text),
        )
        return (post,) if seen is None else (post, seen)


_POSTS = Shape("posts", _Post, ("author_id", "content", "publish_date", "post_type"), _Posts)
_AUTHORS = Shape(
    "authors", _Author, ("author_id", "author", "external_author_id"), lambda: _authors
)


class IraByAuthor(ShapedTable):
    """Reads the posts of one group of accounts, or the accounts."""

    name: ClassVar[str] = "ira-by-author"
    title: ClassVar[str] = "Clemson/538 tables split by author (CSV)"
    version: ClassVar[int] = 2
    rank: ClassVar[int] = 40
    platforms: ClassVar[tuple[str, ...]] = (PLATFORM,)
    suggested_frame: ClassVar[Frame] = Frame.ACCOUNTS
    shapes: ClassVar[tuple[Shape, ...]] = (_POSTS, _AUTHORS)

    def table(self, names: Sequence[str]) -> Table | Refusal:
        """Know the posts by their content, and nothing by what the tables before the split have."""
        if set(_ORIGINAL) <= set(names):
            return Refusal(
                "it is the table as first published, one row with author and post, not its split"
            )
        shape = _POSTS if "content" in names else _AUTHORS
        problem = shape.problem(names)
        return Refusal(problem) if problem else shape.table(names)
