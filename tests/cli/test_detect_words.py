"""The words of `inunison detect` in this process: lines of a test, of a pair, of a trace."""

from typing import Any

import pytest

from inunison.detect.explaining import Explanation, PairTest, Shared
from inunison_cli.detect import _sharing_line, _test_line, _trace_line, summary
from tests.cli.test_detect import _trace

NOON = 1_600_000_000_000_000


def _test(**changed: Any) -> PairTest:
    plain: dict[str, Any] = {
        "name": "timing",
        "allowed": True,
        "objects": 12,
        "counts": (3, 9),
        "expected": (0.25, 1.5),
        "window": 1,
        "p": 0.001,
        "q": 0.004,
    }
    return PairTest(**plain | changed)


def _run(**changed: Any) -> dict[str, Any]:
    plain: dict[str, Any] = {"traces": [], "bursts": None, "exclusions": [], "findings": 0}
    plain["further"] = {}
    return plain | changed


@pytest.mark.parametrize(
    ("changed", "ending"),
    [
        ({}, "p = 0.001, q = 0.004"),
        ({"q": None}, "p = 0.001"),
        (
            {"allowed": False},
            "p = 0.001, q = 0.004; the way the files were collected forbids this test",
        ),
        (
            {"allowed": False, "q": None},
            "p = 0.001; the way the files were collected forbids this test",
        ),
    ],
)
def test_a_test_tells_each_window_and_whether_it_may_be_used(
    changed: dict[str, Any], ending: str
) -> None:
    line = _test_line(_test(**changed), (60, 3_600))
    assert line == (
        "timing, 12 objects: 3 within 1 minute (0.25 expected), 9 within 1 hour (1.5 expected); "
        + ending
    )


def test_windows_and_counts_that_do_not_fit_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="zip"):
        _test_line(_test(), (60,))


@pytest.mark.parametrize(
    ("proposed", "said"), [(True, "proposed for testing"), (False, "not proposed for testing")]
)
def test_what_topics_explain_is_told_with_what_followed(proposed: bool, said: str) -> None:
    shared = Shared("x", None, 9, NOON, NOON + 1, 0.000001, "timing", (0.1,))
    pair = Explanation(
        "co_text",
        "tied",
        windows_s=(60,),
        shared=(shared,),
        co_sharing=(0.5,),
        co_sharing_p=0.02,
        proposed=proposed,
        pairs=12_345,
    )
    assert _sharing_line(pair) == (
        f"from topics and activity alone: 0.5 within 1 minute; p = 0.02, {said} among 12,345 pairs"
    )


@pytest.mark.parametrize(
    ("kept", "ties"),
    [({}, 0), ({"timing": 1_000}, 1_000), ({"timing": 2, "exclusive": 3}, 5)],
)
def test_ties_of_both_tests_are_counted_together(kept: dict[str, int], ties: int) -> None:
    line = _trace_line(_trace("co_text", kept=kept, tests=5_000_000))
    assert f"5,000,000 pairs tested, 3 proposed, {ties:,} ties kept" in line


def test_who_did_nothing_is_told_in_one_line() -> None:
    nobody = "not enough data: nobody did this"
    run = _run(traces=[_trace("co_link", nobody), _trace("co_text", nobody)])
    assert summary(run) == ["Nobody did: co_link, co_text.", "No findings."]


def test_what_lists_leave_out_whole_is_not_told_as_done_by_nobody() -> None:
    left = {"reason": "accounts on the list all", "events": 9}
    trace = _trace("co_link", "not enough data: your lists leave out all of it", left_out=[left])
    assert summary(_run(traces=[trace]))[:2] == [
        "co_link: not enough data: your lists leave out all of it (1,200 actions of 30 accounts on"
        " 7 objects)",
        "  left out: 9 actions: accounts on the list all",
    ]


@pytest.mark.parametrize(
    ("forbids", "lines"),
    [
        ([], []),
        (["reach"], ["  not testable here: reach"]),
        (["reach", "deletions"], ["  not testable here: reach; deletions"]),
    ],
)
def test_what_the_frame_forbids_is_told_of_what_was_tested(
    forbids: list[str], lines: list[str]
) -> None:
    said = summary(_run(traces=[_trace("co_text", forbids=forbids)]))
    assert said[2:-1] == lines
    untested = summary(_run(traces=[_trace("co_text", "not testable: no", forbids=forbids)]))
    assert len(untested) == 2


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (
            {"proposed_share": 0.0, "range": None, "describes": True},
            "  0.0% of those that did enough are in proposed pairs",
        ),
        (
            {"proposed_share": 0.1012, "range": [0.0, 4.945], "describes": False},
            "  10.1% of those that did enough are in proposed pairs; by activity, accounts met 0 to"
            " 4.9 times as often as expected; the co-sharing null does not describe this"
            " collection",
        ),
    ],
)
def test_how_well_the_co_sharing_null_describes_is_told(found: dict[str, Any], said: str) -> None:
    assert summary(_run(traces=[_trace("co_text", co_sharing=found)]))[1] == said


FIRM = {"agreement": 0.913, "modularity": 0.4, "z": 12.345, "stable": True}


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (None, "too small to be divided"),
        (
            FIRM,
            "the largest is divided into its stable communities (seeds agree to 0.91, modularity"
            " z = 12.3)",
        ),
        (
            FIRM | {"z": -0.5, "stable": False},
            "the largest stays whole, for it has no stable community structure (seeds agree to"
            " 0.91, modularity z = -0.5)",
        ),
        (
            FIRM | {"z": None, "stable": False},
            "the largest stays whole, for it has no stable community structure (seeds agree to"
            " 0.91, no modularity z)",
        ),
    ],
)
def test_groups_are_told_with_what_divides_them(found: dict[str, Any] | None, said: str) -> None:
    trace = _trace(
        "co_text",
        structure={"exclusive": None, "timing": found},
        kept={"timing": 9, "exclusive": 0},
    )
    lines = summary(_run(traces=[trace]))
    assert [each for each in lines if "groups by" in each] == [f"  groups by timing: {said}"]
    without = summary(_run(traces=[trace | {"findings": 0}]))
    assert not any("groups by" in each for each in without)


@pytest.mark.parametrize(
    ("left", "said"),
    [
        (0, ""),
        (1, "; the 200 rarest are findings, 1 is left out"),
        (1_041, "; the 200 rarest are findings, 1,041 are left out"),
    ],
)
def test_bursts_that_became_no_finding_are_told(left: int, said: str) -> None:
    bursts = {"verdict": "tested", "texts": 9_000, "bursts": 200 + left, "findings": 200}
    lines = summary(_run(bursts=bursts | {"left_out": left}))
    assert lines[0] == (
        "one text by three or more within minutes: tested; 9,000 texts,"
        f" {200 + left:,} such bursts{said}"
    )


def test_hubs_that_became_no_finding_are_told() -> None:
    hubs = {"verdict": "tested", "groups": 3, "kept": 241, "left out": 41, "findings": 200}
    assert summary(_run(further={"hubs": hubs}))[0] == (
        "hubs: tested; 3 groups, 41 left out; 200 findings"
    )


def test_rules_that_flag_nobody_are_not_told() -> None:
    checks = {"one": 0, "two": 1_234, "three": 5}
    said = summary(_run(traces=[_trace("co_text", checks=checks)]))
    assert said[2] == "  accounts that rules of other tools flag: two: 1,234; three: 5"
    quiet = summary(_run(traces=[_trace("co_text", checks={"one": 0})]))
    assert len(quiet) == 3


@pytest.mark.parametrize(
    ("kept", "told"),
    [
        ({"timing": 3}, "7 pairs proposed with accounts exchanged within topics"),
        (
            {"timing": 3, "exclusive": 0},
            "7 pairs proposed, 2 ties in 0 groups, with accounts exchanged within topics",
        ),
    ],
)
def test_floors_are_told_as_far_as_their_tests_are_allowed(kept: dict[str, int], told: str) -> None:
    floors = {
        "times": {"proposed": 9, "ties": 1_500, "groups": 4},
        "labels": {"proposed": 7, "ties": 2, "groups": 0},
    }
    said = summary(_run(traces=[_trace("co_text", kept=kept, floors=floors)]))
    assert said[2] == (
        f"  by chance: 1,500 ties in 4 groups with times exchanged within each object; {told}"
    )


@pytest.mark.parametrize(
    ("findings", "said"),
    [(0, "No findings."), (1, "1 finding."), (2, "2 findings."), (12_345, "12,345 findings.")],
)
def test_findings_are_counted_in_words(findings: int, said: str) -> None:
    assert summary(_run(findings=findings)) == [said]


def test_what_is_one_is_told_of_one() -> None:
    one: dict[str, Any] = {
        "events": 1,
        "accounts": 1,
        "objects": 1,
        "eligible": 1,
        "tests": 1,
        "findings": 1,
    }
    trace = _trace("co_text", **one, kept={"timing": 1}, left_out=[{"reason": "far", "events": 1}])
    run = _run(
        traces=[trace],
        bursts={"verdict": "tested", "texts": 1, "bursts": 1, "findings": 1, "left_out": 0},
        further={
            "bridges": {"verdict": "tested", "communities": 1, "findings": 1},
            "deletions": {"verdict": "tested", "accounts looked at again": 1, "findings": 0},
        },
        exclusions=[{"kind": "accounts", "name": "declared", "entries": 1, "unmatched": 0}],
    )
    assert summary(run) == [
        "co_text: tested; 1 action of 1 account on 1 object; 1 account did enough, 1 pair tested,"
        " 3 proposed, 1 tie kept, 1 finding",
        "  left out: 1 action: far",
        "  2.0% of those that did enough are in proposed pairs; by activity, accounts met 0.5 to"
        " 1.2 times as often as expected",
        "one text by three or more within minutes: tested; 1 text, 1 such burst",
        "bridges: tested; 1 community; 1 finding",
        "deletions: tested; 1 account looked at again; 0 findings",
        "Excluded by your lists: declared (1 account).",
        "No findings.",
    ]


def test_lists_are_told_with_their_sizes() -> None:
    lists = [
        {"kind": "accounts", "name": "declared", "entries": 1_000, "unmatched": 0},
        {"kind": "links", "name": "buttons", "entries": 2, "unmatched": 0},
    ]
    assert summary(_run(exclusions=lists))[0] == (
        "Excluded by your lists: declared (1,000 accounts), buttons (2 links)."
    )
