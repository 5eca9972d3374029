"""A detection over several traces at once: the same bytes each time, and what its run tells."""

import json
from pathlib import Path

import pytest

from inunison import Case, engine, machine
from inunison.detect import choosing, detection, writing
from inunison.detect.detection import Detection
from inunison.errors import CaseError
from inunison.state import State
from tests.detect.cases import POSTS, TOGETHER, case_of, repost, row
from tests.detect.cases import rows_together as reposts_together
from tests.importers.archive_rows import Cells
from tests.machines import have_cores

NAMES = ("co_repost", "fast_repost", "co_text", "co_link", "synchrony")
LINKS = 9


def _linked() -> list[Cells]:
    """Nine links that five of the group post within a minute, and a crowd over two days."""
    rows: list[Cells] = []
    for link in range(LINKS):
        urls = f"['https://news{link}.example/a']"
        start = 2_000_000.0 + link * 200_000
        rows += [row(who, start + 7.0 * who, urls=urls) for who in range(5)]
        rows += [
            row(
                300 + (11 * link + other) % 25,
                start + 6_173.0 * (other + 1) * (1 + link % 3),
                urls=urls,
            )
            for other in range(12)
        ]
    return rows


def _files() -> dict[str, list[Cells]]:
    return {**reposts_together(), "links.csv": _linked()}


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return case_of(tmp_path_factory.mktemp("running"), _files())


@pytest.fixture(scope="module")
def made(case: Case) -> Detection:
    return case.detect(NAMES)


def _bytes(found: Detection) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(found.path.iterdir())}


def test_each_trace_finds_its_group(made: Detection) -> None:
    groups = {each.trace: each for each in made.findings() if each.kind == "group"}
    assert {"co_repost", "co_link"} <= set(groups)
    assert {each.handle for each in groups["co_link"].accounts} == {f"who{n}" for n in range(5)}
    assert {each.sample for each in groups["co_link"].objects} == {
        f"news{link}.example/a" for link in range(LINKS)
    }
    assert len(groups["co_repost"].accounts) == TOGETHER
    assert not {"co_text", "synchrony", "fast_repost"} & set(groups)


def test_a_trace_alone_finds_what_it_finds_among_others(case: Case, made: Detection) -> None:
    alone = [each for each in case.detect(["co_link"]).findings() if each.kind == "group"]
    among = [each for each in made.findings() if (each.kind, each.trace) == ("group", "co_link")]
    assert alone == among


@pytest.mark.parametrize("cores", [1, 3])
def test_cores_and_the_order_of_files_and_rows_change_no_byte(
    made: Detection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cores: int
) -> None:
    have_cores(monkeypatch, cores)
    files = _files()
    order = sorted(files, key=lambda name: name[cores:])
    again = case_of(tmp_path, {name: files[name] for name in order}).detect(NAMES)
    assert again.is_new
    assert again.id == made.id
    assert _bytes(again) == _bytes(made)


def test_the_run_of_a_detection_is_on_disk_as_it_is_told(made: Detection) -> None:
    assert json.loads((made.path / "run.json").read_text(encoding="utf-8")) == made.run
    assert [each["trace"] for each in made.run["traces"]] == [
        each.name for each in choosing.chosen_traces(NAMES)
    ]
    by_trace = {each["trace"]: each for each in made.run["traces"]}
    assert by_trace["co_repost"]["objects"] == POSTS
    assert by_trace["co_link"]["events"] == LINKS * 17
    for each in by_trace.values():
        assert each["windows_s"] == sorted(each["windows_s"])
        assert each["proposed"] <= each["tests"] or each["tests"] == 0
        assert ("that nobody else did the same" in each["forbids"]) == bool(each["events"])
    assert sum(each["findings"] for each in by_trace.values()) == len(
        [each for each in made.findings() if each.kind == "group"]
    )
    assert set(made.run["further"]) == {"bridges", "hubs", "rings", "observations", "deletions"}
    assert made.run["findings"] == len(made.findings())
    assert made.run["settings"]["traces"] == list(by_trace)


def test_nothing_else_is_left_in_the_cache(case: Case, made: Detection) -> None:
    assert {path.name for path in made.path.iterdir()} == {
        "run.json",
        writing.FINDINGS,
        *(f"{name}.parquet" for name in made.run["tables"]),
    }
    assert [path.name for path in made.path.parent.iterdir() if path.name.startswith(".")] == []


def test_a_deleted_run_is_made_again_with_the_same_bytes(case: Case, made: Detection) -> None:
    before = _bytes(made)
    for path in made.path.iterdir():
        path.unlink()
    made.path.rmdir()
    again = case.detect(NAMES)
    assert again.is_new
    assert _bytes(again) == before


def test_a_run_that_fails_leaves_nothing_behind(
    case: Case, made: Detection, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = sorted(path.name for path in made.path.parent.iterdir())

    def stop(*_given: object) -> None:
        raise CaseError("Stopped.")

    monkeypatch.setattr(detection, "detect_trace", stop)
    with pytest.raises(CaseError, match=r"Stopped\."):
        case.detect(NAMES, seed=9)
    assert sorted(path.name for path in made.path.parent.iterdir()) == before


def test_what_is_known_opens_no_engine_whatever_the_order_of_names(
    case: Case, made: Detection, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_given: object, **_named: object) -> None:
        raise AssertionError("an engine was opened")

    monkeypatch.setattr(engine, "connect", refuse)
    again = case.detect(NAMES[::-1])
    assert (again.id, again.is_new, again.run) == (made.id, False, made.run)
    with pytest.raises(AssertionError):
        case.detect(NAMES, q=0.02)


def test_a_list_of_links_takes_them_out_of_counts_and_tests(tmp_path: Path) -> None:
    case = case_of(tmp_path, {"links.csv": _linked()})
    lists = case.folder.path / "exclusions" / "links"
    lists.mkdir(parents=True)
    (case.folder.path / "redirects.csv").write_text("https://sho.example/1,news0.example/a\n")
    named = ["http://sho.example/1", "https://www.NEWS1.example/", "nws.example"]
    named += [f"news{n}.example" for n in range(2, 8)]
    (lists / "news.txt").write_text("\n".join(named))
    made = case.detect(["co_link"])
    assert [each for each in made.findings() if each.kind == "group"] == []
    (trace,) = made.run["traces"]
    assert trace["left_out"] == [{"reason": "objects on the list news", "events": 8 * 17}]
    assert (trace["events"], trace["objects"]) == (17, 1)
    (listed,) = made.run["exclusions"]
    assert (listed["unmatched"], listed["unmatched_first"]) == (1, ["nws.example"])


def test_lists_that_name_everybody_are_the_reason_why_nothing_is_tested(tmp_path: Path) -> None:
    case = case_of(tmp_path, {"links.csv": _linked()}, frame="keyword")
    lists = case.folder.path / "exclusions" / "accounts"
    lists.mkdir(parents=True)
    (lists / "all.txt").write_text("\n".join(f"who{n}" for n in range(400)))
    made = case.detect(["co_link", "co_text", "co_media"])
    told = {each["trace"]: each["verdict"] for each in made.run["traces"]}
    assert told.pop("co_media") == "not enough data: nobody did this"
    assert set(told.values()) == {"not enough data: your lists leave out all of it"}
    assert made.run["bursts"]["verdict"] == "not enough data: your lists leave out all of it"
    for name in ("hubs", "rings", "observations"):
        assert made.run["further"][name]["verdict"] == "not enough data"


def test_sentences_and_progress_are_told_in_order(tmp_path: Path) -> None:
    original = row(9, 0)
    case = case_of(tmp_path, {"a.csv": [original, repost(1, 5, original)]})
    told: list[str] = []
    steps: list[tuple[str, int, int]] = []
    detection.detect(
        case.folder,
        case.state(),
        case.sources(),
        choosing.settings(["co_repost", "co_text"]),
        narrate=told.append,
        progress=lambda *step: steps.append(step),
    )
    assert told == [
        "Comparing texts ...",
        "Testing who acts together ...",
        "Looking for bursts of one text ...",
        "Asking about the groups ...",
    ]
    assert steps == [("co_repost", 0, 2), ("co_text", 1, 2), ("traces", 2, 2)]


@pytest.mark.parametrize(
    ("posts", "asked", "expected"),
    [(10, None, 256), (4_000_000, None, 400), (50_000_000, None, 1_000), (10, 2_000, 500)],
)
def test_the_engine_grows_with_the_posts_until_somebody_says_more(
    monkeypatch: pytest.MonkeyPatch, posts: int, asked: int | None, expected: int
) -> None:
    monkeypatch.setattr(machine, "memory_mb", lambda said: said or 4_000)
    state = State("a", Path("nowhere"), {"counts": {"posts": posts}})
    assert detection._engine_mb(state, asked) == expected
