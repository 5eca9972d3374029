"""The server for those who prefer Docker: its file is whole, and its settings are the local ones.

Nothing here starts Docker. The settings are compared one by one with what `settings.configuration`
writes, so that neither can change alone.
"""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from inunison.graph.server.program import LONG_TERM
from inunison.graph.server.settings import Ports, configuration, memory_for

COMPOSE = Path(__file__).resolve().parent.parent / "docker-compose.yml"
PAGE = COMPOSE.parent / "docs" / "server.md"
DEFAULT_MACHINE = 8 * 10**9
# Settings that are for the image, not for Neo4j's configuration.
OF_THE_IMAGE = {"AUTH", "PLUGINS"}
# What the local server sets and the container must not, with the reason.
LOCAL_ONLY = {
    "server.default_listen_address": "the ports of the container are bound by Docker",
    "server.bolt.listen_address": "the image's own port, mapped by Docker",
    "server.bolt.advertised_address": "the image's own port, on the default address",
    "server.http.listen_address": "the image's own port, mapped by Docker",
    "server.http.advertised_address": "the image's own port, on the default address",
    "server.directories.plugins": "the image fetches the library itself",
    "dbms.security.auth_max_failed_attempts": "this password is a person's and can be guessed",
}
# What the container sets and the local server gives to Java as arguments.
CONTAINER_ONLY = {"server.memory.heap.initial_size", "server.memory.heap.max_size"}
_VARIABLE = re.compile(r"\$\{(?P<name>\w+)(?P<kind>:-|:\?)(?P<rest>[^}]*)\}")
_DURATION = re.compile(r"\d+(ms|s|m|h)")
_PORT = re.compile(r"127\.0\.0\.1:(\d+):(\d+)")


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    read = yaml.safe_load(COMPOSE.read_text())
    assert isinstance(read, dict)
    return read


@pytest.fixture(scope="module")
def service(document: dict[str, Any]) -> dict[str, Any]:
    return dict(document["services"]["neo4j"])


@pytest.fixture(scope="module")
def held(service: dict[str, Any]) -> dict[str, str]:
    """The settings of the container by their names in neo4j.conf, variables at their defaults."""
    return {
        _plain(name): _VARIABLE.sub(lambda found: found["rest"], value)
        for name, value in service["environment"].items()
        if name.removeprefix("NEO4J_") not in OF_THE_IMAGE
    }


@pytest.fixture(scope="module")
def local() -> dict[str, str]:
    text = configuration(Path("/program"), Ports(1, 2), memory_for(DEFAULT_MACHINE))
    return dict(line.split("=", 1) for line in text.splitlines())


def _plain(name: str) -> str:
    """Return the setting that the image makes of a variable: _ is a dot and __ is _."""
    plain = name.removeprefix("NEO4J_").replace("__", "\0").replace("_", ".")
    return plain.replace("\0", "_")


def test_the_file_has_the_shape_of_a_compose_file(
    document: dict[str, Any], service: dict[str, Any]
) -> None:
    assert set(document) == {"name", "services", "volumes"}
    assert list(document["services"]) == ["neo4j"]
    assert set(service) == {
        "image",
        "restart",
        "ports",
        "environment",
        "volumes",
        "healthcheck",
    }
    assert service["restart"] in {"no", "always", "on-failure", "unless-stopped"}
    for name, value in service["environment"].items():
        assert re.fullmatch(r"NEO4J_\w+", name)
        assert isinstance(value, str), f"{name} would be changed by YAML"


def test_nothing_listens_beyond_this_machine(service: dict[str, Any]) -> None:
    found = [_PORT.fullmatch(port) for port in service["ports"]]
    assert all(found)
    assert {each.groups() for each in found if each} == {("7474", "7474"), ("7687", "7687")}


def test_the_password_comes_from_the_environment_and_is_required(service: dict[str, Any]) -> None:
    found = _VARIABLE.fullmatch(service["environment"]["NEO4J_AUTH"].removeprefix("neo4j/"))
    assert found
    assert (found["name"], found["kind"]) == ("NEO4J_PASSWORD", ":?")
    assert found["rest"]


def test_the_image_is_the_long_term_release_with_the_library(service: dict[str, Any]) -> None:
    assert service["image"] == f"neo4j:{LONG_TERM.series}-community"
    assert yaml.safe_load(service["environment"]["NEO4J_PLUGINS"]) == ["graph-data-science"]


def test_the_data_outlives_the_container(document: dict[str, Any], service: dict[str, Any]) -> None:
    mounts = dict(volume.split(":") for volume in service["volumes"])
    assert mounts == {"data": "/data", "logs": "/logs"}
    assert set(document["volumes"]) == set(mounts)


def test_health_is_an_answered_query_and_shows_no_password(service: dict[str, Any]) -> None:
    check = service["healthcheck"]
    kind, command = check["test"]
    assert kind == "CMD-SHELL"
    assert command.endswith("'RETURN 1'")
    assert "--database neo4j" in command
    assert 'NEO4J_PASSWORD="$${NEO4J_AUTH#*/}" cypher-shell' in command
    assert " -p " not in command
    assert "--password" not in command
    for name in ("interval", "timeout", "start_period"):
        assert _DURATION.fullmatch(check[name])
    assert check["retries"] > 0


def test_every_setting_of_the_local_server_is_held(
    held: dict[str, str], local: dict[str, str]
) -> None:
    wanted = {name: value for name, value in local.items() if name not in LOCAL_ONLY}
    assert {name: value for name, value in held.items() if name not in CONTAINER_ONLY} == wanted
    assert set(LOCAL_ONLY) <= set(local)


def test_the_heap_is_that_of_the_machine_it_names(held: dict[str, str]) -> None:
    heap = f"{memory_for(DEFAULT_MACHINE).heap}m"
    assert {held[name] for name in CONTAINER_ONLY} == {heap}


def test_memory_can_be_set_by_variables_that_the_page_names(service: dict[str, Any]) -> None:
    found = [_VARIABLE.search(value) for value in service["environment"].values()]
    names = {each["name"] for each in found if each}
    assert names == {
        "NEO4J_PASSWORD",
        "NEO4J_HEAP",
        "NEO4J_PAGECACHE",
        "NEO4J_TRANSACTIONS_TOTAL",
        "NEO4J_TRANSACTION",
    }
    page = PAGE.read_text()
    assert {name for name in names if f"`{name}`" not in page} == set()
