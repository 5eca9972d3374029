"""The lines that twscrape writes: one tweet or one account of Twitter/X, as JSON.

Owns one format, of every version since 2023: with text beside the ids (`id_str`), or with numbers
alone. What its fields mean is in `inunison_importers.scraped_tweets`. A tweet that was reposted has
its full text after "RT @handle: ", and its views are those of its original.
"""

from collections.abc import Iterator
from typing import Any, ClassVar

from inunison.records import Frame, Record, Reject
from inunison_importers.base import Claim, Importer, Lines, Portions, Refusal, Sample
from inunison_importers.json_documents import peek
from inunison_importers.scraped_tweets import scraped
from inunison_importers.twitter_v2_cells import PLATFORM

_MARKS = ("id_str", "conversationIdStr", "bookmarkedCount")


def is_twscrape(value: Any) -> bool:
    """Say whether a value of JSON is a tweet or an account as twscrape writes it."""
    if not isinstance(value, dict) or "_snscrape" in value:
        return False
    if "rawContent" in value and "conversationId" in value:
        return any(mark in value for mark in _MARKS) or isinstance(value.get("media"), dict)
    names = ("id_str", "username", "displayname", "rawDescription", "favouritesCount")
    return all(name in value for name in names)


class Twscrape(Importer):
    """Reads what twscrape collected."""

    name: ClassVar[str] = "twscrape"
    title: ClassVar[str] = "twscrape tweets and accounts (JSON lines)"
    version: ClassVar[int] = 2
    rank: ClassVar[int] = 54
    platforms: ClassVar[tuple[str, ...]] = (PLATFORM,)
    suggested_frame: ClassVar[Frame] = Frame.UNKNOWN
    portions: ClassVar[Portions] = Portions.LINES

    def sniff(self, sample: Sample) -> Claim | Refusal:
        """Claim JSON lines with twscrape's names."""
        values = peek(sample)
        found = [each for each in values if is_twscrape(each)]
        if not found:
            return Refusal(
                "its lines are no JSON with rawContent and conversationId, and with id_str,"
                " bookmarkedCount or media in three groups"
            )
        kinds = sorted({"tweets" if "rawContent" in each else "accounts" for each in found})
        return Claim(f"{' and '.join(kinds)} as twscrape writes them, one JSON object a line")

    def read(self, lines: Lines) -> Iterator[Record | Reject]:
        """Read a file, line by line."""
        yield from scraped(lines)
