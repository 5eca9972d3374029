r"""The cells of the table that twarc makes of Twitter API v2 posts, and the objects they stand for.

Owns the columns and the way back from a row to the objects of the API:

* Lists stand as JSON, hashtags with `#` and mentions with `@`; a link to the post's own media
  stands as `pic.twitter.com/...`.
* Line feeds are written as `\n` (two characters) and are line feeds here again; a text that holds
  these two characters itself cannot be told from one. Carriage returns were dropped.
* On the row of a repost the text, the lists, the attachments and all counts are its original's
  where that was at hand (`retweeted_user_id` is filled): the original is made from them.
* Where an original has no entities the repost's own stand there: the mention of its author, which
  the text does not hold, and which is left out.
"""

from collections import Counter
from collections.abc import Sequence
from typing import TypeVar

import msgspec

from inunison_importers import table_cells
from inunison_importers.base import BadCell
from inunison_importers.twitter_v2_shapes import (
    Attachments,
    Entities,
    Media,
    Metrics,
    Tag,
    Tweet,
    Url,
    User,
    UserMetrics,
    Withheld,
)

_NEEDED = ("id", "author_id", "text", "created_at")
_TELLING = ("referenced_tweets.retweeted.id", "author.username", "__twarc.retrieved_at")
_REFERENCES = (
    ("retweeted", "retweeted_user_id"),
    ("quoted", "quoted_user_id"),
    ("replied_to", "in_reply_to_user_id"),
)
_TRUTHS = {"True": True, "true": True, "False": False, "false": False}
_OWN_MEDIA = ("pic.twitter.com/", "pic.x.com/")
_WORDS = msgspec.json.Decoder(list[str])
_MEDIA = msgspec.json.Decoder(list[Media])

_T = TypeVar("_T")


class Columns:
    """Where the columns of a file stand, by name.

    Attributes:
        problem: Why it is not this table; None where it is.
        missing: Columns that rows are read without, of those that say who, when and where to.
        names: All names.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self.names = tuple(names)
        self._places = {name: place for place, name in enumerate(names)}
        self.missing = tuple(name for name in _TELLING if name not in self._places)
        self.problem = self._problem()

    def _problem(self) -> str | None:
        needed = [name for name in _NEEDED if name not in self._places]
        if needed:
            return f"its first line has no column {', '.join(needed)}"
        if len(self.missing) == len(_TELLING):
            return f"its first line has none of the columns {', '.join(_TELLING)}"
        double = sorted(name for name, times in Counter(self.names).items() if times > 1)
        if not double:
            return None
        first = double[0][:40]
        shown = first if first and first.isprintable() else "a column that cannot be shown"
        return f"its first line names {shown} more than once"

    def cells(self, row: Sequence[str]) -> "Cells":
        """Return a row, with as many cells as there are columns, by column."""
        return Cells(self._places, row)


class Cells:
    """One row: each cell by the name of its column, absent where it is empty or not there."""

    def __init__(self, places: dict[str, int], row: Sequence[str]) -> None:
        self._places = places
        self._row = row

    def raw(self, column: str) -> str | None:
        """Return a cell as it stands."""
        place = self._places.get(column)
        return None if place is None else self._row[place] or None

    def text(self, column: str) -> str | None:
        """Return a text, with its line feeds."""
        cell = self.raw(column)
        return cell.replace("\\n", "\n") if cell else None

    def count(self, column: str) -> int | None:
        """Return a count; a column with empty cells may be written as floats.

        Raises:
            BadCell: It is none.
        """
        cell = self.raw(column)
        return None if cell is None else table_cells.count(cell, column)

    def truth(self, column: str) -> bool | None:
        """Return yes or no.

        Raises:
            BadCell: It is neither.
        """
        cell = self.raw(column)
        if cell is None:
            return None
        if cell not in _TRUTHS:
            raise BadCell(f"{column} is neither True nor False")
        return _TRUTHS[cell]

    def words(self, column: str) -> list[str]:
        """Return a list of texts.

        Raises:
            BadCell: It is none.
        """
        return self._list(column, _WORDS)

    def media(self, column: str) -> list[Media]:
        """Return a list of pictures and videos.

        Raises:
            BadCell: It is none.
        """
        return self._list(column, _MEDIA)

    def _list(self, column: str, decoder: msgspec.json.Decoder[list[_T]]) -> list[_T]:
        cell = self.raw(column)
        if cell is None:
            return []
        try:
            return decoder.decode(cell)
        except (msgspec.DecodeError, RecursionError, UnicodeEncodeError) as error:
            raise BadCell(f"{column} is not a list as the format has it") from error


def author(cells: Cells) -> User | None:
    """Return the author of a row with its profile; None where the row names none.

    Raises:
        BadCell: A cell cannot be read.
    """
    native_id = cells.raw("author.id") or cells.raw("author_id")
    if native_id is None:
        return None
    return User(
        id=native_id,
        username=cells.raw("author.username") or "",
        name=cells.text("author.name") or ("" if cells.raw("author.created_at") else None),
        description=cells.text("author.description"),
        location=cells.text("author.location"),
        created_at=cells.raw("author.created_at"),
        url=cells.raw("author.url"),
        public_metrics=UserMetrics(
            followers_count=cells.count("author.public_metrics.followers_count"),
            following_count=cells.count("author.public_metrics.following_count"),
            tweet_count=cells.count("author.public_metrics.tweet_count"),
        ),
        verified=cells.truth("author.verified"),
        verified_type=cells.raw("author.verified_type"),
        protected=cells.truth("author.protected"),
        withheld=_withheld(cells, "author.withheld"),
    )


def named(cells: Cells) -> list[User]:
    """Return the accounts that a row names by id and handle, without a profile."""
    pairs = (
        ("in_reply_to_user_id", "in_reply_to_username"),
        ("retweeted_user_id", "retweeted_username"),
        ("quoted_user_id", "quoted_username"),
    )
    found = ((cells.raw(native_id), cells.raw(handle)) for native_id, handle in pairs)
    return [
        User(id=native_id, username=handle) for native_id, handle in found if native_id and handle
    ]


def tweet(cells: Cells) -> Tweet:
    """Return the post of a row; a repost's with the text that the row has.

    Raises:
        BadCell: A cell cannot be read.
    """
    native_id = cells.raw("id")
    if native_id is None:
        raise BadCell("id is empty")
    return Tweet(
        id=native_id,
        text=cells.text("text") or "",
        author_id=cells.raw("author_id"),
        created_at=cells.raw("created_at"),
        lang=cells.raw("lang"),
        source=cells.text("source"),
        in_reply_to_user_id=cells.raw("in_reply_to_user_id"),
        referenced_tweets=_references(cells),
        entities=_entities(cells),
        attachments=_attachments(cells),
        public_metrics=_metrics(cells),
        edit_history_tweet_ids=cells.words("edit_history_tweet_ids"),
        withheld=_withheld(cells, "withheld"),
    )


def original(cells: Cells, repost: Tweet) -> Tweet | None:
    """Return the original that the row of a repost was filled from; None where it was not.

    Args:
        cells: The row.
        repost: What `tweet` made of it.
    """
    author_id = cells.raw("retweeted_user_id")
    native_id = cells.raw("referenced_tweets.retweeted.id")
    text = repost.text or ""
    handle = cells.raw("retweeted_username") or ""
    if author_id is None or native_id is None or text.startswith(f"RT @{handle}"):
        return None
    held = repost.entities or Entities()
    lowered = text.lower()
    mentions = [each for each in held.mentions or () if f"@{each.username.lower()}" in lowered]
    return Tweet(
        id=native_id,
        text=text,
        author_id=author_id,
        entities=Entities(held.hashtags, mentions, held.urls),
        attachments=repost.attachments,
        public_metrics=repost.public_metrics,
    )


def _references(cells: Cells) -> list[Tweet]:
    found = []
    for kind, author_column in _REFERENCES:
        native_id = cells.raw(f"referenced_tweets.{kind}.id")
        if native_id:
            found.append(Tweet(id=native_id, type=kind, author_id=cells.raw(author_column)))
    return found


def _entities(cells: Cells) -> Entities:
    tags = (each.removeprefix("#") for each in cells.words("entities.hashtags"))
    handles = (each.removeprefix("@") for each in cells.words("entities.mentions"))
    links = (each for each in cells.words("entities.urls") if not each.startswith(_OWN_MEDIA))
    return Entities(
        hashtags=[Tag(each) for each in tags],
        mentions=[User(username=each) for each in handles],
        urls=[Url(expanded_url=each) for each in links],
    )


def _attachments(cells: Cells) -> Attachments | None:
    keys = cells.words("attachments.media_keys")
    return Attachments(keys, cells.media("attachments.media")) if keys else None


def _metrics(cells: Cells) -> Metrics:
    return Metrics(
        retweet_count=cells.count("public_metrics.retweet_count"),
        reply_count=cells.count("public_metrics.reply_count"),
        like_count=cells.count("public_metrics.like_count"),
        quote_count=cells.count("public_metrics.quote_count"),
        impression_count=cells.count("public_metrics.impression_count"),
    )


def _withheld(cells: Cells, beginning: str) -> Withheld | None:
    countries = cells.words(f"{beginning}.country_codes")
    scope = cells.raw(f"{beginning}.scope")
    return Withheld(countries, scope) if countries or scope else None
