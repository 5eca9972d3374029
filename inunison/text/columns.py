"""Fingerprints of many texts at once, as columns, on all cores.

Owns the bookkeeping: equal raw texts are computed once, the rest goes to workers in portions of
bounded size, the order stays. The answer is the same for any number of processes.
"""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from inunison.text.normal import Fingerprint, fingerprint
from inunison.text.workers import Worker

# Below this a second process costs more (0.3 s to start) than it saves.
PARALLEL_CHARACTERS = 4_000_000
PORTION_CHARACTERS = 2_000_000


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
    places: dict[str, int] = {}
    for text in texts:
        if text is not None:
            places.setdefault(text, len(places))
    found = _distinct(list(places), _cores() if processes is None else processes)
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


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _distinct(texts: list[str], processes: int) -> list[Fingerprint]:
    portions = list(_portions(texts))
    if processes < 2 or len(portions) < 2 or sum(map(len, texts)) < PARALLEL_CHARACTERS:
        return [fingerprint(text) for text in texts]
    workers = [Worker() for _ in range(min(processes, len(portions)))]
    try:
        return _shared(portions, workers)
    finally:
        for worker in workers:
            worker.close()


def _portions(texts: list[str]) -> Iterator[list[str]]:
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


def _shared(portions: list[list[str]], workers: list[Worker]) -> list[Fingerprint]:
    """Give each idle worker the next portion; one thread waits for each worker."""
    with ThreadPoolExecutor(len(workers)) as threads:
        idle = list(workers)  # append and pop of a list are safe between threads

        def work(portion: list[str]) -> list[Fingerprint]:
            worker = idle.pop()
            try:
                return worker.ask(portion)
            finally:
                idle.append(worker)

        return [row for rows in threads.map(work, portions) for row in rows]
