"""What every topic needs: where files lie, which results are kept, and how one measure is kept.

Owns the folder of a run: synthetic files, cases, environments of peers. Measures nothing itself.
"""

import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.measuring import disk_mb, measure
from benchmarks.results import Line, Results
from benchmarks.synthetic import FORMATS, Shape, write
from inunison import Case
from inunison.graph import server

INUNISON = str(Path(sys.executable).with_name("inunison"))
MILLION = 1_000_000


@dataclass(frozen=True)
class Setting:
    """One run of the harness.

    Attributes:
        folder: Where everything is made; may be deleted afterwards.
        results: What was measured so far.
        again: Measure even what was measured before.
        limit_s: Seconds after which a command is ended.
        most_runs: How often each measure is taken, up to a million posts.
    """

    folder: Path
    results: Results
    again: bool = False
    limit_s: float = 4 * 3600
    most_runs: int = 3

    def runs(self, posts: int) -> range:
        """Return the numbers of the runs of a size: one above a million posts."""
        return range(self.most_runs if posts <= MILLION else 1)

    @property
    def peers(self) -> Path:
        """Where the environments of other tools are."""
        return self.folder / "peers"

    def scratch(self, name: str) -> Path:
        """Return a path that nothing lies at."""
        path = self.folder / name
        if path.is_dir():
            shutil.rmtree(path)
        path.unlink(missing_ok=True)
        return path

    def file(self, name: str, posts: int) -> Path:
        """Return the synthetic file of a format and a size, made now where it is not there."""
        path = self.folder / f"{name}-{posts}.{FORMATS[name][0]}"
        if not path.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            say(f"writing {path.name}")
            whole = write(Shape(posts), name, path.with_suffix(".part"))
            whole.replace(path)
        return path

    def case_folder(self, posts: int) -> Path:
        """Return where the case that holds the archive of that size is, or will be."""
        return self.folder / f"case-{posts}"

    def case(self, posts: int) -> Path:
        """Return the case that holds the archive of that size, imported now where it is not."""
        path = self.case_folder(posts)
        if path.exists() and not Case.open(path).sources():
            shutil.rmtree(path)
        if not path.exists():
            say(f"importing the archive of {posts:,} posts")
            Case.create(path).import_(self.file("archive", posts), frame="accounts")
        return path

    def stop_server(self, posts: int) -> None:
        """End the server of the case of that size, where there is one."""
        path = self.case_folder(posts)
        if path.exists():
            server.stop(Case.open(path).folder.id)

    def wanted(self, topic: str, name: str, posts: int, run: int) -> bool:
        """Say whether a measure is still to be taken."""
        return self.again or not self.results.has(topic, name, posts, run)

    def keep(self, line: Line) -> None:
        """Keep a measure and say it."""
        self.results.keep(line)
        told = line.failed or (
            f"{line.wall_s:,.2f} s wall, {line.cpu_s:,.2f} s processor,"
            f" {line.peak_mb:,.0f} MB, Java {line.java_mb:,.0f} MB"
        )
        say(f"{line.topic}: {line.name}, {line.posts:,} posts, run {line.run}: {told}")


def say(sentence: str) -> None:
    """Say what is being done: a run takes hours."""
    print(sentence, file=sys.stderr, flush=True)


@dataclass(frozen=True)
class Task:
    """One command to measure.

    Attributes:
        topic: See `Line`.
        name: See `Line`.
        posts: See `Line`.
        run: See `Line`.
        case_id: The case whose server is counted.
        written: What it writes, for the disk that it takes.
    """

    topic: str
    name: str
    posts: int
    run: int
    case_id: str | None = None
    written: Path | None = None


def take(
    setting: Setting,
    task: Task,
    command: Sequence[str],
    environment: Mapping[str, str] | None = None,
    **facts: Any,
) -> Line:
    """Run a command, keep what it took, and return it."""
    taken = measure(command, environment=environment, case_id=task.case_id, limit_s=setting.limit_s)
    line = Line(
        task.topic,
        task.name,
        task.posts,
        task.run,
        taken.wall_s,
        taken.cpu_s,
        taken.peak_mb,
        taken.java_mb,
        disk_mb(task.written) if task.written and task.written.exists() else 0.0,
        taken.failed,
        {**facts, **_numbers(taken.said)},
    )
    setting.keep(line)
    return line


def _numbers(said: str) -> dict[str, float]:
    """Return what a child reported of itself, as lines of `name=number`."""
    found: dict[str, float] = {}
    for line in said.splitlines():
        name, equals, value = line.partition("=")
        if equals and name.isidentifier():
            try:
                found[name] = float(value)
            except ValueError:
                continue
    return found


def default_folder() -> Path:
    """Return the folder of runs: INUNISON_BENCHMARKS, else one beside the results."""
    named = os.environ.get("INUNISON_BENCHMARKS")
    return Path(named) if named else Path(__file__).resolve().parent / "runs"
