"""Chats that were exported with Telegram Desktop (`result.json`).

Owns one format: the JSON of one chat, or of all chats of an account. How it is read here:

* Groups and channels are read, those that are not public too. Conversations of the exporting
  account, its saved messages and the like are nobody's matter: each of their messages is counted
  as a reject, without a word of it.
* Service messages are no posts and are passed over: who came to a group and who pinned what is no
  part of the records.
* `date` is the time on the clock of the exporting computer, whose zone is not told. The instant is
  that of `date_unixtime`. Exports from before it was written (2021) tell no instant at all: `date`
  is kept as stated and no time is made of it, since it may be off by a day in either direction.
* Ids of accounts are as the program writes them (``user10``, ``channel10``). Those of the first
  exports are numbers without a kind and are kept so: they are not joined with later ones.
* Of a forwarded message only the displayed name of its source is told: a weak target, see
  `telegram_names`. Where the name is hidden too, it is a repost of nothing that is known.
* The text of a poll is its question. A link may be written without its scheme, as it was posted.
* A path of a picture or file means something inside its export only: the id of the post stands
  before it. The sentence that stands in place of a file that was not exported is no path.

Left aside: reactions (many signs, which are no likes), when a message was edited (it is not told
what it said), signatures of those who wrote for a channel, places, contacts and buttons.
"""

from collections.abc import Iterator
from typing import Any, ClassVar

from inunison.records import Frame, Record, Reject
from inunison_importers.base import (
    BadCell,
    Claim,
    Importer,
    Lines,
    Refusal,
    Sample,
    excerpt,
)
from inunison_importers.json_documents import peek
from inunison_importers.remembering import Told
from inunison_importers.telegram_export import pieces
from inunison_importers.telegram_messages import TYPES, not_imported, records
from inunison_importers.telegram_names import PLATFORM

_MESSAGE_TYPES = ("message", "service", "unsupported")
_LISTS = ("chats", "left_chats")
_OF_EVERYTHING = ("personal_information", "contacts", "frequent_contacts", "profile_pictures")


class TelegramDesktop(Importer):
    """Reads an export of one chat or of all."""

    name: ClassVar[str] = "telegram-desktop"
    title: ClassVar[str] = "Telegram Desktop export (JSON)"
    version: ClassVar[int] = 2
    rank: ClassVar[int] = 80
    platforms: ClassVar[tuple[str, ...]] = (PLATFORM,)
    suggested_frame: ClassVar[Frame] = Frame.SPACE

    def sniff(self, sample: Sample) -> Claim | Refusal:
        """Claim a JSON document of a chat with its messages, or of lists of chats."""
        for value in peek(sample)[:1]:
            if isinstance(value, dict) and (reason := _recognised(value)):
                return Claim(reason)
        return Refusal(
            "it is no JSON document of a chat of Telegram with messages, nor of lists of chats"
        )

    def read(self, lines: Lines) -> Iterator[Record | Reject]:
        """Read an export, message by message."""
        told = Told()
        for piece in pieces(lines):
            if isinstance(piece, Reject):
                yield piece
                continue
            if passed_over := not_imported(piece.chat, piece.document.line):
                yield passed_over
                continue
            try:
                made = records(piece, told)
            except BadCell as error:
                text = " ".join(piece.document.text[:2000].split())
                yield Reject(piece.document.line, str(error), excerpt(text))
                continue
            yield from made


def _recognised(value: dict[str, Any]) -> str | None:
    """Say what an export holds; None where it is none."""
    if "messages" in value:
        return _chat(value)
    for name in _LISTS:
        held = value.get(name)
        found = held.get("list") if isinstance(held, dict) else None
        if not isinstance(found, list):
            continue
        if not found or (isinstance(found[0], dict) and _chat(found[0])):
            return "an export of all chats of an account"
    if "about" in value and any(isinstance(value.get(name), dict) for name in _OF_EVERYTHING):
        return "an export of everything of an account"
    return None


def _chat(value: dict[str, Any]) -> str | None:
    kind, messages = value.get("type"), value.get("messages")
    if not isinstance(kind, str) or kind not in TYPES or "id" not in value:
        return None
    if not isinstance(messages, list) or not messages:
        return "an export of a chat" if "messages" not in value or messages == [] else None
    first = messages[0]
    if not isinstance(first, dict) or first.get("type", "message") not in _MESSAGE_TYPES:
        return None
    undated = "date" in first and "date_unixtime" not in first
    beside = ", with times of an unknown zone only" if undated else ""
    return f"an export of a chat{beside}"
