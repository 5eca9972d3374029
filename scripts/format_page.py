"""The page of formats: a line for each importer of inunison, and what each says of the samples.

Owns that page alone. All of it comes from the registered importers, the first words of their
modules and the samples that their tests bring; importers of other packages do not stand on it.
"""

import csv
import inspect
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from inunison.importing import registered, verdicts
from inunison.opening import open_source
from inunison_importers.base import Importer, Portions, Sample

ROOT = Path(__file__).resolve().parent.parent
_SAMPLES = ROOT / "tests" / "importers"
_OWN = "inunison_importers."
_NEAREST = 3
_CODE = re.compile(r"(`+)(.+?)\1")
_MARKUP = re.compile(r"([\\`*{}\[\]<>|~#])|(?<!\w)_|_(?!\w)")
_KEY = re.compile(r'"([^"\\\s]{1,60})"\s*:')
_PORTIONS = {Portions.NONE: "no", Portions.LINES: "by lines", Portions.TABLE: "by rows"}
_HEAD = """# The formats
Every file is known by what it holds; its name and ending say nothing. `inunison importers why FILE`
says of each format whether a file is of it. The name of a format leads to its module, which begins
with what is read, how doubtful things are read, and what is left aside.

- **rank**: where two files disagree about one post or account, the value of the higher rank is
  shown; the others are kept.
- **frame**: how such files are mostly collected, which decides what may be tested. It is what
  `inunison import` suggests; `--frame` says otherwise.
- **portions**: whether several processes may read one large file at once.

[Which fields are read](format-fields.md) of each stands on a page of its own.

"""
_CLAIMS = """
## Who claims what
The first sample of each format, who claims it, and why those formats refuse it whose own samples
share most names of columns or keys with it (up to three).

"""


@dataclass(frozen=True)
class _Shape:
    """What a sample looks like from far away.

    Attributes:
        json: It has keys; else it is taken for a table.
        names: Its keys or the cells of its row of names.
    """

    json: bool
    names: frozenset[str]

    def likeness(self, other: "_Shape") -> float:
        """Return the share of names that both have, 0 where one is a table and one is not."""
        either = self.names | other.names
        if self.json != other.json or not either:
            return 0.0
        return len(self.names & other.names) / len(either)


def page() -> str:
    """Return the page."""
    importers = [each for each in registered().values() if type(each).__module__.startswith(_OWN)]
    names = [_module(each) for each in importers]
    rows = [_row(each, shared=names.count(_module(each)) > 1) for each in importers]
    columns = ("format", "title", "platforms", "what it is", "rank", "frame", "portions", "samples")
    claims = ("sample of", "importer", "answer", "reason")
    return _HEAD + table(columns, rows) + _CLAIMS + table(claims, _answers(importers))


def table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table of cells that are Markdown already."""
    lines = [columns, ["---"] * len(columns), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def escaped(text: str) -> str:
    """Return text that Markdown shows as it is, in one line."""
    return _marked(" ".join(text.split()))


def _marked(text: str) -> str:
    return _MARKUP.sub(lambda found: f"\\{found[0]}", text)


def prose(text: str) -> str:
    """Return the words of a docstring as Markdown in one line: what stands in backticks is code."""
    made, end, line = "", 0, " ".join(text.split())
    for found in _CODE.finditer(line):
        code = found[2].replace("|", "\\|")
        made += f"{_marked(line[end : found.start()])}`{code}`"
        end = found.end()
    return made + _marked(line[end:])


def samples(importer: Importer) -> list[Path]:
    """Return the samples of an importer in order of name; their golden files are none."""
    folder = _SAMPLES / importer.name
    return sorted(path for path in folder.glob("*") if path.suffix != ".jsonl")


def shape(text: str) -> _Shape:
    """Return what a sample looks like: its keys where it has several, else its row of names."""
    keys = _KEY.findall(text)
    if len(keys) > 2:
        return _Shape(True, frozenset(keys))
    lines = [line for line in text.lstrip("\ufeff").splitlines()[:10] if line.strip()]
    rows: list[list[str]] = [[]]
    for mark in ",;\t":
        rows += (row for line in lines for row in csv.reader([line], delimiter=mark))
    widest: list[str] = max(rows, key=len)
    return _Shape(False, frozenset(widest))


def _module(importer: Importer) -> str:
    return type(importer).__module__


def _row(importer: Importer, *, shared: bool) -> list[str]:
    module = _module(importer).removeprefix(_OWN)
    links = [
        f"[{escaped(path.name)}](../{path.relative_to(ROOT).as_posix()})"
        for path in samples(importer)
    ]
    return [
        f"[`{importer.name}`](../importers/inunison_importers/{module}.py)",
        escaped(importer.title),
        escaped(", ".join(importer.platforms)),
        _about(importer, shared=shared),
        str(importer.rank),
        importer.suggested_frame.value,
        _PORTIONS[importer.portions],
        ", ".join(links),
    ]


def _about(importer: Importer, *, shared: bool) -> str:
    """Return the first paragraph of a module, and the class's where the module holds several."""
    paragraph = (inspect.getdoc(sys.modules[_module(importer)]) or "").split("\n\n")[0]
    if shared:
        paragraph += " " + (inspect.getdoc(type(importer)) or "").split("\n\n")[0]
    return prose(paragraph)


def _answers(importers: Sequence[Importer]) -> list[list[str]]:
    begun = {each.name: [_beginning(path) for path in samples(each)] for each in importers}
    shapes = {name: [shape(each.text) for each in found] for name, found in begun.items()}
    rows = []
    for importer in importers:
        if not begun[importer.name]:
            continue
        first = begun[importer.name][0]
        near = _neighbours(importer.name, shapes)
        for verdict in verdicts(first):
            name = verdict.importer.name
            if name in begun and (verdict.claimed or name in near):
                answer = "claims" if verdict.certain else "may be" if verdict.claimed else "refuses"
                sample = f"`{importer.name}`: {escaped(first.name)}"
                rows.append([sample, f"`{name}`", answer, escaped(verdict.answer.reason)])
    return rows


def _neighbours(name: str, shapes: dict[str, list[_Shape]]) -> set[str]:
    """Return the formats whose samples are most like the first one of a format."""
    first = shapes[name][0]
    alike = sorted(
        (-max((first.likeness(each) for each in found), default=0.0), other)
        for other, found in shapes.items()
        if other != name
    )
    return {other for likeness, other in alike[:_NEAREST] if likeness < 0}


def _beginning(path: Path) -> Sample:
    with open_source(path) as source:
        return source.head(source.members[0])
