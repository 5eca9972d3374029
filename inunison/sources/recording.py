"""Records as they were gathered, written down as parts and rejects.

Owns the Parquet files and their hashes, and the counts. Memory does not grow with the file: a group
of rows is written when it holds enough rows or enough text. The bytes that come out depend on what
was gathered alone. Opens no source and knows no format.
"""

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import pyarrow as pa
import pyarrow.parquet as pq

from inunison import faults, storage
from inunison.canonical import canonical_json
from inunison.records import Reject
from inunison.sources import parts
from inunison.sources.gathering import Gathered
from inunison.sources.profiles import Profiles
from inunison.sources.source import Part, RejectReason

REJECTS = "rejects.jsonl"

_GROUP_ROWS = 50_000
_GROUP_BYTES = 32 << 20
_REASONS = 100
_OTHER = "other reasons"
_FIRST_ROWS = 5


@dataclass(frozen=True)
class Recorded:
    """What was written down of a source.

    Attributes:
        parts: The Parquet files by kind, only kinds that have rows.
        rejects: The file of the rejects, None where there are none.
        reasons: Its counts by reason, the most frequent first.
        left_out: Rows that were left out by rule, by reason; they stand in no file.
        latest: The latest instant that the source shows, in microseconds UTC: when a capture looked
            where it says so, else when the last post was made. It was not captured before that.
    """

    parts: Mapping[str, Part]
    rejects: Part | None
    reasons: tuple[RejectReason, ...]
    left_out: tuple[RejectReason, ...]
    latest: int | None

    @property
    def counts(self) -> dict[str, int]:
        """Number of accounts, posts, observations, articles and rejects."""
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
        schema = parts.SCHEMAS[kind]
        self._writer = pq.ParquetWriter(
            self._file,
            schema,
            compression="zstd",
            version="2.6",
            # the least and the greatest text of a group tell its reader nothing
            write_statistics=[path for path, form in parts.leaves(schema) if form != pa.string()],
            use_dictionary=[path for path, _ in parts.leaves(schema) if parts.repeats(path)],
            column_encoding={
                path: "DELTA_BINARY_PACKED"
                for path, form in parts.leaves(schema)
                if pa.types.is_int64(form) and not parts.repeats(path)
            },
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
    """Batches of one kind that are not written yet."""

    def __init__(self) -> None:
        self.batches: list[pa.RecordBatch] = []
        self.rows = 0
        self.bytes = 0

    def add(self, batch: pa.RecordBatch, size: int) -> None:
        self.batches.append(batch)
        self.rows += batch.num_rows
        self.bytes += size

    def is_full(self) -> bool:
        return self.rows >= _GROUP_ROWS or self.bytes >= _GROUP_BYTES


class _Reasons:
    """Counts by reason."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}
        self._first: dict[str, list[tuple[str, int]]] = {}

    def add(self, member: str, reject: Reject) -> None:
        known = reject.reason in self._counts or len(self._counts) < _REASONS
        reason = reject.reason if known else _OTHER
        self._counts[reason] = self._counts.get(reason, 0) + 1
        first = self._first.setdefault(reason, [])
        if len(first) < _FIRST_ROWS:
            first.append((member, reject.row))

    def counted(self) -> tuple[RejectReason, ...]:
        ordered = sorted(self._counts.items(), key=lambda item: (-item[1], item[0]))
        return tuple(RejectReason(name, count, tuple(self._first[name])) for name, count in ordered)


class _Rejects:
    """The file of the rejects while it grows, and their counts by reason."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / REJECTS
        self._file: _HashedFile | None = None
        self._rows = 0
        self.reasons = _Reasons()

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
        self.reasons.add(member, reject)

    def close(self) -> Part | None:
        if self._file is None:
            return None
        self._file.close()
        return Part(self._path.name, self._file.sha256, self._rows)

    def discard(self) -> None:
        if self._file is not None:
            self._file.discard()


class Recorder:
    """Writes the records of one source, member by member.

    Args:
        folder: Where the files go; holds none of theirs yet.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._pending = {kind: _Pending() for kind in parts.SCHEMAS}
        self._files: dict[str, _PartFile] = {}
        self._rejects = _Rejects(folder)
        self._left_out = _Reasons()
        self._profiles = Profiles()
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

    def add(self, member: str, gathered: Gathered) -> None:
        """Take the next records.

        Args:
            member: Name of the file inside the source that they come from.
            gathered: The records; those of one file follow each other.

        Raises:
            StorageError: The disk refuses.
        """
        for reject in gathered.rejects:
            (self._left_out if reject.by_rule else self._rejects).add(member, reject)
        self._posted = _later(self._posted, gathered.posted)
        self._observed = _later(self._observed, gathered.observed)
        for kind, batch in self._profiles.news(gathered.batches).items():
            self._pending[kind].add(batch, gathered.sizes[kind])
            if self._pending[kind].is_full():
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
        reasons, left_out = self._rejects.reasons.counted(), self._left_out.counted()
        return Recorded(written, self._rejects.close(), reasons, left_out, latest)

    def _write(self, kind: str) -> None:
        batches = self._pending[kind].batches
        if batches:
            if kind not in self._files:
                self._files[kind] = _PartFile(self._folder, kind)
            self._files[kind].write(batches)
            faults.reach("import: between groups")
        self._pending[kind] = _Pending()


def _later(one: int | None, other: int | None) -> int | None:
    return max((each for each in (one, other) if each is not None), default=None)
