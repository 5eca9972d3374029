"""Where links lead that only forward: a list of the user's, in the case as `redirects.csv`.

Owns that file and what it means. Nothing is fetched: an address that shortens or forwards is only
known to lead elsewhere where a line says so. A line is ``from,to``; a first line with these two
words, empty lines and lines that begin with # are left aside. Both sides are read in their
canonical form (`inunison.text.links`), and a chain of lines is followed to its end.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from inunison.canonical import digest
from inunison.errors import CaseError

FILE = "redirects.csv"
_MOST_BYTES = 256 << 20
_HEADER = ["from", "to"]
_FORM = "Each line is an address, a comma, and the address that it leads to."


@dataclass(frozen=True)
class Redirects:
    """A map of canonical links.

    Attributes:
        to: For each link that forwards, the end that it leads to.
    """

    to: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """What the map says, as part of a name; empty where it says nothing."""
        return digest(sorted(self.to.items()))[:16] if self.to else ""

    def end(self, link: str) -> str:
        """Return where a canonical link leads: itself, where no line says otherwise."""
        return self.to.get(link, link)


def read_redirects(folder: Path) -> Redirects:
    """Read the list of a case.

    Args:
        folder: The folder of the case; the file need not be there.

    Raises:
        CaseError: The file cannot be read, a line is not two addresses, one address leads to two
            others, or some lead in a circle.
    """
    path = folder / FILE
    if not path.exists():
        return Redirects()
    from inunison.text.links import canonical

    steps: dict[str, str] = {}
    for line, source, target in _lines(path):
        start, stop = canonical(source), canonical(target)
        if steps.setdefault(start, stop) != stop:
            raise CaseError(
                f"Line {line} of {path} leads an address elsewhere than a line before it.",
                "Keep the one that is right.",
            )
    return Redirects({start: _end(start, steps, path) for start in sorted(steps)})


def _lines(path: Path) -> Iterator[tuple[int, str, str]]:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise CaseError(f"The list {path} is larger than 256 MB.", "Leave lines out of it.")
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CaseError(
            f"The list {path} cannot be read: it is no text in UTF-8, or may not be read.", _FORM
        ) from error
    reader = csv.reader(text.splitlines(keepends=True), strict=True)
    try:
        for cells in reader:
            given = [cell.strip() for cell in cells]
            if not any(given) or given[0].startswith("#") or given == _HEADER:
                continue
            if len(given) != len(_HEADER) or not all(given):
                raise CaseError(f"Line {reader.line_num} of {path} is not two addresses.", _FORM)
            yield reader.line_num, given[0], given[1]
    except csv.Error as error:
        raise CaseError(f"Line {reader.line_num} of {path} is no row of CSV.", _FORM) from error


def _end(start: str, steps: Mapping[str, str], path: Path) -> str:
    """Follow a chain to its end; an address that leads to itself is its own end."""
    seen = {start}
    link = steps[start]
    while link in steps and steps[link] != link:
        if link in seen:
            raise CaseError(
                f"Addresses in {path} lead in a circle, {link[:100]!r} among them.",
                "Take out one of the lines.",
            )
        seen.add(link)
        link = steps[link]
    return link
