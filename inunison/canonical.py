"""One way to write a value as JSON, so that the same value is always the same bytes.

Owns the form that hashes are made over and that the case's own files are written in. What a
terminal would obey, or a reader could not see, is written as an escape: the text can be printed as
it stands. Knows nothing of files.
"""

import hashlib
import json
import re
from typing import Any

# DEL and C1 controls, marks that turn the direction of text, line ends of Unicode, the byte order
# mark, lone surrogates (names of files that are no text): all legal in JSON, none safe on a screen.
_UNSEEN = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")

_SURROGATE = re.compile("[\ud800-\udfff]")


def canonical_json(value: Any) -> str:
    """Return a value as JSON on one line: keys sorted, no spaces, UTF-8 letters as they are.

    Args:
        value: Anything that JSON can hold.
    """
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return _UNSEEN.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def digest(value: Any) -> str:
    """Return the SHA-256 of a value's canonical JSON, 64 hex characters."""
    return hashlib.sha256(canonical_json(value).encode("utf-8")).hexdigest()


def readable(text: str) -> str:
    """Return a name as text that can be written anywhere: U+FFFD for each byte that is no text."""
    return _SURROGATE.sub("\ufffd", text)


def shown(text: str) -> str:
    """Return a name in quotes, for a sentence: what a terminal would obey is written out.

    Args:
        text: Whatever a user or a file calls something.
    """
    text = _UNSEEN.sub(lambda found: f"\\u{ord(found.group()):04x}", readable(text))
    return '"' + "".join(c if c >= " " else f"\\x{ord(c):02x}" for c in text) + '"'
