"""`inunison sources`: list what was imported."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from inunison_cli import options, output
from inunison_cli.narration import narrate

if TYPE_CHECKING:
    from inunison.sources import Source

_KINDS = ("accounts", "posts", "observations", "articles", "rejects")
_COLUMNS = ("source", "file", "importer", "frame", *_KINDS, "bytes", "latest")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def command(case: options.CaseFolder = None, form: options.OutputFormat = None) -> None:
    """List the sources of the case, in the order of their hashes.

    `latest` is the latest instant that a file shows: it was captured then or later.
    """
    sources = options.open_case(case).sources()
    output.write(_COLUMNS, [_row(source) for source in sources], form)
    if not sources:
        narrate("The case holds no sources yet: inunison import FILE")


def _instant(microseconds: int | None) -> datetime | None:
    """Return an instant in UTC; None of None, and where a file is wrong by thousands of years."""
    try:
        return None if microseconds is None else _EPOCH + timedelta(microseconds=microseconds)
    except OverflowError:
        return None


def _row(source: "Source") -> tuple[object, ...]:
    return (
        source.sha256[:12],
        source.name,
        source.importer,
        source.frame.value,
        *(source.counts.get(kind, 0) for kind in _KINDS),
        source.bytes,
        _instant(source.captured_at),
    )
