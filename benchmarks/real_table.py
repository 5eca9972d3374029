"""A case of real posts from files to answers: seconds, processor, memory and disk of each step.

`python -m benchmarks.real_table --case DIR FILE...` makes a case in a folder that is not there yet,
imports the files, resolves, loads into the case's local server by the cheaper road and asks every
stored question; it prints the two tables of `REAL.md`. The files are those of the by-author
split of `inunison_importers.ira_by_author`, or any others that inunison reads.
"""

import argparse
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from benchmarks.queries import answerable, asked, defaults
from inunison import Case

_RESOLVE = "import sys, inunison; inunison.Case.open(sys.argv[1]).state()"


@dataclass(frozen=True)
class Step:
    """What one step took.

    Attributes:
        seconds: Wall time.
        processor: Seconds of processor time of our own processes.
        server: Seconds of processor time of the server.
        peak_mb: Greatest memory of one of our processes, in MB of 10^6 bytes.
    """

    name: str
    seconds: float
    processor: float
    server: float
    peak_mb: float


def _server(case: Case | None) -> psutil.Process | None:
    """Return the Java process of the case's server, which listens where Bolt answers."""
    if case is None:
        return None
    port = int(case.address().uri.rpartition(":")[2])
    for each in psutil.net_connections("tcp"):
        listens = each.status == psutil.CONN_LISTEN and each.laddr and each.laddr.port == port
        if listens and each.pid:
            return psutil.Process(each.pid)
    return None


def _processor(process: psutil.Process | None) -> float:
    return sum(process.cpu_times()[:2]) if process else 0.0


def _step(name: str, command: list[str], case: Case | None = None) -> Step:
    """Run a command to its end; the bulk road ends one server and starts another."""
    serving = _server(case)
    before = _processor(serving)
    begun = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - begun
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{name} failed: {' '.join(command)}")
    processor = used.ru_utime + used.ru_stime
    now = _server(case)
    spent = _processor(now) - (before if now == serving else 0.0)
    return Step(name, seconds, processor, spent, used.ru_maxrss / 1000)


def _megabytes(*folders: Path) -> float:
    files = (path for folder in folders for path in folder.rglob("*") if path.is_file())
    return sum(path.stat().st_size for path in files) / 1e6


def _steps(folder: Path, files: list[Path]) -> list[Step]:
    program = str(Path(sys.executable).with_name("inunison"))
    where = ["--case", str(folder)]
    subprocess.run([program, "init", str(folder)], check=True, stdout=subprocess.DEVNULL)
    named = ["--frame", "accounts", *map(str, files)]
    steps = [
        _step(f"import of {len(files)} files", [program, "import", *where, *named]),
        _step("resolve", [sys.executable, "-c", _RESOLVE, str(folder)]),
    ]
    case = Case.open(folder)
    case.address()  # the server is started before the clock is
    steps.append(_step("load", [program, "load", *where], case))
    return steps


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--case", required=True, type=Path, help="A folder that is not there yet.")
    parser.add_argument("files", nargs="+", type=Path)
    options = parser.parse_args()
    steps = _steps(options.case, options.files)
    case = Case.open(options.case)
    serving = _server(case)
    print("| step | wall s | our processor s | server's processor s | our peak MB |")
    print("|---|---:|---:|---:|---:|")
    for each in steps:
        print(
            f"| {each.name} | {each.seconds:.1f} | {each.processor:.1f} | {each.server:.1f}"
            f" | {each.peak_mb:.0f} |"
        )
    counts = case.state().summary["counts"]
    print(
        f"\n{counts['posts']:,} posts, {counts['accounts']:,} accounts, {counts['texts']:,} texts"
    )
    print(
        f"disk: files {sum(path.stat().st_size for path in options.files) / 1e6:.0f} MB,"
        f" sources {_megabytes(options.case / 'sources'):.0f} MB,"
        f" state {_megabytes(options.case / 'cache'):.0f} MB"
    )
    if serving is not None:
        print(f"server: {serving.memory_info().rss / 1e6:.0f} MB of memory after the load\n")
    print("| question | cold s | warm s | rows |")
    print("|---|---:|---:|---:|")
    given = defaults(case)
    for name in answerable(case, given):
        line = asked(case, name, 0, given.get(name, {}))
        print(f"| {name} | {line.facts['cold_s']:.2f} | {line.wall_s:.3f} | {line.facts['rows']} |")


if __name__ == "__main__":
    main()
