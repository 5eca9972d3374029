"""Which object of the Twitter API v1.1 a JSON value is, told by its keys.

Owns the recognition. Tweets are told from those of other formats by what only this interface
writes: `id_str` or `id`, a user with a `screen_name`, and a time such as
``Wed Sep 04 13:51:55 +0000 2019``.
"""

import re
from typing import Any

from inunison_importers import twitter_v1_notices

TWEETS = "tweets of the Twitter API v1.1"
ANSWERS = "search answers of the Twitter API v1.1"
NOTICES = "notices of a stream of Twitter"
USERS = "accounts of the Twitter API v1.1"

_TIME = re.compile(r"[A-Z][a-z]{2} [A-Z][a-z]{2} [0-9]{2} [0-9:]{8} [+-][0-9]{4} [0-9]{4}")
# Keys by which objects of other formats are told that hold such a tweet, or share names with it.
_OTHERS = frozenset(
    ("rest_id", "legacy", "rawContent", "item_id", "_snscrape", "__typename", "verb", "acct")
)


def recognise(value: Any) -> str | None:
    """Say what a JSON value is; None where it is nothing of this interface."""
    if not isinstance(value, dict) or not _OTHERS.isdisjoint(value):
        return None
    if _is_tweet(value):
        return TWEETS
    if _is_user(value) or _is_user(_first(value, "users")):
        return USERS
    if _is_tweet(_first(value, "statuses")) or _is_tweet(_first(value, "results")):
        return ANSWERS
    return NOTICES if _is_notice(value) else None


def _first(value: dict[str, Any], name: str) -> dict[str, Any]:
    """Return the first object of a list in an answer, an empty one where there is none."""
    held = value.get(name)
    return held[0] if isinstance(held, list) and held and isinstance(held[0], dict) else {}


def _is_dated(value: dict[str, Any]) -> bool:
    time = value.get("created_at")
    named = "id_str" in value or "id" in value
    return named and isinstance(time, str) and _TIME.fullmatch(time) is not None


def _is_user(value: dict[str, Any]) -> bool:
    counted = "followers_count" in value and "statuses_count" in value
    return counted and "screen_name" in value and _is_dated(value)


def _is_tweet(value: dict[str, Any]) -> bool:
    user = value.get("user")
    return (
        _is_dated(value)
        and isinstance(user, dict)
        and ("screen_name" in user or "id_str" in user)
        and any(each in value for each in ("text", "full_text", "extended_tweet"))
    )


def _is_notice(value: dict[str, Any]) -> bool:
    """Say whether a value is a notice that nobody else writes: of a post or of an account."""
    kind = twitter_v1_notices.kind_of(set(value))
    if kind is None or len(value) > 2:
        return False
    told = value[kind]
    if not isinstance(told, dict):
        return False
    if kind == "limit":
        return set(told) <= {"track", "timestamp_ms"} and "track" in told
    subject = told.get("status", told)
    named = isinstance(subject, dict) and ("id_str" in subject or "id" in subject)
    return twitter_v1_notices.is_telling(kind) and named
