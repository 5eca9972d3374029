"""Posts of the Twitter API v1.1: from a tweet, and those inside it, to records.

Owns what a tweet's fields mean. Decodes nothing. How it is read here:

* The whole text is `extended_tweet.full_text`, else `full_text`, else `text`; what stands in it
  (tags, links, mentions, media) comes from the same place.
* The id of a tweet holds its exact time. `created_at`, which is cut to the second, is kept only
  where the two differ (`stated_time`, `time_conflict`); for ids from before that clock it is the
  time, or `timestamp_ms` where a stream gives it.
* A retweet's text is cut and its tags, mentions and links cover only what was left: they are its
  original's, and it carries none. Its counts are its original's too, and are told of that alone.
  The original is always the first tweet, never a retweet on the way.
* A reply that also quotes is a reply with `quotes` set. `in_reply_to_user_id` without a tweet that
  is answered is a tweet that begins with a mention: the account is among its mentions.
* `is_quote_status` without a quoted tweet: the last link to a tweet tells which one it was, and the
  handle in it whose, marked as inferred. Where no id is given either, the platform could not show
  it, and that is an observation (missing).
* Places, symbols, polls and marks of the account that asked (`favorited`) are left aside.
"""

from collections.abc import Iterator
from dataclasses import dataclass
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
)
from inunison_importers.base import BadCell
from inunison_importers.twitter_ids import id_time, numeric_id
from inunison_importers.twitter_v1_cells import (
    account_id,
    addresses,
    client,
    count,
    identifier,
    instant,
    links,
    milliseconds,
    status_link,
)
from inunison_importers.twitter_v1_shapes import Entities, Media, Named, Tweet, User
from inunison_importers.twitter_v2_cells import PLATFORM, SECOND_US, language

_NO_ENTITIES = Entities()


@dataclass(frozen=True)
class Place:
    """Where a tweet stands, and what is known there of all in it.

    Attributes:
        row: The line on which the document begins.
        observed_at: When it was captured, microseconds since 1970; None where that is not said.
        repaired: The document held half characters.
        author: Who wrote the tweet, where the file says it elsewhere.
    """

    row: int
    observed_at: int | None = None
    repaired: bool = False
    author: AccountRef | None = None


def tweet_id(tweet: Tweet) -> str:
    """Return the id of a tweet.

    Raises:
        BadCell: It has none, or one that was damaged.
    """
    found = identifier(tweet.id_str, tweet.id, "id")
    if found is None:
        raise BadCell("a tweet has no id")
    return found


def account(user: User | Named | None) -> AccountRef | None:
    """Return an account as it is named; None where nothing names it."""
    if user is None:
        return None
    native_id = account_id(user.id_str, user.id)
    handle = user.screen_name or None
    return AccountRef(native_id, handle) if native_id or handle else None


def post(tweet: Tweet, place: Place, *, collected: bool) -> Post:
    """Return the post of a tweet.

    Args:
        tweet: The tweet.
        place: Where it stands.
        collected: It is not inside another one.

    Raises:
        BadCell: A field cannot be read; the reason names it.
    """
    native_id = tweet_id(tweet)
    author = account(tweet.user) or (place.author if collected else None)
    created_at, fineness, conflict = _time(native_id, tweet)
    reposts = _reposted(tweet, native_id)
    held = _NO_ENTITIES if reposts else _entities(tweet)
    quotes = None if reposts else _quoted(tweet, native_id)
    replies_to = None if reposts else _answered(tweet)
    text = whole_text(tweet)
    return Post(
        row=place.row,
        platform=PLATFORM,
        native_id=native_id,
        author=author,
        kind=_kind(tweet, reposts, quotes, replies_to),
        created_at=created_at,
        precision=fineness,
        stated_time=tweet.created_at if conflict else None,
        time_conflict=conflict,
        text=text or None,
        text_repaired=place.repaired and "\ufffd" in (text or ""),
        language=language(tweet.lang),
        client=client(tweet.source) if tweet.source else None,
        reposts=reposts,
        quotes=quotes,
        replies_to=replies_to,
        edits=_edited(tweet, native_id, author),
        mentions=() if reposts else _mentions(tweet, held, replies_to),
        hashtags=_hashtags(held) if held.hashtags else (),
        links=links(held.urls, native_id) if held.urls else (),
        media=addresses(_media(tweet, held)) if not reposts else (),
        collected=collected,
    )


def _hashtags(held: Entities) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.text for each in held.hashtags or () if each.text))


def whole_text(tweet: Tweet) -> str | None:
    """Return the text of a tweet, as whole as it is given."""
    extended = tweet.extended_tweet
    return (extended and extended.full_text) or tweet.full_text or tweet.text


def _kind(
    tweet: Tweet, reposts: PostRef | None, quotes: PostRef | None, replies_to: PostRef | None
) -> Kind:
    if reposts:
        return Kind.REPOST
    if replies_to:
        return Kind.REPLY
    return Kind.QUOTE if quotes or tweet.is_quote_status else Kind.POST


def _time(native_id: str, tweet: Tweet) -> tuple[int | None, Precision | None, bool]:
    """Return when a tweet was made, how exactly that is known, and whether the file disagrees."""
    exact = id_time(native_id)
    stated = instant(tweet.created_at, "created_at") if tweet.created_at else None
    if exact is not None:
        conflict = stated is not None and exact // SECOND_US != stated // SECOND_US
        return exact, Precision.MILLISECOND, conflict
    streamed = milliseconds(tweet.timestamp_ms, "timestamp_ms")
    if streamed is not None and (stated is None or streamed // SECOND_US == stated // SECOND_US):
        return streamed, Precision.MILLISECOND, False
    return stated, None if stated is None else Precision.SECOND, False


def pointer(native_id: str, author: AccountRef | None, *, inferred: bool = False) -> PostRef:
    """Return a pointer to a tweet, with the time that its id holds."""
    created_at = id_time(native_id)
    fineness = None if created_at is None else Precision.MILLISECOND
    return PostRef(native_id, author, inferred and author is not None, created_at, fineness)


def _reposted(tweet: Tweet, native_id: str) -> PostRef | None:
    original = tweet.retweeted_status
    if original is None:
        return None
    target = tweet_id(original)
    return pointer(target, account(original.user)) if target != native_id else None


def _quoted(tweet: Tweet, native_id: str) -> PostRef | None:
    if tweet.quoted_status is not None:
        target = tweet_id(tweet.quoted_status)
        return pointer(target, account(tweet.quoted_status.user)) if target != native_id else None
    stated = identifier(tweet.quoted_status_id_str, tweet.quoted_status_id, "quoted_status_id")
    if stated is None and not tweet.is_quote_status:
        return None
    told = _quoted_link(tweet, stated)
    if told is None:
        return pointer(stated, None) if stated else None
    handle, linked = told
    return pointer(linked, AccountRef(handle=handle) if handle else None, inferred=True)


def _quoted_link(tweet: Tweet, target: str | None) -> tuple[str | None, str] | None:
    """Return the handle and id in the link by which a tweet quotes: the last that leads to one."""
    permalink = tweet.quoted_status_permalink
    posted = [each.expanded_url for each in _entities(tweet).urls or ()]
    for link in (permalink.expanded if permalink else None, *reversed(posted)):
        told = status_link(link)
        if told and (target is None or told[1] == target) and told[1] != tweet.id_str:
            return told
    return None


def _answered(tweet: Tweet) -> PostRef | None:
    target = identifier(
        tweet.in_reply_to_status_id_str, tweet.in_reply_to_status_id, "in_reply_to_status_id"
    )
    return pointer(target, _addressed(tweet)) if target else None


def _addressed(tweet: Tweet) -> AccountRef | None:
    """Return the account that a tweet answers, or begins with."""
    native_id = account_id(tweet.in_reply_to_user_id_str, tweet.in_reply_to_user_id)
    handle = tweet.in_reply_to_screen_name or None
    return AccountRef(native_id, handle) if native_id or handle else None


def _mentions(tweet: Tweet, held: Entities, replies_to: PostRef | None) -> tuple[Mention, ...]:
    first = None if replies_to else _addressed(tweet)
    if first is None and not held.user_mentions:
        return ()
    found: dict[str, AccountRef] = {}
    handles: set[str] = set()
    for each in (first, *map(account, held.user_mentions or ())):
        if each is None:
            continue
        handle = (each.handle or "").lower()
        if each.native_id or handle not in handles:
            found.setdefault(each.native_id or handle, each)
        handles.add(handle)
    return tuple(map(Mention, found.values()))


def _entities(tweet: Tweet) -> Entities:
    extended = tweet.extended_tweet
    return (extended and extended.entities) or tweet.entities or _NO_ENTITIES


def _media(tweet: Tweet, held: Entities) -> list[Media]:
    """Return what hangs on a tweet: `extended_entities` lists all of it, `entities` the first."""
    extended = tweet.extended_tweet
    whole = extended.extended_entities if extended else None
    for each in (whole, tweet.extended_entities, held):
        if each is not None and each.media:
            return each.media
    return []


def history(tweet: Tweet) -> list[str]:
    """Return the ids of a tweet's versions, the first one first; none where it has only one."""
    found = tweet.edit_history and tweet.edit_history.edit_tweet_ids
    control = tweet.ext_edit_control or tweet.edit_info
    if not found and control:
        edit = control.edit
        initial = (edit and (edit.edit_control_initial or edit.camel)) or control.initial
        found = initial and (initial.edit_tweet_ids or initial.camel)
    return found if found and len(found) > 1 else []


def _edited(tweet: Tweet, native_id: str, author: AccountRef | None) -> PostRef | None:
    for before, after in pairwise(history(tweet)):
        if after == native_id and before != native_id:
            return pointer(numeric_id(before, "the id of a version"), author)
    return None


def sightings(tweet: Tweet, made: Post, place: Place) -> Iterator[Observation]:
    """Return what was seen of a tweet: its counts, and that what it quotes is not there.

    Args:
        tweet: The tweet.
        made: Its post.
        place: Where it stands.
    """
    seen = _observation(tweet, made, place)
    if seen is not None:
        yield seen
    lost = tweet.is_quote_status and tweet.quoted_status is None and not made.reposts
    named = identifier(tweet.quoted_status_id_str, tweet.quoted_status_id, "quoted_status_id")
    if lost and named is None and made.collected and made.quotes:
        yield Observation(
            row=place.row,
            platform=PLATFORM,
            subject="post",
            native_id=made.quotes.native_id,
            observed_at=place.observed_at,
            precision=None if place.observed_at is None else Precision.MILLISECOND,
            presence=Presence.MISSING,
        )


def _observation(tweet: Tweet, made: Post, place: Place) -> Observation | None:
    own = made.reposts is None
    withheld = bool(tweet.withheld_in_countries or tweet.withheld_copyright)
    counts = (
        (tweet.retweet_count, tweet.favorite_count, tweet.quote_count, tweet.reply_count)
        if own
        else (None, None, None, None)
    )
    if counts == (None, None, None, None) and place.observed_at is None and not withheld:
        return None
    reposts, likes, quotes, replies = map(count, counts)
    return Observation(
        row=place.row,
        platform=PLATFORM,
        subject="post",
        native_id=made.native_id,
        observed_at=place.observed_at,
        precision=None if place.observed_at is None else Precision.MILLISECOND,
        presence=Presence.WITHHELD if withheld else Presence.LIVE,
        reposts=reposts,
        quotes=quotes,
        replies=replies,
        likes=likes,
    )
