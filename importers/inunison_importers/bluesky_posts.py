"""From the records of Bluesky to posts, reposts and profiles, whichever file they stand in.

Owns what a record becomes. Knows neither the network's events nor the views of its interface.

* The id of a post is its address (``at://did/collection/key``): the same in every file.
* An account is its did. A handle is a name that it has now, and is told of accounts, not of posts:
  what it was called when it posted is not known.
* A reply that also quotes is a reply with `quotes` set. A reply whose parent cannot be read is one
  still. The beginning of the thread (`root`) is where no edge leads.
* `client` is what some programs write into `via`. Of several languages the first is held.
* Whom a repost was found by (`via`), who may answer, and labels are left aside.
"""

from typing import NamedTuple

from inunison.records import Account, AccountRef, Kind, Post, Record
from inunison_importers.base import BadCell
from inunison_importers.bluesky_cells import (
    PLATFORM,
    POSTS,
    PROFILES,
    REPOSTS,
    language,
    link,
    reference,
    times,
    words,
)
from inunison_importers.bluesky_content import (
    Content,
    NetworkRecord,
    answered,
    calls_itself_automated,
)
from inunison_importers.iso_times import Instant, instant

_CLIENT_CHARACTERS = 200


class Held(NamedTuple):
    """A record, and what its file says of it.

    Attributes:
        row: The line that it stands on.
        uri: Its address.
        did: The account whose it is.
        record: The record.
        seen: When the network received it; None where the file does not say.
        repaired: Half characters stood in the line.
        collected: False where it is only seen inside another post.
    """

    row: int
    uri: str
    did: str
    record: NetworkRecord
    seen: Instant | None = None
    repaired: bool = False
    collected: bool = True


def record_of(held: Held, collection: str) -> list[Record]:
    """Return what a record of a collection becomes; nothing where no record of ours can hold it.

    Raises:
        BadCell: A field cannot be read.
    """
    if collection == POSTS:
        return [post(held)]
    if collection == PROFILES:
        return [profile(held)]
    passed_on = repost(held) if collection == REPOSTS else None
    return [] if passed_on is None else [passed_on]


def post(held: Held) -> Post:
    """Return the post of a record.

    Raises:
        BadCell: Its text is no text.
    """
    record = held.record
    if record.text is not None and not isinstance(record.text, str):
        raise BadCell("text of a post is not a text")
    content = Content(record)
    told = times(record.created_at, held.seen)
    kind = Kind.REPLY if record.reply else Kind.QUOTE if content.quotes else Kind.POST
    client = words(record.via)
    return Post(
        row=held.row,
        platform=PLATFORM,
        native_id=held.uri,
        author=AccountRef(held.did),
        kind=kind,
        created_at=told.created_at,
        precision=told.precision,
        stated_time=told.stated_time,
        time_conflict=told.time_conflict,
        text=record.text or None,
        text_repaired=held.repaired and "\ufffd" in (record.text or ""),
        language=language(record.langs),
        client=client[:_CLIENT_CHARACTERS] if client else None,
        quotes=content.quotes,
        replies_to=answered(record) if record.reply else None,
        mentions=content.mentions,
        hashtags=content.hashtags,
        links=content.links,
        media=content.media,
        collected=held.collected,
    )


def repost(held: Held) -> Post | None:
    """Return the repost of a record; None where what it passes on is no post, such as a feed.

    Raises:
        BadCell: It does not say what it passes on.
    """
    subject = held.record.subject
    uri = subject.get("uri") if isinstance(subject, dict) else None
    if not isinstance(uri, str) or not uri.startswith("at://"):
        raise BadCell("subject.uri of a repost is not the address of a post")
    original = reference(uri, POSTS)
    if original is None:
        return None
    told = times(held.record.created_at, held.seen)
    return Post(
        row=held.row,
        platform=PLATFORM,
        native_id=held.uri,
        author=AccountRef(held.did),
        kind=Kind.REPOST,
        created_at=told.created_at,
        precision=told.precision,
        stated_time=told.stated_time,
        time_conflict=told.time_conflict,
        reposts=original,
        collected=held.collected,
    )


def profile(held: Held) -> Account:
    """Return the account of a profile's record, which holds neither its handle nor counts."""
    record = held.record
    made = instant(record.created_at)
    texts = [words(each) for each in (record.display_name, record.description)]
    return Account(
        row=held.row,
        platform=PLATFORM,
        native_id=held.did,
        name=texts[0],
        description=texts[1],
        url=link(record.website),
        created_at=made.at if made else None,
        created_precision=made.precision if made else None,
        declares_automation=calls_itself_automated(record.labels),
        text_repaired=held.repaired and any("\ufffd" in each for each in texts if each),
    )
