"""Accounts of the Twitter API v1.1, as they stand in each tweet.

Owns the step from a user to records, and that an account which many tweets show is told once. What
was told is remembered for so many accounts, so that memory is bounded.
"""

from inunison.records import Account, Observation, Precision, Presence, Record
from inunison_importers.remembering import REMEMBERED_CHARACTERS, Told
from inunison_importers.twitter_v1_cells import account_id, count, known_instant
from inunison_importers.twitter_v1_posts import Place
from inunison_importers.twitter_v1_shapes import User
from inunison_importers.twitter_v2_cells import PLATFORM, language, precision


def account_records(user: User, place: Place, told: Told) -> list[Record]:
    """Return an account and what was counted of it, each where it was not told before.

    Args:
        user: The user of a tweet. One without a handle or a name is no profile, and gives nothing.
        place: Where the tweet stands.
        told: What was told of accounts so far.

    Raises:
        BadCell: A field cannot be read.
    """
    if not user.screen_name or user.name is None:
        return []
    native_id = account_id(user.id_str, user.id)
    name = native_id or user.screen_name.lower()
    made: list[Record] = []
    texts = (user.name, user.description, user.location, user.url, user.screen_name)
    short = sum(len(each) for each in texts if each) <= REMEMBERED_CHARACTERS
    if not (short and told.again(name, (*texts, user.created_at, user.verified))):
        made.append(_account(user, native_id, place))
    counted = (user.followers_count, user.friends_count, user.statuses_count, user.protected)
    if not told.again((name, "seen"), (*counted, place.observed_at)):
        seen = _observation(user, native_id, place)
        made.extend((seen,) if seen else ())
    return made


def _account(user: User, native_id: str | None, place: Place) -> Account:
    created_at = known_instant(user.created_at, "user.created_at") if user.created_at else None
    texts = (user.name, user.description, user.location)
    return Account(
        row=place.row,
        platform=PLATFORM,
        native_id=native_id,
        handle=user.screen_name,
        name=user.name or None,
        description=user.description or None,
        location=user.location or None,
        language=language(user.lang),
        url=_url(user),
        created_at=created_at,
        created_precision=None if created_at is None else precision(created_at),
        verified=user.verified,
        text_repaired=place.repaired and any("\ufffd" in each for each in texts if each),
    )


def _url(user: User) -> str | None:
    """Return the link of a profile, as its owner gave it where that is known."""
    held = user.entities and user.entities.url and user.entities.url.urls
    for each in held or ():
        if each.expanded_url:
            return each.expanded_url
    return user.url or None


def _observation(user: User, native_id: str | None, place: Place) -> Observation | None:
    counts = (user.followers_count, user.friends_count, user.statuses_count)
    presence = Presence.LIVE
    if user.withheld_in_countries:
        presence = Presence.WITHHELD
    elif user.protected:
        presence = Presence.PROTECTED
    if counts == (None, None, None) and presence is Presence.LIVE and place.observed_at is None:
        return None
    followers, following, posts = map(count, counts)
    return Observation(
        row=place.row,
        platform=PLATFORM,
        subject="account",
        native_id=native_id,
        handle=user.screen_name,
        observed_at=place.observed_at,
        precision=None if place.observed_at is None else Precision.MILLISECOND,
        presence=presence,
        followers=followers,
        following=following,
        posts=posts,
    )
