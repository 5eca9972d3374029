"""A case of its own for each test, and the tiny formats registered."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from inunison.folder import CaseFolder
from tests.tiny_format import registered, write_plugin


@pytest.fixture(autouse=True, scope="session")
def plugin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_plugin(tmp_path_factory.mktemp("plugin"))


@pytest.fixture(autouse=True)
def _known(plugin: Path) -> Iterator[None]:
    with registered(plugin):
        yield


@pytest.fixture
def folder(tmp_path: Path) -> CaseFolder:
    return CaseFolder.create(tmp_path / "case", name="case")
