"""The state of a case: its sources resolved, as Parquet tables in the cache.

Owns what the tables are called, how they are made once and found again, and the state's id. A state
is derived: deleting the cache loses nothing. Readers never see a half-made one (it is made in a
temporary folder and renamed; what a killed process leaves of it is cleared away by the next), and
two that make the same one at once make the same bytes.
"""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inunison import machine
from inunison.errors import StorageError
from inunison.faults import reach
from inunison.folder import CaseFolder
from inunison.graph.model import EDGES, NODES
from inunison.redirects import Redirects, read_redirects
from inunison.sources import Source, list_sources, state_key
from inunison.sources.staging import clear_leftovers, staging

# The engine and the steps are imported when a state is made: to name one is quick.
if TYPE_CHECKING:
    import duckdb

# What made a state is part of its id: a state made by other rules is another state.
RULES = "resolve_v7+norm_v1+links_v1+network_v3"

# Columns that no two rows share give the order of all columns, and wide ones need not be compared.
_UNIQUE = {each.table: "uid" for each in NODES} | {"says": "start"}
_QUERIES = {
    "accounts": "SELECT * FROM accounts LEFT JOIN account_network USING (uid)",
    "texts": "SELECT * FROM texts LEFT JOIN text_network USING (uid)"
    " LEFT JOIN text_reach USING (uid)",
    "urls": "SELECT * FROM urls LEFT JOIN url_reach USING (uid)",
}

# States that are kept beside the newest: the graph may still hold the one before.
_KEPT = 3

Narrate = Callable[[str], None]
Progress = Callable[[str, int, int], None]


def _still(_what: str, _done: int, _total: int) -> None:
    """Show nothing."""


@dataclass(frozen=True)
class State:
    """One resolved state.

    Attributes:
        id: Hash of the sources and of the rules that resolved them, 64 hex characters.
        path: Folder with one Parquet file per table.
        summary: Counts of the tables and the partition in numbers.
    """

    id: str
    path: Path
    summary: dict[str, Any]

    def table(self, name: str) -> Path:
        """Return the file of a table; it exists only where the case has such rows."""
        return self.path / f"{name}.parquet"


def state_id(sources: list[Source], redirects: Redirects) -> str:
    """Return the id of the state that sources give under the present rules and a list."""
    key = redirects.key
    return state_key(sources, f"{RULES}+redirects_{key}" if key else RULES)


def present_id(folder: CaseFolder, sources: list[Source]) -> str:
    """Return the id of the state that a case would have now.

    Raises:
        CaseError: The case's list of redirects cannot be read.
    """
    return state_id(sources, read_redirects(folder.path))


def current(
    folder: CaseFolder,
    narrate: Narrate = lambda _: None,
    progress: Progress = _still,
    **limits: int,
) -> State:
    """Return the state of a case, resolved now where it is not in the cache.

    Args:
        folder: The case.
        narrate: Called with a sentence before each long step.
        progress: Called during long steps with what is done, how much of it, and of how much.
        limits: `memory_mb` and `threads` of `inunison.engine.connect`.

    Raises:
        StorageError: The cache cannot be written.
        CaseError: The case's list of redirects cannot be read.
    """
    sources, redirects = list_sources(folder), read_redirects(folder.path)
    found = find(folder, state_id(sources, redirects))
    if found is not None:
        return found
    try:
        return _make(folder, _Given(sources, redirects), narrate, progress, limits)
    except OSError as error:
        raise StorageError(
            f"The state could not be written to {folder.cache_path} ({error.strerror}).",
            "Free some space or allow writing there, then run the command again.",
        ) from error


def find(folder: CaseFolder, identifier: str) -> State | None:
    """Return a state from the cache, or None where it is not there."""
    path = folder.cache_path / "states" / identifier
    try:
        summary = json.loads((path / "state.json").read_text())
    except (OSError, ValueError):
        return None
    return State(identifier, path, summary)


@dataclass(frozen=True)
class _Given:
    """What a state is made from."""

    sources: list[Source]
    redirects: Redirects


def _make(
    folder: CaseFolder,
    given: _Given,
    narrate: Narrate,
    progress: Progress,
    limits: dict[str, int],
) -> State:
    identifier = state_id(given.sources, given.redirects)
    states = folder.cache_path / "states"
    clear_leftovers(states)
    with staging(states) as making:
        summary = write_tables(
            making.path, given.sources, narrate, progress, redirects=given.redirects, **limits
        )
        (making.path / "state.json").write_text(
            json.dumps(summary, indent=1, sort_keys=True) + "\n"
        )
        reach("state: before the rename")
        final = states / identifier
        if find(folder, identifier) is None:
            shutil.rmtree(final, ignore_errors=True)  # a damaged one is in the way
            making.commit(final)
    _forget_old(states)
    return State(identifier, states / identifier, summary)


def write_tables(
    target: Path,
    sources: list[Source],
    narrate: Narrate = lambda _: None,
    progress: Progress = _still,
    *,
    redirects: Redirects | None = None,
    **limits: int,
) -> dict[str, Any]:
    """Resolve sources and write the tables of their state.

    Args:
        target: The folder that gets one Parquet file per table.
        sources: The sources, in any order.
        narrate: Called with a sentence before each long step.
        progress: Called during long steps with what is done, how much of it, and of how much.
        redirects: Where links lead that only forward; nowhere else when None.
        limits: `memory_mb` and `threads` of `inunison.engine.connect`.

    Returns:
        The rows of each table (`counts`) and the partition in numbers (`partition`).
    """
    from inunison import engine
    from inunison.detect import network
    from inunison.resolve import resolve, totals

    with engine.opened(target / "spill", tables_on_disk=True, **_shared(limits)) as database:
        narrate("Resolving accounts, posts and texts ...")
        resolve(database, sources, progress, redirects=redirects)
        narrate("Finding communities ...")
        partition = network.derive(database, progress, memory_mb=limits.get("memory_mb"))
        totals.count(database)
        narrate("Writing the state ...")
        counts = {}
        names = _tables(database)
        for done, name in enumerate(names):
            progress("tables", done, len(names))
            counts[name] = _write(database, name, target)
            reach("state: between tables")
        progress("tables", len(names), len(names))
    return {"counts": counts, "partition": partition}


def _shared(limits: dict[str, int]) -> dict[str, int]:
    """Return the limits of the engine: what Python and the second processes need is not its own."""
    from inunison import engine

    memory_mb = engine.share_mb(limits.get("memory_mb"))
    threads = limits.get("threads") or machine.cores()
    return {"memory_mb": memory_mb, "threads": min(threads, memory_mb // engine.THREAD_MB)}


def _tables(database: "duckdb.DuckDBPyConnection") -> list[str]:
    wanted = {each.table for each in (*NODES, *EDGES)} | {
        "aliases",
        "conflicts",
        "looked_again",
        "shows",
    }
    made = {
        name
        for (name,) in database.execute(
            "SELECT table_name FROM information_schema.tables"
        ).fetchall()
    }
    return sorted(wanted & made)


def _write(database: "duckdb.DuckDBPyConnection", table: str, target: Path) -> int:
    """Write one table in a total order; return its number of rows."""
    from inunison import engine

    query = _QUERIES.get(table, f"SELECT * FROM {table}")
    order = _UNIQUE.get(table, "ALL")
    return engine.write_parquet(database, f"{query} ORDER BY {order}", target / f"{table}.parquet")


def _forget_old(states: Path) -> None:
    made = sorted(
        (path for path in states.iterdir() if not path.name.startswith(".")),
        key=lambda path: path.stat().st_mtime,
    )
    for path in made[:-_KEPT]:
        shutil.rmtree(path, ignore_errors=True)
