"""Records as they come from an importer, written down as parts and rejects.

Owns the batches, the Parquet files and their hashes, and the counts. Memory does not grow with the
file: a group of rows is written when it holds enough rows or enough text. The bytes that come out
depend on the records alone. Opens no source and knows no format.
"""

import hashlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyarrow as pa
import pyarrow.parquet as pq

from inunison import storage
from inunison.canonical import canonical_json
from inunison.records import Account, Observation, Post, Record, Reject
from inunison.sources import parts
from inunison.sources.source import Part, RejectReason

REJECTS = "rejects.jsonl"

_GROUP_ROWS = 50_000
_GROUP_LETTERS = 32 << 20
_REASONS = 100
_OTHER = "other reasons"
_FIRST_ROWS = 5
_UNFIT = (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError, UnicodeEncodeError, TypeError)


@dataclass(frozen=True)
class Recorded:
    """What was written down of a source.

    Attributes:
        parts: The Parquet files by kind, only kinds that have rows.
        rejects: The file of the rejects, None where there are none.
        reasons: Its counts by reason, the most frequent first.
        latest: The latest instant that the source shows, in microseconds UTC: when a capture looked
            where it says so, else when the last post was made. It was not captured before that.
    """

    parts: Mapping[str, Part]
    rejects: Part | None
    reasons: tuple[RejectReason, ...]
    latest: int | None

    @property
    def counts(self) -> dict[str, int]:
        """Number of accounts, posts, observations and rejects."""
        counted = {
            kind: self.parts[kind].rows if kind in self.parts else 0 for kind in parts.SCHEMAS
        }
        return counted | {"rejects": self.rejects.rows if self.rejects else 0}


class _HashedFile:
    """A file that knows the hash of what was written to it, in the shape that pyarrow writes to."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._hash = hashlib.sha256()
        self._length = 0
        self._discarded = False
        with storage.writing(path):
            self._file = path.open("xb")

    @property
    def closed(self) -> bool:
        return self._file.closed

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()

    def write(self, data: bytes) -> int:
        if not self._discarded:
            with storage.writing(self._path):
                self._file.write(data)
            self._hash.update(data)
        self._length += len(data)
        return len(data)

    def tell(self) -> int:
        return self._length

    def flush(self) -> None:
        with storage.writing(self._path):
            self._file.flush()

    def close(self) -> None:
        with storage.writing(self._path):
            self._file.close()

    def discard(self) -> None:
        """Take no more: whatever is still written is forgotten."""
        self._discarded = True
        with suppress(OSError):
            self._file.close()


class _PartFile:
    """The Parquet file of one kind while it grows."""

    def __init__(self, folder: Path, kind: str) -> None:
        self.name = f"{kind}.parquet"
        self.rows = 0
        self._file = _HashedFile(folder / self.name)
        self._writer = pq.ParquetWriter(
            self._file, parts.SCHEMAS[kind], compression="zstd", version="2.6"
        )

    def write(self, batches: list[pa.RecordBatch]) -> None:
        table = pa.Table.from_batches(batches)
        self._writer.write_table(table, row_group_size=max(1, table.num_rows))
        self.rows += table.num_rows

    def close(self) -> Part:
        self._writer.close()
        self._file.close()
        return Part(self.name, self._file.sha256, self.rows)

    def discard(self) -> None:
        self._file.discard()
        with suppress(pa.ArrowException, OSError, ValueError):
            self._writer.close()


class _Pending:
    """Records of one kind that are not written yet."""

    def __init__(self) -> None:
        self.records: list[Any] = []
        self.batches: list[pa.RecordBatch] = []
        self.rows = 0
        self.letters = 0


class _Rejects:
    """The file of the rejects while it grows, and their counts by reason."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / REJECTS
        self._file: _HashedFile | None = None
        self._rows = 0
        self._counts: dict[str, int] = {}
        self._first: dict[str, list[tuple[str, int]]] = {}

    def add(self, member: str, reject: Reject) -> None:
        if self._file is None:
            self._file = _HashedFile(self._path)
        line = {
            "member": member,
            "row": reject.row,
            "reason": reject.reason,
            "excerpt": reject.excerpt,
        }
        self._file.write(canonical_json(line).encode("utf-8") + b"\n")
        self._rows += 1
        known = reject.reason in self._counts or len(self._counts) < _REASONS
        reason = reject.reason if known else _OTHER
        self._counts[reason] = self._counts.get(reason, 0) + 1
        first = self._first.setdefault(reason, [])
        if len(first) < _FIRST_ROWS:
            first.append((member, reject.row))

    def close(self) -> Part | None:
        if self._file is None:
            return None
        self._file.close()
        return Part(self._path.name, self._file.sha256, self._rows)

    def reasons(self) -> tuple[RejectReason, ...]:
        ordered = sorted(self._counts.items(), key=lambda item: (-item[1], item[0]))
        return tuple(RejectReason(name, count, tuple(self._first[name])) for name, count in ordered)

    def discard(self) -> None:
        if self._file is not None:
            self._file.discard()


def _text(value: str | None) -> int:
    return len(value) if value else 0


def _post_letters(post: Post) -> int:
    letters = _text(post.text) + _text(post.url) + _text(post.client) + _text(post.stated_time)
    for names in (post.hashtags, post.links, post.media):
        for name in names:
            letters += len(name)
    return letters + 64 * len(post.mentions)


def _account_letters(account: Account) -> int:
    return (
        _text(account.description)
        + _text(account.name)
        + _text(account.location)
        + _text(account.url)
        + _text(account.handle)
    )


_LETTERS: dict[str, Callable[[Any], int]] = {
    "posts": _post_letters,
    "accounts": _account_letters,
    "observations": lambda _observation: 0,
}


class Recorder:
    """Writes the records of one source, member by member.

    Args:
        folder: Where the files go; holds none of theirs yet.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._member = 0
        self._name = ""
        self._pending = {kind: _Pending() for kind in parts.SCHEMAS}
        self._files: dict[str, _PartFile] = {}
        self._rejects = _Rejects(folder)
        self._observed: int | None = None
        self._posted: int | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close the files of a source that came to nothing, without a look at what is in them."""
        if kind is not None:
            for file in self._files.values():
                file.discard()
            self._rejects.discard()

    def begin(self, member: int, name: str) -> None:
        """Say which file inside the source the next records come from.

        Args:
            member: Its place among the files.
            name: Its name.
        """
        for kind in self._pending:
            self._gather(kind)
        self._member, self._name = member, name

    def add(self, item: Record | Reject) -> None:
        """Take one record or reject.

        Raises:
            StorageError: The disk refuses.
        """
        if isinstance(item, Reject):
            self._rejects.add(self._name, item)
            return
        if isinstance(item, Post):
            if item.created_at is not None and item.collected:
                self._posted = max(self._posted or item.created_at, item.created_at)
        elif isinstance(item, Observation) and item.observed_at is not None:
            self._observed = max(self._observed or item.observed_at, item.observed_at)
        kind = parts.KINDS[type(item)]
        pending = self._pending[kind]
        pending.records.append(item)
        pending.rows += 1
        pending.letters += _LETTERS[kind](item)
        if pending.rows >= _GROUP_ROWS or pending.letters >= _GROUP_LETTERS:
            self._write(kind)

    def finish(self) -> Recorded:
        """Write what is still held and close the files.

        Raises:
            StorageError: The disk refuses.
        """
        for kind in self._pending:
            self._write(kind)
        written = {kind: self._files[kind].close() for kind in parts.SCHEMAS if kind in self._files}
        latest = self._posted if self._observed is None else self._observed
        return Recorded(written, self._rejects.close(), self._rejects.reasons(), latest)

    def _gather(self, kind: str) -> None:
        """Turn the records of the present member into a batch."""
        pending = self._pending[kind]
        if not pending.records:
            return
        records, pending.records = pending.records, []
        try:
            pending.batches.append(parts.batch(kind, records, self._member))
        except _UNFIT:
            # One value that no column can hold must not take the other rows with it.
            fitting = [record for record in records if self._fits(kind, record)]
            pending.rows -= len(records) - len(fitting)
            if fitting:
                pending.batches.append(parts.batch(kind, fitting, self._member))

    def _fits(self, kind: str, record: Record) -> bool:
        try:
            parts.batch(kind, [record], self._member)
        except _UNFIT:
            reason = f"a value of the {kind.removesuffix('s')} is out of range or no text"
            self._rejects.add(self._name, Reject(record.row, reason))
            return False
        return True

    def _write(self, kind: str) -> None:
        self._gather(kind)
        pending = self._pending[kind]
        if pending.batches:
            if kind not in self._files:
                self._files[kind] = _PartFile(self._folder, kind)
            self._files[kind].write(pending.batches)
        self._pending[kind] = _Pending()
