"""The table that twarc 1 made of tweets, row by row: from cells to the tweet they were made from.

Owns what `json2csv` did. What matters in reading it back:

* On the row of a retweet the text, the tags and `favorite_count` are its original's, whole; the
  links and pictures are those of the retweet, which show what was left of a text that was cut.
* One column is for the tweet that is retweeted or quoted: `tweet_type` tells which. A reply that
  quotes is a reply, and the column holds what it quotes. A reply never retweets.
* Some releases wrote `user_favourites_count` twice, and so one cell more than there are names: the
  cells after it stand one place further right.
* Of a long tweet from a stream the table has only the tags and links in its first 140 characters.
  Tags of long texts are taken from the text too; links stand there in their short form only.
* Mentions have no column: they are taken from the text, without an id but for whom it answers.
"""

from collections.abc import Sequence

from inunison_importers.base import BadCell
from inunison_importers.named_tables import another_width
from inunison_importers.text_marks import hashtags_in, mentions_in
from inunison_importers.twitter_ids import numeric_id
from inunison_importers.twitter_v1_cells import status_link
from inunison_importers.twitter_v1_shapes import (
    Entities,
    Media,
    Named,
    ProfileEntities,
    ProfileLinks,
    Tag,
    Tweet,
    Url,
    User,
)

DECISIVE = ("tweet_url", "parsed_created_at", "tweet_type", "retweet_or_quote_id")
"""Columns that no other table has together."""

_NEEDED = ("id", "created_at", "text", "user_id", "user_screen_name")
_TYPES = ("original", "reply", "retweet", "quote")
_TRUTHS = {"True": True, "False": False}
_CUT = 140
_TWICE = "user_favourites_count"


class Columns:
    """Where the columns of a file stand, by name.

    Attributes:
        names: All names.
        problem: Why it is not this table; None where it is.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self.names = tuple(names)
        self._places = {name: place for place, name in enumerate(names)}
        missing = [name for name in (*DECISIVE, *_NEEDED) if name not in self._places]
        self.problem = None
        if missing:
            self.problem = f"its first line has no column {', '.join(missing)}"
        elif len(self._places) != len(self.names):
            self.problem = "its first line names a column more than once"

    def mended(self, row: list[str]) -> list[str]:
        """Return a row of another width with one cell for each column.

        Raises:
            BadCell: It has more or fewer cells than there are columns.
        """
        twice = self._places.get(_TWICE)
        surplus = len(row) - len(self.names)
        if surplus == 1 and twice is not None and row[twice] == row[twice + 1]:
            return [*row[:twice], *row[twice + 1 :]]
        return another_width(row)

    def cells(self, row: Sequence[str]) -> dict[str, str]:
        """Return a row, with as many cells as there are columns, by column; no empty cells."""
        return {name: cell for name, cell in zip(self.names, row, strict=True) if cell}


def tweet(cells: dict[str, str]) -> Tweet:
    """Return the tweet of a row, with what it retweets or quotes inside it.

    Raises:
        BadCell: A cell cannot be read.
    """
    kind = cells.get("tweet_type")
    if kind not in _TYPES:
        raise BadCell("tweet_type is not original, reply, retweet or quote")
    made = Tweet(
        id_str=_tweet_id(cells),
        created_at=cells.get("created_at"),
        text=cells.get("text"),
        user=_user(cells),
        lang=cells.get("lang"),
        source=cells.get("source"),
        in_reply_to_status_id_str=_id(cells, "in_reply_to_status_id"),
        in_reply_to_user_id_str=cells.get("in_reply_to_user_id"),
        in_reply_to_screen_name=cells.get("in_reply_to_screen_name"),
    )
    target = _target(cells)
    if kind == "retweet":
        if target is None:
            raise BadCell("retweet_or_quote_id is empty on the row of a retweet")
        made.retweeted_status = target
        holder = target
        target.text, target.lang = made.text, made.lang
    else:
        made.quoted_status = target
        holder = made
    holder.entities = _entities(cells)
    holder.retweet_count = cells.get("retweet_count")
    holder.favorite_count = cells.get("favorite_count")
    return made


def _tweet_id(cells: dict[str, str]) -> str:
    """Return the id of a tweet; where a spreadsheet damaged it, from the link of the tweet.

    Raises:
        BadCell: Neither tells.
    """
    linked = status_link(cells.get("tweet_url"))
    try:
        return numeric_id(cells.get("id", ""), "id")
    except BadCell:
        if linked is None:
            raise
    return numeric_id(linked[1], "tweet_url")


def _id(cells: dict[str, str], column: str) -> str | None:
    cell = cells.get(column)
    return numeric_id(cell, column) if cell else None


def _target(cells: dict[str, str]) -> Tweet | None:
    """Return what a tweet retweets or quotes: its id and its author."""
    native_id = _id(cells, "retweet_or_quote_id")
    if native_id is None:
        return None
    author = User(
        id_str=cells.get("retweet_or_quote_user_id"),
        screen_name=cells.get("retweet_or_quote_screen_name"),
    )
    return Tweet(id_str=native_id, user=author)


def _user(cells: dict[str, str]) -> User:
    verified = cells.get("user_verified")
    if verified is not None and verified not in _TRUTHS:
        raise BadCell("user_verified is neither True nor False")
    links = [Url(expanded_url=each) for each in cells.get("user_urls", "").split(" ") if each]
    return User(
        id_str=cells.get("user_id"),
        screen_name=cells.get("user_screen_name"),
        name=cells.get("user_name", ""),
        description=cells.get("user_description"),
        location=cells.get("user_location"),
        entities=ProfileEntities(ProfileLinks(links)),
        created_at=cells.get("user_created_at"),
        verified=_TRUTHS.get(verified or ""),
        followers_count=cells.get("user_followers_count"),
        friends_count=cells.get("user_friends_count"),
        statuses_count=cells.get("user_statuses_count"),
    )


def _entities(cells: dict[str, str]) -> Entities:
    text = cells.get("text", "")
    tags = {tag.lower(): tag for tag in hashtags_in(text)} if len(text) > _CUT else {}
    tags |= {tag.lower(): tag for tag in cells.get("hashtags", "").split(" ") if tag}
    return Entities(
        hashtags=[Tag(tag) for tag in tags.values()],
        urls=[Url(expanded_url=each) for each in cells.get("urls", "").split(" ") if each],
        user_mentions=_mentioned(cells, text),
        media=[Media(media_url_https=each) for each in cells.get("media", "").split(" ") if each],
    )


def _mentioned(cells: dict[str, str], text: str) -> list[Named]:
    """Return whom a text mentions by handle, with the id of the one that it answers."""
    handles = [each.account.handle or "" for each in mentions_in(text)]
    answered = cells.get("in_reply_to_screen_name", "").lower()
    native_id = cells.get("in_reply_to_user_id")
    return [
        Named(screen_name=handle, id_str=native_id if handle.lower() == answered else None)
        for handle in handles
    ]
