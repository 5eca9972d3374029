"""What the way of collecting allows: the strictest source decides."""

from itertools import product

import pytest

from inunison.detect.frames import Allowed, allowed
from inunison.records import Frame

NAMES = ("timing", "exclusive", "reach", "deletions")


@pytest.mark.parametrize(
    ("frame", "may"),
    [
        (Frame.ACCOUNTS, "timing"),
        (Frame.KEYWORD, "timing exclusive reach deletions"),
        (Frame.SPACE, "timing exclusive reach deletions"),
        (Frame.CONVERSATION, "timing exclusive reach deletions"),
        (Frame.SAMPLE, "timing deletions"),
        (Frame.SELECTED, ""),
        (Frame.UNKNOWN, ""),
    ],
)
def test_each_frame_allows_what_the_table_says(frame: Frame, may: str) -> None:
    found = allowed([frame])
    assert [name for name in NAMES if getattr(found, name)] == may.split()
    assert len(found.forbids) == 4 - len(may.split())


def test_no_source_allows_nothing() -> None:
    assert allowed([]) == Allowed(False, False, False, False)
    assert allowed([]).forbids[0] == "any test of chance"


@pytest.mark.parametrize(("one", "other"), list(product(Frame, Frame)))
def test_two_frames_allow_what_both_do(one: Frame, other: Frame) -> None:
    together, first, second = allowed([one, other]), allowed([one]), allowed([other])
    assert together == allowed([other, one])
    for name in NAMES:
        assert getattr(together, name) == (getattr(first, name) and getattr(second, name))
