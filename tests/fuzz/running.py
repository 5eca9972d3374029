"""A run: files handed to workers, those that hang ended, what went wrong kept."""

import select
import shlex
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import psutil

from inunison.processes import Ended, Process, read_frame, write_frame
from tests.fuzz.worker import Order, Question, Told, Worker

DOOR_EACH = 6
_LOOK_S = 0.25
# A machine that is busy with other things gets a file so many times the seconds that it may take.
_WALL_TIMES = 12


@dataclass(frozen=True)
class Settings:
    """What a run does.

    Attributes:
        order: What its workers are told.
        inputs: How many files each importer is given.
        seconds: Time of the processor that one file may take.
        processes: How many workers there are.
        keep: Where files over which something went wrong are kept.
    """

    order: Order
    inputs: int
    seconds: float
    processes: int
    keep: Path


@dataclass
class Line:
    """What came out for one importer: a line of the summary."""

    importer: str
    inputs: int = 0
    claimed: int = 0
    records: int = 0
    rejects: int = 0
    imported: int = 0
    refused: int = 0
    troubles: int = 0
    slowest_ms: float = 0.0
    slowest: str = ""
    most_mb: float = 0.0

    def add(self, told: Told) -> None:
        """Count a file."""
        self.inputs += 1
        self.claimed += told.claimed
        self.records += told.records
        self.rejects += told.rejects
        self.imported += told.imported
        self.refused += told.refused
        self.troubles += bool(told.troubles)
        self.most_mb = max(self.most_mb, told.megabytes)
        if told.milliseconds > self.slowest_ms:
            self.slowest_ms, self.slowest = told.milliseconds, told.kind


@dataclass
class Outcome:
    """What came out of a run.

    Attributes:
        lines: One for each importer.
        failures: What went wrong, and how to see it again, one text each.
        seconds: How long it took.
    """

    lines: list[Line]
    failures: list[str] = field(default_factory=list)
    seconds: float = 0.0


class Asker:
    """A worker, and a new one whenever that was ended. Close it."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._process: Process | None = None
        self._watched: psutil.Process | None = None

    def ask(self, question: Question) -> Told:
        """Ask about a file; one that kills or hangs the worker is told as any other trouble."""
        process = self._process or self._start()
        begun = self._spent()
        try:
            write_frame(process.questions, msgspec.json.encode(question))
            if self._waits(process, begun):
                return msgspec.json.decode(read_frame(process.answers), type=Told)
            trouble = f"it took longer than {self._settings.seconds:g} seconds"
        except Ended:
            trouble = "the process that read it died"
        spent = max(0.0, self._spent() - begun)
        self.close()
        return Told("?", 0, 0, False, False, False, [trouble], 1_000 * spent, 0.0)

    def _start(self) -> Process:
        self._process = Process("tests.fuzz.worker:serve")
        write_frame(self._process.questions, msgspec.json.encode(self._settings.order))
        self._watched = psutil.Process(self._process._process.pid)
        read_frame(self._process.answers)  # it is ready: what follows is the time of the file
        return self._process

    def _spent(self) -> float:
        """Return the time of the processor that the worker has taken."""
        with suppress(psutil.Error):
            if self._watched is not None:
                times = self._watched.cpu_times()
                return times.user + times.system
        return 0.0

    def _waits(self, process: Process, begun: float) -> bool:
        """Wait for the answer; return whether it came in time."""
        seconds = self._settings.seconds
        last = time.monotonic() + seconds * _WALL_TIMES
        while not select.select([process.answers], [], [], _LOOK_S)[0]:
            if self._spent() - begun > seconds or time.monotonic() > last:
                return False
        return True

    def close(self) -> None:
        """End the worker, whatever it is doing."""
        if self._process is not None:
            self._process.close(at_once=True)
        self._process = None


def run(settings: Settings, say: Callable[[str], None] = lambda _said: None) -> Outcome:
    """Ask about all files.

    Args:
        settings: What to do.
        say: Told how far it is, now and then.
    """
    begun = time.monotonic()
    with TemporaryDirectory(prefix="inunison-fuzz-") as folder:
        order = msgspec.structs.replace(settings.order, folder=folder)
        settings = replace(settings, order=order)
        maker = Worker(order)
        outcome = Outcome([Line(name) for name in order.importers])
        for question, told in _told(settings):
            line = outcome.lines[question.importer]
            line.add(told)
            if told.troubles:
                outcome.failures.append(_keep(settings, maker, question, told))
            done = sum(each.inputs for each in outcome.lines)
            if done % 250 == 0:
                total = settings.inputs * len(order.importers)
                spent = time.monotonic() - begun
                failed = len(outcome.failures)
                say(f"{done:,} of {total:,} inputs, {failed:,} failed, {spent:,.0f} s")
    outcome.seconds = time.monotonic() - begun
    return outcome


def _told(settings: Settings) -> Iterator[tuple[Question, Told]]:
    """Share the questions between the workers; answers come as they are there."""
    questions = [
        Question(importer, number, number % DOOR_EACH == 0)
        for number in range(settings.inputs)
        for importer in range(len(settings.order.importers))
    ]
    askers = [Asker(settings) for _ in range(settings.processes)]
    free = list(askers)

    def ask(question: Question) -> tuple[Question, Told]:
        asker = free.pop()
        try:
            return question, asker.ask(question)
        finally:
            free.append(asker)

    try:
        with ThreadPoolExecutor(settings.processes) as pool:
            yield from pool.map(ask, questions)
    finally:
        for asker in askers:
            asker.close()


def _keep(settings: Settings, maker: Worker, question: Question, told: Told) -> str:
    """Keep a file over which something went wrong; return what did, and how to see it again."""
    name = settings.order.importers[question.importer]
    file = maker.made(question)
    words = file.kind.replace(" ", "-")
    stem = f"{maker.importer(question).name}-{settings.order.seed}-{question.number}"
    settings.keep.mkdir(parents=True, exist_ok=True)
    kept = settings.keep / f"{stem}-{words}.input"
    kept.write_bytes(file.content)
    command = shlex.join(
        [sys.executable, "-m", "tests.fuzz", "--importer", name, "--replay", str(kept)]
    )
    said = "\n".join(told.troubles)
    return f"{name}, input {question.number} ({file.kind}): {said}\nKept; again: {command}"


def replay(settings: Settings, importer: int, paths: Sequence[Path]) -> list[Told]:
    """Ask again about files that were kept."""
    with TemporaryDirectory(prefix="inunison-fuzz-") as folder:
        order = msgspec.structs.replace(settings.order, folder=folder)
        asker = Asker(replace(settings, order=order))
        try:
            return [asker.ask(Question(importer, 0, True, str(path.absolute()))) for path in paths]
        finally:
            asker.close()
