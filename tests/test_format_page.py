"""The page of formats: a line for each importer, what each says of samples, safe in Markdown."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inunison.importing import registered
from inunison_importers.base import Importer
from scripts import format_page
from tests.importers.test_choice import Greedy

IMPORTERS = list(registered().values())
PAGE = format_page.page()
every_importer = pytest.mark.parametrize("importer", IMPORTERS, ids=lambda each: each.name)


def rows(heading: str) -> list[list[str]]:
    """The cells of the table that follows a heading, without its own two lines."""
    lines = PAGE.split(f"{heading}\n", 1)[1].split("\n## ")[0].splitlines()
    tables = [line for line in lines if line.startswith("|")]
    return [re.split(r"(?<!\\)\|", line)[1:-1] for line in tables[2:]]


def answers(importer: Importer) -> list[list[str]]:
    """What is said of the first sample of an importer."""
    found = [[cell.strip() for cell in row] for row in rows("## Who claims what")]
    return [row[1:] for row in found if row[0].startswith(f"`{importer.name}`:")]


def test_it_is_the_same_each_time() -> None:
    assert format_page.page() == PAGE


def test_there_is_a_line_for_each_importer_in_order() -> None:
    names = [re.sub(r"\W*`([^`]+)`.*", r"\1", row[0]).strip() for row in rows("# The formats")]
    assert names == [importer.name for importer in IMPORTERS]


@every_importer
def test_the_line_says_what_it_is(importer: Importer) -> None:
    (row,) = [row for row in rows("# The formats") if f"[`{importer.name}`]" in row[0]]
    _, title, platforms, about, rank, frame, portions, samples = (cell.strip() for cell in row)
    assert title == format_page.escaped(importer.title)
    assert platforms.split(", ") == list(importer.platforms)
    assert about.endswith((".", ")"))
    assert (int(rank), frame) == (importer.rank, importer.suggested_frame.value)
    assert portions == {"none": "no", "lines": "by lines", "table": "by rows"}[importer.portions]
    assert len(re.findall(r"\]\(", samples)) == len(format_page.samples(importer)) > 0


@every_importer
def test_its_first_sample_is_claimed_by_it_and_refused_by_its_neighbours(
    importer: Importer,
) -> None:
    first, *others = answers(importer)
    assert first[0] == f"`{importer.name}`"
    assert first[1] in {"claims", "may be"}
    assert len(others) <= 3
    assert {answer for _, answer, _ in others} <= {"refuses"}
    assert all(reason for _, _, reason in [first, *others])


def test_neighbours_are_those_whose_names_are_most_alike() -> None:
    two = next(each for each in IMPORTERS if each.name == "4cat-tiktok-csv")
    assert "`4cat-tiktok-comments-csv`" in [name for name, _, _ in answers(two)]


def test_importers_of_other_packages_do_not_stand_there(monkeypatch: pytest.MonkeyPatch) -> None:
    with_another = {"greedy": Greedy(), **registered()}
    monkeypatch.setattr("scripts.format_page.registered", lambda: with_another)
    monkeypatch.setattr("inunison.importing.registered", lambda: with_another)
    assert format_page.page() == PAGE


@pytest.mark.parametrize(
    ("text", "json", "names"),
    [
        ('\ufeffa,"b,c",d\n1,2,3\n', False, {"a", "b,c", "d"}),
        ('"Report:","x"\n\na;b;c;d\n', False, {"a", "b", "c", "d"}),
        ('{"a": 1, "b": {"c":2}}\n', True, {"a", "b", "c"}),
        ('window.x = [{"a": 1,\n"b": {"c":2}}]\n', True, {"a", "b", "c"}),
        ("", False, set()),
    ],
)
def test_what_a_sample_looks_like(text: str, json: bool, names: set[str]) -> None:
    found = format_page.shape(text)
    assert (found.json, set(found.names)) == (json, names)


def test_tables_and_json_are_never_alike() -> None:
    table, json = format_page.shape("a,b,c\n"), format_page.shape('{"a":1,"b":2,"c":3}')
    assert table.likeness(json) == 0
    assert json.likeness(json) == 1
    assert table.likeness(format_page.shape("b,c,d\n")) == 0.5
    assert format_page.shape("").likeness(format_page.shape("")) == 0


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a|b\nc", "a\\|b c"),
        ("author_id, _chat and end_", "author_id, \\_chat and end\\_"),
        ("<b>*no*</b> [x](y) `z`", "\\<b\\>\\*no\\*\\</b\\> \\[x\\](y) \\`z\\`"),
    ],
)
def test_text_is_shown_as_it_is(text: str, shown: str) -> None:
    assert format_page.escaped(text) == shown


def test_what_stands_in_backticks_is_code() -> None:
    assert format_page.prose("Read (`a_b`\nand ``c|d``) *so*.") == (
        "Read (`a_b` and `c\\|d`) \\*so\\*."
    )


@given(st.text())
def test_a_cell_never_ends_its_row(text: str) -> None:
    for made in (format_page.escaped(text), format_page.prose(text)):
        assert len(made.splitlines()) <= 1
        assert not re.search(r"(?<!\\)(?:\\\\)*\|", made)
