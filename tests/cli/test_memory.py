"""`--memory`: sizes as people write them, and refusals in one sentence."""

from pathlib import Path
from typing import Any

import pytest

from inunison import state
from inunison.case import Case
from inunison.errors import UsageError
from inunison.sources import intake
from inunison_cli import app, options
from tests.importers.archive_rows import table


@pytest.mark.parametrize(
    ("size", "megabytes"),
    [("800M", 800), ("2G", 2_000), ("1 g", 1_000), ("512MB", 512), ("1GiB", 1_000), ("256m", 256)],
)
def test_sizes_are_read_as_people_write_them(size: str, megabytes: int) -> None:
    assert options.megabytes(size) == megabytes


@pytest.mark.parametrize("size", ["", "2", "1.5G", "-1G", "lots", "2T", "99999999G", "\x1b[2J"])
def test_what_is_no_size_is_refused(size: str) -> None:
    with pytest.raises(UsageError, match="is no size"):
        options.megabytes(size)


def test_too_little_is_refused_with_the_least() -> None:
    with pytest.raises(UsageError, match="256M"):
        options.megabytes("255M")


def test_an_import_within_a_bound_is_the_same_import(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    allowed: list[int | None] = []

    def one(_processes: int, memory_mb: int | None) -> int:
        allowed.append(memory_mb)
        return 1

    monkeypatch.setattr(intake, "_allowed", one)
    Case.create(tmp_path / "case")
    (tmp_path / "posts.csv").write_text(table([{}]))
    words = ["import", str(tmp_path / "posts.csv"), "--case", str(tmp_path / "case")]
    assert app.run([*words, "--memory", "1G"]) == 0
    assert allowed == [1_000]
    assert "posts.csv" in capsys.readouterr().out
    assert app.run([*words, "--memory", "many"]) == 2
    assert "is no size" in capsys.readouterr().err


@pytest.mark.parametrize(("memory_mb", "limits"), [(None, {}), (700, {"memory_mb": 700})])
def test_resolving_is_bounded_too(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    memory_mb: int | None,
    limits: dict[str, int],
) -> None:
    given: list[dict[str, Any]] = []
    monkeypatch.setattr(state, "current", lambda *_, **named: given.append(named))
    case = Case.create(tmp_path / "case")
    case.memory_mb = memory_mb
    case.state()
    assert given == [limits]
