"""A finding as it is read: every part of the record has its row, and what is not known has none."""

import pytest

from inunison.detect import objects, record
from inunison.detect.finding import (
    Alternative,
    Check,
    Effect,
    Grade,
    Measure,
    Member,
    Robustness,
    Thing,
    Verdict,
)
from inunison.detect.observations import _HAVE
from inunison.detect.traces import TRACES
from inunison.instants import instant
from tests.detect.test_finding_record import NOON, made

Told = list[tuple[object, str]]


def _told(part: str, what: str, **changed: object) -> Told:
    """The values and notes of a finding's rows of one part and name."""
    found = record.rows(made(**changed))
    return [(value, note) for here, name, value, note in found if (here, name) == (part, what)]


def _effect(**changed: object) -> Effect:
    fields: dict[str, object] = {
        "ratio": 2.5,
        "lower": 1.25,
        "upper": 4.0,
        "lag_median_s": 3.5,
        "lag_quartiles_s": (1.0, 8.0),
        "leader_share": 0.5,
    }
    return Effect(**{**fields, **changed})  # type: ignore[arg-type]


def _robust(**changed: object) -> Robustness:
    fields: dict[str, object] = {
        "halves": (0.0001, 0.02),
        "halves_test": "times",
        "without_one_object": 0.03,
        "expected_range": (1.0, 2.0),
    }
    return Robustness(**{**fields, **changed})  # type: ignore[arg-type]


def test_what_a_finding_says_of_itself() -> None:
    finding = made(grade=Grade.E2)
    told = {what: value for part, what, value, _ in record.rows(finding) if part == "finding"}
    assert told == {
        "statement": "Seen.",
        "grade": "E2",
        "kind": "group",
        "trace": "co_repost",
        "test": "timing",
        "first": instant(NOON),
        "last": instant(NOON + 1),
        "key": finding.key,
        "version": finding.version,
    }
    assert _told("finding", "trace") == [("co_repost", "reposted the same posts")]
    assert _told("finding", "test", test=None) == [("none", "nothing was tested")]


def test_what_was_seen_stands_beside_what_was_expected() -> None:
    assert _told("counts", "seen", count=1_200) == [("1,200", "within 1 minute")]
    assert _told("counts", "expected") == [("1.5", "within 1 minute")]
    assert _told("counts", "p") == [("0.001", "corrected for the windows")]
    assert _told("counts", "q", tests=1_000) == [("0.01", "corrected for 1,000 tests")]
    assert _told("counts", "posts") == [("2", "behind the finding")]  # one acts on two objects
    assert _told("ladder", "within 1 minute") == [("5", "1.5 expected")]


def test_what_was_not_tested_has_no_number() -> None:
    untested: dict[str, object] = {"expected": None, "p": None, "q": None, "window_s": 0.0}
    assert _told("counts", "expected", **untested) == [(None, "no expectation describes it")]
    assert _told("counts", "p", **untested) == _told("counts", "q", **untested) == []
    assert _told("counts", "seen", **untested) == [("5", "")]
    assert _told("ladder", "within 1 minute", **untested) == [("5", "")]
    parts = {part for part, *_ in record.rows(made(**untested))}
    assert parts == {"finding", "counts", "ladder", "frame", "object", "account", "made by"}


def test_the_effect_is_told_with_its_bounds_and_lags() -> None:
    effect = _effect()
    assert _told("effect", "seen for one expected", effect=effect) == [("2.5", "95 %: 1.25 to 4")]
    lags = [("3.5 seconds", "median; quartiles: 1 and 8")]
    assert _told("effect", "time between neighbours", effect=effect) == lags
    ((share, _),) = _told("effect", "led by one account", effect=effect)
    assert share == "50%"


def test_an_effect_without_lags_or_bounds_says_nothing_of_them() -> None:
    bare = _effect(
        lower=None, upper=None, lag_median_s=0.0, lag_quartiles_s=(0.0, 0.0), leader_share=0.0
    )
    rows = [each for each in record.rows(made(effect=bare)) if each[0] == "effect"]
    assert rows == [("effect", "seen for one expected", "2.5", "")]


def test_halves_and_what_is_left_without_one_object() -> None:
    ((value, note),) = _told("robustness", "halves", robustness=_robust())
    assert value == "p = 0.0001 and p = 0.02"
    assert note.endswith("exchanged: times")
    without = "without any one object"
    held = [("q = 0.03", "at which all still hang together")]
    assert _told("robustness", without, robustness=_robust()) == held
    again = _told("robustness", "found again", robustness=_robust(found_again=(3, 2)))
    assert again == [("3 and 2", "of 3 accounts, on each half")]
    seeds = [("1 to 2", "over the seeds of the blocks")]
    assert _told("robustness", "expected", robustness=_robust()) == seeds
    hub = _told("robustness", "without any one account", robustness=_robust(), kind="hub")
    assert hub == [("q = 0.03", "at the most")]


def test_what_could_not_be_taken_away_is_said() -> None:
    bare = _robust(halves=None, without_one_object=None, expected_range=None)
    rows = [each for each in record.rows(made(robustness=bare)) if each[0] == "robustness"]
    assert [(what, value) for _, what, value, _ in rows] == [
        ("halves", None),
        ("without any one object", None),
    ]


def test_every_alternative_has_its_test_its_numbers_and_its_verdict() -> None:
    open_ = Alternative(name="news", test="pace", verdict=Verdict.NOT_RULED_OUT)
    closed = Alternative(
        name="a feed", test="gaps", verdict=Verdict.RULED_OUT, statistic=2.5, p=0.02, note="No."
    )
    known = {"alternatives": (open_, closed)}
    assert _told("alternative", "news", **known) == [("not ruled out", "Test: pace.")]
    note = "No. Test: gaps. Statistic: 2.5. p = 0.02."
    assert _told("alternative", "a feed", **known) == [("ruled out", note)]


def test_checks_limits_frames_and_measures_are_told() -> None:
    check = Check(rule="a rule", members=2, everybody=1_000)
    flagged = [("2 of 3 accounts", "1,000 in the whole collection")]
    assert _told("cross-check", "a rule", checks=(check,)) == flagged
    assert _told("limit", "", limits=("5 left out: why",)) == [("5 left out: why", "")]
    assert _told("frame", "files collected by") == [("accounts", "")]
    assert _told("frame", "forbids", forbids=("reach",)) == [("reach", "")]
    measures = (Measure(name="others", value=0.0, of=710.0), Measure(name="tail", value=0.5))
    assert _told("measure", "others", measures=measures) == [("0", "of 710")]
    assert _told("measure", "tail", measures=measures) == [("0.5", "")]


def test_objects_are_called_by_what_they_are() -> None:
    plain = [(f"said {key}", "3 of the accounts, 9 in all") for key in "xy"]
    assert _told("object", "post") == plain
    bare = Thing(key="k", sample=None, sharers=4, members=2, generic=True, first=NOON)
    note = "2 of the accounts, 4 in all; it says too little to be evidence alone"
    assert _told("object", "link", trace="co_link", objects=(bare,)) == [("k", note)]
    assert _told("object", "profile text", trace="description") == plain


def test_accounts_are_told_with_what_they_did() -> None:
    accounts = _told("account", "twitter")
    assert [name for name, _ in accounts] == ["ann", "9b", "9c"]  # no handle: the native id
    assert {note for _, note in accounts} == {"acted on 3 of the objects, first on 1; on 4 in all"}
    hub = Member(
        uid="u", platform="x", native_id=None, handle=None, activity=0, objects=0, first=0,
        role="amplified",
    )  # fmt: skip
    ((name, note),) = _told("account", "x", accounts=(hub,))
    assert name == "u"
    assert note.endswith("; amplified by the others")


@pytest.mark.parametrize(
    "trace",
    [
        *(each.name for each in TRACES),
        *_HAVE,
        *("created_together", "hours", "dormant_then_active", "deletion"),
    ],
)
def test_whatever_a_finding_is_about_has_a_word(trace: str) -> None:
    assert objects.word(trace) != "object"
    assert objects.word("a trace of tomorrow") == "object"
