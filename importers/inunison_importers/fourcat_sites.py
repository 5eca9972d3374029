"""The sites that 4CAT makes tables of alike, and what each of them calls its columns.

Owns one description for each site: by which columns it is known, whose column means what, which of
its times is right, and what its rows point to. Makes no records.

Which time is right: 4CAT writes `timestamp` in the zone of its server for Instagram, Threads,
Facebook, VK and Tumblr, where `unix_timestamp` is right, and in UTC for Truth Social, Gab and
4chan. LinkedIn tells no times but "2 months ago": what stands in its table was reckoned back from
there, and no instant is made of it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from inunison.records import AccountRef, Kind, PostRef
from inunison_importers import fourcat_cells as read
from inunison_importers.base import BadCell
from inunison_importers.keyed_tables import NamedRow
from inunison_importers.twitter_ids import numeric_id

_VK = re.compile(r"https://vk\.com/wall(-?[1-9][0-9]{0,18})_([1-9][0-9]{0,18})")
_TUMBLR = re.compile(
    r"https?://(?:[a-z0-9-]+\.tumblr\.com/post|(?:www\.)?tumblr\.com/[a-z0-9_-]+)/([0-9]{1,19})"
    r"(?:[/?#].*)?",
    re.IGNORECASE,
)
_TRIPCODE = "!"


class Place(NamedTuple):
    """Where a post stands: its id, what it is, and what it points to."""

    native_id: str
    kind: Kind = Kind.POST
    reposts: PostRef | None = None
    quotes: PostRef | None = None
    replies_to: PostRef | None = None


def _plain(row: NamedRow) -> Place:
    return Place(read.required(row, "id"))


def _numbered(row: NamedRow) -> Place:
    return Place(numeric_id(read.required(row, "id"), "id"))


def _vk(row: NamedRow) -> Place:
    """Return the place of a post of VK, whose numbers are counted for each owner of a wall."""
    found = _VK.fullmatch(row.get("link"))
    if found is None:
        raise BadCell("link is not the address of a post of VK")
    owner, number = found.groups()
    if row.get("item_type") != "comment":
        return Place(f"{owner}_{number}")
    answered = row.get("in_reply_to_comment_id") or read.required(row, "thread_id")
    target = PostRef(f"{owner}_{numeric_id(answered, 'in_reply_to_comment_id')}")
    return Place(f"{owner}_{number}", Kind.COMMENT, replies_to=target)


def _tumblr(row: NamedRow) -> Place:
    """Return the place of a post of Tumblr; a reblog with words of its own is a quote."""
    native_id = numeric_id(read.required(row, "id"), "id")
    if row.get("is_reblog") != "True":
        return Place(native_id)
    found = _TUMBLR.fullmatch(row.get("parent_post_url"))
    handle = read.named(row.get("parent_post_author"), "parent_post_author")
    author = AccountRef(handle=handle) if handle else None
    original = PostRef(found[1], author) if found else None
    if row.text("body"):
        return Place(native_id, Kind.QUOTE, quotes=original)
    return Place(native_id, Kind.REPOST, reposts=original)


def _board(row: NamedRow) -> Place:
    """Return the place of a post on a board, whose numbers are counted for each board."""
    board = read.named(read.required(row, "board"), "board")
    native_id = f"{board}-{numeric_id(read.required(row, 'id'), 'id')}"
    thread = row.get("thread_id")
    if not thread or thread == row.get("id"):
        return Place(native_id)
    target = PostRef(f"{board}-{numeric_id(thread, 'thread_id')}")
    return Place(native_id, Kind.COMMENT, replies_to=target)


def author_of(row: NamedRow, site: "Site") -> AccountRef | None:
    """Return the author of a row; None where it names nobody."""
    found = read.account(row, site.author_id, site.handle)
    if site.platform == "4chan":  # a name is anybody's; what follows "!" was made from a secret
        tripped = found is not None and found.handle and _TRIPCODE in found.handle
        return found if tripped else None
    if found is not None and found.handle and found.handle.startswith("profile.php?id="):
        return AccountRef(numeric_id(found.handle.removeprefix("profile.php?id="), "author"))
    return found


@dataclass(frozen=True)
class Site:
    """What the table of a site is like.

    Attributes:
        platform: The platform.
        known_by: Columns that only this table has together.
        created: A column of the time in UTC, finer than `timestamp`.
        utc: `timestamp` is UTC; else only `unix_timestamp` is right.
        reckoned: The times were reckoned back, and tell no instant.
        html: The words are marked with HTML.
        dotted: Handles may hold points.
        hashtags: Their column; empty where only the words hold some, None where words hold none.
        counts: By field of an observation of a post, the column.
        audience: By field of an observation of an account, the column.
        space: Kind of the place, columns of its name and of its id.
        place: Says where the post of a row stands.
    """

    platform: str
    known_by: tuple[str, ...]
    author_id: str | None = None
    handle: str | None = "author"
    display: str | None = None
    about: str | None = None
    verified: str | None = None
    created: str | None = None
    utc: bool = False
    reckoned: bool = False
    html: bool = False
    dotted: bool = False
    url: str | None = "url"
    hashtags: str | None = "hashtags"
    mentions: str | None = None
    links: tuple[str, ...] = ()
    media: tuple[str, ...] = ()
    counts: tuple[tuple[str, str], ...] = ()
    audience: tuple[tuple[str, str], ...] = ()
    space: tuple[str, str, str | None] | None = None
    place: Callable[[NamedRow], Place] = _plain

    @property
    def others(self) -> tuple[str, ...]:
        """The columns that are read beside those by which the table is known."""
        single = (self.author_id, self.handle, self.display, self.about, self.verified)
        listed = (self.created, self.url, self.hashtags, self.mentions)
        counted = (column for _, column in (*self.counts, *self.audience))
        place = self.space[1:] if self.space else ()
        clock = () if self.utc else ("unix_timestamp",)
        found = (*single, *listed, *self.links, *self.media, *counted, *place, *clock)
        return tuple(dict.fromkeys(each for each in found if each and each not in self.known_by))


SITES = (
    Site(
        platform="instagram",
        known_by=("num_likes", "num_comments", "likes_hidden", "author"),
        author_id="author_id",
        display="author_fullname",
        verified="verified",
        dotted=True,
        mentions="usertags",
        media=("image_urls", "media_urls"),
        counts=(("likes", "num_likes"), ("replies", "num_comments"), ("views", "play_count")),
    ),
    Site(
        platform="threads",
        known_by=("author_is_verified", "is_paid_partnership", "quotes", "link_url", "author"),
        verified="author_is_verified",
        dotted=True,
        links=("link_url",),
        media=("image_url", "video_url", "audio_url"),
        counts=(
            ("likes", "likes"),
            ("reposts", "reposts"),
            ("replies", "replies"),
            ("quotes", "quotes"),
        ),
    ),
    Site(
        platform="truthsocial",
        known_by=("account_username", "account_verified", "account_followers", "created_at"),
        author_id="account_id",
        handle="account_username",
        display="account_display_name",
        verified="account_verified",
        created="created_at",
        utc=True,
        html=True,
        mentions="mentions",
        media=("images", "video_urls"),
        counts=(("reposts", "reblogs_count"), ("replies", "replies_count")),
        audience=(("followers", "account_followers"), ("following", "account_following")),
        space=("group", "group_display_name", "group_id"),
        place=_numbered,
    ),
    Site(
        platform="gab",
        known_by=("account_username", "account_account", "favourites_count", "group_title"),
        author_id="account_id",
        handle="account_username",
        display="account_display_name",
        about="account_note",
        utc=True,
        html=True,
        hashtags="tags",
        mentions="mentions",
        links=("link_url",),
        media=("image_urls", "video_urls"),
        counts=(
            ("likes", "favourites_count"),
            ("reposts", "reblogs_count"),
        ),
        space=("group", "group_title", "group_id"),
        place=_numbered,
    ),
    Site(
        platform="vk",
        known_by=("item_type", "author_screen_name", "in_reply_to_comment_id", "link"),
        author_id="author_id",
        handle="author_screen_name",
        hashtags="",
        display="author_name",
        url="link",
        links=("links", "docs"),
        media=("photos", "videos"),
        counts=(("likes", "likes"), ("views", "views"), ("replies", "post_comments")),
        audience=(("followers", "author_followers"),),
        place=_vk,
    ),
    Site(
        platform="facebook",
        known_by=("author_name", "is_in_group", "group_name", "author"),
        hashtags="",
        display="author_name",
        media=("image_url", "video_url"),
        space=("group", "group_name", None),
    ),
    Site(
        platform="linkedin",
        known_by=("timestamp_ago", "is_promoted", "post_url", "inclusion_context", "author"),
        display="author_name",
        about="author_description",
        reckoned=True,
        url="post_url",
        links=("link_url",),
        media=("image_urls", "video_thumb_url"),
        counts=(("likes", "reactions"), ("replies", "comments"), ("reposts", "shares")),
        place=_numbered,
    ),
    Site(
        platform="tumblr",
        known_by=("reblog_key", "is_reblog", "parent_post_url", "author"),
        author_id="author_uuid",
        display="author_subject",
        about="author_description",
        url="post_url",
        hashtags="tags",
        links=("link_urls",),
        media=("image_urls", "video_urls", "audio_urls"),
        counts=(
            ("likes", "like_count"),
            ("reposts", "reblog_count"),
            ("replies", "reply_count"),
        ),
        place=_tumblr,
    ),
    Site(
        platform="4chan",
        known_by=("board", "subject", "image_md5", "country_code", "author"),
        utc=True,
        url=None,
        hashtags=None,
        space=("board", "board", None),
        place=_board,
    ),
)
"""The sites, each known by its own columns."""

UNNAMED_SITE = Site(
    platform="unnamed",
    known_by=("thread_id", "unix_timestamp", "author"),
    mentions="mentions",
    links=("urls",),
)
"""Any other site, of which only the columns are read that all tables of 4CAT share."""
