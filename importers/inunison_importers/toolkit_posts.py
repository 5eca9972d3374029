"""The posts as coordination-network-toolkit takes them: eight columns, known by their place.

Owns one format. Its columns are, in this order, the id of the message, the id and the name of its
author, the id of the post that it reposts, of the post that it answers, its words, its time in
seconds, and its links. The first row holds names, which are free. Knows no container and stores
nothing.

* Times are read as seconds since 1970 UTC, to the microsecond. The tool allows any origin, so that
  small numbers are times of 1970: their distances are right, and their dates mean nothing.
* Links stand between spaces, or as Python writes a list. Those of a repost are left aside, as the
  tool does: they are its original's.
* No platform is named. Where the id is one of Twitter that holds the very second of the time, the
  post is one of Twitter; else the platform is called "unnamed".
* Hashtags are read from the words, and mentions too on Twitter, where it is known what a name is.
"""

import re
from collections.abc import Iterable, Sequence
from typing import ClassVar

from inunison.records import AccountRef, Frame, Kind, Post, PostRef, Precision, Record
from inunison_importers.base import BadCell, Claim, Portions, Refusal, Sample, repair
from inunison_importers.delimited import Row, rows
from inunison_importers.named_tables import NamedTable, Table
from inunison_importers.text_lists import read_list
from inunison_importers.text_marks import hashtags_in, mentions_in
from inunison_importers.unnamed import TWITTER, UNNAMED, id_instant, twitter_instant

COLUMNS = (
    "message_id",
    "user_id",
    "username",
    "repost_id",
    "reply_id",
    "message",
    "timestamp",
    "urls",
)
_TIME_PLACE = COLUMNS.index("timestamp")
_TIME = re.compile(r"([0-9]{1,11})(?:\.([0-9]*))?")
_MICROSECOND_DIGITS = 6


class ToolkitPosts(NamedTable):
    """Reads a table of posts."""

    name: ClassVar[str] = "toolkit-posts"
    title: ClassVar[str] = "coordination-network-toolkit table of posts (CSV)"
    version: ClassVar[int] = 2
    rank: ClassVar[int] = 35
    platforms: ClassVar[tuple[str, ...]] = (UNNAMED, TWITTER)
    suggested_frame: ClassVar[Frame] = Frame.UNKNOWN
    portions: ClassVar[Portions] = Portions.TABLE

    def sniff(self, sample: Sample) -> Claim | Refusal:
        """Claim a CSV of eight columns whose names, or else whose second row, are of the format."""
        found = rows(sample.lines())
        names, first = next(found, None), next(found, None)
        if not isinstance(names, Row):
            return Refusal("its first line is no row of CSV")
        if len(names.cells) != len(COLUMNS):
            return Refusal(f"its first line has {len(names.cells)} cells, not eight")
        if tuple(names.cells) == COLUMNS:
            return Claim("the eight columns by name")
        fits = isinstance(first, Row) and len(first.cells) == len(COLUMNS)
        if not isinstance(first, Row) or not fits or not _TIME.fullmatch(first.cells[_TIME_PLACE]):
            return Refusal("its columns have other names, and the seventh holds no seconds")
        return Claim("eight columns with seconds in the seventh, under other names", certain=False)

    def table(self, names: Sequence[str]) -> Table | Refusal:
        """Take any eight names."""
        if len(names) != len(COLUMNS):
            return Refusal("its first line does not have eight cells")
        return Table("eight columns", lambda: _read, mended=_not_eight)


def _not_eight(cells: list[str]) -> list[str]:
    raise BadCell("the row does not have eight cells")


def _read(row: Row, _: bool) -> Iterable[Record]:
    return (_post(row.line, row.cells),)


def _post(line: int, cells: Sequence[str]) -> Post:
    """Return the post of a row.

    Raises:
        BadCell: A cell is missing or cannot be read.
    """
    repaired = [repair(cell) for cell in cells]
    message_id, user_id, username, repost, reply, _, stated, links = (
        text.strip() for text, _ in repaired
    )
    words, damaged = repaired[COLUMNS.index("message")]
    if not message_id or not user_id:
        raise BadCell("the id of the message or of its author is empty")
    at = _instant(stated)
    exact = twitter_instant(message_id, at)
    return Post(
        row=line,
        platform=UNNAMED if exact is None else TWITTER,
        native_id=message_id,
        author=AccountRef(user_id, username or None),
        kind=Kind.REPOST if repost else Kind.REPLY if reply else Kind.POST,
        created_at=at if exact is None else exact,
        precision=Precision.SECOND
        if exact is None and "." not in stated
        else Precision.MILLISECOND,
        stated_time=None if exact is None else stated,
        text=words or None,
        text_repaired=damaged,
        reposts=_pointer(repost, exact is not None),
        replies_to=_pointer(reply, exact is not None),
        mentions=() if exact is None else mentions_in(words),
        hashtags=hashtags_in(words),
        links=() if repost else _links(links),
    )


def _pointer(target: str, twitter: bool) -> PostRef | None:
    if not target:
        return None
    made = id_instant(target) if twitter else None
    precision = None if made is None else Precision.MILLISECOND
    return PostRef(target, created_at=made, precision=precision)


def _links(cell: str) -> tuple[str, ...]:
    """Return the links of a cell.

    Raises:
        BadCell: It is a list that does not end.
    """
    try:
        return read_list(cell) if cell.startswith("[") else tuple(cell.split())
    except BadCell as error:
        raise BadCell("urls is a list that does not end") from error


def _instant(cell: str) -> int:
    """Return microseconds since 1970 UTC, without a step through a floating-point number.

    Raises:
        BadCell: It is no number of seconds.
    """
    found = _TIME.fullmatch(cell)
    if found is None or not cell.isascii():
        raise BadCell("timestamp is no number of seconds")
    fraction = (found[2] or "")[:_MICROSECOND_DIGITS].ljust(_MICROSECOND_DIGITS, "0")
    return int(found[1]) * 1_000_000 + int(fraction)
