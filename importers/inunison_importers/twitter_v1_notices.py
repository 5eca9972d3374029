"""Notices of Twitter's streams: what they send between tweets.

Owns what a notice says of a post or of an account (that it was deleted, withheld, suspended), which
is an observation, and a sentence for each of the others: a stream that left tweets out said so, and
whoever counts should know. The author of a deleted tweet, and countries, are left aside.
"""

from typing import NamedTuple

import msgspec

from inunison.records import Observation, Precision, Presence
from inunison_importers.base import BadCell
from inunison_importers.twitter_v1_cells import identifier, milliseconds
from inunison_importers.twitter_v1_shapes import NOTHING
from inunison_importers.twitter_v2_cells import PLATFORM


class Told(msgspec.Struct, gc=False):
    """What a notice tells; in those of deleted tweets the ids stand one level deeper."""

    id_str: str | None = None
    id: msgspec.Raw = NOTHING
    timestamp_ms: str | int | None = None
    status: "Told | None" = None
    favorite: msgspec.Raw = NOTHING


class Notice(msgspec.Struct, gc=False):
    """A line of a stream that is no tweet: one of these keys, and nothing else."""

    delete: Told | None = None
    undelete: Told | None = None
    status_withheld: Told | None = None
    user_withheld: Told | None = None
    user_delete: Told | None = None
    user_undelete: Told | None = None
    user_protect: Told | None = None
    user_unprotect: Told | None = None
    user_suspend: Told | None = None
    user_unsuspend: Told | None = None


class _Meaning(NamedTuple):
    """Of what a notice speaks, and what it says of it."""

    is_post: bool
    presence: Presence


_MEANINGS = {
    "delete": _Meaning(True, Presence.DELETED),
    "undelete": _Meaning(True, Presence.LIVE),
    "status_withheld": _Meaning(True, Presence.WITHHELD),
    "user_withheld": _Meaning(False, Presence.WITHHELD),
    "user_delete": _Meaning(False, Presence.DELETED),
    "user_undelete": _Meaning(False, Presence.LIVE),
    "user_protect": _Meaning(False, Presence.PROTECTED),
    "user_unprotect": _Meaning(False, Presence.LIVE),
    "user_suspend": _Meaning(False, Presence.SUSPENDED),
    "user_unsuspend": _Meaning(False, Presence.LIVE),
}
_PASSED_OVER = {
    "limit": "the stream says here that it left tweets out (limit)",
    "warning": "the stream warns here of its own working (warning)",
    "disconnect": "the stream says here that it ends (disconnect)",
    "scrub_geo": "the stream takes places of tweets back here, which are not read (scrub_geo)",
    "friends": "the stream lists the accounts here that its reader follows (friends)",
    "friends_str": "the stream lists the accounts here that its reader follows (friends)",
    "event": "the stream tells an event here that is no tweet (event)",
    "control": "the stream speaks to its reader here (control)",
    "direct_message": "a private message stands here, which is never read (direct_message)",
    "errors": "the platform answered here with an error",
    "error": "the platform answered here with an error",
}


class PassedOver(BadCell):
    """A notice says nothing of a post or of an account: it is left out, and nothing of it shown."""


def kind_of(keys: set[str]) -> str | None:
    """Return which notice an object with these keys is; None where it is none."""
    return next((each for each in (*_MEANINGS, *_PASSED_OVER) if each in keys), None)


def is_telling(kind: str) -> bool:
    """Say whether a kind of notice tells something of a post or of an account."""
    return kind in _MEANINGS


def passed_over(kind: str | None) -> str | None:
    """Return why a kind of notice is passed over; None where it is not, or is no notice."""
    return _PASSED_OVER.get(kind or "")


def observation(row: int, kind: str, notice: Notice) -> Observation:
    """Return what a notice says.

    Args:
        row: The line on which it stands.
        kind: What it is; see `kind_of`.
        notice: The line.

    Raises:
        PassedOver: It says nothing of a post or of an account; the reason says what it is.
        BadCell: What it says cannot be read.
    """
    if kind not in _MEANINGS:
        raise PassedOver(_PASSED_OVER[kind])
    told: Told | None = getattr(notice, kind)
    if told is None or bytes(told.favorite):
        raise PassedOver("the stream takes a mark of a reader back here, not a tweet (favorite)")
    is_post, presence = _MEANINGS[kind]
    subject = told.status or told
    native_id = identifier(subject.id_str, subject.id, f"{kind}.id")
    if native_id is None:
        raise BadCell(f"{kind} names no id")
    observed_at = milliseconds(told.timestamp_ms, f"{kind}.timestamp_ms")
    return Observation(
        row=row,
        platform=PLATFORM,
        subject="post" if is_post else "account",
        native_id=native_id,
        observed_at=observed_at,
        precision=None if observed_at is None else Precision.MILLISECOND,
        presence=presence,
    )
