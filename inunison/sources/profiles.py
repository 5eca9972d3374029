"""Profiles that are told again: a file read in portions tells each account anew in every portion.

Owns what counts as told again: the same account, the same in everything but its row, with nothing
else told of it in between. Leaves posts, and whatever a capture saw at a stated time, as they are.
"""

from collections.abc import Hashable, Iterator
from itertools import repeat

import pyarrow as pa
import pyarrow.compute as pc

# More accounts than any release of an archive has; one that was forgotten is told again.
_REMEMBERED = 50_000
_IDENTITY = 4  # kind of row, member, platform, id


class Profiles:
    """What was told last of each account, as long as it is remembered."""

    def __init__(self) -> None:
        self._told: dict[Hashable, Hashable] = {}

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
        is_new = [self._is_new(row) for row in _rows("profile", batch)]
        return batch if all(is_new) else batch.filter(pa.array(is_new))

    def _new_counts(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Leave out the counts of an account without a time, where they are those told before."""
        profile = pc.and_(pc.equal(batch["subject"], "account"), pc.is_null(batch["observed_at"]))
        places = pc.indices_nonzero(profile)
        if not len(places):
            return batch
        again = {
            place
            for place, row in zip(
                places.to_pylist(), _rows("counts", batch.take(places)), strict=True
            )
            if not self._is_new(row)
        }
        if not again:
            return batch
        return batch.filter(pa.array([place not in again for place in range(batch.num_rows)]))

    def _is_new(self, row: tuple[Hashable, ...]) -> bool:
        """Remember what a row says of an account, its row left aside."""
        account = row[:_IDENTITY]
        if self._told.get(account) == row:
            return False
        self._told.pop(account, None)
        self._told[account] = row
        if len(self._told) > _REMEMBERED:
            del self._told[next(iter(self._told))]
        return True


def _rows(what: str, batch: pa.RecordBatch) -> Iterator[tuple[Hashable, ...]]:
    """Yield what each row says: the account it is about, then all but where it stands."""
    identity = ("member", "platform", "native_id")
    said = [name for name in batch.schema.names if name not in ("row", *identity)]
    columns = (batch[name].to_pylist() for name in (*identity, *said))
    return zip(repeat(what), *columns)
