"""One command run to its end: wall time, processor time, memory of all its processes, disk.

Owns the taking of the measure. Knows nothing of what is measured. The local Neo4j is no child of
the command that starts it, so it is found by the case that it belongs to and counted apart.
"""

import contextlib
import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import psutil

_LOOK_S = 0.1
_SAID = 2_000


@dataclass(frozen=True)
class Measure:
    """What a command took.

    Attributes:
        wall_s: Seconds from its start to its end.
        cpu_s: Seconds of processors, user and system, its children's and the server's too.
        peak_mb: Most memory at one moment, in MB of 10^6 bytes, of all its processes but Java.
        java_mb: The same of the Java processes, the local server among them; 0 without one.
        failed: Why it failed, None when it did not.
        said: What it wrote to its standard output, the end of it.
    """

    wall_s: float
    cpu_s: float
    peak_mb: float
    java_mb: float
    failed: str | None
    said: str


class _Sampler:
    """Looks at the memory of a process, its children and the server until it is told to stop."""

    def __init__(self, pid: int, case_id: str | None) -> None:
        self._pid = pid
        self._case_id = case_id
        self._done = threading.Event()
        self._server_begin: dict[int, float] = {}
        self._server_end: dict[int, float] = {}
        self.peak = self.java_peak = 0
        self._thread = threading.Thread(target=self._look_on, daemon=True)
        self._thread.start()

    def end(self) -> float:
        """Stop looking; return the processor seconds of the servers that were seen."""
        self._done.set()
        self._thread.join()
        return sum(end - self._server_begin[pid] for pid, end in self._server_end.items())

    def _look_on(self) -> None:
        while not self._done.wait(_LOOK_S):
            self._look()

    def _look(self) -> None:
        plain = java = 0
        seen: set[int] = set()
        for process, is_server in self._processes():
            with contextlib.suppress(psutil.Error):
                if process.pid in seen:
                    continue
                seen.add(process.pid)
                memory = process.memory_info().rss
                if process.name() == "java":
                    java += memory
                else:
                    plain += memory
                if is_server:
                    spent = process.cpu_times()
                    # one that was there before spent some of it for others
                    new = process.create_time() > psutil.Process(self._pid).create_time()
                    total = spent.user + spent.system
                    self._server_begin.setdefault(process.pid, 0.0 if new else total)
                    self._server_end[process.pid] = total
        self.peak = max(self.peak, plain)
        self.java_peak = max(self.java_peak, java)

    def _processes(self) -> list[tuple[psutil.Process, bool]]:
        found: list[tuple[psutil.Process, bool]] = []
        with contextlib.suppress(psutil.Error):
            root = psutil.Process(self._pid)
            found += [(each, False) for each in (root, *root.children(recursive=True))]
        pid = server_pid(self._case_id) if self._case_id else None
        if pid is not None:
            with contextlib.suppress(psutil.Error):
                found.insert(0, (psutil.Process(pid), True))
        return found


def server_pid(case_id: str) -> int | None:
    """Return the process of the local server of a case, None when it does not run."""
    from inunison.graph.server.places import server_folder
    from inunison.graph.server.record import read_record

    record = read_record(server_folder(case_id))
    return None if record is None else record.pid


def _as_installed(environment: Mapping[str, str]) -> dict[str, str]:
    """Let Python keep what it compiled, as an installed tool has it kept."""
    return {name: said for name, said in environment.items() if name != "PYTHONDONTWRITEBYTECODE"}


def measure(
    command: Sequence[str],
    *,
    environment: Mapping[str, str] | None = None,
    case_id: str | None = None,
    limit_s: float = 4 * 3600,
) -> Measure:
    """Run a command to its end; a failure is a measure too, and nothing is raised for it.

    Args:
        command: The program and its arguments.
        environment: Variables beside ours.
        case_id: The case whose local server is counted.
        limit_s: Seconds after which it is ended.
    """
    with tempfile.TemporaryFile("w+") as said, tempfile.TemporaryFile("w+") as told:
        begun = time.perf_counter()
        before = os.times()
        try:
            process = subprocess.Popen(
                command,
                env={**_as_installed(os.environ), **(environment or {})},
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=told,
            )
        except OSError as error:
            return Measure(0, 0, 0, 0, f"cannot be run: {error.strerror}", "")
        sampler = _Sampler(process.pid, case_id)
        late = _wait(process, limit_s)
        wall = time.perf_counter() - begun
        after = os.times()
        server_cpu = sampler.end()
        own_cpu = (
            after.children_user
            + after.children_system
            - before.children_user
            - before.children_system
        )
        failed = late or _reason(process.returncode, _tail(told))
        return Measure(
            wall,
            own_cpu + server_cpu,
            sampler.peak / 1e6,
            sampler.java_peak / 1e6,
            failed,
            _tail(said),
        )


def _wait(process: "subprocess.Popen[bytes]", limit_s: float) -> str | None:
    try:
        process.wait(limit_s)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return f"ended after {limit_s:,.0f} s"
    return None


def _reason(code: int, told: str) -> str | None:
    if not code:
        return None
    lines = [line.strip() for line in told.splitlines() if line.strip()]
    return f"exit code {code}: {' / '.join(lines[-2:])[:200]}"


def _tail(opened: IO[str]) -> str:
    opened.seek(0)
    return opened.read()[-_SAID:]


def disk_mb(folder: Path) -> float:
    """Return what a file or a folder takes, in MB of 10^6 bytes."""
    files = [folder] if folder.is_file() else folder.rglob("*")
    total = 0
    for each in files:
        with contextlib.suppress(OSError):  # a server may remove a file meanwhile
            total += each.stat().st_size if each.is_file() else 0
    return total / 1e6
