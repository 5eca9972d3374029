"""Readable pages of what detection says of two public tables, with both floors.

`python -m benchmarks.real_pages --data DIR [--out DIR] [--shuffles 20]` writes a page for the
archive `twitter_io_archive` and one for `coortweet/russian_coord_tweets`, and stops where the
archive does not give the counts that others published of it. Accounts stand in the pages by a short
hash; words, links and handles do not stand there. The pages are not part of the project.
"""

import argparse
import hashlib
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.setting import default_folder, say
from inunison import Case, engine
from inunison.detect import exclusions
from inunison.detect.detection import Detection, detect
from inunison.detect.events import Events
from inunison.detect.finding import Finding
from inunison.detect.floored import Floor, floor
from inunison.detect.floors import shuffled_labels, shuffled_times
from inunison.detect.gathering import Gathered, gather
from inunison.detect.join import windowed_pairs
from inunison.detect.pooling import NAME as POOLED
from inunison.detect.setting import Settings
from inunison.detect.tables import make_views
from inunison.detect.ties import find_ties
from inunison.detect.traces import SECOND, TRACES
from inunison.state import State

_SHOWN = 25
# Pairs of accounts of the archive that reposted one post, and three posts, within a minute.
_PUBLISHED = (153, 34)


@dataclass(frozen=True)
class Table:
    """One public table.

    Attributes:
        name: Of the page.
        files: Where it lies below the data folder.
        frame: How it was collected.
        about: What a reader must know of it.
    """

    name: str
    files: tuple[str, ...]
    frame: str
    about: str


TABLES = (
    Table(
        "thailand_092020",
        (
            "twitter_io_archive/thailand_092020_tweets_csv_hashed.zip",
            "twitter_io_archive/thailand_092020_users_csv_hashed.zip",
        ),
        "accounts",
        "All posts of a list of accounts that a platform published. There is nobody else in it, so"
        " that a pair is compared with other accounts of the list alone.",
    ),
    Table(
        "russian_coord_tweets",
        ("coortweet/russian_coord_tweets.csv.gz",),
        "keyword",
        "The table that comes with CooRTweet: reposts by hashed ids, without words. It is read as"
        " collected by keywords; whether whole conversations were collected is not known.",
    ),
)


def main() -> None:
    """Write the pages."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=default_folder() / "pages")
    parser.add_argument("--shuffles", type=int, default=20)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    for table in TABLES:
        say(f"testing {table.name}")
        path = options.out / f"{table.name}.md"
        lines = page(table, options.data, options.shuffles)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        say(f"wrote {path.name}")


def page(table: Table, data: Path, shuffles: int) -> list[str]:
    """Return the lines of the page of a table.

    Raises:
        SystemExit: The archive does not give the counts that were published of it.
    """
    with tempfile.TemporaryDirectory() as folder:
        case = Case.create(Path(folder) / "case")
        for name in table.files:
            case.import_(data / name, frame=table.frame)
        state = case.state()
        found = detect(case.folder, state, case.sources(), Settings())
        findings = found.findings()
        tested = [each for each in found.run["traces"] if each["verdict"] == "tested"]
        events = _gathered(Path(folder) / "spill", state, [each["trace"] for each in tested])
    counts = _reproduced(events["co_repost"].events)
    if table.name.startswith("thailand") and counts != _PUBLISHED:
        raise SystemExit(f"{table.name} gives {counts} pairs instead of {_PUBLISHED}")
    return [
        f"# {table.name}",
        "",
        table.about,
        "",
        f"{counts[0]:,} pairs of accounts reposted one post within 60 seconds; {counts[1]:,} of"
        " them did so with three posts or more.",
        "",
        *_traces(found),
        *_floors(events, shuffles),
        *_checks(tested),
        *_findings(findings),
    ]


def _gathered(spill: Path, state: State, names: Sequence[str]) -> dict[str, Gathered]:
    """Return the events of some traces."""
    with engine.opened(spill) as database:
        make_views(database, state)
        exclusions.apply(database, ())
        return {each.name: gather(database, each) for each in TRACES if each.name in names}


def _reproduced(events: Events) -> tuple[int, int]:
    """Count the pairs that reposted one post, and three, within a minute."""
    count = windowed_pairs(events, [60 * SECOND]).count[:, 0]
    return len(count), int((count >= 3).sum())


def _traces(found: Detection) -> Iterator[str]:
    yield from ("## Traces", "")
    yield from _head(
        "trace", "verdict", "actions", "accounts", "objects", "tests", "ties", "groups"
    )
    for each in found.run["traces"]:
        kept = ", ".join(f"{name} {count:,}" for name, count in each["kept"].items())
        cells = [each["trace"], each["verdict"], each["events"], each["accounts"]]
        yield _row(*cells, each["objects"], each["tests"], kept, each["findings"])
    yield ""
    bursts = found.run["bursts"]
    if bursts is not None:
        yield f"Bursts of one text: {bursts['findings']:,} of {bursts['texts']:,} texts."
        yield ""


def _floors(events: dict[str, Gathered], shuffles: int) -> Iterator[str]:
    """Say what the same tests find where what they test is shuffled away."""
    yield from (f"## Floors: {shuffles} shuffles of each kind", "")
    yield "The time floor shuffles times within objects and is for the tests of timing, of pairs"
    yield "and of whole groups; the label floor shuffles accounts within topics and is for what is"
    yield "proposed and for the exclusive test."
    yield ""
    yield from _head("trace", "time floor: ties, groups", "label floor: proposed, ties, groups")
    for name, gathered in events.items():
        say(f"shuffling {name}")
        by_time, by_label = _shuffled(gathered, shuffles)
        found = f"{by_label.proposed:,}, {by_label.ties:,}, {by_label.groups:,}"
        yield _row(name, f"{by_time.ties:,}, {by_time.groups:,}", found)
    yield ""


def _shuffled(gathered: Gathered, shuffles: int) -> tuple[Floor, Floor]:
    """Return what all shuffles give, by time and by label."""
    events, windows, settings = gathered.events, gathered.windows, Settings()
    blocks = find_ties(events, windows).blocks[0]
    times, labels = [], []
    for number in range(shuffles):
        random = np.random.default_rng(number)
        late = shuffled_times(events, random)
        times.append(floor(late, windows, settings, ("timing", POOLED)))
        renamed = shuffled_labels(events, blocks, random)
        labels.append(floor(renamed, windows, settings, ("exclusive",)))
    return _summed(times), _summed(labels)


def _summed(floors: Sequence[Floor]) -> Floor:
    return Floor(
        sum(each.proposed for each in floors),
        sum(each.ties for each in floors),
        sum(each.groups for each in floors),
    )


def _checks(tested: Sequence[dict[str, Any]]) -> Iterator[str]:
    """Say how many accounts the rules of other tools flag in each whole trace."""
    yield from ("## Accounts that other rules flag", "")
    names = sorted({name for each in tested for name in each["checks"]})
    yield from _head("trace", "accounts", *names)
    for each in tested:
        flagged = [each["checks"].get(name, "left out") for name in names]
        yield _row(each["trace"], each["accounts"], *flagged)
    yield ""


def _findings(findings: Sequence[Finding]) -> Iterator[str]:
    yield from ("## Findings", "")
    grades = sorted({each.grade.value for each in findings}, reverse=True)
    told = [f"{grade}: {sum(each.grade == grade for each in findings)}" for grade in grades]
    yield f"{len(findings):,} in all. {', '.join(told)}. Strongest first, {_SHOWN} at most."
    yield ""
    for number, each in enumerate(findings[:_SHOWN], 1):
        yield from _finding(number, each)


def _finding(number: int, finding: Finding) -> Iterator[str]:
    yield from (f"### {number}. {finding.grade.value}, {finding.trace}", "")
    said = finding.statement
    for member in finding.accounts:
        for name in (member.handle, member.native_id):
            said = said.replace(f"ccount {name} (", f"ccount {pseudonym(member.uid)} (")
    yield from (said, "")
    members = ", ".join(pseudonym(each.uid) for each in finding.accounts)
    yield from (f"Accounts: {members}.", "")
    if finding.ladder:
        yield from _head("window s", "seen", "expected")
        for step in finding.ladder:
            yield _row(f"{step.window_s:g}", step.count, f"{step.expected:,.2f}")
        yield ""
    if finding.robustness is not None:
        yield f"Found again on halves: {finding.robustness.halves or 'too few objects'}; greatest q"
        yield f"without one object: {finding.robustness.without_one_object}."
        yield ""
    for check in finding.checks:
        yield f"- {check.rule}: {check.members} of these, {check.everybody} of all accounts"
    for other in finding.alternatives:
        yield f"- {other.name}: {other.verdict.value}. {other.note}"
    yield ""


def pseudonym(uid: str) -> str:
    """Return a short hash that stands for an account in a page."""
    return hashlib.sha256(f"page:{uid}".encode()).hexdigest()[:8]


def _head(*names: str) -> Iterator[str]:
    yield _row(*names)
    yield _row(*("---" for _ in names))


def _row(*cells: object) -> str:
    told = [f"{each:,}" if isinstance(each, int) else str(each) for each in cells]
    return "| " + " | ".join(told) + " |"


if __name__ == "__main__":
    main()
