"""Verifying: what is altered is wrong, what is elsewhere is unavailable or found by its hash."""

import io
import shutil
from pathlib import Path

import pytest

from inunison import custody
from inunison.errors import UsageError
from inunison.folder import CaseFolder
from inunison.records import Frame
from inunison.sources import Source, import_file, remove_source
from inunison.verify import Result, Verdict, is_sound, verify
from tests.sources.files import ROWS, write
from tests.tiny_format import TinyPosts, tiny


@pytest.fixture
def source(folder: CaseFolder) -> Source:
    return import_file(folder, write(folder, tiny(*ROWS, "! odd"))).source


def _not_sound(verdicts: list[Verdict]) -> list[tuple[str, Result]]:
    return [(each.check, each.result) for each in verdicts if each.result is not Result.SOUND]


def test_a_case_that_was_left_alone_is_sound(folder: CaseFolder, source: Source) -> None:
    verdicts = verify(folder)
    assert [(each.check, each.result) for each in verdicts] == [
        ("chain", Result.SOUND),
        ("record", Result.SOUND),
        ("accounts", Result.SOUND),
        ("posts", Result.SOUND),
        ("rejects", Result.SOUND),
        ("original", Result.SOUND),
    ]
    assert is_sound(verdicts)
    assert custody.head(folder) in verdicts[0].detail
    assert {each.subject for each in verdicts[1:]} == {f"{source.sha256[:12]} posts.txt"}


@pytest.mark.parametrize("kind", ["accounts", "posts"])
@pytest.mark.parametrize("damage", ["altered", "missing", "no file"])
def test_an_altered_part_is_wrong(
    folder: CaseFolder, source: Source, kind: str, damage: str
) -> None:
    part = source.part(kind)
    if damage == "altered":
        content = bytearray(part.read_bytes())
        content[len(content) // 2] ^= 1
        part.write_bytes(bytes(content))
    else:
        part.unlink()
    if damage == "no file":
        part.mkdir()
    verdicts = verify(folder)
    assert _not_sound(verdicts) == [(kind, Result.WRONG)]
    assert not is_sound(verdicts)


def test_altered_rejects_are_wrong(folder: CaseFolder, source: Source) -> None:
    assert source.rejects_path is not None
    source.rejects_path.write_text("{}\n")
    assert _not_sound(verify(folder)) == [("rejects", Result.WRONG)]


def test_a_part_and_its_description_altered_together_are_seen_by_the_log(
    folder: CaseFolder, source: Source
) -> None:
    file = source.path / "source.json"
    file.write_text(file.read_text().replace('"frame":"keyword"', '"frame":"accounts"'))
    assert _not_sound(verify(folder)) == [("record", Result.WRONG)]


def test_a_damaged_description_is_wrong_and_the_rest_is_checked(
    folder: CaseFolder, source: Source
) -> None:
    import_file(folder, write(folder, tiny(ROWS[0]), "other"))
    (source.path / "source.json").write_text("{")
    verdicts = verify(folder)
    assert _not_sound(verdicts) == [("description", Result.WRONG)]
    assert len([each for each in verdicts if each.check == "original"]) == 1


def test_a_file_that_is_no_longer_there_is_unavailable_and_not_wrong(
    folder: CaseFolder, source: Source
) -> None:
    Path(str(source.original)).unlink()
    verdicts = verify(folder)
    assert _not_sound(verdicts) == [("original", Result.UNAVAILABLE)]
    assert is_sound(verdicts)
    assert "--sources DIR" in verdicts[-1].detail


def test_a_file_that_was_moved_is_found_by_its_hash(
    folder: CaseFolder, source: Source, tmp_path: Path
) -> None:
    archive = tmp_path / "archive" / "deep"
    archive.mkdir(parents=True)
    (archive / "same size").write_bytes(b"x" * source.bytes)
    (archive / "broken link").symlink_to("nowhere")
    shutil.move(str(source.original), archive / "renamed")
    verdicts = verify(folder, [tmp_path / "archive"])
    assert _not_sound(verdicts) == []
    assert "renamed" in verdicts[-1].detail
    empty = tmp_path / "empty"
    empty.mkdir()
    assert _not_sound(verify(folder, [empty])) == [("original", Result.UNAVAILABLE)]
    with pytest.raises(UsageError, match="is not a folder"):
        verify(folder, [tmp_path / "nowhere"])


def test_another_file_in_its_place_is_wrong_unless_it_is_found_elsewhere(
    folder: CaseFolder, source: Source, tmp_path: Path
) -> None:
    path = Path(str(source.original))
    copy = tmp_path / "kept" / "copy"
    copy.parent.mkdir()
    shutil.copy(path, copy)
    path.write_text(path.read_text().replace("morning", "evening"))
    assert _not_sound(verify(folder)) == [("original", Result.WRONG)]
    assert _not_sound(verify(folder, [copy.parent])) == []


def test_what_was_kept_of_standard_input_is_checked(folder: CaseFolder) -> None:
    source = import_file(folder, io.BytesIO(tiny(*ROWS).encode())).source
    assert _not_sound(verify(folder)) == []
    source.kept_path.write_text(tiny(ROWS[0], ROWS[0].replace("good", "best")))
    assert _not_sound(verify(folder)) == [("original", Result.WRONG)]
    source.kept_path.unlink()
    assert _not_sound(verify(folder)) == [("original", Result.WRONG)]


def test_a_source_deleted_by_hand_is_wrong_and_one_that_was_removed_is_not(
    folder: CaseFolder, source: Source
) -> None:
    shutil.copytree(source.path, folder.path / "copy")
    shutil.rmtree(source.path)
    assert _not_sound(verify(folder)) == [("record", Result.WRONG)]
    shutil.move(folder.path / "copy", source.path)
    remove_source(folder, source.sha256)
    assert _not_sound(verify(folder)) == []


def test_a_source_put_in_by_hand_is_wrong(folder: CaseFolder, source: Source) -> None:
    shutil.copytree(source.path, folder.path / "copy")
    remove_source(folder, source.sha256)
    shutil.move(folder.path / "copy", source.path)
    assert _not_sound(verify(folder)) == [("record", Result.WRONG)]
    folder.custody_path.unlink()
    custody.append(folder, "init", {})
    assert _not_sound(verify(folder)) == [("record", Result.WRONG)]


def test_what_is_no_source_among_the_sources_is_wrong(folder: CaseFolder) -> None:
    (folder.sources_path / "stray").mkdir()
    (folder.sources_path / ".tmp-1").mkdir()
    assert _not_sound(verify(folder)) == [("record", Result.WRONG)]


def test_a_broken_chain_is_wrong(folder: CaseFolder, source: Source) -> None:
    content = folder.custody_path.read_text()
    folder.custody_path.write_text(content.replace('"rejects":1', '"rejects":0'))
    checks = _not_sound(verify(folder))
    assert ("chain", Result.WRONG) in checks
    folder.custody_path.unlink()
    assert ("chain", Result.WRONG) in _not_sound(verify(folder))


def test_the_head_of_a_report_must_be_in_the_chain(folder: CaseFolder, source: Source) -> None:
    printed = custody.head(folder)
    custody.append(folder, "load", {})
    assert _not_sound(verify(folder, head=printed)) == []
    assert _not_sound(verify(folder, head=printed.upper())) == []
    lines = folder.custody_path.read_bytes().splitlines(keepends=True)
    folder.custody_path.write_bytes(lines[0])
    assert ("head", Result.WRONG) in _not_sound(verify(folder, head=printed))


def test_another_frame_and_a_new_reading_are_sound(
    folder: CaseFolder, source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = Path(str(source.original))
    import_file(folder, path, frame=Frame.SPACE)
    assert _not_sound(verify(folder)) == []
    monkeypatch.setattr(TinyPosts, "version", 2)
    import_file(folder, path)
    assert _not_sound(verify(folder)) == []
