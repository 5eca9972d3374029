"""From the files of an invented collection to findings: campaigns are found, others are not."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from inunison import Case
from inunison.detect.detection import Detection, detect
from inunison.detect.finding import Finding, Verdict
from inunison.detect.setting import Settings
from inunison.simulation.collection import Measures
from inunison.simulation.writing import COMMENTS, POSTS, SUBMISSIONS, TRUTH, write_simulation

TRACES = ("co_repost", "co_text")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("round-trip")
    write_simulation(place / "files", Measures(seed=1, accounts=400))
    return place


@pytest.fixture(scope="module")
def group(folder: Path) -> dict[str, str]:
    with (folder / "files" / TRUTH).open(encoding="utf-8", newline="") as file:
        return {row["handle"]: row["group"] or "ordinary" for row in csv.DictReader(file)}


def _detected(folder: Path, name: str, frame: str | None) -> Detection:
    case = Case.create(folder / name)
    for file in (POSTS, SUBMISSIONS, COMMENTS):
        case.import_(folder / "files" / file, frame=frame)
    settings = Settings(traces=TRACES, cross_check=False)
    return detect(case.folder, case.state(), case.sources(), settings)


@pytest.fixture(scope="module")
def findings(folder: Path) -> list[Finding]:
    return _detected(folder, "keyword", "keyword").findings()


def _groups(findings: list[Finding], group: dict[str, str]) -> Iterator[tuple[Finding, set[str]]]:
    for each in findings:
        if each.kind == "group" and each.grade.value >= "E1":
            yield each, {group[who.handle or ""] for who in each.accounts}


def test_the_fast_campaigns_are_found_whole_and_no_ordinary_account_is(
    findings: list[Finding], group: dict[str, str]
) -> None:
    found = {
        who.handle
        for each, _ in _groups(findings, group)
        for who in each.accounts
        if group[who.handle or ""] in {"copies", "ring", "hidden"}
    }
    wanted = {each for each, name in group.items() if name in {"copies", "ring", "hidden"}}
    assert len(found) >= 0.95 * len(wanted)
    quiet = {"ordinary", "meme", "petition", "fan club"}
    assert [names for _, names in _groups(findings, group) if names & quiet] == []


def test_declared_groups_carry_their_explanation(
    findings: list[Finding], group: dict[str, str]
) -> None:
    declared = [
        each
        for each, names in _groups(findings, group)
        if any(name in {"feeds", "syndicate"} or name.startswith("owner ") for name in names)
    ]
    assert declared
    for each in declared:
        (one,) = [other for other in each.alternatives if "openly declared" in other.name]
        assert one.verdict is Verdict.NOT_RULED_OUT


def test_quotes_that_an_article_selected_are_never_more_than_an_observation(folder: Path) -> None:
    for each in _detected(folder, "selected", "selected").findings():
        assert each.grade.value == "E0"
        assert each.q is None
