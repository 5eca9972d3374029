"""Words and links of a text that is written as HTML, as the fediverse and blogs send them.

Owns how such a text reads without its marks. Knows no format and follows no link.

* A line break and the end of a paragraph, an entry or a quotation begin a new line; empty lines are
  none. Blanks in a row are one, as in a browser, but in preformatted text.
* Addresses are cut for the eye, by parts that are not shown or by an ellipsis. The whole address
  is what was posted, and stands in the text.
* Mentions and hashtags are anchors too. They are words of the text (``@name``, ``#tag``) and none
  of its links.
* A picture reads as its description. Scripts and styles are no words.
* What was put there for readers that cannot show a quoted post (class ``quote-inline``) is left out
  of the text; its link is kept apart.
"""

import re
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

_BLOCKS = frozenset(
    (
        *("p", "div", "li", "ul", "ol", "dl", "dt", "dd", "blockquote", "pre", "section"),
        *("article", "header", "footer", "table", "tr", "figure", "figcaption", "hr"),
        *("h1", "h2", "h3", "h4", "h5", "h6"),
    )
)
_UNREAD = frozenset(("script", "style", "template", "noscript", "head", "title", "iframe", "svg"))
_NAMED = frozenset(("mention", "hashtag"))
_QUOTE = "quote-inline"
_BLANKS = re.compile(r"[ \t\n\r\f]+")
_LINES = re.compile(r" *\n[ \n]*")
_PLAIN = re.compile(r"(?:<p>|</p>|<br ?/?>|[^<&\x00]|&(?:amp|lt|gt|quot|#39|apos|nbsp);)*")
_BREAK = re.compile(r"<[^>]*>")
_ENTITIES = {"lt": "<", "gt": ">", "quot": '"', "#39": "'", "apos": "'", "nbsp": "\u00a0"}


class HtmlText(NamedTuple):
    """What a text says.

    Attributes:
        text: Its words; empty where there are none.
        links: Where its anchors lead, each once, without mentions and hashtags.
        quoted: Where anchors lead that stand for a quoted post.
    """

    text: str
    links: tuple[str, ...] = ()
    quoted: tuple[str, ...] = ()


def html_text(html: str) -> HtmlText:
    """Return the words and links of a text."""
    if _PLAIN.fullmatch(html):
        return HtmlText(_tidied(_whole(_BLANKS.sub(" ", html))))
    body = LexborHTMLParser(html).body
    return HtmlText("") if body is None else _Reader().read(body)


def _whole(plain: str) -> str:
    """Return a text of paragraphs and breaks alone."""
    text = _BREAK.sub("\n", plain)
    if "&" not in text:
        return text
    for name, letter in _ENTITIES.items():
        text = text.replace(f"&{name};", letter)
    return text.replace("&amp;", "&")


def _tidied(text: str) -> str:
    return _LINES.sub("\n", text).strip(" \n")


class _End(NamedTuple):
    """The end of an element, and what it began."""

    is_block: bool
    keeps_blanks: bool
    is_quote: bool


class _Reader:
    """Reads one text; goes through it without calling itself, however deep it is."""

    def __init__(self) -> None:
        self._words: list[str] = []
        self._links: dict[str, None] = {}
        self._quoted: dict[str, None] = {}
        self._kept_blanks = 0
        self._in_quote = 0

    def read(self, body: LexborNode) -> HtmlText:
        left: list[LexborNode | _End] = [body]
        while left:
            node = left.pop()
            if isinstance(node, _End):
                self._leave(node)
                continue
            tag = node.tag or ""
            if tag == "-text":
                self._say(node.text_content or "")
            elif node.is_element_node and tag not in _UNREAD:
                left += self._enter(node, tag)
        return HtmlText(_tidied("".join(self._words)), tuple(self._links), tuple(self._quoted))

    def _say(self, words: str) -> None:
        if not self._in_quote:
            self._words.append(words if self._kept_blanks else _BLANKS.sub(" ", words))

    def _enter(self, node: LexborNode, tag: str) -> "list[LexborNode | _End]":
        """Begin an element; return what is still to be read of it, the last first."""
        attributes = node.attributes
        classes = (attributes.get("class") or "").split()
        begins = _End(tag in _BLOCKS, tag == "pre", _QUOTE in classes)
        if tag == "br" or begins.is_block:
            self._say_break()
        elif tag == "img":
            self._say(attributes.get("alt") or "")
        self._kept_blanks += begins.keeps_blanks
        self._in_quote += begins.is_quote
        if tag == "a" and self._is_whole_link(node, attributes.get("href"), classes):
            return []
        found: list[LexborNode | _End] = [begins] if any(begins) else []
        child = node.last_child
        while child is not None:
            found.append(child)
            child = child.prev
        return found

    def _leave(self, ends: "_End") -> None:
        if ends.is_block:
            self._say_break()
        self._kept_blanks -= ends.keeps_blanks
        self._in_quote -= ends.is_quote

    def _say_break(self) -> None:
        if not self._in_quote:
            self._words.append("\n")

    def _is_whole_link(self, node: LexborNode, leads: str | None, classes: list[str]) -> bool:
        """Note where an anchor leads; say its address here where the words in it cut that."""
        href = (leads or "").strip()
        if not href.lower().startswith(("http://", "https://")):
            return False
        shown = node.text(deep=True).strip()
        if self._in_quote:
            self._quoted[href] = None
            return False
        if not _NAMED.isdisjoint(classes) or shown.startswith(("@", "#", "＃")):  # noqa: RUF001
            return False
        self._links[href] = None
        if not _is_cut(shown, href):
            return False
        self._say(href)
        return True


def _is_cut(shown: str, href: str) -> bool:
    """Say whether the words of an anchor are the beginning of its address."""
    for mark in ("…", "..."):
        if shown.endswith(mark):
            beginning = shown.removesuffix(mark).rstrip()
            return bool(beginning) and beginning in href
    return False
