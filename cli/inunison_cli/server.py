"""`inunison server`: start, stop and look at the local Neo4j of a case. Holds no rule itself."""

import contextlib
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from inunison_cli import options, output
from inunison_cli.narration import narrate
from inunison_cli.plain_text import shown

if TYPE_CHECKING:
    from inunison.folder import CaseFolder

app = typer.Typer(no_args_is_help=True, help="The local Neo4j of the case.")

_FOLLOW_S = 0.5
_MB = 1_000_000
_LIST_COLUMNS = (
    "case_id",
    "name",
    "case_folder",
    "neo4j",
    "state",
    "process",
    "bolt",
    "browser",
    "memory_mb",
    "disk_mb",
    "last_used",
)


def _opened(case: Path | None) -> "CaseFolder":
    from inunison.folder import CaseFolder

    return CaseFolder.open(case) if case else CaseFolder.nearest(Path.cwd())


def _case_id(case: Path | None) -> str:
    return _opened(case).id


@app.command()
def start(
    case: options.CaseFolder = None,
    keep: Annotated[
        bool, typer.Option("--keep", help="Leave the servers of other cases running.")
    ] = False,
) -> None:
    """Start the local Neo4j, unless it runs; commands that need it do this by themselves."""
    from inunison.graph import server

    opened = _opened(case)
    server.ensure_running(opened.id, keep=keep, narrate=narrate, case_folder=opened.path)
    _show(opened.id, show_password=False)


@app.command()
def stop(
    case: options.CaseFolder = None,
    every: Annotated[
        bool, typer.Option("--all", help="Stop the local servers of all cases.")
    ] = False,
) -> None:
    """Stop the local Neo4j and wait until it has ended; the graph stays on disk."""
    from inunison.graph import server

    if every:
        stopped = server.stop_all()
        narrate(f"Stopped: {', '.join(stopped)}." if stopped else "No local Neo4j was running.")
        return
    was_running = server.stop(_case_id(case))
    narrate("Stopped." if was_running else "The local Neo4j of this case was not running.")


@app.command()
def status(
    case: options.CaseFolder = None,
    show_password: Annotated[
        bool, typer.Option("--show-password", help="Print the password for Neo4j Browser too.")
    ] = False,
) -> None:
    """Say whether the local Neo4j runs, where, and how to log in; starts nothing."""
    _show(_case_id(case), show_password=show_password)


def _show(identifier: str, *, show_password: bool) -> None:
    from inunison.graph import server

    found = server.status(identifier)
    typer.echo(f"running   {_yes(found.running)}")
    if found.running and found.started_at:
        typer.echo(f"ready     {_yes(found.ready)}")
        typer.echo(f"process   {found.pid}, since {found.started_at:%Y-%m-%d %H:%M:%S} UTC")
        typer.echo(f"version   Neo4j {found.version}")
        typer.echo(f"bolt      {found.uri}")
        typer.echo(f"browser   {found.browser_url}")
    login = server.browser_login(identifier)
    if login:
        typer.echo(f"user      {login.username}")
        hint = "printed by: inunison server status --show-password"
        typer.echo(f"password  {login.password if show_password else hint}")
    typer.echo(f"home      {found.home}")
    typer.echo(f"log       {found.log}")


def _yes(value: bool) -> str:
    return "yes" if value else "no"


@app.command(name="list")
def list_all(output_format: options.OutputFormat = None) -> None:
    """List the local servers of all cases: whose, how they are, and what they take."""
    from inunison.graph import server

    rows = [
        (
            each.case_id,
            each.case_name,
            None if each.case_folder is None else str(each.case_folder),
            each.version,
            each.state,
            each.pid,
            each.bolt,
            each.browser,
            None if each.memory is None else round(each.memory / _MB),
            round(each.disk / _MB),
            each.last_used,
        )
        for each in server.list_servers()
    ]
    output.write(_LIST_COLUMNS, rows, output_format)
    if not rows:
        narrate("No local Neo4j was ever started here.")


@app.command()
def remove(
    case: options.CaseFolder = None,
    identifier: Annotated[
        str | None,
        typer.Option("--id", help="Id of the case, where its folder is gone: see `server list`."),
    ] = None,
) -> None:
    """Stop the local Neo4j of a case and delete its graph; the case and its sources stay.

    The next command that needs the graph makes it again.
    """
    from inunison.errors import UsageError
    from inunison.graph import server

    if case is not None and identifier is not None:
        raise UsageError("--case and --id both name a case.", "Give one of them.")
    chosen = _case_id(case) if identifier is None else identifier
    removed = server.forget_home(chosen)
    narrate("Removed." if removed else f"There is no local Neo4j of case {chosen}.")


@app.command()
def logs(
    case: options.CaseFolder = None,
    lines: Annotated[int, typer.Option("--lines", "-n", min=1, help="How many lines.")] = 50,
    follow: Annotated[
        bool, typer.Option("--follow", "-f", help="Go on printing until Ctrl-C.")
    ] = False,
) -> None:
    """Print the last lines of what the local Neo4j said."""
    from inunison.graph import server

    path = server.log_path(_case_id(case))
    if not path.exists():
        narrate("The local Neo4j of this case was never started: there is no log.")
        return
    for line in _last_lines(path, lines, follow=follow):
        # A log can quote a query, and a query a post: what a terminal would obey is shown instead.
        typer.echo(shown(line, keep="\t\n"), nl=False)


def _last_lines(path: Path, count: int, *, follow: bool) -> Iterator[str]:
    with path.open(encoding="utf-8", errors="replace") as stream:
        yield from stream.readlines()[-count:]
        with contextlib.suppress(BrokenPipeError):
            while follow:
                if line := stream.readline():
                    yield line
                else:
                    time.sleep(_FOLLOW_S)
