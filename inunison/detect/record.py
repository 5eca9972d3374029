"""One finding as a person reads it: all of its record, a row for each thing that is known.

Owns the words around what a record holds. The posts behind it are counted here and listed
elsewhere. Judges nothing: every number is the record's own.
"""

from collections.abc import Iterator

from inunison.detect.finding import Alternative, Finding, Member, Thing
from inunison.detect.objects import word
from inunison.detect.statements import duration, number
from inunison.detect.traces import TRACES
from inunison.instants import instant

# Part of the record, what it is, its value, and what is to be said of that.
COLUMNS = ("part", "what", "value", "note")
Row = tuple[str, str, object, str]

_MEANINGS = {trace.name: trace.meaning for trace in TRACES}


def rows(finding: Finding) -> list[Row]:
    """Return the rows of `COLUMNS`, in the order in which a finding is read."""
    return [
        *_said(finding),
        *_counted(finding),
        *_effect(finding),
        *_robustness(finding),
        *(_alternative(each) for each in finding.alternatives),
        *_around(finding),
        *(_object(finding, each) for each in finding.objects),
        *(_account(finding, each) for each in finding.accounts),
        *_made(finding),
    ]


def _said(finding: Finding) -> Iterator[Row]:
    part = "finding"
    yield part, "statement", finding.statement, ""
    yield part, "grade", finding.grade.value, ""
    yield part, "kind", finding.kind, ""
    yield part, "trace", finding.trace, _MEANINGS.get(finding.trace, "")
    yield part, "test", finding.test or "none", "" if finding.test else "nothing was tested"
    yield part, "first", instant(finding.first), f"precision: {finding.precision}"
    yield part, "last", instant(finding.last), ""
    yield part, "key", finding.key, ""
    yield part, "version", finding.version, ""


def _counted(finding: Finding) -> Iterator[Row]:
    part = "counts"
    width = f"within {duration(finding.window_s)}" if finding.window_s else ""
    yield part, "seen", f"{finding.count:,}", width
    if finding.expected is None:
        yield part, "expected", None, "no expectation describes it"
    else:
        yield part, "expected", number(finding.expected), width
    if finding.p is not None:
        yield part, "p", number(finding.p), "corrected for the windows"
    if finding.q is not None:
        yield part, "q", number(finding.q), f"corrected for {finding.tests:,} tests"
    yield part, "accounts that did enough", f"{finding.eligible:,}", ""
    yield part, "actions", f"{finding.events:,}", "in all that was looked at"
    yield part, "posts", f"{len({each.post for each in finding.evidence}):,}", "behind the finding"
    for step in finding.ladder:
        expected = "" if finding.expected is None else f"{number(step.expected)} expected"
        yield "ladder", f"within {duration(step.window_s)}", f"{step.count:,}", expected
    for each in finding.measures:
        yield "measure", each.name, f"{each.value:g}", "" if each.of is None else f"of {each.of:g}"


def _effect(finding: Finding) -> Iterator[Row]:
    effect, part = finding.effect, "effect"
    if effect is None:
        return
    bounds = ""
    if effect.lower is not None and effect.upper is not None:
        bounds = f"95 %: {effect.lower:.3g} to {effect.upper:.3g}"
    yield part, "seen for one expected", f"{effect.ratio:.3g}", bounds
    if any((effect.lag_median_s, *effect.lag_quartiles_s)):
        first, third = (f"{each:g}" for each in effect.lag_quartiles_s)
        median = f"{effect.lag_median_s:g} seconds"
        yield part, "time between neighbours", median, f"median; quartiles: {first} and {third}"
    if effect.leader_share:
        share = f"{effect.leader_share:.0%}"
        yield part, "led by one account", share, "of the objects, by whoever is first most often"


def _robustness(finding: Finding) -> Iterator[Row]:
    held, part = finding.robustness, "robustness"
    if held is None:
        return
    if held.halves is None:
        yield part, "halves", None, "not tested"
    else:
        found = " and ".join(f"p = {number(each)}" for each in held.halves)
        yield part, "halves", found, f"each found on the other half; exchanged: {held.halves_test}"
    if held.found_again is not None:
        again = " and ".join(f"{each:,}" for each in held.found_again)
        yield part, "found again", again, f"of {len(finding.accounts):,} accounts, on each half"
    hub = finding.kind == "hub"
    what = f"without any one {'account' if hub else 'object'}"
    if held.without_one_object is None:
        yield part, what, None, "not tested, or they do not hang together then"
    else:
        without = f"q = {number(held.without_one_object)}"
        yield part, what, without, "at the most" if hub else "at which all still hang together"
    if held.expected_range is not None:
        least, most = (number(each) for each in held.expected_range)
        yield part, "expected", f"{least} to {most}", "over the seeds of the blocks"


def _alternative(each: Alternative) -> Row:
    told = [each.note, f"Test: {each.test}."]
    if each.statistic is not None:
        told.append(f"Statistic: {each.statistic:g}.")
    if each.p is not None:
        told.append(f"p = {number(each.p)}.")
    return "alternative", each.name, each.verdict.replace("_", " "), " ".join(filter(None, told))


def _around(finding: Finding) -> Iterator[Row]:
    for check in finding.checks:
        flagged = f"{check.members:,} of {len(finding.accounts):,} accounts"
        yield "cross-check", check.rule, flagged, f"{check.everybody:,} in the whole collection"
    for limit in finding.limits:
        yield "limit", "", limit, ""
    for frame in finding.frames:
        yield "frame", "files collected by", frame, ""
    for forbidden in finding.forbids:
        yield "frame", "forbids", forbidden, ""


def _object(finding: Finding, each: Thing) -> Row:
    told = f"{each.members:,} of the accounts, {each.sharers:,} in all"
    if each.generic:
        told += "; it says too little to be evidence alone"
    return "object", word(finding.trace), each.sample or each.key, told


def _account(finding: Finding, each: Member) -> Row:
    name = each.handle or each.native_id or each.uid
    told = f"acted on {each.objects:,} of the objects, first on {each.first:,}"
    told += f"; on {each.activity:,} in all"
    if each.role != "member":
        told += f"; {each.role} by the others"
    return "account", each.platform, name, told


def _made(finding: Finding) -> Iterator[Row]:
    yield "made by", "inunison", finding.tool, f"rules: {finding.rules}"
    yield "made by", "seed", str(finding.seed), ""
    yield "made by", "state", finding.state, ""
