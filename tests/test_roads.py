"""The choice between the two roads: by estimate, by wish, and what stands in the way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from inunison import faults
from inunison.errors import UsageError
from inunison.graph import roads
from inunison.graph.address import Address
from inunison.graph.roads import Road, Task, bolt_seconds, bulk_seconds, choose
from inunison_cli import load as command
from inunison_cli.app import app

MILLION = Task(5_000_000, 5_000_000, starts=0)


def _none() -> None:
    return None


def _never() -> str:
    raise AssertionError("asked for an obstacle that cannot matter")


def test_a_large_first_load_goes_in_bulk() -> None:
    choice = choose(Road.AUTO, MILLION, _none)
    assert choice.road is Road.BULK
    assert choice.why.startswith("5,000,000 of 5,000,000 nodes and edges change: about ")


def test_a_small_load_goes_over_bolt_and_looks_for_nothing() -> None:
    assert choose(Road.AUTO, Task(10_000, 10_000, starts=0), _never).road is Road.BOLT


def test_an_increment_of_a_hundredth_goes_over_bolt_and_one_of_half_in_bulk() -> None:
    assert choose(Road.AUTO, Task(5_000_000, 50_000, starts=2), _never).road is Road.BOLT
    assert choose(Road.AUTO, Task(5_000_000, 2_500_000, starts=2), _none).road is Road.BULK


def test_the_fewer_servers_are_started_the_sooner_bulk_pays() -> None:
    costs = [bulk_seconds(Task(300_000, 300_000, starts)) for starts in range(3)]
    assert costs[1] - costs[0] == costs[2] - costs[1] == roads.START_S
    between = int((costs[0] + costs[2]) / 2 * roads.BOLT_ROWS_PER_S)
    assert choose(Road.AUTO, Task(300_000, between, starts=0), _none).road is Road.BULK
    assert choose(Road.AUTO, Task(300_000, between, starts=2), _never).road is Road.BOLT


@given(rows=st.integers(0, 10**9), share=st.floats(0, 2), starts=st.integers(0, 2))
def test_the_cheaper_road_is_taken(rows: int, share: float, starts: int) -> None:
    task = Task(rows, int(rows * share), starts)
    cheaper = Road.BOLT if bolt_seconds(task) <= bulk_seconds(task) else Road.BULK
    assert choose(Road.AUTO, task, _none).road is cheaper


def test_what_is_asked_for_is_done() -> None:
    assert choose(Road.BOLT, MILLION, _never).road is Road.BOLT
    assert choose(Road.BULK, Task(1, 1, starts=2), _none).road is Road.BULK


def test_an_obstacle_gives_way_to_bolt_or_is_an_error() -> None:
    choice = choose(Road.AUTO, MILLION, lambda: "a wall is in the way")
    assert (choice.road, choice.why) == (Road.BOLT, "a wall is in the way")
    with pytest.raises(UsageError, match=r"cannot be taken: a wall is in the way\."):
        choose(Road.BULK, MILLION, lambda: "a wall is in the way")


def test_a_road_is_known_by_its_name() -> None:
    assert roads.named("bulk") is Road.BULK
    with pytest.raises(UsageError, match="no road 'rail'") as caught:
        roads.named("rail")
    assert "auto, bolt, bulk" in caught.value.advice


def test_the_command_knows_the_same_roads() -> None:
    assert [each.value for each in command.Road] == [each.value for each in Road]


@pytest.mark.parametrize("origin", ["option", "environment", "case"])
def test_bulk_is_refused_for_another_server(origin: str) -> None:
    address = Address("bolt://127.0.0.1:1", "neo4j", "secret", "neo4j", origin)
    with pytest.raises(UsageError, match="only there for the local server"):
        roads.require_local(Road.BULK, address)
    roads.require_local(Road.AUTO, address)
    roads.require_local(Road.BOLT, address)
    roads.require_local(Road.BULK, None)


def test_the_refusal_comes_before_anything_is_asked_of_the_server(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = tmp_path_factory.mktemp("roads") / "case"
    runner = CliRunner()
    assert runner.invoke(app, ["init", str(case)]).exit_code == 0
    monkeypatch.setenv("NEO4J_URI", "bolt://127.0.0.1:1")
    result = runner.invoke(app, ["load", "--case", str(case), "--road", "bulk"])
    assert isinstance(result.exception, UsageError)
    assert "only there for the local server" in str(result.exception)


def test_a_point_that_is_not_named_does_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("INUNISON_FAULT", raising=False)
    for point in faults.POINTS:
        faults.reach(point)
    monkeypatch.setenv("INUNISON_FAULT", "another")
    for point in faults.POINTS:
        faults.reach(point)
