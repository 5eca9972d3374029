"""Articles in plain text in which posts stand as ``text — Name (@handle) November 5, 2018``.

Owns where the words of a post begin; where they end, `inunison_importers.attributions` knows. The
words of an article must never become those of an account, so that of two readings the shorter is
taken:

* Paragraphs are what empty lines part. Where a file has none, or an ending of a post is followed by
  more lines in its paragraph, or other paragraphs hold several lines too long to have been wrapped,
  each line is a paragraph. A post's words are the paragraph in which it ends, all its lines; after
  the ending of another post in the same paragraph they begin there.
* An ending alone in its paragraph belongs to the paragraph before it.
* Paragraphs in one pair of quotation marks, which opens one of them and closes before the dash, are
  the post's words together, without the marks. Marks around one paragraph stay where they stand.
* Paragraphs that each begin with ``>`` are one quotation; the sign is taken off.
* A paragraph of the article that ends with a colon announces what follows: several paragraphs
  after it, up to the ending, are the post's words where they are no longer than a post of the
  platform may be (280 characters, a link counting 23). Otherwise only the last is taken.

No rule reaches back over the ending of the post before.

A handle that is a name of a host is one of Bluesky, any other is one of Twitter. The file's words
about posts, its headline among them, are not read: the article has no title, address or time.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import pairwise
from typing import ClassVar

from inunison.records import Article, Frame, Record, Reject
from inunison_importers.attributions import Attribution, attributions
from inunison_importers.base import Claim, Importer, Lines, Refusal, Sample, repair
from inunison_importers.html_marks import marks_in
from inunison_importers.shown_posts import TWITTER, ShownPost, ShownPosts
from inunison_importers.whole_texts import in_order, whole_text

POST_CHARACTERS = 280

LINK_CHARACTERS = 23
WRAPPED_CHARACTERS = 120

_NAMES_OF_COLUMNS = re.compile(r"[^\n]*\t|[^\s,;|]+(?:[,;|][^\s,;|]*){2,}\s*\n")
_BREAK = re.compile(r"\n[^\S\n]*\n\s*")
_LINE = re.compile(r"\n\s*")
_LINK = re.compile(r"https?://\S+|pic\.(?:twitter|x)\.com/\w+")
_QUOTED_LINE = re.compile(r"^[^\S\n]*>[^\S\n]?", re.MULTILINE)
# Quotation marks that close, each with those that open what it closes.
_OPENS = {
    "\u201d": "\u201c\u201d\u201e",
    "\u201c": "\u201e",
    "\u00bb": "\u00ab",
    "\u00ab": "\u00bb",
    '"': '"',
}


class ArticleText(Importer):
    """Reads the posts that stand in an article in plain text."""

    name: ClassVar[str] = "article-text"
    title: ClassVar[str] = "Article with posts in it (plain text)"
    version: ClassVar[int] = 2
    rank: ClassVar[int] = 20
    platforms: ClassVar[tuple[str, ...]] = ("twitter", "bluesky")
    suggested_frame: ClassVar[Frame] = Frame.SELECTED

    def sniff(self, sample: Sample) -> Claim | Refusal:
        """Claim a text in which a post ends, never with certainty; see `Importer.sniff`."""
        text = repair(sample.text)[0].lstrip("\ufeff \t\r\n")
        if text[:1] in ("{", "[", "<"):
            return Refusal("it begins like JSON or HTML")
        if _NAMES_OF_COLUMNS.match(text):
            return Refusal("its first line is the row of names of a table")
        if next(attributions(text), None) is None:
            return Refusal("no post ends in it as: Name (@handle), then a day or an address")
        return Claim("text in which posts end with author and day", certain=False)

    def read(self, lines: Lines) -> Iterator[Record | Reject]:
        """Read the article, then the posts in their order; see `Importer.read`."""
        whole = whole_text(lines)
        told = ShownPosts()
        records = [
            record
            for shown in posts_in(whole.text)
            for record in told.records(shown.repaired(damaged=whole.damaged))
        ]
        if any(not isinstance(each, Reject) for each in records):
            yield Article(row=1)
        yield from in_order(records, whole.rejects)


def posts_in(text: str) -> Iterator[ShownPost]:
    """Yield the posts that stand in a text, in their order."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    found = list(attributions(text))
    borders = _borders(text, found)
    begin = line = done = 0
    for each in found:
        start, words = _words(text, borders, begin, each)
        line += text.count("\n", done, start)
        done = start
        begin = each.end
        yield _shown(line + 1, words, each)


def _shown(row: int, words: str, ending: Attribution) -> ShownPost:
    address = ending.address
    is_bluesky = "." in ending.handle
    marks = marks_in(words)
    return ShownPost(
        row=row,
        platform="bluesky" if is_bluesky and address is None else TWITTER,
        native_id=address.native_id if address else None,
        handle=ending.handle,
        name=ending.name,
        date=ending.date,
        text=words or None,
        url=address.url if address else None,
        mentions=marks.mentions,
        hashtags=marks.hashtags,
        links=marks.links,
        media=marks.media,
    )


def _borders(text: str, found: list[Attribution]) -> list[int]:
    """Return where the paragraphs of a text begin."""
    breaks = [each.end() for each in _BREAK.finditer(text)]
    ends = [each.end for each in found]
    borders = [0, *breaks, len(text)]
    blocks = pairwise(borders)
    if breaks and not any(_are_lines(text, block, ends) for block in blocks):
        return borders[:-1]
    return [0, *(each.end() for each in _LINE.finditer(text))]


def _are_lines(text: str, block: tuple[int, int], ends: list[int]) -> bool:
    """Say whether a stretch between empty lines shows that each line is a paragraph."""
    begin, stop = block
    last = bisect_right(ends, stop)
    if last and ends[last - 1] > begin:
        first = ends[bisect_right(ends, begin)]
        return bool(text[first:stop].partition("\n")[2].strip())
    *before, _ = text[begin:stop].strip().split("\n")
    return any(len(line) > WRAPPED_CHARACTERS for line in before)


def _words(text: str, borders: list[int], begin: int, ending: Attribution) -> tuple[int, str]:
    """Return where the words of a post begin, and the words.

    Args:
        text: The text.
        borders: Where its paragraphs begin.
        begin: Where the post before ends.
        ending: How this one ends.
    """
    stop = ending.start
    near = borders[bisect_right(borders, begin) : bisect_left(borders, stop)]
    paragraphs = [begin, *near]
    while len(paragraphs) > 1 and not text[paragraphs[-1] : stop].strip(" \t\n>"):
        stop = paragraphs.pop()
    start, quoted = paragraphs[-1], False
    if len(paragraphs) > 1:
        start, quoted = _quotation(text, paragraphs, stop)
    words = text[start:stop]
    if quoted:
        words = words.strip()[1:-1]
    elif words.lstrip().startswith(">"):
        words = _QUOTED_LINE.sub("", words)
    return start + len(text[start:stop]) - len(text[start:stop].lstrip()), words.strip()


def _quotation(text: str, paragraphs: list[int], stop: int) -> tuple[int, bool]:
    """Return where words of several paragraphs begin, and whether they stand between marks."""
    pieces = [
        text[one:other].strip()
        for one, other in zip(paragraphs, [*paragraphs[1:], stop], strict=True)
    ]
    last = len(pieces) - 1
    opens = _OPENS.get(pieces[-1][-1], "")
    if opens and pieces[-1][0] not in opens:
        opened = [place for place in range(last) if pieces[place][:1] in [*opens]]
        if opened and pieces[-1][-1] not in "".join(pieces[opened[-1] :])[1:-1]:
            return paragraphs[opened[-1]], True
    begin = last
    if pieces[-1].startswith(">"):
        while begin and pieces[begin - 1].startswith(">"):
            begin -= 1
        return paragraphs[begin], False
    colons = [place for place in range(last) if pieces[place].endswith((":", "\uff1a"))]
    if colons:
        words = "\n\n".join(pieces[colons[-1] + 1 :])
        if len(_LINK.sub("x" * LINK_CHARACTERS, words)) <= POST_CHARACTERS:
            return paragraphs[colons[-1] + 1], False
    return paragraphs[-1], False
