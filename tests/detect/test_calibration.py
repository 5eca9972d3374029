"""Whether the co-sharing null describes a collection: counted by hand, and on invented ones."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inunison.detect.blocks import Blocks
from inunison.detect.calibration import (
    CLASSES,
    FARTHEST,
    LEAST_EXPECTED,
    SATURATED,
    Calibration,
    calibration,
)
from inunison.detect.cosharing import activity
from inunison.detect.crowds import crowds
from inunison.detect.events import Events
from inunison.detect.join import windowed_pairs
from inunison.detect.ties import find_ties
from inunison.simulation.crowd import Crowd, organic

SECOND = 1_000_000
WINDOWS = [10 * SECOND, 60 * SECOND, 300 * SECOND, 3_600 * SECOND]
TWO = Blocks(np.array([0, 0, 0, 1, 1, 1]), 2)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 6), st.integers(0, 5), st.integers(0, 12)), min_size=1, max_size=60
    )
)
def test_an_account_met_as_often_as_its_pairs_say(rows: list[tuple[int, int, int]]) -> None:
    events = Events.gathered(*np.array(rows, np.int64).T, sizes=(7, 6))
    pairs = windowed_pairs(events, [2, 8])
    counted = np.zeros((7, 2), np.int64)
    np.add.at(counted, pairs.first, pairs.count)
    np.add.at(counted, pairs.second, pairs.count)
    assert np.array_equal(crowds(events, [2, 8]).met, counted)


def test_ratios_are_meetings_over_what_blocks_and_activity_explain() -> None:
    random = np.random.default_rng(4)
    events = Events.gathered(
        random.integers(0, 30, 900) ** 2 // 30,
        random.integers(0, 6, 900),
        random.integers(0, 90, 900),
    )
    found = calibration(events, crowds(events, [9]), [TWO], 0.01)
    near, held = crowds(events, [9]).near[:, 0], np.zeros((events.accounts, 2))
    np.add.at(
        held, np.divmod(events.units.codes, 6)[0], np.eye(2)[TWO.of_object[events.units.codes % 6]]
    )
    expected = np.zeros(events.accounts)
    for block in (0, 1):
        mine = held[:, block]
        space = sum(mine[u] * mine[v] for u in range(len(mine)) for v in range(u))
        pace = near[TWO.of_object == block].sum() / space
        expected += [pace * mine[u] * (mine.sum() - mine[u]) for u in range(len(mine))]
    assert expected.sum() == pytest.approx(2 * near.sum())
    number, met = activity(events), crowds(events, [9]).met[:, 0]
    bounds = [*CLASSES.values(), 10**9]
    for (name, least), below in zip(CLASSES.items(), bounds[1:], strict=True):
        inside = (number >= least) & (number < below)
        mean = expected[inside].sum()
        (ratio,) = found.ratios[name]
        if mean < LEAST_EXPECTED:
            assert ratio is None
        else:
            assert ratio == pytest.approx(met[inside].sum() / mean, abs=1e-4)
    assert found.span is not None


def test_neither_order_nor_time_zone_nor_names_change_a_ratio() -> None:
    shares = organic(Crowd(accounts=200, objects=300, draws=4_000), np.random.default_rng(7))
    account, target, at = shares.columns()
    sizes = (len(shares.role), len(shares.topic))
    renamed = np.random.default_rng(1).permutation(sizes[0])
    blocks = [Blocks(np.arange(sizes[1]) % 2, 2), Blocks(np.arange(sizes[1]) % 3, 3)]
    one = Events.gathered(account, target, at, sizes=sizes)
    other = Events.gathered(renamed[account], target, at + 7_200 * SECOND, sizes=sizes)
    found = [calibration(each, crowds(each, WINDOWS), blocks, 0.0) for each in (one, other)]
    assert found[0] == found[1]


def test_organic_sharing_is_described_by_the_null() -> None:
    shares = organic(Crowd(), np.random.default_rng(31))
    events = Events.gathered(*shares.columns(), sizes=(len(shares.role), len(shares.topic)))
    found = find_ties(events, WINDOWS).calibration
    assert found.describes
    assert found.saturation == 0
    assert found.span is not None
    assert all(len(ratios) == len(WINDOWS) for ratios in found.ratios.values())


def test_busy_accounts_that_never_meet_are_not_described() -> None:
    """Half of the accounts act at one moment, half at their own: the latter meet nobody."""
    account = np.repeat(np.arange(40), [4] * 20 + [20] * 20)
    target = np.concatenate([np.arange(4)] * 20 + [np.arange(20)] * 20)
    at = np.where(account < 20, target, account * 10_000 * SECOND)
    events = Events.gathered(account, target, at)
    one = [Blocks(np.zeros(20, np.int64), 1)]
    found = calibration(events, crowds(events, [SECOND]), one, 0.0)
    assert found.ratios["16-31"] == (0.0,)
    assert not found.describes


@pytest.mark.parametrize(
    ("changed", "describes"),
    [
        ({}, True),
        ({"saturation": SATURATED}, True),
        ({"saturation": SATURATED + 1e-9}, False),
        ({"ratios": {"1": (None, FARTHEST)}}, True),
        ({"ratios": {"1": (1.0, FARTHEST + 0.001)}}, False),
        ({"ratios": {"1": (1.0,), "2-3": (0.3333,)}}, False),
        ({"ratios": {"1": (1.0,), "2-3": (0.3334,)}}, True),
    ],
)
def test_a_null_describes_within_both_limits(changed: dict[str, object], describes: bool) -> None:
    plain = Calibration(0.0, {"1": (None,)})
    assert replace(plain, **changed).describes is describes  # type: ignore[arg-type]


def test_without_events_nothing_is_told_and_nothing_denied() -> None:
    nothing = np.zeros(0, np.int64)
    found = find_ties(Events.gathered(nothing, nothing, nothing), WINDOWS).calibration
    assert found.span is None
    assert found.describes
