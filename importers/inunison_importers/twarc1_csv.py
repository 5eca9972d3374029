"""The table that twarc 1 (`json2csv`) made of tweets of the Twitter API v1.1.

Owns one format: the CSV of 37 columns, also with columns added. A row is turned back into the tweet
that it was made from (`inunison_importers.twarc1_table`) and read as that is. What the table does
not hold: the tweets that are quoted or answered, profiles of their authors, counts of quotes and
replies, when it was captured. Coordinates, places, time zones and what the account that asked saw
of a tweet are left aside.
"""

from collections.abc import Iterator
from typing import ClassVar

import msgspec

from inunison.records import Post, Record, Reject
from inunison_importers import twarc1_table as table
from inunison_importers.base import (
    BadCell,
    Claim,
    Importer,
    Lines,
    Portions,
    Refusal,
    Sample,
    excerpt,
    repair,
)
from inunison_importers.delimited import Row, header, rows
from inunison_importers.remembering import Told
from inunison_importers.twitter_v1_accounts import account_records
from inunison_importers.twitter_v1_posts import Place, post, sightings
from inunison_importers.twitter_v1_shapes import Tweet
from inunison_importers.twitter_v2_cells import PLATFORM

_COLUMNS = 37


class Twarc1Csv(Importer):
    """Reads the tweets of the table, with their authors and the originals of retweets."""

    name: ClassVar[str] = "twarc1-csv"
    title: ClassVar[str] = "Twitter API v1.1 tweets as a twarc 1 table (CSV)"
    version: ClassVar[int] = 1
    rank: ClassVar[int] = 54
    platforms: ClassVar[tuple[str, ...]] = (PLATFORM,)
    portions: ClassVar[Portions] = Portions.TABLE

    def sniff(self, sample: Sample) -> Claim | Refusal:
        """Claim a CSV whose first line names the columns of twarc 1."""
        names = header(sample)
        if names is None:
            return Refusal("its first line is no row of CSV")
        columns = table.Columns(names)
        if columns.problem:
            return Refusal(columns.problem)
        others = "" if len(names) == _COLUMNS else f" ({_COLUMNS} is usual)"
        return Claim(f"tweets in {len(names)} columns{others}")

    def read(self, lines: Lines) -> Iterator[Record | Reject]:
        """Read a file, row by row."""
        found = rows(lines)
        first = next(found, None)
        if not isinstance(first, Row):
            yield from () if first is None else (first,)
            return
        columns = table.Columns(first.cells)
        if columns.problem:
            yield Reject(first.line, columns.problem, excerpt(",".join(first.cells)))
            return
        maker = _Maker()
        for row in found:
            if isinstance(row, Reject):
                yield row
                continue
            try:
                made = maker.records(row, columns, damaged=lines.damaged)
            except BadCell as error:
                made = [Reject(row.line, str(error), excerpt(",".join(row.cells)))]
            yield from made


class _Maker:
    """Makes the records of the rows of one file, in order; what many show is told once."""

    def __init__(self) -> None:
        self._accounts = Told()
        self._originals = Told()

    def records(self, row: Row, columns: table.Columns, *, damaged: bool) -> list[Record | Reject]:
        """Return the records of a row.

        Raises:
            BadCell: A cell cannot be read; the reason names the column.
        """
        values, repaired = row.cells, False
        if damaged:
            mended = [repair(cell) for cell in row.cells]
            values, repaired = [cell for cell, _ in mended], any(was for _, was in mended)
        tweet = table.tweet(columns.cells(values))
        place = Place(row.line, repaired=repaired)
        made = post(tweet, place, collected=True)
        original = self._original(tweet, place)
        people = account_records(tweet.user, place, self._accounts) if tweet.user else []
        return [*people, made, *sightings(tweet, made, place), *original]

    def _original(self, tweet: Tweet, place: Place) -> list[Record]:
        """Return the original of a retweet; whether it answers or quotes is not told."""
        original = tweet.retweeted_status
        if original is None:
            return []
        made: Post = post(original, place, collected=False)
        made = msgspec.structs.replace(made, kind=None)
        counts = (original.retweet_count, original.favorite_count, len(made.text or ""))
        if self._originals.again(made.native_id, (*counts, made.author, made.links)):
            return []
        return [made, *sightings(original, made, place)]
