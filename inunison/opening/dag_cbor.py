"""Values in DAG-CBOR, the binary form in which Bluesky's network keeps and sends its records.

Owns that form: numbers, texts, bytes, lists, maps, and links to other values by the digest of their
bytes. A value is bounded by its bytes and in its depth, whoever made it. Knows no record.
"""

import base64
import struct
from typing import Any, NamedTuple

_DEPTH = 100
_SIMPLE = {20: False, 21: True, 22: None}
_LINK = 42
_WIDTHS = {24: 1, 25: 2, 26: 4, 27: 8}


class Damaged(ValueError):  # noqa: N818 - it is a finding about a file
    """The bytes are no value; the text says why."""


class EndsEarly(Damaged):
    """The bytes end before the value does."""


class Link(NamedTuple):
    """A link to a value (a CID), as its bytes."""

    raw: bytes

    @property
    def text(self) -> str:
        """The link as people see it: ``bafyrei…``."""
        return "b" + base64.b32encode(self.raw).decode().lower().rstrip("=")


def decoded(data: bytes, at: int = 0, depth: int = 0) -> tuple[Any, int]:
    """Return the value that begins at a place, and where it ends.

    Returns:
        None, a bool, int, float, str, bytes, list, a dict with keys of text, or a `Link`.

    Raises:
        EndsEarly: The bytes end before the value does.
        Damaged: They are no value.
    """
    kind, size, at = _head(data, at)
    if kind < 2:
        return (-1 - size if kind else size), at
    if kind < 4:
        held = data[at : at + size]
        if len(held) < size:
            raise EndsEarly("a value ends early")
        return (held if kind == 2 else _text(held)), at + size
    if kind == 7:
        return _simple(data, size, at)
    if depth == _DEPTH:
        raise Damaged("values stand in each other too deep")
    if kind == 6:
        return _link(data, size, at, depth + 1)
    items, at = _items(data, size * (kind - 3), at, depth + 1)
    if kind == 4:
        return items, at
    if not all(isinstance(key, str) for key in items[::2]):
        raise Damaged("a key is no text")
    return dict(zip(items[::2], items[1::2], strict=True)), at


def _link(data: bytes, tag: int, at: int, depth: int) -> tuple[Link, int]:
    held, at = decoded(data, at, depth)
    if tag != _LINK or not isinstance(held, bytes) or held[:1] != b"\0":
        raise Damaged("a tag is not that of a link")
    return Link(held[1:]), at


def _head(data: bytes, at: int) -> tuple[int, int, int]:
    """Return the kind of a value, its size or number, and where what follows begins."""
    if at >= len(data):
        raise EndsEarly("a value ends early")
    kind, small = data[at] >> 5, data[at] & 31
    width = _WIDTHS.get(small, 0)
    if small > 27:
        raise Damaged("a value has no size")
    if at + 1 + width > len(data):
        raise EndsEarly("a value ends early")
    if kind == 7:  # the number of a simple value, or 27 and the bytes of a float
        return kind, small, at + 1
    size = int.from_bytes(data[at + 1 : at + 1 + width]) if width else small
    if kind == 1 and size >= 1 << 63:
        raise Damaged("a number is out of range")
    return kind, size, at + 1 + width


def _items(data: bytes, number: int, at: int, depth: int) -> tuple[list[Any], int]:
    items = []
    for _ in range(number):  # each takes a byte at least, so that a wrong number ends with them
        item, at = decoded(data, at, depth)
        items.append(item)
    return items, at


def _text(held: bytes) -> str:
    try:
        return held.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Damaged("a text is not in UTF-8") from error


def _simple(data: bytes, small: int, at: int) -> tuple[Any, int]:
    if small == 27:
        return struct.unpack_from(">d", data, at)[0], at + 8
    if small not in _SIMPLE:
        raise Damaged("a value is of no kind that there is")
    return _SIMPLE[small], at
