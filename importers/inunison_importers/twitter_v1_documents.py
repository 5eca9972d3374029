"""Objects of Twitter in a JSON document: the document itself, a list, or a list in an answer.

Owns where they stand. Where one entry of a list is odd, that one is left out with the reason and
the others are read. Knows no object.
"""

from collections.abc import Callable, Iterator
from typing import Generic, NamedTuple, TypeVar

import msgspec

from inunison.records import Reject
from inunison_importers.base import BadCell, Lines, excerpt
from inunison_importers.json_documents import Document, decode, documents

_ARRAY: msgspec.json.Decoder[list[msgspec.Raw]] = msgspec.json.Decoder(list[msgspec.Raw])

_T = TypeVar("_T")


class Found(NamedTuple, Generic[_T]):
    """One object.

    Attributes:
        document: Its text, and the line on which its document begins.
        value: What it holds.
        repaired: Its document held half characters.
    """

    document: Document
    value: _T
    repaired: bool


class Shape(NamedTuple, Generic[_T]):
    """What the objects of a format are.

    Attributes:
        decoder: Decodes one, or an answer that holds a list of them.
        held: Returns that list, None of an object that is no answer.
        passed_over: Returns why one is left out by rule that cannot be decoded; None where it is
            not.
    """

    decoder: msgspec.json.Decoder[_T]
    held: Callable[[_T], list[msgspec.Raw] | None]
    passed_over: Callable[[Document], str | None] = lambda _document: None


def every_object(lines: Lines, shape: Shape[_T]) -> Iterator[Found[_T] | Reject]:
    """Read the objects of a file, document by document, and what is wrong with the others."""
    for document in documents(lines):
        if isinstance(document, Reject):
            yield document
        else:
            yield from objects(document, shape)


def objects(document: Document, shape: Shape[_T]) -> Iterator[Found[_T] | Reject]:
    """Read the objects of a document, in order.

    Yields:
        Objects, and a reject for each that cannot be decoded.
    """
    try:
        if document.text.startswith("["):
            entries, repaired = decode(document, _ARRAY)
        else:
            value, repaired = decode(document, shape.decoder)
            held = shape.held(value)
            if held is None:
                yield Found(document, value, repaired)
                return
            entries = held
    except BadCell as error:
        yield _reject(document, error, shape)
        return
    for entry in entries:
        inner = Document(document.line, bytes(entry).decode("utf-8"), repaired)
        try:
            value, mended = decode(inner, shape.decoder)
            yield Found(inner, value, repaired or mended)
        except BadCell as error:
            yield _reject(inner, error, shape)


def _reject(document: Document, error: BadCell, shape: Shape[_T]) -> Reject:
    if by_rule := shape.passed_over(document):
        return Reject(document.line, by_rule, by_rule=True)
    return Reject(document.line, str(error), excerpt(document.text))
