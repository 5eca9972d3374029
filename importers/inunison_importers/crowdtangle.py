"""The tables of posts that CrowdTangle gave out, of Facebook (pages or groups) and of Instagram.

Owns two formats. Knows no container and stores nothing.

What the rows do not say plainly, and how it is read here:

* `Post Created` (`Created` before 2021) names its zone by letters: EST, EDT or UTC. A time without
  them, or with others, is refused. `Page Created` names none: its day is taken, as in UTC.
* There is no id of a post. On Facebook it is made as the platform's own interface makes it, the id
  of the page or group and the number at the end of the link; where the link has no such number, the
  link is the id. On Instagram it is the code in the link.
* A table with `Page Name` is of pages, which are the authors. A table with `Group Name` is of
  groups: the group is where the post stands, and nobody is named as its author.
* `Followers at Posting` was seen when the post was made. The counts of a post were seen at a time
  that is not told. `Likes` are those alone, without the other reactions. Views are taken of videos
  only: 0 stands for all else.
* `Final Link` is where `Link` leads, and stands in its place. A link to Facebook on a row of a
  photo or video is that photo or video. Which page a post was shared from is not told.
* Links and hashtags are read from the message, on Instagram mentions too.
* `Description`, `Link Text` and `Image Text` of Facebook are words of the thing that a link leads
  to or were read by a machine; sponsors, the country of a page's owners, its category, its likes
  and the score in the last column, whose name varies, are left aside.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import ClassVar, NamedTuple

from inunison.records import (
    AccountRef,
    Frame,
    Observation,
    Post,
    Precision,
    Record,
    Space,
)
from inunison_importers import table_cells as read
from inunison_importers.base import BadCell, Portions
from inunison_importers.dotted_names import meta_mentions_in
from inunison_importers.link_hosts import host_of, platform_of
from inunison_importers.observations import of_post
from inunison_importers.profiles import Profiles
from inunison_importers.shaped_tables import Shape, ShapedTable, TableRow
from inunison_importers.text_marks import hashtags_in, links_in
from inunison_importers.twitter_ids import numeric_id

_FACEBOOK = "facebook"
_INSTAGRAM = "instagram"
_START = datetime(1970, 1, 1)  # without a zone, like the cells
_DAY = Precision.DAY.microseconds
_ZONES = {zone: timedelta(hours=h) for zone, h in (("EST", 5), ("EDT", 4), ("UTC", 0), ("GMT", 0))}
_TIME = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}) (E[SD]T|UTC|GMT)")
_POST = re.compile(
    r"https?://(?:www\.|m\.|web\.)?facebook\.com/(?:groups/)?([^/?#]+)"
    r"/(?:posts|permalink|videos|photos/[^/?#]+|photos)/([0-9]+)/?(?:[?#].*)?",
    re.IGNORECASE,
)
_CODE = re.compile(
    r"https?://(?:www\.)?instagram\.com/(?:[A-Za-z0-9_.]+/)?(?:p|tv|reel|reels)/([A-Za-z0-9_-]+)"
    r"/?(?:[?#].*)?",
    re.IGNORECASE,
)
_SEEN_AS = re.compile(r"photo|video|album|live|igtv|reel", re.IGNORECASE)
_MOVING = re.compile(r"video|live|igtv|reel|youtube", re.IGNORECASE)
_CREATED = ("Post Created", "Created")


class _FacebookCells(NamedTuple):
    name: str
    handle: str
    native_id: str
    about: str
    founded: str
    followers: str
    created: str
    kind: str
    likes: str
    comments: str
    shares: str
    views: str
    url: str
    message: str
    link: str
    final_link: str


class _InstagramCells(NamedTuple):
    name: str
    handle: str
    followers: str
    created: str
    kind: str
    likes: str
    comments: str
    views: str
    url: str
    photo: str
    title: str
    description: str


_FACEBOOK_COLUMNS: Mapping[str, str | tuple[str, ...]] = {
    "name": "Page Name",
    "handle": "User Name",
    "native_id": "Facebook Id",
    "about": "Page Description",
    "founded": "Page Created",
    "followers": "Followers at Posting",
    "created": _CREATED,
    "kind": "Type",
    "likes": "Likes",
    "comments": "Comments",
    "shares": "Shares",
    "views": "Post Views",
    "url": "URL",
    "message": "Message",
    "link": "Link",
    "final_link": "Final Link",
}
_INSTAGRAM_COLUMNS: Mapping[str, str | tuple[str, ...]] = {
    "name": "Account",
    "handle": "User Name",
    "followers": "Followers at Posting",
    "created": _CREATED,
    "kind": "Type",
    "likes": "Likes",
    "comments": "Comments",
    "views": "Views",
    "url": "URL",
    "photo": "Photo",
    "title": "Title",
    "description": "Description",
}
_NEEDS = ("name", "native_id", "created", "kind", "likes", "shares", "url", "message")


class _Pages:
    """Rows of the posts of pages."""

    def __init__(self) -> None:
        self._profiles = Profiles()

    def __call__(self, row: TableRow) -> Sequence[Record]:
        cells: _FacebookCells = row.cells
        page = AccountRef(numeric_id(cells.native_id, "Facebook Id"), cells.handle or None)
        at = _instant(cells.created)
        founded = _founded(cells.founded)
        told = self._profiles.shown(
            row,
            _FACEBOOK,
            page,
            name=cells.name,
            description=cells.about,
            created_at=founded,
            created_precision=None if founded is None else Precision.DAY,
        )
        post = _facebook_post(row, page, None, at)
        followers = _followers(row.line, _FACEBOOK, page, cells)
        return [*told, post, *_facebook_counts(row), *followers]


def _groups(row: TableRow) -> Sequence[Record]:
    """Return the post of a row whose columns of a page are those of a group."""
    cells: _FacebookCells = row.cells
    native_id = numeric_id(cells.native_id, "Facebook Id")
    if not cells.name:
        raise BadCell("Group Name is empty")
    space = Space("group", cells.name, native_id)
    return [_facebook_post(row, None, space, _instant(cells.created)), *_facebook_counts(row)]


class _Accounts:
    """Rows of the posts of Instagram's accounts."""

    def __init__(self) -> None:
        self._profiles = Profiles()

    def __call__(self, row: TableRow) -> Sequence[Record]:
        cells: _InstagramCells = row.cells
        if not cells.handle:
            raise BadCell("User Name is empty")
        author = AccountRef(handle=cells.handle)
        text = cells.description or cells.title
        post = Post(
            row=row.line,
            platform=_INSTAGRAM,
            native_id=_code(cells.url),
            author=author,
            created_at=_instant(cells.created),
            precision=Precision.SECOND,
            text=text or None,
            text_repaired=row.repaired,
            url=cells.url,
            mentions=meta_mentions_in(text),
            hashtags=hashtags_in(text),
            links=links_in(text),
            media=(cells.photo,) if cells.photo else (),
        )
        counts = {
            "likes": read.shown_count(cells.likes, "Likes"),
            "replies": read.shown_count(cells.comments, "Comments"),
            "views": _views(cells.views, "Views", cells.kind),
        }
        seen = of_post(row.line, _INSTAGRAM, post.native_id, counts)
        followers = _followers(row.line, _INSTAGRAM, author, cells)
        told = self._profiles.shown(row, _INSTAGRAM, author, name=cells.name)
        return [*told, post, *seen, *followers]


class CrowdTangleFacebook(ShapedTable):
    """Reads posts of pages or of groups."""

    name: ClassVar[str] = "crowdtangle-facebook"
    title: ClassVar[str] = "CrowdTangle posts of Facebook (CSV)"
    version: ClassVar[int] = 2
    rank: ClassVar[int] = 55
    platforms: ClassVar[tuple[str, ...]] = (_FACEBOOK,)
    suggested_frame: ClassVar[Frame] = Frame.KEYWORD
    portions: ClassVar[Portions] = Portions.TABLE
    shapes: ClassVar[tuple[Shape, ...]] = (
        Shape("posts of pages", _FacebookCells, _NEEDS, _Pages, _FACEBOOK_COLUMNS),
        Shape(
            "posts of groups",
            _FacebookCells,
            _NEEDS,
            lambda: _groups,
            {**_FACEBOOK_COLUMNS, "name": "Group Name"},
        ),
    )


class CrowdTangleInstagram(ShapedTable):
    """Reads posts of Instagram."""

    name: ClassVar[str] = "crowdtangle-instagram"
    title: ClassVar[str] = "CrowdTangle posts of Instagram (CSV)"
    version: ClassVar[int] = 2
    rank: ClassVar[int] = 55
    platforms: ClassVar[tuple[str, ...]] = (_INSTAGRAM,)
    suggested_frame: ClassVar[Frame] = Frame.KEYWORD
    portions: ClassVar[Portions] = Portions.TABLE
    shapes: ClassVar[tuple[Shape, ...]] = (
        Shape(
            "posts",
            _InstagramCells,
            ("name", "handle", "followers", "created", "kind", "url", "photo", "description"),
            _Accounts,
            _INSTAGRAM_COLUMNS,
        ),
    )


def _founded(cell: str) -> int | None:
    """Return the day on which a page was made, by its cell; None where it is empty.

    Raises:
        BadCell: It is no time.
    """
    if not cell:
        return None
    if _TIME.fullmatch(cell):
        at = _instant(cell, "Page Created")
    else:
        at = read.instant(cell, "Page Created")[0]
    return at // _DAY * _DAY


def _instant(cell: str, column: str = "Post Created") -> int:
    """Return microseconds since 1970.

    Raises:
        BadCell: It is no time with one of the zones that the tool writes.
    """
    found = _TIME.fullmatch(cell)
    if found is None or not cell.isascii():
        raise BadCell(f"{column} is not a time with EST, EDT or UTC")
    try:
        past = datetime.fromisoformat(found[1]) + _ZONES[found[2]] - _START
    except (ValueError, OverflowError) as error:
        raise BadCell(f"{column} is not a time that exists") from error
    return (past.days * 86_400 + past.seconds) * 10**6


def _facebook_post(row: TableRow, author: AccountRef | None, space: Space | None, at: int) -> Post:
    cells: _FacebookCells = row.cells
    links = list(links_in(cells.message))
    target = cells.final_link or cells.link
    media = bool(_SEEN_AS.search(cells.kind)) and (platform_of(host_of(target)) == _FACEBOOK)
    if target and not media:
        links.insert(0, target)
    return Post(
        row=row.line,
        platform=_FACEBOOK,
        native_id=_facebook_id(cells),
        author=author,
        created_at=at,
        precision=Precision.SECOND,
        text=cells.message or None,
        text_repaired=row.repaired,
        url=cells.url,
        hashtags=hashtags_in(cells.message),
        links=tuple(dict.fromkeys(links)),
        media=(target,) if media and target else (),
        space=space,
    )


def _facebook_id(cells: _FacebookCells) -> str:
    """Return the id of a post.

    Raises:
        BadCell: There is no link to it.
    """
    if not cells.url.strip():
        raise BadCell("URL is empty")
    found = _POST.fullmatch(cells.url)
    if found is None:
        return cells.url
    owner = found[1] if found[1].isascii() and found[1].isdigit() else cells.native_id
    return f"{owner}_{found[2]}"


def _facebook_counts(row: TableRow) -> Sequence[Observation]:
    cells: _FacebookCells = row.cells
    counts = {
        "likes": read.shown_count(cells.likes, "Likes"),
        "replies": read.shown_count(cells.comments, "Comments"),
        "reposts": read.shown_count(cells.shares, "Shares"),
        "views": _views(cells.views, "Post Views", cells.kind),
    }
    return of_post(row.line, _FACEBOOK, _facebook_id(cells), counts)


def _views(cell: str, column: str, kind: str) -> int | None:
    views = read.shown_count(cell, column)
    return views if _MOVING.search(kind) else None


def _followers(
    line: int, platform: str, account: AccountRef, cells: _FacebookCells | _InstagramCells
) -> Sequence[Observation]:
    followers = read.shown_count(cells.followers, "Followers at Posting")
    if followers is None:
        return ()
    seen = Observation(
        row=line,
        platform=platform,
        subject="account",
        native_id=account.native_id,
        handle=account.handle,
        observed_at=_instant(cells.created),
        precision=Precision.SECOND,
        followers=followers,
    )
    return (seen,)


def _code(url: str) -> str:
    """Return the id of a post of Instagram.

    Raises:
        BadCell: There is no link to it.
    """
    if not url.strip():
        raise BadCell("URL is empty")
    found = _CODE.fullmatch(url)
    return found[1] if found else url
