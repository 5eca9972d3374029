"""Grades: what tests allow, and what keeps a finding below that."""

from dataclasses import replace

import pytest

from inunison.detect.finding import Grade, Robustness
from inunison.detect.grading import Circumstances, grade, kept_down

PLAIN = Circumstances(
    test="timing", window_s=60, across=False, own_words=True, ready_made=0.0, quick=False
)


def _robust(
    halves: tuple[float, float] | None = (0.001, 0.001),
    without: float | None = 0.01,
    again: tuple[int, int] | None = None,
) -> Robustness:
    return Robustness(
        halves=halves,
        halves_test="times",
        without_one_object=without,
        expected_range=None,
        found_again=again,
    )


@pytest.mark.parametrize(
    ("members", "objects", "robustness", "found"),
    [
        (3, 3, _robust(), Grade.E2),
        (2, 30, _robust(), Grade.E0),
        (30, 2, _robust(), Grade.E0),
        (3, 3, _robust(halves=None), Grade.E1),
        (3, 3, _robust(halves=(0.001, 0.011)), Grade.E1),
        (3, 3, _robust(halves=(0.01, 0.01)), Grade.E2),
        (3, 3, _robust(without=None), Grade.E1),
        (3, 3, _robust(without=0.051), Grade.E1),
        (3, 3, _robust(without=0.05), Grade.E2),
        (11, 9, _robust(again=(11, 6)), Grade.E2),
        (11, 9, _robust(again=(5, 11)), Grade.E1),
        (11, 9, _robust(again=(11, 3)), Grade.E1),
    ],
)
def test_the_grade_is_what_the_tests_allow(
    members: int, objects: int, robustness: Robustness, found: Grade
) -> None:
    assert grade(members, objects, robustness) is found


@pytest.mark.parametrize(
    ("changed", "bound"),
    [
        ({}, Grade.E2),
        ({"window_s": 3_600}, Grade.E2),
        ({"window_s": 3_601}, Grade.E0),
        ({"window_s": 86_400, "across": True}, Grade.E2),
        ({"quick": True}, Grade.E1),
        ({"quick": True, "window_s": 7_200}, Grade.E0),
        ({"ready_made": 1.0}, Grade.E2),
        ({"own_words": False}, Grade.E2),
        ({"test": "exclusive"}, Grade.E2),
        ({"test": "exclusive", "ready_made": 0.1}, Grade.E1),
        ({"test": "exclusive", "own_words": False}, Grade.E1),
        ({"test": "pooled", "quick": True}, Grade.E1),
    ],
)
@pytest.mark.parametrize("allowed", [Grade.E0, Grade.E1, Grade.E2])
def test_circumstances_keep_a_grade_down_and_say_why(
    allowed: Grade, changed: dict[str, object], bound: Grade
) -> None:
    found, why = kept_down(allowed, replace(PLAIN, **changed))  # type: ignore[arg-type]
    assert found is min(allowed, bound)
    assert bool(why) == (bound < allowed)
    assert all(each.endswith(".") for each in why)
