"""Tweets as snscrape and twscrape write them, as Python values to be varied one key at a time."""

import json
from collections.abc import Sequence
from typing import Any

from inunison.records import Account, Observation, Post, Record, Reject
from inunison_importers.base import Importer, TextLines
from inunison_importers.snscrape_twitter import SnscrapeTwitter
from inunison_importers.twscrape import Twscrape
from tests.importers.archive_rows import clock_id, microseconds

TIME = "2022-03-04T05:06:07.890"
ID = clock_id(TIME)
OTHER_TIME = "2022-03-03T01:02:03.250"
OTHER = clock_id(OTHER_TIME)
THIRD_TIME = "2022-03-02T01:02:03.500"
THIRD = clock_id(THIRD_TIME)
AT, OTHER_AT, THIRD_AT = map(microseconds, (TIME, OTHER_TIME, THIRD_TIME))


def numbered(native_id: str, name: str = "id") -> dict[str, Any]:
    """An id as twscrape writes it: a number, and text beside it."""
    return {name: int(native_id), f"{name}_str": native_id}


def account(native_id: str = "101", handle: str = "minaketter", **given: Any) -> dict[str, Any]:
    """A profile of twscrape, with what is given in addition."""
    return {
        **numbered(native_id),
        "url": f"https://x.com/{handle}",
        "username": handle,
        "displayname": handle.title(),
        "rawDescription": "",
        "created": "2019-11-05 10:20:30+00:00",
        "followersCount": 7,
        "friendsCount": 9,
        "statusesCount": 11,
        "favouritesCount": 13,
        "listedCount": 1,
        "mediaCount": 2,
        "location": "",
        "profileImageUrl": "https://pbs.example/p.jpg",
        "profileBannerUrl": None,
        "protected": None,
        "verified": False,
        "blue": None,
        "blueType": None,
        "descriptionLinks": [],
        "pinnedIds": [],
        "_type": "snscrape.modules.twitter.User",
    } | given


def named(native_id: str, handle: str) -> dict[str, Any]:
    """An account that a post names."""
    return {
        **numbered(native_id),
        "username": handle,
        "displayname": handle.title(),
        "_type": "snscrape.modules.twitter.UserRef",
    }


def tweet(
    native_id: str = ID, stated: str = "2022-03-04 05:06:07+00:00", **given: Any
) -> dict[str, Any]:
    """A post of account 101 as twscrape writes it, with what is given in addition."""
    return {
        **numbered(native_id),
        "url": f"https://x.com/minaketter/status/{native_id}",
        "date": stated,
        "user": account(),
        "lang": "en",
        "rawContent": "Late again",
        "replyCount": 2,
        "retweetCount": 1,
        "likeCount": 3,
        "quoteCount": 4,
        "bookmarkedCount": 5,
        "conversationId": int(native_id),
        "conversationIdStr": native_id,
        "hashtags": [],
        "cashtags": [],
        "mentionedUsers": [],
        "links": [],
        "media": {"photos": [], "videos": [], "animated": []},
        "viewCount": 90,
        "retweetedTweet": None,
        "quotedTweet": None,
        "place": None,
        "coordinates": None,
        "inReplyToTweetId": None,
        "inReplyToTweetIdStr": None,
        "inReplyToUser": None,
        "source": '<a href="https://mobile.example" rel="nofollow">Twitter Web App</a>',
        "sourceUrl": "https://mobile.example",
        "sourceLabel": "Twitter Web App",
        "card": None,
        "possibly_sensitive": None,
        "isQuoteStatus": False,
        "inReplyToScreenName": None,
        "editControl": None,
        "_type": "snscrape.modules.twitter.Tweet",
    } | given


def other(native_id: str = OTHER, **given: Any) -> dict[str, Any]:
    """A post of account 102 that others show."""
    return tweet(
        native_id,
        "2022-03-03 01:02:03+00:00",
        **{
            "url": f"https://x.com/oro_lind/status/{native_id}",
            "user": account("102", "oro_lind"),
            "rawContent": "The ferry is late",
        }
        | given,
    )


_SNSCRAPE = "snscrape.modules.twitter."


def scraped_account(
    native_id: str = "101", handle: str = "minaketter", **given: Any
) -> dict[str, Any]:
    """A profile of snscrape, with what is given in addition."""
    return {
        "_type": f"{_SNSCRAPE}User",
        "username": handle,
        "id": int(native_id),
        "displayname": handle.title(),
        "rawDescription": "Trains https://t.co/d",
        "renderedDescription": "Trains rail.example",
        "descriptionLinks": None,
        "verified": False,
        "created": "2019-11-05T10:20:30+00:00",
        "followersCount": 7,
        "friendsCount": 9,
        "statusesCount": 11,
        "favouritesCount": 13,
        "listedCount": 1,
        "mediaCount": 2,
        "location": "Tarvenport",
        "protected": False,
        "link": {
            "text": "mina.example",
            "url": "https://mina.example",
            "tcourl": "https://t.co/m",
            "indices": [0, 23],
        },
        "label": None,
        "description": "Trains rail.example",
        "linkUrl": "https://mina.example",
        "url": f"https://twitter.com/{handle}",
    } | given


def scraped_tweet(native_id: str = ID, **given: Any) -> dict[str, Any]:
    """A post of account 101 as snscrape writes it, with what is given in addition."""
    return {
        "_type": f"{_SNSCRAPE}Tweet",
        "url": f"https://twitter.com/minaketter/status/{native_id}",
        "date": "2022-03-04T05:06:07+00:00",
        "rawContent": "Late again",
        "renderedContent": "Late again",
        "id": int(native_id),
        "user": scraped_account(),
        "replyCount": 2,
        "retweetCount": 1,
        "likeCount": 3,
        "quoteCount": 4,
        "conversationId": int(native_id),
        "lang": "en",
        "source": '<a href="https://mobile.example" rel="nofollow">Twitter Web App</a>',
        "sourceUrl": "https://mobile.example",
        "sourceLabel": "Twitter Web App",
        "links": None,
        "media": None,
        "retweetedTweet": None,
        "quotedTweet": None,
        "inReplyToTweetId": None,
        "inReplyToUser": None,
        "mentionedUsers": None,
        "hashtags": None,
        "cashtags": None,
        "card": None,
        "viewCount": 90,
        "username": "minaketter",
        "content": "Late again",
        "outlinks": [],
        "tcooutlinks": [],
        "_snscrape": "0.6.2.20230320",
    } | given


def scraped_name(native_id: str, handle: str) -> dict[str, Any]:
    """An account that a post of snscrape names: nothing else of it is known."""
    bare = dict.fromkeys(scraped_account(), None)
    return bare | {
        "_type": f"{_SNSCRAPE}User",
        "username": handle,
        "id": int(native_id),
        "displayname": handle.title(),
        "url": f"https://twitter.com/{handle}",
    }


def lines(*values: Any) -> str:
    """Values as JSON, one a line."""
    return "".join(json.dumps(value, ensure_ascii=False) + "\n" for value in values)


def read_text(text: str, importer: Importer | None = None) -> list[Record | Reject]:
    """What an importer makes of a text."""
    return list((importer or Twscrape()).read(TextLines(text)))


def read(*values: Any) -> list[Record | Reject]:
    """What the importer of twscrape makes of values, one a line."""
    return read_text(lines(*values))


def read_scraped(*values: Any) -> list[Record | Reject]:
    """What the importer of snscrape makes of values, one a line."""
    return read_text(lines(*values), SnscrapeTwitter())


def posts(found: Sequence[Record | Reject]) -> list[Post]:
    """The posts among records."""
    return [each for each in found if isinstance(each, Post)]


def accounts(found: Sequence[Record | Reject]) -> list[Account]:
    """The accounts among records."""
    return [each for each in found if isinstance(each, Account)]


def observations(found: Sequence[Record | Reject], subject: str) -> list[Observation]:
    """The observations of posts or of accounts among records."""
    return [each for each in found if isinstance(each, Observation) and each.subject == subject]


def reasons(found: Sequence[Record | Reject]) -> list[str]:
    """Why rows were rejected."""
    return [each.reason for each in found if isinstance(each, Reject)]


def collected(found: Sequence[Record | Reject]) -> Post:
    """The one collected post, of rows that are read without a reject."""
    assert reasons(found) == []
    (made,) = [each for each in posts(found) if each.collected]
    return made
