"""Text from files as text that a terminal shows and does not obey.

Owns which characters are written out. Changes nothing that is only read.
"""

import re

# Controls, lone surrogates, line separators, and the marks that reorder or hide text. Joiners stay:
# Persian, Indic scripts and emoji are written with them.
_OBEYED = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)


def shown(text: str, *, keep: str = "") -> str:
    r"""Return text with everything a terminal would obey written out, such as ``\x1b``.

    Args:
        text: Whatever a file or a user holds.
        keep: Characters that are left as they are, such as a line break.
    """

    def written(found: re.Match[str]) -> str:
        character = found.group()
        return character if character in keep else escaped(character)

    return _OBEYED.sub(written, text)


def escaped(character: str) -> str:
    r"""Return one character written out: ``\x1b``, ``\u202e`` or ``\U000e0041``."""
    code = ord(character)
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def json_safe(encoded: str) -> str:
    r"""Return JSON text with such characters as ``\u`` escapes: the same value, harmless to see."""

    def written(found: re.Match[str]) -> str:
        pair = found.group().encode("utf-16-be", "surrogatepass").hex()
        return "".join(f"\\u{pair[place : place + 4]}" for place in range(0, len(pair), 4))

    return re.sub(f"(?!\n){_OBEYED.pattern}", written, encoded)
