"""Posts that a page names by author, day and words alone: when they are another file's."""

import itertools
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inunison.records import (
    Account,
    AccountRef,
    Article,
    Kind,
    Post,
    Precision,
    Record,
    unkeyed_id,
)
from inunison.resolve.unkeyed import same_words
from tests.resolve.building import SECOND, post, resolved, source

HOUR = 3600 * SECOND
DAY = 24 * HOUR
THE_DAY = 1_541_376_000 * SECOND  # 2018-11-05T00:00:00Z
DATES = {THE_DAY: "2018-11-05", THE_DAY + DAY: "2018-11-06", THE_DAY - DAY: "2018-11-04"}
WORDS = "The ferry is cancelled again #Harbour https://t.co/abcdefghij"
SHOWN_POSTS = 'SELECT native_id FROM embeds JOIN posts ON posts.uid = "end"'
BY = AccountRef(handle="Anna_K")


def told(row: int = 2, text: str = WORDS, day: int = THE_DAY, **given: Any) -> Post:
    """What a page tells without an address."""
    by = given.pop("by", BY)
    return Post(
        row=row,
        platform="twitter",
        native_id=unkeyed_id("twitter", by.handle, DATES[day], text),
        author=by,
        kind=None,
        created_at=day,
        precision=Precision.DAY,
        text=text,
        **given,
    )


def real(native_id: str, at: int = THE_DAY + 15 * HOUR, **given: Any) -> Post:
    """The post as another file holds it."""
    given = {"by": BY, "text": WORDS, **given}
    return post(int(native_id), native_id, "", created_at=at, **given)


def states(
    folder: Path, *files: Sequence[Record], query: str = "SELECT native_id FROM posts"
) -> list[tuple[Any, ...]]:
    """What files give, which must be the same in any order of them and of their names."""
    found = []
    for turn, order in enumerate(itertools.permutations(files)):
        here = folder / str(turn)
        sources = [source(here, str(place), records) for place, records in enumerate(order)]
        found.append(sorted(resolved(here, *sources).rows(query)))
    assert all(each == found[0] for each in found)
    return found[0]


def test_it_is_the_post_of_another_file(tmp_path: Path) -> None:
    columns = "native_id, kind, created_at, precision, collected"
    files: tuple[list[Record], ...] = ([Article(row=1), told()], [real("77")])
    assert states(tmp_path, *files, query=f"SELECT {columns} FROM posts") == [
        ("77", "post", THE_DAY + 15 * HOUR, "millisecond", True)
    ]
    assert states(tmp_path / "b", *files, query=SHOWN_POSTS) == [("77",)]
    assert states(tmp_path / "c", *files, query="SELECT text FROM says") == [(WORDS,)]


def test_without_another_file_it_is_a_post_of_its_own(tmp_path: Path) -> None:
    query = "SELECT native_id, account, created_at, precision FROM posts"
    assert states(tmp_path, [told()], query=query) == [
        (told().native_id, "twitter@anna_k", THE_DAY, "day")
    ]


@pytest.mark.parametrize(
    ("at", "is_it"),
    [
        (THE_DAY - 14 * HOUR, True),  # the day has begun at UTC+14
        (THE_DAY - 14 * HOUR - 1, False),
        (THE_DAY + 36 * HOUR - 1, True),  # it has not ended at UTC-12
        (THE_DAY + 36 * HOUR, False),
    ],
)
def test_the_day_is_that_of_the_zone_of_the_page(tmp_path: Path, at: int, is_it: bool) -> None:
    assert len(states(tmp_path, [told()], [real("77", at)])) == (1 if is_it else 2)


@pytest.mark.parametrize(("days", "is_it"), [(0, True), (1, True), (-1, True), (2, False)])
def test_of_two_days_either_may_be_of_another_zone(tmp_path: Path, days: int, is_it: bool) -> None:
    other = real("77", THE_DAY + days * DAY, precision=Precision.DAY)
    assert len(states(tmp_path, [told()], [other])) == (1 if is_it else 2)


@pytest.mark.parametrize(
    "text",
    [
        "The ferry is cancelled again#Harbourhttps://t.co/abcdefghij",
        "The ferry is cancelled againhttps://t.co/abcdefghijHarbour",
        "The ferry\n\nis cancelled again #Harbour pic.twitter.com/zzzzzzzzzz",
        "THE FERRY is cancelled again! #harbour",
    ],
)
def test_glued_hashtags_and_links_say_the_same(tmp_path: Path, text: str) -> None:
    assert states(tmp_path, [told(text=text)], [real("77")]) == [("77",)]


@pytest.mark.parametrize(
    "other",
    [
        real("77", text="The ferry is cancelled again #Quay"),
        real("77", text="The ferry is cancelled"),
        real("77", text=None),
        real("77", by=AccountRef(handle="anna")),
        real("77", by=None),
        real("77", platform="mastodon"),
        real("77", kind=Kind.REPOST),
    ],
)
def test_whatever_else_differs_it_stays_apart(tmp_path: Path, other: Post) -> None:
    assert len(states(tmp_path, [told()], [other])) == 2


LINES = "We demand answers.\n\nWho pays for this? #Harbour"
LAST = "Who pays for this?#Harbour"


def test_the_last_lines_of_another_file_are_enough_where_no_post_says_just_them(
    tmp_path: Path,
) -> None:
    page, whole = [told(text=LAST)], [real("77", text=LINES)]
    assert states(tmp_path, page, whole) == [("77",)]
    just_them = [real("78", text="Who pays for this? #Harbour")]
    found = states(tmp_path / "b", page, whole, just_them)
    assert found == [("77",), ("78",)]
    shown = states(tmp_path / "c", [Article(row=1), *page], whole, just_them, query=SHOWN_POSTS)
    assert shown == [("78",)]


def test_last_lines_of_two_posts_or_first_lines_leave_it_apart(tmp_path: Path) -> None:
    twice = [real("77", text=LINES), real("78", text=f"Again:\n{LAST}")]
    assert len(states(tmp_path, [told(text=LAST)], twice)) == 3
    first = told(text="We demand answers.")
    assert len(states(tmp_path / "b", [first], twice[:1])) == 2
    half = told(text="for this? #Harbour")
    assert len(states(tmp_path / "c", [half], twice[:1])) == 2


def test_two_posts_that_fit_leave_it_apart(tmp_path: Path) -> None:
    twice = [real("77"), real("78", THE_DAY + 16 * HOUR)]
    assert len(states(tmp_path, [told()], twice)) == 3
    assert len(states(tmp_path / "b", [told()], twice[:1], twice[1:])) == 3


def test_one_post_in_two_files_is_no_doubt(tmp_path: Path) -> None:
    assert states(tmp_path, [told()], [real("77")], [real("77")]) == [("77",)]


def test_an_account_known_by_its_id_elsewhere_is_the_same(tmp_path: Path) -> None:
    known = Account(row=1, platform="twitter", native_id="5", handle="anna_k")
    by_id = real("77", by=AccountRef(native_id="5"))
    assert states(tmp_path, [told()], [by_id, known]) == [("77",)]


def test_pages_that_glue_words_otherwise_tell_of_one_post(tmp_path: Path) -> None:
    glued = told(text="The ferry is cancelled again#Harbour")
    found = states(tmp_path, [told()], [glued])
    assert found == [(min(told().native_id, glued.native_id),)]
    assert states(tmp_path / "b", [told()], [glued], [real("77")]) == [("77",)]


def test_pages_of_two_zones_tell_of_one_post_where_it_is_known(tmp_path: Path) -> None:
    later = told(day=THE_DAY + DAY)
    assert len(states(tmp_path, [told()], [later])) == 2
    midnight = real("77", THE_DAY + DAY)
    assert states(tmp_path / "b", [told()], [later], [midnight]) == [("77",)]


def test_two_posts_of_one_page_never_become_one(tmp_path: Path) -> None:
    page = [told(2), told(9, day=THE_DAY + DAY)]
    assert len(states(tmp_path, page, [real("77", THE_DAY + DAY)])) == 3


def test_a_post_without_words_stays_apart(tmp_path: Path) -> None:
    picture = "pic.twitter.com/abcdefghij"
    assert len(states(tmp_path, [told(text=picture)], [real("77", text=picture)])) == 2


def test_a_page_that_tells_the_address_brings_the_post_too(tmp_path: Path) -> None:
    embedded = real("77", kind=None)
    assert states(tmp_path, [Article(row=1), told()], [Article(row=1), embedded]) == [("77",)]


def test_everything_else_of_the_state_is_the_same_in_any_order(tmp_path: Path) -> None:
    page: list[Record] = [Article(row=1), told()]
    files: list[list[Record]] = [page, [real("77")], [*page, told(5)]]
    found = []
    for turn, order in enumerate(itertools.permutations(range(3))):
        here = tmp_path / str(turn)
        sources = {each: source(here, f"file {each}", files[each]) for each in range(3)}
        found.append(resolved(here, *(sources[each] for each in order)).everything())
    assert all(each == found[0] for each in found)
    assert len(found[0]["embeds"]) == 2
    assert len(found[0]["posts"]) == 1


@given(st.text(max_size=60))
@settings(deadline=None)
def test_no_text_is_too_odd_to_be_compared(text: str) -> None:
    said = same_words(text)
    assert " " not in said
    assert same_words(f"  {text}\n") == said


def test_what_two_texts_share_is_words_alone() -> None:
    assert same_words("Again! #Harbour https://t.co/abcdefghijQuay") == "againharbourquay"
    assert same_words("https://t.co/abcdefghij") == ""
