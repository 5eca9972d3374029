"""Which posts are gone: by notices, by their accounts, and by captures that should hold them."""

from itertools import permutations
from pathlib import Path
from typing import Any

import msgspec
import pytest

from inunison.identity import uid
from inunison.records import (
    AccountRef,
    Kind,
    Observation,
    Post,
    PostRef,
    Precision,
    Presence,
    Record,
)
from inunison.sources import Source
from inunison_importers.scopes import Scope
from tests.resolve.building import NOON, SECOND, post, resolved, source

MINUTE = 60 * SECOND
DAY = 86_400 * SECOND
EVENING, MORNING = "2023-11-15T20:00Z", "2023-11-16T08:00Z"
EVENING_AT, MORNING_AT = NOON + 8 * 3600 * SECOND, NOON + 20 * 3600 * SECOND


def look(at: int, presence: Presence, native_id: str | None = None, **given: Any) -> Observation:
    """A look at a post, or at an account given by id or handle."""
    return Observation(
        row=given.pop("row", 1),
        platform="twitter",
        subject="account" if native_id is None else "post",
        native_id=native_id or given.pop("account", None),
        observed_at=at,
        presence=presence,
        **given,
    )


def gone(folder: Path, *sources: Source) -> list[tuple[Any, ...]]:
    """Return what is known of posts that are gone."""
    return resolved(folder, *sources).rows(
        "SELECT native_id, missing_after, missing_before, missing_by, left(missing_source, 4)"
        " FROM posts WHERE missing_before IS NOT NULL ORDER BY native_id"
    )


def ferry(folder: Path, name: str, records: list[Record], **scope: Any) -> Source:
    """Write a capture of the query "ferry"."""
    return source(folder, name, records, scope=Scope(query="ferry", **scope))


def posts(*rows: int, author: str = "1", **given: Any) -> list[Record]:
    """Return posts, one a minute after noon, whose ids are their rows."""
    return [post(row, str(row), author, **given) for row in rows]


def test_a_post_that_the_later_capture_lacks_is_gone_between_the_two(tmp_path: Path) -> None:
    early = ferry(tmp_path, "a", posts(1, 2, 3, 4), captured=EVENING)
    late = ferry(tmp_path, "b", posts(1, 3, 4), captured=MORNING)
    assert gone(tmp_path, early, late) == [
        ("2", EVENING_AT, MORNING_AT + MINUTE, "later capture", late.sha256[:4])
    ]


def test_the_order_of_files_changes_nothing(tmp_path: Path) -> None:
    sources = (
        ferry(tmp_path, "a", posts(1, 2, 3, 4, 5), captured=EVENING),
        ferry(tmp_path, "b", posts(1, 3, 4, 5), captured=MORNING),
        ferry(tmp_path, "c", posts(1, 3, 5), captured="2023-11-20"),
    )
    made = [
        resolved(tmp_path, *each, threads=count).everything()
        for each, count in zip(permutations(sources), (1, 2, 1, 2, 1, 2), strict=True)
    ]
    assert all(each == made[0] for each in made)


@pytest.mark.parametrize(
    ("early", "late", "scope"),
    [
        ((1, 2, 3), (2, 3), {}),  # before the first post of the later one
        ((1, 2, 3), (1, 2), {}),  # after its last
        ((1, 2, 3), (1, 3), {"until": "2023-11-15T12:01Z"}),  # beyond what it reaches
        ((1, 2, 3), (1, 3), {"since": "2023-11-15T12:03Z"}),
    ],
)
def test_a_capture_does_not_speak_beyond_its_reach(
    tmp_path: Path, early: tuple[int, ...], late: tuple[int, ...], scope: dict[str, str]
) -> None:
    one = ferry(tmp_path, "a", posts(*early), captured=EVENING)
    other = ferry(tmp_path, "b", posts(*late), captured=MORNING, **scope)
    assert gone(tmp_path, one, other) == []


def test_it_speaks_as_far_as_its_scope_says(tmp_path: Path) -> None:
    one = ferry(tmp_path, "a", posts(1, 2, 3), captured=EVENING)
    other = ferry(tmp_path, "b", posts(2), captured=MORNING, since="2023-11-15")
    assert [row[0] for row in gone(tmp_path, one, other)] == ["1", "3"]


def test_another_query_or_none_says_nothing(tmp_path: Path) -> None:
    early = ferry(tmp_path, "a", posts(1, 2, 3), captured=EVENING)
    scopes = [Scope(query="boat", captured=MORNING), Scope(captured=MORNING), None]
    for number, scope in enumerate(scopes):
        late = source(tmp_path, f"late {number}", posts(1, 3), scope=scope)
        assert gone(tmp_path, early, late) == []


def test_without_a_time_of_either_capture_nothing_is_told(tmp_path: Path) -> None:
    timed = [
        ferry(tmp_path, "a", posts(1, 2, 3), captured=EVENING),
        ferry(tmp_path, "b", posts(1, 3), captured=MORNING),
    ]
    untimed = [ferry(tmp_path, "c", posts(1, 2, 3)), ferry(tmp_path, "d", posts(1, 3))]
    assert gone(tmp_path, timed[0], untimed[1]) == []
    assert gone(tmp_path, untimed[0], timed[1]) == []


def test_rows_that_say_when_they_were_seen_time_a_capture(tmp_path: Path) -> None:
    seen = [
        look(NOON + 60 * MINUTE, Presence.LIVE, "1"),
        look(NOON + 90 * MINUTE, Presence.LIVE, "3"),
    ]
    early = source(tmp_path, "a", [*posts(1, 2, 3), look(NOON + 30 * MINUTE, Presence.LIVE, "2")])
    late = ferry(tmp_path, "b", [*posts(1, 3), *seen])
    other = ferry(tmp_path, "c", posts(2), captured="2023-11-15T12:20Z")
    assert gone(tmp_path, early, late, other) == [
        ("2", NOON + 30 * MINUTE, NOON + 90 * MINUTE, "later capture", late.sha256[:4])
    ]


def test_what_is_seen_later_is_not_gone(tmp_path: Path) -> None:
    early = ferry(tmp_path, "a", posts(1, 2, 3), captured=EVENING)
    late = ferry(tmp_path, "b", posts(1, 3), captured=MORNING)
    again = ferry(tmp_path, "c", posts(2), captured="2023-11-20")
    assert gone(tmp_path, early, late, again) == []
    again_looked = resolved(tmp_path, early, late, again).rows(
        "SELECT post, gone FROM looked_again"
    )
    assert again_looked == [(uid("twitter", "1"), False)]


def test_captures_of_one_day_have_no_order(tmp_path: Path) -> None:
    early = ferry(tmp_path, "a", posts(1, 2, 3), captured="2023-11-16")
    late = ferry(tmp_path, "b", posts(1, 3), captured="2023-11-16")
    assert gone(tmp_path, early, late) == []


def test_a_kind_that_the_later_capture_holds_none_of_is_not_asked_of_it(tmp_path: Path) -> None:
    reply = post(2, "2", "1", kind=Kind.REPLY, replies_to=PostRef("9"))
    early = ferry(tmp_path, "a", [*posts(1, 3, kind=Kind.POST), reply], captured=EVENING)
    late = ferry(tmp_path, "b", posts(1, 3, kind=Kind.POST), captured=MORNING)
    assert gone(tmp_path, early, late) == []
    more = post(4, "4", "2", kind=Kind.REPLY, replies_to=PostRef("9"))
    whole = ferry(tmp_path, "c", [*posts(1, 3, kind=Kind.POST), more], captured=MORNING)
    assert [row[0] for row in gone(tmp_path, early, whole)] == ["2"]


def test_a_post_of_another_platform_is_not_asked_of_it(tmp_path: Path) -> None:
    elsewhere = post(2, "2", "1", platform="reddit")
    early = ferry(tmp_path, "a", [*posts(1, 3), elsewhere], captured=EVENING)
    late = ferry(tmp_path, "b", posts(1, 3), captured=MORNING)
    assert gone(tmp_path, early, late) == []


def test_an_edited_post_has_another_id_and_is_not_gone(tmp_path: Path) -> None:
    early = ferry(tmp_path, "a", posts(1, 2, 4), captured=EVENING)
    edited: Post = post(3, "3", "1", edits=PostRef("2", AccountRef("1")))
    late = ferry(tmp_path, "b", [*posts(1, 4), edited], captured=MORNING)
    assert gone(tmp_path, early, late) == []


def test_a_day_of_a_post_must_lie_within_whole(tmp_path: Path) -> None:
    vague = post(2, "2", "1", created_at=NOON - NOON % DAY, precision=Precision.DAY)
    early = ferry(tmp_path, "a", [*posts(1, 3), vague], captured=EVENING)
    late = ferry(tmp_path, "b", posts(1, 3), captured=MORNING)
    assert gone(tmp_path, early, late) == []


@pytest.mark.parametrize("name", ["1", "Ida", "ida"])
def test_of_accounts_each_is_asked_for_its_own_stretch(tmp_path: Path, name: str) -> None:
    by = AccountRef("1", "Ida")
    first = [*posts(1, 2, 3, 4, by=by), *posts(5, 6, 7, author="2")]
    early = source(tmp_path, "a", first, scope=Scope(captured=EVENING))
    late = source(
        tmp_path,
        "b",
        [*posts(1, 4, by=by), *posts(5, 7, author="2")],
        scope=Scope(accounts=(name,), captured=MORNING),
    )
    assert [row[0] for row in gone(tmp_path, early, late)] == ["2", "3"]


def test_an_account_of_which_nothing_is_left_is_asked_where_the_scope_reaches(
    tmp_path: Path,
) -> None:
    first = [*posts(1, 2), *posts(5, 6, 7, author="2")]
    early = source(tmp_path, "a", first, scope=Scope(captured=EVENING))
    rest, names = posts(5, 6, 7, author="2"), ("1", "2")
    late = source(tmp_path, "b", rest, scope=Scope(accounts=names, captured=MORNING))
    assert gone(tmp_path, early, late) == []
    far = Scope(accounts=names, captured=MORNING, since="2023-11-01")
    whole = source(tmp_path, "c", rest, scope=far)
    assert [row[0] for row in gone(tmp_path, early, whole)] == ["1", "2"]


def test_a_handle_of_several_accounts_means_none(tmp_path: Path) -> None:
    first = [
        *posts(1, 2, 3, by=AccountRef("1", "ida")),
        post(9, "9", "2", by=AccountRef("2", "ida")),
    ]
    early = source(tmp_path, "a", first, scope=Scope(captured=EVENING))
    late = source(
        tmp_path,
        "b",
        posts(1, 3, by=AccountRef("1")),
        scope=Scope(accounts=("ida",), captured=MORNING),
    )
    assert gone(tmp_path, early, late) == []


def test_a_notice_counts_from_the_time_it_states(tmp_path: Path) -> None:
    records: list[Record] = [*posts(1), look(NOON + DAY, Presence.DELETED, "1")]
    made = source(tmp_path, "a", records)
    assert gone(tmp_path, made) == [("1", NOON + MINUTE, NOON + DAY, "deleted", made.sha256[:4])]


def test_a_notice_without_a_time_is_timed_by_its_capture(tmp_path: Path) -> None:
    records: list[Record] = [
        *posts(1, 2, author="9"),
        *posts(3, author="2"),
        look(0, Presence.DELETED, "1"),
        look(0, Presence.SUSPENDED, account="2"),
    ]
    untimed = [
        msgspec.structs.replace(each, observed_at=None) if isinstance(each, Observation) else each
        for each in records
    ]
    assert gone(tmp_path, source(tmp_path, "a", untimed)) == []
    made = source(tmp_path, "b", untimed, scope=Scope(captured=MORNING))
    assert [(row[0], row[2], row[3]) for row in gone(tmp_path, made)] == [
        ("1", MORNING_AT + MINUTE, "deleted"),
        ("3", MORNING_AT + MINUTE, "account suspended"),
    ]


def test_what_was_withheld_or_came_back_is_not_gone(tmp_path: Path) -> None:
    records: list[Record] = [
        *posts(1, 2),
        look(NOON + DAY, Presence.WITHHELD, "1"),
        look(NOON + DAY, Presence.DELETED, "2"),
        look(NOON + 2 * DAY, Presence.LIVE, "2"),
    ]
    assert gone(tmp_path, source(tmp_path, "a", records)) == []


def test_it_is_gone_since_it_was_last_seen_though_it_was_gone_before(tmp_path: Path) -> None:
    looks = (Presence.PROTECTED, Presence.LIVE, Presence.DELETED, Presence.DELETED)
    records: list[Record] = [
        *posts(1),
        *(look(NOON + day * DAY, presence, "1") for day, presence in enumerate(looks, 1)),
    ]
    found = gone(tmp_path, source(tmp_path, "a", records))
    assert [row[1:4] for row in found] == [(NOON + 2 * DAY, NOON + 3 * DAY, "deleted")]


@pytest.mark.parametrize("named", [{"account": "1"}, {"handle": "IDA"}])
def test_posts_of_an_account_that_is_gone_are_gone_with_it(
    tmp_path: Path, named: dict[str, str]
) -> None:
    records: list[Record] = [
        *posts(1, 2, by=AccountRef("1", "Ida")),
        *posts(3, author="2"),
        look(NOON + DAY, Presence.SUSPENDED, **named),
        look(NOON + 2 * DAY, Presence.LIVE, account="2"),
    ]
    found = gone(tmp_path, source(tmp_path, "a", records))
    assert [(row[0], row[2], row[3]) for row in found] == [
        ("1", NOON + DAY, "account suspended"),
        ("2", NOON + DAY, "account suspended"),
    ]


def test_an_account_that_came_back_took_its_posts_with_it(tmp_path: Path) -> None:
    records: list[Record] = [
        *posts(1),
        look(NOON + DAY, Presence.SUSPENDED, account="1"),
        look(NOON + 2 * DAY, Presence.LIVE, account="1"),
    ]
    assert gone(tmp_path, source(tmp_path, "a", records)) == []


def test_posts_looked_at_again_are_those_that_were_there_before(tmp_path: Path) -> None:
    early = ferry(tmp_path, "a", posts(1, 2, 4, 5), captured=EVENING)
    late = ferry(tmp_path, "b", posts(1, 3, 4, 5), captured=MORNING)
    found = resolved(tmp_path, early, late).rows(
        "SELECT post, source, observed_at, gone FROM looked_again"
    )
    end = MORNING_AT + MINUTE
    assert sorted(found) == sorted(
        (uid("twitter", each), late.sha256, end, each == "2") for each in ("1", "2", "4")
    )
