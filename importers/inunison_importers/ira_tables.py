"""The tables of posts by Clemson University and FiveThirtyEight as first published (2018).

Owns one format in its two editions: of July 2018 (15 columns, no id of a post) and of August 2018
(21 columns), and tables that were derived from them with other columns left out or added. Knows no
container and stores nothing. The tables that were split by author are `ira_by_author`.

What the rows do not say plainly, and how it is read here:

* `external_author_id` was rounded by a spreadsheet (9.06E+17, 906000000000000000).
  `alt_external_id` is taken, else the id in `article_url`, else the stated one where it is whole;
  else the account is known by its handle alone.
* `tweet_id` that went through a floating-point number is taken from `article_url`.
* Times are UTC without saying so, month first, with the seconds cut off. The id of a post holds its
  exact time, which is taken, and the file's is kept beside it (`stated_time`); `time_conflict`
  where the two differ by the minute.
* Where there is no id of a post, its key is made from what the row says of it, as in the split
  tables: a post that stands in both has the same key where both write its author alike.
* `post_type` tells reposts from quotes; `retweet` is 1 for both. Which post was reposted is not
  told. Of a quote, a link to one post of Twitter among `tco1_step1` to `tco3_step1` is that post;
  its author is the handle in that link, marked as derived.
* The steps stand in the place of the short links of the text, in their order.
* `following`, `followers` and `updates` were seen at `harvested_date`.
* Texts that begin with "@" or another sign that a spreadsheet obeys stand in a pair of apostrophes,
  which is taken off. Hashtags and mentions are read from the text.
* The region that a service guessed, the types and categories that the publishers gave to accounts
  and which list named them are opinions of others. They make no records.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import ClassVar, NamedTuple

from inunison.records import AccountRef, Frame, Kind, Post, PostRef, Precision, Record
from inunison_importers import ira_by_author_cells as read
from inunison_importers.base import BadCell
from inunison_importers.ira_by_author_cells import PLATFORM
from inunison_importers.made_keys import MadeKeys
from inunison_importers.shaped_tables import Shape, ShapedTable, TableRow
from inunison_importers.text_marks import hashtags_in, links_in, mentions_in
from inunison_importers.twitter_ids import id_time, numeric_id
from inunison_importers.twitter_links import status_id, status_pointer

_MOST_POSTS = 6_000_000
_CACHED = 1 << 16
_MINUTE = 60 * 10**6
_HANDLE = re.compile(r"[A-Za-z0-9_]{1,20}")
_ARTICLE = re.compile(r"https?://(?:www\.)?twitter\.com/(\w{1,20})/status(?:es)?/([1-9][0-9]*)/?")
_MONTH_FIRST = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4}) ([0-9]{1,2}):([0-9]{2})")
_START = datetime(1970, 1, 1)  # without a zone, like the cells
_SHORT = re.compile(r"https?://t\.co/[A-Za-z0-9]+")
_PART = re.compile(r"/(?:photo|video)/[0-9]+(?:[/?#].*)?$")

# What is written for a kind here, and what the split tables write, of which keys are made.
_KINDS = {
    "": (Kind.POST, "", ("0", "")),
    "RETWEET": (Kind.REPOST, "R", ("1", "")),
    "QUOTE_TWEET": (Kind.QUOTE, "Q", ("1", "")),
}


class _Cells(NamedTuple):
    external_author_id: str
    author: str
    content: str
    language: str
    publish_date: str
    harvested_date: str
    following: str
    followers: str
    updates: str
    post_type: str
    retweet: str
    alt_external_id: str
    tweet_id: str
    article_url: str
    tco1_step1: str
    tco2_step1: str
    tco3_step1: str


class _Posts:
    """Rows of one table, and the keys that were given to those before."""

    def __init__(self) -> None:
        self._keys = MadeKeys(_MOST_POSTS)

    def __call__(self, row: TableRow) -> Sequence[Record]:
        cells: _Cells = row.cells
        owner, linked = _article(cells.article_url)
        author = _account(cells, owner)
        kind, letter, flags = _KINDS.get(cells.post_type, (None, "", ()))
        if kind is None or cells.retweet not in flags:
            raise BadCell("post_type and retweet are not a kind of post with 0 or 1")
        native_id = _tweet_id(cells, linked)
        stated, coarse = _instant(cells.publish_date, "publish_date")
        exact = None if native_id is None else id_time(native_id)
        observed = cells.harvested_date and _instant(cells.harvested_date, "harvested_date")
        counts = (cells.following, cells.followers, cells.updates)
        seen = read.seen(row.line, author, observed or None, counts)
        text = read.unwrapped(cells.content)
        links = _links(text, cells[-3:])
        post = Post(
            row=row.line,
            platform=PLATFORM,
            native_id=native_id
            or self._keys.key(read.said_of(cells.author, stated, letter, cells.language, text)),
            author=author,
            kind=kind,
            created_at=stated if exact is None else exact,
            precision=coarse if exact is None else Precision.MILLISECOND,
            stated_time=cells.publish_date,
            time_conflict=exact is not None and exact // _MINUTE != stated // _MINUTE,
            text=text or None,
            text_repaired=row.repaired,
            language=read.language(cells.language),
            url=cells.article_url or None,
            quotes=_quoted(links, native_id) if kind is Kind.QUOTE else None,
            mentions=mentions_in(text),
            hashtags=hashtags_in(text),
            links=links,
        )
        return (post,) if seen is None else (post, seen)


class IraTables(ShapedTable):
    """Reads the posts as first published."""

    name: ClassVar[str] = "ira-tables"
    title: ClassVar[str] = "Clemson/538 tables as first published (CSV)"
    version: ClassVar[int] = 2
    rank: ClassVar[int] = 45
    platforms: ClassVar[tuple[str, ...]] = (PLATFORM,)
    suggested_frame: ClassVar[Frame] = Frame.ACCOUNTS
    shapes: ClassVar[tuple[Shape, ...]] = (
        Shape(
            "posts",
            _Cells,
            ("external_author_id", "author", "content", "publish_date", "post_type"),
            _Posts,
        ),
    )


def _article(url: str) -> tuple[str, str | None]:
    """Return the ids of account and post in a link, of which the first may not be there."""
    found = _ARTICLE.fullmatch(url)
    if found is None:
        return "", None
    return found[1] if found[1].isdigit() else "", found[2]


def _account(cells: _Cells, owner: str) -> AccountRef:
    """Return the author of a row.

    Raises:
        BadCell: The handle is none, or `alt_external_id` is not an id.
    """
    if not _HANDLE.fullmatch(cells.author):
        raise BadCell("author is not a handle")
    return _named(cells.author, cells.alt_external_id, cells.external_author_id, owner)


@lru_cache(_CACHED)
def _named(handle: str, other: str, stated: str, owner: str) -> AccountRef:
    for cell, column in ((other, "alt_external_id"), (owner, "article_url")):
        if cell and not _is_damaged(cell, column):
            return AccountRef(numeric_id(cell, column), handle)
    if stated and not _is_damaged(stated, "external_author_id"):
        return AccountRef(numeric_id(stated, "external_author_id"), handle)
    return AccountRef(handle=handle)


def _is_damaged(cell: str, column: str) -> bool:
    """Whether an id lost its last digits; else it is whole, or no id at all.

    Raises:
        BadCell: It is no id.
    """
    try:
        return read.is_rounded(numeric_id(cell, column))
    except BadCell as error:
        if "floating-point" in str(error):
            return True
        raise


def _tweet_id(cells: _Cells, linked: str | None) -> str | None:
    """Return the id of a post, None where the table has none.

    Raises:
        BadCell: It is no id, or lost its last digits and no link holds it.
    """
    if cells.tweet_id and (linked is None or cells.tweet_id == linked):
        native_id = numeric_id(cells.tweet_id, "tweet_id")
        if linked is None and read.is_rounded(native_id):
            raise BadCell("tweet_id was rounded, and article_url does not hold it")
        return native_id
    if linked is not None and (not cells.tweet_id or _is_damaged(cells.tweet_id, "tweet_id")):
        return numeric_id(linked, "article_url")
    return numeric_id(cells.tweet_id, "tweet_id") if cells.tweet_id else None


@lru_cache(_CACHED)
def _instant(cell: str, column: str) -> tuple[int, Precision]:
    """Return a time, month first or in the order of ISO 8601, which these files give in UTC.

    Raises:
        BadCell: It is no time.
    """
    found = _MONTH_FIRST.fullmatch(cell)
    if found is None or not cell.isascii():
        return read.instant(cell, column)
    month, day, year, hour, minute = map(int, found.groups())
    try:
        past = datetime(year, month, day, hour, minute) - _START
    except ValueError as error:
        raise BadCell(f"{column} is not a time") from error
    return (past.days * 86_400 + past.seconds) * 10**6, Precision.MINUTE


def _links(text: str, steps: Sequence[str]) -> tuple[str, ...]:
    """Return the links of a text, a step in the place of each short one where it is known."""
    found = links_in(text)
    if not any(steps):
        return tuple(dict.fromkeys(found)) if found else ()
    known = list(steps)
    links = []
    for link in found:
        step = known.pop(0) if known and _SHORT.fullmatch(link) else ""
        links.append(step or link)
    links.extend(step for step in known if step)
    return tuple(dict.fromkeys(links))


def _quoted(links: Sequence[str], own: str | None) -> PostRef | None:
    """Return the post that a quote quotes, where exactly one of its links leads to another post."""
    posts = {
        found: link
        for link in links
        if not _PART.search(link) and (found := status_id(link)) and found != own
    }
    if len(posts) != 1:
        return None
    return status_pointer(next(iter(posts.values())))
