"""Statuses of the Mastodon interface: from a status to its records.

Owns what a status becomes. Decodes nothing. How it is read here:

* The id of a status is its address (`uri`): servers that show the same status call it by numbers of
  their own. On Truth Social and Gab, which are one server each, the number is the id.
* The text is what the content note says (`spoiler_text`), then the words of `content`. Links are
  those that stand in it; that of the card only where there is no other.
* A boost is a repost; it has an address of its own and no words. Its original is a post of its own
  that was not collected, and the counts are those of the original.
* What a status answers is told by a number of the server that was asked. It is an edge where the
  file shows that status near by, where the platform is one server, and where an account answers
  itself on its own server: its addresses end in these numbers. Else it is a reply to nothing named;
  the account that is answered is among the mentions. An account is never compared by number alone.
* A quote is told in several ways: `quote` with the status or with the state of the quote, in
  `pleroma`, or by id. A quote that was withdrawn or is not yet allowed names nothing.
* A status that was altered has the words that it has now, and the time at which it was made: the
  row does not say what it said before, so `edited_at` and `revised_at` are left aside.
* What was not meant for everybody (`private`, `direct`, and whatever is not `public`, `unlisted` or
  of a group that is open) is not imported, and no word of it is told in the reason.
* Polls, custom emoji, pins, and what the one who asked did with a status are left aside.
"""

from collections import OrderedDict
from typing import Any, NamedTuple

import msgspec

from inunison.records import (
    AccountRef,
    Kind,
    Observation,
    Post,
    PostRef,
    Presence,
    Record,
)
from inunison_importers import mastodon_content as content
from inunison_importers.base import BadCell
from inunison_importers.html_text import HtmlText
from inunison_importers.iso_times import Instant, instant
from inunison_importers.json_documents import reason
from inunison_importers.mastodon_accounts import (
    Profiles,
    Row,
    count,
    identifier,
    reference,
)
from inunison_importers.mastodon_shapes import (
    MASTODON,
    Id,
    Person,
    Status,
    home,
    host,
    is_status,
    platform,
)
from inunison_importers.remembering import Told

_REMEMBERED = 100_000
_ADDRESS_CHARACTERS = 2_000
_OPEN = (None, "public", "unlisted")
_NOT_OPEN = "visibility says that it was not meant for everybody"


class NotOpen(BadCell):
    """A status was not meant for everybody: nothing of it may be shown."""


class _Known(NamedTuple):
    """A status that the file showed: the number of its author, and how it is called here."""

    account_id: Id
    platform: str
    post: PostRef


class _Shown(NamedTuple):
    """A status, and who and where it is."""

    status: Status
    platform: str
    server: str | None
    author: AccountRef
    native_id: str
    made: Instant

    def pointer(self) -> PostRef:
        """Return the status as others point to it."""
        return PostRef(self.native_id, self.author, False, *self.made)


class StatusReader:
    """Makes the records of the statuses of one file, in order."""

    def __init__(self) -> None:
        self._profiles = Profiles()
        self._inside = Told()
        self._known: OrderedDict[Id, _Known] = OrderedDict()

    def profile(self, row: Row, person: Person) -> list[Record]:
        """Return the records of an account that stands by itself.

        Raises:
            BadCell: A field cannot be read.
        """
        server = host(person.url)
        where = platform(server)
        return self._profiles.records(row, person, reference(person, where, server), where)

    def note(self, status: Status) -> None:
        """Remember how a status and those inside it are called, before they are told."""
        try:
            shown = [_shown(each) for each in (status, *_inside(status))]
        except BadCell:
            return  # it is rejected when it is told
        for each in shown:
            number = each.status.id
            if number is None or each.status.reblog is not None:
                continue
            self._known[number] = _Known(each.status.account.id, each.platform, each.pointer())
            if len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)

    def deleted(self, row: Row, number: str) -> list[Record]:
        """Return that a status is gone, of which a stream names the number.

        Raises:
            BadCell: The file does not show it: a number means nothing without its server.
        """
        known = self._known.get(number)
        if known is None:
            raise BadCell("a status was deleted that the file does not show")
        gone = Observation(
            row=row.line,
            platform=known.platform,
            subject="post",
            native_id=known.post.native_id,
            presence=Presence.DELETED,
        )
        return [gone]

    def records(self, row: Row, status: Status, *, collected: bool = True) -> list[Record]:
        """Return the records of a status, and of those that are shown inside it.

        Raises:
            BadCell: A field cannot be read.
            NotOpen: It, or one inside it, was not meant for everybody.
        """
        shown, inside = _shown(status), _inside(status)
        if not collected:
            inside = []
        for each in inside:
            _shown(each)
        held = [self._one(row, shown, collected=collected)]
        held.extend(self.records(row, each, collected=False) for each in inside)
        return [record for records in held for record in records]

    def _one(self, row: Row, shown: _Shown, *, collected: bool) -> list[Record]:
        status, author = shown.status, shown.author
        if row.seen is None and (pulled := instant(status.pulled)):
            row = row._replace(seen=pulled)
        made = self._post(row, shown, collected=collected)
        told = self._profiles.records(row, status.account, author, shown.platform)
        if made.reposts is not None:
            return [*told, made]
        met = _counted(row, shown)
        said = (met.likes, met.reposts, met.replies, met.quotes, len(made.text or ""))
        if not collected and self._inside.again(made.native_id, said):
            return told
        return [*told, made, met]

    def _post(self, row: Row, shown: _Shown, *, collected: bool) -> Post:
        status = shown.status
        original = _shown(status.reblog).pointer() if status.reblog is not None else None
        said = HtmlText("") if original else content.words(status.content)
        text = "\n\n".join(each for each in (status.spoiler_text, said.text) if each) or None
        quotes = None if original else self._quoted(shown)
        answers = status.in_reply_to_id is not None or status.in_reply_to_account_id is not None
        client = content.field(status.application, "name")
        return Post(
            row=row.line,
            platform=shown.platform,
            native_id=shown.native_id,
            author=shown.author,
            kind=_kind(original, answers, quotes),
            created_at=shown.made.at,
            precision=shown.made.precision,
            text=None if original else text,
            text_repaired=row.marks(text) and original is None,
            language=status.language or None,
            client=client,
            url=status.url if host(status.url) else None,
            reposts=original,
            quotes=quotes,
            replies_to=self._answered(shown) if answers and original is None else None,
            mentions=() if original else content.mentions(status, shown.platform),
            hashtags=() if original else content.hashtags(status),
            links=() if original else content.links(status, said, quotes),
            media=() if original else content.media(status),
            space=content.space(status),
            collected=collected,
        )

    def _answered(self, shown: _Shown) -> PostRef | None:
        status = shown.status
        parent, account = status.in_reply_to_id, status.in_reply_to_account_id
        if parent is None:
            return None
        known = self._known.get(parent)
        if known is not None and known.account_id == account and account is not None:
            return known.post
        if shown.platform != MASTODON:
            return PostRef(
                identifier(parent, "in_reply_to_id"), content.named(status, shown.platform, account)
            )
        ending = f"/{status.id}"
        if (
            account is not None
            and account == status.account.id
            and shown.native_id.endswith(ending)
        ):
            own = shown.native_id.removesuffix(ending)
            return PostRef(f"{own}/{identifier(parent, 'in_reply_to_id')}", shown.author)
        return None

    def _quoted(self, shown: _Shown) -> PostRef | None:
        status = shown.status
        inside = _quoted_status(status)
        if inside is not None:
            return _shown(inside).pointer()
        number = (
            status.quote_id or status.quote_of_id or content.field(status.quote, "quoted_status_id")
        )
        if number is not None:
            if shown.platform != MASTODON:
                return PostRef(identifier(number, "quote_id"))
            known = self._known.get(number)
            return known.post if known else None
        address = status.pleroma.quote_url if status.pleroma else None
        return PostRef(address) if address and host(address) else None


def _shown(status: Status) -> _Shown:
    """Return who and where a status is.

    Raises:
        BadCell: A field cannot be read.
        NotOpen: It was not meant for everybody.
    """
    if not _is_open(status):
        raise NotOpen(_NOT_OPEN)
    server = home(status)
    where = platform(server)
    made = instant(status.created_at)
    if made is None:
        raise BadCell("created_at is not a time")
    author = reference(status.account, where, server)
    return _Shown(status, where, server, author, _native_id(status, where), made)


def _is_open(status: Status) -> bool:
    """Say whether everybody may read a status: also one of a group that everybody may read."""
    if status.visibility == "group":
        return content.field(status.group, "group_visibility") == "everyone"
    return status.visibility in _OPEN


def _native_id(status: Status, where: str) -> str:
    if where != MASTODON:
        return identifier(status.id, "id")
    address = status.uri or status.url
    if (
        not address
        or len(address) > _ADDRESS_CHARACTERS
        or " " in address
        or not address.isprintable()
    ):
        raise BadCell("uri is not an address")
    return address


def _inside(status: Status) -> list[Status]:
    """Return the statuses that one shows: what it boosts, quotes and answers."""
    answered = _status(status.in_reply_to, "in_reply_to")
    found = (status.reblog, _quoted_status(status.reblog or status), answered)
    return [each for each in found if each is not None]


def _quoted_status(status: Status) -> Status | None:
    value = status.quote or (status.pleroma and status.pleroma.quote)
    return _status(content.held(value, "quoted_status") or value, "quote")


def _status(value: Any, field: str) -> Status | None:
    """Return a status inside another one; None where something else stands there.

    Raises:
        BadCell: It is one, and a field of it is of another type.
    """
    if not is_status(value):
        return None
    try:
        return msgspec.convert(value, Status)
    except (msgspec.ValidationError, RecursionError) as error:
        raise BadCell(reason(error, field)) from error


def _kind(original: PostRef | None, answers: bool, quotes: PostRef | None) -> Kind:
    if original is not None:
        return Kind.REPOST
    if answers:
        return Kind.REPLY
    return Kind.POST if quotes is None else Kind.QUOTE


def _counted(row: Row, shown: _Shown) -> Observation:
    status = shown.status
    return Observation(
        row=row.line,
        platform=shown.platform,
        subject="post",
        native_id=shown.native_id,
        observed_at=row.seen.at if row.seen else None,
        precision=row.seen.precision if row.seen else None,
        presence=Presence.LIVE,
        reposts=count(status.reblogs_count),
        quotes=count(status.quotes_count),
        replies=count(status.replies_count),
        likes=count(status.favourites_count),
    )
