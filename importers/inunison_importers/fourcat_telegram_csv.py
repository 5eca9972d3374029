"""Messages of Telegram in the table of 4CAT.

Owns one format. How it is read here:

* `unix_timestamp` is right; `timestamp` is the time of the server, whose zone is not told.
* `id` is the handle of the chat (its number where it has none), a hyphen and the number of the
  message, while `reply_to` is the bare number of a message in the same chat.
* Accounts are numbers without their kind (user or channel), in the columns of authors and in those
  of forwards alike. They are kept so, with the handle beside them.
* A forwarded message is named by its account and second; where the account is not told, by its
  displayed name and the words, a weak target (`telegram_names`).
* Pictures and files are told by their ids, which those who pass them on share. A poll says its
  question. Phone numbers of contacts are not read.
* Hashtags, mentions and links are those of the words; `link_attached` is the page that is shown
  below. The lists of entities, made by a search for signs, hold no more.
* ``no`` in the column of automation may mean that nothing was told, and is read so.

Left aside: reactions (a row of signs), the same words in Markdown, when a message was edited,
titles of pages.
"""

from typing import ClassVar

import msgspec

from inunison.records import (
    Account,
    AccountRef,
    Frame,
    Kind,
    Observation,
    Post,
    PostRef,
    Presence,
    Record,
)
from inunison_importers import fourcat_cells as read
from inunison_importers import telegram_names as names
from inunison_importers.base import BadCell
from inunison_importers.keyed_tables import KeyedTable, NamedRow
from inunison_importers.remembering import Told
from inunison_importers.table_cells import count, unix_instant
from inunison_importers.text_marks import hashtags_in, links_in
from inunison_importers.twitter_ids import numeric_id
from inunison_importers.weak_targets import by_words

_PHOTOS = frozenset(("photo", "url"))
_FILES = frozenset(("image", "video", "audio", "application", "text", "document"))
_ATTACHMENT_CHARACTERS = 100_000


class Attachment(msgspec.Struct, gc=False):
    """What hangs on a message: the id of a picture or file, or the question of a poll."""

    id: int | str | None = None
    question: str | None = None


_ATTACHMENT = msgspec.json.Decoder(Attachment)
_NO_ATTACHMENT = Attachment()


class FourcatTelegramCsv(KeyedTable):
    """Reads a table of messages."""

    name: ClassVar[str] = "4cat-telegram-csv"
    title: ClassVar[str] = "4CAT table of Telegram messages (CSV)"
    version: ClassVar[int] = 2
    rank: ClassVar[int] = 45
    platforms: ClassVar[tuple[str, ...]] = (names.PLATFORM,)
    suggested_frame: ClassVar[Frame] = Frame.SPACE
    columns: ClassVar[tuple[str, ...]] = (
        *read.CORE,
        "unix_timestamp",
        "chat",
        "author_username",
        "author_forwarded_from_name",
    )
    optional: ClassVar[tuple[str, ...]] = (
        "author_name",
        "author_is_bot",
        "reply_to",
        "views",
        "restriction_reason",
        "chat_restriction_reason",
        "author_forwarded_from_username",
        "author_forwarded_from_id",
        "unix_timestamp_forwarded_from",
        "link_attached",
        "attachment_type",
        "attachment_data",
    )

    def records(self, row: NamedRow, told: Told) -> list[Record]:
        """Return the author where that is new, the post and what was seen of it."""
        author = _author(row)
        post = _post(row, author)
        restricted = row.get("restriction_reason") or row.get("chat_restriction_reason")
        seen = Observation(
            row=row.line,
            platform=names.PLATFORM,
            subject="post",
            native_id=post.native_id,
            presence=Presence.WITHHELD if restricted else Presence.LIVE,
            views=count(row.get("views"), "views"),
        )
        return [*_account(row, author, told), post, seen]


def _author(row: NamedRow) -> AccountRef | None:
    number = read.account_number(row.get("author"), "author")
    named = read.account(row, None, "author_username")
    if number is None:
        return named
    return AccountRef(number, named.handle if named else None)


def _account(row: NamedRow, author: AccountRef | None, told: Told) -> list[Record]:
    name = read.named(row.get("author_name"), "author_name")
    automated = row.get("author_is_bot") == "yes" or None
    if author is None or (name is None and not automated and author.handle is None):
        return []
    if told.again(author.native_id or author.handle, (author.handle, name, automated)):
        return []
    return [
        Account(
            row=row.line,
            platform=names.PLATFORM,
            native_id=author.native_id,
            handle=author.handle,
            name=name,
            declares_automation=automated,
            text_repaired=row.repaired and "\ufffd" in (name or ""),
        )
    ]


def _native_id(row: NamedRow, chat: str) -> str:
    native_id = read.required(row, "id")
    number = native_id.removeprefix(f"{chat}-")
    if number == native_id or not names.is_number(number):
        raise BadCell("id is not the chat, a hyphen and the number of a message")
    return native_id


def _post(row: NamedRow, author: AccountRef | None) -> Post:
    chat = read.named(read.required(row, "chat"), "chat")
    if chat is None:
        raise BadCell("chat is empty")
    native_id = _native_id(row, chat)
    attached = _attached(row)
    text = read.told(row, "body") or attached.question or None
    answered = row.get("reply_to")
    is_forward = _is_forward(row)
    attachment = row.get("link_attached")
    found = (*links_in(text or ""), *((attachment,) if attachment else ()))
    kind = Kind.REPOST if is_forward else Kind.REPLY if answered else Kind.POST
    number = chat if names.is_number(chat) else None
    return Post(
        row=row.line,
        platform=names.PLATFORM,
        native_id=native_id,
        author=author,
        kind=kind,
        **read.when(row, utc=False),
        text=text,
        text_repaired=row.repaired and "\ufffd" in (text or ""),
        reposts=_forwarded(row, text, native_id) if is_forward else None,
        replies_to=PostRef(names.post_id(chat, numeric_id(answered, "reply_to")))
        if answered
        else None,
        mentions=names.mentions_in(text or ""),
        hashtags=hashtags_in(text or ""),
        links=tuple(dict.fromkeys(found)),
        media=_media(row, attached),
        space=names.chat_space(chat, number),
    )


def _is_forward(row: NamedRow) -> bool:
    ends = ("name", "username", "id")
    return any(row.get(f"author_forwarded_from_{end}") for end in ends) or bool(
        row.get("unix_timestamp_forwarded_from")
    )


def _forwarded(row: NamedRow, text: str | None, own: str) -> PostRef | None:
    number = read.account_number(row.get("author_forwarded_from_id"), "author_forwarded_from_id")
    handle = read.account(row, None, "author_forwarded_from_username")
    if number is None and handle is None:
        name = read.named(row.get("author_forwarded_from_name"), "author_forwarded_from_name")
        return names.named_only(name, text, own) if name else None
    account = AccountRef(number, handle.handle if handle else None)
    if number is None and handle is not None:
        account = handle
    at = row.get("unix_timestamp_forwarded_from")
    if not at:
        return by_words(account, text, own)
    return names.dated_only(account, unix_instant(at, "unix_timestamp_forwarded_from"))


def _attached(row: NamedRow) -> Attachment:
    """Return what hangs on a message; what is no picture, file or poll is not looked at."""
    cell, kind = row.get("attachment_data"), row.get("attachment_type")
    if kind not in _PHOTOS and kind not in _FILES and kind != "poll":
        return _NO_ATTACHMENT
    if not cell or len(cell) > _ATTACHMENT_CHARACTERS:
        return _NO_ATTACHMENT
    try:
        return _ATTACHMENT.decode(cell)
    except (msgspec.DecodeError, RecursionError):
        return _NO_ATTACHMENT


def _media(row: NamedRow, attached: Attachment) -> tuple[str, ...]:
    if attached.id is None or not names.is_number(str(attached.id)):
        return ()
    kind = "photo" if row.get("attachment_type") in _PHOTOS else "document"
    return (f"{kind}/{attached.id}",)
