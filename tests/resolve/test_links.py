"""Links of posts: one node whatever way a link is written, on every platform."""

from pathlib import Path

import pytest

from inunison.identity import uid
from inunison.resolve import links
from tests.resolve.building import post, repost, resolved, source

WAYS = (
    "https://www.portpapers.example/boat?utm_source=x",
    "http://portpapers.example/boat/#top",
    "portpapers.example/boat",
)


def test_one_link_in_three_ways_on_two_platforms_is_one_node(tmp_path: Path) -> None:
    made = resolved(
        tmp_path,
        source(
            tmp_path,
            "birds",
            [
                post(1, "1", "10", links=WAYS[:2]),
                post(2, "2", "11", links=("https://other.example/",)),
                repost(3, "3", "12", of="1", links=WAYS[:2]),
            ],
        ),
        source(tmp_path, "forum", [post(1, "t3_a", "t2_a", platform="reddit", links=WAYS[2:])]),
    )
    assert made.rows("SELECT uid, url, sample FROM urls ORDER BY url") == [
        (uid("url:other.example"), "other.example", "https://other.example/"),
        (uid("url:portpapers.example/boat"), "portpapers.example/boat", WAYS[1]),
    ]
    edges = made.rows('SELECT start FROM links_to JOIN urls ON "end" = uid ORDER BY url, start')
    both = sorted([uid("twitter", "1"), uid("reddit", "t3_a")])
    assert [start for (start,) in edges] == [uid("twitter", "2"), *both]
    assert made.rows("SELECT name FROM domains ORDER BY name") == [
        ("other.example",),
        ("portpapers.example",),
    ]


def test_what_is_no_web_link_is_kept_and_has_no_domain(tmp_path: Path) -> None:
    odd = ("mailto:ada@a.example", " ", "", "just words")
    made = resolved(tmp_path, source(tmp_path, "birds", [post(1, "1", "10", links=odd)]))
    assert made.rows("SELECT url FROM urls ORDER BY url") == [
        ("just words",),
        ("mailto:ada@a.example",),
    ]
    assert made.rows("SELECT name FROM domains") == []


def test_links_come_out_the_same_in_small_portions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    posts = [post(n, str(n), "10", links=(f"https://a.example/{n % 7}?b",)) for n in range(1, 40)]
    whole = resolved(tmp_path / "a", source(tmp_path / "a", "birds", posts))
    monkeypatch.setattr(links, "_CHUNK", 2)
    portions = resolved(tmp_path / "b", source(tmp_path / "b", "birds", posts))
    for table in ("urls", "links_to"):
        query = f"SELECT * FROM {table} ORDER BY ALL"
        assert whole.rows(query) == portions.rows(query)
    assert len(whole.rows("SELECT * FROM urls")) == 7
