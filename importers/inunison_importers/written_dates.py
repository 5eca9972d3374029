"""Days as pages write them below a post, such as ``November 5, 2018`` or ``2018年11月5日``.

Owns which writings are a day. Strict: a day of the month, a month by its name (or counted and
marked as a month) and a year of four digits, in any order, with nothing else than punctuation, the
little words of the language and a time of day between and around them. A month that is a bare
number is refused but for ``2018-11-05``: ``05/11/2018`` is one day here and another there. A time
of day is read over, because it is that of whoever copied the post.
"""

import re
import unicodedata
from datetime import UTC, datetime
from functools import cache

from inunison.records import Precision
from inunison_importers.base import BadCell
from inunison_importers.month_names import FILLERS, MONTHS

DATE_CHARACTERS = 80
"""No day is written in more characters than this."""

_FIRST_YEAR, _LAST_YEAR = 2006, 2100  # the year of the first of these platforms
_BUDDHIST = 543
_HIDDEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_CLOCK = re.compile(
    r"(?:\b(?:at|um|à|às|a las|alle|om|kl)\.?\s+|в\s+)?"
    r"(?<!\d)\d{1,2}[:.h]\d{2}(?::\d{2})?(?!\d)\s*(?:[ap]\.?\s?m\b\.?|uhr\b)?",
    re.IGNORECASE,
)
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_SECONDS = re.compile(r"\d{2}:?\d{2}:?\d{2}(?:[.,]\d+)?\s*(?:Z|[+-])", re.IGNORECASE)
_COUNTED = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]")
_VIETNAMESE = re.compile(r"tháng\s+(\d{1,2})\b")
_TOKEN = re.compile(r"\d+|[^\W\d_][^\s\d,،·،()]*")
_ELISION = re.compile(r"\bd['\u2019]")
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th|er|º|ª|o)\b|(?<=\d)[.ª°]")


@cache
def _names() -> dict[str, tuple[int, bool]]:
    """Return the months by their names, each with whether its years may be Buddhist."""
    named: dict[str, tuple[int, bool]] = {}
    for language, line in MONTHS.items():
        for month, names in enumerate(line.split(" "), 1):
            for name in names.split("|"):
                named[_folded(name)] = (month, language == "th")
    return named


@cache
def _fillers() -> frozenset[str]:
    return frozenset(_folded(word) for word in FILLERS.split())


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _in_digits(text: str) -> str:
    """Write the digits of other scripts in ours."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(each, each)) for each in text)


def day_in(text: str) -> int | None:
    """Return the day that a text states, and nothing beside.

    Args:
        text: What stands below a post, in any language of `MONTHS`.

    Returns:
        Its beginning as if it were of UTC, in microseconds since 1970; None where it is no day.
    """
    if len(text) > DATE_CHARACTERS:
        return None
    plain = _in_digits(_folded(_HIDDEN.sub("", text))).strip()
    whole = _ISO.fullmatch(plain)
    if whole:
        return _instant(int(whole[1]), int(whole[2]), int(whole[3]))
    plain = _CLOCK.sub(" ", plain)
    counted = _COUNTED.search(plain)
    if counted:
        rest = plain[: counted.start()] + plain[counted.end() :]
        if any(each.isalnum() for each in re.sub("午前|午後|上午|下午|오전|오후", "", rest)):
            return None
        return _instant(int(counted[1]), int(counted[2]), int(counted[3]))
    return _worded(_ELISION.sub(" ", _ORDINAL.sub(" ", plain)))


def _worded(plain: str) -> int | None:
    """Read a day whose month is a word."""
    month, buddhist = 0, False
    counted = _VIETNAMESE.search(plain)
    if counted:
        month = int(counted[1])
        plain = plain[: counted.start()] + " " + plain[counted.end() :]
    numbers = []
    for token in _TOKEN.findall(plain):
        if token.isdecimal():
            numbers.append(token)
        elif named := _names().get(token) or _names().get(token.rstrip(".")):
            if month:
                return None
            month, buddhist = named
        elif token not in _fillers() and token.rstrip(".") not in _fillers():
            return None
    years = [each for each in numbers if len(each) == 4]
    days = [each for each in numbers if len(each) <= 2]
    if not (month and len(numbers) == 2 and len(years) == len(days) == 1):
        return None
    year = int(years[0])
    if buddhist and year > _LAST_YEAR:
        year -= _BUDDHIST
    return _instant(year, month, int(days[0]))


def _instant(year: int, month: int, day: int) -> int | None:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        return int(datetime(year, month, day, tzinfo=UTC).timestamp()) * 1_000_000
    except ValueError:
        return None


def time_in(text: str) -> tuple[int, Precision] | None:
    """Return the time that a text states, and nothing beside: a day, or an instant with its zone.

    Args:
        text: What stands below a post.
    """
    day = day_in(text)
    if day is not None:
        return day, Precision.DAY
    try:
        instant, precision = stated_instant(text[:DATE_CHARACTERS])
    except BadCell:
        return None
    return None if precision is Precision.DAY else (instant, precision)


def agrees(exact: int, stated: int, precision: Precision) -> bool:
    """Say whether an exact time can be the one that is stated less finely."""
    if precision is Precision.DAY:
        return is_day_of(exact, stated)
    return abs(exact - stated) <= 60_000_000


def day_name(instant: int) -> str:
    """Return the UTC day of an instant, such as 2018-11-05."""
    return datetime.fromtimestamp(instant // 1_000_000, UTC).date().isoformat()


def is_day_of(instant: int, day: int) -> bool:
    """Say whether an instant lies in a stated day, in some zone from UTC-12 to UTC+14."""
    hour = 3_600_000_000
    return day - 14 * hour <= instant < day + 36 * hour


def stated_instant(text: str) -> tuple[int, Precision]:
    """Read the time that a page states in ISO 8601, such as when it was published.

    Args:
        text: Such as ``2018-11-05T09:30:00+01:00``. Without a zone only its day is known.

    Returns:
        Microseconds since 1970 in UTC, with their precision.

    Raises:
        BadCell: It is no such time.
    """
    try:
        read = datetime.fromisoformat(text.strip())
        if read.tzinfo is None:
            read = read.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=UTC)
            return int(read.timestamp()) * 1_000_000, Precision.DAY
        seconds = int(read.astimezone(UTC).timestamp())
    except (ValueError, OverflowError) as error:
        raise BadCell("the time of publication is not a time") from error
    if seconds < 0:
        raise BadCell("the time of publication is not a time")
    fine = Precision.SECOND if _SECONDS.search(text) else Precision.MINUTE
    return seconds * 1_000_000, fine
