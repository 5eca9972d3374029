"""A post that a table tells of in several rows, one link or hashtag in each."""

from pathlib import Path

from tests.resolve.building import post, resolved, source


def test_rows_without_words_are_put_together_in_any_order(tmp_path: Path) -> None:
    rows = [
        post(1, "1", "10", created_at=5, links=("https://b.example/",)),
        post(2, "1", "10", created_at=5, links=("https://a.example/",)),
        post(3, "1", "10", created_at=5, hashtags=("Sun",)),
        post(4, "1", "10", created_at=5, links=("https://a.example/",), media=("m",)),
    ]
    for name, order in (("forth", rows), ("back", rows[::-1])):
        made = resolved(tmp_path / name, source(tmp_path / name, "table", order))
        assert made.rows("SELECT count(*) FROM posts") == [(1,)]
        assert made.rows("SELECT url FROM urls ORDER BY url") == [("a.example",), ("b.example",)]
        assert made.rows("SELECT name FROM hashtags") == [("sun",)]
        assert made.rows("SELECT name FROM shows") == [("m",)]


def test_where_there_are_words_the_links_are_theirs(tmp_path: Path) -> None:
    said = post(1, "1", "10", text="see a", links=("https://a.example/",))
    edited = post(2, "1", "10", text="see b", links=("https://b.example/",))
    bare = post(3, "1", "10", links=("https://c.example/",))
    made = resolved(tmp_path, source(tmp_path, "birds", [said, edited, bare]))
    assert made.rows("SELECT url FROM urls") == [("a.example",)]
