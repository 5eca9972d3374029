"""The words inside an element of a page, with the links that they hold.

Owns how elements become text: what the page only uses to break lines is one space, ``<br>`` and
the borders of blocks are line breaks, a picture that stands for a character is that character.
Walks without recursion, however deeply a page is nested.
"""

import re
from typing import NamedTuple

from selectolax.lexbor import LexborNode

_SPACE = re.compile(r"[ \t\r\n\f]+")
_SPACE_IN_LINES = re.compile(r"[ \t\r\f]+")
_BLOCKS = frozenset(
    ("p", "div", "li", "ul", "ol", "section", "article", "header", "footer", "figure", "pre")
)
_SILENT = frozenset(
    ("script", "style", "template", "noscript", "iframe", "svg", "video", "audio", "-comment")
)


class Run(NamedTuple):
    """A piece of text.

    Attributes:
        text: The text; line breaks are what a reader sees as such.
        href: Where it leads, inside a link.
        words: It stands inside a paragraph that names its language or direction.
    """

    text: str
    href: str | None = None
    words: bool = False


class Inside(NamedTuple):
    """What an element holds.

    Attributes:
        runs: Its pieces of text, in order.
        nested: Elements of the same tag inside it, which are not part of the pieces.
        language: The language that its first paragraph with one names.
    """

    runs: list[Run]
    nested: list[LexborNode]
    language: str | None


def inside(element: LexborNode, *, keep_lines: bool = False) -> Inside:
    """Return the words and links inside an element.

    Args:
        element: Such as a blockquote.
        keep_lines: Line breaks of the page are those of the words.
    """
    space = _SPACE_IN_LINES if keep_lines else _SPACE
    runs: list[Run] = []
    nested: list[LexborNode] = []
    language: str | None = None
    stack: list[tuple[LexborNode | str, str | None, bool]] = [
        (child, None, False) for child in _children(element)
    ]
    while stack:
        node, href, words = stack.pop()
        if isinstance(node, str):
            runs.append(Run(node, href, words))
            continue
        tag = node.tag or ""
        if tag == "-text":
            runs.append(Run(space.sub(" ", node.text_content or ""), href, words))
        elif tag == "br":
            runs.append(Run("\n", href, words))
        elif tag == element.tag:
            nested.append(node)
        elif tag == "img":
            runs.append(Run(_drawn(node), href, words))
        elif tag not in _SILENT:
            if tag == "a":
                href = node.attributes.get("href") or href
                runs.append(Run("", href, words))
            if tag == "p" and not words and ("lang" in node.attributes or "dir" in node.attributes):
                words = True
                language = language or node.attributes.get("lang") or None
            border = [("\n\n", href, words)] if tag in _BLOCKS else []
            stack += [*border, *((each, href, words) for each in _children(node)), *border]
    return Inside(runs, nested, language)


def joined(runs: list[Run]) -> str:
    """Return the text of some pieces, with no more space than a reader sees."""
    text = "".join(run.text for run in runs)
    text = re.sub(r" *\n *", "\n", re.sub(r" +", " ", text))
    return re.sub(r"\n{3,}", "\n\n", text).strip(" \n")


def _children(element: LexborNode) -> list[LexborNode]:
    """Return what stands directly in an element, the last first."""
    found = []
    child = element.last_child
    while child is not None:
        found.append(child)
        child = child.prev
    return found


def _drawn(image: LexborNode) -> str:
    """Return the character that a picture stands for."""
    kind = f"{image.attributes.get('class') or ''} {image.attributes.get('src') or ''}".lower()
    return (image.attributes.get("alt") or "") if "emoji" in kind else ""
