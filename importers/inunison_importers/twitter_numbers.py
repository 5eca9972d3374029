"""Ids of Twitter/X that a JSON file writes as numbers.

Owns what a number may be taken for: the id it is, where no program can have rounded it, and nothing
else. Scripts that read large numbers as floating-point ones write them anew with zeros at the end.
"""

import re

from inunison_importers.base import BadCell
from inunison_importers.twitter_ids import numeric_id

Number = int | float | str | None

_EXACT_FLOAT = 1 << 53
_LONGEST_DIGITS = 20
_LOST = "1e18"  # refused as every number that went through a floating-point one is
_PERMALINK = re.compile(
    r"https?://(?:www\.|mobile\.)?(?:twitter|x)\.com/([^/?#\s]{1,50})/status(?:es)?/([0-9]{1,19})"
    r"(?:[/?#]|\Z)"
)


def exact_id(value: Number, twin: Number, field: str, *, rounded: bool = False) -> str | None:
    """Return an id that is written as a number, as text beside it, or as both.

    Args:
        value: The number.
        twin: The same as text, which is believed.
        field: Its name, for the reason.
        rounded: Another number of the row is known to have been rounded: this one may be too.

    Returns:
        The digits; None where there is neither.

    Raises:
        BadCell: It is no id, or one that may have been rounded.
    """
    if isinstance(twin, str) and twin:
        return numeric_id(twin, field)
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return numeric_id(value, field)
    small = abs(value) < _EXACT_FLOAT  # false of an infinity and of what is no number
    if isinstance(value, float):
        return numeric_id(str(int(value)) if small and value.is_integer() else _LOST, field)
    if value >= 10**_LONGEST_DIGITS:
        raise BadCell(f"{field} is not an id")
    return numeric_id(_LOST if rounded and not small else str(value), field)


def permalink(url: str | None) -> tuple[str | None, str] | None:
    """Return the handle and the id in the address of a post, None where it is no such address.

    The handle is None where the address does not name the author ("/i/web/status/…").
    """
    found = _PERMALINK.match(url.replace("/i/web/", "/i/", 1)) if url else None
    if found is None:
        return None
    return (None if found[1] == "i" else found[1]), found[2]
