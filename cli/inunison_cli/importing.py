"""`inunison import`: read files into the case."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from inunison.errors import ExitCode, SourceError
from inunison.records import Frame
from inunison_cli import options, output
from inunison_cli.narration import narrate, progress_bar

if TYPE_CHECKING:
    from inunison.case import Case
    from inunison.sources import ImportOutcome
    from inunison_importers.scopes import Scope
    from inunison_importers.table_map import TableMap

_STANDARD_INPUT = Path("-")
_LISTED = 5
_COUNTED = ("accounts", "posts", "observations", "articles", "rejects")
_COLUMNS = ("source", "file", "importer", "frame", *_COUNTED)
_MEANING = {
    Frame.ACCOUNTS: "everything of a list of accounts",
    Frame.KEYWORD: "everything that holds a word or a hashtag",
    Frame.SAMPLE: "a share of a stream",
    Frame.CONVERSATION: "one thread",
    Frame.SPACE: "one community, group or channel",
    Frame.SELECTED: "what somebody chose to show",
    Frame.UNKNOWN: "not known; then only counts are reported",
}

AskFrame = Callable[[str, Frame], Frame]


class _Reading(NamedTuple):
    """How the files are to be read."""

    reader: "str | TableMap | None"
    frame: Frame | AskFrame
    scope: "Scope | None"
    strict: bool


def command(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Files, packed or not; - reads a pipe.")
    ],
    frame: Annotated[
        Frame | None,
        typer.Option("--frame", help="How the files were collected: it decides what is tested."),
    ] = None,
    importer: Annotated[
        str | None,
        typer.Option("--importer", metavar="NAME", help="Read them as this format."),
    ] = None,
    table_map: Annotated[
        Path | None,
        typer.Option("--map", metavar="MAP", help="Read tables by this map of their columns."),
    ] = None,
    scope: Annotated[
        list[str] | None,
        typer.Option(
            "--scope",
            metavar="KEY=VALUE",
            help="What the files hold all of: query=WORDS, accounts=A,B or accounts=@FILE;"
            " captured=TIME; since=TIME, until=TIME. Give it once for each.",
        ),
    ] = None,
    *,
    strict: Annotated[
        bool, typer.Option("--strict", help="A row that cannot be read is an error.")
    ] = False,
    memory: options.Memory = None,
    case: options.CaseFolder = None,
    form: options.OutputFormat = None,
) -> None:
    """Read files into the case, each as one source.

    A file that is in the case already changes nothing. Rows that cannot be read are put aside with
    their reasons, and the rest goes on. Stopped at any moment, the case is as it was; run it again.

    Of two captures of the same query, or of the same accounts, posts of the earlier that the later
    should hold and does not are gone: say with --scope what each holds and when it was captured.
    """
    reading = _Reading(
        reader=_reader(importer, table_map),
        frame=frame or _who_says_the_frame(files),
        scope=_scope(scope),
        strict=strict,
    )
    opened = options.open_case(case, memory=memory)
    if not _import_all(opened, files, reading, form):
        raise typer.Exit(ExitCode.USAGE)


def _import_all(
    case: "Case", files: list[Path], reading: _Reading, form: output.Format | None
) -> bool:
    """Import files and write a row of each; False where one of several cannot be read."""
    rows: list[tuple[object, ...]] = []
    failed = False
    try:
        for path in files:
            try:
                outcome = _import(case, path, reading)
            except SourceError as error:
                if len(files) == 1:
                    raise
                failed = True  # the other files are not harmed by it
                narrate(str(error))
                continue
            _tell(outcome)
            rows.append(_row(outcome))
    finally:
        if rows:
            output.write(_COLUMNS, rows, form)
    return not failed


def _reader(importer: str | None, table_map: Path | None) -> "str | TableMap | None":
    """Return who reads the files, where the user says it."""
    if table_map is None:
        return importer
    from inunison.errors import UsageError
    from inunison.mapping import open_map

    if importer is not None:
        raise UsageError("--importer and --map cannot both be given.", "Leave one of them out.")
    return open_map(table_map)


def _scope(said: list[str] | None) -> "Scope | None":
    if not said:
        return None
    from inunison.scoping import said_scope

    return said_scope(said)


def _import(case: "Case", path: Path, reading: _Reading) -> "ImportOutcome":
    from inunison.sources import import_file

    given = sys.stdin.buffer if path == _STANDARD_INPUT else path
    with progress_bar(path.name) as progress:
        return import_file(
            case.folder,
            given,
            importer=reading.reader,
            frame=reading.frame,
            scope=reading.scope,
            strict=reading.strict,
            progress=progress,
            memory_mb=case.memory_mb,
        )


def _who_says_the_frame(files: list[Path]) -> AskFrame:
    """Return who is asked for a frame: the user where one sits there, else the importer."""
    somebody = sys.stdin.isatty() and sys.stderr.isatty() and _STANDARD_INPUT not in files
    return _ask if somebody else _take_suggestion


def _ask(name: str, suggested: Frame) -> Frame:
    narrate(f"\nHow was {name} collected? It decides what may be tested:")
    for frame, meaning in _MEANING.items():
        narrate(f"  {frame.value:<13} {meaning}")
    answer = typer.prompt("Frame", default=suggested.value, type=Frame, err=True)
    return Frame(answer)


def _take_suggestion(name: str, suggested: Frame) -> Frame:
    narrate(
        f"{name}: taken as collected by {suggested.value} ({_MEANING[suggested]}), as is usual for "
        "its format; --frame says otherwise."
    )
    return suggested


def _tell(outcome: "ImportOutcome") -> None:
    source = outcome.source
    if outcome.reframed:
        scope = f", its scope {source.scope}" if source.scope else ""
        narrate(f"{source.name} is in the case already; its frame is now {source.frame}{scope}.")
    elif outcome.was_known:
        narrate(f"{source.name} is in the case already; nothing was changed.")
    elif not source.parts:
        narrate(f"{source.name} holds no rows.")
    if source.scope is not None and source.scope.frame and not source.scope.captured:
        narrate(
            f"Nobody said when {source.name} was captured: unless its rows say when they were seen,"
            " nothing is gone by it. --scope captured=TIME says it."
        )
    _tell_list("Left out", [f"{name}: {reason}" for name, reason in source.skipped])
    left_out = [f"{each.count:,} of its rows: {each.reason}" for each in source.left_out]
    _tell_list("Left out", left_out)
    if not source.rejects:
        return
    narrate(f"{source.rejects.rows:,} rows of {source.name} cannot be read:")
    for each in outcome.rejects[:_LISTED]:
        inside = len(source.members) > 1
        first = ", ".join(f"{name} {row:,}" if inside else f"{row:,}" for name, row in each.first)
        narrate(f"  {each.count:,} because {each.reason} (row {first})")
    if len(outcome.rejects) > _LISTED:
        narrate(f"  and {len(outcome.rejects) - _LISTED:,} more reasons")
    narrate(f"They are in {source.rejects_path}.")


def _tell_list(title: str, sentences: list[str]) -> None:
    for sentence in sentences[:_LISTED]:
        narrate(f"{title}: {sentence}")
    if len(sentences) > _LISTED:
        narrate(f"{title}: {len(sentences) - _LISTED:,} more.")


def _row(outcome: "ImportOutcome") -> tuple[object, ...]:
    source = outcome.source
    counts = (source.counts.get(kind, 0) for kind in _COUNTED)
    return (source.sha256[:12], source.name, source.importer, source.frame.value, *counts)
