"""The table of messages that telegram-tracker makes of channels (CSV of 49 columns).

Owns one format. How it is read here:

* A message without a sender of its own is the channel's. Its number stands before its handle.
* Numbers that went through a floating-point number (``1189709213.0``) are read where no digit can
  have been lost; the id of a file is left aside where it may have lost some.
* `message` is empty in some published tables: `cleaned_message`, in which one blank stands for each
  run of blanks and line ends, is read there. A poll says its question.
* The tool writes 0 where the platform told no number of views, answers or forwards: a nought is no
  count here.
* A forwarded message is named by its channel and number where the table has its link, else by its
  account and second, see `telegram_names`. `forward_msg_date` is UTC. Of one whose source is hidden
  nothing is told.
* Hashtags, mentions and links are those of the words, and `url` is the page that is shown below.

Left aside: titles of pages, names and durations of files, results of polls, contacts and places.
"""

import re
from typing import ClassVar

from inunison.records import (
    Account,
    AccountRef,
    Frame,
    Kind,
    Observation,
    Post,
    PostRef,
    Precision,
    Presence,
    Record,
)
from inunison_importers import telegram_names as names
from inunison_importers.base import BadCell
from inunison_importers.keyed_tables import KeyedTable, NamedRow
from inunison_importers.remembering import Told
from inunison_importers.table_cells import calendar_instant, count
from inunison_importers.text_marks import hashtags_in, links_in
from inunison_importers.twitter_ids import numeric_id

_KINDS = {"PeerUser": "user", "PeerChannel": "channel", "PeerChat": "chat"}
_LINK = re.compile(r"https://t\.me/[^/\s]+/([1-9][0-9]{0,18})")
_NAME_CHARACTERS = 300


class TelegramTracker(KeyedTable):
    """Reads a table of messages."""

    name: ClassVar[str] = "telegram-tracker"
    title: ClassVar[str] = "telegram-tracker messages (CSV)"
    version: ClassVar[int] = 2
    rank: ClassVar[int] = 50
    platforms: ClassVar[tuple[str, ...]] = (names.PLATFORM,)
    suggested_frame: ClassVar[Frame] = Frame.SPACE
    columns: ClassVar[tuple[str, ...]] = (
        "signature",
        "channel_id",
        "channel_name",
        "msg_id",
        "date",
        "cleaned_message",
    )
    optional: ClassVar[tuple[str, ...]] = (
        "message",
        "msg_link",
        "msg_from_peer",
        "msg_from_id",
        "views",
        "number_replies",
        "number_forwards",
        "is_forward",
        "forward_msg_from_peer_type",
        "forward_msg_from_peer_id",
        "forward_msg_from_peer_name",
        "forward_msg_date",
        "forward_msg_link",
        "reply_to_msg_id",
        "url",
        "document_id",
        "poll_question",
    )

    def records(self, row: NamedRow, told: Told) -> list[Record]:
        """Return the channel, where that is new, the post and its counts."""
        channel = numeric_id(_stated(row, "channel_id"), "channel_id")
        post = _post(row, channel)
        made: list[Record] = [post, _seen(row, post.native_id)]
        handle = row.get("channel_name") or None
        if handle and not told.again(channel, handle):
            native_id = names.account_id("channel", channel)
            made.insert(
                0,
                Account(row=row.line, platform=names.PLATFORM, native_id=native_id, handle=handle),
            )
        return made


def _stated(row: NamedRow, column: str) -> str:
    cell = row.get(column)
    if not cell:
        raise BadCell(f"{column} is empty")
    return cell


def _author(row: NamedRow, channel: str) -> AccountRef:
    kind, number = row.get("msg_from_peer"), row.get("msg_from_id")
    if not kind and not number:
        return AccountRef(names.account_id("channel", channel), row.get("channel_name") or None)
    return _account(kind, number, "msg_from")


def _account(kind: str, number: str, columns: str) -> AccountRef:
    if kind not in _KINDS:
        raise BadCell(f"{columns}_peer is not the kind of an account")
    return AccountRef(names.account_id(_KINDS[kind], numeric_id(number, f"{columns}_id")))


def _post(row: NamedRow, channel: str) -> Post:
    at, is_told = calendar_instant(_stated(row, "date"), "date")
    if not is_told:
        raise BadCell("date has no zone")
    handle = row.get("channel_name")
    if len(handle) > _NAME_CHARACTERS:
        raise BadCell("channel_name is longer than any name")
    text = row.text("message") or row.text("cleaned_message") or row.text("poll_question")
    answered = row.get("reply_to_msg_id")
    is_forward = row.get("is_forward") in ("1", "1.0", "True")
    url = row.get("url")
    found = (*links_in(text or ""), *((url,) if url else ()))
    kind = Kind.REPOST if is_forward else Kind.REPLY if answered else Kind.POST
    return Post(
        row=row.line,
        platform=names.PLATFORM,
        native_id=names.post_id(channel, numeric_id(_stated(row, "msg_id"), "msg_id")),
        author=_author(row, channel),
        kind=kind,
        created_at=at,
        precision=Precision.SECOND,
        text=text,
        text_repaired=row.repaired and "\ufffd" in (text or ""),
        url=row.get("msg_link") or None,
        reposts=_forwarded(row) if is_forward else None,
        replies_to=PostRef(names.post_id(channel, numeric_id(answered, "reply_to_msg_id")))
        if answered
        else None,
        mentions=names.mentions_in(text or ""),
        hashtags=hashtags_in(text or ""),
        links=tuple(dict.fromkeys(found)),
        media=_media(row.get("document_id")),
        space=names.chat_space(handle or None, channel),
    )


def _forwarded(row: NamedRow) -> PostRef | None:
    kind, number = row.get("forward_msg_from_peer_type"), row.get("forward_msg_from_peer_id")
    if not kind and not number:
        return None
    if kind not in _KINDS:
        raise BadCell("forward_msg_from_peer_type is not the kind of an account")
    number = numeric_id(number, "forward_msg_from_peer_id")
    native_id = names.account_id(_KINDS[kind], number)
    account = AccountRef(native_id, row.get("forward_msg_from_peer_name") or None)
    stated = row.get("forward_msg_date")
    at = calendar_instant(stated, "forward_msg_date")[0] if stated else None
    if link := _LINK.fullmatch(row.get("forward_msg_link")):
        precision = None if at is None else Precision.SECOND
        return PostRef(names.post_id(number, link[1]), account, created_at=at, precision=precision)
    return None if at is None else names.dated_only(account, at)


def _media(cell: str) -> tuple[str, ...]:
    """Return the id of a file, which those who pass it on share; none where digits may be lost."""
    return (f"document/{cell}",) if names.is_number(cell) else ()


def _seen(row: NamedRow, native_id: str) -> Observation:
    return Observation(
        row=row.line,
        platform=names.PLATFORM,
        subject="post",
        native_id=native_id,
        presence=Presence.LIVE,
        views=count(row.get("views"), "views") or None,
        replies=count(row.get("number_replies"), "number_replies") or None,
        reposts=count(row.get("number_forwards"), "number_forwards") or None,
    )
