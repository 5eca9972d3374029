"""Counts of a row as what was seen of a post or of an account.

Owns that a row without any count makes no observation. Knows no columns.
"""

from collections.abc import Mapping
from typing import Any

from inunison.records import AccountRef, Observation


def of_post(
    line: int, platform: str, native_id: str, counts: Mapping[str, int | None]
) -> tuple[Observation, ...]:
    """Return what was seen of a post, nothing where no count is there.

    Args:
        line: The line of the row.
        platform: The platform of the post.
        native_id: Its id.
        counts: Counts by the name of their field in `Observation`.
    """
    if _nothing(counts):
        return ()
    told: dict[str, Any] = dict(counts)
    return (Observation(row=line, platform=platform, subject="post", native_id=native_id, **told),)


def of_account(
    line: int, platform: str, account: AccountRef | None, counts: Mapping[str, int | None]
) -> tuple[Observation, ...]:
    """Return what was seen of an account, nothing where none is named or no count is there."""
    if account is None or _nothing(counts):
        return ()
    told: dict[str, Any] = dict(counts)
    return (
        Observation(
            row=line,
            platform=platform,
            subject="account",
            native_id=account.native_id,
            handle=account.handle,
            **told,
        ),
    )


def _nothing(counts: Mapping[str, int | None]) -> bool:
    return tuple(counts.values()).count(None) == len(counts)
