"""`inunison verify`: check that sources and parts are what they were."""

from pathlib import Path
from typing import Annotated

import typer

from inunison_cli import options, output
from inunison_cli.narration import narrate

_COLUMNS = ("subject", "check", "result", "detail")


def command(
    sources: Annotated[
        list[Path] | None,
        typer.Option("--sources", metavar="DIR", help="Look here for files that were moved."),
    ] = None,
    head: Annotated[
        str | None,
        typer.Option("--head", metavar="HASH", help="The head of the log as a report prints it."),
    ] = None,
    case: options.CaseFolder = None,
    form: options.OutputFormat = None,
) -> None:
    """Hash everything again: the log, the parts, and the files they were read from.

    Ends with exit code 4 when something is wrong. A file that is not found is unavailable, which is
    not wrong.
    """
    from inunison.errors import VerifyError
    from inunison.verify import Result, is_sound, verify

    verdicts = verify(options.open_case(case).folder, sources or [], head=head)
    rows = [(each.subject, each.check, each.result.value, each.detail) for each in verdicts]
    output.write(_COLUMNS, rows, form)
    if not is_sound(verdicts):
        wrong = sum(each.result is Result.WRONG for each in verdicts)
        raise VerifyError(
            f"{wrong:,} of {len(verdicts):,} checks found something wrong.",
            "Put the case back from a copy, or take the source out and import its file again.",
        )
    missing = sum(each.result is Result.UNAVAILABLE for each in verdicts)
    narrate(
        ("1 check" if len(verdicts) == 1 else f"{len(verdicts):,} checks")
        + ", nothing wrong"
        + (f"; not where they were: {missing:,} of the files." if missing else ".")
    )
