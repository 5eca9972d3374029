"""Whose a post is, as pages write it after its words: ``text — Name (@handle) November 5, 2018``.

Owns how such an ending is told from other words. A name may hold any sign, dashes and parentheses
too; the dash may be glued to what stands around it, and any of several dashes. It counts where a
day, or the address of a post, follows at once: a handle in parentheses alone is no post.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from inunison_importers.shown_posts import Address, status_address
from inunison_importers.written_dates import DATE_CHARACTERS, day_in

NAME_CHARACTERS = 100

_UNSEEN = r"[\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00a0]*"
HANDLE = r"[A-Za-z0-9][A-Za-z0-9-]*(?:\.[A-Za-z0-9-]+)+|[A-Za-z0-9_]{1,20}"
"""A handle of Twitter, or a name of Bluesky, which is the name of a host."""

_IN_BRACKETS = re.compile(rf"[(\uff08]{_UNSEEN}[@\uff20]{_UNSEEN}({HANDLE}){_UNSEEN}[)\uff09]")
_LONG_DASH = re.compile("[\u2014\u2015]|&mdash;")
_SHORT_DASH = re.compile(r"(?:^|(?<=\s))\u2013|\u2013(?=\s)|--|(?:^|(?<=\s))-(?=\s)", re.MULTILINE)
_MARKDOWN = re.compile(r"\s*\[(?P<date>[^\[\]\n]{1,80})\]\((?P<url>[^()\s]{1,500})\)")
_BETWEEN = re.compile(r"[\s,:|·<(\u200b-\u200f\u202a-\u202e\u2060-\u2069]*")
_REST_OF_ADDRESS = re.compile(r"[^\s)>\]]*[)>]?")
_YEAR = re.compile(r"\d{4}")
_AFTER_YEAR = re.compile(
    r"[^\S\n]*(?:年[^\S\n]*\d{1,2}[^\S\n]*月[^\S\n]*\d{1,2}[^\S\n]*日"
    r"|년[^\S\n]*\d{1,2}[^\S\n]*월[^\S\n]*\d{1,2}[^\S\n]*일"
    r"|-\d{2}-\d{2}"
    r"|[\u0433\u0440]\.|\.[^\S\n]\w+[^\S\n]\d{1,2}\.?)"
)
_CLOCK_AFTER = re.compile(r"[^\S\n]+(?:at|um|à)[^\S\n]+\d{1,2}[:.]\d{2}(?:[^\S\n]?[AaPp][Mm])?")


class Attribution(NamedTuple):
    """The ending of a post in a text.

    Attributes:
        start: Where its dash stands; there the words of the post end.
        end: Where it ends.
        name: The author's name, where there is one.
        handle: The author's handle.
        date: The day, as it is written; None where an address alone follows.
        address: The address of the post, where it follows.
    """

    start: int
    end: int
    name: str | None
    handle: str
    date: str | None
    address: Address | None


def attributions(text: str, *, sure: bool = False) -> Iterator[Attribution]:
    """Yield the endings of posts in a text, in their order.

    Args:
        text: The text.
        sure: A post ends in it: what looks like an ending is one, whatever follows.
    """
    border = 0
    for found in _IN_BRACKETS.finditer(text):
        if found.start() < border:
            continue
        dash = _dash_before(text, border, found.start())
        if dash is None:
            continue
        date, address, end = _what_follows(text, found.end())
        if date is None and address is None and not sure:
            continue
        name = named(text[dash[1] : found.start()])
        yield Attribution(dash[0], end, name, found[1], date, address)
        border = end


def in_brackets(text: str) -> tuple[str | None, str, str] | None:
    """Split what stands below a post of which the words are known: name, handle, and the rest."""
    last = None
    for last in _IN_BRACKETS.finditer(text):  # noqa: B007 - a name may hold brackets too
        pass
    if last is None:
        return None
    before = text[: last.start()].strip()
    return named(before.lstrip("\u2014\u2015\u2013-")), last[1], text[last.end() :].strip()


def named(text: str) -> str | None:
    """Return a name in one line, without marks of direction around it; None where none is left."""
    return " ".join(text.split()).strip("\u200b\u200e\u200f\u202a\u202b\u202c\ufeff ") or None


def _dash_before(text: str, border: int, place: int) -> tuple[int, int] | None:
    """Find the dash before a name: the last long one, else the last of the others.

    Words hold dashes more often than names do, so that of several the last begins the name.
    """
    begin = max(border, place - NAME_CHARACTERS)
    begin = max(begin, text.rfind("\n\n", begin, place))
    for kind in (_LONG_DASH, _SHORT_DASH):
        found = list(kind.finditer(text, begin, place))
        if found:
            return found[-1].start(), found[-1].end()
    return None


def _what_follows(text: str, place: int) -> tuple[str | None, Address | None, int]:
    """Return the day and the address after a handle, and where they end."""
    linked = _MARKDOWN.match(text, place)
    if linked:
        address = status_address(linked["url"])
        date = linked["date"].strip()
        is_day = day_in(date) is not None
        if address or is_day:
            return (date if is_day else None), address, linked.end()
    date, end = _day_at(text, place)
    begin = _BETWEEN.match(text, end)
    after = begin.end() if begin else end
    address = status_address(text, after, at_once=True)
    if address is not None:
        rest = _REST_OF_ADDRESS.match(text, address.end)
        return date, address, rest.end() if rest else address.end
    return date, None, end


def _day_at(text: str, place: int) -> tuple[str | None, int]:
    """Return the day that is written from a place on, and where it ends."""
    line_end = text.find("\n", place)
    until = min(len(text) if line_end < 0 else line_end, place + DATE_CHARACTERS)
    for year in _YEAR.finditer(text, place, until):
        ends = [year.end()]
        for more in (_AFTER_YEAR, _CLOCK_AFTER):
            longer = more.match(text, year.end())
            if longer:
                ends.insert(0, longer.end())
        for end in ends:
            date = text[place:end].strip(" \t,:|·-\u2013\u00a0")
            if day_in(date) is not None:
                return date, end
    return None, place
