"""`inunison detect`: test who acts together, and say what was tested, what was not, and why.

Owns the words of the summary. Rows of findings, or of two accounts explained, are the data.
"""

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from inunison.detect.traces import LADDER_S, TRACES
from inunison.plurals import counted, form
from inunison.queries.durations import show_duration
from inunison_cli import options, output
from inunison_cli.finding import show_finding
from inunison_cli.narration import narrate, progress

if TYPE_CHECKING:
    from inunison.case import Case

_NAMES = ", ".join(trace.name for trace in TRACES)


def _ladder(widths: tuple[int, ...]) -> str:
    return ", ".join(map(show_duration, widths))


_LADDERS = "; ".join(
    (
        _ladder(LADDER_S),
        *(f"{each.name} {_ladder(each.ladder_s)}" for each in TRACES if each.ladder_s != LADDER_S),
    )
)

Traces = Annotated[
    list[str] | None,
    typer.Option(
        "--trace", metavar="TRACE", help=f"Test this one; may be repeated. Else all: {_NAMES}."
    ),
]
Windows = Annotated[
    list[str] | None,
    typer.Option(
        "--window",
        metavar="DURATION",
        help="How close in time is together, from 1s to 30d; may be repeated, and all are tried."
        f" Else {_LADDERS}.",
    ),
]
Pair = Annotated[
    tuple[str, str] | None,
    typer.Option(
        "--explain",
        metavar="ACCOUNT ACCOUNT",
        help="Show all that two accounts share and why they are tied or not; find nothing.",
    ),
]
FindingKey = Annotated[
    str | None,
    typer.Option(
        "--finding",
        metavar="KEY",
        help="Show the whole record of one finding of the last run; find nothing.",
    ),
]
_Q = 0.01
# Findings that a terminal is given without being asked for all.
_SHOWN = 20
_COLUMNS = (
    "grade",
    "statement",
    "q",
    "accounts",
    "posts",
    "trace",
    "kind",
    "first",
    "last",
    "finding",
)
# Words for what a run counts, as they are said of one.
_OF_ONE = {
    "accounts": "account",
    "communities": "community",
    "groups": "group",
    "reach": "reaches",
    "tests": "test",
}


def command(
    case: options.CaseFolder = None,
    *,
    trace: Traces = None,
    window: Windows = None,
    q: Annotated[
        float, typer.Option("--q", metavar="SHARE", help="Greatest share of false findings.")
    ] = _Q,
    seed: Annotated[int, typer.Option("--seed", help="Of everything that is drawn.")] = 0,
    cross_check: Annotated[
        bool,
        typer.Option(
            "--cross-check/--no-cross-check",
            help="Also count what rules of other tools flag, and chance.",
        ),
    ] = True,
    explain: Pair = None,
    finding: FindingKey = None,
    memory: options.Memory = None,
    form: options.OutputFormat = None,
) -> None:
    """Test which accounts act together more than chance explains.

    Every trace is tested on the whole case: the same reposts, texts, links, hashtags, mentions,
    replies and media at the same time; posts at the same moments, whatever they say (synchrony);
    the same texts and links on different platforms (cross_platform). Each finding is one sentence
    with what chance would have produced. The same run again comes from the cache. Lists in the
    folder `exclusions` of the case are left out of counts and tests.
    """
    from inunison.detect import columns

    opened = options.open_case(case, memory=memory)
    if finding is not None:
        _require_alone(finding, bool(trace or window or explain or seed or q != _Q))
        show_finding(opened, finding, form)
        return
    opened.progress = progress("detecting")
    common: dict[str, Any] = {"traces": trace or (), "windows": window, "q": q, "seed": seed}
    if explain is not None:
        _explain(opened, explain, common, form)
        return
    made = opened.detect(**common, cross_check=cross_check)
    found = made.findings()
    places = [list(columns.FINDINGS).index(name) for name in _COLUMNS]
    rows = [[row[place] for place in places] for row in columns.finding_rows(found)]
    # Hundreds of them would push the summary out of sight; a file or a pipe gets them all.
    shown = rows if form or not sys.stdout.isatty() else rows[:_SHOWN]
    output.write(_COLUMNS, shown, form)
    for sentence in summary(made.run):
        narrate(sentence)
    if len(shown) < len(rows):
        narrate(f"Shown are the first {len(shown)}; --format table shows all.")
    if found:
        narrate(_onward(found[0].key[:8]))


def _require_alone(finding: str, others: bool) -> None:
    """Refuse settings of a run beside the key of a finding: the last run has had its own."""
    from inunison.errors import UsageError

    if others:
        raise UsageError(
            "--finding shows what the last run found: it goes with no other setting.",
            f"Write inunison detect --finding {finding[:24]} alone.",
        )


def _onward(key: str) -> str:
    return (
        f"Look on: inunison detect --finding {key} is the whole record of one;"
        f" inunison find finding-posts --finding {key} lists its posts."
    )


def _explain(
    case: "Case", accounts: tuple[str, str], common: dict[str, Any], form: output.Format | None
) -> None:
    from inunison.detect import columns

    explained = case.explain(*accounts, **common)
    output.write(
        list(columns.explanation_columns(explained)), columns.explanation_rows(explained), form
    )
    for each in explained:
        narrate(f"{each.trace}: {each.verdict}.")
        for test in each.tests:
            if test.objects:
                narrate(f"  {_test_line(test, each.windows_s)}")
        if each.co_sharing_p is not None and each.shared:
            narrate(f"  {_sharing_line(each)}")


def _test_line(test: Any, windows: tuple[int, ...]) -> str:
    from inunison.detect.statements import duration, number

    steps = ", ".join(
        f"{count} within {duration(width)} ({number(expected)} expected)"
        for width, count, expected in zip(windows, test.counts, test.expected, strict=True)
    )
    q = "" if test.q is None else f", q = {number(test.q)}"
    forbidden = "" if test.allowed else "; the way the files were collected forbids this test"
    objects = counted(test.objects, "object")
    return f"{test.name}, {objects}: {steps}; p = {number(test.p)}{q}{forbidden}"


def _sharing_line(each: Any) -> str:
    from inunison.detect.statements import duration, number

    steps = ", ".join(
        f"{number(expected)} within {duration(width)}"
        for width, expected in zip(each.windows_s, each.co_sharing, strict=True)
    )
    outcome = "proposed for testing" if each.proposed else "not proposed for testing"
    return (
        f"from topics and activity alone: {steps}; p = {number(each.co_sharing_p)}, {outcome}"
        f" among {counted(each.pairs, 'pair')}"
    )


def summary(run: dict[str, Any]) -> list[str]:
    """Return what a run tested, on how much, what was left out and why, in sentences."""
    said = []
    empty = []
    for trace in run["traces"]:
        if trace["verdict"].endswith("nobody did this"):
            empty.append(trace["trace"])
            continue
        said += [_trace_line(trace), *_beside(trace)]
    if empty:
        said.append(f"Nobody did: {', '.join(empty)}.")
    bursts = run["bursts"]
    if bursts is not None:
        said.append(_bursts_line(bursts))
    said += [_question_line(name, counts) for name, counts in run["further"].items()]
    lists = [f"{each['name']} ({_entries(each)})" for each in run["exclusions"]]
    if lists:
        said.append(f"Excluded by your lists: {', '.join(lists)}.")
    said += [_unmatched_line(each) for each in run["exclusions"] if each["unmatched"]]
    count = run["findings"]
    said.append(f"{counted(count, 'finding')}." if count else "No findings.")
    return said


def _entries(listed: dict[str, Any]) -> str:
    return counted(listed["entries"], listed["kind"].removesuffix("s"))


def _unmatched_line(listed: dict[str, Any]) -> str:
    """Say which entries of a list name nothing: a slip of the pen would else exclude nobody."""
    more = ", ..." if listed["unmatched"] > len(listed["unmatched_first"]) else ""
    return (
        f"  {listed['unmatched']:,} of the {_entries(listed)} on the list {listed['name']}"
        f" found nowhere in the case: {', '.join(listed['unmatched_first'])}{more}"
    )


def _bursts_line(bursts: dict[str, Any]) -> str:
    said = (
        f"one text by three or more within minutes: {bursts['verdict']};"
        f" {counted(bursts['texts'], 'text')}, {counted(bursts['bursts'], 'such burst')}"
    )
    left = bursts["left_out"]
    if left:
        kept = f"the {bursts['findings']:,} rarest are findings"
        said += f"; {kept}, {left:,} {form(left, 'is', 'are')} left out"
    return said


def _beside(trace: dict[str, Any]) -> list[str]:
    """Say what was left out of a trace, what its tests rest on, and what came beside its ties."""
    said = [
        f"  left out: {counted(left['events'], 'action')}: {left['reason']}"
        for left in trace["left_out"]
    ]
    if trace["verdict"] == "tested":
        said.append(f"  {_calibration(trace['co_sharing'])}")
        if trace["forbids"]:
            said.append(f"  not testable here: {'; '.join(trace['forbids'])}")
        said += [
            f"  groups by {test}: {_structure(found)}"
            for test, found in trace["structure"].items()
            if trace["findings"] and trace["kept"][test]
        ]
    flagged = [f"{rule}: {count:,}" for rule, count in trace["checks"].items() if count]
    if flagged:
        said.append(f"  accounts that rules of other tools flag: {'; '.join(flagged)}")
    if trace["floors"]:
        said.append(f"  {_floors_line(trace)}")
    return said


def _calibration(found: dict[str, Any]) -> str:
    """Say how well the co-sharing null describes a collection."""
    from inunison.detect.statements import number

    said = f"{found['proposed_share']:.1%} of those that did enough are in proposed pairs"
    if found["range"]:
        least, most = map(number, found["range"])
        said += f"; by activity, accounts met {least} to {most} times as often as expected"
    if not found["describes"]:
        said += "; the co-sharing null does not describe this collection"
    return said


def _structure(found: dict[str, Any] | None) -> str:
    """Say whether the largest group falls into communities, and how firm they are."""
    if found is None:
        return "too small to be divided"
    z = "no modularity z" if found["z"] is None else f"modularity z = {found['z']:,.1f}"
    firm = f"(seeds agree to {found['agreement']:.2f}, {z})"
    if found["stable"]:
        return f"the largest is divided into its stable communities {firm}"
    return f"the largest stays whole, for it has no stable community structure {firm}"


def _question_line(name: str, counts: dict[str, Any]) -> str:
    """Say what came of one question about the groups: verdict, numbers, and what is no number."""
    told = [counts["verdict"], _numbers(counts)]
    for what, held in sorted(counts.items()):
        if isinstance(held, dict):
            told.append(f"{what}: {_numbers(held)}")
        elif isinstance(held, str) and what != "verdict":
            told.append(f"{what}: {held}")
    return f"{name}: {'; '.join(filter(None, told))}; {counted(counts['findings'], 'finding')}"


def _numbers(counts: dict[str, Any]) -> str:
    shown = [
        counted(held, _of_one(what), what)
        for what, held in sorted(counts.items())
        if isinstance(held, int) and held and what not in ("findings", "kept")
    ]
    return ", ".join(shown)


def _of_one(what: str) -> str:
    """Return what a run counts, as it is said of one: "account looked at again"."""
    first, *others = what.split(" ")
    return " ".join((_OF_ONE.get(first, first), *others))


def _floors_line(trace: dict[str, Any]) -> str:
    """Say what the same tests find where times, or accounts, are exchanged."""
    times, labels = trace["floors"]["times"], trace["floors"]["labels"]
    renamed = f"{counted(labels['proposed'], 'pair')} proposed"
    if "exclusive" in trace["kept"]:
        renamed += f", {_ties_in_groups(labels)},"
    return (
        f"by chance: {_ties_in_groups(times)} with times exchanged within each object;"
        f" {renamed} with accounts exchanged within topics"
    )


def _ties_in_groups(floor: dict[str, Any]) -> str:
    return f"{counted(floor['ties'], 'tie')} in {counted(floor['groups'], 'group')}"


def _trace_line(trace: dict[str, Any]) -> str:
    size = (
        f"{counted(trace['events'], 'action')} of {counted(trace['accounts'], 'account')} on"
        f" {counted(trace['objects'], 'object')}"
    )
    if trace["verdict"] != "tested":
        return f"{trace['trace']}: {trace['verdict']} ({size})"
    kept = sum(trace["kept"].values())
    return (
        f"{trace['trace']}: tested; {size}; {counted(trace['eligible'], 'account')} did enough,"
        f" {counted(trace['tests'], 'pair')} tested, {trace['proposed']:,} proposed,"
        f" {counted(kept, 'tie')} kept, {counted(trace['findings'], 'finding')}"
    )
