"""What can happen to a server and to who starts it: each fault made for real, and a rerun works.

One home goes through all of it, in this order, with the settings of a machine of 4 GB and with no
way to the network: a mirror where nothing listens stands in for it.
"""

import json
import os
import resource
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from inunison import Case, machine, queries
from inunison.errors import InunisonError, ServerError, StorageError
from inunison.graph import server as servers
from inunison.graph.connect import Address, open_connection
from inunison.graph.server import launch, settings
from inunison.graph.server.keeper import KILLED
from inunison.graph.server.places import ServerFolder, server_folder
from inunison.graph.server.record import read_record, write_record
from tests.queries.test_goldens import FOLDER, OF_THE_DEMO, rows_of

pytestmark = pytest.mark.server
FOUR_GB = 4 * 10**9
FORGOTTEN: list[Path] = []
NO_NETWORK = "http://127.0.0.1:9"
_RUNNING = "SHOW TRANSACTIONS YIELD currentQuery WHERE currentQuery STARTS WITH 'UNWIND range'"
_SLOW = "UNWIND range(1, 2000000000) AS i WITH i WHERE i % 7 = 8 RETURN count(i) AS n"

# Runs in a process of its own: kills itself with -9 right after (or in the middle of) one step.
_KILLED = """\
import os, signal, sys, threading, time
from pathlib import Path
from inunison import machine
from inunison.graph.server import control, first_password, launch, readiness
case, step = sys.argv[1:]
machine.memory = lambda: 4 * 10**9
def die():
    os.kill(os.getpid(), signal.SIGKILL)
def after(module, name):
    done = getattr(module, name)
    def replaced(*given, **named):
        done(*given, **named)
        die()
    setattr(module, name, replaced)
if step == "password":
    run = first_password.subprocess.Popen
    class Popen(run):
        def communicate(self, *given, **named):
            time.sleep(0.3)  # the tool is under way
            die()
    first_password.subprocess.Popen = Popen
elif step == "handing over":
    run = launch.subprocess.Popen
    class Popen(run):
        def communicate(self, given, *others, **named):
            if "keeper" not in str(self.args):
                return super().communicate(given, *others, **named)
            self.stdin.write(given)
            self.stdin.close()
            die()
    launch.subprocess.Popen = Popen
else:
    after(launch, step)
control.ensure_running(case, keep=True)
"""


@pytest.fixture(scope="module")
def case(imported_demo: Case, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    """The demo on a local server of its own."""
    root = tmp_path_factory.mktemp("faults")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("INUNISON_HOME", str(root))
        patch.setenv("INUNISON_MAVEN_MIRROR", NO_NETWORK)
        patch.setenv("HTTPS_PROXY", NO_NETWORK)
        patch.setenv("HTTP_PROXY", NO_NETWORK)
        for name in ("URI", "USERNAME", "PASSWORD", "DATABASE"):
            patch.delenv(f"NEO4J_{name}", raising=False)
        patch.setattr(machine, "memory", lambda: FOUR_GB)
        # The archive of classes serves all tests: it is told here when it would be made anew.
        patch.setattr(launch, "forget", lambda _java, jars: FORGOTTEN.append(jars))
        yield Case(imported_demo.folder)
        servers.stop_all()


@pytest.fixture
def home(case: Case) -> ServerFolder:
    return server_folder(case.folder.id)


def _posts(address: Address) -> int:
    with open_connection(address) as connection:
        return int(connection.read("MATCH (p:Post) RETURN count(p)", {}, timeout_s=60)[1][0][0])


@pytest.fixture
def loaded(case: Case, home: ServerFolder) -> ServerFolder:
    """The folder of the server, with the demo in its graph."""
    if not home.home.exists():
        assert _asked(case) == _held(case)
    return home


def _held(case: Case) -> int:
    return int(case.state().summary["counts"]["posts"])


def _asked(case: Case) -> object:
    """Return the number of posts as a question gives it, which starts and loads what is needed."""
    return case.cypher("MATCH (p:Post) RETURN count(p) AS n").rows[0][0]


def _wait(condition: object, seconds: float = 500.0) -> None:
    assert callable(condition)
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert condition()


@pytest.mark.parametrize(
    "step", ["prepare", "_write_configuration", "password", "set_password", "_order"]
)
def test_a_command_that_is_killed_before_the_server_runs(
    case: Case, home: ServerFolder, step: str
) -> None:
    done = subprocess.run([sys.executable, "-c", _KILLED, case.folder.id, step], check=False)
    assert done.returncode == -signal.SIGKILL
    assert read_record(home) is None


def test_two_commands_after_one_that_was_killed_while_it_handed_over(
    case: Case, home: ServerFolder
) -> None:
    """Its keeper goes on; one of the two waits for it, the other for the first: one server."""
    subprocess.run([sys.executable, "-c", _KILLED, case.folder.id, "handing over"], check=False)
    command = (
        "import sys; from inunison.graph import server\n"
        "print(server.ensure_running(sys.argv[1]).uri)"
    )
    started = [
        subprocess.Popen([sys.executable, "-c", command, case.folder.id], stdout=subprocess.PIPE)
        for _ in range(2)
    ]
    said = {each.communicate(timeout=300)[0] for each in started}
    assert [each.returncode for each in started] == [0, 0]
    record = read_record(home)
    assert record is not None
    assert said == {f"{record.uri}\n".encode()}
    ours = [p for p in psutil.process_iter(["cmdline"]) if _is_server(p, home)]
    assert [each.pid for each in ours] == [record.pid]


def _is_server(process: psutil.Process, home: ServerFolder) -> bool:
    return f"--home-dir={home.home}" in (process.info["cmdline"] or ())


@pytest.mark.parametrize("query", OF_THE_DEMO, ids=lambda query: query.name)
def test_a_machine_of_4_gb_answers_all_questions(
    case: Case, home: ServerFolder, query: queries.Query
) -> None:
    golden = json.loads((FOLDER / f"{query.name}.json").read_text())
    assert rows_of(case, query) == golden
    arguments = (home.configuration / "java.args").read_text()
    assert f"-Xmx{settings.memory_for(FOUR_GB).heap}m" in arguments.split()
    record = read_record(home)
    assert record is not None
    assert psutil.Process(record.pid).memory_info().rss < FOUR_GB / 3


def test_a_server_that_is_killed_during_a_question(
    case: Case, loaded: ServerFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the system does when memory runs out. The rerun finds other ports, a stale record, all."""
    home = loaded
    address = servers.ensure_running(case.folder.id)
    record = read_record(home)
    assert record is not None
    threading.Thread(target=_kill_while_it_answers, args=(address, record.pid)).start()
    with pytest.raises(ServerError, match="connection to Neo4j was lost") as caught:
        case.cypher(_SLOW)
    assert "Run it again" in caught.value.advice
    _wait(lambda: KILLED in home.log.read_text() and not home.record.exists())
    with subprocess.Popen(
        [sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE
    ) as stranger:
        # its number was given to another process, and somebody listens where it did
        write_record(home, replace(record, pid=stranger.pid, ready=True))
        with socket.socket() as taken, socket.socket() as snatched:
            _listen(taken, record.bolt)
            _snatch_first_choice(monkeypatch, snatched)
            said: list[str] = []
            case.narrate = said.append
            assert _asked(case) == _held(case)
            assert stranger.poll() is None
    assert "A port was taken by another program; trying others." in said
    found = read_record(home)
    assert found is not None
    assert found.bolt != record.bolt


def _kill_while_it_answers(address: Address, pid: int) -> None:
    with open_connection(address) as connection:
        _wait(lambda: connection.read(_RUNNING, {}, timeout_s=60)[1])
        os.kill(pid, signal.SIGKILL)


def _listen(listener: socket.socket, port: int) -> None:
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    listener.listen()


def _snatch_first_choice(monkeypatch: pytest.MonkeyPatch, listener: socket.socket) -> None:
    """Let somebody take both ports between our look and the server's: the first time."""
    choose = launch._free_ports

    def snatched(folder: ServerFolder) -> settings.Ports:
        ports = choose(folder)
        monkeypatch.setattr(launch, "_free_ports", choose)
        _listen(listener, ports.bolt)
        return replace(ports, http=ports.bolt)

    monkeypatch.setattr(launch, "_free_ports", snatched)


def test_a_killed_keeper_leaves_a_server_that_works_and_stops(
    case: Case, loaded: ServerFolder
) -> None:
    home = loaded
    servers.ensure_running(case.folder.id)
    record = read_record(home)
    assert record is not None
    keeper = psutil.Process(record.pid).parent()
    assert keeper is not None
    keeper.kill()
    assert _posts(servers.ensure_running(case.folder.id)) == _held(case)
    assert servers.stop(case.folder.id)
    assert not record.alive
    assert not home.record.exists()


@pytest.mark.parametrize("content", [None, b"", b"\xff"])
def test_a_lost_password_begins_a_new_graph(
    case: Case, loaded: ServerFolder, content: bytes | None
) -> None:
    """Nothing starts before it is seen, so only the last of the three is followed to its end."""
    home = loaded
    kept = home.password.read_bytes()
    home.password.unlink()
    if content is not None:
        home.password.write_bytes(content)
    if content != b"\xff":
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(launch, "_afresh", lambda _start, damage: str(damage))
            assert "password of the local Neo4j is lost" in str(launch.launch(home, _silent))
        home.password.write_bytes(kept)
        return
    said: list[str] = []
    case.narrate = said.append
    assert _asked(case) == _held(case)
    assert any("password of the local Neo4j is lost" in sentence for sentence in said)
    assert any(f"set aside in {home.aside}" in sentence for sentence in said)
    assert (home.aside / "home" / "data").is_dir()


def _silent(_sentence: str) -> None:
    """Narrate nothing."""


def test_a_damaged_graph_is_set_aside_and_idleness_ends_the_server(
    case: Case, loaded: ServerFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server whose database is offline listens and knows its users: that is not ready."""
    home = loaded
    servers.stop(case.folder.id)
    for store in (home.home / "data" / "databases" / "neo4j").glob("neostore*"):
        store.write_bytes(b"\x13" * 4096)
    monkeypatch.setenv("INUNISON_IDLE_HOURS", str(3 / 3600))
    said: list[str] = []
    address = servers.ensure_running(case.folder.id, narrate=said.append)
    assert any("graph of the local Neo4j is damaged" in sentence for sentence in said), said
    assert _posts(address) == 0
    record = read_record(home)
    assert record is not None
    _wait(lambda: not record.alive and not home.record.exists())
    assert "nobody used the server for 3 s" in home.log.read_text()


def test_a_damaged_system_database_is_set_aside(case: Case, loaded: ServerFolder) -> None:
    home = loaded
    servers.stop(case.folder.id)
    for store in (home.home / "data" / "databases" / "system").glob("neostore*"):
        store.write_bytes(b"\x13" * 4096)
    said: list[str] = []
    FORGOTTEN.clear()
    servers.ensure_running(case.folder.id, narrate=said.append)
    assert any(f"set aside in {home.aside}" in sentence for sentence in said), said
    assert len(FORGOTTEN) == 1
    servers.forget_home(case.folder.id)
    assert not home.path.exists()


@pytest.mark.parametrize("moment", ["data/databases/system", "data/databases/neo4j"])
def test_a_server_that_is_killed_while_it_starts(
    case: Case, home: ServerFolder, moment: str
) -> None:
    """On a fresh home: what the next start finds is half made."""
    threading.Thread(target=_kill_at, args=(home, home.home / moment)).start()
    with pytest.raises(ServerError, match="ended from outside while it was starting"):
        servers.ensure_running(case.folder.id)


def _kill_at(home: ServerFolder, path: Path) -> None:
    _wait(lambda: read_record(home) is not None and path.exists())
    record = read_record(home)
    assert record is not None
    os.kill(record.pid, signal.SIGKILL)


def test_a_full_disk_is_said_and_a_rerun_works(case: Case, home: ServerFolder) -> None:
    """The size of every file is limited for one command and for all that it starts."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    servers.forget_home(case.folder.id)
    resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, before[1]))
    try:
        with pytest.raises(StorageError, match="disk is full"):
            servers.ensure_running(case.folder.id)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert _posts(servers.ensure_running(case.folder.id)) == 0


def test_a_file_in_the_place_of_a_folder(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stands for every folder that may not be written: root ignores permissions."""
    for place in ("data", "data/servers", f"data/servers/{case.folder.id}"):
        root = tmp_path / place.replace("/", "-")
        path = root / place
        path.parent.mkdir(parents=True)
        path.write_text("")
        monkeypatch.setenv("INUNISON_HOME", str(root))
        with pytest.raises(StorageError, match="cannot be written") as caught:
            servers.ensure_running(case.folder.id)
        assert "INUNISON_HOME" in caught.value.advice
    assert issubclass(StorageError, InunisonError)
