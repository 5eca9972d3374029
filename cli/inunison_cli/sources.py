"""`inunison sources`: list what was imported."""

from typing import TYPE_CHECKING

from inunison.instants import instant
from inunison_cli import options, output
from inunison_cli.narration import narrate

if TYPE_CHECKING:
    from inunison.sources import Source

_KINDS = ("accounts", "posts", "observations", "articles", "rejects")
_COLUMNS = ("source", "file", "importer", "frame", *_KINDS, "bytes", "latest", "scope")


def command(case: options.CaseFolder = None, form: options.OutputFormat = None) -> None:
    """List the sources of the case, in the order of their hashes.

    `latest` is the latest instant that a file shows: it was captured then or later. `scope` is
    what somebody said that it holds all of.
    """
    sources = options.open_case(case).sources()
    output.write(_COLUMNS, [_row(source) for source in sources], form)
    if not sources:
        narrate("The case holds no sources yet: inunison import FILE")


def _row(source: "Source") -> tuple[object, ...]:
    return (
        source.sha256[:12],
        source.name,
        source.importer,
        source.frame.value,
        *(source.counts.get(kind, 0) for kind in _KINDS),
        source.bytes,
        instant(source.captured_at),
        str(source.scope) if source.scope else None,
    )
