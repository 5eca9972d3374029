"""The rows of Reddit's dumps as they are typed over the years, and the meaning of single fields.

Owns which fields are read, the types that each has had since 2005, the words that stand for
something that is gone, and what a capture saw. Makes no posts.

A text that is gone reads ``[deleted]`` (by its author) or ``[removed]`` (by moderators or by the
site). Such a word is no text and no account: it becomes what the capture saw (`Presence`).
"""

import math
import re
from functools import lru_cache
from typing import NamedTuple

import msgspec

from inunison.records import AccountRef, Presence, Space
from inunison_importers.base import BadCell

TEXT_CHARACTERS = 1_000_000
"""The longest text that is read: the site allows 40,000 characters, escaped at most fivefold."""

_NAME_CHARACTERS = 200
_CACHED = 1 << 16
# Base 36 in small letters; one published dump holds a row whose id is a word in capitals.
_ID = re.compile(r"[0-9A-Za-z]{1,13}")
_FULL_NAME = re.compile(r"t[1-6]_[0-9A-Za-z]{1,13}")
_SECONDS = re.compile(r"[0-9]{1,11}(?:\.0{1,9})?")
_LATEST = 1 << 34

_NOBODY = frozenset(("[deleted]", "[removed]", ""))
_BY_AUTHOR = frozenset(("[deleted]", "\\[deleted\\]", "[deleted by user]"))
_BY_OTHERS = frozenset(("[removed]", "\\[removed\\]", "[removed by reddit]"))
_CATEGORIES = {
    "deleted": Presence.DELETED,
    "author": Presence.DELETED,
    "moderator": Presence.REMOVED,
    "automod_filtered": Presence.REMOVED,
    "reddit": Presence.REMOVED,
    "removed": Presence.REMOVED,
    "removed by reddit": Presence.REMOVED,
    "content_takedown": Presence.REMOVED,
    "copyright_takedown": Presence.REMOVED,
    "anti_evil_ops": Presence.REMOVED,
    "community_ops": Presence.REMOVED,
}

Time = str | int | float | None


class Meta(msgspec.Struct, gc=False):
    """What Arctic Shift adds: whether a second look found the same (`_meta`)."""

    was_deleted_later: bool | None = None
    was_initially_deleted: bool | None = None
    removal_type: str | None = None
    retrieved_2nd_on: Time = None


class RedditRow(msgspec.Struct, kw_only=True):
    """The fields that are read of a submission or a comment; every one may be missing."""

    id: str | None = None
    name: str | None = None
    author: str | None = None
    author_fullname: str | None = None
    author_id: str | None = None
    author_created_utc: Time = None
    created_utc: Time = None
    subreddit: str | None = None
    subreddit_id: str | None = None
    permalink: str | None = None
    title: str | None = None
    selftext: str | None = None
    url: str | None = None
    url_overridden_by_dest: str | None = None
    is_self: bool | None = None
    body: str | None = None
    parent_id: str | None = None
    link_id: str | None = None
    link_author: str | None = None
    crosspost_parent: str | None = None
    crosspost_parent_list: list["RedditRow"] | None = None
    num_comments: int | float | None = None
    num_crossposts: int | float | None = None
    retrieved_on: Time = None
    retrieved_utc: Time = None
    removed_by_category: str | None = None
    collapsed_reason_code: str | None = None
    meta: Meta | None = msgspec.field(default=None, name="_meta")

    @property
    def is_comment(self) -> bool:
        """Whether it is a comment; else it is a submission."""
        if self.title is not None:
            return False
        named = self.name is not None and self.name.startswith("t1_")
        return named or self.body is not None or self.link_id is not None


class Look(NamedTuple):
    """One time that a capture looked at a post.

    Attributes:
        at: When, in microseconds UTC; None where the row does not say.
        presence: What it found; None where the row does not tell.
    """

    at: int | None
    presence: Presence | None


def native_id(row: RedditRow) -> str:
    """Return the full name of a post, such as ``t3_abc``: comments and submissions share no ids.

    Raises:
        BadCell: The row names none, or two.
    """
    prefix = "t1_" if row.is_comment else "t3_"
    if row.id is None:
        stated = full_name(row.name, "name")
        if stated is None:
            raise BadCell("id is missing")
        if not stated.startswith(prefix):
            raise BadCell("name is of another kind than the row")
        return stated
    if _ID.fullmatch(row.id) is None:
        raise BadCell("id is not an id")
    if row.name is not None and row.name != prefix + row.id:
        raise BadCell("name and id do not agree")
    return prefix + row.id


def full_name(cell: str | None, field: str) -> str | None:
    """Return a full name such as ``t1_abc``; None where there is none.

    Raises:
        BadCell: It is something else.
    """
    if not cell:
        return None
    if _FULL_NAME.fullmatch(cell) is None:
        raise BadCell(f"{field} is not a full name such as t1_abc")
    return cell


@lru_cache(_CACHED)
def account(handle: str | None, account_id: str | None, field: str) -> AccountRef | None:
    """Return an account; None where the row names none, or only says that it is gone.

    Raises:
        BadCell: A name is too long to be one, or the id is none.
    """
    known = full_name(account_id, f"{field}_fullname")
    if handle is None or handle in _NOBODY:
        return None if known is None else AccountRef(known)
    return AccountRef(known, named(handle, field))


@lru_cache(_CACHED)
def space(name: str | None, subreddit_id: str | None) -> Space | None:
    """Return the subreddit; None on rows that stand in none (some advertisements).

    Raises:
        BadCell: Its name is too long to be one, or its id is none.
    """
    if not name:
        return None
    known = full_name(subreddit_id, "subreddit_id")
    return Space("subreddit", named(name, "subreddit"), known)


def named(cell: str, field: str) -> str:
    """Return a short name.

    Raises:
        BadCell: It is too long to be one.
    """
    if len(cell) > _NAME_CHARACTERS:
        raise BadCell(f"{field} is longer than any name")
    return cell


def instant(cell: Time, field: str) -> int | None:
    """Return a time in microseconds since 1970 UTC, whatever type its year wrote it in.

    A part of a second is left away: the site knows seconds only.

    Raises:
        BadCell: It is no time.
    """
    if cell is None or cell == "":
        return None
    if isinstance(cell, str):
        if _SECONDS.fullmatch(cell) is None:
            raise BadCell(f"{field} is not a time")
        cell = float(cell)
    if isinstance(cell, float) and not math.isfinite(cell):
        raise BadCell(f"{field} is not a time")
    if not 0 <= cell < _LATEST:
        raise BadCell(f"{field} is not a time")
    return int(cell) * 10**6


def count(cell: float | None, field: str) -> int | None:
    """Return a count.

    Raises:
        BadCell: It is no whole number from 0.
    """
    if cell is None:
        return None
    if not 0 <= cell < 1 << 53 or cell != int(cell):
        raise BadCell(f"{field} is not a count")
    return int(cell)


def words(cell: str | None, field: str) -> str | None:
    """Return a text; None where there is none, or only the word that it is gone.

    Raises:
        BadCell: It is longer than any text on Reddit.
    """
    if not cell or marker(cell) is not None:
        return None
    if len(cell) > TEXT_CHARACTERS:
        raise BadCell(f"{field} is longer than {TEXT_CHARACTERS:,} characters")
    return cell


def marker(cell: str | None) -> Presence | None:
    """Return what a text says that stands in place of one which is gone; None for others."""
    if cell is None or cell[:1] not in ("[", "\\") or len(cell) > 100:
        return None
    if cell in _BY_AUTHOR:
        return Presence.DELETED
    inside = cell.strip("[] ").lower()
    gone = cell in _BY_OTHERS or (cell[-1] == "]" and inside.startswith("removed by reddit"))
    return Presence.REMOVED if gone else None


def looks(row: RedditRow) -> list[Look]:
    """Return what the capture saw, look by look: one for most rows, two for Arctic Shift's.

    Raises:
        BadCell: A time of a look is no time.
    """
    first_at = instant(row.retrieved_on, "retrieved_on")
    if first_at is None:
        first_at = instant(row.retrieved_utc, "retrieved_utc")
    shown = _shown(row)
    meta = row.meta
    if meta is None:
        return [Look(first_at, shown)]
    again_at = instant(meta.retrieved_2nd_on, "retrieved_2nd_on")
    gone = _category(meta.removal_type) or Presence.MISSING
    if meta.was_deleted_later:  # the row keeps what the first look saw
        first = Presence.LIVE if first_at is not None else None
        return [Look(first_at, first), Look(again_at, gone)]
    if meta.was_initially_deleted:
        return [Look(first_at, gone), Look(again_at, shown)]
    if meta.removal_type and shown in (None, Presence.LIVE):
        shown = gone
    return [Look(first_at if again_at is None else again_at, shown)]


def _shown(row: RedditRow) -> Presence | None:
    """Return what the row itself shows."""
    stated = _category(row.removed_by_category)
    if stated is not None:
        return stated
    found = marker(row.body) or marker(row.selftext) or marker(row.title)
    if found is not None:
        return found
    if row.collapsed_reason_code == "DELETED":
        return Presence.MISSING
    if row.author is None or row.author in _NOBODY:
        return None  # the account may be gone and the post not
    return Presence.LIVE


def _category(cell: str | None) -> Presence | None:
    return _CATEGORIES.get(cell, Presence.MISSING) if cell else None
