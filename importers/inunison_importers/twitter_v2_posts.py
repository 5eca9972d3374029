"""Posts of the Twitter API v2: from a tweet, and what stands beside it on its page, to records.

Owns what a tweet's fields mean. Decodes nothing. How it is read here:

* The id of a tweet holds its exact time; `created_at`, which is cut to the second, is kept only
  where the two differ (`stated_time`, `time_conflict`).
* A repost's text is cut and its tags, mentions and links cover only what was left: they are its
  original's, and it carries none. Of its counts only `retweet_count` is filled by the platform.
* A reply that also quotes is a reply with `quotes` set. `in_reply_to_user_id` without a post that
  is answered is a post that begins with a mention: the account is among its mentions.
* The author of a post pointed to is taken from the page; of an original that is not there, from
  "RT @x:", marked as inferred.
* Cashtags name securities, not subjects: they are no hashtags. Places are left aside.
* Pictures are told by their address, or by their key where the capture did not ask for it.
"""

import re
from dataclasses import dataclass, field
from itertools import pairwise

from inunison.records import (
    AccountRef,
    Kind,
    Mention,
    Observation,
    Post,
    PostRef,
    Precision,
    Presence,
    Record,
)
from inunison_importers.twitter_ids import id_time, numeric_id
from inunison_importers.twitter_v2_cells import (
    PLATFORM,
    SECOND_US,
    address,
    instant,
    language,
    links,
    precision,
)
from inunison_importers.twitter_v2_shapes import Entities, Media, Metrics, Tweet, User

_NO_METRICS = Metrics()
_REPOST_PREFIX = re.compile(r"RT @([A-Za-z0-9_]{1,30}): ?")


@dataclass
class Page:
    """What one document shows.

    Attributes:
        row: The line on which it begins.
        tweets: The posts that were collected.
        included: Posts that those refer to.
        users: Accounts, also those that are only mentioned.
        media: Pictures and videos.
        observed_at: When it was captured, microseconds since 1970 in UTC.
        repaired: It held half characters.
        merged: Ids of included posts that are known from a repost's row of a table: what kind of
            post they are is not.
    """

    row: int
    tweets: list[Tweet] = field(default_factory=list)
    included: list[Tweet] = field(default_factory=list)
    users: list[User] = field(default_factory=list)
    media: list[Media] = field(default_factory=list)
    observed_at: int | None = None
    repaired: bool = False
    merged: frozenset[str] = frozenset()


class PostReader:
    """Turns the posts of one page into records."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._authors = {
            each.id: each.author_id for each in (*page.included, *page.tweets) if each.author_id
        }
        self._ids = {each.username.lower(): each.id for each in page.users if each.id}
        self._known: dict[str, AccountRef] = {}
        self._media = {each.media_key: each for each in page.media if each.media_key}

    def records(self, tweet: Tweet, *, collected: bool) -> list[Record]:
        """Return the records of a post: itself, what was counted of it, its other versions.

        Raises:
            BadCell: A field cannot be read; the reason names it.
        """
        native_id = numeric_id(tweet.id, "id")
        author = self._account(tweet.author_id, "author_id")
        post = self._post(native_id, author, tweet, collected=collected)
        versions = self._versions(post, tweet) if tweet.edit_history_tweet_ids else []
        seen = self._observation(native_id, tweet, is_repost=post.reposts is not None)
        return [post, *versions, *([seen] if seen else [])]

    def _post(
        self, native_id: str, author: AccountRef | None, tweet: Tweet, *, collected: bool
    ) -> Post:
        note = tweet.note_tweet
        text = (note and note.text) or tweet.text
        exact = id_time(native_id)
        stated = instant(tweet.created_at, "created_at") if tweet.created_at else None
        created_at = stated if exact is None else exact
        conflict = (
            exact is not None and stated is not None and exact // SECOND_US != stated // SECOND_US
        )
        reposts, quotes, replies_to = self._pointers(tweet)
        entities = None if reposts else (note and note.entities) or tweet.entities
        return Post(
            row=self._page.row,
            platform=PLATFORM,
            native_id=native_id,
            author=author,
            kind=self._kind(native_id, reposts, quotes, replies_to),
            created_at=created_at,
            precision=_fineness(exact, stated),
            stated_time=tweet.created_at if conflict else None,
            time_conflict=conflict,
            text=text or None,
            text_repaired=self._page.repaired and "\ufffd" in (text or ""),
            language=language(tweet.lang),
            client=tweet.source or None,
            reposts=reposts,
            quotes=quotes,
            replies_to=replies_to,
            edits=self._edits(native_id, author, tweet),
            mentions=self._mentions(tweet, entities, replies_to) if not reposts else (),
            hashtags=_hashtags(entities),
            links=links(entities.urls) if entities and entities.urls else (),
            media=self._addresses(tweet) if tweet.attachments and not reposts else (),
            collected=collected,
        )

    def _kind(
        self,
        native_id: str,
        reposts: PostRef | None,
        quotes: PostRef | None,
        replies_to: PostRef | None,
    ) -> Kind | None:
        if reposts:
            return Kind.REPOST
        if replies_to:
            return Kind.REPLY
        if quotes:
            return Kind.QUOTE
        return None if native_id in self._page.merged else Kind.POST

    def _pointers(self, tweet: Tweet) -> tuple[PostRef | None, PostRef | None, PostRef | None]:
        """Return the posts that a tweet reposts, quotes and answers."""
        reposts = quotes = replies_to = None
        for each in tweet.referenced_tweets or ():
            if each.type == "retweeted":
                reposts = self._reposted(each, tweet)
            elif each.type == "quoted":
                quotes = self._pointer(each, each.author_id)
            elif each.type == "replied_to":
                replies_to = self._pointer(each, tweet.in_reply_to_user_id or each.author_id)
        return reposts, None if reposts else quotes, None if reposts else replies_to

    def _pointer(self, target: Tweet, author_id: str | None) -> PostRef:
        native_id = numeric_id(target.id, "referenced_tweets.id")
        author_id = author_id or self._authors.get(native_id)
        return _reference(native_id, self._account(author_id, "the author of a referenced tweet"))

    def _reposted(self, target: Tweet, tweet: Tweet) -> PostRef:
        found = self._pointer(target, target.author_id)
        prefix = _REPOST_PREFIX.match(tweet.text or "") if found.author is None else None
        if prefix is None:
            return found
        named = self._named(prefix[1], tweet.entities)
        return PostRef(found.native_id, named, True, found.created_at, found.precision)

    def _named(self, handle: str, entities: Entities | None) -> AccountRef:
        """Return the account of a handle, with its id where the page tells."""
        native_id = self._ids.get(handle.lower())
        for each in (entities and entities.mentions) or ():
            if each.id and each.username.lower() == handle.lower():
                native_id = each.id
        return AccountRef(native_id and numeric_id(native_id, "the id of a mention"), handle)

    def _edits(self, native_id: str, author: AccountRef | None, tweet: Tweet) -> PostRef | None:
        history = tweet.edit_history_tweet_ids
        if not history or len(history) < 2 or native_id not in history:
            return None
        place = history.index(native_id)
        if place == 0:
            return None
        before = numeric_id(history[place - 1], "edit_history_tweet_ids")
        return _reference(before, author) if before != native_id else None

    def _versions(self, post: Post, tweet: Tweet) -> list[Record]:
        """Return the versions of a post that only its history names, each with the one before."""
        history = tweet.edit_history_tweet_ids or []
        if len(history) < 2:
            return []
        made: list[Record] = []
        for before, native_id in pairwise(history):
            if native_id in (post.native_id, before) or native_id in self._authors:
                continue
            created_at = id_time(numeric_id(native_id, "edit_history_tweet_ids"))
            version = Post(
                row=post.row,
                platform=PLATFORM,
                native_id=native_id,
                author=post.author,
                kind=post.kind,
                created_at=created_at,
                precision=None if created_at is None else Precision.MILLISECOND,
                edits=_reference(numeric_id(before, "edit_history_tweet_ids"), post.author),
                collected=False,
            )
            made.append(version)
        return made

    def _mentions(
        self, tweet: Tweet, entities: Entities | None, replies_to: PostRef | None
    ) -> tuple[Mention, ...]:
        found: dict[str, AccountRef] = {}
        answered = tweet.in_reply_to_user_id
        for each in (entities and entities.mentions) or ():
            if not each.username and not each.id:
                continue
            handle = each.username or None
            native_id = each.id or self._ids.get(each.username.lower())
            named = self._account(native_id, "the id of a mention", handle) or AccountRef(
                None, handle
            )
            found.setdefault(native_id or each.username.lower(), named)
        if answered and replies_to is None and answered not in found:
            first = self._account(answered, "in_reply_to_user_id")
            return tuple(Mention(each) for each in (first, *found.values()) if each)
        return tuple(map(Mention, found.values()))

    def _account(
        self, native_id: str | None, name: str, handle: str | None = None
    ) -> AccountRef | None:
        if not native_id:
            return None
        if handle is not None:
            return AccountRef(numeric_id(native_id, name), handle)
        known = self._known.get(native_id)
        if known is None:
            known = self._known[native_id] = AccountRef(numeric_id(native_id, name))
        return known

    def _addresses(self, tweet: Tweet) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for key in (tweet.attachments and tweet.attachments.media_keys) or ():
            media = self._media.get(key)
            if where := (media and address(media)) or key:
                found[where] = None
        return tuple(found)

    def _observation(self, native_id: str, tweet: Tweet, *, is_repost: bool) -> Observation | None:
        metrics = tweet.public_metrics or _NO_METRICS
        observed_at = self._page.observed_at
        if metrics is _NO_METRICS and observed_at is None and tweet.withheld is None:
            return None
        own = _NO_METRICS if is_repost else metrics
        return Observation(
            row=self._page.row,
            platform=PLATFORM,
            subject="post",
            native_id=native_id,
            observed_at=observed_at,
            precision=None if observed_at is None else Precision.SECOND,
            presence=Presence.LIVE if tweet.withheld is None else Presence.WITHHELD,
            reposts=metrics.retweet_count,
            quotes=own.quote_count,
            replies=own.reply_count,
            likes=own.like_count,
            views=own.impression_count,
        )


def _reference(native_id: str, author: AccountRef | None) -> PostRef:
    created_at = id_time(native_id)
    fineness = None if created_at is None else Precision.MILLISECOND
    return PostRef(native_id, author, False, created_at, fineness)


def _fineness(exact: int | None, stated: int | None) -> Precision | None:
    if exact is not None:
        return Precision.MILLISECOND
    return None if stated is None else precision(stated)


def _hashtags(entities: Entities | None) -> tuple[str, ...]:
    if entities is None or not entities.hashtags:
        return ()
    return tuple(dict.fromkeys(each.tag for each in entities.hashtags if each.tag))
