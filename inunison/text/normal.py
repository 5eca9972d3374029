"""The normal form `norm_v1` and the fingerprint of one text.

Owns the order of the steps, the key and the floor below which equal texts are no evidence. Stores
nothing and shows nothing: the normal form is for comparing only, people always see the raw text.
"""

import html
import re
from hashlib import blake2b

import msgspec

from inunison.text import addressing
from inunison.text.characters import (
    FOLDING,
    compose,
    hanging_marks,
    numbers,
    unspaced_letters,
    with_joined_vowels,
    with_latin_capitals,
    without_spelling_emoji,
)

NORM_VERSION = "norm_v1"

KEY_BYTES = 16
FLOOR_LETTERS = 30
FLOOR_WORDS = 5
FLOOR_UNSPACED = 15

_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-\x7f]+")
_PUNCTUATION_AS_SPACES = {code: " " for code in range(0x21, 0x7F) if not chr(code).isalnum()}
_NOT_LETTERS = dict.fromkeys(map(ord, "0123456789 "))
# Python refuses to read a number of more than 4,300 digits; no character has one of nine.
_ENDLESS_REFERENCE = re.compile("&#[0-9]{9,};?")


class Fingerprint(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """What makes two texts the same, and how much text there is.

    Attributes:
        key: BLAKE2b-128 of the normal form, 32 hex characters; None where nothing is left.
        tagged_key: The same with the words of the hashtags kept; equal to key without hashtags.
        words: Tokens of the normal form, separated by spaces.
        letters: Letters and marks of the normal form, in NFC.
        evidence: Whether there is enough text for equal texts to mean something: 30 letters and
            marks, and 5 words or 15 letters of a script that writes no spaces.
        manual_repost: Whether the text says of itself that it is a copy: it begins with `RT @x:`
            or ends with `via @x`.
    """

    key: str | None = None
    tagged_key: str | None = None
    words: int = 0
    letters: int = 0
    evidence: bool = False
    manual_repost: bool = False


def _folded(text: str) -> str:
    if "&" in text:
        text = html.unescape(_ENDLESS_REFERENCE.sub("\ufffd", text))
    if text.isascii():
        return text.translate(FOLDING)
    folded = with_latin_capitals(without_spelling_emoji(text)).translate(FOLDING)
    if folded.isascii():
        return folded
    return with_joined_vowels(hanging_marks().sub(r"\1", folded))


def _words(folded: str) -> str:
    if folded.isascii():
        return " ".join(folded.translate(_PUNCTUATION_AS_SPACES).split())
    return compose(" ".join(_PUNCTUATION.sub(" ", folded).split()))


def _bare(text: str) -> tuple[str, bool]:
    rest, manual = addressing.without_attribution(addressing.without_links(_folded(text)))
    return addressing.without_mentions(rest), manual


def normalise(text: str, *, keep_hashtags: bool = False) -> str:
    """Return the normal form of a text, in which texts that differ only in form are equal.

    Args:
        text: The raw text; lone surrogates, control characters and any length are fine.
        keep_hashtags: Whether the words of hashtags stay.

    Returns:
        Letters, marks and digits with single spaces between words; empty where nothing is left.
        Normalising it again changes nothing.
    """
    bare, _ = _bare(text)
    return _words(bare if keep_hashtags else addressing.without_hashtags(bare))


def _key(normal: str) -> str | None:
    return blake2b(normal.encode(), digest_size=KEY_BYTES).hexdigest() if normal else None


def _letters(normal: str, words: int) -> int:
    if normal.isascii():
        return len(normal.translate(_NOT_LETTERS))
    digits = sum(map(normal.count, numbers().intersection(normal)))
    return len(normal) - (words - 1) - digits


def _evidence(normal: str, words: int, letters: int) -> bool:
    if letters < FLOOR_LETTERS:
        return False
    if words >= FLOOR_WORDS:
        return True
    if normal.isascii():
        return False
    near, far = unspaced_letters()
    found = len(near.findall(normal))
    return found >= FLOOR_UNSPACED or found + len(far.findall(normal)) >= FLOOR_UNSPACED


def fingerprint(text: str) -> Fingerprint:
    """Return the fingerprint of one text.

    Args:
        text: The raw text of a post; of a quote, its own words only.
    """
    bare, manual = _bare(text)
    normal = _words(addressing.without_hashtags(bare))
    key = _key(normal)
    words = normal.count(" ") + 1 if normal else 0
    letters = _letters(normal, words)
    return Fingerprint(
        key=key,
        tagged_key=_key(_words(bare)) if "#" in bare else key,
        words=words,
        letters=letters,
        evidence=_evidence(normal, words, letters),
        manual_repost=manual,
    )
