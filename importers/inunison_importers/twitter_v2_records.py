"""Records of a page of the Twitter API v2, whichever file it was read from.

Owns the order: accounts, collected posts, posts that are only referred to; and that what a file
shows again and again is told once.
"""

from collections.abc import Sequence

import msgspec

from inunison.records import Record, Reject
from inunison_importers.base import BadCell, excerpt
from inunison_importers.remembering import Told
from inunison_importers.twitter_v2_accounts import account_records, is_profile
from inunison_importers.twitter_v2_posts import Page, PostReader
from inunison_importers.twitter_v2_shapes import Tweet, User


class RecordMaker:
    """Makes the records of the pages of one file, in order."""

    def __init__(self) -> None:
        self._accounts = Told()
        self._included = Told()

    def records(self, page: Page, listed: int = 0) -> list[Record | Reject]:
        """Return the records of a page, and a reject for each object that cannot be read.

        Args:
            page: The page.
            listed: How many of its users, from the first, must be profiles (they are its data); of
                the others those that are no profile are passed over.
        """
        made: list[Record | Reject] = []
        told: set[str] = set()
        for number, user in enumerate(page.users):
            if user.id in told or not (number < listed or is_profile(user)):
                continue
            told.add(user.id)
            made.extend(self._account(page, user))
        reader = PostReader(page)
        told = set()
        for tweet in page.tweets:
            told.add(tweet.id)
            made.extend(_post(reader, page, tweet, collected=True))
        for tweet in page.included:
            if tweet.id not in told and not self._was_told(page, tweet):
                told.add(tweet.id)
                made.extend(_post(reader, page, tweet, collected=False))
        return made

    def _account(self, page: Page, user: User) -> Sequence[Record | Reject]:
        try:
            return account_records(
                page.row, user, page.observed_at, self._accounts, repaired=page.repaired
            )
        except BadCell as error:
            return [_reject(page, error, user)]

    def _was_told(self, page: Page, tweet: Tweet) -> bool:
        metrics = tweet.public_metrics
        counted = metrics and (metrics.retweet_count, metrics.reply_count, metrics.like_count)
        said = (page.observed_at, counted, len(tweet.text or ""), tweet.author_id)
        return self._included.again(tweet.id[:64], said)


def _post(
    reader: PostReader, page: Page, tweet: Tweet, *, collected: bool
) -> Sequence[Record | Reject]:
    try:
        if tweet.text is None:
            raise BadCell("a post has no text")
        return reader.records(tweet, collected=collected)
    except BadCell as error:
        return [_reject(page, error, tweet)]


def _reject(page: Page, error: BadCell, value: Tweet | User) -> Reject:
    shown = {
        name: getattr(value, name)
        for name in ("id", "text", "username", "created_at")
        if getattr(value, name, None)
    }
    return Reject(page.row, str(error), excerpt(msgspec.json.encode(shown).decode("utf-8")))
