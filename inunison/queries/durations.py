"""Lengths of time as people type them: 90s, 10m, 1h30m, 2d, 1w.

Owns the two directions between that notation and whole seconds. A duration is bound as whole
seconds everywhere, because comparing Cypher's own durations gives null and silently no rows.
"""

import re

_SECONDS = {"w": 604_800, "d": 86_400, "h": 3_600, "m": 60, "s": 1}
_WHOLE = re.compile(r"(?:\d{1,9}[wdhms])+")
_PART = re.compile(r"(\d+)([wdhms])")


def parse_duration(text: str) -> int:
    """Return the seconds of a duration such as ``90s``, ``10m`` or ``1h30m``.

    Raises:
        ValueError: It is not a duration; a number without a unit is none either.
    """
    compact = text.strip().lower().replace(" ", "")
    if not _WHOLE.fullmatch(compact):
        raise ValueError("wants a duration such as 90s, 10m, 1h30m or 2d")
    return sum(int(count) * _SECONDS[unit] for count, unit in _PART.findall(compact))


def show_duration(seconds: int) -> str:
    """Return seconds as a duration: 600 is ``10m``, 5400 is ``1h30m``, 0 is ``0s``."""
    parts = []
    rest = abs(seconds)
    for unit, size in _SECONDS.items():
        count, rest = divmod(rest, size)
        if count:
            parts.append(f"{count}{unit}")
    return ("-" if seconds < 0 else "") + ("".join(parts) or "0s")
