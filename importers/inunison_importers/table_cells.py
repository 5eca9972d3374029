"""Cells that tables of many formats write alike: times, counts, answers, lists.

Owns strict readers for them; each says in its reason which column is wrong. Which words mean that
nothing is told belongs to the formats. Each reads the ways it names and no others; a way of writing
a time in which day and month could be taken for each other is none of them.
"""

import re
from collections.abc import Container
from functools import lru_cache

import msgspec

from inunison.records import Precision
from inunison_importers.base import BadCell
from inunison_importers.iso_times import written

_SECOND = 1_000_000
_LATEST = 1 << 34
_UNIX = re.compile(r"([0-9]{1,11})(?:\.([0-9]{1,9}))?")
_CACHED = 1 << 16
# every count has a greatest length, so that what is kept of cells read before stays small
_LONGEST_COUNT = 32
_COUNT = re.compile(r"([0-9]{1,15})(?:\.0{1,9})?")
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3}){1,4}")
_EMPTY = frozenset(("",))
_NOT_SHOWN = frozenset(("", "N/A", "-"))
_TEXTS = msgspec.json.Decoder(list[str])
_ANSWERS = {"yes": True, "no": False, "True": True, "False": False, "": None}


def instant(cell: str, column: str) -> tuple[int, Precision, bool]:
    """Return a time in the order of ISO 8601, to the day, the minute, the second or finer.

    Returns:
        Microseconds since 1970, read as UTC where no zone stands in the cell; how fine it is
        written; and whether a zone stands in it.

    Raises:
        BadCell: It is no such time, or none that exists.
    """
    try:
        found = written(cell)
    except ValueError as error:
        raise BadCell(f"{column} is not a time") from error
    if found is None:
        raise BadCell(f"{column} is not a time")
    return found


def calendar_instant(cell: str, column: str) -> tuple[int, bool]:
    """Return the instant of a time such as ``2023-01-30 16:25:32+00:00``.

    Args:
        cell: Date and time to the second; with or without a zone.
        column: Its name, for the reason.

    Returns:
        Microseconds since 1970 UTC, read as UTC where no zone is told; and whether one is.

    Raises:
        BadCell: It is no such time.
    """
    try:
        found = written(cell)
    except ValueError:
        raise BadCell(f"{column} is no time that exists") from None
    if found is None or found.precision in (Precision.DAY, Precision.MINUTE):
        raise BadCell(f"{column} is not a time such as 2023-01-30 16:25:32")
    return found.at, found.zoned


def unix_instant(cell: str, column: str) -> int:
    """Return the instant of a number of seconds since 1970; parts of a second are left away.

    Raises:
        BadCell: It is no such number.
    """
    found = _UNIX.fullmatch(cell)
    if found is None or int(found[1]) >= _LATEST:
        raise BadCell(f"{column} is not seconds since 1970")
    return int(found[1]) * _SECOND


def count(cell: str, column: str, nothing: Container[str] = _EMPTY) -> int | None:
    """Return a count, which a script may have written as a float.

    Args:
        cell: It.
        column: Its name, for the reason.
        nothing: Cells that say that there is none.

    Raises:
        BadCell: It is no whole number from 0.
    """
    if cell in nothing:
        return None
    if len(cell) > _LONGEST_COUNT:
        raise BadCell(f"{column} is not a count")
    return _count(cell, column)


@lru_cache(_CACHED)
def _count(cell: str, column: str) -> int:
    found = _COUNT.fullmatch(cell)
    if found is None:
        raise BadCell(f"{column} is not a count")
    return int(found[1])


def shown_count(cell: str, column: str) -> int | None:
    """Return a count as tools show it to people, with or without a comma after each thousand.

    ``N/A`` and ``-`` are none.

    Raises:
        BadCell: It is no whole number from 0.
    """
    if not cell:
        return None
    if len(cell) > _LONGEST_COUNT:
        raise BadCell(f"{column} is not a count")
    return _shown_count(cell, column)


@lru_cache(_CACHED)
def _shown_count(cell: str, column: str) -> int | None:
    text = cell.strip()
    if text in _NOT_SHOWN:
        return None
    return _count(text.replace(",", "") if _GROUPED.fullmatch(text) else text, column)


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


def texts(cell: str, column: str) -> tuple[str, ...]:
    """Return the texts of a list that JSON writes into a cell, without empty ones.

    Raises:
        BadCell: It is no list of texts.
    """
    if cell in ("", "[]"):
        return ()
    try:
        return tuple(each for each in _TEXTS.decode(cell) if each)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise BadCell(f"{column} is not a list of texts") from error
