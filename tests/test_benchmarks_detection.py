"""The page of the detection benchmark, and what the pages of real tables may show."""

from pathlib import Path

import numpy as np
from msgspec import structs

from benchmarks import detection, real_pages, report
from benchmarks.results import Line, Results
from benchmarks.run import _TOPICS
from inunison.detect.detection import Detection
from inunison.detect.events import Events
from inunison.detect.finding import Finding, Grade, Member, Step
from inunison.detect.gathering import Gathered
from inunison.detect.traces import TRACES

MILLION = 1_000_000
SECOND = 1_000_000


def rows(text: str, begin: str) -> list[list[str]]:
    """The cells of the rows that begin so."""
    lines = [line for line in text.splitlines() if line.startswith(f"| {begin}")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_our_tests_stand_beside_the_toolkit_without_any(tmp_path: Path) -> None:
    results = Results(tmp_path / "results.jsonl")
    for run, (mine, other) in enumerate([(2.0, 12.0), (2.0, 8.0), (4.0, 24.0)]):
        ours, theirs = detection.ours("co_repost"), detection.theirs("co_repost")
        told = {"trace_s": mine / 4} if run else {}
        results.keep(Line(detection.DETECT, ours, MILLION, run, mine, peak_mb=1_200, facts=told))
        results.keep(Line(detection.DETECT, theirs, MILLION, run, other, peak_mb=90))
    report.write(results, tmp_path / "RESULTS.md")
    text = (tmp_path / "RESULTS.md").read_text()
    ratio, alone = rows(text, f"{detection.theirs('co_repost')} / ")
    assert ratio[1:] == ["1,000,000", "6.00", ">= 5", "met"]
    assert alone[1:] == ["1,000,000", "20.00", "", ""]  # of 16 and 24, whose runs told of it
    (memory,) = rows(text, f"MB of {detection.ours('co_repost')}")
    assert memory[2:] == ["1,200", "< 1,000", "not met"]
    missing, of_trace = rows(text, f"{detection.theirs('co_text')} / ")
    assert missing[2:] == ["not measured", ">= 5", ""]
    assert of_trace[2:] == ["not measured", "", ""]


def test_detection_is_a_topic_of_the_harness() -> None:
    assert _TOPICS[detection.DETECT] is detection.measure
    assert set(detection.TRACES) <= {each.name for each in TRACES}


def test_pairs_are_counted_as_they_were_published() -> None:
    account = np.array([0, 1] * 3 + [2])
    target = np.array([0, 0, 1, 1, 2, 2, 0])
    at = np.array([0, 60, 0, 1, 0, 1, 121]) * SECOND
    assert real_pages._reproduced(Events.gathered(account, target, at)) == (1, 1)


def test_floors_are_counted_over_all_shuffles() -> None:
    random = np.random.default_rng(3)
    made = Events.gathered(
        random.integers(0, 20, 400), random.integers(0, 30, 400), random.integers(0, 10**10, 400)
    )
    gathered = Gathered(
        TRACES[0], made, [str(n) for n in range(20)], [str(n) for n in range(30)], (60 * SECOND,)
    )
    assert real_pages._shuffled(gathered, 2)[0].ties == 0
    text = "\n".join(real_pages._floors({"co_repost": gathered}, 1))
    (row,) = rows(text, "co_repost")
    assert row[1] == "0, 0"


def finding() -> Finding:
    """A finding of two named accounts."""
    people = [("u1", "twitter", "ada"), ("u2", "reddit", "bo")]
    return Finding(
        kind="group",
        trace="cross_platform",
        test="timing",
        grade=Grade.E1,
        statement="Seen. Account ada (twitter) preceded account bo (reddit) in 3 of 3 objects.",
        accounts=tuple(
            Member(
                uid=uid,
                platform=platform,
                native_id=f"{handle}-id",
                handle=handle,
                activity=3,
                objects=3,
                first=1,
            )
            for uid, platform, handle in people
        ),
        objects=(),
        evidence=(),
        count=3,
        expected=0.5,
        p=0.001,
        q=0.01,
        tests=1,
        window_s=60.0,
        ladder=(Step(window_s=60.0, count=3, expected=0.5),),
        first=0,
        last=1,
        precision="second",
        eligible=2,
        events=6,
        frames=("keyword",),
        forbids=(),
        seed=0,
        tool="0",
        rules="r",
        state="0" * 64,
    )


def test_a_page_has_no_table_where_nothing_was_expected() -> None:
    text = "\n".join(real_pages._finding(1, structs.replace(finding(), ladder=())))
    assert "expected" not in text


def test_a_page_names_nobody(tmp_path: Path) -> None:
    text = "\n".join(real_pages._finding(1, finding()))
    assert text.startswith("### 1. E1, cross_platform")
    assert "ada" not in text
    assert "(reddit)" in text
    assert text.count(real_pages.pseudonym("u1")) == 2
    assert rows(text, "60")[0] == ["60", "3", "0.50"]
    traces = [
        {
            "trace": "co_repost",
            "verdict": "tested",
            "events": 1_200,
            "accounts": 3,
            "objects": 4,
            "tests": 5,
            "kept": {"timing": 1},
            "findings": 0,
            "checks": {"3 or more within 60 s": 2},
        }
    ]
    found = Detection("0", tmp_path, {"traces": traces, "bursts": None})
    (row,) = rows("\n".join(real_pages._traces(found)), "co_repost")
    assert row[2:] == ["1,200", "3", "4", "5", "timing 1", "0"]
    (row,) = rows("\n".join(real_pages._checks(traces)), "co_repost")
    assert row[1:] == ["3", "2"]
