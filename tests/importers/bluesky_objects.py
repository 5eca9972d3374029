"""Lines of Bluesky's network for tests: invented accounts and records, and what becomes of them."""

import json
from typing import Any

from inunison.records import Account, Observation, Post, Record, Reject
from inunison_importers.base import Importer, TextLines
from inunison_importers.bluesky_jetstream import BlueskyJetstream

LAMP = "did:plc:lampkeeper22222222222222"
QUAY = "did:plc:quaysider333333333333333"
POSTS = "app.bsky.feed.post"
REPOSTS = "app.bsky.feed.repost"
FACET = "app.bsky.richtext.facet#"
TIME_US = 1_730_000_000_123_456
URI = f"at://{LAMP}/{POSTS}/3l7aaaaaaaa2a"
OTHER = f"at://{QUAY}/{POSTS}/3l7zzzzzzzz2z"


def event(**fields: Any) -> dict[str, Any]:
    """A line of Jetstream about LAMP."""
    return {"did": LAMP, "time_us": TIME_US, **fields}


def commit(record: Any = None, collection: str = POSTS, **fields: Any) -> dict[str, Any]:
    """A line that tells of a record."""
    held = {"rev": "3l7rev", "operation": "create", "collection": collection}
    held |= {"rkey": "3l7aaaaaaaa2a", **fields}
    if record is not None:
        held |= {"record": record, "cid": "bafyreicid"}
    return event(kind="commit", commit=held)


def words(**fields: Any) -> dict[str, Any]:
    """The record of a post."""
    made = {"$type": POSTS, "text": "The lamp is lit.", "createdAt": "2024-10-27T03:33:19.500Z"}
    return made | fields


def read_text(text: str, importer: Importer | None = None) -> list[Record | Reject]:
    """What an importer makes of a file."""
    return list((importer or BlueskyJetstream()).read(TextLines(text)))


def read_rows(*rows: Any, importer: Importer | None = None) -> list[Record | Reject]:
    """What an importer makes of some lines."""
    return read_text("".join(json.dumps(row) + "\n" for row in rows), importer)


def posts(found: list[Record | Reject]) -> list[Post]:
    """The posts among some records; nothing is rejected."""
    assert not [each for each in found if isinstance(each, Reject)], found
    return [each for each in found if isinstance(each, Post)]


def observations(found: list[Record | Reject]) -> list[Observation]:
    """The observations among some records."""
    return [each for each in found if isinstance(each, Observation)]


def accounts(found: list[Record | Reject]) -> list[Account]:
    """The accounts among some records."""
    return [each for each in found if isinstance(each, Account)]


def reasons(found: list[Record | Reject]) -> list[str]:
    """Why some rows were rejected."""
    return [each.reason for each in found if isinstance(each, Reject)]


def post_of(record: Any, **fields: Any) -> Post:
    """The post that a record becomes."""
    (made,) = posts(read_rows(commit(record, **fields)))
    return made
