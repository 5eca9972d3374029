"""How detection is run: the settings that people give, the engine and the sources, the rules.

Owns what every test is run with, and by which rules a run was made. Tests nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb

from inunison.detect.exclusions import Applied
from inunison.sources import Source

TESTS_VERSION = "detect_v4"
"""Raised whenever the same events would give other ties, groups or figures of a test."""

RULES_VERSION = f"{TESTS_VERSION}+observations_v2+bridges_v3+sentences_v2"
"""What a run is made by; other rules make another run."""


@dataclass(frozen=True)
class Settings:
    """How detection is run.

    Attributes:
        traces: Names of the traces; all when empty.
        ladder_s: Windows in seconds, rising; each trace's own when None.
        q: Greatest share of false findings.
        seed: Of everything that is drawn.
        cross_check: Also count what other rules flag, and what the tests find in shuffled actions.
    """

    traces: tuple[str, ...] = ()
    ladder_s: tuple[int, ...] | None = None
    q: float = 0.01
    seed: int = 0
    cross_check: bool = True


@dataclass(frozen=True)
class Setting:
    """What one trace is tested with.

    Attributes:
        database: The engine with a view for each table of the state.
        sources: The sources of the case by hash.
        state: Id of the state.
        settings: How detection is run.
        lists: The lists of what is not counted, as they were applied.
    """

    database: duckdb.DuckDBPyConnection
    sources: Mapping[str, Source]
    state: str
    settings: Settings
    lists: tuple[Applied, ...] = ()
