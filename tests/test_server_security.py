"""What the settings of the local server refuse by themselves, whatever query comes.

No plan is checked here: the queries go straight to the server, in WRITE mode too. What only the
check of the plan refuses is named at the end, so that nobody takes the settings for more.
"""

import http.server
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from inunison.errors import QueryError
from inunison.graph.connect import Address, Connection
from inunison.graph.server import log_path, status
from tests.conftest import SERVER_CASE

pytestmark = pytest.mark.server


@pytest.fixture(autouse=True)
def _only_the_local_server(server: Address) -> None:
    if server.origin != "local":
        pytest.skip("NEO4J_URI names another server: its settings are not ours")


class _Listener(http.server.BaseHTTPRequestHandler):
    arrived: list[str] = []  # noqa: RUF012 - emptied by the fixture

    def do_GET(self) -> None:
        self.arrived.append(self.path)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"a,b\n1,2\n")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        """Keep the test's output clean."""


@pytest.fixture
def listener() -> Iterator[int]:
    """A web server that notes every request that arrives."""
    _Listener.arrived.clear()
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Listener) as listening:
        thread = threading.Thread(target=listening.serve_forever, args=(0.02,))
        thread.start()
        yield listening.server_address[1]
        listening.shutdown()
        thread.join()


def _refused(graph: Connection, cypher: str, reason: str, **parameters: object) -> None:
    with pytest.raises(QueryError, match=reason):
        graph.read(cypher, parameters, timeout_s=20)
    with pytest.raises(QueryError, match=reason):
        graph.execute_implicit(cypher, parameters)


@pytest.mark.parametrize("form", ["file://{path}", "file:{path}", "FILE://{path}", "file:///x.csv"])
def test_no_file_is_read(graph: Connection, tmp_path: Path, form: str) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("secret\n")
    _refused(
        graph,
        "LOAD CSV FROM $url AS row RETURN row",
        "allow_csv_import_from_file_urls",
        url=form.format(path=secret),
    )


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0"])
def test_nothing_is_sent_over_http(graph: Connection, listener: int, host: str) -> None:
    _refused(
        graph,
        "LOAD CSV FROM 'http://' + $host + ':' + $port + '/?q=secret' AS row RETURN row",
        "cypher_ip_blocklist",
        host=host,
        port=str(listener),
    )
    assert _Listener.arrived == []


def test_the_listener_would_have_heard(listener: int) -> None:
    with socket.create_connection(("127.0.0.1", listener)) as client:
        client.sendall(b"GET /heard HTTP/1.0\r\n\r\n")
        assert client.recv(100).startswith(b"HTTP/1.0 200")
    assert _Listener.arrived == ["/heard"]


@pytest.mark.parametrize("scheme", ["https", "ftp"])
def test_nothing_is_sent_by_other_schemes(graph: Connection, listener: int, scheme: str) -> None:
    _refused(
        graph,
        "LOAD CSV FROM $url AS row RETURN row",
        "cypher_ip_blocklist",
        url=f"{scheme}://127.0.0.1:{listener}/",
    )
    assert _Listener.arrived == []


def test_no_word_leaves_as_a_host_name(graph: Connection) -> None:
    """A name that the machine knows is not even looked up: it would be blocked by its number."""
    name = socket.gethostname()
    try:
        socket.gethostbyname(name)
    except OSError:
        pytest.skip("this machine does not know its own name, nothing could be told apart")
    _refused(
        graph, "LOAD CSV FROM $url AS row RETURN row", "Couldn't load", url=f"http://{name}/secret"
    )


@pytest.mark.parametrize(
    "call",
    [
        "CALL gds.graph.export('g', {dbName: 'stolen'})",
        "CALL gds.graph.export.csv('g', {exportName: 'stolen'})",
        "CALL gds.debug.sysInfo()",
        "CALL gds.model.list()",
        "CALL gds.userLog()",
        "CALL apoc.load.json('file:///x')",
    ],
)
def test_procedures_that_write_files_or_read_the_machine_are_absent(
    graph: Connection, call: str
) -> None:
    _refused(graph, call, "no procedure with the name")


def test_what_questions_need_is_there(graph: Connection) -> None:
    graph.execute_implicit(
        "CREATE (a:A)-[:KNOWS]->(b:A), (c:A)-[:KNOWS]->(d:A), (b)-[:KNOWS]->(a)", {}
    )
    graph.read(
        "MATCH (a:A)-[:KNOWS]->(b:A) "
        "RETURN gds.graph.project('g', a, b, {}, {undirectedRelationshipTypes: ['*']}) AS g",
        {},
        timeout_s=60,
    )
    try:
        names = ["gds.wcc", "gds.pageRank", "gds.leiden", "gds.louvain"]
        for name in names:
            rows = graph.read(
                f"CALL {name}.stream('g') YIELD nodeId RETURN nodeId", {}, timeout_s=60
            )
            assert len(rows[1]) == 4
    finally:
        graph.execute_implicit("CALL gds.graph.drop('g') YIELD graphName RETURN graphName", {})


def test_only_this_machine_can_connect(graph: Connection, server: Address) -> None:
    found = status(SERVER_CASE)
    sockets = psutil.Process(found.pid).net_connections("tcp")
    listening = {each.laddr for each in sockets if each.status == psutil.CONN_LISTEN}
    addresses = {address.ip for address in listening}
    assert {address.removeprefix("::ffff:") for address in addresses} == {"127.0.0.1"}
    ports = {address.port for address in listening}
    assert int(server.uri.rpartition(":")[2]) in ports
    assert len(ports) == 2


def test_the_password_is_in_no_argument_variable_or_readable_file(
    graph: Connection, server: Address
) -> None:
    process = psutil.Process(status(SERVER_CASE).pid)
    keeper = process.parent()
    assert keeper is not None
    for each in (process, keeper):
        assert server.password not in " ".join(each.cmdline())
        assert server.password not in str(each.environ())
    folder = log_path(SERVER_CASE).parent
    assert folder.stat().st_mode & 0o077 == 0
    holding = {
        path.name
        for path in folder.rglob("*")
        if path.is_file() and server.password.encode() in path.read_bytes()
    }
    assert holding == {"password"}
    assert (folder / "password").stat().st_mode & 0o777 == 0o600


def test_a_login_is_required(graph: Connection, server: Address) -> None:
    from dataclasses import replace

    from inunison.errors import ServerError
    from inunison.graph.connect import open_connection

    with pytest.raises(ServerError, match="refuses the login"):
        open_connection(replace(server, password=""))


@pytest.mark.parametrize(
    "cypher",
    [
        "CALL dbms.killConnections([]) YIELD connectionId RETURN connectionId",
        "TERMINATE TRANSACTIONS 'neo4j-transaction-0'",
        "CALL dbms.listConfig('server.directories') YIELD name RETURN name",
        "CALL dbms.queryJmx('java.lang:type=Runtime') YIELD name RETURN name",
        "SHOW USERS",
    ],
)
def test_what_the_settings_cannot_refuse_is_left_to_the_check_of_the_plan(
    graph: Connection, cypher: str
) -> None:
    """Documents the limit: should a later server refuse one of these, this says so."""
    graph.read(cypher, {}, timeout_s=20)
