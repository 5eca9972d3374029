"""Views of a state's tables: its own rows, or none where it has no such table."""

from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from inunison.detect.viewing import view_tables

from inunison.detect.traces import TRACES, Trace
from inunison.graph.model import EDGES, NODES
from inunison.state import State


def _viewed(folder: Path, **tables: pa.Table) -> duckdb.DuckDBPyConnection:
    for name, table in tables.items():
        pq.write_table(table, folder / f"{name}.parquet")
    database = duckdb.connect(":memory:")
    view_tables(database, State("s", folder, {"counts": {}}))
    return database


def test_every_table_of_the_model_can_be_asked(tmp_path: Path) -> None:
    with _viewed(tmp_path) as database:
        for kind in (*NODES, *EDGES):
            if kind.table:
                columns = ", ".join(f'"{each.name}"' for each in kind.properties) or "*"
                assert database.execute(f"SELECT {columns} FROM {kind.table}").fetchall() == []


@pytest.mark.parametrize("trace", TRACES, ids=lambda each: each.name)
def test_every_trace_of_an_empty_state_is_empty(tmp_path: Path, trace: Trace) -> None:
    with _viewed(tmp_path) as database:
        assert database.execute(trace.select).fetchall() == []
        names = [each[0] for each in database.description or []]
        assert names == ["account", "object", "at", "post", "published", "precision"]
        assert database.execute(trace.names, [["k"]]).fetchall() in ([], [("k", "k")])


def test_rows_are_the_states_own_and_lacking_columns_hold_nothing(tmp_path: Path) -> None:
    tagged = pa.table({"start": ["p1", "p2"], "end": ["h1", "h2"]})
    with _viewed(tmp_path, tagged=tagged) as database:
        rows = database.execute('SELECT start, "end", place FROM tagged ORDER BY start').fetchall()
        assert rows == [("p1", "h1", None), ("p2", "h2", None)]


def test_a_path_with_signs_of_its_own_is_a_path(tmp_path: Path) -> None:
    folder = tmp_path / "it's [a] *case*"
    folder.mkdir()
    with _viewed(folder, shows=pa.table({"start": ["p"], "end": ["m"]})) as database:
        assert database.execute("SELECT * FROM shows").fetchall() == [("p", "m")]
