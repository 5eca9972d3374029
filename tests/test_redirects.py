"""The user's list of redirects: read strictly, followed to the end, and part of the state's id."""

from pathlib import Path

import pytest

from inunison import Case
from inunison.errors import CaseError
from inunison.redirects import FILE, Redirects, read_redirects
from inunison.state import present_id
from tests.resolve.building import post, resolved, source


def written(folder: Path, text: str) -> Redirects:
    """The list that a text makes."""
    (folder / FILE).write_text(text, encoding="utf-8")
    return read_redirects(folder)


def test_without_a_file_links_lead_where_they_lead(tmp_path: Path) -> None:
    found = read_redirects(tmp_path)
    assert (found.to, found.key, found.end("a.example/x")) == ({}, "", "a.example/x")


def test_chains_are_followed_and_both_sides_are_canonical(tmp_path: Path) -> None:
    found = written(
        tmp_path,
        "from,to\n# shorteners\n\nhttps://t.example/1,https://Short.example/2?utm_source=x\n"
        'short.example/2,"https://www.news.example/a,b/"\nnews.example/a%2Cb,news.example/a%2Cb\n',
    )
    assert found.end("t.example/1") == found.end("short.example/2") == "news.example/a,b"
    assert found.end("news.example/a%2Cb") == "news.example/a%2Cb"
    assert found.end("other.example") == "other.example"


def test_the_key_depends_on_what_is_said_and_not_on_the_order(tmp_path: Path) -> None:
    one = written(tmp_path, "a.example,b.example\nc.example,d.example\n")
    other = written(tmp_path, "http://c.example/,d.example\r\na.example,b.example\r\n")
    assert one.key == other.key != written(tmp_path, "a.example,b.example\n").key


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a.example\n", "Line 1 of"),
        ("from,to\na.example,b.example,c\n", "Line 2 of"),
        ("a.example,\n", "not two addresses"),
        ('"a.example,b\n', "no row of CSV"),
        ("a.example,b.example\na.example,c.example\n", "elsewhere than a line before"),
        ("a.example,b.example\nb.example,c.example\nc.example,b.example\n", "in a circle"),
        ("a.example,b.example\nb.example,a.example\n", "in a circle"),
    ],
)
def test_a_wrong_line_is_told(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(CaseError, match=said):
        written(tmp_path, text)


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CaseError, match="cannot be read"):
        read_redirects(tmp_path)
    (tmp_path / FILE).unlink()
    (tmp_path / FILE).mkdir()
    with pytest.raises(CaseError, match="cannot be read"):
        read_redirects(tmp_path)


def test_the_state_has_another_id_and_its_links_lead_to_the_end(tmp_path: Path) -> None:
    case = Case.create(tmp_path / "case")
    before = present_id(case.folder, [])
    (case.folder.path / FILE).write_text("t.example/1,news.example/a\n")
    assert present_id(case.folder, []) != before
    assert case.state().id == present_id(case.folder, [])
    redirects = read_redirects(case.folder.path)
    links = [("https://t.example/1",), ("news.example/a/",), ("https://t.example/2",)]
    posts = [post(n, str(n), "10", links=each) for n, each in enumerate(links, 1)]
    made = resolved(tmp_path, source(tmp_path, "birds", posts), redirects=redirects)
    assert made.rows("SELECT url FROM urls ORDER BY url") == [("news.example/a",), ("t.example/2",)]
    assert made.rows("SELECT count(*) FROM links_to") == [(3,)]
    assert made.rows("SELECT name FROM domains ORDER BY name") == [
        ("news.example",),
        ("t.example",),
    ]
