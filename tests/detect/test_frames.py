"""Frames: what each way of collecting allows to be tested, and what several of them do."""

from itertools import combinations

import pytest

from inunison.detect.frames import Allowed, allowed
from inunison.records import Frame

TIMING, EXCLUSIVE, REACH, DELETIONS = "timing", "exclusive", "reach", "deletions"
EVERYTHING = {TIMING, EXCLUSIVE, REACH, DELETIONS}
TABLE = {
    Frame.ACCOUNTS: {TIMING},
    Frame.KEYWORD: EVERYTHING,
    Frame.SPACE: EVERYTHING,
    Frame.CONVERSATION: EVERYTHING,
    Frame.SAMPLE: set(),
    Frame.SELECTED: set(),
    Frame.UNKNOWN: set(),
}


def _names(may: Allowed) -> set[str]:
    return {name for name in EVERYTHING if getattr(may, name)}


def test_every_frame_has_a_row() -> None:
    assert set(TABLE) == set(Frame)


@pytest.mark.parametrize("frame", list(Frame))
def test_a_frame_allows_what_its_row_says(frame: Frame) -> None:
    assert _names(allowed([frame])) == TABLE[frame]
    assert _names(allowed([frame, frame])) == TABLE[frame]


@pytest.mark.parametrize(("one", "other"), list(combinations(Frame, 2)))
def test_several_frames_allow_what_all_of_them_do(one: Frame, other: Frame) -> None:
    assert _names(allowed([one, other])) == TABLE[one] & TABLE[other]


def test_of_no_source_nothing_is_allowed() -> None:
    assert _names(allowed([])) == set()
    assert allowed([]).forbids == ()
    assert allowed([]).empty
    assert not allowed([Frame.UNKNOWN]).empty


def test_what_is_forbidden_is_said_in_words() -> None:
    assert allowed([Frame.KEYWORD]).forbids == ()
    assert allowed([Frame.ACCOUNTS]).forbids == (
        "that nobody else did the same",
        "the share of an account's whole reach",
        "deletions against controls",
    )
    assert "any test of chance" in allowed([Frame.SELECTED]).forbids
