"""Objects of the Twitter API v1.1 as Python values, to be varied one key at a time."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from inunison.records import Account, Observation, Post, Record, Reject
from inunison_importers.base import TextLines
from inunison_importers.twitter_api_v1 import TwitterApiV1
from tests.importers.archive_rows import clock_id

TIME = "2019-09-04T13:51:55.250"
ID = clock_id(TIME)
OTHER_TIME = "2019-09-03T01:02:03.750"
OTHER = clock_id(OTHER_TIME)
THIRD_TIME = "2019-09-01T20:00:00.125"
THIRD = clock_id(THIRD_TIME)
WEB = '<a href="http://twitter.example" rel="nofollow">Twitter Web Client</a>'


def stated(time: str) -> str:
    """A time as this interface writes it, cut to the second."""
    return datetime.fromisoformat(time).replace(tzinfo=UTC).strftime("%a %b %d %H:%M:%S %z %Y")


def user(native_id: str = "101", handle: str = "minaketter", **given: Any) -> dict[str, Any]:
    """A profile, with what is given in addition."""
    return {
        "id": int(native_id),
        "id_str": native_id,
        "name": handle.title(),
        "screen_name": handle,
        "location": None,
        "description": None,
        "url": None,
        "protected": False,
        "verified": False,
        "followers_count": 7,
        "friends_count": 9,
        "statuses_count": 11,
        "created_at": "Tue Nov 05 10:20:30 +0000 2013",
        "lang": None,
    } | given


def tweet(native_id: str = ID, time: str = TIME, **given: Any) -> dict[str, Any]:
    """A tweet of account 101, with what is given in addition."""
    return {
        "created_at": stated(time),
        "id": int(native_id),
        "id_str": native_id,
        "text": "Late again",
        "source": WEB,
        "truncated": False,
        "in_reply_to_status_id": None,
        "in_reply_to_status_id_str": None,
        "in_reply_to_user_id": None,
        "in_reply_to_user_id_str": None,
        "in_reply_to_screen_name": None,
        "user": user(),
        "is_quote_status": False,
        "entities": {"hashtags": [], "urls": [], "user_mentions": [], "symbols": []},
        "retweet_count": 1,
        "favorite_count": 3,
        "lang": "en",
    } | given


def other(**given: Any) -> dict[str, Any]:
    """Another tweet, of account 102."""
    return tweet(OTHER, OTHER_TIME, user=user("102", "oro_lind"), text="Trams stop") | given


def third(**given: Any) -> dict[str, Any]:
    """A third tweet, of account 103."""
    return tweet(THIRD, THIRD_TIME, user=user("103", "tavi"), text="No trams") | given


def retweet(original: dict[str, Any], **given: Any) -> dict[str, Any]:
    """A retweet, whose text is cut as the platform cuts it."""
    text = f"RT @{original['user']['screen_name']}: {original['text']}"
    return tweet(retweeted_status=original, text=text[:139] + "…" * (len(text) > 139)) | given


def entities(**given: Any) -> dict[str, Any]:
    """What stands in a text."""
    return {"hashtags": [], "urls": [], "user_mentions": [], "symbols": []} | given


def link(expanded: str | None, short: str = "https://t.co/Ab1") -> dict[str, Any]:
    """A link in a text."""
    return {"url": short, "expanded_url": expanded, "display_url": "x", "indices": [0, 23]}


def mention(native_id: str | None, handle: str) -> dict[str, Any]:
    """A mention in a text."""
    return {
        "screen_name": handle,
        "name": handle.title(),
        "id": native_id and int(native_id),
        "id_str": native_id,
        "indices": [0, 5],
    }


def picture(where: str) -> dict[str, Any]:
    """A picture that hangs on a tweet."""
    return {
        "id_str": "900",
        "media_url": f"http://pbs.example/{where}",
        "media_url_https": f"https://pbs.example/{where}",
        "url": "https://t.co/Pic",
        "expanded_url": f"https://twitter.com/minaketter/status/{ID}/photo/1",
        "type": "photo",
    }


def lines(*values: Any) -> str:
    """Values as JSON, one a line."""
    return "".join(json.dumps(value, ensure_ascii=False) + "\n" for value in values)


def read_text(text: str) -> list[Record | Reject]:
    """What the importer makes of a text."""
    return list(TwitterApiV1().read(TextLines(text)))


def read(*values: Any) -> list[Record | Reject]:
    """What the importer makes of values, one a line."""
    return read_text(lines(*values))


def posts(found: Sequence[Record | Reject]) -> list[Post]:
    """The posts among records."""
    return [each for each in found if isinstance(each, Post)]


def accounts(found: Sequence[Record | Reject]) -> list[Account]:
    """The accounts among records."""
    return [each for each in found if isinstance(each, Account)]


def observations(found: Sequence[Record | Reject], subject: str) -> list[Observation]:
    """The observations of posts or of accounts among records."""
    return [each for each in found if isinstance(each, Observation) and each.subject == subject]


def rejects(found: Sequence[Record | Reject]) -> list[Reject]:
    """The rejects among records."""
    return [each for each in found if isinstance(each, Reject)]


def reasons(*values: Any) -> list[str]:
    """Why values are rejected."""
    return [each.reason for each in rejects(read(*values))]


def post(given: dict[str, Any]) -> Post:
    """The one collected post of a tweet."""
    found = read(given)
    assert rejects(found) == []
    (made,) = [each for each in posts(found) if each.collected]
    return made
