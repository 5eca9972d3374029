"""Objects of the Twitter API v2 as Python values, to be varied one key at a time."""

import csv
import io
import json
from collections.abc import Sequence
from typing import Any

from inunison.records import Account, Observation, Post, Record, Reject
from inunison_importers.base import TextLines
from inunison_importers.twitter_api_v2 import TwitterApiV2
from inunison_importers.twitter_api_v2_csv import TwitterApiV2Csv
from tests.importers.archive_rows import clock_id, microseconds

TIME = "2022-03-04T05:06:07.890"
STATED = "2022-03-04T05:06:07.000Z"
ID = clock_id(TIME)
OTHER_TIME = "2022-03-03T01:02:03.250"
OTHER = clock_id(OTHER_TIME)
RETRIEVED = "2022-03-05T00:00:00+00:00"
OBSERVED_AT = microseconds("2022-03-05T00:00:00")
URL = "https://api.example/2/tweets/search/recent?query=tarvenport"


def tweet(**given: Any) -> dict[str, Any]:
    """A post of account 101, with what is given in addition."""
    return {
        "id": ID,
        "author_id": "101",
        "text": "Late again",
        "created_at": STATED,
        "lang": "en",
        "source": "Twitter Web App",
        "public_metrics": {"retweet_count": 1, "reply_count": 2, "like_count": 3, "quote_count": 4},
    } | given


def user(native_id: str = "101", handle: str = "minaketter", **given: Any) -> dict[str, Any]:
    """A profile, with what is given in addition."""
    return {
        "id": native_id,
        "username": handle,
        "name": handle.title(),
        "created_at": "2019-11-05T10:20:30.000Z",
        "description": "",
        "verified": False,
        "protected": False,
        "public_metrics": {"followers_count": 7, "following_count": 9, "tweet_count": 11},
    } | given


def refers(kind: str, native_id: str = OTHER) -> list[dict[str, str]]:
    """A list of one reference to another post."""
    return [{"type": kind, "id": native_id}]


def page(data: Any, **given: Any) -> dict[str, Any]:
    """An answer of the platform."""
    twarc = {"url": URL, "version": "2.14.0", "retrieved_at": RETRIEVED}
    return {"data": data} | given | {"__twarc": twarc}


def lines(*values: Any) -> str:
    """Values as JSON, one a line."""
    return "".join(json.dumps(value, ensure_ascii=False) + "\n" for value in values)


def read_text(text: str) -> list[Record | Reject]:
    """What the importer makes of a text."""
    return list(TwitterApiV2().read(TextLines(text)))


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


def post(given: dict[str, Any], **included: Any) -> Post:
    """The one collected post of a page."""
    found = read(page([given], includes=included))
    assert rejects(found) == []
    (made,) = [each for each in posts(found) if each.collected]
    return made


ROW = {
    "id": ID,
    "author_id": "101",
    "text": "Late again",
    "created_at": STATED,
    "lang": "en",
    "source": "Twitter Web App",
    "public_metrics.retweet_count": "1",
    "public_metrics.reply_count": "2",
    "public_metrics.like_count": "3.0",
    "public_metrics.quote_count": "4",
    "author.id": "101",
    "author.username": "minaketter",
    "author.name": "Minaketter",
    "author.created_at": "2019-11-05T10:20:30.000Z",
    "author.verified": "False",
    "author.protected": "False",
    "author.public_metrics.followers_count": "7",
    "author.public_metrics.following_count": "9",
    "author.public_metrics.tweet_count": "11",
    "__twarc.retrieved_at": RETRIEVED,
}
COLUMNS = [
    *ROW,
    "conversation_id",
    "referenced_tweets.replied_to.id",
    "referenced_tweets.retweeted.id",
    "referenced_tweets.quoted.id",
    "in_reply_to_user_id",
    "in_reply_to_username",
    "retweeted_user_id",
    "retweeted_username",
    "quoted_user_id",
    "quoted_username",
    "edit_history_tweet_ids",
    "withheld.scope",
    "withheld.country_codes",
    "entities.hashtags",
    "entities.mentions",
    "entities.urls",
    "attachments.media",
    "attachments.media_keys",
    "author.description",
    "author.location",
    "author.url",
    "author.verified_type",
    "author.withheld.country_codes",
]


def table(rows: Sequence[dict[str, str]], columns: Sequence[str] = COLUMNS) -> str:
    """Rows as twarc's table; what a row does not give is as in `ROW`."""
    made = io.StringIO()
    writer = csv.DictWriter(made, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows([{column: (ROW | row).get(column, "") for column in columns} for row in rows])
    return made.getvalue()


def read_table(*rows: dict[str, str], columns: Sequence[str] = COLUMNS) -> list[Record | Reject]:
    """What the importer makes of rows of the table."""
    return list(TwitterApiV2Csv().read(TextLines(table(rows, columns))))
