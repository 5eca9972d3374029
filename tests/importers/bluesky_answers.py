"""Objects of Bluesky's interface for tests: invented, in the shape that the interface gives."""

from typing import Any

from inunison.records import Record, Reject
from inunison_importers.bluesky_api import BlueskyApi
from tests.importers import bluesky_objects
from tests.importers.bluesky_objects import LAMP, OTHER, POSTS, QUAY, URI, words

INDEXED = "2024-10-27T03:33:20.123Z"
INDEXED_AT = 1_730_000_000_123_000
DEFS = "app.bsky.feed.defs#"


def author(account: str = LAMP, **fields: Any) -> dict[str, Any]:
    """An account as it stands beside a post."""
    name = "lamp" if account == LAMP else "quayside"
    return {
        "did": account,
        "handle": f"{name}.tarvenport.example",
        "displayName": name.title(),
        "avatar": "https://cdn.example/x.jpg",
        "associated": {"chat": {"allowIncoming": "none"}},
        "createdAt": "2023-05-01T10:00:00.250Z",
        "labels": [],
        **fields,
    }


def view(uri: str = URI, record: Any = None, **fields: Any) -> dict[str, Any]:
    """A post as the interface shows it."""
    return {
        "uri": uri,
        "cid": "bafyreicid",
        "author": author(uri.split("/")[2]),
        "record": words() if record is None else record,
        "replyCount": 1,
        "repostCount": 2,
        "likeCount": 3,
        "quoteCount": 4,
        "bookmarkCount": 5,
        "indexedAt": INDEXED,
        "labels": [],
        "viewer": {"threadMuted": False},
        **fields,
    }


def inside(uri: str = OTHER, **fields: Any) -> dict[str, Any]:
    """A post as it is shown inside another."""
    made = view(uri, **fields)
    made["value"] = made.pop("record")
    return {"$type": "app.bsky.embed.record#viewRecord", **made}


def shown(record: dict[str, Any]) -> dict[str, Any]:
    """The view of an embed with a record."""
    return {"$type": "app.bsky.embed.record#view", "record": record}


def by(account: str = QUAY, **fields: Any) -> dict[str, Any]:
    """The reason that a post stands in a feed: a repost."""
    return {
        "$type": DEFS + "reasonRepost",
        "by": author(account),
        "indexedAt": "2024-10-27T05:00:00.500Z",
        **fields,
    }


def node(post: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """A post of a thread."""
    return {"$type": DEFS + "threadViewPost", "post": post, **fields}


def missing(uri: str = OTHER) -> dict[str, Any]:
    """A post that is not there."""
    return {"$type": DEFS + "notFoundPost", "uri": uri, "notFound": True}


def blocked(uri: str = OTHER) -> dict[str, Any]:
    """A post that is not shown to the one who asks."""
    return {
        "$type": DEFS + "blockedPost",
        "uri": uri,
        "blocked": True,
        "author": {"did": uri.split("/")[2], "viewer": {"blockedBy": True}},
    }


def uri(key: str, account: str = LAMP) -> str:
    """The address of a post."""
    return f"at://{account}/{POSTS}/{key}"


def read(*rows: Any) -> list[Record | Reject]:
    """What the importer makes of some lines."""
    return bluesky_objects.read_rows(*rows, importer=BlueskyApi())
