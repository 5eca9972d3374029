"""Groups of ties, the firmness of a division, and the measure of agreement."""

import networkx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inunison.detect.communities import Ties
from inunison.detect.groups import agreed, grouped, rewire, structure_of


def _columns(graph: "networkx.Graph[int]") -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    edges = np.array(sorted((min(edge), max(edge)) for edge in graph.edges()), np.int64)
    return edges[:, 0], edges[:, 1], np.ones(len(edges))


def test_components_are_groups_by_size() -> None:
    number, structure = grouped(9, np.array([1, 5, 6, 5]), np.array([3, 6, 7, 7]), np.ones(4))
    assert number.tolist() == [0, 2, 0, 2, 0, 1, 1, 1, 0]
    assert structure is None


def test_no_ties_are_no_groups() -> None:
    nothing = np.zeros(0, np.int64)
    number, structure = grouped(3, nothing, nothing, np.zeros(0))
    assert number.tolist() == [0, 0, 0]
    assert structure is None


def test_two_cliques_with_one_tie_between_them_are_two_groups() -> None:
    graph = networkx.barbell_graph(8, 0)
    number, structure = grouped(16, *_columns(graph))
    assert number.tolist() == [1] * 8 + [2] * 8
    assert structure is not None
    assert structure.stable
    assert structure.agreement == 1.0


def test_a_random_network_has_no_stable_structure_and_stays_one_group() -> None:
    graph = networkx.gnm_random_graph(60, 300, seed=1)
    number, structure = grouped(60, *_columns(graph))
    assert structure is not None
    assert not structure.stable
    assert set(number.tolist()) == {1}


def test_one_clique_is_not_divided() -> None:
    number, structure = grouped(20, *_columns(networkx.complete_graph(20)))
    assert set(number.tolist()) == {1}
    assert structure is not None
    assert not structure.stable


def test_the_karate_club_is_firmer_than_chance() -> None:
    structure, parts = structure_of(*_columns(networkx.karate_club_graph()))
    assert len(parts) == 34
    assert structure.modularity == pytest.approx(0.4198, abs=0.01)
    assert structure.z is not None
    assert structure.z > 2


@given(st.integers(0, 50))
@settings(max_examples=20, deadline=None)
def test_rewiring_keeps_degrees_and_makes_no_loop_and_no_double(seed: int) -> None:
    one, other, weight = _columns(networkx.gnm_random_graph(20, 40, seed=seed))
    ties = Ties(20, one, other, weight)
    found = rewire(ties, np.random.default_rng(seed))
    assert (found.start < found.end).all()
    assert len(set(zip(found.start.tolist(), found.end.tolist(), strict=True))) == 40
    before = np.bincount(one, minlength=20) + np.bincount(other, minlength=20)
    after = np.bincount(found.start, minlength=20) + np.bincount(found.end, minlength=20)
    assert before.tolist() == after.tolist()


def test_agreement_is_one_for_the_same_partition_under_other_names() -> None:
    one = np.array([0, 0, 1, 1, 2, 2, 2])
    assert agreed(one, np.array([2, 2, 0, 0, 1, 1, 1])) == pytest.approx(1.0)


def test_agreement_is_about_zero_for_partitions_that_have_nothing_to_do_with_one_another() -> None:
    random = np.random.default_rng(1)
    found = [agreed(random.integers(0, 4, 200), random.integers(0, 4, 200)) for _ in range(20)]
    assert abs(float(np.mean(found))) < 0.02


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        # Values of scikit-learn's adjusted_mutual_info_score.
        ([0, 0, 1, 1], [0, 0, 1, 2], 0.5714285714285715),
        ([0, 0, 1, 2], [0, 0, 1, 1], 0.5714285714285715),
        ([0, 0, 0, 0], [0, 1, 2, 3], 0.0),
        ([0, 0, 0], [0, 0, 0], 1.0),
    ],
)
def test_agreement_has_its_known_values(one: list[int], other: list[int], wanted: float) -> None:
    assert agreed(np.array(one), np.array(other)) == pytest.approx(wanted)
