"""What rows of the Twitter/X archives tell beside the post, as columns: counts and profiles.

Owns which rows tell a profile that is new, by the rule of `twitter_archive_accounts.Profiles`.
"""

from collections.abc import Callable
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
    PostIds,
    Whole,
    by_value,
    or_null,
    post_ids,
)
from inunison_importers.remembering import REMEMBERED, REMEMBERED_CHARACTERS
from inunison_importers.twitter_archive_accounts import (
    PLATFORM,
    unless_hashed,
)
from inunison_importers.twitter_archive_columns import ProfileCells

BETWEEN = "\x1f"
"""Stands between the cells of a profile while profiles are compared; in no cell."""

Table = tuple[str, dict[str, pa.Array]]

_TEXT = pa.string()
_COUNTED = {
    "reposts": "retweet_count",
    "quotes": "quote_count",
    "replies": "reply_count",
    "likes": "like_count",
}


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
        return by_value(self.of[name], lambda cell: reader(cell, name))

    def post_ids(self, name: str) -> PostIds:
        """Read a column of ids of posts."""
        return post_ids(self.of[name], lambda cell: read.post_id(cell, name))


@dataclass(frozen=True)
class Counts:
    """How often posts were reposted, quoted, answered and liked.

    Attributes:
        counted: By the name of the count.
        present: Rows that state one at least.
        bad: Rows where one cannot be read.
    """

    counted: dict[str, ByValue]
    present: Flags
    bad: Flags

    @classmethod
    def read(cls, cells: Cells) -> Self:
        """Read the four columns."""
        counted = {name: cells.read(column, read.count) for name, column in _COUNTED.items()}
        return cls(
            counted,
            _any([each.present() for each in counted.values()]),
            _any([each.bad for each in counted.values()]),
        )

    def columns(self, native_id: pa.Array) -> dict[str, pa.Array]:
        """Return the observations of posts, of every row.

        Args:
            native_id: Ids of the posts.
        """
        rows = len(native_id)
        return {
            "platform": pa.repeat(pa.scalar(PLATFORM, pa.string()), rows),
            "subject": pa.repeat(pa.scalar("post", pa.string()), rows),
            "native_id": native_id,
            **{name: each.array(pa.int64()) for name, each in self.counted.items()},
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
        looked = (_creation_day(found), *_following(found).values())
        return cls(found, _any([each.bad for each in looked]))

    def told(self, good: Flags) -> Whole | None:
        """Return the rows whose profile is new, or another than the row of its account before had.

        Args:
            good: Rows that can be read; the others tell nothing.

        Returns:
            Their places; None where there are more accounts than are remembered.
        """
        joined = pc.binary_join_element_wise(*self.cells.values(), BETWEEN)
        places = np.flatnonzero(good)
        account = _codes(self.cells["userid"])[places]
        profile = _codes(joined)[places]
        letters = pc.utf8_length(joined).to_numpy()[places] - (len(self.cells) - 1)
        if len(np.unique(account)) > REMEMBERED:
            return None
        order = np.argsort(account, kind="stable")
        account, profile = account[order], profile[order]
        is_new = np.ones(len(places), np.bool_)
        is_new[1:] = (account[1:] != account[:-1]) | (profile[1:] != profile[:-1])
        is_new |= letters[order] > REMEMBERED_CHARACTERS
        return np.sort(places[order[is_new]])


def profile_tables(cells: dict[str, pa.Array], lines: pa.Array) -> list[Table]:
    """Return accounts, and what was counted of them, as columns.

    Args:
        cells: The columns of `ProfileCells`, of rows that can be read.
        lines: The line of each row.
    """
    platform = pa.repeat(pa.scalar(PLATFORM, _TEXT), len(lines))
    native_id = by_value(cells["userid"], lambda cell: read.account_id(cell, "userid")).array(_TEXT)
    handle = by_value(cells["user_screen_name"], unless_hashed).array(_TEXT)
    made = _creation_day(cells)
    day = pa.scalar(Precision.DAY.value, _TEXT)
    named = {"row": lines, "platform": platform, "native_id": native_id, "handle": handle}
    accounts = {
        **named,
        "name": by_value(cells["user_display_name"], unless_hashed).array(_TEXT),
        "description": or_null(cells["user_profile_description"]),
        "location": or_null(cells["user_reported_location"]),
        "language": by_value(cells["account_language"], read.language).array(_TEXT),
        "url": or_null(cells["user_profile_url"]),
        "created_at": made.array(pa.int64()),
        "created_precision": pc.if_else(pa.array(made.present()), day, pa.scalar(None, _TEXT)),
    }
    counted = _following(cells)
    seen = {
        **named,
        "subject": pa.repeat(pa.scalar("account", _TEXT), len(lines)),
        **{name: each.array(pa.int64()) for name, each in counted.items()},
    }
    some = pa.array(_any([each.present() for each in counted.values()]))
    return [
        ("accounts", accounts),
        ("observations", {name: column.filter(some) for name, column in seen.items()}),
    ]


def _creation_day(cells: dict[str, pa.Array]) -> ByValue:
    name = "account_creation_date"
    return by_value(cells[name], lambda cell: read.day(cell, name))


def _following(cells: dict[str, pa.Array]) -> dict[str, ByValue]:
    columns = {"followers": "follower_count", "following": "following_count"}
    return {
        name: by_value(cells[column], partial(_count, column)) for name, column in columns.items()
    }


def _count(column: str, cell: str) -> int | None:
    return read.count(cell, column)


def _codes(column: pa.Array) -> Any:
    return column.dictionary_encode().indices.to_numpy()


def _any(flags: list[Flags]) -> Flags:
    return reduce(np.logical_or, flags)
