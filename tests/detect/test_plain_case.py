"""The plain case: one text by three accounts within minutes, and what is passed on of it later."""

from pathlib import Path

import numpy as np
import pytest

from inunison import Case
from inunison.detect.crosschecks import RULES
from inunison.detect.finding import Finding, Verdict
from inunison.detect.setting import Settings
from inunison.records import Precision
from tests.detect.cases import case_of, repost, row
from tests.detect.planted_case import DAY, Story, detected
from tests.importers.archive_rows import Cells

SAID = "The night ferry stays cancelled because the port sold its last rescue boat today"
TOLD = f"{SAID} #ferry #port https://t.co/abc"
BEGAN = 40_000


def _crowd(texts: int = 120) -> list[Cells]:
    """Texts of fourteen words that nobody else says, by forty accounts."""
    return [
        row(
            200 + number % 40,
            number * 900.0,
            tweet_text=" ".join(
                f"word{chr(97 + number % 26)}{chr(97 + number // 26)}{chr(97 + n)}"
                for n in range(14)
            ),
        )
        for number in range(texts)
    ]


def _story(**cells: str) -> list[Cells]:
    """Three accounts within six minutes, a fourth with hashtags and a link, and ten reposts."""
    three = [
        row(who, BEGAN + lag, **{"tweet_text": SAID, **cells})
        for who, lag in enumerate((0, 130, 340))
    ]
    fourth = row(
        3,
        BEGAN + 480,
        **{
            "tweet_text": TOLD,
            "hashtags": "['ferry', 'port']",
            "urls": "['https://a.example/ferry']",
            **cells,
        },
    )
    reposts = [repost(50 + n, BEGAN + 600.0 + 60 * n, three[n % 3]) for n in range(10)]
    return [*three, fourth, *reposts]


def _detected(folder: Path, rows: list[Cells], **given: str) -> tuple[Case, list[Finding]]:
    case = case_of(folder, {"a.csv": rows}, **given)
    found = case.detect(["co_text"]).findings()
    return case, [each for each in found if each.kind == "copy_burst"]


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> tuple[Case, Finding]:
    case, (found,) = _detected(tmp_path_factory.mktemp("plain"), [*_crowd(), *_story()])
    return case, found


def test_it_is_found_as_a_burst_with_its_base_rate(plain: tuple[Case, Finding]) -> None:
    found = plain[1]
    assert found.grade == "E1"
    assert {each.handle for each in found.accounts} == {"who0", "who1", "who2", "who3"}
    assert (found.count, found.test, found.window_s) == (4, "base_rate", 600)
    assert found.p is not None
    assert 0 < found.p <= 0.01
    assert found.q is None, "a rank among texts is no share of false findings"
    assert found.expected is None
    assert "4 accounts posted one text within 10 minutes" in found.statement
    assert "10 posts repeated it later" in found.statement
    assert "0 were posted by as many" in found.statement


def test_rules_of_other_tools_stand_beside_it(plain: tuple[Case, Finding]) -> None:
    """One text is too little for any of them."""
    assert [each.rule for each in plain[1].checks] == [each.name for each in RULES]
    assert {each.members for each in plain[1].checks} == {0}


def test_the_sentence_claims_no_more_than_one_text(plain: tuple[Case, Finding]) -> None:
    assert "One text; nothing about other behaviour of these accounts." in plain[1].statement


def test_its_posts_are_those_of_the_burst_in_the_order_of_time(
    plain: tuple[Case, Finding],
) -> None:
    found = plain[1]
    assert [each.row for each in found.evidence] == [122, 123, 124, 125]
    assert [each.account for each in found.evidence] == [
        each.uid for each in sorted(found.accounts, key=lambda each: each.handle or "")
    ]
    assert found.last - found.first == 480_000_000
    assert {each.file for each in found.evidence} == {"a.csv"}
    # A repost has no words of its own.
    assert len({each.text_sha256 for each in found.evidence}) == 2
    (thing,) = found.objects
    assert (thing.sharers, thing.members, thing.generic) == (4, 4, False)
    assert [each.first for each in found.accounts if each.handle == "who0"] == [1]
    assert sum(each.first for each in found.accounts) == 1


def test_a_link_in_one_of_four_is_no_share_button(plain: tuple[Case, Finding]) -> None:
    verdicts = {each.name: each.verdict for each in plain[1].alternatives}
    assert verdicts["a share button or a petition"] is Verdict.RULED_OUT
    assert verdicts["a slogan or a common phrase"] is Verdict.RULED_OUT
    assert verdicts["a quotation of the same source"] is Verdict.NOT_TESTABLE


def test_the_same_texts_in_another_order_are_the_same_finding(
    plain: tuple[Case, Finding], tmp_path: Path
) -> None:
    case, _ = plain
    halves = {"b.csv": _story()[::-1], "c.csv": _crowd()[::-1]}
    (found,) = (
        each
        for each in case_of(tmp_path, halves).detect(["co_text"]).findings()
        if each.kind == "copy_burst"
    )
    assert found.key == plain[1].key
    assert (found.count, found.p, found.q) == (plain[1].count, plain[1].p, plain[1].q)
    assert found.version != plain[1].version  # its rows stand in other files
    assert case.state().id != found.state


def test_a_link_in_all_of_them_is_a_share_button_and_no_grade(tmp_path: Path) -> None:
    linked = _story(urls="['https://a.example/ferry']")
    _, (found,) = _detected(tmp_path, [*_crowd(), *linked])
    assert (found.grade, found.count) == ("E0", 4)
    verdicts = {each.name: each.verdict for each in found.alternatives}
    assert verdicts["a share button or a petition"] is Verdict.NOT_RULED_OUT
    assert "a share button or a petition" in found.statement
    assert "posts with few" not in found.statement


def test_days_without_a_time_are_not_testable_and_say_so(tmp_path: Path) -> None:
    story = Story(np.random.default_rng(1))
    for number in range(30):
        words = " ".join(f"word{number} number{place}" for place in range(8))
        story.post(f"{200 + number}", number * DAY, text=words, precision=Precision.DAY)
    for who in range(4):
        story.post(f"{who}", 3 * DAY, text=SAID, precision=Precision.DAY)
    made = detected(tmp_path, story.records, settings=Settings(("co_text",), cross_check=False))
    assert [each for each in made.findings() if each.kind == "copy_burst"] == []
    assert made.run["bursts"] == {
        "verdict": "not testable: the times are too coarse",
        "texts": 0,
        "bursts": 0,
        "findings": 0,
        "left_out": 0,
    }
    (trace,) = made.run["traces"]
    assert trace["verdict"] == "not testable: the times are too coarse for every window"
    assert trace["left_out"] == [{"reason": "times too coarse for the windows", "events": 34}]


def test_a_text_that_a_list_names_is_in_no_burst(tmp_path: Path) -> None:
    case, (found,) = _detected(tmp_path, [*_crowd(), *_story()])
    lists = case.folder.path / "exclusions" / "texts"
    lists.mkdir(parents=True)
    (lists / "ferry.txt").write_text(f"# known\n{SAID.upper()}\n", encoding="utf-8")
    after = case.detect(["co_text"])
    assert [each for each in after.findings() if each.key == found.key] == []
    (listed,) = after.run["exclusions"]
    assert (listed["kind"], listed["name"], listed["unmatched"]) == ("texts", "ferry", 0)
    (trace,) = after.run["traces"]
    assert trace["left_out"][0]["reason"] == "objects on the list ferry"
    assert after.run["bursts"]["bursts"] == 0
