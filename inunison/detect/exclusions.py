"""Lists of what is not to be counted: declared accounts, ready-made texts, slogans, shared links.

Owns the plain files in the case's folder `exclusions` and what they mean. What is excluded is taken
out of counts and tests alike, and every finding says how much that was. One file is one list:

    exclusions/accounts/NAME.txt    a handle, or platform:id, on each line
    exclusions/texts/NAME.txt       a text on each line; compared by fingerprint
    exclusions/links/NAME.txt       a link on each line, or a domain: a link without a path

A post that says such a text or holds such a link is taken out of every trace, not only of that of
texts or of links. Empty lines and lines that begin with # are left aside. Links are compared as
those of posts are: in their canonical form, and by where the case's list of redirects leads them.
An entry that names nothing in the case is told: it may be a slip of the pen.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from inunison import plain_lists
from inunison.canonical import digest
from inunison.errors import CaseError
from inunison.redirects import Redirects
from inunison.text import fingerprint
from inunison.text.links import canonical

KINDS = ("accounts", "texts", "links")
_MOST_BYTES = 16 << 20

# What the entries of a list name: entry and uid. Each join has one condition, for which a hash is
# looked up; with two of them every entry would be compared with every account.
_NAMED = {
    "accounts": """
        SELECT entry, uid FROM entries JOIN accounts ON lower(handle) = lower(form)
        UNION SELECT entry, uid FROM entries
        JOIN accounts ON lower(platform || ':' || native_id) = lower(form)
    """,
    # With a text goes its whole family: its near-copies are the same ready-made words.
    "texts": """
        SELECT entry, uid FROM entries JOIN texts ON uid = form
        UNION SELECT entry, variant_of."end" FROM entries JOIN variant_of ON start = form
    """,
    # A short link that leads to the front page of a site is no word for that whole site.
    "links": """
        SELECT entry, uid FROM entries JOIN urls ON url = target
        UNION SELECT entry, on_domain.start FROM entries
        JOIN domains ON domains.name = form JOIN on_domain ON on_domain."end" = domains.uid
    """,
}

# The posts that hold what was named: they count in no trace.
_HOLDING = {
    "texts": """
        SELECT start FROM says WHERE "end" IN (
            SELECT uid FROM named
            UNION SELECT start FROM variant_of JOIN named ON named.uid = variant_of."end"
        )
    """,
    "links": 'SELECT start FROM links_to WHERE "end" IN (SELECT uid FROM named)',
}


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


@dataclass(frozen=True)
class Applied:
    """One list as it was applied to a state.

    Attributes:
        exclusion: The list.
        unmatched: Its entries that name nothing in the state, in order.
    """

    exclusion: Exclusion
    unmatched: tuple[str, ...]


def read_exclusions(folder: Path) -> tuple[Exclusion, ...]:
    """Read the lists of a case, in the order of their kinds and names.

    Args:
        folder: The folder `exclusions` of the case; need not be there.

    Raises:
        CaseError: A list cannot be read, is no text, is larger than a list can be, or lies where
            no list is looked for.
    """
    _refuse_strays(folder)
    return tuple(
        Exclusion(kind, path.stem, tuple(sorted(set(_entries(path)))))
        for kind in KINDS
        for path in sorted((folder / kind).glob("*.txt"))
    )


def _refuse_strays(folder: Path) -> None:
    """Refuse a list that nobody would read: a slip in the name of its folder, or none at all."""
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        stray = path.is_dir() and path.name not in KINDS and not path.name.startswith(".")
        if stray or path.suffix == ".txt":
            raise CaseError(
                f"{path} is no list of what is to be left out.",
                f"Put lists into {', '.join(KINDS[:-1])} or {KINDS[-1]} in {folder}.",
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


def apply(
    database: duckdb.DuckDBPyConnection,
    exclusions: tuple[Exclusion, ...],
    redirects: Redirects | None = None,
) -> tuple[Applied, ...]:
    """Make the tables `excluded_accounts`, `excluded_objects` and `excluded_posts` (uid, list).

    Args:
        database: An engine with a view for each table of the state and the table `variant_of`.
        exclusions: The lists.
        redirects: Where links lead that only forward; nowhere else when None.

    Returns:
        The lists in their order, with what of them names nothing.
    """
    for what in ("accounts", "objects", "posts"):
        database.execute(f"CREATE OR REPLACE TABLE excluded_{what} (uid VARCHAR, list VARCHAR)")
    return tuple(_applied(database, each, redirects or Redirects()) for each in exclusions)


def _applied(
    database: duckdb.DuckDBPyConnection, exclusion: Exclusion, redirects: Redirects
) -> Applied:
    forms = [_form(exclusion.kind, entry) for entry in exclusion.entries]
    targets = [None if form is None else redirects.end(form) for form in forms]
    columns = {"entry": exclusion.entries, "form": forms, "target": targets}
    database.register(
        "entries", pa.table({name: pa.array(held, pa.string()) for name, held in columns.items()})
    )
    database.execute(f"CREATE OR REPLACE TEMP TABLE named AS {_NAMED[exclusion.kind]}")
    what = "accounts" if exclusion.kind == "accounts" else "objects"
    database.execute(
        f"INSERT INTO excluded_{what} SELECT DISTINCT uid, ? FROM named", [exclusion.name]
    )
    holding = _HOLDING.get(exclusion.kind)
    if holding:
        database.execute(
            f"INSERT INTO excluded_posts SELECT DISTINCT start, ? FROM ({holding})",
            [exclusion.name],
        )
    unmatched = database.execute(
        "SELECT entry FROM entries ANTI JOIN named USING (entry) ORDER BY entry"
    ).fetchall()
    database.unregister("entries")
    database.execute("DROP TABLE named")
    return Applied(exclusion, tuple(entry for (entry,) in unmatched))


def _form(kind: str, entry: str) -> str | None:
    """Return what an entry is compared by; None where it cannot be compared."""
    if kind == "accounts":
        return entry.lstrip("@")
    return canonical(entry) if kind == "links" else fingerprint(entry).key
