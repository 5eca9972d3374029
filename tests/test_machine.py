"""What the machine lets us use."""

import os
import subprocess
import sys
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


WIDE = "flags\t\t: fpu avx2 avx512f avx512cd avx512vl avx512bw avx512dq avx512_vnni\n"
VARIABLE = "NPY_DISABLE_CPU_FEATURES"


@pytest.mark.parametrize(
    ("processors", "before", "wanted"),
    [
        (f"processor\t: 0\n{WIDE}processor\t: 1\n{WIDE}", None, "X86_V4"),
        (WIDE, "FMA3", "FMA3"),
        (WIDE, "", ""),
        ("processor\t: 0\nflags\t\t: fpu avx2 avx512f\n", None, None),
        ("processor\t: 0\nFeatures\t: fp asimd\n", None, None),
        (None, None, None),
    ],
)
def test_wide_instructions_are_left_where_they_are_and_nothing_else_was_said(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    processors: str | None,
    before: str | None,
    wanted: str | None,
) -> None:
    told = tmp_path / "cpuinfo"
    if processors is not None:
        told.write_text(processors, encoding="ascii")
    monkeypatch.setattr(machine, "_PROCESSORS", told)
    monkeypatch.delitem(sys.modules, "numpy", raising=False)
    monkeypatch.delenv(VARIABLE, raising=False)
    if before is not None:
        monkeypatch.setenv(VARIABLE, before)
    machine.forgo_wide_instructions()
    assert os.environ.get(VARIABLE) == wanted


def test_numpy_that_is_there_is_left_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = tmp_path / "cpuinfo"
    told.write_text(WIDE, encoding="ascii")
    monkeypatch.setattr(machine, "_PROCESSORS", told)
    monkeypatch.setitem(sys.modules, "numpy", SimpleNamespace())
    monkeypatch.delenv(VARIABLE, raising=False)
    machine.forgo_wide_instructions()
    assert VARIABLE not in os.environ


@pytest.mark.parametrize("first", ["inunison", "inunison.case", "inunison_cli.app"])
def test_numpy_is_without_them_and_without_a_warning(first: str) -> None:
    ask = f"import {first}, numpy._core._multiarray_umath as made; print(made.__cpu_features__"
    ask += ".get('X86_V4', False))"
    environment = {name: value for name, value in os.environ.items() if name != VARIABLE}
    done = subprocess.run(
        [sys.executable, "-W", "error::ImportWarning", "-c", ask],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("False\n", "")
