"""The archives of information operations that Twitter/X published from 2018 to 2021.

Owns one format: the CSV of posts and the CSV of accounts of a release, in the column orders of 2018
and of 2020 on, with hashed or plain accounts. Knows no container and stores nothing.

What the rows do not say plainly, and how it is read here:

* The file gives minutes; the id of a post gives milliseconds, so the id's time is taken and the
  file's kept beside it (`stated_time`); `time_conflict` where the two differ by the minute.
* `retweet_userid` is empty for accounts outside the release. The first of `user_mentions` is then
  the account behind "RT @x:", and is taken as the author with `author_inferred`.
* That first mention is no mention and is left out of the repost's; the others are its original's.
  The quoted post on a repost's row is its original's too and makes no pointer.
* A reply that also quotes is a reply with `quotes` set.
* `in_reply_to_userid` without `in_reply_to_tweetid` is a post that begins with a mention: it
  answers no post, and the account is among its mentions.
* Hashed accounts have no handle and no name: the columns repeat the hash, and so does the text.
"""

from collections.abc import Sequence
from functools import lru_cache, partial
from typing import ClassVar, NamedTuple

from inunison.records import (
    AccountRef,
    Frame,
    Kind,
    Mention,
    Observation,
    Post,
    PostRef,
    Precision,
    Record,
    Reject,
)
from inunison_importers import twitter_archive_cells as read
from inunison_importers.base import BadCell, Portions, ReadColumns, Refusal, excerpt
from inunison_importers.delimited import Row
from inunison_importers.hashed_handles import hashes_in
from inunison_importers.named_tables import NamedTable, Table, listed
from inunison_importers.twitter_archive_accounts import PLATFORM, Profiles, handle, owner
from inunison_importers.twitter_archive_columns import (
    Columns,
    PostCells,
    ProfileCells,
    repaired_post,
    repaired_profile,
)
from inunison_importers.twitter_ids import id_time
from inunison_importers.twitter_links import reference

_CACHED = 1 << 16


class TwitterIoArchive(NamedTable):
    """Reads the posts or the accounts of one release."""

    name: ClassVar[str] = "twitter-io-archive"
    title: ClassVar[str] = "Twitter/X information operations archive (CSV)"
    version: ClassVar[int] = 1
    rank: ClassVar[int] = 70
    platforms: ClassVar[tuple[str, ...]] = (PLATFORM,)
    suggested_frame: ClassVar[Frame] = Frame.ACCOUNTS
    portions: ClassVar[Portions] = Portions.TABLE

    def table(self, names: Sequence[str]) -> Table | Refusal:
        """Know a file of posts (with the accounts on its rows) or a file of accounts."""
        columns = Columns(names)
        if columns.problem:
            return Refusal(columns.problem)
        parts = [f"{'posts' if columns.has_posts else 'accounts'} in {columns.width} columns"]
        if columns.missing:
            parts.append(f"without {', '.join(columns.missing)}")
        if columns.unknown:
            parts.append(f"left aside: {listed(columns.unknown)}")
        return Table("; ".join(parts), lambda: partial(_records, columns, Profiles()))

    def read_columns(self, body: bytes) -> ReadColumns | None:
        """Read a file of posts all at once, where nothing in it is unusual."""
        from inunison_importers.twitter_archive_tables import read_table  # loads Arrow

        return read_table(body, _read_alone)


def _read_alone(row: Row, columns: Columns) -> list[Record | Reject]:
    try:
        return [*_records(columns, Profiles(), row, False)]
    except BadCell as error:
        return [Reject(row.line, str(error), excerpt(",".join(row.cells)))]


def _records(columns: Columns, profiles: Profiles, row: Row, damaged: bool) -> list[Record]:
    row.cells.append("")  # what a missing column reads
    raw_profile = columns.profile(row.cells)
    profile = repaired_profile(raw_profile) if damaged else raw_profile
    if not columns.has_posts:
        return profiles.records(row.line, profile, repaired=profile != raw_profile)
    raw = columns.post(row.cells)
    cells = repaired_post(raw) if damaged else raw
    post = _post(row.line, cells, profile, repaired=cells != raw)
    seen = _counts(row.line, cells, post.native_id)
    told = profiles.records(row.line, profile, repaired=profile != raw_profile)
    return [*told, post] if seen is None else [*told, post, seen]


class _Pointers(NamedTuple):
    """What a row points to."""

    kind: Kind
    reposts: PostRef | None
    quotes: PostRef | None
    replies_to: PostRef | None
    mentions: tuple[Mention, ...]


def _post(line: int, cells: PostCells, profile: ProfileCells, *, repaired: bool) -> Post:
    native_id = read.post_id(cells.tweetid, "tweetid")
    if native_id is None:
        raise BadCell("tweetid is empty")
    stated = read.instant(cells.tweet_time, "tweet_time")
    exact = id_time(native_id)

    created_at, precision = stated or (None, None)
    if exact is not None:
        created_at, precision = exact, Precision.MILLISECOND
    pointers = _pointers(cells)
    return Post(
        row=line,
        platform=PLATFORM,
        native_id=native_id,
        author=_author(profile),
        kind=pointers.kind,
        created_at=created_at,
        precision=precision,
        stated_time=cells.tweet_time or None if exact is not None else None,
        time_conflict=_conflict(exact, stated),
        text=cells.tweet_text or None,
        text_repaired=repaired,
        language=read.language(cells.tweet_language),
        client=cells.tweet_client_name or None,
        reposts=pointers.reposts,
        quotes=pointers.quotes,
        replies_to=pointers.replies_to,
        mentions=pointers.mentions,
        hashtags=read.hashtags(cells.hashtags),
        links=read.texts(cells.urls, "urls"),
    )


def _conflict(exact: int | None, stated: tuple[int, Precision] | None) -> bool:
    if exact is None or stated is None:
        return False
    return exact // read.MINUTE_US != stated[0] // read.MINUTE_US


def _pointers(cells: PostCells) -> _Pointers:
    mentioned = [*read.mentioned(cells.user_mentions)]
    for found in hashes_in(cells.tweet_text):
        if found not in mentioned:
            mentioned.append(found)
    reposted = read.post_id(cells.retweet_tweetid, "retweet_tweetid")
    if read.truth(cells.is_retweet, "is_retweet") or reposted:
        return _repost(cells, reposted, mentioned)
    answered = read.account_id(cells.in_reply_to_userid, "in_reply_to_userid")
    replies_to = _pointer(cells.in_reply_to_tweetid, "in_reply_to_tweetid", answered)
    quotes = _pointer(cells.quoted_tweet_tweetid, "quoted_tweet_tweetid", None)
    if replies_to is None and answered is not None and answered not in mentioned:
        mentioned.insert(0, answered)
    kind = Kind.REPLY if replies_to else Kind.QUOTE if quotes else Kind.POST
    return _Pointers(kind, None, quotes, replies_to, tuple(map(_mention, mentioned)))


def _repost(cells: PostCells, reposted: str | None, mentioned: list[str]) -> _Pointers:
    stated = read.account_id(cells.retweet_userid, "retweet_userid")
    author = stated or (mentioned[0] if mentioned else None)
    kept = tuple(_mention(each) for each in mentioned if each != author)
    if reposted is None:
        return _Pointers(Kind.REPOST, None, None, None, kept)
    pointer = _reference(reposted, author, inferred=stated is None and author is not None)
    return _Pointers(Kind.REPOST, pointer, None, None, kept)


def _pointer(cell: str, column: str, author: str | None) -> PostRef | None:
    native_id = read.post_id(cell, column)
    return None if native_id is None else _reference(native_id, author, inferred=False)


def _reference(native_id: str, author: str | None, *, inferred: bool) -> PostRef:
    return reference(native_id, None if author is None else _account(author), inferred=inferred)


@lru_cache(_CACHED)
def _account(native_id: str) -> AccountRef:
    return AccountRef(native_id)


def _author(profile: ProfileCells) -> AccountRef:
    native_id, name = owner(profile), handle(profile)
    return _account(native_id) if name is None else AccountRef(native_id, name)


@lru_cache(_CACHED)
def _mention(native_id: str) -> Mention:
    return Mention(AccountRef(native_id))


def _counts(line: int, cells: PostCells, native_id: str) -> Observation | None:
    reposts = read.count(cells.retweet_count, "retweet_count")
    quotes = read.count(cells.quote_count, "quote_count")
    replies = read.count(cells.reply_count, "reply_count")
    likes = read.count(cells.like_count, "like_count")
    if reposts is quotes is replies is likes is None:
        return None
    return Observation(
        row=line,
        platform=PLATFORM,
        subject="post",
        native_id=native_id,
        reposts=reposts,
        quotes=quotes,
        replies=replies,
        likes=likes,
    )
