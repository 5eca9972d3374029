"""Which fields of a sample its importer reads, found out by altering one after the other.

Owns that measure. A field is read where the records are others once its values are gone, or are
others: nobody has to say so, and no list can grow stale. One that is empty everywhere in the
samples tells nothing. Of JSON the fields are the paths to values that hold no further ones.
"""

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from inunison.opening import open_source
from inunison.records import Article, Reject
from inunison_importers.base import Importer, TextLines

Change = Callable[[Any], Any]
_GONE = object()
# Gone, nothing, and two values of which no field can hold both without a difference.
_CHANGES: tuple[Change, ...] = (lambda _: _GONE, lambda _: None, lambda _: 7, lambda _: "7x")
_CELLS: tuple[Change, ...] = (lambda _: "", lambda _: "7", lambda _: "7x")
_JSON = json.JSONDecoder()
_BEGINS_JSON = ("{", "[", "window.", "event:", "data:", ":")
_ABSENT: tuple[object, ...] = (None, "", [], {})


@dataclass(frozen=True)
class Fields:
    """The fields of the samples of a format, each in order.

    Attributes:
        read: Those that the records depend on.
        unread: Those that they do not.
        empty: Those that no sample fills.
    """

    read: tuple[str, ...]
    unread: tuple[str, ...]
    empty: tuple[str, ...]

    @property
    def told(self) -> int:
        """How many fields some sample fills."""
        return len(self.read) + len(self.unread)


class _Document(NamedTuple):
    """A document of JSON, and whether it stands on several lines."""

    value: Any
    spread: bool


def fields_of(importer: Importer, samples: Iterable[Path]) -> Fields:
    """Return which fields of its samples an importer reads."""
    met: dict[str, str] = {}
    for sample in samples:
        with open_source(sample) as source:
            text = "".join(source.stream(source.members[0]))
        known = frozenset(name for name, said in met.items() if said == "read")
        for name, said in _measured(importer, text, known):
            if met.get(name) != "read" and (said != "empty" or name not in met):
                met[name] = said
    groups = {
        group: tuple(name for name, said in met.items() if said == group)
        for group in ("read", "unread", "empty")
    }
    return Fields(**groups)


def _measured(importer: Importer, text: str, known: frozenset[str]) -> Iterator[tuple[str, str]]:
    if text.lstrip().startswith(_BEGINS_JSON):
        yield from _measured_json(importer, _json_pieces(text), known)
    else:
        yield from _measured_table(importer, text, known)


def _said(importer: Importer, text: str) -> list[object]:
    """Return what an importer makes of a text, without where it stands and what was shown of it."""
    said: list[object] = []
    for record in importer.read(TextLines(text)):
        shown = {"excerpt": ""} if isinstance(record, Reject) else {}
        said.append(msgspec.structs.replace(record, row=0, **shown))
    return said


def _measured_table(
    importer: Importer, text: str, known: frozenset[str]
) -> Iterator[tuple[str, str]]:
    mark = max(",;\t", key=lambda each: max(line.count(each) for line in text.splitlines()[:10]))
    rows = list(csv.reader(StringIO(text, newline=""), delimiter=mark))
    head = max(range(min(10, len(rows))), key=lambda at: len(rows[at]))
    if len(rows[head]) < 2 or len(rows) == 1:
        return
    before = _said(importer, _table(rows, mark))
    if any(isinstance(each, Article) for each in before):
        return  # a page has no fields
    for at, name in enumerate(rows[head]):
        if name in known:
            continue
        filled = [row for row in rows[head + 1 :] if at < len(row) and row[at]]
        if not filled:
            yield name, "empty"
            continue
        altered = (_table(_altered_rows(rows, head, at, change), mark) for change in _CELLS)
        yield name, _verdict(importer, before, altered)


def _altered_rows(rows: list[list[str]], head: int, at: int, change: Change) -> list[list[str]]:
    return [
        [*row[:at], change(row[at]), *row[at + 1 :]] if place > head and at < len(row) else row
        for place, row in enumerate(rows)
    ]


def _table(rows: list[list[str]], mark: str) -> str:
    written = StringIO(newline="")
    csv.writer(written, delimiter=mark, lineterminator="\n").writerows(rows)
    return written.getvalue()


def _verdict(importer: Importer, before: list[object], altered: Iterable[str]) -> str:
    return "read" if any(_said(importer, each) != before for each in altered) else "unread"


def _json_pieces(text: str) -> list[Any]:
    """Return the documents of a text, and as texts what stands between them."""
    pieces: list[Any] = []
    at = begun = 0
    while at < len(text):
        if text[at] in "{[":
            try:
                value, end = _JSON.raw_decode(text, at)
            except (ValueError, RecursionError):
                end = at
            if end > at and isinstance(value, dict | list) and value:
                pieces += [text[begun:at], _Document(value, "\n" in text[at:end])]
                at = begun = end
                continue
        at += 1
    return [*pieces, text[begun:]]


def _measured_json(
    importer: Importer, pieces: list[Any], known: frozenset[str]
) -> Iterator[tuple[str, str]]:
    before = _said(importer, _written(pieces))
    paths: dict[tuple[str, ...], bool] = {}
    for piece in pieces:
        if isinstance(piece, _Document):
            for path, is_filled in _paths(piece.value, ()):
                paths[path] = paths.get(path, False) or is_filled
    for path, is_filled in paths.items():
        name = ".".join(path)
        if name in known:
            continue
        if not is_filled:
            yield name, "empty"
            continue
        altered = (_written([_with(each, path, change) for each in pieces]) for change in _CHANGES)
        yield name, _verdict(importer, before, altered)


def _written(pieces: list[Any]) -> str:
    return "".join(
        each if isinstance(each, str) else json.dumps(each.value, indent=1 if each.spread else None)
        for each in pieces
    )


def _with(piece: Any, path: tuple[str, ...], change: Change) -> Any:
    if isinstance(piece, _Document):
        return piece._replace(value=_altered(piece.value, path, change))
    return piece


def _paths(value: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], bool]]:
    """Yield the paths to what holds no further fields, and whether it is filled."""
    if isinstance(value, dict) and value:
        for key, held in value.items():
            yield from _paths(held, (*path, key))
    elif isinstance(value, list) and any(isinstance(each, dict | list) for each in value):
        for each in value:
            yield from _paths(each, path)
    elif path:
        yield path, value not in _ABSENT


def _altered(value: Any, path: tuple[str, ...], change: Change) -> Any:
    if isinstance(value, list):
        return [_altered(each, path, change) for each in value]
    if not isinstance(value, dict) or path[0] not in value:
        return value
    made = {}
    for key, held in value.items():
        if key != path[0]:
            made[key] = held
        elif len(path) > 1:
            made[key] = _altered(held, path[1:], change)
        elif (new := change(held)) is not _GONE:
            made[key] = new
    return made
