"""The columns of a part: how the records of one source lie on disk, one Parquet file per kind.

Owns the Arrow schemas and the step from records to columns. Knows nothing of files, folders or
formats. A part is the truth of a case: what stands here was said by a row of a file.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import accumulate, chain
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from msgspec.structs import astuple

from inunison.records import (
    Account,
    AccountRef,
    Article,
    Kind,
    Mention,
    Observation,
    Post,
    PostRef,
    Record,
    Space,
)

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

_ROW = [("member", pa.int32()), ("row", _WHOLE)]
_PLACE = [*_ROW, ("platform", _TEXT)]

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
        ("edits", _POINTER),
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

ARTICLES = pa.schema(
    [
        *_ROW,
        ("title", _TEXT),
        ("url", _TEXT),
        ("published", _WHOLE),
        ("precision", _TEXT),
        ("text_repaired", _FLAG),
    ]
)

SCHEMAS: dict[str, pa.Schema] = {
    "accounts": ACCOUNTS,
    "posts": POSTS,
    "observations": OBSERVATIONS,
    "articles": ARTICLES,
}
KINDS: dict[type[Record], str] = {
    Account: "accounts",
    Post: "posts",
    Observation: "observations",
    Article: "articles",
}


# Nearly every row has a value of its own in these.
_OF_ONE_ROW = frozenset(
    [
        "row",
        "native_id",
        "handle",
        "name",
        "description",
        "text",
        "title",
        "url",
        "created_at",
        "stated_time",
        "published",
    ]
)


def leaves(schema: pa.Schema) -> list[tuple[str, pa.DataType]]:
    """Return the columns as Parquet writes them, by path: each field, and the values of lists."""
    return [leaf for field in schema for leaf in _leaves(field.name, field.type)]


def _leaves(path: str, form: pa.DataType) -> list[tuple[str, pa.DataType]]:
    if pa.types.is_list(form):
        return _leaves(f"{path}.list.element", form.value_type)
    if pa.types.is_struct(form):
        return [leaf for field in form for leaf in _leaves(f"{path}.{field.name}", field.type)]
    return [(path, form)]


def repeats(path: str) -> bool:
    """Say whether many rows share the values of a column, so that to list them once saves room.

    Args:
        path: As `leaves` gives it.
    """
    return ".list." in path or path.rpartition(".")[2] not in _OF_ONE_ROW


_NO_ACCOUNT = AccountRef()
_NO_POINTER: tuple[Any, ...] = (None,) * len(list(_POINTER))
_NO_SPACE: tuple[Any, ...] = (None,) * len(list(_SPACE))


def _pointer(pointer: PostRef | None) -> tuple[Any, ...]:
    if pointer is None:
        return _NO_POINTER
    author = pointer.author or _NO_ACCOUNT
    return (
        pointer.native_id,
        author.native_id,
        author.handle,
        pointer.author_inferred,
        pointer.created_at,
        pointer.precision,
    )


def _space(space: Space | None) -> tuple[Any, ...]:
    return _NO_SPACE if space is None else (space.kind, space.name, space.native_id)


def _structs(
    kind: pa.DataType, values: Sequence[Any], row: Callable[[Any], tuple[Any, ...]]
) -> pa.Array:
    """Build a column of structs from one array for each of their fields."""
    if all(value is None for value in values):
        return pa.nulls(len(values), kind)
    columns = zip(*map(row, values), strict=True)
    arrays = [pa.array(each, field.type) for field, each in zip(kind, columns, strict=True)]
    absent = pa.array([value is None for value in values], _FLAG)
    return pa.StructArray.from_arrays(arrays, fields=list(kind), mask=absent)


def _lists(kind: pa.DataType, lists: Sequence[Sequence[Any]], values: pa.Array) -> pa.Array:
    """Build a column of lists from their lengths and the values of all of them."""
    offsets = pa.array(accumulate(map(len, lists), initial=0), pa.int32())
    return pa.ListArray.from_arrays(offsets, values, type=kind)


def _texts(lists: Sequence[Sequence[str]]) -> pa.Array:
    return _lists(pa.list_(_TEXT), lists, pa.array(list(chain.from_iterable(lists)), _TEXT))


def _mentions(lists: Sequence[Sequence[Mention]]) -> pa.Array:
    accounts = [mention.account for mention in chain.from_iterable(lists)]
    names = [
        pa.array([account.native_id for account in accounts], _TEXT),
        pa.array([account.handle for account in accounts], _TEXT),
    ]
    values = pa.StructArray.from_arrays(names, fields=list(_NAME))
    return _lists(pa.list_(_NAME), lists, values)


_BUILDERS: dict[pa.DataType, Callable[[Sequence[Any]], pa.Array]] = {
    _POINTER: lambda values: _structs(_POINTER, values, _pointer),
    _SPACE: lambda values: _structs(_SPACE, values, _space),
    pa.list_(_TEXT): _texts,
    pa.list_(_NAME): _mentions,
}


def batch(kind: str, records: Sequence[Record], member: int, offset: int = 0) -> pa.RecordBatch:
    """Turn records of one kind into one Arrow batch.

    Built column by column, because an object per value would cost more than reading the file.

    Args:
        kind: "accounts", "posts", "observations" or "articles".
        records: The records, all of that kind, in the order of their rows; at least one.
        member: Which file inside the source they come from (0 where it holds one).
        offset: What is added to the row of each.

    Returns:
        A batch of ``len(records)`` rows with the schema ``SCHEMAS[kind]``.
    """
    schema = SCHEMAS[kind]
    told = type(records[0]).__struct_fields__
    columns = dict(zip(told, zip(*map(astuple, records), strict=True), strict=True))
    columns["row"] = tuple(row + offset for row in columns["row"])
    if kind == "posts":
        authors = [author or _NO_ACCOUNT for author in columns["author"]]
        columns["author_id"] = tuple(author.native_id for author in authors)
        columns["author_handle"] = tuple(author.handle for author in authors)
    arrays = [pa.repeat(pa.scalar(member, pa.int32()), len(records))]
    for field in list(schema)[1:]:
        build = _BUILDERS.get(field.type)
        values = columns[field.name]
        arrays.append(build(values) if build else pa.array(values, field.type))
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


# What a column holds that an importer leaves out, where that is not null; see the records' fields.
_UNSAID: dict[str, Any] = {
    "kind": Kind.POST.value,
    "time_conflict": False,
    "text_repaired": False,
    "collected": True,
    "mentions": [],
    "hashtags": [],
    "links": [],
    "media": [],
}


def column_batch(
    kind: str, columns: Mapping[str, pa.Array], member: int, offset: int
) -> pa.RecordBatch:
    """Turn the columns of an importer into one Arrow batch.

    Args:
        kind: "accounts", "posts", "observations" or "articles".
        columns: By name, of one length; ``row`` and ``platform`` among them.
        member: Which file inside the source they come from.
        offset: What is added to each row.

    Returns:
        A batch with the schema ``SCHEMAS[kind]``.

    Raises:
        pa.ArrowInvalid: A column does not fit the schema.
    """
    rows = len(columns["row"])
    given = {
        **columns,
        "member": pa.repeat(pa.scalar(member, pa.int32()), rows),
        "row": pc.add(columns["row"], offset),
    }
    arrays = [
        given[field.name].cast(field.type)
        if field.name in given
        else pa.repeat(pa.scalar(_UNSAID.get(field.name), field.type), rows)
        for field in SCHEMAS[kind]
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=SCHEMAS[kind])
