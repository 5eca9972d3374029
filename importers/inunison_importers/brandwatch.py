"""Mentions as Brandwatch exports them: posts of several platforms, blogs and news in one table.

Owns one format, with the lines that stand before its row of names and under the column names of
before and after Twitter became X. Knows no container and stores nothing.

What the rows do not say plainly, and how it is read here:

* The platform is told by `Domain`; where that is of none that is known here, it is "unnamed".
* On Twitter the id of a post is the one in `Url`. Elsewhere it is `Resource Id`, the service's own;
  where there is none, `Url`. Exports that overlap hold the same ids.
* `Date` has no zone; it is read as UTC and kept as stated. On Twitter the id gives the exact time;
  `time_conflict` where the two differ by more than a zone can.
* `Thread Entry Type` (post, reply, share, comment) tells what a post is; where it is empty, the
  `Engagement Type` and the targets do. Targets are links to posts of Twitter; the account in such a
  link is the target's author, marked as derived. Targets of other platforms are not told: the
  service's ids of threads are left aside.
* `Author` is the handle of an account. On sites that are no platform it is a person's name, and
  many sites have an "admin": there the site is the account.
* `Full Text` is the text, else `Snippet`, which may be cut, else `Title`. On sites that are no
  platform the title stands before it.
* Impressions, reach, sentiment, places and everything else that the service computes are left
  aside.
"""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, NamedTuple

from inunison.records import (
    AccountRef,
    Frame,
    Kind,
    Mention,
    Post,
    PostRef,
    Precision,
    Record,
    Space,
)
from inunison_importers import table_cells as read
from inunison_importers.base import BadCell
from inunison_importers.link_hosts import PLATFORMS, host_of, platform_of
from inunison_importers.observations import of_account, of_post
from inunison_importers.profiles import Profiles
from inunison_importers.shaped_tables import Shape, ShapedTable, TableRow
from inunison_importers.text_marks import links_in
from inunison_importers.twitter_ids import id_time
from inunison_importers.twitter_links import account_id, disagree, status_id, status_pointer
from inunison_importers.unnamed import TWITTER, UNNAMED

_KINDS = {
    "post": Kind.POST,
    "reply": Kind.REPLY,
    "share": Kind.REPOST,
    "repost": Kind.REPOST,
    "retweet": Kind.REPOST,
    "quote": Kind.QUOTE,
    "comment": Kind.COMMENT,
}
_TRUTH = {"true": True, "false": False}


class _Cells(NamedTuple):
    query: str
    date: str
    url: str
    domain: str
    author: str
    entry: str
    engagement: str
    resource: str
    title: str
    snippet: str
    text: str
    full_name: str
    language: str
    hashtags: str
    mentioned: str
    expanded: str
    media: str
    subreddit: str
    facebook_id: str
    x_id: str
    x_verified: str
    x_followers: str
    x_following: str
    x_posts: str
    x_likes: str
    x_reposts: str
    x_replies: str
    x_reply_to: str
    x_repost_of: str
    facebook_likes: str
    facebook_shares: str
    facebook_comments: str
    instagram_likes: str
    instagram_comments: str
    instagram_followers: str
    instagram_following: str
    instagram_posts: str
    reddit_comments: str


_COLUMNS: Mapping[str, str | tuple[str, ...]] = {
    "query": "Query Name",
    "date": "Date",
    "url": "Url",
    "domain": "Domain",
    "author": "Author",
    "entry": "Thread Entry Type",
    "engagement": "Engagement Type",
    "resource": "Resource Id",
    "title": "Title",
    "snippet": "Snippet",
    "text": "Full Text",
    "full_name": "Full Name",
    "language": "Language",
    "hashtags": "Hashtags",
    "mentioned": "Mentioned Authors",
    "expanded": "Expanded URLs",
    "media": "Media URLs",
    "subreddit": "Subreddit",
    "facebook_id": "Facebook Author ID",
    "x_id": ("X Author ID", "Twitter Author ID"),
    "x_verified": ("X Verified", "Twitter Verified"),
    "x_followers": ("X Followers", "Twitter Followers"),
    "x_following": ("X Following", "Twitter Following"),
    "x_posts": ("X Posts", "Twitter Tweets", "X Tweets"),
    "x_likes": ("X Likes", "Twitter Likes"),
    "x_reposts": ("X Reposts", "Twitter Retweets", "X Retweets"),
    "x_replies": ("X Replies", "X Reply Count", "Twitter Reply Count", "Twitter Replies"),
    "x_reply_to": ("X Reply to", "Twitter Reply to"),
    "x_repost_of": ("X Repost of", "Twitter Retweet of", "X Retweet of"),
    "facebook_likes": "Facebook Likes",
    "facebook_shares": "Facebook Shares",
    "facebook_comments": "Facebook Comments",
    "instagram_likes": "Instagram Likes",
    "instagram_comments": "Instagram Comments",
    "instagram_followers": "Instagram Followers",
    "instagram_following": "Instagram Following",
    "instagram_posts": "Instagram Posts",
    "reddit_comments": "Reddit Comments",
}


class _Mentions:
    """Rows of one export."""

    def __init__(self) -> None:
        self._profiles = Profiles()

    def __call__(self, row: TableRow) -> Sequence[Record]:
        cells: _Cells = row.cells
        platform = platform_of(cells.domain or host_of(cells.url)) or UNNAMED
        author = _author(cells, platform)
        text = _text(cells, platform)
        native_id = _native_id(cells, platform)
        post = Post(
            row=row.line,
            platform=platform,
            native_id=native_id,
            author=author,
            text=text or None,
            text_repaired=row.repaired,
            language=cells.language or None,
            url=cells.url or None,
            hashtags=tuple(tag for each in _list(cells.hashtags) if (tag := each.lstrip("#"))),
            links=_list(cells.expanded) or links_in(text),
            media=_list(cells.media),
            space=_space(cells, platform),
            **_time(cells, native_id, platform),
            **_pointers(cells),
        )
        return [
            *self._profiles.shown(
                row,
                platform,
                author if platform != UNNAMED else None,
                name=cells.full_name,
                verified=_TRUTH.get(cells.x_verified.lower()) if platform == TWITTER else None,
            ),
            post,
            *of_post(row.line, platform, native_id, _post_counts(cells, platform)),
            *of_account(row.line, platform, author, _account_counts(cells, platform)),
        ]


class Brandwatch(ShapedTable):
    """Reads an export of mentions."""

    name: ClassVar[str] = "brandwatch"
    title: ClassVar[str] = "Brandwatch export of mentions (CSV)"
    version: ClassVar[int] = 2
    rank: ClassVar[int] = 50
    platforms: ClassVar[tuple[str, ...]] = PLATFORMS
    suggested_frame: ClassVar[Frame] = Frame.KEYWORD
    before: ClassVar[frozenset[str]] = frozenset(("Report:", "Brand:", "From:", "To:", "Label:"))
    shapes: ClassVar[tuple[Shape, ...]] = (
        Shape(
            "mentions",
            _Cells,
            ("query", "date", "url", "domain", "author", "entry"),
            _Mentions,
            _COLUMNS,
        ),
    )


def _native_id(cells: _Cells, platform: str) -> str:
    """Return the id of a post.

    Raises:
        BadCell: Nothing is there that could be one.
    """
    status = status_id(cells.url) if platform == TWITTER else None
    found = status or cells.resource or cells.url
    if not found:
        raise BadCell("Resource Id and Url are both empty")
    return found


def _author(cells: _Cells, platform: str) -> AccountRef | None:
    """Return the author of a row.

    Raises:
        BadCell: The id of an account is none.
    """
    if platform == UNNAMED:
        site = (cells.domain or host_of(cells.url)).lower().removeprefix("www.")
        return AccountRef(handle=site) if site else None
    handle = cells.author.lstrip("@") or None
    native_id = None
    if platform == TWITTER:
        native_id = account_id(cells.x_id, "X Author ID")
    elif platform == "facebook":
        native_id = account_id(cells.facebook_id, "Facebook Author ID")
    return AccountRef(native_id, handle) if native_id or handle else None


def _text(cells: _Cells, platform: str) -> str:
    body = cells.text or cells.snippet
    if platform == UNNAMED:
        return "\n\n".join(each for each in (cells.title, body) if each)
    return body or cells.title


def _space(cells: _Cells, platform: str) -> Space | None:
    if platform != "reddit" or not cells.subreddit:
        return None
    return Space("subreddit", cells.subreddit.removeprefix("r/"))


def _time(cells: _Cells, native_id: str, platform: str) -> dict[str, Any]:
    """Return what a post holds of its time.

    Raises:
        BadCell: It is no time.
    """
    stated, precision, zone = read.instant(cells.date, "Date")
    if cells.date.endswith(".0"):
        precision = Precision.SECOND
    exact = id_time(native_id) if platform == TWITTER and _is_number(native_id) else None
    if exact is None:
        kept = None if zone else cells.date
        return {"created_at": stated, "precision": precision, "stated_time": kept}
    return {
        "created_at": exact,
        "precision": Precision.MILLISECOND,
        "stated_time": cells.date,
        "time_conflict": disagree(exact, stated, precision),
    }


def _is_number(native_id: str) -> bool:
    return native_id.isascii() and native_id.isdigit() and len(native_id) < 20


def _pointers(cells: _Cells) -> dict[str, Any]:
    """Return what a post is, and what it points to."""
    answered = _target(cells.x_reply_to)
    repeated = _target(cells.x_repost_of)
    kind = _KINDS.get(cells.entry.lower())
    engaged = _KINDS.get(cells.engagement.lower())
    if engaged is Kind.QUOTE or kind is None:
        kind = engaged or kind
    if kind is None:
        kind = Kind.REPOST if repeated else Kind.REPLY if answered else Kind.POST
    mentions = _mentions(cells.mentioned)
    if kind is Kind.QUOTE:
        return {"kind": kind, "quotes": repeated, "replies_to": answered, "mentions": mentions}
    if kind is Kind.REPOST:
        author = repeated.author.handle if repeated and repeated.author else None
        kept = tuple(each for each in mentions if not _is_named(each, author))
        return {"kind": kind, "reposts": repeated, "mentions": kept}
    return {"kind": kind, "replies_to": answered, "mentions": mentions}


def _target(cell: str) -> PostRef | None:
    """Return the first post of Twitter that a list of links names."""
    for link in _list(cell):
        pointer = status_pointer(link)
        if pointer is not None:
            return pointer
    return None


def _is_named(mention: Mention, handle: str | None) -> bool:
    named = mention.account.handle
    return named is not None and handle is not None and named.lower() == handle.lower()


def _mentions(cell: str) -> tuple[Mention, ...]:
    handles = (each.lstrip("@") for each in _list(cell))
    return tuple(Mention(AccountRef(handle=each)) for each in dict.fromkeys(handles) if each)


def _list(cell: str) -> tuple[str, ...]:
    return tuple(entry for each in cell.split(", ") if (entry := each.strip())) if cell else ()


def _post_counts(cells: _Cells, platform: str) -> Mapping[str, int | None]:
    if platform == TWITTER:
        return {
            "likes": read.shown_count(cells.x_likes, "X Likes"),
            "reposts": read.shown_count(cells.x_reposts, "X Reposts"),
            "replies": read.shown_count(cells.x_replies, "X Replies"),
        }
    if platform == "facebook":
        return {
            "likes": read.shown_count(cells.facebook_likes, "Facebook Likes"),
            "reposts": read.shown_count(cells.facebook_shares, "Facebook Shares"),
            "replies": read.shown_count(cells.facebook_comments, "Facebook Comments"),
        }
    if platform == "instagram":
        return {
            "likes": read.shown_count(cells.instagram_likes, "Instagram Likes"),
            "replies": read.shown_count(cells.instagram_comments, "Instagram Comments"),
        }
    if platform == "reddit":
        return {"replies": read.shown_count(cells.reddit_comments, "Reddit Comments")}
    return {}


def _account_counts(cells: _Cells, platform: str) -> Mapping[str, int | None]:
    if platform == TWITTER:
        return {
            "followers": read.shown_count(cells.x_followers, "X Followers"),
            "following": read.shown_count(cells.x_following, "X Following"),
            "posts": read.shown_count(cells.x_posts, "X Posts"),
        }
    if platform == "instagram":
        return {
            "followers": read.shown_count(cells.instagram_followers, "Instagram Followers"),
            "following": read.shown_count(cells.instagram_following, "Instagram Following"),
            "posts": read.shown_count(cells.instagram_posts, "Instagram Posts"),
        }
    return {}
