"""Records of one tweet of the Twitter API v1.1 with all that is inside it.

Owns the order (accounts, the tweet, the tweets inside it) and that what a file shows again and
again is told once. Where a tweet inside another is odd, that one is left out with the reason.
"""

from collections.abc import Iterator
from itertools import pairwise

import msgspec

from inunison.records import Observation, Post, Record, Reject
from inunison_importers.base import EXCERPT_CHARACTERS, BadCell, excerpt
from inunison_importers.remembering import Told
from inunison_importers.twitter_ids import numeric_id
from inunison_importers.twitter_v1_accounts import account_records
from inunison_importers.twitter_v1_posts import (
    Place,
    account,
    history,
    pointer,
    post,
    sightings,
)
from inunison_importers.twitter_v1_shapes import Tweet, User
from inunison_importers.twitter_v2_cells import PLATFORM

_MOST_INSIDE = 8
"""Tweets inside one that are looked at: the platform puts three there at most."""


class RecordMaker:
    """Makes the records of the tweets of one file, in order."""

    def __init__(self) -> None:
        self._accounts = Told()
        self._inside = Told()

    def records(self, tweet: Tweet, place: Place) -> list[Record | Reject]:
        """Return the records of a tweet, and a reject where it, or one inside, cannot be read.

        Args:
            tweet: One that was collected.
            place: Where it stands.
        """
        _give_quoted(tweet)
        try:
            main = [*self._made(tweet, place, collected=True), *_versions(tweet, place)]
        except BadCell as error:
            return [Reject(place.row, str(error), _shown(tweet))]
        found: list[Record | Reject] = []
        others: list[Record | Reject] = []
        self._tell_account(tweet, place, found)
        if tweet.retweeted_status is None and tweet.quoted_status is None:
            return [*found, *main]
        seen, writers = {tweet.id_str}, {account(tweet.user)}
        for inner in _inside(tweet):
            if inner.id_str and inner.id_str in seen:
                continue
            seen.add(inner.id_str)
            if (writer := account(inner.user)) not in writers:
                writers.add(writer)
                self._tell_account(inner, place, found)
            try:
                others.extend(self._made(inner, place, collected=False))
            except BadCell as error:
                others.append(Reject(place.row, str(error), _shown(inner)))
        return [*found, *main, *others]

    def account(self, user: User, place: Place) -> list[Record]:
        """Return the records of an account that stands by itself.

        Raises:
            BadCell: A field cannot be read, or it is no profile.
        """
        if not user.screen_name or user.name is None or account(user) is None:
            raise BadCell("an account has no screen_name or no name")
        return account_records(user, place, self._accounts)

    def _made(self, tweet: Tweet, place: Place, *, collected: bool) -> list[Record]:
        made = post(tweet, place, collected=collected)
        seen = sightings(tweet, made, place)
        if collected:
            return [made, *seen]
        said = (len(made.text or ""), made.quotes, made.author)
        again = self._inside.again(made.native_id, said)
        return [*(() if again else (made,)), *(each for each in seen if self._is_new(each))]

    def _is_new(self, seen: Observation) -> bool:
        counts = (seen.reposts, seen.likes, seen.quotes, seen.replies)
        return not self._inside.again((seen.native_id, "seen"), (seen.observed_at, *counts))

    def _tell_account(self, tweet: Tweet, place: Place, found: list[Record | Reject]) -> None:
        if tweet.user is None:
            return
        try:
            found.extend(account_records(tweet.user, place, self._accounts))
        except BadCell as error:
            found.append(Reject(place.row, str(error), _shown(tweet)))


def _give_quoted(tweet: Tweet) -> None:
    """Put the quoted tweet, which may stand beside a retweet's original, into that original."""
    original = tweet.retweeted_status
    if original and original.is_quote_status and original.quoted_status is None:
        original.quoted_status = tweet.quoted_status


def _inside(tweet: Tweet) -> Iterator[Tweet]:
    waiting = [tweet]
    for _ in range(_MOST_INSIDE):
        if not waiting:
            return
        outer = waiting.pop()
        for inner in (outer.retweeted_status, outer.quoted_status):
            if inner is not None:
                yield inner
                waiting.append(inner)


def _versions(tweet: Tweet, place: Place) -> Iterator[Post]:
    """Return the versions of a tweet that only its history names, each with the one before."""
    versions = history(tweet)
    if not versions:
        return
    author = account(tweet.user) or place.author
    for before, native_id in pairwise(versions):
        if native_id in (tweet.id_str, before):
            continue
        found = pointer(numeric_id(native_id, "the id of a version"), author)
        yield Post(
            row=place.row,
            platform=PLATFORM,
            native_id=found.native_id,
            author=author,
            kind=None,
            created_at=found.created_at,
            precision=found.precision,
            edits=pointer(numeric_id(before, "the id of a version"), author),
            collected=False,
        )


def _shown(tweet: Tweet) -> str:
    shown = {
        name: value[:EXCERPT_CHARACTERS]
        for name in ("id_str", "created_at", "text", "full_text")
        if (value := getattr(tweet, name)) is not None
    }
    return excerpt(msgspec.json.encode(shown).decode("utf-8"))
