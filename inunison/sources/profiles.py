"""Profiles that are told again: a file read in portions tells each account anew in every portion.

Owns what counts as told again: the same account, the same in everything but its row, with nothing
else told of it in between. Leaves posts, and whatever a capture saw at a stated time, as they are.
"""

from collections import OrderedDict, defaultdict
from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

# More accounts than any release of an archive has; one that was forgotten is told again.
_REMEMBERED = 50_000
_NOTHING, _NO_LENGTH = pa.scalar(""), pa.scalar("-")
_IDENTITY = ("member", "platform", "native_id")


class Profiles:
    """What was told last of each account, as long as it is remembered."""

    def __init__(self) -> None:
        # ordered: of a plain dict, to find the oldest takes longer the more were taken out before
        self._told: dict[str, OrderedDict[str, str]] = defaultdict(OrderedDict)

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
        return batch if all(is_new) else batch.filter(pa.array(is_new))

    def _new_counts(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Leave out the counts of an account without a time, where they are those told before."""
        profile = pc.and_(pc.equal(batch["subject"], "account"), pc.is_null(batch["observed_at"]))
        places = pc.indices_nonzero(profile)
        if not len(places):
            return batch
        is_new = self._are_new("counts", batch.take(places))
        if all(is_new):
            return batch
        kept = np.ones(batch.num_rows, np.bool_)
        kept[places.to_numpy()] = is_new
        return batch.filter(pa.array(kept))

    def _are_new(self, what: str, batch: pa.RecordBatch) -> list[bool]:
        """Return which rows say something new of their account, their row left aside."""
        said = [name for name in batch.schema.names if name not in ("row", *_IDENTITY)]
        accounts, saying = (_joined(batch, names).to_pylist() for names in (_IDENTITY, said))
        told = self._told[what]
        is_new = []
        for account, each in zip(accounts, saying, strict=True):
            if told.get(account) == each:
                is_new.append(False)
                continue
            told[account] = each
            told.move_to_end(account)
            if len(told) > _REMEMBERED:
                told.popitem(last=False)
            is_new.append(True)
        return is_new


def _joined(batch: pa.RecordBatch, names: Sequence[str]) -> pa.Array:
    """Return the values of each row as one text; other values, or a null, make another text.

    The length of each stands before them, so that no two rows join to the same.
    """
    texts: list[pa.Array | pa.Scalar] = []
    lengths: list[pa.Array | pa.Scalar] = []
    for name in names:
        column = batch[name].cast(pa.string())
        empty = column.null_count == len(column)
        texts.append(_NOTHING if empty else pc.fill_null(column, ""))
        length = pc.binary_length(column).cast(pa.string())
        lengths.append(_NO_LENGTH if empty else pc.fill_null(length, "-"))
    return pc.binary_join_element_wise(*lengths, *texts, ",")
