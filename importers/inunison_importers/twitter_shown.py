"""Posts of Twitter/X as tools show them: from the parts that a format reads to records.

Owns what holds for every format that shows a tweet:

* The id of a post holds its exact time; what the file states is kept only where the two differ.
* A repost carries no tags, mentions, links or pictures of its own: those it shows are its
  original's. Of its counts only that of reposts is its own.
* A reply that also quotes is a reply with `quotes` set.
* An account or a post that many rows show alike is told once.

Knows no field of any format.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Literal

import msgspec

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
)
from inunison_importers.base import BadCell, excerpt
from inunison_importers.remembering import Told
from inunison_importers.twitter_ids import id_time, numeric_id
from inunison_importers.twitter_links import reference
from inunison_importers.twitter_v2_accounts import account_records, is_profile
from inunison_importers.twitter_v2_cells import PLATFORM, SECOND_US
from inunison_importers.twitter_v2_shapes import User


class Look(msgspec.Struct, frozen=True, gc=False):
    """One row, and when the capture looked.

    Attributes:
        row: The line on which it begins.
        observed_at: Microseconds since 1970 in UTC; None where the file does not say.
        precision: How fine that is.
        repaired: The row held half characters, which are U+FFFD now.
    """

    row: int
    observed_at: int | None = None
    precision: Precision | None = None
    repaired: bool = False


class Counts(msgspec.Struct, frozen=True, gc=False):
    """What was counted of a post."""

    reposts: int | None = None
    quotes: int | None = None
    replies: int | None = None
    likes: int | None = None
    views: int | None = None


NO_COUNTS = Counts()


class ShownUser(User, gc=False):
    """An account as a format shows it, with what the API does not tell.

    Attributes:
        declares_automation: It has the label of accounts by which a program posts.
    """

    declares_automation: bool | None = None


class Shown(msgspec.Struct, kw_only=True, gc=False):
    """A post as a format shows it; the fields are those of `Post` where they have its names.

    Attributes:
        stated: The time that the file states, microseconds since 1970 in UTC.
        stated_text: The same as the file wrote it.
        kind: What the file says the post is, where its pointers do not tell.
        presence: What the capture saw of it.
        reposted: The account whose post it reposts, where the post itself is not named: it is then
            mentioned, so that the tie is not lost.
    """

    native_id: str
    author: AccountRef | None = None
    stated: int | None = None
    stated_text: str | None = None
    text: str | None = None
    language: str | None = None
    client: str | None = None
    url: str | None = None
    kind: Kind | None = None
    reposts: PostRef | None = None
    quotes: PostRef | None = None
    replies_to: PostRef | None = None
    edits: PostRef | None = None
    mentions: tuple[Mention, ...] = ()
    hashtags: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    media: tuple[str, ...] = ()
    counts: Counts = NO_COUNTS
    presence: Presence = Presence.LIVE
    reposted: AccountRef | None = None
    space: Space | None = None
    collected: bool = True


def edited(shown: Shown, versions: list[str]) -> list[Shown]:
    """Link the versions of a post, each to the one before it.

    Args:
        shown: One of them; its `edits` is set.
        versions: The ids of all, the first one first.

    Returns:
        The others that took the place of one: that they were posted is all that is known of them.

    Raises:
        BadCell: An id of a version is none.
    """
    if len(versions) < 2 or shown.native_id not in versions:
        return []
    others: list[Shown] = []
    for before, native_id in pairwise(versions):
        if native_id == before:
            continue
        replaced = reference(numeric_id(before, "the id of a version"), shown.author)
        if native_id == shown.native_id:
            shown.edits = replaced
            continue
        numeric_id(native_id, "the id of a version")
        others.append(
            Shown(
                native_id=native_id,
                author=shown.author,
                kind=_kind(shown),
                edits=replaced,
                collected=False,
            )
        )
    return others


def post(look: Look, shown: Shown) -> Post:
    """Return the record of a post."""
    exact = id_time(shown.native_id)
    stated = shown.stated
    conflict = (
        exact is not None and stated is not None and exact // SECOND_US != stated // SECOND_US
    )
    precision = Precision.MILLISECOND
    if exact is None:
        precision = Precision.SECOND
    created_at = stated if exact is None else exact
    own = shown.reposts is None and shown.kind is not Kind.REPOST
    return Post(
        row=look.row,
        platform=PLATFORM,
        native_id=shown.native_id,
        author=shown.author,
        kind=_kind(shown),
        created_at=created_at,
        precision=None if created_at is None else precision,
        stated_time=shown.stated_text if conflict else None,
        time_conflict=conflict,
        text=shown.text or None,
        text_repaired=look.repaired and "\ufffd" in (shown.text or ""),
        language=shown.language,
        client=shown.client or None,
        url=shown.url or None,
        reposts=shown.reposts,
        quotes=shown.quotes if own else None,
        replies_to=shown.replies_to if own else None,
        edits=shown.edits,
        mentions=_mentions(shown, own=own),
        hashtags=shown.hashtags if own else (),
        links=shown.links if own else (),
        media=shown.media if own else (),
        space=shown.space,
        collected=shown.collected,
    )


def _mentions(shown: Shown, *, own: bool) -> tuple[Mention, ...]:
    if own:
        return shown.mentions
    named = shown.reposted if shown.reposts is None else None
    return () if named is None else (Mention(named),)


def _kind(shown: Shown) -> Kind:
    if shown.reposts is not None:
        return Kind.REPOST
    if shown.kind is not None:
        return shown.kind
    if shown.replies_to is not None:
        return Kind.REPLY
    return Kind.POST if shown.quotes is None else Kind.QUOTE


def seen(look: Look, shown: Shown) -> Observation | None:
    """Return what was counted of a post, and whether it was shown; None where neither is said."""
    counts = shown.counts
    if shown.reposts is not None or shown.kind is Kind.REPOST:
        counts = Counts(reposts=counts.reposts)
    live = shown.presence is Presence.LIVE
    if live and look.observed_at is None and counts == NO_COUNTS:
        return None
    return Observation(
        row=look.row,
        platform=PLATFORM,
        subject="post",
        native_id=shown.native_id,
        observed_at=look.observed_at,
        precision=look.precision,
        presence=shown.presence,
        reposts=counts.reposts,
        quotes=counts.quotes,
        replies=counts.replies,
        likes=counts.likes,
        views=counts.views,
    )


def not_shown(
    look: Look, native_id: str, presence: Presence, subject: Literal["post", "account"] = "post"
) -> Observation:
    """Say what became of a post, or of an account, that the platform did not show."""
    return Observation(
        row=look.row,
        platform=PLATFORM,
        subject=subject,
        native_id=native_id,
        observed_at=look.observed_at,
        precision=look.precision,
        presence=presence,
    )


class Teller:
    """Tells what the rows of one file show, in order, each thing once."""

    def __init__(self) -> None:
        self._accounts = Told()
        self._named = Told()
        self._declared = Told()
        self._posts = Told()

    def accounts(self, look: Look, users: Iterable[User]) -> list[Record | Reject]:
        """Return the accounts of a row: profiles, and those of which only the name is shown."""
        made: list[Record | Reject] = []
        told: set[str] = set()
        named: list[User] = []
        for user in users:
            if not is_profile(user) or user.id in told:
                continue
            if _is_bare(user):
                named.append(user)
                continue
            told.add(user.id)
            self._named.remember(user.id, True)
            try:
                made.extend(self._profile(look, user))
            except BadCell as error:
                made.append(Reject(look.row, str(error), excerpt(user.username)))
        for user in named:
            if user.id not in told and not self._named.knows(user.id, True):
                told.add(user.id)
                made.extend(self._name(look, user))
        return made

    def _profile(self, look: Look, user: User) -> list[Record]:
        declared = getattr(user, "declares_automation", None)
        if declared and not self._declared.again(user.id, declared):
            self._accounts.forget(user.id)  # tell it again, with that
        made: list[Record] = []
        for each in account_records(
            look.row, user, look.observed_at, self._accounts, repaired=look.repaired
        ):
            if isinstance(each, Observation) and each.precision is not None:
                made.append(msgspec.structs.replace(each, precision=look.precision))
            elif isinstance(each, Account) and declared:
                made.append(msgspec.structs.replace(each, declares_automation=declared))
            else:
                made.append(each)
        return made

    def _name(self, look: Look, user: User) -> list[Record]:
        if self._named.again(user.id, (user.username, user.name)):
            return []
        return [
            Account(
                row=look.row,
                platform=PLATFORM,
                native_id=user.id,
                handle=user.username,
                name=user.name or None,
                text_repaired=look.repaired and "\ufffd" in (user.name or ""),
            )
        ]

    def posts(self, look: Look, shown: Sequence[Shown]) -> list[Record]:
        """Return the posts of a row, and what was counted of them."""
        made: list[Record] = []
        told: set[str] = set()
        for each in shown:
            if each.native_id in told:
                continue
            told.add(each.native_id)
            if not each.collected and self._posts.again(each.native_id, _said(look, each)):
                continue
            made.append(post(look, each))
            found = seen(look, each)
            if found is not None:
                made.append(found)
        return made


def _is_bare(user: User) -> bool:
    """Whether of an account no more than the name is shown."""
    told = (user.public_metrics, user.created_at, user.verified, user.protected, user.withheld)
    return not any(each is not None for each in told) and not (user.description or user.location)


def _said(look: Look, shown: Shown) -> tuple[object, ...]:
    return (look.observed_at, shown.counts, len(shown.text or ""), shown.author, shown.presence)
