"""Posts as a page shows them, and the records that they become.

Owns what is made of what a page tells of a post, whatever the page is written in:

* A post with an address is named by the id in it. An id of Twitter holds the time of its post; the
  day that the page states is kept beside it, and where the two cannot be one day in any zone of the
  world, that is said. Other posts are known to the day: a page writes it in a zone of its own.
* A post without an address is named by author, day and words (`inunison.records.unkeyed_id`).
* The kind of a post is not told by a page, unless it shows what the post answers.
* A sentence that stands in the place of a post which is gone is no text of it: it says what was
  seen, at a time that the page does not tell.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Self

from inunison.records import (
    Account,
    AccountRef,
    Kind,
    Mention,
    Observation,
    Post,
    PostRef,
    Precision,
    Presence,
    Record,
    Reject,
    Space,
    unkeyed_id,
)
from inunison_importers.base import BadCell
from inunison_importers.twitter_ids import id_time, numeric_id
from inunison_importers.written_dates import agrees, day_name, time_in

TWITTER = "twitter"

_STATUS = re.compile(
    r"(?:https?:)?//(?:[a-z]+\.)?(?:twitter|x)\.com/(?:#!/)?"
    r"(?P<handle>i/web|[A-Za-z0-9_]{1,20})/status(?:es)?/(?P<id>[0-9][0-9A-Za-z.+]*)",
    re.IGNORECASE,
)
_NOBODY = ("i", "i/web")
_GONE = {
    "tweet may have been deleted": Presence.MISSING,
    "this tweet may have been deleted": Presence.MISSING,
    "this post may have been deleted": Presence.MISSING,
    "this tweet is unavailable": Presence.MISSING,
    "this post is unavailable": Presence.MISSING,
    "this tweet is no longer available": Presence.MISSING,
    "this tweet was deleted": Presence.DELETED,
    "this tweet has been deleted": Presence.DELETED,
    "this tweet was deleted by the tweet author": Presence.DELETED,
    "this post was deleted by the post author": Presence.DELETED,
    "this tweet is from an account that no longer exists": Presence.MISSING,
    "this post is from an account that no longer exists": Presence.MISSING,
    "this tweet is from a suspended account": Presence.SUSPENDED,
    "this post is from a suspended account": Presence.SUSPENDED,
    "account suspended": Presence.SUSPENDED,
    "these tweets are protected": Presence.PROTECTED,
    "these posts are protected": Presence.PROTECTED,
}


@dataclass(frozen=True)
class Address:
    """The address of a post of Twitter.

    Attributes:
        native_id: The id of the post, as it stands there.
        handle: Whose it is, where the address tells.
        end: Where it ends in the text it was found in.
    """

    native_id: str
    handle: str | None
    end: int

    @property
    def url(self) -> str:
        """The address without what was added to it."""
        return f"https://twitter.com/{self.handle or 'i/web'}/status/{self.native_id}"


def status_address(text: str, place: int = 0, *, at_once: bool = False) -> Address | None:
    """Return the first address of a post of Twitter in a text.

    Args:
        text: Such as where a link leads.
        place: From where on.
        at_once: It begins there and nowhere else.
    """
    found = _STATUS.match(text, place) if at_once else _STATUS.search(text, place)
    if not found:
        return None
    handle = None if found["handle"].lower() in _NOBODY else found["handle"]
    native_id = found["id"].rstrip(".")
    return Address(native_id, handle, found.end("id"))


def seen_gone(text: str | None) -> Presence | None:
    """Return what a sentence in the place of a post says; None where it is a text like another."""
    return _GONE.get(" ".join((text or "").strip(" .!\n\u200b").lower().split()))


@dataclass(frozen=True)
class ShownPost:
    """What a page tells of a post; see `inunison.records.Post`.

    Attributes:
        native_id: Its id; None where the page tells none.
        handle: Its author's; `author_id` beside it where the platform has ids.
        name: The author's name.
        date: The day, as the page writes it.
        answers: What it answers, where the page shows it.
        inside: It is shown as what another post answers.
    """

    row: int
    platform: str
    native_id: str | None = None
    author_id: str | None = None
    handle: str | None = None
    name: str | None = None
    date: str | None = None
    text: str | None = None
    text_repaired: bool = False
    language: str | None = None
    url: str | None = None
    mentions: tuple[Mention, ...] = ()
    hashtags: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    media: tuple[str, ...] = ()
    space: Space | None = None
    kind: Kind | None = None
    answers: PostRef | None = None
    inside: bool = False

    def repaired(self, *, damaged: bool) -> Self:
        """Return the same, marked where U+FFFD took the place of bytes that are no text."""
        if damaged and "\ufffd" in (self.text or ""):
            return replace(self, text_repaired=True)
        return self


class ShownPosts:
    """Makes the records of one page: what was told once is not told again."""

    def __init__(self) -> None:
        self._posts: dict[tuple[str, str, bool], bool] = {}
        self._people: set[tuple[str, str, str]] = set()
        self._rows: set[tuple[int, str]] = set()

    def records(self, shown: ShownPost) -> Iterator[Record | Reject]:
        """Yield the account, the post and what was seen of it; a reject where it names nothing."""
        try:
            post = made_post(shown)
        except BadCell as reason:
            yield Reject(shown.row, str(reason))
            return
        key = (post.platform, post.native_id, shown.inside)
        if key in self._posts and (self._posts[key] or post.text is None):
            return
        self._posts[key] = post.text is not None
        yield from self._account(shown)
        yield post
        presence = seen_gone(shown.text)
        if presence is not None:
            yield Observation(
                row=shown.row,
                platform=shown.platform,
                subject="post",
                native_id=post.native_id,
                presence=presence,
            )

    def _account(self, shown: ShownPost) -> Iterator[Record]:
        if not (shown.handle and shown.name):
            return
        person = (shown.platform, shown.handle.lower(), shown.name)
        place = (shown.row, shown.handle.lower())
        if person in self._people or place in self._rows:
            return
        self._people.add(person)
        self._rows.add(place)
        yield Account(
            row=shown.row,
            platform=shown.platform,
            native_id=shown.author_id,
            handle=shown.handle,
            name=shown.name,
        )


def made_post(shown: ShownPost) -> Post:
    """Return the post that a page shows.

    Raises:
        BadCell: It names nothing by which the post could be known again, or its id is none.
    """
    stated = time_in(shown.date) if shown.date else None
    text = None if seen_gone(shown.text) else (shown.text or None)
    created_at, precision = stated or (None, None)
    conflict = False
    if shown.native_id is None:
        if not (shown.handle and text):
            raise BadCell("the post tells neither its address nor author and words")
        day = day_name(stated[0]) if stated else None
        native_id = unkeyed_id(shown.platform, shown.handle, day, text)
    else:
        native_id = shown.native_id
        exact = None
        if shown.platform == TWITTER:
            native_id = numeric_id(native_id, "the id in the address of the post")
            exact = id_time(native_id)
        if exact is not None:
            created_at, precision = exact, Precision.MILLISECOND
            conflict = stated is not None and not agrees(exact, *stated)
    author = None
    if shown.handle or shown.author_id:
        author = AccountRef(native_id=shown.author_id, handle=shown.handle)
    return Post(
        row=shown.row,
        platform=shown.platform,
        native_id=native_id,
        author=author,
        kind=Kind.REPLY if shown.answers and shown.kind is None else shown.kind,
        created_at=created_at,
        precision=precision,
        stated_time=shown.date if stated else None,
        time_conflict=conflict,
        text=text,
        text_repaired=shown.text_repaired and text is not None,
        language=shown.language,
        url=shown.url,
        replies_to=shown.answers,
        mentions=shown.mentions,
        hashtags=shown.hashtags,
        links=shown.links,
        media=shown.media,
        space=shown.space,
        collected=not shown.inside,
    )


def pointer_to(shown: ShownPost) -> PostRef | None:
    """Return what points to a post that a page shows; None where it has no address."""
    if shown.native_id is None:
        return None
    try:
        post = made_post(shown)
    except BadCell:
        return None
    return PostRef(
        native_id=post.native_id,
        author=post.author,
        created_at=post.created_at,
        precision=post.precision,
    )
