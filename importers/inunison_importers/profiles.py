"""Profiles that rows show again and again, told where they are new.

Owns when a profile is told: where it says more than which account it is, and something else than
what was said of the account last.
"""

from typing import Any

import msgspec

from inunison.records import Account, AccountRef
from inunison_importers.remembering import REMEMBERED_CHARACTERS, Told
from inunison_importers.shaped_tables import TableRow

_NOTHING_SHOWN, _NO_FACTS = (None,) * 5, (None,) * 2


class Profiles:
    """The profiles that were told of the accounts of one file."""

    def __init__(self) -> None:
        self._told = Told()

    def new(self, profile: Account) -> tuple[Account, ...]:
        """Return a profile where it is to be told, else nothing."""
        shown = (
            profile.name,
            profile.description,
            profile.location,
            profile.language,
            profile.url,
        )
        facts = (profile.created_at, profile.verified)
        if shown == _NOTHING_SHOWN and facts == _NO_FACTS:
            return ()
        texts = (*shown, profile.native_id, profile.handle)
        if len("".join(filter(None, texts))) > REMEMBERED_CHARACTERS:
            return (profile,)
        name = (profile.platform, profile.native_id or profile.handle)
        if self._told.again(name, msgspec.structs.replace(profile, row=0)):
            return ()
        return (profile,)

    def shown(
        self, row: TableRow, platform: str, author: AccountRef | None, **facts: Any
    ) -> tuple[Account, ...]:
        """Return what a row of a table shows of the author of its post, where it is to be told.

        Args:
            row: The row.
            platform: The platform of the account.
            author: It; None for nobody.
            **facts: Fields of `Account`; texts may be empty.
        """
        if author is None:
            return ()
        said = {name: None if fact == "" else fact for name, fact in facts.items()}
        return self.new(
            Account(
                row=row.line,
                platform=platform,
                native_id=author.native_id,
                handle=author.handle,
                text_repaired=row.repaired,
                **said,
            )
        )
