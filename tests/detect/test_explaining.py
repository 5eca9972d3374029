"""Two accounts explained: what they share, what chance makes of it, and the verdict in words."""

from pathlib import Path

import pytest

from inunison import Case
from inunison.detect import choosing, explaining
from inunison.detect.columns import explanation_columns, explanation_rows
from inunison.detect.explaining import Explanation
from inunison.errors import UsageError
from inunison.records import Precision
from tests.detect.asked_case import asking
from tests.detect.cases import POSTS, case_of, repost, row, rows_together, together
from tests.resolve.building import post

TRACE = ["co_repost"]


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return together(tmp_path_factory.mktemp("together"))


def _explained(case: Case, one: str, other: str, **given: object) -> Explanation:
    (only,) = case.explain(one, other, TRACE, **given)  # type: ignore[arg-type]
    return only


def test_a_tied_pair_is_told_with_everything_it_rests_on(case: Case) -> None:
    found = _explained(case, "who0", "who1")
    assert found.tied
    assert found.proposed
    assert found.verdict.startswith("tied by timing (q = ")
    assert f"{POSTS} of {POSTS} posts within 1 minute" in found.verdict
    assert len(found.shared) == POSTS
    assert found.windows_s == (10, 60, 300, 3_600)
    timing, exclusive = found.tests
    assert (timing.objects, exclusive.objects, exclusive.allowed) == (POSTS, 0, False)
    for place in range(4):
        chances = sum(each.chances[place] for each in found.shared)
        assert timing.expected[place] == pytest.approx(chances)
        width = found.windows_s[place]
        assert timing.counts[place] == sum(abs(each.lag_s) <= width for each in found.shared)


def test_the_numbers_are_those_that_the_detection_rests_on(case: Case) -> None:
    import pyarrow.parquet as pq

    ties = pq.read_table(case.detect(TRACE).table("co_acted")).to_pylist()
    names = {
        each.uid: f"twitter:{each.native_id}"
        for finding in case.detect(TRACE).findings()
        for each in finding.accounts
    }
    for tie in ties[:4]:
        found = _explained(case, names[tie["start"]], tie["end"])
        timing = found.tests[0]
        assert timing.q == pytest.approx(tie["q"])
        assert timing.p == pytest.approx(tie["p"])
        assert timing.counts[timing.window] == tie["count"]
        assert timing.expected[timing.window] == pytest.approx(tie["expected"])


def test_the_order_of_the_names_turns_the_lags_and_nothing_else(case: Case) -> None:
    one, other = _explained(case, "who0", "@WHO1"), _explained(case, "who1", "twitter:1000")
    assert [each.lag_s for each in one.shared] == [-each.lag_s for each in other.shared]
    assert [each.first_at for each in one.shared] == [each.second_at for each in other.shared]
    assert (one.verdict, one.tests, one.co_sharing) == (
        other.verdict,
        other.tests,
        other.co_sharing,
    )


def test_a_pair_that_shares_without_acting_together_is_not_tied(case: Case) -> None:
    verdicts = {
        _explained(case, "who0", f"who{other}").verdict.split(":")[0]
        for other in (100, 101, 102, 103)
    }
    assert verdicts <= {"not tied", "not enough data"}


def test_who_did_nothing_of_it_is_named(case: Case) -> None:
    found = _explained(case, "who900", "who0")
    assert found.verdict == "not enough data: @who900 did not do this"
    assert found.shared == ()


def test_whose_times_are_all_too_coarse_is_not_said_to_have_done_nothing(tmp_path: Path) -> None:
    link, day = ("https://a.example/x",), Precision.DAY
    records = [post(who, f"{who}", f"{10 + who}", links=link) for who in (1, 2, 3)]
    records.append(post(4, "4", "14", links=link, precision=day))
    (trace,) = choosing.chosen_traces(("co_link",))
    with asking(tmp_path, records) as asked:
        (found,) = explaining.explain(asked.setting, [trace], "twitter:11", "twitter:14")
    assert found.verdict.endswith("did not do this at a time that is fine enough")


def test_who_is_on_a_list_is_said_to_be_left_out(tmp_path: Path) -> None:
    case = together(tmp_path)
    folder = case.folder.path / "exclusions" / "accounts"
    folder.mkdir(parents=True)
    (folder / "feeds.txt").write_text("who1\n")
    assert _explained(case, "who0", "who1").verdict == "left out: @who1 is on the list feeds"


def test_what_may_not_be_tested_is_said(tmp_path: Path) -> None:
    found = _explained(together(tmp_path, frame="selected"), "who0", "who1")
    assert found.verdict.startswith("not testable: the way")


def test_where_nobody_else_acted_the_frame_decides(tmp_path: Path) -> None:
    """Six accounts on posts of their own: within a list of accounts nobody knows who else did."""
    files = rows_together()
    own = [row(950, day * 86_400 + 40_000.0) for day in range(8)]
    alone = [
        repost(who, day * 86_400 + 50_000.0 + who, own[day])
        for who in (50, 51, 52)
        for day in range(8)
    ]
    files["crowd.csv"] = [*files["crowd.csv"], *own, *alone]
    found = _explained(case_of(tmp_path, files), "who50", "who51")
    assert found.tests[1].objects == 8
    assert not found.tied
    if found.proposed:
        assert found.verdict.startswith("not testable: fewer than 3 others")


@pytest.mark.parametrize("name", ["nobody", "", "twitter:9", "' OR 1=1 --"])
def test_a_name_that_nobody_has_is_refused(case: Case, name: str) -> None:
    with pytest.raises(UsageError, match="No account"):
        case.explain("who0", name)


def test_two_names_of_one_account_are_refused(case: Case) -> None:
    with pytest.raises(UsageError, match="one account"):
        case.explain("@who0", "twitter:1000")


def test_an_ambiguous_name_lists_whom_it_could_mean(tmp_path: Path) -> None:
    twins = [row(1, 0), row(2, 5), {**row(3, 9), "user_screen_name": "WHO1"}]
    case = case_of(tmp_path, {"a.csv": twins})
    with pytest.raises(UsageError, match="2 accounts are called 'who1'") as refused:
        case.explain("who1", "who2")
    assert "twitter:1001 (@who1" in str(refused.value)
    assert "twitter:1003 (@WHO1" in str(refused.value)
    assert case.explain("twitter:1001", "who2", TRACE)[0].verdict.startswith("not enough data")


def test_two_accounts_are_a_frame_with_a_row_for_each_object(case: Case) -> None:
    explained = case.explain("who0", "who1", ["co_repost", "co_link"], windows=["1m", "2h"])
    assert [each.trace for each in explained] == ["co_repost", "co_link"]
    frame = explained.frame()
    assert list(frame.columns) == list(explanation_columns(explained))
    assert len(frame) == len(explained[0].shared) == POSTS
    assert set(frame["trace"]) == {"co_repost"}
    assert list(frame["object"]) == [each.key for each in explained[0].shared]
    lag = (frame["second_at"] - frame["first_at"]).dt.total_seconds()
    assert list(frame["lag_s"]) == pytest.approx(list(lag))
    nothing = case.explain("who0", "who1", ["co_link"]).frame()
    assert len(nothing) == 0
    assert str(nothing.dtypes["first_at"]) == "datetime64[us, UTC]"


def test_rows_have_a_chance_for_each_window(case: Case) -> None:
    explained = case.explain("who0", "who1", TRACE, windows=["1m", "2h"])
    columns = explanation_columns(explained)
    assert list(columns)[-2:] == ["chance_60s", "chance_7200s"]
    rows = explanation_rows(explained)
    assert len(rows) == POSTS
    assert all(len(each) == len(columns) for each in rows)
    at = [min(str(each[3]), str(each[4])) for each in rows]
    assert at == sorted(at)
