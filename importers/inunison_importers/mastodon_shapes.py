"""What statuses of the Mastodon interface hold: the fields that are read, with their types.

Owns the types, also those that Pleroma, Truth Social and Gab add, and which platform a status is
of: that is told by the host of its address. Unknown fields are passed over.
"""

import re
from typing import Any

import msgspec

MASTODON = "mastodon"
"""The network of many servers: Mastodon, Pleroma and whatever speaks with them."""

SINGLE = {"truthsocial.com": "truthsocial", "gab.com": "gab"}
"""Platforms of one server, which talk with no other: their ids are their own."""

_HOST = re.compile(r"https?://([A-Za-z0-9.-]{1,253})(?::[0-9]{1,5})?(?:[/?#]|$)", re.IGNORECASE)

Id = str | int | None


class Person(msgspec.Struct, kw_only=True):
    """An account, or (with few of the fields) one that is mentioned."""

    acct: str
    id: Id = None
    username: str | None = None
    fqn: str | None = None
    url: str | None = None
    uri: str | None = None
    display_name: str | None = None
    note: str | None = None
    location: str | None = None
    website: str | None = None
    created_at: Any = None
    automated: Any = msgspec.field(default=None, name="bot")
    verified: Any = None
    is_verified: Any = None
    suspended: Any = None
    followers_count: Any = None
    following_count: Any = None
    statuses_count: Any = None


class Pleroma(msgspec.Struct, kw_only=True):
    """What Pleroma adds to a status."""

    quote: Any = None
    quote_url: str | None = None


class Status(msgspec.Struct, kw_only=True):
    """A status."""

    account: Person
    id: Id = None
    uri: str | None = None
    url: str | None = None
    created_at: Any = None
    content: str | None = None
    spoiler_text: str | None = None
    visibility: str | None = None
    language: str | None = None
    in_reply_to_id: Id = None
    in_reply_to_account_id: Id = None
    in_reply_to: Any = None
    reblog: "Status | None" = None
    quote: Any = None
    quote_id: Id = None
    quote_of_id: Id = None
    pleroma: Pleroma | None = None
    group: Any = None
    application: Any = None
    mentions: list[Any] | None = None
    tags: list[Any] | None = None
    media_attachments: list[Any] | None = None
    card: Any = None
    replies_count: Any = None
    reblogs_count: Any = None
    favourites_count: Any = None
    quotes_count: Any = None
    pulled: Any = msgspec.field(default=None, name="_pulled")


def host(link: Any) -> str | None:
    """Return the host of an address, in small letters; None where it is no address of the web."""
    found = _HOST.match(link) if isinstance(link, str) else None
    return found[1].lower() if found else None


def home(status: Status) -> str | None:
    """Return the server on which a status was written."""
    return host(status.uri) or host(status.url) or host(status.account.url)


def platform(server: str | None) -> str:
    """Return the platform of a server."""
    return SINGLE.get(server or "", MASTODON)


def is_status(value: Any) -> bool:
    """Say whether an object is a status, by the keys that no other format has together."""
    if not isinstance(value, dict):
        return False
    account = value.get("account")
    return (
        isinstance(account, dict)
        and isinstance(account.get("acct"), str)
        and isinstance(value.get("content"), str)
        and isinstance(value.get("created_at"), str)
        and isinstance(value.get("uri") or value.get("url"), str)
    )


def is_person(value: Any) -> bool:
    """Say whether an object is a profile."""
    return (
        isinstance(value, dict)
        and isinstance(value.get("acct"), str)
        and isinstance(value.get("username"), str)
        and "note" in value
        and "statuses_count" in value
    )
