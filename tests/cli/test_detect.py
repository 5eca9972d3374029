"""`inunison detect` as a person sees it: rows, the summary, two accounts explained, refusals."""

import csv
import io
import json
import sys
from pathlib import Path

import pytest

from inunison import Case
from inunison.detect.traces import TRACES
from inunison_cli import detect, output
from inunison_cli.detect import summary
from tests.cli.running import inunison
from tests.detect.cases import POSTS, TOGETHER, together


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return together(tmp_path_factory.mktemp("together")).folder.path


def test_rows_are_data_and_the_summary_is_beside_them(folder: Path) -> None:
    done = inunison("detect", "--case", folder, "--trace", "co_repost", "--format", "jsonl")
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    row, *others = rows
    assert {each["grade"] for each in others} <= {"E0"}
    assert list(row) == [
        *("grade", "statement", "q", "accounts", "posts", "trace", "kind", "first", "last"),
        "finding",
    ]
    assert (row["accounts"], row["posts"]) == (TOGETHER, TOGETHER * POSTS)
    assert "co_repost: tested; " in done.stderr
    assert "not testable here: that nobody else did the same" in done.stderr
    assert f"{len(rows)} finding" in done.stderr
    assert f"inunison detect --finding {row['finding'][:8]} is the whole record" in done.stderr
    assert f"inunison find finding-posts --finding {row['finding'][:8]}" in done.stderr
    again = inunison("detect", "--case", folder, "--trace", "co_repost", "--format", "jsonl")
    assert again.stdout == done.stdout
    assert "Testing" in done.stderr
    assert "Testing" not in again.stderr


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_is_shown_the_first_findings_and_told_how_to_see_all(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    given: list[int] = []
    found = Case.open(folder).detect(["co_repost"]).findings()
    assert found
    monkeypatch.setattr(detect, "_SHOWN", len(found) - 1)
    monkeypatch.setattr(sys, "stdout", _Terminal())
    monkeypatch.setattr(output, "write", lambda _columns, rows, _form: given.append(len(rows)))
    detect.command(folder, trace=["co_repost"])
    assert (
        f"Shown are the first {len(found) - 1}; --format table shows all."
        in capsys.readouterr().err
    )
    detect.command(folder, trace=["co_repost"], form=output.Format.TABLE)
    assert given == [len(found) - 1, len(found)]
    assert "Shown are" not in capsys.readouterr().err


def test_a_finding_is_shown_whole_by_its_key(folder: Path) -> None:
    found = inunison("detect", "--case", folder, "--trace", "co_repost", "--format", "jsonl")
    row = json.loads(found.stdout.splitlines()[0])
    key = row["finding"]
    done = inunison("detect", "--case", folder, "--finding", key[:8], "--format", "csv")
    assert done.returncode == 0, done.stderr
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    told = {(each["part"], each["what"]): each for each in rows}
    assert told["finding", "statement"]["value"] == row["statement"]
    assert told["finding", "key"]["value"] == key
    assert told["robustness", "halves"]["value"].startswith("p = ")
    assert told["counts", "posts"]["value"] == str(TOGETHER * POSTS)
    parts = [each["part"] for each in rows]
    assert parts.count("account") == TOGETHER
    assert parts.count("object") == POSTS
    assert {"ladder", "effect", "alternative", "cross-check", "frame"} <= set(parts)
    assert f"inunison find finding-posts --finding {key[:8]}" in done.stderr


def test_the_record_of_a_finding_is_the_line_of_the_case(folder: Path) -> None:
    found = inunison("detect", "--case", folder, "--trace", "co_repost", "--format", "jsonl")
    key = json.loads(found.stdout.splitlines()[0])["finding"]
    kept = [
        json.loads(line)
        for path in (folder / "cache" / "detections").glob("*/findings.jsonl")
        for line in path.read_text().splitlines()
    ]
    line = next(each for each in kept if each["key"] == key)
    whole = inunison("detect", "--case", folder, "--finding", key, "--format", "json")
    assert json.loads(whole.stdout) == [line]
    one = inunison("detect", "--case", folder, "--finding", key, "--format", "jsonl")
    assert json.loads(one.stdout) == line
    assert whole.stderr == one.stderr == ""


def test_two_accounts_are_explained_object_by_object(folder: Path) -> None:
    done = inunison(
        *("detect", "--case", folder, "--explain", "@who0", "twitter:1001"),
        *("--trace", "co_repost", "--trace", "co_link", "--window", "1m", "--window", "1h"),
    )
    assert done.returncode == 0, done.stderr
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert len(rows) == POSTS
    assert all(0 < float(row["chance_60s"]) <= float(row["chance_3600s"]) <= 1 for row in rows)
    assert "co_repost: tied by timing (q = " in done.stderr
    assert f"timing, {POSTS} objects: " in done.stderr
    assert "from topics and activity alone: " in done.stderr
    assert "co_link: not enough data: @who0 did not do this." in done.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--trace", "co_nothing"), "There is no trace 'co_nothing'"),
        (("--window", "soon"), "A window wants a duration"),
        (("--q", "2"), "q must lie above 0"),
        (("--seed", "-1"), "A seed is a whole number"),
        (("--explain", "who0", "nobody"), "No account of the case is called 'nobody'"),
        (("--explain", "who0", "who0"), "are one account"),
        (("--memory", "1"), "is no size"),
        (("--finding", "nothing"), "has no finding 'nothing'"),
        (("--finding", "ab", "--trace", "co_link"), "goes with no other setting"),
        (("--finding", "ab", "--q", "0.05"), "goes with no other setting"),
    ],
)
def test_what_cannot_be_used_is_one_sentence(
    folder: Path, words: tuple[str, ...], said: str
) -> None:
    done = inunison("detect", "--case", folder, *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_help_names_every_trace_and_the_windows_that_are_tried() -> None:
    said = " ".join(inunison("detect", "--help").stdout.split())
    assert all(f"{trace.name}" in said for trace in TRACES)
    assert "10s, 1m, 5m, 1h; synchrony 10s, 1m; cross_platform 1h, 6h, 1d, 2d" in said


def test_a_case_without_sources_is_refused(tmp_path: Path) -> None:
    inunison("init", tmp_path / "empty")
    done = inunison("detect", "--case", tmp_path / "empty")
    assert done.returncode == 2
    assert "no sources" in done.stderr


def _trace(name: str, verdict: str = "tested", **changed: object) -> dict[str, object]:
    plain: dict[str, object] = {
        "trace": name,
        "verdict": verdict,
        "events": 1_200,
        "accounts": 30,
        "objects": 7,
        "left_out": [],
        "forbids": [],
        "eligible": 20,
        "tests": 190,
        "proposed": 3,
        "co_sharing": {"proposed_share": 0.0204, "range": [0.5, 1.25], "describes": True},
        "kept": {"timing": 2, "exclusive": 1},
        "structure": {},
        "findings": 1,
        "checks": {},
        "floors": None,
    }
    return plain | changed


def _listed(kind: str, entries: int, unmatched: int, *first: str) -> dict[str, object]:
    return {
        "kind": kind,
        "name": "declared",
        "entries": entries,
        "unmatched": unmatched,
        "unmatched_first": list(first),
    }


def test_the_summary_says_what_was_left_out_and_why() -> None:
    run = {
        "traces": [
            _trace("co_repost", left_out=[{"reason": "times too coarse", "events": 1_500}]),
            _trace("co_link", "not testable: the times are too coarse for every window"),
            _trace("co_reply", "not enough data: nobody did this"),
            _trace("co_text", checks={"a rule": 4, "another": 0}, forbids=["reach"]),
        ],
        "bursts": {"verdict": "tested", "texts": 50, "bursts": 2, "findings": 2, "left_out": 0},
        "further": {
            "bridges": {
                "verdict": "tested",
                "communities": 8,
                "co_text": {"tested": 8_575, "reach farther than chance": 0, "kept": 0},
                "findings": 0,
            },
            "deletions": {"verdict": "not testable: no", "findings": 0},
            "observations": {
                "verdict": "counted",
                "accounts": 30,
                "groups": 3,
                "mostly another group": 1_200,
                "silence": "not testable: no",
                "findings": 1,
            },
        },
        "exclusions": [
            _listed("accounts", 1_000, 4, "@Ann", "Ben", "Cy"),
            _listed("links", 2, 1, "own.example/\x1b[2J"),
            _listed("texts", 7, 0),
        ],
        "findings": 2,
    }
    assert summary(run) == [
        "co_repost: tested; 1,200 actions of 30 accounts on 7 objects; 20 accounts did enough, 190"
        " pairs tested, 3 proposed, 3 ties kept, 1 finding",
        "  left out: 1,500 actions: times too coarse",
        "  2.0% of those that did enough are in proposed pairs; by activity, accounts met 0.5 to"
        " 1.2 times as often as expected",
        "co_link: not testable: the times are too coarse for every window (1,200 actions of 30"
        " accounts on 7 objects)",
        "co_text: tested; 1,200 actions of 30 accounts on 7 objects; 20 accounts did enough, 190"
        " pairs tested, 3 proposed, 3 ties kept, 1 finding",
        "  2.0% of those that did enough are in proposed pairs; by activity, accounts met 0.5 to"
        " 1.2 times as often as expected",
        "  not testable here: reach",
        "  accounts that rules of other tools flag: a rule: 4",
        "Nobody did: co_reply.",
        "one text by three or more within minutes: tested; 50 texts, 2 such bursts",
        "bridges: tested; 8 communities; co_text: 8,575 tested; 0 findings",
        "deletions: not testable: no; 0 findings",
        "observations: counted; 30 accounts, 3 groups, 1,200 mostly another group; silence: not"
        " testable: no; 1 finding",
        "Excluded by your lists: declared (1,000 accounts), declared (2 links), declared (7"
        " texts).",
        "  4 of the 1,000 accounts on the list declared found nowhere in the case: @Ann, Ben, Cy,"
        " ...",
        "  1 of the 2 links on the list declared found nowhere in the case: own.example/\x1b[2J",
        "2 findings.",
    ]


@pytest.mark.parametrize(("count", "said"), [(0, "No findings."), (1, "1 finding.")])
def test_the_last_sentence_counts_the_findings(count: int, said: str) -> None:
    run: dict[str, object] = {"traces": [], "bursts": None, "exclusions": [], "findings": count}
    run["further"] = {}
    assert summary(run) == [said]
