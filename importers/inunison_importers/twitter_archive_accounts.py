"""Accounts of the Twitter/X archives, from their own file or repeated on every post.

Owns the step from the ten profile columns to records, and that a profile which a file of posts
repeats is told once.
"""

from inunison.records import Account, Observation, Precision, Record
from inunison_importers import twitter_archive_cells as read
from inunison_importers.base import BadCell
from inunison_importers.hashed_handles import is_hash
from inunison_importers.remembering import REMEMBERED_CHARACTERS, Told
from inunison_importers.twitter_archive_columns import ProfileCells

PLATFORM = "twitter"


def owner(cells: ProfileCells) -> str:
    """Return the id of the account that a row is about, or by.

    Raises:
        BadCell: The row names none, or not by a number or a hash.
    """
    native_id = read.account_id(cells.userid, "userid")
    if native_id is None:
        raise BadCell("userid is empty")
    return native_id


def handle(cells: ProfileCells) -> str | None:
    """Return the handle; None where the archive hashed it."""
    return unless_hashed(cells.user_screen_name)


def unless_hashed(cell: str) -> str | None:
    """Return a handle or a name; None for a hash in its place, and where the cell is empty."""
    return None if is_hash(cell) else cell or None


class Profiles:
    """Tells the profile of an account when it is new, or differs from what was told last.

    Remembers 20,000 accounts, more than any release has; one that was forgotten is told again, and
    so is one whose profile is longer than the platform allows.
    """

    def __init__(self) -> None:
        self._told = Told()

    def records(self, row: int, cells: ProfileCells, *, repaired: bool) -> list[Record]:
        """Return the account and what was counted of it, or nothing where that was told before.

        Args:
            row: The line on which the row begins.
            cells: The profile columns of the row, without lone surrogates.
            repaired: Some stood in them.

        Raises:
            BadCell: A cell cannot be read.
        """
        if self._told.knows(cells.userid, cells):
            return []
        made = _records(row, cells, repaired=repaired)
        if sum(map(len, cells)) <= REMEMBERED_CHARACTERS:
            self._told.remember(cells.userid, cells)
        else:
            self._told.forget(cells.userid)
        return made


def _records(row: int, cells: ProfileCells, *, repaired: bool) -> list[Record]:
    native_id = owner(cells)
    created_at = read.day(cells.account_creation_date, "account_creation_date")
    account = Account(
        row=row,
        platform=PLATFORM,
        native_id=native_id,
        handle=handle(cells),
        name=unless_hashed(cells.user_display_name),
        description=cells.user_profile_description or None,
        location=cells.user_reported_location or None,
        language=read.language(cells.account_language),
        url=cells.user_profile_url or None,
        created_at=created_at,
        created_precision=None if created_at is None else Precision.DAY,
        text_repaired=repaired,
    )
    followers = read.count(cells.follower_count, "follower_count")
    following = read.count(cells.following_count, "following_count")
    if followers is None and following is None:
        return [account]
    seen = Observation(
        row=row,
        platform=PLATFORM,
        subject="account",
        native_id=native_id,
        handle=account.handle,
        followers=followers,
        following=following,
    )
    return [account, seen]
