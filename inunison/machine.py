"""What this machine, or the container around us, lets us use: processors and memory.

Owns how both are asked for, and how much memory a command takes that was not told otherwise. No
answer depends on either.
"""

import os
from pathlib import Path

_MB = 1_000_000
_CGROUP_LIMITS = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")
_LEAST_MB = 1024
_SHARE = 8


def cores() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def memory() -> int:
    """Return the memory there is in all, in bytes."""
    import psutil  # not every command asks

    limits = [psutil.virtual_memory().total]
    for path in _CGROUP_LIMITS:
        try:
            limits.append(int(Path(path).read_text(encoding="ascii")))
        except (OSError, ValueError):
            continue  # not in a container, or "max"
    return min(limits)


def memory_mb(asked: int | None = None) -> int:
    """Return how much memory a command takes, in MB (10^6 bytes).

    Args:
        asked: What the user said; an eighth of what there is when None, and no less than 1,024.
    """
    return max(_LEAST_MB, memory() // _SHARE // _MB) if asked is None else asked
