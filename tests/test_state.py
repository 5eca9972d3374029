"""States: made once, found again, the same bytes for any order, and gone when the cache is."""

import hashlib
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.resolve import write_sources
from inunison import Case, faults, state
from inunison.demo import write_demo
from inunison.errors import StorageError
from inunison.resolve import resolve
from inunison.sources.staging import staging
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


@pytest.mark.parametrize("posts", [300, 20_000])
def test_neither_memory_nor_cores_change_a_byte(tmp_path: Path, posts: int) -> None:
    sources = write_sources(tmp_path / "sources", posts)
    found = []
    for threads, memory_mb in ((2, 1024), (1, 256)):
        target = tmp_path / str(threads)
        target.mkdir()
        summary = state.write_tables(target, sources, threads=threads, memory_mb=memory_mb)
        assert summary["counts"]["posts"] >= posts
        assert summary["counts"]["conflicts"] > 0
        found.append(_digests(State("", target, summary)))
        sources.reverse()
    assert found[0] == found[1]


@pytest.mark.parametrize(
    ("memory_mb", "threads", "wanted"),
    [(1024, 2, (409, 2)), (300, 8, (128, 1)), (100, 2, (128, 1)), (4096, 8, (1638, 8))],
)
def test_little_memory_means_few_threads(
    memory_mb: int, threads: int, wanted: tuple[int, int]
) -> None:
    shared = state._shared({"memory_mb": memory_mb, "threads": threads})
    assert (shared["memory_mb"], shared["threads"]) == wanted


def test_long_steps_say_how_far_they_are(case: Case) -> None:
    seen: dict[str, list[tuple[int, int]]] = {}
    case.progress = lambda what, done, total: seen.setdefault(what, []).append((done, total))
    made = case.state()
    assert set(seen) == {"texts", "communities", "tables"}
    for steps in seen.values():
        assert steps == sorted(steps)
        assert steps[-1][0] == steps[-1][1] > 0
    assert seen["texts"][-1][1] >= made.summary["counts"]["says"]


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
        "ties": 0,
        "runs": 0,
        "communities": 0,
        "stability": None,
        "modularity": None,
    }


def test_the_rules_in_the_id_name_the_fingerprint(case: Case) -> None:
    assert NORM_VERSION in state.RULES


def test_a_half_made_state_is_never_seen(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    def cut(*_: object, **named: object) -> None:
        resolve(*_, **named)  # type: ignore[arg-type]
        raise KeyboardInterrupt

    monkeypatch.setattr("inunison.resolve.resolve", cut)
    with pytest.raises(KeyboardInterrupt):
        case.state()
    assert list((case.folder.cache_path / "states").iterdir()) == []
    monkeypatch.undo()
    assert case.state().summary["counts"]["posts"] > 5000


def _make_elsewhere(case: Case, *, before: str = "", **environment: str) -> int:
    """Make the state in a process of its own and return how it ended."""
    code = f"import sys\nfrom inunison import Case\n{before}\nCase.open(sys.argv[1]).state()"
    return subprocess.run(
        [sys.executable, "-c", code, str(case.folder.path)],
        env={**os.environ, **environment},
        check=False,
        capture_output=True,
    ).returncode


@pytest.mark.parametrize("point", [each for each in faults.POINTS if each.startswith("state:")])
def test_a_killed_process_leaves_nothing_that_counts(case: Case, point: str) -> None:
    assert _make_elsewhere(case, INUNISON_FAULT=point) == -signal.SIGKILL
    states = case.folder.cache_path / "states"
    (left,) = states.iterdir()
    assert left.name.startswith(".")
    long_ago = left.stat().st_mtime - 3600
    for path in (left, *left.iterdir()):
        os.utime(path, (long_ago, long_ago))
    made = case.state()
    assert list(states.iterdir()) == [made.path]
    assert not list(made.path.glob("lock"))
    assert made.summary["counts"]["posts"] > 5000


def test_what_a_living_process_makes_is_left_alone(case: Case) -> None:
    with staging(case.folder.cache_path / "states") as other:
        os.utime(other.path, (0, 0))
        os.utime(other.path / "lock", (0, 0))
        case.state()
        assert other.path.exists()
    assert not other.path.exists()


def test_a_full_disk_is_one_sentence_and_leaves_nothing(case: Case) -> None:
    full = (
        "import resource\nfrom inunison.errors import StorageError\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))\n"
        "sys.excepthook = lambda kind, *_: sys.exit(7 if kind is StorageError else 1)"
    )
    assert _make_elsewhere(case, before=full) == 7
    assert list((case.folder.cache_path / "states").iterdir()) == []
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
