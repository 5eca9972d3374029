"""Exports of Telegram Desktop for tests: invented chats, and what the importer makes of them."""

import json
from typing import Any

from inunison.records import Post, Record, Reject
from inunison_importers.base import TextLines
from inunison_importers.telegram_desktop import TelegramDesktop

MESSAGE = {
    "id": 2,
    "type": "message",
    "date": "2023-03-01T10:00:00",
    "date_unixtime": "1677661200",
    "from": "Harbour News",
    "from_id": "channel1800000001",
    "text": "The ferry was late.",
    "text_entities": [{"type": "plain", "text": "The ferry was late."}],
}
AT = 1_677_661_200_000_000


def message(**fields: Any) -> dict[str, Any]:
    """A message with some fields changed; its entities follow from a changed text."""
    made = {**MESSAGE, **fields}
    if "text" in fields and "text_entities" not in fields:
        del made["text_entities"]
    return made


def without(*names: str, **fields: Any) -> dict[str, Any]:
    """A message without some fields."""
    return {name: value for name, value in message(**fields).items() if name not in names}


def chat(*messages: Any, **fields: Any) -> dict[str, Any]:
    """A chat with some messages."""
    head = {"name": "Harbour News", "type": "public_channel", "id": 1800000001}
    return {**head, **fields, "messages": list(messages)}


def written(value: Any, indent: int | None = 1) -> str:
    """An export as a file holds it."""
    return json.dumps(value, ensure_ascii=False, indent=indent) + "\n"


def read_text(text: str) -> list[Record | Reject]:
    """What the importer makes of a file."""
    return list(TelegramDesktop().read(TextLines(text)))


def read(value: Any, indent: int | None = 1) -> list[Record | Reject]:
    """What the importer makes of an export."""
    return read_text(written(value, indent))


def post_of(made: dict[str, Any], **fields: Any) -> Post:
    """The post that a message becomes; nothing is rejected."""
    found = read(chat(made, **fields))
    assert not [each for each in found if isinstance(each, Reject)], found
    (post,) = [each for each in found if isinstance(each, Post)]
    return post


def reason_of(made: Any, **fields: Any) -> str:
    """Why a message is rejected."""
    (found,) = read(chat(made, **fields))
    assert isinstance(found, Reject), found
    return found.reason
