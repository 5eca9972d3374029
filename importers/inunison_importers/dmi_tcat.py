"""The table that DMI-TCAT exports of its tweets, as CSV or TSV.

Owns one format: its 51 columns by name, of which an export may leave out those of links, media,
mentions and hashtags. Gazouilloire and minet write the same table for it; they are told by the T in
`created_at`, and their lists by ``|``.

* `time` is seconds since 1970 in UTC, as `created_at` is once more; the id of a post is finer. When
  an account was made is UTC in TCAT's own tables, and of no known zone in the others: there it is
  left aside.
* The table does not name the post that a retweet passes on. A text that begins with "RT @handle:"
  is a repost without it; the account is mentioned. Counts on it are those of its original.
* `mentions` holds handles, and ids where gazouilloire wrote it. `urls_expanded` is what was posted;
  where it led (`urls_followed`) is left aside.
* TCAT turned line ends into blanks, and entities into their letters. Where a text has a backslash
  before a quotation mark, TCAT wrote no valid CSV: that row is rejected.
* Places, an account's own likes, lists and pictures, and sizes of pictures are left aside. When
  counts were taken is not told.
"""

import re
from collections.abc import Sequence
from typing import ClassVar

from inunison.records import AccountRef, Frame, Kind, Mention, Presence
from inunison_importers.tweet_tables import Cells, Layout, TweetTable, common
from inunison_importers.twitter_ids import numeric_id
from inunison_importers.twitter_shown import Shown
from inunison_importers.twitter_v2_cells import PLATFORM, is_link
from inunison_importers.twitter_v2_shapes import User

_REPOST = re.compile(r"RT @([A-Za-z0-9_]{1,20}): ")
_LABEL = re.compile(r">([^<]*)<")
_NO_TIME = "0000-00-00 00:00:00"


def _born(cell: str) -> str | None:
    """Return when an account was made; TCAT writes UTC without saying so."""
    return None if "T" in cell or cell == _NO_TIME else cell.replace(" ", "T", 1) + "+00:00"


LAYOUT = Layout(
    required=("id", "time", "created_at", "from_user_name", "text", "from_user_id"),
    names={
        "id": "id",
        "seconds": "time",
        "text": "text",
        "language": "lang",
        "reply": "in_reply_to_status_id",
        "reply_account": "to_user_id",
        "reply_handle": "to_user_name",
        "reposts": "retweet_count",
        "likes": "favorite_count",
        "account": "from_user_id",
        "handle": "from_user_name",
        "name": "from_user_realname",
        "description": "from_user_description",
        "place": "location",
        "website": "from_user_url",
        "author_withheld": "from_user_withheld_scope",
        "followers": "from_user_followercount",
        "following": "from_user_friendcount",
        "posts": "from_user_tweetcount",
    },
    born=_born,
    born_column="from_user_created_at",
    marks=("from_user_verified",),
)


class DmiTcat(TweetTable):
    """Reads an export of tweets."""

    name: ClassVar[str] = "dmi-tcat"
    title: ClassVar[str] = "DMI-TCAT export of tweets (CSV, TSV)"
    version: ClassVar[int] = 1
    rank: ClassVar[int] = 44
    platforms: ClassVar[tuple[str, ...]] = (PLATFORM,)
    suggested_frame: ClassVar[Frame] = Frame.KEYWORD
    layout: ClassVar[Layout] = LAYOUT

    def said(self, names: Sequence[str]) -> str:
        """Return what is recognised in a row of names."""
        without = [name for name in ("mentions", "hashtags", "urls_expanded") if name not in names]
        told = f", without {', '.join(without)}" if without else ""
        return f"tweets in {len(names)} columns of DMI-TCAT{told}"

    def shown(self, cells: Cells) -> tuple[Shown, list[User]]:
        """Return the post of a row, and its author."""
        return _shown(cells)


def _shown(cells: Cells) -> tuple[Shown, list[User]]:
    shown, users, first = common(cells, numeric_id(cells.raw("id").strip(), "id"))
    by_others = "T" in cells.raw("created_at")
    repost = _REPOST.match(shown.text or "")
    if repost is not None:
        shown.kind = Kind.REPOST
        shown.reposted = AccountRef(None, repost[1])
    shown.quotes = cells.pointer("quoted_status_id", None)
    shown.client = _client(cells.raw("source"))
    shown.mentions = _mentions(cells, first, by_others=by_others)
    shown.hashtags = _unique(_entries(cells.raw("hashtags"), by_others=by_others))
    links = _entries(cells.raw("urls_expanded") or cells.raw("urls"), by_others=by_others)
    shown.links = tuple(each for each in _unique(links) if is_link(each))
    shown.media = _unique(_entries(cells.raw("media_urls"), by_others=by_others))
    if cells.raw("withheld_scope").strip() or cells.is_true("withheld_copyright"):
        shown.presence = Presence.WITHHELD
    return shown, users


def _entries(cell: str, *, by_others: bool) -> list[str]:
    """Return the entries of a list; TCAT cuts the blank off its end where the last are empty."""
    parts = cell.split("|") if by_others else (cell.strip() + " ").split("; ")
    return [entry for each in parts if (entry := each.strip())]


def _unique(entries: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(entries))


def _mentions(cells: Cells, first: AccountRef | None, *, by_others: bool) -> tuple[Mention, ...]:
    found = [] if first is None else [first]
    for entry in _unique(_entries(cells.raw("mentions"), by_others=by_others)):
        named = AccountRef(None, entry.removeprefix("@") or None)
        if by_others:
            named = AccountRef(cells.known(entry, "mentions"))
        if (named.native_id or named.handle) and not any(_same(named, each) for each in found):
            found.append(named)
    return tuple(map(Mention, found))


def _same(one: AccountRef, other: AccountRef) -> bool:
    if one.native_id or other.native_id:
        return one.native_id == other.native_id
    return (one.handle or "").lower() == (other.handle or "").lower()


def _client(cell: str) -> str | None:
    found = _LABEL.search(cell)
    return (found[1] if found else cell).strip() or None
