"""Cells that tables of many formats write alike: times, counts, answers, lists.

Owns strict readers for them; each says in its reason which column is wrong. Which words mean that
nothing is told belongs to the formats.
"""

import re
from datetime import UTC, datetime, timedelta

from inunison_importers.base import BadCell

_MICROSECOND = timedelta(microseconds=1)
_START = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = 1_000_000
_LATEST = 1 << 34
_CALENDAR = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,9})?"
    r"(Z|[+-][0-9]{2}:[0-9]{2})?"
)
_UNIX = re.compile(r"([0-9]{1,11})(?:\.([0-9]{1,9}))?")
_COUNT = re.compile(r"([0-9]{1,15})(?:\.0+)?")
_ANSWERS = {"yes": True, "no": False, "True": True, "False": False, "": None}


def calendar_instant(cell: str, column: str) -> tuple[int, bool]:
    """Return the instant of a time such as ``2023-01-30 16:25:32+00:00``.

    Args:
        cell: Date and time; with or without a zone.
        column: Its name, for the reason.

    Returns:
        Microseconds since 1970 UTC, read as UTC where no zone is told; and whether one is.

    Raises:
        BadCell: It is no such time.
    """
    found = _CALENDAR.fullmatch(cell)
    if found is None:
        raise BadCell(f"{column} is not a time such as 2023-01-30 16:25:32")
    try:
        moment = datetime.fromisoformat(cell)
        if found[1] is None:
            return (moment.replace(tzinfo=UTC) - _START) // _MICROSECOND, False
        return (moment - _START) // _MICROSECOND, True
    except (ValueError, OverflowError):
        raise BadCell(f"{column} is no time that exists") from None


def unix_instant(cell: str, column: str) -> int:
    """Return the instant of a number of seconds since 1970; parts of a second are left away.

    Raises:
        BadCell: It is no such number.
    """
    found = _UNIX.fullmatch(cell)
    if found is None or int(found[1]) >= _LATEST:
        raise BadCell(f"{column} is not seconds since 1970")
    return int(found[1]) * _SECOND


def count(cell: str, column: str) -> int | None:
    """Return a count; None where the cell is empty.

    Raises:
        BadCell: It is no whole number from 0.
    """
    if not cell:
        return None
    found = _COUNT.fullmatch(cell)
    if found is None:
        raise BadCell(f"{column} is not a count")
    return int(found[1])


def answer(cell: str, column: str) -> bool | None:
    """Return what a cell answers with yes or no; None where it is empty.

    Raises:
        BadCell: It is neither.
    """
    try:
        return _ANSWERS[cell]
    except KeyError:
        raise BadCell(f"{column} is neither yes nor no") from None


def names_in(cell: str) -> tuple[str, ...]:
    """Return the entries of a list of names with commas between them, each once."""
    if not cell:
        return ()
    return tuple(dict.fromkeys(name for each in cell.split(",") if (name := each.strip())))


_BETWEEN_LINKS = re.compile(r",\s*(?=[A-Za-z][A-Za-z0-9+.-]*://)")


def links_in_list(cell: str) -> tuple[str, ...]:
    """Return the entries of a list of links with commas between them, each once.

    A comma may stand inside a link: one is between links where another link begins after it.
    """
    if not cell:
        return ()
    found = (each.strip().rstrip(",") for each in _BETWEEN_LINKS.split(cell))
    return tuple(dict.fromkeys(each for each in found if each))
