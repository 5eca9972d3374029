"""What each trace takes from a state: who acted on what, and what is left out."""

from pathlib import Path

import pytest

from inunison import Case, engine, state
from inunison.detect import exclusions, tables
from inunison.detect.detection import detect
from inunison.detect.gathering import Gathered, gather
from inunison.detect.setting import Settings
from inunison.detect.traces import TRACES
from inunison.identity import uid
from inunison.records import AccountRef, Kind, Mention, Post
from inunison.sources import Source
from inunison.state import State
from tests.resolve.building import NOON, SECOND, Resolved, post, repost, resolved, source

HOUR = 3_600 * SECOND
WORDS = "the ferry leaves at nine from the old pier every single day"


def gathered(made: Resolved, name: str) -> Gathered:
    """The events of a trace of a state in miniature."""
    exclusions.apply(made.database, ())
    (trace,) = [each for each in TRACES if each.name == name]
    return gather(made.database, trace)


def acts(made: Resolved, name: str) -> list[tuple[str, str]]:
    """Account and object of each action, by uid or key."""
    found = gathered(made, name)
    pairs = zip(found.events.account, found.events.object, strict=True)
    return sorted((found.accounts[account], found.objects[object_]) for account, object_ in pairs)


def built(folder: Path, *posts: Post) -> Resolved:
    """The state of one source."""
    return resolved(folder, source(folder, "birds", posts))


def test_a_sequence_is_the_hashtags_in_their_order_and_a_set_is_not(tmp_path: Path) -> None:
    made = built(
        tmp_path,
        post(1, "1", "10", hashtags=("c", "a", "b")),
        post(2, "2", "11", hashtags=("C", "A", "c", "B")),  # the first place of each counts
        post(3, "3", "12", hashtags=("a", "b", "c")),
        post(4, "4", "13", hashtags=("a", "b")),
        repost(5, "5", "14", of="1", hashtags=("c", "a", "b")),
    )
    found = gathered(made, "co_hashtag_sequence")
    assert [len(found.events), len(found.objects)] == [3, 2]
    by_account = dict(acts(made, "co_hashtag_sequence"))
    assert by_account[uid("twitter", "10")] == by_account[uid("twitter", "11")]
    assert by_account[uid("twitter", "12")] != by_account[uid("twitter", "11")]
    names = dict(made.database.execute(found.trace.names, [found.objects]).fetchall())
    assert names[by_account[uid("twitter", "10")]] == "#c #a #b"
    assert len({key for _, key in acts(made, "co_hashtag_set")}) == 1


def test_pictures_are_those_that_a_post_shows_on_its_platform(tmp_path: Path) -> None:
    made = resolved(
        tmp_path,
        source(
            tmp_path,
            "birds",
            [
                post(1, "1", "10", media=("3_1", "3_1", "")),
                post(2, "2", "11", media=("3_1", "3_2")),
                repost(3, "3", "12", of="1", media=("3_1",)),
                post(4, "t3_a", "13", media=("3_1",), platform="reddit"),
            ],
        ),
    )
    found = gathered(made, "co_media")
    assert (len(found.events), len(found.objects)) == (4, 3)
    names = made.database.execute(found.trace.names, [found.objects]).fetchall()
    assert sorted(name for _, name in names) == ["3_1", "3_1", "3_2"]


def test_moments_are_half_hours_in_which_an_account_posted_of_its_own(tmp_path: Path) -> None:
    made = built(
        tmp_path,
        post(1, "1", "10", created_at=NOON),
        post(2, "2", "10", created_at=NOON + 60 * SECOND),
        post(3, "3", "11", created_at=NOON + 1_799 * SECOND),
        post(4, "4", "11", created_at=NOON + 1_800 * SECOND),
        repost(5, "5", "12", of="1", created_at=NOON),
        post(6, "6", "13", created_at=NOON, kind=Kind.REPLY),
        post(7, "7", "14", created_at=NOON, kind=Kind.QUOTE),
    )
    found = gathered(made, "synchrony")
    assert found.objects == ["2023-11-15 12:00 UTC", "2023-11-15 12:30 UTC"]
    assert len(found.accounts) == 2
    assert found.windows == (10 * SECOND, 60 * SECOND)
    assert len(found.events) == 4


def across(folder: Path) -> Resolved:
    """Posts of two platforms, and of one that nobody names."""
    link = ("https://a.example/x",)
    return resolved(
        folder,
        source(
            folder,
            "birds",
            [
                post(1, "1", "10", text=WORDS),
                post(2, "2", "11", text=WORDS, links=link),
                post(3, "3", "12", text="only here are these words said by anybody at all"),
            ],
        ),
        source(
            folder,
            "forum",
            [
                post(1, "t3_a", "20", platform="reddit", text=WORDS),
                post(2, "t3_b", "21", platform="reddit", links=("http://www.a.example/x",)),
            ],
        ),
        source(folder, "table", [post(1, "x", "30", platform="unnamed", links=link)]),
    )


def test_across_platforms_a_post_counts_once_and_unnamed_ones_do_not(tmp_path: Path) -> None:
    made = across(tmp_path)
    known = "twitter 10, twitter 11, twitter 12, reddit 20, reddit 21, unnamed 30"
    named = {uid(*each.split()): each.split()[1] for each in known.split(", ")}
    found = acts(made, "cross_platform")
    by_object: dict[str, set[str]] = {}
    for account, target in found:
        by_object.setdefault(target, set()).add(named[account])
    assert sorted(map(sorted, by_object.values())) == [["10", "20"], ["11", "21"]]
    events = gathered(made, "cross_platform")
    assert events.windows == (HOUR, 6 * HOUR, 24 * HOUR, 48 * HOUR)
    assert events.events.side is not None
    side = dict(zip(events.accounts, events.events.side, strict=True))
    assert side[uid("twitter", "10")] == side[uid("twitter", "11")]
    assert side[uid("twitter", "10")] != side[uid("reddit", "20")]
    names = made.database.execute(events.trace.names, [events.objects]).fetchall()
    assert sorted(name for _, name in names) == ["a.example/x", WORDS]


def test_other_traces_count_pairs_on_one_platform(tmp_path: Path) -> None:
    assert gathered(across(tmp_path), "co_link").events.side is None


def test_an_empty_view_has_the_columns_of_a_full_one(tmp_path: Path) -> None:
    reply = post(5, "5", "13", kind=Kind.REPLY, mentions=(Mention(AccountRef("10")),))
    made = built(tmp_path, post(1, "1", "10", text=WORDS, hashtags=("a",), media=("m",)), reply)
    known = tables.columns()
    for name in ("posts", "says", "tagged", "shows", "mentions", "urls", "in_space"):
        written = state._QUERIES.get(name, f"SELECT * FROM {name}")
        described = made.database.execute(f"DESCRIBE {written}").fetchall()
        found = {column: kind for column, kind, *_ in described}
        for column in known[name].keys() & found.keys():
            assert known[name][column] == found[column], (name, column)
        assert set(known[name]) <= set(found), (name, set(known[name]) - set(found))


def test_every_trace_can_be_asked_of_a_state_without_rows(tmp_path: Path) -> None:
    database = engine.connect(tmp_path / "spill")
    tables.make_views(database, State("0" * 64, tmp_path, {"counts": {}}))
    exclusions.apply(database, ())
    for trace in TRACES:
        found = gather(database, trace)
        assert (len(found.events), found.accounts) == (0, [])
        assert database.execute(trace.names, [["x"]]).fetchall() in ([], [("x", "x")])


def test_a_detection_of_a_case_without_posts_says_that_nobody_did_anything(tmp_path: Path) -> None:
    case = Case.create(tmp_path / "case")
    found = detect(case.folder, case.state(), list[Source](), Settings())
    assert len(found.run["traces"]) == len(TRACES)
    assert {each["verdict"] for each in found.run["traces"]} == {"not enough data: nobody did this"}


def test_names_of_traces_are_all_different() -> None:
    assert len({each.name for each in TRACES}) == len(TRACES) == 13


@pytest.mark.real_data
def test_the_archive_of_one_release_is_tested_whole(tmp_path: Path, real_data: Path) -> None:
    case = Case.create(tmp_path / "case")
    for path in sorted((real_data / "twitter_io_archive").glob("*.zip")):
        case.import_(path, frame="accounts")
    names = ("co_hashtag_sequence", "co_media", "synchrony", "cross_platform")
    found = detect(case.folder, case.state(), case.sources(), Settings(traces=names))
    told = {each["trace"]: (each["verdict"], each["events"]) for each in found.run["traces"]}
    nobody = ("not enough data: nobody did this", 0)
    assert told == {
        "co_hashtag_sequence": ("tested", 103),
        "co_media": nobody,
        "synchrony": ("tested", 1_101),
        "cross_platform": nobody,
    }
    assert [each for each in found.findings() if each.kind == "group"] == []
