"""Answers of Bluesky's interface: posts, feeds, threads and accounts, one document or one a line.

Owns which files are of the format. Answers are read as they came (`getPosts`, `searchPosts`,
`getAuthorFeed`, `getTimeline`, `getPostThread`, `getProfiles` and others with such lists), and so
are the objects in them, one a line or in one array, also with the names that the Python library
gives them (as 4CAT keeps them). `bluesky_posts` says how records are read, `bluesky_cells` which
time counts: here it is `indexedAt`, at which the interface received a post.

* A post in a feed that somebody reposted is seen inside the repost; so are the posts that a reply
  in a feed answers, and those that are quoted. All posts of a thread were collected.
* A pinned post is a post. That it was pinned, labels by others, who may answer, bookmarks, and what
  the one who asked thinks of it (`viewer`) are left aside.
* The records of an account's own repository (`listRecords`) are read as those of the network are;
  what they claim is their only time. Of `getRepostedBy` the reposts are read, which have none.
* Who follows whom is no part of the records: of such lists the accounts are read.
* The interface does not say when it answered. 4CAT does (`collected_at`).
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any, ClassVar

import msgspec

from inunison.records import Frame, Record, Reject
from inunison_importers.base import (
    BadCell,
    Claim,
    Importer,
    Lines,
    Portions,
    Refusal,
    Sample,
    excerpt,
)
from inunison_importers.bluesky_answers import AnswerReader
from inunison_importers.bluesky_cells import PLATFORM
from inunison_importers.bluesky_views import (
    Part,
    has_python_names,
    parts,
    recognise,
    with_interface_names,
)
from inunison_importers.json_documents import Document, decode, documents, peek

_ANYTHING: msgspec.json.Decoder[Any] = msgspec.json.Decoder()


class BlueskyApi(Importer):
    """Reads the answers of the interface, whole or in pieces."""

    name: ClassVar[str] = "bluesky-api"
    title: ClassVar[str] = "Bluesky's interface: posts, feeds, threads, accounts (JSON)"
    version: ClassVar[int] = 2
    rank: ClassVar[int] = 92
    platforms: ClassVar[tuple[str, ...]] = (PLATFORM,)
    suggested_frame: ClassVar[Frame] = Frame.UNKNOWN
    portions: ClassVar[Portions] = Portions.LINES

    def sniff(self, sample: Sample) -> Claim | Refusal:
        """Claim JSON whose first objects are views of Bluesky's posts or accounts."""
        values = peek(sample)
        if not values:
            return Refusal("its first lines are no JSON")
        names = Counter(name for each in values if (name := recognise(each)))
        if not names:
            return Refusal(
                "its first objects are no posts (uri at://…, cid, author.did, record) and no"
                " accounts of Bluesky's interface"
            )
        return Claim(f"{' and '.join(sorted(names))} from Bluesky's interface")

    def read(self, lines: Lines) -> Iterator[Record | Reject]:
        """Read a file, document by document."""
        reader = AnswerReader()
        for document in documents(lines):
            if isinstance(document, Reject):
                yield document
                continue
            try:
                value, repaired = decode(document, _ANYTHING)
            except BadCell as error:
                yield Reject(document.line, str(error), excerpt(document.text))
                continue
            if has_python_names(document.text):
                value = with_interface_names(value)
            for part in parts(value):
                try:
                    yield from reader.records(document.line, part, repaired=repaired)
                except BadCell as error:
                    yield Reject(document.line, str(error), _shown(document, part))


def _shown(document: Document, part: Part) -> str:
    """Return what names a part that cannot be read: its address, else how its document begins."""
    uri = part.value.get("uri") if isinstance(part.value, dict) else None
    return excerpt(uri if isinstance(uri, str) else document.text)
