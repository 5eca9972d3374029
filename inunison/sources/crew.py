"""Work in portions, shared between this process and others, its results in order.

Owns who does which portion and how many are under way: memory does not grow with the work. The
others are helpers only: one that dies, or cannot be started, leaves its portions to this process.
Knows nothing of what the portions are.
"""

import os
import select
import tempfile
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from subprocess import DEVNULL
from types import TracebackType
from typing import IO, Generic, Protocol, Self, TypeVar

from inunison.processes import Process

# So many portions are done here before another process is started: less is not worth its start.
ALONE = 2
# More threads than these wait for the interpreter's lock, and for the one that writes.
_THREADS = 4
# How many portions wait at each process. This one also writes what was read: while it does, the
# others are not to run out of work.
_SLOTS = 6

T = TypeVar("T")
R = TypeVar("R")
T_contra = TypeVar("T_contra", contravariant=True)
R_co = TypeVar("R_co", covariant=True)


class Language(Protocol[T_contra, R_co]):
    """How a portion and its result are written for another process.

    Attributes:
        serve: What the other process runs, as "module:function". It is given the numbers of its
            open files and calls `serve_slots`.
    """

    serve: str

    def encode_task(self, task: T_contra) -> bytes:
        """Write a portion down."""

    def decode_result(self, body: bytes) -> R_co:
        """Read what a helper made of a portion."""


class _Helper(Generic[T, R]):
    """Another process.

    Bodies lie in unnamed files, so that neither side waits while one is sent; what goes through the
    pipes is which of them is full.
    """

    def __init__(self, language: Language[T, R], folder: Path) -> None:
        self._language = language
        self._stack = ExitStack()
        with self._stack:
            self._given = [self._file(folder) for _ in range(_SLOTS)]
            self._taken = [self._file(folder) for _ in range(_SLOTS)]
            numbers = [file.fileno() for file in (*self._given, *self._taken)]
            self._process = Process(language.serve, numbers, files=numbers, errors=DEVNULL)
            self._stack = self._stack.pop_all()
        self._free = deque(range(_SLOTS))
        self._alive = True

    def _file(self, folder: Path) -> IO[bytes]:
        return self._stack.enter_context(tempfile.TemporaryFile(dir=folder, buffering=0))

    def give(self, task: T) -> int | None:
        """Hand over a portion; return its slot, None where there is none free."""
        if not (self._alive and self._free):
            return None
        slot = self._free.popleft()
        try:
            fill(self._given[slot].fileno(), self._language.encode_task(task))
            os.write(self._process.questions.fileno(), bytes([slot]))
        except OSError:  # it is gone, or the disk is full: then the portion is done here
            self._alive = False
            return None
        return slot

    def has_answered(self) -> bool:
        """Whether the next result is there, or never will be."""
        return bool(select.select([self._process.answers], [], [], 0)[0])

    def take(self, slot: int) -> R | None:
        """Wait for the result of the oldest portion; None where the process is gone."""
        if os.read(self._process.answers.fileno(), 1) != bytes([slot]):
            self._alive = False
            return None
        self._free.append(slot)
        return self._language.decode_result(drain(self._taken[slot].fileno()))

    def close(self) -> None:
        """End it, whatever it is doing."""
        self._process.close(at_once=True)
        self._stack.close()


class _Promise(Generic[T, R]):
    """A portion that is under way, or done."""

    def __init__(
        self, task: T, result: R | None, helper: _Helper[T, R] | None = None, slot: int = 0
    ) -> None:
        self.task = task
        self._result = result
        self._helper = helper
        self._slot = slot

    def is_there(self) -> bool:
        return self._helper is None or self._helper.has_answered()

    def keep(self, here: Callable[[T], R]) -> R:
        """Return the result; do the work here where the other process is gone."""
        if self._helper is not None:
            self._result = self._helper.take(self._slot)
        return here(self.task) if self._result is None else self._result


class Crew(Generic[T, R]):
    """This process and its helpers. Use it in a ``with``: the helpers end with it.

    Args:
        language: How portions and results are written for the helpers.
        processes: How many processes may work, this one among them.
        folder: Where the unnamed files lie through which they are sent.
    """

    def __init__(self, language: Language[T, R], processes: int, folder: Path) -> None:
        self._language = language
        self._wanted = processes - 1
        self._folder = folder
        self._helpers: list[_Helper[T, R]] = []
        self._done = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        for helper in self._helpers:
            helper.close()

    def work(self, tasks: Iterable[T], here: Callable[[T], R]) -> Iterator[tuple[T, R]]:
        """Do portions.

        Args:
            tasks: The portions; taken when somebody is free for them.
            here: Does one in this process.

        Yields:
            Each portion with its result, in order.
        """
        under_way: deque[_Promise[T, R]] = deque()
        for task in tasks:
            under_way.append(self._place(task, here))
            full = len(under_way) > (_SLOTS + 1) * len(self._helpers)
            while under_way and (full or under_way[0].is_there()):
                full = False
                promise = under_way.popleft()
                yield promise.task, promise.keep(here)
        for promise in under_way:
            yield promise.task, promise.keep(here)

    def in_threads(
        self, tasks: Iterable[T], here: Callable[[T], R]
    ) -> Generator[tuple[T, R], None, None]:
        """Do portions in threads of this process, where the work leaves the interpreter's lock.

        Nothing is sent and nothing started, so that it pays from the second portion on.

        Args:
            tasks: The portions; taken when somebody is free for them.
            here: Does one; several threads call it at once.

        Yields:
            Each portion with its result, in order.
        """
        threads = min(self._wanted + 1, _THREADS)
        if threads == 1:
            yield from ((task, here(task)) for task in tasks)
            return
        pool = ThreadPoolExecutor(threads)
        under_way: deque[tuple[T, Future[R]]] = deque()
        try:
            for task in tasks:
                under_way.append((task, pool.submit(here, task)))
                if len(under_way) > threads + 1:
                    first, result = under_way.popleft()
                    yield first, result.result()
            while under_way:
                first, result = under_way.popleft()
                yield first, result.result()
        finally:
            pool.shutdown(cancel_futures=True)

    def _place(self, task: T, here: Callable[[T], R]) -> _Promise[T, R]:
        self._done += 1
        if self._done > ALONE and len(self._helpers) < self._wanted:
            self._start()
        for helper in self._helpers:
            slot = helper.give(task)
            if slot is not None:
                return _Promise(task, None, helper, slot)
        return _Promise(task, here(task))

    def _start(self) -> None:
        try:
            self._helpers.append(_Helper(self._language, self._folder))
        except OSError:  # no room for another process, or for its files: we go on without
            self._wanted = len(self._helpers)


def fill(file: int, body: bytes) -> None:
    """Let an open file hold a body and nothing else.

    Raises:
        OSError: The disk refuses.
    """
    os.ftruncate(file, 0)
    rest = memoryview(body)
    while rest:
        rest = rest[os.pwrite(file, rest, len(body) - len(rest)) :]


def drain(file: int) -> bytes:
    """Return what an open file holds, from its beginning."""
    size = os.fstat(file).st_size
    pieces: list[bytes] = []
    while size > 0 and (piece := os.pread(file, size, sum(map(len, pieces)))):
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)


def serve_slots(slots: tuple[int, ...], answer: Callable[[bytes], bytes]) -> None:
    """Answer what lies in the slots until standard input ends: what a helper does.

    Args:
        slots: Numbers of the open files: first those of the portions, then those of the results.
        answer: Turns a portion into its result.
    """
    given, taken = slots[:_SLOTS], slots[_SLOTS:]
    told = os.dup(1)
    os.dup2(2, 1)  # what an importer prints is no answer
    while full := os.read(0, 1):
        slot = full[0]
        fill(taken[slot], answer(drain(given[slot])))
        os.write(told, full)
