"""Samples made long: the body of a small file again and again, with fresh ids in each copy.

Owns what of a file can be repeated. Knows no format: where the rows begin is what an importer says,
and of one JSON document the longest list of objects is repeated.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from inunison.opening import open_source
from inunison.records import Post, Record, Reject
from inunison_importers.base import Importer, TextLines

JSON, TABLE, HTML, DOCUMENT = "nested JSON", "table", "HTML", "one document a file"
_LONGEST = 64_000_000
_SHORTEST_ID = 5
_STRIDE = 7_919  # of ids that are neighbours, none becomes what another was
_DIGITS = "0123456789"
_LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz"
_ALONE, _ENDS = "(?<![0-9A-Za-z])", "(?![0-9A-Za-z])"
_LONG_NUMBER = r"(?<![0-9.])[0-9]{15,}(?![0-9.])"


class Prepared:
    """Lines that are in memory, whole ones; each reading begins anew."""

    damaged = False
    cut: str | None = None
    broken: Mapping[int, str] = {}

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)


@dataclass(frozen=True)
class Enlarged:
    """A sample that was made long.

    Attributes:
        sample: The file that it was made from.
        kind: JSON, TABLE, HTML, or DOCUMENT where a file holds one thing and cannot be made longer.
        head: What stands before the rows, such as the names of columns.
        copies: The rows, again and again; each is whole lines. Of a DOCUMENT, the file each time.
        foot: What stands after them.
    """

    sample: Path
    kind: str
    head: str
    copies: Sequence[str]
    foot: str = ""

    def files(self) -> list[Prepared]:
        """Return the lines of each file that it stands for: of one, or of each DOCUMENT."""
        if self.kind == DOCUMENT:
            return [Prepared(list(TextLines(each))) for each in self.copies]
        return [Prepared(list(TextLines("".join((self.head, *self.copies, self.foot)))))]

    @property
    def bytes(self) -> int:
        """How long it is in UTF-8."""
        return sum(len(each.encode()) for each in (self.head, *self.copies, self.foot))


@dataclass(frozen=True)
class _Parts:
    kind: str
    head: str
    body: str
    joint: str = ""
    foot: str = ""


def text_of(sample: Path) -> str:
    """Return the first file of a sample as text."""
    with open_source(sample) as source:
        return "".join(source.stream(source.members[0]))


def counted(records: Sequence[Record | Reject]) -> int:
    """Return how many rows were read: lines that say something, or posts where a line has more."""
    posts = sum(isinstance(each, Post) and each.collected for each in records)
    return max(len({each.row for each in records}), posts)


def telling(importer: Importer, samples: Sequence[Path]) -> Path:
    """Return the sample that tells most; one that can be read as columns goes first."""

    def told(sample: Path) -> tuple[bool, int]:
        text = text_of(sample)
        as_columns = importer.read_columns(text.encode("utf-8", "surrogateescape"))
        return as_columns is not None, counted(_read(importer, text))

    return max(samples, key=told)


def enlarged(importer: Importer, sample: Path, rows: int) -> Enlarged:
    """Return a sample made long.

    Args:
        importer: Who reads it.
        sample: The file.
        rows: How many rows there are to be, roughly; fewer where they would be above 64 MB.
    """
    text = text_of(sample)
    records = _read(importer, text)
    parts = _document(text) or _lines(text, records)
    twice = parts.joint.join((parts.body, parts.body))
    if counted(_read(importer, parts.head + twice + parts.foot)) <= counted(records):
        parts = _Parts(DOCUMENT, "", text)
    size = len(parts.body.encode()) + 1
    copies = max(1, min(rows // max(1, counted(records)), _LONGEST // size))
    ids = _ids(records)
    made = [_fresh(parts.body, ids, place) + parts.joint for place in range(copies)]
    made[-1] = made[-1].removesuffix(parts.joint)
    return Enlarged(sample, parts.kind, parts.head, made, parts.foot)


def _read(importer: Importer, text: str) -> list[Record | Reject]:
    return list(importer.read(TextLines(text)))


def _lines(text: str, records: Sequence[Record | Reject]) -> _Parts:
    """Split a file where its first row begins."""
    lines = text.splitlines(keepends=True)
    first = min((each.row for each in records), default=1) - 1
    body = "".join(lines[first:])
    if not body.endswith("\n"):
        body += "\n"
    kind = (
        JSON if re.match(r"[\[{]|\w+: ", body) else HTML if text.lstrip().startswith("<") else TABLE
    )
    return _Parts(kind, "".join(lines[:first]), body)


def _document(text: str) -> _Parts | None:
    """Split one JSON document of several lines, or one array, around its longest list."""
    begin = re.search(r"[\[{]", text)
    try:
        held = json.loads(text[begin.start() :]) if begin else None
    except ValueError:
        return None
    found = _longest(held)
    if begin is None or found is None or (isinstance(held, dict) and text.count("\n") < 2):
        return None
    entries = list(found)
    mark = "\x00the rows"
    found[:] = [mark]
    before, after = json.dumps(held, ensure_ascii=False, indent=1).split(json.dumps(mark))
    body = ",\n".join(json.dumps(each, ensure_ascii=False, indent=1) for each in entries)
    return _Parts(JSON, text[: begin.start()] + before, body, ",\n", after + "\n")


def _longest(value: Any) -> list[Any] | None:
    """Return the list of objects that takes most room."""
    lists = [each for each in _lists(value) if any(isinstance(entry, dict) for entry in each)]
    return max(lists, key=lambda each: len(json.dumps(each)), default=None)


def _lists(value: Any) -> Iterator[list[Any]]:
    if isinstance(value, list):
        yield value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    yield from chain.from_iterable(_lists(each) for each in inner)


def _ids(records: Sequence[Record | Reject]) -> re.Pattern[str]:
    """Return a pattern of the ids of posts: those that were read, and all that are as long."""
    posts = {each.native_id for each in records if isinstance(each, Post)}
    parts = {part for each in posts for part in re.split(r"[-/:?=&_.]", each)}
    long = [each for each in parts if len(each) >= _SHORTEST_ID and re.search("[0-9]", each)]
    named = sorted(map(re.escape, long), key=lambda each: (-len(each), each))
    return re.compile("|".join([_LONG_NUMBER, *(rf"{_ALONE}{each}{_ENDS}" for each in named)]))


def _fresh(body: str, ids: re.Pattern[str], place: int) -> str:
    """Return a copy of the rows with other ids; a long number keeps the time that it holds."""
    return ids.sub(lambda found: _other(found[0], place), body) if place else body


def _other(name: str, place: int) -> str:
    digits = _DIGITS if name.isdigit() else _LETTERS
    width = min(6 if name.isdigit() else 4, len(name) - 1)
    size = len(digits) ** width
    known = name[-width:].lower()
    if any(each not in digits for each in known):
        known = "0" * width
    number = (int(known, len(digits)) + place * _STRIDE) % size
    made = ""
    for _ in range(width):
        number, last = divmod(number, len(digits))
        made = digits[last] + made
    return name[:-width] + made
