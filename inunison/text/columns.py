"""Fingerprints of many texts at once, as columns, on all cores.

Owns the bookkeeping: equal raw texts are computed once, the rest goes to workers in portions of
bounded size, the order stays. The answer is the same for any number of processes. Texts come as one
list (`fingerprints`) or as a stream that fits in no list (`streamed`).
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from typing import TypeVar

from inunison.machine import cores
from inunison.text.normal import Fingerprint, fingerprint
from inunison.text.workers import Worker

# Below this a second process costs more (0.3 s to start) than it saves.
PARALLEL_CHARACTERS = 4_000_000
PORTION_CHARACTERS = 2_000_000

Portion = TypeVar("Portion")
Give = Callable[[list[str]], Future[list[Fingerprint]]]


@dataclass(frozen=True)
class Fingerprints:
    """Fingerprints as columns: lists of one length, in the order of the texts.

    Attributes:
        key: See `Fingerprint`; so are the others.
    """

    key: list[str | None]
    tagged_key: list[str | None]
    words: list[int]
    letters: list[int]
    evidence: list[bool]
    manual_repost: list[bool]

    def __len__(self) -> int:
        return len(self.key)


def fingerprints(texts: Sequence[str | None], *, processes: int | None = None) -> Fingerprints:
    """Return the fingerprints of many texts.

    Args:
        texts: The raw texts; None has an empty fingerprint.
        processes: How many processes may work; as many as there are cores when None. Small inputs
            never leave this process.

    Returns:
        Six columns of ``len(texts)`` rows.
    """
    count = cores() if processes is None else processes
    places = _places(texts)
    return _spread(texts, places, _distinct(list(places), count))


def streamed(
    portions: Iterable[Portion],
    texts_of: Callable[[Portion], Sequence[str | None]],
    *,
    processes: int | None = None,
) -> Iterator[tuple[Portion, Fingerprints]]:
    """Yield portions of texts with their fingerprints, in order, while further ones are worked on.

    Args:
        portions: Whatever holds the texts, each portion small enough to be held several times;
            read as far ahead as there are processes.
        texts_of: Returns the texts of a portion; None has an empty fingerprint.
        processes: As for `fingerprints`; a single portion never leaves this process.

    Yields:
        Each portion with columns of as many rows as it has texts.
    """
    source = iter(portions)
    first = list(islice(source, 2))
    count = cores() if processes is None else processes
    if count < 2 or len(first) < 2:
        for portion in chain(first, source):
            yield portion, fingerprints(texts_of(portion), processes=1)
        return
    with _at_work(count) as give:
        waiting: deque[Callable[[], tuple[Portion, Fingerprints]]] = deque()
        for portion in chain(first, source):
            waiting.append(_begun(portion, texts_of(portion), give))
            if len(waiting) > count:
                yield waiting.popleft()()
        while waiting:
            yield waiting.popleft()()


def _begun(
    portion: Portion, texts: Sequence[str | None], give: Give
) -> Callable[[], tuple[Portion, Fingerprints]]:
    """Give a portion to a process and return what waits for its answer."""
    places = _places(texts)
    answer = give(list(places))
    return lambda: (portion, _spread(texts, places, answer.result()))


@contextmanager
def _at_work(count: int) -> Iterator[Give]:
    """Start processes and yield what gives them texts; one thread waits for each of them."""
    workers = [Worker() for _ in range(count)]
    idle = list(workers)  # append and pop of a list are safe between threads

    def ask(texts: list[str]) -> list[Fingerprint]:
        worker = idle.pop()
        try:
            return worker.ask(texts)
        finally:
            idle.append(worker)

    threads = ThreadPoolExecutor(count)
    try:
        yield lambda texts: threads.submit(ask, texts)
    finally:
        threads.shutdown(cancel_futures=True)
        for worker in workers:
            worker.close()


def _places(texts: Sequence[str | None]) -> dict[str, int]:
    """Return the different texts, each with its place among them."""
    places: dict[str, int] = {}
    for text in texts:
        if text is not None:
            places.setdefault(text, len(places))
    return places


def _spread(
    texts: Sequence[str | None], places: dict[str, int], found: list[Fingerprint]
) -> Fingerprints:
    """Return the columns of texts from the fingerprints of the different ones."""
    empty = Fingerprint()
    rows = [empty if text is None else found[places[text]] for text in texts]
    return Fingerprints(
        [row.key for row in rows],
        [row.tagged_key for row in rows],
        [row.words for row in rows],
        [row.letters for row in rows],
        [row.evidence for row in rows],
        [row.manual_repost for row in rows],
    )


def _distinct(texts: list[str], processes: int) -> list[Fingerprint]:
    portions = list(portions_of(texts))
    if processes < 2 or len(portions) < 2 or sum(map(len, texts)) < PARALLEL_CHARACTERS:
        return [fingerprint(text) for text in texts]
    with _at_work(min(processes, len(portions))) as give:
        return [row for made in [give(portion) for portion in portions] for row in made.result()]


def portions_of(texts: list[str]) -> Iterator[list[str]]:
    """Yield the texts in portions that one process works on at a time."""
    portion: list[str] = []
    held = 0
    for text in texts:
        portion.append(text)
        held += len(text) + 50  # a short text costs time too
        if held >= PORTION_CHARACTERS:
            yield portion
            portion, held = [], 0
    if portion:
        yield portion
