"""PageRank against networkx, and its bounds."""

import networkx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inunison.detect.attention import pagerank

_EDGES = st.dictionaries(
    st.tuples(st.integers(0, 11), st.integers(0, 11)).filter(lambda pair: pair[0] != pair[1]),
    st.integers(1, 9),
    min_size=1,
    max_size=40,
)


@settings(deadline=None, max_examples=60)
@given(_EDGES)
def test_it_equals_networkx(edges: dict[tuple[int, int], int]) -> None:
    ordered = sorted(edges.items())
    start = np.array([pair[0] for pair, _ in ordered])
    end = np.array([pair[1] for pair, _ in ordered])
    weight = np.array([float(count) for _, count in ordered])
    graph = networkx.DiGraph()
    graph.add_nodes_from(range(12))
    graph.add_weighted_edges_from((a, b, count) for (a, b), count in ordered)
    wanted = networkx.pagerank(graph, alpha=0.85, tol=1e-13, max_iter=500)
    found = pagerank(12, start, end, weight)
    assert found.tolist() == pytest.approx([wanted[place] for place in range(12)], abs=1e-9)
    assert found.sum() == pytest.approx(1.0, abs=1e-9)


def test_who_is_reposted_by_many_has_more_than_who_is_reposted_by_one() -> None:
    found = pagerank(5, np.array([1, 2, 3, 4]), np.array([0, 0, 0, 3]), np.ones(4))
    assert found.argmax() == 0
    assert found[3] > found[4]
