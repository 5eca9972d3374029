"""Single cells as monitoring tools write them: counts, instants, links that name a post.

Owns strict readers that several formats share. Each reads the ways it names and no others; a way of
writing a time in which day and month could be taken for each other is none of them.
"""

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache

import msgspec

from inunison.records import AccountRef, PostRef, Precision
from inunison_importers.base import BadCell
from inunison_importers.twitter_ids import id_time, numeric_id

_CACHED = 1 << 14
_LONGEST_DOMAIN = 253
_LONGEST_COUNT = 32
_QUARTER = 15 * 60 * 10**6
_FARTHEST_ZONE = 14 * 3_600 * 10**6
_COUNT = re.compile(r"[0-9]{1,15}|[0-9]{1,3}(?:,[0-9]{3}){1,4}")
_WHOLE = re.compile(r"([0-9]{1,15})\.0")
_START = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_ISO = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"(?:[ T][0-9]{2}:[0-9]{2}(?P<seconds>:[0-9]{2}(?P<part>\.[0-9]{1,9})?)?)?"
    r"(?P<zone>Z| ?UTC|[+-][0-9]{2}:?[0-9]{2})?"
)
_STAMP = re.compile(
    r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) ([0-9]{2}) ([0-9]{2}:[0-9]{2}:[0-9]{2})"
    r" ([+-][0-9]{4}) ([0-9]{4})"
)
_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTHS = {name: number for number, name in enumerate(_NAMES, start=1)}
_TEXTS = msgspec.json.Decoder(list[str])
_STATUS = re.compile(
    r"https?://(?:www\.|mobile\.)?(?:twitter|x)\.com/(?:i/web|[A-Za-z0-9_]{1,25})"
    r"/status(?:es)?/([1-9][0-9]{0,18})(?:[/?#].*)?",
    re.IGNORECASE,
)
_OWNER = re.compile(r"https?://[^/]+/([A-Za-z0-9_]{1,15})/status", re.IGNORECASE)
_SUBDOMAINS = ("www.", "m.", "mobile.", "web.", "l.", "business.")
_PLATFORMS = {
    "facebook.com": "facebook",
    "fb.com": "facebook",
    "fb.watch": "facebook",
    "instagram.com": "instagram",
    "reddit.com": "reddit",
    "twitter.com": "twitter",
    "x.com": "twitter",
    "youtu.be": "youtube",
    "youtube.com": "youtube",
}


def count(cell: str, column: str) -> int | None:
    """Return a count, with or without a comma after each thousand; None where it is empty.

    A ``.0`` that a float left is taken off. ``N/A`` and ``-`` are empty too.

    Raises:
        BadCell: It is no whole number from 0.
    """
    if not cell:
        return None
    if len(cell) > _LONGEST_COUNT:
        raise BadCell(f"{column} is not a count")
    return _count(cell, column)


@lru_cache(_CACHED)
def _count(cell: str, column: str) -> int | None:
    text = cell.strip()
    if text in ("", "N/A", "-"):
        return None
    if _COUNT.fullmatch(text):
        return int(text.replace(",", ""))
    whole = _WHOLE.fullmatch(text)
    if whole is None:
        raise BadCell(f"{column} is not a count")
    return int(whole[1])


def instant(cell: str, column: str) -> tuple[int, Precision, bool]:
    """Return a time in the order of ISO 8601.

    Returns:
        Microseconds since 1970, read as UTC where no zone stands in the cell; how fine it is
        written; and whether a zone stands in it.

    Raises:
        BadCell: It is no such time, or none that exists.
    """
    found = _ISO.fullmatch(cell)
    try:
        if found is None or not cell.isascii():
            raise ValueError
        zone = found["zone"]
        written = cell[: found.start("zone")] if zone else cell
        moment = datetime.fromisoformat(written)
        if zone is None or zone in ("Z", "UTC", " UTC"):
            moment = moment.replace(tzinfo=UTC)
        else:
            moment = datetime.fromisoformat(f"{written}{zone}")
        return (moment - _START) // _MICROSECOND, _precision(found), zone is not None
    except (ValueError, OverflowError) as error:
        raise BadCell(f"{column} is not a time") from error


def _precision(found: re.Match[str]) -> Precision:
    if found["part"]:
        return Precision.MILLISECOND
    if found["seconds"]:
        return Precision.SECOND
    return Precision.MINUTE if ":" in found[0][:16] else Precision.DAY


def stamp(cell: str, column: str) -> int:
    """Return a time as the older interfaces of Twitter write it: Tue Dec 29 23:15:22 +0000 2009.

    Returns:
        Microseconds since 1970.

    Raises:
        BadCell: It is no such time.
    """
    found = _STAMP.fullmatch(cell)
    try:
        if found is None or not cell.isascii():
            raise ValueError
        month, day, clock, zone, year = found.groups()
        written = f"{year}-{_MONTHS[month]:02}-{day}T{clock}{zone[:3]}:{zone[3:]}"
        return (datetime.fromisoformat(written) - _START) // _MICROSECOND
    except (ValueError, KeyError, OverflowError) as error:
        raise BadCell(f"{column} is not a time") from error


def texts(cell: str, column: str) -> tuple[str, ...]:
    """Return the texts of a list that JSON writes into a cell, without empty ones.

    Raises:
        BadCell: It is no list of texts.
    """
    if cell in ("", "[]"):
        return ()
    try:
        return tuple(each for each in _TEXTS.decode(cell) if each)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise BadCell(f"{column} is not a list of texts") from error


def status_id(link: str) -> str | None:
    """Return the id of the post of Twitter that a link leads to."""
    found = _STATUS.fullmatch(link)
    return found[1] if found else None


def status_handle(link: str) -> str | None:
    """Return the handle in a link to a post of Twitter, None where an id stands in its place."""
    found = _OWNER.match(link) if status_id(link) else None
    return found[1] if found and not found[1].isdigit() and found[1].lower() != "i" else None


def status_pointer(link: str) -> PostRef | None:
    """Return the post of Twitter that a link leads to, with the account that the link names."""
    native_id = status_id(link)
    if native_id is None:
        return None
    handle = status_handle(link)
    made = id_time(native_id)
    return PostRef(
        native_id,
        None if handle is None else AccountRef(handle=handle),
        author_inferred=handle is not None,
        created_at=made,
        precision=None if made is None else Precision.MILLISECOND,
    )


def account_id(cell: str, column: str) -> str | None:
    """Return the id of an account that is known by its handle too: None where it was damaged.

    Raises:
        BadCell: It is no id, damaged or not.
    """
    if not cell:
        return None
    try:
        return numeric_id(cell, column)
    except BadCell as error:
        if "floating-point" in str(error):
            return None
        raise


def disagree(exact: int, stated: int, precision: Precision) -> bool:
    """Whether a time that is exact and one whose zone is not told cannot be the same.

    They can where they are whole quarters of an hour apart, at most fourteen hours.
    """
    apart = abs(exact // precision.microseconds * precision.microseconds - stated)
    return apart % _QUARTER != 0 or apart > _FARTHEST_ZONE


def platform_of(host: str) -> str | None:
    """Return the platform that a domain belongs to, None where it is none that is known."""
    return _platform_of(host) if len(host) <= _LONGEST_DOMAIN else None


@lru_cache(_CACHED)
def _platform_of(host: str) -> str | None:
    name = host.lower()
    for prefix in _SUBDOMAINS:
        name = name.removeprefix(prefix)
    return _PLATFORMS.get(name)


def host_of(link: str) -> str:
    """Return the domain of a link, "" where it has none."""
    return link.partition("://")[2].partition("/")[0].partition("?")[0].rpartition("@")[2]
