"""Posts as Meta's Content Library gives them out as CSV.

Owns one format in its two tables, of Facebook and of Instagram. Knows no container and stores
nothing.

What the rows do not say plainly, and how it is read here:

* The platform is not named. A table with columns that only posts of Facebook have (shares, the
  surface that a post stands on, a link that is attached) is of Facebook, another of Instagram.
* Ids are those of the library, of posts and of owners alike: they are not the platform's own. The
  handle of an owner is the same as in other files.
* `creation_time` states its zone. When a post was changed, and when its views were counted, is left
  aside.
* A post on the surface of a group stands in that group.
* `shared_post_id` is the post that a post of Facebook shares: without words beside it is a repost,
  with words a quote.
* `hashtags` is a list in a cell; where it is empty, those of the text are taken. Links and, on
  Instagram, mentions are read from the text, as the attached link is taken from its column.
* Reactions other than likes, branding and the names of pictures are left aside.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, NamedTuple

from inunison.records import (
    AccountRef,
    Frame,
    Kind,
    Post,
    PostRef,
    Record,
    Space,
)
from inunison_importers import table_cells as read
from inunison_importers.base import BadCell, Portions
from inunison_importers.dotted_names import meta_mentions_in
from inunison_importers.observations import of_post
from inunison_importers.profiles import Profiles
from inunison_importers.shaped_tables import Reader, Shape, ShapedTable, TableRow
from inunison_importers.text_lists import read_list
from inunison_importers.text_marks import hashtags_in, links_in
from inunison_importers.twitter_ids import numeric_id
from inunison_importers.twitter_links import account_id

_FACEBOOK = "facebook"
_INSTAGRAM = "instagram"
_GROUP = re.compile(r"(?:facebook_)?group", re.IGNORECASE)


class _Cells(NamedTuple):
    id: str
    mcl_url: str
    creation_time: str
    lang: str
    text: str
    hashtags: str
    owner_id: str
    owner_name: str
    owner_username: str
    owner_type: str
    likes: str
    comments: str
    shares: str
    views: str
    link: str
    shared: str
    surface_id: str
    surface_name: str
    surface_type: str
    mark: str


_COLUMNS: Mapping[str, str | tuple[str, ...]] = {
    "owner_id": "post_owner.id",
    "owner_name": "post_owner.name",
    "owner_username": "post_owner.username",
    "owner_type": "post_owner.type",
    "likes": "statistics.like_count",
    "comments": "statistics.comment_count",
    "shares": "statistics.share_count",
    "views": "statistics.views",
    "link": "link_attachment.link",
    "shared": "shared_post_id",
    "surface_id": "surface.id",
    "surface_name": "surface.name",
    "surface_type": "surface.type",
    "mark": (
        "surface.id",
        "surface.type",
        "shared_post_id",
        "link_attachment.link",
        "statistics.share_count",
    ),
}
_NEEDS = ("id", "mcl_url", "creation_time", "text", "owner_id", "likes")


class _Posts:
    """Rows of posts of one platform."""

    def __init__(self, platform: str) -> None:
        self._platform = platform
        self._profiles = Profiles()

    def __call__(self, row: TableRow) -> Sequence[Record]:
        cells: _Cells = row.cells
        native_id = numeric_id(cells.id, "id")
        created_at, precision, zone = read.instant(cells.creation_time, "creation_time")
        author = _author(cells)
        links = (*((cells.link,) if cells.link else ()), *links_in(cells.text))
        post = Post(
            row=row.line,
            platform=self._platform,
            native_id=native_id,
            author=author,
            created_at=created_at,
            precision=precision,
            stated_time=None if zone else cells.creation_time,
            text=cells.text or None,
            text_repaired=row.repaired,
            language=cells.lang or None,
            url=cells.mcl_url or None,
            mentions=meta_mentions_in(cells.text) if self._platform == _INSTAGRAM else (),
            hashtags=_hashtags(cells),
            links=tuple(dict.fromkeys(links)),
            space=_space(cells),
            **_shared(cells),
        )
        counts = {
            "likes": read.shown_count(cells.likes, "statistics.like_count"),
            "replies": read.shown_count(cells.comments, "statistics.comment_count"),
            "reposts": read.shown_count(cells.shares, "statistics.share_count"),
            "views": read.shown_count(cells.views, "statistics.views"),
        }
        seen = of_post(row.line, self._platform, native_id, counts)
        shown = self._profiles.shown(row, self._platform, author, name=cells.owner_name)
        return [*shown, post, *seen]


def _reading(platform: str) -> Reader:
    return _Posts(platform)


class MetaContentLibrary(ShapedTable):
    """Reads posts of Facebook or of Instagram."""

    name: ClassVar[str] = "meta-content-library"
    title: ClassVar[str] = "Meta Content Library posts (CSV)"
    version: ClassVar[int] = 2
    rank: ClassVar[int] = 60
    platforms: ClassVar[tuple[str, ...]] = (_FACEBOOK, _INSTAGRAM)
    suggested_frame: ClassVar[Frame] = Frame.KEYWORD
    portions: ClassVar[Portions] = Portions.TABLE
    shapes: ClassVar[tuple[Shape, ...]] = (
        Shape(
            "posts of Facebook",
            _Cells,
            (*_NEEDS, "mark"),
            lambda: _reading(_FACEBOOK),
            _COLUMNS,
        ),
        Shape("posts of Instagram", _Cells, _NEEDS, lambda: _reading(_INSTAGRAM), _COLUMNS),
    )


def _author(cells: _Cells) -> AccountRef | None:
    """Return the owner of a post.

    Raises:
        BadCell: Its id is none.
    """
    native_id = account_id(cells.owner_id, "post_owner.id")
    handle = cells.owner_username or None
    return AccountRef(native_id, handle) if native_id or handle else None


def _space(cells: _Cells) -> Space | None:
    if not _GROUP.fullmatch(cells.surface_type) or not cells.surface_name:
        return None
    return Space("group", cells.surface_name, account_id(cells.surface_id, "surface.id"))


def _shared(cells: _Cells) -> dict[str, Any]:
    if not cells.shared:
        return {}
    shared = PostRef(numeric_id(cells.shared, "shared_post_id"))
    if cells.text:
        return {"kind": Kind.QUOTE, "quotes": shared}
    return {"kind": Kind.REPOST, "reposts": shared}


def _hashtags(cells: _Cells) -> tuple[str, ...]:
    """Return the hashtags of a post, without their sign.

    Raises:
        BadCell: `hashtags` is a list that does not end.
    """
    try:
        listed = read_list(cells.hashtags)
    except BadCell as error:
        raise BadCell("hashtags is a list that does not end") from error
    found = tuple(tag for each in listed if (tag := each.lstrip("#")))
    return found or hashtags_in(cells.text)
