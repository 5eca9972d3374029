"""What a detection leaves on disk: the order of findings, the tables, what the run says."""

import json
from dataclasses import asdict
from pathlib import Path

import duckdb
import msgspec
import pyarrow.parquet as pq
import pytest

from inunison.detect import textfamilies, writing
from inunison.detect.exclusions import Applied, Exclusion
from inunison.detect.finding import Finding, Grade
from inunison.detect.further import Further
from inunison.detect.setting import RULES_VERSION, Setting, Settings
from inunison.detect.writing import Reports
from inunison.version import __version__
from tests.detect.test_finding_record import made

SLOGANS = tuple(f"{number}{100 * 'a'}" for number in range(5))
LISTS = (
    Applied(Exclusion("accounts", "declared", ("a", "b")), ()),
    Applied(Exclusion("texts", "slogans", SLOGANS), SLOGANS),
)


def _written(folder: Path, *findings: Finding, counts: dict[str, object] | None = None) -> dict:  # type: ignore[type-arg]
    asked = Further("hubs", findings, counts or {"groups": 3})
    with duckdb.connect(":memory:") as database:
        setting = Setting(database, {}, "f" * 64, Settings(("co_repost",), (60,), 0.05, 7), LISTS)
        reports = Reports((), None, textfamilies.none(), (asked, Further("rings")))
        return writing.write(folder, setting, reports)


def _read(folder: Path) -> list[Finding]:
    lines = (folder / writing.FINDINGS).read_bytes().splitlines()
    return [msgspec.json.decode(line, type=Finding) for line in lines]


def _rows(folder: Path, table: str) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = pq.read_table(folder / f"{table}.parquet").to_pylist()
    return rows


FOUND = (
    made(trace="counted", grade=Grade.E0, q=None),
    made(trace="late", grade=Grade.E1, q=0.01),
    made(trace="weak", grade=Grade.E0, q=0.9),
    made(trace="strong", grade=Grade.E2, q=0.009),
    made(trace="rare", grade=Grade.E1, q=0.001),
)


def test_the_highest_grade_stands_first_then_the_least_q_and_untested_ones_last(
    tmp_path: Path,
) -> None:
    _written(tmp_path, *FOUND)
    assert [each.trace for each in _read(tmp_path)] == ["strong", "rare", "late", "weak", "counted"]


def test_equally_strong_findings_stand_in_the_order_of_their_keys(tmp_path: Path) -> None:
    several = [made(trace=f"trace {number}") for number in range(5)]
    _written(tmp_path, *several)
    assert [each.key for each in _read(tmp_path)] == sorted(each.key for each in several)


def test_the_order_in_which_findings_are_made_is_of_no_matter(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("one", "other")]
    for folder, findings in zip(folders, (FOUND, FOUND[::-1]), strict=True):
        folder.mkdir()
        _written(folder, *findings)
    one, other = ({path.name: path.read_bytes() for path in each.iterdir()} for each in folders)
    assert set(one) == {
        "findings.jsonl",
        "findings.parquet",
        "finding_objects.parquet",
        "involves.parquet",
        "concerns.parquet",
        "acts_on.parquet",
        "evidenced_by.parquet",
    }
    assert one == other


def test_tables_say_the_same_as_the_findings(tmp_path: Path) -> None:
    only = made(expected=None)
    _written(tmp_path, only)
    (row,) = _rows(tmp_path, "findings")
    assert (row["uid"], row["version"]) == (only.key, only.version)
    for name in ("kind", "trace", "statement", "q", "p", "count", "expected", "first", "last"):
        assert row[name] == getattr(only, name), name
    assert (row["grade"], row["state"]) == ("E1", "s")
    assert _rows(tmp_path, "involves") == [{"start": only.key, "end": uid} for uid in "abc"]
    rests = [{"start": only.key, "end": post, "file": "posts.csv"} for post in ("p1", "p2")]
    assert _rows(tmp_path, "evidenced_by") == rests  # a post with two objects is one


def test_objects_are_those_of_each_finding_with_the_posts_that_act_on_them(tmp_path: Path) -> None:
    one, other = made(), made(trace="co_link")
    _written(tmp_path, one, other)
    held = {
        (row["kind"], row["key"]): row["uid"]
        for row in _rows(tmp_path, "finding_objects")
        if (row["name"], row["accounts"], row["sharers"]) == (f"said {row['key']}", 3, 9)
    }
    assert set(held) == {(kind, key) for kind in ("post", "link") for key in ("x", "y")}
    assert len(set(held.values())) == len(held)
    assert {(row["start"], row["end"]) for row in _rows(tmp_path, "concerns")} == {
        (finding.key, held[kind, key])
        for finding, kind in ((one, "post"), (other, "link"))
        for key in ("x", "y")
    }
    assert {(row["start"], row["end"]) for row in _rows(tmp_path, "acts_on")} == {
        (post, held[kind, key])
        for kind in ("post", "link")
        for post, key in (("p1", "x"), ("p1", "y"), ("p2", "x"))
    }
    posts = {row["key"]: row["posts"] for row in _rows(tmp_path, "finding_objects")}
    assert posts == {"x": 2, "y": 1}


def test_every_line_begins_with_the_key_and_the_version(tmp_path: Path) -> None:
    only = made()
    _written(tmp_path, only)
    line = json.loads((tmp_path / writing.FINDINGS).read_bytes())
    assert list(line)[:3] == ["key", "version", "kind"]
    assert (line["key"], line["version"]) == (only.key, only.version)
    assert {name: line[name] for name in only.content()} == json.loads(msgspec.json.encode(only))


def test_a_table_without_a_row_is_no_file(tmp_path: Path) -> None:
    run = _written(tmp_path)
    assert (run["findings"], run["tables"]) == (0, {})
    assert [path.name for path in tmp_path.iterdir()] == ["findings.jsonl"]
    assert _read(tmp_path) == []


def test_the_run_holds_everything_that_decided_it(tmp_path: Path) -> None:
    run = _written(tmp_path, FOUND[0], counts={"groups": 2, "verdict": "tested"})
    assert run["state"] == "f" * 64
    assert run["settings"] == asdict(Settings(("co_repost",), (60,), 0.05, 7))
    assert run["exclusions"] == [
        {
            "kind": "accounts",
            "name": "declared",
            "entries": 2,
            "unmatched": 0,
            "unmatched_first": [],
        },
        {
            "kind": "texts",
            "name": "slogans",
            "entries": 5,
            "unmatched": 5,
            "unmatched_first": ["0" + 59 * "a", "1" + 59 * "a", "2" + 59 * "a"],
        },
    ]
    assert (run["rules"], run["tool"]) == (RULES_VERSION, __version__)
    assert (run["findings"], run["traces"], run["bursts"]) == (1, [], None)
    assert run["tables"] == {
        "findings": 1,
        "finding_objects": 2,
        "involves": 3,
        "concerns": 2,
        "acts_on": 3,
        "evidenced_by": 2,
    }
    assert run["further"] == {
        "hubs": {"groups": 2, "verdict": "tested", "findings": 1},
        "rings": {"findings": 0},
    }
    assert run["families"] == {"texts": 0, "text_families": 0, "variant_of": 0, "generic": 0}


@pytest.mark.parametrize("q", [0.0, 1e-300, 1.0])
def test_numbers_survive_the_disk(tmp_path: Path, q: float) -> None:
    _written(tmp_path, made(q=q))
    (again,) = _read(tmp_path)
    assert again == made(q=q)
    assert _rows(tmp_path, "findings")[0]["q"] == q
