"""The newest Neo4j, chosen by INUNISON_NEO4J: the demo, all questions, both languages, walls."""

import json
import os
from collections.abc import Iterable, Iterator

import psutil
import pytest

from inunison import Case, queries
from inunison.errors import QueryError, RefusedQuery, ServerError
from inunison.graph import answers, guard
from inunison.graph import server as servers
from inunison.graph.connect import Connection, open_connection
from inunison.graph.server import launch
from inunison.graph.server.archive import Archive
from inunison.graph.server.places import server_folder
from inunison.graph.server.program import NEWEST
from inunison.graph.server.record import read_record
from inunison.queries import Query
from tests.newest import newest_java
from tests.queries.test_goldens import ELSEWHERE, FOLDER, OF_ARTICLES, OF_THE_DEMO, given, rows_of
from tests.test_guard_leak import LEAKS, READS

pytestmark = pytest.mark.server
CASE = "newest"
LANGUAGES = ("CYPHER 5", "CYPHER 25")


@pytest.fixture(scope="module")
def chosen() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("INUNISON_JAVA", str(newest_java()))
        patch.setenv("INUNISON_NEO4J", NEWEST.series)
        # started once: to write an archive of its classes would take longer than it saves
        patch.setattr(launch, "archive_for", lambda *_: Archive(()))
        yield
        servers.stop(CASE)


@pytest.fixture(scope="module")
def demo(chosen: None, imported_demo: Case) -> Case:
    """The demo on a newest Neo4j of its own."""
    address = servers.ensure_running(CASE, keep=True)
    login = {"uri": address.uri, "username": address.username, "password": address.password}
    case = Case(imported_demo.folder, login)
    assert case.load().kind == "first"
    return case


@pytest.fixture(scope="module")
def newest(demo: Case) -> Iterator[Connection]:
    with open_connection(demo.address()) as connection:
        yield connection


def test_it_is_the_newest(newest: Connection) -> None:
    rows = newest.read(
        "CALL dbms.components() YIELD name, versions RETURN name, versions", {}, timeout_s=30
    )[1]
    assert {row[0]: row[1] for row in rows} == {
        "Neo4j Kernel": [NEWEST.version],
        "Cypher": ["5", "25"],
    }
    found = servers.status(CASE)
    assert (found.ready, found.version) == (True, NEWEST.version)
    assert f"{CASE}@{NEWEST.series}" in str(found.home)


@pytest.mark.parametrize("query", OF_THE_DEMO, ids=lambda query: query.name)
def test_every_question_is_answered_as_on_the_long_term_release(demo: Case, query: Query) -> None:
    assert rows_of(demo, query) == json.loads((FOLDER / f"{query.name}.json").read_text())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("query", queries.shipped(), ids=lambda query: query.name)
def test_both_languages_say_the_same(
    newest: Connection, demo: Case, query: Query, language: str
) -> None:
    bound = queries.bind(query, given(demo, query))
    plain = answers.ask_cypher(newest, query.cypher, bound)
    assert answers.ask_cypher(newest, f"{language} {query.cypher}", bound).rows == plain.rows
    assert plain.rows or query.name in ELSEWHERE | OF_ARTICLES


@pytest.mark.parametrize("text", ["LET x = 1 RETURN x", "FILTER true RETURN 1 AS x"])
def test_what_only_the_newer_language_has(newest: Connection, text: str) -> None:
    assert answers.ask_cypher(newest, f"CYPHER 25 {text}", {}).rows == [(1,)]
    with pytest.raises(QueryError, match="does not take the query"):
        answers.ask_cypher(newest, f"CYPHER 5 {text}", {})


def _without_language(texts: Iterable[str]) -> list[str]:
    return [text for text in texts if not text.startswith("CYPHER")]


@pytest.mark.parametrize("prefix", ["", *LANGUAGES])
def test_the_check_of_the_plan_refuses_the_same(newest: Connection, prefix: str) -> None:
    for text in _without_language(LEAKS.values()):
        with pytest.raises(RefusedQuery):
            guard.check_plan(newest, f"{prefix} {text}", {})


@pytest.mark.parametrize("prefix", ["", *LANGUAGES])
def test_what_only_reads_passes(newest: Connection, prefix: str) -> None:
    for text in _without_language(READS):
        assert guard.check_plan(newest, f"{prefix} {text}", {}).operators[0] == "ProduceResults"


@pytest.mark.parametrize("prefix", ["", *LANGUAGES])
def test_unknown_names_are_remarked(newest: Connection, prefix: str) -> None:
    text = f"{prefix} MATCH (n:Zebra17)-[:ZEBRA17]->() RETURN n.zebra17 AS z"
    codes = {code for code, _ in guard.check_plan(newest, text, {}).notices}
    assert codes == {"01N50", "01N51", "01N52"}


@pytest.mark.parametrize(
    ("cypher", "reason"),
    [
        ("LOAD CSV FROM 'file:///x.csv' AS r RETURN r", "allow_csv_import_from_file_urls"),
        ("LOAD CSV FROM 'http://127.0.0.1:1/' AS r RETURN r", "cypher_ip_blocklist"),
        ("CALL gds.graph.export('g', {dbName: 'x'})", "no procedure with the name"),
        ("CALL gds.debug.sysInfo()", "no procedure with the name"),
    ],
)
def test_its_settings_refuse_the_same(newest: Connection, cypher: str, reason: str) -> None:
    for language in LANGUAGES:
        with pytest.raises(QueryError, match=reason):
            newest.read(f"{language} {cypher}", {}, timeout_s=30)


def test_the_library_of_algorithms_is_there(newest: Connection) -> None:
    row = newest.read("RETURN gds.version() AS version", {}, timeout_s=60)[1][0]
    assert row["version"] == NEWEST.plugins


def test_only_this_machine_can_connect(newest: Connection) -> None:
    record = read_record(server_folder(CASE))
    assert record is not None
    sockets = psutil.Process(record.pid).net_connections("tcp")
    listening = {each.laddr for each in sockets if each.status == psutil.CONN_LISTEN}
    assert {address.ip.removeprefix("::ffff:") for address in listening} == {"127.0.0.1"}
    assert {address.port for address in listening} == {record.bolt, record.http}


def test_the_java_of_the_long_term_release_is_refused(
    chosen: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("INUNISON_JAVA")
    with pytest.raises(ServerError, match=r"runs on Java 25, and .* is Java 21") as caught:
        launch.launch(server_folder("another"), lambda _sentence: None)
    assert "INUNISON_JAVA" in caught.value.advice
    assert not os.path.lexists(server_folder("another").path)
