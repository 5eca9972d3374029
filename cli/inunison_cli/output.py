"""Rows on standard output: table, csv, json, jsonl, md.

Owns standard output and the five formats: what is escaped in each and how a value is written. A
format is one function and its line in `_WRITERS`.

* csv: a leading = + - @ or control in a text column gets a ' so that no spreadsheet runs it;
  numbers and instants are left alone. Lists are JSON in a cell. Lines end with a line feed.
* json: an array of objects; jsonl: one object per line. Instants are ISO 8601 in UTC with a Z.
* md: a table in which no text can become markup.
* table: for reading; as blocks of lines where the columns do not fit side by side. Long texts are
  cut, numbers and instants are rounded, and whatever a terminal would obey is written out.
"""

import json
import math
import re
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TextIO

from inunison.storage import refusal
from inunison_cli.plain_text import json_safe, shown

Row = Sequence[object]


class Format(StrEnum):
    """How rows are written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    JSONL = "jsonl"
    MD = "md"


_FORMULA = re.compile(r"[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
_QUOTED = re.compile(r'[",\r\n]|^\s|\s$')
_MARKUP = re.compile(r"([\\`*_\[\]~|])")
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_CELL_CHARACTERS = 1000  # the statement of a finding ends with what it leaves open
_PIPED_WIDTH = 120
_NARROWEST = 12
_LONGEST_WORD = 32
_GAP = 3


def write(
    columns: Sequence[str],
    rows: Sequence[Row],
    form: Format | None = None,
    stream: TextIO | None = None,
) -> None:
    """Write rows.

    Args:
        columns: Names of the columns.
        rows: One value per column: str, int, float, bool, datetime in UTC, None, list or map.
        form: The format; a table on a terminal and csv elsewhere when None.
        stream: Where to; standard output when None.

    Raises:
        StorageError: The disk that standard output goes to is full.
        BrokenPipeError: Who read it has seen enough.
    """
    out = sys.stdout if stream is None else stream
    chosen = form or (Format.TABLE if out.isatty() else Format.CSV)
    try:
        _WRITERS[chosen](columns, rows, out)
        out.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise refusal(Path("standard output"), error) from error


def text_of(value: object) -> str:
    """Return a value as the text of a cell; absent is empty.

    Instants end with Z, lists and maps are JSON, flags are true and false.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return _instant(value)
    if isinstance(value, list | tuple | dict):
        return json.dumps(_jsonable(value), ensure_ascii=False)
    return str(value)


def _instant(value: datetime) -> str:
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _jsonable(value: object) -> object:
    """Return a value that JSON can hold: instants as text, what is no number as null."""
    if isinstance(value, datetime):
        return _instant(value)
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, dict):
        return {str(key): _jsonable(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_jsonable(each) for each in value]
    return value


def _write_csv(columns: Sequence[str], rows: Sequence[Row], out: TextIO) -> None:
    seen = shown if out.isatty() else str
    guarded = [_holds_text(rows, place) for place in range(len(columns))]
    out.write(_csv_line([seen(_guard(name)) for name in columns]))
    for row in rows:
        cells = [
            _guard(text_of(value)) if text else text_of(value)
            for value, text in zip(row, guarded, strict=True)
        ]
        # Readers of csv end at a NUL.
        out.write(_csv_line([seen(cell).replace("\x00", "\ufffd") for cell in cells]))


def _csv_line(cells: Sequence[str]) -> str:
    """Return a line of csv; Python's own writer leaves a lone carriage return without quotes."""
    if len(cells) == 1 and not cells[0]:
        return '""\n'  # an empty line is skipped by readers
    return ",".join(_quoted(cell) for cell in cells) + "\n"


def _quoted(cell: str) -> str:
    if not _QUOTED.search(cell):
        return cell
    doubled = cell.replace('"', '""')
    return f'"{doubled}"'


def _holds_text(rows: Sequence[Row], place: int) -> bool:
    """Tell whether a column holds any text; lists and maps hold text too."""
    return any(isinstance(row[place], str | list | dict) for row in rows)


def _holds_numbers(rows: Sequence[Row], place: int) -> bool:
    """Tell whether a column holds numbers and no text."""
    numbers = any(
        isinstance(row[place], int | float) and not isinstance(row[place], bool) for row in rows
    )
    return numbers and not _holds_text(rows, place)


def _guard(text: str) -> str:
    return f"'{text}" if _FORMULA.match(text) else text


def _write_json(columns: Sequence[str], rows: Sequence[Row], out: TextIO) -> None:
    out.write("[")
    for place, row in enumerate(rows):
        out.write(",\n " if place else "\n ")
        out.write(_object(columns, row))
    out.write("\n]\n" if rows else "]\n")


def _write_jsonl(columns: Sequence[str], rows: Sequence[Row], out: TextIO) -> None:
    for row in rows:
        out.write(_object(columns, row) + "\n")


def _object(columns: Sequence[str], row: Row) -> str:
    made = {name: _jsonable(value) for name, value in zip(columns, row, strict=True)}
    return json_safe(json.dumps(made, ensure_ascii=False, allow_nan=False))


def _write_md(columns: Sequence[str], rows: Sequence[Row], out: TextIO) -> None:
    numeric = [_holds_numbers(rows, place) for place in range(len(columns))]
    out.write(f"| {' | '.join(_md(name) for name in columns)} |\n")
    out.write(f"| {' | '.join('---:' if right else '---' for right in numeric)} |\n")
    for row in rows:
        out.write(f"| {' | '.join(_md(text_of(value)) for value in row)} |\n")


def _md(text: str) -> str:
    """Return text that Markdown shows as it is, in one line."""
    escaped = _MARKUP.sub(r"\\\1", text.translate(_ENTITIES))
    # A bare address would become a link that somebody follows.
    unlinked = re.sub(r"(?i)(https?|ftp)(://)|\b(www)(\.)", _unlinked, escaped)
    lines = re.sub(r"\r\n|\r|\n", "<br>", unlinked)
    return shown(lines) or " "


def _unlinked(found: re.Match[str]) -> str:
    if found[1]:
        return f"{found[1]}&#58;{found[2][1:]}"
    return f"{found[3]}&#46;"


def _write_table(columns: Sequence[str], rows: Sequence[Row], out: TextIO) -> None:
    width = shutil.get_terminal_size((_PIPED_WIDTH, 24)).columns if out.isatty() else _PIPED_WIDTH
    drawn = [
        _Column(
            name=_cell(name),
            cells=[_cell(row[place]) for row in rows],
            is_number=_holds_numbers(rows, place),
        )
        for place, name in enumerate(columns)
    ]
    if sum(column.needed + _GAP for column in drawn) <= width:
        _draw_table(drawn, out, width)
    else:
        _draw_blocks(drawn, out, width)


@dataclass(frozen=True)
class _Column:
    name: str
    cells: list[str]
    is_number: bool

    @property
    def heading(self) -> str:
        """Its name with spaces, where a narrow table may break it."""
        return self.name.replace("_", " ")

    @property
    def longest(self) -> int:
        """Characters of its longest line."""
        return max(len(line) for line in (self.heading, *self.cells))

    @property
    def needed(self) -> int:
        """Characters that it needs at least: whole numbers, or a readable piece of its text."""
        longest = max((len(cell) for cell in self.cells), default=0)
        words = max((len(word) for word in self.heading.split()), default=0)
        return max(words, longest if self.is_number else min(longest, _NARROWEST))

    @property
    def unbroken(self) -> int:
        """Characters in which no word of it is broken, so that a name can be copied."""
        words = (len(word) for cell in self.cells for word in cell.split())
        return max(self.needed, min(max(words, default=0), _LONGEST_WORD))


def _cell(value: object) -> str:
    """Return a value as it is read in a table: one line, cut where it is long."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        return f"{value:,.0f}" if 1000 <= abs(value) < 1e15 else f"{value:.4g}"
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y-%m-%d %H:%M:%S}"
    if isinstance(value, list | tuple):
        text = ", ".join(_cell(each) for each in value)
    else:
        text = text_of(value)
    if len(text) > _CELL_CHARACTERS:
        text = text[: _CELL_CHARACTERS - 4] + " ..."
    return shown(re.sub(r"[\r\n\t]+", " ", text))


def _widths(columns: Sequence[_Column], width: int) -> list[int]:
    """Share a line among columns: what they need, then whole words, then even parts of the rest."""
    widths = [column.needed for column in columns]
    room = width - sum(widths) - _GAP * (len(columns) - 1)
    for place, column in enumerate(columns):
        want = column.unbroken - widths[place]
        if want <= room:
            widths[place] += want
            room -= want
    wants = sorted((column.longest - widths[place], place) for place, column in enumerate(columns))
    for rank, (want, place) in enumerate(wants):
        more = min(want, room // (len(columns) - rank))
        widths[place] += more
        room -= more
    return widths


def _draw_table(columns: Sequence[_Column], out: TextIO, width: int) -> None:
    # Rich takes 100 ms to import: only a table pays for it.
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(file=out, width=width, markup=False, emoji=False, highlight=False)
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for column, given in zip(columns, _widths(columns, width), strict=True):
        table.add_column(
            Text(column.heading),
            justify="right" if column.is_number else "left",
            overflow="fold",
            width=given,
        )
    for cells in zip(*(column.cells for column in columns), strict=True):
        table.add_row(*(Text(cell) for cell in cells))
    console.print(table)


def _draw_blocks(columns: Sequence[_Column], out: TextIO, width: int) -> None:
    """Write each row as lines of name and value, for answers wider than the terminal."""
    from textwrap import wrap

    margin = max(len(column.name) for column in columns) + 2
    for number in range(len(columns[0].cells)):
        if number:
            out.write("\n")
        for column in columns:
            if column.cells[number]:
                lines = wrap(column.cells[number], max(width - margin, 20)) or [""]
                out.write(f"{column.name:<{margin}}{lines[0]}\n")
                out.writelines(f"{'':<{margin}}{line}\n" for line in lines[1:])


_WRITERS: dict[Format, Callable[[Sequence[str], Sequence[Row], TextIO], None]] = {
    Format.TABLE: _write_table,
    Format.CSV: _write_csv,
    Format.JSON: _write_json,
    Format.JSONL: _write_jsonl,
    Format.MD: _write_md,
}
