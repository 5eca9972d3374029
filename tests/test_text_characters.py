"""The character table: one version of Unicode, closed, and careful with living alphabets."""

import re
import string
import sys
from importlib import resources

import pytest
import unicodedata2

from inunison.text.characters import (
    FOLDING,
    Folding,
    Ranges,
    compose,
    numbers,
    properties,
    unspaced_letters,
    with_joined_vowels,
    with_latin_capitals,
    without_spelling_emoji,
)

ALPHABETS = {
    "russian": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "ukrainian": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
    "serbian": "абвгдђежзијклљмнњопрстћуфхцчџш",
    "macedonian": "абвгдѓежзѕијклљмнњопрстќуфхцчџш",
    "kazakh": "абвгғдежзийкқлмнңоөпрстуұүфхцчшщыіьэюя",
    "mongolian": "абвгдежзийклмноөпрстуүфхцчшщъыьэюя",
    "greek": "αβγδεζηθικλμνξοπρστυφχψω",
    "armenian": "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆ",
    "cherokee": "".join(map(chr, range(0x13A0, 0x13F5))),
    "lisu": "".join(map(chr, range(0xA4D0, 0xA4F8))),
    "inuktitut": "ᐁᐯᑌᑫᕴᒉᒣᓀᓭᓓᔦᕂᕓᐃᐱᑎᑭᒋᒥᓂᓯᓕᔨᕆᕕᐅᐳᑐᑯᒍᒧᓄᓱᓗᔪᕈᕗᐊᐸᑕᑲᒐᒪᓇᓴᓚᔭᕋᕙ",
}
UNTOUCHED = [
    *("THAI", "LAO", "KHMER", "MYANMAR", "DEVANAGARI", "BENGALI", "TAMIL", "TELUGU", "ARABIC"),
    *("HEBREW", "HIRAGANA", "KATAKANA", "HANGUL", "ETHIOPIC", "GEORGIAN", "SINHALA", "TIBETAN"),
]


def _folded(text: str) -> str:
    return compose(text.translate(FOLDING))


def _assigned() -> range | list[int]:
    return [code for code in range(sys.maxunicode + 1) if code in properties().ranges["assigned"]]


def test_the_version_of_unicode_is_fixed() -> None:
    assert properties().version == "16.0.0"


def test_every_character_is_final_after_one_step() -> None:
    """Surrogates, private use and what is not assigned are spaces; ideographs stay."""
    for code in range(sys.maxunicode + 1):
        once = Folding()[code]
        assert _folded(once) == once, hex(code)


def test_only_letters_marks_digits_spaces_and_ascii_signs_come_out() -> None:
    signs = set(string.punctuation) - set("'`")
    for code in _assigned():
        for each in FOLDING[code]:
            plain = each == " " or each in signs
            assert plain or unicodedata2.category(each)[0] in "LMN", hex(code)


def test_nothing_comes_out_that_is_upper_case_or_a_compatibility_form() -> None:
    for code in _assigned():
        once = FOLDING[code]
        assert once == unicodedata2.normalize("NFKC", once), hex(code)
        assert once == once.lower() or not once.isascii(), hex(code)


def test_case_makes_no_difference() -> None:
    """But for two Greek capitals in words that are not Greek: see `with_latin_capitals`."""
    for code in range(0x250):
        assert _folded(chr(code).upper()) == _folded(chr(code).lower()), hex(code)
    for alphabet in ALPHABETS.values():
        assert _folded(alphabet.upper()) == _folded(alphabet)


@pytest.mark.parametrize("alphabet", ALPHABETS.values(), ids=ALPHABETS.keys())
def test_no_two_letters_of_an_alphabet_become_one_but_by_a_diacritic(alphabet: str) -> None:
    """Diacritics go by design: short i is i, yo is ye; ghe with upturn decomposes into nothing."""
    bare = {unicodedata2.normalize("NFD", letter)[0] for letter in alphabet}
    assert len({_folded(letter) for letter in bare}) == len(bare)


@pytest.mark.parametrize("script", UNTOUCHED)
def test_letters_of_scripts_with_vowel_signs_are_never_taken_for_latin(script: str) -> None:
    seen = 0
    hidden = properties().ranges["dropped"]
    for code in _assigned():
        character = chr(code)
        if not unicodedata2.name(character, "").startswith(f"{script} "):
            continue
        if unicodedata2.category(character)[0] not in "LM":
            continue
        seen += 1
        folded = _folded(character)
        assert not re.search("[a-z]", folded), hex(code)
        if unicodedata2.normalize("NFKC", character) == character and code not in hidden:
            assert folded == character.casefold(), hex(code)
    assert seen > 30


def test_ascii_changes_by_case_only() -> None:
    """Digits stay digits: neither `10` and `lo` nor `rn` and `m` become one."""
    for character in string.ascii_letters + string.digits:
        assert _folded(character) == character.lower()


def test_every_lookalike_becomes_ascii_letters_and_never_from_a_digit() -> None:
    pairs = properties().pairs["lookalike"]
    assert len(pairs) > 250
    for code, target in pairs.items():
        assert re.fullmatch("[a-z]{1,2}", target)
        assert unicodedata2.category(chr(code))[0] == "L"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        *(("а", "a"), ("В", "b"), ("с", "c"), ("ԁ", "d"), ("Е", "e"), ("ɡ", "g"), ("һ", "h")),
        *(("Н", "h"), ("і", "i"), ("Ι", "i"), ("ӏ", "l"), ("м", "m"), ("ո", "n"), ("ο", "o")),
        *(("р", "p"), ("ԛ", "q"), ("ʀ", "r"), ("ѕ", "s"), ("Τ", "t"), ("υ", "u"), ("ѵ", "v")),
        *(("ԝ", "w"), ("х", "x"), ("у", "y"), ("ᴢ", "z"), ("Ω", "ω"), ("ſ", "s"), ("K", "k")),
        *(("𝐀", "a"), ("𝓏", "z"), ("ⓩ", "z"), ("Ａ", "a"), ("ß", "ss"), ("ﬃ", "ffi")),
        *(("æ", "ae"), ("ø", "o"), ("Đ", "d"), ("ł", "l"), ("İ", "i"), ("ı", "i"), ("é", "e")),
        *(("ё", "e"), ("й", "и"), ("ώ", "ω"), ("ς", "σ"), ("№", "no"), ("½", "1 2")),
        *(("²", "2"), ("٣", "٣"), ("३", "३"), ("㎏", "kg"), ("ｶﾞ", "ガ"), ("か゛", "か \u3099")),
        *(("각", "각"), ("\u0301", ""), ("\u200b", ""), ("\x00", ""), ("\ue000", " ")),
        *(("\ud800", " "), ("🔥", " "), ("\U0001fae9", " "), ("\U0010ffff", " ")),
        *(("\u3164", ""), ("ـ", ""), ("’", ""), ("\xa0", " ")),
    ],
)
def test_golden_characters(typed: str, meant: str) -> None:
    assert _folded(typed) == meant


def test_marks_of_indic_arabic_hebrew_and_thai_stay() -> None:
    for text in ("हिन्दी में", "முதல்", "مَرْحَبًا", "שָׁלוֹם", "ที่นี่", "ភាសាខ្មែរ", "မြန်မာ", "が"):
        assert _folded(text) == unicodedata2.normalize("NFC", text)


def test_order_of_marks_makes_no_difference() -> None:
    assert _folded("\u0628\u064e\u0651") == _folded("\u0628\u0651\u064e")


def test_properties_agree_with_the_installed_unicode() -> None:
    """A newer one may know more characters, not other things of the same ones."""
    ranges = properties().ranges
    wrong = [
        hex(code)
        for code in _assigned()
        for name, category in (("letter", "L"), ("mark", "M"), ("number", "N"))
        if (code in ranges[name]) != (unicodedata2.category(chr(code))[0] == category)
    ]
    assert wrong == []


def test_ranges_hold_their_ends_and_nothing_beside() -> None:
    ranges = Ranges((5, 10), (7, 10))
    assert [code for code in range(12) if code in ranges] == [5, 6, 7, 10]
    assert Ranges((0x41, 0x10400), (0x42, 0x10401)).planes() == (
        Ranges((0x41,), (0x42,)),
        Ranges((0x10400,), (0x10401,)),
    )
    assert re.fullmatch(f"[{ranges.within()}]+", "\x05\x07\n")


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("1️⃣ one", "  one"),
        ("1⃣", " "),
        ("#️⃣", " "),
        ("1\u200b️\u2060⃣", " "),
        ("word™️", "word "),
        ("word™", "word™"),
        ("Ⓜ️etro", " etro"),
        ("Ⓜetro", "Ⓜetro"),
        ("1️", "1️"),
        ("a️b", "a️b"),
    ],
)
def test_emoji_that_spell_are_taken_out(text: str, rest: str) -> None:
    assert without_spelling_emoji(text) == rest


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Νews", "news"),
        ("Νο", "nο"),
        ("ΥOU ΝOW", "yOU nOW"),
        ("Νеwѕ и дом", "nеwѕ и дом"),
        ("ΝΕΑ ΛΥΣΗ", "ΝΕΑ ΛΥΣΗ"),
        ("λύση Νews", "λύση news"),
        ("λύση Ν\u200bews", "λύση news"),
        ("λύση Ν", "λύση Ν"),
        ("ν υ", "ν υ"),
    ],
)
def test_greek_capitals_are_latin_where_nothing_is_greek(text: str, read: str) -> None:
    assert with_latin_capitals(text) == read


def test_a_vowel_typed_as_two_is_one() -> None:
    assert with_joined_vowels("ดูเเล") == with_joined_vowels("ดูแล")
    assert with_joined_vowels("ເເ") == "ແ"
    assert with_joined_vowels("เก") == "เก"


def test_numbers_and_unspaced_letters() -> None:
    near, far = unspaced_letters()
    assert {"5", "٣", "½", "Ⅷ", "𝟘"} <= numbers()
    assert "a" not in numbers()
    assert len(near.findall("ภาษา ລາວ ខ្មែរ မြန် 汉字 かな カナ a б 한 ا ה ไ์")) == 19
    assert far.findall("𠀀a") == ["𠀀"]


def test_the_table_carries_the_licence_of_its_data() -> None:
    head = resources.files("inunison.text").joinpath("unicode.tsv").read_text(encoding="utf-8")
    assert "UNICODE LICENSE V3" in head
    assert "Copyright © 2001-2024 Unicode, Inc." in head
