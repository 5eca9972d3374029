"""Hits as Meltwater exports them: news and posts of several platforms in one table.

Owns one format, which is mostly written in UTF-16 with tabs (the file is decoded before) and else
with commas. Knows no container and stores nothing.

What the rows do not say plainly, and how it is read here:

* The platform is told by the domain of `URL`; where that is of none known here, it is "unnamed". A
  row with a `Tweet Id` is of Twitter.
* The id of a post is `Tweet Id`, taken from `URL` where a spreadsheet damaged it; elsewhere `URL`.
* The time is `Alternate Date Format` with `Time`, else `Date`, in the ways that cannot be mistaken:
  31-Aug-21 or 31-Aug-2021, and 2021-08-31; 8:46 PM, and 20:46. Where a month is written as a number
  behind or before a day, nothing tells which is which, and the row is refused. The zone is that of
  the account that made the export and is not told: times are read as UTC and kept as stated.
* On Twitter the id gives the exact time, whatever the columns say; `time_conflict` where the two
  differ by more than a zone can.
* The text is `Hit Sentence` on Twitter, elsewhere `Opening Text`, after the `Headline` where there
  is one. "RT @name:" begins a repost, "QT @name" a quote; `Parent URL`, where it is a post of
  Twitter, is the post that is meant.
* The account is `Twitter Id` with `Twitter Screen Name`; on other platforms `Influencer`; and on
  sites that are no platform the site.
* Reach, value, sentiment, echoes, phrases and places are computed by the service and left aside.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar, NamedTuple

from inunison.records import AccountRef, Frame, Kind, Post, Precision, Record
from inunison_importers import table_cells as read
from inunison_importers.base import BadCell, Portions
from inunison_importers.language_names import code_of
from inunison_importers.link_hosts import PLATFORMS, host_of, platform_of
from inunison_importers.observations import of_account, of_post
from inunison_importers.profiles import Profiles
from inunison_importers.shaped_tables import Shape, ShapedTable, TableRow
from inunison_importers.text_marks import hashtags_in, links_in, mentions_in
from inunison_importers.twitter_ids import id_time, numeric_id
from inunison_importers.twitter_links import account_id, disagree, status_id, status_pointer
from inunison_importers.unnamed import TWITTER, UNNAMED

_START = datetime(1970, 1, 1)  # without a zone, like the cells
_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: number for number, name in enumerate(_NAMES, start=1)}
_DAY_FIRST = re.compile(r"([0-9]{1,2})-([A-Za-z]{3})-([0-9]{4}|[0-9]{2})")
_YEAR_FIRST = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_CLOCK = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))? ?([AaPp][Mm])?")
_REPEATED = re.compile(r"(RT|QT) @([A-Za-z0-9_]{1,20})\b")
_UNKNOWN = (
    "the time is written in a way in which day and month could be taken for each other; "
    "export again with dates such as 31-Aug-2021"
)


class _Cells(NamedTuple):
    date: str
    headline: str
    url: str
    opening: str
    sentence: str
    source: str
    influencer: str
    language: str
    tweet_id: str
    user_id: str
    screen_name: str
    client: str
    bio: str
    followers: str
    following: str
    day: str
    clock: str
    likes: str
    reposts: str
    replies: str
    comments: str
    shares: str
    views: str
    parent: str


_COLUMNS: Mapping[str, str | tuple[str, ...]] = {
    "date": "Date",
    "headline": "Headline",
    "url": "URL",
    "opening": "Opening Text",
    "sentence": "Hit Sentence",
    "source": "Source",
    "influencer": "Influencer",
    "language": "Language",
    "tweet_id": "Tweet Id",
    "user_id": "Twitter Id",
    "screen_name": ("Twitter Screen Name", "Screen Name"),
    "client": "Twitter Client",
    "bio": "Twitter Bio",
    "followers": "Twitter Followers",
    "following": "Twitter Following",
    "day": "Alternate Date Format",
    "clock": "Time",
    "likes": "Likes",
    "reposts": "Retweets",
    "replies": "Replies",
    "comments": "Comments",
    "shares": "Shares",
    "views": "Views",
    "parent": "Parent URL",
}


class _Hits:
    """Rows of one export."""

    def __init__(self) -> None:
        self._profiles = Profiles()

    def __call__(self, row: TableRow) -> Sequence[Record]:
        cells: _Cells = row.cells
        platform = _platform(cells)
        native_id = _native_id(cells, platform)
        author = _author(cells, platform)
        text = _text(cells, platform)
        post = Post(
            row=row.line,
            platform=platform,
            native_id=native_id,
            author=author,
            text=text or None,
            text_repaired=row.repaired,
            language=code_of(cells.language) if cells.language not in ("", "Unknown") else None,
            client=cells.client or None,
            url=cells.url or None,
            hashtags=hashtags_in(text),
            links=links_in(text),
            **_time(cells, native_id if platform == TWITTER else None),
            **_pointers(cells, text if platform == TWITTER else ""),
        )
        counts = {
            "likes": read.shown_count(cells.likes, "Likes"),
            "reposts": _first(cells.reposts, "Retweets", cells.shares, "Shares"),
            "replies": _first(cells.replies, "Replies", cells.comments, "Comments"),
            "views": read.shown_count(cells.views, "Views"),
        }
        followers = {
            "followers": read.shown_count(cells.followers, "Twitter Followers"),
            "following": read.shown_count(cells.following, "Twitter Following"),
        }
        known = author if platform == TWITTER else None
        return [
            *self._profiles.shown(row, platform, known, description=cells.bio),
            post,
            *of_post(row.line, platform, native_id, counts),
            *of_account(row.line, platform, known, followers),
        ]


class Meltwater(ShapedTable):
    """Reads an export of hits."""

    name: ClassVar[str] = "meltwater"
    title: ClassVar[str] = "Meltwater export of hits (CSV)"
    version: ClassVar[int] = 2
    rank: ClassVar[int] = 50
    platforms: ClassVar[tuple[str, ...]] = PLATFORMS
    suggested_frame: ClassVar[Frame] = Frame.KEYWORD
    portions: ClassVar[Portions] = Portions.TABLE
    delimiters: ClassVar[tuple[str, ...]] = ("\t", ",")
    shapes: ClassVar[tuple[Shape, ...]] = (
        Shape(
            "hits",
            _Cells,
            ("date", "headline", "url", "opening", "sentence", "source"),
            _Hits,
            _COLUMNS,
        ),
    )


def _unquoted(cell: str) -> str:
    """Return an id without the marks that keep a spreadsheet from rounding it."""
    return cell.strip().strip("\"'")


def _platform(cells: _Cells) -> str:
    known = platform_of(host_of(cells.url))
    return known or (TWITTER if _unquoted(cells.tweet_id) else UNNAMED)


def _native_id(cells: _Cells, platform: str) -> str:
    """Return the id of a post.

    Raises:
        BadCell: There is none, or it lost its last digits and the link does not hold it.
    """
    if platform == TWITTER:
        linked = status_id(cells.url)
        stated = _unquoted(cells.tweet_id)
        return linked or (numeric_id(stated, "Tweet Id") if stated else _link(cells))
    return _link(cells)


def _link(cells: _Cells) -> str:
    if not cells.url.strip():
        raise BadCell("URL is empty")
    return cells.url


def _author(cells: _Cells, platform: str) -> AccountRef | None:
    """Return the author of a row.

    Raises:
        BadCell: `Twitter Id` is no id.
    """
    if platform == TWITTER:
        native_id = account_id(_unquoted(cells.user_id), "Twitter Id")
        handle = (cells.screen_name or cells.influencer).strip().lstrip("@") or None
        return AccountRef(native_id, handle) if native_id or handle else None
    if platform == UNNAMED:
        site = host_of(cells.url).lower().removeprefix("www.") or cells.source
        return AccountRef(handle=site) if site else None
    handle = cells.influencer.strip().lstrip("@")
    return AccountRef(handle=handle) if handle else None


def _text(cells: _Cells, platform: str) -> str:
    if platform == TWITTER:
        return cells.sentence or cells.opening
    body = cells.opening or cells.sentence
    return "\n\n".join(each for each in (cells.headline, body) if each)


def _time(cells: _Cells, tweet: str | None) -> dict[str, Any]:
    """Return what a post holds of its time.

    Raises:
        BadCell: It is written in a way that can be read as two days, or in none that is known.
    """
    exact = id_time(tweet) if tweet and tweet.isascii() and tweet.isdigit() else None
    written, found = _written(cells)
    if exact is None:
        if found is None:
            raise BadCell(_UNKNOWN if written else "Date is empty")
        return {"created_at": found[0], "precision": found[1], "stated_time": written}
    return {
        "created_at": exact,
        "precision": Precision.MILLISECOND,
        "stated_time": written or None,
        "time_conflict": found is not None and _disagree(exact, *found),
    }


def _written(cells: _Cells) -> tuple[str, tuple[int, Precision] | None]:
    """Return the first time of a row that can be read, else the first that is there."""
    beside = f"{cells.day} {cells.clock}".strip() if cells.day else ""
    written = [each for each in (beside, cells.date.strip()) if each]
    for each in written:
        found = _instant(each)
        if found is not None:
            return each, found
    return (written or [""])[0], None


def _disagree(exact: int, stated: int, precision: Precision) -> bool:
    if precision is Precision.DAY:
        return abs(exact - stated) > 2 * precision.microseconds
    return disagree(exact, stated, precision)


def _instant(written: str) -> tuple[int, Precision] | None:
    """Return a time that can be read in one way only, None for any other."""
    if not written.isascii():
        return None
    day, _, clock = written.partition(" ")
    date = _date(day)
    if date is None:
        return None
    time = _CLOCK.fullmatch(clock)
    if clock and time is None:
        return None
    try:
        hour, minute, second = _hour(time) if time else (0, 0, 0)
        past = datetime(*date, hour, minute, second) - _START
    except ValueError:
        return None
    precision = Precision.SECOND if time and time[3] else Precision.MINUTE
    return (past.days * 86_400 + past.seconds) * 10**6, precision if time else Precision.DAY


def _date(day: str) -> tuple[int, int, int] | None:
    found = _DAY_FIRST.fullmatch(day)
    if found:
        month = _MONTHS.get(found[2].lower())
        year = int(found[3]) if len(found[3]) == 4 else 2000 + int(found[3])
        return None if month is None else (year, month, int(found[1]))
    found = _YEAR_FIRST.fullmatch(day)
    return (int(found[1]), int(found[2]), int(found[3])) if found else None


def _hour(time: re.Match[str]) -> tuple[int, int, int]:
    """Return hour, minute and second of a clock.

    Raises:
        ValueError: An hour with AM or PM that is none.
    """
    hour, minute, second, half = int(time[1]), int(time[2]), int(time[3] or 0), time[4]
    if half is None:
        return hour, minute, second
    if not 1 <= hour <= 12:
        raise ValueError
    return hour % 12 + (12 if half.lower() == "pm" else 0), minute, second


def _pointers(cells: _Cells, text: str) -> dict[str, Any]:
    """Return what a post of Twitter is, and what it points to."""
    mentions = mentions_in(text)
    repeated = _REPEATED.match(text)
    if repeated is None:
        return {"mentions": mentions}
    pointer = status_pointer(cells.parent)
    if repeated[1] == "QT":
        return {"kind": Kind.QUOTE, "quotes": pointer, "mentions": mentions}
    author = repeated[2].lower()
    kept = tuple(each for each in mentions if (each.account.handle or "").lower() != author)
    return {"kind": Kind.REPOST, "reposts": pointer, "mentions": kept}


def _first(cell: str, column: str, other: str, other_column: str) -> int | None:
    found = read.shown_count(cell, column)
    return read.shown_count(other, other_column) if found is None else found
