"""Profiles that are told again: a file read in portions tells each account anew in every portion.

Owns what counts as told again: the same account, the same in everything but its row, with nothing
else told of it in between. Leaves posts, and whatever a capture saw at a stated time, as they are.
"""

from collections import defaultdict
from collections.abc import Sequence
from itertools import islice
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

# More accounts than any release of an archive has; one that was forgotten is told again.
_REMEMBERED = 50_000
_THERE = "there"
_IDENTITY = ("member", "platform", "native_id")


class Profiles:
    """What was told last of each account, as long as it is remembered."""

    def __init__(self) -> None:
        self._told: dict[str, dict[bytes, bytes]] = defaultdict(dict)

    def news(self, batches: dict[str, pa.RecordBatch]) -> dict[str, pa.RecordBatch]:
        """Return the batches without the profiles that were told before.

        Args:
            batches: By kind; the rows of one file follow those of its portion before.
        """
        kept = dict(batches)
        if "accounts" in batches:
            kept["accounts"] = self._new_rows(batches["accounts"])
        if "observations" in batches:
            kept["observations"] = self._new_counts(batches["observations"])
        return {kind: batch for kind, batch in kept.items() if batch.num_rows}

    def _new_rows(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        is_new = self._are_new("profile", batch)
        return batch if is_new.all() else batch.filter(pa.array(is_new))

    def _new_counts(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Leave out the counts of an account without a time, where they are those told before."""
        profile = pc.and_(pc.equal(batch["subject"], "account"), pc.is_null(batch["observed_at"]))
        places = pc.indices_nonzero(profile)
        if not len(places):
            return batch
        is_new = self._are_new("counts", batch.take(places))
        if is_new.all():
            return batch
        kept = np.ones(batch.num_rows, np.bool_)
        kept[places.to_numpy()] = is_new
        return batch.filter(pa.array(kept))

    def _are_new(self, what: str, batch: pa.RecordBatch) -> npt.NDArray[np.bool_]:
        """Return which rows say something new of their account, their row left aside."""
        said = [name for name in batch.schema.names if name not in ("row", *_IDENTITY)]
        told = self._told[what]
        is_new = np.ones(batch.num_rows, np.bool_)
        rows = zip(_joined(batch, _IDENTITY), _joined(batch, said), strict=True)
        for place, (account, saying) in enumerate(rows):
            if told.get(account) == saying:
                is_new[place] = False
            else:
                told.pop(account, None)  # so that it stands last
                told[account] = saying
        # all at once: a dictionary passes over what was taken out of its beginning each time
        for account in list(islice(told, max(0, len(told) - _REMEMBERED))):
            del told[account]
        return is_new


def _joined(batch: pa.RecordBatch, names: Sequence[str]) -> list[bytes]:
    """Return the values of each row as one; other values, or a null, make another one.

    Which are there, each number, and the length of each text stand before the texts, so that no two
    rows join to the same.
    """
    fields = [(name, _width(batch[name].type)) for name in names]
    heads = np.zeros(batch.num_rows, [(_THERE, np.int64), *fields])
    texts = []
    for place, (name, _) in enumerate(fields):
        value = batch[name]
        if value.null_count == batch.num_rows:
            continue
        heads[_THERE] |= pc.is_valid(value).to_numpy(zero_copy_only=False).astype(np.int64) << place
        if pa.types.is_string(value.type):
            texts.append(pc.fill_null(value.cast(pa.binary()), b""))
            heads[name] = pc.binary_length(texts[-1])
        else:
            heads[name] = pc.fill_null(value.cast(pa.int64()), 0)
    buffers = [None, pa.py_buffer(heads)]
    fixed = pa.Array.from_buffers(pa.binary(heads.itemsize), batch.num_rows, buffers)
    joined = pc.binary_join_element_wise(fixed.cast(pa.binary()), *texts, b"")
    # a tenth of what `to_pylist` takes, which looks at each value by itself
    rows: list[bytes] = joined.to_numpy(zero_copy_only=False).tolist()
    return rows


def _width(kind: pa.DataType) -> type[np.signedinteger[Any]]:
    return np.int64 if pa.types.is_int64(kind) else np.int32
