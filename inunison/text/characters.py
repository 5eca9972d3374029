"""What one character becomes in a fingerprint: the character table of `norm_v1`.

Owns everything that depends on Unicode. All properties come from unicode.tsv, one fixed version of
Unicode, because Python 3.11, 3.12 and 3.13 each bring another one. The unicodedata2 that is
installed may be newer: it is asked only for normal forms of characters that the fixed version has,
and those never change (Unicode's stability policy). Knows nothing of links, mentions or hashtags.
"""

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

import unicodedata2

_SPACES = frozenset("\t\n\v\f\r\x1c\x1d\x1e\x1f\x85")
_TYPED_TWICE = (("\u0e40\u0e40", "\u0e41"), ("\u0ec0\u0ec0", "\u0ec1"))
_FIRST_PLANE = 0xFFFF


@dataclass(frozen=True)
class Ranges:
    """A set of code points as sorted, closed ranges.

    Attributes:
        starts: First code point of each range.
        ends: Last code point of each range.
    """

    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def __contains__(self, code: int) -> bool:
        place = bisect_right(self.starts, code) - 1
        return place >= 0 and code <= self.ends[place]

    def within(self) -> str:
        """Return the ranges as they stand inside the brackets of a regular expression."""
        return "".join(
            f"\\U{start:08x}-\\U{end:08x}"
            for start, end in zip(self.starts, self.ends, strict=True)
        )

    def planes(self) -> tuple["Ranges", "Ranges"]:
        """Return what lies in the first plane, where patterns are fast, and what lies beyond."""
        split = bisect_right(self.starts, _FIRST_PLANE)
        return (
            Ranges(self.starts[:split], self.ends[:split]),
            Ranges(self.starts[split:], self.ends[split:]),
        )


@dataclass(frozen=True)
class Properties:
    """The rows of unicode.tsv.

    Attributes:
        ranges: Sets of code points by name.
        pairs: Mappings of a code point to the text it becomes, by name.
        version: The version of Unicode.
    """

    ranges: Mapping[str, Ranges]
    pairs: Mapping[str, Mapping[int, str]]
    version: str


def _ranges(written: str) -> Ranges:
    spans = [span.partition("-") for span in written.split()]
    starts = tuple(int(first, 16) for first, _, _ in spans)
    return Ranges(starts, tuple(int(last or first, 16) for first, _, last in spans))


def _pairs(written: str) -> dict[int, str]:
    sides = (pair.split("=") for pair in written.split())
    return {
        int(code, 16): "".join(chr(int(each, 16)) for each in target.split("+"))
        for code, target in sides
    }


@cache
def properties() -> Properties:
    """Return the properties, read once."""
    written = resources.files(__package__).joinpath("unicode.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in written.splitlines() if not line.startswith("#")]
    version = next(value for name, value in rows if name == "version")
    return Properties(
        {name: _ranges(value) for name, value in rows if name != "version" and "=" not in value},
        {name: _pairs(value) for name, value in rows if "=" in value},
        version,
    )


def _step(code: int) -> str | None:
    """Return what a character becomes at the next step, or None when it is final."""
    ranges, pairs = properties().ranges, properties().pairs
    character = chr(code)
    if code in ranges["dropped"]:
        return ""
    if code < 128:
        return " " if character in _SPACES else character.lower() if character.isupper() else None
    if code not in ranges["assigned"] or code in ranges["emoji"]:
        return " "
    # Taken apart, so that the pieces are dropped, folded and looked at one by one.
    decomposed = str(unicodedata2.normalize("NFKD", character))
    if decomposed != character:
        return decomposed
    for mapping in ("fold", "lookalike"):
        if code in pairs[mapping]:
            return pairs[mapping][code]
    kept = any(code in ranges[name] for name in ("letter", "mark", "number"))
    return None if kept else " "


def _final(code: int) -> str:
    """Return what a character becomes in the end: every step leads to it again."""
    following = _step(code)
    if following is None:
        return chr(code)
    return "".join(_final(ord(each)) for each in following)


class Folding(dict[int, str]):
    """A table for `str.translate` that fills itself with the characters that texts hold.

    Each character becomes: nothing (zero-width, bidi and control characters, combining marks of no
    script or of Latin, Greek and Cyrillic, apostrophes), a space (white space, symbols, punctuation
    outside ASCII, what Unicode has not assigned), or its letters, marks and digits after NFKD, case
    folding and the skeleton of lookalikes, in NFC. ASCII punctuation is kept, for it marks links.
    """

    def __missing__(self, code: int) -> str:
        """Return and keep what the character with this code point becomes."""
        final = str(unicodedata2.normalize("NFC", _final(code)))
        self[code] = final
        return final


FOLDING = Folding()


def compose(text: str) -> str:
    """Return folded text in NFC, so that equal letters are equal whatever order typed them."""
    return text if text.isascii() else str(unicodedata2.normalize("NFC", text))


def with_joined_vowels(folded: str) -> str:
    """Write two Thai or Lao sara e as the one sara ae that they are drawn like and typed for."""
    for typed, meant in _TYPED_TWICE:
        if typed in folded:
            folded = folded.replace(typed, meant)
    return folded


@cache
def hanging_marks() -> re.Pattern[str]:
    """Return the pattern of Latin, Greek and Cyrillic letters with marks of other scripts."""
    ranges = properties().ranges
    return re.compile(f"([a-z{ranges['alphabetic'].within()}])[{ranges['hanging'].within()}]+")


@cache
def numbers() -> frozenset[str]:
    """Return the characters of category N."""
    ranges = properties().ranges["number"]
    spans = zip(ranges.starts, ranges.ends, strict=True)
    return frozenset(chr(code) for start, end in spans for code in range(start, end + 1))


@cache
def unspaced_letters() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of one letter of a script that writes no spaces between words.

    The first is of the first plane, where patterns are fast; the second of all others.
    """
    near, far = properties().ranges["unspaced"].planes()
    return re.compile(f"[{near.within()}]"), re.compile(f"[{far.within()}]")


@cache
def _selected_emoji() -> re.Pattern[str]:
    ranges = properties().ranges
    shown, hidden = ranges["selectable_emoji"].within(), ranges["dropped"].within()
    return re.compile(f"[0-9#*][{hidden}]*\u20e3|[{shown}][{hidden}]*\ufe0f")


def without_spelling_emoji(text: str) -> str:
    """Take out emoji that would leave letters or digits behind: keycaps, trade mark, circled M.

    Such a character is an emoji where a variation selector says so, else it is text.
    """
    if "\ufe0f" in text or "\u20e3" in text:
        return _selected_emoji().sub(" ", text)
    return text


def with_latin_capitals(text: str) -> str:
    """Read the Greek capitals nu and upsilon as N and Y where they are no Greek.

    Their small letters are drawn like v and u, and in a Greek word both cases must become the same.
    So they are Latin in a text without any letter that only Greek has, and in a word that also has
    letters of another script.
    """
    if "\u039d" not in text and "\u03a5" not in text:
        return text
    capitals = properties().pairs["greek_capital"]
    characters = set(text)
    if all(FOLDING[ord(each)].isascii() for each in characters if _greek(each)):
        return text.translate(capitals)
    dropped = properties().ranges["dropped"]
    visible = text
    for each in characters:
        if ord(each) in dropped:
            visible = visible.replace(each, "")
    return _letter_runs().sub(
        lambda run: run[0] if all(map(_greek, run[0])) else run[0].translate(capitals), visible
    )


def _greek(letter: str) -> bool:
    return "\u0370" <= letter <= "\u03ff" or "\u1f00" <= letter <= "\u1fff"


@cache
def _letter_runs() -> re.Pattern[str]:
    near, _ = properties().ranges["letter"].planes()
    return re.compile(f"[{near.within()}]+")
