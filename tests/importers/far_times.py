"""Samples whose times were moved to where their zone takes them out of the calendar."""

import re
from collections.abc import Iterator

import msgspec

_INSTANTS = ("created_at", "observed_at", "published")
_ISO = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ])[0-9]{2}:[0-9]{2}(:[0-9]{2}|)((?:\.[0-9]+)?)"
    r"(?: ?UTC|Z|[+-][0-9]{2}:?[0-9]{2})?(?! E[SD]T)"
)
_STAMP = re.compile(r"[A-Z][a-z]{2} [A-Z][a-z]{2} [0-9]{2} [0-9:]{8} [+-][0-9]{4} [0-9]{4}")
_AMERICAN = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9:]{8}( E[SD]T)")
_NUMBER = re.compile(r"(?<![0-9.])1[3-9][0-9]{8}(?:[0-9]{3}){0,2}(?![0-9])")


def moved(text: str) -> Iterator[str]:
    """A sample with its times at both ends of the calendar, and with the largest numbers."""
    for ends in (r"9999-12-31\g<1>23:59\2\3-23:59", r"9999-12-31\g<1>23:59\2\3-2359"):
        yield _ISO.sub(ends, text)
    yield _ISO.sub(r"0001-01-01\g<1>00:00\2\3+23:59", text)
    yield _STAMP.sub("Fri Dec 31 23:59:59 -2359 9999", text)
    yield _STAMP.sub("Mon Jan 01 00:00:00 +2359 0001", text)
    yield _AMERICAN.sub(r"9999-12-31 23:59:59\1", text)
    for digits in range(10, 18):
        yield _NUMBER.sub("9" * digits, text)


def instants_of(value: object) -> Iterator[int]:
    """Every instant that a record holds, those of what it points to as well."""
    if isinstance(value, tuple):
        for each in value:
            yield from instants_of(each)
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            held = getattr(value, name)
            if name in _INSTANTS and held is not None:
                yield held
            else:
                yield from instants_of(held)
