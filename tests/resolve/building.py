"""Cases in miniature: sources written straight from records, and the tables they resolve to."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from inunison import engine
from inunison.records import AccountRef, Frame, Kind, Post, PostRef, Precision, Record
from inunison.redirects import Redirects
from inunison.resolve import resolve
from inunison.sources import Source, parts

SECOND = 1_000_000
NOON = 1_700_049_600 * SECOND  # 2023-11-15T12:00:00Z


def post(row: int, native_id: str, author: str, **given: Any) -> Post:
    """Return a post of one minute after another, by an account known by id."""
    return Post(
        row=row,
        platform=given.pop("platform", "twitter"),
        native_id=native_id,
        author=given.pop("by", AccountRef(author)),
        created_at=given.pop("created_at", NOON + row * 60 * SECOND),
        precision=given.pop("precision", Precision.MILLISECOND),
        **given,
    )


def repost(row: int, native_id: str, author: str, of: str, **given: Any) -> Post:
    """Return a repost; `of_author` and `inferred` tell of its original."""
    writer = given.pop("of_author", None)
    pointer = PostRef(of, AccountRef(writer) if writer else None, given.pop("inferred", False))
    return post(row, native_id, author, kind=Kind.REPOST, reposts=pointer, **given)


def source(folder: Path, name: str, records: Sequence[Record], **given: Any) -> Source:
    """Write the parts of a source and describe it."""
    digest = hashlib.sha256(name.encode()).hexdigest()
    path = folder / digest
    path.mkdir(parents=True)
    by_kind: dict[str, list[Record]] = {}
    for record in records:
        by_kind.setdefault(parts.KINDS[type(record)], []).append(record)
    for kind, members in by_kind.items():
        table = pa.Table.from_batches([parts.batch(kind, members, 0)])
        pq.write_table(table, path / f"{kind}.parquet")
    return Source(
        sha256=digest,
        name=name,
        bytes=1,
        importer="made",
        importer_version=1,
        rank=given.get("rank", 1),
        frame=Frame.UNKNOWN,
        members=given.get("members", (name,)),
        counts={},
        captured_at=given.get("captured_at"),
        path=path,
        original=None,
        scope=given.get("scope"),
    )


@dataclass
class Resolved:
    """The tables of a state, to be asked in SQL."""

    database: duckdb.DuckDBPyConnection

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        return self.database.execute(query).fetchall()

    def everything(self) -> dict[str, list[tuple[Any, ...]]]:
        """Return all rows of all tables of a state, in the order of their content."""
        tables = (
            "accounts posts texts says posted reposts quotes replies_to mentions tagged hashtags"
            " links_to urls on_domain domains spaces in_space said reposted conflicts"
            " articles embeds looked_again"
        )
        return {name: self.rows(f"SELECT * FROM {name} ORDER BY ALL") for name in tables.split()}


def resolved(
    folder: Path,
    *sources: Source,
    threads: int | None = None,
    redirects: Redirects | None = None,
) -> Resolved:
    """Resolve sources in an engine of their own."""
    database = engine.connect(folder / "spill", threads=threads)
    resolve(database, list(sources), redirects=redirects)
    return Resolved(database)
