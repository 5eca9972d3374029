"""Loading by both roads in turn, whole and by increments: the figures behind the choice.

`python -m benchmarks.load --posts 100000 --changes 1 10 50` imports synthetic posts, loads the
whole case by each road, and then, for each per cent, the case without its last posts and the rest
by each road. Prints wall seconds of every load, and at the end the constants of
`inunison.graph.roads` that these figures give. Everything is made in a temporary folder and taken
away.
"""

import argparse
import csv
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice, pairwise
from pathlib import Path

from benchmarks.synthetic import Shape, write
from inunison import Case
from inunison.folder import CaseFolder
from inunison.graph import roads
from inunison.graph import server as servers
from inunison.graph.connect import open_connection
from inunison.graph.load import load, load_new
from inunison.graph.roads import Road
from inunison.state import State


def states_of(folder: Path, archive: Path, borders: list[int]) -> tuple[CaseFolder, list[State]]:
    """Import an archive in parts, each up to so many posts, and return the state after each."""
    case = Case.create(folder)
    states = []
    with archive.open(encoding="utf-8", newline="") as whole:
        rows = csv.reader(whole)
        names = next(rows)
        for begin, end in pairwise([0, *borders]):
            part = folder / f"{end}.csv"
            with part.open("w", encoding="utf-8", newline="") as held:
                table = csv.writer(held, quoting=csv.QUOTE_ALL)
                table.writerows([names, *islice(rows, end - begin)])
            case.import_(part, frame="accounts")
            part.unlink()
            states.append(case.state())
    return case.folder, states


@dataclass(frozen=True)
class Loaded:
    """What one load took: seconds, and the rows that Bolt wrote or the importer read."""

    seconds: float
    rows: int


def timed(folder: CaseFolder, state: State, road: Road) -> Loaded:
    """Load a state by a road into the case's running local server."""
    with open_connection(servers.ensure_running(folder.id)) as connection:
        begun = time.perf_counter()
        done = load(connection, folder, state, road=road)
        seconds = time.perf_counter() - begun
    return Loaded(seconds, done.written + done.removed)


@contextmanager
def forgotten(folder: CaseFolder) -> Iterator[None]:
    """Leave no server and no home of a case behind."""
    try:
        yield
    finally:
        servers.forget_home(folder.id)


def whole(folder: CaseFolder, state: State, start: float) -> dict[Road, Loaded]:
    """Load a case for the first time by each road, the start of its server left aside."""
    made = {}
    for road in (Road.BULK, Road.BOLT):
        with forgotten(folder):
            in_bulk = road is Road.BULK
            made[road] = begun(folder, state, start) if in_bulk else timed(folder, state, road)
        tell(f"whole case by {road}", made[road])
    return made


def begun(folder: CaseFolder, state: State, start: float) -> Loaded:
    """Load a state in bulk where there is no server yet, and take the seconds of a start off."""
    begin = time.perf_counter()
    done = load_new(folder, state, Road.BULK)
    seconds = time.perf_counter() - begin
    if done is None:
        raise RuntimeError("somebody started the server meanwhile")
    return Loaded(seconds - start, done.written)


def seconds_of_a_start(folder: CaseFolder) -> float:
    """Return how long the start of a server with an empty graph takes."""
    with forgotten(folder):
        begin = time.perf_counter()
        servers.ensure_running(folder.id)
        return time.perf_counter() - begin


def increment(folder: CaseFolder, before: State, after: State, per_cent: int) -> None:
    """Load the last posts of a case by each road, from the same graph."""
    for road in (Road.BULK, Road.BOLT):
        with forgotten(folder):
            timed(folder, before, Road.BULK)
            tell(f"the last {per_cent} % by {road}", timed(folder, after, road))


def tell(what: str, loaded: Loaded) -> None:
    """Print one line."""
    rate = loaded.rows / loaded.seconds
    print(f"{what:28} {loaded.seconds:8.1f} s {loaded.rows:>12,} rows {rate:>10,.0f} rows/s")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=100_000)
    parser.add_argument("--changes", type=int, nargs="*", default=[1, 10, 50], metavar="PERCENT")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="inunison-load-") as scratch:
        os.environ["INUNISON_HOME"] = str(Path(scratch) / "home")
        archive = write(Shape(given.posts), "archive", Path(scratch) / "posts.csv")
        borders = [given.posts // 20, given.posts]
        folder, (small, state) = states_of(Path(scratch) / "whole", archive, borders)
        seconds_of_a_start(folder)  # the first on a machine writes the archive of classes
        start = seconds_of_a_start(folder)
        first, least = whole(folder, state, start), whole(folder, small, start)
        for per_cent in given.changes:
            kept = given.posts - given.posts * per_cent // 100
            borders = [kept, given.posts]
            folder, (before, after) = states_of(Path(scratch) / str(kept), archive, borders)
            increment(folder, before, after, per_cent)
    bulk, bulk_least = first[Road.BULK], least[Road.BULK]
    rate = (bulk.rows - bulk_least.rows) / max(bulk.seconds - bulk_least.seconds, 0.001)
    bolt = first[Road.BOLT]
    print(f"BOLT_ROWS_PER_S {bolt.rows / bolt.seconds:,.0f} (now {roads.BOLT_ROWS_PER_S:,})")
    print(f"BULK_ROWS_PER_S {rate:,.0f} (now {roads.BULK_ROWS_PER_S:,})")
    print(f"START_S {start:,.0f} (now {roads.START_S:,})")
    print(f"BULK_FIXED_S {bulk.seconds - bulk.rows / rate:,.0f} (now {roads.BULK_FIXED_S:,})")


if __name__ == "__main__":
    main()
