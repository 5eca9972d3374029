"""Plain bytes to lines of text: encodings, damaged bytes, lines without an end.

Owns the rule of what happens to bytes that are no text: they are kept visible (lone surrogates,
which an importer turns into U+FFFD and marks), never dropped and never guessed. Opens no file.
"""

import codecs
from collections.abc import Iterator, Mapping
from io import StringIO

from inunison.errors import SourceError
from inunison.opening.sheet_rows import SheetRows
from inunison.opening.unpacking import Cut, Limits

SAMPLE_BYTES = 1 << 18

_UTF_16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_CONTROLS = bytes(sorted({*range(32)} - {*b"\t\n\r\x1b"}))
_DAMAGED_SHARE = 0.01
_DAMAGED_COUNT = 16


class LineStream:
    r"""The physical lines of one file, `\n` at the end of each, read once.

    The attributes are those that `inunison_importers.base.Lines` describes. A line ends at a line
    feed only: the other characters that Unicode calls line ends are part of a text. Whoever wants
    bytes takes `blocks` in their place; both together read each line once.

    Args:
        pieces: The plain bytes of the file; may raise `Cut`.
        limits: `line_bytes` is the longest line that is handed out.
        sheet: Counts the rows of a sheet, where these are the lines of one.
    """

    def __init__(
        self, pieces: Iterator[bytes], limits: Limits, sheet: SheetRows | None = None
    ) -> None:
        self.sheet = sheet
        self.damaged = False
        self.cut: str | None = None
        self._broken: dict[int, str] = {}
        self._limit = limits.line_bytes
        self._pieces = _as_utf_8(pieces)
        self._number = 0

    @property
    def broken(self) -> Mapping[int, str]:
        """Lines that were too long to be handed out, by number, with the reason."""
        return self._broken

    def __iter__(self) -> Iterator[str]:
        for block in self.blocks():
            text, damaged = decoded(block)
            self.damaged |= damaged
            yield from StringIO(text, newline="\n")

    def blocks(self) -> Iterator[bytes]:
        """Yield the lines as UTF-8, many at a time; only the last block may lack its line end."""
        for block in self._whole_lines():
            if len(block) > self._limit:
                block = self._without_long_lines(block)  # noqa: PLW2901 - the same block, safe
            self._number += block.count(b"\n")
            yield block

    def _whole_lines(self) -> Iterator[bytes]:
        """Group the bytes into whole lines; the last block may lack its line end."""
        held: list[bytes] = []
        size = 0
        try:
            while (piece := next(self._pieces, None)) is not None:
                end = piece.rfind(b"\n") + 1
                if end:
                    yield b"".join((*held, memoryview(piece)[:end]))
                    held, size = [piece[end:]], len(piece) - end
                    continue
                held.append(piece)
                size += len(piece)
                if size > self._limit:
                    long, held, size = held, [], 0
                    yield self._skip(long)
        except Cut as cut:
            self.cut = cut.reason
        if last := b"".join(held):
            yield last

    def _without_long_lines(self, block: bytes) -> bytes:
        """Replace the lines of a block that are too long."""
        lines = block.split(b"\n")
        for index, line in enumerate(lines):
            if len(line) > self._limit:
                lines[index] = self._stand_in(self._number + index + 1, line.count(b'"'))
                if index == len(lines) - 1:
                    lines.append(b"")  # its stand-in ends like any line, or it would be lost
        return b"\n".join(lines)

    def _skip(self, held: list[bytes]) -> bytes:
        """Pass over a line that is too long, and return what stands in its place."""
        quotes = sum(piece.count(b'"') for piece in held)
        while (piece := next(self._pieces, None)) is not None:
            end = piece.find(b"\n") + 1
            quotes += piece.count(b'"', 0, end or len(piece))
            if end:
                self._pieces = _chain(piece[end:], self._pieces)
                break
        return self._stand_in(self._number + 1, quotes) + b"\n"

    def _stand_in(self, number: int, quotes: int) -> bytes:
        """Note a line that is too long, and return what is handed out instead.

        Whether a quoted cell is open after the line depends on the number of quotation marks in it
        alone, so one mark, or none, keeps the rows after it readable.
        """
        self._broken[number] = f"the line is longer than {self._limit:,} bytes"
        return b'"' if quotes % 2 else b""


def decoded(block: bytes) -> tuple[str, bool]:
    """Return bytes as text, and whether some of them were no text (see `LineStream`)."""
    try:
        return block.decode("utf-8"), False
    except UnicodeDecodeError:
        return block.decode("utf-8", "surrogateescape"), True


def _chain(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    if first:
        yield first
    yield from rest


def _as_utf_8(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Drop a byte order mark, and recode UTF-16 (known by its mark) as UTF-8."""
    first = b""
    for piece in pieces:
        first += piece
        if len(first) >= 3:
            break
    encoding = _UTF_16.get(first[:2])
    if encoding:
        yield from _recode(_chain(first[2:], pieces), encoding)
        return
    yield from _chain(first.removeprefix(codecs.BOM_UTF8), pieces)


def _recode(pieces: Iterator[bytes], encoding: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)("surrogatepass")
    for piece in pieces:
        yield decoder.decode(piece).encode("utf-8", "surrogatepass")
    if decoder.getstate()[0]:  # half a character at the end
        yield b"\xff"


def check_text(name: str, beginning: bytes) -> None:
    """Refuse a file that is no text, or text in an encoding that cannot be told.

    Args:
        name: The file's name, for the refusal.
        beginning: Its first plain bytes.

    Raises:
        SourceError: More than 1 in 100 bytes are controls such as NUL, or are not UTF-8 (and more
            than a handful).
    """
    if beginning[:2] in _UTF_16:
        return
    allowed = max(_DAMAGED_COUNT, len(beginning) * _DAMAGED_SHARE)
    if len(beginning) - len(beginning.translate(None, _CONTROLS)) > allowed:
        raise SourceError(
            f"{name} is not a text file.",
            "Import the file that the archive or the tool wrote, as CSV or JSON; if it is UTF-16 "
            "without a byte order mark, save it as UTF-8.",
        )
    text, damaged = decoded(beginning)
    if damaged and sum("\udc80" <= letter <= "\udcff" for letter in text) > allowed:
        raise SourceError(
            f"{name} is not in UTF-8 or UTF-16, and its encoding cannot be told from its bytes.",
            "Save it as UTF-8 with the program that wrote it.",
        )


def sample_text(beginning: bytes, complete: bool) -> str:
    """Turn the first bytes of a file into the text of its sample: whole lines where there are any.

    Args:
        beginning: The first plain bytes.
        complete: They are the whole file.
    """
    stream = LineStream(iter([beginning]), Limits())
    lines = list(stream)
    if not complete and len(lines) > 1 and not lines[-1].endswith("\n"):
        lines.pop()
    return "".join(lines)
