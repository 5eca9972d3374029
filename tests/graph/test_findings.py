"""Findings in the graph: written with the posts, by both roads, and only what differs."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from inunison import Case, picture
from inunison.demo import write_demo
from inunison.graph import server as servers
from inunison.graph.connect import Address, Connection, open_connection
from inunison.graph.load import load
from inunison.graph.ownership import ownership
from inunison.graph.roads import Road
from tests.detect.cases import TOGETHER, together
from tests.graph.reading import Everything, everything

pytestmark = pytest.mark.server

TABLES = {
    "Finding": "findings",
    "Object": "finding_objects",
    "INVOLVES": "involves",
    "CONCERNS": "concerns",
    "ACTS_ON": "acts_on",
    "EVIDENCED_BY": "evidenced_by",
    "CO_ACTED": "co_acted",
}
OURS = tuple(TABLES)


@pytest.fixture
def case(tmp_path: Path, graph: Connection, server: Address) -> Case:
    """A case in which one group reposts together, on the common server."""
    made = together(tmp_path)
    made.server = {
        "uri": server.uri,
        "username": server.username,
        "password": server.password,
        "database": server.database,
    }
    return made


def _counts(case: Case) -> dict[str, int]:
    counts = case.load().counts
    return {name: counts[name] for name in OURS}


def _rows(case: Case, table: str) -> int:
    path = case.detect(["co_repost"]).table(table)
    return int(pq.read_metadata(path).num_rows)


def test_a_detection_makes_an_increment_of_itself_alone(case: Case) -> None:
    first = case.load()
    assert {name: first.counts[name] for name in OURS} == dict.fromkeys(OURS, 0)
    made = case.detect(["co_repost"])
    tables = made.run["tables"]
    assert set(tables) == set(TABLES.values())
    second = case.load()
    assert second.kind == "increment"
    assert (second.written, second.removed) == (sum(tables.values()), 0)
    assert {name: second.counts[name] for name in OURS} == {
        name: _rows(case, table) for name, table in TABLES.items()
    }
    assert [each.kind for each in made.findings()].count("group") == 1
    assert second.counts["Post"] == first.counts["Post"]


def test_the_same_run_again_loads_nothing(case: Case) -> None:
    case.detect(["co_repost"])
    case.load()
    assert not case.detect(["co_repost"]).is_new
    assert case.load().kind == "nothing"


def test_other_settings_change_only_what_they_found_otherwise(case: Case) -> None:
    case.detect(["co_repost"])
    case.load()
    case.detect(["co_repost"], seed=0, windows=["10s", "1m", "5m", "1h"])  # the trace's own ones
    same = case.load()
    assert (same.kind, same.removed) == ("increment", 0)
    assert same.written == 0
    case.detect(["co_link"])
    gone = case.load()
    assert gone.kind == "increment"
    assert gone.removed > 0
    assert gone.counts["CO_ACTED"] == 0


def test_the_graph_names_both_and_follows_by_itself(case: Case, graph: Connection) -> None:
    state = case.state()
    assert picture.picture_id(case.folder, state.id) == state.id
    assert case.find("findings").rows == []
    made = case.detect(["co_repost"])
    rows = case.find("findings", grade="E1").records()
    assert [row["finding"] for row in rows] == [made.findings()[0].key]
    assert rows[0]["accounts"] == TOGETHER
    assert ownership(graph, case.folder).state == f"{state.id}+{made.id}"


def test_findings_of_a_removed_source_vanish(case: Case) -> None:
    said: list[str] = []
    case.narrate = said.append
    case.detect(["co_repost"])
    case.load()
    case.remove(next(each for each in case.sources() if each.name == "group.csv").sha256)
    counts = _counts(case)
    assert counts == dict.fromkeys(OURS, 0)
    assert any("inunison detect" in each for each in said)


def test_a_cache_that_was_deleted_is_a_graph_without_findings(case: Case) -> None:
    import shutil

    case.detect(["co_repost"])
    case.load()
    shutil.rmtree(picture.detections_path(case.folder))
    assert _counts(case) == dict.fromkeys(OURS, 0)
    case.detect(["co_repost"])
    assert _counts(case)["Finding"] == _rows(case, "findings")


@pytest.fixture
def local(tmp_path: Path, _connection: Connection) -> Iterator[Case]:
    """The same case with a local server of its own; the open connection keeps the common one up."""
    made = together(tmp_path)
    yield made
    servers.forget_home(made.folder.id)


def _held(case: Case) -> Everything:
    with open_connection(servers.ensure_running(case.folder.id)) as connection:
        return everything(connection)


def test_both_roads_write_the_same_findings(local: Case) -> None:
    local.detect(["co_repost"])
    shown = picture.picture(local.folder, local.state())
    held = []
    for road in (Road.BULK, Road.BOLT):
        with open_connection(servers.ensure_running(local.folder.id)) as connection:
            outcome = load(connection, local.folder, shown, road=road, rebuild=True)
        assert outcome.counts["Finding"] == _rows(local, "findings") >= 1
        assert outcome.counts["INVOLVES"] == _rows(local, "involves") >= TOGETHER
        held.append(_held(local))
    assert held[0] == held[1]
    assert any("Finding" in node and "co_repost" in node for node in held[0].nodes)


def test_the_demo_holds_its_files_twice_over(tmp_path: Path) -> None:
    """Names of files decide nothing: a picture is named by what was found."""
    first, second = (Case.create(tmp_path / name, name="Demo") for name in ("one", "two"))
    paths = write_demo(tmp_path / "files")
    for path in paths:
        first.import_(path)
    for path in reversed(paths):
        second.import_(path)
    ids = [case.detect().id for case in (first, second)]
    assert ids[0] == ids[1]
