"""`inunison queries`: the stored questions listed, shown and checked."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from inunison_cli import options, output
from inunison_cli.narration import narrate

if TYPE_CHECKING:
    from inunison.queries import Query

app = typer.Typer(no_args_is_help=True, help="List, show and check stored questions.")


def _folder(case: Path | None) -> Path | None:
    """Return the case's own folder of questions, if there is a case."""
    from inunison.errors import CaseError
    from inunison.folder import CaseFolder

    if case is not None:
        return CaseFolder.open(case).queries_path
    try:
        return CaseFolder.nearest(Path.cwd()).queries_path
    except CaseError:
        return None


@app.command("list")
def list_(
    case: options.CaseFolder = None,
    form: Annotated[
        output.Format | None,
        typer.Option("--format", help="How rows are written; table in a terminal, else csv."),
    ] = None,
) -> None:
    """List the stored questions: ours, those of other packages, and the case's own."""
    from inunison import queries

    found, faulty = _read(sorted(queries.files_by_name(_folder(case)).values()))
    rows = [
        (query.group, query.name, query.title, [each.option for each in query.parameters])
        for query in sorted(found, key=lambda each: (each.group, each.name))
    ]
    output.write(("group", "name", "title", "parameters"), rows, form)
    _end(faulty)


@app.command()
def show(
    name: Annotated[str, typer.Argument(help="Name of the question.")],
    case: options.CaseFolder = None,
) -> None:
    """Print the file of a stored question."""
    from inunison import queries
    from inunison_cli.plain_text import shown

    path = queries.path_of(name, _folder(case))
    typer.echo(shown(path.read_text(encoding="utf-8", errors="replace"), keep="\n\t"), nl=False)


@app.command()
def check(
    files: Annotated[
        list[Path] | None, typer.Argument(help="Files to check; all stored questions when none.")
    ] = None,
    case: options.CaseFolder = None,
    plan: Annotated[
        bool, typer.Option("--plan", help="Also have a fresh local Neo4j explain each of them.")
    ] = False,
) -> None:
    """Check stored questions: header, parameters, columns, order, and every name they use.

    A label, type or property that the graph model does not have is an error. With --plan a local
    Neo4j is started for the check, with one node and edge of every kind, and explains each question
    too, which finds what only it can: wrong grammar, a query that would do more than read.
    """
    from inunison import queries

    paths = files or sorted(queries.files_by_name(_folder(case)).values())
    found, faulty = _read(paths)
    if plan:
        faulty += _explain(found)
    narrate(f"{len(paths) - faulty:,} of {len(paths):,} questions are in order.")
    _end(faulty)


def _read(paths: list[Path]) -> tuple[list["Query"], int]:
    """Read files; say what is wrong with each that is malformed, and count those."""
    from inunison import queries
    from inunison.errors import QueryError

    found, faulty = [], 0
    for path in paths:
        try:
            found.append(queries.read_file(path))
        except QueryError as error:
            narrate(str(error))
            faulty += 1
    return found, faulty


def _explain(found: list["Query"]) -> int:
    """Have a fresh Neo4j explain questions; say what it finds, and count the faulty ones."""
    from inunison.errors import QueryError
    from inunison.graph import answers, canary

    faulty = 0
    with canary.fresh(narrate) as connection:
        for query in found:
            try:
                plans = answers.explain(connection, query)
            except QueryError as error:
                narrate(f"{query.path}: {error}")
                faulty += 1
                continue
            unknown = [
                text
                for plan in plans
                for code, text in plan.notices
                if code in canary.UNKNOWN_NAME_CODES
            ]
            for text in unknown:
                narrate(f"{query.path}: {text}")
            faulty += bool(unknown)
    return faulty


def _end(faulty: int) -> None:
    from inunison.errors import ExitCode

    if faulty:
        raise typer.Exit(int(ExitCode.QUERY))
