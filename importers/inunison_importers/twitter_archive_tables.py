"""Many rows of the Twitter/X archives at once, as columns.

Owns the step from columns of cells to columns of posts. Each says what `twitter_io_archive` says of
its row, by the rules that are written there; a row that cannot be read is left to it, and so is a
table with anything unusual.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from inunison.records import Precision, Record, Reject
from inunison_importers import twitter_archive_cells as read
from inunison_importers.base import ReadColumns
from inunison_importers.column_cells import (
    Flags,
    Instants,
    by_value,
    instants,
    or_null,
    texts,
    words,
)
from inunison_importers.delimited import Row
from inunison_importers.plain_tables import PlainTable, plain_table
from inunison_importers.twitter_archive_accounts import PLATFORM
from inunison_importers.twitter_archive_columns import Columns, PostCells, ProfileCells
from inunison_importers.twitter_archive_people import Listed, people
from inunison_importers.twitter_archive_told import (
    Cells,
    Counts,
    Profiles,
    names,
    post_counts,
    profile_tables,
)
from inunison_importers.twitter_columns import PostIds

ReadRow = Callable[[Row, Columns], list[Record | Reject]]

_TO_THE_MILLISECOND = (Precision.MILLISECOND.value, None)
_KINDS = ("post", "quote", "reply", "repost")


def read_table(body: bytes, read_row: ReadRow) -> ReadColumns | None:
    """Read all lines of a file of posts, or return None where they are to be read row by row.

    Args:
        body: The lines, the row of names first, as UTF-8.
        read_row: Reads one row by itself.
    """
    plain = plain_table(body)
    if plain is None:
        return None
    columns = Columns(plain.names)
    if columns.problem or not columns.has_posts:
        return None
    cells = _named(plain, columns)
    posts, profiles = _Posts.read(cells), Profiles.read(cells)
    counted = Counts.of_posts(cells.of)
    good = ~(posts.bad | counted.bad | profiles.bad)
    told = profiles.told(good)
    alone = [
        each
        for place in np.flatnonzero(~good).tolist()
        for each in read_row(_row(plain, place), columns)
    ]
    rejects = [each for each in alone if isinstance(each, Reject)]
    if told is None or len(rejects) < len(alone):
        return None
    lines = pa.array(plain.lines)
    at = pa.array(told)
    return ReadColumns(
        [
            *profile_tables(
                {name: each.take(at) for name, each in profiles.cells.items()}, lines.take(at)
            ),
            ("posts", _kept({"row": lines, **posts.columns}, good)),
            (
                "observations",
                _kept(
                    {"row": lines, **post_counts(posts.native_id, counted)}, good & counted.present
                ),
            ),
        ],
        rejects,
    )


def _row(plain: PlainTable, place: int) -> Row:
    return Row(int(plain.lines[place]), [column[place].as_py() for column in plain.columns])


def _named(plain: PlainTable, columns: Columns) -> Cells:
    rows = len(plain.lines)
    empty = pa.repeat(pa.scalar("", pa.string()), rows)
    names = (*ProfileCells._fields, *PostCells._fields)
    cells = {
        name: plain.columns[columns.places[name]] if name in columns.places else empty
        for name in names
    }
    return Cells(rows, cells)


def _kept(columns: dict[str, pa.Array], rows: Flags) -> dict[str, pa.Array]:
    if rows.all():
        return columns
    chosen = pa.array(rows)
    return {name: column.filter(chosen) for name, column in columns.items()}


@dataclass(frozen=True)
class _Posts:
    """Posts as columns, and which rows cannot be read."""

    native_id: pa.Array
    columns: dict[str, pa.Array]
    bad: Flags

    @classmethod
    def read(cls, table: Cells) -> Self:
        native = table.post_ids("tweetid")
        written = table.of["tweet_time"]
        stated = instants(written, lambda cell: read.instant(cell, "tweet_time"))
        author, bad_author = table.account_ids("userid")
        hashtags, bad_hashtags = texts(table.of["hashtags"], read.hashtags)
        links, bad_links = texts(table.of["urls"], lambda cell: read.texts(cell, "urls"))
        pointers = _Pointers.read(table)
        bad = native.bad | ~native.present | stated.bad | bad_author | ~_valid(author)
        columns = {
            "platform": pa.repeat(pa.scalar(PLATFORM, pa.string()), table.rows),
            "native_id": native.ids,
            "author_id": author,
            "author_handle": names(table.of["user_screen_name"]),
            **_times(native, stated, written),
            "text": or_null(table.of["tweet_text"]),
            "language": by_value(table.of["tweet_language"], read.language).array(pa.string()),
            "client": or_null(table.of["tweet_client_name"]),
            **pointers.columns,
            "hashtags": hashtags,
            "links": links,
        }
        return cls(native.ids, columns, bad | bad_hashtags | bad_links | pointers.bad)


def _times(native: PostIds, stated: Instants, written: pa.Array) -> dict[str, pa.Array]:
    """Return when posts were made: by their ids where these tell, else as the file states it."""
    timed = pa.array(native.timed)
    differs = native.made_at // read.MINUTE_US != stated.at // read.MINUTE_US
    by_id = pa.scalar(Precision.MILLISECOND.value, pa.string())
    return {
        "created_at": pa.array(
            np.where(native.timed, native.made_at, stated.at),
            mask=~(native.timed | stated.present),
        ),
        "precision": pc.if_else(timed, by_id, stated.precision),
        "stated_time": pc.if_else(timed, or_null(written), pa.scalar(None, pa.string())),
        "time_conflict": pa.array(native.timed & stated.present & differs),
    }


@dataclass(frozen=True)
class _Pointers:
    """What posts point to, and whom they mention, as columns."""

    columns: dict[str, pa.Array]
    bad: Flags

    @classmethod
    def read(cls, table: Cells) -> Self:
        reposted = table.post_ids("retweet_tweetid")
        marked = table.read("is_retweet", read.truth)
        stated, bad_stated = table.account_ids("retweet_userid")
        replied = table.post_ids("in_reply_to_tweetid")
        answered, bad_answered = table.account_ids("in_reply_to_userid")
        quoted = table.post_ids("quoted_tweet_tweetid")
        listed = Listed.read(table.of["user_mentions"])
        reposts = marked.numbers(int).astype(np.bool_) | reposted.present
        bad = reposted.bad | marked.bad | listed.bad
        bad |= np.where(reposts, bad_stated, replied.bad | bad_answered | quoted.bad)
        begun = pc.if_else(
            pa.array(reposts | replied.present), pa.scalar(None, pa.string()), answered
        )
        originals, mentions = people(table.of["tweet_text"], listed, reposts, stated, begun)
        answers, quotes = ~reposts & replied.present, ~reposts & quoted.present
        columns = {
            "kind": words(_KINDS, np.select([reposts, answers, quotes], [3, 2, 1], 0)),
            "reposts": _pointer(reposted, reposts & reposted.present, originals, ~_valid(stated)),
            "quotes": _pointer(quoted, quotes, pa.nulls(table.rows, pa.string())),
            "replies_to": _pointer(replied, answers, answered),
            "mentions": mentions,
        }
        return cls(columns, bad)


def _pointer(
    posts: PostIds, there: Flags, author: pa.Array, inferred: Flags | bool = False
) -> pa.Array:
    """Return the posts pointed to, null where there is none."""
    fields = {
        "native_id": posts.ids,
        "author_id": author,
        "author_handle": pa.nulls(len(author), pa.string()),
        "author_inferred": pc.and_(pc.is_valid(author), pa.array(there & inferred)),
        "created_at": pa.array(posts.made_at, mask=~posts.timed),
        "precision": words(_TO_THE_MILLISECOND, (~posts.timed).astype(np.int8)),
    }
    return pa.StructArray.from_arrays(
        list(fields.values()), names=list(fields), mask=pa.array(~there)
    )


def _valid(column: pa.Array) -> Flags:
    found: Flags = pc.is_valid(column).to_numpy(zero_copy_only=False)
    return found
