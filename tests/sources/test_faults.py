"""A process that is killed at a named point: nothing is lost, and a rerun gives the undisturbed."""

import os
import re
import signal
import sys
from pathlib import Path

import pytest

from inunison import custody, faults
from inunison.folder import CaseFolder
from inunison.sources import import_file, list_sources
from inunison.verify import verify
from tests.sources.files import visible, write
from tests.tiny_format import many, spawn

POINTS = [point for point in faults.POINTS if point.startswith(("import", "remove"))]
ANEW = ("import: logged", "import: put over")

ACT = """
import sys
from pathlib import Path
from inunison.folder import CaseFolder
from inunison.sources import import_file, list_sources, remove_source
from inunison.errors import SourceError
from tests.tiny_format import TinyPosts
folder, action = CaseFolder.open(Path(sys.argv[1])), sys.argv[2]
if action == "import":
    import_file(folder, Path(sys.argv[3]))
elif action == "anew":
    TinyPosts.version = 2
    import_file(folder, Path(sys.argv[3]))
else:
    try:
        remove_source(folder, "second.txt")
    except SourceError as error:  # it was removed before the process was killed
        assert "has no source" in str(error)
"""


def action_of(point: str) -> str:
    if point.startswith("remove"):
        return "remove"
    return "anew" if point.startswith(ANEW) else "import"


def case(at: Path, action: str) -> tuple[CaseFolder, Path]:
    """A case with one source, and with the second where that is read anew or removed."""
    at.mkdir()
    folder = CaseFolder.create(at / "case", name="case")
    import_file(folder, write(folder, many(20), "first.txt"))
    second = write(folder, many(40), "second.txt")
    if action != "import":
        import_file(folder, second)
    return folder, second


def act(folder: CaseFolder, action: str, second: Path, plugin: Path) -> int:
    process = spawn(ACT, plugin, folder.path, action, second)
    _, errors = process.communicate(timeout=120)
    assert errors == ""
    return process.returncode


def said(folder: CaseFolder) -> list[object]:
    """What the sources of a case hold: everything but where it lies."""
    return [
        (
            *(each.sha256, each.name, each.importer_version, each.frame, each.captured_at),
            *((kind, part.sha256, part.rows) for kind, part in each.parts.items()),
        )
        for each in list_sources(folder)
    ]


def named(folder: CaseFolder) -> set[str]:
    """The files that the descriptions of the sources name, and these."""
    return {
        f"{each.sha256}/{name}"
        for each in list_sources(folder)
        for name in ("source.json", *(part.file for part in each.parts.values()))
    }


def logged(folder: CaseFolder) -> list[str | None]:
    return [custody.last_action(folder, source.sha256) for source in list_sources(folder)]


@pytest.mark.parametrize("point", POINTS)
def test_a_process_that_is_killed_loses_nothing_and_a_rerun_completes(
    tmp_path: Path, plugin: Path, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    action = action_of(point)
    undisturbed, second = case(tmp_path / "undisturbed", action)
    before = [source.sha256 for source in list_sources(undisturbed)]
    assert act(undisturbed, action, second, plugin) == 0
    after = [source.sha256 for source in list_sources(undisturbed)]
    folder, second = case(tmp_path / "killed", action)
    with monkeypatch.context() as fault:
        fault.setenv("INUNISON_FAULT", point)
        assert act(folder, action, second, plugin) == -signal.SIGKILL
    found = list_sources(folder)
    assert [source.sha256 for source in found] in (before, after)
    assert all((each.path / part.file).exists() for each in found for part in each.parts.values())
    for left in folder.sources_path.glob(".tmp-*"):
        for path in (left, left / "lock"):
            if path.exists():
                os.utime(path, (1, 1))
    assert act(folder, action, second, plugin) == 0
    assert said(folder) == said(undisturbed)
    assert set(visible(folder)) == named(folder)
    assert logged(folder) == logged(undisturbed)
    assert [path for path in folder.sources_path.iterdir() if path.name.startswith(".")] == []
    assert [each for each in verify(folder) if each.result == "wrong"] == []
    assert custody.check(folder).sound


def test_a_point_that_is_not_named_does_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    faults.reach(POINTS[0])
    monkeypatch.setenv("INUNISON_FAULT", "elsewhere")
    for point in faults.POINTS:
        faults.reach(point)


def test_every_point_of_the_code_is_listed_and_every_listed_one_is_in_the_code() -> None:
    root = Path(sys.modules["inunison"].__file__ or "").parent
    code = "".join(path.read_text() for path in sorted(root.rglob("*.py")))
    assert sorted(re.findall(r'reach\("([^"]+)"\)', code)) == sorted(faults.POINTS)
