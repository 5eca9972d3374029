"""Articles of a case: which pages are one, what they show, and in which order."""

from pathlib import Path
from typing import Any

from inunison.identity import uid
from inunison.records import Article, Post, Precision
from inunison.sources import Source
from tests.resolve.building import NOON, post, resolved, source

URL = "https://news.example/ferry"
PAGE = Article(row=1, title="The ferry", url=URL, published=NOON, precision=Precision.MINUTE)
COLUMNS = "SELECT title, url, published, precision, posts, row FROM articles ORDER BY ALL"
SHOWN = """
SELECT articles.title, embeds.place, posts.native_id FROM embeds
JOIN articles ON articles.uid = embeds.start JOIN posts ON posts.uid = embeds."end" ORDER BY ALL
"""


def shown(row: int, native_id: str, **given: Any) -> Post:
    return post(row, native_id, "1", kind=None, **given)


def page(folder: Path, name: str, *records: Post | Article, **given: Any) -> Source:
    return source(folder, name, records, **given)


def test_an_article_shows_the_posts_of_its_file_in_their_order(tmp_path: Path) -> None:
    made = resolved(tmp_path, page(tmp_path, "a", PAGE, shown(9, "12"), shown(30, "11")))
    assert made.rows(COLUMNS) == [("The ferry", URL, NOON, "minute", 2, 1)]
    assert made.rows(SHOWN) == [("The ferry", 1, "12"), ("The ferry", 2, "11")]
    assert made.rows("SELECT uid FROM articles") == [(uid("article", "news.example/ferry"),)]


def test_posts_of_one_row_stand_as_they_were_told(tmp_path: Path) -> None:
    records = [shown(4, str(20 - each)) for each in range(5)]
    made = resolved(tmp_path, page(tmp_path, "a", PAGE, *records))
    assert [native_id for _, _, native_id in made.rows(SHOWN)] == ["20", "19", "18", "17", "16"]


def test_posts_of_other_files_and_those_seen_inside_others_are_not_shown(tmp_path: Path) -> None:
    inside = shown(3, "13", collected=False)
    one = page(tmp_path, "a", PAGE, shown(2, "12"), inside)
    other = source(tmp_path, "b", [shown(2, "14"), shown(3, "15")])
    assert resolved(tmp_path, one, other).rows(SHOWN) == [("The ferry", 1, "12")]


def test_a_post_that_stands_twice_is_shown_once_at_its_first_place(tmp_path: Path) -> None:
    records = [shown(2, "12"), shown(3, "13"), shown(4, "12"), shown(5, "11")]
    made = resolved(tmp_path, page(tmp_path, "a", PAGE, *records))
    assert made.rows(SHOWN) == [
        ("The ferry", 1, "12"),
        ("The ferry", 2, "13"),
        ("The ferry", 3, "11"),
    ]


def test_several_articles_of_one_file_each_show_what_follows_them(tmp_path: Path) -> None:
    second = Article(row=10, title="The harbour")
    records: list[Post | Article] = [PAGE, shown(2, "12"), second, shown(10, "13"), shown(12, "12")]
    made = resolved(tmp_path, page(tmp_path, "a", *records))
    assert made.rows(SHOWN) == [
        ("The ferry", 1, "12"),
        ("The harbour", 1, "13"),
        ("The harbour", 2, "12"),
    ]


def test_a_post_that_another_file_tells_of_is_known_from_elsewhere(tmp_path: Path) -> None:
    records = [shown(2, "12"), shown(3, "13"), shown(4, "14")]
    pages = [page(tmp_path, name, PAGE, *records) for name in ("a", "b")]
    other = source(tmp_path, "c", [shown(2, "13"), shown(3, "14", collected=False)])
    made = resolved(tmp_path, *pages, other)
    assert made.rows("SELECT place, elsewhere FROM embeds ORDER BY place") == [
        (1, False),
        (2, True),
        (3, True),
    ]


def test_two_copies_of_a_page_are_one_article(tmp_path: Path) -> None:
    copy = Article(row=3, title="The ferry, again", url="http://www.news.example/ferry/?fbclid=x#c")
    one = page(tmp_path, "a", PAGE, shown(2, "12"), rank=20)
    other = page(tmp_path, "b", copy, shown(4, "13"), shown(5, "12"), rank=25)
    for order in ((one, other), (other, one)):
        made = resolved(tmp_path, *order)
        assert made.rows(COLUMNS) == [("The ferry, again", copy.url, NOON, "minute", 2, 3)]
        assert made.rows("SELECT source FROM articles") == [(other.sha256,)]
        assert [native_id for *_, native_id in made.rows(SHOWN)] == ["12", "13"]


def test_articles_without_an_address_are_as_many_as_there_are_files(tmp_path: Path) -> None:
    bare = Article(row=1)
    one, other = (page(tmp_path, name, bare, shown(2, "12")) for name in ("a", "b"))
    made = resolved(tmp_path, one, other)
    assert made.rows("SELECT posts FROM articles") == [(1,), (1,)]
    assert len(made.rows("FROM embeds")) == 2
    assert len(made.rows("FROM posts")) == 1


def test_an_article_of_which_no_post_can_be_read_is_there_all_the_same(tmp_path: Path) -> None:
    made = resolved(tmp_path, page(tmp_path, "a", PAGE))
    assert made.rows("SELECT posts FROM articles") == [(0,)]


def test_a_case_without_articles_has_empty_tables(tmp_path: Path) -> None:
    made = resolved(tmp_path, source(tmp_path, "a", [shown(1, "12")]))
    assert made.rows("FROM articles") == made.rows("FROM embeds") == []


def test_articles_of_an_archive_of_several_files_name_theirs(tmp_path: Path) -> None:
    made = resolved(
        tmp_path, page(tmp_path, "a", PAGE, shown(2, "12"), members=("one.html", "two.html"))
    )
    assert made.rows("SELECT member FROM articles") == [("one.html",)]
