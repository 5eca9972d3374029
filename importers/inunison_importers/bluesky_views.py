"""What the answers of Bluesky's interface show: which posts, accounts and gaps stand in one.

Owns the shapes of the answers, and in which order their parts are told; `bluesky_answers` makes
records of them. Decodes nothing, and climbs down without calling itself: a thread may be deep.

The Python library of the network writes the same objects with its own names (``like_count``,
``py_type``); such a document is turned back into the names of the interface first.
"""

import re
from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec

from inunison_importers.bluesky_cells import POSTS, PROFILES, REPOSTS, is_did
from inunison_importers.bluesky_content import (
    NetworkRecord,
    entries,
    objects,
    text_in,
    within,
)

METADATA = "4CAT_metadata"
"""What 4CAT writes beside a post."""

_LISTS = ("posts", "feed", "thread", "profiles", "actors", "followers", "follows", "records")
_PYTHON_NAMES = ('"py_type"', '"indexed_at"', '"display_name"')
_AFTER_UNDERSCORE = re.compile("_([a-z])")
_COLLECTIONS = frozenset((POSTS, REPOSTS, PROFILES))
_PROFILE_KEYS = frozenset(("displayName", "avatar", "createdAt", "associated", "followersCount"))
_NAMES = 2_000


class Author(msgspec.Struct, rename="camel"):
    """An account as a view shows it; only a profile of its own has counts."""

    did: str
    handle: Any = None
    display_name: Any = None
    description: Any = None
    website: Any = None
    created_at: Any = None
    followers_count: Any = None
    follows_count: Any = None
    posts_count: Any = None
    verification: Any = None
    labels: Any = None


class View(msgspec.Struct, rename="camel"):
    """A post as it is shown, or (with `value` for its record) as it is shown inside another."""

    uri: str
    author: Author
    record: NetworkRecord | None = None
    value: NetworkRecord | None = None
    indexed_at: Any = None
    like_count: Any = None
    reply_count: Any = None
    repost_count: Any = None
    quote_count: Any = None
    metadata: Any = msgspec.field(default=None, name=METADATA)


class Own(msgspec.Struct):
    """A record as its account's repository lists it."""

    uri: str
    value: NetworkRecord


class Reason(msgspec.Struct, rename="camel"):
    """Why a post stands in a feed: somebody reposted it."""

    by: Author
    uri: Any = None
    indexed_at: Any = None


class What(StrEnum):
    """What a part of an answer is."""

    POST = "post"
    REPOST = "repost"
    RECORD = "record"  # of an account's own repository, without its author
    ACCOUNT = "account"
    MISSING = "missing"  # a post that is not there
    HIDDEN = "hidden"  # a post that is not shown to the one who asked
    ODD = "odd"


class Part(NamedTuple):
    """A part of an answer.

    Attributes:
        what: What it is.
        value: The object.
        collected: False where it is only seen inside another post.
        original: Of a repost, the post that it passes on.
    """

    what: What
    value: Any
    collected: bool = True
    original: Any = None


class _Nested(NamedTuple):
    value: Any
    collected: bool


def recognise(value: Any) -> str | None:
    """Say what an object of a file is, in a word; None where it is none of Bluesky."""
    found = _recognise_one(value)
    if found or not isinstance(value, dict):
        return found
    if _recognise_one(next(objects(value.get("repostedBy")), None)):
        return "accounts that reposted"
    for name in _LISTS:
        held = value.get(name)
        first = (held[0] if held else None) if isinstance(held, list) else held
        found = _recognise_one(first) or _recognise_one(within(first, "value"))
        if name == "thread" and (found or _is_gone(first)):
            return "posts of a thread"
        if found:
            return found
    return None


def _recognise_one(value: Any) -> str | None:
    if not isinstance(value, dict):
        return None
    if _is_view(value):
        return "posts"
    if _is_record(value):
        return "records of an account"
    if _is_view(value.get("post")):
        return "posts of a thread" if "replies" in value else "posts of a feed"
    if is_did(value.get("did")) and isinstance(value.get("handle"), str):
        known = _PROFILE_KEYS & {_interface_name(each) for each in value}
        return "accounts" if known and "time_us" not in value else None
    return None


def _is_view(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and text_in(value, "uri").startswith("at://")
        and isinstance(value.get("cid"), str)
        and is_did(within(value, "author").get("did"))
        and isinstance(value.get("record", value.get("value")), dict)
    )


def _is_record(value: Any) -> bool:
    kind = text_in(within(value, "value"), "$type")
    return (
        kind in _COLLECTIONS
        and "author" not in value
        and f"/{kind}/" in text_in(value, "uri")
        and text_in(value, "uri").startswith("at://")
    )


def _is_gone(value: Any) -> bool:
    gone = isinstance(value, dict) and True in (value.get("notFound"), value.get("blocked"))
    return gone and text_in(value, "uri").startswith("at://")


def parts(value: Any) -> Iterator[Part]:
    """Yield the parts of an answer, in the order in which they are shown.

    Args:
        value: A decoded document: an answer, an object of one, or a list of these.
    """
    left: list[Part | _Nested] = [_Nested(value, True)]
    while left:
        each = left.pop()
        if isinstance(each, Part):
            yield each
        elif isinstance(each.value, list):
            left.extend(_Nested(entry, each.collected) for entry in reversed(each.value))
        elif isinstance(each.value, dict):
            left.extend(reversed(_opened(each.value, each.collected)))
        else:
            yield Part(What.ODD, each.value)


def _opened(value: dict[str, Any], collected: bool) -> list[Part | _Nested]:
    """Return what stands in an object, which may itself be the one thing in it."""
    if "uri" in value and isinstance(value.get("record", value.get("value")), dict):
        return _told(value, collected)
    if isinstance(value.get("post"), dict):
        return _around(value, collected)
    if value.get("notFound") or value.get("blocked"):
        return [Part(What.MISSING if value.get("notFound") else What.HIDDEN, value)]
    return _listed(value, collected)


def _told(value: dict[str, Any], collected: bool) -> list[Part | _Nested]:
    """Return a post with those that it shows, or a record."""
    if "depth" in value:
        return _thread_item(value, collected)
    if "author" not in value:
        return [Part(What.RECORD, value)]
    return [Part(What.POST, value, collected), *_shown_inside(value)]


def _listed(value: dict[str, Any], collected: bool) -> list[Part | _Nested]:
    """Return what the lists of an answer hold; an object without any may be an account."""
    if isinstance(value.get("repostedBy"), list):
        return [Part(What.REPOST, {"by": each}, True, value) for each in value["repostedBy"]]
    held = [value[name] for name in _LISTS if isinstance(value.get(name), dict | list)]
    if not held:
        return [Part(What.ACCOUNT if "did" in value else What.ODD, value)]
    subject = [value["subject"]] if isinstance(value.get("subject"), dict) else []
    return [_Nested(each, collected) for each in (*subject, *held)]


def _around(value: dict[str, Any], collected: bool) -> list[Part | _Nested]:
    """Return a post of a feed or of a thread, with those that stand around it."""
    post, reason = value["post"], within(value, "reason")
    passed_on = isinstance(reason.get("by"), dict)
    answered = within(value, "reply")
    before = [answered[name] for name in ("root", "parent") if isinstance(answered.get(name), dict)]
    found: list[Part | _Nested] = [_Nested(each, False) for each in before]
    if isinstance(value.get("parent"), dict):
        found.append(_Nested(value["parent"], collected))
    if passed_on:
        found.append(Part(What.REPOST, reason, collected, post))
    found.append(_Nested(post, collected and not passed_on))
    found.extend(_Nested(each, collected) for each in entries(value.get("replies")))
    return found


def _thread_item(value: dict[str, Any], collected: bool) -> list[Part | _Nested]:
    """Return a post of a thread that is told as a flat list."""
    item = value["value"] if isinstance(value.get("value"), dict) else {}
    if isinstance(item.get("post"), dict):
        return [_Nested(item["post"], collected)]
    missing = text_in(item, "$type").endswith("NotFound")
    return [Part(What.MISSING if missing else What.HIDDEN, value)]


def _shown_inside(value: dict[str, Any]) -> list[Part | _Nested]:
    """Return the posts that a post shows, or does not: those it quotes."""
    found: list[Part | _Nested] = []
    for embed in objects([value.get("embed"), *entries(value.get("embeds"))]):
        held = within(embed, "record")
        shown = within(held, "record") if isinstance(held.get("record"), dict) else held
        gone = shown.get("notFound") or shown.get("blocked")
        if "/app.bsky.feed.post/" in text_in(shown, "uri") and (gone or "value" in shown):
            found.append(_Nested(shown, False))
    return found


def has_python_names(text: str) -> bool:
    """Say whether a document is written with the names of the Python library."""
    return any(name in text for name in _PYTHON_NAMES)


def with_interface_names(value: Any) -> Any:
    """Turn the names of the Python library back into those of the interface, in place."""
    left = [value]
    while left:
        each = left.pop()
        if isinstance(each, dict):
            for name in [name for name in each if "_" in name and name != METADATA]:
                each[_interface_name(name)] = each.pop(name)
            left.extend(held for name, held in each.items() if name != METADATA)
        elif isinstance(each, list):
            left.extend(each)
    return value


@lru_cache(_NAMES)
def _interface_name(name: str) -> str:
    if name == "py_type":
        return "$type"
    return _AFTER_UNDERSCORE.sub(lambda found: found[1].upper(), name)
