"""What the tables of 4CAT have in common, whatever site they are of.

Owns the columns that all share (`id`, `thread_id`, `author`, `body`, `timestamp` and
`unix_timestamp`), their zones and the words that stand for nothing:

* `timestamp` and `unix_timestamp` tell one time, and one of the two may be wrong by the zone of the
  server that wrote them. Which one is right depends on the site; the other is not read. Where only
  the one without a zone is told, it is kept as stated and no instant is made of it. A time that
  the capture lacked is written 0.
* Whoever made the table may have replaced the names of authors by digests, which are accounts of
  their own, or by ``REDACTED``, which is none.
"""

import re
from typing import Any

from inunison.records import AccountRef, Precision
from inunison_importers.base import BadCell
from inunison_importers.keyed_tables import NamedRow
from inunison_importers.table_cells import calendar_instant, unix_instant
from inunison_importers.twitter_ids import numeric_id

CORE = ("id", "thread_id", "author", "body", "timestamp")

_NOBODY = frozenset(("", "REDACTED", "N/A", "None"))
_NO_TIME = frozenset(("", "0", "undefined"))
_DIGEST = re.compile(r"[0-9a-f]{48}")
_NAME_CHARACTERS = 300


def required(row: NamedRow, column: str) -> str:
    """Return an id or another short cell.

    Raises:
        BadCell: It is empty, or longer than any id.
    """
    cell = row.get(column)
    if not cell.strip():
        raise BadCell(f"{column} is empty")
    if len(cell) > _NAME_CHARACTERS:
        raise BadCell(f"{column} is longer than any id")
    return cell


def named(cell: str, column: str) -> str | None:
    """Return a name or an id; None where the cell names nobody.

    Raises:
        BadCell: It is too long to be one.
    """
    if len(cell) > _NAME_CHARACTERS:
        raise BadCell(f"{column} is longer than any name")
    return None if cell in _NOBODY else cell


def account(row: NamedRow, id_column: str | None, handle_column: str | None) -> AccountRef | None:
    """Return the account that two columns name; None where they name nobody.

    Raises:
        BadCell: A name is too long to be one.
    """
    native_id = named(row.get(id_column), id_column) if id_column else None
    handle = named(row.get(handle_column), handle_column) if handle_column else None
    if native_id is None and handle is not None and _DIGEST.fullmatch(handle):
        return AccountRef(handle)
    if native_id is None and handle is None:
        return None
    if handle is not None and _DIGEST.fullmatch(handle):
        handle = None
    return AccountRef(native_id, handle)


def account_number(cell: str, column: str) -> str | None:
    """Return the id of an account that is a number; None where the cell names nobody.

    Raises:
        BadCell: It is neither a number nor the digest that took its place.
    """
    if cell in _NOBODY:
        return None
    return cell if _DIGEST.fullmatch(cell) else numeric_id(cell, column)


def told(row: NamedRow, column: str) -> str | None:
    """Return a text, None where the cell is empty or its words were taken out."""
    cell = row.text(column)
    return None if cell == "REDACTED" else cell


def when(row: NamedRow, *, utc: bool) -> dict[str, Any]:
    """Return what a post holds of its time: `created_at`, `precision`, `stated_time`.

    Args:
        row: A row of the table.
        utc: `timestamp` is UTC; else it is the time of a place that is not told, and only
            `unix_timestamp` is right.

    Raises:
        BadCell: A time cannot be read.
    """
    column = "timestamp" if utc else "unix_timestamp"
    stated = row.get(column)
    if stated in _NO_TIME:
        other = row.get("timestamp")
        if utc or other in _NO_TIME:
            return {}
        if not other.isdigit():
            calendar_instant(other, "timestamp")
            return {"stated_time": other}
        stated, column = other, "timestamp"
    at = _instant(stated, column)
    return {"created_at": at, "precision": Precision.SECOND}


def _instant(stated: str, column: str) -> int:
    if "-" in stated:
        return calendar_instant(stated, column)[0]
    return unix_instant(stated, column)
