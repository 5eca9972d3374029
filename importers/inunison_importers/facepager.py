"""Nodes as Facepager exports them: what the interfaces of several platforms returned, as a table.

Owns one format: the columns that every export has, and those of the ready-made settings of the tool
for Facebook, Twitter, YouTube and Instagram, of which a user may choose others. Cells stand between
semicolons, tabs or commas. Knows no container and stores nothing.

What the rows do not say plainly, and how it is read here:

* The platform is the name before the colon in `query_type`; where that is none known here, the
  domain of the permalink tells it, else it is "unnamed".
* `object_id` is the id of the post; `id` and `parent_id` count the nodes of one database and are
  left aside.
* Rows that hold no post are passed over: what was asked for (seeds), what an answer had around it,
  and nodes without text and time. So are nodes whose query failed.
* What a query for comments or replies returned answers its parent, which the column `path` names;
  an export without it does not tell the parent.
* Times state their zone; where they do not, they are read as UTC and kept as stated. The id of a
  post of Twitter gives its exact time.
* `query_time` is the clock of the machine without its zone, so that it does not tell when counts
  were seen.
"""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, NamedTuple

import msgspec

from inunison.records import (
    AccountRef,
    Frame,
    Kind,
    Post,
    PostRef,
    Precision,
    Record,
)
from inunison_importers import table_cells as read
from inunison_importers.base import BadCell, Portions
from inunison_importers.link_hosts import PLATFORMS, host_of, platform_of
from inunison_importers.observations import of_account, of_post
from inunison_importers.profiles import Profiles
from inunison_importers.shaped_tables import Shape, ShapedTable, TableRow
from inunison_importers.text_marks import hashtags_in, links_in, mentions_in
from inunison_importers.twitter_ids import id_time, numeric_id
from inunison_importers.twitter_links import stamp
from inunison_importers.unnamed import TWITTER, UNNAMED

_PLATFORMS = {
    "facebook": "facebook",
    "instagram": "instagram",
    "twitter": TWITTER,
    "twitter streaming": TWITTER,
    "youtube": "youtube",
}
_NO_POSTS = frozenset(("seed", "offcut", "empty", "headers"))


class _Tag(msgspec.Struct):
    text: str


_TAGS = msgspec.json.Decoder(list[str | _Tag])


class _Cells(NamedTuple):
    level: str
    node: str
    parent: str
    native_id: str
    kind: str
    status: str
    asked_at: str
    asked: str
    path: str
    text: str
    created: str
    author_id: str
    author_name: str
    handle: str
    permalink: str
    link: str
    language: str
    hashtags: str
    followers: str
    likes: str
    comments: str
    shares: str
    views: str


_COLUMNS: Mapping[str, str | tuple[str, ...]] = {
    "node": "id",
    "parent": "parent_id",
    "native_id": "object_id",
    "kind": "object_type",
    "status": "query_status",
    "asked_at": "query_time",
    "asked": "query_type",
    "text": (
        "message",
        "full_text",
        "text",
        "caption",
        "snippet.topLevelComment.snippet.textDisplay",
        "snippet.textDisplay",
        "snippet.title",
    ),
    "created": (
        "created_time",
        "created_at",
        "timestamp",
        "snippet.topLevelComment.snippet.publishedAt",
        "snippet.publishedAt",
    ),
    "author_id": (
        "from.id",
        "user.id_str",
        "owner.id",
        "snippet.topLevelComment.snippet.authorChannelId.value",
        "snippet.authorChannelId.value",
        "snippet.channelId",
    ),
    "author_name": (
        "from.name",
        "user.name",
        "snippet.topLevelComment.snippet.authorDisplayName",
        "snippet.authorDisplayName",
        "snippet.channelTitle",
    ),
    "handle": ("from.username", "user.screen_name", "username"),
    "permalink": ("permalink_url", "permalink"),
    "language": "lang",
    "hashtags": ("hashtags", "entities.hashtags"),
    "followers": "user.followers_count",
    "likes": (
        "likes.summary.total_count",
        "like_count",
        "favorite_count",
        "statistics.likeCount",
    ),
    "comments": (
        "comments.summary.total_count",
        "comment_count",
        "comments_count",
        "statistics.commentCount",
    ),
    "shares": ("shares.count", "retweet_count"),
    "views": "statistics.viewCount",
}


class _Nodes:
    """Rows of one export."""

    def __init__(self) -> None:
        self._profiles = Profiles()

    def __call__(self, row: TableRow) -> Sequence[Record]:
        cells: _Cells = row.cells
        if cells.kind in _NO_POSTS or cells.status.startswith("error"):
            return ()
        if not cells.text and not cells.created:
            return ()
        if not cells.native_id.strip():
            raise BadCell("object_id is empty")
        platform = _platform(cells)
        native_id = cells.native_id
        if platform == TWITTER:
            native_id = numeric_id(native_id, "object_id")
        author = _author(cells)
        post = Post(
            row=row.line,
            platform=platform,
            native_id=native_id,
            author=author,
            text=cells.text or None,
            text_repaired=row.repaired,
            language=cells.language or None,
            url=cells.permalink or None,
            mentions=mentions_in(cells.text) if platform == TWITTER else (),
            hashtags=_hashtags(cells),
            links=_links(cells),
            **_time(cells, native_id if platform == TWITTER else None),
            **_kind(cells, platform),
        )
        counts = {
            "likes": read.shown_count(cells.likes, "likes"),
            "replies": read.shown_count(cells.comments, "comments"),
            "reposts": read.shown_count(cells.shares, "shares"),
            "views": read.shown_count(cells.views, "views"),
        }
        followers = {"followers": read.shown_count(cells.followers, "user.followers_count")}
        return [
            *self._profiles.shown(row, platform, author, name=cells.author_name),
            post,
            *of_post(row.line, platform, native_id, counts),
            *of_account(row.line, platform, author, followers),
        ]


class Facepager(ShapedTable):
    """Reads an export of nodes."""

    name: ClassVar[str] = "facepager"
    title: ClassVar[str] = "Facepager export of nodes (CSV)"
    version: ClassVar[int] = 2
    rank: ClassVar[int] = 58
    platforms: ClassVar[tuple[str, ...]] = PLATFORMS
    suggested_frame: ClassVar[Frame] = Frame.ACCOUNTS
    portions: ClassVar[Portions] = Portions.TABLE
    delimiters: ClassVar[tuple[str, ...]] = (";", "\t", ",")
    shapes: ClassVar[tuple[Shape, ...]] = (
        Shape(
            "nodes",
            _Cells,
            ("level", "node", "parent", "native_id", "kind", "status", "asked_at", "asked"),
            _Nodes,
            _COLUMNS,
        ),
    )


def _platform(cells: _Cells) -> str:
    known = _PLATFORMS.get(cells.asked.partition(":")[0].strip().lower())
    return known or platform_of(host_of(cells.permalink)) or UNNAMED


def _author(cells: _Cells) -> AccountRef | None:
    native_id, handle = cells.author_id or None, cells.handle or None
    return AccountRef(native_id, handle) if native_id or handle else None


def _kind(cells: _Cells, platform: str) -> dict[str, Any]:
    """Return what a post is, and the post that it answers."""
    edge = cells.asked.rpartition("/")[2].lower()
    if platform == TWITTER or not ("comment" in edge or "repl" in edge):
        return {}
    parents = cells.path.removesuffix(f"/{cells.native_id}")
    if parents == cells.path:
        return {"kind": Kind.COMMENT}
    return {"kind": Kind.COMMENT, "replies_to": PostRef(parents.rpartition("/")[2])}


def _time(cells: _Cells, tweet: str | None) -> dict[str, Any]:
    """Return what a post holds of its time.

    Raises:
        BadCell: It is no time.
    """
    exact = None if tweet is None else id_time(tweet)
    if exact is not None:
        kept = cells.created or None
        return {"created_at": exact, "precision": Precision.MILLISECOND, "stated_time": kept}
    if not cells.created:
        return {}
    if cells.created[:1].isupper():
        at = stamp(cells.created, "created_at")
        return {"created_at": at, "precision": Precision.SECOND}
    at, precision, zone = read.instant(cells.created, "created_time")
    kept = None if zone else cells.created
    return {"created_at": at, "precision": precision, "stated_time": kept}


def _hashtags(cells: _Cells) -> tuple[str, ...]:
    """Return the hashtags of a post.

    Raises:
        BadCell: The cell is no list of them.
    """
    if cells.hashtags in ("", "[]"):
        return hashtags_in(cells.text)
    try:
        listed = _TAGS.decode(cells.hashtags)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise BadCell("hashtags is not a list") from error
    return tuple(tag for each in listed if (tag := each if isinstance(each, str) else each.text))


def _links(cells: _Cells) -> tuple[str, ...]:
    named = (cells.link,) if cells.link else ()
    return tuple(dict.fromkeys((*named, *links_in(cells.text))))
