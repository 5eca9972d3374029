"""A detection from files to findings: what is found, what is said, and the same bytes each time."""

import json
from math import inf
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from inunison import Case, engine, picture, state
from inunison.detect import calibration, detection, writing
from inunison.detect.choosing import chosen_traces, settings
from inunison.detect.finding import Finding, Grade, Verdict
from inunison.detect.traces import TRACES
from inunison.errors import CaseError, UsageError
from tests.detect.cases import POSTS, TOGETHER, case_of, repost, row, rows_together, together
from tests.machines import have_cores

TRACE = ["co_repost"]
GROUP = {f"who{member}" for member in range(TOGETHER)}


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return together(tmp_path_factory.mktemp("together"))


@pytest.fixture(scope="module")
def found(case: Case) -> Finding:
    (only,) = case.detect(TRACE).findings()
    return only


def test_the_group_is_found_and_nobody_else(found: Finding) -> None:
    assert {each.handle for each in found.accounts} == GROUP
    assert (found.kind, found.trace, found.test) == ("group", "co_repost", "timing")
    assert found.grade >= Grade.E1
    assert found.q is not None
    assert found.q <= 0.01
    assert found.expected is not None
    assert found.count > 3 * found.expected
    assert found.statement.startswith(f"{TOGETHER} accounts reposted the same posts: {POSTS} posts")


def test_every_post_is_there_with_its_file_and_row(case: Case, found: Finding) -> None:
    assert len(found.evidence) == TOGETHER * POSTS
    assert {each.file for each in found.evidence} == {"group.csv"}
    (source,) = [each for each in case.sources() if each.name == "group.csv"]
    assert {each.source for each in found.evidence} == {source.sha256}
    lines = (case.folder.path.parent / "files" / "group.csv").read_text().splitlines()
    for each in found.evidence:
        assert f'"{each.native_id}"' in lines[each.row - 1]
    at = [each.at for each in found.evidence]
    assert at == sorted(at)
    assert (found.first, found.last) == (at[0], at[-1])


def test_accounts_and_objects_are_counted(found: Finding) -> None:
    assert {each.objects for each in found.accounts} == {POSTS}
    assert sum(each.first for each in found.accounts) == POSTS
    assert {each.members for each in found.objects} == {TOGETHER}
    assert all(each.sharers > TOGETHER for each in found.objects)
    assert [each.uid for each in found.accounts] == sorted(each.uid for each in found.accounts)


def test_the_ladder_is_a_curve_that_never_falls(found: Finding) -> None:
    counts = [step.count for step in found.ladder]
    assert counts == sorted(counts)
    assert [step.window_s for step in found.ladder] == [10, 60, 300, 3_600]
    assert found.count in counts


def test_every_alternative_has_a_verdict_and_some_are_open(found: Finding) -> None:
    verdicts = {each.name: each.verdict for each in found.alternatives}
    assert len(verdicts) == 6
    assert verdicts["news that everybody shares at once"] is Verdict.RULED_OUT
    assert verdicts["outlets or accounts of one owner, openly declared"] is Verdict.NOT_RULED_OUT
    assert "Alternatives not ruled out" in found.statement
    assert "that nobody else did the same" in found.forbids


def test_what_other_rules_flag_stands_beside_it(case: Case, found: Finding) -> None:
    assert {each.rule: each.members for each in found.checks}["3 or more within 60 s"] == TOGETHER
    without = case.detect(TRACE, cross_check=False)
    assert without.findings()[0].checks == ()
    assert without.run["traces"][0]["checks"] == {}


def test_the_key_is_of_what_it_is_about_and_the_version_of_everything(
    case: Case, found: Finding
) -> None:
    (other,) = case.detect(TRACE, seed=1).findings()
    assert other.key == found.key
    assert other.version != found.version


def test_the_tables_say_what_the_findings_say(case: Case, found: Finding) -> None:
    made = case.detect(TRACE)
    (node,) = pq.read_table(made.table("findings")).to_pylist()
    assert (node["uid"], node["version"]) == (found.key, found.version)
    assert (node["trace"], node["grade"]) == ("co_repost", found.grade.value)
    involves = pq.read_table(made.table("involves")).to_pylist()
    assert [edge["end"] for edge in involves] == [each.uid for each in found.accounts]
    rests = pq.read_table(made.table("evidenced_by")).to_pylist()
    assert {edge["end"] for edge in rests} == {each.post for each in found.evidence}
    assert {edge["file"] for edge in rests} == {"group.csv"}
    ties = pq.read_table(made.table("co_acted")).to_pylist()
    assert len(ties) == TOGETHER * (TOGETHER - 1) // 2
    assert all(tie["start"] < tie["end"] for tie in ties)
    assert all(found.first <= tie["first"] <= tie["last"] <= found.last for tie in ties)
    assert {tie["test"] for tie in ties} == {"timing"}
    assert made.run["tables"] == {
        "findings": 1,
        "finding_objects": POSTS,
        "involves": TOGETHER,
        "concerns": POSTS,
        "acts_on": TOGETHER * POSTS,
        "evidenced_by": TOGETHER * POSTS,
        "co_acted": len(ties),
    }


@pytest.mark.parametrize(
    ("seed", "saturated", "farthest", "verdict"),
    [
        (11, 1.0, inf, Verdict.RULED_OUT),
        (12, 0.0, inf, Verdict.NOT_RULED_OUT),
        (13, 1.0, 1.0, Verdict.NOT_RULED_OUT),
    ],
)
def test_shared_interests_are_ruled_out_where_the_null_describes_the_collection(
    case: Case,
    monkeypatch: pytest.MonkeyPatch,
    seed: int,
    saturated: float,
    farthest: float,
    verdict: Verdict,
) -> None:
    monkeypatch.setattr(calibration, "SATURATED", saturated)
    monkeypatch.setattr(calibration, "FARTHEST", farthest)
    made = case.detect(TRACE, seed=seed)
    (found,) = made.findings()
    assert {each.name: each.verdict for each in found.alternatives}["the same interests"] is verdict
    told = made.run["traces"][0]["co_sharing"]
    assert told["describes"] is (verdict is Verdict.RULED_OUT)
    assert told["proposed_share"] == round(TOGETHER / made.run["traces"][0]["eligible"], 6)
    least, most = told["range"]
    assert least < 1 < most
    assert [each["objects"] for each in told["observed_expected"]] == list(calibration.CLASSES)


def test_the_run_says_what_was_tested_on_how_much(case: Case) -> None:
    run = case.detect(TRACE).run
    assert run["state"] == case.state().id
    (trace,) = run["traces"]
    assert (trace["verdict"], trace["objects"], trace["kept"]) == (
        "tested",
        POSTS,
        {"timing": TOGETHER * (TOGETHER - 1) // 2},
    )
    assert trace["tests"] >= trace["proposed"]
    assert run["bursts"] is None
    assert run["settings"]["q"] == 0.01


def test_the_same_run_comes_from_the_cache_and_opens_no_engine(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = case.detect(TRACE)

    def refuse(*_given: object, **_named: object) -> None:
        raise AssertionError("an engine was opened")

    monkeypatch.setattr(engine, "connect", refuse)
    again = case.detect(("co_repost", "co_repost"))
    assert (again.id, again.is_new) == (first.id, False)
    assert again.findings() == first.findings()


def test_findings_are_the_same_bytes_on_one_core_and_in_another_order(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = case.detect(TRACE)
    files = rows_together()
    have_cores(monkeypatch, 1)
    other = case_of(tmp_path, dict(reversed(files.items()))).detect(TRACE)
    assert other.is_new
    assert other.id == one.id
    name = "findings.jsonl"
    assert (other.path / name).read_bytes() == (one.path / name).read_bytes()
    for table in one.run["tables"]:
        assert other.table(table).read_bytes() == one.table(table).read_bytes()


def test_a_damaged_run_is_made_again(case: Case) -> None:
    made = case.detect(TRACE, seed=3)
    (made.path / "run.json").write_text("{")
    assert picture.chosen(case.folder, case.state().id) is None
    again = case.detect(TRACE, seed=3)
    assert (again.is_new, again.id) == (True, made.id)


def test_the_custody_log_says_that_it_was_run_once(tmp_path: Path) -> None:
    made = together(tmp_path)
    for _ in range(2):
        made.detect(TRACE)
    entries = [json.loads(line) for line in made.folder.custody_path.read_text().splitlines()]
    (entry,) = [each for each in entries if each["action"] == "detect"]
    assert entry["details"]["findings"] == 1


def test_frames_have_one_row_each_and_their_types_with_no_row_too(case: Case) -> None:
    made = case.detect(TRACE)
    frame, evidence = made.frame(), made.evidence()
    assert list(frame["accounts"]) == [TOGETHER]
    assert len(evidence) == TOGETHER * POSTS
    assert set(evidence["account"]) == GROUP
    nothing = case.detect(["co_link"])
    assert len(nothing.frame()) == 0
    assert list(nothing.frame().dtypes) == list(frame.dtypes)
    assert str(frame.dtypes["first"]) == "datetime64[us, UTC]"
    assert str(evidence.dtypes["post_id"]) == "string"
    assert str(evidence.dtypes["row"]) == "Int64"


def test_the_last_run_is_the_one_that_is_shown(case: Case) -> None:
    one, other = case.detect(TRACE), case.detect(["co_link"])
    assert len(case.findings()) == 0
    assert picture.chosen(case.folder, case.state().id) == other.id
    case.detect(TRACE)  # from the cache
    assert list(case.findings()["finding"]) == [each.key for each in one.findings()]


def test_without_a_run_or_a_source_it_is_said(tmp_path: Path) -> None:
    empty = Case.create(tmp_path / "empty")
    with pytest.raises(CaseError, match="no sources"):
        empty.detect()
    with pytest.raises(CaseError, match="No detection"):
        empty.findings()
    with pytest.raises(CaseError, match="No detection"):
        empty.finding("ab")


def test_a_finding_is_found_by_the_beginning_of_its_key(case: Case) -> None:
    run = case.detect(TRACE)
    (only,) = run.findings()
    for named in (only.key, only.key[:6], f" {only.key[:8].upper()} "):
        assert case.finding(named) == only
    for unknown in ("", " ", f"{only.key}0", "no such"):
        with pytest.raises(UsageError, match="has no finding"):
            case.finding(unknown)


def test_a_beginning_that_several_keys_have_names_them(tmp_path: Path) -> None:
    lines = [f'{{"key":"ab{number}","version":"1"}}' for number in range(10)]
    (tmp_path / "findings.jsonl").write_text("\n".join(lines) + "\n")
    with pytest.raises(UsageError, match="10 findings have a key that begins with ab") as refused:
        detection.Detection("id", tmp_path, {}).finding("AB")
    assert refused.value.advice == "Write more of it: ab0, ab1, ab2, ab3, ab4, ab5, ab6, ab7 ..."


def test_a_run_of_an_older_layout_is_made_anew(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    made = case.detect(TRACE)
    monkeypatch.setattr(writing, "LAYOUT", writing.LAYOUT + 1)
    again = case.detect(TRACE)
    assert again.is_new
    assert again.id != made.id
    assert again.findings() == made.findings()


@pytest.mark.parametrize("frame", ["selected", "unknown"])
def test_some_ways_of_collecting_allow_counts_alone(tmp_path: Path, frame: str) -> None:
    made = together(tmp_path, frame=frame).detect(TRACE)
    assert made.findings() == []
    assert made.run["traces"][0]["verdict"].startswith("not testable: the way")
    assert "any test of chance" in made.run["traces"][0]["forbids"]


def test_every_trace_of_a_case_without_such_posts_is_answered(tmp_path: Path) -> None:
    case = case_of(tmp_path, {"one.csv": [row(1, 0), row(2, 5)]})
    made = case.detect()
    verdicts = {each["trace"]: each["verdict"] for each in made.run["traces"]}
    assert set(verdicts) == {each.name for each in TRACES}
    assert verdicts["co_media"] == "not enough data: nobody did this"
    assert all(each.startswith("not enough data") for each in verdicts.values())


def test_two_accounts_are_no_finding(tmp_path: Path) -> None:
    originals = [row(9, day * 86_400.0) for day in range(8)]
    pair = [
        repost(who, day * 86_400 + 9.0 + who, originals[day]) for who in (1, 2) for day in range(8)
    ]
    made = case_of(tmp_path, {"a.csv": [*originals, *pair]}).detect(TRACE)
    assert made.findings() == []


def test_excluded_accounts_are_out_of_counts_and_tests(tmp_path: Path) -> None:
    case = together(tmp_path)
    before = case.detect(TRACE)
    lists = case.folder.path / "exclusions" / "accounts"
    lists.mkdir(parents=True)
    (lists / "declared.txt").write_text(
        "# theirs\n@Who0\nwho1\nwho2\nwho3\ntwitter:1004\nwho0,who1\n"
    )
    after = case.detect(TRACE)
    assert after.id != before.id
    assert after.findings() == []
    (listed,) = after.run["exclusions"]
    assert (listed["kind"], listed["name"], listed["entries"]) == ("accounts", "declared", 6)
    assert (listed["unmatched"], listed["unmatched_first"]) == (1, ["who0,who1"])
    (trace,) = after.run["traces"]
    assert trace["left_out"] == [{"reason": "accounts on the list declared", "events": 5 * POSTS}]


def test_settings_are_read_as_people_write_them() -> None:
    assert settings(["co_text", "co_repost"]).traces == ("co_repost", "co_text")
    assert settings(windows=["1m", 10, "60s"]).ladder_s == (10, 60)
    assert settings().ladder_s is None
    assert chosen_traces(()) == TRACES


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"traces": ["co_nothing"]}, "no trace 'co_nothing'"),
        ({"windows": ["5"]}, "wants a duration"),
        ({"windows": [0]}, "cannot be tried"),
        ({"windows": ["31d"]}, "cannot be tried"),
        ({"q": 0.0}, "above 0"),
        ({"q": 1.0}, "below 1"),
        ({"q": float("nan")}, "above 0"),
        ({"seed": -1}, "whole number"),
    ],
)
def test_settings_that_cannot_be_used_are_refused(given: dict[str, object], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        settings(**given)  # type: ignore[arg-type]


def test_a_run_of_a_state_that_is_gone_is_not_found(case: Case) -> None:
    assert detection.last(case.folder, "0" * 64) is None
    assert detection.find_detection(case.folder, "0" * 64) is None
    assert state.find(case.folder, "0" * 64) is None
