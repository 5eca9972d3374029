"""Hubs, rings, bridges and observations of planted groups, from records to findings."""

from pathlib import Path

import numpy as np
import pytest

from inunison.detect.detection import Detection
from inunison.detect.finding import Finding
from inunison.detect.further import FORBIDDEN, Group, groups_of
from inunison.identity import account_uid
from inunison.records import Frame
from tests.detect.planted_case import Story, amplifiers, carried, crowd, detected, profiles, ring


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Detection:
    """Six accounts that amplify a seventh and one another, and four that carry texts."""
    story = Story(np.random.default_rng(1))
    crowd(story)
    amplifiers(story)
    ring(story)
    carried(story)
    profiles(story)
    return detected(tmp_path_factory.mktemp("planted"), story.records)


@pytest.fixture(scope="module")
def ordinary(tmp_path_factory: pytest.TempPathFactory) -> Detection:
    """The same crowd, and nobody who acts together."""
    story = Story(np.random.default_rng(2))
    crowd(story)
    return detected(tmp_path_factory.mktemp("ordinary"), story.records)


def _of(run: Detection, kind: str) -> list[Finding]:
    return [each for each in run.findings() if each.kind == kind]


def _uids(names: list[str]) -> set[str]:
    return {account_uid("twitter", name) for name in names}


_MEMBERS = [f"7{member:02}" for member in range(6)]


def test_the_amplified_account_is_found_with_who_amplifies_it(planted: Detection) -> None:
    (found,) = [
        each
        for each in _of(planted, "hub")
        if {who.uid for who in each.accounts if who.role == "amplified"} == _uids(["800"])
    ]
    assert {who.uid for who in found.accounts if who.role == "member"} == _uids(_MEMBERS)
    assert (found.count, found.test, found.grade) == (6, "amplification", "E1")
    assert found.expected is not None
    assert found.expected < 3
    assert found.q is not None
    assert found.q <= 0.01
    assert found.robustness is not None
    assert found.robustness.halves is not None
    assert max(found.robustness.halves) <= 0.01
    assert "reposted one account" in found.statement


def test_a_hub_lists_every_repost_behind_it(planted: Detection) -> None:
    for found in _of(planted, "hub"):
        assert {post.account for post in found.evidence} <= _uids(_MEMBERS)
        assert all(post.row > 0 and post.file == "made.jsonl" for post in found.evidence)
        assert {thing.key for thing in found.objects} == {post.object for post in found.evidence}


def test_h_is_told_with_and_without_the_tested_groups(planted: Detection) -> None:
    found = max(_of(planted, "hub"), key=lambda each: len(each.evidence))
    measures = {each.name: each for each in found.measures}
    assert measures["h by all"].value > measures["h outside tested groups"].value
    assert "h = " in found.statement
    assert measures["reposts by tested groups"].of is not None


def test_accounts_that_repost_one_another_are_a_ring(planted: Detection) -> None:
    (found,) = _of(planted, "ring")
    assert {who.uid for who in found.accounts} == _uids(_MEMBERS)
    assert (found.count, found.test) == (15, "rewiring")
    assert found.expected is not None
    assert found.expected < 5


def test_the_carriers_of_texts_are_a_bridge(planted: Detection) -> None:
    found = _of(planted, "bridge")
    assert len(found) == 1
    assert {who.uid for who in found[0].accounts} == _uids(["1020", "1021", "1022", "1023"])
    assert len(found[0].objects) == 5
    assert found[0].grade == "E1"
    assert "communities" in found[0].statement


def test_what_profiles_have_in_common_is_observed(planted: Detection) -> None:
    found = {each.trace: each for each in _of(planted, "observation")}
    for name in ("created_together", "description", "handle_stem", "handle_shape"):
        assert found[name].count == 6
        assert (found[name].grade, found[name].test, found[name].q) == ("E0", None, None)
        assert {post.account for post in found[name].evidence} == _uids(_MEMBERS)
        assert "no test of chance was made" in found[name].statement


def test_every_finding_has_posts_and_a_key_of_its_own(planted: Detection) -> None:
    findings = planted.findings()
    assert len({each.key for each in findings}) == len(findings)
    assert all(each.evidence for each in findings)


def test_every_tested_finding_lists_alternatives(planted: Detection) -> None:
    for kind in ("hub", "ring", "bridge"):
        assert all(each.alternatives for each in _of(planted, kind))


def test_the_run_says_what_was_asked(planted: Detection) -> None:
    further = planted.run["further"]
    assert set(further) == {"bridges", "hubs", "rings", "observations", "deletions"}
    assert further["hubs"]["verdict"] == "tested"
    assert further["deletions"]["verdict"].startswith("not enough data")


def test_an_ordinary_crowd_gives_none(ordinary: Detection) -> None:
    for kind in ("hub", "ring", "bridge", "deletion", "observation"):
        assert _of(ordinary, kind) == []


def test_a_frame_that_allows_counts_alone_gives_no_hub(tmp_path: Path) -> None:
    story = Story(np.random.default_rng(1))
    crowd(story, accounts=20, leaders=6)
    amplifiers(story)
    run = detected(tmp_path, story.records, frame=Frame.SELECTED)
    assert all(each.kind == "observation" for each in run.findings())
    assert run.run["further"]["hubs"]["verdict"] == FORBIDDEN


def test_groups_of_the_same_accounts_are_one_and_the_strongest_speaks(planted: Detection) -> None:
    groups: tuple[Group, ...] = groups_of(_of(planted, "group"))
    assert len({each.accounts for each in groups}) == len(groups)
    assert groups == groups_of(_of(planted, "group")[::-1])
