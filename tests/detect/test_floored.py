"""Floors beside a trace: what its tests find once what they test is exchanged."""

from dataclasses import replace

import numpy as np
import pytest

from inunison.detect.events import Events
from inunison.detect.floored import Floor, both_floors, floor
from inunison.detect.gathering import Gathered
from inunison.detect.judging import kept_by
from inunison.detect.pooling import NAME as POOLED
from inunison.detect.setting import Settings
from inunison.detect.ties import Ties, find_ties
from inunison.detect.traces import SECOND, TRACES

WINDOWS = (10 * SECOND, 60 * SECOND)
SETTINGS = Settings()


def _events(*, alone: int = 0) -> Events:
    """Four accounts at once on 24 objects that 20 others share over a day, and on some alone."""
    random = np.random.default_rng(3)
    rows: list[tuple[int, int, int]] = []
    for target in range(24 + alone):
        begins = target * 10**12 + int(random.integers(0, 80_000)) * SECOND
        rows += [(member, target, begins + member * 5 * SECOND) for member in range(4)]
        others = range(4, 24) if target < 24 else range(0)
        rows += [
            (other, target, target * 10**12 + int(random.integers(0, 86_400 * SECOND)))
            for other in others
        ]
    account, target, at = np.array(rows, np.int64).T
    return Events.gathered(account, target, at)


@pytest.fixture(scope="module")
def planted() -> tuple[Gathered, Ties]:
    events = _events()
    names = [[f"{what}{n:02}" for n in range(size)] for what, size in (("a", 24), ("o", 24))]
    gathered = Gathered(TRACES[0], events, names[0], names[1], WINDOWS)
    return gathered, find_ties(events, WINDOWS)


def test_a_group_is_gone_once_times_or_accounts_are_exchanged(
    planted: tuple[Gathered, Ties],
) -> None:
    gathered, ties = planted
    assert len(kept_by(ties, "timing", 0.01).pairs) == 6
    found = both_floors(gathered, ties, SETTINGS, ("timing", "exclusive"))
    assert (found.times.ties, found.times.groups) == (0, 0)
    assert (found.labels.ties, found.labels.groups) == (0, 0)


def test_the_same_tests_on_the_actions_as_they_are_find_the_group(
    planted: tuple[Gathered, Ties],
) -> None:
    gathered, ties = planted
    found = floor(gathered.events, WINDOWS, SETTINGS, ("timing", POOLED))
    assert found == Floor(proposed=len(ties.pairs), ties=6, groups=1)
    assert floor(gathered.events, WINDOWS, SETTINGS, ()).ties == 0


def test_a_floor_is_the_same_each_time_and_leaves_the_actions_alone(
    planted: tuple[Gathered, Ties],
) -> None:
    gathered, ties = planted
    before = gathered.events.at.copy()
    one = both_floors(gathered, ties, SETTINGS, ("timing",))
    assert one == both_floors(gathered, ties, SETTINGS, ("timing",))
    assert np.array_equal(gathered.events.at, before)


def test_a_time_floor_says_nothing_of_what_only_the_group_holds() -> None:
    """A shuffle of times leaves such objects alone, so the exclusive test is not run on it."""
    events = _events(alone=12)
    gathered = Gathered(TRACES[0], events, [""] * 24, [""] * 36, WINDOWS)
    ties = find_ties(events, WINDOWS)
    found = both_floors(gathered, ties, replace(SETTINGS, seed=1), ("timing", "exclusive"))
    assert len(kept_by(ties, "exclusive", 0.01).pairs) == 6
    assert (found.times.ties, found.labels.ties) == (0, 0)
