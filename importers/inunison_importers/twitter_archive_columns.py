"""The columns of the Twitter/X archives, by name and whatever their order.

Owns the names, what is needed and what may be missing. Reads no cell.
"""

from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import NamedTuple, Self

from inunison_importers.base import repair


class ProfileCells(NamedTuple):
    """The ten columns of an account; every row of a file of posts repeats them."""

    userid: str
    user_display_name: str
    user_screen_name: str
    user_reported_location: str
    user_profile_description: str
    user_profile_url: str
    follower_count: str
    following_count: str
    account_creation_date: str
    account_language: str


class PostCells(NamedTuple):
    """The columns of a post that records have a place for."""

    tweetid: str
    tweet_language: str
    tweet_text: str
    tweet_time: str
    tweet_client_name: str
    in_reply_to_userid: str
    in_reply_to_tweetid: str
    quoted_tweet_tweetid: str
    is_retweet: str
    retweet_userid: str
    retweet_tweetid: str
    quote_count: str
    reply_count: str
    like_count: str
    retweet_count: str
    hashtags: str
    urls: str
    user_mentions: str


_UNREAD = ("latitude", "longitude", "poll_choices")
_POST_NEEDS = ("tweetid", "userid", "tweet_text", "tweet_time")
_PROFILE_NEEDS = ("userid", "user_screen_name", "account_creation_date")
_KNOWN = (*ProfileCells._fields, *PostCells._fields, *_UNREAD)
_BY_KEY = {name.replace("_", ""): name for name in _KNOWN}


class Columns:
    """Where the columns of one file stand.

    Attributes:
        places: Where each column stands, from 0, by its name in the format.
        width: How many columns the file has.
        has_posts: It is a file of posts, else one of accounts alone.
        problem: Why it cannot be read, in a few words; None where it can.
        missing: Columns of the format that it does not have.
        unknown: Columns that it has beside those of the format.
    """

    def __init__(self, header: Sequence[str]) -> None:
        names = [_BY_KEY.get(cell.strip().replace("_", "").lower(), cell) for cell in header]
        self.places = places = {name: place for place, name in reversed(list(enumerate(names)))}
        self.width = len(header)
        self.has_posts = "tweetid" in places
        fields = _KNOWN if self.has_posts else ProfileCells._fields
        self.missing = tuple(name for name in fields if name not in places)
        self.unknown = tuple(name for name in names if name not in fields)
        self.problem = self._find_problem(names)
        self._profile = _cells_at(places, ProfileCells._fields)
        self._post = _cells_at(places, PostCells._fields)

    @classmethod
    def of(cls, header: Sequence[str]) -> Self:
        """Read the first row of a file: the names of 2018, of 2020, or in camelCase (2021)."""
        return cls(header)

    def _find_problem(self, names: Sequence[str]) -> str | None:
        needs = _POST_NEEDS if self.has_posts else _PROFILE_NEEDS
        absent = [name for name in needs if name not in names]
        if absent:
            return f"its first line has no column {', '.join(absent)}"
        twice = [name for name in _KNOWN if names.count(name) > 1]
        if twice:
            return f"its first line names {', '.join(twice)} more than once"
        return None

    def profile(self, cells: list[str]) -> ProfileCells:
        """Pick the cells of the account; cells must be as many as columns, and one empty one."""
        return ProfileCells._make(self._profile(cells))

    def post(self, cells: list[str]) -> PostCells:
        """Pick the cells of the post; cells must be as many as columns, and one empty one."""
        return PostCells._make(self._post(cells))


def _cells_at(
    places: dict[str, int], names: Sequence[str]
) -> Callable[[list[str]], tuple[str, ...]]:
    """Pick cells by name; a missing column is the last cell, which is always empty."""
    return itemgetter(*(places.get(name, -1) for name in names))


def repaired_profile(cells: ProfileCells) -> ProfileCells:
    """Return the cells without lone surrogates."""
    return ProfileCells._make(repair(cell)[0] for cell in cells)


def repaired_post(cells: PostCells) -> PostCells:
    """Return the cells without lone surrogates."""
    return PostCells._make(repair(cell)[0] for cell in cells)
