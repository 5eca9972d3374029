"""Normal forms of many texts at once, on all cores.

Owns how texts are shared between processes; what a normal form is, `inunison.text.normal` says. The
answer is the same for any number of processes.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from inunison.machine import cores
from inunison.text.columns import PARALLEL_CHARACTERS, portions_of
from inunison.text.normal import normalise
from inunison.text.workers import NormalWorker


def normal_forms(texts: list[str], *, processes: int | None = None) -> list[str]:
    """Return the normal forms of many texts, in their order.

    Args:
        texts: The raw texts.
        processes: How many processes may work; as many as there are cores when None. Small inputs
            never leave this process.
    """
    count = cores() if processes is None else processes
    portions = list(portions_of(texts))
    if count < 2 or len(portions) < 2 or sum(map(len, texts)) < PARALLEL_CHARACTERS:
        return [normalise(text) for text in texts]
    with _workers(min(count, len(portions))) as idle, ThreadPoolExecutor(len(idle)) as threads:

        def work(portion: list[str]) -> list[str]:
            worker = idle.pop()  # append and pop of a list are safe between threads
            try:
                return worker.ask(portion)
            finally:
                idle.append(worker)

        return [form for forms in threads.map(work, portions) for form in forms]


@contextmanager
def _workers(count: int) -> Iterator[list[NormalWorker]]:
    workers = [NormalWorker() for _ in range(count)]
    try:
        yield list(workers)
    finally:
        for worker in workers:
            worker.close()
