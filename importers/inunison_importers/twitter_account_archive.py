"""The archive of one Twitter account, as its owner can ask the platform for it.

Owns one format: the scripts in the archive's `data` folder, each by itself or all in the zip file
as it came. How they are read here:

* A tweet does not say who wrote it: `account.js` and `manifest.js` do, and are looked at where they
  stand in the same zip. The tweets of a file that comes alone have no author.
* A retweet is told by its text alone (``RT @x: …``, cut): which tweet it repeats is not known, whom
  is its one mention.
* Followers and those who are followed are ids without handles; likes are tweets of others without
  an author. Who follows or likes whom is no part of the records.
* What was counted was counted when the archive was made, which the manifest says.
* Private messages are never read, nor shown in what is rejected.

Whom the owner blocked, lists, notes, advertising, and addresses and devices of the owner are left
aside: those files are refused by name.
"""

from collections.abc import Iterable, Iterator
from typing import ClassVar

from inunison.records import Frame, Record, Reject
from inunison_importers.account_archive_items import first_object, held, items
from inunison_importers.account_archive_records import Archive, Reader, reader, told_by
from inunison_importers.base import (
    BadCell,
    Claim,
    Importer,
    Lines,
    LinesThrough,
    Refusal,
    Sample,
    excerpt,
)
from inunison_importers.twitter_v2_cells import PLATFORM

_MESSAGES = ("direct_message", "dm_")
_NEVER_READ = "it holds private messages, which are never read"
_NAMES_OWNER = ("account", "manifest")
# Addresses of the owner stand in these: what is rejected of them is not shown.
_NOT_SHOWN = ("account", "manifest")


class TwitterAccountArchive(Importer):
    """Reads the tweets of an archive, whose they are, and the accounts and tweets it points to.

    Args:
        archive: What other files of the same archive say of it.
    """

    name: ClassVar[str] = "twitter-account-archive"
    title: ClassVar[str] = "Archive of a Twitter account, as its owner gets it"
    version: ClassVar[int] = 2
    rank: ClassVar[int] = 85
    platforms: ClassVar[tuple[str, ...]] = (PLATFORM,)
    suggested_frame: ClassVar[Frame] = Frame.ACCOUNTS

    def __init__(self, archive: Archive | None = None) -> None:
        self._archive = archive or Archive()

    def beside(self, samples: Iterable[Sample]) -> "TwitterAccountArchive":
        """Return who reads an archive, told by its files whose it is and when it was made."""
        archive = self._archive
        for sample in samples:
            name = held(sample.text)
            document = first_object(sample) if name in _NAMES_OWNER else None
            if name is None or document is None:
                continue
            try:
                archive = told_by(name, document, archive)
            except BadCell:  # its own reading says so
                continue
        return TwitterAccountArchive(archive)

    def sniff(self, sample: Sample) -> Claim | Refusal:
        """Claim the scripts of an archive that hold what is read, and private messages."""
        name = held(sample.text)
        if name is None:
            return Refusal("its first line does not begin with window.YTD")
        if name.startswith(_MESSAGES):
            return Claim("private messages of an archive, which are never read")
        if reader(name) is None:
            return Refusal(f"it holds {name[:40]} of an archive, which is left aside")
        return Claim(f"{name} of an archive")

    def read(self, lines: Lines) -> Iterator[Record | Reject]:
        """Read a file, object by object."""
        found = _Named(lines)
        name = found.name
        if name is not None and name.startswith(_MESSAGES):
            for each in items(found):
                row = each.row if isinstance(each, Reject) else each.line
                yield Reject(row, _NEVER_READ, by_rule=True)
            return
        read = reader(name) if name else None
        if read is None:
            yield Reject(1, "its first line does not name a file of an archive that is read")
            return
        for made in self._records(found, read):
            if isinstance(made, Reject) and name in _NOT_SHOWN:
                yield Reject(made.row, made.reason)
            else:
                yield made

    def _records(self, lines: Lines, read: Reader) -> Iterator[Record | Reject]:
        for document in items(lines):
            if isinstance(document, Reject):
                yield document
                continue
            try:
                made = list(read(document, self._archive))
            except BadCell as error:
                yield Reject(document.line, str(error), excerpt(document.text))
                continue
            yield from made


class _Named(LinesThrough):
    """Lines of which the first one is looked at."""

    def __init__(self, lines: Lines) -> None:
        super().__init__(lines)
        self._rest = iter(lines)
        self._first = next(self._rest, "")
        self.name = held(self._first)

    def __iter__(self) -> Iterator[str]:
        if self._first:
            yield self._first
        yield from self._rest
