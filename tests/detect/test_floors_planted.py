"""The floors: what a shuffle keeps, and that nothing is found where what is tested was shuffled."""

from itertools import pairwise

import numpy as np
import pytest

from inunison.detect.blocks import Blocks, found_blocks
from inunison.detect.events import Events, Whole
from inunison.detect.floors import shuffled_labels, shuffled_times
from inunison.detect.ties import find_ties
from inunison.simulation.crowd import Crowd, organic
from inunison.simulation.planted import CAMPAIGNS, FEEDS, plant

SECOND = 1_000_000
WINDOWS = [10 * SECOND, 60 * SECOND, 300 * SECOND, 3_600 * SECOND]


@pytest.fixture(scope="module")
def planted() -> Events:
    random = np.random.default_rng(21)
    shares = organic(Crowd(accounts=500, objects=900, draws=9_000), random)
    for campaign in (*CAMPAIGNS, FEEDS):
        plant(shares, campaign, random)
    return shares.events()


@pytest.fixture(scope="module")
def blocks(planted: Events) -> Blocks:
    return found_blocks(planted, 0)


def _per(events: Events, key: Whole, size: int) -> list[list[int]]:
    """The instants of each key, in order."""
    order = np.lexsort((events.at, key))
    borders = np.searchsorted(key[order], np.arange(size + 1))
    return [events.at[order][start:stop].tolist() for start, stop in pairwise(borders)]


def _kept(events: Events) -> tuple[int, int]:
    ties = find_ties(events, WINDOWS)
    return int((ties.timing_q <= 0.01).sum()), int((ties.exclusive_q <= 0.01).sum())


def test_what_is_shuffled_had_something_to_find(planted: Events) -> None:
    ties = find_ties(planted, WINDOWS)
    assert (ties.timing_q <= 0.01).sum() > 100
    assert (ties.exclusive_q <= 0.01).sum() > 100


@pytest.mark.parametrize("seed", [1, 2])
def test_nothing_is_found_among_shuffled_accounts(
    planted: Events, blocks: Blocks, seed: int
) -> None:
    assert _kept(shuffled_labels(planted, blocks, np.random.default_rng(seed))) == (0, 0)


@pytest.mark.parametrize("seed", [1, 2])
def test_nothing_is_found_among_shuffled_times(planted: Events, seed: int) -> None:
    ties = find_ties(shuffled_times(planted, np.random.default_rng(seed)), WINDOWS)
    assert not (ties.timing_q <= 0.01).any()


def test_a_shuffle_of_accounts_keeps_objects_times_and_what_each_did_in_each_block(
    planted: Events, blocks: Blocks
) -> None:
    found = shuffled_labels(planted, blocks, np.random.default_rng(3))
    size = planted.objects
    assert _per(found, found.object, size) == _per(planted, planted.object, size)
    for events in (found, planted):
        assert len(np.unique(events.incidence())) == len(events)
    counts = [
        np.bincount(
            events.account * blocks.count + blocks.of_object[events.object],
            minlength=events.accounts * blocks.count,
        ).tolist()
        for events in (found, planted)
    ]
    assert counts[0] == counts[1]
    assert found.account.tolist() != planted.account.tolist()


def test_a_shuffle_of_times_keeps_who_did_what_and_the_times_of_each_object(
    planted: Events,
) -> None:
    found = shuffled_times(planted, np.random.default_rng(4))
    size = planted.objects
    assert _per(found, found.object, size) == _per(planted, planted.object, size)
    assert np.array_equal(np.sort(found.incidence()), np.sort(planted.incidence()))
    moved = np.sum(
        np.lexsort((found.at, found.incidence())) != np.lexsort((planted.at, planted.incidence()))
    )
    assert moved or found.at.tolist() != planted.at.tolist()


def test_an_object_that_a_few_hold_keeps_its_times() -> None:
    account = np.array([0, 1, 2, 0, 1, 2, 3, 4])
    target = np.array([0, 0, 0, 1, 1, 1, 1, 1])
    at = np.arange(8) * 100
    events = Events.gathered(account, target, at, sizes=(5, 2))
    for seed in range(10):
        found = shuffled_times(events, np.random.default_rng(seed))
        few = found.object == 0
        assert found.account[few].tolist() == [0, 1, 2]
        assert found.at[few].tolist() == [0, 100, 200]
