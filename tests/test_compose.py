"""The server for those who prefer Docker: the same settings, bound to this machine alone."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from inunison.graph.server import settings

COMPOSE = Path(__file__).resolve().parent.parent / "docker-compose.yml"


@pytest.fixture(scope="module")
def service() -> dict[str, Any]:
    read = yaml.safe_load(COMPOSE.read_text())
    assert list(read["services"]) == ["neo4j"]
    return dict(read["services"]["neo4j"])


def test_nothing_listens_beyond_this_machine(service: dict[str, Any]) -> None:
    assert service["ports"]
    assert all(port.startswith("127.0.0.1:") for port in service["ports"])


def test_no_password_stands_in_the_file(service: dict[str, Any]) -> None:
    assert service["environment"]["NEO4J_AUTH"].startswith("neo4j/${NEO4J_PASSWORD:?")


def test_the_image_is_the_long_term_release_with_gds(service: dict[str, Any]) -> None:
    assert service["image"] == "neo4j:5.26-community"
    assert service["environment"]["NEO4J_PLUGINS"] == '["graph-data-science"]'
    assert service["healthcheck"]["test"][0] == "CMD-SHELL"


def _plain(name: str) -> str:
    """Return the setting that the image makes of a variable: _ is a dot and __ is _."""
    plain = name.removeprefix("NEO4J_").replace("__", "\0").replace("_", ".")
    return plain.replace("\0", "_")


def test_the_guards_are_those_of_the_local_server(service: dict[str, Any]) -> None:
    local = Path(settings.__file__).read_text()
    held = {_plain(name): value for name, value in service["environment"].items()}
    for name, value in {
        "dbms.security.allow_csv_import_from_file_urls": "false",
        "internal.dbms.cypher_ip_blocklist": "0.0.0.0/0,::/0",
        "dbms.usage_report.enabled": "false",
        "client.allow_telemetry": "false",
    }.items():
        assert held[name] == value
        assert name in local
        assert value in local
