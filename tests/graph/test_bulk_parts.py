"""The parts of the bulk road that need no server: tables, what the importer says, the two homes."""

import csv
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from inunison import engine
from inunison.errors import ServerError, StorageError
from inunison.folder import CaseFolder
from inunison.graph import bulk, load
from inunison.graph.bulk import importer, longest_value, tables
from inunison.graph.bulk.importer import _failure, _Stage
from inunison.graph.bulk.tables import Tables
from inunison.graph.model import EDGES, NODES
from inunison.graph.roads import Road
from inunison.graph.server import download, is_new, runtime, second
from inunison.graph.server.places import ServerFolder, server_folder
from inunison.graph.server.program import LONG_TERM
from tests.graph import hostile
from tests.graph.hostile import TEXTS, hostile_state, small_state


@pytest.fixture
def folder(tmp_path: Path) -> CaseFolder:
    return CaseFolder.create(tmp_path / "case [1]", name="Tables")


@pytest.fixture
def place(tmp_path: Path) -> ServerFolder:
    return ServerFolder("some-case", tmp_path / "servers" / "some-case")


def _silent(_what: str, _done: int, _total: int) -> None:
    pass


def _rows(path: Path) -> list[list[str]]:
    csv.field_size_limit(20_000_000)
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_nodes_are_numbered_through_and_edges_name_the_numbers(
    folder: CaseFolder, tmp_path: Path
) -> None:
    state = small_state(folder, "one", 6)
    told: list[tuple[int, int]] = []
    written = tables.write(
        state,
        {"uid": folder.id, "name": "Tables"},
        tmp_path / "csv",
        lambda _what, done, total: told.append((done, total)),
    )
    labels = [node for node in NODES if node.table]
    assert (written.nodes, written.edges) == (6 * len(labels) + 1, 6 * len(EDGES))
    assert told[-1] == (6 * (len(labels) + len(EDGES)),) * 2
    numbers: dict[tuple[str, str], str] = {}
    for node in labels:
        header, *rows = _rows(tmp_path / "csv" / f"{node.table}.csv")
        assert header[:2] == [":ID", "uid:string"]
        numbers |= {(node.label, row[1]): row[0] for row in rows}
    assert sorted(map(int, numbers.values())) == list(range(6 * len(labels)))
    assert _rows(tmp_path / "csv" / "the_case.csv")[1] == [str(len(numbers)), folder.id, "Tables"]
    for edge in EDGES:
        wanted = engine.connect(tmp_path / "spill").execute(
            f"SELECT start, \"end\" FROM '{engine.literal(state.table(edge.table))}'"
        )
        ends = {
            (numbers[edge.start, start], numbers[edge.end, end]) for start, end in wanted.fetchall()
        }
        header, *rows = _rows(tmp_path / "csv" / f"{edge.table}.csv")
        assert header[:2] == [":START_ID", ":END_ID"]
        assert {(row[0], row[1]) for row in rows} == ends


def test_what_is_empty_and_what_is_absent_differ_in_the_file(
    folder: CaseFolder, tmp_path: Path
) -> None:
    written = tables.write(hostile_state(folder, "all"), {"uid": "c"}, tmp_path / "csv", _silent)
    text = (tmp_path / "csv" / "hashtags.csv").read_bytes()
    assert b',""\n' in text
    assert b'",\n' in text
    assert not (tmp_path / "csv" / "spill").exists()
    assert written.longest == max(len(text.encode()) for text in TEXTS) > 5_000_000


def test_the_files_of_several_lines_a_value_are_named(folder: CaseFolder, tmp_path: Path) -> None:
    """The importer reads such a file in one thread, and any other in as many as there are."""
    state = hostile_state(folder, "all")
    written = tables.write(state, {"uid": "c", "name": "a\rb"}, tmp_path / "csv", _silent)
    labels = {f"{node.table}.csv" for node in NODES if node.table and not hostile.in_one_line(node)}
    assert "posts.csv" not in labels
    edges = {"co_acted.csv", "evidenced_by.csv"}  # those with a text of their own
    assert set(written.broken) == labels | {"the_case.csv"} | edges
    plain = tables.write(small_state(folder, "plain", 3), {"uid": "c"}, tmp_path / "2", _silent)
    assert plain.broken == ()


def test_a_file_without_rows_is_not_imported(folder: CaseFolder, tmp_path: Path) -> None:
    state = small_state(folder, "none", 0)
    written = tables.write(state, {"uid": "c"}, tmp_path / "csv", _silent)
    assert written.arguments == ("--nodes=Case=the_case.csv",)
    assert (written.nodes, written.edges) == (1, 0)


def test_an_edge_without_an_end_is_not_made_up(folder: CaseFolder, tmp_path: Path) -> None:
    state = small_state(folder, "one", 6)
    engine.write_parquet(
        engine.connect(tmp_path / "spill"),
        "SELECT 'nobody' AS start, 'nothing' AS \"end\", true AS inferred ORDER BY ALL",
        state.table("posted"),
    )
    tables.write(state, {"uid": "c"}, tmp_path / "csv", _silent)
    assert len(_rows(tmp_path / "csv" / "posted.csv")) == 1


def test_tables_that_a_state_has_not_are_left_out(folder: CaseFolder, tmp_path: Path) -> None:
    state = small_state(folder, "one", 2)
    for name in ("spaces", "in_space", "findings"):
        state.table(name).unlink()
    written = tables.write(state, {"uid": "c"}, tmp_path / "csv", _silent)
    names = " ".join(written.arguments)
    assert "spaces.csv" not in names
    assert "involves.csv" not in names  # its findings are not there
    assert "--relationships=POSTED=posted.csv" in written.arguments


def test_a_folder_that_is_there_is_not_written_into(folder: CaseFolder, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="could not be written"):
        tables.write(small_state(folder, "one", 2), {"uid": "c"}, tmp_path, _silent)


def test_the_longest_value_is_in_bytes(folder: CaseFolder, tmp_path: Path) -> None:
    state = small_state(folder, "one", 2)
    assert longest_value(engine.connect(tmp_path / "spill"), state) == 24
    engine.write_parquet(
        engine.connect(tmp_path / "spill"),
        "SELECT 'a' AS uid, repeat('\U0001f600', 30) AS name ORDER BY ALL",
        state.table("hashtags"),
    )
    assert longest_value(engine.connect(tmp_path / "spill"), state) == 120


def test_progress_is_read_from_what_the_importer_prints(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    stage = _Stage(Tables(tmp_path, (), 1000, 400, 0, ()), lambda *given: told.append(given))
    for line in (
        ".......... .......... .......... .......... ..........   5% ∆0ms [0ms]",
        "(1/4) Node import 2026-11-24 19:52:03.352+0000",
        "  Estimated required memory usage: 1020MiB",
        "-......... .......... .......... .......... ..........   5% ∆49ms [49ms]",
        ".......... .......... .......... .......... .......... 100% ?0ms [32ms]",
        "(3/4) Relationship linking 2026-11-24 19:52:03.352+0000",
        ".......... .......... .......... .......... ..........  50% ∆0ms [32ms]",
        "(4/4) Post processing 2026-11-24 19:52:03.403+0000",
        ".......... .......... .......... .......... ..........  50% ∆0ms [32ms]",
        "a 90% share of something",
    ):
        stage.hear(line + "\n")
    assert told == [
        ("importing nodes", 50, 1000),
        ("importing nodes", 1000, 1000),
        ("linking edges", 200, 400),
        ("finishing the store", 700, 1400),
    ]


@pytest.mark.parametrize(
    ("printed", "reported", "kind", "said"),
    [
        ("java.io.IOException: No space left on device", "", StorageError, "The disk is full"),
        ("Caused by: java.io.IOException: File too large", "", StorageError, "The disk is full"),
        ("java.nio.file.AccessDeniedException: /x", "", StorageError, "may not be written"),
        ("java.lang.OutOfMemoryError: Java heap space", "", ServerError, "not enough memory"),
        (
            "Import error: bad",
            "3 (global id space)-[X]->4\nmore",
            ServerError,
            "3 (global id space)",
        ),
        ("x\nCaused by: a\n\tat y\nCaused by: b\n\tat z", "", ServerError, "failed: Caused by: b"),
        ("", "", ServerError, "it said nothing"),
    ],
)
def test_a_failure_of_the_importer_is_one_sentence(
    place: ServerFolder, printed: str, reported: str, kind: type, said: str
) -> None:
    place.path.mkdir(parents=True)
    log, report = place.path / "import.log", place.path / "import.report"
    log.write_text(printed)
    if reported:
        report.write_text(reported)
    error = _failure(place, log, report)
    assert type(error) is kind
    assert said in error.message
    assert "\n" not in error.message
    assert error.advice


def test_one_file_names_the_home_in_use(place: ServerFolder) -> None:
    place.path.mkdir(parents=True)
    assert (place.home.name, place.spare_home.name) == ("home", "home-2")
    place.current.write_text("home-2")
    assert (place.home.name, place.spare_home.name) == ("home-2", "home")
    for nonsense in ("", "../../elsewhere", "home-3", "\ufeffhome"):
        place.current.write_text(nonsense)
        assert place.home == place.path / "home"


def test_a_switch_deletes_the_old_home_and_a_second_one_goes_back(place: ServerFolder) -> None:
    place.home.mkdir(parents=True)
    for number in range(3):
        with second.prepared(place) as built:
            (built.home / "mark").write_text(str(number))
            second.switch(place)
        assert (place.home / "mark").read_text() == str(number)
        assert not place.spare_home.exists()
        assert not place.next.path.exists()
    assert place.home.name == "home-2"


def test_what_a_killed_command_left_is_ended_and_deleted(place: ServerFolder) -> None:
    """The importer's process is known by its file of arguments, a keeper by its folder."""
    place.home.mkdir(parents=True)
    left = place.next
    left.configuration.mkdir(parents=True)
    place.spare_home.mkdir()
    sleeper = [sys.executable, "-c", "import time; time.sleep(60)"]
    ours = subprocess.Popen([*sleeper, f"@{importer.arguments_file(left)}"])
    other = subprocess.Popen([*sleeper, f"@{importer.arguments_file(place)}"])
    try:
        while len(psutil.Process(ours.pid).cmdline()) < 4:
            time.sleep(0.01)
        assert second.is_left(place)
        second.clear(place)
        assert ours.poll() is not None
        assert other.poll() is None
    finally:
        ours.kill()
        other.kill()
        other.wait()
    assert not second.is_left(place)
    assert place.home.exists()


def test_a_server_is_new_until_its_home_holds_data(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(runtime, "java_for", lambda program: asked.append(program.version))
    monkeypatch.setattr(download, "ensure_program", lambda program, narrate: narrate("jars"))
    home = server_folder("never-started").home
    assert is_new("never-started", asked.append)
    assert asked == [LONG_TERM.version, "jars"]
    home.mkdir(parents=True)
    assert is_new("never-started")
    (home / "data").mkdir()
    asked.clear()
    assert not is_new("never-started", asked.append)
    assert asked == []


@pytest.mark.parametrize(
    ("road", "new"), [(Road.AUTO, True), (Road.BOLT, True), (Road.BULK, False)]
)
def test_a_new_server_is_left_to_bolt_or_to_who_started_it(
    folder: CaseFolder, monkeypatch: pytest.MonkeyPatch, road: Road, *, new: bool
) -> None:
    monkeypatch.setattr(load, "is_new", lambda _case_id: new)
    monkeypatch.setattr(bulk, "load", None)
    said: list[str] = []
    state = small_state(folder, "small", 3)
    assert load.load_new(folder, state, road, bulk.Telling(said.append, _silent)) is None
    assert said == []
