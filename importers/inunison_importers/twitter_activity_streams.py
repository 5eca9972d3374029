"""Tweets in the form of Activity Streams, as Gnip (later Twitter's enterprise services) gave them.

Owns one format: JSON, one activity a line, in documents over several lines, in arrays, or in the
answers of its search (`results`). An activity is turned into the tweet that it stands for, and read
as those of the Twitter API v1.1 are. What this form does not hold: the id of the author of a tweet
that is answered where the text does not mention them, and quotes inside quotes. Rules by which
tweets were collected (`gnip.matching_rules`), scores of accounts and places are left aside.
"""

from collections.abc import Iterator
from typing import Any, ClassVar

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
from inunison_importers.json_documents import peek
from inunison_importers.twitter_activity_shapes import ACTOR_TAG, TWEET_TAG, Activity, tweet
from inunison_importers.twitter_v1_documents import Found, Shape, every_object
from inunison_importers.twitter_v1_posts import Place
from inunison_importers.twitter_v1_records import RecordMaker
from inunison_importers.twitter_v2_cells import PLATFORM


class TwitterActivityStreams(Importer):
    """Reads activities with their actors, and the activities inside them."""

    name: ClassVar[str] = "twitter-activity-streams"
    title: ClassVar[str] = "Twitter activity streams, as Gnip gave them (JSON)"
    version: ClassVar[int] = 2
    rank: ClassVar[int] = 93
    platforms: ClassVar[tuple[str, ...]] = (PLATFORM,)
    portions: ClassVar[Portions] = Portions.LINES

    def sniff(self, sample: Sample) -> Claim | Refusal:
        """Claim JSON whose first objects are activities of Twitter."""
        values = peek(sample)
        if not values:
            return Refusal("its first lines are no JSON")
        if any(map(_is_one, values)):
            return Claim("tweets as activities, with actor and verb")
        return Refusal("its first objects are no activities of Twitter")

    def read(self, lines: Lines) -> Iterator[Record | Reject]:
        """Read a file, document by document."""
        maker = RecordMaker()
        for found in every_object(lines, _SHAPE):
            if isinstance(found, Reject):
                yield found
            else:
                yield from _records(found, maker)


def _is_one(value: Any) -> bool:
    """Whether a JSON value is an activity of Twitter, or an answer whose first result is one."""
    if not isinstance(value, dict):
        return False
    held = value.get("results")
    if isinstance(held, list) and held and isinstance(held[0], dict):
        return _is_one(held[0])
    actor = value.get("actor")
    return (
        value.get("verb") in ("post", "share")
        and str(value.get("id")).startswith(TWEET_TAG)
        and isinstance(actor, dict)
        and str(actor.get("id")).startswith(ACTOR_TAG)
    )


def _records(found: Found[Activity], maker: RecordMaker) -> Iterator[Record | Reject]:
    document, value, repaired = found
    try:
        if value.verb is None and (bytes(value.info) or bytes(value.error)):
            raise BadCell("the service says something of the delivery here (info or error)")
        made = tweet(value)
    except BadCell as error:
        yield Reject(document.line, str(error), excerpt(document.text))
        return
    yield from maker.records(made, Place(document.line, repaired=repaired))


_SHAPE = Shape(msgspec.json.Decoder(Activity), lambda value: value.results)
