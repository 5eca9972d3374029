"""Ids in somebody's own table, where a spreadsheet may have made numbers of them.

Owns which ids are damaged, and that one is taken from the address of its post where that agrees
with what is left of it. Else it is refused, never guessed.
"""

import re

from inunison_importers.base import BadCell
from inunison_importers.twitter_ids import numeric_id

TWITTER = "twitter"
LONGEST_ID = 500

_PERMALINK = re.compile(r"/status(?:es)?/([1-9][0-9]{0,18})(?![0-9])")
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+(?:[eE][+-]?[0-9]+)?|[eE][+-][0-9]+)")
_PARTS = re.compile(r"([0-9]+)(?:[.,]([0-9]+))?(?:[eE]\+?([0-9]{1,2}))?")
# So many digits a spreadsheet keeps of a number; it writes zeros for the others.
_KEPT = 15


def clean_id(cell: str, column: str, platform: str) -> str:
    """Return an id as the platform wrote it.

    Args:
        cell: The cell, not empty.
        column: What it is, for the reason.
        platform: Its ids are numbers where that is Twitter.

    Raises:
        BadCell: It went through a floating-point number, or is no id.
    """
    text = cell.strip()
    if platform == TWITTER or _NUMBER.fullmatch(text):
        return numeric_id(text, column)
    if not text or len(text) > LONGEST_ID:
        raise BadCell(f"{column} is not an id")
    return text


def post_id(cell: str, url: str, platform: str) -> str | None:
    """Return the id of a row's own post.

    Args:
        cell: Its id, perhaps damaged, or empty.
        url: Its address, or empty.
        platform: Where it is.

    Returns:
        The id; None where neither tells one.

    Raises:
        BadCell: The id is damaged, and the address does not tell what it was.
    """
    linked = linked_id(url)
    if not cell:
        return linked
    if linked is not None and is_rounded(cell) and _agree(cell, linked):
        return linked
    return clean_id(cell, "post_id", platform)


def linked_id(url: str) -> str | None:
    """Return the id that stands in the address of a post, None where there is none."""
    found = _PERMALINK.search(url) if "/status" in url else None
    return None if found is None else found[1]


def is_rounded(cell: str) -> bool:
    """Say whether digits of an id may be gone: a number with an exponent, a point, or zeros."""
    text = cell.strip()
    if text.isascii() and text.isdigit():
        return len(text) > _KEPT and not text[_KEPT:].strip("0")
    return _NUMBER.fullmatch(text.replace(",", ".")) is not None


def _agree(cell: str, linked: str) -> bool:
    """Say whether a number is what was left of an id: the same to the last digit it shows."""
    found = _PARTS.fullmatch(cell.strip())
    if found is None:
        return False
    whole, fraction, exponent = found[1], found[2] or "", int(found[3] or 0)
    digits = (whole + fraction).lstrip("0")
    if not digits or len(digits) > 40:
        return False
    if float(int(linked)) == float(cell.strip().replace(",", ".")):
        return True
    if exponent:
        shown, unit = int(digits), exponent - len(fraction)
    else:
        kept = whole.rstrip("0") if len(whole) > _KEPT else whole
        kept = whole[: max(len(kept), _KEPT)]
        shown, unit = int(kept), len(whole) - len(kept)
    if unit < 0:
        return bool(shown == int(linked) * 10**-unit)
    return bool(abs(shown * 10**unit - int(linked)) <= 10**unit)
