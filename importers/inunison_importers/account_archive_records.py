"""Records of the files of a Twitter account's archive.

Owns what an entry of each file says, told whose archive it is and when it was made, where other
files of the same archive say so.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import msgspec

from inunison.records import (
    Account,
    AccountRef,
    Kind,
    Mention,
    Observation,
    Post,
    Precision,
    Presence,
    Record,
)
from inunison_importers.account_archive_items import MANIFEST
from inunison_importers.account_archive_shapes import (
    ChangeItem,
    HeaderItem,
    LikeItem,
    Manifest,
    OwnerItem,
    PersonItem,
    ProfileItem,
    TweetItem,
    Written,
)
from inunison_importers.base import BadCell
from inunison_importers.json_documents import Document, decode
from inunison_importers.twitter_ids import id_time, numeric_id
from inunison_importers.twitter_v1_cells import instant
from inunison_importers.twitter_v1_posts import Place, account, post, sightings
from inunison_importers.twitter_v2_cells import PLATFORM, precision

_REPOST = re.compile(r"RT @([A-Za-z0-9_]{1,20}): ")


@dataclass(frozen=True)
class Archive:
    """What is known of an archive.

    Attributes:
        owner: Whose it is.
        made_at: When it was made, microseconds since 1970.
    """

    owner: AccountRef | None = None
    made_at: int | None = None


def told_by(name: str, document: Document, known: Archive) -> Archive:
    """Return what is known of an archive, with what one of its files says.

    Args:
        name: What the file holds.
        document: Its first object.
        known: What is known already.

    Raises:
        BadCell: A field cannot be read.
    """
    if name == MANIFEST:
        manifest, _ = decode(document, _MANIFEST)
        user, made = manifest.user_info, manifest.archive_info
        owner = known.owner
        if owner is None and user and user.account_id:
            owner = AccountRef(_id(user.account_id, "accountId"), user.user_name or None)
        stated = made and made.generation_date
        made_at = instant(stated, "generationDate") if stated else known.made_at
        return Archive(owner, made_at)
    if name == "account":
        said = decode(document, _OWNER)[0].account
        return Archive(
            AccountRef(_id(said.account_id, "accountId"), said.username or None), known.made_at
        )
    return known


def reader(name: str) -> "Reader | None":
    """Return who reads the entries of a file, by what it holds; None where it is left aside."""
    return _READERS.get(name)


def _id(text: str, field: str) -> str:
    if not text:
        raise BadCell(f"{field} is empty")
    return numeric_id(text, field)


def _tweet(document: Document, archive: Archive) -> Iterator[Record]:
    """Read a tweet; one that was deleted says when."""
    item, repaired = decode(document, _TWEET)
    written: Written = item.tweet or item
    place = Place(document.line, archive.made_at, repaired, archive.owner)
    made = _as_repost(written, post(written, place, collected=True))
    yield made
    if written.deleted_at:
        yield _gone(document.line, made.native_id, instant(written.deleted_at, "deleted_at"))
    elif made.kind is not Kind.REPOST:
        yield from sightings(written, made, place)


def _as_repost(written: Written, made: Post) -> Post:
    """Return a post as the repost that its text says it is.

    Whom it reposts is its one mention; which post is not told.
    """
    found = _REPOST.match(made.text or "")
    mentions = (written.entities and written.entities.user_mentions) or ()
    named = next((each for each in mentions if found and _same(each.screen_name, found[1])), None)
    if found is None or named is None or made.replies_to:
        return made
    whom = account(named)
    return msgspec.structs.replace(
        made,
        kind=Kind.REPOST,
        quotes=None,
        mentions=(Mention(whom),) if whom else (),
        hashtags=(),
        links=(),
        media=(),
    )


def _same(handle: str | None, other: str) -> bool:
    return handle is not None and handle.lower() == other.lower()


def _gone(row: int, native_id: str, at: int) -> Observation:
    return Observation(
        row=row,
        platform=PLATFORM,
        subject="post",
        native_id=native_id,
        observed_at=at,
        precision=precision(at),
        presence=Presence.DELETED,
    )


def _header(document: Document, _: Archive) -> Iterator[Record]:
    """Read who wrote a tweet: the tweets themselves do not say it."""
    said = decode(document, _HEADER)[0].tweet
    native_id = _id(said.tweet_id, "tweet_id")
    exact = id_time(native_id)
    stated = instant(said.created_at, "created_at") if said.created_at else None
    created_at = stated if exact is None else exact
    fineness = Precision.MILLISECOND if exact is not None else Precision.SECOND
    yield Post(
        row=document.line,
        platform=PLATFORM,
        native_id=native_id,
        author=AccountRef(_id(said.user_id, "user_id")),
        kind=None,
        created_at=created_at,
        precision=None if created_at is None else fineness,
        collected=False,
    )
    if said.deleted_at:
        yield _gone(document.line, native_id, instant(said.deleted_at, "deleted_at"))


def _owner(document: Document, archive: Archive) -> Iterator[Record]:
    item, repaired = decode(document, _OWNER)
    said = item.account
    created_at = instant(said.created_at, "createdAt") if said.created_at else None
    native_id = _id(said.account_id, "accountId")
    yield Account(
        row=document.line,
        platform=PLATFORM,
        native_id=native_id,
        handle=said.username or None,
        name=said.account_display_name or None,
        created_at=created_at,
        created_precision=None if created_at is None else precision(created_at),
        text_repaired=repaired and "\ufffd" in (said.account_display_name or ""),
    )
    if archive.made_at is not None:
        yield _seen(document.line, AccountRef(native_id, said.username or None), archive.made_at)


def _seen(row: int, who: AccountRef, at: int | None) -> Observation:
    return Observation(
        row=row,
        platform=PLATFORM,
        subject="account",
        native_id=who.native_id,
        handle=who.handle,
        observed_at=at,
        precision=None if at is None else precision(at),
        presence=Presence.LIVE,
    )


def _profile(document: Document, archive: Archive) -> Iterator[Record]:
    item, repaired = decode(document, _PROFILE)
    about = item.profile.description
    if archive.owner is None:
        raise BadCell("a profile does not say whose it is; import the archive as it came, as a zip")
    if about is None:
        return
    texts = (about.bio, about.location)
    yield Account(
        row=document.line,
        platform=PLATFORM,
        native_id=archive.owner.native_id,
        handle=archive.owner.handle,
        description=about.bio or None,
        location=about.location or None,
        url=about.website or None,
        text_repaired=repaired and any("\ufffd" in each for each in texts if each),
    )


def _change(document: Document, _: Archive) -> Iterator[Record]:
    """Read which handles an account had: the old one until a time, the new one from then on."""
    said = decode(document, _CHANGE)[0].screen_name_change
    change = said.screen_name_change
    if change is None:
        raise BadCell("screenNameChange is empty")
    native_id = _id(said.account_id, "accountId")
    at = instant(change.changed_at, "changedAt") if change.changed_at else None
    if change.changed_from:
        yield _seen(document.line, AccountRef(native_id, change.changed_from), None)
    if change.changed_to:
        yield _seen(document.line, AccountRef(native_id, change.changed_to), at)


def _person(document: Document, _: Archive) -> Iterator[Record]:
    item = decode(document, _PERSON)[0]
    said = item.follower or item.following
    if said is None:
        raise BadCell("it names neither a follower nor an account that is followed")
    native_id = _id(said.account_id, "accountId")
    yield Account(row=document.line, platform=PLATFORM, native_id=native_id)


def _like(document: Document, _: Archive) -> Iterator[Record]:
    item, repaired = decode(document, _LIKE)
    said = item.like
    native_id = _id(said.tweet_id, "tweetId")
    created_at = id_time(native_id)
    yield Post(
        row=document.line,
        platform=PLATFORM,
        native_id=native_id,
        kind=None,
        created_at=created_at,
        precision=None if created_at is None else Precision.MILLISECOND,
        text=said.full_text or None,
        text_repaired=repaired and "\ufffd" in (said.full_text or ""),
        url=said.expanded_url or None,
        collected=False,
    )


def _manifest(document: Document, _: Archive) -> Iterator[Record]:
    said = told_by(MANIFEST, document, Archive())
    if said.owner is not None:
        yield _seen(document.line, said.owner, said.made_at)


Reader = Callable[[Document, Archive], Iterator[Record]]

_TWEET = msgspec.json.Decoder(TweetItem)
_HEADER = msgspec.json.Decoder(HeaderItem)
_OWNER = msgspec.json.Decoder(OwnerItem)
_PROFILE = msgspec.json.Decoder(ProfileItem)
_CHANGE = msgspec.json.Decoder(ChangeItem)
_PERSON = msgspec.json.Decoder(PersonItem)
_LIKE = msgspec.json.Decoder(LikeItem)
_MANIFEST = msgspec.json.Decoder(Manifest)
_READERS: dict[str, Reader] = {
    "tweet": _tweet,
    "tweets": _tweet,
    "community_tweet": _tweet,
    "deleted_tweet": _tweet,
    "deleted_tweets": _tweet,
    "tweet_headers": _header,
    "deleted_tweet_headers": _header,
    "account": _owner,
    "profile": _profile,
    "screen_name_change": _change,
    "follower": _person,
    "following": _person,
    "like": _like,
    MANIFEST: _manifest,
}
