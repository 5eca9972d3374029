"""`inunison match`: what of the case stands on a list of domains, links and accounts."""

from dataclasses import astuple, fields
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from inunison_cli import options, output
from inunison_cli.narration import narrate

if TYPE_CHECKING:
    from inunison.matching import Match
    from inunison.watchlists import Watchlist


def command(
    lists: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[LIST...]",
            help="Text files with one domain, link or account a line, or tables of threat"
            " indicators; those in the case's folder watchlists when none is named.",
        ),
    ] = None,
    memory: options.Memory = None,
    case: options.CaseFolder = None,
    form: options.OutputFormat = None,
) -> None:
    """Say what of the case stands on lists of domains, links and accounts.

    An entry may be a domain (with all that stands under it), a link, @handle, platform:name or the
    address of a profile, also written so that nothing links to it (site[.]press). A match is an
    observation: that something stands on a list says nothing about who posted it.
    """
    from inunison.engine import DEFAULT_MEMORY_MB
    from inunison.errors import UsageError
    from inunison.matching import Match, match
    from inunison.watchlists import list_watchlists, read_watchlist

    opened = options.open_case(case, memory=memory)
    kept = opened.folder.path / "watchlists"
    read = [read_watchlist(path) for path in lists or list_watchlists(kept)]
    if not read:
        raise UsageError(
            "There is no list to match against.", f"Name one, or put lists into {kept}."
        )
    scratch = opened.folder.cache_path / "matching"
    memory_mb = opened.memory_mb or DEFAULT_MEMORY_MB
    found = match(opened.state(), read, scratch, memory_mb=memory_mb)
    columns = [each.name for each in fields(Match)]
    output.write(columns, [astuple(each) for each in found], form)
    for each in read:
        narrate(_summary(each, found))


def _summary(read: "Watchlist", found: "tuple[Match, ...]") -> str:
    rows = {entry.row for entry in read.entries}
    hit = {each.list_row for each in found if each.list == read.name}
    left = f" {read.left_out:,} more are no domain, link or account." if read.left_out else ""
    return f"{read.name}: {len(hit):,} of {len(rows):,} entries stand in the case.{left}"
