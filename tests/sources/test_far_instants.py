"""Times that are wrong by thousands of years: the rows are put aside, and none ends a command."""

from dataclasses import replace
from pathlib import Path

from inunison import Case
from inunison.detect.statements import instant
from inunison_cli.sources import _COLUMNS, _row

LATEST = _COLUMNS.index("latest")
TABLE = """COMMENT_ID,AUTHOR,DATE,CONTENT,CLASS
z1,Ole,9999-12-31T23:59:59-23:00,boats,0
z2,Ida,2014-11-03T16:05:00,boats,0
"""


def test_a_row_whose_time_no_calendar_has_is_put_aside(tmp_path: Path) -> None:
    file = tmp_path / "comments.csv"
    file.write_text(TABLE)
    source = Case.create(tmp_path / "case").import_(file).source
    assert (source.counts["posts"], source.counts["rejects"]) == (1, 1)
    assert str(_row(source)[LATEST]) == "2014-11-03 16:05:00+00:00"


def test_a_source_of_such_a_time_is_listed_without_it(tmp_path: Path) -> None:
    file = tmp_path / "comments.csv"
    file.write_text(TABLE)
    source = Case.create(tmp_path / "case").import_(file).source
    assert _row(replace(source, captured_at=253_402_383_599_000_000))[LATEST] is None


def test_an_instant_in_a_sentence() -> None:
    assert instant(1_598_963_459_999_999) == "2020-09-01 12:30 UTC"
    assert instant(253_402_383_599_000_000) == "a time outside of the years 1 to 9999"
    assert instant(-62_135_596_800_000_001) == "a time outside of the years 1 to 9999"
