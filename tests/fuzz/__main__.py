"""`python -m tests.fuzz`: see the package."""

import argparse
import sys
from pathlib import Path

from inunison.importing import registered
from inunison.machine import cores
from tests.fuzz.asking import importer_of
from tests.fuzz.running import Line, Outcome, Settings, replay, run
from tests.fuzz.samples import gathered
from tests.fuzz.worker import Order

_COLUMNS = ("importer", "inputs", "claimed", "records", "rejects", "imported", "refused", "failed")
_ROW = "{:26} {:>7} {:>8} {:>9} {:>9} {:>9} {:>8} {:>7} {:>8} {:>11}  {}"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    add = parser.add_argument
    add("--importer", action="append", default=[], help="a name, or module:Class; all by default")
    add("--samples", type=Path, help="where the samples of the one importer lie")
    add("--inputs", type=int, default=400, help="files for each importer")
    add("--small", action="store_true", help="leave out large files and bombs")
    add("--seed", type=int, default=0, help="another seed makes other files")
    add("--seconds", type=float, default=10.0, help="what one file may take")
    add("--memory-mb", type=int, default=4_096, help="what a process may take (address space)")
    add("--processes", type=int, default=cores())
    add("--keep", type=Path, default=Path("fuzz-failures"), help="where failing files are kept")
    add("--replay", type=Path, nargs="+", default=[], help="ask again about files that were kept")
    return parser.parse_args()


def _settings(given: argparse.Namespace) -> Settings:
    wanted = tuple(given.importer) or tuple(registered())
    names = {each: importer_of(each).name for each in wanted}
    folders = dict.fromkeys(names.values(), given.samples) if given.samples else {}
    found = gathered(list(names.values()), folders)
    for each, name in names.items():
        if name not in found:
            print(f"{each} is left out: it has no sample (say where with --samples)")
    order = Order(
        seed=given.seed,
        importers=tuple(each for each, name in names.items() if name in found),
        samples={name: str(folder.absolute()) for name, folder in folders.items()},
        folder="",
        memory_mb=given.memory_mb,
        large=not given.small,
    )
    return Settings(order, given.inputs, given.seconds, given.processes, given.keep.absolute())


def _row(line: Line) -> str:
    counts = (line.inputs, line.claimed, line.records, line.rejects, line.imported, line.refused)
    told = [f"{count:,}" for count in (*counts, line.troubles)]
    slowest, most = f"{line.slowest_ms:,.0f}", f"{line.most_mb:,.0f}"
    return _ROW.format(line.importer, *told, most, slowest, line.slowest)


def _report(outcome: Outcome) -> None:
    for failure in outcome.failures:
        print(f"\n{failure}")
    print("\n" + _ROW.format(*_COLUMNS, "most MB", "slowest ms", "(kind)"))
    for line in outcome.lines:
        print(_row(line))
    total = sum(line.inputs for line in outcome.lines)
    failed = len(outcome.failures)
    print(f"{total:,} inputs in {outcome.seconds:,.0f} seconds, {failed:,} failed")


def main() -> int:
    """Run, or run kept files again; 1 when anything went wrong."""
    given = _arguments()
    settings = _settings(given)
    if not settings.order.importers:
        return 2
    if given.replay:
        told = replay(settings, 0, given.replay)
        for path, each in zip(given.replay, told, strict=True):
            print(f"{path}: {'; '.join(each.troubles) or 'nothing went wrong'}")
        return int(any(each.troubles for each in told))
    outcome = run(settings, say=lambda said: print(said, file=sys.stderr, flush=True))
    _report(outcome)
    return int(bool(outcome.failures))


if __name__ == "__main__":
    sys.exit(main())
