"""Whatever happens in the middle of an import: the case is as it was, and a rerun completes."""

import fcntl
import os
import shutil
import signal
import subprocess
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest

from inunison import custody, sources
from inunison.errors import CaseError, SourceError, StorageError
from inunison.folder import CaseFolder
from inunison.sources import import_file, list_sources, remove_source
from inunison.sources.staging import PREFIX, clear_leftovers, staging
from tests.sources.files import ROWS, visible, write
from tests.tiny_format import TinyPosts, many, spawn, tiny

# The import stops after some rows and says so; then it waits to be ended.
HANGING = """
import sys, time
from pathlib import Path
from inunison.folder import CaseFolder
from inunison.sources import import_file
def progress(what, done, total):
    if what == "reading" and done >= 20_000:
        print("reading", flush=True)
        time.sleep(60)
import_file(CaseFolder.open(Path(sys.argv[1])), Path(sys.argv[2]), progress=progress)
"""
PLAIN = """
import sys
from pathlib import Path
from inunison.folder import CaseFolder
from inunison.sources import import_file
from inunison.errors import InunisonError
if sys.argv[3:]:
    import resource
    limit = int(sys.argv[3])
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
try:
    import_file(CaseFolder.open(Path(sys.argv[1])), Path(sys.argv[2]))
except InunisonError as error:
    print(f"{type(error).__name__}: {error}")
"""


def _temporary(folder: CaseFolder) -> list[Path]:
    return sorted(folder.sources_path.glob(f"{PREFIX}*"))


def _age(path: Path, seconds: float) -> None:
    then = time.time() - seconds
    for each in (path, path / "lock"):
        if each.exists():
            os.utime(each, (then, then))


def _hang(folder: CaseFolder, path: Path, plugin: Path) -> "subprocess.Popen[str]":
    process = spawn(HANGING, plugin, folder.path, path)
    assert process.stdout is not None
    assert process.stdout.readline() == "reading\n"
    return process


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL, signal.SIGTERM])
def test_an_import_that_is_ended_changes_nothing_and_a_rerun_completes(
    folder: CaseFolder, plugin: Path, how: signal.Signals
) -> None:
    import_file(folder, write(folder, tiny(*ROWS)))
    before, log = visible(folder), folder.custody_path.read_bytes()
    big = write(folder, many(30_000), "big.txt")
    process = _hang(folder, big, plugin)
    assert len(_temporary(folder)) == 1
    process.send_signal(how)
    _, errors = process.communicate(timeout=30)
    assert process.returncode != 0
    assert (visible(folder), folder.custody_path.read_bytes()) == (before, log)
    if how is signal.SIGINT:
        assert "KeyboardInterrupt" in errors
        assert "Exception ignored" not in errors
        assert _temporary(folder) == []
    for path in _temporary(folder):
        _age(path, 10)
    outcome = import_file(folder, big)
    assert outcome.source.counts["posts"] == 30_000
    assert _temporary(folder) == []
    assert len(list_sources(folder)) == 2
    assert custody.check(folder).sound


def test_an_interrupt_before_the_lock_is_held_leaves_no_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_lock: int, _how: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(fcntl, "flock", interrupted)
    with pytest.raises(KeyboardInterrupt), staging(tmp_path / "sources"):
        pass
    assert list((tmp_path / "sources").iterdir()) == []


def test_what_a_living_import_is_making_is_left_alone(folder: CaseFolder, plugin: Path) -> None:
    process = _hang(folder, write(folder, many(30_000), "big.txt"), plugin)
    try:
        for path in _temporary(folder):
            _age(path, 10_000)
        import_file(folder, write(folder, tiny(*ROWS)))  # another import goes on beside it
        assert len(_temporary(folder)) == 1
        assert len(list_sources(folder)) == 1
    finally:
        process.kill()
        process.communicate()
    assert clear_leftovers(folder.sources_path) == 1
    assert _temporary(folder) == []


def test_leftovers_are_told_from_what_is_between_two_steps(tmp_path: Path) -> None:
    fresh, locked, old = (tmp_path / f"{PREFIX}{name}" for name in ("fresh", "locked", "old"))
    for path in (fresh, locked, old):
        path.mkdir()
    (locked / "lock").touch()  # made a moment ago, not held yet
    _age(old, 100)
    assert clear_leftovers(tmp_path) == 1
    assert not old.exists()
    _age(fresh, 100)
    _age(locked, 100)
    holder = os.open(locked / "lock", os.O_RDWR)
    fcntl.flock(holder, fcntl.LOCK_EX)
    assert clear_leftovers(tmp_path) == 1
    os.close(holder)
    assert clear_leftovers(tmp_path) == 1
    assert clear_leftovers(tmp_path / "nowhere") == 0


def test_two_imports_of_one_file_at_once_make_one_source(folder: CaseFolder, plugin: Path) -> None:
    path = write(folder, many(5_000))
    started = [spawn(PLAIN, plugin, folder.path, path) for _ in range(3)]
    for process in started:
        assert process.communicate(timeout=60) == ("", "")
    (source,) = list_sources(folder)
    assert source.counts["posts"] == 5_000
    assert _temporary(folder) == []
    assert custody.check(folder).sound


def test_a_source_that_appears_meanwhile_is_taken_as_it_is(folder: CaseFolder) -> None:
    path = write(folder, many(3_000))
    inner: list[sources.ImportOutcome] = []

    def progress(what: str, _done: int, _total: int) -> None:
        if what == "reading" and not inner:
            inner.append(import_file(folder, path))

    outcome = import_file(folder, path, progress=progress)
    assert outcome.was_known
    assert list_sources(folder) == [inner[0].source] == [outcome.source]


def test_readers_see_the_old_or_the_new_while_a_file_is_read_anew(
    folder: CaseFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(folder, tiny(*ROWS))
    import_file(folder, path)
    seen: set[int] = set()
    failed: list[object] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            try:
                (source,) = list_sources(folder)
            except (ValueError, SourceError, CaseError) as error:
                failed.append(error)
                return
            seen.add(source.importer_version)

    reader = threading.Thread(target=read)
    reader.start()
    for version in range(2, 12):
        monkeypatch.setattr(TinyPosts, "version", version)
        import_file(folder, path)
    done.set()
    reader.join()
    assert failed == []
    assert seen <= set(range(1, 12))
    (held,) = folder.sources_path.iterdir()
    assert sorted(path.name.split(".")[0] for path in held.iterdir()) == [
        "accounts",
        "posts",
        "source",
    ]


@pytest.mark.parametrize("change", ["grows", "replaced", "gone"])
def test_a_file_that_changes_while_it_is_read_is_refused(folder: CaseFolder, change: str) -> None:
    path = write(folder, many(4_000))

    def progress(what: str, _done: int, _total: int) -> None:
        if what != "reading":
            return
        if change == "grows":
            with path.open("a") as file:
                file.write("a1\tp9\t9\tmore\n")
        elif change == "replaced" and path.exists():
            write(folder, many(4_001), "other").replace(path)
        else:
            path.unlink(missing_ok=True)

    with pytest.raises(SourceError, match="changed while it was read") as refused:
        import_file(folder, path, progress=progress)
    assert "copy" in refused.value.advice
    assert list(folder.sources_path.iterdir()) == []


def test_a_file_that_is_only_touched_is_read(folder: CaseFolder) -> None:
    path = write(folder, many(4_000))

    def progress(what: str, _done: int, _total: int) -> None:
        if what == "reading":
            os.utime(path, (1, 1))

    assert import_file(folder, path, progress=progress).source.counts["posts"] == 4_000


@pytest.mark.parametrize("limit", [50, 2_000, 20_000])
def test_a_full_disk_is_a_sentence_and_changes_nothing(
    folder: CaseFolder, plugin: Path, limit: int
) -> None:
    path = write(folder, many(3_000, text="{0:x} {0:o} {0:b}"))
    before, log = visible(folder), folder.custody_path.read_bytes()
    output, errors = spawn(PLAIN, plugin, folder.path, path, str(limit)).communicate(timeout=60)
    assert output.startswith("StorageError: The disk is full")
    assert errors == ""
    assert (visible(folder), folder.custody_path.read_bytes()) == (before, log)
    assert _temporary(folder) == []
    assert import_file(folder, path).source.counts["posts"] == 3_000


def test_a_case_that_cannot_be_written_to_is_a_sentence(folder: CaseFolder) -> None:
    folder.sources_path.rmdir()
    folder.sources_path.write_text("a file where a folder should be")
    with pytest.raises(StorageError, match="could not be written"):
        import_file(folder, write(folder, tiny(*ROWS)))
    with pytest.raises(CaseError, match="cannot be read"):
        list_sources(folder)


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_folder_that_may_not_be_written_is_a_sentence(folder: CaseFolder) -> None:
    folder.sources_path.chmod(0o555)
    try:
        with pytest.raises(StorageError, match="may not be written"):
            import_file(folder, write(folder, tiny(*ROWS)))
    finally:
        folder.sources_path.chmod(0o755)


def test_an_import_whose_log_is_held_is_there_and_logged_by_the_rerun(
    folder: CaseFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(folder, tiny(*ROWS))

    def refuse(*_: object) -> None:
        raise StorageError("Another command is working on this case (custody).")

    with monkeypatch.context() as patch:
        patch.setattr(custody, "append", refuse)
        with pytest.raises(StorageError, match="Another command"):
            import_file(folder, path)
    import_file(folder, path)
    assert custody.last_action(folder, list_sources(folder)[0].sha256) == "import"


def test_a_removal_that_cannot_be_logged_is_finished_by_the_next(
    folder: CaseFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = import_file(folder, write(folder, tiny(*ROWS))).source

    def refuse(*_: object) -> None:
        raise StorageError("The disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr(custody, "append", refuse)
        with pytest.raises(StorageError):
            remove_source(folder, source.sha256)
    assert list_sources(folder) == []
    with pytest.raises(SourceError, match="has no source"):
        remove_source(folder, source.sha256)
    assert custody.last_action(folder, source.sha256) == "remove"
    assert list(folder.sources_path.iterdir()) == []


def test_an_interrupt_while_a_staging_folder_is_made_leaves_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(lock: int, operation: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(fcntl, "flock", interrupted)
    with pytest.raises(KeyboardInterrupt), staging(tmp_path / "sources"):
        pass
    assert list((tmp_path / "sources").iterdir()) == []


def test_a_staging_folder_is_gone_whatever_happens(tmp_path: Path) -> None:
    with suppress(KeyError), staging(tmp_path / "sources") as stage:
        (stage.path / "half").write_text("x")
        raise KeyError
    assert list((tmp_path / "sources").iterdir()) == []
    with staging(tmp_path / "sources"):
        pass
    assert list((tmp_path / "sources").iterdir()) == []
    with staging(tmp_path / "sources") as stage:
        (stage.path / "whole").write_text("x")
        assert stage.commit(tmp_path / "sources" / "final")
    assert [path.name for path in (tmp_path / "sources" / "final").iterdir()] == ["whole"]
    with staging(tmp_path / "sources") as stage:
        assert not stage.commit(tmp_path / "sources" / "final")
        shutil.rmtree(stage.path)  # somebody cleaned up by hand
