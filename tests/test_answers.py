"""Asking: caps, limits, counts, time, errors, and what values look like."""

import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from inunison import queries
from inunison.errors import QueryError, QueryTimeout, RefusedQuery, ServerError, UsageError
from inunison.graph import answers, canary
from inunison.graph.connect import Address, Connection, open_connection

pytestmark = pytest.mark.server

NUMBERS = """\
// Numbers
// about: Whole numbers.
// param top: int = 30 | the last one
// param limit: int = 25 | rows to return
// columns: n
UNWIND range(1, $top) AS n
RETURN n
ORDER BY n
LIMIT $limit
"""


@pytest.fixture
def numbers() -> queries.Query:
    return queries.parse(NUMBERS, path=Path("test/numbers.cypher"))


def test_all_rows_are_their_own_total(graph: Connection, numbers: queries.Query) -> None:
    answer = answers.ask(graph, numbers, {"top": "3"})
    assert answer.rows == [(1,), (2,), (3,)]
    assert answer.records()[0] == {"n": 1}
    assert (answer.total, answer.truncated) == (3, False)
    assert answer.parameters == {"top": 3, "limit": 25}
    assert answer.query is numbers
    assert answer.elapsed_s > 0


def test_what_the_limit_leaves_out_is_counted(graph: Connection, numbers: queries.Query) -> None:
    answer = answers.ask(graph, numbers, {"top": 4212, "limit": 10})
    assert len(answer.rows) == 10
    assert (answer.total, answer.truncated) == (4212, True)
    assert answers.ask(graph, numbers, {"top": 10, "limit": 10}).truncated is False


def test_the_cap_on_rows_is_under_the_limit(graph: Connection, numbers: queries.Query) -> None:
    answer = answers.ask(graph, numbers, {"top": 30, "limit": 20}, row_cap=5)
    assert len(answer.rows) == 5
    assert (answer.total, answer.truncated) == (30, True)


def test_a_count_that_fails_takes_nothing_away(graph: Connection, numbers: queries.Query) -> None:
    broken = replace(numbers, count="RETURN 1 / 0 AS total")
    answer = answers.ask(graph, broken, {"limit": 10})
    assert len(answer.rows) == 10
    assert (answer.total, answer.truncated) == (None, True)


def test_a_text_is_cut_without_being_fetched(graph: Connection) -> None:
    begun = time.monotonic()
    answer = answers.ask_cypher(graph, "UNWIND range(1, 100000000) AS n RETURN n", {}, row_cap=7)
    assert [row[0] for row in answer.rows] == list(range(1, 8))
    assert (answer.total, answer.truncated) == (None, True)
    assert time.monotonic() - begun < 20


def test_a_long_question_is_stopped(graph: Connection) -> None:
    text = "UNWIND range(1, 100000) AS a UNWIND range(1, 1000000) AS b RETURN count(*) AS n"
    with pytest.raises(QueryTimeout, match="after 1 s") as raised:
        answers.ask_cypher(graph, text, {}, timeout_s=1)
    assert raised.value.exit_code == 5


def test_a_question_that_needs_too_much_memory_is_one_sentence(graph: Connection) -> None:
    text = "UNWIND range(1, 100000000) AS x WITH collect([x, x, x]) AS l RETURN size(l) AS n"
    with pytest.raises(QueryError, match="more memory than the server gives"):
        answers.ask_cypher(graph, text, {})


def test_an_error_while_it_runs_is_one_sentence(graph: Connection) -> None:
    with pytest.raises(QueryError, match="by zero"):
        answers.ask_cypher(graph, "UNWIND [1, 0] AS x RETURN 1 / x AS y", {})
    with pytest.raises(QueryError, match="parameter"):
        answers.ask_cypher(graph, "RETURN $missing AS y", {})


def test_an_instant_that_python_has_not_is_one_sentence(graph: Connection) -> None:
    with pytest.raises(QueryError, match="before the year 1"):
        answers.ask_cypher(graph, "RETURN datetime('-0044-03-15T12:00:00Z') AS x", {})


def test_limits_that_make_no_sense_are_refused(graph: Connection) -> None:
    for timeout_s in (0.0, -1.0, 1e9):
        with pytest.raises(UsageError, match="time limit"):
            answers.ask_cypher(graph, "RETURN 1 AS x", {}, timeout_s=timeout_s)
    with pytest.raises(UsageError, match="cap on rows"):
        answers.ask_cypher(graph, "RETURN 1 AS x", {}, row_cap=0)


def test_values_of_parameters_are_never_cypher(graph: Connection) -> None:
    hostile = "x'}) DETACH DELETE n //\u0000\u202e `$y` \\u0027 <b>"
    answer = answers.ask_cypher(graph, "RETURN $x AS x", {"x": hostile})
    assert answer.rows == [(hostile,)]


def test_a_server_that_goes_away_is_one_sentence() -> None:
    nowhere = Address("bolt://127.0.0.1:9", "neo4j", "x", "neo4j", "option")
    import neo4j

    with (
        neo4j.GraphDatabase.driver(nowhere.uri) as driver,
        pytest.raises(ServerError, match="connection to Neo4j was lost"),
    ):
        answers.ask_cypher(Connection(nowhere, driver), "RETURN 1 AS x", {})


VALUES = {
    "datetime('2021-03-06T14:03:12.417+02:00')": datetime(2021, 3, 6, 12, 3, 12, 417000, UTC),
    "datetime('2021-03-06T14:03:12.123456789Z')": datetime(2021, 3, 6, 14, 3, 12, 123456, UTC),
    "localdatetime('2021-03-06T14:03:12')": "2021-03-06T14:03:12.000000000",
    "date('2021-03-06')": "2021-03-06",
    "localtime('14:03')": "14:03:00.000000000",
    "duration({seconds: 90})": "PT1M30S",
    "point({x: 1, y: 2.5})": "point(1, 2.5; srid 7203)",
    "[1, [2.5, 'x'], null, true]": [1, [2.5, "x"], None, True],
    "{a: {b: date('2021-03-06')}}": {"a": {"b": "2021-03-06"}},
    "null": None,
    "9223372036854775807": 9223372036854775807,
}


@pytest.mark.parametrize("written", VALUES)
def test_values_become_plain(graph: Connection, written: str) -> None:
    ((value,),) = answers.ask_cypher(graph, f"RETURN {written} AS x", {}).rows
    assert value == VALUES[written]
    assert type(value) is type(VALUES[written])


def test_nodes_edges_and_paths_are_readable(graph: Connection) -> None:
    canary.write(graph)
    graph.execute_implicit("MATCH (n:Hashtag) SET n.name = $name", {"name": "it's" + "x" * 90})
    text = "MATCH p = (t:Hashtag)<-[e:TAGGED]-(:Post) RETURN t, e, p, [t] AS l"
    ((node, edge, path, listed),) = answers.ask_cypher(graph, text, {}).rows
    assert node == "(:Hashtag {name: 'it\\'s" + "x" * 76 + "...', uid: 'canary-Hashtag'})"
    assert edge == "-[:TAGGED]->"
    assert listed == [node]
    assert str(path).startswith(f"{node}<-[:TAGGED]-(:Post {{client: 'canary', collected: true, ")


def test_no_shipped_question_names_what_the_model_has_not(graph: Connection) -> None:
    canary.write(graph)
    for query in queries.shipped():
        plans = answers.explain(graph, query)
        assert len(plans) == 3, query.name
        for plan in plans:
            unknown = [text for code, text in plan.notices if code in canary.UNKNOWN_NAME_CODES]
            assert unknown == [], query.name


def test_a_stored_question_is_guarded_too(graph: Connection, numbers: queries.Query) -> None:
    leak = replace(numbers, cypher=f"LOAD CSV FROM 'file:///x' AS l {numbers.cypher}")
    with pytest.raises(RefusedQuery, match="LOAD CSV"):
        answers.ask(graph, leak, {})
    leak = replace(numbers, count="LOAD CSV FROM 'file:///x' AS l RETURN 1 AS total")
    assert answers.ask(graph, leak, {"limit": 1}).total is None


def test_answers_become_frames(graph: Connection, numbers: queries.Query) -> None:
    frame = answers.ask(graph, numbers, {"top": 3}).frame()
    assert list(frame["n"]) == [1, 2, 3]
    assert str(frame["n"].dtype) == "Int64"


def test_reading_does_not_need_a_writing_session(server: Address) -> None:
    with open_connection(server) as connection, pytest.raises(QueryError):
        connection.read("CREATE (n:Account {uid: 'x'}) RETURN n", {}, timeout_s=10)
