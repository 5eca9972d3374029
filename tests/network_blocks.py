"""Repositories and frames of Bluesky's network for tests: invented, in the binary form."""

import hashlib
import struct
from typing import Any

from inunison.opening.dag_cbor import Link

DID = "did:plc:quayquayquayquayquayquay"
POST = "app.bsky.feed.post"


def encoded(value: Any) -> bytes:
    """A value in DAG-CBOR: keys by length, then by letter."""
    if isinstance(value, Link):
        return b"\xd8\x2a" + encoded(b"\0" + value.raw)
    if isinstance(value, list):
        return _head(4, len(value)) + b"".join(map(encoded, value))
    if isinstance(value, dict):
        pairs = sorted(((encoded(key), encoded(held)) for key, held in value.items()), key=_order)
        return _head(5, len(pairs)) + b"".join(key + held for key, held in pairs)
    return _plain(value)


def _plain(value: Any) -> bytes:
    if value is None or isinstance(value, bool):
        return bytes([{False: 0xF4, True: 0xF5, None: 0xF6}[value]])
    if isinstance(value, int):
        return _head(0, value) if value >= 0 else _head(1, -1 - value)
    if isinstance(value, float):
        return b"\xfb" + struct.pack(">d", value)
    held = value.encode() if isinstance(value, str) else value
    return _head(3 if isinstance(value, str) else 2, len(held)) + held


def _order(pair: tuple[bytes, bytes]) -> tuple[int, bytes]:
    return len(pair[0]), pair[0]


def _head(kind: int, size: int) -> bytes:
    if size < 24:
        return bytes([kind << 5 | size])
    width = next(each for each in range(4) if size < 1 << (8 << each))
    return bytes([kind << 5 | 24 + width]) + size.to_bytes(1 << width)


def link_to(value: Any) -> Link:
    """The link to a value."""
    return Link(b"\x01\x71\x12\x20" + hashlib.sha256(encoded(value)).digest())


def car(*values: Any, root: Link | None = None) -> bytes:
    """A CAR file of values; the first of them is its root."""
    made = _sized(encoded({"roots": [root or link_to(values[0])], "version": 1}))
    return made + b"".join(_sized(link_to(each).raw + encoded(each)) for each in values)


def _sized(block: bytes) -> bytes:
    size, made = len(block), b""
    while size > 127:
        made, size = made + bytes([size & 127 | 128]), size >> 7
    return made + bytes([size]) + block


def leaf(**records: Any) -> dict[str, Any]:
    """A node of the tree over some records by their keys, which share their beginning."""
    entries, before = [], b""
    for name, record in sorted(records.items()):
        key = f"{POST}/{name}".encode()
        shared = next(
            (at for at, pair in enumerate(zip(key, before, strict=False)) if pair[0] != pair[1]), 0
        )
        entries.append({"p": shared, "k": key[shared:], "v": link_to(record), "t": None})
        before = key
    return {"l": None, "e": entries}


def commit(node: Any, **fields: Any) -> dict[str, Any]:
    """The commit of a repository: what its root is."""
    told = {"did": DID, "version": 3, "rev": "3kquay", "prev": None, "sig": b"s"}
    return told | {"data": link_to(node)} | fields


def frame(kind: str, body: Any, operation: int = 1) -> bytes:
    """A frame of a relay's stream."""
    return encoded({"t": kind, "op": operation}) + encoded(body)
