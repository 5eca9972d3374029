"""What the compliance endpoints of the Twitter API v2 say became of posts and accounts.

Owns two shapes, one JSON object a line: results of a job (id, action, reason, created_at, and
`redacted_at` where it is known) and events of the streams (`data` holds one event, in it a post or
an account, and `event_at`). Each becomes an observation: when something was seen to be gone.

* Results do not say whether an id is of a post or of an account. A post's id holds the millisecond
  at which it was made, so that one that fits `created_at` to the millisecond is a post and one that
  does not is an account. Where both may be (ids from before November 2010, a time without
  milliseconds that fits), nothing is guessed and the row is rejected.
* `redacted_at` is when the platform took it away; without it the time is not known, unless
  ``--scope captured=TIME`` says when the job was run.
* A deactivated account may come back and is missing, not deleted. Places that were taken back,
  versions of edited posts and changed profiles are passed over: nothing is gone by them.
"""

from collections.abc import Iterator
from typing import Any, ClassVar, NamedTuple

import msgspec

from inunison.records import Frame, Observation, Precision, Presence, Record, Reject
from inunison_importers.base import (
    BadCell,
    Claim,
    Importer,
    Lines,
    Portions,
    Refusal,
    Sample,
)
from inunison_importers.iso_times import Instant, instant
from inunison_importers.json_lines import JsonRow, kinds_of_lines, line_by_line
from inunison_importers.twitter_ids import EPOCH_MS, id_time, numeric_id
from inunison_importers.twitter_v2_cells import PLATFORM

_SECOND = 1_000_000
_CLOCK = EPOCH_MS * 1_000
_RESULT = ("id", "action", "reason", "created_at")
_REASONS = {
    "deleted": Presence.DELETED,
    "suspended": Presence.SUSPENDED,
    "protected": Presence.PROTECTED,
    "deactivated": Presence.MISSING,
    "bounced": Presence.MISSING,
}
_NO_CHANGE = {
    "scrub_geo": "a place is taken back here, nothing is gone (scrub_geo)",
    "tweet_edit": "a new version of a post is told here, nothing is gone (tweet_edit)",
    "user_profile_modification": "a changed profile is told here, nothing is gone "
    "(user_profile_modification)",
}


class _Meaning(NamedTuple):
    """Of what an event speaks, and what it says of it."""

    is_post: bool
    presence: Presence


_EVENTS = {
    "delete": _Meaning(True, Presence.DELETED),
    "drop": _Meaning(True, Presence.MISSING),
    "undrop": _Meaning(True, Presence.LIVE),
    "withheld": _Meaning(True, Presence.WITHHELD),
    "user_delete": _Meaning(False, Presence.DELETED),
    "user_undelete": _Meaning(False, Presence.LIVE),
    "user_protect": _Meaning(False, Presence.PROTECTED),
    "user_unprotect": _Meaning(False, Presence.LIVE),
    "user_suspend": _Meaning(False, Presence.SUSPENDED),
    "user_unsuspend": _Meaning(False, Presence.LIVE),
    "user_withheld": _Meaning(False, Presence.WITHHELD),
}


class Named(msgspec.Struct):
    """A post or an account, by its id."""

    id: str | None = None


class Told(msgspec.Struct):
    """An event of a stream."""

    tweet: Named | None = None
    user: Named | None = None
    event_at: Any = None


class Line(msgspec.Struct):
    """A result of a job, or, in `data`, one event."""

    id: str | None = None
    action: str | None = None
    reason: str | None = None
    created_at: Any = None
    redacted_at: Any = None
    data: dict[str, Told] | None = None


_lines = msgspec.json.Decoder(Line)
_objects = msgspec.json.Decoder(dict[str, Any])


class TwitterCompliance(Importer):
    """Reads what the compliance endpoints say."""

    name: ClassVar[str] = "twitter-compliance"
    title: ClassVar[str] = "Compliance of the Twitter API v2: what became of posts and accounts"
    version: ClassVar[int] = 1
    rank: ClassVar[int] = 95
    platforms: ClassVar[tuple[str, ...]] = (PLATFORM,)
    suggested_frame: ClassVar[Frame] = Frame.UNKNOWN
    portions: ClassVar[Portions] = Portions.LINES

    def sniff(self, sample: Sample) -> Claim | Refusal:
        """Claim lines with the keys of a result, or with one known event in `data`."""
        found = kinds_of_lines(sample, _objects, _kind_of)
        if found["results"] + found["events"] <= found[None]:
            return Refusal("its lines are neither results of a compliance job nor such events")
        return Claim(f"{'results' if found['results'] else 'events'} of the compliance endpoints")

    def read(self, lines: Lines) -> Iterator[Record | Reject]:
        """Read the results or events of a file."""
        return line_by_line(lines, _lines, _observations)


def _observations(row: JsonRow[Line]) -> tuple[Observation]:
    return (_result(row) if row.value.data is None else _event(row),)


def _kind_of(value: dict[str, Any]) -> str | None:
    if all(isinstance(value.get(key), str) for key in _RESULT):
        return "results"
    return "events" if _is_event(value.get("data")) else None


def _is_event(data: Any) -> bool:
    if not isinstance(data, dict) or len(data) != 1:
        return False
    ((name, told),) = data.items()
    return name in (*_EVENTS, *_NO_CHANGE) and isinstance(told, dict) and "event_at" in told


def _event(row: JsonRow[Line]) -> Observation:
    told = row.value.data or {}
    name = next((each for each in (*_EVENTS, *_NO_CHANGE) if each in told), None)
    if name is None:
        raise BadCell("data holds no event of the compliance endpoints")
    if name in _NO_CHANGE:
        raise BadCell(_NO_CHANGE[name])
    event = told[name]
    is_post, presence = _EVENTS[name]
    named = event.tweet if is_post else event.user
    if named is None or not named.id:
        raise BadCell(f"{name} names no id")
    at = _time(event.event_at, "event_at")
    if at is None:
        raise BadCell("event_at is missing")
    return _observation(row.line, numeric_id(named.id, "id"), presence, at, is_post=is_post)


def _result(row: JsonRow[Line]) -> Observation:
    result = row.value
    if not result.id:
        raise BadCell("id is missing")
    native_id = numeric_id(result.id, "id")
    reason = (result.reason or "").lower()
    if reason in _NO_CHANGE:
        raise BadCell(_NO_CHANGE[reason])
    presence = _REASONS.get(reason)
    if presence is None:
        raise BadCell("reason is none that is known")
    made_at = _time(result.created_at, "created_at")
    if made_at is None:
        raise BadCell("created_at is missing, so that a post cannot be told from an account")
    at = _time(result.redacted_at, "redacted_at")
    return _observation(row.line, native_id, presence, at, is_post=_is_post(native_id, made_at))


def _is_post(native_id: str, made_at: Instant) -> bool:
    """Say whether an id is that of a post made at that time.

    Raises:
        BadCell: It may be either.
    """
    held = id_time(native_id)
    if held is not None and held // _SECOND != made_at.at // _SECOND:
        return False
    if held is None and made_at.at >= _CLOCK:
        return False
    if held == made_at.at:
        return True
    if held is not None and made_at.precision is Precision.MILLISECOND:
        return False
    raise BadCell("whether this is a post or an account cannot be told by its id and time")


def _time(text: Any, name: str) -> Instant | None:
    if text is None or text == "":
        return None
    found = instant(text)
    if found is None:
        raise BadCell(f"{name} is not a time")
    return found


def _observation(
    line: int, native_id: str, presence: Presence, at: Instant | None, *, is_post: bool
) -> Observation:
    return Observation(
        row=line,
        platform=PLATFORM,
        subject="post" if is_post else "account",
        native_id=native_id,
        observed_at=at.at if at else None,
        precision=at.precision if at else None,
        presence=presence,
    )
