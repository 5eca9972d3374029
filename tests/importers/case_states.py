"""States of whole cases for tests: files in, and what the tables hold."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb

from inunison import Case
from inunison.state import State

Rows = list[tuple[Any, ...]]

# What names the source of a row, and so is another one where the same rows come packed otherwise.
OF_THE_SOURCE = ("source", "member", "row")


def rows(state: State, query: str, table: str = "posts") -> Rows:
    """What a query over one table of a state answers; `t` is the table."""
    if not state.table(table).exists():
        return []
    with duckdb.connect() as database:
        path = str(state.table(table))
        return database.execute(f"WITH t AS (FROM read_parquet('{path}')) {query}").fetchall()


def everything(state: State, *, without: tuple[str, ...] = ()) -> dict[str, Counter[str]]:
    """All that a state says, by table, but for some columns."""
    said = {}
    for path in sorted(state.path.glob("*.parquet")):
        with duckdb.connect() as database:
            found = database.execute(f"FROM read_parquet('{path}')")
            names = [column[0] for column in found.description]
            kept = [place for place, name in enumerate(names) if name not in without]
            lines = found.fetchall()
        said[path.stem] = Counter(str([line[place] for place in kept]) for line in lines)
    return said


def case_of(folder: Path, files: Mapping[str, str], expected: Mapping[str, str]) -> Case:
    """A case of some texts, imported in their order.

    Args:
        folder: A folder for the case and its files.
        files: The text of each by its name.
        expected: The importer of each by its name; none of their rows may be rejected.
    """
    folder.mkdir(parents=True, exist_ok=True)
    case = Case.create(folder / "case", name="Made")
    for name, text in files.items():
        path = folder / name
        path.write_text(text, encoding="utf-8")
        source = case.import_(path, strict=True).source
        assert source.importer == expected[name]
    return case


def source_of(case: Case, name: str) -> str:
    """The hash of a source of a case by the name of its file."""
    (found,) = [each.sha256 for each in case.sources() if each.name == name]
    return found
