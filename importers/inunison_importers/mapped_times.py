"""Times as somebody's own table writes them: by a format that is stated, never guessed.

Owns the formats and their precision. Month names are the English ones, whatever the machine speaks.
Knows no column.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from inunison.records import Precision
from inunison_importers.base import BadCell

ISO, UNIX_SECONDS, UNIX_MILLISECONDS = "iso", "unix seconds", "unix milliseconds"

_CACHED = 1 << 16
_START = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = 1_000
_SECOND = 10**6
_ISO = re.compile(
    r"(?P<Y>[0-9]{4})-(?P<m>[0-9]{2})-(?P<d>[0-9]{2})"
    r"(?:[T ](?P<H>[0-9]{2}):(?P<M>[0-9]{2})(?::(?P<S>[0-9]{2})(?:[.,](?P<f>[0-9]{1,9}))?)?"
    r" ?(?P<z>Z|UTC|[+-][0-9]{2}:?[0-9]{2})?)?"
)
_UNIX = re.compile(r"([0-9]{1,11})(?:\.([0-9]{1,9}))?")
_UNIX_MILLISECONDS = re.compile(r"([0-9]{1,14})(?:\.0+)?")
_OFFSET = re.compile(r"([+-])([0-9]{2}):?([0-9]{2})")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    "sep(?:tember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_DAY_NAME = (
    "mon(?:day)?|tue(?:sday)?|wed(?:nesday)?|thu(?:rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?"
)
_DIRECTIVES = {
    "Y": "(?P<Y>[0-9]{4})",
    "y": "(?P<y>[0-9]{2})",
    "m": "(?P<m>[0-9]{1,2})",
    "b": f"(?P<b>{_MONTH})",
    "B": f"(?P<b>{_MONTH})",
    "d": "(?P<d>[0-9]{1,2})",
    "a": f"(?:{_DAY_NAME})",
    "A": f"(?:{_DAY_NAME})",
    "H": "(?P<H>[0-9]{1,2})",
    "I": "(?P<I>[0-9]{1,2})",
    "p": "(?P<p>[ap]m)",
    "M": "(?P<M>[0-9]{2})",
    "S": "(?P<S>[0-9]{2})",
    "f": "(?P<f>[0-9]{1,9})",
    "z": "(?P<z>Z|[+-][0-9]{2}:?[0-9]{2})",
}
_NOT_KNOWN = "time_format {form!r} is none that is known: {why}"


class Instant(NamedTuple):
    """A time.

    Attributes:
        at: Microseconds since 1970 in UTC.
        precision: How fine the cell is.
        zoned: The cell says its zone by itself.
    """

    at: int
    precision: Precision
    zoned: bool


ReadTime = Callable[[str, str], Instant]


def time_reader(form: str, zone: str | None, limit: Precision | None = None) -> ReadTime:
    """Return what reads a time.

    Args:
        form: "iso", "unix seconds", "unix milliseconds", or a pattern with % as in ``strptime``.
        zone: Of times that name none; one that does is then read all the same.
        limit: Times are no finer than this, whatever they show.

    Returns:
        A function of a cell and its column's name; it raises `BadCell` where the cell is no time.

    Raises:
        BadCell: The format or the zone is none; with the reason.
    """
    read = _reader(form, checked_zone(zone), limit)

    @lru_cache(_CACHED)
    def known(cell: str, column: str) -> Instant:
        try:
            return read(cell)
        except _NoZoneError:
            raise BadCell(f"{column} names no time zone, and the map has no timezone") from None
        except (ValueError, OverflowError) as error:
            raise BadCell(f"{column} is not a time of the format that the map states") from error

    return known


class _NoZoneError(ValueError):
    """A time without a zone, where none is stated for such."""


def checked_format(form: str) -> re.Pattern[str] | None:
    """Return what a time of a format looks like; None where it is a count since 1970.

    Raises:
        BadCell: It is no format.
    """
    if form in (UNIX_SECONDS, UNIX_MILLISECONDS):
        return None
    return _ISO if form == ISO else _compiled(form)


def checked_zone(zone: str | None) -> tzinfo | None:
    """Return a zone: ``UTC``, ``+02:00``, or a name such as ``Europe/Berlin``.

    Raises:
        BadCell: There is none of that name.
    """
    if zone is None:
        return None
    if zone == "UTC":
        return UTC
    offset = _OFFSET.fullmatch(zone)
    try:
        return ZoneInfo(zone) if offset is None else _offset(offset)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BadCell(
            f"timezone {zone[:40]!r} is none that is known, such as UTC, +02:00 or Europe/Berlin"
        ) from error


def _reader(form: str, zone: tzinfo | None, limit: Precision | None) -> Callable[[str], Instant]:
    if form == UNIX_SECONDS:
        return lambda cell: _coarser(_unix(cell), limit)
    if form == UNIX_MILLISECONDS:
        return lambda cell: _coarser(_unix_milliseconds(cell), limit)
    pattern = checked_format(form)
    assert pattern is not None
    return lambda cell: _calendar(pattern.fullmatch(cell), zone, limit)


def _unix(cell: str) -> Instant:
    found = _UNIX.fullmatch(cell)
    if found is None:
        raise ValueError
    fraction = int((found[2] or "")[:3].ljust(3, "0")) if found[2] else 0
    precision = Precision.MILLISECOND if fraction else Precision.SECOND
    return Instant(int(found[1]) * _SECOND + fraction * _MILLISECOND, precision, True)


def _unix_milliseconds(cell: str) -> Instant:
    found = _UNIX_MILLISECONDS.fullmatch(cell)
    if found is None:
        raise ValueError
    return Instant(int(found[1]) * _MILLISECOND, Precision.MILLISECOND, True)


def _coarser(instant: Instant, limit: Precision | None) -> Instant:
    if limit is None or limit.microseconds <= instant.precision.microseconds:
        return instant
    return Instant(instant.at - instant.at % limit.microseconds, limit, instant.zoned)


def _calendar(found: re.Match[str] | None, zone: tzinfo | None, limit: Precision | None) -> Instant:
    if found is None:
        raise ValueError
    parts = found.groupdict()
    precision = _precision(parts)
    if limit is not None and limit.microseconds > precision.microseconds:
        precision = limit
    own = _own_zone(parts.get("z"))
    local = _local(parts, precision)
    if own is None and zone is None:
        raise _NoZoneError
    moment = local.replace(tzinfo=own or zone).astimezone(UTC)
    past = moment - _START
    if own is None and moment.astimezone(zone).replace(tzinfo=None) != local:
        raise ValueError  # the clocks were put forward over it
    at = (past.days * 86_400 + past.seconds) * _SECOND + past.microseconds
    return Instant(at, precision, own is not None)


def _precision(parts: dict[str, str | None]) -> Precision:
    if parts.get("f"):
        return Precision.MILLISECOND
    if parts.get("S"):
        return Precision.SECOND
    return Precision.MINUTE if parts.get("M") else Precision.DAY


def _local(parts: dict[str, str | None], precision: Precision) -> datetime:
    """Return the start of the unit, without a zone."""

    def number(name: str) -> int:
        return int(parts.get(name) or 0)

    year = number("Y") if parts.get("Y") else 2000 + number("y")
    month = _MONTHS.index((parts["b"] or "")[:3].lower()) + 1 if "b" in parts else number("m")
    day = datetime(year, month, number("d"))
    if precision is Precision.DAY:
        return day
    hour = number("H")
    if parts.get("I"):
        if not 1 <= number("I") <= 12:
            raise ValueError
        hour = number("I") % 12 + (12 if (parts["p"] or "").lower() == "pm" else 0)
    fine = precision is not Precision.MINUTE
    milliseconds = int((parts.get("f") or "0")[:3].ljust(3, "0"))
    return day.replace(
        hour=hour,
        minute=number("M"),
        second=number("S") if fine else 0,
        microsecond=milliseconds * 1_000 if precision is Precision.MILLISECOND else 0,
    )


def _own_zone(text: str | None) -> tzinfo | None:
    if text is None:
        return None
    found = _OFFSET.fullmatch(text)
    return UTC if found is None else _offset(found)


def _offset(found: re.Match[str]) -> tzinfo:
    if int(found[3]) > 59:
        raise ValueError
    offset = timedelta(hours=int(found[2]), minutes=int(found[3]))
    return timezone(-offset if found[1] == "-" else offset)


@lru_cache
def _compiled(form: str) -> re.Pattern[str]:
    """Turn a pattern into what its times look like."""
    pieces, used = [], []
    place = 0
    while place < len(form):
        letter = form[place]
        if letter != "%":
            pieces.append(re.escape(letter))
            place += 1
            continue
        directive = form[place + 1 : place + 2]
        if directive != "%":
            used.append(directive)
        piece = "%" if directive == "%" else _DIRECTIVES.get(directive)
        if piece is None:
            why = f"%{directive} is none of %{', %'.join(_DIRECTIVES)}"
            raise BadCell(_NOT_KNOWN.format(form=form[:80], why=why))
        pieces.append(piece)
        place += 2
    problem = next((said for said, wrong in _rules(used) if wrong), None)
    if problem is not None:
        raise BadCell(_NOT_KNOWN.format(form=form[:80], why=problem))
    return re.compile("".join(pieces), re.IGNORECASE | re.ASCII)


def _rules(used: list[str]) -> list[tuple[str, bool]]:
    """Return what may be wrong with the parts of a pattern, and whether it is."""
    clock = "H" in used or "I" in used
    chain = [clock, "M" in used, "S" in used, "f" in used]
    kinds = [each.lower() if each in "aAbB" else each for each in used]
    return [
        (
            "say iso, unix seconds, unix milliseconds, or a pattern such as %d.%m.%Y %H:%M",
            not used,
        ),
        ("it has one of its parts twice", len(set(kinds)) != len(kinds)),
        ("it needs %Y or %y", ("Y" in used) == ("y" in used)),
        (
            "it needs %d and a month, %m or %b",
            "d" not in used or ("m" in used) == ("b" in kinds),
        ),
        (
            "it needs %H, or %I with %p",
            ("I" in used) != ("p" in used) or ("I" in used and "H" in used),
        ),
        (
            "an hour needs its minutes, seconds need minutes, and parts of a second seconds",
            chain != sorted(chain, reverse=True) or (clock and "M" not in used),
        ),
    ]
