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

from collections.abc import Callable, Iterator, Sequence
from operator import itemgetter
from typing import ClassVar

from inunison.records import Account, Frame, Kind, Post, Record, Reject
from inunison_importers import ira_by_author_cells as read
from inunison_importers.base import (
    BadCell,
    Claim,
    Importer,
    Lines,
    Refusal,
    Sample,
    excerpt,
    repair,
)
from inunison_importers.delimited import Row, header, rows
from inunison_importers.ira_by_author_cells import PLATFORM
from inunison_importers.made_keys import MadeKeys
from inunison_importers.text_marks import hashtags_in, links_in, mentions_in

_POST_COLUMNS = (
    "author_id",
    "content",
    "language",
    "publish_date",
    "harvested_date",
    "following",
    "followers",
    "updates",
    "post_type",
    "retweet",
)
_AUTHOR_COLUMNS = ("author_id", "author", "external_author_id", "congress_2017_id")
_POST_NEEDS = ("author_id", "content", "publish_date", "post_type")
_AUTHOR_NEEDS = ("author_id", "author", "external_author_id")
_OPINIONS = (
    "region",
    "account_type",
    "account_category",
    "new_june_2018",
    "in_congress_2017",
    "in_congress_2018",
)
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
_NAMED = 8

_Pick = Callable[[list[str]], tuple[str, ...]]


class IraByAuthor(Importer):
    """Reads the posts of one group of accounts, or the accounts."""

    name: ClassVar[str] = "ira-by-author"
    title: ClassVar[str] = "Clemson/538 tables split by author (CSV)"
    version: ClassVar[int] = 1
    rank: ClassVar[int] = 40
    platforms: ClassVar[tuple[str, ...]] = (PLATFORM,)
    suggested_frame: ClassVar[Frame] = Frame.ACCOUNTS

    def sniff(self, sample: Sample) -> Claim | Refusal:
        """Claim a CSV whose first line names the columns of the posts or of the authors."""
        names = header(sample)
        if names is None:
            return Refusal("its first line is no row of CSV")
        problem = _problem(names)
        if problem:
            return Refusal(problem)
        posts = "content" in names
        wanted = _POST_COLUMNS if posts else _AUTHOR_COLUMNS
        parts = [f"{'posts' if posts else 'authors'} in {len(names)} columns"]
        missing = [name for name in wanted if name not in names]
        if missing:
            parts.append(f"without {', '.join(missing)}")
        unread = [name for name in names if name not in wanted]
        if unread:
            parts.append(f"left aside: {_named(unread)}")
        return Claim("; ".join(parts))

    def read(self, lines: Lines) -> Iterator[Record | Reject]:
        """Read a file of posts or the file of authors."""
        found = rows(lines)
        first = next(found, None)
        if not isinstance(first, Row):
            yield from () if first is None else (first,)
            return
        names, width = first.cells, len(first.cells)
        problem = _problem(names)
        if problem:
            yield Reject(first.line, problem, excerpt(",".join(names)))
            return
        records = _Posts(names).records if "content" in names else _Authors(names).records
        for row in found:
            if isinstance(row, Reject):
                yield row
                continue
            line, cells = row
            try:
                if len(cells) != width:
                    raise BadCell("the row has more or fewer cells than the first line has names")
                cells.append("")  # what a missing column reads
                yield from records(line, cells, lines.damaged)
            except BadCell as error:
                yield Reject(line, str(error), excerpt(",".join(cells[:width])))


def _problem(names: Sequence[str]) -> str | None:
    if set(_ORIGINAL) <= set(names):
        return "it is the table as first published, one row with author and post, not its split"
    needs = _POST_NEEDS if "content" in names else _AUTHOR_NEEDS
    absent = [name for name in needs if name not in names]
    if absent:
        return f"its first line has no column {', '.join(absent)}"
    twice = [name for name in (*_POST_COLUMNS, *_AUTHOR_COLUMNS) if names.count(name) > 1]
    if twice:
        return f"its first line names {', '.join(dict.fromkeys(twice))} more than once"
    return None


def _named(columns: Sequence[str]) -> str:
    """Return a few column names as text that a terminal shows and does not obey."""
    shown = [name if name.isprintable() else ascii(name) for name in columns[:_NAMED]]
    more = len(columns) - len(shown)
    return ", ".join(name[:40] for name in shown) + (f" and {more} more" if more else "")


def _picking(names: Sequence[str], wanted: Sequence[str]) -> _Pick:
    """Pick cells by name; a missing column is the last cell, which is always empty."""
    return itemgetter(*(names.index(name) if name in names else -1 for name in wanted))


def _whole(cells: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(repair(cell)[0] for cell in cells)


class _Authors:
    """Rows of the table of authors."""

    def __init__(self, names: Sequence[str]) -> None:
        self._pick = _picking(names, _AUTHOR_COLUMNS)

    def records(self, line: int, cells: list[str], damaged: bool) -> tuple[Record, ...]:
        """Return the account of a row.

        Raises:
            BadCell: A cell cannot be read.
        """
        picked = self._pick(cells)
        account = read.listed_account(*(_whole(picked) if damaged else picked))
        return (
            Account(
                row=line,
                platform=PLATFORM,
                native_id=account.native_id,
                handle=account.handle,
            ),
        )


class _Posts:
    """Rows of a table of posts, and the keys that were given to those before."""

    def __init__(self, names: Sequence[str]) -> None:
        self._pick = _picking(names, _POST_COLUMNS)
        self._keys = MadeKeys(_MOST_POSTS)

    def records(self, line: int, cells: list[str], damaged: bool) -> tuple[Record, ...]:
        """Return the post of a row and what was seen of its author.

        Raises:
            BadCell: A cell cannot be read.
        """
        raw = self._pick(cells)
        picked = _whole(raw) if damaged else raw
        author_id, content, language, published, harvested, *counts, post_type, retweet = picked
        author = read.account(author_id)
        kind = _KINDS.get((post_type, retweet))
        if kind is None:
            raise BadCell("post_type and retweet are not R, Q or nothing with 1, 1 or 0")
        created_at, precision = read.instant(published, "publish_date")
        observed = read.instant(harvested, "harvested_date") if harvested else None
        seen = read.seen(line, author, observed, counts)
        text = read.unwrapped(content)
        post = Post(
            row=line,
            platform=PLATFORM,
            native_id=self._keys.key(
                read.said_of(author_id, created_at, post_type, language, text)
            ),
            author=author,
            kind=kind,
            created_at=created_at,
            precision=precision,
            stated_time=published,
            text=text or None,
            text_repaired=picked is not raw and picked != raw,
            language=read.language(language),
            mentions=mentions_in(text),
            hashtags=hashtags_in(text),
            links=links_in(text),
        )
        return (post,) if seen is None else (post, seen)
