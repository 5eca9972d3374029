"""The tables of a state as the CSV files that `neo4j-admin` reads: one per label and edge type.

Owns the text of every value there: what is absent is nothing, what is empty is a pair of quotes,
instants are UTC to the microsecond, floats have all their digits, and nodes are named by dense
whole numbers that edges refer to. The files are plain: for a million posts gzip took 16 s longer to
write and saved the importer nothing. Starts nothing and knows no server.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from inunison import engine, machine, storage
from inunison.graph.kinds import Edge, Node, Property, Type
from inunison.graph.model import CASE, EDGES, NODES
from inunison.graph.rows import FIRST_INSTANT, LAST_INSTANT
from inunison.state import State

Progress = Callable[[str, int, int], None]

_HEADERS = {
    Type.STRING: "string",
    Type.INTEGER: "long",
    Type.FLOAT: "double",
    Type.BOOLEAN: "boolean",
    Type.INSTANT: "datetime",
}
_KEY = Property("uid", Type.STRING, "the key")
_STEP = "writing tables"
_CASE_TABLE = "the_case"

# The importer holds several buffers of the longest value at once, each character in two bytes: so
# many bytes are within the smallest heap.
LONGEST_VALUE = 16_000_000


@dataclass(frozen=True)
class Tables:
    """What was written.

    Attributes:
        folder: The folder of the files.
        arguments: How `neo4j-admin` is told of them; names are relative to the folder.
        nodes: Rows of nodes, the Case among them.
        edges: Rows of edges.
        longest: Bytes of the longest value.
        broken: Names of the files in which a value goes over several lines.
    """

    folder: Path
    arguments: tuple[str, ...]
    nodes: int
    edges: int
    longest: int
    broken: tuple[str, ...]


def longest_value(database: duckdb.DuckDBPyConnection, state: State) -> int:
    """Return the bytes of the longest text of a state, in UTF-8."""
    longest = 0
    for node in _held_nodes(state):
        texts = [each.name for each in node.properties if each.type is Type.STRING]
        lengths = ", ".join(f'max(strlen("{name}"))' for name in ["uid", *texts])
        row = database.execute(f"SELECT {lengths} FROM {_file(state, node.table)}").fetchone()
        longest = max([longest, *(value for value in row or () if value is not None)])
    return longest


def write(state: State, case: dict[str, object], folder: Path, progress: Progress) -> Tables:
    """Write a state and the node of its case into a folder that is not there yet.

    Args:
        state: What to write.
        case: `uid` and properties of the Case node.
        folder: The folder to make.
        progress: Called with what is done, how many rows are written and how many there are.

    Raises:
        StorageError: The disk is full or the folder may not be written.
    """
    with storage.writing(folder):
        folder.mkdir(parents=True)
        with engine.opened(folder / "spill", memory_mb=machine.memory_mb()) as database:
            return _Writer(database, state, folder, progress).write(case)


class _Writer:
    """Writes one state; nodes first, since edges name them by their numbers."""

    def __init__(
        self,
        database: duckdb.DuckDBPyConnection,
        state: State,
        folder: Path,
        progress: Progress,
    ) -> None:
        self._database = database
        self._state = state
        self._folder = folder
        self._progress = progress
        counts = state.summary["counts"]
        tables = [node.table for node in _held_nodes(state)]
        tables += [edge.table for edge in _held_edges(state)]
        self._total = sum(counts.get(table, 0) for table in tables)
        self._done = 0
        self._arguments: list[str] = []
        self._broken: list[str] = []

    def write(self, case: dict[str, object]) -> Tables:
        for node in _held_nodes(self._state):
            self._number(node)
            self._write_nodes(node)
        self._write_case(case)
        nodes = self._done
        for edge in _held_edges(self._state):
            self._write_edges(edge)
        return Tables(
            self._folder,
            tuple(self._arguments),
            nodes + 1,
            self._done - nodes,
            longest_value(self._database, self._state),
            tuple(self._broken),
        )

    def _number(self, node: Node) -> None:
        """Give each node of a label the next whole number, in the order of its table."""
        self._database.execute(
            f"CREATE TEMP TABLE number_of_{node.table} AS"
            f" SELECT uid, {self._done} + file_row_number AS number"
            f" FROM {_file(self._state, node.table, 'file_row_number = true')}"
        )

    def _write_nodes(self, node: Node) -> None:
        columns = [f'{self._done} + file_row_number AS ":ID"']
        columns += [_value(each) for each in (_KEY, *node.properties)]
        query = (
            f"SELECT {', '.join(columns)}"
            f" FROM {_file(self._state, node.table, 'file_row_number = true')}"
        )
        option = f"--nodes={node.label}"
        self._copy(option, node.table, query, (_KEY, *node.properties))

    def _write_case(self, case: dict[str, object]) -> None:
        held = [each for each in (_KEY, *CASE.properties) if each.name in case]
        names = ", ".join(f'? AS "{each.name}"' for each in held)
        self._database.execute(
            f"CREATE TEMP TABLE {_CASE_TABLE} AS SELECT {names}",
            [case[each.name] for each in held],
        )
        columns = ", ".join(_value(each) for each in held)
        query = f'SELECT {self._done} AS ":ID", {columns} FROM {_CASE_TABLE}'
        self._copy(f"--nodes={CASE.label}", _CASE_TABLE, query, held)
        self._done -= 1  # it is a row of no table

    def _write_edges(self, edge: Edge) -> None:
        starts, ends = _table_of(edge.start), _table_of(edge.end)
        columns = [
            'starts.number AS ":START_ID"',
            'ends.number AS ":END_ID"',
            *(_value(each, "edge.") for each in edge.properties),
        ]
        query = (
            f"SELECT {', '.join(columns)} FROM {_file(self._state, edge.table)} AS edge"
            f" JOIN number_of_{starts} AS starts ON starts.uid = edge.start"
            f' JOIN number_of_{ends} AS ends ON ends.uid = edge."end"'
        )
        self._copy(f"--relationships={edge.type}", edge.table, query, edge.properties)

    def _copy(self, option: str, table: str, query: str, properties: Sequence[Property]) -> None:
        """Write the rows of a query, and tell the importer of the file where there are any."""
        name = f"{table}.csv"
        texts = [each for each in properties if each.type is Type.STRING]
        # Quotes around every text tell the empty one from the absent one.
        headers = ", ".join(f'"{_header(each)}"' for each in texts)
        quoted = f", FORCE_QUOTE ({headers})" if texts else ""
        target = str(self._folder / name).replace("'", "''")
        shape = "FORMAT csv, HEADER true, DELIMITER ',', QUOTE '\"', ESCAPE '\"', NULLSTR ''"
        written = self._database.execute(
            f"COPY ({query}) TO '{target}' ({shape}{quoted})"
        ).fetchone()
        rows = int(written[0]) if written else 0
        if rows:  # the importer opens a file several times, one without rows too
            self._arguments.append(f"{option}={name}")
            if texts and self._breaks(table, texts):
                self._broken.append(name)
        self._done += rows
        self._progress(_STEP, self._done, self._total)

    def _breaks(self, table: str, texts: list[Property]) -> bool:
        """Tell whether a text of a table holds a break of lines."""
        source = table if table == _CASE_TABLE else _file(self._state, table)
        breaks = " OR ".join(
            f'contains("{each.name}", chr({sign}))' for each in texts for sign in (10, 13)
        )
        row = self._database.execute(f"SELECT bool_or({breaks}) FROM {source}").fetchone()
        return bool(row and row[0])


def _held_nodes(state: State) -> list[Node]:
    return [node for node in NODES if node.table and state.table(node.table).exists()]


def _held_edges(state: State) -> list[Edge]:
    """Return the edge types that a state holds; both of their labels are then held too."""
    tables = {node.label for node in _held_nodes(state)}
    return [
        edge
        for edge in EDGES
        if state.table(edge.table).exists() and {edge.start, edge.end} <= tables
    ]


def _table_of(label: str) -> str:
    return next(node.table for node in NODES if node.label == label)


def _header(held: Property) -> str:
    return f"{held.name}:{_HEADERS[held.type]}"


def _value(held: Property, source: str = "") -> str:
    """Return the SQL of one value as the importer reads it, named by its header."""
    column = f'{source}"{held.name}"'
    if held.type is Type.INSTANT:
        column = (
            f"CASE WHEN {column} BETWEEN {FIRST_INSTANT} AND {LAST_INSTANT}"
            f" THEN strftime(make_timestamp({column}), '%Y-%m-%dT%H:%M:%S.%fZ') END"
        )
    elif held.type is Type.FLOAT:  # Java has other words for what is no number
        column = (
            f"CASE WHEN isnan({column}) THEN 'NaN' WHEN {column} = 'inf'::DOUBLE THEN 'Infinity'"
            f" WHEN {column} = '-inf'::DOUBLE THEN '-Infinity' ELSE {column}::VARCHAR END"
        )
    return f'{column} AS "{_header(held)}"'


def _file(state: State, table: str, option: str = "") -> str:
    path = engine.literal(state.table(table)).replace("'", "''")
    return f"read_parquet('{path}'{f', {option}' if option else ''})"
