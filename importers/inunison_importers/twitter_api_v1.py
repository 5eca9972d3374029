"""The Twitter API v1.1: JSON, one tweet a line, or in documents over several lines, or an array.

Owns one format in its shapes: tweets of streams (`extended_tweet`), of the other endpoints
(`full_text`), as they were before (`text`), answers of the search with many tweets, accounts by
themselves with the pages of lists of them, and what streams send between tweets. Whose followers a
list holds stands nowhere in it; lists of bare ids are other objects and are refused.

When tweets were captured stands in no field; only a stream's tweets hold `timestamp_ms`, and were
captured as they were made: so their counts, and those of what is inside them, are of that instant.
"""

from collections import Counter
from collections.abc import Iterator
from typing import ClassVar

import msgspec

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
from inunison_importers.json_documents import Document, decode, peek
from inunison_importers.twitter_v1_cells import milliseconds
from inunison_importers.twitter_v1_documents import Found, Shape, every_object
from inunison_importers.twitter_v1_kinds import recognise
from inunison_importers.twitter_v1_notices import (
    Notice,
    PassedOver,
    kind_of,
    observation,
    passed_over,
)
from inunison_importers.twitter_v1_posts import Place
from inunison_importers.twitter_v1_records import RecordMaker
from inunison_importers.twitter_v1_shapes import Tweet, User
from inunison_importers.twitter_v2_cells import PLATFORM


class _Object(Tweet, gc=False):
    """Any object of a file: a tweet, an account, or an answer with many of them."""

    screen_name: str | None = None
    statuses: list[msgspec.Raw] | None = None
    results: list[msgspec.Raw] | None = None
    users: list[msgspec.Raw] | None = None


_OBJECT = msgspec.json.Decoder(_Object)
_NOTICE = msgspec.json.Decoder(Notice)
_USER = msgspec.json.Decoder(User)
_KEYS: msgspec.json.Decoder[dict[str, msgspec.Raw]] = msgspec.json.Decoder(dict[str, msgspec.Raw])


class TwitterApiV1(Importer):
    """Reads tweets with their authors, and the tweets inside them."""

    name: ClassVar[str] = "twitter-api-v1"
    title: ClassVar[str] = "Twitter API v1.1 (JSON)"
    version: ClassVar[int] = 2
    rank: ClassVar[int] = 94
    platforms: ClassVar[tuple[str, ...]] = (PLATFORM,)
    portions: ClassVar[Portions] = Portions.LINES

    def sniff(self, sample: Sample) -> Claim | Refusal:
        """Claim JSON whose first objects are tweets, accounts, or notices of this interface."""
        values = peek(sample)
        if not values:
            return Refusal("its first lines are no JSON")
        found = Counter(each for each in map(recognise, values) if each)
        if found:
            return Claim(" and ".join(sorted(found)))
        return Refusal("its first objects are no tweets or accounts of the Twitter API v1.1")

    def read(self, lines: Lines) -> Iterator[Record | Reject]:
        """Read a file, document by document."""
        maker = RecordMaker()
        for found in every_object(lines, _SHAPE):
            if isinstance(found, Reject):
                yield found
            else:
                yield from _records(found, maker)


def _records(found: Found[_Object], maker: RecordMaker) -> Iterator[Record | Reject]:
    document, value, repaired = found
    try:
        if value.created_at is None and value.user is None:
            yield _notice(document)
            return
        observed_at = milliseconds(value.timestamp_ms, "timestamp_ms")
        place = Place(document.line, observed_at, repaired)
        if value.user is None and value.screen_name is not None:
            yield from maker.account(decode(document, _USER)[0], place)
            return
        if value.text is None and value.full_text is None and value.extended_tweet is None:
            raise BadCell("a tweet has no text")
    except PassedOver as error:
        yield Reject(document.line, str(error), by_rule=True)
        return
    except BadCell as error:
        yield Reject(document.line, str(error), excerpt(document.text))
        return
    yield from maker.records(value, place)


def _passed_over(document: Document) -> str | None:
    """Return why a notice is, which may call other things by the names of fields of tweets."""
    try:
        return passed_over(kind_of(set(decode(document, _KEYS)[0])))
    except BadCell:
        return None


def _notice(document: Document) -> Record:
    kind = kind_of(set(decode(document, _KEYS)[0]))
    if kind is None:
        raise BadCell("it is neither a tweet nor a notice of a stream")
    return observation(document.line, kind, decode(document, _NOTICE)[0])


def _held(value: _Object) -> list[msgspec.Raw] | None:
    lists = (value.statuses, value.results, value.users)
    return next((each for each in lists if each is not None), None)


_SHAPE = Shape(_OBJECT, _held, _passed_over)
