"""What a capture holds all of, as users say it, with sentences for them.

Owns where a scope comes from: options of the terminal, where accounts may be a file of their own,
or a mapping of Python. What it may say is `inunison_importers.scopes`.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from inunison import plain_lists
from inunison.errors import UsageError
from inunison.opening import called
from inunison_importers.scopes import LONGEST, BadScope, Scope, read_scope, scope_of

_ADVICE = (
    "Say what the file holds all of (query=WORDS, or accounts=A,B or accounts=@FILE), when it was"
    " captured (captured=2024-03-11), and how far it reaches (since=..., until=...)."
)
_FROM_FILE = "accounts=@"


def said_scope(options: Iterable[str]) -> Scope:
    """Read a scope from options ``KEY=VALUE``; ``accounts=@FILE`` names one account a line.

    Raises:
        UsageError: It cannot be used.
    """
    try:
        return read_scope(
            _listed(Path(each.removeprefix(_FROM_FILE))) if each.startswith(_FROM_FILE) else each
            for each in options
        )
    except BadScope as error:
        raise _refused(error) from error


def given_scope(content: Mapping[str, Any]) -> Scope:
    """Return the scope that a mapping says: accounts, query, since, until, captured.

    Raises:
        UsageError: It cannot be used.
    """
    try:
        return scope_of(dict(content))
    except BadScope as error:
        raise _refused(error) from error


def _listed(path: Path) -> str:
    try:
        with path.open("rb") as file:
            text = file.read(LONGEST + 1).decode("utf-8-sig")
    except (OSError, ValueError) as error:
        raise UsageError(
            f"The list of accounts {called(path.name)} cannot be read.",
            "Name a text file in UTF-8 with one account a line.",
        ) from error
    names = [name for _, name in plain_lists.entries(text)]
    if any("," in name for name in names):
        raise UsageError(
            f"A line of {called(path.name)} holds a comma.", "Write one account a line."
        )
    return "accounts=" + ",".join(names)


def _refused(error: BadScope) -> UsageError:
    return UsageError(f"The scope cannot be used: {error}.", _ADVICE)
