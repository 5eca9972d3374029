"""Pages and texts of tests: what an importer makes of them."""

from inunison.records import Account, Article, Observation, Post, Record, Reject
from inunison_importers.article_html import ArticleHtml
from inunison_importers.article_text import ArticleText
from inunison_importers.base import TextLines


def read_page(body: str, head: str = "") -> list[Record | Reject]:
    """What stands in a page of a head and a body."""
    page = f"<!DOCTYPE html>\n<html><head>{head}</head>\n<body>\n{body}\n</body></html>\n"
    return list(ArticleHtml().read(TextLines(page)))


def read_text(text: str) -> list[Record | Reject]:
    """What stands in a plain text."""
    return list(ArticleText().read(TextLines(text)))


def posts(found: list[Record | Reject]) -> list[Post]:
    return [each for each in found if isinstance(each, Post)]


def accounts(found: list[Record | Reject]) -> list[Account]:
    return [each for each in found if isinstance(each, Account)]


def seen(found: list[Record | Reject]) -> list[Observation]:
    return [each for each in found if isinstance(each, Observation)]


def rejects(found: list[Record | Reject]) -> list[Reject]:
    return [each for each in found if isinstance(each, Reject)]


def article(found: list[Record | Reject]) -> Article:
    (one,) = (each for each in found if isinstance(each, Article))
    return one


def tweet(
    words: str = "Some words",
    tail: str = "&mdash; Anna (@anna)",
    link: str = "https://twitter.com/anna/status/1368218400000000001",
    date: str = "March 6, 2021",
    more: str = "",
) -> str:
    """A post as X has pages embed it."""
    return (
        f'<blockquote class="twitter-tweet"><p lang="en" dir="ltr">{words}</p>{tail} '
        f'<a href="{link}?ref_src=twsrc%5Etfw">{date}</a>{more}</blockquote>'
    )
