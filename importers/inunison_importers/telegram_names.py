"""How posts, accounts and chats of Telegram are named, whichever tool wrote the file.

Owns the rules for that. Knows no file format:

* The numbers of users, groups and channels are counted apart, so that one number may be held by a
  user and by a channel. The id of an account is its kind and its number (``user10``,
  ``channel10``), as the platform's own program writes it.
* Messages are numbered in their chat: the id of a post is that of the chat, a hyphen and the number
  of the message.
* Where a message came from may be told by a displayed name only, which anybody can bear. Such a
  name stands as a handle ``name:NAME``, which no handle of the platform can be, and is marked as
  inferred. What was passed on is then named by that name and its words, see `weak_targets`.
* Where the account and the second of what was passed on are told, and not the number of the
  message, the account and the second name it.
"""

import re

from inunison.records import AccountRef, Mention, PostRef, Precision, Space
from inunison_importers.base import BadCell
from inunison_importers.text_marks import mentions_of
from inunison_importers.weak_targets import by_words

PLATFORM = "telegram"

_KINDS = ("user", "channel", "chat")
_NUMBER_DIGITS = 19
# Handles have up to 32 characters; an address of mail and a path name nobody.
_MENTION = re.compile(r"(?<![A-Za-z0-9_@/.])@([A-Za-z][A-Za-z0-9_]{2,31})(?![A-Za-z0-9_@])")
_NAME_CHARACTERS = 300


def is_number(text: str) -> bool:
    """Whether a text is a number of an account or of a chat."""
    return text.isascii() and text.isdigit() and text[0] != "0" and len(text) <= _NUMBER_DIGITS


def account_id(kind: str, number: str) -> str:
    """Return the id of an account.

    Args:
        kind: "user", "channel" or "chat" (a small group).
        number: Its number, digits.
    """
    return f"{kind}{number}"


def number_of(peer: str, field: str) -> str:
    """Return the number in an id such as ``channel10``.

    Raises:
        BadCell: It is no such id.
    """
    for kind in _KINDS:
        if peer.startswith(kind) and is_number(peer[len(kind) :]):
            return peer[len(kind) :]
    raise BadCell(f"{field} is not the id of a user, a group or a channel")


def post_id(chat: str, message: str | int) -> str:
    """Return the id of a post: of the chat, and of the message in it."""
    return f"{chat}-{message}"


def chat_space(name: str | None, number: str | None) -> Space:
    """Return the chat in which a post stands; a chat without a name has its number as one.

    Raises:
        BadCell: Its name is too long to be one.
    """
    return Space("chat", _named(name) if name else number or "", number)


def named_only(name: str, text: str | None, own: str) -> PostRef:
    """Return what a message passes on of which only the displayed name of its source is told.

    Args:
        name: That name.
        text: The words that were passed on.
        own: The id of the message that passes them on.

    Raises:
        BadCell: The name is too long to be one.
    """
    source = AccountRef(handle=f"name:{_named(name)}")
    return by_words(source, text, own, author_inferred=True)


def _named(name: str) -> str:
    if len(name) > _NAME_CHARACTERS:
        raise BadCell("a displayed name is longer than any name")
    return name


def dated_only(account: AccountRef, at: int) -> PostRef:
    """Return what a message passes on of which only the account and the second are told.

    Two messages that an account posted in one second (an album) count as one.

    Args:
        account: Who posted it.
        at: When, microseconds since 1970 UTC.
    """
    named = account.native_id or account.handle
    return PostRef(f"{named}@{at // 1_000_000}", account, created_at=at, precision=Precision.SECOND)


def mentions_in(text: str) -> tuple[Mention, ...]:
    """Return the accounts that a text addresses by @handle, each once, in order."""
    if "@" not in text:
        return ()
    return mentions_of(_MENTION.findall(text))
