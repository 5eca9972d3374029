"""The script that makes the character table, on a small Unicode of our own."""

import unicodedata
from pathlib import Path

import pytest

from scripts import unicode_table

CHARACTERS = (
    "abhnoyABHNOY\u0301\u041d\u043d\u04ba\u04bb\u0443\u04af\u04e9\u043e"
    "\u0662\u0e01\u0e31\u200b\ue000"
)
CONFUSABLE = {"Н": "H", "һ": "h", "у": "y", "ү": "y", "о": "o", "ө": "o\u0335", "٢": "o", "ก": "n"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    rows = [f"{ord(c):04X};X;{unicodedata.category(c)};0;L;;;;;N;;;;;" for c in CHARACTERS]
    rows += [
        "4E00;<Ideograph, First>;Lo;0;L;;;;;N;;;;;",
        "4E03;<Ideograph, Last>;Lo;0;L;;;;;N;;;;;",
    ]
    scripts = "0041..007A ; Latin\n0400..04FF ; Cyrillic # comment\n0E01 ; Thai\n4E00..4E03 ; Han\n"
    folds = [f"{ord(c):04X}; C; {ord(c.lower()):04X}; # x" for c in CHARACTERS if c != c.lower()]
    confusable = [
        f"{ord(c):04X} ;\t{' '.join(f'{ord(x):04X}' for x in target)} ;\tMA\t# x"
        for c, target in CONFUSABLE.items()
    ]
    (tmp_path / "UnicodeData.txt").write_text("\n".join(rows))
    (tmp_path / "Scripts.txt").write_text(scripts)
    (tmp_path / "CaseFolding.txt").write_text("\n".join(folds))
    (tmp_path / "confusables.txt").write_text("\ufeff" + "\n".join(confusable), encoding="utf-8")
    (tmp_path / "DerivedCoreProperties.txt").write_text("200B ; Default_Ignorable_Code_Point\n")
    (tmp_path / "emoji-data.txt").write_text("0031 ; Emoji\n2122 ; Emoji\n1F600 ; Emoji\n")
    (tmp_path / "LICENSE").write_text("The licence\n")
    return tmp_path


def test_ranges_named_by_their_ends_are_filled(folder: Path) -> None:
    rows = dict(unicode_table.table(folder))
    assert rows["letter"].split()[-1] == "4E00-4E03"
    assert rows["unspaced"] == "E01 4E00-4E03"
    assert rows["mark"] == rows["hanging"] == "301 E31"
    assert rows["number"] == "662"


def test_generic_marks_and_hidden_characters_are_dropped_and_thai_marks_are_not(
    folder: Path,
) -> None:
    dropped = dict(unicode_table.table(folder))["dropped"].split()
    assert {"27", "60", "301", "640", "200B"} <= set(dropped)
    assert "E31" not in dropped


def test_lookalikes_are_letters_of_listed_scripts_one_per_alphabet(folder: Path) -> None:
    """En and shha both stay; straight u gives way to u; a mark makes another letter."""
    pairs = dict(unicode_table.table(folder))["lookalike"].split()
    assert pairs == ["43D=68", "43E=6F", "443=79", "4BB=68", "4CF=6C", "51D=77"]


def test_emoji_are_listed_where_they_would_spell(folder: Path) -> None:
    rows = dict(unicode_table.table(folder))
    assert (rows["emoji"], rows["selectable_emoji"]) == ("", "2122")


def test_the_table_is_written_under_the_notice(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "table.tsv"
    monkeypatch.setattr(unicode_table, "TARGET", target)
    unicode_table.main(folder)
    lines = target.read_text(encoding="utf-8").splitlines()
    assert "# The licence" in lines
    assert [line.split("\t")[0] for line in lines if not line.startswith("#")][:2] == [
        "version",
        "assigned",
    ]
