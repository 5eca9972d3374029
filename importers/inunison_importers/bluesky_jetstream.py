"""Jetstream, the stream of Bluesky's network as JSON: one event a line; and the lines of tap.

Owns what an event becomes. `bluesky_posts` says how records are read, `bluesky_cells` which time
counts: here it is `time_us`, at which the stream passed the event on, to the millisecond.

* New posts and reposts are posts; a repost has an address of its own, and that is its id.
* A deleted post or repost is an observation that it is gone, and no post: the event holds no words.
  One that was altered is told as a post once more, with its words as they are now; the time is then
  the one that its record claims, as the stream knows only when it was altered. What it said before
  stands in the event that made it, under the same address, so no edge leads from one to the other.
* A profile that was made or altered is an account. The stream names accounts by their did; a handle
  stands in events about identity alone, and is told with the time at which it was seen.
* Events about accounts say whether one is there: taken down is removed, suspended and deleted are
  what they say, deactivated (by its owner, who may return) is missing. That a host has trouble
  (desynchronized, throttled) says nothing about an account, which is observed all the same.
* Likes, follows, blocks, lists and whatever else the network carries are passed over, as records
  cannot hold them. Of 152 real events in a row, 117 were such: 105 likes, 9 follows or their end,
  a block and two statuses; 35 become records.
* Tap, which follows chosen accounts, writes ``{id, type, record}`` without a time of its own: the
  time that a record claims is all there is.
* A repository of an account (CAR) and the frames of a relay's stream are binary: opening them makes
  lines of tap and of Jetstream of them, so that a post has the same key from each.
"""

from collections.abc import Iterator
from typing import Any, ClassVar

import msgspec

from inunison.records import Account, Frame, Observation, Presence, Record, Reject
from inunison_importers.base import (
    BadCell,
    Claim,
    Importer,
    Lines,
    Portions,
    Refusal,
    Sample,
)
from inunison_importers.bluesky_cells import (
    PLATFORM,
    POSTS,
    PROFILES,
    REPOSTS,
    address,
    did,
    handle,
    is_did,
    received,
)
from inunison_importers.bluesky_content import NetworkRecord
from inunison_importers.bluesky_posts import Held, record_of
from inunison_importers.iso_times import Instant
from inunison_importers.json_lines import JsonRow, kinds_of_lines, line_by_line

_READ = frozenset((POSTS, REPOSTS, PROFILES))
_KINDS = ("commit", "identity", "account")
_OPERATIONS = ("create", "update", "delete")
_PRESENCES = {
    "takendown": Presence.REMOVED,
    "suspended": Presence.SUSPENDED,
    "deleted": Presence.DELETED,
    "desynchronized": None,
    "throttled": None,
}


class Commit(msgspec.Struct, kw_only=True):
    """What an account changed in its records: `action` is what tap calls the operation."""

    did: str | None = None
    operation: str | None = None
    action: str | None = None
    collection: str | None = None
    rkey: str | None = None
    record: NetworkRecord | None = None


class Identity(msgspec.Struct, kw_only=True):
    """That something of an account's name or place changed, or (of `account`) that it is there."""

    did: str | None = None
    handle: str | None = None
    active: bool | None = None
    is_active: bool | None = None
    status: str | None = None


class Event(msgspec.Struct, kw_only=True):
    """A line: of Jetstream, with `kind`, or of tap, with `type`."""

    did: str | None = None
    time_us: Any = None
    kind: str | None = None
    type: str | None = None
    commit: Commit | None = None
    record: Commit | None = None
    identity: Identity | None = None
    account: Identity | None = None


class _Keys(msgspec.Struct, kw_only=True):
    """The fields by which the format is known, whatever they hold."""

    did: Any = None
    time_us: Any = None
    kind: Any = None
    id: Any = None
    type: Any = None
    commit: Any = None
    record: Any = None
    identity: Any = None
    account: Any = None


_events = msgspec.json.Decoder(Event)
_keys = msgspec.json.Decoder(_Keys)


class BlueskyJetstream(Importer):
    """Reads the events of the network, as Jetstream or tap wrote them."""

    name: ClassVar[str] = "bluesky-jetstream"
    title: ClassVar[str] = "Bluesky's network as Jetstream gives it (JSON lines)"
    version: ClassVar[int] = 2
    rank: ClassVar[int] = 94
    platforms: ClassVar[tuple[str, ...]] = (PLATFORM,)
    suggested_frame: ClassVar[Frame] = Frame.UNKNOWN
    portions: ClassVar[Portions] = Portions.LINES

    def sniff(self, sample: Sample) -> Claim | Refusal:
        """Claim lines with did, time_us and kind, or those of tap."""
        found = kinds_of_lines(sample, _keys, _kind_of)
        if found["Jetstream"] + found["tap"] <= found[None]:
            return Refusal(
                "its lines are not JSON with did, time_us and kind (commit, identity or account)"
            )
        source = "Jetstream" if found["Jetstream"] else "tap"
        return Claim(f"events of Bluesky's network from {source}")

    def read(self, lines: Lines) -> Iterator[Record | Reject]:
        """Read the events of a file."""
        return line_by_line(lines, _events, _records)


def _kind_of(keys: _Keys) -> str | None:
    if _is_event(keys):
        return "Jetstream"
    return "tap" if _is_tapped(keys) else None


def _is_event(keys: _Keys) -> bool:
    told = {"commit": keys.commit, "identity": keys.identity, "account": keys.account}
    about = told.get(keys.kind) if isinstance(keys.kind, str) else None
    return is_did(keys.did) and type(keys.time_us) is int and isinstance(about, dict)


def _is_tapped(keys: _Keys) -> bool:
    told = {"record": keys.record, "identity": keys.identity}
    about = told.get(keys.type) if isinstance(keys.type, str) else None
    return keys.id is not None and isinstance(about, dict) and is_did(about.get("did"))


def _records(row: JsonRow[Event]) -> list[Record]:
    event = row.value
    kind = event.kind or event.type
    seen = None if event.kind is None else received(event.time_us, "time_us")
    if kind in ("commit", "record"):
        commit = event.commit if kind == "commit" else event.record
        if commit is None:
            raise BadCell(f"{kind} is missing")
        return _commit(row, commit, seen)
    if kind in ("identity", "account"):
        about = event.identity if kind == "identity" else event.account
        if about is None:
            raise BadCell(f"{kind} is missing")
        return _account(row, about, seen)
    raise BadCell("kind is none of commit, identity and account")


def _commit(row: JsonRow[Event], commit: Commit, seen: Instant | None) -> list[Record]:
    if commit.collection not in _READ:
        if not commit.collection:
            raise BadCell("collection is missing")
        return []
    operation = commit.operation or commit.action
    if operation not in _OPERATIONS:
        raise BadCell("operation is none of create, update and delete")
    account = did(row.value.did or commit.did, "did")
    uri = f"at://{account}/{commit.collection}/{commit.rkey or ''}"
    address(uri, "rkey")
    if operation == "delete":
        return [] if commit.collection == PROFILES else [_gone(row.line, uri, seen)]
    if commit.record is None:
        raise BadCell("record is missing")
    made_at = None if operation == "update" and commit.collection != PROFILES else seen
    held = Held(row.line, uri, account, commit.record, made_at, row.repaired)
    return record_of(held, commit.collection)


def _gone(line: int, uri: str, seen: Instant | None) -> Observation:
    return Observation(
        row=line,
        platform=PLATFORM,
        subject="post",
        native_id=uri,
        observed_at=seen.at if seen else None,
        precision=seen.precision if seen else None,
        presence=Presence.DELETED,
    )


def _account(row: JsonRow[Event], about: Identity, seen: Instant | None) -> list[Record]:
    """Return what an event says of an account, which may be no more than that it was met."""
    account = did(row.value.did or about.did, "did")
    named = handle(about.handle)
    met = Observation(
        row=row.line,
        platform=PLATFORM,
        subject="account",
        native_id=account,
        handle=named,
        observed_at=seen.at if seen else None,
        precision=seen.precision if seen else None,
        presence=_presence(about),
    )
    if named is None:
        return [met]
    return [Account(row=row.line, platform=PLATFORM, native_id=account, handle=named), met]


def _presence(about: Identity) -> Presence | None:
    active = about.is_active if about.active is None else about.active
    if active is None:
        return None
    return Presence.LIVE if active else _PRESENCES.get(about.status or "", Presence.MISSING)
