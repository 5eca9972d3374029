"""From a file to a source: what is written, what is known, what is refused."""

import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from inunison import custody
from inunison.errors import SourceError
from inunison.folder import CaseFolder
from inunison.records import Frame
from inunison.sources import import_file, list_sources, state_key
from inunison.sources.parts import SCHEMAS
from inunison.verify import is_sound, verify
from tests.sources.files import ROWS, visible, write
from tests.tiny_format import TinyPosts, many, tiny

NOTHING = dict.fromkeys([*SCHEMAS, "rejects"], 0)


def test_a_file_becomes_a_source(folder: CaseFolder) -> None:
    path = write(folder, tiny(*ROWS))
    outcome = import_file(folder, path)
    source = outcome.source
    assert not outcome.was_known
    assert (source.name, source.bytes) == ("posts.txt", path.stat().st_size)
    assert (source.importer, source.importer_version, source.rank) == ("tiny-posts", 1, 40)
    assert source.frame is Frame.KEYWORD
    assert source.members == ("posts.txt",)
    assert source.counts == NOTHING | {"accounts": 2, "posts": 2}
    assert source.captured_at == 2_000_000
    assert source.original == str(path)
    assert source.path == folder.sources_path / source.sha256
    posts = pq.read_table(source.part("posts"))
    assert posts["text"].to_pylist() == ["good morning", "good night"]
    assert posts["row"].to_pylist() == [2, 3]
    assert not source.part("observations").exists()
    assert list_sources(folder) == [source]
    assert sorted(each.name for each in source.path.iterdir()) == [
        "accounts.parquet",
        "posts.parquet",
        "source.json",
    ]


def test_the_same_file_again_changes_nothing(folder: CaseFolder) -> None:
    path = write(folder, tiny(*ROWS))
    first = import_file(folder, path)
    seen, log = visible(folder), folder.custody_path.read_bytes()
    other = write(folder, tiny(*ROWS), "another name.txt")
    for again in (path, other):
        outcome = import_file(folder, again)
        assert outcome.was_known
        assert outcome.source == first.source
    assert (visible(folder), folder.custody_path.read_bytes()) == (seen, log)


def test_the_bytes_of_the_parts_depend_on_the_file_alone(tmp_path: Path) -> None:
    made = []
    for name in ("one", "two"):
        folder = CaseFolder.create(tmp_path / name / "case", name=name)
        import_file(folder, write(folder, many(2_000)))
        made.append({k: v for k, v in visible(folder).items() if k.endswith(".parquet")})
    assert made[0] == made[1]
    assert len(made[0]) == 2


def test_the_log_says_what_was_imported(folder: CaseFolder) -> None:
    source = import_file(folder, write(folder, tiny(*ROWS))).source
    entry = list(custody.entries(folder))[-1]
    assert entry.action == "import"
    assert entry.details["source"] == source.sha256
    assert entry.details["frame"] == "keyword"
    assert entry.details["counts"] == source.counts
    assert entry.details["parts"] == {kind: part.sha256 for kind, part in source.parts.items()}
    assert custody.check(folder).sound


@pytest.mark.parametrize("altered", [False, True])
def test_what_the_log_does_not_know_is_read_anew(folder: CaseFolder, altered: bool) -> None:
    """A process was killed before it logged; or somebody put the folder there by hand."""
    log = folder.custody_path.read_bytes()
    path = write(folder, tiny(*ROWS))
    source = import_file(folder, path).source
    folder.custody_path.write_bytes(log)
    if altered:
        source.part("posts").write_bytes(source.part("accounts").read_bytes())
    outcome = import_file(folder, path)
    assert not outcome.was_known
    assert [entry.action for entry in custody.entries(folder)] == ["init", "import"]
    assert pq.read_table(outcome.source.part("posts"))["text"].to_pylist()[0] == "good morning"
    assert is_sound(verify(folder))
    assert import_file(folder, path).was_known


@pytest.mark.parametrize("frame", list(Frame))
def test_the_frame_is_kept_as_it_is_given(folder: CaseFolder, frame: Frame) -> None:
    path = write(folder, tiny(*ROWS))
    assert import_file(folder, path, frame=frame).source.frame is frame
    assert import_file(folder, path).source.frame is frame  # and by the next import without one
    assert list_sources(folder)[0].frame is frame


def test_another_frame_for_a_known_file_takes_the_place_of_the_old_one(folder: CaseFolder) -> None:
    path = write(folder, tiny(*ROWS))
    before = import_file(folder, path).source
    outcome = import_file(folder, path, frame=Frame.SAMPLE)
    assert (outcome.was_known, outcome.reframed) == (True, True)
    assert list_sources(folder) == [outcome.source] == [replace(before, frame=Frame.SAMPLE)]
    assert list(custody.entries(folder))[-1].action == "frame"
    assert state_key([before], "1") != state_key([outcome.source], "1")


def test_the_frame_is_asked_for_where_the_file_is_new(folder: CaseFolder) -> None:
    asked: list[tuple[str, Frame]] = []

    def ask(name: str, suggested: Frame) -> Frame:
        asked.append((name, suggested))
        return Frame.SELECTED

    path = write(folder, tiny(*ROWS))
    assert import_file(folder, path, frame=ask).source.frame is Frame.SELECTED
    assert import_file(folder, path, frame=ask).source.frame is Frame.SELECTED
    assert asked == [("posts.txt", Frame.KEYWORD)]


def test_a_newer_importer_reads_the_file_anew(
    folder: CaseFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(folder, tiny(*ROWS, "! odd"))
    old = import_file(folder, path, frame=Frame.SPACE).source
    monkeypatch.setattr(TinyPosts, "version", 2)
    outcome = import_file(folder, path)
    assert not outcome.was_known
    assert outcome.source.importer_version == 2
    assert outcome.source.frame is Frame.SPACE  # what the user said once still holds
    assert list_sources(folder) == [outcome.source]
    assert pq.read_table(outcome.source.part("posts")).num_rows == 2
    assert outcome.source.rejects_path
    assert outcome.source.rejects_path.exists()
    held = {each.name for each in old.path.iterdir()}
    assert held == {
        "source.json",
        outcome.source.part("accounts").name,
        outcome.source.part("posts").name,
        outcome.source.rejects_path.name,
    }
    assert state_key([old], "1") != state_key([outcome.source], "1")
    assert import_file(folder, path).was_known


def test_a_broken_row_is_put_aside_and_the_rest_goes_on(folder: CaseFolder) -> None:
    path = write(folder, tiny(ROWS[0], "! half a row", ROWS[1], "! odd", "! odd"))
    outcome = import_file(folder, path)
    assert outcome.source.counts["posts"] == 2
    assert outcome.source.counts["rejects"] == 3
    assert [(each.reason, each.count, each.first) for each in outcome.rejects] == [
        ("odd", 2, (("posts.txt", 5), ("posts.txt", 6))),
        ("half a row", 1, (("posts.txt", 3),)),
    ]
    assert outcome.source.rejects_path is not None
    lines = [json.loads(line) for line in outcome.source.rejects_path.read_text().splitlines()]
    assert lines[0] == {
        "excerpt": "! half a row",
        "member": "posts.txt",
        "reason": "half a row",
        "row": 3,
    }
    assert list_sources(folder) == [outcome.source]


def test_strict_makes_a_broken_row_an_error_and_keeps_nothing(folder: CaseFolder) -> None:
    path = write(folder, tiny(*ROWS, "! odd"))
    with pytest.raises(
        SourceError, match=r"1 rows of posts.txt .* odd \(first: row 4\)"
    ) as refused:
        import_file(folder, path, strict=True)
    assert "--strict" in refused.value.advice
    assert visible(folder) == {}
    source = import_file(folder, path).source
    with pytest.raises(SourceError, match="in the case already"):
        import_file(folder, path, strict=True)
    assert list_sources(folder) == [source]
    assert import_file(folder, write(folder, tiny(*ROWS), "ok"), strict=True).source.name == "ok"


def test_a_file_of_which_no_row_can_be_read_is_an_error(folder: CaseFolder) -> None:
    with pytest.raises(SourceError, match="2 rows, all there are"):
        import_file(folder, write(folder, tiny("! odd", "! odd")))
    assert visible(folder) == {}


def test_a_file_without_rows_is_a_source_without_rows(folder: CaseFolder) -> None:
    source = import_file(folder, write(folder, tiny())).source
    assert set(source.counts.values()) == {0}
    assert (source.parts, source.captured_at, source.rejects_path) == ({}, None, None)
    assert not source.part("posts").exists()
    assert list_sources(folder) == [source]


def test_standard_input_is_kept(folder: CaseFolder) -> None:
    content = tiny(*ROWS).encode()
    source = import_file(folder, io.BytesIO(content)).source
    assert (source.name, source.original) == ("standard input", None)
    assert source.kept_path.read_bytes() == content
    again = import_file(folder, io.BytesIO(content))
    assert again.was_known
    named = import_file(folder, write(folder, tiny(*ROWS)))
    assert named.was_known  # one hash, one source
    assert len(visible(folder)) == 4


def test_what_is_kept_stays_when_the_file_is_read_anew(
    folder: CaseFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = tiny(*ROWS)
    import_file(folder, io.BytesIO(content.encode()))
    monkeypatch.setattr(TinyPosts, "version", 2)
    source = import_file(folder, write(folder, content)).source
    assert source.kept_path.read_text() == content


def test_standard_input_that_breaks_leaves_nothing(folder: CaseFolder) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise OSError(5, "Input/output error")

    with pytest.raises(SourceError, match="could not be read to its end"):
        import_file(folder, Broken())
    with pytest.raises(SourceError, match="is empty"):
        import_file(folder, io.BytesIO(b""))
    assert list(folder.sources_path.iterdir()) == []


def _zip(path: Path, **members: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "."), content)
    return path


def test_a_zip_is_one_source_of_several_files(folder: CaseFolder, tmp_path: Path) -> None:
    path = _zip(
        tmp_path / "all.zip",
        one__txt=tiny(ROWS[0]),
        README__md="# Read me first\n",
        two__txt=tiny(ROWS[1], "! odd"),
    )
    outcome = import_file(folder, path)
    source = outcome.source
    assert source.members == ("one.txt", "README.md", "two.txt")
    assert [name for name, _reason in source.skipped] == ["README.md"]
    assert source.skipped[0][1] == "README.md is not of a format that is known here."
    posts = pq.read_table(source.part("posts"))
    assert posts["member"].to_pylist() == [0, 2]
    assert posts["row"].to_pylist() == [2, 2]
    assert outcome.rejects[0].first == (("two.txt", 3),)
    assert list_sources(folder) == [source]


def test_a_zip_that_holds_nothing_known_is_refused(folder: CaseFolder, tmp_path: Path) -> None:
    path = _zip(tmp_path / "all.zip", README__md="# Read me", b__txt="b")
    with pytest.raises(SourceError, match=r"No file inside all.zip .* README.md is not") as refused:
        import_file(folder, path)
    assert "importers why" in refused.value.advice


def test_a_zip_of_two_formats_is_read_by_the_one_that_is_named(
    folder: CaseFolder, tmp_path: Path
) -> None:
    path = _zip(tmp_path / "all.zip", a=tiny(*ROWS), b="tiny counts\na1 5 9000000\n")
    with pytest.raises(SourceError, match="several formats: tiny-counts, tiny-posts"):
        import_file(folder, path)
    source = import_file(folder, path, importer="tiny-counts").source
    assert source.counts == NOTHING | {"observations": 1}
    assert source.captured_at == 9_000_000
    other = import_file(folder, path, importer="tiny-posts").source
    assert other.counts["posts"] == 2
    assert not other.part("observations").exists()
    assert list_sources(folder) == [other]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "is empty"),
        ("neither\n", "not of a format that is known here"),
        ("\0" * 5_000, "is empty|is not a text file"),
    ],
)
def test_what_is_not_known_is_refused(folder: CaseFolder, content: str, words: str) -> None:
    with pytest.raises(SourceError, match=words) as refused:
        import_file(folder, write(folder, content))
    assert refused.value.advice
    assert list(folder.sources_path.iterdir()) == []


def test_what_cannot_be_opened_is_refused(folder: CaseFolder, tmp_path: Path) -> None:
    for path, words in (
        (tmp_path / "nowhere", "does not exist"),
        (tmp_path, "is a directory"),
        (Path("nul\0"), "cannot be opened"),
    ):
        with pytest.raises(SourceError, match=words):
            import_file(folder, path)
    with pytest.raises(SourceError, match="no importer nobody"):
        import_file(folder, write(folder, tiny(*ROWS)), importer="nobody")
    assert list(folder.sources_path.iterdir()) == []
