"""The harness of the benchmarks: what is measured is kept, told once, and judged by its aim."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from benchmarks import importing, loading, report
from benchmarks.measuring import disk_mb, measure
from benchmarks.results import Line, Results
from benchmarks.run import size
from benchmarks.setting import Setting, Task, take

MILLION = 1_000_000


@pytest.fixture
def results(tmp_path: Path) -> Results:
    return Results(tmp_path / "results.jsonl")


def page(results: Results, tmp_path: Path) -> str:
    """The page that these results make."""
    report.write(results, tmp_path / "RESULTS.md")
    return (tmp_path / "RESULTS.md").read_text()


def row(text: str, begin: str) -> list[str]:
    """The cells of the first row that begins so."""
    line = next(line for line in text.splitlines() if line.startswith(f"| {begin}"))
    return [cell.strip() for cell in line.strip("|").split("|")]


@pytest.mark.parametrize(
    ("text", "posts"), [("100k", 100_000), ("1M", MILLION), (" 10m ", 10**7), ("2500", 2_500)]
)
def test_sizes_are_read(text: str, posts: int) -> None:
    assert size(text) == posts


def test_a_size_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="many"):
        size("many")


def test_large_sizes_run_once(results: Results, tmp_path: Path) -> None:
    setting = Setting(tmp_path, results)
    sizes = (100_000, MILLION, 10**7)
    assert [len(setting.runs(posts)) for posts in sizes] == [3, 3, 1]


def test_a_command_is_measured_with_its_children() -> None:
    held = "held = b'x' * 100_000_000; import time; time.sleep(0.5)"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {held!r}])"
    taken = measure([sys.executable, "-c", parent + "; print('answer=42')"])
    assert taken.failed is None
    assert taken.peak_mb > 100
    assert taken.java_mb == 0
    assert taken.wall_s >= 0.5
    assert taken.cpu_s > 0
    assert taken.said == "answer=42\n"


def test_a_command_that_fails_says_why() -> None:
    taken = measure([sys.executable, "-c", "raise SystemExit('the disk is full')"])
    assert taken.failed == "exit code 1: the disk is full"


def test_a_program_that_is_not_there_is_no_traceback(tmp_path: Path) -> None:
    assert measure([str(tmp_path / "none")]).failed == "cannot be run: No such file or directory"


def test_a_command_that_takes_too_long_is_ended() -> None:
    taken = measure([sys.executable, "-c", "import time; time.sleep(60)"], limit_s=0.2)
    assert taken.failed == "ended after 0 s"


def test_what_lies_on_the_disk_is_counted(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "file").write_bytes(bytes(1_500_000))
    assert disk_mb(tmp_path) == disk_mb(tmp_path / "folder" / "file") == 1.5


def test_measures_are_kept_and_a_later_one_replaces_an_earlier(
    results: Results, tmp_path: Path
) -> None:
    results.keep(Line("import", "a", 10, 0, 2.0))
    results.keep(Line("import", "a", 10, 1, failed="no network"))
    results.keep(Line("import", "a", 10, 0, 1.0, facts={"rows": 3}))
    again = Results(tmp_path / "results.jsonl")
    for each in (results, again):
        assert [(line.wall_s, line.run) for line in each.lines("import")] == [(1.0, 0), (0.0, 1)]
        assert each.has("import", "a", 10, 0)
        assert not each.has("import", "a", 10, 1), "what failed is tried again"
        assert each.lines("import", 11) == []
    assert again.lines("import")[0].facts == {"rows": 3}


def test_each_row_says_when_it_was_measured(results: Results, tmp_path: Path) -> None:
    results.keep(Line("import", "a", 10, 0, 2.0, day="2026-11-25"))
    results.keep(Line("import", "a", 10, 1, 2.0, day="2026-11-28"))
    results.keep(Line("import", "b", 10, 0, 2.0))
    text = page(Results(tmp_path / "results.jsonl"), tmp_path)
    assert row(text, "a")[-1] == "2026-11-28"
    assert row(text, "b")[-1] == f"{datetime.now(UTC):%Y-%m-%d}"


def test_a_line_that_was_cut_short_is_left_out(results: Results, tmp_path: Path) -> None:
    results.keep(Line("import", "a", 10, 0, 2.0))
    with (tmp_path / "results.jsonl").open("a") as out:
        out.write('{"topic": "imp')
    again = Results(tmp_path / "results.jsonl")
    assert len(again.lines("import")) == 1
    again.keep(Line("import", "b", 10, 0, 2.0))
    assert len(Results(tmp_path / "results.jsonl").lines("import")) == 2


def test_what_a_child_reports_becomes_facts(results: Results, tmp_path: Path) -> None:
    setting = Setting(tmp_path, results)
    script = "print('csv_s=1.5'); print('no number=x'); print('other')"
    task = Task("load", "a", 10, 0)
    assert setting.wanted("load", "a", 10, 0)
    line = take(setting, task, [sys.executable, "-c", script], input_mb=2)
    assert line.facts == {"input_mb": 2, "csv_s": 1.5}
    assert not setting.wanted("load", "a", 10, 0)
    assert Setting(tmp_path, results, again=True).wanted("load", "a", 10, 0)


def test_ratios_are_taken_run_by_run_and_judged(results: Results, tmp_path: Path) -> None:
    for run, (ours, theirs) in enumerate([(1.0, 5.0), (2.0, 6.0), (10.0, 50.0)]):
        results.keep(Line("import", importing.ours("archive"), MILLION, run, ours, peak_mb=1_200))
        results.keep(Line("import", importing.PREPROCESS, MILLION, run, theirs))
    text = page(results, tmp_path)
    cells = row(text, f"{importing.PREPROCESS} / inunison")
    assert cells[1:] == ["1,000,000", "5.00", ">= 4", "met"]
    assert row(text, "import in less than 1,000 MB, archive")[2:] == ["1,200", "< 1,000", "not met"]
    assert row(text, "import in less than 1,000 MB, API")[2] == "not measured"


def test_growth_is_an_exponent(results: Results, tmp_path: Path) -> None:
    for posts, wall in ((100_000, 3.0), (MILLION, 20.0), (10**7, 200.0)):
        results.keep(Line("resolve", importing.STATE, posts, 0, wall))
    for posts, wall in ((MILLION, 10.0), (10**7, 200.0)):
        results.keep(Line("load", loading.BULK, posts, 0, wall))
    text = page(results, tmp_path).partition("## Growth")[2]
    assert row(text, importing.STATE)[1:] == ["0.82", "1.00", "<= 1.1", "met"]
    assert row(text, loading.BULK)[1:] == ["not measured", "1.30", "<= 1.1", "not met"]


def test_what_failed_is_told_and_never_counted(results: Results, tmp_path: Path) -> None:
    results.keep(Line("load", loading.BULK, MILLION, 0, 10.0))
    results.keep(Line("load", loading.PY2NEO, MILLION, 0, 7.0, failed="the server | ended"))
    admin = {"csv_s": 2.0, "admin_s": 8.0}
    results.keep(Line("load", loading.ADMIN, MILLION, 0, 10.0, facts=admin))
    text = page(results, tmp_path)
    assert r"failed: the server \| ended" in text
    assert row(text, "py2neo / whole")[2:] == ["not measured", ">= 8", ""]
    assert row(text, "CSV writing and neo4j-admin /")[2:] == ["1.25", "<= 1.3", "met"]
    assert row(text, "whole bulk load / neo4j-admin")[2] == "1.25"


def test_questions_are_judged_by_their_slower_time(results: Results, tmp_path: Path) -> None:
    slow = {"cold_s": 2.5, "rows": 25}
    results.keep(Line("queries", "communities", MILLION, 0, 0.1, facts=slow))
    results.keep(Line("queries", "text-timeline", MILLION, 0, failed="it took too long"))
    text = page(results, tmp_path).partition("## Questions")[2]
    assert row(text, "communities")[2:] == ["2.50", "0.100", "25", "<= 2 s", "not met"]
    assert row(text, "text-timeline")[2] == "failed: it took too long"


def test_the_page_names_no_path_and_no_host(results: Results, tmp_path: Path) -> None:
    text = page(results, tmp_path)
    assert str(tmp_path) not in text
    assert str(Path.home()) not in text
