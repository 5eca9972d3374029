"""Two commands in turn, A B A B ..., and the ratio pair by pair: it holds when a machine drifts."""

import os
import resource
import statistics
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Pair:
    """What two commands took.

    Attributes:
        first: Wall seconds of each run of the first command.
        second: Wall seconds of each run of the second, in turn with the first.
    """

    first: tuple[float, ...]
    second: tuple[float, ...]

    @property
    def ratio(self) -> tuple[float, float, float]:
        """Least, median and greatest ratio of the pairs."""
        ratios = sorted(a / b for a, b in zip(self.first, self.second, strict=True))
        return ratios[0], statistics.median(ratios), ratios[-1]


def run(command: Sequence[str], environment: Mapping[str, str] | None = None) -> float:
    """Run a command to its end, its output thrown away; return wall seconds."""
    begun = time.perf_counter()
    subprocess.run(
        command,
        env={**os.environ, **(environment or {})},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=True,
    )
    return time.perf_counter() - begun


def compare(first: Sequence[str], second: Sequence[str], runs: int = 9) -> Pair:
    """Run two commands in turn after a warm-up of each."""
    run(first)
    run(second)
    timed = [(run(first), run(second)) for _ in range(runs)]
    return Pair(tuple(a for a, _ in timed), tuple(b for _, b in timed))


def show(what: str, pair: Pair) -> None:
    """Print one line: the medians, and the ratio with its spread."""
    least, middle, most = pair.ratio
    print(
        f"{what}: {statistics.median(pair.first):.3f} s against"
        f" {statistics.median(pair.second):.3f} s, ratio {middle:.2f} ({least:.2f} to {most:.2f})"
    )


def peak_mb() -> float:
    """Peak memory of the largest child so far, in MB."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000
