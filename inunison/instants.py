"""Instants as Python tells them: from microseconds since 1970 in UTC, where its calendar reaches.

Owns that one step. Files hold times of any number where they are wrong.
"""

from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def instant(microseconds: int | None) -> datetime | None:
    """Return an instant in UTC, to the microsecond; None of None and outside of years 1 to 9999."""
    try:
        return None if microseconds is None else EPOCH + timedelta(microseconds=microseconds)
    except OverflowError:
        return None
