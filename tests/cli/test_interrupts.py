"""An interrupt ends a command whatever it meets: a finalizer, or a way out that never ends."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from inunison.errors import ExitCode
from inunison_cli import interrupts

_READY = "import os, signal, sys, time\nfrom inunison_cli import interrupts\n"
_WAY_OUT = (
    _READY
    + """
interrupts.PATIENCE_S = 0.5
interrupts.heed()
print("ready", flush=True)
try:
    time.sleep(60)
finally:
    time.sleep(60)
"""
)
_FINALIZER = (
    _READY
    + """
class Deaf:
    def __del__(self):
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(0)
interrupts.heed()
print("ready", flush=True)
try:
    Deaf()
    time.sleep(60)
except KeyboardInterrupt:
    print("heard")
"""
)
_IMPORT = (
    _READY
    + """
interrupts.heed()
sys.path.insert(0, sys.argv[1])
try:
    import slow
    time.sleep(60)
except KeyboardInterrupt:
    print("heard")
"""
)
_SLOW = """
import os, signal, time
os.kill(os.getpid(), signal.SIGINT)
time.sleep(0.3)
print("whole")
"""
_BROKEN = (
    _READY
    + """
class Broken:
    def __del__(self):
        raise ValueError("broken")
interrupts.heed()
Broken()
"""
)


def started(script: str, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", script, *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_a_way_out_that_never_ends_is_cut_short() -> None:
    with started(_WAY_OUT) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == "ready\n"
        time.sleep(0.1)
        running.send_signal(signal.SIGINT)
        said = running.communicate(timeout=30)[1]
    assert running.returncode == ExitCode.INTERRUPTED
    assert said.strip() == interrupts.SENTENCE


def test_an_interrupt_that_a_finalizer_swallows_is_said_again() -> None:
    with started(_FINALIZER) as running:
        assert running.communicate(timeout=30) == ("ready\nheard\n", "")
    assert running.returncode == 0


def test_a_module_is_read_in_before_the_interrupt_is_heard(tmp_path: Path) -> None:
    (tmp_path / "slow.py").write_text(_SLOW)
    with started(_IMPORT, str(tmp_path)) as running:
        assert running.communicate(timeout=30) == ("whole\nheard\n", "")


def test_a_command_that_is_done_meanwhile_is_done() -> None:
    script = _FINALIZER.replace("time.sleep(60)", "pass")
    with started(script) as running:
        assert running.communicate(timeout=30)[0].startswith("ready\n")
    assert running.returncode == 0


def test_other_errors_of_finalizers_are_told_as_ever() -> None:
    with started(_BROKEN) as running:
        assert "ValueError: broken" in running.communicate(timeout=30)[1]


def test_whoever_listens_already_is_left_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        monkeypatch.setattr(sys, "unraisablehook", sys.unraisablehook)
        interrupts.heed()
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)
