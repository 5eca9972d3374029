"""Tells whether a process that was started earlier is still that process.

Owns the mark of a process: what it has that no later process with the same number can have.
Ends nothing by itself.
"""

import sys
from pathlib import Path

_STATE, _START_TICKS = 0, 19  # fields 3 and 22 of /proc/<pid>/stat, after the name
_ENDED = {"Z", "X", "x"}


def process_mark(pid: int) -> str | None:
    """Return what tells a process apart from every other with its number, None when it has ended.

    On Linux it is the boot and the tick in which the process started: exact, whatever the clock was
    set to since, and read in microseconds. Elsewhere it is the start time that psutil gives. A
    process that ended but was not yet collected by its parent has ended.
    """
    if sys.platform.startswith("linux"):
        return _linux_mark(Path("/proc"), pid)
    return _portable_mark(pid)


def _linux_mark(proc: Path, pid: int) -> str | None:
    try:
        stat = (proc / str(pid) / "stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return None
    fields = stat.rpartition(")")[2].split()  # a name may hold spaces and parentheses
    if fields[_STATE] in _ENDED:
        return None
    boot = (proc / "sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    return f"{boot}/{fields[_START_TICKS]}"


def _portable_mark(pid: int) -> str | None:
    import psutil  # 40 ms that a warm start on Linux does not pay

    try:
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE:
            return None
        return f"{process.create_time():.3f}"
    except psutil.NoSuchProcess:
        return None
