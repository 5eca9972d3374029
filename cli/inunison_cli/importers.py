"""`inunison importers`: which formats are known, what each says of a file, golden files, maps.

Holds no rule itself: it asks `inunison.importing`, `inunison.golden` and `inunison.map_making`, and
prints.
"""

from pathlib import Path
from shlex import quote
from typing import Annotated

import typer

from inunison_cli.narration import narrate
from inunison_cli.options import OutputFormat
from inunison_cli.output import Format, write

app = typer.Typer(invoke_without_command=True, help="The formats that can be imported.")

Row = dict[str, str | int]
Files = Annotated[list[Path], typer.Argument(metavar="FILE...", help="Files, packed or not.")]


def listed() -> list[Row]:
    """Return one row per installed importer, in order of name."""
    from inunison.importing import registered

    return [
        {
            "name": importer.name,
            "title": importer.title,
            "platforms": ", ".join(importer.platforms),
            "frame": importer.suggested_frame.value,
            "version": importer.version,
            "rank": importer.rank,
        }
        for importer in registered().values()
    ]


def reasons(path: Path) -> list[Row]:
    """Return what every importer says of every file inside a source, claims first.

    What is known and holds no facts about accounts, such as a list of indicators, is said before.

    Args:
        path: The source.

    Raises:
        SourceError: It cannot be opened.
    """
    from inunison.errors import SourceError
    from inunison.importing import known_otherwise, verdicts
    from inunison.opening import called, open_source

    rows: list[Row] = []
    with open_source(path) as source:
        for member in source.members:
            file = called(member.name)
            try:
                sample = source.head(member)
            except SourceError as error:
                rows.append(_reason(file, "-", "unreadable", str(error)))
                continue
            if other := known_otherwise(sample):
                rows.append(_reason(file, "-", "no facts", f"it is {other}"))
            for verdict in verdicts(sample):
                answer = "claims" if verdict.certain else "may be" if verdict.claimed else "refuses"
                rows.append(_reason(file, verdict.importer.name, answer, verdict.answer.reason))
    return rows


def _reason(file: str, importer: str, answer: str, reason: str) -> Row:
    return {"file": file, "importer": importer, "answer": answer, "reason": reason}


@app.callback()
def command(context: typer.Context, form: OutputFormat = None) -> None:
    """List the formats that can be imported."""
    if context.invoked_subcommand is None:
        _print(listed(), form)


@app.command("list")
def list_importers(form: OutputFormat = None) -> None:
    """List the formats that can be imported."""
    _print(listed(), form)


@app.command()
def why(files: Files, form: OutputFormat = None) -> None:
    """Say of each format whether a file is of it, and why."""
    _print([row for path in files for row in reasons(path)], form)


@app.command()
def generate(samples: Files) -> None:
    """Write the golden file of each sample beside it: what its importer makes of it now."""
    from inunison.golden import generate as write_golden

    for sample in samples:
        typer.echo(f"{write_golden(sample)} written.", err=True)


@app.command()
def test(samples: Files) -> None:
    """Compare each sample's golden file with what its importer makes of it now.

    Prints the difference; ends with exit code 4 where there is any.
    """
    from inunison.errors import ExitCode
    from inunison.golden import difference

    changed = [line for sample in samples for line in difference(sample)]
    for line in changed:
        typer.echo(line)
    if changed:
        raise typer.Exit(ExitCode.VERIFY)
    typer.echo(f"{len(samples)} as their golden files say.", err=True)


@app.command("map")
def make_map(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A table, packed or not.")],
    output: Annotated[
        Path | None, typer.Option("--output", metavar="MAP", help="Write the map to this file.")
    ] = None,
) -> None:
    """Write a map of a table that no format here knows, for `inunison import --map`.

    Says of each column what it is taken for and why, and which are left aside. In a terminal it
    asks for what is not sure.
    """
    from inunison.map_making import guess_map
    from inunison_cli.map_asking import ask, somebody_is_there

    guessed = guess_map(file)
    if somebody_is_there():
        ask(guessed)
    if output is None:
        typer.echo(guessed.text(), nl=False)
    else:
        _write_new(output, guessed.text())
        words = f"inunison import {quote(str(file))} --map {quote(str(output))}"
        narrate(f"{output} written; read it, then: {words}")
    narrate(guessed.trial())


def _write_new(path: Path, text: str) -> None:
    """Write a file that is not there yet: a map may hold somebody's corrections."""
    from inunison.errors import StorageError

    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError as error:
        raise StorageError(f"{path} is there already.", "Name another file.") from error
    except OSError as error:
        raise StorageError(
            f"{path} cannot be written ({error.strerror}).", "Name another file, or make room."
        ) from error


def _print(rows: list[Row], form: Format | None) -> None:
    columns = list(rows[0]) if rows else []
    write(columns, [list(row.values()) for row in rows], form)
