"""Lists of what is not to be counted: declared accounts, ready-made texts, slogans, shared links.

Owns the plain files in the case's folder `exclusions` and what they mean. What is excluded is taken
out of counts and tests alike, and every finding says how much that was. One file is one list:

    exclusions/accounts/NAME.txt    a handle, or platform:id, on each line
    exclusions/texts/NAME.txt       a text on each line; compared by fingerprint
    exclusions/links/NAME.txt       a link or a domain on each line

Empty lines and lines that begin with # are left aside.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from inunison import plain_lists
from inunison.canonical import digest
from inunison.errors import CaseError
from inunison.text import fingerprint

KINDS = ("accounts", "texts", "links")
_MOST_BYTES = 16 << 20

_ACCOUNTS = """
INSERT INTO excluded_accounts
SELECT DISTINCT accounts.uid, ? FROM accounts, (SELECT lower(ltrim(unnest(?), '@')) AS entry)
WHERE lower(accounts.handle) = entry
    OR lower(accounts.platform || ':' || accounts.native_id) = entry
"""
# With a text goes its whole family: its near-copies are the same ready-made words.
_TEXTS = """
INSERT INTO excluded_objects
WITH named AS (SELECT ? AS list, unnest(?) AS uid)
SELECT texts.uid, named.list FROM texts JOIN named USING (uid)
UNION SELECT variant_of."end", named.list FROM variant_of JOIN named ON named.uid = variant_of.start
"""
_LINKS = """
INSERT INTO excluded_objects
SELECT DISTINCT urls.uid, ? FROM urls LEFT JOIN on_domain ON on_domain.start = urls.uid
LEFT JOIN domains ON domains.uid = on_domain."end", (SELECT lower(unnest(?)) AS entry)
WHERE lower(urls.url) = entry OR domains.name = entry
"""


@dataclass(frozen=True)
class Exclusion:
    """One list.

    Attributes:
        kind: "accounts", "texts" or "links".
        name: Its file's name without the ending.
        entries: Its entries, in order, each once.
    """

    kind: str
    name: str
    entries: tuple[str, ...]


def read_exclusions(folder: Path) -> tuple[Exclusion, ...]:
    """Read the lists of a case, in the order of their kinds and names.

    Args:
        folder: The folder `exclusions` of the case; need not be there.

    Raises:
        CaseError: A list cannot be read, is no text, or is larger than a list can be.
    """
    return tuple(
        Exclusion(kind, path.stem, tuple(sorted(set(_entries(path)))))
        for kind in KINDS
        for path in sorted((folder / kind).glob("*.txt"))
    )


def _entries(path: Path) -> Iterator[str]:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise CaseError(
                f"The list {path} is larger than 16 MB.", "Split it, or leave lines out of it."
            )
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CaseError(
            f"The list {path} cannot be read: it is no text in UTF-8, or may not be read.",
            "Save it as plain text in UTF-8, one entry on each line.",
        ) from error
    return (entry for _, entry in plain_lists.entries(text))


def key_of(exclusions: tuple[Exclusion, ...]) -> str:
    """Return a hash of all lists, for what is derived with them."""
    return digest([[each.kind, each.name, list(each.entries)] for each in exclusions])


def apply(database: duckdb.DuckDBPyConnection, exclusions: tuple[Exclusion, ...]) -> None:
    """Make the tables `excluded_accounts` and `excluded_objects` (uid, list).

    Args:
        database: An engine with a view for each table of the state and the table `variant_of`.
        exclusions: The lists.
    """
    for what in ("accounts", "objects"):
        database.execute(f"CREATE OR REPLACE TABLE excluded_{what} (uid VARCHAR, list VARCHAR)")
    for each in exclusions:
        entries = list(each.entries)
        if each.kind == "accounts":
            database.execute(_ACCOUNTS, [each.name, entries])
        elif each.kind == "links":
            database.execute(_LINKS, [each.name, entries])
        else:
            keys = [made.key for made in map(fingerprint, entries) if made.key]
            database.execute(_TEXTS, [each.name, keys])
