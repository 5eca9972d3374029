"""`inunison cypher TEXT`: a question in Cypher, under the same guard as the stored ones."""

import json
import sys
from typing import Annotated

import typer

from inunison_cli import options
from inunison_cli.output import Format


def command(
    text: Annotated[str, typer.Argument(help="The query; - reads it from standard input.")],
    param: Annotated[
        list[str] | None,
        typer.Option("--param", metavar="NAME=VALUE", help="A value for $NAME; may be repeated."),
    ] = None,
    case: options.CaseFolder = None,
    form: Annotated[
        Format | None,
        typer.Option("--format", help="How rows are written; table in a terminal, else csv."),
    ] = None,
    timeout: options.Timeout = options.DEFAULT_TIMEOUT,
    rows: options.Rows = options.DEFAULT_ROWS,
    memory: options.Memory = None,
    uri: options.Uri = None,
    username: options.Username = None,
    database: options.Database = None,
) -> None:
    """Ask in Cypher. Only what reads the graph is run; files, calls and writing are refused.

    The value of a parameter is read as JSON where it is a number, true, false, null, a list or a
    text in double quotes; anything else is text as it stands.
    """
    from inunison_cli.asking import show_answer

    parameters = dict(_parameter(each) for each in param or ())
    limit_s = options.seconds(timeout)
    asked = sys.stdin.read() if text == "-" else text
    opened = options.open_case(case, uri=uri, username=username, database=database, memory=memory)
    show_answer(opened.cypher(asked, parameters, timeout_s=limit_s, row_cap=rows), form)


def _parameter(given: str) -> tuple[str, object]:
    from inunison.errors import UsageError

    name, equals, value = given.partition("=")
    if not equals or not name.strip():
        raise UsageError(f"{given[:80]!r} is no parameter.", "Write --param name=value.")
    try:
        read = json.loads(value)
    except (ValueError, RecursionError):
        return name.strip(), value
    return name.strip(), value if isinstance(read, dict) else read
