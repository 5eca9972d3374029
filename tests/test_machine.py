"""What the machine lets us use."""

from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest

from inunison import machine
from tests.machines import have_cores


def test_there_is_a_core_and_memory() -> None:
    assert machine.cores() >= 1
    assert 10**8 < machine.memory() <= psutil.virtual_memory().total


def test_the_cores_are_those_that_this_process_may_use(monkeypatch: pytest.MonkeyPatch) -> None:
    have_cores(monkeypatch, 3)
    assert machine.cores() == 3
    monkeypatch.delattr("os.sched_getaffinity")
    monkeypatch.setattr("os.cpu_count", lambda: 5)
    assert machine.cores() == 5
    monkeypatch.setattr("os.cpu_count", lambda: None)
    assert machine.cores() == 1


@pytest.mark.parametrize(("said", "wanted"), [("2000000000\n", 2 * 10**9), ("max\n", 10**10)])
def test_a_container_has_less_memory_than_its_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str, wanted: int
) -> None:
    limit = tmp_path / "memory.max"
    limit.write_text(said, encoding="ascii")
    monkeypatch.setattr(machine, "_CGROUP_LIMITS", (str(limit), str(tmp_path / "missing")))
    monkeypatch.setattr(psutil, "virtual_memory", lambda: SimpleNamespace(total=10**10))
    assert machine.memory() == wanted


@pytest.mark.parametrize(
    ("gb", "asked", "wanted"), [(4, None, 1024), (24, None, 3000), (24, 700, 700), (4, 9000, 9000)]
)
def test_a_command_takes_an_eighth_or_what_it_is_told(
    monkeypatch: pytest.MonkeyPatch, gb: int, asked: int | None, wanted: int
) -> None:
    monkeypatch.setattr(machine, "memory", lambda: gb * 10**9)
    assert machine.memory_mb(asked) == wanted
