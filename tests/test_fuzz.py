"""Spoiled and hostile files: a few seconds of them for all importers, and that a run finds faults.

`make fuzz` reads many more, large ones among them, in processes of their own.
"""

from collections import Counter
from pathlib import Path
from random import Random

import pytest

from inunison.importing import registered
from tests.fuzz import examples
from tests.fuzz.asking import ask, importer_of
from tests.fuzz.containers import BOMBS, CONTAINERS
from tests.fuzz.corpus import MAKERS, ROUND, kind_of, made
from tests.fuzz.running import Settings, replay, run
from tests.fuzz.samples import Samples, bytes_of, gathered, text_of
from tests.fuzz.spoiling import SPOILING
from tests.fuzz.structures import LARGE, STRUCTURES
from tests.fuzz.worker import Order

SAMPLES = gathered(list(registered()), {})
INPUTS = 16
EXAMPLE = "tests.fuzz.examples:"


@pytest.mark.parametrize("name", list(registered()))
def test_an_importer_holds_on_small_files(name: str, tmp_path: Path) -> None:
    importer = importer_of(name)
    path = tmp_path / "input.csv"
    for number in range(INPUTS):
        file = made(SAMPLES[name], number, seed=1, large=False)
        path.write_bytes(file.content)
        case = tmp_path / "case" if number % 15 == 0 else None
        answer = ask(importer, path, case=case)
        assert answer.troubles == [], f"number {number}, {file.kind}"


def test_the_same_seed_makes_the_same_files() -> None:
    samples = SAMPLES["reddit-dump"]
    for number in range(7, 60):
        file = made(samples, number, 3)
        assert made(samples, number, 3) == file
        assert kind_of("reddit-dump", number, 3) == file.kind
    others = {made(samples, number, 4).content for number in range(7, 60)}
    assert len(others - {made(samples, number, 3).content for number in range(7, 60)}) > 40


def test_every_kind_of_file_is_made() -> None:
    kinds = Counter(kind_of(name, number, 0) for name in registered() for number in range(ROUND))
    assert set(kinds) == set(MAKERS)
    assert set(MAKERS) == {*SPOILING, *STRUCTURES, *LARGE, *CONTAINERS, *BOMBS}
    assert all(kinds[kind] == len(registered()) for kind in LARGE)
    assert sum(kinds[kind] for kind in BOMBS) == len(registered())
    small = {kind_of("a", number, 0, large=False) for number in range(ROUND)}
    assert not small & {*LARGE, *BOMBS}


def test_samples_are_text_again_as_they_were() -> None:
    for samples in SAMPLES.values():
        assert samples.own
        for content in samples.own:
            assert text_of(content)
            if content[:2] not in (b"\xff\xfe", b"\xfe\xff"):
                assert bytes_of(text_of(content)) == content.removeprefix(b"\xef\xbb\xbf")
    assert bytes_of("\ud800") == b"\xed\xa0\x80"
    assert bytes_of("\udc80") == b"\x80"


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    folder = tmp_path / "samples"
    folder.mkdir()
    (folder / "lines.txt").write_text("".join(f"sound {number}\n" for number in range(20)))
    (folder / "lines.txt.jsonl").write_text("a golden file is no sample\n")
    return folder


def settings(tmp_path: Path, names: tuple[str, ...], samples: Path, **given: float) -> Settings:
    """A short run for some of the examples."""
    importers = tuple(f"{EXAMPLE}{name}" for name in names)
    order = Order(
        seed=0,
        importers=importers,
        samples={importer_of(each).name: str(samples) for each in importers},
        folder="",
        memory_mb=4_096,
        large=False,
    )
    inputs, seconds = int(given.get("inputs", 3)), given.get("seconds", 30.0)
    return Settings(order, inputs, seconds, 1, tmp_path / "kept")


FAULTS = {
    "Raising": "ValueError: invalid literal",
    "Hoarding": "MemoryError",
    "Careless": "native_id is absent, not empty",
    "Unbounded": "years 1 to 9999",
    "Pretending": "(sniffed by pretending)",
}


def test_a_run_finds_faults_and_keeps_their_files(tmp_path: Path, lines: Path) -> None:
    said: list[str] = []
    wanted = settings(tmp_path, ("Sound", *FAULTS), lines)
    outcome = run(wanted, said.append)
    sound, *others = outcome.lines
    assert (sound.inputs, sound.troubles) == (3, 0)
    assert sound.records > 20
    assert sound.slowest_ms > 0
    assert all(line.troubles > 0 for line in others)
    kept = sorted((tmp_path / "kept").iterdir())
    assert len(kept) == len(outcome.failures) == sum(line.troubles for line in others)
    for name, fault in FAULTS.items():
        found = [each for each in outcome.failures if each.startswith(f"{EXAMPLE}{name},")]
        assert any(fault in each for each in found), found
        assert all(f"{EXAMPLE}{name} --replay {tmp_path / 'kept'}" in each for each in found)
    (again,) = replay(wanted, 1, [path for path in kept if path.name.startswith("raising")][:1])
    assert FAULTS["Raising"] in again.troubles[0]


def test_a_run_ends_what_hangs_and_goes_on(tmp_path: Path, lines: Path) -> None:
    outcome = run(settings(tmp_path, ("Hanging", "Sound"), lines, inputs=1, seconds=0.5))
    (failure,) = outcome.failures
    assert failure.startswith(f"{EXAMPLE}Hanging,")
    assert "it took longer than 0.5 seconds" in failure
    assert outcome.lines[1].inputs == 1


@pytest.mark.parametrize("kind", ["bomb size", "bomb gz"])
def test_a_bomb_is_refused_by_a_sentence(kind: str, tmp_path: Path) -> None:
    content = BOMBS[kind](Random(1), SAMPLES["coortweet"])
    path = tmp_path / "input.csv"
    path.write_bytes(content)
    importer = importer_of("coortweet")
    answer = ask(importer, path, case=tmp_path / "case", is_bomb=True)
    assert (answer.troubles, answer.refused, answer.imported) == ([], True, False)
    path.write_bytes(SAMPLES["coortweet"].own[0])
    answer = ask(importer, path, case=tmp_path / "case", is_bomb=True)
    assert "the bomb was not refused" in answer.troubles[0]


def test_names_in_a_zip_lead_nowhere(tmp_path: Path) -> None:
    samples = Samples("coortweet", SAMPLES["coortweet"].own, SAMPLES["coortweet"].others)
    importer = examples.Sound()
    inside = tmp_path / "a" / "b"
    inside.mkdir(parents=True)
    for number in range(5):
        path = inside / "input.csv"
        path.write_bytes(CONTAINERS["zip names"](Random(number), samples))
        assert ask(importer, path, case=inside / "case").troubles == []
        assert [each.name for each in inside.iterdir()] == ["input.csv"]
        assert [each.name for each in tmp_path.iterdir()] == ["a"]
