"""A page in HTML, parsed, within a bound of nesting.

Owns that bound, and the lines on which quotations begin. The parser takes time that grows with the
square of how deeply a page is nested; no page that a browser shows as it was meant is nested so.
"""

import re

from selectolax.lexbor import LexborHTMLParser

NESTED_ELEMENTS = 1_000
ROW = "data-inunison-row"
"""The attribute that says of a blockquote on which line it begins."""

_QUOTATION = re.compile(r"<blockquote(?=[\s/>])", re.IGNORECASE)
_TAG = re.compile(r"<(?:(/?)([a-z][a-z0-9-]*)|!--)", re.IGNORECASE)
# What is inside them is no element, up to where they end.
_RAW = {
    name: re.compile(f"</{name}", re.IGNORECASE)
    for name in ("script", "style", "textarea", "title")
} | {"--": re.compile("-->")}
# They hold nothing, or the next of them ends the one before.
_FLAT = frozenset(
    re.findall(
        r"\w+",
        "area base br col embed hr img input link meta param source track wbr p li td tr th dt dd"
        " option optgroup thead tbody tfoot colgroup html head body rp rt",
    )
)


def page_of(text: str) -> LexborHTMLParser | None:
    """Parse a page, with the line of each blockquote in its attribute `ROW`.

    Args:
        text: The page, without lone surrogates.

    Returns:
        The page; None where its elements are nested more than 1,000 deep.
    """
    return None if _is_deep(text) else LexborHTMLParser(_with_rows(text))


def _is_deep(text: str) -> bool:
    depth, place = 0, 0
    while found := _TAG.search(text, place):
        place = found.end()
        name = (found[2] or "--").lower()
        if found[1]:
            depth = max(0, depth - (name not in _FLAT))
        elif name in _RAW:
            end = _RAW[name].search(text, place)
            place = end.end() if end else len(text)
        elif name not in _FLAT:
            depth += 1
            if depth > NESTED_ELEMENTS:
                return True
    return False


def _with_rows(text: str) -> str:
    """Note the lines in the text: a parsed page tells none."""
    pieces: list[str] = []
    line, done = 1, 0
    for found in _QUOTATION.finditer(text):
        line += text.count("\n", done, found.start())
        pieces += (text[done : found.end()], f" {ROW}={line} ")
        line += text.count("\n", found.start(), found.end())
        done = found.end()
    return "".join([*pieces, text[done:]])
