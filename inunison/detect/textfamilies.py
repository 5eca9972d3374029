"""The families of a state's texts, as tables: near-copies as one object, generic texts marked.

Owns the tables `text_families` (uid, size, sample), `variant_of` (start, end) and `generic` (uid).
A family has two texts or more and is named by its head, the text of it that most accounts say.
`generic` names texts and families that are no evidence alone: made of common phrases, or too short
to be compared. What makes a family and a common phrase is in `inunison.text.families`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from inunison.detect.events import Flags, Whole
from inunison.identity import uid
from inunison.text.families import find_families
from inunison.text.forms import normal_forms

# The most said come first and become heads; the key decides among equals, never the files.
_TEXTS = """
SELECT uid, sample FROM texts WHERE evidence ORDER BY accounts DESC, posts DESC, uid
"""
_SAMPLES = "SELECT uid, sample FROM texts WHERE uid IN (SELECT unnest(?))"
_SHORT = "SELECT uid FROM texts WHERE NOT evidence ORDER BY uid"

_FAMILIES = pa.schema([("uid", pa.string()), ("size", pa.int64()), ("sample", pa.string())])
_VARIANTS = pa.schema([("start", pa.string()), ("end", pa.string())])
_GENERIC = pa.schema([("uid", pa.string())])


@dataclass(frozen=True)
class TextFamilies:
    """The tables.

    Attributes:
        families: uid, size and sample of each family, in the order of the uids.
        variants: start (text) and end (family) of each text of a family, in their order.
        generic: uid of each generic text and family, in their order.
        compared: How many different texts were compared.
    """

    families: pa.Table
    variants: pa.Table
    generic: pa.Table
    compared: int

    def tables(self) -> dict[str, pa.Table]:
        """Return the tables by their names."""
        return {
            "text_families": self.families,
            "variant_of": self.variants,
            "generic": self.generic,
        }


def none() -> TextFamilies:
    """Return tables without a row, for runs that compare no texts."""
    return TextFamilies(_FAMILIES.empty_table(), _VARIANTS.empty_table(), _GENERIC.empty_table(), 0)


def text_families(
    database: duckdb.DuckDBPyConnection, *, threads: int | None = None
) -> TextFamilies:
    """Compare the texts of a state that are long enough to be evidence.

    Args:
        database: An engine with a view `texts`.
        threads: How many processes and threads work; as many as there are cores when None. No row
            depends on it.
    """
    rows = database.sql(_TEXTS).to_arrow_table()
    uids, forms = rows["uid"], normal_forms(rows["sample"].to_pylist(), processes=threads)
    del rows  # what the texts say is long, and all but a few heads are not asked for it again
    found = find_families(forms, threads=threads)
    sizes = np.bincount(found.head, minlength=len(uids))
    several = np.flatnonzero(sizes[found.head] >= 2)
    leading = found.head[several]
    heads = np.unique(leading)
    keys = _chosen(uids, heads)
    said = dict(database.execute(_SAMPLES, [keys]).fetchall())
    names = {head: uid("family", key) for head, key in zip(heads.tolist(), keys, strict=True)}
    families = zip(names.values(), sizes[heads].tolist(), map(said.get, keys), strict=True)
    texts = _chosen(uids, several)
    variants = zip(texts, (names[head] for head in leading.tolist()), strict=True)
    led = [names[head] for head in _generic_heads(found.head, found.generic)]
    common = (
        *uids.take(pa.array(np.flatnonzero(found.generic))).chunks,
        pa.array(led, pa.string()),
        *database.sql(_SHORT).to_arrow_table()["uid"].chunks,
    )
    generic = pa.chunked_array(common, pa.string())
    return TextFamilies(
        _table(list(families), _FAMILIES),
        _table(list(variants), _VARIANTS),
        pa.table([generic.take(pc.sort_indices(generic)).combine_chunks()], schema=_GENERIC),
        len(uids),
    )


def _chosen(uids: pa.ChunkedArray, places: Whole) -> list[str]:
    """Return the uids of some texts; of millions few are ever asked for."""
    found: list[str] = uids.take(pa.array(places)).to_pylist()
    return found


def _generic_heads(head: Whole, generic: Flags) -> list[int]:
    """Return the heads of families that are generic themselves."""
    led = np.unique(head[head != np.arange(len(head))])
    return [int(each) for each in led[generic[led]]]


def _table(rows: Sequence[tuple[Any, ...]], schema: pa.Schema) -> pa.Table:
    columns = zip(*sorted(rows), strict=True) if rows else [[] for _ in schema]
    return pa.table([list(column) for column in columns], schema=schema)


def register(database: duckdb.DuckDBPyConnection, found: TextFamilies) -> None:
    """Make the tables known to an engine by their names."""
    for name, table in found.tables().items():
        database.register(f"{name}_rows", table)
        database.execute(f"DROP VIEW IF EXISTS {name}")  # of a state without it
        database.execute(f"CREATE OR REPLACE TABLE {name} AS SELECT * FROM {name}_rows")
        database.unregister(f"{name}_rows")
