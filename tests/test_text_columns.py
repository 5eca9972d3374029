"""Many texts at once: order, equal texts, workers, and the same answer from any number of them."""

import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inunison.text import (
    Fingerprint,
    Fingerprints,
    columns,
    fingerprint,
    fingerprints,
    streamed,
    workers,
)
from tests.text_samples import real_texts, sentences

HARD = [
    "",
    "\ud83d\ude00 lone halves \udfff",
    "a\x00b",
    "ขอบคุณสำหรับความรู้ดีๆ",
    "#tag only",
    "RT @x: hello",
    "x" * 100_000,
    "🔥",
]


@pytest.fixture
def eager(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let small inputs be shared out too, in many portions."""
    monkeypatch.setattr(columns, "PARALLEL_CHARACTERS", 0)
    monkeypatch.setattr(columns, "PORTION_CHARACTERS", 5_000)


def _rows(found: Fingerprints) -> list[Fingerprint]:
    columns_of = (
        found.key,
        found.tagged_key,
        found.words,
        found.letters,
        found.evidence,
        found.manual_repost,
    )
    return [Fingerprint(*row) for row in zip(*columns_of, strict=True)]


@given(st.lists(st.one_of(st.none(), st.text(max_size=20), st.sampled_from(HARD))))
@settings(deadline=None)
def test_columns_are_the_single_fingerprints_in_order(texts: list[str | None]) -> None:
    found = fingerprints(texts, processes=1)
    assert len(found) == len(texts)
    wanted = [Fingerprint() if text is None else fingerprint(text) for text in texts]
    assert _rows(found) == wanted


@pytest.mark.usefixtures("eager")
def test_any_number_of_processes_gives_the_same() -> None:
    texts: list[str | None] = [*sentences(300), *HARD, None, *sentences(50), *HARD]
    random.Random(5).shuffle(texts)
    alone = fingerprints(texts, processes=1)
    assert fingerprints(texts, processes=2) == alone
    assert fingerprints(texts, processes=3) == alone
    assert fingerprints(texts) == alone


@pytest.mark.parametrize("count", [0, 1, 2, 9])
def test_a_stream_gives_the_same_from_any_number_of_processes(count: int) -> None:
    portions = [[*sentences(30), *HARD, None, str(each)] for each in range(count)]
    for processes in (1, 2):
        made = list(streamed(iter(portions), list, processes=processes))
        assert [portion for portion, _ in made] == portions
        for portion, found in made:
            assert found == fingerprints(portion, processes=1)


def test_a_stream_reads_only_a_little_ahead() -> None:
    read: list[int] = []

    def source() -> Iterator[list[str]]:
        for each in range(20):
            read.append(each)
            yield [f"text {each}"]

    made = streamed(source(), list, processes=2)
    next(made)
    assert len(read) <= 4
    assert len(list(made)) == 19


@pytest.mark.usefixtures("eager")
def test_equal_texts_are_computed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def counted(text: str) -> Fingerprint:
        asked.append(text)
        return fingerprint(text)

    monkeypatch.setattr(columns, "fingerprint", counted)
    found = fingerprints(["one", "two", "one", None, "two", "One"], processes=1)
    assert asked == ["one", "two", "One"]
    assert found.key[0] == found.key[2] == found.key[5] != found.key[1]


def test_small_inputs_stay_in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columns, "Worker", None)
    assert len(fingerprints(["a"] * 1000 + sentences(100), processes=8)) == 1100


def test_no_texts_make_empty_columns() -> None:
    assert fingerprints([]) == Fingerprints([], [], [], [], [], [])
    assert fingerprints([None]).key == [None]


def test_a_worker_answers_and_ends() -> None:
    worker = workers.Worker()
    try:
        assert worker.ask(["one", "\ud800"]) == [fingerprint("one"), fingerprint("\ufffd")]
        assert worker.ask(HARD) == [fingerprint(text) for text in HARD]
        assert worker.ask([]) == []
    finally:
        worker.close()
    assert worker._process.returncode == 0


def test_a_worker_that_dies_is_replaced_by_this_process() -> None:
    worker = workers.Worker()
    worker._process.kill()
    worker._process.wait()
    assert worker.ask(["one"] * 10) == [fingerprint("one")] * 10
    worker.close()
    assert worker._process.returncode != 0


@pytest.mark.usefixtures("eager")
def test_workers_end_when_the_work_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[workers.Worker] = []

    class Failing(workers.Worker):
        def __init__(self) -> None:
            super().__init__()
            made.append(self)

        def ask(self, texts: list[str]) -> list[Fingerprint]:
            raise MemoryError

    monkeypatch.setattr(columns, "Worker", Failing)
    with pytest.raises(MemoryError):
        fingerprints(sentences(300), processes=2)
    assert [worker._process.returncode for worker in made] == [0, 0]


def test_a_worker_takes_nothing_from_the_current_folder(tmp_path: Path) -> None:
    (tmp_path / "html.py").write_text("raise SystemExit('taken from the current folder')")
    code = (
        "from inunison.text import workers\n"
        "worker = workers.Worker()\n"
        "print(worker.ask(['a &amp; b'])[0].words)\n"
        "worker.close()\n"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "2"
    assert done.stderr == ""


def test_a_script_without_a_guard_runs_once(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "print('started')\n"
        "from inunison.text import columns, fingerprints\n"
        "columns.PARALLEL_CHARACTERS, columns.PORTION_CHARACTERS = 0, 100\n"
        "texts = [f'text number {n}' for n in range(50)]\n"
        "print(len(set(fingerprints(texts, processes=2).key)))\n"
    )
    done = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    assert done.stdout.split() == ["started", "50"]


def test_a_worker_ends_with_its_input_cut_in_the_middle() -> None:
    code = "from inunison.text.workers import serve; serve()"
    for given_input in (b"", b"\0\0", (1000).to_bytes(8, "big") + b"x"):
        done = subprocess.run(
            [sys.executable, "-c", code], input=given_input, capture_output=True, check=True
        )
        assert done.stdout == done.stderr == b""


def test_frames_hold_messagepack() -> None:
    body = msgspec.msgpack.encode(["one"])
    done = subprocess.run(
        [sys.executable, "-c", "from inunison.text.workers import serve; serve()"],
        input=len(body).to_bytes(8, "big") + body,
        capture_output=True,
        check=True,
    )
    assert int.from_bytes(done.stdout[:8], "big") == len(done.stdout) - 8
    assert msgspec.msgpack.decode(done.stdout[8:], type=list[Fingerprint]) == [fingerprint("one")]


def test_the_hash_seed_makes_no_difference() -> None:
    code = (
        "from inunison.text import fingerprints\n"
        "print(fingerprints(['b #x', 'a', 'น้ำ', 'Νews 12'], processes=1))"
    )
    answers = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "77")
    }
    assert len(answers) == 1


@pytest.mark.real_data
@pytest.mark.usefixtures("eager")
def test_any_number_of_processes_gives_the_same_on_real_posts(real_data: Path) -> None:
    texts: list[str | None] = [*real_texts(real_data, 4000)]
    assert fingerprints(texts, processes=2) == fingerprints(texts, processes=1)
