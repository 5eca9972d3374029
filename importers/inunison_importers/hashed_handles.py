"""Hashes that stand where an account's id and handle stood.

Owns the two shapes: SHA-256 as 64 hex digits (releases of 2018 and 2019), and as base64 with every
``/`` taken out, 40 to 44 characters with ``=`` at the end (2020 on). Knows no file format.
"""

import re

_HEX = r"[0-9a-f]{64}"
_BASE64 = r"[A-Za-z0-9+]{38,43}="
SHORTEST_HASH = 39
"""Characters that every hash has at least."""

_HASH = re.compile(rf"{_HEX}|{_BASE64}")
_IN_TEXT = re.compile(rf"@({_BASE64}|{_HEX}(?![0-9A-Za-z]))")


def is_hash(text: str) -> bool:
    """Whether a cell holds a hash in the place of an id or a handle."""
    return len(text) >= SHORTEST_HASH and _HASH.fullmatch(text) is not None


def hashes_in(text: str) -> list[str]:
    r"""Return the hashes that a text addresses with ``@``, in order.

    ``@\w+`` would cut them at the first ``+`` and lose the ``=``.
    """
    if len(text) < 40 or "@" not in text:
        return []
    return _IN_TEXT.findall(text)
