"""Hashtags, mentions, links and pictures of a post, as its links on a page tell them.

Owns what a link inside the words of a post is. Where a page has taken the links out, the words
themselves are read (`inunison_importers.text_marks`).
"""

import re
from typing import NamedTuple

from inunison.records import AccountRef, Mention
from inunison_importers import text_marks
from inunison_importers.html_runs import Run

_HANDLE = re.compile(r"[@\uff20]([A-Za-z0-9_.-]{1,253})")
_PICTURE = re.compile(r"(?:https?://)?pic\.(?:twitter|x)\.com/\w+")
# A short link is of one length: what stands after it is the next word.
_GLUED_LINK = re.compile(r"(?<=\S)(?=https?://|pic\.(?:twitter|x)\.com/)")
_GLUED_END = re.compile(r"(https?://t\.co/[A-Za-z0-9]{10})(?=[\w#])")
_LINK = re.compile(r"https?://\S+")
_GLUED_TAG = re.compile(r"(?<=[^\W\d_])(?=[#\uff03][^\W\d_])")
_DRAWN = "[image or embed]"


class Marks(NamedTuple):
    """What the words of a post carry; see `inunison.records.Post`."""

    hashtags: tuple[str, ...]
    mentions: tuple[Mention, ...]
    links: tuple[str, ...]
    media: tuple[str, ...]


def marks_of(runs: list[Run], text: str) -> Marks:
    """Return what the words of a post carry.

    Args:
        runs: The pieces that the words stand in.
        text: The words.
    """
    if not any(run.href for run in runs):
        return marks_in(text)
    anchors = _anchors(runs)
    hashtags: dict[str, None] = {}
    mentions: dict[str, str] = {}
    links: dict[str, None] = {}
    media: dict[str, None] = {}
    for shown, href in anchors:
        if not shown:
            continue
        handle = _HANDLE.fullmatch(shown)
        if shown.startswith(("#", "\uff03")) and len(shown) > 1:
            hashtags[shown[1:]] = None
        elif handle:
            mentions.setdefault(handle[1].lower(), handle[1])
        elif _PICTURE.fullmatch(shown):
            media[shown.rpartition("://")[2]] = None
        elif href.startswith(("http://", "https://")) and shown != _DRAWN and shown[:1] != "$":
            links[href] = None
    accounts = tuple(Mention(AccountRef(handle=handle)) for handle in mentions.values())
    return Marks(tuple(hashtags), accounts, tuple(links), tuple(media))


def marks_in(text: str) -> Marks:
    """Return what words carry of which no page tells where they lead.

    Hashtags and links may be glued to the words around them, as a page leaves them whose links were
    taken out.
    """
    text = _GLUED_END.sub(r"\1 ", _GLUED_LINK.sub(" ", text))
    words = _GLUED_TAG.sub(" ", _LINK.sub(" ", text))
    pictures = dict.fromkeys(each.rpartition("://")[2] for each in _PICTURE.findall(text))
    return Marks(
        text_marks.hashtags_in(words),
        text_marks.mentions_in(words),
        tuple(link for link in text_marks.links_in(text) if not _PICTURE.fullmatch(link)),
        tuple(pictures),
    )


def without_stand_in(runs: list[Run]) -> list[Run]:
    """Leave out the words that stand in the place of a picture."""
    return [run for run in runs if run.text.strip() != _DRAWN]


def _anchors(runs: list[Run]) -> list[tuple[str, str]]:
    """Return the links with what is seen of each: pieces of one link that follow are one."""
    found: list[tuple[str, str]] = []
    last: str | None = None
    for run in runs:
        if run.href is not None and run.href == last:
            found[-1] = (found[-1][0] + run.text, run.href)
        elif run.href is not None:
            found.append((run.text, run.href))
        last = run.href
    return [(shown.strip(), href) for shown, href in found]
