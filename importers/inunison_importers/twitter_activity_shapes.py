"""Tweets as activities: the fields that are read, and the step to the tweet that they stand for.

Owns the names that this form gives to what the Twitter API v1.1 calls otherwise, so that both are
read alike (`inunison_importers.twitter_v1_posts`). Unknown fields are passed over.
"""

import msgspec

from inunison_importers.base import BadCell
from inunison_importers.twitter_v1_cells import status_link
from inunison_importers.twitter_v1_shapes import (
    Counted,
    Entities,
    Extended,
    Tweet,
    User,
)

TWEET_TAG = "tag:search.twitter.com,2005:"
"""What stands before the id of a tweet."""

ACTOR_TAG = "id:twitter.com:"
"""What stands before the id of an account."""

_DEEPEST = 8


class Link(msgspec.Struct, gc=False):
    """A link of a profile."""

    href: str | None = None


class Named(msgspec.Struct, gc=False):
    """A place of a profile, or the program a tweet was written with."""

    display_name: str | None = msgspec.field(default=None, name="displayName")


class Actor(msgspec.Struct, gc=False, rename="camel"):
    """An account."""

    id: str = ""
    preferred_username: str | None = None
    display_name: str | None = None
    summary: str | None = None
    location: Named | None = None
    languages: list[str | None] | None = None
    links: list[Link] | None = None
    posted_time: str | None = None
    verified: bool | None = None
    followers_count: Counted | None = None
    friends_count: Counted | None = None
    statuses_count: Counted | None = None


class Answered(msgspec.Struct, gc=False):
    """The tweet that one answers: known by its link only."""

    link: str | None = None


class LongObject(msgspec.Struct, gc=False):
    """The whole of a tweet whose `body` is cut."""

    body: str | None = None
    twitter_entities: Entities | None = None
    twitter_extended_entities: Entities | None = None


class Activity(msgspec.Struct, gc=False):
    """A tweet (`verb` is post), a retweet (share, its `object` the original), or a note in one."""

    id: str | None = None
    verb: str | None = None
    object_type: str | None = msgspec.field(default=None, name="objectType")
    posted_time: str | None = msgspec.field(default=None, name="postedTime")
    actor: Actor | None = None
    body: str | None = None
    object: "Activity | None" = None
    long_object: LongObject | None = None
    twitter_entities: Entities | None = None
    twitter_extended_entities: Entities | None = None
    twitter_lang: str | None = None
    twitter_quoted_status: "Activity | None" = None
    generator: Named | None = None
    in_reply_to: Answered | None = msgspec.field(default=None, name="inReplyTo")
    retweet_count: Counted | None = msgspec.field(default=None, name="retweetCount")
    favorites_count: Counted | None = msgspec.field(default=None, name="favoritesCount")
    info: msgspec.Raw = msgspec.Raw(b"")
    error: msgspec.Raw = msgspec.Raw(b"")
    results: list[msgspec.Raw] | None = None


def tweet(activity: Activity, depth: int = 0) -> Tweet:
    """Return the tweet that an activity stands for, with those inside it.

    Args:
        activity: The activity.
        depth: Inside how many others it stands.

    Raises:
        BadCell: It is none: its verb or its id says so.
    """
    if activity.verb not in ("post", "share"):
        raise BadCell("verb is neither post nor share")
    if activity.id is None or not activity.id.startswith(TWEET_TAG):
        raise BadCell("id is not the tag of a tweet")
    if depth > _DEEPEST:
        raise BadCell("activities stand inside each other deeper than the platform puts them")
    made = Tweet(
        id_str=activity.id.removeprefix(TWEET_TAG),
        created_at=activity.posted_time,
        text=activity.body,
        extended_tweet=_whole(activity.long_object),
        entities=activity.twitter_entities,
        extended_entities=activity.twitter_extended_entities,
        user=_user(activity.actor) if activity.actor else None,
        lang=activity.twitter_lang,
        source=_name(activity.generator),
        retweet_count=activity.retweet_count,
        favorite_count=activity.favorites_count,
    )
    if activity.in_reply_to:
        _answer(made, activity.in_reply_to)
    if activity.twitter_quoted_status:
        made.quoted_status = tweet(activity.twitter_quoted_status, depth + 1)
    if activity.verb == "share":
        if activity.object is None:
            raise BadCell("a share has no object")
        made.retweeted_status = tweet(activity.object, depth + 1)
    return made


def _whole(long: LongObject | None) -> Extended | None:
    if long is None:
        return None
    return Extended(long.body, long.twitter_entities, long.twitter_extended_entities)


def _name(named: Named | None) -> str | None:
    return named.display_name if named else None


def _answer(made: Tweet, answered: Answered) -> None:
    """Put the tweet that is answered in, and its author: by handle, by id where that is mentioned.

    Raises:
        BadCell: The link leads to no tweet.
    """
    found = status_link(answered.link)
    if found is None:
        raise BadCell("inReplyTo.link does not lead to a tweet")
    handle, made.in_reply_to_status_id_str = found
    made.in_reply_to_screen_name = handle
    extended = made.extended_tweet and made.extended_tweet.entities
    held = extended or made.entities
    for each in (held and held.user_mentions) or ():
        if handle and each.screen_name and each.screen_name.lower() == handle.lower():
            made.in_reply_to_user_id_str = each.id_str
            made.in_reply_to_screen_name = each.screen_name


def _user(actor: Actor) -> User:
    """Return an account as v1.1 shows it.

    Raises:
        BadCell: Its id is not one of Twitter.
    """
    if not actor.id.startswith(ACTOR_TAG):
        raise BadCell("actor.id is not the tag of an account")
    links = (each.href for each in actor.links or ())
    languages = actor.languages or ()
    return User(
        id_str=actor.id.removeprefix(ACTOR_TAG),
        screen_name=actor.preferred_username,
        name=actor.display_name,
        description=actor.summary,
        location=_name(actor.location),
        lang=languages[0] if len(languages) == 1 else None,
        url=next((link for link in links if link), None),
        created_at=actor.posted_time,
        verified=actor.verified,
        followers_count=actor.followers_count,
        friends_count=actor.friends_count,
        statuses_count=actor.statuses_count,
    )
