"""The tables of NBC News (2018): posts of suspended accounts, and those accounts.

Owns one format in its two tables, `tweets.csv` and `users.csv`. Knows no container and stores
nothing.

What the rows do not say plainly, and how it is read here:

* `created_at` of a post is milliseconds, often cut to the minute; the id of the post holds the
  exact time, which is taken. `created_str` is kept beside it; `time_conflict` where the two differ
  by more than their common minute.
* Rows without `tweet_id` get a key made from what they say (author, time, text).
* `user_id` may be empty, in either table; the account is then known by its handle alone.
* A post with `retweeted_status_id` is a repost; so is one that begins with "RT @name:", which is
  how the interface of Twitter wrote the text of a repost when these were collected. The account
  after "RT" is the original's author, marked as derived; the first mention is that account and is
  left out of the repost's mentions.
* `hashtags`, `expanded_urls` and `mentions` are lists of JSON in a cell. Where there are no
  expanded links, those in the text are taken.
* `source` is a piece of HTML; its words are the client.
* `retweeted`, `posted`, the time zone, and the counts of likes that an account gave and of lists
  that it stands in make no records.
"""

import re
from collections.abc import Sequence
from typing import Any, ClassVar, NamedTuple

from inunison.records import (
    Account,
    AccountRef,
    Frame,
    Kind,
    Mention,
    Post,
    PostRef,
    Precision,
    Record,
)
from inunison_importers import table_cells as read
from inunison_importers.base import BadCell
from inunison_importers.made_keys import MadeKeys
from inunison_importers.observations import of_account, of_post
from inunison_importers.shaped_tables import Shape, ShapedTable, TableRow
from inunison_importers.text_marks import links_in
from inunison_importers.twitter_ids import id_time, numeric_id
from inunison_importers.twitter_links import reference, stamp

_PLATFORM = "twitter"
_MOST_POSTS = 2_000_000
_MINUTE = 60 * 10**6
_HANDLE = re.compile(r"[A-Za-z0-9_]{1,20}")
_REPOST = re.compile(r"RT @([A-Za-z0-9_]{1,20}):")
_CLIENT = re.compile(r"<a [^<>]*>([^<>]*)</a>")
_MILLISECONDS = re.compile(r"[0-9]{1,14}")
_TRUTH = {"true": True, "false": False, "": None}


class _Tweet(NamedTuple):
    user_id: str
    user_key: str
    created_at: str
    created_str: str
    retweet_count: str
    favorite_count: str
    text: str
    tweet_id: str
    source: str
    hashtags: str
    expanded_urls: str
    mentions: str
    retweeted_status_id: str
    in_reply_to_status_id: str


class _User(NamedTuple):
    id: str
    location: str
    name: str
    followers_count: str
    statuses_count: str
    verified: str
    lang: str
    screen_name: str
    description: str
    created_at: str
    friends_count: str


class _Tweets:
    """Rows of posts, and the keys that were given to those without id."""

    def __init__(self) -> None:
        self._keys = MadeKeys(_MOST_POSTS)

    def __call__(self, row: TableRow) -> Sequence[Record]:
        cells: _Tweet = row.cells
        author = _account(cells.user_id, cells.user_key, "user_id", "user_key")
        native_id = numeric_id(cells.tweet_id, "tweet_id") if cells.tweet_id else None
        said = f"{cells.user_id}\n{cells.user_key}\n{cells.created_at}\n{cells.text}"
        post = Post(
            row=row.line,
            platform=_PLATFORM,
            native_id=native_id or self._keys.key(said),
            author=author,
            text=cells.text or None,
            text_repaired=row.repaired,
            client=_client(cells.source),
            hashtags=read.texts(cells.hashtags, "hashtags"),
            links=read.texts(cells.expanded_urls, "expanded_urls") or links_in(cells.text),
            **_time(cells, native_id),
            **_pointers(cells),
        )
        counts = {
            "reposts": read.shown_count(cells.retweet_count, "retweet_count"),
            "likes": read.shown_count(cells.favorite_count, "favorite_count"),
        }
        return (post, *of_post(row.line, _PLATFORM, post.native_id, counts))


def _users(row: TableRow) -> Sequence[Record]:
    cells: _User = row.cells
    account = _account(cells.id, cells.screen_name, "id", "screen_name")
    created = stamp(cells.created_at, "created_at") if cells.created_at else None
    verified = cells.verified.lower()
    if verified not in _TRUTH:
        raise BadCell("verified is neither true nor false")
    profile = Account(
        row=row.line,
        platform=_PLATFORM,
        native_id=account.native_id,
        handle=account.handle,
        name=cells.name or None,
        description=cells.description or None,
        location=cells.location or None,
        language=cells.lang or None,
        created_at=created,
        created_precision=None if created is None else Precision.SECOND,
        verified=_TRUTH[verified],
        text_repaired=row.repaired,
    )
    counts = {
        "followers": read.shown_count(cells.followers_count, "followers_count"),
        "following": read.shown_count(cells.friends_count, "friends_count"),
        "posts": read.shown_count(cells.statuses_count, "statuses_count"),
    }
    return (profile, *of_account(row.line, _PLATFORM, account, counts))


class NbcTables(ShapedTable):
    """Reads the posts or the accounts."""

    name: ClassVar[str] = "nbc-tables"
    title: ClassVar[str] = "NBC News tables of posts and accounts (CSV)"
    version: ClassVar[int] = 2
    rank: ClassVar[int] = 40
    platforms: ClassVar[tuple[str, ...]] = (_PLATFORM,)
    suggested_frame: ClassVar[Frame] = Frame.ACCOUNTS
    shapes: ClassVar[tuple[Shape, ...]] = (
        Shape(
            "posts",
            _Tweet,
            ("user_key", "created_str", "text", "tweet_id", "retweeted_status_id", "mentions"),
            _Tweets,
        ),
        Shape("accounts", _User, _User._fields, lambda: _users),
    )

    def refuses(self, names: Sequence[str]) -> str | None:
        """Refuse accounts without the columns that are left aside: other tables share the rest."""
        held = {name.strip() for name in names}
        aside = {"time_zone", "favourites_count", "listed_count"}
        if "user_key" in held or aside <= held:
            return None
        return f"its first line has no column {', '.join(sorted(aside - held))}"


def _account(native_id: str, handle: str, id_column: str, handle_column: str) -> AccountRef:
    """Return an account by what is there of its id and its handle.

    Raises:
        BadCell: Nothing is there, or one of both is none.
    """
    if handle and not _HANDLE.fullmatch(handle):
        raise BadCell(f"{handle_column} is not a handle")
    if native_id:
        return AccountRef(numeric_id(native_id, id_column), handle or None)
    if not handle:
        raise BadCell(f"{id_column} and {handle_column} are both empty")
    return AccountRef(handle=handle)


def _time(cells: _Tweet, native_id: str | None) -> dict[str, Any]:
    """Return what a post holds of its time.

    Raises:
        BadCell: It is no number of milliseconds, or no time.
    """
    stated = _stated(cells)
    exact = None if native_id is None else id_time(native_id)
    if exact is not None:
        conflict = stated is not None and exact // _MINUTE != stated // _MINUTE
        return {
            "created_at": exact,
            "precision": Precision.MILLISECOND,
            "stated_time": cells.created_str or None,
            "time_conflict": conflict,
        }
    if stated is None:
        return {}
    coarse = Precision.SECOND if stated % _MINUTE else Precision.MINUTE
    return {
        "created_at": stated,
        "precision": coarse,
        "stated_time": cells.created_str or None,
    }


def _stated(cells: _Tweet) -> int | None:
    if cells.created_at:
        if not (_MILLISECONDS.fullmatch(cells.created_at) and cells.created_at.isascii()):
            raise BadCell("created_at is no number of milliseconds")
        return int(cells.created_at) * 1_000
    return read.instant(cells.created_str, "created_str")[0] if cells.created_str else None


def _pointers(cells: _Tweet) -> dict[str, Any]:
    """Return what a post points to.

    Raises:
        BadCell: An id is none, or the mentions are no list.
    """
    handles = read.texts(cells.mentions, "mentions")
    mentions = [handle for handle in handles if _HANDLE.fullmatch(handle)]
    prefix = _REPOST.match(cells.text)
    original = _pointer(cells.retweeted_status_id, "retweeted_status_id", prefix and prefix[1])
    if original is not None or prefix is not None:
        author = prefix[1].lower() if prefix else None
        kept = tuple(each for each in mentions if each.lower() != author)
        return {"kind": Kind.REPOST, "reposts": original, "mentions": _mentions(kept)}
    answered = _pointer(cells.in_reply_to_status_id, "in_reply_to_status_id", None)
    kind = Kind.POST if answered is None else Kind.REPLY
    return {"kind": kind, "replies_to": answered, "mentions": _mentions(mentions)}


def _mentions(handles: Sequence[str]) -> tuple[Mention, ...]:
    return tuple(Mention(AccountRef(handle=each)) for each in dict.fromkeys(handles))


def _pointer(cell: str, column: str, author: str | None) -> PostRef | None:
    if not cell:
        return None
    native_id = numeric_id(cell, column)
    named = None if author is None else AccountRef(handle=author)
    return reference(native_id, named, inferred=named is not None)


def _client(source: str) -> str | None:
    found = _CLIENT.fullmatch(source)
    return (found[1] if found else source) or None
