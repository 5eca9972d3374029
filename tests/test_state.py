"""States: made once, found again, the same bytes for any order, and gone when the cache is."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from inunison import Case, state
from inunison.demo import write_demo
from inunison.errors import StorageError
from inunison.resolve import resolve
from inunison.state import State
from inunison.text import NORM_VERSION


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return write_demo(tmp_path_factory.mktemp("files"))


@pytest.fixture
def case(tmp_path: Path, files: list[Path]) -> Case:
    made = Case.create(tmp_path / "case")
    for path in files:
        made.import_(path)
    return made


def _digests(made: State) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(made.path.iterdir())
    }


def test_a_state_is_made_once_and_found_again(case: Case) -> None:
    said: list[str] = []
    case.narrate = said.append
    first = case.state()
    assert said
    said.clear()
    assert case.state() == first
    assert said == []
    assert state.find(case.folder, first.id) == first
    assert state.find(case.folder, "0" * 64) is None


def test_the_order_of_import_changes_no_byte(tmp_path: Path, files: list[Path], case: Case) -> None:
    other = Case.create(tmp_path / "other")
    for path in reversed(files):
        other.import_(path)
    assert other.state().id == case.state().id
    assert _digests(other.state()) == _digests(case.state())


def test_the_number_of_cores_changes_no_byte(case: Case) -> None:
    plain = _digests(case.state())
    for path in case.folder.cache_path.rglob("state.json"):
        path.unlink()
    again = state.current(case.folder, threads=1, memory_mb=256)
    assert _digests(again) == plain


def test_neither_hash_seed_nor_zone_of_the_machine_changes_a_byte(case: Case) -> None:
    plain = _digests(case.state())
    code = (
        "import sys\nfrom inunison import Case\n"
        "from pathlib import Path\nimport shutil\n"
        "case = Case.open(sys.argv[1])\n"
        "shutil.rmtree(case.folder.cache_path)\ncase.state()"
    )
    for seed, zone in (("1", "Asia/Kolkata"), ("2", "America/St_Johns")):
        subprocess.run(
            [sys.executable, "-c", code, str(case.folder.path)],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
            check=True,
        )
        assert _digests(case.state()) == plain


def test_another_source_is_another_state(case: Case) -> None:
    before = case.state()
    removed = case.sources()[0]
    case.remove(removed.sha256)
    after = case.state()
    assert after.id != before.id
    assert after.summary["counts"] != before.summary["counts"]


def test_a_case_without_sources_has_an_empty_state(tmp_path: Path) -> None:
    counts = Case.create(tmp_path / "empty").state().summary
    assert set(counts["counts"].values()) == {0}
    assert counts["partition"] == {
        "accounts": 0,
        "communities": 0,
        "stability": None,
        "modularity": None,
    }


def test_the_rules_in_the_id_name_the_fingerprint(case: Case) -> None:
    assert NORM_VERSION in state.RULES


def test_a_half_made_state_is_never_seen(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    def cut(*_: object) -> None:
        resolve(*_)  # type: ignore[arg-type]
        raise KeyboardInterrupt

    monkeypatch.setattr("inunison.resolve.resolve", cut)
    with pytest.raises(KeyboardInterrupt):
        case.state()
    assert list((case.folder.cache_path / "states").iterdir()) == []
    monkeypatch.undo()
    assert case.state().summary["counts"]["posts"] > 5000


def test_only_a_few_old_states_are_kept(case: Case) -> None:
    for source in case.sources():
        case.state()
        case.remove(source.sha256)
    newest = case.state()
    kept = [path.name for path in (case.folder.cache_path / "states").iterdir()]
    assert newest.id in kept
    assert len(kept) <= 3


def test_a_cache_that_cannot_be_written_is_one_sentence(case: Case) -> None:
    case.folder.cache_path.mkdir(exist_ok=True)
    (case.folder.cache_path / "states").write_text("in the way")
    with pytest.raises(StorageError, match="could not be written"):
        case.state()


def test_a_damaged_summary_is_made_again(case: Case) -> None:
    made = case.state()
    (made.path / "state.json").write_text("{")
    assert case.state().summary == made.summary
    assert json.loads((made.path / "state.json").read_text()) == made.summary


def test_the_partition_of_the_demo_is_stable(case: Case) -> None:
    partition = case.state().summary["partition"]
    assert partition["communities"] >= 6
    assert partition["stability"] > 0.9
    assert partition["modularity"] > 0.4
