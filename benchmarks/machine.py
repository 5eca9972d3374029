"""What the measures were taken on: processor, memory, versions; never a name or a path of it.

Owns that description alone.
"""

import os
import platform
import re
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import psutil

from benchmarks.peers import PY2NEO, TOOLKIT
from inunison import __version__
from inunison.graph.server.program import LONG_TERM


def description() -> list[tuple[str, str]]:
    """Return what is told of the machine, as names and values."""
    memory = psutil.virtual_memory().total / 1e9
    return [
        ("date", f"{datetime.now(UTC):%Y-%m-%d}"),
        ("processor", f"{_processor()}, {os.cpu_count()} cores"),
        ("memory", f"{memory:.0f} GB"),
        ("system", f"{platform.system()} {platform.machine()}"),
        ("Python", platform.python_version()),
        ("inunison", __version__),
        *((name, version(name)) for name in ("duckdb", "msgspec", "pyarrow", "numpy")),
        ("Neo4j", f"{LONG_TERM.version} community"),
        *((peer.name, peer.version) for peer in (TOOLKIT, PY2NEO)),
    ]


def _processor() -> str:
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return platform.processor() or "processor of unknown kind"
    found = re.search(r"^model name\s*:\s*(.+)$", text, re.MULTILINE)
    return found[1].strip() if found else platform.machine()
