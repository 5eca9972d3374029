"""The table that twarc (its csv plugin) makes of Twitter API v2 posts.

Owns one format: the CSV of 84 columns, also with columns missing or added. A row is turned back
into the objects of the API (`inunison_importers.twitter_v2_table`), which are read as those of its
JSON are. What the table does not hold: accounts that are only mentioned, profiles of the accounts
that posts refer to, the words of posts that are quoted or answered, what the platform did not show.
A table made with `--inline-referenced-tweets` shows originals as rows; they count as collected.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from inunison.records import Observation, Precision, Presence, Record, Reject
from inunison_importers import twitter_v2_table as cells_of
from inunison_importers.base import Portions, Refusal
from inunison_importers.delimited import Row
from inunison_importers.named_tables import NamedTable, Table, whole
from inunison_importers.remembering import Told
from inunison_importers.twitter_ids import numeric_id
from inunison_importers.twitter_v2_cells import PLATFORM, known_instant
from inunison_importers.twitter_v2_posts import Page
from inunison_importers.twitter_v2_records import RecordMaker
from inunison_importers.twitter_v2_shapes import User


class TwitterApiV2Csv(NamedTable):
    """Reads the posts of the table, with their authors and the originals of reposts."""

    name: ClassVar[str] = "twitter-api-v2-csv"
    title: ClassVar[str] = "Twitter API v2 posts as a twarc table (CSV)"
    version: ClassVar[int] = 2
    rank: ClassVar[int] = 55
    platforms: ClassVar[tuple[str, ...]] = (PLATFORM,)
    portions: ClassVar[Portions] = Portions.TABLE

    def table(self, names: Sequence[str]) -> Table | Refusal:
        """Know a table by the columns of twarc's."""
        columns = cells_of.Columns(names)
        if columns.problem:
            return Refusal(columns.problem)
        without = f" without {', '.join(columns.missing)}" if columns.missing else ""
        return Table(f"posts in {len(names)} columns{without}", lambda: _Rows(columns).read)


class _Rows:
    """Rows of one file."""

    def __init__(self, columns: cells_of.Columns) -> None:
        self._columns = columns
        self._maker = RecordMaker()
        self._handles = Told()

    def read(self, row: Row, damaged: bool) -> Iterable[Record | Reject]:
        page = _page(row, self._columns, damaged=damaged)
        seen = [_sighting(page, user) for user in _new(page.named, self._handles)]
        return [*self._maker.records(page), *seen]


@dataclass
class _RowPage(Page):
    """A row as a page, and the accounts that it names by id and handle only."""

    named: list[User] = field(default_factory=list)


def _page(row: Row, columns: cells_of.Columns, *, damaged: bool) -> _RowPage:
    values, repaired = whole(row.cells) if damaged else (row.cells, False)
    cells = columns.cells(values)
    tweet = cells_of.tweet(cells)
    author = cells_of.author(cells)
    source = cells_of.original(cells, tweet)
    retrieved = cells.raw("__twarc.retrieved_at")
    page = _RowPage(
        row=row.line,
        tweets=[tweet],
        included=[source] if source else [],
        media=(tweet.attachments and tweet.attachments.media) or [],
        observed_at=known_instant(retrieved, "__twarc.retrieved_at") if retrieved else None,
        repaired=repaired,
        merged=frozenset((source.id,)) if source else frozenset(),
        named=cells_of.named(cells),
    )
    page.users = [*([author] if author else []), *page.named]
    return page


def _new(users: list[User], told: Told) -> list[User]:
    return [each for each in users if not told.again(each.id[:64], each.username[:64])]


def _sighting(page: Page, user: User) -> Observation:
    """Say that an account had a handle when the post was captured: all that a row tells of it."""
    return Observation(
        row=page.row,
        platform=PLATFORM,
        subject="account",
        native_id=numeric_id(user.id, "the id of an account that is referred to"),
        handle=user.username,
        observed_at=page.observed_at,
        precision=None if page.observed_at is None else Precision.SECOND,
        presence=Presence.LIVE,
    )
