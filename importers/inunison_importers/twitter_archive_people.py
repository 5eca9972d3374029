"""Accounts that rows of the Twitter/X archives name beside their own, as columns.

Owns, for many rows at once, whom a post mentions and who is the author of a reposted post, by the
rules of `twitter_io_archive`. Most lists of mentions are plain ones of numbers, each named once:
those are read together.
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
_PLAIN_IDS = r"^\['[1-9][0-9]{0,17}'(, '[1-9][0-9]{0,17}')*\]$"


@dataclass(frozen=True)
class Listed:
    """The lists of mentions of all rows.

    Attributes:
        cells: As they are written.
        plain: Rows whose list is one of numbers, as Python writes it.
        owners: Shape (entries,): the row of each entry of those lists, in order.
        entries: Shape (entries,): the entries.
        others: What the other lists were read as; of plain rows, nobody.
    """

    cells: pa.Array
    plain: Flags
    owners: Places
    entries: pa.Array
    others: ByValue

    @classmethod
    def read(cls, column: pa.Array) -> Self:
        """Read the column of them."""
        plain = pc.match_substring_regex(column, _PLAIN_IDS)
        is_plain = _true(plain)
        lists = pc.split_pattern(pc.utf8_slice_codeunits(column.filter(plain), 2, -2), "', '")
        owners = np.repeat(np.flatnonzero(is_plain), pc.list_value_length(lists).to_numpy())
        others = by_value(pc.if_else(plain, "", column), read.mentioned)
        return cls(column, is_plain, owners, lists.flatten(), others)

    @property
    def bad(self) -> Flags:
        """Rows whose list cannot be read."""
        return self.others.bad

    def unusual(self) -> Flags:
        """Return which rows list somebody otherwise than once in a plain list."""
        unusual = self.others.numbers(len).astype(np.bool_)
        encoded = self.entries.dictionary_encode()
        accounts = len(encoded.dictionary)
        named, times = np.unique(
            self.owners * accounts + encoded.indices.to_numpy(), return_counts=True
        )
        unusual[named[times > 1] // max(accounts, 1)] = True
        return unusual

    def of_row(self, place: int) -> tuple[str, ...]:
        """Return the accounts of one row."""
        if self.plain[place]:
            return read.mentioned(self.cells[place].as_py())
        return self.others.values[self.others.places[place]] or ()


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
    is_apart = listed.unusual() | _may_hold_hashes(texts) | _true(pc.is_valid(begun))
    together = ~is_apart[listed.owners]
    owners, entries = listed.owners[together], listed.entries.filter(pa.array(together))
    first = pc.coalesce(originals, _first(owners, entries, len(texts)))
    authors = pc.if_else(pa.array(reposts), first, originals)
    kept = ~(reposts[owners] & _true(pc.equal(authors.take(pa.array(owners)), entries)))
    apart = np.flatnonzero(is_apart)
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
    authors = pc.replace_with_mask(authors, pa.array(is_apart), pa.array(stated, pa.string()))
    others = pa.array(list(chain.from_iterable(lists)), pa.string())
    ids = pa.concat_arrays([entries.filter(pa.array(kept)), others])
    lengths = np.array([len(each) for each in lists], np.int64)
    of_rows = np.concatenate((owners[kept], np.repeat(apart, lengths)))
    return People(authors, _mentions(of_rows, ids, len(texts)))


def _first(owners: Places, entries: pa.Array, rows: int) -> pa.Array:
    """Return the first entry of each row, null where it has none."""
    begins = np.flatnonzero(np.diff(owners, prepend=-1))
    place = np.zeros(rows, np.int64)
    none = np.ones(rows, np.bool_)
    place[owners[begins]], none[owners[begins]] = begins, False
    return entries.take(pa.array(place, mask=none))


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


def _mentions(owners: Places, ids: pa.Array, rows: int) -> pa.ListArray:
    """Put lists together from accounts and the rows they are of; those of a row are in order."""
    offsets = np.zeros(rows + 1, np.int32)
    offsets[1:] = np.cumsum(np.bincount(owners, minlength=rows))
    ids = ids.take(pa.array(np.argsort(owners, kind="stable")))
    names = [ids, pa.nulls(len(ids), pa.string())]
    values = pa.StructArray.from_arrays(names, names=["native_id", "handle"])
    return pa.ListArray.from_arrays(pa.array(offsets), values)
