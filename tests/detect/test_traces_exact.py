"""The events of each trace, one by one: who, on what, when, by which post, published when."""

from pathlib import Path
from typing import Any

import pytest

from inunison.detect import exclusions
from inunison.detect.frames import allowed
from inunison.detect.gathering import LeftOut, gather, write_actions
from inunison.detect.textfamilies import none, register
from inunison.detect.traces import TRACES, Trace
from inunison.detect.tracing import untestable
from inunison.identity import uid
from inunison.records import AccountRef, Frame, Kind, Mention, Post, PostRef, Precision
from tests.resolve.building import NOON, SECOND, Resolved, post, repost, resolved, source

WORDS = "the ferry leaves at nine from the old pier every single day"
OTHER = "nobody has seen the captain since the harbour was closed last week"
LINK = "https://a.example/x"
MINUTE = 60 * SECOND


def _trace(name: str) -> Trace:
    return next(each for each in TRACES if each.name == name)


def _made(folder: Path, *posts: Post) -> Resolved:
    made = resolved(folder, source(folder, "birds", posts))
    exclusions.apply(made.database, ())
    register(made.database, none())
    return made


def _events(made: Resolved, name: str) -> list[tuple[Any, ...]]:
    """Account, object, minutes after noon, native id and publication of each event."""
    write_actions(made.database, _trace(name), "acts")
    return made.rows(
        "SELECT accounts.native_id, acts.object, (acts.at - "
        f"{NOON}) // {MINUTE}, posts.native_id, acts.published FROM acts"
        " JOIN posts ON posts.uid = acts.post JOIN accounts ON accounts.uid = acts.account"
        " ORDER BY 4, 2"
    )


def _who(made: Resolved, name: str) -> list[tuple[str, str]]:
    return [(account, native_id) for account, _, _, native_id, _ in _events(made, name)]


def test_a_repost_acts_on_its_original_and_knows_when_that_was_published(tmp_path: Path) -> None:
    made = _made(
        tmp_path,
        post(1, "1", "10", text=WORDS),
        repost(3, "3", "11", of="1"),
        repost(4, "4", "12", of="99", of_author="20"),  # its original is not in the collection
    )
    one, gone = uid("twitter", "1"), uid("twitter", "99")
    assert _events(made, "co_repost") == [
        ("11", one, 3, "3", NOON + MINUTE),
        ("12", gone, 4, "4", None),
    ]


def test_a_fast_repost_acts_on_the_account_within_a_minute_and_not_before(tmp_path: Path) -> None:
    made = _made(
        tmp_path,
        post(1, "1", "10", created_at=NOON),
        repost(2, "2", "11", of="1", created_at=NOON),
        repost(3, "3", "12", of="1", created_at=NOON + MINUTE),
        repost(4, "4", "13", of="1", created_at=NOON + MINUTE + 1),
        repost(5, "5", "14", of="1", created_at=NOON - 1),
        repost(6, "6", "15", of="99", of_author="10", created_at=NOON),
    )
    assert _who(made, "fast_repost") == [("11", "2"), ("12", "3")]
    (target,) = {each[1] for each in _events(made, "fast_repost")}
    names = made.database.execute(_trace("fast_repost").names, [[target]]).fetchall()
    assert [key for key, _ in names] == [target] == [uid("twitter", "10")]


def test_what_is_fast_is_told_by_times_that_are_fine_enough_on_both_sides(tmp_path: Path) -> None:
    """Two times of one minute may be 119 seconds apart."""
    minute, second = Precision.MINUTE, Precision.SECOND
    made = _made(
        tmp_path,
        post(1, "1", "10", created_at=NOON, precision=second),
        post(2, "2", "10", created_at=NOON, precision=minute),
        repost(3, "3", "11", of="1", created_at=NOON + SECOND, precision=second),
        repost(4, "4", "12", of="1", created_at=NOON, precision=minute),
        repost(5, "5", "13", of="2", created_at=NOON + SECOND, precision=second),
        repost(6, "6", "14", of="2", created_at=NOON + MINUTE, precision=minute),
    )
    found = gather(made.database, _trace("fast_repost"))
    assert found.accounts == [uid("twitter", "11")]
    assert found.left_out == (LeftOut("times too coarse for the windows", 3),)


def test_with_minutes_alone_nothing_is_known_to_be_fast(tmp_path: Path) -> None:
    """Windows of minutes are left, and whether a repost was a fast one is not to be known."""
    given = {"created_at": NOON, "precision": Precision.MINUTE}
    made = _made(tmp_path, post(1, "1", "10", **given), repost(2, "2", "11", of="1", **given))
    found = gather(made.database, _trace("fast_repost"))
    assert (found.windows, len(found.events)) == ((), 0)
    assert untestable(found, allowed([Frame.KEYWORD])) == (
        "not testable: the times are too coarse for every window"
    )
    assert gather(made.database, _trace("co_repost")).windows == (300 * SECOND, 3_600 * SECOND)


def test_words_are_an_accounts_own_and_long_enough(tmp_path: Path) -> None:
    made = _made(
        tmp_path,
        post(1, "1", "10", text=WORDS),
        post(2, "2", "11", text=f"{WORDS.upper()}!"),
        post(3, "3", "12", text=WORDS, kind=Kind.REPLY),
        post(4, "4", "13", text="good morning"),
        repost(5, "5", "14", of="1", text=WORDS),
        post(6, "6", "15", text=f"RT @someone: {WORDS}"),
        post(7, "7", "16", text=OTHER),
    )
    events = _events(made, "co_text")
    assert [each[3] for each in events] == ["1", "2", "3", "7"]
    assert len({each[1] for each in events[:3]}) == 1
    assert events[3][1] != events[0][1]
    assert {each[4] for each in events} == {None}
    assert _events(made, "co_text_near") == events  # without near-copies a text is its own family
    by_hand = _events(made, "manual_repost")
    assert [(each[0], each[3]) for each in by_hand] == [("15", "6")]
    names = made.database.execute(_trace("co_text").names, [[events[0][1]]]).fetchall()
    assert len(names) == 1


def test_near_copies_act_on_their_family(tmp_path: Path) -> None:
    made = _made(tmp_path, post(1, "1", "10", text=WORDS), post(2, "2", "11", text=OTHER))
    (key, other) = (each[1] for each in _events(made, "co_text"))
    made.database.execute("INSERT INTO variant_of VALUES (?, 'family')", [key])
    made.database.execute("INSERT INTO text_families VALUES ('family', 1, ?)", [WORDS])
    assert [each[1] for each in _events(made, "co_text_near")] == ["family", other]
    assert [each[1] for each in _events(made, "co_text")] == [key, other]
    names = made.database.execute(_trace("co_text_near").names, [["family", other]]).fetchall()
    assert dict(names) == {"family": WORDS, other: OTHER}


def test_a_link_counts_once_for_each_post_and_not_for_a_repost(tmp_path: Path) -> None:
    made = _made(
        tmp_path,
        post(1, "1", "10", links=(LINK, LINK)),
        post(2, "2", "11", links=("http://www.a.example/x", "https://b.example/y")),
        repost(3, "3", "12", of="1", links=(LINK,)),
        post(4, "4", "13", text=WORDS),
    )
    events = _events(made, "co_link")
    assert [each[3] for each in events] == ["1", "2", "2"]
    assert len({each[1] for each in events}) == 2
    keys = sorted({each[1] for each in events})
    names = made.database.execute(_trace("co_link").names, [keys]).fetchall()
    assert sorted(name for _, name in names) == ["a.example/x", "b.example/y"]


def test_mentions_and_answers_act_on_whom_and_what_they_name(tmp_path: Path) -> None:
    ten, ghost = AccountRef("10"), AccountRef("77")
    made = _made(
        tmp_path,
        post(1, "1", "10", text=WORDS),
        post(2, "2", "11", mentions=(Mention(ten), Mention(ghost))),
        post(3, "3", "12", kind=Kind.REPLY, replies_to=PostRef("1", ten)),
        post(4, "4", "13", kind=Kind.REPLY, replies_to=PostRef("55", ghost)),
        repost(5, "5", "14", of="1", mentions=(Mention(ten),)),
    )
    mentioned = [each for each in _events(made, "co_mention") if each[3] == "2"]
    assert sorted(each[1] for each in mentioned) == sorted(
        [uid("twitter", "10"), uid("twitter", "77")]
    )
    assert "5" not in {each[3] for each in _events(made, "co_mention")}
    answers = _events(made, "co_reply")
    assert [(each[0], each[3]) for each in answers] == [("12", "3"), ("13", "4")]
    assert [each[4] for each in answers] == [NOON + MINUTE, None]


def test_sets_of_hashtags_forget_their_order_and_two_are_too_few(tmp_path: Path) -> None:
    made = _made(
        tmp_path,
        post(1, "1", "10", hashtags=("a", "b", "c")),
        post(2, "2", "11", hashtags=("c", "b", "a")),
        post(3, "3", "12", hashtags=("a", "b", "c", "d")),
        post(4, "4", "13", hashtags=("a", "b", "A")),
    )
    sets, sequences = _events(made, "co_hashtag_set"), _events(made, "co_hashtag_sequence")
    assert [each[3] for each in sets] == [each[3] for each in sequences] == ["1", "2", "3"]
    assert len({each[1] for each in sets}) == 2
    assert len({each[1] for each in sequences}) == 3


def test_posts_without_an_instant_or_with_a_coarse_one_say_so(tmp_path: Path) -> None:
    made = _made(
        tmp_path,
        post(1, "1", "10", links=(LINK,), created_at=None),
        post(2, "2", "11", links=(LINK,), precision=Precision.DAY),
        post(3, "3", "12", links=(LINK,), precision=Precision.MINUTE),
        post(4, "4", "13", links=(LINK,), precision=Precision.SECOND),
        post(5, "5", "14", links=(LINK,), precision=Precision.MILLISECOND),
    )
    found = made.rows(f"SELECT precision FROM ({_trace('co_link').select}) ORDER BY precision DESC")
    assert [precision for (precision,) in found] == [86_400 * SECOND, MINUTE, SECOND, 1_000]


@pytest.mark.parametrize(
    ("precision", "ladder_s", "windows_s"),
    [
        (Precision.SECOND, (1,), ()),
        (Precision.SECOND, (1, 2), (2,)),
        (Precision.SECOND, None, (10, 60, 300, 3_600)),
        (Precision.MILLISECOND, (1,), (1,)),
        (Precision.MINUTE, None, (300, 3_600)),
    ],
)
def test_a_window_is_at_least_twice_as_wide_as_the_times_are_fine(
    tmp_path: Path,
    precision: Precision,
    ladder_s: tuple[int, ...] | None,
    windows_s: tuple[int, ...],
) -> None:
    made = _made(
        tmp_path, *(post(n, f"{n}", f"1{n}", links=(LINK,), precision=precision) for n in (1, 2))
    )
    found = gather(made.database, _trace("co_link"), ladder_s)
    assert found.windows == tuple(width * SECOND for width in windows_s)
    assert len(found.events) == (2 if windows_s else 0)


@pytest.mark.parametrize("name", [each.name for each in TRACES])
def test_what_is_only_pointed_at_acts_on_nothing(tmp_path: Path, name: str) -> None:
    """An original that was not collected has no author's action of its own."""
    made = _made(tmp_path, repost(1, "1", "10", of="99", of_author="20"))
    assert {each[0] for each in _events(made, name)} <= {"10"}
