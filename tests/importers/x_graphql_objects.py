"""Results as the site of X sends them, as Python values to be varied one key at a time."""

import json
from collections.abc import Sequence
from typing import Any

from inunison.records import Post, Record, Reject
from inunison_importers.base import TextLines
from inunison_importers.x_graphql import XGraphql
from tests.importers.archive_rows import clock_id, microseconds
from tests.importers.scraped_objects import posts, reasons

TIME = "2022-03-04T05:06:07.890"
STATED = "Fri Mar 04 05:06:07 +0000 2022"
ID = clock_id(TIME)
OTHER_TIME = "2022-03-03T01:02:03.250"
OTHER = clock_id(OTHER_TIME)
THIRD_TIME = "2022-03-02T01:02:03.500"
THIRD = clock_id(THIRD_TIME)
AT, OTHER_AT, THIRD_AT = map(microseconds, (TIME, OTHER_TIME, THIRD_TIME))
SEEN_MS = 1_646_400_000_123
BORN = "Tue Nov 05 10:20:30 +0000 2019"


def user(native_id: str = "101", handle: str = "minaketter", **given: Any) -> dict[str, Any]:
    """An account in the older layout, with what is given in addition to `legacy`."""
    return {
        "__typename": "User",
        "id": "VXNlcjox",
        "rest_id": native_id,
        "is_blue_verified": False,
        "legacy": {
            "screen_name": handle,
            "name": handle.title(),
            "created_at": BORN,
            "description": "",
            "location": "",
            "followers_count": 7,
            "friends_count": 9,
            "statuses_count": 11,
            "verified": False,
            "entities": {"description": {"urls": []}},
        }
        | given,
    }


def new_user(native_id: str = "101", handle: str = "minaketter", **given: Any) -> dict[str, Any]:
    """An account in the newer layout, with what is given in addition."""
    return {
        "__typename": "User",
        "rest_id": native_id,
        "core": {"screen_name": handle, "name": handle.title(), "created_at": BORN},
        "legacy": {
            "description": "",
            "followers_count": 7,
            "friends_count": 9,
            "statuses_count": 11,
        },
        "location": {"location": ""},
        "privacy": {"protected": False},
        "verification": {"verified": False},
        "is_blue_verified": False,
    } | given


def author(result: dict[str, Any] | None) -> dict[str, Any]:
    """Where the author of a post stands."""
    return {"user_results": {"result": result} if result is not None else {}}


def tweet(
    native_id: str = ID, legacy: dict[str, Any] | None = None, **given: Any
) -> dict[str, Any]:
    """A post of account 101, with what is given in addition, in it and in its `legacy`."""
    return {
        "__typename": "Tweet",
        "rest_id": native_id,
        "core": author(user()),
        "edit_control": {"edit_tweet_ids": [native_id], "editable_until_msecs": "0"},
        "views": {"count": "90", "state": "EnabledWithCount"},
        "source": '<a href="https://mobile.example" rel="nofollow">Twitter Web App</a>',
        "legacy": {
            "id_str": native_id,
            "user_id_str": "101",
            "conversation_id_str": native_id,
            "created_at": STATED if native_id == ID else None,
            "full_text": "Late again",
            "lang": "en",
            "entities": {"hashtags": [], "symbols": [], "urls": [], "user_mentions": []},
            "is_quote_status": False,
            "retweet_count": 1,
            "reply_count": 2,
            "favorite_count": 3,
            "quote_count": 4,
            "bookmark_count": 5,
        }
        | (legacy or {}),
    } | given


def other(
    native_id: str = OTHER, legacy: dict[str, Any] | None = None, **given: Any
) -> dict[str, Any]:
    """A post of account 102 that others show."""
    return tweet(
        native_id,
        {"user_id_str": "102", "full_text": "The ferry is late"} | (legacy or {}),
        **{"core": author(new_user("102", "oro_lind"))} | given,
    )


def notice(text: str) -> dict[str, Any]:
    """What stands in the place of a post that is not shown."""
    return {"__typename": "TweetTombstone", "tombstone": {"text": {"text": text, "entities": []}}}


def capture(data: dict[str, Any], **given: Any) -> dict[str, Any]:
    """A post as Zeeschuimer keeps it."""
    return {
        "nav_index": "1:1",
        "item_id": ID,
        "timestamp_collected": SEEN_MS,
        "last_updated": SEEN_MS,
        "source_platform": "twitter.com",
        "source_platform_url": "https://x.com/home",
        "source_url": "https://x.com/i/api/graphql/a/HomeTimeline",
        "user_agent": "Browser of the person who captured",
        "data": {"id": data.get("rest_id"), "promoted": False} | data,
    } | given


def entry(result: dict[str, Any], entry_id: str) -> dict[str, Any]:
    """An entry of a timeline."""
    return {
        "entryId": entry_id,
        "content": {
            "entryType": "TimelineTimelineItem",
            "itemContent": {"itemType": "TimelineTweet", "tweet_results": {"result": result}},
        },
    }


def answer(*entries: dict[str, Any]) -> dict[str, Any]:
    """An answer of the site with a timeline."""
    cursor = {"entryId": "cursor-bottom-1", "content": {"itemContent": {"itemType": "Cursor"}}}
    instruction = {"type": "TimelineAddEntries", "entries": [*entries, cursor]}
    timeline = {"instructions": [{"type": "TimelineClearCache"}, instruction]}
    return {"data": {"search_by_raw_query": {"search_timeline": {"timeline": timeline}}}}


def read_text(text: str) -> list[Record | Reject]:
    """What the importer makes of a text."""
    return list(XGraphql().read(TextLines(text)))


def read(*values: Any) -> list[Record | Reject]:
    """What the importer makes of values, one a line."""
    return read_text("".join(json.dumps(value, ensure_ascii=False) + "\n" for value in values))


def collected(found: Sequence[Record | Reject]) -> Post:
    """The one collected post, of rows that are read without a reject."""
    assert reasons(found) == []
    (made,) = [each for each in posts(found) if each.collected]
    return made
