"""Videos of TikTok, and comments on them, in the two tables of 4CAT.

Owns both. How they are read here:

* `unix_timestamp` is right in both; `timestamp` is UTC in that of videos, and the time of the
  server in that of comments.
* Who uses the same sound or the same effect is evidence: ``music/ID`` and ``effect/NAME`` stand
  among the media of a video.
* A comment answers the comment or the video that `thread_id` names. ``@123`` in the place of a
  handle is the number of an account without one.
* That a video is a duet is told without what it answers, so it is a post.
* Challenges are hashtags. Mentions are those of the words.

Left aside: addresses of files (they are gone in hours), texts on stickers, names of sounds, labels,
warnings, whether a video is an advertisement.
"""

import re
from typing import Any, ClassVar

from inunison.records import (
    Account,
    AccountRef,
    Frame,
    Kind,
    Observation,
    Post,
    PostRef,
    Presence,
    Record,
)
from inunison_importers import fourcat_cells as read
from inunison_importers.dotted_names import dotted_mentions_in
from inunison_importers.keyed_tables import KeyedTable, NamedRow
from inunison_importers.remembering import Told
from inunison_importers.table_cells import count, names_in
from inunison_importers.text_marks import links_in
from inunison_importers.twitter_ids import numeric_id

PLATFORM = "tiktok"

_NUMBER = re.compile(r"@([0-9]{5,20})")


class FourcatTiktokCsv(KeyedTable):
    """Reads a table of videos."""

    name: ClassVar[str] = "4cat-tiktok-csv"
    title: ClassVar[str] = "4CAT table of TikTok videos (CSV)"
    version: ClassVar[int] = 1
    rank: ClassVar[int] = 45
    platforms: ClassVar[tuple[str, ...]] = (PLATFORM,)
    suggested_frame: ClassVar[Frame] = Frame.KEYWORD
    columns: ClassVar[tuple[str, ...]] = (
        *read.CORE,
        "unix_timestamp",
        "music_id",
        "tiktok_url",
        "plays",
    )
    optional: ClassVar[tuple[str, ...]] = (
        "author_full",
        "author_followers",
        "author_videos",
        "likes",
        "comments",
        "shares",
        "hashtags",
        "challenges",
        "effects",
    )

    def records(self, row: NamedRow, told: Told) -> list[Record]:
        """Return the author where that is new, the video and its counts."""
        author = _author(row)
        tags = (*names_in(row.get("hashtags")), *names_in(row.get("challenges")))
        post = _post(
            row,
            author,
            url=row.text("tiktok_url"),
            hashtags=_each_once(tags),
            media=_media(row),
        )
        seen = Observation(
            row=row.line,
            platform=PLATFORM,
            subject="post",
            native_id=post.native_id,
            presence=Presence.LIVE,
            likes=count(row.get("likes"), "likes"),
            replies=count(row.get("comments"), "comments"),
            reposts=count(row.get("shares"), "shares"),
            views=count(row.get("plays"), "plays"),
        )
        return [*_account(row, author, told), post, seen]


class FourcatTiktokCommentsCsv(KeyedTable):
    """Reads a table of comments."""

    name: ClassVar[str] = "4cat-tiktok-comments-csv"
    title: ClassVar[str] = "4CAT table of TikTok comments (CSV)"
    version: ClassVar[int] = 1
    rank: ClassVar[int] = 45
    platforms: ClassVar[tuple[str, ...]] = (PLATFORM,)
    suggested_frame: ClassVar[Frame] = Frame.CONVERSATION
    columns: ClassVar[tuple[str, ...]] = (
        *read.CORE,
        "unix_timestamp",
        "post_id",
        "post_url",
        "is_comment_on_comment",
    )
    optional: ClassVar[tuple[str, ...]] = (
        "author_full",
        "likes",
        "replies",
        "comment_url",
        "language_guess",
    )

    def records(self, row: NamedRow, told: Told) -> list[Record]:
        """Return the author where that is new, the comment and its counts."""
        author = _author(row)
        answered = row.get("thread_id") or row.get("post_id")
        post = _post(
            row,
            author,
            kind=Kind.COMMENT,
            url=row.text("comment_url"),
            language=read.named(row.get("language_guess"), "language_guess"),
            replies_to=PostRef(numeric_id(answered, "thread_id")) if answered else None,
        )
        seen = Observation(
            row=row.line,
            platform=PLATFORM,
            subject="post",
            native_id=post.native_id,
            presence=Presence.LIVE,
            likes=count(row.get("likes"), "likes"),
            replies=count(row.get("replies"), "replies"),
        )
        return [*_account(row, author, told), post, seen]


def _author(row: NamedRow) -> AccountRef | None:
    numbered = _NUMBER.fullmatch(row.get("author"))
    return AccountRef(numbered[1]) if numbered else read.account(row, None, "author")


def _account(row: NamedRow, author: AccountRef | None, told: Told) -> list[Record]:
    if author is None:
        return []
    name = read.named(row.get("author_full"), "author_full")
    followers = count(row.get("author_followers"), "author_followers")
    videos = count(row.get("author_videos"), "author_videos")
    if told.again(author.native_id or author.handle, (name, followers, videos)):
        return []
    made: list[Record] = [
        Account(
            row=row.line,
            platform=PLATFORM,
            native_id=author.native_id,
            handle=author.handle,
            name=name,
            text_repaired=row.repaired and "\ufffd" in (name or ""),
        )
    ]
    if followers is not None or videos is not None:
        made.append(
            Observation(
                row=row.line,
                platform=PLATFORM,
                subject="account",
                native_id=author.native_id,
                handle=author.handle,
                presence=Presence.LIVE,
                followers=followers,
                posts=videos,
            )
        )
    return made


def _post(row: NamedRow, author: AccountRef | None, **beside: Any) -> Post:
    text = read.told(row, "body")
    return Post(
        row=row.line,
        platform=PLATFORM,
        native_id=numeric_id(read.required(row, "id"), "id"),
        author=author,
        **read.when(row, utc=False),
        text=text,
        text_repaired=row.repaired and "\ufffd" in (text or ""),
        mentions=dotted_mentions_in(text or ""),
        links=links_in(text or ""),
        **beside,
    )


def _each_once(found: tuple[str, ...] | list[str]) -> tuple[str, ...]:
    """Return names without those that differ from an earlier one by large letters only."""
    held: dict[str, str] = {}
    for each in found:
        held.setdefault(each.lower(), each)
    return tuple(held.values())


def _media(row: NamedRow) -> tuple[str, ...]:
    sound = row.get("music_id")
    effects = names_in(row.get("effects"))
    sounds = (f"music/{sound}",) if sound not in ("", "0") else ()
    return (*sounds, *(f"effect/{each}" for each in effects))
