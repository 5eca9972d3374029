"""A map for a table that no importer knows: the first rows of the file, and a guess of its columns.

Owns how the rows of the beginning become columns: which layout it has, and what stands between its
cells. What a column is, is guessed by `inunison_importers.map_guess`.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec

from inunison.errors import SourceError
from inunison.opening import called, open_source
from inunison.records import Reject
from inunison_importers.base import Refusal, Sample, TextLines, repair
from inunison_importers.delimited import Row, rows
from inunison_importers.json_lines import JsonRow, json_rows
from inunison_importers.map_guess import Guess, GuessedMap, guess
from inunison_importers.map_writing import map_text
from inunison_importers.mapped_table import mapped
from inunison_importers.table_map import BadMap, read_map

_ROWS = 200
_PATHS = 500
_DEPTH = 6
_DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "upright strokes"}
_DECODER = msgspec.json.Decoder(dict[str, Any])

Columns = list[tuple[str, list[str]]]


@dataclass(frozen=True)
class TableGuess:
    """A table and the map that was guessed for it.

    Attributes:
        name: What the table is called: the file, or the sheet.
        rows: How many of its rows were looked at.
        made: The guess.
        sample: The beginning of the table.
    """

    name: str
    rows: int
    made: GuessedMap
    sample: Sample

    def text(self) -> str:
        """Return the map as the text of its file."""
        return map_text(self.made, self.name, self.rows)

    def trial(self) -> str:
        """Return what becomes of the first rows by the map as it stands, in one sentence."""
        try:
            importer = mapped(read_map(self.text()))
        except BadMap as error:
            return f"The map is not whole yet: {error}."
        answer = importer.sniff(self.sample)
        if isinstance(answer, Refusal):
            return f"The map does not fit yet: {answer.reason}."
        found = importer.read(TextLines(self.sample.text))
        within = (each for each in found if each.row <= self.sample.text.count("\n"))
        rejects = [each.reason for each in within if isinstance(each, Reject)]
        if not rejects:
            return "All of the first rows can be read by it."
        return f"{len(rejects):,} of the first rows cannot be read by it, one because {rejects[0]}."


def guess_map(path: Path) -> TableGuess:
    """Guess a map of the first table in a file.

    Args:
        path: The file: CSV, TSV, JSON lines, a workbook or Parquet, packed or not.

    Raises:
        SourceError: It cannot be opened, or holds no table.
    """
    with open_source(path) as source:
        for member in source.members:
            try:
                sample = source.head(member)
            except SourceError:
                if len(source.members) == 1:
                    raise
                continue
            layout, columns = _columns(sample)
            if columns:
                made = guess(columns, layout)
                return TableGuess(called(member.name), len(columns[0][1]), made, sample)
    raise SourceError(
        f"{called(path.name)} holds no table with a row of names and rows under it.",
        "A map can be made for CSV, TSV, a workbook, Parquet, or JSON with one object a line.",
    )


def _columns(sample: Sample) -> tuple[list[Guess], Columns]:
    """Return the columns of a sample, and how they are laid out."""
    if sample.text.lstrip("\ufeff \t\r\n")[:1] == "{":
        return [Guess("layout", "json lines", "its lines are JSON objects")], _paths(sample)
    tables = [(mark, _table(sample, mark)) for mark in _DELIMITERS]
    mark, found = max(tables, key=lambda each: len(each[1][0]) if each[1] else 0)
    if len(found) < 2 or len(found[0]) < 2:
        return [], []
    layout = []
    if mark != ",":
        layout.append(Guess("delimiter", mark, f"{_DELIMITERS[mark]} stand between its cells"))
    names = [repair(name)[0] for name in found[0]]
    cells = zip(*found[1:], strict=True)
    return layout, [
        (name, list(column))
        for name, column in zip(names, cells, strict=True)
        if name.strip() and names.count(name) == 1
    ]


def _table(sample: Sample, mark: str) -> list[list[str]]:
    """Return the first row and those of its width; nothing where most are of another."""
    found = [
        [repair(cell)[0] for cell in row.cells]
        for row in islice(rows(sample.lines(), mark), _ROWS + 1)
        if isinstance(row, Row)
    ]
    if not found:
        return []
    whole = [row for row in found if len(row) == len(found[0])]
    return whole if len(whole) * 10 >= len(found) * 9 else []


def _paths(sample: Sample) -> Columns:
    """Return the cells of JSON objects by their paths."""
    held = [
        dict(_leaves(row.value, "", 0))
        for row in islice(json_rows(sample.lines(), _DECODER), _ROWS)
        if isinstance(row, JsonRow)
    ]
    found = dict.fromkeys(path for row in held for path in row)
    outer = {path[:place] for path in found for place, mark in enumerate(path) if mark == "."}
    paths = [path for path in found if path not in outer][:_PATHS]
    return [(path, [row.get(path, "") for row in held]) for path in paths]


def _leaves(value: Any, path: str, depth: int) -> Iterator[tuple[str, str]]:
    """Yield the path and the text of everything inside an object that holds no object itself."""
    if isinstance(value, dict) and depth < _DEPTH:
        for name, inner in islice(value.items(), _PATHS):
            yield from _leaves(inner, f"{path}.{name}" if path else name, depth + 1)
    elif isinstance(value, list) and any(isinstance(each, dict) for each in value):
        lists: dict[str, list[str]] = {}
        for each in value[:_ROWS]:
            for inner, text in _leaves(each, path, depth + 1):
                lists.setdefault(inner, []).append(text)
        yield from ((inner, json.dumps(texts)) for inner, texts in lists.items())
    elif isinstance(value, list):
        yield path, json.dumps([_text(each) for each in value[:_ROWS]])
    elif not isinstance(value, dict):
        yield path, _text(value)


def _text(value: Any) -> str:
    if value is None or isinstance(value, list | dict):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    try:
        return str(value)
    except ValueError:  # a number of more digits than Python writes
        return ""
