"""Ids of Twitter/X: what they may look like, and the time that the id of a post holds.

Owns the rule that an id is never guessed. Knows no file format.
"""

from typing import Final

from inunison_importers.base import BadCell

FIRST_CLOCK_ID: Final = 29_700_859_247
"""The first id that was made from the time (2010-11-04); ids before it only count up."""

EPOCH_MS: Final = 1_288_834_974_657
"""Milliseconds since 1970 at which the clock of the ids begins (2010-11-04T01:42:54.657Z)."""

_LAST_ID = (1 << 63) - 1
_EXACT_FLOAT = 1 << 53

_THROUGH_FLOAT = (
    "{column} went through a floating-point number and lost its last digits; "
    "take the file as it was published, not one that a spreadsheet or a script wrote anew"
)


def id_time(native_id: str) -> int | None:
    """Return when a post was made, by its id.

    The 42 bits above the lowest 22 are milliseconds since `EPOCH_MS`.

    Args:
        native_id: The id of a post, digits.

    Returns:
        Microseconds since 1970 in UTC, exact to the millisecond; None for an id from before the
        clock.
    """
    number = int(native_id)
    if number < FIRST_CLOCK_ID:
        return None
    return ((number >> 22) + EPOCH_MS) * 1_000


def numeric_id(text: str, column: str) -> str:
    """Return an id that is a number, as the digits that it is.

    Args:
        text: The cell, not empty.
        column: Its name, for the reason.

    Returns:
        The digits. A ``.0`` that a float left is taken off where no digit can have been lost,
        below 2**53.

    Raises:
        BadCell: It is no id, or one that was damaged; with the reason.
    """
    if text.isascii() and text.isdigit():
        if text[0] != "0" and (len(text) < 19 or int(text[:20]) <= _LAST_ID):
            return text
        raise BadCell(f"{column} is not an id")
    whole, point, rest = text.partition(".")
    if point and rest and not rest.strip("0") and whole.isascii() and whole.isdigit():
        if whole[0] != "0" and len(whole) <= 16 and int(whole) < _EXACT_FLOAT:
            return whole
        raise BadCell(_THROUGH_FLOAT.format(column=column))
    if _is_float(text):
        raise BadCell(_THROUGH_FLOAT.format(column=column))
    raise BadCell(f"{column} is not an id")


def _is_float(text: str) -> bool:
    mantissa, mark, exponent = text.lower().partition("e")
    digits = mantissa.replace(".", "", 1) + exponent.lstrip("+-")
    return bool(mark) and digits.isascii() and digits.isdigit()
