"""What rows of the Twitter/X archives tell beside the post, as columns: counts and profiles.

Owns which rows tell a profile that is new, by the rule of `twitter_archive_accounts.Profiles`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial, reduce
from typing import Any, Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from inunison.records import Precision
from inunison_importers import twitter_archive_cells as read
from inunison_importers.column_cells import (
    ByValue,
    Flags,
    Whole,
    by_value,
    counts,
    or_null,
    plain_or,
)
from inunison_importers.hashed_handles import SHORTEST_HASH
from inunison_importers.remembering import REMEMBERED, REMEMBERED_CHARACTERS
from inunison_importers.twitter_archive_accounts import (
    PLATFORM,
    unless_hashed,
)
from inunison_importers.twitter_archive_columns import ProfileCells
from inunison_importers.twitter_columns import PostIds, plain_ids, post_ids

Table = tuple[str, dict[str, pa.Array]]

_TEXT = pa.string()
_OF_POSTS = {
    "reposts": "retweet_count",
    "quotes": "quote_count",
    "replies": "reply_count",
    "likes": "like_count",
}
_OF_ACCOUNTS = {"followers": "follower_count", "following": "following_count"}


@dataclass(frozen=True)
class Cells:
    """The columns of a table, as text.

    Attributes:
        rows: How many.
        of: One array of shape (rows,) by each name of the format; empty cells where it is missing.
    """

    rows: int
    of: dict[str, pa.Array]

    def read(self, name: str, reader: Callable[[str, str], Any]) -> ByValue:
        """Read a column by the reader of one cell, which is told the name too."""
        return by_value(self.of[name], partial(_swapped, reader, name))

    def account_ids(self, name: str) -> tuple[pa.Array, Flags]:
        """Read a column of ids of accounts, and say which rows cannot be read."""
        return account_ids(self.of[name], name)

    def post_ids(self, name: str) -> PostIds:
        """Read a column of ids of posts."""
        return post_ids(self.of[name], partial(_swapped, read.post_id, name))


def account_ids(column: pa.Array, name: str) -> tuple[pa.Array, Flags]:
    """Read ids of accounts, numbers or hashes, and say which rows cannot be read."""
    return plain_or(column, plain_ids(column), partial(_swapped, read.account_id, name))


def names(column: pa.Array) -> pa.Array:
    """Read handles or names: null where the cell is empty, or holds a hash in their place."""
    longest = pc.max(pc.binary_length(column)).as_py() or 0
    if longest < SHORTEST_HASH:
        return or_null(column)
    return by_value(column, unless_hashed).array(_TEXT)


@dataclass(frozen=True)
class Counts:
    """Whole numbers that rows state of one thing.

    Attributes:
        counted: By the name of the count, numbers or null.
        present: Rows that state one at least.
        bad: Rows where one cannot be read.
    """

    counted: dict[str, pa.Array]
    present: Flags
    bad: Flags

    @classmethod
    def of_posts(cls, cells: Mapping[str, pa.Array]) -> Self:
        """Read how often posts were reposted, quoted, answered and liked."""
        return cls._read(cells, _OF_POSTS)

    @classmethod
    def of_accounts(cls, cells: Mapping[str, pa.Array]) -> Self:
        """Read how many follow an account, and how many it follows."""
        return cls._read(cells, _OF_ACCOUNTS)

    @classmethod
    def _read(cls, cells: Mapping[str, pa.Array], columns: Mapping[str, str]) -> Self:
        found = {
            name: counts(cells[column], partial(_swapped, read.count, column))
            for name, column in columns.items()
        }
        counted = {name: numbers for name, (numbers, _) in found.items()}
        valid = [pc.is_valid(each).to_numpy(zero_copy_only=False) for each in counted.values()]
        return cls(counted, _any(valid), _any([bad for _, bad in found.values()]))


def post_counts(native_id: pa.Array, counted: Counts) -> dict[str, pa.Array]:
    """Return the observations of posts, of every row.

    Args:
        native_id: Ids of the posts.
        counted: What was counted of them.
    """
    rows = len(native_id)
    return {
        "platform": pa.repeat(pa.scalar(PLATFORM, _TEXT), rows),
        "subject": pa.repeat(pa.scalar("post", _TEXT), rows),
        "native_id": native_id,
        **counted.counted,
    }


@dataclass(frozen=True)
class Profiles:
    """The ten columns of an account.

    Attributes:
        cells: Their cells, in the order of `ProfileCells`.
        bad: Rows where one cannot be read.
    """

    cells: dict[str, pa.Array]
    bad: Flags

    @classmethod
    def read(cls, cells: Cells) -> Self:
        """Look at every cell that may be none."""
        found = {name: cells.of[name] for name in ProfileCells._fields}
        return cls(found, _creation_day(found).bad | Counts.of_accounts(found).bad)

    def told(self, good: Flags) -> Whole | None:
        """Return the rows whose profile is new, or another than the row of its account before had.

        Args:
            good: Rows that can be read; the others tell nothing.

        Returns:
            Their places; None where there are more accounts than are remembered.
        """
        places = np.flatnonzero(good)
        account = self.cells["userid"].dictionary_encode().indices.to_numpy()[places]
        if len(np.unique(account)) > REMEMBERED:
            return None
        order = np.argsort(account, kind="stable")
        places = places[order]
        is_new = np.ones(len(places), np.bool_)
        is_new[1:] = account[order[1:]] != account[order[:-1]]
        for cells in self.cells.values():
            ordered = cells.take(pa.array(places))
            other = pc.not_equal(ordered.slice(1), ordered.slice(0, max(len(ordered) - 1, 0)))
            is_new[1:] |= other.to_numpy(zero_copy_only=False)
        return np.sort(places[is_new | self._too_long()[places]])

    def _too_long(self) -> Flags:
        """Return the rows whose cells together are longer than is remembered."""
        for length in (pc.binary_length, pc.utf8_length):  # no text has more letters than bytes
            long = sum(length(cells).to_numpy() for cells in self.cells.values())
            is_long: Flags = np.asarray(long > REMEMBERED_CHARACTERS)
            if not is_long.any():
                break
        return is_long


def profile_tables(cells: dict[str, pa.Array], lines: pa.Array) -> list[Table]:
    """Return accounts, and what was counted of them, as columns.

    Args:
        cells: The columns of `ProfileCells`, of rows that can be read.
        lines: The line of each row.
    """
    platform = pa.repeat(pa.scalar(PLATFORM, _TEXT), len(lines))
    native_id, _ = account_ids(cells["userid"], "userid")
    handle = names(cells["user_screen_name"])
    made = _creation_day(cells)
    day = pa.scalar(Precision.DAY.value, _TEXT)
    named = {"row": lines, "platform": platform, "native_id": native_id, "handle": handle}
    accounts = {
        **named,
        "name": names(cells["user_display_name"]),
        "description": or_null(cells["user_profile_description"]),
        "location": or_null(cells["user_reported_location"]),
        "language": by_value(cells["account_language"], read.language).array(_TEXT),
        "url": or_null(cells["user_profile_url"]),
        "created_at": made.array(pa.int64()),
        "created_precision": pc.if_else(pa.array(made.present()), day, pa.scalar(None, _TEXT)),
    }
    counted = Counts.of_accounts(cells)
    seen = {
        **named,
        "subject": pa.repeat(pa.scalar("account", _TEXT), len(lines)),
        **counted.counted,
    }
    some = pa.array(counted.present)
    return [
        ("accounts", accounts),
        ("observations", {name: column.filter(some) for name, column in seen.items()}),
    ]


def _creation_day(cells: dict[str, pa.Array]) -> ByValue:
    name = "account_creation_date"
    return by_value(cells[name], lambda cell: read.day(cell, name))


def _swapped(reader: Callable[[str, str], Any], name: str, cell: str) -> Any:
    return reader(cell, name)


def _any(flags: list[Flags]) -> Flags:
    return reduce(np.logical_or, flags)
