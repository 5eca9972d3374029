"""What READ mode lets through and the guard does not: each refused by the guard alone."""

import pytest

from inunison.errors import QueryError, RefusedQuery
from inunison.graph import guard
from inunison.graph.connect import Connection

LOAD = "LOAD CSV FROM 'file:///etc/hostname' AS line RETURN line"
LEAKS = {
    "a file": LOAD,
    "a file in small letters": "load csv with headers from 'file:///etc/hostname' as l return l",
    "a file over two lines": "LOAD\n/* */ CSV FROM 'file:///etc/hostname' AS l RETURN l",
    "a file after a comment": "/* RETURN 1; */ // x\rLOAD CSV FROM 'file:///x' AS l RETURN l",
    "rows out over http": "MATCH (n) LOAD CSV FROM 'http://127.0.0.1:1/' + n.handle AS l RETURN l",
    "a file in a list": f"RETURN [x IN [1] | COLLECT {{ {LOAD} }}] AS a",
    "a file in a case": f"RETURN CASE WHEN true THEN COUNT {{ {LOAD} }} END AS a",
    "a file in a reduce": f"RETURN reduce(s = 0, x IN [1] | s + COUNT {{ {LOAD} }}) AS a",
    "a file in an exists": f"MATCH (n) WHERE any(x IN [1] WHERE EXISTS {{ {LOAD} }}) RETURN n",
    "a procedure in a list": (
        "RETURN [x IN [1] | COUNT { CALL gds.graph.list() YIELD graphName RETURN graphName }] AS a"
    ),
    "kill a connection": "CALL dbms.killConnection('bolt-1')",
    "kill connections": "CALL dbms.killConnections(['bolt-1'])",
    "kill in backticks": "CALL `dbms` . `killConnection`('bolt-1')",
    "kill, if it is there": "OPTIONAL CALL dbms.killConnection('bolt-1')",
    "end transactions": "TERMINATE TRANSACTIONS 'neo4j-transaction-1'",
    "see transactions": "SHOW TRANSACTIONS",
    "see settings": "SHOW SETTINGS",
    "see settings by call": "CALL dbms.listConfig()",
    "see the server": "CALL dbms.components()",
    "see users": "SHOW USERS",
    "see databases": "SHOW DATABASES",
    "change the password": "ALTER CURRENT USER SET PASSWORD FROM 'a' TO 'b'",
    "make a user": "CREATE USER eve SET PASSWORD 'abcdefgh'",
    "project by call": "CALL gds.graph.project('g', '*', '*')",
    "project by function": "MATCH (n) RETURN gds.graph.project('g', n, n) AS g",
    "project in a subquery": "RETURN COLLECT {MATCH (n) RETURN gds.graph.project('g', n, n)} AS g",
    "project in backticks": "MATCH (n) RETURN `gds` /**/ . graph.`project`('g', n, n) AS g",
    "export": "CALL gds.graph.export('g', {dbName: 'x'})",
    "write by an algorithm": "CALL gds.pageRank.write('g', {writeProperty: 'x'})",
    "stream from a projection": "CALL gds.pageRank.stream('g')",
    "make a label": "CALL db.createLabel('X')",
    "load from elsewhere": "CALL apoc.load.json('http://127.0.0.1:1/') YIELD value RETURN value",
    "run text": "RETURN apoc.cypher.runFirstColumnSingle('RETURN 1', {}) AS x",
    "create": "CREATE (n:Account) RETURN n",
    "merge": "MERGE (n:Account {uid: 'x'}) RETURN n",
    "set": "MATCH (n) SET n.x = 1 RETURN n",
    "remove": "MATCH (n) REMOVE n.x RETURN n",
    "delete": "MATCH (n) DETACH DELETE n",
    "for each": "FOREACH (x IN [1] | CREATE (:Account))",
    "an index": "CREATE INDEX x FOR (n:Account) ON (n.x)",
    "a constraint": "DROP CONSTRAINT account_uid IF EXISTS",
    "in transactions": "MATCH (n) CALL (n) { RETURN 1 AS x } IN TRANSACTIONS RETURN x",
    "in concurrent ones": (
        "MATCH (n) CALL (n) { RETURN 1 AS x } IN 2 CONCURRENT TRANSACTIONS RETURN x"
    ),
    "another database": "USE system SHOW DATABASES",
    "another database inside": "CALL () { USE neo4j MATCH (n) RETURN n } RETURN n",
    "explain before": "EXPLAIN CREATE (n)",
    "profile before": "/* */ PROFILE MATCH (n) DELETE n",
    "options before": "CYPHER runtime=slotted CREATE (n)",
    "options after the language": "CYPHER 25 runtime=slotted RETURN 1 AS x",
    "options far after the language": "CYPHER 5 planner /* */ = cost runtime=slotted RETURN 1 AS x",
    "explain after the language": "CYPHER 5 EXPLAIN RETURN 1 AS x",
    "profile after the language": "CYPHER 25 PROFILE CREATE (n)",
    "two languages": "CYPHER 5 CYPHER 25 RETURN 1 AS x",
    "another language": "CYPHER 4 RETURN 1 AS x",
    "a language without a query": "CYPHER 25 RETURN",
    "a file after the language": f"CYPHER 5 {LOAD}",
    "a second statement": "RETURN 1 AS x; MATCH (n) DETACH DELETE n",
}
HIDDEN = {
    "an escape in a keyword": "L\\u004fAD CSV FROM 'file:///etc/hostname' AS l RETURN l",
    "an escape that ends a text": "RETURN '\\u0027 + COUNT { LOAD CSV FROM \\u0027x\\u0027 }'",
    "an invisible space": "LOAD\u180eCSV FROM 'file:///etc/hostname' AS l RETURN l",
    "a zero width space": "LOAD\u200bCSV FROM 'file:///etc/hostname' AS l RETURN l",
    "a NUL": "LOAD\x00CSV FROM 'file:///etc/hostname' AS l RETURN l",
    "a quote without end": "RETURN ' AS x",
    "nothing": " ; // ",
}
READS = [
    "CYPHER 5 MATCH (a:Account) RETURN a.handle AS h",
    "MATCH (a:Account)-[:POSTED]->(p:Post) RETURN a.handle AS h, count(p) AS n ORDER BY n LIMIT 3;",
    "MATCH p = shortestPath((a:Account {uid: 'x'})-[:REPOSTED*..4]->(b:Account)) RETURN p",
    "MATCH p = SHORTEST 2 (a:Account)-[:REPOSTED]->+(b:Account {uid: 'y'}) RETURN p",
    "MATCH (a:Account)-[:REPOSTED]->{1,3}(b) WHERE a <> b RETURN DISTINCT b.uid AS b",
    "MATCH (a:Account) OPTIONAL MATCH (a)-[:POSTED]->(p) WITH a, collect(p) AS ps UNWIND ps AS p"
    " RETURN a, p UNION MATCH (a:Account) RETURN a, null AS p",
    "MATCH (a:Account) WHERE a.handle STARTS WITH 'a' OR a.name CONTAINS 'b' RETURN count(*) AS n",
    "MATCH (a:Account) WHERE a.community IN [1, 2] AND NOT EXISTS { (a)-[:POSTED]->() } RETURN a",
    "CALL (*) { MATCH (a:Account) RETURN a LIMIT 1 } RETURN a, COUNT { (a)-[:POSTED]->() } AS n",
    "RETURN datetime.fromepoch(1, 2) AS t, point.distance(point({x: 0, y: 0}), point({x: 1, y: 1}))"
    " AS d, vector.similarity.cosine([1.0], [1.0]) AS v, gds.similarity.jaccard([1], [1]) AS j",
    "RETURN 'LOAD CSV; CALL dbms.killConnection(1)' AS x, \"it's\" AS y, 1 AS `USE neo4j; gds.a(`",
    "MATCH (load:Account) WHERE load.csv = 1 AND load.use = 2 RETURN load, {call: 1, use: 2} AS m",
    "CALL db.labels() YIELD label RETURN label ORDER BY label",
    "CALL db.schema.visualization()",
    "SHOW INDEXES",
    "SHOW FUNCTIONS YIELD name RETURN name",
]


@pytest.mark.server
@pytest.mark.parametrize("what", LEAKS)
def test_what_is_not_reading_is_refused_before_it_runs(graph: Connection, what: str) -> None:
    with pytest.raises(RefusedQuery) as raised:
        guard.check_plan(graph, LEAKS[what], {})
    assert raised.value.exit_code == 5
    assert raised.value.advice


@pytest.mark.parametrize("what", HIDDEN)
def test_what_is_hidden_from_the_guard_is_an_error(what: str) -> None:
    with pytest.raises(QueryError):
        guard.check_text(HIDDEN[what])


@pytest.mark.server
@pytest.mark.parametrize("text", READS)
def test_what_only_reads_passes(graph: Connection, text: str) -> None:
    plan = guard.check_plan(graph, text, {})
    assert not plan.cypher.endswith(";")
    assert plan.operators[0] == "ProduceResults"


@pytest.mark.server
def test_unknown_names_are_remarked(graph: Connection) -> None:
    text = "MATCH (n:Zebra17)-[:ZEBRA17]->() RETURN n.zebra17 AS z"
    codes = {code for code, _ in guard.check_plan(graph, text, {}).notices}
    assert codes == {"01N50", "01N51", "01N52"}


@pytest.mark.server
def test_grammar_errors_name_the_place(graph: Connection) -> None:
    with pytest.raises(QueryError, match=r"does not take the query at line 2, column \d+"):
        guard.check_plan(graph, "MATCH (n)\nRETRUN n", {})
    with pytest.raises(QueryError, match="does not take the query"):
        guard.check_plan(graph, "MATCH (n) RETURN nope(n)", {})


def test_a_plan_is_refused_where_the_text_was_not_understood() -> None:
    """The plan is a second wall: it holds even if the text said nothing."""
    for plan, reason in (
        ({"operatorType": "LoadCSV@neo4j"}, "LoadCSV"),
        ({"operatorType": "Brandnew@neo4j"}, "Brandnew"),
        ({"operatorType": ""}, "without a name"),
        ({"operatorType": "ProcedureCall@neo4j", "args": {"Details": "a.`b`(1) :: ()"}}, "a.b"),
        (
            {"operatorType": "ProcedureCall@neo4j", "args": {"Details": "db.labels(x.y()) ::"}},
            "x.y",
        ),
        (
            {"operatorType": "Projection", "args": {"Details": 'COUNT { LOAD CSV FROM "x" }'}},
            "LOAD",
        ),
        ({"operatorType": "Projection", "args": {"Details": "gds.graph.project($a)"}}, "gds.graph"),
    ):
        nested = {"operatorType": "ProduceResults@neo4j", "children": [plan]}
        assert any(reason in said for said in guard._plan_refusals(nested))
    harmless = {
        "operatorType": "Projection@neo4j",
        "args": {"Details": "date.truncate($a) AS `gds.x(LOAD CSV)`, cache[n.a] = 'x.y('"},
    }
    assert list(guard._plan_refusals(harmless)) == []
