"""The table that twarc 1 (`json2csv`) made of tweets of the Twitter API v1.1.

Owns one format: the CSV of 37 columns, also with columns added. A row is turned back into the tweet
that it was made from (`inunison_importers.twarc1_table`) and read as that is. What the table does
not hold: the tweets that are quoted or answered, profiles of their authors, counts of quotes and
replies, when it was captured. Coordinates, places, time zones and what the account that asked saw
of a tweet are left aside.
"""

from collections.abc import Sequence
from typing import ClassVar

import msgspec

from inunison.records import Post, Record
from inunison_importers import twarc1_table as cells_of
from inunison_importers.base import Portions, Refusal
from inunison_importers.delimited import Row
from inunison_importers.named_tables import NamedTable, Table, whole
from inunison_importers.remembering import Told
from inunison_importers.twitter_v1_accounts import account_records
from inunison_importers.twitter_v1_posts import Place, post, sightings
from inunison_importers.twitter_v1_shapes import Tweet
from inunison_importers.twitter_v2_cells import PLATFORM

_COLUMNS = 37


class Twarc1Csv(NamedTable):
    """Reads the tweets of the table, with their authors and the originals of retweets."""

    name: ClassVar[str] = "twarc1-csv"
    title: ClassVar[str] = "Twitter API v1.1 tweets as a twarc 1 table (CSV)"
    version: ClassVar[int] = 2
    rank: ClassVar[int] = 54
    platforms: ClassVar[tuple[str, ...]] = (PLATFORM,)
    portions: ClassVar[Portions] = Portions.TABLE

    def table(self, names: Sequence[str]) -> Table | Refusal:
        """Know a table by the columns of twarc 1."""
        columns = cells_of.Columns(names)
        if columns.problem:
            return Refusal(columns.problem)
        others = "" if len(names) == _COLUMNS else f" ({_COLUMNS} is usual)"
        said = f"tweets in {len(names)} columns{others}"
        return Table(said, lambda: _Maker(columns).records, mended=columns.mended)


class _Maker:
    """Makes the records of the rows of one file, in order; what many show is told once."""

    def __init__(self, columns: cells_of.Columns) -> None:
        self._columns = columns
        self._accounts = Told()
        self._originals = Told()

    def records(self, row: Row, damaged: bool) -> list[Record]:
        """Return the records of a row.

        Raises:
            BadCell: A cell cannot be read; the reason names the column.
        """
        values, repaired = whole(row.cells) if damaged else (row.cells, False)
        tweet = cells_of.tweet(self._columns.cells(values))
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
