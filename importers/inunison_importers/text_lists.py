"""Lists that were written into one cell as text.

Owns one tolerant reader for the three ways they are written: as Python writes a list of texts
(``['a', "b's"]``), as JSON (``["a"]``), and bare (``[a, b]``). Never evaluates anything.
"""

import re

from inunison_importers.base import BadCell, repair

_QUOTED = re.compile(r"""\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|([^\s,'"\[\]]+))\s*""", re.S)
_ESCAPE = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.S)
_LETTERS = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", "a": "\a", "v": "\v"}
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_BETWEEN = re.compile(r",\s+")
_LAST_LETTER = 0x10FFFF


def read_list(text: str) -> tuple[str, ...]:
    """Read a list that stands in a cell.

    A bare list does not tell a comma between entries from one inside an entry; a comma with a space
    after it is between entries, and one without is only where no entry is a link.

    Args:
        text: The cell, with or without brackets; empty for no entries.

    Returns:
        The entries, in order, doubles kept, empty ones left out.

    Raises:
        BadCell: Its bracket or its quotation marks do not close.
    """
    if text in ("", "[]"):
        return ()
    body = text.strip()
    if body.startswith("["):
        if not body.endswith("]"):
            raise BadCell("it is not a list whose bracket closes")
        body = body[1:-1].strip()
    if body[:1] in ("'", '"'):
        return _plain(body) or _quoted(body)
    if not body:
        return ()
    entries = _BETWEEN.split(body)
    if len(entries) == 1 and "://" not in body:
        entries = body.split(",")
    return tuple(entry for each in entries if (entry := each.strip()))


def _plain(body: str) -> tuple[str, ...]:
    """Read entries in single quotation marks without any escape: nearly all there are."""
    if "\\" in body or '"' in body or len(body) < 2 or body[-1] != "'":
        return ()
    entries = tuple(body[1:-1].split("', '"))
    # between n entries stand 2n marks in all: one more, and an entry holds a mark of its own
    return entries if body.count("'") == 2 * len(entries) and all(entries) else ()


def _quoted(body: str) -> tuple[str, ...]:
    entries = []
    place = 0
    while True:
        found = _QUOTED.match(body, place)
        if found is None:
            raise BadCell("it is not a list whose quotation marks close")
        single, double, bare = found.groups()
        entries.append(
            bare if bare is not None else _unescape(double if single is None else single)
        )
        place = found.end()
        if place == len(body):
            return tuple(entry for entry in entries if entry)
        if body[place] != ",":
            raise BadCell("it is not a list with commas between its entries")
        place += 1


def _unescape(text: str) -> str:
    if "\\" not in text:
        return text
    return repair(_PAIR.sub(_join_pair, _ESCAPE.sub(_character, text)))[0]


def _character(found: re.Match[str]) -> str:
    letter = found[4]
    if letter is not None:
        return _LETTERS.get(letter, letter)
    code = int(found[1] or found[2] or found[3], 16)
    return chr(code) if code <= _LAST_LETTER else "\ufffd"


def _join_pair(found: re.Match[str]) -> str:
    """Join the two halves in which JSON writes a character beyond U+FFFF."""
    return found[0].encode("utf-16-le", "surrogatepass").decode("utf-16-le")
