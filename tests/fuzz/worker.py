"""The process that reads the files: bounded in memory, and ended from outside when it hangs."""

import os
import resource
import sys
import time
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from inunison.processes import Ended, read_frame, write_frame
from inunison_importers.base import Importer
from tests.fuzz.asking import Answer, ask, importer_of
from tests.fuzz.corpus import Made, made
from tests.fuzz.samples import Samples, gathered


class Order(msgspec.Struct, frozen=True):
    """What a worker is told first.

    Attributes:
        seed: Of the run.
        importers: Names of the importers, as `importer_of` takes them.
        samples: Folders of samples by importer, where they lie elsewhere.
        folder: Where it may write.
        memory_mb: Memory that it may take.
        large: Let some files be large.
    """

    seed: int
    importers: tuple[str, ...]
    samples: dict[str, str]
    folder: str
    memory_mb: int
    large: bool = True


class Question(msgspec.Struct, frozen=True):
    """A file to ask about.

    Attributes:
        importer: Place of the importer in the order.
        number: Number of the file.
        door: Import it into a case too.
        path: A file that lies there already, in the place of one that is made.
    """

    importer: int
    number: int
    door: bool
    path: str | None = None


class Told(msgspec.Struct, frozen=True):
    """What became of it; see `Answer`.

    Attributes:
        milliseconds: Time of the processor that reading took.
        megabytes: The most memory that was held while it was read; 0 where nobody knows.
    """

    kind: str
    records: int
    rejects: int
    claimed: bool
    imported: bool
    refused: bool
    troubles: list[str]
    milliseconds: float
    megabytes: float


class Worker:
    """Answers questions about files, one after the other."""

    def __init__(self, order: Order) -> None:
        self._order = order
        self._importers = [importer_of(name) for name in order.importers]
        names = [importer.name for importer in self._importers]
        given = {name: Path(folder) for name, folder in order.samples.items()}
        self._samples: dict[str, Samples] = gathered(names, given)

    def answer(self, question: Question) -> Told:
        """Make a file and ask about it."""
        importer = self.importer(question)
        _forget_peak()
        with TemporaryDirectory(dir=self._order.folder) as folder:
            path = Path(folder) / "input.csv"
            if question.path is None:
                file = self.made(question)
                path.write_bytes(file.content)
            else:
                path = Path(question.path)
                file = Made("bomb gz" if "-bomb-" in path.name else "replayed", b"")
            case = Path(folder) / "case" if question.door else None
            begun = time.process_time()
            answer = ask(importer, path, case=case, is_bomb=file.is_bomb)
            spent = time.process_time() - begun
        return _told(file.kind, answer, spent)

    def importer(self, question: Question) -> Importer:
        """Return who is asked."""
        return self._importers[question.importer]

    def made(self, question: Question) -> Made:
        """Make the file of a question."""
        samples, order = self._samples[self.importer(question).name], self._order
        return made(samples, question.number, order.seed, large=order.large)


def _told(kind: str, answer: Answer, spent: float) -> Told:
    return Told(
        kind=kind,
        records=answer.records,
        rejects=answer.rejects,
        claimed=answer.claimed,
        imported=answer.imported,
        refused=answer.refused,
        troubles=answer.troubles,
        milliseconds=spent * 1_000,
        megabytes=_peak_mb(),
    )


def _forget_peak() -> None:
    """Let the system count the most memory anew; only Linux does."""
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")


def _peak_mb() -> float:
    with suppress(OSError, ValueError):
        for line in Path("/proc/self/status").read_text().splitlines():
            if line.startswith("VmHWM"):
                return int(line.split()[1]) / 1_000
    return 0.0


def bound_memory(megabytes: int) -> None:
    """Let the system refuse this process more memory; where it cannot, nothing is bounded."""
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))


def serve() -> None:
    """Answer questions until the input is closed."""
    answers, questions = os.fdopen(os.dup(1), "wb"), sys.stdin.buffer
    os.dup2(2, 1)  # what an importer prints is no answer
    order = msgspec.json.decode(read_frame(questions), type=Order)
    bound_memory(order.memory_mb)
    worker = Worker(order)
    write_frame(answers, b"ready")
    with suppress(Ended):
        while True:
            question = msgspec.json.decode(read_frame(questions), type=Question)
            write_frame(answers, msgspec.json.encode(worker.answer(question)))
