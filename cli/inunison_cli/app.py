"""The command `inunison`: which commands there are, and what an error becomes.

Owns the table of commands, exit codes and the last boundary. A command's module is imported when it
is used and not before: `inunison --help` needs none of them.
"""

import os
import re
import sys
from importlib import import_module
from typing import Annotated, Any, NamedTuple, TextIO

import typer
from typer.core import TyperGroup
from typer.main import get_command

from inunison import __version__
from inunison.errors import ExitCode, InunisonError
from inunison_cli import interrupts
from inunison_cli.narration import narrate


class Command(NamedTuple):
    """A command: its name, its module in this package, and its line in the help."""

    name: str
    module: str
    help: str


COMMANDS = (
    Command("demo", "demo", "Make a small case with a known story and ask it four questions."),
    Command("simulate", "simulate", "Make files in which you know who acts together."),
    Command("init", "init", "Make a case: a folder that holds sources and findings."),
    Command("import", "importing", "Read files into the case."),
    Command("sources", "sources", "List the sources of the case."),
    Command("remove", "remove", "Take a source out of the case."),
    Command("load", "load", "Load the case into Neo4j."),
    Command("detect", "detect", "Test who acts together more than chance explains."),
    Command("match", "matching", "Say what of the case stands on a list of domains or accounts."),
    Command("find", "find", "Ask a stored question."),
    Command("cypher", "cypher", "Ask a question in Cypher; only reading is run."),
    Command("queries", "queries", "List, show and check stored questions."),
    Command("importers", "importers", "List the formats that can be read, and test importers."),
    Command("server", "server", "Start, stop and look at the local Neo4j."),
    Command("verify", "verify", "Check that sources and parts are what they were."),
)
_MODULES = {command.name: command.module for command in COMMANDS}
# The parser's own errors: an unknown option, a missing argument. They know how to show themselves.
_PARSER_ERROR: type[Any] = next(
    each for each in typer.BadParameter.__mro__ if each.__name__ == "ClickException"
)
# What the parser's check of types puts before and behind its sentence says nothing to a person.
_AROUND = re.compile(r"^Value error, |, unable to parse string as an? \w+$")


class LazyGroup(TyperGroup):
    """The commands of the table, each imported when it is used."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names in the order of the table, which is the order of the work."""
        return list(_MODULES)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Import one command and return it; None where there is none of that name."""
        module = _MODULES.get(cmd_name)
        return None if module is None else _made(module, cmd_name)

    def invoke(self, ctx: Any) -> Any:
        """Run a command; a reader that has seen enough, such as `head`, ends it without a word.

        Caught here, because the parser would make it exit code 1, which says it is a defect.
        """
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            _close(sys.stdout)
            raise typer.Exit from None

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the table of commands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(command.name, command.help) for command in COMMANDS])


def _made(module: str, name: str) -> Any:
    """Return the command of a module: its function `command`, or its group `app`."""
    loaded = import_module(f"inunison_cli.{module}")
    made = getattr(loaded, "app", None)
    if made is None:
        made = typer.Typer(add_completion=False)
        made.command(name)(loaded.command)
    return plain_command(made, name)


def plain_command(made: typer.Typer, name: str) -> Any:
    """Return what the parser runs for an app, with plain help: the rich one takes 0.1 s."""
    made.rich_markup_mode = None
    made.pretty_exceptions_enable = False
    made._add_completion = False
    command = get_command(made)
    command.name = name
    return command


app = typer.Typer(
    cls=LazyGroup,
    help="Find who speaks in unison: networks of accounts, with evidence and what chance explains.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"inunison {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Say which.")
    ] = False,
) -> None:
    pass


def main(arguments: list[str] | None = None) -> None:
    """Run one command and end the process with its exit code.

    Args:
        arguments: Words after the program's name; those of the process when None.
    """
    _make_streams_safe()
    interrupts.heed()
    code = int(ExitCode.DONE)
    try:
        code = run(arguments)
        sys.stdout.flush()
    except OSError:  # a broken pipe, or a full disk of which `run` has spoken
        _close(sys.stdout)
    except KeyboardInterrupt:  # the command is done; what a script has after it is not wished for
        code = int(ExitCode.INTERRUPTED)
    try:
        sys.stderr.flush()
    except OSError:  # what nobody heard is unwritten still, and is no failure
        _close(sys.stderr)
    sys.exit(code)


def run(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code.

    An error that a user can meet is one sentence and an advice on standard error. Anything else is
    a defect: it leaves here as it is, prints a traceback and ends with 1.
    """
    try:
        returned = get_command(app).main(
            args=arguments, prog_name="inunison", standalone_mode=False
        )
    except InunisonError as error:
        narrate(f"{error.message}\n{error.advice}".strip())
        return int(error.exit_code)
    except _PARSER_ERROR as error:
        error.message = _AROUND.sub("", error.message)
        error.show()
        return int(ExitCode.USAGE)
    except (KeyboardInterrupt, typer.Abort):
        narrate(interrupts.SENTENCE)
        return int(ExitCode.INTERRUPTED)
    except BrokenPipeError:
        _close(sys.stdout)
        return int(ExitCode.DONE)
    if returned == ExitCode.INTERRUPTED:  # the parser makes this of an interrupt by itself
        narrate(interrupts.SENTENCE)
    return returned if isinstance(returned, int) else int(ExitCode.DONE)


def _make_streams_safe() -> None:
    """Let no text end in an encoding error, and no closed stream in a defect.

    Data to files is UTF-8 on every machine.
    """
    sys.stdout = sys.stdout or os.fdopen(os.open(os.devnull, os.O_WRONLY), "w")
    sys.stderr = sys.stderr or os.fdopen(os.open(os.devnull, os.O_WRONLY), "w")
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            encoding = None if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="backslashreplace")


def _close(stream: TextIO) -> None:
    """Point a stream nowhere, so that ending does not fail on what is still unwritten."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
