"""Counts of pairs that arrive in any order, in more pieces than fit in memory.

Owns the addition: equal codes are counted, pieces that grow too large are written to a temporary
folder by ranges of codes, and each range is added up by itself. All numbers are whole, so that the
order of the pieces and the number of threads change nothing.
"""

import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from inunison.detect.events import Whole

_RANGES = 64


def counted(codes: Whole) -> tuple[Whole, Whole]:
    """Return the different codes in order, and how often each stands there."""
    ordered = np.sort(codes)
    first = np.flatnonzero(np.concatenate(([True], np.diff(ordered) != 0)))
    if not len(ordered):
        return ordered, ordered
    return ordered[first], np.diff(np.concatenate((first, [len(ordered)])))


def added(codes: Whole, counts: Whole) -> tuple[Whole, Whole]:
    """Return the different codes in order, with the sums of their counts."""
    if not len(codes):
        return codes, counts
    order = np.argsort(codes, kind="stable")
    codes, counts = codes[order], counts[order]
    first = np.flatnonzero(np.concatenate(([True], np.diff(codes) != 0)))
    return codes[first], np.add.reduceat(counts, first)


class Tally:
    """Adds up codes from several threads; a context manager that leaves no file behind.

    Args:
        most: Codes lie in 0 to most - 1.
        held: How many different codes are held in memory at most (16 bytes each, twice while they
            are added up).
    """

    def __init__(self, most: int, held: int) -> None:
        self._width = max(1, -(-most // _RANGES))
        self._held = held
        self._lock = threading.Lock()
        self._pieces: list[tuple[Whole, Whole]] = []
        self._size = 0
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._folder is not None:
            self._folder.cleanup()

    def add(self, codes: Whole) -> None:
        """Count codes, in any order, the same one any number of times."""
        piece = counted(codes)
        with self._lock:
            self._pieces.append(piece)
            self._size += len(piece[0])
            if self._size > self._held:
                self._shrink()

    def sums(self) -> Iterator[tuple[Whole, Whole]]:
        """Yield the different codes in order and their counts, range after range."""
        if self._folder is None:
            yield self._together()
            return
        self._spill(*self._together())
        for number in range(_RANGES):
            path = self._file(number)
            if path.exists():
                rows = np.fromfile(path, np.int64).reshape(-1, 2)
                yield added(rows[:, 0], rows[:, 1])

    def _together(self) -> tuple[Whole, Whole]:
        nothing = np.zeros(0, np.int64)
        pieces, self._pieces, self._size = self._pieces, [], 0
        codes = np.concatenate([piece[0] for piece in pieces] or [nothing])
        return added(codes, np.concatenate([piece[1] for piece in pieces] or [nothing]))

    def _shrink(self) -> None:
        """Add up what is held; write it away where that did not make it half as much."""
        codes, counts = self._together()
        if len(codes) > self._held // 2:
            self._spill(codes, counts)
        else:
            self._pieces, self._size = [(codes, counts)], len(codes)

    def _spill(self, codes: Whole, counts: Whole) -> None:
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="inunison-tally-")
        bounds = np.searchsorted(codes, np.arange(_RANGES + 1) * self._width)
        for number in range(_RANGES):
            part = slice(bounds[number], bounds[number + 1])
            if bounds[number] < bounds[number + 1]:
                with self._file(number).open("ab") as file:
                    np.stack((codes[part], counts[part]), axis=1).tofile(file)

    def _file(self, number: int) -> Path:
        assert self._folder is not None
        return Path(self._folder.name) / f"{number}.pairs"
