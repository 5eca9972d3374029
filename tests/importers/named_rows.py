"""Tables with a row of names, written and read by tests of their importers."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TypeVar

from inunison.records import Observation, Post, Record, Reject
from inunison_importers.base import Importer, TextLines

_T = TypeVar("_T")
Cells = Mapping[str, str]


def table(
    rows: Iterable[Cells], defaults: Cells, columns: Sequence[str] = (), delimiter: str = ","
) -> str:
    """A file with a row for each mapping; what one does not say is as in `defaults`."""
    names = list(columns or defaults)
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([{**defaults, **row}.get(name, "") for name in names] for row in rows)
    return out.getvalue()


def read_text(importer: Importer, text: str) -> list[Record | Reject]:
    """What an importer makes of a file."""
    return list(importer.read(TextLines(text)))


def of_type(kind: type[_T], found: Iterable[object]) -> list[_T]:
    """Those of one type."""
    return [each for each in found if isinstance(each, kind)]


def one(kind: type[_T], found: Iterable[object]) -> _T:
    """The only one of a type; nothing was rejected, unless a reject is asked for."""
    held = list(found)
    if kind is not Reject:
        assert of_type(Reject, held) == []
    (only,) = of_type(kind, held)
    return only


class Table:
    """Rows of one format, read by its importer."""

    def __init__(self, importer: Importer, defaults: Cells, delimiter: str = ",") -> None:
        self.importer = importer
        self.defaults = defaults
        self.delimiter = delimiter

    def text(self, *rows: Cells, columns: Sequence[str] = ()) -> str:
        return table(rows, self.defaults, columns, self.delimiter)

    def read(self, *rows: Cells, columns: Sequence[str] = ()) -> list[Record | Reject]:
        return read_text(self.importer, self.text(*rows, columns=columns))

    def post(self, **cells: str) -> Post:
        return one(Post, self.read(cells))

    def seen(self, **cells: str) -> list[Observation]:
        return of_type(Observation, self.read(cells))

    def reason(self, **cells: str) -> str:
        """Why a row is rejected, of which nothing else is read."""
        (only,) = self.read(cells)
        assert isinstance(only, Reject)
        assert only.row >= 2
        return only.reason


def microseconds(time: str) -> int:
    """The instant of a time in UTC, or in the zone that it states."""
    moment = datetime.fromisoformat(time)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return round(moment.timestamp() * 1000) * 1000
