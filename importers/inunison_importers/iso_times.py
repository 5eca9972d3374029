"""Times that are written as ISO 8601 with their zone.

Owns how fine such a time is: many programs write milliseconds, ``.000`` where they have none.
"""

import re
from datetime import UTC, datetime
from typing import Any, NamedTuple

from inunison.records import Precision

_SECOND = 1_000_000
_MILLISECOND = 1_000
_START = datetime(1970, 1, 1, tzinfo=UTC)
_TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,12})?(?:Z|[+-][0-9]{2}:[0-9]{2})"
)


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
        past = datetime.fromisoformat(text) - _START
    except (ValueError, OverflowError):
        return None
    at = (past.days * 86_400 + past.seconds) * _SECOND + past.microseconds
    if at < 0:
        return None
    if not at % _SECOND:
        return Instant(at, Precision.SECOND)
    return Instant(at // _MILLISECOND * _MILLISECOND, Precision.MILLISECOND)
