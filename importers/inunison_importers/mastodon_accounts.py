"""Accounts of the fediverse, from a profile or a mention to a name that means the same everywhere.

Owns who an account is:

* Servers call an account by numbers of their own, and leave the domain out where it is theirs. The
  name that means the same everywhere is ``name@domain``; it is never given to another. That is the
  handle, with the host of the account's address where the domain is left out.
* Newer servers tell the address of the account itself (`uri`): that is its id. Older ones tell
  none, and the account is known by handle; a handle that is told with one id is that account.
* On Truth Social and Gab, which are one server each, the number is the id.

The date of an account's birth is cut to its day by Mastodon. That it is automated is what an
account says of itself. A profile that the server suspended is observed as such.
"""

from typing import NamedTuple

from inunison.records import Account, AccountRef, Observation, Precision, Presence, Record
from inunison_importers.base import BadCell
from inunison_importers.html_text import html_text
from inunison_importers.iso_times import Instant, instant
from inunison_importers.mastodon_shapes import MASTODON, SINGLE, Id, Person, host
from inunison_importers.remembering import REMEMBERED_CHARACTERS, Told

_DAY = 86_400 * 1_000_000
_MOST = 10**15
_HANDLE_CHARACTERS = 400
_ID_CHARACTERS = 100
_EXACT = 1 << 53
TEXT_CHARACTERS = 1_000_000
"""The longest text that is read; servers allow some hundred to some ten thousand characters."""


def identifier(value: Id, field: str) -> str:
    """Return an id that a server gave.

    Raises:
        BadCell: It is none, or a number that may have lost its last digits.
    """
    if isinstance(value, int):
        if not 0 <= value < _EXACT:
            raise BadCell(f"{field} is a number that may have lost its last digits")
        return str(value)
    if not value or len(value) > _ID_CHARACTERS or not value.isascii() or not value.isalnum():
        raise BadCell(f"{field} is not an id")
    return value


def reference(person: Person, platform: str, server: str | None) -> AccountRef:
    """Return an account as a row names it.

    Args:
        person: The account.
        platform: The platform of the row.
        server: The server that counts where the account does not tell its own.

    Raises:
        BadCell: It has no name that could be one, or its server is not told.
    """
    name, at, domain = (person.fqn or person.acct).lstrip("@").partition("@")
    if (
        not name
        or len(name) + len(domain) > _HANDLE_CHARACTERS
        or not f"{name}{domain}".isprintable()
    ):
        raise BadCell("acct is not the name of an account")
    if platform != MASTODON and (not at or SINGLE.get(domain) == platform):
        return AccountRef(identifier(person.id, "account.id"), name)
    domain = domain or host(person.url) or server or ""
    if not domain:
        raise BadCell("acct has no domain, and no address tells its server")
    native_id = person.uri if host(person.uri) else None
    return AccountRef(native_id, f"{name}@{domain}")


def count(value: object) -> int | None:
    """Return what was counted; None where it is no number of things."""
    return value if type(value) is int and 0 <= value <= _MOST else None


def plain(html: str | None, field: str) -> str | None:
    """Return the words of a text that is HTML; None where there are none.

    Raises:
        BadCell: It is longer than any.
    """
    if html and len(html) > TEXT_CHARACTERS:
        raise BadCell(f"{field} is longer than any text")
    return html_text(html).text or None if html else None


class Row(NamedTuple):
    """What the records of one object have in common.

    Attributes:
        line: The line on which its document begins.
        repaired: The document held half characters.
        seen: When it was captured; None where the file does not say.
    """

    line: int
    repaired: bool = False
    seen: Instant | None = None

    def marks(self, *texts: str | None) -> bool:
        """Say whether half characters stood in any of some texts."""
        return self.repaired and any("\ufffd" in each for each in texts if each)


class Profiles:
    """Tells the accounts of one file, each as long as it says something new."""

    def __init__(self) -> None:
        self._told = Told()

    def records(self, row: Row, person: Person, named: AccountRef, platform: str) -> list[Record]:
        """Return an account and what was counted of it; nothing where the same was told before.

        Raises:
            BadCell: A field cannot be read.
        """
        met = _met(row, person, named, platform)
        texts = (person.display_name, person.note, person.location, person.url)
        marks = (person.verified is True, person.automated is True, met.presence, row.seen)
        said = (*texts, *marks, met.followers, met.following, met.posts)
        length = sum(len(each) for each in texts if each)
        if length <= REMEMBERED_CHARACTERS and self._told.again(named, said):
            return []
        return [_account(row, person, named, platform), met]


def _account(row: Row, person: Person, named: AccountRef, platform: str) -> Account:
    made = instant(person.created_at)
    precision = made.precision if made else None
    if made and made.at % _DAY == 0:
        precision = Precision.DAY
    verified = person.verified if isinstance(person.verified, bool) else person.is_verified
    texts = (person.display_name or None, plain(person.note, "note"), person.location or None)
    return Account(
        row=row.line,
        platform=platform,
        native_id=named.native_id,
        handle=named.handle,
        name=texts[0],
        description=texts[1],
        location=texts[2],
        url=person.url if host(person.url) else None,
        created_at=made.at if made else None,
        created_precision=precision,
        verified=verified if isinstance(verified, bool) else None,
        declares_automation=person.automated if isinstance(person.automated, bool) else None,
        text_repaired=row.marks(*texts),
    )


def _met(row: Row, person: Person, named: AccountRef, platform: str) -> Observation:
    return Observation(
        row=row.line,
        platform=platform,
        subject="account",
        native_id=named.native_id,
        handle=named.handle,
        observed_at=row.seen.at if row.seen else None,
        precision=row.seen.precision if row.seen else None,
        presence=Presence.SUSPENDED if person.suspended is True else Presence.LIVE,
        followers=count(person.followers_count),
        following=count(person.following_count),
        posts=count(person.statuses_count),
    )
