"""Posts of a table that does not name its platform.

Owns the one case in which the platform is told all the same: an id of Twitter holds its own time,
and where that is the very second that the row states, it is one. Knows no columns.
"""

import re

from inunison_importers.twitter_ids import id_time

UNNAMED = "unnamed"
"""What the platform is called that a file does not name."""

TWITTER = "twitter"

_SECOND = 1_000_000
_NUMBER = re.compile(r"[1-9][0-9]{9,18}")
_LAST_ID = (1 << 63) - 1


def id_instant(identifier: str) -> int | None:
    """Return the time that an id would hold if it were one of Twitter, microseconds UTC."""
    if not _NUMBER.fullmatch(identifier) or int(identifier) > _LAST_ID:
        return None
    return id_time(identifier)


def twitter_instant(identifier: str, at: int) -> int | None:
    """Return the exact time of a post of Twitter, None where its id does not hold that second.

    Args:
        identifier: The id of the post.
        at: When the row says it was made, microseconds UTC.
    """
    exact = id_instant(identifier)
    return exact if exact is not None and exact // _SECOND == at // _SECOND else None
