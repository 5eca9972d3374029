"""Communities against a known network, their stability, their determinism and their numbering."""

from pathlib import Path

import networkx
import numpy as np
import pytest

from inunison import engine
from inunison.detect.communities import SAYERS_LIMIT, SEEDS, Ties, gather_ties, partition, runs_of


def _ties(edges: list[tuple[int, int, float]], size: int) -> Ties:
    ordered = sorted((min(a, b), max(a, b), weight) for a, b, weight in edges)
    start, end, weight = zip(*ordered, strict=True)
    return Ties(size, np.array(start), np.array(end), np.array(weight, dtype=float))


def _karate() -> Ties:
    graph = networkx.karate_club_graph()
    return _ties([(a, b, 1.0) for a, b in graph.edges()], graph.number_of_nodes())


def test_the_karate_club_falls_into_its_best_known_partition() -> None:
    found = partition(_karate())
    assert found.community.max() == 4
    # 0.4198 is the greatest modularity known for this network.
    assert found.modularity == pytest.approx(0.4198, abs=5e-4)


def test_modularity_is_that_of_an_independent_implementation() -> None:
    ties = _karate()
    found = partition(ties)
    graph = networkx.Graph(zip(ties.start.tolist(), ties.end.tolist(), strict=True))
    groups = [
        set(np.flatnonzero(found.community == number).tolist())
        for number in range(1, int(found.community.max()) + 1)
    ]
    assert found.modularity == pytest.approx(networkx.community.modularity(graph, groups))


def test_two_runs_agree_to_the_last_bit() -> None:
    first, second = partition(_karate()), partition(_karate())
    assert first.community.tolist() == second.community.tolist()
    assert first.stability.tolist() == second.stability.tolist()


def test_two_cliques_without_a_tie_between_them_are_two_stable_communities() -> None:
    first = [(a, b, 1.0) for a in range(5) for b in range(a + 1, 5)]
    second = [(a, b, 1.0) for a in range(5, 9) for b in range(a + 1, 9)]
    found = partition(_ties(first + second, 9))
    assert found.community.tolist() == [1] * 5 + [2] * 4
    assert found.stability.tolist() == [1.0] * 9


def test_of_two_communities_of_one_size_the_one_with_the_first_account_comes_first() -> None:
    found = partition(_ties([(0, 3, 1.0), (1, 2, 1.0)], 4))
    assert found.community.tolist() == [1, 2, 2, 1]


def test_a_random_network_is_less_stable_than_one_with_structure() -> None:
    random = networkx.gnm_random_graph(60, 120, seed=4)
    edges = [(a, b, 1.0) for a, b in random.edges()]
    assert partition(_ties(edges, 60)).stability.mean() < 0.9


def test_heavier_ties_hold_together() -> None:
    square = [(0, 1, 10.0), (2, 3, 10.0), (0, 2, 1.0), (1, 3, 1.0)]
    assert partition(_ties(square, 4)).community.tolist() == [1, 1, 2, 2]


def _said(folder: Path, texts: list[range]) -> Ties:
    """Return the ties of accounts that said texts, each by the accounts of a range."""
    rows = [(f"t{place}", f"a{who}", len(said)) for place, said in enumerate(texts) for who in said]
    with engine.opened(folder / "spill") as database:
        database.execute('CREATE TABLE reposted (start VARCHAR, "end" VARCHAR, posts BIGINT)')
        database.execute('CREATE TABLE says ("end" VARCHAR, account VARCHAR, accounts BIGINT)')
        database.executemany("INSERT INTO says VALUES (?, ?, ?)", rows)
        database.execute(
            "CREATE TABLE text_counts AS"
            ' SELECT DISTINCT "end" AS uid, accounts, true AS evidence FROM says'
        )
        return gather_ties(database)


def _strength(ties: Ties) -> np.ndarray:
    ends = np.concatenate([ties.start, ties.end])
    return np.bincount(ends, np.concatenate([ties.weight, ties.weight]), ties.size)


@pytest.mark.parametrize("sayers", [2, 3, 10, 11, 12, 13, 57, SAYERS_LIMIT])
def test_a_text_ties_each_sayer_to_others_with_weight_one(tmp_path: Path, sayers: int) -> None:
    ties = _said(tmp_path, [range(sayers)])
    assert ties.size == sayers
    others = min(sayers - 1, 10)
    assert len(ties.start) == sayers * others // 2
    assert (ties.start < ties.end).all()
    assert _strength(ties) == pytest.approx(1, abs=1e-4)
    assert np.bincount(np.concatenate([ties.start, ties.end])).tolist() == [others] * sayers
    graph = networkx.Graph(zip(ties.start.tolist(), ties.end.tolist(), strict=True))
    assert networkx.is_connected(graph)


def test_each_text_ties_to_others_of_its_sayers(tmp_path: Path) -> None:
    one = _said(tmp_path / "one", [range(60)])
    two = _said(tmp_path / "two", [range(60), range(60)])
    assert len(two.start) > 1.5 * len(one.start)
    assert _strength(two) == pytest.approx(2)


def test_a_slogan_ties_nobody(tmp_path: Path) -> None:
    assert _said(tmp_path, [range(SAYERS_LIMIT + 1)]).size == 0


@pytest.mark.parametrize(
    ("ties", "runs"),
    [(0, SEEDS), (1, SEEDS), (400_000, SEEDS), (400_001, 19), (800_000, 10), (10**8, 10)],
)
def test_a_large_network_gets_fewer_runs_by_a_stated_rule(ties: int, runs: int) -> None:
    assert runs_of(ties) == runs


def test_a_partition_says_how_many_runs_it_stands_on() -> None:
    assert partition(_karate()).runs == SEEDS
