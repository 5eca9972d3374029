"""Messages of an export of Telegram Desktop: from the fields of one to records.

Owns what a message's fields mean; see `telegram_desktop` for how they are read.
"""

import re
from collections.abc import Iterable
from typing import Annotated

import msgspec

from inunison.records import (
    Account,
    AccountRef,
    Kind,
    Mention,
    Post,
    PostRef,
    Precision,
    Record,
    Reject,
)
from inunison_importers import telegram_names as names
from inunison_importers.base import BadCell
from inunison_importers.json_documents import decode
from inunison_importers.remembering import Told
from inunison_importers.telegram_export import Chat, Number, Piece

_SECOND = 1_000_000
_LATEST = 1 << 34
_UNIX = re.compile(r"[0-9]{1,11}")
_LOCAL = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}")
_CONVERSATION = (
    "it stands in a conversation of the exporting account or in its saved messages,"
    " which are not imported"
)
_NOT_SAVED = re.compile(r"(?:^|.* )\(File [a-z].*\)$", re.S)
_NAME_CHARACTERS = 300

_COMMUNITIES = frozenset(
    (
        "private_group",
        "private_supergroup",
        "public_supergroup",
        "private_channel",
        "public_channel",
    )
)
_CONVERSATIONS = frozenset(
    ("saved_messages", "replies", "verification_codes", "personal_chat", "bot_chat")
)
TYPES = _COMMUNITIES | _CONVERSATIONS
"""What an export calls the types of its chats."""

Identifier = Annotated[str, msgspec.Meta(max_length=60)] | Number | None


class Part(msgspec.Struct, gc=False):
    """A run of a text, and what it is."""

    type: str = "plain"
    text: str = ""
    href: str | None = None
    user_id: Identifier = None


Text = str | list[str | Part] | None


class Poll(msgspec.Struct, gc=False):
    """A poll, of which only the question is read."""

    question: Text = None


class Message(msgspec.Struct, kw_only=True, gc=False):
    """The fields that are read of a message."""

    id: Number
    type: str
    date: str | None = None
    date_unixtime: Identifier = None
    sender: str | None = msgspec.field(default=None, name="from")
    from_id: Identifier = None
    forwarded_from: str | msgspec.UnsetType | None = msgspec.UNSET
    reply_to_message_id: Number | None = None
    reply_to_peer_id: Annotated[str, msgspec.Meta(max_length=60)] | None = None
    via: str | None = msgspec.field(default=None, name="via_bot")
    text: Text = None
    text_entities: list[Part] | None = None
    poll: Poll | None = None
    photo: str | None = None
    file: str | None = None


_MESSAGE = msgspec.json.Decoder(Message)


def not_imported(chat: Chat, line: int) -> Reject | None:
    """Return why a message of a chat is not imported, None where it is; nothing of it is shown."""
    if chat.type in _CONVERSATIONS:
        return Reject(line, _CONVERSATION, by_rule=True)
    if chat.type not in _COMMUNITIES:
        return Reject(line, "the type of its chat is not told before it, or not known")
    return None


def records(piece: Piece, told: Told) -> list[Record]:
    """Return the author of a message, where new, and the post; of a service message nothing.

    Args:
        piece: A message of a group or channel.
        told: The names of accounts that were told so far.

    Raises:
        BadCell: A field cannot be read; the reason names it.
    """
    message, repaired = decode(piece.document, _MESSAGE)
    if message.type == "service":
        return []
    if message.type != "message":
        raise BadCell("it is a message of a kind that the exporting program did not know")
    row = piece.document.line
    author = _author(message.from_id)
    made: list[Record] = []
    if account := _account(row, author, message.sender, told):
        made.append(account)
    post = _post(row, piece, message, author)
    if repaired and "\ufffd" in (post.text or ""):
        post = msgspec.structs.replace(post, text_repaired=True)
    return [*made, post]


def _author(cell: str | int | None) -> AccountRef | None:
    """Return an account; in exports from before 2021-05 its id is a number without its kind."""
    if cell is None or cell == "":
        return None
    if isinstance(cell, int):
        if cell <= 0:
            raise BadCell("from_id is not the id of a user, a group or a channel")
        return AccountRef(str(cell))
    names.number_of(cell, "from_id")
    return AccountRef(cell)


def _account(row: int, author: AccountRef | None, name: str | None, told: Told) -> Account | None:
    if author is None or not name:
        return None
    if len(name) > _NAME_CHARACTERS:
        raise BadCell("from is longer than any name")
    if told.again(author.native_id, name):
        return None
    return Account(row=row, platform=names.PLATFORM, native_id=author.native_id, name=name)


def _post(row: int, piece: Piece, message: Message, author: AccountRef | None) -> Post:
    chat = piece.chat.id
    if chat is None or chat <= 0:
        raise BadCell("the id of its chat is not told before it")
    native_id = names.post_id(str(chat), message.id)
    parts = _parts(message.text_entities or message.text)
    text = "".join(part.text for part in parts)
    if not text and message.poll:
        text = "".join(part.text for part in _parts(message.poll.question))
    created_at = _instant(message)
    forwarded = _forwarded(message, text, native_id)
    answered = _answered(str(chat), message)
    is_repost = message.forwarded_from is not msgspec.UNSET
    kind = Kind.REPOST if is_repost else Kind.REPLY if answered else Kind.POST
    return Post(
        row=row,
        platform=names.PLATFORM,
        native_id=native_id,
        author=author,
        kind=kind,
        created_at=created_at,
        precision=None if created_at is None else Precision.SECOND,
        stated_time=message.date if created_at is None else None,
        text=text or None,
        client=message.via or None,
        reposts=forwarded,
        replies_to=answered,
        mentions=_mentions(parts),
        hashtags=_unique(part.text.removeprefix("#") for part in parts if part.type == "hashtag"),
        links=_unique(_link(part) for part in parts),
        media=tuple(f"{native_id}/{path}" for path in _paths(message)),
        space=names.chat_space(piece.chat.name, str(chat)),
    )


def _parts(text: Text | list[Part]) -> list[Part]:
    if not text:
        return []
    if isinstance(text, str):
        return [Part("plain", text)]
    return [Part("plain", each) if isinstance(each, str) else each for each in text]


def _unique(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each for each in found if each))


def _link(part: Part) -> str:
    if part.type == "text_link":
        return part.href or ""
    return part.text if part.type == "link" else ""


def _mentions(parts: list[Part]) -> tuple[Mention, ...]:
    found: dict[str, AccountRef] = {}
    for part in parts:
        if part.type == "mention" and len(part.text) > 1:
            handle = part.text.removeprefix("@")
            found.setdefault(handle.lower(), AccountRef(handle=handle))
        elif part.type == "mention_name" and part.user_id:
            number = str(part.user_id).removeprefix("user")
            if not names.is_number(number):
                raise BadCell("the user_id of a mention is not the id of a user")
            found.setdefault(f"user{number}", AccountRef(names.account_id("user", number)))
    return tuple(map(Mention, found.values()))


def _instant(message: Message) -> int | None:
    """Return when a message was posted; None where only the time of some place is told."""
    stated = message.date_unixtime
    if stated is not None and stated != "":
        if not _UNIX.fullmatch(str(stated)) or int(stated) >= _LATEST:
            raise BadCell("date_unixtime is not a time")
        return int(stated) * _SECOND
    if message.date and not _LOCAL.fullmatch(message.date):
        raise BadCell("date is not a time")
    return None


def _forwarded(message: Message, text: str, own: str) -> PostRef | None:
    name = message.forwarded_from
    return names.named_only(name, text, own) if isinstance(name, str) and name else None


def _answered(chat: str, message: Message) -> PostRef | None:
    if message.reply_to_message_id is None:
        return None
    if message.reply_to_peer_id:
        chat = names.number_of(message.reply_to_peer_id, "reply_to_peer_id")
    return PostRef(names.post_id(chat, message.reply_to_message_id))


def _paths(message: Message) -> list[str]:
    """Return where the export keeps a picture or file; what was not exported has no path."""
    return [path for path in (message.photo, message.file) if path and not _NOT_SAVED.match(path)]
