"""A load in bulk that dies at each of its points: the old graph or the new; a rerun completes."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from inunison import faults
from inunison.folder import CaseFolder
from inunison.graph import server as servers
from inunison.graph.connect import Connection, open_connection
from inunison.graph.load import load
from inunison.graph.ownership import ownership
from inunison.graph.roads import Road
from inunison.graph.server.places import ServerFolder, server_folder
from inunison.state import State, find
from tests.graph.hostile import small_state
from tests.graph.reading import everything

pytestmark = pytest.mark.server

POINTS = tuple(point for point in faults.POINTS if point.startswith("bulk:"))
BEFORE_THE_SWITCH = POINTS[: POINTS.index("bulk: after the switch")]

# Loads a state of the cache in bulk, in a process that may die on the way.
LOADER = r"""
import resource, sys
from pathlib import Path
from inunison.errors import InunisonError
from inunison.folder import CaseFolder
from inunison.graph import server as servers
from inunison.graph.connect import open_connection
from inunison.graph.load import load
from inunison.graph.roads import Road
from inunison.state import find

folder = CaseFolder.open(Path(sys.argv[1]))
state = find(folder, sys.argv[2])
with open_connection(servers.ensure_running(folder.id, keep=True)) as connection:
    if len(sys.argv) > 3:
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]),) * 2)
    try:
        print(load(connection, folder, state, road=Road.BULK).road)
    except InunisonError as error:
        print(type(error).__name__, error.message)
"""


@pytest.fixture(scope="module")
def folder(
    tmp_path_factory: pytest.TempPathFactory, _connection: Connection
) -> Iterator[CaseFolder]:
    made = CaseFolder.create(tmp_path_factory.mktemp("crash") / "case", name="Crash")
    small_state(made, "small", 4)
    small_state(made, "large", 6)
    yield made
    servers.forget_home(made.id)


def _run(folder: CaseFolder, state: str, *given: str, fault: str = "") -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-c", LOADER, str(folder.path), state, *given],
        env={**os.environ, "INUNISON_FAULT": fault},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout.strip()


def _held(folder: CaseFolder, name: str) -> State:
    state = find(folder, name)
    assert state is not None
    return state


def _by_bolt(folder: CaseFolder, name: str) -> tuple[str, Any]:
    """Load a state over Bolt; return what kind of load it was and all that the graph holds."""
    with open_connection(servers.ensure_running(folder.id)) as connection:
        kind = load(connection, folder, _held(folder, name), road=Road.BOLT).kind
        return kind, everything(connection)


def _workers(place: ServerFolder) -> list[psutil.Process]:
    """Return the processes that work in the second folder."""
    return [
        process
        for process in psutil.process_iter(["cmdline"])
        if any(str(place.next.path) in each for each in process.info["cmdline"] or [])
    ]


@pytest.fixture(scope="module")
def undisturbed(folder: CaseFolder) -> dict[str, Any]:
    return {name: _by_bolt(folder, name)[1] for name in ("large", "small")}


@pytest.mark.parametrize("point", POINTS)
def test_a_death_leaves_the_old_graph_or_the_new(
    folder: CaseFolder, undisturbed: dict[str, Any], point: str
) -> None:
    assert _by_bolt(folder, "small")[1] == undisturbed["small"]
    assert _run(folder, "large", fault=point) == (-signal.SIGKILL, "")
    left = "small" if point in BEFORE_THE_SWITCH else "large"
    with open_connection(servers.ensure_running(folder.id)) as connection:
        assert ownership(connection, folder).state == left
        assert everything(connection) == undisturbed[left]
    status = servers.status(folder.id)
    assert (status.running, status.home) == (True, server_folder(folder.id).home)
    if point == "bulk: during the import":  # the importer that was left is ended, not waited for
        assert _run(folder, "large") == (0, "bulk")
    kind, finished = _by_bolt(folder, "large")
    assert finished == undisturbed["large"]
    assert kind == ("increment" if left == "small" and "import" not in point else kind)
    place = server_folder(folder.id)
    assert _workers(place) == []
    assert not place.next.path.exists()
    assert not place.spare_home.exists()


@pytest.mark.usefixtures("_connection")
def test_a_first_load_that_dies_unfinished_is_completed(
    tmp_path: Path, undisturbed: dict[str, Any]
) -> None:
    folder = CaseFolder.create(tmp_path / "case", name="Crash")
    small_state(folder, "small", 4)
    try:
        point = "load: before the case node"
        assert _run(folder, "small", fault=point) == (-signal.SIGKILL, "")
        with open_connection(servers.ensure_running(folder.id)) as connection:
            owned = ownership(connection, folder)
            assert (owned.state, owned.loading, owned.base) == (None, "small", "")
        kind, finished = _by_bolt(folder, "small")
        assert kind == "increment"
        assert finished.nodes == undisturbed["small"].nodes
        assert finished.edges == undisturbed["small"].edges
        assert finished.indexes == undisturbed["small"].indexes
    finally:
        servers.forget_home(folder.id)


@pytest.mark.parametrize("room", [1_000, 100_000], ids=["for no table", "for no store"])
def test_a_full_disk_is_one_sentence_and_the_old_graph_answers(
    folder: CaseFolder, undisturbed: dict[str, Any], room: int
) -> None:
    """A limit of the size of files stands for the disk: what writes more meets an error."""
    assert _by_bolt(folder, "small")[1] == undisturbed["small"]
    small_state(folder, f"wide {room}", 200)
    code, said = _run(folder, f"wide {room}", str(room))
    assert (code, said.split()[0]) == (0, "StorageError")
    with open_connection(servers.ensure_running(folder.id)) as connection:
        assert everything(connection) == undisturbed["small"]
    assert not server_folder(folder.id).next.path.exists()
