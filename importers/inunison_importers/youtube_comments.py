"""Comments as youtube-comment-downloader writes them, one JSON object a line.

Owns one format. Knows no container and stores nothing.

What the rows do not say plainly, and how it is read here:

* `time` is what the page showed ("2 years ago"), and `time_parsed` is reckoned from it and from the
  hour of the download: seconds that nobody wrote. No instant is taken from either; the words are
  kept as stated.
* The id of a reply is that of the comment that it answers, a point, and its own.
* The video is not told.
* `author` is a handle where it begins with "@", else a name; `channel` is the id of the account.
* `votes` and `replies` are counts where they are written in full. "1.2K" is rounded by the page,
  and left aside; so are the picture, the heart and what was paid.
"""

import re
from collections.abc import Iterator
from typing import Any, ClassVar

import msgspec

from inunison.records import Account, Frame, Kind, Post, Record, Reject
from inunison_importers.base import (
    BadCell,
    Claim,
    Importer,
    Lines,
    Portions,
    Refusal,
    Sample,
)
from inunison_importers.json_documents import peek
from inunison_importers.json_lines import JsonRow, line_by_line
from inunison_importers.observations import of_post
from inunison_importers.profiles import Profiles
from inunison_importers.text_marks import hashtags_in, links_in
from inunison_importers.youtube_ids import PLATFORM, author_of, parent_of

_NEEDS = ("cid", "text", "time", "author", "channel", "votes")
_COUNT = re.compile(r"[0-9]{1,15}|[0-9]{1,3}(?:,[0-9]{3}){1,4}")


class _Row(msgspec.Struct):
    cid: str
    text: str | None = None
    time: str | None = None
    author: str | None = None
    channel: str | None = None
    votes: str | int | None = None
    replies: str | int | None = None


class YouTubeComments(Importer):
    """Reads lines of comments."""

    name: ClassVar[str] = "youtube-comment-downloader"
    title: ClassVar[str] = "youtube-comment-downloader comments (NDJSON)"
    version: ClassVar[int] = 1
    rank: ClassVar[int] = 45
    platforms: ClassVar[tuple[str, ...]] = (PLATFORM,)
    suggested_frame: ClassVar[Frame] = Frame.CONVERSATION
    portions: ClassVar[Portions] = Portions.LINES

    def sniff(self, sample: Sample) -> Claim | Refusal:
        """Claim lines of JSON that have an id, a text and votes."""
        first = next((each for each in peek(sample) if isinstance(each, dict)), None)
        if first is None:
            return Refusal("it holds no objects of JSON")
        absent = [name for name in _NEEDS if name not in first]
        if absent:
            return Refusal(f"its first object has no {', '.join(absent)}")
        return Claim("cid, votes and channel of comments, one a line")

    def read(self, lines: Lines) -> Iterator[Record | Reject]:
        """Read the lines."""
        profiles = Profiles()
        return line_by_line(lines, msgspec.json.Decoder(_Row), lambda row: _records(row, profiles))


def _records(row: JsonRow[_Row], profiles: Profiles) -> list[Record]:
    """Return what a line says.

    Raises:
        BadCell: A field cannot be read.
    """
    said = row.value
    if not said.cid.strip():
        raise BadCell("cid is empty")
    name, text = said.author or "", said.text or ""
    author = author_of(said.channel or "", name)
    records: list[Record] = []
    if author is not None and author.native_id is not None and not author.handle:
        profile = Account(
            row=row.line,
            platform=PLATFORM,
            native_id=author.native_id,
            name=name or None,
            text_repaired=row.repaired,
        )
        records.extend(profiles.new(profile))
    post = Post(
        row=row.line,
        platform=PLATFORM,
        native_id=said.cid,
        author=author,
        kind=Kind.COMMENT,
        stated_time=said.time or None,
        text=text or None,
        text_repaired=row.repaired,
        replies_to=parent_of(said.cid),
        hashtags=hashtags_in(text),
        links=links_in(text),
    )
    counts = {"likes": _count(said.votes, "votes"), "replies": _count(said.replies, "replies")}
    return [*records, post, *of_post(row.line, PLATFORM, said.cid, counts)]


def _count(value: Any, name: str) -> int | None:
    """Return a count that is written in full, None for one that is rounded or not there.

    Raises:
        BadCell: It is a number below 0, or one that no count reaches.
    """
    if isinstance(value, int):
        if not 0 <= value < 10**15:
            raise BadCell(f"{name} is not a count")
        return value
    written = (value or "").strip()
    return int(written.replace(",", "")) if _COUNT.fullmatch(written) else None
