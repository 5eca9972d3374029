"""A file that is wrong by thousands of years: it is imported, and told without its time."""

from pathlib import Path

from inunison import Case
from inunison.detect.statements import instant
from inunison_cli.sources import _row

TABLE = """COMMENT_ID,AUTHOR,DATE,CONTENT,CLASS
z1,Ole,9999-12-31T23:59:59-23:00,boats,0
z2,Ida,2014-11-03T16:05:00,boats,0
"""


def test_a_source_whose_latest_time_no_calendar_has_is_listed(tmp_path: Path) -> None:
    file = tmp_path / "comments.csv"
    file.write_text(TABLE)
    case = Case.create(tmp_path / "case")
    source = case.import_(file).source
    assert source.counts["posts"] == 2
    assert _row(source)[-1] is None
    file.write_text(TABLE.replace("9999-12-31T23:59:59-23:00", "2014-11-03T16:06:00"))
    told = _row(case.import_(file).source)[-1]
    assert str(told) == "2014-11-03 16:06:00+00:00"


def test_an_instant_in_a_sentence() -> None:
    assert instant(1_598_963_459_999_999) == "2020-09-01 12:30 UTC"
    assert instant(253_402_383_599_000_000) == "a time outside of the years 1 to 9999"
    assert instant(-62_135_596_800_000_001) == "a time outside of the years 1 to 9999"
