"""Views of a state's tables: its own rows, or none where it has no such table."""

from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from inunison.detect.gathering import write_actions
from inunison.detect.tables import columns, make_views
from inunison.detect.traces import TRACES, Trace
from inunison.graph.model import EDGES, NODES
from inunison.state import State

FINE = ("published_precision", "precision")


def _viewed(folder: Path, **tables: pa.Table) -> duckdb.DuckDBPyConnection:
    for name, table in tables.items():
        pq.write_table(table, folder / f"{name}.parquet")
    database = duckdb.connect(":memory:")
    make_views(database, State("s", folder, {"counts": dict.fromkeys(tables, 1)}))
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
        write_actions(database, trace, "acts")
        assert database.execute("SELECT * FROM acts").fetchall() == []
        names = [each[0] for each in database.description or []]
        assert names == ["account", "object", "at", "post", "published", *FINE]
        assert database.execute(trace.names, [["k"]]).fetchall() in ([], [("k", "k")])


def test_rows_are_the_states_own_in_its_own_columns(tmp_path: Path) -> None:
    tagged = pa.table({"start": ["p1", "p2"], "end": ["h1", "h2"], "place": [0, 3]})
    with _viewed(tmp_path, tagged=tagged) as database:
        rows = database.execute('SELECT start, "end", place FROM tagged ORDER BY start').fetchall()
        assert rows == [("p1", "h1", 0), ("p2", "h2", 3)]
        names = [name for name, *_ in database.execute("DESCRIBE tagged").fetchall()]
        assert names == ["start", "end", "place"]


def test_a_path_with_signs_of_its_own_is_a_path(tmp_path: Path) -> None:
    folder = tmp_path / "it's [a] *case*"
    folder.mkdir()
    with _viewed(folder, shows=pa.table({"start": ["p"], "end": ["m"]})) as database:
        assert database.execute("SELECT * FROM shows").fetchall() == [("p", "m")]


def test_a_table_that_the_model_does_not_know_is_seen_where_it_has_a_file(tmp_path: Path) -> None:
    with _viewed(tmp_path, beside=pa.table({"x": [1, 2]})) as database:
        assert database.execute("SELECT sum(x) FROM beside").fetchall() == [(3,)]
    again = duckdb.connect(":memory:")
    with again:
        make_views(again, State("s", tmp_path / "other", {"counts": {"beside": 0}}))
        with pytest.raises(duckdb.CatalogException):
            again.execute("SELECT * FROM beside")


def test_empty_tables_have_the_columns_and_types_that_are_promised(tmp_path: Path) -> None:
    with _viewed(tmp_path) as database:
        for table, promised in columns().items():
            described = database.execute(f"DESCRIBE {table}").fetchall()
            assert {name: kind for name, kind, *_ in described} == promised


@pytest.mark.parametrize(
    ("table", "column", "kind"),
    [
        ("posts", "created_at", "BIGINT"),
        ("posts", "uid", "VARCHAR"),
        ("posts", "account", "VARCHAR"),
        ("says", "manual_repost", "BOOLEAN"),
        ("says", "start", "VARCHAR"),
        ("tagged", "place", "INTEGER"),
        ("shows", "end", "VARCHAR"),
        ("accounts", "handle", "VARCHAR"),
    ],
)
def test_columns_that_detection_asks_for_have_their_types(
    table: str, column: str, kind: str
) -> None:
    assert columns()[table][column] == kind


def test_every_edge_has_two_ends_and_every_node_a_uid() -> None:
    held = columns()
    for edge in EDGES:
        assert list(held[edge.table])[:2] == ["start", "end"]
    for node in NODES:
        if node.table:
            assert next(iter(held[node.table])) == "uid"
