"""The picture of a case: which detection it shows, its name, its tables; all without an engine."""

import json
from pathlib import Path

import pytest

from inunison import picture
from inunison.folder import CaseFolder
from inunison.state import State

STATE = "5" * 64
RUN = "d" * 64


@pytest.fixture
def folder(tmp_path: Path) -> CaseFolder:
    return CaseFolder.create(tmp_path / "case", name="A case")


def _state(folder: CaseFolder) -> State:
    path = folder.cache_path / "states" / STATE
    path.mkdir(parents=True)
    summary = {"counts": {"posts": 3, "accounts": 2}, "partition": {}}
    (path / "state.json").write_text(json.dumps(summary))
    (path / "posts.parquet").touch()
    return State(STATE, path, summary)


def _run(folder: CaseFolder, name: str = RUN, run: object = None) -> Path:
    path = picture.detections_path(folder) / name
    path.mkdir(parents=True)
    (path / "run.json").write_text(json.dumps(run or {"tables": {"findings": 4, "posts": 9}}))
    (path / "findings.parquet").touch()
    return path


def test_a_state_alone_is_its_own_picture(folder: CaseFolder) -> None:
    state = _state(folder)
    assert picture.picture_id(folder, STATE) == STATE
    made = picture.picture(folder, state)
    assert (made.id, made.summary, made.detection) == (STATE, state.summary, None)
    assert made.table("posts") == state.table("posts")
    assert not picture.shows_findings(made.id)
    assert not picture.shows_findings(None)


def test_with_a_detection_it_has_the_tables_and_counts_of_both(folder: CaseFolder) -> None:
    state, run = _state(folder), _run(folder)
    picture.choose(folder, STATE, RUN)
    assert picture.chosen(folder, STATE) == RUN
    made = picture.picture(folder, state)
    assert made.id == picture.picture_id(folder, STATE) == f"{STATE}+{RUN}"
    assert picture.shows_findings(made.id)
    assert made.table("findings") == run / "findings.parquet"
    assert made.table("posts") == state.path / "posts.parquet"
    assert made.table("involves") == state.path / "involves.parquet"
    assert made.summary["counts"] == {"posts": 9, "accounts": 2, "findings": 4}
    assert state.summary["counts"]["posts"] == 3


def test_it_is_found_again_by_its_name(folder: CaseFolder) -> None:
    state = _state(folder)
    _run(folder)
    assert picture.find(folder, STATE) == picture.picture(folder, state)
    picture.choose(folder, STATE, RUN)
    assert picture.find(folder, f"{STATE}+{RUN}") == picture.picture(folder, state)
    plain = picture.find(folder, STATE)
    assert plain is not None
    assert plain.detection is None


def test_what_is_gone_or_damaged_is_not_found(folder: CaseFolder) -> None:
    assert picture.find(folder, STATE) is None
    _state(folder)
    assert picture.find(folder, f"{STATE}+{RUN}") is None
    picture.choose(folder, STATE, RUN)
    assert picture.chosen(folder, STATE) is None
    path = _run(folder)
    assert picture.chosen(folder, STATE) == RUN
    for content in ("{", "[]", "{}", '{"tables": 3}'):
        (path / "run.json").write_text(content)
        assert picture.chosen(folder, STATE) is None
        assert picture.picture_id(folder, STATE) == STATE


def test_the_choice_is_kept_for_each_state(folder: CaseFolder) -> None:
    for name in ("a" * 64, "b" * 64):
        _run(folder, name)
    picture.choose(folder, STATE, "a" * 64)
    picture.choose(folder, "6" * 64, "b" * 64)
    assert picture.chosen(folder, STATE) == "a" * 64
    picture.choose(folder, STATE, "b" * 64)
    assert picture.chosen(folder, STATE) == "b" * 64


@pytest.mark.parametrize("name", ["..", "../../sources", "/etc", "", "D" * 64, "d" * 63])
def test_a_name_never_leads_out_of_the_cache(folder: CaseFolder, name: str) -> None:
    _state(folder)
    (folder.path / "run.json").write_text('{"tables": {}}')
    picture.choose(folder, STATE, name)
    assert picture.chosen(folder, STATE) is None
