"""What tests share: a Neo4j that is started once, an empty graph, the public data sets.

Nothing here reads or writes the user's own cases and servers: INUNISON_HOME is a temporary folder
for the whole run. Only the cache of jars is the user's, so that it is downloaded once.
"""

import os
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import platformdirs
import pytest
from filelock import FileLock
from hypothesis import settings

from inunison import Case
from inunison.demo import scopes, write_demo
from inunison.errors import OwnershipError
from inunison.graph import canary
from inunison.graph.connect import Address, Connection, open_connection, resolve_address
from inunison.graph.ownership import ownership
from inunison.graph.server import ensure_running, stop, stop_all
from inunison.graph.server.archive import options_to_read
from inunison.graph.server.download import ensure_program
from inunison.graph.server.places import cache_root, server_folder
from inunison.graph.server.runtime import java_for
from inunison.picture import picture_id

SERVER_CASE = "tests"
_BATCH = 10_000

# A run of the suite tries a few examples of each property, `--hypothesis-profile deep` many.
_FEW, _MANY = 30, 1_000
for _profile, _examples in (("quick", _FEW), ("deep", _MANY)):
    settings.register_profile(_profile, settings(), max_examples=_examples, deadline=None)
settings.load_profile("quick")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that need servers: they are long, and the short ones fill up the end.

    One of the others comes second, so that who runs it need not wait for the first server.
    """
    by_file: dict[Path, list[pytest.Item]] = {}
    for item in items:
        by_file.setdefault(item.path, []).append(item)
    long = [each for each in by_file.values() if any(map(_needs_server, each))]
    short = [each for each in by_file.values() if not any(map(_needs_server, each))]
    short.sort(key=len, reverse=True)
    items[:] = chain.from_iterable((*long[:1], *short[:1], *long[1:], *short[1:]))


def _needs_server(item: pytest.Item) -> bool:
    return item.get_closest_marker("server") is not None


@pytest.fixture(scope="session", autouse=True)
def private_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Keep the servers of the tests apart from the user's, and end them all."""
    home = tmp_path_factory.mktemp("inunison-home")
    cache = os.environ.get("INUNISON_CACHE") or platformdirs.user_cache_dir("inunison")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("INUNISON_HOME", str(home))
        patch.setenv("INUNISON_CACHE", cache)
        if "INUNISON_JAVA_OPTIONS" not in os.environ:  # many short starts, and few large questions
            patch.setenv("INUNISON_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1")
        yield home
        stop_all()


@pytest.fixture(scope="session")
def server(private_home: Path) -> Address:
    """The address of a Neo4j: NEO4J_URI and its companions when set, else a local one.

    Tests of errors may set and delete variables; they never change what this one holds.
    """
    named = resolve_address(case_settings=None, environment=os.environ)
    if named is not None:
        return named
    write_archive()
    return ensure_running(SERVER_CASE, keep=True)


def write_archive() -> None:
    """Let one server of a new machine end: it writes the archive of classes for all others.

    With it a start takes a third of the time, and those of the tests end last of all.
    """
    program = server_folder(SERVER_CASE).program
    cache_root().mkdir(parents=True, exist_ok=True)
    with FileLock(cache_root() / "tests.lock"):
        jars = ensure_program(program, lambda _sentence: None)
        if not options_to_read(java_for(program), jars):
            with open_connection(ensure_running(SERVER_CASE)) as connection:
                canary.write(connection)  # the classes of a first statement too
            stop(SERVER_CASE)


@pytest.fixture(scope="session")
def _connection(server: Address) -> Iterator[Connection]:
    with open_connection(server) as connection:
        yield connection


@pytest.fixture
def graph(_connection: Connection) -> Connection:
    """A connection to a database without nodes, constraints, indexes and projections."""
    empty(_connection)
    return _connection


def empty(connection: Connection) -> None:
    """Delete everything in batches: one transaction over a big graph could run out of memory."""
    connection.execute_implicit(
        f"MATCH (n) CALL (n) {{ DETACH DELETE n }} IN TRANSACTIONS OF {_BATCH} ROWS", {}
    )
    for kind, listed in (
        ("CONSTRAINT", "SHOW CONSTRAINTS YIELD name"),
        ("INDEX", "SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP'"),
    ):
        for record in connection.execute_implicit(listed, {})[1]:
            connection.execute_implicit(f"DROP {kind} `{record['name']}` IF EXISTS", {})


@pytest.fixture(scope="session")
def imported_demo(server: Address, tmp_path_factory: pytest.TempPathFactory) -> Case:
    """The demo case, imported and tested, and not loaded."""
    folder = tmp_path_factory.mktemp("demo")
    case = Case.create(folder / "case", name="Demo")
    case.server = {
        "uri": server.uri,
        "username": server.username,
        "password": server.password,
        "database": server.database,
    }
    for path in write_demo(folder / "files"):
        case.import_(path, scope=scopes().get(path.name))
    case.detect()
    return case


@pytest.fixture
def demo_case(imported_demo: Case, _connection: Connection) -> Case:
    """The demo case, loaded; loaded again only where another test emptied the database."""
    try:
        wanted = picture_id(imported_demo.folder, imported_demo.state().id)
        loaded = ownership(_connection, imported_demo.folder).state == wanted
    except OwnershipError:
        loaded = False
    if not loaded:
        empty(_connection)
        imported_demo.load()
    return imported_demo


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of public data sets; a test that needs it is skipped where there is none."""
    named = os.environ.get("INUNISON_DATA")
    folder = Path(named) if named else Path(__file__).parents[2] / "shared" / "data"
    if not folder.is_dir():
        pytest.skip(f"no public data sets at {folder}: name them by INUNISON_DATA")
    return folder
