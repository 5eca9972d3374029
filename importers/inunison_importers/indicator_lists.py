"""Lists of threat indicators, as Meta publishes them beside its reports.

Owns how they are known: by the columns of their two editions. They are no format of records: a row
names a domain, a file, an account or a number of accounts that a company acted against, with dots
in brackets so that nothing links to it. None of that states what an account posted or when.
"""

from collections.abc import Sequence

from inunison_importers.base import Sample
from inunison_importers.delimited import header

_EDITIONS = (
    frozenset(("tactic", "technique", "procedure", "indicator")),
    frozenset(("indicator_type", "indicator_value")),
)
_IS = (
    "a list of threat indicators: `inunison match` holds its domains and accounts against those of "
    "a case; it tells no facts about what an account did, so that no records are made of it"
)


def indicator_list(sample: Sample) -> str | None:
    """Return what a file is that is a list of indicators, and what it is good for.

    Args:
        sample: The beginning of the file. May be anything at all; this never raises.

    Returns:
        What stands after "it is"; None for any other file.
    """
    for delimiter in ",\t;":
        names = header(sample, delimiter)
        if names is not None and _is_edition(names):
            return _IS
    return None


def _is_edition(names: Sequence[str]) -> bool:
    """Whether these are the columns of an edition; some have a space after a name."""
    known = {name.strip().lower() for name in names}
    return any(edition <= known for edition in _EDITIONS)
