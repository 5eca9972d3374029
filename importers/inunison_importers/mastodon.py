"""Statuses and accounts of the Mastodon interface, which Pleroma, Truth Social and Gab speak too.

Owns which files are of the format, and the platform of each row: "mastodon" for the network of many
servers, "truthsocial" and "gab" for these two. `mastodon_events` says which shapes are read,
`mastodon_statuses` how a status is, `mastodon_accounts` who an account is.

A file is read in one piece: that a status answers another is told by a number, and which status
that was is known from the rows before. Of 100,000 statuses that is remembered.
"""

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


class Mastodon(Importer):
    """Reads statuses as servers give them, one a line, in arrays or as a stream."""

    name: ClassVar[str] = "mastodon"
    title: ClassVar[str] = "Mastodon, Pleroma, Truth Social, Gab: statuses (JSON, streams)"
    version: ClassVar[int] = 1
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
        """Read a file, status by status."""
        reader = StatusReader()
        for part in parts(lines):
            if isinstance(part, Reject):
                yield part
                continue
            try:
                yield from _records(reader, part)
            except NotOpen as error:
                yield Reject(part.line, str(error))
            except BadCell as error:
                yield Reject(part.line, str(error), excerpt(part.text))


def _records(reader: StatusReader, part: Part) -> list[Record]:
    row = Row(part.line, part.repaired)
    if part.what is What.DELETED:
        return reader.deleted(row, part.value)
    try:
        if part.what is What.ACCOUNT:
            return reader.profile(row, msgspec.convert(part.value, Person))
        status = msgspec.convert(part.value, Status)
    except (msgspec.ValidationError, RecursionError) as error:
        raise BadCell(reason(error, part.what)) from error
    return reader.records(row, status)
