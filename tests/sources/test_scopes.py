"""What a source holds all of: said at import or later, kept, logged, and told."""

import json
from pathlib import Path

import pytest

from inunison import Case
from inunison.errors import SourceError, UsageError
from inunison.folder import CaseFolder
from inunison.records import Frame
from inunison.scoping import given_scope, said_scope
from inunison.sources import import_file, list_sources, state_key
from inunison.sources.source import read_source
from inunison.verify import is_sound, verify
from inunison_cli.app import run
from inunison_importers.scopes import Scope
from tests.sources.files import ROWS, write
from tests.tiny_format import tiny

FERRY = Scope(query="ferry", captured="2024-03-11")


def test_a_scope_is_kept_logged_and_says_the_frame(folder: CaseFolder) -> None:
    source = import_file(folder, write(folder, tiny(*ROWS)), scope=Scope(accounts=("a1",))).source
    assert (source.scope, source.frame) == (Scope(accounts=("a1",)), Frame.ACCOUNTS)
    assert read_source(source.path) == source
    kept = json.loads((source.path / "source.json").read_bytes())
    assert kept["scope"] == {"accounts": ["a1"]}
    last = json.loads(folder.custody_path.read_text().splitlines()[-1])
    assert last["details"]["scope"] == {"accounts": ["a1"]}
    assert is_sound(verify(folder))


def test_it_can_be_said_later_and_makes_another_state(folder: CaseFolder) -> None:
    path = write(folder, tiny(*ROWS))
    import_file(folder, path)
    before = state_key(list_sources(folder), "rules")
    outcome = import_file(folder, path, scope=FERRY)
    assert outcome.was_known
    assert outcome.reframed
    assert list_sources(folder) == [outcome.source]
    assert outcome.source.scope == FERRY
    assert state_key(list_sources(folder), "rules") != before
    assert is_sound(verify(folder))
    again = import_file(folder, path)
    assert (again.reframed, again.source) == (False, outcome.source)


@pytest.mark.parametrize("known", [False, True])
def test_a_frame_that_contradicts_it_is_refused(folder: CaseFolder, *, known: bool) -> None:
    path = write(folder, tiny(*ROWS))
    if known:
        import_file(folder, path, scope=FERRY)
    with pytest.raises(SourceError, match="cannot hold all of its scope") as refused:
        import_file(folder, path, frame=Frame.SAMPLE, scope=None if known else FERRY)
    assert "--frame keyword" in refused.value.advice
    assert len(list_sources(folder)) == known


def test_a_time_alone_leaves_the_frame_to_others(folder: CaseFolder) -> None:
    timed = Scope(captured="2024-03-11")
    source = import_file(folder, write(folder, tiny(*ROWS)), frame=Frame.SAMPLE, scope=timed).source
    assert (source.frame, source.scope) == (Frame.SAMPLE, timed)


def test_a_damaged_scope_is_a_damaged_source(folder: CaseFolder) -> None:
    source = import_file(folder, write(folder, tiny(*ROWS)), scope=FERRY).source
    file = source.path / "source.json"
    file.write_text(file.read_text().replace('"2024-03-11"', '"soon"'))
    with pytest.raises(SourceError, match="is damaged"):
        read_source(source.path)


def test_accounts_can_be_a_file(tmp_path: Path) -> None:
    names = tmp_path / "names.txt"
    names.write_text("\ufeff# the ministries\n@ida\n\nbo\n", encoding="utf-8")
    assert said_scope([f"accounts=@{names}", "since=2024-03-01"]).accounts == ("ida", "bo")


@pytest.mark.parametrize("content", [None, b"\xff\xfe", b"ida,bo\n", b"# nobody\n"])
def test_a_file_without_accounts_is_refused(tmp_path: Path, content: bytes | None) -> None:
    names = tmp_path / "names.txt"
    if content is not None:
        names.write_bytes(content)
    with pytest.raises(UsageError):
        said_scope([f"accounts=@{names}"])


def test_python_says_it_by_a_mapping(folder: CaseFolder) -> None:
    case = Case.open(folder.path)
    source = case.import_(write(folder, tiny(*ROWS)), scope={"query": "ferry"}).source
    assert source.scope == given_scope({"query": "ferry"}) == Scope(query="ferry")
    with pytest.raises(UsageError, match="The scope cannot be used"):
        case.import_(write(folder, tiny(*ROWS)), scope={"words": "ferry"})


def test_the_terminal_takes_it_in_parts_and_lists_it(
    folder: CaseFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(write(folder, tiny(*ROWS)))
    said = ["--scope", "query=night ferry", "--scope", "captured=2024-03-11"]
    assert run(["import", path, "--case", str(folder.path), *said]) == 0
    assert "captured=TIME" not in capsys.readouterr().err
    assert run(["sources", "--case", str(folder.path), "--format", "jsonl"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert listed["scope"] == "query=night ferry; captured=2024-03-11"
    assert listed["frame"] == "keyword"


def test_the_terminal_says_what_is_missing_or_wrong(
    folder: CaseFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    import_ = ["import", str(write(folder, tiny(*ROWS))), "--case", str(folder.path)]
    assert run([*import_, "--scope", "query=a"]) == 0
    assert "Nobody said when posts.txt was captured" in capsys.readouterr().err
    assert run([*import_, "--scope", "captured=soon"]) == 2
    said = " ".join(capsys.readouterr().err.split())
    assert "The scope cannot be used: 'soon' is no time" in said
    assert run([*import_, "--scope", "query=a", "--scope", "captured=2024-03-11"]) == 0
    assert "its scope query=a; captured=2024-03-11" in " ".join(capsys.readouterr().err.split())
