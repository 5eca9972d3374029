"""The page on mapping a table: its commands run as they stand, and do what the page says."""

import re
import shlex
from pathlib import Path

import pytest

from inunison.folder import CaseFolder
from inunison.records import Post, Record, Reject
from inunison.sources import list_sources
from inunison_cli.app import run
from inunison_importers.base import TextLines
from inunison_importers.mapped_table import mapped
from inunison_importers.mapped_times import _DIRECTIVES
from inunison_importers.table_map import FIELDS, TableMap, read_map

PAGE = Path(__file__).parents[2] / "docs" / "mapping-a-table.md"
TEXT = PAGE.read_text(encoding="utf-8")


def blocks(kind: str) -> list[str]:
    """The blocks of the page that are of a kind."""
    return re.findall(rf"```{kind}\n(.*?)```", TEXT, re.DOTALL)


@pytest.fixture
def _files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for kind, name in (("csv", "posts.csv"), ("toml", "map.toml")):
        (content,) = blocks(kind)
        Path(name).write_text(content, encoding="utf-8")


@pytest.mark.usefixtures("_files")
def test_the_commands_run_as_they_stand(capsys: pytest.CaptureFixture[str]) -> None:
    said = []
    for line in "".join(blocks("sh")).splitlines():
        program, *words = shlex.split(line)
        assert program == "inunison"
        assert run(words) == 0, line
        said.append(capsys.readouterr())
    _, mapped_, first, second, listed = said
    assert "guess.toml written" in mapped_.err
    assert "nothing was changed" not in first.err
    assert "nothing was changed" in second.err
    assert "mapped-table" in listed.out
    (source,) = list_sources(CaseFolder.open(Path("case")))
    assert source.frame == "accounts"
    held = {name: count for name, count in source.counts.items() if count}
    assert held == {"posts": 2, "observations": 2}
    assert source.mapping is not None
    assert source.mapping["scope"] == {"accounts": ["ida", "tomas"], "captured": "2024-03-08"}


def found() -> list[Record | Reject]:
    """What the map of the page makes of the table of the page."""
    (table,), (text,) = blocks("csv"), blocks("toml")
    return list(mapped(read_map(text)).read(TextLines(table)))


def test_the_example_does_what_the_page_says() -> None:
    posts = [each for each in found() if isinstance(each, Post)]
    assert [each.native_id for each in posts] == ["1212169471004733440", "1212169513845133312"]
    assert posts[0].hashtags == ("dawn", "ferry")
    assert not any(each.time_conflict for each in posts)
    assert all(each.stated_time for each in posts)


@pytest.mark.usefixtures("_files")
def test_the_guess_marks_what_it_cannot_see(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["importers", "map", "posts.csv"]) == 0
    made = capsys.readouterr().out
    assert "Look: " in made
    assert '#   "No"' in made


def test_every_key_stands_on_the_page() -> None:
    named = set(re.findall(r"`([a-z_]+)`", TEXT))
    derived = {f"{what}_author_{how}" for what in ("quoted", "replied") for how in ("id", "handle")}
    assert set(FIELDS) - derived <= named
    settings = set(TableMap.__struct_fields__) - {"columns", "lists", "kinds"}
    assert settings <= named
    (patterns,) = re.findall(r"a pattern of `([^`]*)`", TEXT)
    assert set(patterns.replace("%", "").split()) == set(_DIRECTIVES)
