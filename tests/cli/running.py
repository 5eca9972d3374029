"""Commands run as a person runs them: in a process of their own, with the two streams apart."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from inunison.graph.connect import Address


def environment(server: Address | None = None) -> dict[str, str]:
    """Return the environment of a command; it asks a server where one is given.

    Streams are buffered, as they are for users: what cannot be written is noticed at the end.
    """
    ours = ("NEO4J_", "PYTHONUNBUFFERED")
    named = {key: value for key, value in os.environ.items() if not key.startswith(ours)}
    if server is not None:
        named |= {
            "NEO4J_URI": server.uri,
            "NEO4J_USERNAME": server.username,
            "NEO4J_PASSWORD": server.password,
            "NEO4J_DATABASE": server.database,
        }
    return named


def inunison(
    *words: str | Path, env: Mapping[str, str] | None = None, cwd: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run one command and return what it said and how it ended."""
    return subprocess.run(
        [sys.executable, "-m", "inunison_cli", *map(str, words)],
        env=dict(env) if env is not None else environment(),
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
