"""Records as they come from an importer, gathered into columns.

Owns which records go into one batch, and what becomes of a value that no column can hold. What it
gives depends on the records alone, and may come from another process. Opens and writes no file.
"""

import gc
from array import array
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from inunison.records import Account, Article, Observation, Post, Record, Reject
from inunison.sources import parts
from inunison_importers.base import ReadColumns

# A batch is closed when it holds so many records, or so much text.
BATCH_RECORDS = 50_000
BATCH_LETTERS = 16 << 20

_UNFIT = (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError, UnicodeEncodeError, TypeError)


@dataclass(frozen=True)
class Gathered:
    """Some records of one file that follow each other, as columns.

    Attributes:
        batches: The records by kind; only kinds that there are.
        sizes: Bytes that each batch takes in memory.
        rejects: Rows that could not be read, in their order.
        posted: When the last of the collected posts was made, or of the articles published, in
            microseconds UTC.
        observed: When a capture looked last, in microseconds UTC.
    """

    batches: dict[str, pa.RecordBatch]
    sizes: dict[str, int]
    rejects: tuple[Reject, ...]
    posted: int | None
    observed: int | None


def gather(items: Iterable[Record | Reject], member: int, offset: int = 0) -> Gathered:
    """Turn records into columns.

    Args:
        items: Records and rejects, in the order of their rows.
        member: Which file inside the source they come from.
        offset: What is added to the row of each.
    """
    held: dict[type[Any], list[Any]] = {kind: [] for kind in (*parts.KINDS, Reject)}
    with _no_search_for_cycles():
        for item in items:
            held[type(item)].append(item)
        batches: dict[str, pa.RecordBatch] = {}
        rejects = [
            msgspec.structs.replace(each, row=each.row + offset) if offset else each
            for each in held[Reject]
        ]
        for record, kind in parts.KINDS.items():
            made, unfit = _batch(kind, held[record], member, offset)
            if made is not None:
                batches[kind] = made
            rejects += unfit
    return Gathered(
        batches,
        {kind: batch.nbytes for kind, batch in batches.items()},
        tuple(sorted(rejects, key=lambda reject: reject.row)),
        _latest(
            chain(
                (post.created_at for post in held[Post] if post.collected),
                (article.published for article in held[Article]),
            )
        ),
        _latest(seen.observed_at for seen in held[Observation]),
    )


def gather_columns(read: ReadColumns, member: int, offset: int = 0) -> Gathered:
    """Turn columns into what `gather` gives of the same rows.

    Args:
        read: What an importer read.
        member: Which file inside the source it comes from.
        offset: What is added to the row of each.
    """
    batches: dict[str, pa.RecordBatch] = {}
    for kind, columns in read.tables:
        if len(columns["row"]):
            made = parts.column_batch(kind, columns, member, offset)
            batches[kind] = _in_order(batches[kind], made) if kind in batches else made
    # what was read into these is given back before the next portion, so that no memory piles up
    pa.default_memory_pool().release_unused()
    rejects = (msgspec.structs.replace(each, row=each.row + offset) for each in read.rejects)
    posts, seen = batches.get("posts"), batches.get("observations")
    return Gathered(
        {kind: batches[kind] for kind in parts.SCHEMAS if kind in batches},
        {kind: batch.nbytes for kind, batch in batches.items()},
        tuple(rejects),
        None if posts is None else pc.max(posts["created_at"].filter(posts["collected"])).as_py(),
        None if seen is None else pc.max(seen["observed_at"]).as_py(),
    )


def in_sheet(gathered: Gathered, within: "array[int]") -> Gathered:
    """Turn the lines on which records stand into the rows of the sheet that they come from.

    Args:
        gathered: Records of a sheet; a row is the line on which it begins.
        within: The lines that go on with the row before, as far as the sheet is read.
    """
    if not within:
        return gathered
    lines = np.array(within)  # a copy: the sheet is read on while this stands
    batches = {}
    for kind, batch in gathered.batches.items():
        begun = batch["row"].to_numpy()
        rows = pa.array(begun - np.searchsorted(lines, begun), batch["row"].type)
        batches[kind] = batch.set_column(batch.schema.get_field_index("row"), "row", rows)
    rejects = (
        msgspec.structs.replace(each, row=each.row - int(np.searchsorted(lines, each.row)))
        for each in gathered.rejects
    )
    return replace(gathered, batches=batches, rejects=tuple(rejects))


def _in_order(first: pa.RecordBatch, then: pa.RecordBatch) -> pa.RecordBatch:
    """Join two batches by their rows; of one row, those of the first come first."""
    both = pa.Table.from_batches([first, then]).combine_chunks().to_batches()[0]
    return both.take(pa.array(np.argsort(both["row"].to_numpy(), kind="stable")))


def in_lists(items: Iterator[Record | Reject]) -> Iterator[list[Record | Reject]]:
    """Group the records of a file that is read in one piece, so that memory stays bounded."""
    held: list[Record | Reject] = []
    letters = 0
    for item in items:
        held.append(item)
        letters += _LETTERS[type(item)](item)
        if len(held) >= BATCH_RECORDS or letters >= BATCH_LETTERS:
            yield held
            held, letters = [], 0
    if held:
        yield held


def _latest(instants: Iterable[int | None]) -> int | None:
    return max((each for each in instants if each is not None), default=None)


def _batch(
    kind: str, records: list[Any], member: int, offset: int
) -> tuple[pa.RecordBatch | None, list[Reject]]:
    """Build a batch; one value that fits no column must not take the other rows with it."""
    if not records:
        return None, []
    try:
        return parts.batch(kind, records, member, offset), []
    except _UNFIT:
        reason = f"a value of the {kind.removesuffix('s')} is out of range or no text"
        fitting = [record for record in records if _fits(kind, record)]
        kept = {id(record) for record in fitting}
        unfit = [Reject(each.row + offset, reason) for each in records if id(each) not in kept]
        return (parts.batch(kind, fitting, member, offset) if fitting else None), unfit


def _fits(kind: str, record: Record) -> bool:
    try:
        parts.batch(kind, [record], 0)
    except _UNFIT:
        return False
    return True


@contextmanager
def _no_search_for_cycles() -> Iterator[None]:
    """Let the interpreter not look through all records for cycles: records hold none."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _text(value: str | None) -> int:
    return len(value) if value else 0


def _post_letters(post: Post) -> int:
    letters = _text(post.text) + _text(post.url) + _text(post.client) + _text(post.stated_time)
    for names in (post.hashtags, post.links, post.media):
        letters += sum(map(len, names))
    return letters + 64 * len(post.mentions)


def _account_letters(account: Account) -> int:
    return (
        _text(account.description)
        + _text(account.name)
        + _text(account.location)
        + _text(account.url)
        + _text(account.handle)
    )


_LETTERS: dict[type[Any], Callable[[Any], int]] = {
    Post: _post_letters,
    Account: _account_letters,
    Observation: lambda _observation: 0,
    Article: lambda article: _text(article.title) + _text(article.url),
    Reject: lambda reject: len(reject.excerpt),
}
