"""JSON documents in a text file: one a line, one over several lines, or an array of them.

Owns where a document begins and ends, and what becomes of one that is broken: it is rejected with
the reason, and the documents after it are read. Knows no format: a document is text until an
importer decodes it into types of its own, by `decode`.

A key that stands twice in one object counts as it stands last, as in nearly every reader of JSON.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

import msgspec

from inunison.records import Reject
from inunison_importers.base import (
    BadCell,
    Lines,
    RowGoesOn,
    Sample,
    excerpt,
    goes_on,
    repair,
    repair_escapes,
)

DOCUMENT_CHARACTERS = 64 << 20

_BYTE_ORDER_MARK = "\ufeff"
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*(?:"|\\?\Z)|[{}\[\],]', re.S)
_CLOSERS = {"{": "}", "[": "]"}
_PEEKED_CHARACTERS = 1 << 16
_PEEKED_DOCUMENTS = 20
_PLACE = re.compile(r"\[[0-9]+\]")
_AT = re.compile(r"(.*) - at `(?:key in )?\$\.?(.*)`", re.S)

_T = TypeVar("_T")


class Document(NamedTuple):
    """One JSON document, not decoded.

    Attributes:
        line: The 1-based physical line on which it begins.
        text: Its text, without lone surrogates.
        repaired: Some stood in it, and are U+FFFD now.
    """

    line: int
    text: str
    repaired: bool


class _Reader:
    """Reads the lines of one file into documents."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._source = enumerate(lines, start=1)
        self._last = 0

    def documents(self) -> Iterator[Document | Reject]:
        for number, line in self._source:
            self._last = number
            text = line.strip().removeprefix(_BYTE_ORDER_MARK)
            if self._is_cut(line):
                yield Reject(number, self._lines.cut or "", excerpt(text))
                return
            if number in self._lines.broken:
                yield Reject(number, self._lines.broken[number])
            elif text in ("", "[", "]"):  # the brackets of an array with one document a line
                continue
            elif _goes_on(text):
                yield self._over_lines(number, text)
            else:
                yield self._document(number, text.removesuffix(","))
        if self._lines.cut is not None:
            yield Reject(self._last + 1, self._lines.cut)

    def _over_lines(self, first: int, text: str) -> Document | Reject:
        """Read on to the line that closes the document: the first that no space indents."""
        held = [text]
        size = len(text)
        indent = None
        for number, line in self._source:
            self._last = number
            held.append(line)
            size += len(line)
            body = line.lstrip(" \t")
            if indent is None and body[:1] not in ("]", "}"):
                indent = len(line) - len(body)
            if body[:1] in ("]", "}") and len(line) - len(body) < (indent or 1):
                break
            if size > DOCUMENT_CHARACTERS:
                held.clear()
        else:
            if goes_on(self._lines) and size <= DOCUMENT_CHARACTERS:
                raise RowGoesOn(first)
        if size > DOCUMENT_CHARACTERS:
            reason = f"the document is longer than {DOCUMENT_CHARACTERS:,} characters"
            return Reject(first, reason, excerpt(text))
        return self._document(first, "\n".join(held).strip().removesuffix(","))

    def _document(self, number: int, text: str) -> Document:
        if self._lines.damaged:
            return Document(number, *repair(text))
        return Document(number, text, False)

    def _is_cut(self, line: str) -> bool:
        return self._lines.cut is not None and not line.endswith("\n")


def _goes_on(text: str) -> bool:
    """Whether the document that begins in a line goes on in the next: written with indentation."""
    return text == "{"


def documents(lines: Lines) -> Iterator[Document | Reject]:
    """Read the documents of a file, in order, one in memory at a time.

    Args:
        lines: The lines of the file. Empty ones, which streams send to stay awake, are passed over.

    Yields:
        Documents, and rejects for lines that cannot be handed out. Where the file was cut, its
        last yield is a reject that says so. A document is at most 64 Mi characters long.

    Raises:
        RowGoesOn: The file goes on after these lines, and the last document with it.
    """
    yield from _Reader(lines).documents()


def decode(document: Document, decoder: msgspec.json.Decoder[_T]) -> tuple[_T, bool]:
    """Decode a document.

    Args:
        document: One of `documents`.
        decoder: Of the type that it must have.

    Returns:
        The decoded value, and whether half characters (lone surrogates) stood in it, as such or as
        escapes; each is U+FFFD now.

    Raises:
        BadCell: It is no JSON, is nested without bound, or a field is not of its type; the reason
            names the field.
    """
    try:
        return decoder.decode(document.text), document.repaired
    except msgspec.ValidationError as error:
        raise BadCell(reason(error)) from error
    except (msgspec.DecodeError, RecursionError, UnicodeEncodeError) as error:
        mended = repair_escapes(document.text)
        if mended == document.text:
            raise BadCell(reason(error)) from error
    try:
        return decoder.decode(mended), True
    except (msgspec.DecodeError, RecursionError, UnicodeEncodeError) as error:
        raise BadCell(reason(error)) from error


def reason(error: Exception, where: str = "") -> str:
    """Return why a document cannot be decoded, without places and values, to be counted by.

    Args:
        error: What the decoder raised.
        where: The path of the field that was decoded, such as ``data[...]``; none for the whole.
    """
    if isinstance(error, RecursionError):
        return "its JSON is nested too deeply"
    if isinstance(error, UnicodeEncodeError):
        return "it holds bytes that are no text"
    if not isinstance(error, msgspec.ValidationError):
        said = str(error)
        return "its JSON ends too early" if "truncated" in said else "it is not JSON"
    found = _AT.fullmatch(str(error))
    said, path = (found[1], found[2]) if found else (str(error), "")
    path = _PLACE.sub("[...]", path)
    field = ".".join(each for each in (where, path) if each).replace(".[", "[")
    return f"{field or 'the document'} is not as the format has it: {said[:1].lower()}{said[1:]}"


def peek(sample: Sample) -> list[Any]:
    """Return the first documents of a sample as plain values, to see what they are.

    A document that the sample cuts is closed where it is cut, so that its beginning can be seen.
    At most 20 documents are looked at, and of each 64 Ki characters. Never raises. The values are
    shared by all who look at the sample: nobody changes them.
    """
    return list(_peeked(sample))


@lru_cache(maxsize=1)
def _peeked(sample: Sample) -> tuple[Any, ...]:
    """Look once at what every importer of documents asks for in its turn."""
    seen: list[Any] = []
    for document in documents(sample.lines()):
        if isinstance(document, Reject):
            continue
        value = _value(document.text)
        if value is not None:
            seen.extend(value[:_PEEKED_DOCUMENTS] if isinstance(value, list) else [value])
        if len(seen) >= _PEEKED_DOCUMENTS:
            break
    return tuple(seen[:_PEEKED_DOCUMENTS])


def _value(text: str) -> Any:
    beginning = text[:_PEEKED_CHARACTERS]
    for whole in (True, False):
        if whole and beginning != text:
            continue
        with suppress(msgspec.DecodeError, RecursionError, UnicodeEncodeError):
            return msgspec.json.decode(beginning if whole else _closed(beginning))
    return None


def _closed(text: str) -> str:
    """Cut a text after its last whole entry and close the brackets that are open there."""
    if not text.startswith(("{", "[")):
        return ""
    open_brackets: list[str] = []
    end, closers = 0, ""
    for token in _TOKEN.finditer(text):
        mark = token[0]
        if mark in _CLOSERS:
            open_brackets.append(mark)
        elif mark in ("}", "]"):
            if not open_brackets:
                break
            open_brackets.pop()
        elif mark == ",":
            end = token.start()
            closers = "".join(_CLOSERS[each] for each in reversed(open_brackets))
    return text[:end] + closers
