"""The case folder: made, opened, found, refused."""

import os
import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inunison import custody
from inunison.errors import CaseError, StorageError
from inunison.folder import SCHEMA_VERSION, CaseFolder, _toml, is_case


def _write(path: Path, content: str | bytes) -> Path:
    path.mkdir(exist_ok=True)
    data = content if isinstance(content, bytes) else content.encode()
    (path / "case.toml").write_bytes(data)
    return path


def _sound(version: object = SCHEMA_VERSION, more: str = "") -> str:
    return f'schema_version = {version}\nid = "0123456789abcdef"\nname = "A case"\n{more}'


def test_a_new_case_has_an_id_a_name_and_its_folders(tmp_path: Path) -> None:
    folder = CaseFolder.create(tmp_path / "deep" / "election", name=None)
    assert folder.name == "election"
    assert re.fullmatch("[0-9a-f]{16}", folder.id)
    assert folder.path == tmp_path / "deep" / "election"
    for path in (
        folder.sources_path,
        folder.queries_path,
        folder.notes_path,
        folder.reports_path,
    ):
        assert path.is_dir()
    assert [entry.action for entry in custody.entries(folder)] == ["init"]


def test_two_cases_never_share_an_id(tmp_path: Path) -> None:
    ids = {CaseFolder.create(tmp_path / str(each), name="same").id for each in range(20)}
    assert len(ids) == 20


def test_an_opened_case_is_the_one_that_was_made(tmp_path: Path) -> None:
    made = CaseFolder.create(tmp_path / "case", name="Élections, 2020")
    opened = CaseFolder.open(tmp_path / "case")
    assert opened == made
    assert opened.name == "Élections, 2020"
    assert opened.settings["schema_version"] == SCHEMA_VERSION


def test_making_a_case_twice_changes_nothing(tmp_path: Path) -> None:
    made = CaseFolder.create(tmp_path, name="first")
    log = made.custody_path.read_bytes()
    again = CaseFolder.create(tmp_path, name="second")
    assert (again.id, again.name) == (made.id, "first")
    assert made.custody_path.read_bytes() == log


@pytest.mark.parametrize("held", ["notes.txt", ".hidden", "-x"])
def test_a_folder_that_holds_something_else_is_left_alone(tmp_path: Path, held: str) -> None:
    (tmp_path / held).write_text("mine")
    with pytest.raises(CaseError, match="is not empty"):
        CaseFolder.create(tmp_path, name=None)
    assert [path.name for path in tmp_path.iterdir()] == [held]


def test_what_a_killed_init_or_a_file_browser_leaves_is_no_hindrance(tmp_path: Path) -> None:
    (tmp_path / ".case.toml.1a2b3c4d").write_text("half")
    (tmp_path / ".DS_Store").write_text("")
    assert CaseFolder.create(tmp_path, name="x").name == "x"


def test_a_case_whose_folders_are_gone_still_opens(tmp_path: Path) -> None:
    made = CaseFolder.create(tmp_path, name="x")
    for each in ("sources", "queries", "notes", "reports"):
        (tmp_path / each).rmdir()
    assert CaseFolder.open(tmp_path) == made


def test_a_file_is_no_place_for_a_case(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    with pytest.raises(CaseError, match="is a file"):
        CaseFolder.create(file, name=None)
    with pytest.raises(StorageError, match="could not be written"):
        CaseFolder.create(file / "below", name=None)


@given(name=st.text(max_size=200))
def test_any_name_comes_back(name: str) -> None:
    import tomllib

    assert tomllib.loads(_toml("0123456789abcdef", name))["name"] == name


def test_a_name_that_is_no_text_becomes_one(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9"))
    assert CaseFolder.create(path, name=None).name == "caf\ufffd"
    assert CaseFolder.create(tmp_path / "empty", name="  ").name == "case"


def test_the_nearest_case_is_the_folder_or_one_above(tmp_path: Path) -> None:
    made = CaseFolder.create(tmp_path / "case", name=None)
    below = made.path / "notes" / "deep"
    below.mkdir(parents=True)
    assert CaseFolder.nearest(made.path) == made
    assert CaseFolder.nearest(below) == made
    assert CaseFolder.nearest(below / "not there") == made
    with pytest.raises(CaseError, match=r"no case in .* or above it") as refused:
        CaseFolder.nearest(tmp_path)
    assert "inunison init DIR" in refused.value.advice


@pytest.mark.parametrize("path", ["nowhere", "file/below", "x" * 300, "nul\0nul"])
def test_what_is_no_case_is_said_to_be_none(tmp_path: Path, path: str) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CaseError, match=r"not a case|not a path|cannot be read"):
        CaseFolder.open(tmp_path / path)
    assert not is_case(tmp_path / path)


def test_a_case_made_by_a_newer_version_is_refused_by_name(tmp_path: Path) -> None:
    _write(tmp_path, _sound(version=SCHEMA_VERSION + 1, more="[new]\nthing = 1\n"))
    with pytest.raises(CaseError, match="newer version") as refused:
        CaseFolder.open(tmp_path)
    assert "newest inunison" in refused.value.advice
    with pytest.raises(CaseError, match="newer version"):
        CaseFolder.create(tmp_path, name=None)
    with pytest.raises(CaseError, match="newer version"):
        CaseFolder.nearest(tmp_path / "below")


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[half",
        "name = 'no version'",
        b"name = '\xff'",
        b"\0" * 100,
        "a = " + "[" * 100_000,
        _sound(version='"1"'),
        _sound(version="true"),
        _sound(version=0),
        _sound().replace("0123456789abcdef", "../../../elsewhere"),
        _sound().replace("0123456789abcdef", "x"),
        _sound().replace('"0123456789abcdef"', "12345678"),
        _sound().replace('"A case"', '"  "'),
        _sound().replace('"A case"', "7"),
        _sound(more="server = 7\n"),
        _sound(more="[server]\nuri = 7\n"),
        _sound(more="[server]\nport = '7'\n"),
    ],
)
def test_a_damaged_case_is_refused_in_a_sentence(tmp_path: Path, content: str | bytes) -> None:
    _write(tmp_path, content)
    with pytest.raises(CaseError, match="is damaged") as refused:
        CaseFolder.open(tmp_path)
    assert refused.value.advice


@pytest.mark.parametrize("key", ["password", "Passphrase", "token"])
def test_a_password_in_a_case_is_refused(tmp_path: Path, key: str) -> None:
    _write(tmp_path, _sound(more=f"[server]\n{key} = 'secret'\n"))
    with pytest.raises(CaseError, match="holds a password") as refused:
        CaseFolder.open(tmp_path)
    assert "NEO4J_PASSWORD" in refused.value.advice
    assert "secret" not in str(refused.value)


def test_another_server_may_be_named(tmp_path: Path) -> None:
    _write(tmp_path, _sound(more="[server]\nuri = 'bolt://x:1'\nusername = 'me'\n"))
    assert CaseFolder.open(tmp_path).server_settings == {"uri": "bolt://x:1", "username": "me"}
    _write(tmp_path, _sound())
    assert CaseFolder.open(tmp_path).server_settings == {}


def test_settings_cannot_be_changed_in_memory(tmp_path: Path) -> None:
    folder = CaseFolder.create(tmp_path, name=None)
    with pytest.raises(TypeError):
        folder.settings["name"] = "x"  # type: ignore[index]


def test_a_lock_is_held_by_one(tmp_path: Path) -> None:
    folder = CaseFolder.create(tmp_path, name=None)
    refused: list[StorageError] = []

    def other() -> None:
        try:
            with folder.lock("load", wait_s=0.05):
                pass
        except StorageError as error:
            refused.append(error)

    with folder.lock("load"), folder.lock("custody"):
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
    assert "Another command" in refused[0].message
    with folder.lock("load", wait_s=0.05):
        pass


def test_a_lock_of_a_dead_process_is_free(tmp_path: Path) -> None:
    folder = CaseFolder.create(tmp_path, name=None)
    code = (
        "import os, sys; from pathlib import Path; from inunison.folder import CaseFolder\n"
        "lock = CaseFolder.open(Path(sys.argv[1])).lock('load'); lock.__enter__(); os._exit(9)"
    )
    ended = subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False)
    assert ended.returncode == 9
    with folder.lock("load", wait_s=0.05):
        pass


def test_a_cache_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    folder = CaseFolder.create(tmp_path, name=None)
    (folder.cache_path / "locks" / "custody.lock").unlink(missing_ok=True)
    for path in sorted(folder.cache_path.rglob("*"), reverse=True):
        path.rmdir()
    folder.cache_path.rmdir()
    folder.cache_path.write_text("a file")
    with pytest.raises(StorageError, match="could not be written"), folder.lock("load"):
        pass


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_case_that_may_not_be_read_is_a_sentence(tmp_path: Path) -> None:
    CaseFolder.create(tmp_path / "case", name=None)
    (tmp_path / "case" / "case.toml").chmod(0)
    with pytest.raises(CaseError, match="cannot be read"):
        CaseFolder.open(tmp_path / "case")
