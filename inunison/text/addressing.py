"""What a post adds around its words: links, mentions, hashtags and the marks of a copied post.

Owns the patterns that take them out of folded text (see characters.py: lower case, ASCII
punctuation only, whatever is not ASCII is a letter, a mark or a digit). Decides nothing about
letters. Every pattern runs in time proportional to the text, however hostile it is.
"""

import re
from collections import deque

_WORD = "0-9a-z\x80-\U0010ffff"
# ASCII without space, quote and angle brackets: Thai or Chinese text may follow at once.
_LINK = "[!#-;=?-~]"

# Hosts without scheme and without path are links only where nobody ends a sentence with the word.
_HOST_ENDS = "com|net|org|info|gov|edu|mil|biz"
_SCHEME = re.compile(rf"(?:https?|ftp)(?::/+{_LINK}*|:?/*\.\.\.+)")
_PICTURE = re.compile(r"pic\.twitter\.com/[a-z0-9]+")
_HOST = re.compile(
    r"(?<![a-z0-9.@_-])"
    rf"(?:www\.{_LINK}+"
    rf"|(?:[a-z0-9-]+\.)+(?:[a-z]{{2,24}}(?::[0-9]+)?/{_LINK}*"
    rf"|(?:{_HOST_ENDS})(?![a-z0-9_-])(?!\.[a-z0-9])))"
)
_HOST_SIGN = re.compile(rf"/|www\.|\.(?:{_HOST_ENDS})(?![a-z0-9_-])")

_NAME_ENDS = f"social|app|dev|blog|news|{_HOST_ENDS}"
_NAME = (
    "@(?:"
    "[a-z0-9+]{38,43}="  # hashed handle of an archive: base64 of SHA-256 without slashes
    r"|[a-z0-9_]+(?:[.-][a-z0-9_]+)*@[a-z0-9-]+(?:\.[a-z0-9-]+)+"  # name@host of the Fediverse
    rf"|[a-z0-9_-]+(?:\.[a-z0-9-]+)*\.(?:{_NAME_ENDS})(?![a-z0-9_-])"  # a domain as a name
    "|[a-z0-9_]+)"
)
_MENTION = re.compile(f"(?<![a-z0-9_]){_NAME}")
_REPOST = re.compile(rf"(?:[^{_WORD}@#]*rt[\s:]*{_NAME}:?)+")
_CREDIT = re.compile(rf"(?<![{_WORD}])via[\s:]*{_NAME}")
_LETTER = re.compile(f"[{_WORD}]")

# `#topic#` closes in Chinese and what follows is text; elsewhere `#one#two` are two hashtags.
_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_HASHTAG = re.compile(
    rf"(?<![0-9a-z_])#(?:[0-9a-z_]*[{_HAN}][_{_WORD}]*#"
    rf"|(?=[0-9_]*[a-z\x80-\U0010ffff])[_{_WORD}]+(?:#[_{_WORD}]+)*)"
)


def without_links(folded: str) -> str:
    """Take out links: with a scheme, `www.`, a host with a path, a plain host of a common ending.

    A link that the platform cut off with an ellipsis goes as well.
    """
    if "http" in folded or "ftp" in folded:
        folded = _SCHEME.sub(" ", folded)
    if "." in folded and _HOST_SIGN.search(folded):
        folded = _HOST.sub(" ", _PICTURE.sub(" ", folded))
    return folded


def without_attribution(folded: str) -> tuple[str, bool]:
    """Take out what marks a manual copy: `RT @x:` at the beginning, `via @x` at the end.

    Args:
        folded: Folded text without links.

    Returns:
        The rest, and whether there was such a mark. Only hashtags, mentions, links and punctuation
        may follow `via @x`.
    """
    if "@" not in folded:
        return folded, False
    repost = _REPOST.match(folded)
    rest = folded[repost.end() :] if repost else folded
    for credit in deque(_CREDIT.finditer(rest), maxlen=1):
        tail = rest[credit.end() :]
        if not _LETTER.search(without_hashtags(without_mentions(tail))):
            return f"{rest[: credit.start()]} {tail}", True
    return rest, repost is not None


def without_mentions(folded: str) -> str:
    """Take out `@name` in every form that platforms and archives write it."""
    return _MENTION.sub(" ", folded) if "@" in folded else folded


def without_hashtags(folded: str) -> str:
    """Take out `#tag` in any script; `#1` is a number, as it is on the platforms."""
    return _HASHTAG.sub(" ", folded) if "#" in folded else folded
