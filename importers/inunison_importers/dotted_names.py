"""Mentions on sites whose handles may hold points (TikTok, Instagram, Threads).

Owns what counts as one. A point at the end belongs to the sentence; what stands before the sign
must not make it an address of mail or a path.
"""

import re

from inunison.records import AccountRef, Mention

_MENTION = re.compile(r"(?<![A-Za-z0-9_@/.])@([A-Za-z0-9_](?:[A-Za-z0-9_.]{0,28}[A-Za-z0-9_])?)")


def dotted_mentions_in(text: str) -> tuple[Mention, ...]:
    """Return the accounts that a text addresses by @handle, each once, in order."""
    if "@" not in text:
        return ()
    found: dict[str, str] = {}
    for handle in _MENTION.findall(text):
        found.setdefault(handle.lower(), handle)
    return tuple(Mention(AccountRef(handle=handle)) for handle in found.values())
