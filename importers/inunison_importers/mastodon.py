"""Statuses and accounts of the Mastodon interface, which Pleroma, Truth Social and Gab speak too.

Owns which files are of the format, and the platform of each row: "mastodon" for the network of many
servers, "truthsocial" and "gab" for these two. `mastodon_events` says which shapes are read,
`mastodon_statuses` how a status is, `mastodon_accounts` who an account is.

A file is read in one piece: that a status answers another is told by a number, and which status
that was is known from the rows around it. Timelines begin with the newest, so that an answer comes
before what it answers: 1,000 statuses are read ahead, and 100,000 remembered.
"""

from collections import deque
from collections.abc import Iterator
from typing import ClassVar

import msgspec

from inunison.records import Frame, Record, Reject
from inunison_importers.base import BadCell, Claim, Importer, Lines, Refusal, Sample, excerpt
from inunison_importers.json_documents import reason
from inunison_importers.mastodon_accounts import Row
from inunison_importers.mastodon_events import Part, What, kinds, parts
from inunison_importers.mastodon_shapes import MASTODON, SINGLE, Person, Status
from inunison_importers.mastodon_statuses import NotOpen, StatusReader

_AHEAD = 1_000


class Mastodon(Importer):
    """Reads statuses as servers give them, one a line, in arrays or as a stream."""

    name: ClassVar[str] = "mastodon"
    title: ClassVar[str] = "Mastodon, Pleroma, Truth Social, Gab: statuses (JSON, streams)"
    version: ClassVar[int] = 2
    rank: ClassVar[int] = 90
    platforms: ClassVar[tuple[str, ...]] = (MASTODON, *SINGLE.values())
    suggested_frame: ClassVar[Frame] = Frame.UNKNOWN

    def sniff(self, sample: Sample) -> Claim | Refusal:
        """Claim JSON or a stream whose first objects are statuses or profiles."""
        found = kinds(sample)
        if not found:
            return Refusal(
                "its first objects are no statuses (account.acct, content, created_at, uri)"
            )
        return Claim(f"{' and '.join(sorted(found))} of the Mastodon interface")

    def read(self, lines: Lines) -> Iterator[Record | Reject]:
        """Read a file, status by status, some ahead of what is told."""
        reader = StatusReader()
        ahead: deque[Part | Reject] = deque()
        for part in parts(lines):
            typed = _typed(part)
            if isinstance(typed, Part) and isinstance(typed.value, Status):
                reader.note(typed.value)
            ahead.append(typed)
            if len(ahead) > _AHEAD:
                yield from _told(reader, ahead.popleft())
        while ahead:
            yield from _told(reader, ahead.popleft())


def _typed(part: Part | Reject) -> Part | Reject:
    """Give an object its types; a reject where a field is of another."""
    if isinstance(part, Reject) or part.what is What.DELETED:
        return part
    try:
        if part.what is What.ACCOUNT:
            return part._replace(value=msgspec.convert(part.value, Person))
        return part._replace(value=msgspec.convert(part.value, Status))
    except (msgspec.ValidationError, RecursionError) as error:
        return Reject(part.line, reason(error, part.what), excerpt(part.text))


def _told(reader: StatusReader, part: Part | Reject) -> Iterator[Record | Reject]:
    if isinstance(part, Reject):
        yield part
        return
    row = Row(part.line, part.repaired)
    try:
        if part.what is What.DELETED:
            yield from reader.deleted(row, part.value)
        elif part.what is What.ACCOUNT:
            yield from reader.profile(row, part.value)
        else:
            yield from reader.records(row, part.value)
    except NotOpen as error:
        yield Reject(part.line, str(error), by_rule=True)
    except BadCell as error:
        yield Reject(part.line, str(error), excerpt(part.text))
