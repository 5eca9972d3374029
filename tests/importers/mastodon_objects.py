"""Statuses of the Mastodon interface for tests: invented, in the shape that servers give."""

import json
from typing import Any

from inunison.records import Account, Observation, Post, Record, Reject
from inunison_importers.base import TextLines
from inunison_importers.mastodon import Mastodon

QUAY = "quay.example"
FERRY = "ferry.example"
MADE = "2024-10-27T03:33:20.123Z"
MADE_AT = 1_730_000_000_123_000


def person(name: str = "ada", host: str = QUAY, **fields: Any) -> dict[str, Any]:
    """An account as QUAY's server shows it."""
    return {
        "id": "11" if name == "ada" else "22",
        "username": name,
        "acct": name if host == QUAY else f"{name}@{host}",
        "display_name": name.title(),
        "locked": False,
        "bot": False,
        "group": False,
        "created_at": "2022-05-01T00:00:00.000Z",
        "note": "<p>Light at six.</p>",
        "url": f"https://{host}/@{name}",
        "avatar": "https://files.quay.example/a.jpg",
        "followers_count": 10,
        "following_count": 20,
        "statuses_count": 30,
        "last_status_at": "2024-10-27",
        "emojis": [],
        "fields": [],
        **fields,
    }


def address(number: str, name: str = "ada", host: str = QUAY) -> str:
    """The address of a status."""
    return f"https://{host}/users/{name}/statuses/{number}"


def status(
    number: str = "101", name: str = "ada", host: str = QUAY, **fields: Any
) -> dict[str, Any]:
    """A status as QUAY's server shows it; one of another server has another number there."""
    return {
        "id": number if host == QUAY else f"9{number}",
        "created_at": MADE,
        "in_reply_to_id": None,
        "in_reply_to_account_id": None,
        "sensitive": False,
        "spoiler_text": "",
        "visibility": "public",
        "language": "en",
        "uri": address(number, name, host),
        "url": f"https://{host}/@{name}/{number}",
        "replies_count": 1,
        "reblogs_count": 2,
        "favourites_count": 3,
        "edited_at": None,
        "content": "<p>The lamp is lit.</p>",
        "reblog": None,
        "application": None,
        "account": person(name, host),
        "media_attachments": [],
        "mentions": [],
        "tags": [],
        "emojis": [],
        "card": None,
        "poll": None,
        **fields,
    }


def boost(original: dict[str, Any], number: str = "501", **fields: Any) -> dict[str, Any]:
    """A status that passes another one on."""
    made = status(number, reblog=original, url=None, content=original["content"])
    return made | {"uri": address(number) + "/activity", **fields}


def truth(number: str = "7101", name: str = "lamp", **fields: Any) -> dict[str, Any]:
    """A status of Truth Social."""
    link = f"https://truthsocial.com/@{name}/{number}"
    account = person(name, QUAY, id=f"70{len(name)}", url=f"https://truthsocial.com/@{name}")
    account |= {"verified": True, "location": "Tarvenport", "website": ""}
    made = status(number, uri=link, url=link, account=account, quote_id=None, in_reply_to=None)
    return made | {"group": None, "sponsored": False, "upvotes_count": 3, **fields}


def gab(number: str = "8101", **fields: Any) -> dict[str, Any]:
    """A status of Gab."""
    link = f"https://gab.com/mole/posts/{number}"
    account = person("mole", QUAY, id="81", url="https://gab.com/mole", is_verified=False)
    made = status(number, uri=link, url=link, account=account, quote_of_id=None, has_quote=False)
    return made | {"revised_at": None, "direct_replies_count": 1, "quotes_count": 4, **fields}


def lines(*rows: Any) -> str:
    """Some objects, one a line."""
    return "".join(json.dumps(row) + "\n" for row in rows)


def read_text(text: str) -> list[Record | Reject]:
    """What the importer makes of a file."""
    return list(Mastodon().read(TextLines(text)))


def read(*rows: Any) -> list[Record | Reject]:
    """What the importer makes of some lines."""
    return read_text(lines(*rows))


def posts(found: list[Record | Reject]) -> list[Post]:
    """The posts among some records; nothing is rejected."""
    assert not [each for each in found if isinstance(each, Reject)], found
    return [each for each in found if isinstance(each, Post)]


def post_of(row: Any) -> Post:
    """The collected post that a status becomes."""
    (made,) = [each for each in posts(read(row)) if each.collected]
    return made


def of_kind(found: list[Record | Reject], subject: str) -> list[Observation]:
    """What was observed of posts or accounts."""
    return [each for each in found if isinstance(each, Observation) and each.subject == subject]


def accounts(found: list[Record | Reject]) -> list[Account]:
    """The accounts among some records."""
    return [each for each in found if isinstance(each, Account)]


def reasons(found: list[Record | Reject]) -> list[str]:
    """Why some rows were rejected."""
    return [each.reason for each in found if isinstance(each, Reject)]
