"""Times that are written in the order of ISO 8601.

Owns how fine such a time is. Interfaces of platforms write one form with its zone, in which many
have milliseconds, ``.000`` where they know none (`instant`); tools and scripts write what they like
of it (`written`). One that its zone moves out of the calendar (years 1 to 9999 in UTC) is none.
"""

import re
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from inunison.records import Precision

_SECOND = 1_000_000
_MILLISECOND = 1_000
_START = datetime(1970, 1, 1, tzinfo=UTC)
_TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,12})?(?:Z|[+-][0-9]{2}:[0-9]{2})"
)

_UNZONED_START = datetime(1970, 1, 1)  # of times that state no zone
_PARTS = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"(?P<clock>[ T][0-9]{2}:[0-9]{2}(?P<seconds>:[0-9]{2}(?P<part>\.[0-9]{1,9})?)?)?"
    r"(?P<zone>Z| ?UTC|[+-][0-9]{2}:?[0-9]{2})?"
)
_UTC = frozenset((None, "Z", "UTC", " UTC"))


class Instant(NamedTuple):
    """A time in microseconds since 1970 in UTC, and how fine it is."""

    at: int
    precision: Precision


def instant(text: Any) -> Instant | None:
    """Return a time that states its zone, to the millisecond or, where it has none, the second.

    Args:
        text: What a file holds, which may be anything.

    Returns:
        None where it is no time, or one before 1970.
    """
    if not isinstance(text, str) or _TIME.fullmatch(text) is None:
        return None
    try:
        past = datetime.fromisoformat(text).astimezone(UTC) - _START
    except (ValueError, OverflowError):
        return None
    at = _microseconds(past)
    if at < 0:
        return None
    if not at % _SECOND:
        return Instant(at, Precision.SECOND)
    return Instant(at // _MILLISECOND * _MILLISECOND, Precision.MILLISECOND)


class Written(NamedTuple):
    """A time in microseconds since 1970, how fine it is written, and whether it states its zone.

    One that does not is read as UTC.
    """

    at: int
    precision: Precision
    zoned: bool


def written(text: str) -> Written | None:
    """Return a time that may leave away its seconds, its clock or its zone.

    Returns:
        None where it is no such time.

    Raises:
        ValueError: It is written as one, and none that exists.
    """
    found = _PARTS.fullmatch(text)
    if found is None:
        return None
    zone = found["zone"]
    try:
        if zone in _UTC:
            unzoned = text[: found.start("zone")] if zone else text
            past = datetime.fromisoformat(unzoned) - _UNZONED_START
        else:
            # without a clock the zone would be read as one; the day begins at midnight there
            zoned = text if found["clock"] else f"{text[:10]}T00:00{zone}"
            past = datetime.fromisoformat(zoned).astimezone(UTC) - _START
    except OverflowError as error:
        raise ValueError from error
    return Written(_microseconds(past), _fineness(found), zone is not None)


def _microseconds(past: timedelta) -> int:
    return (past.days * 86_400 + past.seconds) * _SECOND + past.microseconds


def _fineness(found: re.Match[str]) -> Precision:
    if found["part"]:
        return Precision.MILLISECOND
    if found["seconds"]:
        return Precision.SECOND
    return Precision.MINUTE if found["clock"] else Precision.DAY
