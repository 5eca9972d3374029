"""Accounts as the site of X sends them, in both layouts.

Owns the step to what `inunison_importers.twitter_shown` tells, and the one way in which the site
writes times (``Wed Mar 02 10:20:30 +0000 2022``).
"""

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from inunison_importers.base import BadCell
from inunison_importers.twitter_shown import ShownUser
from inunison_importers.twitter_v2_shapes import UserMetrics, Withheld
from inunison_importers.x_graphql_shapes import UserLegacy, UserResult

_TIME = re.compile(
    r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) ([A-Z][a-z]{2}) ([0-9]{2}) ([0-9]{2}):([0-9]{2}):([0-9]{2})"
    r" \+0000 ([0-9]{4})"
)
_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTHS = {name: number for number, name in enumerate(_NAMES, start=1)}
_START = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_AUTOMATED = "AutomatedLabel"
_NO_LEGACY = UserLegacy()


def moment(text: str, field: str) -> datetime:
    """Return a time as the site writes it.

    Raises:
        BadCell: It is none.
    """
    found = _TIME.fullmatch(text)
    if found is None or found[1] not in _MONTHS:
        raise BadCell(f"{field} is not a time")
    month, (day, hour, minute, second, year) = _MONTHS[found[1]], map(int, found.groups()[1:])
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        raise BadCell(f"{field} is not a time") from None


def instant(text: str, field: str) -> int:
    """Return a time in microseconds since 1970 in UTC; see `moment`.

    Raises:
        BadCell: It is none.
    """
    return (moment(text, field) - _START) // _MICROSECOND


@lru_cache(1 << 16)
def _birth(text: str) -> str:
    return moment(text, "created_at of a user").isoformat()


def user_id(box: UserResult | None, legacy: UserLegacy | None) -> str | None:
    """Return the id of an account, where it stands."""
    return (box and box.rest_id) or (legacy and legacy.id_str) or None


def handle(box: UserResult | None, legacy: UserLegacy | None) -> str | None:
    """Return the handle of an account, where it stands."""
    core = box.core if box else None
    return (core and core.screen_name) or (legacy and legacy.screen_name) or None


def profile(box: UserResult, legacy: UserLegacy | None) -> ShownUser:
    """Return what is shown of an account.

    Args:
        box: The account.
        legacy: What stands of it in the older layout.

    Raises:
        BadCell: When it was made is no time.
    """
    old = legacy or _NO_LEGACY
    core, bio, place = box.core, box.profile_bio, box.location
    made = (core and core.created_at) or old.created_at
    return ShownUser(
        id=user_id(box, legacy) or "",
        username=handle(box, legacy) or "",
        name=(core and core.name) or old.name or "",
        description=(bio and bio.description) or old.description,
        location=(place and place.location) or old.location,
        created_at=_birth(made) if made else None,
        url=_url(box, old),
        public_metrics=_counted(box, old),
        verified=_verified(box, old),
        protected=(box.privacy and box.privacy.protected) or old.protected,
        withheld=Withheld(old.withheld_in_countries) if old.withheld_in_countries else None,
        declares_automation=_declares_automation(box),
    )


def _url(box: UserResult, old: UserLegacy) -> str | None:
    """Return the link of a profile, as its owner gave it where that is known."""
    entities = (box.profile_bio and box.profile_bio.entities) or old.entities
    held = entities and entities.url and entities.url.urls
    for each in held or ():
        if each.expanded_url:
            return each.expanded_url
    return old.url or (box.website and box.website.url) or None


def _declares_automation(box: UserResult) -> bool | None:
    """Say whether an account has the label of accounts by which a program posts."""
    label = box.highlighted and box.highlighted.label
    return True if label and label.kind == _AUTOMATED else None


def _counted(box: UserResult, old: UserLegacy) -> UserMetrics | None:
    followers, following, posts = old.followers_count, old.friends_count, old.statuses_count
    if box.relationship_counts is not None:
        followers = box.relationship_counts.followers if followers is None else followers
        following = box.relationship_counts.following if following is None else following
    if box.tweet_counts is not None and posts is None:
        posts = box.tweet_counts.tweets
    if followers is following is posts is None:
        return None
    return UserMetrics(followers, following, posts)


def _verified(box: UserResult, old: UserLegacy) -> bool | None:
    newer = box.verification
    marks = [old.verified, box.is_blue_verified, newer and newer.verified]
    if old.verified_type or (newer and newer.verified_type):
        return True
    known = [each for each in marks if each is not None]
    return any(known) if known else None
