"""The four columns of CooRTweet: who shared which object, by which content, when.

Owns one format: a table with `object_id`, `account_id`, `content_id` and `timestamp_share`, in any
order and with any other columns beside them, which are left aside. Knows no container and stores
nothing.

The table does not say what its objects are. Each row is a post (`content_id`) of the account, and
the object is read by its own shape, never by what stands in other rows:

* it begins with ``http://`` or ``https://``: a link of the post;
* it begins with ``#``: a hashtag of the post;
* it is an id of the same shape as the row's own `content_id` (long numbers, or digests of the same
  length): a post, which the row reposts. Tables whose ids were hashed are read so too;
* else only a name is known (the digest of a text or picture, a bare word). It is held as the link
  ``urn:coortweet:NAME``, which says that there is such an object and not what it is.

A table in which digests of texts stand beside content ids that were hashed the same way looks like
one of reposts. Its findings then say "reposted" where "posted the same text" is meant.

* A content that shares several objects stands in several rows. Each is a record of the same post;
  the state holds all of its links and hashtags, and the one post that it reposts.
* No platform is named. Where `content_id` is an id of Twitter that holds the very second of
  `timestamp_share`, the post is one of Twitter; else the platform is called "unnamed".
* Times are seconds since 1970, or ``YYYY-MM-DD HH:MM:SS``, which is read as UTC and kept as stated.
"""

import re
from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import Any, ClassVar

from inunison.records import AccountRef, Frame, Kind, Post, PostRef, Precision, Record
from inunison_importers.base import BadCell, Portions, Refusal, repair
from inunison_importers.delimited import Row
from inunison_importers.named_tables import NamedTable, Table, problem_of
from inunison_importers.table_cells import calendar_instant
from inunison_importers.unnamed import TWITTER, UNNAMED, id_instant, twitter_instant

COLUMNS = ("object_id", "account_id", "content_id", "timestamp_share")

_SECOND = 1_000_000
_LINK = re.compile(r"https?://\S+", re.IGNORECASE)
_HASHTAG = re.compile(r"#\w+")
_DIGEST = re.compile(r"[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}|[0-9a-f]{128}", re.IGNORECASE)
# A shorter number may be a year or a count; ids of posts have been longer for many years.
_NUMBER = re.compile(r"[1-9][0-9]{9,18}")
_PAIR = re.compile(r"[1-9][0-9]*_[1-9][0-9]*")
_HANDLE = re.compile(r"[A-Za-z0-9_]{1,15}")

_UNIX = re.compile(r"([0-9]{1,11})(?:\.0+)?")
_CALENDAR = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}:[0-9]{2}Z?")
_EMPTY = frozenset(("", "NA"))  # how R writes a missing value


class CooRTweet(NamedTable):
    """Reads a table of shares."""

    name: ClassVar[str] = "coortweet"
    title: ClassVar[str] = "CooRTweet table of shares (CSV)"
    version: ClassVar[int] = 1
    rank: ClassVar[int] = 35
    platforms: ClassVar[tuple[str, ...]] = (UNNAMED, TWITTER)
    suggested_frame: ClassVar[Frame] = Frame.UNKNOWN
    portions: ClassVar[Portions] = Portions.TABLE

    def table(self, names: Sequence[str]) -> Table | Refusal:
        """Know a table that names the four columns, each once."""
        if problem := problem_of(names, COLUMNS, COLUMNS):
            return Refusal(problem)
        others = len(names) - len(COLUMNS)
        beside = f", {others} other columns left aside" if others else ""
        pick = itemgetter(*map(names.index, COLUMNS))

        def read(row: Row, _: bool) -> Iterable[Record]:
            return (_share(row.line, *_cells(pick(row.cells))),)

        return Table(f"the four columns of a table of shares{beside}", lambda: read)


def _cells(cells: tuple[str, ...]) -> list[str]:
    """Return the four cells without blanks around them.

    Raises:
        BadCell: One is empty, or holds what no text may hold.
    """
    stripped = [cell.strip() for cell in cells]
    for name, cell in zip(COLUMNS, stripped, strict=True):
        if cell in _EMPTY:
            raise BadCell(f"{name} is empty")
        if repair(cell)[1]:
            raise BadCell(f"{name} is not text")
    return stripped


def _share(line: int, shared: str, account: str, content: str, stated: str) -> Post:
    """Return the post of a row.

    Raises:
        BadCell: The time cannot be read.
    """
    at = _instant(stated)
    exact = twitter_instant(content, at)
    named = exact is not None
    handle = named and not account.isdigit() and _HANDLE.fullmatch(account)
    zone_assumed = "-" in stated and not stated.endswith("Z")
    return Post(
        row=line,
        platform=TWITTER if named else UNNAMED,
        native_id=content,
        author=AccountRef(handle=account) if handle else AccountRef(account),
        created_at=exact if named else at,
        precision=Precision.MILLISECOND if named else Precision.SECOND,
        stated_time=stated if named or zone_assumed else None,
        **_object(shared, content, twitter=named),
    )


def _object(shared: str, content: str, *, twitter: bool) -> dict[str, Any]:
    """Return what a post holds because it shares an object of unknown kind."""
    if _LINK.fullmatch(shared):
        return {"links": (shared,)}
    if _HASHTAG.fullmatch(shared):
        return {"hashtags": (shared[1:],)}
    shape = _shape(shared)
    if shape is None or shape != _shape(content) or shared == content:
        return {"links": (f"urn:coortweet:{shared}",)}
    made = id_instant(shared) if twitter else None
    precision = None if made is None else Precision.MILLISECOND
    original = PostRef(shared, created_at=made, precision=precision)
    return {"kind": Kind.REPOST, "reposts": original}


def _shape(identifier: str) -> str | None:
    """Return what kind of id this may be, None where it may be a word."""
    if _DIGEST.fullmatch(identifier):
        return f"digest of {len(identifier)}"
    if _NUMBER.fullmatch(identifier):
        return "number"
    return "pair of numbers" if _PAIR.fullmatch(identifier) else None


def _instant(cell: str) -> int:
    """Return microseconds since 1970 UTC.

    Raises:
        BadCell: It is neither of the two ways to write a time.
    """
    unix = _UNIX.fullmatch(cell)
    if unix is not None and cell.isascii():
        return int(unix[1]) * _SECOND
    if _CALENDAR.fullmatch(cell) and cell.isascii():
        return calendar_instant(cell, "timestamp_share")[0]
    raise BadCell("timestamp_share is neither seconds since 1970 nor YYYY-MM-DD HH:MM:SS")
