"""Single values of Bluesky's records: addresses, accounts, times, counts.

Owns which words mean absent, and which of the two times of a post counts. Knows no object.

A record says when it was made (`createdAt`), and whoever writes it may say what they like: posts
that were brought along from elsewhere are dated back by years, and six ways to write a time occur
within a minute of the network. The network says when it received the record (`indexedAt` of the
interface, `time_us` of Jetstream). Accounts that act together are found by when they acted, so the
network's time is the time of a post wherever there is one; what the record claims is kept beside it
(`stated_time`), and the two disagree (`time_conflict`) where they are more than an hour apart.
"""

import re
from typing import Any, NamedTuple, TypeGuard

from inunison.records import AccountRef, PostRef, Precision
from inunison_importers.base import BadCell
from inunison_importers.iso_times import Instant, instant

PLATFORM = "bluesky"

POSTS = "app.bsky.feed.post"
"""The collection that posts, replies and quotes are kept in."""

REPOSTS = "app.bsky.feed.repost"
"""The collection that reposts are kept in."""

PROFILES = "app.bsky.actor.profile"
"""The collection that holds the one profile of an account."""

_SECOND = 1_000_000
_MILLISECOND = 1_000
_CONFLICT = 3_600 * _SECOND
_LATEST = 1 << 53
_MOST = 10**15
_STATED_CHARACTERS = 64
_LANGUAGE_CHARACTERS = 35
_DID = r"did:[a-z0-9]{1,20}:[A-Za-z0-9._:%-]{1,200}"
_ACCOUNT = re.compile(_DID)
_HANDLE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251})[A-Za-z0-9]")
_ADDRESS = re.compile(rf"at://({_DID})/([A-Za-z0-9.-]{{1,317}})/([A-Za-z0-9._:~-]{{1,512}})")
# What the interface puts where a handle no longer leads to its account.
_NO_HANDLE = "handle.invalid"


class Address(NamedTuple):
    """The parts of an address such as ``at://did:plc:abc/app.bsky.feed.post/3k2``."""

    did: str
    collection: str
    key: str


class Times(NamedTuple):
    """The times of a post, as the fields of a record hold them."""

    created_at: int | None
    precision: Precision | None
    stated_time: str | None
    time_conflict: bool


def address(text: Any, field: str) -> Address:
    """Return the parts of an address.

    Raises:
        BadCell: It is none, or names its account by a handle, which may be another's tomorrow.
    """
    found = _ADDRESS.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        raise BadCell(f"{field} is not an address such as at://did:plc:…/collection/key")
    return Address(found[1], found[2], found[3])


def reference(text: Any, collection: str = POSTS) -> PostRef | None:
    """Return the post that an address leads to; None where it is no address of a post.

    The account is part of the address. The key often holds a time too, but the writer of the record
    may choose it, so none is read from it.
    """
    found = _ADDRESS.fullmatch(text) if isinstance(text, str) else None
    if found is None or found[2] != collection:
        return None
    return PostRef(found[0], AccountRef(found[1]))


def did(text: Any, field: str) -> str:
    """Return the lasting name of an account.

    Raises:
        BadCell: It is none.
    """
    if not is_did(text):
        raise BadCell(f"{field} is not the name of an account such as did:plc:…")
    return text


def is_did(text: Any) -> TypeGuard[str]:
    """Say whether this is the lasting name of an account."""
    return isinstance(text, str) and _ACCOUNT.fullmatch(text) is not None


def handle(text: Any) -> str | None:
    """Return a handle without its sign; None where there is none that leads to its account."""
    if not isinstance(text, str):
        return None
    found = text.removeprefix("@")
    if found == _NO_HANDLE or "." not in found or _HANDLE.fullmatch(found) is None:
        return None
    return found


def received(microseconds: Any, field: str) -> Instant:
    """Return the time at which the network passed a record on.

    Raises:
        BadCell: It is no number of microseconds since 1970.
    """
    if type(microseconds) is not int or not 0 <= microseconds < _LATEST:
        raise BadCell(f"{field} is not a time in microseconds since 1970")
    return Instant(microseconds // _MILLISECOND * _MILLISECOND, Precision.MILLISECOND)


def times(claimed: Any, seen: Instant | None) -> Times:
    """Return the times of a post.

    Args:
        claimed: What its record says, which may be anything.
        seen: When the network received it; None where the file does not say. What the record says
            is then all there is.
    """
    stated = claimed[:_STATED_CHARACTERS] if isinstance(claimed, str) and claimed else None
    said = instant(claimed)
    if seen is not None:
        conflict = said is not None and abs(said.at - seen.at) > _CONFLICT
        return Times(seen.at, seen.precision, stated, conflict)
    if said is None:
        return Times(None, None, stated, False)
    return Times(said.at, said.precision, None, False)


def words(value: Any) -> str | None:
    """Return a text; None where there is none, or no letter in it."""
    return value if isinstance(value, str) and value else None


def link(value: Any) -> str | None:
    """Return an address of the web; None where it is something else."""
    if isinstance(value, str) and value[:8].lower().startswith(("http://", "https://")):
        return value
    return None


def language(values: Any) -> str | None:
    """Return the first language that a record names: there is room for one."""
    first = values[0] if isinstance(values, list) and values else None
    return first[:_LANGUAGE_CHARACTERS] if isinstance(first, str) and first else None


def count(value: Any) -> int | None:
    """Return what was counted; None where it is no number of things."""
    return value if type(value) is int and 0 <= value <= _MOST else None
