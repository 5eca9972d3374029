"""What stands in a status of the Mastodon interface: words, mentions, tags, links, pictures, group.

Owns how each is read from its field. Knows neither which status another one points to, nor records.
"""

from collections.abc import Iterator
from typing import Any

import msgspec

from inunison.records import AccountRef, Mention, PostRef, Space
from inunison_importers.base import BadCell
from inunison_importers.html_text import HtmlText, html_text
from inunison_importers.json_documents import reason
from inunison_importers.mastodon_accounts import TEXT_CHARACTERS, identifier, reference
from inunison_importers.mastodon_shapes import MASTODON, Id, Person, Status, host


def words(content: str | None) -> HtmlText:
    """Return the words and links of a status.

    Raises:
        BadCell: It is longer than any.
    """
    if content and len(content) > TEXT_CHARACTERS:
        raise BadCell("content is longer than any text")
    return html_text(content or "")


def _persons(status: Status) -> Iterator[Person]:
    for each in status.mentions or ():
        if isinstance(each, dict) and isinstance(each.get("acct"), str):
            try:
                yield msgspec.convert(each, Person)
            except (msgspec.ValidationError, RecursionError) as error:
                raise BadCell(reason(error, "mentions[...]")) from error


def mentions(status: Status, platform: str) -> tuple[Mention, ...]:
    """Return the accounts that a status addresses, each once.

    Raises:
        BadCell: One has no name that could be one.
    """
    # a mention without domain and address is of the server that was asked, which is not told
    named = (
        reference(each, platform, None)
        for each in _persons(status)
        if "@" in each.acct or host(each.url) or platform != MASTODON
    )
    return tuple(Mention(each) for each in dict.fromkeys(named))


def named(status: Status, platform: str, account: Id) -> AccountRef | None:
    """Return the account of a number, on a platform of one server.

    Raises:
        BadCell: It is no number of an account.
    """
    if account is None:
        return None
    if account == status.account.id:
        return reference(status.account, platform, None)
    for each in _persons(status):
        if each.id == account:
            return reference(each, platform, None)
    return AccountRef(identifier(account, "in_reply_to_account_id"))


def hashtags(status: Status) -> tuple[str, ...]:
    """Return the hashtags of a status, each once."""
    names = (field(each, "name") for each in status.tags or ())
    return tuple(dict.fromkeys(each.lstrip("#") for each in names if each and each.lstrip("#")))


def links(status: Status, said: HtmlText, quotes: PostRef | None) -> tuple[str, ...]:
    """Return where the words lead: not to the accounts and tags in them, nor to what is quoted."""
    beside = (*(status.mentions or ()), *(status.tags or ()))
    own = {address for each in beside if (address := field(each, "url"))}
    found = [*said.links, *(() if quotes else said.quoted)]
    kept = [each for each in found if each not in own]
    card = field(status.card, "url")
    return tuple(kept) or ((card,) if card and host(card) else ())


def media(status: Status) -> tuple[str, ...]:
    """Return where pictures and films lie on the server that they were posted to."""
    found = (
        field(each, "remote_url") or field(each, "url") for each in status.media_attachments or ()
    )
    return tuple(dict.fromkeys(each for each in found if each and host(each)))


def space(status: Status) -> Space | None:
    """Return the group that a status stands in, on platforms that have some."""
    name = field(status.group, "title") or field(status.group, "display_name")
    number = field(status.group, "id")
    return Space("group", name, number) if name else None


def held(value: Any, key: str) -> Any:
    """Return what an object holds; None where it is no object."""
    return value.get(key) if isinstance(value, dict) else None


def field(value: Any, key: str) -> str | None:
    """Return a text inside an object; None where there is none."""
    found = held(value, key)
    return found if isinstance(found, str) and found else None
