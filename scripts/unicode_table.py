"""Make inunison/text/unicode.tsv from the files of the Unicode Character Database.

`python -m scripts.unicode_table FOLDER` reads UnicodeData.txt, Scripts.txt, CaseFolding.txt,
DerivedCoreProperties.txt, emoji-data.txt, confusables.txt (UTS 39) and LICENSE of one version from
one folder and writes the table. Run it only to move to another version of Unicode: that changes
fingerprints, so it goes with a new NORM_VERSION.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import unicodedata2

VERSION = "16.0.0"
TARGET = Path(__file__).resolve().parent.parent / "inunison" / "text" / "unicode.tsv"

ALPHABETIC = frozenset({"Latin", "Greek", "Cyrillic"})
UNSPACED = frozenset({"Thai", "Lao", "Khmer", "Myanmar", "Han", "Hiragana", "Katakana"})
# Scripts whose letters are drawn apart and carry no vowel signs, so that a letter taken out of them
# leaves nothing behind that would hang on a Latin letter. Arabic, Hebrew, the Indic scripts, Thai,
# Lao, Khmer, Myanmar, Han, Kana and Hangul are left as they are.
LOOKALIKE_SCRIPTS = ALPHABETIC | frozenset(
    {"Armenian", "Canadian_Aboriginal", "Cherokee", "Coptic", "Deseret", "Lisu", "Osage"}
)
# Blocks of combining marks that belong to no script. No letter outside Latin, Greek and Cyrillic
# that people write posts in decomposes into one of them.
GENERIC_MARKS = (
    (0x300, 0x36F),
    (0x1AB0, 0x1AFF),
    (0x1DC0, 0x1DFF),
    (0x20D0, 0x20FF),
    (0xFE20, 0xFE2F),
)
APOSTROPHES = "'`\u00b4\u02bb\u02bc\u02bd\u2018\u2019\u201b\u2032"
TATWEEL = "\u0640"  # stretches an Arabic word, says nothing
CONTROL_SPACES = "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85"
# Where confusables.txt and the rules below miss what is drawn: the palochka is a bar in both cases,
# and the letter we (Kurdish) is a w as the older omega is.
DRAWN = {"\u04cf": "l", "\u051d": "w"}


@dataclass(frozen=True)
class Character:
    """What UnicodeData.txt and Scripts.txt say of one code point."""

    code: int
    name: str
    category: str
    script: str


@dataclass
class Lookalike:
    """The ASCII letters that the two cases of one letter are drawn like."""

    code: int
    script: str
    lower: str = ""
    upper: str = ""

    @property
    def chosen(self) -> str:
        """The lower case decides, or else the capital."""
        return self.lower or self.upper


def _rows(path: Path) -> Iterator[list[str]]:
    for line in path.read_text(encoding="utf-8-sig").splitlines():
        body = line.partition("#")[0].strip()
        if body:
            yield [part.strip() for part in body.split(";")]


def _codes(written: str) -> range:
    first, _, last = written.partition("..")
    return range(int(first, 16), int(last or first, 16) + 1)


def _text(written: str) -> str:
    return "".join(chr(int(code, 16)) for code in written.split())


def _property(path: Path, name: str) -> set[int]:
    return {code for row in _rows(path) if row[1] == name for code in _codes(row[0])}


def read_characters(folder: Path) -> dict[int, Character]:
    """Return every assigned code point, those inside ranges that the file only bounds as well."""
    scripts = {code: row[1] for row in _rows(folder / "Scripts.txt") for code in _codes(row[0])}
    characters: dict[int, Character] = {}
    first = None
    for line in (folder / "UnicodeData.txt").read_text(encoding="utf-8").splitlines():
        written, name, category = line.split(";")[:3]
        code = int(written, 16)
        for each in range(code if first is None else first, code + 1):
            characters[each] = Character(each, name, category, scripts.get(each, "Common"))
        first = code + 1 if name.endswith(", First>") else None
    return characters


def _plain(target: str, keep_marks: bool) -> str:
    decomposed = str(unicodedata2.normalize("NFKD", target))
    if keep_marks:
        return decomposed
    return "".join(each for each in decomposed if unicodedata2.category(each) != "Mn")


def _candidates(folder: Path, characters: dict[int, Character]) -> Iterator[tuple[Character, str]]:
    for row in _rows(folder / "confusables.txt"):
        source = _text(row[0])
        character = characters[ord(source[0])] if len(source) == 1 else None
        if character is None or character.code < 128 or character.category[0] != "L":
            continue
        if character.script == "Cherokee" and character.category == "Ll":
            continue  # nobody types the small letters, and they are drawn like the capitals
        latin = character.script == "Latin"
        # A mark in the drawing makes another letter in Cyrillic (ghe with stroke), and only a
        # diacritic in Latin (d with stroke), where diacritics go anyway.
        target = _plain(_text(row[1]), keep_marks=not latin)
        target = "m" if target == "rn" else target  # UTS 39 draws every m as r and n
        if unicodedata2.normalize("NFKD", source) != source or not re.fullmatch(
            "[A-Za-z]+", target
        ):
            continue
        if character.script in LOOKALIKE_SCRIPTS and (latin or len(target) == 1):
            yield character, target
    for character in characters.values():
        small = re.fullmatch("LATIN LETTER SMALL CAPITAL ([A-Z])", character.name)
        if small:
            yield character, small[1]


def read_lookalikes(
    folder: Path, characters: dict[int, Character], folds: dict[int, str]
) -> dict[int, Lookalike]:
    """Return what each letter without case is drawn like, one letter of a script per drawing."""
    found: dict[int, Lookalike] = {}
    for character, target in sorted(_candidates(folder, characters), key=lambda pair: pair[0].code):
        folded = folds.get(character.code, chr(character.code))
        if len(folded) != 1:
            continue
        each = found.setdefault(ord(folded), Lookalike(ord(folded), character.script))
        if character.category == "Lu":
            each.upper = "i" if target == "l" else target.lower()  # a capital drawn l is an I
        else:
            each.lower = target.lower()
    for drawn, letter in DRAWN.items():
        found[ord(drawn)] = Lookalike(ord(drawn), "Latin", letter)
    return {code: each for code, each in found.items() if _first(each, found)}


def _first(each: Lookalike, found: dict[int, Lookalike]) -> bool:
    """Two letters of one alphabet that are drawn alike stay two: the first one is taken.

    In Cyrillic en is drawn like H and shha like h; both are typed for it, so both are taken.
    """
    if each.script == "Latin":
        return True
    rivals = [
        other
        for other in found.values()
        if other.script == each.script and other.chosen == each.chosen
    ]
    if each.script == "Cyrillic":
        rivals = [other for other in rivals if bool(other.lower) == bool(each.lower)]
    return each == min(rivals, key=lambda other: (not other.lower, other.code))


def read_folds(folder: Path) -> dict[int, str]:
    """Return the full case folding (statuses C and F)."""
    return {
        int(row[0], 16): _text(row[2])
        for row in _rows(folder / "CaseFolding.txt")
        if row[1] in {"C", "F"}
    }


def _dropped(folder: Path, characters: dict[int, Character]) -> set[int]:
    dropped = _property(folder / "DerivedCoreProperties.txt", "Default_Ignorable_Code_Point")
    for character in characters.values():
        generic = any(first <= character.code <= last for first, last in GENERIC_MARKS)
        mark = character.category in {"Mn", "Me"}
        control = character.category == "Cc" and chr(character.code) not in CONTROL_SPACES
        if character.category == "Cf" or control:
            dropped.add(character.code)
        if mark and (generic or character.script in ALPHABETIC):
            dropped.add(character.code)
    return dropped | {ord(each) for each in APOSTROPHES + TATWEEL}


def _spelling_emoji(folder: Path, characters: dict[int, Character]) -> set[int]:
    """Return the emoji that compatibility normalisation would spell out, as TM or a circled M."""
    return {
        code
        for code in _property(folder / "emoji-data.txt", "Emoji")
        if code > 127
        and any(
            unicodedata2.category(each)[0] in "LMN"
            for each in unicodedata2.normalize("NFKD", chr(code))
        )
    }


def _ranges(codes: set[int]) -> str:
    runs = groupby(enumerate(sorted(codes)), key=lambda pair: pair[1] - pair[0])
    spans = [[code for _, code in run] for _, run in runs]
    return " ".join(f"{span[0]:X}" + (f"-{span[-1]:X}" if len(span) > 1 else "") for span in spans)


def _pairs(pairs: dict[int, str]) -> str:
    return " ".join(
        f"{code:X}=" + "+".join(f"{ord(each):X}" for each in target)
        for code, target in sorted(pairs.items())
    )


def table(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the name and the value of every row of the table."""
    characters = read_characters(folder)
    folds = read_folds(folder)
    lookalikes = read_lookalikes(folder, characters, folds)
    spelling = _spelling_emoji(folder, characters)
    shown = _property(folder / "emoji-data.txt", "Emoji_Presentation")

    def having(
        categories: str, scripts: frozenset[str] | None = None, last: int = sys.maxunicode
    ) -> str:
        wanted = categories.split()
        return _ranges(
            {
                each.code
                for each in characters.values()
                if (each.category in wanted or each.category[0] in wanted)
                and (scripts is None or each.script in scripts)
                and each.code <= last
            }
        )

    yield "version", VERSION
    yield "assigned", _ranges({code for code, each in characters.items() if each.category != "Cs"})
    yield "letter", having("L")
    yield "mark", having("M")
    yield "number", having("N")
    # The two are searched in every text that is not ASCII, and patterns are slow beyond the first
    # plane; nobody writes its letters with marks of another script.
    yield "hanging", having("Mn Me", last=0xFFFF)
    yield "alphabetic", having("L", ALPHABETIC, last=0xFFFF)
    yield "unspaced", having("L", UNSPACED)
    yield "dropped", _ranges(_dropped(folder, characters))
    yield "emoji", _ranges(spelling & shown)
    yield "selectable_emoji", _ranges(spelling - shown)
    yield "fold", _pairs({code: target for code, target in folds.items() if code > 127})
    yield "lookalike", _pairs({code: each.chosen for code, each in sorted(lookalikes.items())})
    yield (
        "greek_capital",
        _pairs(
            {
                ord(chr(code).upper()): each.upper
                for code, each in lookalikes.items()
                if each.script == "Greek" and each.lower and each.upper not in {"", each.lower}
            }
        ),
    )


def main(folder: Path) -> None:
    """Write the table, under the notice that the licence of the data asks for."""
    notice = (folder / "LICENSE").read_text(encoding="utf-8").splitlines()
    head = [
        f"Properties of Unicode {VERSION}, selected from the Unicode Character Database and from",
        "the confusables of UTS 39 by scripts/unicode_table.py. Do not edit.",
        "",
        *notice,
    ]
    lines = [f"# {line}".rstrip() for line in head]
    lines += [f"{name}\t{value}" for name, value in table(folder)]
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
