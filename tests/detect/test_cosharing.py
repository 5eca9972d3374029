"""The co-sharing null: what it keeps constant, what it lets pass and what it proposes."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inunison.detect.blocks import Blocks, found_blocks
from inunison.detect.cosharing import activity, co_sharing, ladder
from inunison.detect.crowds import crowds
from inunison.detect.events import Events
from inunison.detect.join import PairCounts, windowed_pairs
from inunison.simulation.crowd import Crowd, organic
from inunison.simulation.planted import COPIES, plant

WINDOWS = [10_000_000, 60_000_000, 300_000_000, 3_600_000_000]


def _events(shares: object) -> Events:
    return Events.gathered(*shares.columns(), sizes=(len(shares.role), len(shares.topic)))  # type: ignore[attr-defined]


def _proposed(events: Events, seed: int = 0) -> set[int]:
    pairs = windowed_pairs(events, WINDOWS, least=3)
    tested = co_sharing(events, pairs, crowds(events, WINDOWS), [found_blocks(events, seed)])
    kept = tested.q <= 0.01
    return set(pairs.first[kept].tolist()) | set(pairs.second[kept].tolist())


@given(
    st.lists(
        st.tuples(st.integers(0, 6), st.integers(0, 5), st.integers(0, 30)), min_size=4, max_size=80
    )
)
@settings(deadline=None)
def test_what_is_expected_of_all_pairs_is_what_the_blocks_produced(
    rows: list[tuple[int, int, int]],
) -> None:
    columns = np.array(rows, np.int64).T
    events = Events.gathered(columns[0], columns[1], columns[2], sizes=(7, 6))
    blocks = Blocks(np.array([0, 0, 0, 1, 1, 1]), 2)
    first, second = np.triu_indices(7, 1)
    pairs = PairCounts(first, second, np.zeros((21, 1), np.int64))
    found = crowds(events, [8])
    expected = co_sharing(events, pairs, found, [blocks]).expected.sum()
    number = activity(events)
    capped = np.minimum(number[first], number[second]).sum()
    # A pair is never expected to share more than either of it shared at all.
    assert expected <= found.near.sum() + 1e-9
    assert expected <= capped + 1e-9


def test_nothing_is_lost_where_no_pair_is_capped() -> None:
    random = np.random.default_rng(3)
    events = Events.gathered(
        random.integers(0, 40, 3000), random.integers(0, 90, 3000), random.integers(0, 500, 3000)
    )
    first, second = np.triu_indices(40, 1)
    found = crowds(events, [3])
    tested = co_sharing(
        events,
        PairCounts(first, second, np.zeros((len(first), 1), np.int64)),
        found,
        [Blocks(np.arange(90) % 3, 3)],
    )
    assert tested.expected.sum() == pytest.approx(found.near.sum(), abs=1e-9)


def test_an_organic_collection_proposes_nobody() -> None:
    assert _proposed(_events(organic(Crowd(), np.random.default_rng(31)))) == set()


def test_a_planted_group_is_proposed_and_its_bystanders_are_not() -> None:
    random = np.random.default_rng(32)
    shares = organic(Crowd(), random)
    members = plant(shares, COPIES, random)
    found = _proposed(_events(shares))
    assert found == set(members.tolist())


def test_blocks_are_large_and_cover_every_object() -> None:
    events = _events(organic(Crowd(), np.random.default_rng(33)))
    blocks = found_blocks(events, 1)
    assert len(blocks.of_object) == events.objects
    assert 4 <= blocks.count <= 12
    assert np.bincount(blocks.of_object).min() >= 200


def test_without_events_there_is_one_block() -> None:
    nothing = np.zeros(0, np.int64)
    assert found_blocks(Events.gathered(nothing, nothing, nothing), 0).count == 1


def test_the_best_window_pays_for_all_that_were_tried() -> None:
    count = np.array([[2, 3, 9], [0, 1, 2]])
    p = np.array([[1e-9, 0.01, 0.02], [1e-9, 1e-9, 1e-9]])
    found, best = ladder(count, p)
    assert found.tolist() == pytest.approx([0.03, 1.0])
    assert best[0] == 1
