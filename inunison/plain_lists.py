"""Lists that people keep as plain text: an entry on each line.

Owns which lines are entries: not the empty ones, nor those that begin with #. Reads no file; each
kind of list says by itself what cannot be read.
"""

from collections.abc import Iterator


def entries(text: str) -> Iterator[tuple[int, str]]:
    """Yield the number of each line that is an entry, from 1, and the entry without blanks."""
    for row, line in enumerate(text.splitlines(), 1):
        entry = line.strip()
        if entry and not entry.startswith("#"):
            yield row, entry
