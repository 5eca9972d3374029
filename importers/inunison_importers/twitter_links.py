"""What tables of any tool hold of Twitter/X: links to posts, stamps of time, ids of accounts.

Owns which links lead to a post, and when a time that a tool states cannot be that of an id. Knows
no columns beyond their names in reasons.
"""

import re
from datetime import UTC, datetime, timedelta

from inunison.records import AccountRef, PostRef, Precision
from inunison_importers.base import BadCell
from inunison_importers.twitter_ids import id_time, numeric_id

_QUARTER = 15 * 60 * 10**6
_FARTHEST_ZONE = 14 * 3_600 * 10**6
_START = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_STAMP = re.compile(
    r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) ([0-9]{2}) ([0-9]{2}:[0-9]{2}:[0-9]{2})"
    r" ([+-][0-9]{4}) ([0-9]{4})"
)
_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTHS = {name: number for number, name in enumerate(_NAMES, start=1)}
_STATUS = re.compile(
    r"https?://(?:www\.|mobile\.)?(?:twitter|x)\.com/(?:i/web|[A-Za-z0-9_]{1,25})"
    r"/status(?:es)?/([1-9][0-9]{0,18})(?:[/?#].*)?",
    re.IGNORECASE,
)
_OWNER = re.compile(r"https?://[^/]+/([A-Za-z0-9_]{1,15})/status", re.IGNORECASE)


def stamp(cell: str, column: str) -> int:
    """Return a time as the older interfaces of Twitter write it: Tue Dec 29 23:15:22 +0000 2009.

    Returns:
        Microseconds since 1970.

    Raises:
        BadCell: It is no such time.
    """
    found = _STAMP.fullmatch(cell)
    try:
        if found is None or not cell.isascii():
            raise ValueError
        month, day, clock, zone, year = found.groups()
        written = f"{year}-{_MONTHS[month]:02}-{day}T{clock}{zone[:3]}:{zone[3:]}"
        return (datetime.fromisoformat(written).astimezone(UTC) - _START) // _MICROSECOND
    except (ValueError, KeyError, OverflowError) as error:
        raise BadCell(f"{column} is not a time") from error


def status_id(link: str) -> str | None:
    """Return the id of the post of Twitter that a link leads to."""
    found = _STATUS.fullmatch(link)
    return found[1] if found else None


def status_handle(link: str) -> str | None:
    """Return the handle in a link to a post of Twitter, None where an id stands in its place."""
    found = _OWNER.match(link) if status_id(link) else None
    return found[1] if found and not found[1].isdigit() and found[1].lower() != "i" else None


def status_pointer(link: str) -> PostRef | None:
    """Return the post of Twitter that a link leads to, with the account that the link names."""
    native_id = status_id(link)
    if native_id is None:
        return None
    handle = status_handle(link)
    author = None if handle is None else AccountRef(handle=handle)
    return reference(native_id, author, inferred=author is not None)


def reference(
    native_id: str, author: AccountRef | None, stated: int | None = None, *, inferred: bool = False
) -> PostRef:
    """Return a pointer to a post, with its time by its id, else as stated.

    Args:
        native_id: Its id.
        author: Its author, as far as one is known.
        stated: When it was made, to the second, as a file says.
        inferred: The author is derived, and not told.
    """
    exact = id_time(native_id)
    if exact is not None:
        return PostRef(native_id, author, inferred, exact, Precision.MILLISECOND)
    return PostRef(native_id, author, inferred, stated, Precision.SECOND if stated else None)


def account_id(cell: str, column: str) -> str | None:
    """Return the id of an account that is known by its handle too: None where it was damaged.

    Raises:
        BadCell: It is no id, damaged or not.
    """
    if not cell:
        return None
    try:
        return numeric_id(cell, column)
    except BadCell as error:
        if "floating-point" in str(error):
            return None
        raise


def disagree(exact: int, stated: int, precision: Precision) -> bool:
    """Whether a time that is exact and one whose zone is not told cannot be the same.

    They can where they are whole quarters of an hour apart, at most fourteen hours.
    """
    apart = abs(exact // precision.microseconds * precision.microseconds - stated)
    return apart % _QUARTER != 0 or apart > _FARTHEST_ZONE
