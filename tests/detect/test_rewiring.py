"""Rings against networks with the same degrees: counts by networkx, invariants, planted, null."""

from itertools import permutations

import networkx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inunison.detect.events import Whole
from inunison.detect.rewiring import Ring, rewired, ring

_TIES = st.sets(
    st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda tie: tie[0] != tie[1]),
    min_size=1,
    max_size=25,
)


def _columns(ties: list[tuple[int, int]]) -> tuple[Whole, Whole]:
    start, end = np.array(sorted(ties), np.int64).reshape(-1, 2).T
    return start, end


def _ring(ties: list[tuple[int, int]], members: list[int], rounds: int = 199) -> Ring:
    random = np.random.default_rng(0)
    found = ring(*_columns(ties), np.array(members, np.int64), random, rounds=rounds)
    assert found is not None
    return found


def _organic(accounts: int, ties: int, seed: int) -> list[tuple[int, int]]:
    graph = networkx.gnm_random_graph(accounts, ties, seed=seed, directed=True)
    return [(int(a), int(b)) for a, b in graph.edges()]


@given(_TIES, st.sets(st.integers(0, 7), min_size=1))
@settings(max_examples=40, deadline=None)
def test_counts_are_those_of_networkx(ties: set[tuple[int, int]], members: set[int]) -> None:
    inner = networkx.DiGraph(list(ties)).subgraph(members)
    found = _ring(list(ties), sorted(members), rounds=9)
    mutual = sum(1 for a, b in inner.edges() if inner.has_edge(b, a)) // 2
    cycles = sum(1 for each in networkx.simple_cycles(inner, 3) if len(each) == 3)
    assert (found.mutual.seen, found.cycles.seen) == (mutual, cycles)
    assert found.ties == inner.number_of_edges()


@given(_TIES, st.integers(0, 9))
@settings(max_examples=40, deadline=None)
def test_rewired_networks_keep_every_degree(ties: set[tuple[int, int]], seed: int) -> None:
    start, end = _columns(list(ties))
    made = rewired(start, end, 8, np.random.default_rng(seed), 5)
    for network in made:
        assert network.sum(axis=1).tolist() == np.bincount(start, minlength=9).tolist()
        assert network.sum(axis=0).tolist() == np.bincount(end, minlength=9).tolist()
        assert not network.diagonal().any()


def test_where_nothing_comes_back_no_chance_is_needed() -> None:
    """Every network has as many as none, so p is 1; of a star nothing can come back at all."""
    random = np.random.default_rng(0)
    start, end = _columns([(0, 1), (0, 2), (0, 3), (4, 0)])
    found = ring(start, end, np.arange(4), random)
    assert found is not None
    assert (found.mutual.p, found.cycles.p, found.ties, found.rewired) == (1.0, 1.0, 3, 4)
    assert random.random() == np.random.default_rng(0).random()


def test_rewiring_moves_ties_about() -> None:
    start, end = _columns(_organic(30, 120, 1))
    made = rewired(start, end, 30, np.random.default_rng(0), 20)
    kept = made[:, start, end].mean()
    assert 0.05 < kept < 0.4


def test_not_telling_others_apart_gives_the_mean_of_a_full_rewiring() -> None:
    """The same network, with all accounts as members and with ten of them."""
    ties = _organic(60, 400, 3)
    start, end = _columns(ties)
    full = rewired(start, end, 60, np.random.default_rng(1), 300)[:, :10, :10].astype(int)
    mutual = (full * full.transpose(0, 2, 1)).sum(axis=(1, 2)).mean() / 2
    found = _ring(ties, list(range(10)), rounds=999)
    assert found.mutual.mean == pytest.approx(mutual, abs=0.15)


def test_more_ties_than_can_be_rewired_are_not_tested() -> None:
    start, end = np.zeros(2_501, np.int64), np.arange(1, 2_502)
    assert ring(start, end, np.array([0]), np.random.default_rng(0)) is None


def test_a_planted_ring_is_beyond_chance() -> None:
    """Six accounts repost each other all round, amid a network of forty."""
    ties = set(_organic(40, 200, 2)) | set(permutations(range(6), 2))
    found = _ring(sorted(ties), list(range(6)))
    assert found.mutual.seen == 15
    assert found.mutual.p == pytest.approx(1 / 200)
    assert found.cycles.p == pytest.approx(1 / 200)
    assert found.mutual.z is not None
    assert found.mutual.z > 5


def test_active_accounts_of_a_random_network_are_within_chance() -> None:
    found = [_ring(_organic(40, 300, seed), list(range(10))).mutual.p for seed in range(12)]
    assert min(found) > 0.005
    assert float(np.mean(found)) == pytest.approx(0.5, abs=0.25)


def test_a_network_that_cannot_be_rewired_says_so() -> None:
    """Where every network with these degrees is the same, nothing departs from it."""
    found = _ring(list(permutations(range(4), 2)), [0, 1, 2, 3], rounds=20)
    assert found.mutual.seen == 6
    assert (found.mutual.z, found.mutual.p) == (None, 1.0)


def test_the_numbers_of_the_accounts_and_the_order_of_ties_do_not_matter() -> None:
    ties = sorted(set(_organic(20, 80, 5)))
    shifted = [(a + 100, b + 100) for a, b in ties]
    assert _ring(ties, [0, 1, 2, 3]) == _ring(shifted[::-1], [100, 101, 102, 103])
