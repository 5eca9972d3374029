"""Zip files without their end: what a download that broke off still holds.

The list of a zip's files stands at its end. Where that is gone, each file's own header still says
its name and how it is packed; they are read one after the other. Owns that walk, and nothing of
whole zip files.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO

from inunison.opening.unpacking import Cut, Guard

_HEADER = struct.Struct("<4s2xHH8xI4xHH")  # magic, flags, method, packed size, two lengths
_MAGIC = b"PK\x03\x04"
_ENCRYPTED, _SIZE_LATER, _UTF_8 = 0x1, 0x8, 0x800
_STORED, _DEFLATED = 0, 8
_LARGE = 0xFFFFFFFF
_PIECE = 1 << 16
_PLAIN_PIECE = 1 << 20
_ENDED = "the zip file ends before its end"


@dataclass(frozen=True)
class TornMember:
    """A file inside a zip that has lost its end.

    Attributes:
        start: Where its packed bytes begin.
        size: How many they are; None where they run to the place where the zip was torn.
        last: No file is known after it: reading it ends with a `Cut`, so that the loss is told.
    """

    name: str
    start: int
    size: int | None
    deflated: bool
    last: bool = False


def torn_members(file: BinaryIO) -> list[TornMember]:
    """Find the files of a zip without its list, as far as they can be told.

    One whose size stands only behind it is taken as the last.

    Args:
        file: The zip, open, at any place.

    Returns:
        Those that are stored or deflated and not encrypted, up to the first that is otherwise.
    """
    length = file.seek(0, 2)
    found: list[TornMember] = []
    member = _member_at(file, 0, length)
    while member is not None:
        found.append(member)
        end = None if member.size is None else member.start + member.size
        member = None if end is None else _member_at(file, end, length)
    return [*found[:-1], replace(found[-1], last=True)] if found else []


def _member_at(file: BinaryIO, place: int, length: int) -> TornMember | None:
    file.seek(place)
    header = file.read(_HEADER.size)
    if len(header) < _HEADER.size or not header.startswith(_MAGIC):
        return None
    _, flags, method, size, name_length, extra_length = _HEADER.unpack(header)
    start = place + _HEADER.size + name_length + extra_length
    name = file.read(name_length).decode("utf-8" if flags & _UTF_8 else "cp437", "replace")
    if flags & _ENCRYPTED or method not in (_STORED, _DEFLATED) or start >= length:
        return None
    known = not flags & _SIZE_LATER and size != _LARGE and start + size <= length
    return TornMember(name, start, size if known else None, method == _DEFLATED)


def torn_pieces(file: BinaryIO, member: TornMember, guard: Guard) -> Iterator[bytes]:
    """Yield the plain bytes of one of them, as far as they go.

    Args:
        file: The zip, open.
        member: One of `torn_members`.
        guard: Refuses a bomb.

    Raises:
        Cut: After all that could be read, where it is the last.
        SourceError: It grows beyond the bounds.
    """
    file.seek(member.start)
    left = member.size
    unpacker = zlib.decompressobj(wbits=-15) if member.deflated else None
    consumed = 0
    while left is None or left > 0:
        packed = file.read(_PIECE if left is None else min(_PIECE, left))
        if not packed or (unpacker and unpacker.eof):
            break
        left = None if left is None else left - len(packed)
        consumed += len(packed)
        for piece in _unpacked(packed, unpacker):
            guard.check(len(piece), consumed)
            yield piece
    if member.last:
        raise Cut(_ENDED)


def _unpacked(packed: bytes, unpacker: "zlib._Decompress | None") -> Iterator[bytes]:
    if unpacker is None:
        yield packed
        return
    while packed:
        try:
            plain = unpacker.decompress(packed, _PLAIN_PIECE)
        except zlib.error as error:
            raise Cut("the zip file is damaged here") from error
        if plain:
            yield plain
        packed = unpacker.unconsumed_tail
