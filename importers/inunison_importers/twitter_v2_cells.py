"""Single values of the Twitter API v2: times, languages, links, and what stands for nothing.

Owns the words that mean absent in this format. Knows no object and no column.
"""

import re
from datetime import UTC, datetime
from functools import lru_cache

from inunison.records import Precision
from inunison_importers.base import BadCell
from inunison_importers.twitter_v2_shapes import Media, Url

PLATFORM = "twitter"
SECOND_US = Precision.SECOND.microseconds

_START = datetime(1970, 1, 1, tzinfo=UTC)
_TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?(?:Z|[+-][0-9]{2}:[0-9]{2})"
)
# und is "cannot tell"; zxx and the q-codes say that a text has no words: links, tags or media only.
_NO_LANGUAGE = frozenset(("und", "zxx", "qam", "qct", "qht", "qme", "qst", ""))
_OWN_MEDIA = re.compile(
    r"https?://(?:www\.|mobile\.)?(?:twitter|x)\.com/[^/?#]+/status/[0-9]+/(?:photo|video)/[0-9]+/?"
)
_SHORT = ("https://t.co/", "http://t.co/")
_CACHED = 1 << 16


def instant(text: str, field: str) -> int:
    """Return a time, which states its zone, in microseconds since 1970 in UTC.

    Raises:
        BadCell: It is no time.
    """
    try:
        if len(text) != 24 and _TIME.fullmatch(text) is None:
            raise ValueError
        past = datetime.fromisoformat(text).astimezone(UTC) - _START
    except (ValueError, TypeError, OverflowError) as error:
        raise BadCell(f"{field} is not a time") from error
    return (past.days * 86_400 + past.seconds) * SECOND_US + past.microseconds


@lru_cache(_CACHED)
def known_instant(text: str, field: str) -> int:
    """Return a time that many rows state, such as the birth of an account; see `instant`.

    Raises:
        BadCell: It is no time.
    """
    return instant(text, field)


def precision(microseconds: int) -> Precision:
    """Return how fine a time is: the interface writes milliseconds, ".000" where it has none."""
    return Precision.MILLISECOND if microseconds % SECOND_US else Precision.SECOND


def language(code: str | None) -> str | None:
    """Return a language code; None where it says that the text is in none."""
    return None if code is None or code in _NO_LANGUAGE else code


def links(urls: list[Url]) -> tuple[str, ...]:
    """Return the links that an author posted, each once.

    A link is what was posted (`expanded_url`), not where it led when it was followed. Those to the
    post's own pictures and videos, and those that are known in their short form only, are left out.
    """
    found: dict[str, None] = {}
    for each in urls:
        link = each.expanded_url or each.unwound_url
        if link and each.media_key is None and is_link(link):
            found[link] = None
    return tuple(found)


def is_link(link: str) -> bool:
    """Say whether a link leads anywhere but to the post's own media or an unknown place."""
    return not link.startswith(_SHORT) and _OWN_MEDIA.fullmatch(link) is None


def address(media: Media) -> str | None:
    """Return where a picture lies, or a video in its best form, else the still that stands for it.

    Returns:
        None where the capture did not ask for it.
    """
    if media.url:
        return media.url
    best = max(
        (each for each in media.variants or () if each.url),
        key=lambda each: (each.bit_rate or 0, each.url),
        default=None,
    )
    return (best.url if best else None) or media.preview_image_url or None
