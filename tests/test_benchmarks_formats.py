"""Samples made long for the benchmark of formats: still of their format, with fresh ids."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks import formats
from benchmarks.enlarging import (
    DOCUMENT,
    HTML,
    JSON,
    TABLE,
    Enlarged,
    counted,
    enlarged,
    telling,
    text_of,
)
from inunison.importing import registered
from inunison.records import Post, Record, Reject
from inunison_importers import base
from inunison_importers.base import Claim, Importer, Sample, TextLines
from scripts.format_page import samples
from tests.importers.test_choice import Greedy

every_importer = pytest.mark.parametrize(
    "importer", registered().values(), ids=lambda each: each.name
)


def long(name: str, text: str, folder: Path, rows: int = 10) -> Enlarged:
    """A text made long by an importer."""
    path = folder / "sample"
    path.write_text(text)
    return enlarged(registered()[name], path, rows)


@every_importer
def test_a_long_sample_is_of_its_format_and_no_worse(importer: Importer) -> None:
    sample = telling(importer, samples(importer))
    once = list(importer.read(TextLines(text_of(sample))))
    file = enlarged(importer, sample, 10 * counted(once))
    found = [list(importer.read(lines)) for lines in file.files()]
    assert sum(counted(each) for each in found) >= 5 * counted(once)
    before = sum(isinstance(each, Reject) for each in once)
    after = sum(isinstance(each, Reject) for some in found for each in some)
    assert after <= 10 * before
    text = file.head + "".join(file.copies) + file.foot if file.kind != DOCUMENT else file.copies[0]
    assert isinstance(importer.sniff(Sample("x", text)), Claim)
    assert file.bytes >= len(text)


@every_importer
def test_copies_are_other_posts_where_ids_are_long_numbers(importer: Importer) -> None:
    sample = telling(importer, samples(importer))
    file = enlarged(importer, sample, 200)
    posts = [each for lines in file.files() for each in importer.read(lines)]
    ids = [each.native_id for each in posts if isinstance(each, Post) and each.collected]
    long = [each for each in ids if each.isdigit() and len(each) >= 15]
    assert len(set(long)) >= 0.9 * len(long)


def test_lines_before_the_rows_are_not_repeated(tmp_path: Path) -> None:
    text = "object_id,account_id,content_id,timestamp_share\nx,1,11,1600000000\ny,2,12,1600000001\n"
    file = long("coortweet", text, tmp_path)
    assert file.kind == TABLE
    assert file.head == text.splitlines(keepends=True)[0]
    assert len(file.copies) == 5
    assert file.copies[0] == text.removeprefix(file.head)


def test_a_row_that_does_not_end_its_line_is_ended(tmp_path: Path) -> None:
    text = "object_id,account_id,content_id,timestamp_share\nx,1,11,1600000000"
    file = long("coortweet", text, tmp_path)
    assert len(file.copies) == 10
    assert all(copy.endswith("\n") for copy in file.copies)


def test_of_one_document_the_longest_list_is_repeated(tmp_path: Path) -> None:
    text = text_of(Path(__file__).parent / "importers" / "reddit-api" / "listing.json")
    file = long("reddit-api", text, tmp_path)
    assert file.kind == JSON
    assert '"children"' in file.head
    assert len(file.copies) > 2
    (lines,) = file.files()
    posts = [each for each in registered()["reddit-api"].read(lines) if isinstance(each, Post)]
    assert len({each.native_id for each in posts}) >= len(file.copies)


def test_a_long_number_keeps_all_but_its_last_six_digits(tmp_path: Path) -> None:
    sample = Path(__file__).parent / "importers" / "twitter-api-v2" / "stream.ndjson"
    file = enlarged(registered()["twitter-api-v2"], sample, 30)
    posts = [
        [
            each
            for each in registered()["twitter-api-v2"].read(TextLines(copy))
            if isinstance(each, Post)
        ]
        for copy in file.copies[:2]
    ]
    first, second = ([each.native_id for each in some] for some in posts)
    assert first != second
    assert [each[:-6] for each in first] == [each[:-6] for each in second]
    assert [each.created_at for each in posts[0]] == [each.created_at for each in posts[1]]


@pytest.mark.parametrize("name", ["twitter-io-archive", "twitter-api-v2", "coortweet"])
def test_an_importer_is_measured(name: str) -> None:
    speed = formats.measured(registered()[name], 40)
    assert speed.rows >= 20
    assert speed.records >= speed.rows
    assert speed.seconds > 0
    assert (speed.in_columns is not None) == (name == "twitter-io-archive")
    cells = speed.cells()
    assert cells[0] == f"`{name}`"
    assert cells[-1].endswith("%")
    page = formats.page([speed])
    assert f"| {' | '.join(cells)} |" in page
    assert "| processor |" in page


def test_the_page_that_is_kept_names_known_formats_only() -> None:
    text = (Path(formats.__file__).parent / "FORMATS.md").read_text()
    named = [line.split("`")[1] for line in text.splitlines() if line.startswith("| `")]
    assert named
    assert set(named) <= set(registered())


def test_some_formats_are_measured_and_printed(capsys: pytest.CaptureFixture[str]) -> None:
    formats.main(["coortweet", "--rows", "20"])
    assert capsys.readouterr().out.startswith("`coortweet` | shares.csv | table | ")


def test_what_is_neither_json_nor_html_is_a_table(tmp_path: Path) -> None:
    class Lines(Greedy):
        def read(self, lines: base.Lines) -> Iterator[Record | Reject]:
            for row, line in enumerate(lines, 1):
                yield Reject(row, "a line", line[:9])

    for text, kind in (("a,<b></b>\n", TABLE), (" <p>1</p>\n", HTML), ('{"a": 1}\n', JSON)):
        path = tmp_path / "sample"
        path.write_text(text)
        assert enlarged(Lines(), path, 3).kind == kind


def test_a_file_that_holds_one_thing_is_read_again_and_again(tmp_path: Path) -> None:
    class Whole(Greedy):
        def read(self, lines: base.Lines) -> Iterator[Record | Reject]:
            yield Reject(1, "a page", "".join(lines)[:9])

    path = tmp_path / "sample"
    path.write_text("one page\nof text\n")
    file = enlarged(Whole(), path, 4)
    assert (file.kind, len(file.files())) == (DOCUMENT, 4)
    assert ["".join(lines) for lines in file.files()] == [path.read_text()] * 4
