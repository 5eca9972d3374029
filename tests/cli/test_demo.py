"""The demo and the load as a person sees them."""

import json
import re
from pathlib import Path

import pytest

from inunison.demo import story, thread
from inunison.graph.connect import Address, Connection
from tests.cli.running import environment, inunison
from tests.conftest import empty

pytestmark = pytest.mark.server


@pytest.fixture(scope="module")
def done(
    tmp_path_factory: pytest.TempPathFactory, _connection: Connection, server: Address
) -> Path:
    empty(_connection)
    folder = tmp_path_factory.mktemp("done")
    first = inunison("demo", folder / "demo", env=environment(server))
    assert first.returncode == 0, first.stderr
    (folder / "out.txt").write_text(first.stdout)
    (folder / "err.txt").write_text(first.stderr)
    return folder


def test_a_stranger_reads_four_answers_and_where_to_go_on(done: Path, server: Address) -> None:
    out = (done / "out.txt").read_text()
    for number in (1, 2, 3, 4):
        assert f"\n{number}. W" in out
    assert story().first.handle in out
    assert "RolloPendry" in out
    assert f"The case lies in {done / 'demo'}" in out
    assert "inunison find text-timeline" in out
    assert "inunison find texts-across-platforms" in out
    assert f"--post {thread().submission}" in out
    assert (done / "err.txt").read_text().count("Read tarvenia_") == 3
    assert "Read RC_2021-03.zst: 269 posts" in (done / "err.txt").read_text()
    assert "inunison detect --explain" in out
    again = inunison("demo", done / "demo", env=environment(server))
    assert again.returncode == 0
    assert again.stdout == out
    assert again.stderr.count("as before") == 5


def test_the_story_is_reported_at_the_grade_it_deserves(done: Path, server: Address) -> None:
    case, facts = done / "demo", story()
    out = " ".join((done / "out.txt").read_text().split())
    assert "from 2021-03-06 14:03 UTC" in out
    run = inunison("detect", "--case", case, "--format", "jsonl")
    assert run.returncode == 0, run.stderr
    (burst,) = [row for row in map(json.loads, run.stdout.splitlines()) if row["grade"] != "E0"]
    assert burst["first"].startswith("2021-03-06T14:03:12")
    assert (burst["grade"], burst["kind"], burst["accounts"]) == ("E1", "copy_burst", 3)
    assert re.search(r"of \d{3,} comparable texts 0 were posted by as many", burst["statement"])
    assert "One text; nothing about other behaviour of these accounts." in burst["statement"]
    asked = inunison(
        *("find", "finding-accounts", "--finding", burst["finding"], "--format", "jsonl"),
        *("--case", case),
        env=environment(server),
    )
    told = {json.loads(line)["account"] for line in asked.stdout.splitlines()}
    assert told == {facts.first.handle, *(each.handle for each in facts.copies[:2])}


def test_loading_says_what_it_did(done: Path, server: Address) -> None:
    case = done / "demo"
    nothing = inunison("load", "--case", case, env=environment(server))
    assert (nothing.returncode, nothing.stdout) == (0, "")
    assert "already holds" in nothing.stderr
    anew = inunison("load", "--case", case, "--rebuild", env=environment(server))
    assert anew.returncode == 0
    assert "nodes and edges written" in anew.stderr
    verified = inunison("verify", "--case", case)
    assert verified.returncode == 0, verified.stdout


def test_a_case_of_ones_own_is_not_turned_into_the_demo(tmp_path: Path) -> None:
    assert inunison("init", tmp_path / "mine", "--name", "Mine").returncode == 0
    refused = inunison("demo", tmp_path / "mine")
    assert refused.returncode == 2
    assert "not the demo" in refused.stderr
    assert refused.stdout == ""


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear")
    refused = inunison("demo", tmp_path)
    assert refused.returncode == 2
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]
