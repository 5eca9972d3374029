"""Sources as they stand: listed, damaged, removed, and the key of what they say."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from inunison import custody
from inunison.errors import CaseError, SourceError
from inunison.folder import CaseFolder
from inunison.records import Frame
from inunison.sources import Source, import_file, list_sources, remove_source, state_key
from inunison.sources.source import LAYOUT, describe, read_source
from tests.sources.files import ROWS, write
from tests.tiny_format import tiny


def test_a_source_is_removed_by_hash_or_by_name(folder: CaseFolder) -> None:
    first = import_file(folder, write(folder, tiny(ROWS[0]), "first")).source
    second = import_file(folder, write(folder, tiny(ROWS[1]), "second")).source
    assert remove_source(folder, first.sha256[:8]) == first
    assert list_sources(folder) == [second]
    assert remove_source(folder, "second") == second
    assert list(folder.sources_path.iterdir()) == []
    logged = [(each.action, each.details.get("source")) for each in custody.entries(folder)]
    assert logged[-2:] == [("remove", first.sha256), ("remove", second.sha256)]


def test_a_source_that_is_not_meant_clearly_stays(folder: CaseFolder) -> None:
    one = import_file(folder, write(folder, tiny(ROWS[0]), "same")).source
    two = import_file(folder, write(folder, tiny(ROWS[1]), "same")).source
    with pytest.raises(SourceError, match="could mean more than one"):
        remove_source(folder, "same")
    for wanted in ("other", one.sha256[:3], "", ".", "..", "\x1b[2J"):
        with pytest.raises(SourceError, match="has no source") as refused:
            remove_source(folder, wanted)
        assert "\x1b" not in str(refused.value)
    assert list_sources(folder) == sorted([one, two], key=lambda each: each.sha256)


def test_a_removed_file_can_come_back(folder: CaseFolder) -> None:
    path = write(folder, tiny(*ROWS))
    first = import_file(folder, path).source
    remove_source(folder, first.sha256)
    outcome = import_file(folder, path)
    assert not outcome.was_known
    assert outcome.source == first


def test_a_removal_that_was_killed_is_finished_by_the_next_command(folder: CaseFolder) -> None:
    path = write(folder, tiny(*ROWS))
    source = import_file(folder, path).source
    gone = folder.sources_path / f".removed-{source.sha256}"
    source.path.rename(gone)
    assert list_sources(folder) == []
    import_file(folder, path)
    assert not gone.exists()
    actions = [entry.action for entry in custody.entries(folder)]
    assert actions == ["init", "import", "remove", "import"]


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: "",
        lambda text: text[: len(text) // 2],
        lambda text: "[]",
        lambda text: "[" * 50_000,
        lambda text: text.replace('"frame":"keyword"', '"frame":"wishes"'),
        lambda text: text.replace('"posts.parquet"', '"../../posts.parquet"'),
        lambda text: text.replace('"bytes":', '"bites":'),
        lambda text: text.replace('"sha256":"', '"sha256":"0', 1),
    ],
)
def test_a_damaged_description_is_a_sentence_and_can_be_taken_out(
    folder: CaseFolder, damage: Any
) -> None:
    source = import_file(folder, write(folder, tiny(*ROWS))).source
    file = source.path / "source.json"
    content = file.read_text()
    changed = damage(content)
    if changed.count('"sha256":"0') and changed != content:
        changed = content.replace(source.sha256, "0" * 64)
    file.write_text(changed)
    with pytest.raises(SourceError, match="is damaged") as refused:
        list_sources(folder)
    assert f"inunison remove {source.sha256[:12]}" in refused.value.advice
    assert remove_source(folder, source.sha256[:12]).sha256 == source.sha256
    assert list_sources(folder) == []


def test_a_source_of_a_newer_version_is_refused(folder: CaseFolder) -> None:
    source = import_file(folder, write(folder, tiny(*ROWS))).source
    file = source.path / "source.json"
    written = file.read_text()
    for layout, said in ((LAYOUT + 1, "newer version"), (LAYOUT - 1, "earlier version")):
        file.write_text(written.replace(f'"layout":{LAYOUT}', f'"layout":{layout}'))
        with pytest.raises(CaseError, match=said):
            list_sources(folder)


def test_a_description_is_read_as_it_was_written(folder: CaseFolder) -> None:
    source = import_file(folder, write(folder, tiny(*ROWS, "! odd\x1b"), "Ж\x1bЩ.txt")).source
    assert read_source(source.path) == source
    assert (source.path / "source.json").read_bytes() == describe(source)
    assert b"\x1b" not in describe(source)


def test_hidden_and_foreign_folders_are_no_sources(folder: CaseFolder) -> None:
    source = import_file(folder, write(folder, tiny(*ROWS))).source
    for name in (".tmp-0123", "notes", source.sha256[:20], source.sha256.upper() + "0"):
        (folder.sources_path / name).mkdir()
    assert list_sources(folder) == [source]


def test_a_case_without_sources_has_none(folder: CaseFolder) -> None:
    folder.sources_path.rmdir()
    assert list_sources(folder) == []
    import_file(folder, write(folder, tiny(*ROWS)))
    assert len(list_sources(folder)) == 1


def _source(sha256: str, **changed: Any) -> Source:
    source = Source(
        sha256=sha256,
        name="x",
        bytes=1,
        importer="tiny-posts",
        importer_version=1,
        rank=1,
        frame=Frame.UNKNOWN,
        members=("x",),
        counts={},
        captured_at=None,
        path=Path("/nowhere"),
        original=None,
    )
    return replace(source, **changed)


def test_the_key_of_a_state_knows_no_order_and_every_difference() -> None:
    sources = [_source("ab" * 32), _source("cd" * 32)]
    key = state_key(sources, "1")
    assert len(key) == 64
    assert state_key(sources[::-1], "1") == key
    assert state_key([replace(each, name="y", path=Path("/x")) for each in sources], "1") == key
    different = [
        state_key(sources, "2"),
        state_key(sources[:1], "1"),
        state_key([], "1"),
        state_key([sources[0], _source("cd" * 32, importer_version=2)], "1"),
        state_key([sources[0], _source("cd" * 32, importer="other")], "1"),
        state_key([sources[0], _source("cd" * 32, frame=Frame.SPACE)], "1"),
    ]
    assert len({key, *different}) == 7
