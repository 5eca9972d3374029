"""A server that goes away in the middle of a load: one sentence, and a rerun goes on."""

import os
import signal
from pathlib import Path

import pytest

from inunison import Case
from inunison.demo import write_demo
from inunison.errors import ServerError
from inunison.graph import connect
from inunison.graph import server as servers
from inunison.graph.connect import Connection
from inunison.graph.model import LABELS

pytestmark = pytest.mark.server


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Case:
    for name in ("URI", "USERNAME", "PASSWORD", "DATABASE"):
        monkeypatch.delenv(f"NEO4J_{name}", raising=False)
    made = Case.create(tmp_path / "case", name="Lost")
    for path in write_demo(tmp_path / "files"):
        made.import_(path)
    return made


def test_a_server_that_is_killed_in_the_middle_of_a_load(
    case: Case, graph: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connect, "_RETRY_S", 3.0)
    killed: list[int] = []

    def kill(what: str, _done: int, _total: int) -> None:
        if not killed and what in LABELS:  # the state is made by then
            found = servers.status(case.folder.id)
            assert found.pid is not None
            killed.append(found.pid)
            os.kill(found.pid, signal.SIGKILL)

    case.progress = kill
    try:
        with pytest.raises(ServerError) as caught:
            case.load()
        assert killed
        assert caught.value.advice
        outcome = case.load()
        assert outcome.kind == "increment"
        assert outcome.counts["Post"] == case.state().summary["counts"]["posts"]
        assert case.load().kind == "nothing"
    finally:
        servers.stop(case.folder.id)
    assert graph.read("RETURN 1", {}, timeout_s=10)[1][0][0] == 1
