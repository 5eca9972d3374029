"""A guessed map as the text of its file: each line with its reason behind it.

Owns the form. Names of columns come from strangers' files: they are written so that they stay what
they are and end no line.
"""

import json
import re

from inunison_importers.map_guess import Guess, GuessedMap

_BEHIND = 40
_LISTED = 60
_UNSAFE = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


def quoted(text: str) -> str:
    """Return a text as TOML writes it, on one line and with nothing that a terminal obeys."""
    whole = json.dumps(text, ensure_ascii=False)
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", whole)


def map_text(made: GuessedMap, name: str, rows: int) -> str:
    """Return the content of the file of a map.

    Args:
        made: The guess.
        name: What the table is called.
        rows: How many of its rows were looked at.
    """
    lines = [
        f"# A map of {quoted(name)[1:-1]}, made by looking at its first {rows:,} rows.",
        '# "Look:" marks what is not sure. Correct it, then: inunison import FILE --map MAP',
        *(_line(each) for each in (*made.layout, *made.settings)),
    ]
    if made.nulls:
        nulls = ", ".join(map(quoted, made.nulls))
        lines.append(_commented(f"nulls = [{nulls}]", "these words stand for nothing in it"))
    lines += ["", "[columns]", *(_line(each) for each in made.columns)]
    if made.lists:
        lines += ["", "[lists]"]
        lines += [f"{what} = {quoted(style)}" for what, style in made.lists.items()]
    if made.kinds:
        lines += ["", "[kinds]"]
        lines += [f"{quoted(word)} = {quoted(kind.value)}" for word, kind in made.kinds.items()]
    if made.unplaced:
        lines += ["", "# Left aside:"]
        lines += [f"#   {quoted(column)}: {why}" for column, why in made.unplaced[:_LISTED]]
        if len(made.unplaced) > _LISTED:
            lines.append(f"#   and {len(made.unplaced) - _LISTED:,} more")
    return "\n".join(lines) + "\n"


def _line(each: Guess) -> str:
    why = each.why if each.sure else f"Look: {each.why}"
    return _commented(f"{each.key} = {quoted(each.value)}", why)


def _commented(text: str, why: str) -> str:
    return f"{text:<{_BEHIND}}  # {why}"
