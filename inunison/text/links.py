"""When two links lead to one place: the canonical form of a link.

Owns the rule and its version. Never fetches anything: a shortener's link stays what it is, and the
raw link stays in the parts. What has no web host in it is left as it stands.

The form has no scheme and no fragment, the host in small letters without ``www.``, ``m.``,
``amp.`` and ``mobile.``, no default port, one way of percent-encoding, no slash at the end, and the
parameters in order without those that only say where a reader came from. Addresses of one post or
video that a site writes in several ways are written in one. A canonical form is its own.
"""

import re
from functools import lru_cache
from urllib.parse import quote

LINKS_VERSION = "links_v1"

_AMPERSAND = re.compile(r"&(?:amp;)+")
_SCHEME = re.compile(r"(?:https?:)?//", re.IGNORECASE)
_AUTHORITY = re.compile(r"[^/?#]*")
_HOST = re.compile(r"(?:[a-z0-9_-]+\.)+[a-z0-9-]+(?::[0-9]{1,5})?")
_NO_PORT = re.compile(r"(?:\.|:80|:443)+$")
_MOBILE = re.compile(r"(?:www|m|amp|mobile)\.(?=[^:]*\.)")
_PERCENT = re.compile(r"%([0-9A-Fa-f]{2})?")
_PLAIN = re.compile(r"[A-Za-z0-9._~/!$&'()*+,;=:@?-]*")
_SAFE = "/!$&'()*+,;=:@%?"
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")

# Parameters that say by which campaign, program or button a reader came, and nothing of the page.
_TRACKING = {
    *("fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "twclid"),
    *("ttclid", "igshid", "igsh", "mc_cid", "mc_eid", "mkt_tok", "ref_src", "ref_url", "_hsenc"),
    *("_hsmi", "oly_anon_id", "oly_enc_id", "vero_id", "spm", "wt_mc"),
}
_CAMPAIGN = ("utm_", "pk_", "mtm_")
_SHARED_BY = {"twitter.com": frozenset(("s", "t")), "youtube.com": frozenset(("si", "feature"))}

_TWITTER = frozenset(("twitter.com", "x.com"))
_STATUS = re.compile(r"/(?:i/web|i|[A-Za-z0-9_]+)/status(?:es)?/([0-9]+)(?:/.*)?")
_YOUTUBE = frozenset(("youtube.com", "youtube-nocookie.com", "music.youtube.com"))
_VIDEO = re.compile(r"/(?:shorts|embed|v|live)/([A-Za-z0-9_-]{6,})(?:/.*)?")
_SHORT_VIDEO = re.compile(r"/([A-Za-z0-9_-]{6,})")
_THREAD = re.compile(
    r"(?:/(?:r|u|user)/[^/]+)?/comments/([0-9a-z]+)(?:/[^/]*(?:/([0-9a-z]+)(?:/.*)?)?)?"
)
_SHORT_THREAD = re.compile(r"/([0-9a-z]+)")


def canonical(link: str) -> str:
    """Return the canonical form of a link.

    Args:
        link: A link as a file gives it, of any length and with anything in it.

    Returns:
        Such as ``example.org/page?id=7``; the link itself, without blanks around it, where it
        leads to no host of the web. ``canonical(canonical(x)) == canonical(x)`` for every text.
    """
    link = link.strip()
    plain = _AMPERSAND.sub("&", link) if "&amp;" in link else link
    scheme = _SCHEME.match(plain)
    start = scheme.end() if scheme else 0
    authority = _AUTHORITY.match(plain, start)
    assert authority is not None  # it matches the empty text too
    host = _host(authority[0]) if scheme or "@" not in authority[0] else None
    if host is None:
        return link
    path, query = _split(plain[authority.end() :])
    path = _encoded(path).rstrip("/")
    named = _named(host, path, query)
    if named is not None:
        return named
    host = "twitter.com" if host in _TWITTER else host
    parameters = _parameters(host, query) if query else ""
    return f"{host}{path}?{parameters}" if parameters else host + path


def _split(rest: str) -> tuple[str, str]:
    """Return path and query; the fragment is dropped, but for the addresses of old `#!` pages."""
    rest = rest.replace("/#!/", "/", 1).partition("#")[0]
    path, _, query = rest.partition("?")
    return path, query


@lru_cache(1 << 14)
def _known_host(authority: str) -> str | None:
    host = authority.rpartition("@")[2].lower()
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii").lower()
        except UnicodeError:
            return None
    host = _NO_PORT.sub("", host)
    while found := _MOBILE.match(host):
        host = host[found.end() :]
    if _HOST.fullmatch(host) is None:
        return None
    while host.endswith(".m.wikipedia.org"):
        host = host.removesuffix(".m.wikipedia.org") + ".wikipedia.org"
    return "reddit.com" if host.endswith(".reddit.com") else host


def _host(authority: str) -> str | None:
    """Return the host in its one form, None where it is none."""
    return _known_host(authority) if len(authority) <= 300 else None


def _encoded(part: str) -> str:
    """Return a part in the one way of percent-encoding (RFC 3986, 6.2.2)."""
    if _PLAIN.fullmatch(part):
        return part
    part = _PERCENT.sub(_normal, part)
    return quote(part, safe=_SAFE, errors="surrogatepass")


def _normal(found: re.Match[str]) -> str:
    if found[1] is None:
        return "%25"
    letter = chr(int(found[1], 16))
    return letter if letter in _UNRESERVED else "%" + found[1].upper()


def _parameters(host: str, query: str) -> str:
    """Return the parameters in order, without those that say where a reader came from."""
    dropped = _SHARED_BY.get(host, frozenset())
    kept = []
    for parameter in _encoded(query).split("&"):
        name = parameter.partition("=")[0].lower()
        if name in _TRACKING or name in dropped or name.startswith(_CAMPAIGN) or not parameter:
            continue
        kept.append(parameter)
    return "&".join(sorted(kept))


def _named(host: str, path: str, query: str) -> str | None:
    """Return the one address of a post or video that a site writes in several ways."""
    if host in _TWITTER:
        status = _STATUS.fullmatch(path)
        return None if status is None else f"twitter.com/i/status/{status[1]}"
    if host in _YOUTUBE or host == "youtu.be":
        return _video(host, path, query)
    if host == "redd.it":
        short = _SHORT_THREAD.fullmatch(path)
        return None if short is None else f"reddit.com/comments/{short[1]}"
    if host == "reddit.com" and (thread := _THREAD.fullmatch(path)):
        below = f"/_/{thread[2]}" if thread[2] else ""
        return f"reddit.com/comments/{thread[1]}{below}"
    return None


def _video(host: str, path: str, query: str) -> str | None:
    if path == "/watch":
        parts = _encoded(query).split("&")
        named = next((part for part in parts if part.startswith("v=") and part != "v="), None)
        return None if named is None else f"youtube.com/watch?{named}"
    form = _SHORT_VIDEO if host == "youtu.be" else _VIDEO
    video = form.fullmatch(path)
    return None if video is None else f"youtube.com/watch?v={video[1]}"
