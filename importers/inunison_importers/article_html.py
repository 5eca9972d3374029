"""Pages in HTML, or in Markdown with HTML in it, that show posts of X, Reddit and Bluesky.

Owns the step from a page to one article and the posts that it shows
(`inunison_importers.embedded_posts` knows their shapes, `inunison_importers.article_heads` what a
page says of itself). What the page says about posts in words of its own is not read.

Left aside, because no record holds it: the card's colours, sizes and creation time, which version
of a post of Bluesky was shown, posts that only a script of the page would fetch.
"""

from collections.abc import Iterator
from typing import ClassVar

from inunison.records import Article, Frame, Record, Reject
from inunison_importers.article_heads import head_of
from inunison_importers.base import Claim, Importer, Lines, Refusal, Sample, repair
from inunison_importers.embedded_posts import embedded_posts
from inunison_importers.html_pages import NESTED_ELEMENTS, page_of
from inunison_importers.shown_posts import ShownPosts
from inunison_importers.whole_texts import in_order, whole_text

_DEEP = f"its elements are nested more than {NESTED_ELEMENTS:,} deep"


class ArticleHtml(Importer):
    """Reads the posts that stand embedded in a page."""

    name: ClassVar[str] = "article-html"
    title: ClassVar[str] = "Article with embedded posts (HTML)"
    version: ClassVar[int] = 2
    rank: ClassVar[int] = 25
    platforms: ClassVar[tuple[str, ...]] = ("twitter", "reddit", "bluesky")
    suggested_frame: ClassVar[Frame] = Frame.SELECTED

    def sniff(self, sample: Sample) -> Claim | Refusal:
        """Claim a page in which an embedded post can be read; see `Importer.sniff`."""
        beginning = sample.text[:200].lstrip("\ufeff \t\r\n")
        if beginning.startswith(("{", "[")):
            return Refusal("it begins like JSON")
        if "<blockquote" not in sample.text.lower():
            if not sample.complete and _is_page(beginning):
                return Claim("an HTML page; no post stands in its beginning", certain=False)
            return Refusal("no blockquote stands in it, which posts are embedded as")
        told = ShownPosts()
        page = page_of(repair(sample.text)[0])
        if page is None:
            return Refusal(_DEEP)
        for shown in embedded_posts(page):
            if any(not isinstance(each, Reject) for each in told.records(shown)):
                return Claim(f"HTML that embeds posts, of {shown.platform} the first")
        return Refusal("none of its blockquotes is a post of X, Reddit or Bluesky")

    def read(self, lines: Lines) -> Iterator[Record | Reject]:
        """Read the article, then the posts in their order; see `Importer.read`."""
        whole = whole_text(lines)
        page = page_of(whole.text)
        if page is None:
            yield from in_order([Reject(1, _DEEP)], whole.rejects)
            return
        told = ShownPosts()
        records = [
            record
            for shown in embedded_posts(page)
            for record in told.records(shown.repaired(damaged=whole.damaged))
        ]
        if any(not isinstance(each, Reject) for each in records):
            head = head_of(page)
            yield Article(
                row=1,
                title=head.title,
                url=head.url,
                published=head.published,
                precision=head.precision,
                text_repaired=whole.damaged and "\ufffd" in (head.title or ""),
            )
        yield from in_order(records, whole.rejects)


def _is_page(beginning: str) -> bool:
    return beginning.lower().startswith(("<!doctype html", "<html", "<?xml", "<!--"))
