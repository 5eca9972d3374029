"""The demo and the load as a person sees them."""

from pathlib import Path

import pytest

from inunison.demo import story, thread
from inunison.graph.connect import Address, Connection
from tests.cli.running import environment, inunison

pytestmark = pytest.mark.server


@pytest.fixture
def done(tmp_path: Path, graph: Connection, server: Address) -> Path:
    first = inunison("demo", tmp_path / "demo", env=environment(server))
    assert first.returncode == 0, first.stderr
    (tmp_path / "out.txt").write_text(first.stdout)
    (tmp_path / "err.txt").write_text(first.stderr)
    return tmp_path


def test_a_stranger_reads_three_answers_and_where_to_go_on(done: Path, server: Address) -> None:
    out = (done / "out.txt").read_text()
    for number in (1, 2, 3):
        assert f"\n{number}. W" in out
    assert story().first.handle in out
    assert "RolloPendry" in out
    assert f"The case lies in {done / 'demo'}" in out
    assert "inunison find text-timeline" in out
    assert "inunison find texts-across-platforms" in out
    assert f"--post {thread().submission}" in out
    assert (done / "err.txt").read_text().count("Read tarvenia_") == 3
    assert "Read RC_2021-03.zst: 269 posts" in (done / "err.txt").read_text()
    again = inunison("demo", done / "demo", env=environment(server))
    assert again.returncode == 0
    assert again.stdout == out
    assert again.stderr.count("as before") == 5


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
