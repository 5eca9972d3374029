"""Hashtags, links and mentions as the words of a post hold them, where a file does not list them.

Owns what counts as one, after Twitter's own reading of a text. Alters no text and follows no link.
"""

import re
from collections.abc import Iterable

from inunison.records import AccountRef, Mention

# A hashtag holds a letter, and does not begin inside a word, an entity (&#39;) or a path. What may
# not stand before a sign is looked at after it: so the search leaps from sign to sign.
_HASHTAG = re.compile(r"[#＃](?<![\w&/].)(\w+)")  # noqa: RUF001
_MENTION = re.compile(r"[@＠](?<![A-Za-z0-9_!#$%&*@＠/.].)([A-Za-z0-9_]{1,20})(?![A-Za-z0-9_@＠])")  # noqa: RUF001
_SHORT_LINK = r"https?://t\.co/[A-Za-z0-9]+"
_LINK = re.compile(rf"({_SHORT_LINK})|(https?://[^\s<>\"“”…\ufffd]+)")
_CUT = re.compile("…|\\.\\.\\.$|\ufffd")
_AFTER = ".,;:!?'\")]}’"  # noqa: RUF001


def hashtags_in(text: str) -> tuple[str, ...]:
    """Return the hashtags of a text in their order, without their sign."""
    if "#" not in text and "＃" not in text:  # noqa: RUF001
        return ()
    return tuple(tag for tag in _HASHTAG.findall(text) if not tag.isdecimal() and tag.strip("_"))


def links_in(text: str) -> tuple[str, ...]:
    """Return the links of a text in their order, without the punctuation after them.

    A link that was cut with the text (it runs into "…" or U+FFFD) leads nowhere and is left out.
    """
    if "://" not in text:
        return ()
    found = []
    for match in _LINK.finditer(text):
        if _CUT.match(text, match.end()):
            continue
        link = match[0] if match[1] else match[0].rstrip(_AFTER)
        if not link.endswith("/") or link.count("/") > 2:
            found.append(link)
    return tuple(found)


def mentions_in(text: str) -> tuple[Mention, ...]:
    """Return the accounts that a text addresses by @handle, each once, as they first stand."""
    if "@" not in text and "＠" not in text:  # noqa: RUF001
        return ()
    return mentions_of(_MENTION.findall(text))


def mentions_of(handles: Iterable[str]) -> tuple[Mention, ...]:
    """Return the accounts of some handles, each once as it was first written, in their order."""
    found: dict[str, str] = {}
    for handle in handles:
        found.setdefault(handle.lower(), handle)
    return tuple(Mention(AccountRef(handle=handle)) for handle in found.values())
