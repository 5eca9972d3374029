"""The chats of an export of Telegram Desktop, and the text of each message in them.

Owns where a message begins and ends. An export is one JSON document, often far larger than the
memory: the program writes it with indentation, so that a message is a run of lines, and no more
than one is held at a time. An export that was rewritten as one line is decoded as a whole.
"""

import re
from collections.abc import Iterator
from typing import Annotated, NamedTuple

import msgspec

from inunison.records import Reject
from inunison_importers.base import BadCell, Lines, excerpt, repair
from inunison_importers.json_documents import Document, decode

MESSAGE_CHARACTERS = 16 << 20
"""The longest message that is read; a text may have 4,096 characters, and buttons beside it."""

_BYTE_ORDER_MARK = "\ufeff"
_FIELD = re.compile(r'"(name|type|id)": (.*?),?$')
_OPENS = re.compile(r'(?:"(?:[^"\\]|\\.)*": )?[{\[]$')
_CLOSES = ("}", "},", "]", "],")
_ENTRY = re.compile(r'"(?:[^"\\]|\\.)*": ?\S')
_VALUE = re.compile(r'(?:"(?:[^"\\]|\\.)*"|-?[0-9][0-9.eE+-]*|true|false|null|\{.*\}|\[.*\]),?')
_UNLIKE = "the line is no part of an export as the program writes it"

Number = Annotated[int, msgspec.Meta(ge=-(1 << 62), le=1 << 62)]


class Chat(msgspec.Struct, gc=False):
    """What an export says of a chat before its messages."""

    name: str | None = None
    type: str | None = None
    id: Number | None = None


class WholeChat(Chat, gc=False):
    """A chat of an export that is decoded as a whole."""

    messages: list[msgspec.Raw] | None = None


class Chats(msgspec.Struct, gc=False):
    """A list of chats in an export of everything."""

    chats: list[WholeChat] | None = msgspec.field(default=None, name="list")


class WholeExport(WholeChat, gc=False):
    """An export: one chat, or lists of them."""

    chats: Chats | None = None
    left_chats: Chats | None = None


class Piece(NamedTuple):
    """One message of a chat, not decoded."""

    chat: Chat
    document: Document


_WHOLE = msgspec.json.Decoder(WholeExport)
_CHAT = msgspec.json.Decoder(Chat)


def pieces(lines: Lines) -> Iterator[Piece | Reject]:
    """Read an export message by message.

    Args:
        lines: The lines of the file.

    Yields:
        Messages and rejects, in order. Where the file was cut, its last yield says so.
    """
    yield from _Reader(lines).pieces()


class _Reader:
    """Reads the lines of one export."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._source = iter(lines)
        self._number = 0
        self._unfinished = False
        # The fields of each object and array that is open, the innermost last.
        self._open: list[dict[str, str]] = []

    def pieces(self) -> Iterator[Piece | Reject]:
        while (line := self._next()) is not None:
            body = line.strip().removeprefix(_BYTE_ORDER_MARK)
            if problem := self._problem(line):
                yield problem
            elif not body:
                continue
            elif not self._open and body != "{":
                yield from self._whole(body)
            elif body == '"messages": [':
                yield from self._messages()
            else:
                yield from self._beside(body)
        if self._open and self._lines.cut is None:
            yield Reject(max(self._number, 1), "the export ends before its end")
        if self._lines.cut is not None and not self._unfinished:
            yield Reject(self._number + 1, self._lines.cut)

    def _next(self) -> str | None:
        line = next(self._source, None)
        if line is not None:
            self._number += 1
        return line

    def _problem(self, line: str) -> Reject | None:
        """Say what is wrong with a line that cannot be used, None where it can."""
        if self._lines.cut is not None and not line.endswith("\n"):
            self._unfinished = True
            return Reject(self._number, self._lines.cut)
        if self._lines.broken and self._number in self._lines.broken:
            return Reject(self._number, self._lines.broken[self._number])
        return None

    def _beside(self, body: str) -> Iterator[Reject]:
        """Take note of a line that belongs to no message."""
        if _OPENS.match(body):
            self._open.append({})
        elif body in _CLOSES:
            self._open.pop()
        elif found := _FIELD.match(body):
            self._open[-1][found[1]] = found[2]
        elif not (_ENTRY.match(body) or _VALUE.fullmatch(body)):
            yield Reject(self._number, _UNLIKE)

    def _chat(self) -> Chat:
        """Return the chat whose fields stood before its messages; what is odd is left out."""
        chat = Chat()
        for name, value in self._open[-1].items():
            text = repair(value)[0] if self._lines.damaged else value
            try:
                found = decode(Document(0, f'{{"{name}": {text}}}', False), _CHAT)[0]
            except BadCell:
                continue
            setattr(chat, name, getattr(found, name))
        return chat

    def _messages(self) -> Iterator[Piece | Reject]:
        chat = self._chat()
        indent: str | None = None
        while (line := self._next()) is not None:
            if problem := self._problem(line):
                yield problem
                continue
            body = line.strip()
            if body in ("]", "],"):
                return
            if indent is None:
                indent = line[: len(line) - len(line.lstrip(" \t"))]
            if body == "{":
                yield self._message(chat, indent)
            elif body.startswith("{") and body.rstrip(",").endswith("}"):
                yield Piece(chat, self._document(self._number, body.removesuffix(",")))
            elif body:
                yield Reject(self._number, "a line among the messages is no message")

    def _message(self, chat: Chat, indent: str) -> Piece | Reject:
        first = self._number
        held, size, broken = ["{"], 0, None
        ends = (indent + "}", indent + "},")
        while (line := self._next()) is not None:
            if problem := self._problem(line):
                broken = problem.reason
            size += len(line)
            if size <= MESSAGE_CHARACTERS:
                held.append(line)
            if line.rstrip() in ends:
                break
        else:
            return Reject(first, broken or "its JSON ends too early")
        if size > MESSAGE_CHARACTERS:
            broken = f"the message is longer than {MESSAGE_CHARACTERS:,} characters"
        if broken:
            return Reject(first, broken)
        return Piece(chat, self._document(first, "".join(held).rstrip().removesuffix(",")))

    def _document(self, line: int, text: str) -> Document:
        return Document(line, *repair(text)) if self._lines.damaged else Document(line, text, False)

    def _whole(self, body: str) -> Iterator[Piece | Reject]:
        document = self._document(self._number, body)
        try:
            export, repaired = decode(document, _WHOLE)
        except BadCell as error:
            yield Reject(document.line, str(error), excerpt(body[:40]))
            return
        lists = [each.chats for each in (export.chats, export.left_chats) if each and each.chats]
        for chat in (export, *(chat for held in lists for chat in held)):
            for message in chat.messages or ():
                text = bytes(message).decode("utf-8", "replace")
                yield Piece(chat, Document(document.line, text, repaired))
