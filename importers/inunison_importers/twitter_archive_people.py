"""Accounts that rows of the Twitter/X archives name beside their own, as columns.

Owns, for many rows at once, whom a post mentions and who is the author of a reposted post, by the
rules of `twitter_io_archive`.
"""

from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from inunison_importers.column_cells import ByValue, Flags
from inunison_importers.hashed_handles import hashes_in

# What `hashes_in` finds begins so.
_MAY_BE_HASH = "@[0-9A-Za-z+]{38}"


class People(NamedTuple):
    """Accounts of each row.

    Attributes:
        originals: Shape (rows,): ids of the authors of what was reposted, null where not known.
        mentions: Shape (rows,): lists of structs of ``native_id`` and ``handle``.
    """

    originals: pa.Array
    mentions: pa.ListArray


def people(
    texts: pa.Array, listed: ByValue, reposts: Flags, originals: pa.Array, begun: pa.Array
) -> People:
    """Find them.

    Args:
        texts: The words of each row.
        listed: What the lists of mentions were read as: tuples of ids.
        reposts: Rows that are reposts.
        originals: The authors of what was reposted, as rows state it, null where they do not.
        begun: Account with which a post begins that answers no post, else null.
    """
    authors = originals.to_pylist()
    begins = begun.to_pylist()
    hashed = pc.match_substring_regex(texts, _MAY_BE_HASH).to_numpy(zero_copy_only=False)
    some = listed.numbers(len).astype(np.bool_) | pc.is_valid(begun).to_numpy(zero_copy_only=False)
    counts = np.zeros(len(texts) + 1, np.int32)
    everybody: list[str] = []
    for place in np.flatnonzero(some | hashed).tolist():
        found = list(listed.values[listed.places[place]] or ())
        if hashed[place]:
            found = list(dict.fromkeys((*found, *hashes_in(texts[place].as_py()))))
        if reposts[place]:
            author = authors[place] or (found[0] if found else None)
            authors[place] = author
            found = [each for each in found if each != author]
        elif begins[place] is not None and begins[place] not in found:
            found.insert(0, begins[place])
        everybody += found
        counts[place + 1] = len(found)
    return People(pa.array(authors, pa.string()), _lists(counts, everybody))


def _lists(counts: np.ndarray[tuple[int], np.dtype[np.int32]], ids: list[str]) -> pa.ListArray:
    names = [pa.array(ids, pa.string()), pa.nulls(len(ids), pa.string())]
    values = pa.StructArray.from_arrays(names, names=["native_id", "handle"])
    return pa.ListArray.from_arrays(pa.array(np.cumsum(counts, dtype=np.int32)), values)
