"""One text by several accounts within minutes: what is found, at which grade, beside which rate."""

from pathlib import Path

import pytest

from inunison import Case
from inunison.detect import singletexts
from inunison.detect.finding import Finding, Verdict
from tests.detect.cases import case_of, row
from tests.importers.archive_rows import Cells

SAID = "The night ferry stays cancelled because the port sold its last rescue boat today"


def _words(number: int) -> str:
    """A sentence of fourteen words that nobody else says."""
    return " ".join(
        f"word{chr(97 + number % 26)}{chr(97 + number // 26)}{chr(97 + n)}" for n in range(14)
    )


def _crowd(texts: int = 120) -> list[Cells]:
    return [
        row(200 + number % 40, number * 900.0, tweet_text=_words(number)) for number in range(texts)
    ]


def _story(lags: list[float], **cells: str) -> list[Cells]:
    return [row(who, 40_000 + lag, tweet_text=SAID, **cells) for who, lag in enumerate(lags)]


def _case(folder: Path, rows: list[Cells], **given: str) -> Case:
    return case_of(folder, {"a.csv": rows}, **given)


def _bursts(case: Case) -> list[Finding]:
    return [each for each in case.detect(["co_text"]).findings() if each.kind == "copy_burst"]


def test_the_plain_case_is_found_with_its_base_rate(tmp_path: Path) -> None:
    (found,) = _bursts(_case(tmp_path, [*_crowd(), *_story([0, 130, 340, 5_000])]))
    assert found.grade == "E1"
    assert {each.handle for each in found.accounts} == {"who0", "who1", "who2"}
    assert (found.count, found.window_s, found.test) == (3, 600, "base_rate")
    assert (found.expected, found.ladder) == (None, ())  # a base rate expects no number of accounts
    assert found.p is not None
    assert found.p <= 0.01
    assert "3 accounts posted one text within 10 minutes" in found.statement
    assert "and 1 post repeated it later" in found.statement
    assert "comparable texts 0 were posted by as many" in found.statement
    assert [each.row for each in found.evidence] == [122, 123, 124]


def test_two_accounts_or_slower_ones_are_no_burst(tmp_path: Path) -> None:
    assert _bursts(_case(tmp_path / "two", [*_crowd(), *_story([0, 130])])) == []
    assert _bursts(_case(tmp_path / "slow", [*_crowd(), *_story([0, 601, 1_202])])) == []


def test_one_account_three_times_is_one_account(tmp_path: Path) -> None:
    same = [row(1, 40_000.0 + lag, tweet_text=SAID) for lag in (0, 60, 120)]
    assert _bursts(_case(tmp_path, [*_crowd(), *same])) == []


def test_a_text_with_a_link_is_counted_and_stays_e0(tmp_path: Path) -> None:
    linked = _story([0, 130, 340], urls="['https://a.example/boat']")
    (found,) = _bursts(_case(tmp_path, [*_crowd(), *linked]))
    assert found.grade == "E0"
    verdicts = {each.name: each.verdict for each in found.alternatives}
    assert verdicts["a share button or a petition"] is Verdict.NOT_RULED_OUT


def test_one_link_among_many_is_no_share_button(tmp_path: Path) -> None:
    rows = _story([0, 130, 340, 900])
    rows[3] = {**rows[3], "urls": "['https://a.example/boat']"}
    (found,) = _bursts(_case(tmp_path, [*_crowd(), *rows]))
    assert found.grade == "E1"


def test_too_few_texts_are_no_base_rate(tmp_path: Path) -> None:
    (found,) = _bursts(_case(tmp_path, [*_crowd(10), *_story([0, 130, 340])]))
    assert found.grade == "E0"
    assert "too few comparable texts" in found.statement


def test_posts_that_somebody_selected_allow_no_grade(tmp_path: Path) -> None:
    (found,) = _bursts(_case(tmp_path, [*_crowd(), *_story([0, 130, 340])], frame="selected"))
    assert (found.grade, found.test, found.p, found.q) == ("E0", None, None, None)


def test_the_run_says_how_many_texts_and_bursts_there_are(tmp_path: Path) -> None:
    made = _case(tmp_path, [*_crowd(), *_story([0, 130, 340])]).detect(["co_text"])
    assert made.run["bursts"] == {
        "verdict": "tested",
        "texts": 121,
        "bursts": 1,
        "findings": 1,
        "left_out": 0,
    }


def test_the_run_says_how_many_bursts_became_no_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(singletexts, "MOST_FINDINGS", 0)
    made = _case(tmp_path, [*_crowd(), *_story([0, 130, 340])]).detect(["co_text"])
    assert made.run["bursts"]["bursts"] == 1
    assert (made.run["bursts"]["findings"], made.run["bursts"]["left_out"]) == (0, 1)
