"""The page of the soundness bench: all targets, and which rules each case was run by."""

import re

import pytest

from benchmarks.soundness import BEFORE, FOLDER, cases, key, known, page
from benchmarks.soundness_cases import Case, Counts
from inunison.detect.setting import TESTS_VERSION

WANTED = list(cases(2, 1))


def _floor(accounts: int) -> Counts:
    return {"found": accounts, "ties": 0, "proposed": 0}


def _targets(text: str) -> list[list[str]]:
    part = text.split("## Targets\n\n")[1].split("\n\n", maxsplit=1)[0]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in part.splitlines()[2:]]


def test_a_case_of_other_rules_is_another_case() -> None:
    case = Case("floor", "times", 1)
    assert key(case) == key(case, TESTS_VERSION)
    assert key(case) != key(case, BEFORE)
    assert BEFORE != TESTS_VERSION


def test_what_was_not_run_again_is_shown_and_counted() -> None:
    floors = [case for case in WANTED if case.bench == "floor"]
    done = {key(case, BEFORE): _floor(7) for case in floors}
    done |= {key(case): _floor(0) for case in floors[:3]}
    text = page(WANTED, done)
    assert f"{len(floors)} of {len(WANTED)} cases are done" in text
    assert f"floor 3 of {len(floors)}" in text
    assert f"{7 * (len(floors) - 3)} accounts in" in text


def test_nothing_is_said_of_rules_before_where_all_was_run_again() -> None:
    floors = [case for case in WANTED if case.bench == "floor"]
    text = page(WANTED, {key(case): _floor(0) for case in floors})
    assert "came after most cases" not in text


@pytest.mark.parametrize("done", [{}, known(FOLDER / "soundness.jsonl")])
def test_every_target_has_an_answer_and_says_what_shows_it(done: dict[str, Counts]) -> None:
    rows = _targets(page(list(cases(10, 3)), done))
    assert {row[0] for row in rows} == {str(number) for number in range(1, 16)}
    assert [int(row[0]) for row in rows] == sorted(int(row[0]) for row in rows)
    assert {row[2] for row in rows} <= {"met", "not met", "not shown"}
    for row in rows:
        assert re.fullmatch(r"`(python -m benchmarks\.|pytest tests/|inunison ).+`|-", row[4]), row
        assert row[4] != "-" or row[2] == "not shown"


def test_every_test_that_a_target_names_is_there() -> None:
    named = [row[4].strip("`") for row in _targets(page(WANTED, {})) if "pytest" in row[4]]
    for command in named:
        for path in command.split()[1:]:
            assert (FOLDER.parent / path).is_file(), path
