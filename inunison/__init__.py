"""inunison finds who speaks in unison: networks of accounts, with evidence beside chance."""

from typing import TYPE_CHECKING, Any

from inunison.machine import forgo_wide_instructions
from inunison.version import __version__

if TYPE_CHECKING:
    from inunison.case import Case

forgo_wide_instructions()

__all__ = ["Case", "__version__"]


def __getattr__(name: str) -> Any:
    """Import what is exported when it is first asked for: `inunison --help` needs none of it."""
    if name == "Case":
        from inunison.case import Case

        return Case
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
