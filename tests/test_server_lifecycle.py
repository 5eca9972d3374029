"""The local server from start to end, on a real Neo4j."""

import pytest

from inunison.graph.connect import Connection

pytestmark = pytest.mark.server


def test_a_query_is_answered(graph: Connection) -> None:
    columns, records = graph.read("RETURN 1 AS one", {}, timeout_s=10)
    assert columns == ["one"]
    assert [record["one"] for record in records] == [1]


def test_the_graph_is_empty_for_each_test(graph: Connection) -> None:
    graph.execute_implicit("CREATE CONSTRAINT c FOR (a:A) REQUIRE a.uid IS UNIQUE", {})
    graph.write(lambda transaction: transaction.run("CREATE (:A {uid: 'x'})").consume())
    assert graph.read("MATCH (n) RETURN count(n) AS n", {}, timeout_s=10)[1][0]["n"] == 1


def test_nothing_is_left_of_the_test_before(graph: Connection) -> None:
    assert graph.read("MATCH (n) RETURN count(n) AS n", {}, timeout_s=10)[1][0]["n"] == 0
    assert graph.execute_implicit("SHOW CONSTRAINTS", {})[1] == []
