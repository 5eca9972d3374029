"""Rows on standard output: table, csv, json, jsonl, md.

Owns standard output and the five formats: what is escaped in each and how a value is written. A
format is one function and its line in `_WRITERS`.

* csv: a leading = + - @ or control in a text column gets a ' so that no spreadsheet runs it;
  numbers and instants are left alone. Lists are JSON in a cell. Lines end with a line feed.
* json: an array of objects; jsonl: one object per line. Instants are ISO 8601 in UTC with a Z.
* md: a table in which no text can become markup.
* table: for reading; as blocks of lines where the columns do not fit side by side. Long texts are
  cut, and whatever a terminal would obey is written out.
"""

import csv
import io
import json
import math
import re
import shutil
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import TextIO

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
_MARKUP = re.compile(r"([\\`*_\[\]~|])")
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_CELL_CHARACTERS = 300
_PIPED_WIDTH = 120
_NARROWEST = 9


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
    """
    out = sys.stdout if stream is None else stream
    chosen = form or (Format.TABLE if out.isatty() else Format.CSV)
    _WRITERS[chosen](columns, rows, out)


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
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([seen(_guard(name)) for name in columns])
    for row in rows:
        cells = [
            _guard(text_of(value)) if text else text_of(value)
            for value, text in zip(row, guarded, strict=True)
        ]
        writer.writerow([seen(cell).replace("\x00", "\ufffd") for cell in cells])


def _holds_text(rows: Sequence[Row], place: int) -> bool:
    """Tell whether a column holds any text; lists and maps hold text too."""
    return any(isinstance(row[place], str | list | dict) for row in rows)


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
    numeric = [
        any(_is_number(row[place]) for row in rows) and not _holds_text(rows, place)
        for place in range(len(columns))
    ]
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


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _write_table(columns: Sequence[str], rows: Sequence[Row], out: TextIO) -> None:
    width = shutil.get_terminal_size((_PIPED_WIDTH, 24)).columns if out.isatty() else _PIPED_WIDTH
    cells = [[_cell(value) for value in row] for row in rows]
    names = [_cell(name) for name in columns]
    if _fits(names, cells, width):
        _draw_table(names, cells, rows, (out, width))
    else:
        _draw_blocks(names, cells, (out, width))


def _cell(value: object) -> str:
    """Return a value as it is read in a table: one line, cut where it is long."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, datetime):
        return _instant(value).replace("T", " ").removesuffix("Z")
    if isinstance(value, list | tuple):
        text = ", ".join(_cell(each) for each in value)
    else:
        text = text_of(value)
    if len(text) > _CELL_CHARACTERS:
        text = text[: _CELL_CHARACTERS - 4] + " ..."
    return shown(re.sub(r"[\r\n\t]+", " ", text))


def _fits(names: Sequence[str], cells: Sequence[Sequence[str]], width: int) -> bool:
    """Tell whether every column gets room for its name and for a readable piece of its text."""
    needed = 0
    for place, name in enumerate(names):
        longest = max((len(row[place]) for row in cells), default=0)
        needed += max(len(name), min(longest, 2 * _NARROWEST)) + 2
    return needed <= width


def _draw_table(
    names: Sequence[str],
    cells: Sequence[Sequence[str]],
    rows: Sequence[Row],
    place: tuple[TextIO, int],
) -> None:
    # Rich takes 100 ms to import: only a table pays for it.
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    out, width = place
    console = Console(file=out, width=width, markup=False, emoji=False, highlight=False)
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for column, name in enumerate(names):
        number = any(_is_number(row[column]) for row in rows) and not _holds_text(rows, column)
        table.add_column(
            Text(name),
            justify="right" if number else "left",
            overflow="fold",
            no_wrap=number,
            min_width=min(len(name), _NARROWEST),
        )
    for row in cells:
        table.add_row(*(Text(cell) for cell in row))
    console.print(table)


def _draw_blocks(
    names: Sequence[str], cells: Sequence[Sequence[str]], place: tuple[TextIO, int]
) -> None:
    """Write each row as lines of name and value, for answers wider than the terminal."""
    from textwrap import wrap

    out, width = place
    margin = max(len(name) for name in names) + 2
    for number, row in enumerate(cells):
        block = io.StringIO()
        if number:
            block.write("\n")
        for name, cell in zip(names, row, strict=True):
            if cell:
                lines = wrap(cell, max(width - margin, 20)) or [""]
                block.write(f"{name:<{margin}}{lines[0]}\n")
                block.writelines(f"{'':<{margin}}{line}\n" for line in lines[1:])
        out.write(block.getvalue())


_WRITERS: dict[Format, Callable[[Sequence[str], Sequence[Row], TextIO], None]] = {
    Format.TABLE: _write_table,
    Format.CSV: _write_csv,
    Format.JSON: _write_json,
    Format.JSONL: _write_jsonl,
    Format.MD: _write_md,
}
