"""Single values of the Twitter API v1.1: ids, times, counts, links, media and clients.

Owns the rule which of an id's two forms counts, and what stands for nothing. Knows no object's
meaning.
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from html import unescape

import msgspec

from inunison_importers import twitter_v2_cells
from inunison_importers.base import BadCell
from inunison_importers.twitter_ids import numeric_id
from inunison_importers.twitter_v1_shapes import Counted, Media, Url
from inunison_importers.twitter_v2_cells import SECOND_US, is_link

_START = datetime(1970, 1, 1, tzinfo=UTC)
_TIME = re.compile(
    r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) ([0-9]{2}) ([0-9]{2}):([0-9]{2}):([0-9]{2}) "
    r"([+-])([0-9]{2})([0-9]{2}) ([0-9]{4})"
)
_MONTH_NAMES = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"
_MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES.split(" "), 1)}
_EXACT_FLOAT = 1 << 53
_MOST = 10**15
_DIGITS = re.compile(r"[0-9]{1,15}")
_ANCHOR = re.compile(r"<a\b[^>]*>(.*?)</a>", re.DOTALL | re.IGNORECASE)
_STATUS = re.compile(
    r"https?://(?:www\.|mobile\.|m\.)?(?:twitter|x)\.com/(?:#!/)?([A-Za-z0-9_]{1,20})/status(?:es)?/"
    r"([1-9][0-9]{0,18})(?![0-9])"
)
_NO_ONE = ("-1", "0")
_ABSENT = (b"", b"null", b'""')
_LONGEST = 19
_LAST = str((1 << 63) - 1)
_CACHED = 1 << 16
_LOST = "{field} has no {field}_str beside it and may have lost its last digits"


def identifier(text: str | None, number: msgspec.Raw, field: str) -> str | None:
    """Return an id by its text, or by the number beside it where that cannot have been damaged.

    Programs that keep numbers as floating-point ones write ``1169246717864136705`` as
    ``1169246717864136700``: a number that they would write so, of 2**53 or more, is refused.

    Args:
        text: The id as text (`id_str`).
        number: The number beside it, as it is written.
        field: The number's name, for the reason.

    Returns:
        The id; None where neither is there.

    Raises:
        BadCell: It is no id, or one that was damaged.
    """
    if text:
        if _is_plain(text):
            return text
        return numeric_id(text, f"{field}_str")
    held = bytes(number)
    if held in _ABSENT:
        return None
    written = held.decode("utf-8", "replace")
    plain = written.strip('"')
    found = numeric_id(plain, field)
    if plain is written and int(found) >= _EXACT_FLOAT and _may_be_rounded(found):
        raise BadCell(_LOST.format(field=field))
    return found


def _is_plain(text: str) -> bool:
    """Say whether an id needs no further look: nearly all do not."""
    whole = text.isascii() and text.isdigit() and text[0] != "0"
    return whole and (len(text) < _LONGEST or (len(text) == _LONGEST and text <= _LAST))


def _may_be_rounded(digits: str) -> bool:
    """Say whether a program that keeps numbers as floating-point ones writes this one so."""
    return int(Decimal(repr(float(digits)))) == int(digits)


def account_id(text: str | None, number: msgspec.Raw) -> str | None:
    """Return the id of an account; None where it is missing or damaged: then its handle names it.

    The platform writes -1 for a mention of an account that it could not find.
    """
    try:
        return None if text in _NO_ONE else identifier(text, number, "id")
    except BadCell:
        return None


def instant(text: str, field: str) -> int:
    """Return a time, which states its zone, in microseconds since 1970 in UTC.

    Args:
        text: Such as ``Wed Sep 04 13:51:55 +0000 2019``, or ISO 8601 as activity streams write it.
        field: Its name, for the reason.

    Raises:
        BadCell: It is no time.
    """
    found = _TIME.fullmatch(text)
    if found is None:
        return twitter_v2_cells.instant(text, field)
    month, day, hour, minute, second, sign, hours, minutes, year = found.groups()
    try:
        moment = datetime(
            int(year), _MONTHS[month], int(day), int(hour), int(minute), int(second), tzinfo=UTC
        )
        if hours != "00" or minutes != "00":
            ahead = timedelta(hours=int(hours), minutes=int(minutes))
            moment += ahead if sign == "-" else -ahead
    except (KeyError, ValueError, OverflowError) as error:
        raise BadCell(f"{field} is not a time") from error
    past = moment - _START
    return (past.days * 86_400 + past.seconds) * SECOND_US


@lru_cache(_CACHED)
def known_instant(text: str, field: str) -> int:
    """Return a time that many rows state, such as the birth of an account; see `instant`.

    Raises:
        BadCell: It is no time.
    """
    return instant(text, field)


def milliseconds(value: str | int | None, field: str) -> int | None:
    """Return a time that is written as milliseconds since 1970, in microseconds.

    Raises:
        BadCell: It is no time.
    """
    if value is None or value == "":
        return None
    if isinstance(value, str):
        if _DIGITS.fullmatch(value) is None:
            raise BadCell(f"{field} is not a time in milliseconds")
        value = int(value)
    if not 0 <= value < _MOST // 10:
        raise BadCell(f"{field} is not a time in milliseconds")
    return value * 1_000


def count(value: Counted | None) -> int | None:
    """Return what was counted; None for what is no count (-1, and ``100+`` of the first years)."""
    if isinstance(value, str):
        value = int(value) if _DIGITS.fullmatch(value) else None
    if value is None or not 0 <= value < _MOST or value != int(value):
        return None
    return int(value)


@lru_cache(1 << 12)
def client(source: str) -> str | None:
    """Return the name of the program a tweet was written with, out of the link that holds it."""
    found = _ANCHOR.search(source)
    name = unescape(found[1]) if found else source
    return name.strip() or None


def links(urls: Sequence[Url], own_id: str) -> tuple[str, ...]:
    """Return the links that an author posted, each once.

    A link is what was posted (`expanded_url`), not where it led. Left out are those that are known
    in their short form only, those to the tweet's own media, and the one to the tweet itself that
    the platform puts behind a text that it cut.
    """
    found: dict[str, None] = {}
    for each in urls:
        link = each.expanded_url or (each.unwound and each.unwound.url) or each.url
        if link and is_link(link) and not link.endswith(f"/i/web/status/{own_id}"):
            found[link] = None
    return tuple(found)


def status_link(link: str | None) -> tuple[str | None, str] | None:
    """Return the handle and the id in the link of a tweet; None where it is no such link.

    The handle of a link that names none (``/i/web/status/``) is None.
    """
    found = _STATUS.match((link or "").replace("/i/web/status/", "/i/status/"))
    return (None if found[1] == "i" else found[1], found[2]) if found else None


def addresses(held: Sequence[Media]) -> tuple[str, ...]:
    """Return where pictures lie, and videos in their best form, each once."""
    found: dict[str, None] = {}
    for each in held:
        if where := _address(each):
            found[where] = None
    return tuple(found)


def _address(media: Media) -> str | None:
    best = max(
        (each for each in (media.video_info and media.video_info.variants) or () if each.url),
        key=lambda each: (count(each.bitrate) or 0, each.url),
        default=None,
    )
    return (best and best.url) or media.media_url_https or media.media_url or None
