"""The table of tweets that gazouilloire and minet write (CSV).

Owns one format: its 59 columns by name, also with columns missing (older versions) or added (minet
puts those of the search before them). Lists stand in one cell with ``|`` between their entries.

* Times are seconds since 1970 in UTC (`timestamp_utc`, and of the reposted and quoted post). The
  columns in local time are left aside, `collection_time` too: they do not say which zone.
* The text is not quite what was posted: links are written out, entities are their letters, a repost
  has its whole text after "RT @handle: ", and a quote has the quoted text within « and ». The tags,
  mentions, links and pictures of a quote are those of the quoted post too. It is kept as it stands.
* A row that was only found inside another one (`collected_via` is retweet or quote) was not
  collected for itself.
* Hashtags and handles of mentions are in small letters; `mentioned_ids` are those of the handles in
  the same order, where there are as many.
* Where minet looked again what became of a tweet (`current_tweet_status`), that is a second look at
  the post, and at its author where it says so. It does not tell when.
* Places, what is told of pictures beside their address, an account's own likes, lists and picture,
  and `domains` are left aside.
"""

from collections.abc import Sequence
from typing import ClassVar

from inunison.records import AccountRef, Frame, Mention, Presence
from inunison_importers.base import BadCell
from inunison_importers.tweet_tables import Cells, Layout, TweetTable, born_seconds, common
from inunison_importers.twitter_ids import numeric_id
from inunison_importers.twitter_numbers import permalink
from inunison_importers.twitter_shown import Shown
from inunison_importers.twitter_v2_cells import PLATFORM, is_link
from inunison_importers.twitter_v2_shapes import User

_INSIDE = frozenset(("retweet", "quote"))
_LATER = ("current_tweet_status", "tweet_current_status")  # older versions had the second
_OF_POST = {
    "user_or_tweet_deleted": Presence.DELETED,
    "suspended_user": Presence.SUSPENDED,
    "deactivated_user": Presence.DELETED,
    "deactivated_or_renamed_user": Presence.MISSING,
    "protected_user": Presence.PROTECTED,
    "censored_tweet": Presence.WITHHELD,
    "unavailable_tweet": Presence.DELETED,
    "unavailable_retweet": Presence.DELETED,
    "unavailable_retweeted_tweet": Presence.MISSING,
    "censored_retweeted_tweet": Presence.WITHHELD,
    "protected_retweeted_user": Presence.MISSING,
    "suspended_retweeted_user": Presence.MISSING,
}
_OF_AUTHOR = {
    "suspended_user": Presence.SUSPENDED,
    "deactivated_user": Presence.DELETED,
    "protected_user": Presence.PROTECTED,
}
_PROFILES = ("https://twitter.com/", "https://x.com/")

LAYOUT = Layout(
    required=(
        "id",
        "timestamp_utc",
        "user_screen_name",
        "text",
        "user_id",
        "retweeted_id",
        "mentioned_names",
    ),
    names={
        "id": "id",
        "seconds": "timestamp_utc",
        "text": "text",
        "language": "lang",
        "reply": "to_tweetid",
        "reply_account": "to_userid",
        "reply_handle": "to_username",
        "reposts": "retweet_count",
        "likes": "like_count",
        "replies": "reply_count",
        "views": "impression_count",
        "account": "user_id",
        "handle": "user_screen_name",
        "name": "user_name",
        "description": "user_description",
        "place": "user_location",
        "website": "user_url",
        "followers": "user_followers",
        "following": "user_friends",
        "posts": "user_tweets",
    },
    born=born_seconds,
    born_column="user_timestamp_utc",
    marks=("user_verified", "user_is_blue_verified"),
    kinds="user_verified_type",
)


class Gazouilloire(TweetTable):
    """Reads a table of tweets."""

    name: ClassVar[str] = "gazouilloire"
    title: ClassVar[str] = "gazouilloire or minet table of tweets (CSV)"
    version: ClassVar[int] = 1
    rank: ClassVar[int] = 46
    platforms: ClassVar[tuple[str, ...]] = (PLATFORM,)
    suggested_frame: ClassVar[Frame] = Frame.KEYWORD
    layout: ClassVar[Layout] = LAYOUT

    def said(self, names: Sequence[str]) -> str:
        """Return what is recognised in a row of names."""
        return f"tweets in {len(names)} columns of gazouilloire or minet"

    def shown(self, cells: Cells) -> tuple[Shown, list[User]]:
        """Return the post of a row, and its author."""
        return _shown(cells)


def _shown(cells: Cells) -> tuple[Shown, list[User]]:
    shown, users, first = common(cells, _post_id(cells))
    reposted = cells.account("retweeted_user_id", "retweeted_user")
    shown.reposts = cells.pointer("retweeted_id", reposted, "retweeted_timestamp_utc")
    quoted = cells.account("quoted_user_id", "quoted_user")
    shown.quotes = cells.pointer("quoted_id", quoted, "quoted_timestamp_utc")
    shown.client = cells.raw("source_name").strip() or None
    shown.url = cells.raw("url").strip() or None
    shown.mentions = _mentions(cells, first)
    shown.hashtags = _entries(cells, "hashtags")
    shown.links = tuple(each for each in _entries(cells, "links") if is_link(each))
    shown.media = _entries(cells, "media_urls")
    found = set(cells.raw("collected_via").split("|"))
    shown.collected = not found <= _INSIDE
    for user in users:
        if user.url and user.url.removesuffix("/") in [each + user.username for each in _PROFILES]:
            user.url = None  # written where the profile has no link
    _look_again(cells, shown)
    return shown, users


def _look_again(cells: Cells, shown: Shown) -> None:
    """Note what a later look of minet says of the post and of its author."""
    said = next((cell for each in _LATER if (cell := cells.raw(each).strip())), "")
    author = shown.author.native_id if shown.author else None
    if said in _OF_POST:
        cells.later.append(("post", shown.native_id, _OF_POST[said]))
    if said in _OF_AUTHOR and author is not None:
        cells.later.append(("account", author, _OF_AUTHOR[said]))


def _post_id(cells: Cells) -> str:
    """Return the id of a post, from its address where the column was damaged.

    Raises:
        BadCell: It has none.
    """
    try:
        return numeric_id(cells.raw("id").strip(), "id")
    except BadCell:
        link = permalink(cells.raw("url").strip())
        if link is None:
            raise
        return numeric_id(link[1], "url")


def _entries(cells: Cells, column: str) -> tuple[str, ...]:
    cell = cells.raw(column)
    if not cell:
        return ()
    return tuple(dict.fromkeys(entry for each in cell.split("|") if (entry := each.strip())))


def _mentions(cells: Cells, first: AccountRef | None) -> tuple[Mention, ...]:
    handles = _entries(cells, "mentioned_names")
    if not handles:
        return () if first is None else (Mention(first),)
    given = [each.strip() for each in cells.raw("mentioned_ids").split("|")]
    ids: list[str | None] = [None] * len(handles)
    if len(given) == len(handles):
        ids = [cells.known(each, "mentioned_ids") for each in given]
    found = [AccountRef(*pair) for pair in zip(ids, handles, strict=True)]
    if first is not None:
        named = (first.handle or "").lower()
        found = [first, *(each for each in found if (each.handle or "").lower() != named)]
    return tuple(map(Mention, found))
