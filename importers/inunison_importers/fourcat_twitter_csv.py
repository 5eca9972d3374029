"""Posts of Twitter/X in the tables of 4CAT: of the API v2, and of X as a browser showed it.

Owns one format in two variants, which are told apart by `quote_tweet_id` (the browser's, from
Zeeschuimer). How it is read here:

* The id of a post holds its exact time. An id that went through a floating-point number is taken
  from `link`. Of the file's own times `timestamp` is right (UTC); `unix_timestamp` of the first
  variant is off by the zone of the server and is not read.
* The tables do not tell which post was reposted, only whose. The words of a repost are its
  original's after ``RT @name: ``, completed: by the account and those words it is named, see
  `weak_targets`. It carries no words, tags and links of its own.
* Which post was quoted is told by the second variant, with its words. In the first one it is found
  among `urls`, where a link leads to a post of the account that was quoted.
* Which post was answered is not told. The account that was answered is among the mentions.
* An author ``UNKNOWN`` stands for a post that could not be fetched: its author and its time (that
  of the attempt) are made up. Such rows are rejected, and so counted.
* A metric that the capture lacked is written 0: no views are no count. Of a repost only the number
  of reposts is its own.

Left aside: places, banners and pictures of profiles, bookmarks, sensitivity.
"""

import re
from collections.abc import Sequence
from typing import Any, ClassVar

from inunison.records import (
    Account,
    AccountRef,
    Frame,
    Kind,
    Mention,
    Observation,
    Post,
    PostRef,
    Precision,
    Presence,
    Record,
)
from inunison_importers import fourcat_cells as read
from inunison_importers.base import BadCell
from inunison_importers.keyed_tables import KeyedTable, NamedRow
from inunison_importers.remembering import Told
from inunison_importers.table_cells import answer, calendar_instant, count, links_in_list, names_in
from inunison_importers.twitter_ids import id_time, numeric_id
from inunison_importers.twitter_v2_cells import PLATFORM, is_link, language
from inunison_importers.weak_targets import by_words

_SECOND = 1_000_000
_STATUS = re.compile(
    r"https?://(?:www\.|mobile\.)?(?:twitter|x)\.com/([A-Za-z0-9_]{1,30})/status(?:es)?/([0-9]{1,19})"
)
_REPOST_PREFIX = re.compile(r"RT @[A-Za-z0-9_]{1,30}:? ?")
_INTERFACE = ("author_followers", "quoted_user", "replied_user")
_BROWSER = (
    "verified",
    "quote_tweet_id",
    "quote_author",
    "quote_body",
    "quote_images",
    "quote_videos",
    "replied_author",
    "is_withheld",
)
_MADE_UP = "the row stands for a post that could not be fetched: its author and time are made up"


class FourcatTwitterCsv(KeyedTable):
    """Reads both tables."""

    name: ClassVar[str] = "4cat-twitter-csv"
    title: ClassVar[str] = "4CAT table of Twitter/X posts (CSV)"
    version: ClassVar[int] = 1
    rank: ClassVar[int] = 45
    platforms: ClassVar[tuple[str, ...]] = (PLATFORM,)
    suggested_frame: ClassVar[Frame] = Frame.KEYWORD
    columns: ClassVar[tuple[str, ...]] = (
        *read.CORE,
        "unix_timestamp",
        "author_id",
        "is_retweet",
        "retweeted_user",
        "is_quote_tweet",
    )
    optional: ClassVar[tuple[str, ...]] = (
        "link",
        "author_fullname",
        "source",
        "language_guess",
        "impression_count",
        "retweet_count",
        "like_count",
        "quote_count",
        "reply_count",
        "is_reply",
        "hashtags",
        "urls",
        "images",
        "videos",
        "mentions",
    )

    def others(self, names: Sequence[str]) -> Sequence[str]:
        """Return the columns that are read of either table beside those of both."""
        return (*self.optional, *(_BROWSER if "quote_tweet_id" in names else _INTERFACE))

    def records(self, row: NamedRow, told: Told) -> list[Record]:
        """Return the author where that is new, the post, what it quotes, and the counts."""
        if row.get("author") == "UNKNOWN" or row.get("author_id") == "UNKNOWN":
            raise BadCell(_MADE_UP)
        native_id = _native_id(row)
        author = _author(row)
        post = _post(row, native_id, author)
        made: list[Record] = [*_account(row, author, told), post]
        if quoted := _shown(row, post.quotes):
            made.append(quoted)
        made.append(_seen(row, post))
        return made


def _native_id(row: NamedRow) -> str:
    """Return the id of a post, from its address where its own cell lost digits."""
    cell = read.required(row, "id")
    try:
        return numeric_id(cell, "id")
    except BadCell:
        found = _STATUS.match(row.get("link"))
        if found is None or not _near(cell, found[2]):
            raise
        return numeric_id(found[2], "link")


def _near(cell: str, digits: str) -> bool:
    """Whether a number that lost digits may have been this one."""
    try:
        return abs(float(cell) - int(digits)) <= 0.01 * int(digits)
    except (ValueError, OverflowError):
        return False


def _author(row: NamedRow) -> AccountRef | None:
    known = read.account_number(row.get("author_id"), "author_id")
    named = read.account(row, None, "author")
    if known is None:
        return named
    return AccountRef(known, named.handle if named else None)


def _when(row: NamedRow, native_id: str) -> dict[str, Any]:
    exact = id_time(native_id)
    stated = row.get("timestamp")
    at = calendar_instant(stated, "timestamp")[0] if stated else None
    if exact is None:
        return {"created_at": at, "precision": None if at is None else Precision.SECOND}
    differs = at is not None and at // _SECOND != exact // _SECOND
    return {
        "created_at": exact,
        "precision": Precision.MILLISECOND,
        "stated_time": stated if differs else None,
        "time_conflict": differs,
    }


def _post(row: NamedRow, native_id: str, author: AccountRef | None) -> Post:
    text = row.text("body")
    is_repost = answer(row.get("is_retweet"), "is_retweet")
    is_quote = answer(row.get("is_quote_tweet"), "is_quote_tweet")
    is_reply = answer(row.get("is_reply"), "is_reply")
    links = tuple(each for each in links_in_list(row.get("urls")) if is_link(each))
    quotes = _quoted(row, links) if is_quote and not is_repost else None
    kind = Kind.REPOST if is_repost else Kind.REPLY if is_reply else Kind.POST
    if kind is Kind.POST and is_quote:
        kind = Kind.QUOTE
    media = (*links_in_list(row.get("images")), *links_in_list(row.get("videos")))
    return Post(
        row=row.line,
        platform=PLATFORM,
        native_id=native_id,
        author=author,
        kind=kind,
        **_when(row, native_id),
        text=text,
        text_repaired=row.repaired and "\ufffd" in (text or ""),
        language=language(row.get("language_guess") or None),
        client=row.text("source"),
        url=row.text("link"),
        reposts=_reposted(row, text, native_id) if is_repost else None,
        quotes=quotes,
        mentions=() if is_repost else _mentions(row),
        hashtags=() if is_repost else names_in(row.get("hashtags")),
        links=() if is_repost else links,
        media=() if is_repost else tuple(dict.fromkeys(media)),
    )


def _reposted(row: NamedRow, text: str | None, native_id: str) -> PostRef | None:
    handle = read.named(row.get("retweeted_user"), "retweeted_user")
    if handle is None:
        return None
    words = _REPOST_PREFIX.sub("", text, count=1) if text else None
    return by_words(AccountRef(handle=handle), words, native_id)


def _quoted(row: NamedRow, links: tuple[str, ...]) -> PostRef | None:
    handle = read.named(row.get("quote_author") or row.get("quoted_user"), "quoted_user")
    author = AccountRef(handle=handle) if handle else None
    if stated := row.get("quote_tweet_id"):
        return _reference(numeric_id(stated, "quote_tweet_id"), author)
    for link in reversed(links):
        found = _STATUS.match(link)
        if found and handle and found[1].lower() == handle.lower():
            return _reference(numeric_id(found[2], "urls"), author)
    return None


def _reference(native_id: str, author: AccountRef | None) -> PostRef:
    at = id_time(native_id)
    precision = None if at is None else Precision.MILLISECOND
    return PostRef(native_id, author, created_at=at, precision=precision)


def _mentions(row: NamedRow) -> tuple[Mention, ...]:
    named = names_in(row.get("mentions"))
    answered = row.get("replied_user") or row.get("replied_author")
    found = {each.lower(): each for each in (*((answered,) if answered else ()), *named)}
    handles = (each for each in found.values() if read.named(each, "mentions"))
    return tuple(Mention(AccountRef(handle=each)) for each in handles)


def _shown(row: NamedRow, quotes: PostRef | None) -> Post | None:
    """Return the quoted post with its words, where the row has them."""
    text = row.text("quote_body")
    if quotes is None or text is None:
        return None
    media = (*links_in_list(row.get("quote_images")), *links_in_list(row.get("quote_videos")))
    return Post(
        row=row.line,
        platform=PLATFORM,
        native_id=quotes.native_id,
        author=quotes.author,
        kind=None,
        created_at=quotes.created_at,
        precision=quotes.precision,
        text=text,
        text_repaired=row.repaired and "\ufffd" in text,
        media=media,
        collected=False,
    )


def _account(row: NamedRow, author: AccountRef | None, told: Told) -> list[Record]:
    if author is None:
        return []
    followers = count(row.get("author_followers"), "author_followers")
    name = read.named(row.get("author_fullname"), "author_fullname")
    verified = answer(row.get("verified"), "verified")
    said = (author.handle, name, verified, followers)
    if told.again(author.native_id or author.handle, said):
        return []
    profile = Account(
        row=row.line,
        platform=PLATFORM,
        native_id=author.native_id,
        handle=author.handle,
        name=name,
        verified=verified,
        text_repaired=row.repaired and "\ufffd" in (name or ""),
    )
    if followers is None:
        return [profile]
    counted = Observation(
        row=row.line,
        platform=PLATFORM,
        subject="account",
        native_id=author.native_id,
        handle=author.handle,
        presence=Presence.LIVE,
        followers=followers,
    )
    return [profile, counted]


def _seen(row: NamedRow, post: Post) -> Observation:
    is_repost = post.kind is Kind.REPOST
    withheld = answer(row.get("is_withheld"), "is_withheld")
    numbers: dict[str, Any] = {
        field: count(row.get(column), column)
        for field, column in (
            ("quotes", "quote_count"),
            ("replies", "reply_count"),
            ("likes", "like_count"),
        )
        if not is_repost
    }
    views = None if is_repost else count(row.get("impression_count"), "impression_count")
    return Observation(
        row=row.line,
        platform=PLATFORM,
        subject="post",
        native_id=post.native_id,
        presence=Presence.WITHHELD if withheld else Presence.LIVE,
        reposts=count(row.get("retweet_count"), "retweet_count"),
        views=views or None,
        **numbers,
    )
