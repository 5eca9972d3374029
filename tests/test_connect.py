"""Which Neo4j is meant, and what a failed connection says."""

import socket
import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from neo4j.exceptions import ClientError, ServiceUnavailable

from inunison.errors import ExitCode, QueryError, QueryTimeout, ServerError, UsageError
from inunison.graph.connect import (
    Address,
    Connection,
    _explained,
    open_connection,
    resolve_address,
)

ENVIRONMENT = {
    "NEO4J_URI": "bolt://environment:7687",
    "NEO4J_USERNAME": "eve",
    "NEO4J_PASSWORD": "of the environment",
    "NEO4J_DATABASE": "evening",
}
CASE = {"uri": "neo4j+s://case.example", "username": "carl", "database": "cases"}


def test_without_any_the_local_server_is_meant() -> None:
    assert resolve_address(case_settings=None, environment={}) is None
    assert resolve_address(case_settings={}, environment={"NEO4J_PASSWORD": "x"}) is None


def test_the_option_wins_over_the_environment_and_that_over_the_case() -> None:
    by_option = resolve_address(
        option_uri="bolt://option:1", case_settings=CASE, environment=ENVIRONMENT
    )
    by_environment = resolve_address(case_settings=CASE, environment=ENVIRONMENT)
    by_case = resolve_address(case_settings=CASE, environment={})
    assert by_option == Address("bolt://option:1", "neo4j", "", "neo4j", "option")
    assert by_environment == Address(
        "bolt://environment:7687", "eve", "of the environment", "evening", "environment"
    )
    assert by_case == Address("neo4j+s://case.example", "carl", "", "cases", "case")


def test_a_password_is_not_sent_to_an_address_from_another_place() -> None:
    without_uri = {key: value for key, value in ENVIRONMENT.items() if key != "NEO4J_URI"}
    to_the_case = resolve_address(case_settings=CASE, environment=without_uri)
    assert to_the_case is not None
    assert (to_the_case.password, to_the_case.username) == ("", "carl")
    with pytest.raises(UsageError, match="without the address"):
        resolve_address(option_password="x", case_settings=CASE, environment=ENVIRONMENT)


def test_the_database_may_be_chosen_for_any_address() -> None:
    address = resolve_address(option_database="other", case_settings=None, environment=ENVIRONMENT)
    assert address is not None
    assert (address.database, address.password) == ("other", "of the environment")


def test_a_password_in_the_case_is_refused() -> None:
    with pytest.raises(UsageError, match="holds a password"):
        resolve_address(case_settings={**CASE, "password": "x"}, environment={})


@pytest.mark.parametrize(
    "uri", ["localhost:7687", "http://localhost:7474", "bolt://", "file:///etc", "BOLT//x"]
)
def test_what_is_no_address_is_refused(uri: str) -> None:
    with pytest.raises(UsageError, match="no address"):
        resolve_address(option_uri=uri, case_settings=None, environment={})


def test_a_login_inside_the_address_is_refused_and_not_repeated() -> None:
    for uri in ("bolt://me:secret@host:7687", "http://me:secret@host"):
        with pytest.raises(UsageError) as caught:
            resolve_address(option_uri=uri, case_settings=None, environment={})
        assert "secret" not in str(caught.value)


@given(st.text(min_size=1))
def test_a_password_is_never_in_a_printed_address(password: str) -> None:
    address = Address("bolt://host", "neo4j", f"<<{password}>>", "neo4j", "environment")
    assert f"<<{password}>>" not in repr(address)
    assert f"<<{password}>>" not in str(address)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def test_nothing_listens() -> None:
    address = Address(f"bolt://127.0.0.1:{_free_port()}", "neo4j", "x", "neo4j", "environment")
    with pytest.raises(ServerError, match="Nothing answers at bolt://127") as caught:
        open_connection(address)
    assert "NEO4J_URI" in caught.value.advice
    assert caught.value.exit_code is ExitCode.CONNECTION


def test_a_name_that_nobody_knows() -> None:
    address = Address("bolt://nowhere.invalid:7687", "neo4j", "x", "neo4j", "option")
    with pytest.raises(ServerError, match=r"nowhere\.invalid"):
        open_connection(address)


def test_a_server_that_went_away_is_said_without_the_driver_s_words() -> None:
    address = Address("bolt://127.0.0.1:7687", "neo4j", "secret", "neo4j", "local")
    lost = ServiceUnavailable("Failed to read from defunct connection IPv4Address(('127.0.0.1',))")
    with pytest.raises(ServerError) as caught, _explained(address):
        raise lost
    assert caught.value.message == (
        "Nothing answers at bolt://127.0.0.1:7687 any more: the server went away."
    )
    assert caught.value.advice.startswith("Run it again.")


@pytest.fixture
def web_server() -> Iterator[int]:
    """Something that is not Neo4j: it answers every connection with a web page."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        listener.settimeout(10)

        def answer() -> None:
            client, _ = listener.accept()
            with client:
                client.recv(1024)
                client.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

        thread = threading.Thread(target=answer)
        thread.start()
        yield int(listener.getsockname()[1])
        thread.join()


def test_what_listens_is_no_neo4j(web_server: int) -> None:
    address = Address(f"bolt://127.0.0.1:{web_server}", "neo4j", "x", "neo4j", "option")
    with pytest.raises(ServerError, match="does not speak Bolt") as caught:
        open_connection(address)
    assert "7687" in caught.value.advice


@pytest.mark.server
class TestOnAServer:
    """What the server itself answers."""

    def test_a_wrong_password(self, server: Address) -> None:
        for _ in range(5):  # never locked out by wrong ones
            with pytest.raises(ServerError, match="refuses the login of user 'neo4j'"):
                open_connection(replace(server, password="wrong"))
        open_connection(server).close()

    def test_a_database_that_is_not_there(self, server: Address) -> None:
        with pytest.raises(ServerError, match="no running database 'absent'"):
            open_connection(replace(server, database="absent"))

    def test_encryption_that_the_server_does_not_have(self, server: Address) -> None:
        host = server.uri.partition("://")[2]
        with pytest.raises(ServerError, match="encryption") as caught:
            open_connection(replace(server, uri=f"bolt+s://{host}"))
        assert "+ssc" in caught.value.advice

    def test_a_routing_address_works_too(self, server: Address) -> None:
        host = server.uri.partition("://")[2]
        with open_connection(replace(server, uri=f"neo4j://{host}")) as connection:
            assert connection.read("RETURN 1 AS n", {}, timeout_s=5)[0] == ["n"]

    def test_reading_gives_columns_and_records(self, graph: Connection) -> None:
        columns, records = graph.read(
            "UNWIND $names AS name RETURN name, size(name) AS size",
            {"names": ["a", "\u202eb\x00", "x" * 100_000]},
            timeout_s=10,
        )
        assert columns == ["name", "size"]
        assert [record["size"] for record in records] == [1, 3, 100_000]

    def test_reading_does_not_write(self, graph: Connection) -> None:
        with pytest.raises(QueryError, match="read access mode"):
            graph.read("CREATE (n) RETURN n", {}, timeout_s=10)

    def test_a_query_is_stopped_in_time(self, graph: Connection) -> None:
        forever = "UNWIND range(1, 1000000000) AS a WITH a WHERE a < 0 RETURN count(a)"
        with pytest.raises(QueryTimeout, match="longer than it was allowed"):
            graph.read(forever, {}, timeout_s=0.5)

    def test_a_malformed_query_says_what_neo4j_says(self, graph: Connection) -> None:
        with pytest.raises(QueryError, match="Invalid input") as caught:
            graph.read("MATCH (n RETURN n", {}, timeout_s=10)
        assert "\n" not in caught.value.message

    def test_a_write_that_fails_leaves_nothing(self, graph: Connection) -> None:
        def work(transaction: object) -> None:
            transaction.run("CREATE (:A)").consume()  # type: ignore[attr-defined]
            transaction.run("RETURN 1 / 0").consume()  # type: ignore[attr-defined]

        with pytest.raises(QueryError, match="by zero"):
            graph.write(work)
        assert graph.read("MATCH (a) RETURN count(a) AS n", {}, timeout_s=10)[1][0]["n"] == 0

    def test_statements_with_their_own_transactions(self, graph: Connection) -> None:
        graph.execute_implicit(
            "UNWIND range(1, $n) AS i CALL (i) { CREATE (:A {i: i}) } IN TRANSACTIONS OF 10 ROWS",
            {"n": 25},
        )
        assert graph.read("MATCH (a:A) RETURN count(a) AS n", {}, timeout_s=10)[1][0]["n"] == 25


def _cut_message() -> None:
    """What closing a connection raises with half a message in it."""
    try:
        raise KeyboardInterrupt
    finally:
        raise ClientError("Expected MAP but got STRUCT")


def test_an_interrupt_stays_one_whatever_the_server_says_of_the_cut_message() -> None:
    address = Address("bolt://127.0.0.1:1", "neo4j", "secret", "neo4j", "option")
    with pytest.raises(KeyboardInterrupt), _explained(address):
        _cut_message()


def test_an_interrupt_stays_one_whatever_of_the_driver_it_left_in_use() -> None:
    address = Address("bolt://127.0.0.1:1", "neo4j", "secret", "neo4j", "option")

    def interrupted() -> None:
        try:
            raise KeyboardInterrupt
        finally:
            raise BufferError("object cannot be re-sized")

    with pytest.raises(KeyboardInterrupt), _explained(address):
        interrupted()
    with pytest.raises(BufferError), _explained(address):
        raise BufferError("a defect stays one")


def test_an_error_without_an_interrupt_is_explained() -> None:
    address = Address("bolt://127.0.0.1:1", "neo4j", "secret", "neo4j", "option")
    with pytest.raises(QueryError, match="refused or failed"), _explained(address):
        raise ClientError("Expected MAP but got STRUCT")
