"""The single cells of the by-author tables: accounts, times, counts, words that stand for nothing.

Owns how an account is named in them, and which ids a spreadsheet has rounded. Knows no columns
beyond their names in reasons.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from inunison.records import AccountRef, Observation, Precision
from inunison_importers import table_cells
from inunison_importers.base import BadCell
from inunison_importers.language_names import code_of
from inunison_importers.twitter_ids import numeric_id

PLATFORM = "twitter"

_CACHED = 1 << 16
_HANDLE = re.compile(r"[A-Za-z0-9_]{1,15}")
# A handle that two accounts had is followed by the id; none of those handles ends in a digit.
_HANDLE_AND_ID = re.compile(r"([A-Za-z0-9_]{0,14}[A-Za-z_])([1-9][0-9]{0,18})")
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}(?::[0-9]{2})?")
_MINUTE = Precision.MINUTE.microseconds
_COUNT_DIGITS = 15
_UNDEFINED = frozenset(("", "LANGUAGE UNDEFINED"))

# Three to six digits were left of the long ids. A true one has not this many zeros at its end.
_ROUNDED_TO = (3, 4, 5, 6)
_ROUNDED = re.compile(r"[1-9][0-9]{2,5}0{10,}")


@lru_cache(_CACHED)
def account(cell: str) -> AccountRef:
    """Return the account that `author_id` names: a handle, or a handle and the id of its account.

    Where that id was rounded, the whole cell is the name: it tells the account apart from the
    other one of the handle, and says no more.

    Raises:
        BadCell: It is neither.
    """
    if _HANDLE.fullmatch(cell):
        return AccountRef(handle=cell)
    found = _HANDLE_AND_ID.fullmatch(cell)
    if found is None:
        raise BadCell("author_id is neither a handle nor a handle with an id")
    if is_rounded(found[2]):
        return AccountRef(handle=cell)
    return AccountRef(numeric_id(found[2], "author_id"), found[1])


def listed_account(author_id: str, author: str, stated: str, other: str) -> AccountRef:
    """Return the account that a row of the table of authors is about.

    Args:
        author_id: Its name in the tables of posts.
        author: Its handle.
        stated: `external_author_id`, which may have been rounded.
        other: `congress_2017_id`: the id of the handle in another list, or empty. It is believed
            where it is what was rounded.

    Raises:
        BadCell: The handle is none, or an id is none.
    """
    if not _HANDLE.fullmatch(author):
        raise BadCell("author is not a handle")
    named = account(author_id)
    if named.native_id is None and named.handle is not None and not named.handle.startswith(author):
        raise BadCell("author_id does not begin with author")
    native_id = _whole_id(stated, other)
    if native_id is not None:
        return AccountRef(native_id, author)
    return named


def _whole_id(stated: str, other: str) -> str | None:
    if not stated:
        return None
    native_id = numeric_id(stated, "external_author_id")
    if not is_rounded(native_id):
        return native_id
    if not other:
        return None
    known = numeric_id(other, "congress_2017_id")
    is_it = len(known) == len(native_id) and int(native_id) in _roundings(int(known), len(known))
    return known if is_it else None


def is_rounded(native_id: str) -> bool:
    """Whether a spreadsheet has rounded an id: a true one has not so many zeros at its end."""
    return _ROUNDED.fullmatch(native_id) is not None


def _roundings(number: int, digits: int) -> set[int]:
    """Return what a number with so many digits may have been rounded to."""
    units = [10 ** (digits - kept) for kept in _ROUNDED_TO]
    return {(number + unit // 2) // unit * unit for unit in units}


@lru_cache(_CACHED)
def instant(cell: str, column: str) -> tuple[int, Precision]:
    """Return a time, which these files give in UTC with the seconds cut off.

    Returns:
        Microseconds since 1970, and whether the cell says seconds or minutes only.

    Raises:
        BadCell: It is no time.
    """
    if not _TIME.fullmatch(cell):
        raise BadCell(f"{column} is not a time")
    at = table_cells.instant(cell, column)[0]
    return at, Precision.SECOND if at % _MINUTE else Precision.MINUTE


@lru_cache(_CACHED)
def count(cell: str, column: str) -> int | None:
    """Return a count; None where the cell is empty.

    Raises:
        BadCell: It is no whole number from 0.
    """
    if not cell:
        return None
    if len(cell) > _COUNT_DIGITS or not (cell.isascii() and cell.isdigit()):
        raise BadCell(f"{column} is not a count")
    return int(cell)


def language(cell: str) -> str | None:
    """Return the code of a language that the table calls by its English name.

    A name that is not known here stays as it is; the table's words for none are absent.
    """
    return None if cell in _UNDEFINED else code_of(cell)


def unwrapped(cell: str) -> str:
    """Return the text of a post without the apostrophes that guard it.

    The tables put a text into a pair of apostrophes when a spreadsheet could take it for a formula:
    no text in them begins with a bare "@". A pair around any other text is the author's.
    """
    guarded = len(cell) > 2 and cell[0] == "'" == cell[-1] and cell[1] in "@=+-\\"
    return cell[1:-1] if guarded else cell


def said_of(author_id: str, created_at: int, post_type: str, language: str, text: str) -> str:
    """Return all that a row says of a post that has no id, for its key to be made from."""
    return f"{author_id}\n{created_at}\n{post_type}\n{language!r}\n{text}"


def seen(
    line: int,
    account: AccountRef,
    observed: tuple[int, Precision] | None,
    counts: Sequence[str],
) -> Observation | None:
    """Return what was seen of an author: following, followers and updates; None where nothing was.

    Raises:
        BadCell: One is no count.
    """
    following, followers, updates = counts
    if not (following or followers or updates):
        return None
    return Observation(
        row=line,
        platform=PLATFORM,
        subject="account",
        native_id=account.native_id,
        handle=account.handle,
        observed_at=None if observed is None else observed[0],
        precision=None if observed is None else observed[1],
        following=count(following, "following"),
        followers=count(followers, "followers"),
        posts=count(updates, "updates"),
    )
