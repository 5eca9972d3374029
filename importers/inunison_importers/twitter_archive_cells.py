"""The single cells of the Twitter/X archives: ids, counts, times, and what stands for nothing.

Owns the words that mean absent in this format. Knows no columns beyond their names in reasons.
"""

import re
from datetime import UTC, date, datetime
from functools import lru_cache

from inunison.records import Precision
from inunison_importers import table_cells
from inunison_importers.base import BadCell
from inunison_importers.hashed_handles import is_hash
from inunison_importers.text_lists import read_list
from inunison_importers.twitter_ids import numeric_id

MINUTE_US = Precision.MINUTE.microseconds

_ABSENT = frozenset(("", "absent", "None", "null", "nan", "NaN"))  # the last four: re-exports
_TRUE = frozenset(("true", "1", "1.0"))
_FALSE = frozenset(("false", "0", "0.0"))
# every shape has a greatest length, so that what is kept of cells read before stays small
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[ T][0-9:.]{1,18})?")
_TIME = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})[ T]([0-9]{2}):([0-9]{2})"
    r"(?::([0-9]{2})(?:\.0{1,9})?)?(?:Z|\+00:00)?"
)
_START = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST_DAY = date(1970, 1, 1)
_CACHED = 1 << 16
_CACHED_CHARACTERS = 200


def language(cell: str) -> str | None:
    """Return a language code; `und`, the platform's word for "cannot tell", is absent."""
    return None if cell in _ABSENT or cell == "und" else cell


@lru_cache(_CACHED)
def account_id(cell: str, column: str) -> str | None:
    """Return the id of an account, a number or a hash; None where the cell is empty.

    Raises:
        BadCell: It is neither, or was damaged.
    """
    if cell in _ABSENT:
        return None
    return cell if is_hash(cell) else numeric_id(cell, column)


def post_id(cell: str, column: str) -> str | None:
    """Return the id of a post; None where the cell is empty.

    Raises:
        BadCell: It is none, or was damaged.
    """
    return None if cell in _ABSENT else numeric_id(cell, column)


def count(cell: str, column: str) -> int | None:
    """Return a count; re-exports write it as a float.

    Raises:
        BadCell: It is no whole number from 0.
    """
    return table_cells.count(cell, column, _ABSENT)


def truth(cell: str, column: str) -> bool | None:
    """Return yes or no; None where the cell is empty.

    Raises:
        BadCell: It is neither.
    """
    word = cell.lower()
    if word in _TRUE:
        return True
    if word in _FALSE:
        return False
    if cell in _ABSENT:
        return None
    raise BadCell(f"{column} is neither true nor false")


@lru_cache(_CACHED)
def instant(cell: str, column: str) -> tuple[int, Precision] | None:
    """Return a time, which these files state in UTC; None where the cell is empty.

    Returns:
        Microseconds since 1970, and whether the cell says seconds or minutes only.

    Raises:
        BadCell: It is no time.
    """
    if cell in _ABSENT:
        return None
    found = _TIME.fullmatch(cell)
    try:
        if found is None:
            raise ValueError
        year, month, day, hour, minute = map(int, found.groups()[:5])
        time = datetime(year, month, day, hour, minute, int(found[6] or 0), tzinfo=UTC)
    except ValueError as error:
        raise BadCell(f"{column} is not a time") from error
    past = time - _START
    precision = Precision.SECOND if found[6] else Precision.MINUTE
    return (past.days * 86_400 + past.seconds) * 10**6, precision


@lru_cache(_CACHED)
def day(cell: str, column: str) -> int | None:
    """Return the start of a day in UTC, microseconds since 1970; None where the cell is empty.

    Raises:
        BadCell: It is no date.
    """
    if cell in _ABSENT:
        return None
    found = _DAY.fullmatch(cell)
    try:
        if found is None:
            raise ValueError
        past = date(int(found[1]), int(found[2]), int(found[3])) - _FIRST_DAY
    except ValueError as error:
        raise BadCell(f"{column} is not a date") from error
    return past.days * 86_400 * 10**6


def texts(cell: str, column: str) -> tuple[str, ...]:
    """Return the entries of a list.

    Raises:
        BadCell: It is no list.
    """
    try:
        return read_list(cell)
    except BadCell as error:
        raise BadCell(f"{column} cannot be read: {error}") from error


def account_ids(cell: str, column: str) -> list[str]:
    """Return the accounts of a list, each once, in order.

    Raises:
        BadCell: It is no list, or an entry is no id.
    """
    found = (account_id(entry, column) for entry in texts(cell, column))
    return list(dict.fromkeys(each for each in found if each is not None))


def hashtags(cell: str) -> tuple[str, ...]:
    """Return the hashtags of a list, in order, without their sign.

    Raises:
        BadCell: It is no list.
    """
    return _read_hashtags(cell) if len(cell) > _CACHED_CHARACTERS else _known_hashtags(cell)


def _read_hashtags(cell: str) -> tuple[str, ...]:
    return tuple(tag.removeprefix("#") for tag in texts(cell, "hashtags") if tag != "#")


_known_hashtags = lru_cache(_CACHED)(_read_hashtags)


def mentioned(cell: str) -> tuple[str, ...]:
    """Return the accounts of the list of mentions, each once, in order.

    Raises:
        BadCell: It is no list, or an entry is no id.
    """
    return _read_mentioned(cell) if len(cell) > _CACHED_CHARACTERS else _known_mentioned(cell)


def _read_mentioned(cell: str) -> tuple[str, ...]:
    return tuple(account_ids(cell, "user_mentions"))


_known_mentioned = lru_cache(_CACHED)(_read_mentioned)
