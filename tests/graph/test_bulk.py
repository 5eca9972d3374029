"""Loading in bulk: the same graph as over Bolt, beside the old one, and the choice of the road."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from inunison import __version__, machine
from inunison.errors import ServerError, StorageError, UsageError
from inunison.folder import CaseFolder
from inunison.graph import bulk, roads
from inunison.graph import server as servers
from inunison.graph.bulk import importer, tables
from inunison.graph.bulk.tables import Tables
from inunison.graph.connect import Address, Connection, open_connection
from inunison.graph.load import LoadOutcome, load, load_new
from inunison.graph.model import EDGES, NODES, SCHEMA_VERSION
from inunison.graph.ownership import ownership, stranger
from inunison.graph.roads import Road
from inunison.graph.server import second
from inunison.graph.server.places import server_folder
from inunison.state import State
from tests.graph.hostile import hostile_state, small_state
from tests.graph.reading import Everything, everything

pytestmark = pytest.mark.server


@pytest.fixture(scope="module")
def folder(
    tmp_path_factory: pytest.TempPathFactory, _connection: Connection
) -> Iterator[CaseFolder]:
    """A case with a local server of its own; the open connection keeps the common one up."""
    made = CaseFolder.create(tmp_path_factory.mktemp("bulk") / "case", name='A "case",\nin bulk')
    yield made
    servers.forget_home(made.id)


def _connected(folder: CaseFolder) -> Connection:
    return open_connection(servers.ensure_running(folder.id))


def _load(folder: CaseFolder, state: State, by: Road, **given: Any) -> LoadOutcome:
    with _connected(folder) as connection:
        return load(connection, folder, state, road=by, **given)


def _held(folder: CaseFolder) -> Everything:
    with _connected(folder) as connection:
        return everything(connection)


class Heard:
    """What a load tells."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.steps: dict[str, list[tuple[int, int]]] = {}
        self.telling = bulk.Telling(self.said.append, self._progress)

    def _progress(self, what: str, done: int, total: int) -> None:
        self.steps.setdefault(what, []).append((done, total))


def test_bulk_and_bolt_give_the_same_graph(folder: CaseFolder) -> None:
    state, heard = hostile_state(folder, "hostile"), Heard()
    outcome = load_new(folder, state, Road.BULK, heard.telling)
    assert outcome is not None
    assert (outcome.kind, outcome.road) == ("first", Road.BULK)
    rows = sum(1 for each in NODES if each.table) + len(EDGES)
    assert outcome.written == sum(outcome.counts.values()) == 120 * rows
    in_bulk = _held(folder)
    assert len(in_bulk.nodes) == 120 * sum(1 for each in NODES if each.table)
    assert len(in_bulk.edges) == 120 * len(EDGES)
    _require_one_start(folder, state, heard)
    over_bolt = _load(folder, state, Road.BOLT, rebuild=True)
    assert (over_bolt.kind, over_bolt.counts) == ("rebuild", outcome.counts)
    by_bolt = _held(folder)
    assert in_bulk.nodes == by_bolt.nodes
    assert in_bulk.edges == by_bolt.edges
    assert in_bulk == by_bolt
    assert in_bulk.cases == [
        {
            "uid": folder.id,
            "name": 'A "case",\nin bulk',
            "state": "hostile",
            "schema_version": SCHEMA_VERSION,
            "tool_version": __version__,
        }
    ]


def _require_one_start(folder: CaseFolder, state: State, heard: Heard) -> None:
    """A server that was never started is started once, with its graph in it."""
    assert sum(each.startswith("Starting the local") for each in heard.said) == 1
    listed = [each for each in servers.list_servers() if each.case_id == folder.id]
    assert [each.case_folder for each in listed] == [folder.path]
    assert load_new(folder, state, Road.BULK, heard.telling) is None


def test_the_old_graph_answers_until_the_new_one_is_whole(
    folder: CaseFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = small_state(folder, "old", 5), small_state(folder, "new", 9)
    _load(folder, old, Road.BOLT, rebuild=True)
    seen: list[tuple[str | None, str | None]] = []
    switch = second.switch

    def look(place: Any) -> None:
        with _connected(folder) as connection:
            seen.append((ownership(connection, folder).state, stranger(connection)))
        switch(place)

    monkeypatch.setattr(second, "switch", look)
    ports, heard = servers.status(folder.id).uri, Heard()
    outcome = _load(folder, new, Road.BULK, telling=heard.telling)
    _require_every_step(heard, posts=9)
    assert seen == [("old", None)]
    assert (outcome.kind, outcome.counts["Post"]) == ("increment", 9)
    assert servers.status(folder.id).uri == ports
    place = server_folder(folder.id)
    assert place.home.exists()
    assert not place.spare_home.exists()
    assert not place.next.path.exists()
    assert _load(folder, new, Road.AUTO).kind == "nothing"
    shrunk = _load(folder, old, Road.AUTO)  # the home that was imported is loaded over Bolt
    assert (shrunk.road, shrunk.counts["Post"]) == (Road.BOLT, 5)


def _require_every_step(heard: Heard, *, posts: int) -> None:
    assert list(heard.steps) == [
        "writing tables",
        "importing nodes",
        "importing edges",
        "linking edges",
        "finishing the store",
    ]
    assert all(steps[-1][0] == steps[-1][1] for steps in heard.steps.values())
    of_labels_and_the_case = posts * sum(1 for each in NODES if each.table) + 1
    assert heard.steps["importing nodes"][-1] == (of_labels_and_the_case,) * 2
    assert any("in bulk (it was asked for)" in each for each in heard.said)


def test_a_bad_row_is_an_error_and_the_old_graph_stays(
    folder: CaseFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = _held(folder)
    write = tables.write

    def spoiled(*given: Any) -> Tables:
        written = write(*given)
        with (written.folder / "posted.csv").open("a") as file:
            file.write("0,99999,true\n")
        return written

    monkeypatch.setattr(tables, "write", spoiled)
    with pytest.raises(ServerError, match="importer failed: ") as caught:
        _load(folder, small_state(folder, "spoiled", 7), Road.BULK)
    assert "--road bolt" in caught.value.advice
    assert not server_folder(folder.id).next.path.exists()
    assert _held(folder) == before


def test_counts_that_differ_are_an_error_and_the_old_graph_stays(
    folder: CaseFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    _load(folder, small_state(folder, "fewer", 5), Road.BOLT)
    before = _held(folder)
    state = small_state(folder, "more", 7)
    state.summary["counts"]["posts"] += 1
    with pytest.raises(ServerError, match="7 Post for 8"):
        _load(folder, state, Road.BULK)
    assert servers.status(folder.id).ready
    assert not server_folder(folder.id).next.path.exists()
    assert _held(folder) == before


def test_what_a_user_added_is_not_lost(folder: CaseFolder) -> None:
    with _connected(folder) as connection:
        connection.execute_implicit("CREATE (:Note {uid: 'mine'})", {})
        assert stranger(connection) == "label Note"
        state = small_state(folder, "beside a note", 3)
        with pytest.raises(UsageError, match="label Note"):
            load(connection, folder, state, road=Road.BULK)
        connection.execute_implicit("MATCH (n:Note) DELETE n", {})
        connection.execute_implicit("CREATE INDEX mine FOR (p:Post) ON (p.kind)", {})
        assert stranger(connection) == "index mine"


def test_another_server_is_never_loaded_in_bulk(
    graph: Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = CaseFolder.create(tmp_path / "case", name="Elsewhere")
    monkeypatch.setattr(roads, "BULK_FIXED_S", 0)
    monkeypatch.setattr(roads, "START_S", 0)
    monkeypatch.setattr(roads, "BULK_ROWS_PER_S", 10**12)
    elsewhere = Address("bolt://a:1", "neo4j", "secret", "neo4j", "environment")
    monkeypatch.setattr(graph, "address", elsewhere)
    outcome = load(graph, case, small_state(case, "one", 3))
    assert (outcome.road, "not the local one" in outcome.why) == (Road.BOLT, True)
    with pytest.raises(UsageError, match="not the local one"):
        load(graph, case, small_state(case, "two", 4), road=Road.BULK)


def test_a_folder_that_cannot_be_made_is_one_sentence(
    folder: CaseFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(roads, "stranger", lambda _connection: None)
    place = server_folder(folder.id)
    place.next.path.parent.mkdir(parents=True, exist_ok=True)
    place.next.path.write_text("in the way")
    with (
        _connected(folder) as connection,
        pytest.raises(StorageError, match="could not be written"),
    ):
        load(connection, folder, small_state(folder, "blocked", 3), road=Road.BULK)
    place.next.path.unlink()
    assert servers.status(folder.id).ready


def test_the_importer_is_told_of_its_memory(
    folder: CaseFolder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(machine, "memory", lambda: 4_000_000_000)
    monkeypatch.delenv("INUNISON_HEAP_MB", raising=False)
    place = server_folder(folder.id).next
    place.configuration.mkdir(parents=True)
    written = Tables(tmp_path, ("--nodes=Post=posts.csv",), 1, 0, 3_000_000, ())
    command = importer._command(place, written, lambda _sentence: None)
    assert "--max-off-heap-memory=1024m" in command
    assert "--read-buffer-size=6001024" in command
    assert "--multiline-fields=false" in command
    assert "-Xmx512m" in importer.arguments_file(place).read_text()
    assert bulk.LONGEST_VALUE >= 5_000_000
