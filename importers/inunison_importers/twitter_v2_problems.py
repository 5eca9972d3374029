"""What the Twitter API v2 says of posts and accounts that it does not show.

Owns the step from an entry of `errors` to an observation: that an account is suspended, that a post
is missing or of a protected account, is evidence. An entry that names neither a post nor an account
is not, and becomes a reject.
"""

from inunison.records import Observation, Precision, Presence
from inunison_importers.base import BadCell
from inunison_importers.twitter_ids import numeric_id
from inunison_importers.twitter_v2_cells import PLATFORM
from inunison_importers.twitter_v2_shapes import Problem

_HANDLE_CHARACTERS = 50
# In this order: the first words that are found in what the platform says decide.
_WORDS = (
    ("suspended", Presence.SUSPENDED),
    ("withheld", Presence.WITHHELD),
    ("deactivated", Presence.DELETED),
    ("deleted", Presence.DELETED),
    ("no longer available", Presence.REMOVED),
    ("protected", Presence.PROTECTED),
    ("not authorized", Presence.PROTECTED),
    ("could not find", Presence.MISSING),
)
_TYPES = {
    "not-authorized-for-resource": Presence.PROTECTED,
    "resource-not-found": Presence.MISSING,
    "resource-unavailable": Presence.MISSING,
}


def observation(row: int, problem: Problem, observed_at: int | None) -> Observation:
    """Return what an entry of `errors` says of a post or of an account.

    Args:
        row: The line on which the document begins.
        problem: The entry.
        observed_at: When it was captured, microseconds since 1970; None where that is not said.

    Raises:
        BadCell: It names neither, or says of it nothing that is known here.
    """
    kind = problem.resource_type
    name = problem.resource_id if _is_text(problem.resource_id) else problem.value
    if kind not in ("tweet", "user") or not _is_text(name):
        raise BadCell("an error of the platform that names no post and no account")
    presence = _presence(problem)
    if presence is None:
        raise BadCell("an error of the platform that does not say what became of a post or account")
    by_handle = kind == "user" and "username" in str(problem.parameter)
    if by_handle and (len(name) > _HANDLE_CHARACTERS or not name.isprintable()):
        raise BadCell("an error of the platform names an account by what is no handle")
    return Observation(
        row=row,
        platform=PLATFORM,
        subject="post" if kind == "tweet" else "account",
        native_id=None if by_handle else numeric_id(name, "the id in an error of the platform"),
        handle=name.removeprefix("@") or None if by_handle else None,
        observed_at=observed_at,
        precision=None if observed_at is None else Precision.SECOND,
        presence=presence,
    )


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value)


def _presence(problem: Problem) -> Presence | None:
    said = " ".join(str(each).lower() for each in (problem.detail, problem.title) if each)
    for words, presence in _WORDS:
        if words in said:
            return presence
    return _TYPES.get(str(problem.type).rpartition("/")[2])
