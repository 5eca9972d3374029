"""`python -m benchmarks.soundness [--seeds 10] [--power-seeds 3] [--only organic,planted]`.

Runs invented collections with a known truth through the tests of a trace, beside the rules of other
tools, and writes SOUNDNESS.md. Every case is kept in a file of lines as soon as it is done: a run
that was cut off goes on, and what is known is not run again. Times are never measured here.
"""

import argparse
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict
from pathlib import Path

from benchmarks.setting import say
from benchmarks.soundness_cases import BENCHES, CROWDS, Case, Counts, run
from benchmarks.soundness_report import written
from inunison.canonical import digest
from inunison.detect.setting import TESTS_VERSION

FOLDER = Path(__file__).resolve().parent
# Rules whose answers are shown where a case was not run again, and are counted on the page: since
# then groups say less of themselves, and in all 288 cases as many accounts are found.
BEFORE = "detect_v3"
POWER = (
    "texts that hardly anybody else says",
    "posts that others share too",
)
_OBJECTS = (12, 6, 25, 3)
_JITTERS_S = (120, 10, 600, 3_600, 21_600, 86_400)
_COVERS = (0.9, 0.5)


def cases(seeds: int, power_seeds: int) -> Iterator[Case]:
    """Yield all cases, those that say most first.

    Args:
        seeds: Collections of each bench.
        power_seeds: Collections of each point of the power curve.
    """
    for seed in range(1, seeds + 1):
        yield Case("organic", "plain", seed)
        yield Case("planted", "plain", seed)
        yield Case("hard", "plain", seed)
        yield Case("bursts", "jitter 5 min", seed, jitter_s=300)
        for place in (0, 1):
            yield Case("floor", "accounts", 2 * (seed - 1) + place)
            yield Case("floor", "times", 2 * (seed - 1) + place)
    yield from _curve(1)
    for seed in range(1, seeds + 1):
        yield Case("hard", list(CROWDS)[-1], seed)
        for variant in list(CROWDS)[1:]:
            yield Case("organic", variant, seed)
    for seed in range(2, power_seeds + 1):
        yield from _curve(seed)


def _curve(seed: int) -> Iterator[Case]:
    for variant in POWER:
        for jitter in _JITTERS_S:
            for objects in _OBJECTS:
                yield Case("power", variant, seed, objects, jitter)
        for cover in _COVERS:
            for jitter in (60, 600):
                yield Case("power", variant, seed, 12, jitter, cover)


def key(case: Case, rules: str = TESTS_VERSION) -> str:
    """Return what a case is known by; another version of the rules makes it another one."""
    return digest(asdict(case) | {"rules": rules})[:24]


def known(path: Path) -> dict[str, Counts]:
    """Read the cases that are done."""
    if not path.exists():
        return {}
    with path.open(encoding="utf-8") as file:
        lines = [json.loads(line) for line in file if line.endswith("\n")]
    return {line["key"]: line["counts"] for line in lines}


def _run(case: Case) -> tuple[Case, Counts]:
    return case, run(case)


def main() -> None:
    """Run what is not known yet and write the page."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--power-seeds", type=int, default=3)
    parser.add_argument("--only", default=",".join(BENCHES), help="benches")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--results", type=Path, default=FOLDER / "soundness.jsonl")
    parser.add_argument("--page", type=Path, default=FOLDER / "SOUNDNESS.md")
    options = parser.parse_args()
    benches = options.only.split(",")
    if unknown := set(benches) - set(BENCHES):
        parser.error(f"no bench {', '.join(sorted(unknown))}; there are {', '.join(BENCHES)}")
    wanted = list(cases(options.seeds, options.power_seeds))
    done = known(options.results)
    open_ = [case for case in wanted if case.bench in benches and key(case) not in done]
    with (
        ProcessPoolExecutor(options.processes) as pool,
        options.results.open("a", encoding="utf-8") as file,
    ):
        for number, future in enumerate(as_completed(pool.submit(_run, each) for each in open_), 1):
            case, counts = future.result()
            done[key(case)] = counts
            file.write(
                json.dumps({"key": key(case), "case": asdict(case), "counts": counts}) + "\n"
            )
            file.flush()
            say(f"{number} of {len(open_)}: {case}")
    options.page.write_text(page(wanted, done), encoding="utf-8")


def page(wanted: Sequence[Case], done: Mapping[str, Counts]) -> str:
    """Return the page of the cases that are done, by these rules or by those before."""
    again = [case for case in wanted if key(case) in done]
    before = [case for case in wanted if case not in again and key(case, BEFORE) in done]
    held = [
        (case, done[key(case) if case in again else key(case, BEFORE)])
        for case in wanted
        if case in again or case in before
    ]
    return written(held, len(wanted), before)


if __name__ == "__main__":
    main()
