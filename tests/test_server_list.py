"""The list of local servers, and how one is removed, as the commands show it."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from inunison.errors import UsageError
from inunison.folder import CaseFolder
from inunison.graph import server as servers
from inunison.graph.connect import Address
from inunison.graph.server.listing import note_case
from inunison.graph.server.places import server_folder
from inunison.graph.server.process import process_mark
from inunison.graph.server.record import (
    Record,
    mark_ready,
    mark_stopping,
    read_record,
    touch_last_used,
    write_private,
    write_record,
)
from inunison_cli import server as commands
from tests.cli.running import environment, inunison
from tests.conftest import SERVER_CASE

SECRET = "0123456789ab" * 4


@pytest.fixture
def root(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("INUNISON_HOME", str(tmp_path / "inunison"))
    return tmp_path


def _listed() -> list[dict[str, object]]:
    done = CliRunner().invoke(commands.app, ["list", "--format", "json"])
    assert done.exit_code == 0
    return list(json.loads(done.stdout))


def _made(case_id: str, *, noted: Path | None = None) -> None:
    folder = server_folder(case_id)
    folder.home.mkdir(parents=True)
    (folder.home / "store").write_bytes(b"x" * 2_000_000)
    if noted is not None:
        note_case(folder, noted)


def test_an_empty_list_says_so(root: Path) -> None:
    done = CliRunner().invoke(commands.app, ["list"])
    assert done.exit_code == 0
    assert done.stdout.startswith("case_id,name,case_folder,neo4j,state,process,bolt,browser,")
    assert "No local Neo4j was ever started here." in done.stderr


def test_servers_that_do_not_run_are_listed(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = CaseFolder.create(root / "case", name="Ferries")
    _made(case.id, noted=case.path)
    _made("0-never-noted")
    _made("1-gone", noted=root / "gone")
    _made("2-another", noted=case.path)
    monkeypatch.setenv("INUNISON_NEO4J", "2026.08")
    _made("2-another")
    touch_last_used(server_folder("2-another"))
    found = {(row["case_id"], row["neo4j"]): row for row in _listed()}
    assert [key[0] for key in found] == sorted(str(key[0]) for key in found)
    assert [key for key in found if key[0] != case.id] == [
        ("0-never-noted", "5.26.30"),
        ("1-gone", "5.26.30"),
        ("2-another", "5.26.30"),
        ("2-another", "2026.08.1"),
    ]
    mine = found[case.id, "5.26.30"]
    assert (mine["name"], mine["case_folder"]) == ("Ferries", str(case.path))
    assert found["1-gone", "5.26.30"]["case_folder"] == str(root / "gone")
    assert found["1-gone", "5.26.30"]["name"] is None
    assert found["2-another", "5.26.30"]["name"] is None, "the folder holds another case now"
    assert found["0-never-noted", "5.26.30"]["case_folder"] is None
    assert found["2-another", "2026.08.1"]["last_used"]
    assert mine["last_used"] is None
    for row in found.values():
        assert row["state"] == "stopped"
        assert row["process"] is row["bolt"] is row["browser"] is row["memory_mb"] is None
        assert row["disk_mb"] == 2


@pytest.mark.parametrize("content", ["", "{", "[]", "null", '{"folder": 3}', "\x00"])
def test_a_damaged_note_is_none(root: Path, content: str) -> None:
    _made("case-1")
    server_folder("case-1").case.write_text(content)
    assert _listed()[0]["case_folder"] is None


def test_what_runs_and_does_not_answer_is_starting_or_stopping(root: Path) -> None:
    _made("case-1")
    folder = server_folder("case-1")
    write_private(folder.password, SECRET)
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        mark = process_mark(process.pid) or ""
        record = Record(process.pid, mark, 9, 10, "5.26.30", 0.0)
        write_record(folder, record)
        (row,) = _listed()
        assert (row["state"], row["process"], row["bolt"]) == (
            "starting",
            process.pid,
            "bolt://127.0.0.1:9",
        )
        assert row["memory_mb"] is not None
        mark_stopping(folder, mark_ready(folder, record, SECRET))
        assert _listed()[0]["state"] == "stopping"
        found = read_record(folder)
        assert found == replace(
            record, ready=True, stopping=True, login=found.login if found else ""
        )
        process.communicate(b"\n")


@pytest.mark.server
def test_a_server_that_answers_is_ready(server: Address) -> None:
    if server.origin != "local":
        pytest.skip("NEO4J_URI names another server")
    entry = next(each for each in servers.list_servers() if each.case_id == SERVER_CASE)
    assert (entry.state, entry.bolt) == ("ready", server.uri)
    assert entry.memory
    assert entry.memory > 10**8
    assert entry.disk > 10**5
    assert entry.last_used is not None


def test_a_graph_is_removed_by_case_or_by_id(root: Path) -> None:
    case = CaseFolder.create(root / "case", name="Ferries")
    runner = CliRunner()
    for words in (["--case", str(case.path)], ["--id", case.id]):
        _made(case.id)
        _made("other")
        done = runner.invoke(commands.app, ["remove", *words])
        assert done.stderr == "Removed.\n"
        assert not server_folder(case.id).path.exists()
        assert server_folder("other").path.exists()
        servers.forget_home("other")
        assert case.path.exists()
        again = runner.invoke(commands.app, ["remove", *words])
        assert again.stderr == f"There is no local Neo4j of case {case.id}.\n"


def test_both_ways_of_naming_a_case_are_too_many(root: Path) -> None:
    done = CliRunner().invoke(commands.app, ["remove", "--case", "x", "--id", "y"])
    assert isinstance(done.exception, UsageError)
    done = CliRunner().invoke(commands.app, ["remove", "--id", "../y"])
    assert isinstance(done.exception, UsageError)


def test_without_network_the_first_start_ends_with_one_sentence(root: Path) -> None:
    case = CaseFolder.create(root / "case", name="Ferries")
    nowhere = "http://127.0.0.1:9"
    done = inunison(
        *("server", "start", "--case", case.path),
        env=environment()
        | {
            "INUNISON_HOME": str(root / "home"),
            "INUNISON_CACHE": str(root / "cache"),
            "INUNISON_MAVEN_MIRROR": nowhere,
            "no_proxy": "127.0.0.1",
        },
    )
    assert done.returncode == 3
    assert "The server's files cannot be fetched from 127.0.0.1:9" in done.stderr
    assert "NEO4J_URI" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    assert not os.path.lexists(root / "home" / "data" / "servers" / case.id)
