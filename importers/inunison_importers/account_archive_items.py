"""The files of a Twitter account's archive: a script that holds one list of objects.

Owns the line that names what the list holds (``window.YTD.tweets.part0 = [``), and where an object
begins and ends, whether it stands on one line or on many. Where one is broken it is rejected, and
those after it are read. Decodes nothing.
"""

import re
from collections.abc import Iterator

from inunison.records import Reject
from inunison_importers.base import Lines, Sample, excerpt, repair
from inunison_importers.json_documents import DOCUMENT_CHARACTERS, Document

MANIFEST = "manifest"
"""What the file is called that says whose archive it is and when it was made."""

_BYTE_ORDER_MARK = "\ufeff"
_NAME = re.compile(
    r"\s*window\.(?:YTD\.([A-Za-z0-9_]{1,80})\.part[0-9]{1,6}|(__THAR_CONFIG))\s*=\s*"
)
# Possessive, so that a text of many megabytes leaves nothing to come back to.
_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+(?:"|\\?$)|[{}]')
_BETWEEN = " \t\r\n,;[]}"
_ENDS_EARLY = "its JSON ends too early"


def held(text: str) -> str | None:
    """Return what a file holds, by its first line; None where it is of no archive."""
    found = _NAME.match(text.removeprefix(_BYTE_ORDER_MARK))
    if found is None:
        return None
    return found[1] or MANIFEST


def first_object(sample: Sample) -> Document | None:
    """Return the first object of a file, None where it is not whole in the sample."""
    found = next(items(sample.lines()), None)
    return found if isinstance(found, Document) else None


class _Reader:
    """Reads the lines of one file into objects."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._pieces: list[str] = []
        self._size = 0
        self._depth = 0
        self._first = 0
        self._indent = ""
        self._lost = False  # inside an object that was rejected

    def items(self) -> Iterator[Document | Reject]:
        number = 0
        for number, line in enumerate(self._lines, start=1):
            if number in self._lines.broken:
                yield from self._broken(number, self._lines.broken[number])
                continue
            if self._lines.cut is not None and not line.endswith("\n"):
                yield from self._broken(number, self._lines.cut, line)
                return
            if number == 1:
                line = _NAME.sub("", line.removeprefix(_BYTE_ORDER_MARK), count=1)  # noqa: PLW2901
            if "{" not in line and "}" not in line and self._depth and not self._lost:
                self._hold(line)
                continue
            if self._depth or self._lost:
                begins = self._begins_anew(line)
                if self._lost and not begins:
                    continue
                if begins and (self._depth > 1 or (self._depth == 1 and line[0] != "}")):
                    yield self._reject(_ENDS_EARLY)
                self._lost = False
            yield from self._scan(number, line)
        if self._lines.cut is not None:
            yield from self._broken(number + 1, self._lines.cut)
        elif self._depth:
            yield self._reject(_ENDS_EARLY)

    def _begins_anew(self, line: str) -> bool:
        """Whether an object can only begin with this line, whatever stands open before it."""
        if line.startswith(("}, {", "{")):
            return True
        return bool(self._indent) and line.rstrip() == self._indent + "{"

    def _scan(self, number: int, line: str) -> Iterator[Document | Reject]:
        """Follow the brackets of a line."""
        start = 0
        for token in _TOKEN.finditer(line):
            mark = token[0]
            if mark == "{":
                if self._depth == 0:
                    # what is odd before an object is kept with it, to be told of the same row
                    odd = _odd(line[start : token.start()])
                    start = line.index(odd, start) if odd else token.start()
                    self._first = number
                    self._indent = line[:start] if line[:start].isspace() else ""
                self._depth += 1
            elif mark == "}" and self._depth:
                self._depth -= 1
                if self._depth == 0:
                    self._hold(line[start : token.end()])
                    start = token.end()
                    yield self._whole()
        if self._depth:
            self._hold(line[start:])
        elif odd := _odd(line[start:]):
            yield Reject(number, "it is not JSON", excerpt(odd))

    def _hold(self, piece: str) -> None:
        self._size += len(piece)
        self._pieces.append(piece if self._size <= DOCUMENT_CHARACTERS else "")

    def _whole(self) -> Document | Reject:
        if self._size > DOCUMENT_CHARACTERS:
            return self._reject(f"the document is longer than {DOCUMENT_CHARACTERS:,} characters")
        text = "".join(self._pieces)
        self._forget()
        return Document(self._first, *(repair(text) if self._lines.damaged else (text, False)))

    def _reject(self, reason: str) -> Reject:
        shown = excerpt("".join(self._pieces[:20]))
        self._forget()
        return Reject(self._first, reason, shown)

    def _broken(self, number: int, reason: str, line: str = "") -> Iterator[Reject]:
        if self._depth:
            yield self._reject(reason)
            self._lost = True
        else:
            yield Reject(number, reason, excerpt(line))

    def _forget(self) -> None:
        self._pieces, self._size, self._depth = [], 0, 0


def _odd(text: str) -> str:
    """Return what stands between objects beside the marks of a list; empty where nothing does."""
    return text.strip(_BETWEEN)


def items(lines: Lines) -> Iterator[Document | Reject]:
    """Read the objects of a file, in order, one in memory at a time.

    Args:
        lines: The lines of the file.

    Yields:
        Objects, and rejects for what cannot be handed out. Where the file was cut, its last yield
        is a reject that says so. An object is at most 64 Mi characters long.
    """
    yield from _Reader(lines).items()
