"""Permutations of a whole group: found when it is there, quiet when it is not."""

import numpy as np
import pytest

from inunison.detect.blocks import Blocks
from inunison.detect.events import Events
from inunison.detect.grouptests import halves, label_test, time_test

SECOND = 1_000_000
MEMBERS = np.arange(4)


def _events(jitter_s: float, *, objects: int = 8, others: int = 12) -> Events:
    """Four accounts on each object within a jitter, among others over an hour."""
    random = np.random.default_rng(4)
    rows = []
    for target in range(objects):
        start = target * 86_400.0
        begin = start + random.random() * 3_000
        rows += [(each, target, begin + random.random() * jitter_s) for each in range(4)]
        rows += [(4 + each, target, start + random.random() * 3_600) for each in range(others)]
    columns = np.array(rows).T
    account, target = columns[:2].astype(np.int64)
    seconds = (columns[2] * SECOND).astype(np.int64)
    return Events.gathered(account, target, seconds, sizes=(20, objects))


def _one_block(events: Events) -> Blocks:
    return Blocks(of_object=np.zeros(events.objects, np.int64), count=1)


def test_a_group_that_acts_at_once_is_beyond_every_permutation() -> None:
    events = _events(20.0)
    found = time_test(events, MEMBERS, 60 * SECOND, np.random.default_rng(0), rounds=199)
    assert (found.seen, found.objects, found.rounds) == (6 * 8, 8, 199)
    assert found.p == 1 / 200
    assert found.mean < 6


def test_a_group_as_slow_as_the_others_is_not() -> None:
    found = time_test(_events(3_600.0), MEMBERS, 60 * SECOND, np.random.default_rng(0), rounds=199)
    assert found.p > 0.05


def test_labels_tell_a_group_from_the_others_of_its_blocks() -> None:
    events = _events(20.0)
    blocks = _one_block(events)
    found = label_test(events, MEMBERS, blocks, 60 * SECOND, np.random.default_rng(0), rounds=199)
    assert (found.seen, found.p) == (48, 1 / 200)
    slow = _events(3_600.0)
    quiet = label_test(
        slow, MEMBERS, _one_block(slow), 60 * SECOND, np.random.default_rng(0), rounds=199
    )
    assert quiet.p > 0.05


def test_objects_of_one_member_say_nothing() -> None:
    events = Events.gathered(np.array([0, 5]), np.array([0, 0]), np.array([1, 2]), sizes=(6, 1))
    found = time_test(events, MEMBERS, SECOND, np.random.default_rng(0), rounds=9)
    assert (found.seen, found.objects, found.p) == (0, 0, 1.0)


@pytest.mark.parametrize("objects", [0, 1, 2, 7, 100])
def test_halves_are_halves_and_follow_from_the_seed(objects: int) -> None:
    first = halves(objects, 3)
    assert int(first.sum()) == objects // 2
    assert np.array_equal(first, halves(objects, 3))


def test_another_seed_halves_otherwise() -> None:
    assert not np.array_equal(halves(50, 0), halves(50, 1))


def test_one_who_says_the_same_hundreds_of_times_does_not_thin_out_the_others() -> None:
    """Nine accounts come at any moment of two hours, a busy tenth says each text for a month."""
    shares = []
    for seed in range(30):
        random = np.random.default_rng(seed)
        rows = []
        for target in range(8):
            rows += [(who, target, random.random() * 7_200) for who in range(9)]
            rows += [(9, target, random.random() * 2_592_000) for _ in range(200)]
        columns = np.array(rows).T
        events = Events.gathered(
            columns[0].astype(np.int64),
            columns[1].astype(np.int64),
            (columns[2] * SECOND).astype(np.int64),
        )
        found = time_test(events, MEMBERS[:3], 3_600 * SECOND, random, rounds=199)
        labels = label_test(
            events, MEMBERS[:3], _one_block(events), 3_600 * SECOND, random, rounds=99
        )
        assert labels.seen == found.seen
        shares.append(found.p <= 0.01)
    assert np.mean(shares) <= 0.1
