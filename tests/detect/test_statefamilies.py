"""The families of a state are compared once, and damaged ones are made again."""

import shutil
from pathlib import Path

import pytest

from inunison import Case
from inunison.detect import statefamilies, textfamilies
from inunison.detect.statefamilies import VERSION, state_families
from inunison.detect.tables import make_views
from inunison.detect.textfamilies import TextFamilies
from inunison.engine import opened
from tests.detect.cases import case_of, row

WORDS = "The ministry of silence opens a new office on the hill tomorrow at noon"
OTHER = "Nobody expected the river to turn green before the harvest festival began"


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    said = [WORDS, f"Listen: {WORDS}", WORDS[:-12], OTHER, OTHER.replace("river", "rivre"), "hello"]
    rows = [row(who, 1_000.0 + who, tweet_text=text) for who, text in enumerate(said)]
    return case_of(tmp_path_factory.mktemp("families"), {"said.csv": rows})


@pytest.fixture
def kept(case: Case) -> Path:
    path = case.state().path / VERSION
    shutil.rmtree(path, ignore_errors=True)
    return path


def families(case: Case, spill: Path) -> TextFamilies:
    with opened(spill) as database:
        make_views(database, case.state())
        return state_families(database, case.state())


def refuse(*_: object, **__: object) -> TextFamilies:
    raise AssertionError("texts were compared again")


def test_they_are_compared_once(
    case: Case, kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = families(case, tmp_path)
    assert first.families.num_rows == 2
    assert first.variants.num_rows == 5
    assert first.compared == 5
    monkeypatch.setattr(textfamilies, "text_families", refuse)
    assert families(case, tmp_path) == first


@pytest.mark.parametrize("name", ["families.json", "variant_of.parquet", "generic.parquet"])
@pytest.mark.parametrize("content", [None, b"", b"{}"])
def test_what_is_not_whole_is_made_again(
    case: Case, kept: Path, tmp_path: Path, name: str, content: bytes | None
) -> None:
    first = families(case, tmp_path)
    whole = {path.name: path.read_bytes() for path in kept.iterdir()}
    (kept / name).unlink()
    if content is not None:
        (kept / name).write_bytes(content)
    assert families(case, tmp_path) == first
    assert {path.name: path.read_bytes() for path in kept.iterdir()} == whole
    assert sorted(path.name for path in kept.parent.glob(".*")) == []


def test_a_version_of_its_own(case: Case, kept: Path, tmp_path: Path) -> None:
    older = kept.with_name("families_v0")
    older.mkdir()
    (older / "families.json").write_text('{"compared": 999}')
    assert families(case, tmp_path).compared == 5
    assert kept.name == statefamilies.VERSION


def test_detections_and_explanations_read_what_is_kept(
    case: Case, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case.detect(["co_text_near"])
    assert kept.is_dir()
    monkeypatch.setattr(textfamilies, "text_families", refuse)
    assert case.detect(["co_text"]).is_new
    assert case.explain("who0", "who1")
