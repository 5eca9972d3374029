"""Lines of a Reddit dump for tests: invented rows, and what the importer makes of them."""

import json
from typing import Any

from inunison.records import Observation, Post, Record, Reject
from inunison_importers.base import TextLines
from inunison_importers.reddit_dump import RedditDump

COMMENT = {
    "id": "gq1aa01",
    "author": "lorcan_w",
    "body": "The ferry was late again.",
    "created_utc": 1615043000,
    "parent_id": "t1_gq1aa00",
    "link_id": "t3_lz9ab1",
    "subreddit": "tarvenport",
    "subreddit_id": "t5_2tarv",
}
SUBMISSION = {
    "id": "lz9ab1",
    "author": "quayside_ada",
    "title": "Who sold the rescue boat?",
    "selftext": "",
    "url": "https://portpapers.example/boat",
    "is_self": False,
    "num_comments": 3,
    "created_utc": 1615042000,
    "subreddit": "tarvenport",
    "subreddit_id": "t5_2tarv",
}


def comment(**fields: Any) -> dict[str, Any]:
    """A comment with some fields changed; None takes a field out by `without`."""
    return {**COMMENT, **fields}


def submission(**fields: Any) -> dict[str, Any]:
    """A submission with some fields changed."""
    return {**SUBMISSION, **fields}


def read_text(text: str) -> list[Record | Reject]:
    """What the importer makes of a file."""
    return list(RedditDump().read(TextLines(text)))


def read_rows(*rows: dict[str, Any]) -> list[Record | Reject]:
    """What the importer makes of some rows."""
    return read_text("".join(json.dumps(row) + "\n" for row in rows))


def post_of(row: dict[str, Any]) -> Post:
    """The collected post that a row becomes; it is not rejected."""
    found = read_rows(row)
    assert not [each for each in found if isinstance(each, Reject)], found
    (made,) = [each for each in found if isinstance(each, Post) and each.collected]
    return made


def seen_of(row: dict[str, Any]) -> list[Observation]:
    """What a row says that captures saw."""
    return [each for each in read_rows(row) if isinstance(each, Observation)]


def reason_of(row: dict[str, Any]) -> str:
    """Why a row is rejected."""
    (found,) = read_rows(row)
    assert isinstance(found, Reject), found
    return found.reason
