"""Accounts that rows of the Twitter/X archives name beside their own, as columns.

Owns, for many rows at once, whom a post mentions and who is the author of a reposted post, by the
rules of `twitter_io_archive`. Most rows that mention anybody mention one: those are read together.
"""

import re
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple, Self

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from inunison_importers import twitter_archive_cells as read
from inunison_importers.column_cells import ByValue, Flags, by_value
from inunison_importers.hashed_handles import hashes_in

Places = npt.NDArray[np.intp]

# What `hashes_in` finds begins so.
_MAY_BE_HASH = "@[0-9A-Za-z+]{38}"
_ANY_HASH = re.compile(_MAY_BE_HASH.encode())
_SINGLE_ID = r"^\['[1-9][0-9]{0,17}'\]$"


@dataclass(frozen=True)
class Listed:
    """The lists of mentions of all rows.

    Attributes:
        single: Rows whose list is one number.
        only: That number, null elsewhere.
        others: What the lists were read as; of single rows, nobody.
    """

    single: Flags
    only: pa.Array
    others: ByValue

    @classmethod
    def read(cls, column: pa.Array) -> Self:
        """Read the column of them."""
        single = pc.match_substring_regex(column, _SINGLE_ID)
        number = pc.utf8_slice_codeunits(column, 2, -2)
        only = pc.if_else(single, number, pa.scalar(None, pa.string()))
        others = by_value(pc.if_else(single, "", column), read.mentioned)
        return cls(single.to_numpy(zero_copy_only=False), only, others)

    @property
    def bad(self) -> Flags:
        """Rows whose list cannot be read."""
        return self.others.bad

    def of_row(self, place: int) -> list[str]:
        """Return the accounts of one row."""
        if self.single[place]:
            return [self.only[place].as_py()]
        return list(self.others.values[self.others.places[place]] or ())


class People(NamedTuple):
    """Accounts of each row.

    Attributes:
        originals: Shape (rows,): ids of the authors of what was reposted, null where not known.
        mentions: Shape (rows,): lists of structs of ``native_id`` and ``handle``.
    """

    originals: pa.Array
    mentions: pa.ListArray


def people(
    texts: pa.Array, listed: Listed, reposts: Flags, originals: pa.Array, begun: pa.Array
) -> People:
    """Find them.

    Args:
        texts: The words of each row.
        listed: The lists of mentions.
        reposts: Rows that are reposts.
        originals: The authors of what was reposted, as rows state it, null where they do not.
        begun: Account with which a post begins that answers no post, else null.
    """
    several = listed.others.numbers(len).astype(np.bool_)
    apart = np.flatnonzero(several | _may_hold_hashes(texts) | _true(pc.is_valid(begun)))
    first = pc.coalesce(originals, listed.only)
    authors = pc.if_else(pa.array(reposts), first, originals)
    kept = listed.single & ~(reposts & _true(pc.equal(authors, listed.only)))
    kept[apart] = False
    at = pa.array(apart)
    stated, begins = originals.take(at).to_pylist(), begun.take(at).to_pylist()
    lists: list[list[str]] = []
    for place, (row, text) in enumerate(
        zip(apart.tolist(), texts.take(at).to_pylist(), strict=True)
    ):
        found = list(dict.fromkeys((*listed.of_row(row), *hashes_in(text))))
        if reposts[row]:
            stated[place] = stated[place] or (found[0] if found else None)
            found = [each for each in found if each != stated[place]]
        elif begins[place] is not None and begins[place] not in found:
            found.insert(0, begins[place])
        lists.append(found)
    is_apart = np.zeros(len(texts), np.bool_)
    is_apart[apart] = True
    authors = pc.replace_with_mask(authors, pa.array(is_apart), pa.array(stated, pa.string()))
    return People(authors, _mentions(listed.only, kept, apart, lists))


def _may_hold_hashes(texts: pa.Array) -> Flags:
    """Return which texts are to be searched for hashes."""
    # most archives hold none, and to look for one at all takes a fifth of looking in each text
    buffer = texts.buffers()[2]
    if buffer is None or not _ANY_HASH.search(buffer):
        return np.zeros(len(texts), np.bool_)
    return _true(pc.match_substring_regex(texts, _MAY_BE_HASH))


def _true(column: pa.Array) -> Flags:
    found: Flags = pc.fill_null(column, False).to_numpy(zero_copy_only=False)
    return found


def _mentions(only: pa.Array, kept: Flags, apart: Places, lists: list[list[str]]) -> pa.ListArray:
    """Put the lists of all rows together: of one account where `kept`, else of the rows `apart`."""
    lengths = np.array([len(each) for each in lists], np.int64)
    offsets = np.zeros(len(only) + 1, np.int32)
    offsets[1:][kept] = 1
    offsets[1:][apart] = lengths
    offsets = np.cumsum(offsets, dtype=np.int32)
    # where each value stands among those of single rows, then those of the others
    order = np.empty(offsets[-1], np.int64)
    singles = int(kept.sum())
    order[offsets[:-1][kept]] = np.arange(singles)
    within = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    order[np.repeat(offsets[:-1][apart], lengths) + within] = singles + np.arange(lengths.sum())
    others = pa.array(list(chain.from_iterable(lists)), pa.string())
    ids = pa.concat_arrays([only.filter(pa.array(kept)), others]).take(pa.array(order))
    names = [ids, pa.nulls(len(ids), pa.string())]
    values = pa.StructArray.from_arrays(names, names=["native_id", "handle"])
    return pa.ListArray.from_arrays(pa.array(offsets), values)
