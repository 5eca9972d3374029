"""The columns of a part: how the records of one source lie on disk, one Parquet file per kind.

Owns the Arrow schemas and the step from records to columns. Knows nothing of files, folders or
formats. A part is the truth of a case: what stands here was said by a row of a file.
"""

from collections.abc import Callable, Sequence
from typing import Any

import pyarrow as pa

from inunison.records import Account, AccountRef, Observation, Post, PostRef, Record

_TEXT, _WHOLE, _FLAG = pa.string(), pa.int64(), pa.bool_()
_NAME = pa.struct([("native_id", _TEXT), ("handle", _TEXT)])
_POINTER = pa.struct(
    [
        ("native_id", _TEXT),
        ("author_id", _TEXT),
        ("author_handle", _TEXT),
        ("author_inferred", _FLAG),
        ("created_at", _WHOLE),
        ("precision", _TEXT),
    ]
)
_SPACE = pa.struct([("kind", _TEXT), ("name", _TEXT), ("native_id", _TEXT)])

_PLACE = [("member", pa.int32()), ("row", _WHOLE), ("platform", _TEXT)]

ACCOUNTS = pa.schema(
    [
        *_PLACE,
        ("native_id", _TEXT),
        ("handle", _TEXT),
        ("name", _TEXT),
        ("description", _TEXT),
        ("location", _TEXT),
        ("language", _TEXT),
        ("url", _TEXT),
        ("created_at", _WHOLE),
        ("created_precision", _TEXT),
        ("verified", _FLAG),
        ("declares_automation", _FLAG),
        ("text_repaired", _FLAG),
    ]
)

POSTS = pa.schema(
    [
        *_PLACE,
        ("native_id", _TEXT),
        ("author_id", _TEXT),
        ("author_handle", _TEXT),
        ("kind", _TEXT),
        ("created_at", _WHOLE),
        ("precision", _TEXT),
        ("stated_time", _TEXT),
        ("time_conflict", _FLAG),
        ("text", _TEXT),
        ("text_repaired", _FLAG),
        ("language", _TEXT),
        ("client", _TEXT),
        ("url", _TEXT),
        ("reposts", _POINTER),
        ("quotes", _POINTER),
        ("replies_to", _POINTER),
        ("mentions", pa.list_(_NAME)),
        ("hashtags", pa.list_(_TEXT)),
        ("links", pa.list_(_TEXT)),
        ("media", pa.list_(_TEXT)),
        ("space", _SPACE),
        ("collected", _FLAG),
    ]
)

OBSERVATIONS = pa.schema(
    [
        *_PLACE,
        ("subject", _TEXT),
        ("native_id", _TEXT),
        ("handle", _TEXT),
        ("observed_at", _WHOLE),
        ("precision", _TEXT),
        ("presence", _TEXT),
        ("followers", _WHOLE),
        ("following", _WHOLE),
        ("posts", _WHOLE),
        ("reposts", _WHOLE),
        ("quotes", _WHOLE),
        ("replies", _WHOLE),
        ("likes", _WHOLE),
        ("views", _WHOLE),
    ]
)

SCHEMAS: dict[str, pa.Schema] = {
    "accounts": ACCOUNTS,
    "posts": POSTS,
    "observations": OBSERVATIONS,
}
KINDS: dict[type[Record], str] = {Account: "accounts", Post: "posts", Observation: "observations"}


def _name(account: AccountRef) -> dict[str, str | None]:
    return {"native_id": account.native_id, "handle": account.handle}


def _pointer(pointer: PostRef | None) -> dict[str, Any] | None:
    if pointer is None:
        return None
    author = pointer.author
    return {
        "native_id": pointer.native_id,
        "author_id": author.native_id if author else None,
        "author_handle": author.handle if author else None,
        "author_inferred": pointer.author_inferred,
        "created_at": pointer.created_at,
        "precision": pointer.precision,
    }


def _space(post: Post) -> dict[str, str | None] | None:
    space = post.space
    if space is None:
        return None
    return {"kind": space.kind, "name": space.name, "native_id": space.native_id}


_POST_COLUMNS: dict[str, Callable[[Post], Any]] = {
    "author_id": lambda post: post.author and post.author.native_id,
    "author_handle": lambda post: post.author and post.author.handle,
    "reposts": lambda post: _pointer(post.reposts),
    "quotes": lambda post: _pointer(post.quotes),
    "replies_to": lambda post: _pointer(post.replies_to),
    "mentions": lambda post: [_name(mention.account) for mention in post.mentions],
    "space": _space,
}


def batch(kind: str, records: Sequence[Record], member: int) -> pa.RecordBatch:
    """Turn records of one kind into one Arrow batch.

    Args:
        kind: "accounts", "posts" or "observations".
        records: The records, all of that kind, in the order of their rows.
        member: Which file inside the source they come from (0 where it holds one).

    Returns:
        A batch of ``len(records)`` rows with the schema ``SCHEMAS[kind]``.
    """
    schema = SCHEMAS[kind]
    arrays = []
    for field in schema:
        if field.name == "member":
            arrays.append(pa.repeat(pa.scalar(member, pa.int32()), len(records)))
            continue
        column = _POST_COLUMNS.get(field.name) if kind == "posts" else None
        values = [
            column(record) if column else getattr(record, field.name)  # type: ignore[arg-type]
            for record in records
        ]
        arrays.append(pa.array(values, type=field.type))
    return pa.RecordBatch.from_arrays(arrays, schema=schema)
