"""The families of a state's texts, compared once and kept beside the tables of the state.

Owns where they lie and when what lies there counts. They follow from the texts of the state and
from the rules alone, so every detection on a state, and every explanation, reads the same ones.
Compares nothing itself: that is the business of `textfamilies`.
"""

import json
import shutil
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from inunison import storage
from inunison.detect import textfamilies
from inunison.detect.textfamilies import TextFamilies
from inunison.sources.staging import clear_leftovers, staging
from inunison.state import State

VERSION = "families_v1"
"""Raised whenever the same texts would give other families, or other texts would be generic."""

_TOLD = "families.json"


def state_families(
    database: duckdb.DuckDBPyConnection, state: State, *, threads: int | None = None
) -> TextFamilies:
    """Return the families of a state, compared now where they are not kept.

    Args:
        database: An engine with a view `texts` of that state.
        state: The state.
        threads: As for `textfamilies.text_families`.

    Raises:
        StorageError: The cache cannot be written.
    """
    kept = _read(state.path / VERSION)
    if kept is not None:
        return kept
    found = textfamilies.text_families(database, threads=threads)
    _keep(state.path, found)
    return found


def _read(path: Path) -> TextFamilies | None:
    """Return what lies there; None where nothing does, or where it is not whole."""
    tables = {}
    try:
        compared = int(json.loads((path / _TOLD).read_text(encoding="utf-8"))["compared"])
        for name, empty in textfamilies.none().tables().items():
            tables[name] = pq.read_table(path / f"{name}.parquet", schema=empty.schema)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return TextFamilies(tables["text_families"], tables["variant_of"], tables["generic"], compared)


def _keep(folder: Path, found: TextFamilies) -> None:
    clear_leftovers(folder)
    final = folder / VERSION
    with staging(folder) as making:
        for name, table in found.tables().items():
            with storage.writing(making.path):
                pq.write_table(table, making.path / f"{name}.parquet")
        with storage.writing(making.path):
            told = json.dumps({"compared": found.compared}) + "\n"
            (making.path / _TOLD).write_text(told, encoding="utf-8")
        if _read(final) is None:
            shutil.rmtree(final, ignore_errors=True)  # a damaged one is in the way
        making.commit(final)
