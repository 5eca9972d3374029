"""The Twitter API v2 as twarc writes it: JSON, one answer or one post a line.

Owns one format in its shapes: pages of posts and of users, streams, flat posts and users, alone or
in one array. What the API gives that holds neither (counts, lists, compliance) is refused by name.

The lists of followers, of those who liked and of those who reposted name their subject only in
`__twarc.url`, and no time. Accounts and posts in them are read; who follows or likes whom is no
part of the records.
"""

from collections import Counter
from collections.abc import Iterator
from typing import ClassVar

from inunison.records import Record, Reject
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
from inunison_importers.json_documents import documents, peek
from inunison_importers.twitter_v2_cells import PLATFORM
from inunison_importers.twitter_v2_documents import Answer, answers
from inunison_importers.twitter_v2_kinds import recognise
from inunison_importers.twitter_v2_problems import observation
from inunison_importers.twitter_v2_records import RecordMaker


class TwitterApiV2(Importer):
    """Reads the answers of the API, flat or as they came."""

    name: ClassVar[str] = "twitter-api-v2"
    title: ClassVar[str] = "Twitter API v2, as twarc writes it (JSON)"
    version: ClassVar[int] = 2
    rank: ClassVar[int] = 95
    platforms: ClassVar[tuple[str, ...]] = (PLATFORM,)
    portions: ClassVar[Portions] = Portions.LINES

    def sniff(self, sample: Sample) -> Claim | Refusal:
        """Claim JSON whose first objects are posts, users or answers of the API."""
        values = peek(sample)
        if not values:
            return Refusal("its first lines are no JSON")
        found = [each for each in map(recognise, values) if each]
        names = Counter(each.name for each in found if each.is_read)
        if names:
            return Claim(" and ".join(sorted(names)))
        if found:
            return Refusal(f"it holds {found[0].name}")
        return Refusal("its first objects are no posts, users or answers of the Twitter API v2")

    def read(self, lines: Lines) -> Iterator[Record | Reject]:
        """Read a file, document by document."""
        maker = RecordMaker()
        for document in documents(lines):
            if isinstance(document, Reject):
                yield document
                continue
            for answer in answers(document):
                if isinstance(answer, Reject):
                    yield answer
                    continue
                yield from answer.rejects
                yield from maker.records(answer, answer.listed)
                yield from _problems(answer)


def _problems(answer: Answer) -> Iterator[Record | Reject]:
    for problem in answer.problems:
        try:
            yield observation(answer.row, problem, answer.observed_at)
        except BadCell as error:
            shown = excerpt(repr((problem.title, problem.detail, problem.resource_type)))
            yield Reject(answer.row, str(error), shown)
