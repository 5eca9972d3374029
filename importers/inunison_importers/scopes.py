"""What a capture was meant to hold, and when it was made.

Owns how that is said, in a map (a table ``scope``) or by ``--scope KEY=VALUE``, and the sentences
about a scope that cannot be used. What is missing from a capture can only be told where it is known
what should stand in it: `inunison.resolve.missing` judges that.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

import msgspec

from inunison.records import Frame, Precision
from inunison_importers.iso_times import written

LONGEST = 100_000
_NAMED = 3
_KEYS = ("accounts", "query", "since", "until", "captured")


class BadScope(ValueError):  # noqa: N818 - its text is one sentence for the user
    """A scope cannot be used; its text is the reason, one sentence."""


class Span(NamedTuple):
    """From the beginning of a time to its end, in microseconds since 1970 in UTC.

    Attributes:
        first: The first moment.
        end: The moment after the last.
    """

    first: int
    end: int


class Scope(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a capture holds all of.

    Attributes:
        accounts: Handles or ids of the accounts whose posts were collected.
        query: What was searched for.
        since: The capture reaches back to then.
        until: It reaches up to then.
        captured: When it was made: a time, or two with / between them.
    """

    accounts: tuple[str, ...] = ()
    query: str | None = None
    since: str | None = None
    until: str | None = None
    captured: str | None = None

    @property
    def frame(self) -> Frame | None:
        """How a capture of this scope was collected; None where it only says when."""
        if self.query is not None:
            return Frame.KEYWORD
        return Frame.ACCOUNTS if self.accounts else None

    def content(self) -> dict[str, Any]:
        """Return what it says, without what it does not: what a source keeps of it."""
        kept: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(self))
        return kept

    def __str__(self) -> str:
        """Return it as it is given to ``--scope``, of many accounts the first."""
        said = self.content()
        if self.accounts:
            more = len(self.accounts) - _NAMED
            said["accounts"] = ",".join(self.accounts[:_NAMED])
            said["accounts"] += f" and {more} more" if more > 0 else ""
        return "; ".join(f"{key}={said[key]}" for key in _KEYS if key in said)


def span(text: str) -> Span:
    """Return the stretch of a time such as 2024-03-11, 2024-03-11T08:30Z, or two joined by /.

    Raises:
        BadScope: It is no such time.
    """
    first, slash, last = text.partition("/")
    one, other = _moment(first, text), _moment(last, text) if slash else None
    found = Span(one.first, (other or one).end)
    if other is not None and other.first < one.first:
        raise BadScope(f"{text[:60]!r} ends before it begins")
    return found


def checked(scope: Scope) -> Scope:
    """Return a scope of which all that it says can be used.

    Raises:
        BadScope: Something it says cannot.
    """
    if scope.accounts and scope.query is not None:
        raise BadScope("a scope holds either accounts or a query")
    if not (scope.accounts or scope.query or scope.captured):
        raise BadScope("a scope must name accounts or a query, or say when it was captured")
    if not (scope.accounts or scope.query) and (scope.since or scope.until):
        raise BadScope("since and until need accounts or a query")
    if any(not name.strip("@ ") for name in scope.accounts):
        raise BadScope("an account of the scope has no name")
    spans = {
        key: span(said)
        for key in ("since", "until", "captured")
        if (said := getattr(scope, key)) is not None
    }
    if "since" in spans and "until" in spans and spans["until"].end <= spans["since"].first:
        raise BadScope("until is before since")
    return scope


def read_scope(said: Iterable[str]) -> Scope:
    """Read a scope from options ``KEY=VALUE``; accounts are divided by commas.

    Raises:
        BadScope: A key is unknown or stands twice, or the scope cannot be used.
    """
    given: dict[str, Any] = {}
    for each in said:
        key, equals, value = each.partition("=")
        key, value = key.strip(), value.strip()
        if not equals or key not in _KEYS:
            raise BadScope(f"{each[:60]!r} is none of " + ", ".join(f"{k}=..." for k in _KEYS))
        if key in given:
            raise BadScope(f"{key} stands twice")
        if not value or len(value) > LONGEST:
            raise BadScope(f"{key} is {'too long' if value else 'empty'}")
        given[key] = _accounts(value) if key == "accounts" else value
    return checked(Scope(**given))


def scope_of(content: Any) -> Scope:
    """Return the scope that says this: what `Scope.content` returned.

    Raises:
        BadScope: It is none.
    """
    try:
        return checked(msgspec.convert(content, Scope))
    except msgspec.ValidationError as error:
        raise BadScope(str(error)) from error


def _accounts(value: str) -> tuple[str, ...]:
    names = (name.strip().lstrip("@") for name in value.split(","))
    return tuple(dict.fromkeys(name for name in names if name))


def _moment(text: str, whole: str) -> Span:
    try:
        found = written(text.strip())
    except ValueError:
        found = None
    if found is None:
        raise BadScope(f"{whole[:60]!r} is no time: write it like 2024-03-11 or 2024-03-11T08:30Z")
    width = 1 if found.precision is Precision.MILLISECOND else found.precision.microseconds
    return Span(found.at, found.at + width)
