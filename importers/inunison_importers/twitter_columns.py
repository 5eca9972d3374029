"""Columns of ids of Twitter/X: which are whole, and the times that those of posts hold.

Owns for whole columns what `twitter_ids` owns for one id. Knows no file format.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from inunison_importers.column_cells import Flags, Whole, digits, plain_or
from inunison_importers.twitter_ids import EPOCH_MS, FIRST_CLOCK_ID

_LONG = len(str(9 * 10**18))


class PostIds(NamedTuple):
    """The ids of posts of one column, of shape (rows,) each.

    Attributes:
        ids: Digits, or null.
        present: There is one.
        made_at: Microseconds since 1970 in UTC, by the id; 0 where it does not tell.
        timed: The id tells when the post was made.
        bad: The cell holds something else.
    """

    ids: pa.Array
    present: Flags
    made_at: Whole
    timed: Flags
    bad: Flags


def plain_ids(column: pa.Array) -> Flags:
    """Return which cells are ids whatever their digits: every number from 1 to 9 * 10**18 is one.

    Args:
        column: Text, without nulls.
    """
    found = digits(column)
    short = (found.lengths < _LONG) | (found.lengths == _LONG) & (found.first < ord("9"))
    plain: Flags = found.alone & short & (found.first > ord("0"))
    return plain


def post_ids(column: pa.Array, read: Callable[[str], str | None]) -> PostIds:
    """Read a column of ids of posts.

    Args:
        column: Text, without nulls.
        read: Reads a cell; may raise `BadCell`.
    """
    ids, bad = plain_or(column, plain_ids(column), read)
    whole = pc.fill_null(ids, "0").cast(pa.int64()).to_numpy()
    timed = whole >= FIRST_CLOCK_ID
    made_at = np.where(timed, ((whole >> 22) + EPOCH_MS) * 1_000, 0)
    return PostIds(ids, whole != 0, made_at, timed, bad)
