"""The bulk road in two parts, each timed: our CSV files, then `neo4j-admin` alone on them.

`python -m benchmarks.admin_alone CASE FOLDER` writes the tables of the case's state into FOLDER and
imports them there into a store of its own; prints what each took as `name=seconds`. The importer is
run exactly as the bulk road runs it, so that what the road takes above it is ours.
"""

import importlib
import sys
import time
from pathlib import Path

from inunison import Case
from inunison.graph.server.places import ServerFolder


def main() -> None:
    """Write, import, and print both times."""
    # by name: a version without the bulk road says so in its own words
    tables = importlib.import_module("inunison.graph.bulk.tables")
    importer = importlib.import_module("inunison.graph.bulk.importer")
    case, folder = Case.open(sys.argv[1]), Path(sys.argv[2]).resolve()
    place = ServerFolder("benchmark", folder)
    for made in (place.home, place.configuration, place.temporary):
        made.mkdir(parents=True, exist_ok=True)
    state = case.state()
    begun = time.perf_counter()
    written = tables.write(state, {"uid": case.folder.id}, folder / "tables", _still)
    print(f"csv_s={time.perf_counter() - begun:.3f}")
    size = sum(each.stat().st_size for each in (folder / "tables").rglob("*") if each.is_file())
    print(f"csv_mb={size / 1e6:.1f}")
    begun = time.perf_counter()
    importer.run(place, written, _still, _silent)
    print(f"admin_s={time.perf_counter() - begun:.3f}")


def _still(_what: str, _done: int, _total: int) -> None:
    """Show nothing."""


def _silent(_sentence: str) -> None:
    """Say nothing."""


if __name__ == "__main__":
    main()
