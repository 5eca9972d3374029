"""Domains of links, and the platforms that they belong to.

Owns which domains are a platform's. Reads no more of a link than its domain.
"""

from functools import lru_cache

from inunison_importers.unnamed import UNNAMED

_CACHED = 1 << 14
_LONGEST_DOMAIN = 253
_SUBDOMAINS = ("www.", "m.", "mobile.", "web.", "l.", "business.")
_PLATFORMS = {
    "facebook.com": "facebook",
    "fb.com": "facebook",
    "fb.watch": "facebook",
    "instagram.com": "instagram",
    "reddit.com": "reddit",
    "twitter.com": "twitter",
    "x.com": "twitter",
    "youtu.be": "youtube",
    "youtube.com": "youtube",
}

PLATFORMS = tuple(sorted({*_PLATFORMS.values(), UNNAMED}))
"""What the links of a table of many sites can be of, and what the others are called."""


def platform_of(host: str) -> str | None:
    """Return the platform that a domain belongs to, None where it is none that is known."""
    return _platform_of(host) if len(host) <= _LONGEST_DOMAIN else None


@lru_cache(_CACHED)
def _platform_of(host: str) -> str | None:
    name = host.lower()
    for prefix in _SUBDOMAINS:
        name = name.removeprefix(prefix)
    return _PLATFORMS.get(name)


def host_of(link: str) -> str:
    """Return the domain of a link, "" where it has none."""
    return link.partition("://")[2].partition("/")[0].partition("?")[0].rpartition("@")[2]
