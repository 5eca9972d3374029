"""States of every table of the model, filled with values that files of a format trip over."""

import json
import re
from collections.abc import Callable, Iterator
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from inunison.folder import CaseFolder
from inunison.graph.kinds import Edge, Node, Property, Type
from inunison.graph.model import EDGES, NODES
from inunison.graph.rows import FIRST_INSTANT, LAST_INSTANT
from inunison.identity import uid
from inunison.state import State

ROWS = 120
_LONG = 'five megabytes, "quoted", \\ \u2028\r\n\x00 \U0001f600 '

TEXTS = (
    *(
        "",
        " ",
        "plain",
        " before",
        "after ",
        "\ttabs\t",
        "\v\f",
        "\x1c\x1d\x1e\x85",
        "\u3000\u00a0",
    ),
    *(
        '"',
        '""',
        '"""',
        'a"b',
        '"a',
        'a"',
        '","',
        '"\n,"',
        '\\"',
        "\\",
        "\\\\",
        "a\\",
        "\\,",
        "\\n",
    ),
    *(",", ";", "|", "'", "'a'", "`", "a,b", "a;b", "[1, 2]", "{}", "#", "=1+1", "-", "\\N", ":ID"),
    *("\n", "\r", "\r\n", "\n\n", "a\nb", "a\rb", "a\r\nb", "\ra", "a\r", "\na", "a\n"),
    *(
        "\x00",
        "a\x00b",
        "\x00\x00a",
        "a\x00",
        "\x01\x02\x1a\x1b[31m\x7f",
        "\ufeff",
        "\ufeffa",
        "a\ufeffb",
    ),
    *("\u2028", "a\u2028b", "\u2029", "\ufffd", "\ufffe\uffff", "\U0010ffff", "e\u0301", "\u00e9"),
    *(
        "\U0001f600",
        "\U0001f469\u200d\U0001f469\u200d\U0001f467",
        "\u202eabc",
        "null",
        "NULL",
        "NaN",
    ),
    *("true", "1", "1.0", "2021-03-06T14:03:12Z", "uid", "DETACH DELETE n //", "<script>", "$1"),
    (_LONG * (5_000_000 // len(_LONG.encode()) + 1)),
)
WHOLES = (0, 1, -1, 2**31, -(2**31), 2**53 + 1, 2**63 - 1, -(2**63))
FLOATS = (
    *(0.0, -0.0, 0.1, 1 / 3, 0.1 + 0.2, 1e-300, 5e-324, 1.7976931348623157e308, -1e22, 1e16),
    *(123456789.12345679, 2.5, float("inf"), float("-inf"), float("nan"), 1e15, 1e-5),
)
INSTANTS = (
    *(0, -1, 1, 1_615_039_392_000_000, 1_615_039_392_123_456, 1_615_039_392_100_000),
    *(FIRST_INSTANT, LAST_INSTANT, FIRST_INSTANT - 1, LAST_INSTANT + 1, 2**62, -(2**40)),
)
_VALUES: dict[Type, tuple[Any, ...]] = {
    Type.STRING: TEXTS,
    Type.INTEGER: WHOLES,
    Type.FLOAT: FLOATS,
    Type.BOOLEAN: (True, False),
    Type.INSTANT: INSTANTS,
}
_COLUMNS = {
    Type.STRING: pa.string(),
    Type.INTEGER: pa.int64(),
    Type.FLOAT: pa.float64(),
    Type.BOOLEAN: pa.bool_(),
    Type.INSTANT: pa.int64(),
}


def hostile_state(folder: CaseFolder, name: str, rows: int = ROWS) -> State:
    """Make a state in the cache of a case; `rows` of every label and every type of edge."""
    return _made(folder, name, lambda node: _nodes(node, rows), lambda edge: _edges(edge, rows))


def small_state(folder: CaseFolder, name: str, rows: int) -> State:
    """Make a state of a few ordinary rows; a larger one holds all that a smaller one does."""

    def plain(held: Property, row: int) -> Any:
        if held.type is Type.STRING:
            return f"{held.name} {row}"
        return _VALUES[held.type][row % 2]

    def nodes(node: Node) -> list[dict[str, Any]]:
        return [
            {
                "uid": _uid(node.label, row),
                **{each.name: plain(each, row) for each in node.properties},
            }
            for row in range(rows)
        ]

    def edges(edge: Edge) -> list[dict[str, Any]]:
        return [
            {
                "start": _uid(edge.start, row),
                "end": _uid(edge.end, (row * 3) % rows),
                **{each.name: plain(each, row) for each in edge.properties},
            }
            for row in range(rows)
        ]

    return _made(folder, name, nodes, edges)


def _made(
    folder: CaseFolder,
    name: str,
    nodes: Callable[[Node], list[dict[str, Any]]],
    edges: Callable[[Edge], list[dict[str, Any]]],
) -> State:
    path = folder.cache_path / "states" / name
    path.mkdir(parents=True)
    counts = {node.table: _write(path, node, nodes(node)) for node in NODES if node.table}
    counts |= {edge.table: _write(path, edge, edges(edge)) for edge in EDGES}
    (path / "state.json").write_text(json.dumps({"counts": counts}))
    return State(name, path, {"counts": counts})


def _write(path: Path, kind: Node | Edge, rows: list[dict[str, Any]]) -> int:
    keys = ["uid"] if isinstance(kind, Node) else ["start", "end"]
    fields = [pa.field(key, pa.string()) for key in keys]
    fields += [pa.field(each.name, _COLUMNS[each.type]) for each in kind.properties]
    table = pa.Table.from_pylist(rows, schema=pa.schema(fields))
    pq.write_table(table, path / f"{kind.table}.parquet", row_group_size=50)
    return len(rows)


def _uid(label: str, row: int) -> str:
    return uid(label, str(row))


def _absent_now_and_then(values: tuple[Any, ...], start: int) -> Iterator[Any]:
    """Go through all values in turn, again and again, and leave one out between them at times."""
    for turn, value in enumerate(cycle(values)):
        if (turn + start) % 7 == 0:
            yield None
        yield value


def in_one_line(node: Node) -> bool:
    """Tell whether the texts of a label in a hostile state break no line: every other label."""
    return NODES.index(node) % 2 == 1


def _filled(properties: tuple[Property, ...], rows: int) -> list[dict[str, Any]]:
    """Fill the properties of so many rows; no two properties go in step."""
    columns = {}
    for place, held in enumerate(properties):
        values = _VALUES[held.type]
        if held.name not in {"sample", "description"}:  # a few columns of long texts are enough
            values = tuple(value for value in values if value is not TEXTS[-1])
        shift = place % len(values)
        turned = values[shift:] + values[:shift]
        columns[held.name] = list(islice(_absent_now_and_then(turned, place), rows))
    return [{name: column[row] for name, column in columns.items()} for row in range(rows)]


def _joined(value: Any) -> Any:
    return re.sub("[\r\n]", "", value) if isinstance(value, str) else value


def _nodes(node: Node, rows: int) -> list[dict[str, Any]]:
    filled = _filled(node.properties, rows)
    if in_one_line(node):
        filled = [{name: _joined(value) for name, value in row.items()} for row in filled]
    return [{"uid": _uid(node.label, row), **held} for row, held in enumerate(filled)]


def _edges(edge: Edge, rows: int) -> list[dict[str, Any]]:
    filled = _filled(edge.properties, rows)
    for row, held in enumerate(filled):
        if edge.keys:  # a key is never absent, and one pair has several edges
            held |= {key: TEXTS[row % (len(TEXTS) - 1)] for key in edge.keys}
        held["start"] = _uid(edge.start, row // 2 if edge.keys else row)
        held["end"] = _uid(edge.end, row // 2 if edge.keys else (row * 7 + 3) % rows)
    return filled
