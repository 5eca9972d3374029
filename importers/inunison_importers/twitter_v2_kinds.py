"""Which object of the Twitter API v2 a JSON value is, told by its keys.

Owns the recognition, for whole files and for single lines: posts and users are read, what holds
neither (counts, lists, compliance) is named so that it can be refused in plain words.
"""

from typing import Any, NamedTuple

_PROBLEMS = "https://api.twitter.com/2/problems/"
# Keys by which objects of other formats are told that share names with these.
_OTHERS = ("id_str", "author_user", "item_id", "acct", "subreddit", "uri", "rawContent")
_REFUSED = (
    (
        frozenset(("id", "action", "reason", "created_at")),
        "events of the compliance endpoint of the Twitter API v2 (which posts or accounts to "
        "delete), not posts or accounts",
    ),
    (
        frozenset(("start", "end", "tweet_count")),
        "counts of posts by time from the Twitter API v2, not the posts",
    ),
    (
        frozenset(("id", "type", "status", "upload_url")),
        "jobs of the compliance endpoint of the Twitter API v2, not posts or accounts",
    ),
)
_LIST_KEYS = frozenset(("owner_id", "member_count", "follower_count", "private"))
_LIST = "lists of the Twitter API v2 (their names and owners), not posts or accounts"


class Found(NamedTuple):
    """What an object is.

    Attributes:
        is_read: It holds posts or users.
        name: What it is, for a sentence that begins with "it holds".
    """

    is_read: bool
    name: str


def recognise(value: Any) -> Found | None:
    """Say what a JSON value is; None where it is nothing of the Twitter API v2."""
    if not isinstance(value, dict) or any(key in value for key in _OTHERS):
        return None
    if any(key in value for key in ("data", "includes", "errors", "meta")):
        return _answer(value)
    if _is_tweet(value) and (_has(value, "author_id") or "edit_history_tweet_ids" in value):
        return Found(True, "flat posts")
    if _is_user(value) and ("public_metrics" in value or "__twarc" in value):
        return Found(True, "flat users")
    return _refused(value)


def _answer(value: dict[str, Any]) -> Found | None:
    first = value.get("data")
    if isinstance(first, list):
        first = first[0] if first else None
    if isinstance(first, dict):
        if any(key in first for key in _OTHERS):
            return None
        if _is_tweet(first):
            streamed = "matching_rules" in value
            return Found(True, "streamed posts" if streamed else "pages of posts")
        return Found(True, "pages of users") if _is_user(first) else _refused(first)
    if _is_page(value):
        return Found(True, "pages without posts")
    return None


def _is_page(value: dict[str, Any]) -> bool:
    """Whether what is seen of an answer beside its data is the platform's."""
    included = value.get("includes")
    if isinstance(included, dict):
        for name, is_one in (("users", _is_user), ("tweets", _is_tweet)):
            held = included.get(name)
            if isinstance(held, list) and held and isinstance(held[0], dict) and is_one(held[0]):
                return True
    problems = value.get("errors")
    if isinstance(problems, list) and problems and isinstance(problems[0], dict):
        return str(problems[0].get("type", "")).startswith(_PROBLEMS)
    return isinstance(value.get("__twarc"), dict) and "meta" in value


def _is_tweet(value: dict[str, Any]) -> bool:
    return _has(value, "id") and _has(value, "text")


def _is_user(value: dict[str, Any]) -> bool:
    return _has(value, "id") and _has(value, "username") and _has(value, "name")


def _has(value: dict[str, Any], key: str) -> bool:
    return isinstance(value.get(key), str)


def _refused(value: dict[str, Any]) -> Found | None:
    if "name" in value and len(_LIST_KEYS & value.keys()) >= 2:
        return Found(False, _LIST)
    for keys, name in _REFUSED:
        if keys <= value.keys():
            return Found(False, name)
    return None
