"""Lists of domains, links and accounts to match a case against: a user's own, or threat indicators.

Owns how such a list is read and what an entry means. A list states nothing about what an account
did: what it matches is looked at, never loaded as a fact (`inunison.matching` does the looking).

A list is a text file with an entry on each line (empty lines and lines that begin with # are left
aside), or one of the two tables that Meta publishes beside its reports. Entries may be written so
that nothing links to them (``site[.]press``, ``hxxps://``). What is neither a domain nor a link nor
an account, such as ``658 accounts`` or the hash of a file, is counted and left out.
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from inunison import plain_lists
from inunison.errors import SourceError
from inunison.opening import called
from inunison.text.links import canonical
from inunison_importers.base import Sample
from inunison_importers.indicator_lists import indicator_list

MOST_BYTES = 64 << 20

_COLUMNS = ("indicator", "indicator_value")
_HOST = r"(?:[\w-]{1,63}\.)+[^\W\d_][\w-]{1,62}"
_DOMAIN = re.compile(_HOST)
_LINK = re.compile(rf"(?:[a-z][a-z+.-]*://)?(?:{_HOST})(?::\d+)?[/?#].*", re.IGNORECASE)
_ACCOUNT = re.compile(r"@[\w.-]{1,100}|[a-z]{2,20}:[\w.:-]{1,100}", re.IGNORECASE)
_PROFILES = re.compile(
    r"(?:(?:www|m|mobile|old)\.)?(?:(?P<twitter>twitter\.com)|(?P<reddit>reddit\.com)/(?:u|user)"
    r"|(?P<telegram>t\.me)|(?P<instagram>instagram\.com)|(?P<facebook>facebook\.com)"
    r"|(?P<bluesky>bsky\.app)/profile)/@?(?P<name>[\w.-]{1,100})/?"
)


@dataclass(frozen=True)
class Entry:
    """One entry of a list.

    Attributes:
        list: The list's name.
        row: The line on which it stands.
        written: As it is written there.
        kind: "domain", "link" or "account".
        value: A domain in lower case, a canonical link, or ``@handle`` or ``platform:name``.
    """

    list: str
    row: int
    written: str
    kind: str
    value: str


@dataclass(frozen=True)
class Watchlist:
    """A list as it was read.

    Attributes:
        name: Its file's name.
        entries: What can be matched, in the order of rows.
        left_out: How many entries are nothing that a case could hold.
    """

    name: str
    entries: tuple[Entry, ...]
    left_out: int


def read_watchlist(path: Path) -> Watchlist:
    """Read a list.

    Raises:
        SourceError: It cannot be read, is no text in UTF-8, or is larger than 64 MB.
    """
    name = called(path.name)
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
        text = content.decode("utf-8-sig")
    except (OSError, ValueError) as error:
        raise SourceError(
            f"The list {name} cannot be read: it is not there, or no text in UTF-8.",
            "Name a text file with one domain, link or account on each line.",
        ) from error
    if len(content) > MOST_BYTES:
        raise SourceError(f"The list {name} is larger than 64 MB.", "Split it.")
    told = list(_cells(name, text))
    entries = [entry for row, cell in told for entry in _meant(name, row, cell)]
    kept = {(entry.row, entry.written) for entry in entries}
    return Watchlist(name, tuple(entries), len(told) - len(kept))


def list_watchlists(folder: Path) -> list[Path]:
    """Return the lists of a folder, in the order of their names; hidden files are none."""
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.is_file() and path.name[0] != ".")


def _cells(name: str, text: str) -> Iterator[tuple[int, str]]:
    """Yield the entries of a list and their lines."""
    if indicator_list(Sample(name, text[:100_000])) is None:
        yield from plain_lists.entries(text)
        return
    delimiter = max(",\t;", key=text.partition("\n")[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    names = [each.strip().lower() for each in next(reader)]
    place = next(names.index(each) for each in _COLUMNS if each in names)
    row = reader.line_num + 1
    try:
        for cells in reader:
            if len(cells) > place and cells[place].strip():
                yield row, cells[place].strip()
            row = reader.line_num + 1
    except csv.Error as error:
        raise SourceError(
            f"Row {row} of the list {name} is no row of CSV.", "Correct it, or get the file again."
        ) from error


def refanged(written: str) -> str:
    """Return an entry as it would be typed: without what keeps a reader from following it."""
    plain = re.sub(r"\[(\.|:|://|@)\]|\((\.)\)", lambda found: found[1] or found[2], written)
    plain = re.sub(r"\[(?:dot)\]|\(dot\)", ".", plain, flags=re.IGNORECASE)
    return re.sub(r"^h(?:xx|XX)p", "http", plain.strip())


def _meant(name: str, row: int, written: str) -> Iterator[Entry]:
    plain = refanged(written)
    if _DOMAIN.fullmatch(plain):
        yield Entry(name, row, written, "domain", plain.lower().removeprefix("www."))
        return
    if _ACCOUNT.fullmatch(plain):
        yield Entry(name, row, written, "account", plain.lower())
        return
    if not _LINK.fullmatch(plain):
        return
    link = canonical(plain)
    if _DOMAIN.fullmatch(link):
        yield Entry(name, row, written, "domain", link)
        return
    yield Entry(name, row, written, "link", link)
    profile = _PROFILES.fullmatch(link)
    if profile is not None:
        platform = next(
            key for key, found in profile.groupdict().items() if found and key != "name"
        )
        yield Entry(name, row, written, "account", f"{platform}:{profile['name'].lower()}")
