"""The order of the pair tests: components, eligible accounts, how many tests there are."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from inunison.detect.cosharing import LEAST
from inunison.detect.crowds import crowds
from inunison.detect.events import Events
from inunison.detect.ties import components, find_ties, pairs_sharing_enough, seeded_blocks
from inunison.simulation.crowd import Crowd, organic
from inunison.simulation.planted import RING, plant

SECOND = 1_000_000
WINDOWS = [10 * SECOND, 60 * SECOND, 300 * SECOND, 3_600 * SECOND]
SMALL = Crowd(accounts=250, topics=3, objects=400, draws=4_000)


def _ring() -> tuple[Events, np.ndarray]:
    random = np.random.default_rng(8)
    shares = organic(SMALL, random)
    members = plant(shares, RING, random)
    sizes = (len(shares.role), len(shares.topic))
    published = (np.asarray(shares.published) * SECOND).astype(np.int64)
    return Events.gathered(*shares.columns(), sizes=sizes, published=published), members


def test_components_are_numbered_by_their_first_account() -> None:
    labels = components(6, np.array([1, 4]), np.array([3, 5]))
    assert labels.tolist() == [0, 1, 2, 1, 3, 3]
    assert components(2, np.zeros(0, np.int64), np.zeros(0, np.int64)).tolist() == [0, 1]


def test_a_ring_is_tied_and_nobody_else_is() -> None:
    events, members = _ring()
    ties = find_ties(events, WINDOWS)
    kept = ties.timing_q <= 0.01
    flagged = np.union1d(ties.pairs.first[kept], ties.pairs.second[kept])
    assert set(flagged.tolist()) <= set(members.tolist())
    assert len(flagged) >= 0.9 * len(members)
    assert ties.tests >= len(ties.pairs)
    assert 0 < ties.calibration.saturation < 0.5


def test_the_ties_follow_from_the_seed_and_not_from_the_order() -> None:
    events, _ = _ring()
    order = np.random.default_rng(0).permutation(len(events))
    again = Events.gathered(
        events.account[order],
        events.object[order],
        events.at[order],
        sizes=(events.accounts, events.objects),
        published=events.published,
    )
    one, other = find_ties(events, WINDOWS), find_ties(again, WINDOWS)
    assert np.array_equal(one.pairs.first, other.pairs.first)
    assert np.array_equal(one.timing_q, other.timing_q)
    assert np.array_equal(one.sharing.expected, other.sharing.expected)
    assert len(seeded_blocks(events, 1)) == 10


@settings(max_examples=50, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 6), st.integers(0, 7), st.integers(0, 5)), min_size=1, max_size=60
    )
)
def test_the_number_of_tests_is_that_of_pairs_that_share_enough(
    rows: list[tuple[int, int, int]],
) -> None:
    columns = np.array(rows, np.int64).T
    events = Events.gathered(*columns, sizes=(7, 8))
    held = [{target for who, target, _ in rows if who == each} for each in range(7)]
    expected = sum(
        len(held[one] & held[other]) >= LEAST for one in range(7) for other in range(one)
    )
    assert pairs_sharing_enough(events, crowds(events, WINDOWS)) == expected
