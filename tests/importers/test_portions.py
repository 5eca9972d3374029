"""An importer that says it may be read in portions gives the same in portions as in one piece."""

from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from inunison.folder import CaseFolder
from inunison.importing import registered
from inunison.sources import import_file, reading
from inunison_importers.base import Importer, Portions

HERE = Path(__file__).parent
SAMPLES = [
    (importer, sample)
    for importer in registered().values()
    if importer.portions is not Portions.NONE
    for sample in sorted((HERE / importer.name).glob("*"))
    if sample.suffix != ".jsonl"
]


def _imported(folder: Path, sample: Path) -> dict[str, list[dict[str, Any]]]:
    case = CaseFolder.create(folder, name="case")
    source = import_file(case, sample).source
    tables = {kind: pq.read_table(source.part(kind)).to_pylist() for kind in sorted(source.parts)}
    path = source.rejects_path
    rejects = path.read_text().splitlines() if path else []
    return {**tables, "rejects": [{"line": line} for line in rejects]}


def _told(rows: list[dict[str, Any]]) -> set[str]:
    """What rows say, however often and wherever; a portion may tell again what one before told."""
    return {repr({name: value for name, value in row.items() if name != "row"}) for row in rows}


@pytest.mark.parametrize("size", [200, 2_000])
@pytest.mark.parametrize(
    ("importer", "sample"), SAMPLES, ids=lambda each: getattr(each, "name", "")
)
def test_portions_give_what_the_whole_gives(
    importer: Importer, sample: Path, size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = _imported(tmp_path / "whole", sample)
    monkeypatch.setattr(reading, "PORTION_BYTES", size)
    found = _imported(tmp_path / "portions", sample)
    collected = [row for row in whole.get("posts", []) if row["collected"]]
    assert [row for row in found.get("posts", []) if row["collected"]] == collected
    assert {kind: _told(rows) for kind, rows in found.items()} == {
        kind: _told(rows) for kind, rows in whole.items()
    }
    assert found["rejects"] == whole["rejects"]


def test_a_stray_quotation_mark_among_the_names_tells_no_row_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is part of a name; where the row of names ends cannot be told by counting such marks."""
    names = 'object_id,account_id,content_id,timestamp_share,no"te'
    rows = [f"o{number},a{number},c{number},{1_600_000_000 + number},x" for number in range(60)]
    sample = tmp_path / "shares.csv"
    sample.write_text("\n".join([names, *rows, "too,few", ""]))
    whole = _imported(tmp_path / "whole", sample)
    monkeypatch.setattr(reading, "PORTION_BYTES", 300)
    found = _imported(tmp_path / "portions", sample)
    assert len(whole["posts"]) == 60
    assert len(whole["rejects"]) == 1
    assert found == whole


def test_most_formats_are_read_in_portions() -> None:
    assert {importer.name for importer, _ in SAMPLES} >= {
        "reddit-dump",
        "twitter-api-v2",
        "twitter-api-v2-csv",
        "twitter-io-archive",
    }
