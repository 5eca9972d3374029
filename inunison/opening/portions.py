"""A file in portions: several thousand lines each, cut where a row ends, that can be read apart.

Owns where a file is cut, which depends on its bytes alone, and the lines of a portion as importers
read them. A cut is found by counting quotation marks; a file whose marks are wrong may be cut
inside a row, which its reader tells (`RowGoesOn`), and the row is then read with the next portion.
"""

from collections.abc import Iterator, Mapping
from io import StringIO

import msgspec
import numpy as np

from inunison.opening.lines import LineStream, decoded

PORTION_BYTES = 8 << 20
# Where no cut between rows is found within so many portions, quotation marks are not to be trusted.
_FARTHEST = 4
_DECODED_BYTES = 1 << 18
_FEED, _MARK = b'\n"'
_MANY = 1 << 12


class Portion(msgspec.Struct, frozen=True, gc=False):
    """Lines of a file that follow each other.

    Attributes:
        first: The 1-based line of the file with which `body` begins.
        head: The row of names that stands before every portion of a table but the first; its lines.
        body: The lines, as UTF-8.
        goes_on: More lines follow in the file.
        cut: Why the file ends before its end, where it does so with this portion.
        broken: Lines that could not be handed out, by their number in the file.
    """

    first: int
    head: bytes
    body: bytes
    goes_on: bool
    cut: str | None
    broken: dict[int, str]

    @property
    def offset(self) -> int:
        """What is to be added to a line of `PortionLines` to have the line of the file."""
        return self.first - 1 - self.head.count(b"\n")

    def since(self, line: int) -> bytes:
        """Return the lines from a line of the file on."""
        start = 0
        for _ in range(line - self.first):
            start = self.body.index(b"\n", start) + 1
        return self.body[start:]

    def after(self, line: int, before: bytes) -> "Portion":
        """Return this portion with lines before it, of which the first is that line of the file."""
        return msgspec.structs.replace(self, first=line, body=before + self.body)


class PortionLines:
    """The lines of a portion, the row of names before them, read once; see `Lines`."""

    def __init__(self, portion: Portion) -> None:
        self.damaged = False
        self.cut: str | None = None
        self.goes_on = portion.goes_on
        self.broken: Mapping[int, str] = {
            number - portion.offset: reason for number, reason in portion.broken.items()
        }
        self._portion = portion

    def __iter__(self) -> Iterator[str]:
        for block in _small(self._portion.head + self._portion.body):
            text, damaged = decoded(block)
            self.damaged |= damaged
            if not block.endswith(b"\n"):
                self.cut = self._portion.cut
            yield from StringIO(text, newline="\n")
        self.cut = self._portion.cut


def _small(body: bytes) -> Iterator[bytes]:
    """Cut bytes at line ends: a text of all lines would take four times their memory."""
    start = 0
    while start < len(body):
        end = body.find(b"\n", min(start + _DECODED_BYTES, len(body) - 1)) + 1 or len(body)
        yield body[start:end]
        start = end


def portions(stream: LineStream, *, quoted: bool, size: int) -> Iterator[Portion]:
    """Cut a file into portions.

    Args:
        stream: Its lines; nothing was read of them.
        quoted: A cell in quotation marks may hold line ends, and the first row names the columns.
        size: Bytes of a portion, at least; it ends with the first row that ends beyond them.

    Yields:
        One portion or more, the last with `goes_on` false.
    """
    cutter = _Cutter(quoted=quoted, size=size)
    first, head = 1, b""
    held: bytes | None = None
    for body in cutter.cut(stream.blocks()):
        if held is not None:
            yield _portion(stream, first, head, held)
            first += _count(held, _FEED)
            head = head or (first_row(held) if quoted else b"")
        held = body
    yield _portion(stream, first, head, held or b"", last=True)


def _portion(
    stream: LineStream, first: int, head: bytes, body: bytes, *, last: bool = False
) -> Portion:
    broken = dict(stream.broken)  # of the whole file so far; nearly always there are none
    if broken:
        end = first + _count(body, _FEED)
        broken = {line: why for line, why in broken.items() if first <= line <= end}
    return Portion(first, head, body, not last, stream.cut if last else None, broken)


def first_row(body: bytes) -> bytes:
    """Return the lines of the first row that is not empty: where quotation marks are even."""
    end = 0
    while end < len(body):
        end = body.find(b"\n", end) + 1 or len(body)
        row = body[:end]
        if row.strip() and row.count(b'"') % 2 == 0:
            return row
    return body


class _Cutter:
    """Finds where rows end."""

    def __init__(self, *, quoted: bool, size: int) -> None:
        self._quoted = quoted
        self._size = size

    def cut(self, blocks: Iterator[bytes]) -> Iterator[bytes]:
        """Yield the bytes of each portion."""
        held: list[bytes | memoryview] = []
        size = odd = 0  # bytes that are held, and whether their marks are odd in number
        for block in blocks:
            start = 0
            while end := self._end(block, start, size, odd):
                yield b"".join((*held, memoryview(block)[start:end]))
                held, size, odd, start = [], 0, 0, end
            held.append(memoryview(block)[start:])
            size += len(block) - start
            odd ^= self._odd(block, start, len(block))
        if size:
            yield b"".join(held)

    def _end(self, block: bytes, start: int, size: int, odd: int) -> int:
        """Return where the portion ends in a block, 0 where its end is not in it.

        Args:
            block: The next bytes.
            start: Where the portion goes on in them.
            size: Its bytes before them.
            odd: Its quotation marks before them, 0 for an even number.
        """
        place = start + max(0, self._size - size)
        if place >= len(block):
            return 0
        odd ^= self._odd(block, start, place)
        while (end := block.find(b"\n", place) + 1) > 0:
            odd ^= self._odd(block, place, end)
            if not odd or size + end - start > _FARTHEST * self._size:
                return end
            place = end
        return 0

    def _odd(self, block: bytes, start: int, end: int) -> int:
        """Return 1 where a stretch has an odd number of quotation marks that count."""
        return _count(block, _MARK, start, end) % 2 if self._quoted else 0


def _count(letters: bytes, mark: int, start: int = 0, end: int | None = None) -> int:
    """Return how often an ASCII letter stands in a stretch of bytes."""
    end = len(letters) if end is None else end
    if end - start < _MANY:
        return letters.count(mark, start, end)
    # `bytes.count` searches for each anew, which takes five times as long
    stretch = np.frombuffer(letters, np.uint8, end - start, start)
    return int(np.count_nonzero(stretch == mark))
