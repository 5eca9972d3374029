"""What Twitter/X says in the place of a post that it does not show.

Owns the words of these notices, as the site has them in English. Knows no file format.
"""

from inunison.records import Presence

# In this order: the first words that are found decide.
_WORDS = (
    ("suspended", Presence.SUSPENDED),
    ("withheld", Presence.WITHHELD),
    ("no longer exists", Presence.DELETED),
    ("deactivated", Presence.DELETED),
    ("deleted", Presence.DELETED),
    ("violated", Presence.REMOVED),
    ("no longer available", Presence.REMOVED),
    ("limits who can view", Presence.PROTECTED),
    ("protected", Presence.PROTECTED),
    ("age-restricted", Presence.LIVE),
    ("under 18", Presence.LIVE),
    ("not found", Presence.MISSING),
    ("doesn’t exist", Presence.MISSING),  # noqa: RUF001
    ("doesn't exist", Presence.MISSING),
    ("unavailable", Presence.MISSING),
)


def presence_of(notice: str | None) -> Presence | None:
    """Return what a notice says of a post; None where it says nothing that is known here."""
    said = (notice or "")[:1_000].lower()
    for words, presence in _WORDS:
        if words in said:
            return presence
    return None
