r"""Links and mentions inside Reddit's Markdown.

Owns how a link is told from the marks around it. The text itself is never altered: the site writes
``&`` as ``&amp;`` and ``_`` as ``\_`` in it, and a link is given as a browser would open it.
"""

import re

from inunison.records import Mention
from inunison_importers.text_marks import mentions_of

_LINK = re.compile(r"https?://[^\s<>\"`{}|^\[\]]+", re.IGNORECASE)
_MENTION = re.compile(r"(?<![A-Za-z0-9_/.=&%#-])/?u/([A-Za-z0-9_-]{3,20})(?![A-Za-z0-9_-])")
_ENTITY_END = re.compile(r"&(?:gt|lt|quot);")
_AFTER = frozenset(".,;:!?'\"*~_\\")


def links(text: str) -> list[str]:
    """Return the links in a text, in order, some perhaps twice."""
    if "://" not in text:
        return []
    return [link for found in _LINK.findall(text) if (link := _trimmed(found))]


def plain_link(cell: str) -> str:
    """Return a link as a browser would open it."""
    return cell.replace("&amp;", "&").replace("\\_", "_")


def _trimmed(found: str) -> str:
    """Cut what belongs to the sentence or to Markdown off the end of a link."""
    if "&" in found and (end := _ENTITY_END.search(found)):
        found = found[: end.start()]
    end_at = len(found)
    unopened = found.count(")") - found.count("(")
    while end_at:
        last = found[end_at - 1]
        if last == ")" and unopened > 0:
            unopened -= 1
        elif last not in _AFTER:
            break
        end_at -= 1
    kept = plain_link(found[:end_at])
    return "" if kept.endswith("//") else kept


def mentions(text: str) -> tuple[Mention, ...]:
    """Return the accounts that a text addresses as u/name, each once, in order."""
    if "u/" not in text:
        return ()
    return mentions_of(_MENTION.findall(text))
