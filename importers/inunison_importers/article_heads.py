"""What a page says of itself: its headline, its address, and when it was published.

Owns which of the places where a page says so are believed, the first of them that says anything:

* title: ``og:title``, the headline of its linked data, ``h1``, ``title``;
* address: ``link rel=canonical``, ``og:url``;
* time: ``article:published_time``, ``datePublished`` of its linked data, a ``time`` that is marked
  as that of publication or stands in the article's head.
"""

from typing import Any, NamedTuple

import msgspec
from selectolax.lexbor import LexborHTMLParser

from inunison.records import Precision
from inunison_importers.base import BadCell
from inunison_importers.written_dates import stated_instant

_TIMES = "time[itemprop~=datePublished], time[pubdate], article time[datetime], header time"
_LOOKED_AT = 1_000


class Head(NamedTuple):
    """What a page says of itself; see `inunison.records.Article`."""

    title: str | None
    url: str | None
    published: int | None
    precision: Precision | None


def head_of(page: LexborHTMLParser) -> Head:
    """Return what a page says of itself."""
    data = _linked_data(page)
    titles = [_meta(page, "og:title"), data.get("headline"), _words(page, "h1")]
    title = next((each for each in [*titles, _words(page, "title")] if each), None)
    canonical = page.css_first("link[rel~=canonical]")
    urls = [canonical.attributes.get("href") if canonical else None, _meta(page, "og:url")]
    url = next((each for each in urls if each and _is_address(each)), None)
    published, precision = _published(page, data.get("datePublished"))
    return Head((title and " ".join(title.split())) or None, url, published, precision)


def _published(
    page: LexborHTMLParser, in_data: str | None
) -> tuple[int, Precision] | tuple[None, None]:
    stated = [_meta(page, "article:published_time"), in_data]
    stated += [each.attributes.get("datetime") for each in page.css(_TIMES)[:1]]
    for each in stated:
        if each:
            try:
                return stated_instant(each)
            except BadCell:
                continue
    return None, None


def _is_address(text: str) -> bool:
    return text.lower().startswith(("https://", "http://")) and not any(map(str.isspace, text))


def _meta(page: LexborHTMLParser, name: str) -> str | None:
    for key in ("property", "name"):
        found = page.css_first(f'meta[{key}="{name}"]')
        content = (found.attributes.get("content") or "").strip() if found else ""
        if content:
            return content
    return None


def _words(page: LexborHTMLParser, tag: str) -> str | None:
    found = page.css_first(tag)
    return (found.text(deep=True) or "").strip() or None if found else None


def _linked_data(page: LexborHTMLParser) -> dict[str, str]:
    """Return the texts of the first thing in the linked data that was published."""
    for script in page.css('script[type="application/ld+json"]'):
        try:
            waiting: list[Any] = [msgspec.json.decode((script.text(deep=True) or "").strip())]
        except (msgspec.DecodeError, RecursionError, UnicodeEncodeError):
            continue
        for _ in range(_LOOKED_AT):
            if not waiting:
                break
            each = waiting.pop(0)
            if isinstance(each, list):
                waiting += each
            elif isinstance(each, dict):
                if isinstance(each.get("datePublished"), str):
                    return {key: value for key, value in each.items() if isinstance(value, str)}
                waiting += [each[key] for key in ("@graph", "mainEntity") if key in each]
    return {}
