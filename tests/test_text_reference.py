"""The fast fingerprint against a slow one that follows the published order step by step.

The reference works on whole texts, asks unicodedata2 and Python for properties wherever it can, and
knows scripts by the names of characters; only the table of lookalikes is shared.
"""

import html
import re
import unicodedata
from itertools import groupby, pairwise
from pathlib import Path

import pytest
import unicodedata2
from hypothesis import given, settings
from hypothesis import strategies as st

from inunison.text import fingerprint, normalise
from inunison.text.characters import properties
from tests.text_samples import real_texts

SPACES = "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85"
INVISIBLE = {0x34F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180F, 0x2065, 0x3164, 0xFFA0, 0x640}
APOSTROPHES = set("'`´ʻʼʽ‘’‛′")
HOSTS = "com|net|org|info|gov|edu|mil|biz"
NAME = (
    r"@(?:[a-z0-9+]{38,43}=|[a-z0-9_]+(?:[.-][a-z0-9_]+)*@[a-z0-9-]+(?:\.[a-z0-9-]+)+"
    rf"|[a-z0-9_-]+(?:\.[a-z0-9-]+)*\.(?:social|app|dev|blog|news|{HOSTS})(?![a-z0-9_-])"
    "|[a-z0-9_]+)"
)
LINKS = (
    r"(?:https?|ftp):/+[!#-;=?-~]*",
    r"(?:https?|ftp):?/*\.\.\.+",
    r"pic\.twitter\.com/[a-z0-9]+",
    r"(?<![a-z0-9.@_-])(?:www\.[!#-;=?-~]+|(?:[a-z0-9-]+\.)+[a-z]{2,24}(?::[0-9]+)?/[!#-;=?-~]*"
    rf"|(?:[a-z0-9-]+\.)+(?:{HOSTS})(?![a-z0-9_-])(?!\.[a-z0-9]))",
)
WORD = "0-9a-z\x80-\U0010ffff"
TAG_END = f"[_{WORD}]+(?:#[_{WORD}]+)*"


def _category(character: str) -> str:
    return str(unicodedata2.category(character))


def _alphabetic(character: str) -> bool:
    name = unicodedata2.name(character, "")
    return _category(character)[0] == "L" and name.startswith(("LATIN", "GREEK", "CYRILLIC"))


def _ignored(character: str) -> bool:
    code = ord(character)
    variation = 0xFE00 <= code <= 0xFE0F or 0x180B <= code <= 0x180D or 0xE0000 <= code <= 0xE0FFF
    control = _category(character) == "Cc" and character not in SPACES
    return (
        control
        or variation
        or _category(character) == "Cf"
        or code in INVISIBLE
        or character in APOSTROPHES
    )


def _generic_mark(character: str) -> bool:
    """A combining mark of no script, or of Cyrillic alone."""
    code = ord(character)
    blocks = (
        (0x300, 0x36F),
        (0x1AB0, 0x1AFF),
        (0x1DC0, 0x1DFF),
        (0x20D0, 0x20FF),
        (0xFE20, 0xFE2F),
    )
    named = unicodedata2.name(character, "").startswith("COMBINING CYRILLIC")
    generic = any(first <= code <= last for first, last in blocks)
    return _category(character) in {"Mn", "Me"} and (
        generic or (named and code not in (0x485, 0x486))
    )


def _without_marks(text: str) -> str:
    kept: list[str] = []
    hanging = False
    for character in unicodedata2.normalize("NFKD", text):
        if _generic_mark(character):
            continue
        mark = _category(character) in {"Mn", "Me"} and ord(character) <= 0xFFFF
        if mark and hanging:
            continue
        hanging = _alphabetic(character)
        kept.append(character)
    return "".join(kept)


def _without_keycaps(text: str) -> str:
    kept: list[str] = []
    shown = {"\u20e3": "0123456789#*", "\ufe0f": "™ℹⓂ㊗㊙🈂🈷"}
    for character in text:
        kept.append(character)
        bases = shown.get(character, "")
        place = len(kept) - 2
        while bases and place >= 0 and _hidden(kept[place]) and kept[place] not in bases:
            place -= 1
        if bases and place >= 0 and kept[place] in bases:
            kept[place:] = [" "]
    return "".join(kept)


def _hidden(character: str) -> bool:
    return _ignored(character) or _generic_mark(character)


def _first_plane_letter(character: str) -> bool:
    return _category(character)[0] == "L" and ord(character) <= 0xFFFF


def _greek(character: str) -> bool:
    return "\u0370" <= character <= "\u03ff" or "\u1f00" <= character <= "\u1fff"


def _latin_capitals(text: str) -> str:
    drawn = properties().pairs["lookalike"]
    signs = [each for each in text if _greek(each)]
    folded = [_without_marks(_without_marks(each).casefold()) for each in signs]
    lookalike = all(
        part.isascii() or ord(part) in drawn or _category(part)[0] not in "LMN"
        for each in folded
        for part in each
    )
    runs = [(key, "".join(run)) for key, run in groupby(text, _first_plane_letter)]
    return "".join(
        run.replace("Ν", "N").replace("Υ", "Y")
        if lookalike or (letters and not all(map(_greek, run)))
        else run
        for letters, run in runs
    )


def _letters(text: str) -> str:
    text = re.sub("&#[0-9]{9,};?", " ", text)
    text = html.unescape(text)
    text = _without_keycaps(text)
    text = re.sub("[🈁🈚🈯🈲-🈶🈸-🈺🉐🉑]", " ", text)
    text = "".join(each for each in text if not _ignored(each) and not _generic_mark(each))
    text = _latin_capitals(text)
    previous = None
    while text != previous:
        previous = text
        text = "".join(each for each in _without_marks(text) if not _ignored(each)).casefold()
    drawn = properties().pairs["lookalike"]
    text = "".join(drawn.get(ord(each), each) for each in text)
    return _without_marks(text).replace("เเ", "แ").replace("ເເ", "ແ")


def _plain(text: str) -> str:
    """What is no letter, mark or digit is a space; ASCII signs keep their meaning."""
    return "".join(
        each if (each.isascii() and each not in SPACES) or _category(each)[0] in "LMN" else " "
        for each in text
    )


def reference(text: str, *, keep_hashtags: bool = False) -> str:
    """Return the normal form, one published step after the other."""
    text = _plain(_letters(text))
    for pattern in LINKS:
        text = re.sub(pattern, " ", text)
    text = re.sub(rf"\A(?:[^{WORD}@#]*rt[\s:]*{NAME}:?)+", "", text)
    credited = list(re.finditer(rf"(?<![{WORD}])via[\s:]*{NAME}", text))
    for credit in credited[-1:]:
        after = re.sub(rf"(?<![a-z0-9_]){NAME}", " ", text[credit.end() :])
        if not re.search(f"[{WORD}]", _without_hashtags(after)):
            text = text[: credit.start()] + " " + text[credit.end() :]
    text = re.sub(rf"(?<![a-z0-9_]){NAME}", " ", text)
    text = text if keep_hashtags else _without_hashtags(text)
    kept = "".join(each if _category(each)[0] in "LMN" else " " for each in text)
    return str(unicodedata2.normalize("NFC", " ".join(kept.split())))


def _without_hashtags(text: str) -> str:
    topic = f"#[0-9a-z_]*[\u3400-\u4dbf\u4e00-\u9fff][_{WORD}]*#"
    tag = f"#(?=[0-9_]*[a-z\x80-\U0010ffff]){TAG_END}"
    return re.sub(f"(?<![0-9a-z_])(?:{topic}|{tag})", " ", text)


def _known(character: str) -> bool:
    """Assigned in the Unicode of this Python, so that its own case folding knows the character."""
    return unicodedata.category(character) != "Cn"


PIECES = st.sampled_from(
    [
        *("RT @x: ", "rt@y", "via @z", " via: @z ", "@a.bsky.social", "@u@host.example", "@", "#"),
        *(
            "＃",
            "#tag",
            "#北京#",
            "#1",
            "http://a.example/b",
            "https://t.co/x…",
            "http…",
            "www.a.b",
        ),
        *("t.co/x", "pic.twitter.com/abc", "example.com", "&amp;", "&#65;", "&#" + "9" * 20 + ";"),
        *("_", "/", ".", "น้ำ", "เเ", "क़ी", "\u064e", "\u0e48", "ϒ", "Νe", "Υ", "ν", "йё", "İ", "ǅ"),
        *("ﬃ", "ß", "1️⃣", "™️", "Ⓜ", "\u200d", "\ufe0f", "\u20e3", "\u0301", "\u0483", "\u0345"),
        *("\u3099", "か", "가", "ᄀ", "ᅡ", "ﾞ", "\u2028", "λ", "Ᏻ"),
    ]
)
TEXTS = st.lists(st.one_of(PIECES, st.text(st.characters().filter(_known)))).map("".join)


@given(TEXTS)
@settings(max_examples=600, deadline=None)
def test_the_fast_form_is_the_slow_form(text: str) -> None:
    assert normalise(text) == reference(text)
    assert normalise(text, keep_hashtags=True) == reference(text, keep_hashtags=True)


@given(TEXTS)
@settings(max_examples=600, deadline=None)
def test_normalising_again_changes_nothing(text: str) -> None:
    for keep in (False, True):
        once = normalise(text, keep_hashtags=keep)
        assert normalise(once, keep_hashtags=keep) == once


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_the_normal_form_holds_letters_marks_digits_and_single_spaces(text: str) -> None:
    once = normalise(text)
    assert all(each == " " or _category(each)[0] in "LMN" for each in once)
    assert once == " ".join(once.split())


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_counts_are_those_of_the_normal_form(text: str) -> None:
    once = reference(text)
    found = fingerprint(text)
    assert found.words == len(once.split())
    assert found.letters == sum(_category(each)[0] in "LM" for each in once)
    assert (found.key is None) == (once == "")


@given(st.text(st.characters(categories=["Cs", "Lu", "Nd", "Po"])))
@settings(max_examples=100, deadline=None)
def test_lone_surrogates_are_a_space(text: str) -> None:
    repaired = re.sub("[\ud800-\udfff]", " ", text)
    assert normalise(text) == normalise(repaired)


@pytest.mark.real_data
def test_the_fast_form_is_the_slow_form_on_real_posts(real_data: Path) -> None:
    for text in real_texts(real_data, 3000):
        assert normalise(text) == reference(text), text
        assert normalise(text, keep_hashtags=True) == reference(text, keep_hashtags=True), text


def test_the_pieces_do_not_all_vanish() -> None:
    """Guards the strategy: most of its pieces reach the comparison."""
    pieces = ["น้ำ", "क़ी", "йё", "ß", "가"]
    assert [a == b for a, b in pairwise(map(normalise, pieces))] == [False] * 4
