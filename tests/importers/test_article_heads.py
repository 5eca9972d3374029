"""What a page says of itself: its headline, its address, when it was published."""

import pytest

from inunison.records import Precision
from tests.importers.article_pages import article, read_page, tweet

MARCH_6 = 1_614_988_800_000_000
LINKED = '<script type="application/ld+json">{}</script>'
DATA = '{{"@graph": [{{"@type": "X"}}, {{"headline": "A &amp; B", "datePublished": {}}}]}}'


@pytest.mark.parametrize(
    ("head", "published", "precision"),
    [
        (
            '<meta property="article:published_time" content="2021-03-06T09:30:00+01:00">'
            + LINKED.format(DATA.format('"2019-01-01"')),
            MARCH_6 + 30_600_000_000,
            Precision.SECOND,
        ),
        (LINKED.format(DATA.format('"2021-03-06"')), MARCH_6, Precision.DAY),
        (LINKED.format(f"[{DATA.format(7)}]"), None, None),
        (LINKED.format("{ no JSON") + LINKED.format('"text"'), None, None),
        ('<meta property="article:published_time" content="yesterday">', None, None),
        ("", None, None),
    ],
)
def test_when_a_page_was_published(
    head: str, published: int | None, precision: Precision | None
) -> None:
    found = article(read_page(tweet(), head))
    assert (found.published, found.precision) == (published, precision)


def test_a_time_element_counts_where_it_is_that_of_publication() -> None:
    marked = '<time itemprop="datePublished" datetime="2021-03-06T09:30Z">today</time>'
    assert article(read_page(marked + tweet())).published == MARCH_6 + 34_200_000_000
    teaser = '<aside><time datetime="2019-01-01">then</time></aside>'
    assert article(read_page(teaser + tweet())).published is None


def test_a_page_says_its_title_and_address() -> None:
    head = (
        '<title>Site</title><meta property="og:title" content=" The\n ferry ">'
        '<link rel="canonical" href="/relative"><meta property="og:url" content="https://a.example/b">'
    )
    found = article(read_page(f"<h1>Other</h1>{tweet()}", head))
    assert (found.row, found.title, found.url) == (1, "The ferry", "https://a.example/b")
    assert article(read_page(f"<h1>Other</h1>{tweet()}", "<title>Site</title>")).title == "Other"
    assert article(read_page(tweet(), "<title>Site</title>")).title == "Site"
    bare = article(read_page(tweet()))
    assert (bare.title, bare.url) == (None, None)
