"""Mentions on sites whose handles may hold points (TikTok, Instagram, Threads).

Owns what counts as one. A point at the end belongs to the sentence; what stands before the sign
must not make it an address of mail or a path. In tables of Meta's own tools a letter of any script
before the sign does so too, and a path does not.
"""

import re

from inunison.records import Mention
from inunison_importers.text_marks import mentions_of

_NAME = r"@([A-Za-z0-9_](?:[A-Za-z0-9_.]{0,28}[A-Za-z0-9_])?)"
_MENTION = re.compile(rf"(?<![A-Za-z0-9_@/.]){_NAME}")
_META_MENTION = re.compile(rf"(?<![\w@.]){_NAME}")


def dotted_mentions_in(text: str) -> tuple[Mention, ...]:
    """Return the accounts that a text addresses by @handle, each once, in order."""
    if "@" not in text:
        return ()
    return mentions_of(_MENTION.findall(text))


def meta_mentions_in(text: str) -> tuple[Mention, ...]:
    """Return the accounts that a text addresses in a table of Meta's own tools."""
    if "@" not in text:
        return ()
    return mentions_of(_META_MENTION.findall(text))
