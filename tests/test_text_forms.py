"""Normal forms of many texts: in order, from any number of processes, and when one of them dies."""

import subprocess
import sys

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inunison.processes import Ended
from inunison.text import columns, forms, normalise, workers
from inunison.text.forms import normal_forms
from tests.text_samples import sentences

HARD = [
    "",
    " \t\n",
    "\ud83d\ude00 lone halves \udfff",
    "a\x00b",
    "ขอบคุณสำหรับความรู้ดีๆ",
    "#tag only",
    "RT @x: hello https://x.example/a?b=1",
    "ﬁne ｗｉｄｅ İstanbul ẞ",
    "x" * 50_000,
    "🔥🔥",
]


@pytest.fixture
def eager(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let small inputs be shared out too, in many portions."""
    monkeypatch.setattr(forms, "PARALLEL_CHARACTERS", 0)
    monkeypatch.setattr(columns, "PORTION_CHARACTERS", 3_000)


@settings(deadline=None)
@given(st.lists(st.one_of(st.text(max_size=30), st.sampled_from(HARD))))
def test_forms_are_the_single_ones_in_order(texts: list[str]) -> None:
    assert normal_forms(texts, processes=1) == [normalise(text) for text in texts]


@settings(deadline=None)
@given(st.text(max_size=60))
def test_a_normal_form_is_its_own(text: str) -> None:
    once = normalise(text)
    assert normal_forms([once, once], processes=1) == [once, once]


@pytest.mark.usefixtures("eager")
def test_any_number_of_processes_gives_the_same() -> None:
    texts = [*sentences(200), *HARD, *sentences(200), *HARD]
    alone = normal_forms(texts, processes=1)
    assert alone == [normalise(text) for text in texts]
    for processes in (2, 3, None):
        assert normal_forms(texts, processes=processes) == alone


def test_small_inputs_stay_in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "NormalWorker", None)
    assert len(normal_forms(["a b"] * 1000, processes=8)) == 1000
    assert normal_forms([], processes=8) == []


@pytest.mark.usefixtures("eager")
def test_no_more_workers_start_than_there_are_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[workers.NormalWorker] = []

    class Counted(workers.NormalWorker):
        def __init__(self) -> None:
            super().__init__()
            made.append(self)

    monkeypatch.setattr(forms, "NormalWorker", Counted)
    texts = ["a" * 2_960, "b" * 2_960]
    assert normal_forms(texts, processes=50) == texts
    assert [worker._process.returncode for worker in made] == [0, 0]


@pytest.mark.usefixtures("eager")
def test_workers_end_when_the_work_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[workers.NormalWorker] = []

    class Failing(workers.NormalWorker):
        def __init__(self) -> None:
            super().__init__()
            made.append(self)

        def ask(self, texts: list[str]) -> list[str]:
            raise MemoryError(len(texts))

    monkeypatch.setattr(forms, "NormalWorker", Failing)
    with pytest.raises(MemoryError):
        normal_forms(sentences(300), processes=2)
    assert [worker._process.returncode for worker in made] == [0, 0]


def test_a_worker_answers_and_ends() -> None:
    worker = workers.NormalWorker()
    try:
        assert worker.ask(HARD) == [normalise(text) for text in HARD]
        assert worker.ask([]) == []
        assert worker.ask(["Über\u00a0ALL", "\ud800"]) == [
            normalise("Über ALL"),
            normalise("\ufffd"),
        ]
    finally:
        worker.close()
    assert worker._process.returncode == 0


def test_a_worker_that_dies_is_replaced_by_this_process() -> None:
    worker = workers.NormalWorker()
    worker._process.kill()
    worker._process.wait()
    assert worker.ask(["One, two!"] * 5) == [normalise("One, two!")] * 5
    worker.close()
    assert worker._process.returncode != 0


def test_an_answer_that_is_cut_off_is_worked_out_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def cut(_: object) -> bytes:
        raise Ended

    with monkeypatch.context() as patched:
        patched.setattr(workers, "read_frame", cut)
        worker = workers.NormalWorker()
        assert worker.ask(["A  b"]) == [normalise("A  b")]
        worker.close()


def test_frames_hold_messagepack() -> None:
    body = msgspec.msgpack.encode(["One, two", "三"])
    done = subprocess.run(
        [sys.executable, "-c", "from inunison.text.workers import serve_normal_forms as s; s()"],
        input=len(body).to_bytes(8, "big") + body,
        capture_output=True,
        check=True,
    )
    assert int.from_bytes(done.stdout[:8], "big") == len(done.stdout) - 8
    assert msgspec.msgpack.decode(done.stdout[8:]) == [normalise("One, two"), normalise("三")]


@settings(deadline=None)
@given(st.lists(st.integers(0, 400), max_size=40), st.integers(1, 1_000))
def test_portions_hold_every_text_once_and_none_is_far_too_large(
    lengths: list[int], most: int
) -> None:
    texts = ["x" * length for length in lengths]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(columns, "PORTION_CHARACTERS", most)
        found = list(columns.portions_of(texts))
    assert [text for portion in found for text in portion] == texts
    for portion in found:
        assert portion
        assert sum(len(text) + 50 for text in portion[:-1]) < most
    for portion in found[:-1]:
        assert sum(len(text) + 50 for text in portion) >= most
