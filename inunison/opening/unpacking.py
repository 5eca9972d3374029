"""Compressed bytes to plain bytes: gzip, zstd, bzip2 and xz, known by their first bytes.

Owns the bounds that a hostile file meets. Knows no file names, no zip folders (see
`inunison.opening`) and no text. A damaged or unfinished stream hands out everything before the
damage, then raises `Cut`.
"""

import bz2
import lzma
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Protocol

import zstandard

from inunison.errors import SourceError

_PIECE = 1 << 18
_ZSTD_PIECE = 1 << 11  # a block of 4 bytes may hold 128 KiB, so 2 KiB may hold 64 MiB
_WINDOW_BYTES = 1 << 31  # the window of the monthly Reddit dumps; zstd refuses it by default
_XZ_MEMORY = 1 << 30

_ENDED = "the compressed file ends before its end"
_DAMAGED = "the compressed file is damaged here"


@dataclass(frozen=True)
class Limits:
    """Bounds that no honest file meets.

    Attributes:
        ratio: Plain bytes per compressed byte. Posts as CSV or JSON compress 5 to 30 times, a dump
            that repeats one author on each line up to 100 times; a bomb begins at 1,000.
        ratio_from: Plain bytes before the ratio counts (a small file of zeros harms nobody).
        plain_bytes: Plain bytes of one file.
        line_bytes: Bytes of one line; the longest text a platform allows is below 1 MB.
        table_memory_mb: MB (10^6 bytes) that reading a workbook or a Parquet file may take.
    """

    ratio: int = 200
    ratio_from: int = 100 * 10**6
    plain_bytes: int = 2 * 10**12
    line_bytes: int = 64 << 20
    table_memory_mb: int = 4_000


class Cut(Exception):  # noqa: N818 - it is no error: what came before it stands
    """The stream ended, or was damaged, before its end.

    Attributes:
        reason: What happened, in a few words.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Guard:
    """Counts what comes out against what went in, and refuses a bomb.

    Args:
        name: The file's name, for the refusal.
        limits: The bounds.
    """

    def __init__(self, name: str, limits: Limits) -> None:
        self._name = name
        self._limits = limits
        self._plain = 0

    def check(self, plain: int, compressed: int) -> None:
        """Count `plain` more bytes made from `compressed` bytes in all so far.

        Raises:
            SourceError: The file grows beyond the bounds.
        """
        self._plain += plain
        limits = self._limits
        if self._plain > limits.plain_bytes:
            raise SourceError(
                f"{self._name} is larger than {limits.plain_bytes:,} bytes once it is unpacked.",
                "Split it into smaller files.",
            )
        if self._plain > limits.ratio_from and self._plain > limits.ratio * compressed:
            raise SourceError(
                f"{self._name} unpacks to more than {limits.ratio} times its size, "
                "as files made to exhaust a machine do.",
                "If you trust it, unpack it yourself and import the plain file.",
            )


class _Unpacker(Protocol):
    """What one compressed stream is unpacked with: the shape bz2 and lzma share."""

    @property
    def eof(self) -> bool: ...

    @property
    def needs_input(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...

    def decompress(self, data: bytes, max_length: int = ..., /) -> bytes: ...


class _Gzip:
    """A gzip stream in the shape of `_Unpacker`."""

    def __init__(self) -> None:
        self._stream = zlib.decompressobj(wbits=31)
        self._full = False

    @property
    def eof(self) -> bool:
        return self._stream.eof

    @property
    def needs_input(self) -> bool:
        return not (self._full or self._stream.unconsumed_tail)

    @property
    def unused_data(self) -> bytes:
        return self._stream.unused_data

    def decompress(self, data: bytes, max_length: int = 0, /) -> bytes:
        out = self._stream.decompress(self._stream.unconsumed_tail + data, max_length)
        self._full = len(out) == max_length  # then zlib may hold back more of it
        return out


class _Zstd:
    """A zstd frame in the shape of `_Unpacker`; its output is bounded by small pieces of input."""

    needs_input = True

    def __init__(self) -> None:
        self._stream = zstandard.ZstdDecompressor(max_window_size=_WINDOW_BYTES).decompressobj()

    @property
    def eof(self) -> bool:
        return self._stream.eof

    @property
    def unused_data(self) -> bytes:
        return self._stream.unused_data

    def decompress(self, data: bytes, _max_length: int = 0, /) -> bytes:
        return self._stream.decompress(data)


def _xz() -> _Unpacker:
    return lzma.LZMADecompressor(memlimit=_XZ_MEMORY)


@dataclass(frozen=True)
class _Kind:
    magic: bytes
    make: Callable[[], _Unpacker]
    piece: int = _PIECE


_KINDS = (
    _Kind(b"\x1f\x8b", _Gzip),
    _Kind(b"\x28\xb5\x2f\xfd", _Zstd, _ZSTD_PIECE),
    _Kind(b"BZh", bz2.BZ2Decompressor),
    _Kind(b"\xfd7zXZ\x00", _xz),
)
_SKIPPABLE = b"\x2a\x4d\x18"  # what follows 0x50 to 0x5f in a frame that some zstd tools put first
_ERRORS = (zlib.error, zstandard.ZstdError, lzma.LZMAError, OSError, EOFError, ValueError)


def kind_of(beginning: bytes) -> _Kind | None:
    """Return how a file that begins so is compressed, None where it is not."""
    if beginning[1:4] == _SKIPPABLE and beginning[0] & 0xF0 == 0x50:
        return _KINDS[1]
    return next((kind for kind in _KINDS if beginning.startswith(kind.magic)), None)


def plain(pieces: Iterator[bytes], guard: Guard) -> Iterator[bytes]:
    """Unpack a stream if it is compressed, else hand it out as it is.

    Args:
        pieces: The bytes of the file, in pieces of any size.
        guard: Refuses a bomb.

    Yields:
        The plain bytes, in pieces.

    Raises:
        Cut: The compressed stream ended before its end, or is damaged; all before it was yielded.
        SourceError: It grows beyond the bounds.
    """
    first = next(pieces, b"")
    while len(first) < 6 and (more := next(pieces, b"")):
        first += more
    kind = kind_of(first)
    if kind is None:
        yield first
        yield from pieces
        return
    yield from _unpack(first, pieces, kind, guard)


def _unpack(first: bytes, pieces: Iterator[bytes], kind: _Kind, guard: Guard) -> Iterator[bytes]:
    unpacker = kind.make()
    consumed = 0
    for piece in _small(first, pieces, kind.piece):
        consumed += len(piece)
        rest = piece
        while rest or not unpacker.needs_input:
            if unpacker.eof:  # several streams in one file follow each other
                if not rest.strip(b"\0"):
                    break
                unpacker = kind.make()
            try:
                out = unpacker.decompress(rest, 4 * _PIECE)
            except _ERRORS as error:
                raise Cut(_DAMAGED) from error
            rest = unpacker.unused_data if unpacker.eof else b""
            if out:
                guard.check(len(out), consumed)
                yield out
            if unpacker.eof and not rest:
                break
    if not unpacker.eof:
        raise Cut(_ENDED)


def _small(first: bytes, pieces: Iterator[bytes], size: int) -> Iterator[bytes]:
    """Cut pieces down to a size."""
    piece: bytes | None = first
    while piece is not None:
        for start in range(0, len(piece), size):
            yield piece[start : start + size]
        piece = next(pieces, None)


def pieces_of(file: BinaryIO) -> Iterator[bytes]:
    """Read an open file piece by piece."""
    while piece := file.read(_PIECE):
        yield piece
