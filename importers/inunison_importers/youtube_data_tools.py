r"""Lists of videos and of comments as YouTube Data Tools writes them.

Owns one format in its two tables, with commas or tabs between cells. Knows no container and stores
nothing.

What the rows do not say plainly, and how it is read here:

* The tool writes quotation marks twice, but those after a backslash once (``\"``). They are doubled
  before the row is read; one that stands before a delimiter ends its cell, and where it should not
  have, the row has a wrong number of cells and is refused.
* The text of a video is its title, then an empty line and its description where it has one.
* `publishedAt` of a comment has no zone; the tool writes UTC. It is kept as stated.
* The table of comments does not tell the video. A reply answers the comment in `isReplyTo`
  (`isReplyToId`), else the one in its id; a comment that answers none is of kind comment all the
  same.
* An author whose name begins with "@" has that handle. Where names and ids were replaced by digests
  (an option of the tool), the digest is the handle.
* Tags, categories, topics, durations, places, dislikes and favourites are left aside.
"""

import re
from collections.abc import Iterator, Sequence
from typing import ClassVar, NamedTuple

from inunison.records import Account, AccountRef, Frame, Kind, Post, PostRef, Record
from inunison_importers import table_cells as read
from inunison_importers.base import BadCell, Lines, LinesThrough, Portions
from inunison_importers.observations import of_account, of_post
from inunison_importers.profiles import Profiles
from inunison_importers.shaped_tables import Shape, ShapedTable, TableRow
from inunison_importers.text_marks import hashtags_in, links_in
from inunison_importers.youtube_ids import PLATFORM, author_of, parent_of

# A mark after a backslash that neither ends a cell nor the line, by what stands between cells.
_ONCE = {each: re.compile(rf'\\"(?![{each}\r\n]|$)') for each in ",\t"}


class _Video(NamedTuple):
    channelId: str  # noqa: N815 - the columns have these names
    channelTitle: str  # noqa: N815
    videoId: str  # noqa: N815
    publishedAt: str  # noqa: N815
    videoTitle: str  # noqa: N815
    videoDescription: str  # noqa: N815
    defaultLanguage: str  # noqa: N815
    viewCount: str  # noqa: N815
    likeCount: str  # noqa: N815
    commentCount: str  # noqa: N815
    subscriberCount: str  # noqa: N815


class _Comment(NamedTuple):
    id: str
    likeCount: str  # noqa: N815
    replyCount: str  # noqa: N815
    publishedAt: str  # noqa: N815
    authorName: str  # noqa: N815
    text: str
    authorChannelId: str  # noqa: N815
    isReply: str  # noqa: N815
    parent: str


class _Videos:
    """Rows of videos."""

    def __init__(self) -> None:
        self._profiles = Profiles()

    def __call__(self, row: TableRow) -> Sequence[Record]:
        cells: _Video = row.cells
        if not cells.videoId.strip() or not cells.channelId.strip():
            raise BadCell("videoId or channelId is empty")
        at, precision, zone = read.instant(cells.publishedAt, "publishedAt")
        parts = (cells.videoTitle, cells.videoDescription)
        text = "\n\n".join(each for each in parts if each)
        author = AccountRef(cells.channelId)
        post = Post(
            row=row.line,
            platform=PLATFORM,
            native_id=cells.videoId,
            author=author,
            created_at=at,
            precision=precision,
            stated_time=None if zone else cells.publishedAt,
            text=text or None,
            text_repaired=row.repaired,
            language=cells.defaultLanguage or None,
            hashtags=tuple(dict.fromkeys(hashtags_in(text))),
            links=links_in(text),
        )
        counts = {
            "views": read.shown_count(cells.viewCount, "viewCount"),
            "likes": read.shown_count(cells.likeCount, "likeCount"),
            "replies": read.shown_count(cells.commentCount, "commentCount"),
        }
        followers = {"followers": read.shown_count(cells.subscriberCount, "subscriberCount")}
        return [
            *_named(row, author, cells.channelTitle, self._profiles),
            post,
            *of_post(row.line, PLATFORM, cells.videoId, counts),
            *of_account(row.line, PLATFORM, author, followers),
        ]


class _Comments:
    """Rows of comments."""

    def __init__(self) -> None:
        self._profiles = Profiles()

    def __call__(self, row: TableRow) -> Sequence[Record]:
        cells: _Comment = row.cells
        if not cells.id.strip():
            raise BadCell("id is empty")
        if cells.isReply not in ("", "0", "1"):
            raise BadCell("isReply is neither 0 nor 1")
        at, precision, zone = read.instant(cells.publishedAt, "publishedAt")
        author = author_of(cells.authorChannelId, cells.authorName)
        post = Post(
            row=row.line,
            platform=PLATFORM,
            native_id=cells.id,
            author=author,
            kind=Kind.COMMENT,
            created_at=at,
            precision=precision,
            stated_time=None if zone else cells.publishedAt,
            text=cells.text or None,
            text_repaired=row.repaired,
            replies_to=PostRef(cells.parent) if cells.parent else parent_of(cells.id),
            hashtags=hashtags_in(cells.text),
            links=links_in(cells.text),
        )
        counts = {
            "likes": read.shown_count(cells.likeCount, "likeCount"),
            "replies": read.shown_count(cells.replyCount, "replyCount"),
        }
        seen = of_post(row.line, PLATFORM, cells.id, counts)
        return [*_named(row, author, cells.authorName, self._profiles), post, *seen]


class YouTubeDataTools(ShapedTable):
    """Reads a list of videos or of comments."""

    name: ClassVar[str] = "youtube-data-tools"
    title: ClassVar[str] = "YouTube Data Tools videos and comments (CSV, TAB)"
    version: ClassVar[int] = 2
    rank: ClassVar[int] = 58
    platforms: ClassVar[tuple[str, ...]] = (PLATFORM,)
    suggested_frame: ClassVar[Frame] = Frame.SELECTED
    portions: ClassVar[Portions] = Portions.TABLE
    delimiters: ClassVar[tuple[str, ...]] = (",", "\t")
    shapes: ClassVar[tuple[Shape, ...]] = (
        Shape(
            "videos",
            _Video,
            ("channelId", "channelTitle", "videoId", "publishedAt", "videoTitle", "viewCount"),
            _Videos,
        ),
        Shape(
            "comments",
            _Comment,
            ("id", "replyCount", "likeCount", "publishedAt", "authorName", "text", "parent"),
            _Comments,
            {"parent": ("isReplyTo", "isReplyToId")},
        ),
    )

    def lines(self, lines: Lines) -> Lines:
        """Return the lines with every quotation mark inside a cell written twice."""
        return _Doubled(lines)


def _named(
    row: TableRow, author: AccountRef | None, name: str, profiles: Profiles
) -> Sequence[Account]:
    """Return the name of an account that is known by more than it, where it is new."""
    if author is None or author.native_id is None or name.startswith("@"):
        return ()
    return profiles.shown(row, PLATFORM, AccountRef(author.native_id), name=name)


class _Doubled(LinesThrough):
    """Lines in which a quotation mark after a backslash is doubled."""

    def __iter__(self) -> Iterator[str]:
        once = None
        for line in self._lines:
            once = once or _ONCE["\t" if "\t" in line else ","]  # the first line holds names
            yield once.sub(r'\\""', line) if '\\"' in line else line
