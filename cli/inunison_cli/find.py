"""`inunison find NAME`: every stored question as a typed command made from its file.

Owns the step from a `Query` to options and back. A file is read when its question is asked for, so
that a malformed one is in nobody's way; completion reads files and never starts a server.
"""

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from inunison_cli import options
from inunison_cli.output import Format

if TYPE_CHECKING:
    from inunison.queries import Query
    from inunison.queries.parameters import Parameter

_SEEN = "inunison_cli.find.arguments"


class Questions(TyperGroup):
    """The stored questions as commands, by the names of their files."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Remember the words that follow: `--case` among them says where further files lie."""
        from inunison import queries

        ctx.meta[_SEEN] = list(args)
        if not ctx.resilient_parsing:  # completion asks for words that are not whole yet
            queries.path_of(args[0], _case_queries(args))  # its error names the nearest question
        return super().resolve_command(ctx, args)

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names of all questions; no file is read."""
        return sorted(_files(ctx))

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Read one file and return its command; None where there is none of that name."""
        from inunison import queries

        path = _files(ctx).get(cmd_name)
        return None if path is None else _command(queries.read_file(path))

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the questions by group, with their titles."""
        groups: dict[str, list[tuple[str, str]]] = {}
        for name, path in _files(ctx).items():
            groups.setdefault(path.parent.name, []).append((name, _title(path)))
        for group in sorted(groups):
            with formatter.section(group.capitalize()):
                formatter.write_dl(sorted(groups[group]))


def _files(ctx: Any) -> dict[str, Path]:
    from inunison import queries

    return queries.files_by_name(_case_queries(ctx.meta.get(_SEEN, [])))


def _case_queries(arguments: list[str]) -> Path | None:
    """Return the case's own folder of questions: of `--case`, else of the nearest case."""
    from inunison.errors import CaseError
    from inunison.folder import CaseFolder

    named = _case_option(arguments)
    try:
        folder = CaseFolder.open(Path(named)) if named else CaseFolder.nearest(Path.cwd())
    except CaseError:
        return None  # shipped questions can be listed and shown without any case
    return folder.queries_path


def _case_option(arguments: list[str]) -> str | None:
    for place, word in enumerate(arguments):
        if word.startswith("--case="):
            return word.partition("=")[2]
        if word == "--case" and place + 1 < len(arguments):
            return arguments[place + 1]
    return None


def _title(path: Path) -> str:
    """Return the first line of a file as a title; a malformed file is reported when it is used."""
    try:
        with path.open(encoding="utf-8", errors="replace") as lines:
            return lines.readline(200).removeprefix("//").strip()
    except OSError:
        return ""


def _command(query: "Query") -> Any:
    from inunison_cli.app import plain_command

    made = typer.Typer(add_completion=False)
    made.command(query.name, help=_help(query))(_function(query))
    return plain_command(made, query.name)


def _help(query: "Query") -> str:
    parts = [f"{query.title}.", query.about, f"Columns: {', '.join(query.columns)}."]
    if query.caution:
        parts.append(f"Caution: {query.caution}")
    return "\n\n".join(parts)


def _function(query: "Query") -> Callable[..., None]:
    """Return a function whose signature is the question's parameters and the common options."""
    names = [parameter.name for parameter in query.parameters]

    def ask(**given: Any) -> None:
        values = {name: given.pop(name) for name in names}
        _run(query, values, **given)

    fixed = inspect.signature(_run).parameters
    own = [
        inspect.Parameter(
            parameter.name,
            inspect.Parameter.KEYWORD_ONLY,
            default=None,
            annotation=_typed(parameter),
        )
        for parameter in query.parameters
    ]
    common = [each for each in fixed.values() if each.kind is inspect.Parameter.KEYWORD_ONLY]
    ask.__signature__ = inspect.Signature([*own, *common])  # type: ignore[attr-defined]
    ask.__annotations__ = {each.name: each.annotation for each in (*own, *common)}
    return ask


def _typed(parameter: "Parameter") -> Any:
    """Return the option of a parameter. Values are read by the library, for one set of errors."""
    from inunison.queries.parameters import ParameterType

    note = "required" if parameter.required else f"default: {parameter.shown_default}"
    text = f"{parameter.help} [{note}]"
    if parameter.type is ParameterType.FLAG:
        declaration = f"{parameter.option}/--no-{parameter.option.removeprefix('--')}"
        return Annotated[bool | None, typer.Option(declaration, help=text, show_default=False)]
    option = typer.Option(
        parameter.option,
        help=text,
        metavar=parameter.type.value.upper(),
        show_default=False,
        autocompletion=_COMPLETIONS.get(parameter.type.value),
    )
    return Annotated[str | None, option]


def _offering(*values: str) -> Callable[[str], list[str]]:
    """Return what completes the beginning of one of these values."""

    def offer(incomplete: str) -> list[str]:
        return [each for each in values if each.startswith(incomplete)]

    return offer


_COMPLETIONS = {
    "duration": _offering("30s", "1m", "5m", "10m", "30m", "1h", "6h", "1d", "7d"),
    "grade": _offering("E0", "E1", "E2", "E3"),
}


def _run(
    query: "Query",
    values: dict[str, Any],
    *,
    case: options.CaseFolder = None,
    form: Annotated[
        Format | None,
        typer.Option("--format", help="How rows are written; table in a terminal, else csv."),
    ] = None,
    show: Annotated[
        bool, typer.Option("--show", help="Print the Cypher and what is bound; run nothing.")
    ] = False,
    timeout: options.Timeout = options.DEFAULT_TIMEOUT,
    rows: options.Rows = options.DEFAULT_ROWS,
    memory: options.Memory = None,
    uri: options.Uri = None,
    username: options.Username = None,
    database: options.Database = None,
) -> None:
    from inunison import queries

    bound = queries.bind(query, values)
    limit_s = options.seconds(timeout)
    if show:
        show_query(query, bound)
        return
    from inunison.graph import answers
    from inunison_cli.asking import show_answer

    opened = options.open_case(case, uri=uri, username=username, database=database, memory=memory)
    with opened.connection() as connection:
        answer = answers.ask(connection, query, values, timeout_s=limit_s, row_cap=rows)
    show_answer(answer, form)


def show_query(query: "Query", bound: dict[str, object]) -> None:
    """Print what would be run, what is bound, and the same for pasting into Neo4j Browser."""
    from inunison.queries.tokens import literal, with_values
    from inunison_cli.plain_text import shown

    parts = [f"// {query.title}", f"// {query.path}"]
    parts += [f"// ${name} = {literal(value)}" for name, value in bound.items()]
    parts += [query.cypher + ";", "", f"// {query.title}, with its values, for Neo4j Browser"]
    parts.append(with_values(query.cypher, bound) + ";")
    if query.picture:
        parts += ["", f"// {query.title}, as a picture, for Neo4j Browser"]
        parts.append(with_values(query.picture, bound) + ";")
    typer.echo(shown("\n".join(parts), keep="\n\t"))


app = typer.Typer(
    cls=Questions,
    help="Ask a stored question.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)


@app.callback()
def _questions() -> None:
    """Ask a stored question; each has its own options: inunison find NAME --help."""
