"""Accounts of the Twitter API v2, from a page of users or beside the posts of one.

Owns the step from a user to records, and that an account which many posts show is told once. What
was told is remembered for so many accounts, so that memory is bounded; one that was forgotten is
told again, which alters no answer.
"""

from inunison.records import Account, Observation, Precision, Presence, Record
from inunison_importers.base import BadCell
from inunison_importers.remembering import REMEMBERED_CHARACTERS, Told
from inunison_importers.twitter_ids import numeric_id
from inunison_importers.twitter_v2_cells import PLATFORM, known_instant, precision
from inunison_importers.twitter_v2_shapes import User, UserMetrics

_NO_METRICS = UserMetrics()


def is_profile(user: User) -> bool:
    """Say whether a user is shown; a bare mention is none, nor is one that could not be seen."""
    return bool(user.id and user.username and user.name is not None)


def account_records(
    row: int, user: User, observed_at: int | None, told: Told, *, repaired: bool
) -> list[Record]:
    """Return an account and what was counted of it; nothing where the same was told before.

    Args:
        row: The line on which the document begins.
        user: A profile.
        observed_at: When it was captured, microseconds since 1970; None where that is not said.
        told: What was told of accounts so far.
        repaired: The document held half characters.

    Raises:
        BadCell: A field cannot be read.
    """
    native_id = numeric_id(user.id, "the id of a user")
    if not user.username:
        raise BadCell("a user has no username")
    seen = _observation(row, native_id, user, observed_at)
    account = _account(row, native_id, user, repaired=repaired)
    texts = (account.name, account.description, account.location, account.url)
    if sum(len(each) for each in texts if each) <= REMEMBERED_CHARACTERS:
        counted = (seen.followers, seen.following, seen.posts, seen.presence, observed_at)
        said = (*texts, account.handle, account.created_at, account.verified, *counted)
        if told.again(native_id, said):
            return []
    return [account, seen]


def _account(row: int, native_id: str, user: User, *, repaired: bool) -> Account:
    created_at = known_instant(user.created_at, "created_at") if user.created_at else None
    verified = user.verified
    if verified is None and user.verified_type:
        verified = user.verified_type != "none"
    texts = (user.name, user.description, user.location)
    return Account(
        row=row,
        platform=PLATFORM,
        native_id=native_id,
        handle=user.username,
        name=user.name or None,
        description=user.description or None,
        location=user.location or None,
        url=_url(user),
        created_at=created_at,
        created_precision=None if created_at is None else precision(created_at),
        verified=verified,
        text_repaired=repaired and any("\ufffd" in each for each in texts if each),
    )


def _url(user: User) -> str | None:
    """Return the link of a profile, as its owner gave it where that is known."""
    held = user.entities and user.entities.url and user.entities.url.urls
    for each in held or ():
        if each.expanded_url:
            return each.expanded_url
    return user.url or None


def _observation(row: int, native_id: str, user: User, observed_at: int | None) -> Observation:
    presence = Presence.LIVE
    if user.withheld is not None:
        presence = Presence.WITHHELD
    elif user.protected:
        presence = Presence.PROTECTED
    metrics = user.public_metrics or _NO_METRICS
    return Observation(
        row=row,
        platform=PLATFORM,
        subject="account",
        native_id=native_id,
        handle=user.username,
        observed_at=observed_at,
        precision=None if observed_at is None else Precision.SECOND,
        presence=presence,
        followers=metrics.followers_count,
        following=metrics.following_count,
        posts=metrics.tweet_count,
    )
