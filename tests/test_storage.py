"""Writing to the disk: the old or the new, and a sentence for each refusal."""

import errno
import hashlib
import io
import os
import threading
from pathlib import Path

import pytest

from inunison import storage
from inunison.errors import SourceError, StorageError
from inunison.sources.arrival import ArrivedFile, Fingerprint, file_hash

Progress = list[tuple[str, int, int]]


def _quiet(_what: str, _done: int, _total: int) -> None:
    pass


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.ENOSPC, "The disk is full"),
        (errno.EDQUOT, "The disk is full"),
        (errno.EFBIG, "The disk is full"),
        (errno.EACCES, "may not be written by you"),
        (errno.EROFS, "may not be written by you"),
        (errno.EIO, "could not be written (Input/output error)"),
        (None, "could not be written"),
    ],
)
def test_each_refusal_of_the_disk_is_a_sentence_and_an_advice(
    tmp_path: Path, code: int | None, words: str
) -> None:
    error = OSError(code, os.strerror(code)) if code else OSError("odd")
    with pytest.raises(StorageError) as refused, storage.writing(tmp_path / "file"):
        raise error
    assert words in refused.value.message
    assert str(tmp_path / "file") in refused.value.message
    assert refused.value.advice
    assert refused.value.__cause__ is error


def test_what_is_no_refusal_of_the_disk_passes(tmp_path: Path) -> None:
    with pytest.raises(KeyError), storage.writing(tmp_path):
        raise KeyError


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "file"
    storage.replace(path, b"old")
    storage.replace(path, b"new")
    assert path.read_bytes() == b"new"
    assert [each.name for each in tmp_path.iterdir()] == ["file"]


def test_readers_of_a_replaced_file_never_see_half_of_one(tmp_path: Path) -> None:
    path = tmp_path / "file"
    contents = [bytes([letter]) * 50_000 for letter in b"ab"]
    storage.replace(path, contents[0])
    halves: list[bytes] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            content = path.read_bytes()
            if content not in contents:
                halves.append(content)

    reader = threading.Thread(target=read)
    reader.start()
    for each in range(40):
        storage.replace(path, contents[each % 2])
    done.set()
    reader.join()
    assert halves == []


def test_a_file_that_cannot_be_replaced_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file"
    storage.replace(path, b"old")

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(StorageError, match="The disk is full"):
            storage.replace(path, b"new")
    assert path.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["file"]
    with pytest.raises(StorageError, match="could not be written"):
        storage.replace(tmp_path / "nowhere" / "file", b"new")


@pytest.mark.parametrize("code", [errno.EINVAL, errno.ENOTSUP])
def test_disks_that_cannot_settle_folders_are_no_hindrance(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    def cannot(_handle: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", cannot)
    storage.settle(tmp_path)


def test_a_disk_that_fails_to_settle_a_folder_is_heard(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_handle: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises(OSError, match="Input/output"):
        storage.settle(tmp_path)


def test_a_file_is_hashed_and_the_bytes_are_told(tmp_path: Path) -> None:
    content = os.urandom(3_000_000)
    path = tmp_path / "file"
    path.write_bytes(content)
    told: Progress = []
    file = ArrivedFile.named(path)
    found = file.fingerprint(lambda *each: told.append(each))
    assert found.sha256 == hashlib.sha256(content).hexdigest() == file_hash(path)
    assert found.bytes == len(content)
    assert told[-1] == ("hashing", len(content), len(content))
    assert [done for _what, done, _total in told] == sorted(done for _what, done, _total in told)
    file.require_unchanged(found, _quiet)


def test_a_file_has_a_name_that_can_be_written_and_a_path_that_finds_it(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.csv"))
    path.write_bytes(b"x")
    file = ArrivedFile.named(path)
    assert file.name == "caf\ufffd.csv"
    assert file.original is not None
    assert Path(file.original).read_bytes() == b"x"


def test_a_relative_path_is_kept_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert ArrivedFile.named(Path("file")).original == str(tmp_path / "file")


def test_a_stream_is_kept(tmp_path: Path) -> None:
    content = os.urandom(2_500_000)
    told: Progress = []
    file = ArrivedFile.received(
        io.BytesIO(content), tmp_path / "kept", lambda *each: told.append(each)
    )
    assert (tmp_path / "kept").read_bytes() == content
    assert (file.name, file.original) == ("standard input", None)
    assert told[-1] == ("receiving", len(content), 0)


def test_a_stream_that_is_closed_is_a_sentence(tmp_path: Path) -> None:
    stream = io.BytesIO()
    stream.close()
    with pytest.raises(SourceError, match="standard input could not be read to its end"):
        ArrivedFile.received(stream, tmp_path / "kept", _quiet)


def test_a_file_with_the_same_content_again_is_unchanged(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"same")
    file = ArrivedFile.named(path)
    before = file.fingerprint(_quiet)
    path.unlink()
    path.write_bytes(b"same")
    file.require_unchanged(before, _quiet)
    path.write_bytes(b"Same")
    os.utime(path, ns=(before.stamp[3], before.stamp[3]))  # its time was put back
    with pytest.raises(SourceError, match="changed while it was read"):
        file.require_unchanged(before, _quiet)


def test_a_file_that_went_away_is_a_sentence(tmp_path: Path) -> None:
    file = ArrivedFile.named(tmp_path / "file")
    with pytest.raises(SourceError, match="could not be read to its end"):
        file.fingerprint(_quiet)
    with pytest.raises(SourceError, match="changed while it was read"):
        file.require_unchanged(Fingerprint("0" * 64, 0, (1,)), _quiet)
