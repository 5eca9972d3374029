"""What this machine, or the container around us, lets us use: processors and memory.

Owns how both are asked for, how much memory a command takes that was not told otherwise, and which
instructions numpy leaves alone. No answer depends on any of them.
"""

import os
import sys
from pathlib import Path

_MB = 1_000_000
_CGROUP_LIMITS = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")
_LEAST_MB = 1024
_SHARE = 8
_PROCESSORS = Path("/proc/cpuinfo")
# Instructions of 512 bits: how numpy calls them all, and how Linux calls each of them.
_WIDE = "X86_V4"
_WIDE_FLAGS = {"avx512f", "avx512cd", "avx512vl", "avx512bw", "avx512dq"}


def forgo_wide_instructions() -> None:
    """Keep numpy from instructions of 512 bits; has an effect before numpy is imported.

    Its logarithms and exponentials end in other digits with them, so that an answer could depend on
    the processor; and on Zen 4 its sorts take eight times as long with them
    (github.com/numpy/x86-simd-sort, issue 6). What the user has set for numpy stays as it is.
    """
    if "numpy" not in sys.modules and _has_wide_instructions():
        os.environ.setdefault("NPY_DISABLE_CPU_FEATURES", _WIDE)


def _has_wide_instructions() -> bool:
    """Tell whether numpy would use them: it warns of what it is told to leave and has not."""
    try:
        with _PROCESSORS.open(encoding="ascii", errors="replace") as lines:
            flags = next((line for line in lines if line.startswith("flags")), "")
    except OSError:  # not Linux
        return False
    return set(flags.split()) >= _WIDE_FLAGS


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
