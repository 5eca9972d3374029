"""The page of fields: what each importer reads of how many, on what it was tried, how fast it is.

Owns that page alone. Nothing on it was counted by hand: fields are measured on the samples
(`scripts.sample_fields`), speeds are those of `benchmarks/FORMATS.md`, and real data is what the
tests of a format name.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from textwrap import wrap

from inunison.golden import golden_path
from inunison.importing import registered
from inunison_importers.base import Importer
from scripts.format_page import ROOT, escaped, samples, table
from scripts.sample_fields import Fields, fields_of
from scripts.unread_fields import REASONS, explained

_OWN = "inunison_importers."
_WIDTH = 96
_TESTS = ROOT / "tests" / "importers"
_SPEEDS = ROOT / "benchmarks" / "FORMATS.md"
_FOLDER = re.compile(r'(?:real_data|data) / "([a-z_0-9]+)"')
_COLUMNS = (
    "format",
    "fields read",
    "of",
    "empty in samples",
    "samples",
    "golden",
    "real data tried",
    "rows/s",
    "in columns",
)
_HEAD = """# Which fields are read
Measured, not declared: each field of each sample was taken out and altered, and counts as read
where the importer made other records of it; so one that is only read where another is missing
counts where a sample shows that. Of JSON, fields are the paths to values. Samples have the fields
that the tools write; what no sample fills is counted apart and judged as neither.

- **golden**: samples whose records are kept beside them and compared in the tests.
- **real data tried**: public data that the tests of the format read, by its folder, as published or
  written anew in the format; it is not in the repository.
- **rows/s**: from [the measurement](../benchmarks/FORMATS.md), where one was made: one core, the
  importer alone, row by row and in columns.

"""
_UNREAD = """
## What is left aside
The fields that the samples fill and of which no record depends, by the reason for which they are
not read. What else is left aside of a format, and how doubtful things are read, stands at the
beginning of its module.

"""


@cache
def measured() -> dict[str, Fields]:
    """Return the fields of each importer of inunison, by its name."""
    return {each.name: fields_of(each, samples(each)) for each in _importers()}


def page() -> str:
    """Return the page."""
    speeds, found = _speeds(), measured()
    rows = [_row(each, found[each.name], speeds.get(each.name, ("", ""))) for each in _importers()]
    unread = explained({name: fields.unread for name, fields in found.items()})
    reasons = "\n".join(f"{at}. {_sentence(why)}" for at, why in enumerate(REASONS, 1))
    left = [
        [_linked(each), _by_reason(unread[each.name])]
        for each in _importers()
        if each.name in unread
    ]
    return (
        _HEAD
        + table(_COLUMNS, rows)
        + _UNREAD
        + reasons
        + "\n\n"
        + table(("format", "not read, after the number of the reason"), left)
    )


def _sentence(why: str) -> str:
    return "\n   ".join(wrap(f"{why[0].upper()}{why[1:]}.", _WIDTH))


def _by_reason(fields: Mapping[int, list[str]]) -> str:
    return "; ".join(
        f"**{at}** " + ", ".join(f"`{path}`" for path in paths)
        for at, paths in sorted(fields.items())
    )


def _importers() -> list[Importer]:
    return [each for each in registered().values() if type(each).__module__.startswith(_OWN)]


def _row(importer: Importer, fields: Fields, speed: tuple[str, str]) -> list[str]:
    brought = samples(importer)
    kept = sum(golden_path(each).exists() for each in brought)
    counted = (len(fields.read), fields.told, len(fields.empty))
    shown = [f"{each:,}" for each in counted] if fields.told else ["", "", ""]
    tried = ", ".join(_real_data(importer))
    return [_linked(importer), *shown, str(len(brought)), str(kept), tried, *speed]


def _linked(importer: Importer) -> str:
    module = type(importer).__module__.removeprefix(_OWN)
    return f"[`{importer.name}`](../importers/{_OWN.rstrip('.')}/{module}.py)"


def _real_data(importer: Importer) -> Iterator[str]:
    """Yield links to the tests of a format that read public data, by the folder of the data."""
    module = type(importer).__module__.removeprefix(_OWN).removesuffix("_csv")
    for path in sorted(_TESTS.glob(f"test_{module}*.py")):
        text = path.read_text(encoding="utf-8")
        for folder in sorted(set(_FOLDER.findall(text))) if "real_data" in text else ():
            yield f"[{escaped(folder)}](../{path.relative_to(ROOT).as_posix()})"


def _speeds() -> dict[str, tuple[str, str]]:
    """Return rows a second, row by row and in columns, of the importers that were measured."""
    lines = _SPEEDS.read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines]
    names = next((each for each in cells if each[:1] == ["format"]), [])
    wanted = [names.index(each) for each in ("rows/s", "rows/s in columns")]
    return {
        row[0].strip("`"): (row[wanted[0]], row[wanted[1]])
        for row in cells
        if len(row) == len(names) and row[0].startswith("`")
    }
