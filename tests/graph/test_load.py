"""Loading over Bolt: what the graph holds afterwards, whatever it held before."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from inunison.errors import CaseError, OwnershipError, ServerError
from inunison.folder import CaseFolder
from inunison.graph import finishing
from inunison.graph.bulk import Telling
from inunison.graph.connect import Connection
from inunison.graph.load import load
from inunison.graph.model import EDGES, NODES, SCHEMA_VERSION
from inunison.graph.ownership import ownership
from inunison.instants import instant
from inunison.records import Account, AccountRef, Mention, Record
from inunison.state import State, write_tables
from tests.resolve.building import NOON, post, repost, source

pytestmark = pytest.mark.server

HOSTILE = '\'}) DETACH DELETE n //\u0000 \x1b[31m <script> \U0001f600\r\n"quoted", `tick` =1+1'


def _unheard(_sentence: str) -> None:
    """Hear nothing."""


@pytest.fixture
def folder(tmp_path: Path) -> CaseFolder:
    return CaseFolder.create(tmp_path / "case", name="A case")


def _state(folder: CaseFolder, name: str, records: list[Record]) -> State:
    """Make a state of the case as if these records were its only source."""
    path = folder.cache_path / "states" / name
    path.mkdir(parents=True)
    made = source(folder.path / "made" / name, name, records)
    summary = write_tables(path, [made])
    (path / "state.json").write_text(json.dumps(summary))
    return State(name, path, summary)


def _records(texts: int = 6) -> list[Record]:
    records: list[Record] = [
        Account(row=1, platform="twitter", native_id="1", handle="ann", name=HOSTILE),
        post(2, "99", "1", text=HOSTILE, links=("https://a.example/x",), hashtags=("vote",)),
        post(3, "98", "2", mentions=(Mention(AccountRef("1")),), text="short"),
        repost(4, "97", "3", "99", of_author="1"),
        repost(5, "96", "3", "55", of_author="9", inferred=True),
    ]
    return records + [
        post(
            row + 10, str(row + 10), str(row), text=f"Sentence number {row % 2} of a few long ones"
        )
        for row in range(texts)
    ]


def _everything(connection: Connection) -> tuple[set[Any], set[Any]]:
    """Return all nodes and all edges of ours with all their properties, but the Case."""
    _, nodes = connection.read(
        "MATCH (n) WHERE NOT n:Case RETURN labels(n)[0], properties(n)", {}, timeout_s=60
    )
    _, edges = connection.read(
        "MATCH (a)-[r]->(b) RETURN a.uid, type(r), properties(r), b.uid", {}, timeout_s=60
    )
    return (
        {(label, repr(sorted(held.items()))) for label, held in nodes},
        {(start, kind, repr(sorted(held.items())), end) for start, kind, held, end in edges},
    )


def test_everything_of_a_state_is_in_the_graph(graph: Connection, folder: CaseFolder) -> None:
    state = _state(folder, "one", _records())
    outcome = load(graph, folder, state)
    assert outcome.kind == "first"
    counts = state.summary["counts"]
    assert outcome.written == sum(
        counts.get(each.table, 0) for each in (*NODES, *EDGES) if each.table
    )
    assert outcome.counts["Post"] == counts["posts"] == 11
    assert outcome.counts["REPOSTED"] == 2
    owned = ownership(graph, folder)
    assert (owned.state, owned.loading, owned.base) == ("one", None, None)


def test_values_arrive_as_they_are_and_absent_ones_not_at_all(
    graph: Connection, folder: CaseFolder
) -> None:
    load(graph, folder, _state(folder, "one", _records()))
    _, rows = graph.read("MATCH (a:Account {native_id: '1'}) RETURN a", {}, timeout_s=60)
    held = dict(rows[0][0].items())
    assert held["name"] == HOSTILE
    assert "description" not in held
    assert held["first_seen"].to_native() == datetime.fromtimestamp(NOON / 1e6 + 120, UTC)
    assert held["collected"] is True
    _, rows = graph.read(
        "MATCH (:Account {native_id: '9'})-[r:POSTED]->(p:Post) "
        "RETURN r.inferred, p.collected, p.kind",
        {},
        timeout_s=60,
    )
    assert [tuple(row) for row in rows] == [(True, False, None)]


def test_loading_twice_changes_nothing(graph: Connection, folder: CaseFolder) -> None:
    state = _state(folder, "one", _records())
    load(graph, folder, state)
    before = _everything(graph)
    assert load(graph, folder, state).kind == "nothing"
    assert load(graph, folder, state, rebuild=True).kind == "rebuild"
    assert _everything(graph) == before


def test_an_increment_gives_the_graph_of_a_first_load(
    graph: Connection, folder: CaseFolder
) -> None:
    small, large = _state(folder, "one", _records(2)), _state(folder, "two", _records(8))
    load(graph, folder, small)
    grown = load(graph, folder, large)
    assert grown.kind == "increment"
    increment = _everything(graph)
    shrunk = load(graph, folder, small)
    assert (shrunk.kind, shrunk.removed > 0) == ("increment", True)
    after = _everything(graph)
    load(graph, folder, large, rebuild=True)
    assert _everything(graph) == increment
    load(graph, folder, small, rebuild=True)
    assert _everything(graph) == after


def test_without_the_old_state_in_the_cache_it_is_rebuilt(
    graph: Connection, folder: CaseFolder
) -> None:
    old = _state(folder, "one", _records(3))
    load(graph, folder, old)
    (old.path / "state.json").unlink()
    outcome = load(graph, folder, _state(folder, "two", _records(1)))
    assert outcome.kind == "rebuild"
    assert outcome.counts["Post"] == 6


@pytest.mark.parametrize("first", ["empty", "loaded"])
def test_a_load_that_was_cut_off_goes_on(
    graph: Connection, folder: CaseFolder, monkeypatch: pytest.MonkeyPatch, first: str
) -> None:
    if first == "loaded":
        load(graph, folder, _state(folder, "old", _records(1)))
    state = _state(folder, "new", _records(8))
    batches = iter(range(4))

    def cut(what: str, _done: int, _total: int) -> None:
        if next(batches, None) is None:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load(graph, folder, state, telling=Telling(_unheard, cut))
    owned = ownership(graph, folder)
    assert (owned.state, owned.loading) == (None, "new")
    assert load(graph, folder, state).kind == "increment"
    finished = _everything(graph)
    load(graph, folder, state, rebuild=True)
    assert _everything(graph) == finished


def test_a_load_that_was_cut_off_gives_way_to_another(
    graph: Connection, folder: CaseFolder
) -> None:
    def cut(_what: str, _done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load(graph, folder, _state(folder, "one", _records(8)), telling=Telling(_unheard, cut))
    state = _state(folder, "two", _records(1))
    assert load(graph, folder, state).kind == "rebuild"
    assert ownership(graph, folder).state == "two"


def test_a_database_of_somebody_else_is_left_alone(graph: Connection, folder: CaseFolder) -> None:
    graph.execute_implicit("CREATE (:Recipe {name: 'soup'})", {})
    with pytest.raises(OwnershipError, match="something else"):
        load(graph, folder, _state(folder, "one", _records()))
    _, rows = graph.read("MATCH (n) RETURN count(n)", {}, timeout_s=60)
    assert rows[0][0] == 1


def test_a_database_of_another_case_is_left_alone(
    graph: Connection, folder: CaseFolder, tmp_path: Path
) -> None:
    load(graph, folder, _state(folder, "one", _records()))
    other = CaseFolder.create(tmp_path / "other", name="Other")
    with pytest.raises(OwnershipError, match="the case A case"):
        load(graph, other, _state(other, "one", _records()), rebuild=True)
    assert ownership(graph, folder).state == "one"


def test_a_graph_of_a_newer_version_is_left_alone(graph: Connection, folder: CaseFolder) -> None:
    graph.execute_implicit(
        "CREATE (:Case {uid: $uid, schema_version: $version})",
        {"uid": folder.id, "version": SCHEMA_VERSION + 1},
    )
    with pytest.raises(CaseError, match="newer version"):
        load(graph, folder, _state(folder, "one", _records()))


def test_a_graph_of_an_earlier_model_is_made_anew(graph: Connection, folder: CaseFolder) -> None:
    small, large = _state(folder, "one", _records(2)), _state(folder, "two", _records(4))
    load(graph, folder, small)
    earlier = "SET case.schema_version = $version"
    graph.execute_implicit(f"MATCH (case:Case) {earlier}", {"version": SCHEMA_VERSION - 1})
    small.table("texts").write_bytes(b"columns of an earlier model")
    assert load(graph, folder, large).kind == "rebuild"
    assert not ownership(graph, folder).older


def test_what_a_user_added_survives_a_rebuild(graph: Connection, folder: CaseFolder) -> None:
    state = _state(folder, "one", _records())
    load(graph, folder, state)
    graph.execute_implicit("CREATE (:Note {text: 'mine'})", {})
    load(graph, folder, state, rebuild=True)
    _, rows = graph.read("MATCH (n:Note) RETURN count(n)", {}, timeout_s=60)
    assert rows[0][0] == 1


def test_a_graph_that_was_changed_behind_our_back_is_told_of(
    graph: Connection, folder: CaseFolder
) -> None:
    load(graph, folder, _state(folder, "one", _records(2)))
    graph.execute_implicit("CREATE (:Post {uid: 'not ours'})", {})
    with pytest.raises(ServerError, match="--rebuild"):
        load(graph, folder, _state(folder, "two", _records(4)))
    assert ownership(graph, folder).state is None
    outcome = load(graph, folder, _state(folder, "three", _records(4)), rebuild=True)
    assert outcome.kind == "rebuild"


def test_long_texts_go_in_several_batches(
    graph: Connection, folder: CaseFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("inunison.graph.rows._BATCH_CHARACTERS", 1000)
    records: list[Record] = [
        post(row, str(row), "1", text=f"{row} " + "x" * 600) for row in range(1, 9)
    ]
    load(graph, folder, _state(folder, "one", records))
    _, rows = graph.read("MATCH (t:Text) RETURN count(t), min(size(t.sample))", {}, timeout_s=60)
    assert list(rows[0]) == [8, 602]


def test_instants_beyond_the_calendar_are_absent() -> None:
    assert instant(0) == datetime(1970, 1, 1, tzinfo=UTC)
    assert instant(-1) == datetime(1969, 12, 31, 23, 59, 59, 999999, tzinfo=UTC)
    assert instant(2**62) is None


def test_the_case_node_is_written_last(
    graph: Connection, folder: CaseFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str | None] = []
    compare = finishing.compare

    def look(counts: dict[str, int], state: State) -> None:
        seen.append(ownership(graph, folder).state)
        compare(counts, state)

    monkeypatch.setattr(finishing, "compare", look)
    load(graph, folder, _state(folder, "one", _records()))
    assert seen == [None]
    assert ownership(graph, folder).state == "one"
