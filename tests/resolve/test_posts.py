"""One post for all rows that show it; posts that are only pointed to; what they carry."""

import random
from pathlib import Path
from typing import Any

import pytest

from inunison.identity import account_uid, uid
from inunison.records import (
    Account,
    AccountRef,
    Kind,
    Mention,
    Observation,
    PostRef,
    Precision,
    Presence,
    Record,
    Space,
)
from tests.resolve.building import NOON, SECOND, post, repost, resolved, source

SENTENCE = "The very same sentence, said again by one account after another"


def test_a_post_that_is_only_pointed_to_is_there_and_not_collected(tmp_path: Path) -> None:
    pointer = PostRef("99", AccountRef("7"), True, NOON, Precision.MILLISECOND)
    record = post(1, "10", "1", kind=Kind.REPOST, reposts=pointer)
    made = resolved(tmp_path, source(tmp_path, "a", [record]))
    assert made.rows(
        "SELECT collected, kind, created_at, precision, source FROM posts WHERE native_id = '99'"
    ) == [(False, None, NOON, "millisecond", None)]
    assert made.rows("SELECT start, inferred FROM posted WHERE inferred") == [
        (account_uid("twitter", "7"), True)
    ]
    assert made.rows('SELECT start, "end", posts FROM reposted') == [
        (account_uid("twitter", "1"), account_uid("twitter", "7"), 1)
    ]


def test_a_stated_author_of_a_post_wins_over_derived_ones(tmp_path: Path) -> None:
    records = [
        repost(1, "10", "1", "99", of_author="7", inferred=True),
        repost(2, "11", "2", "99", of_author="7", inferred=True),
        repost(3, "12", "3", "99", of_author="8"),
    ]
    made = resolved(tmp_path, source(tmp_path, "a", records))
    assert made.rows("SELECT account FROM posts WHERE native_id = '99'") == [("twitter:8",)]


def test_of_derived_authors_the_one_most_rows_name_is_taken(tmp_path: Path) -> None:
    records = [
        repost(row, str(10 + row), str(row), "99", of_author=author, inferred=True)
        for row, author in enumerate(("7", "8", "8"), 1)
    ]
    made = resolved(tmp_path, source(tmp_path, "a", records))
    assert made.rows("SELECT account FROM posts WHERE native_id = '99'") == [("twitter:8",)]


def test_reposting_oneself_ties_nobody_and_twice_the_same_post_counts_once(
    tmp_path: Path,
) -> None:
    records = [
        post(1, "99", "7"),
        repost(2, "10", "7", "99", of_author="7"),
        repost(3, "11", "1", "99", of_author="7"),
        repost(4, "12", "1", "99", of_author="7"),
    ]
    made = resolved(tmp_path, source(tmp_path, "a", records))
    assert made.rows("SELECT start, posts FROM reposted") == [(account_uid("twitter", "1"), 1)]


def test_a_repost_carries_no_words_tags_links_or_mentions_of_its_own(tmp_path: Path) -> None:
    record = repost(
        1,
        "10",
        "1",
        "99",
        text=SENTENCE,
        hashtags=("vote",),
        links=("https://a.example/x",),
        mentions=(Mention(AccountRef("5")),),
    )
    made = resolved(tmp_path, source(tmp_path, "a", [record]))
    for table in ("says", "tagged", "links_to", "mentions", "texts", "hashtags", "urls"):
        assert made.rows(f"SELECT * FROM {table}") == [], table


def test_hashtags_are_one_whatever_their_case_and_links_lead_to_their_site(
    tmp_path: Path,
) -> None:
    records = [
        post(1, "10", "1", hashtags=("Vote", "vote", "ÉTÉ"), links=("https://www.A.example/x?y",)),
        post(
            2, "11", "1", hashtags=("VOTE", "e\u0301te\u0301"), links=("a.example:80/z", "nonsense")
        ),
    ]
    made = resolved(tmp_path, source(tmp_path, "a", records))
    assert sorted(made.rows("SELECT name FROM hashtags")) == [("vote",), ("été",)]
    assert made.rows("SELECT count(*) FROM tagged") == [(4,)]
    assert made.rows("SELECT name FROM domains") == [("a.example",)]
    assert made.rows("SELECT count(*) FROM urls") == [(3,)]


def test_the_same_words_are_one_text_and_its_sample_is_the_earliest(tmp_path: Path) -> None:
    records = [
        post(5, "10", "1", text=SENTENCE.upper()),
        post(2, "11", "2", text=SENTENCE + " #vote https://a.example"),
        post(9, "12", "2", text=SENTENCE),
        post(3, "13", "3", text="https://a.example"),
    ]
    made = resolved(tmp_path, source(tmp_path, "a", records))
    assert made.rows("SELECT sample, evidence, posts, accounts FROM texts") == [
        (SENTENCE + " #vote https://a.example", True, 3, 2)
    ]
    assert made.rows("SELECT count(*) FROM says") == [(3,)]


def test_an_account_said_a_text_once_where_it_is_long_and_another_said_it(tmp_path: Path) -> None:
    records = [
        post(1, "10", "1", text=SENTENCE),
        post(2, "11", "1", text=f"{SENTENCE}!"),
        post(3, "12", "2", text=SENTENCE.upper()),
        post(4, "13", "3", text="Some other long sentence that nobody else has said so far today"),
        post(5, "14", "3", text="short"),
        post(6, "15", "4", text="short"),
        repost(7, "16", "5", of="10", text=SENTENCE),
    ]
    made = resolved(tmp_path, source(tmp_path, "a", records))
    (text,) = made.rows("SELECT uid FROM texts WHERE evidence AND accounts = 2")[0]
    said = sorted((account_uid("twitter", name), text) for name in ("1", "2"))
    assert made.rows('SELECT start, "end" FROM said ORDER BY ALL') == said


def test_the_same_post_from_two_files_is_one_and_the_better_format_speaks(
    tmp_path: Path,
) -> None:
    poor = source(
        tmp_path,
        "poor",
        [post(1, "10", "1", text="cut", client="web", precision=Precision.MINUTE)],
        rank=1,
    )
    rich = source(
        tmp_path, "rich", [post(7, "10", "1", text="whole", created_at=NOON + 61 * SECOND)], rank=5
    )
    for order in ([poor, rich], [rich, poor]):
        made = resolved(tmp_path, *order)
        assert made.rows("SELECT source, row, client, created_at, precision FROM posts") == [
            (rich.sha256, 7, "web", NOON + 61 * SECOND, "millisecond")
        ]
        assert sorted(
            made.rows("SELECT field, value, shown FROM conflicts WHERE subject = 'posts'")
        ) == [
            ("created_at", str(NOON + 60 * SECOND), False),
            ("created_at", str(NOON + 61 * SECOND), True),
            ("text", "cut", False),
            ("text", "whole", True),
        ]


def test_a_collected_row_wins_over_one_seen_inside_another_post(tmp_path: Path) -> None:
    inside = source(tmp_path, "inside", [post(1, "10", "1", text="x", collected=False)], rank=9)
    whole = source(tmp_path, "whole", [post(2, "10", "1", text="y")], rank=1)
    made = resolved(tmp_path, inside, whole)
    assert made.rows("SELECT collected, source FROM posts") == [(True, whole.sha256)]


def test_profiles_that_disagree_show_one_value_and_keep_the_other(tmp_path: Path) -> None:
    old = source(
        tmp_path,
        "old",
        [Account(row=1, platform="twitter", native_id="1", name="Before", location="Here")],
        captured_at=1,
    )
    new = source(
        tmp_path,
        "new",
        [Account(row=1, platform="twitter", native_id="1", name="After")],
        captured_at=2,
    )
    made = resolved(tmp_path, new, old)
    assert made.rows("SELECT name, location, collected FROM accounts") == [("After", "Here", True)]
    assert sorted(made.rows("SELECT field, value, shown FROM conflicts")) == [
        ("name", "After", True),
        ("name", "Before", False),
    ]


def test_the_latest_counts_are_shown_and_what_went_missing_is_an_interval(
    tmp_path: Path,
) -> None:
    def look(at: int, presence: Presence, likes: int | None = None) -> Observation:
        return Observation(
            row=1,
            platform="twitter",
            subject="post",
            native_id="10",
            observed_at=NOON + at,
            presence=presence,
            likes=likes,
        )

    records: list[Record] = [
        post(1, "10", "1"),
        look(1, Presence.LIVE, 3),
        look(5, Presence.LIVE, 9),
        look(8, Presence.MISSING),
        look(9, Presence.DELETED),
    ]
    made = resolved(tmp_path, source(tmp_path, "a", records))
    assert made.rows("SELECT likes, missing_after, missing_before FROM posts") == [
        (9, NOON + 5, NOON + 8)
    ]


def test_accounts_count_their_posts_and_span_their_time(tmp_path: Path) -> None:
    records = [post(1, "10", "1"), post(4, "11", "1"), post(2, "12", "2", collected=False)]
    made = resolved(tmp_path, source(tmp_path, "a", records))
    minute = 60 * SECOND
    assert made.rows("SELECT key, posts, first_seen, last_seen FROM accounts ORDER BY key") == [
        ("twitter:1", 2, NOON + minute, NOON + 4 * minute),
        ("twitter:2", 0, None, None),
    ]


def test_a_space_is_one_by_its_id_else_by_its_name(tmp_path: Path) -> None:
    first = Space("subreddit", "News", "t5_1")
    records = [
        post(1, "a", "1", platform="reddit", space=first),
        post(2, "b", "1", platform="reddit", space=Space("subreddit", "news", "t5_1")),
        post(3, "c", "1", platform="reddit", space=Space("subreddit", "Other")),
    ]
    made = resolved(tmp_path, source(tmp_path, "a", records))
    assert made.rows("SELECT count(*) FROM spaces") == [(2,)]
    assert made.rows("SELECT count(*) FROM in_space") == [(3,)]


def test_a_member_of_an_archive_is_named_where_there_are_several(tmp_path: Path) -> None:
    one = source(tmp_path, "one", [post(1, "10", "1")])
    many = source(tmp_path, "many", [post(1, "11", "1")], members=("x.csv", "y.csv"))
    made = resolved(tmp_path, one, many)
    assert made.rows("SELECT native_id, member FROM posts ORDER BY 1") == [
        ("10", None),
        ("11", "x.csv"),
    ]


def test_uids_in_sql_are_those_of_python(tmp_path: Path) -> None:
    made = resolved(tmp_path, source(tmp_path, "a", [post(1, "10", "ü1")]))
    assert made.rows("SELECT uid FROM posts") == [(uid("twitter", "10"),)]
    assert made.rows("SELECT uid FROM accounts") == [(account_uid("twitter", "ü1"),)]


def test_no_source_gives_empty_tables(tmp_path: Path) -> None:
    assert all(rows == [] for rows in resolved(tmp_path).everything().values())


@pytest.mark.parametrize("threads", [1, 2])
def test_neither_order_nor_threads_change_anything(tmp_path: Path, threads: int) -> None:
    records: list[Record] = [
        post(row, str(row), str(row % 7), text=f"{SENTENCE} {row % 5}", hashtags=(f"tag{row % 3}",))
        for row in range(1, 60)
    ]
    records += [
        repost(row, str(row), str(row % 11), str(row % 60 + 1), of_author=str((row % 60 + 1) % 7))
        for row in range(60, 140)
    ]
    records += [
        Account(row=row, platform="twitter", native_id=str(row % 11), name=f"name {row}")
        for row in range(140, 170)
    ]
    plain = resolved(tmp_path / "a", source(tmp_path / "a", "s", records)).everything()
    random.Random(5).shuffle(records)
    mixed = resolved(tmp_path / "b", source(tmp_path / "b", "s", records), threads=threads)
    assert mixed.everything() == plain


def test_a_post_that_one_row_shows_twice_is_always_the_same_one(tmp_path: Path) -> None:
    inside = [post(1, "10", "1", text=text, client=text, collected=False) for text in "ab"]
    first = source(tmp_path, "a", [*inside, *(post(row, str(row), "2") for row in range(20, 400))])
    for threads in (1, 2):
        made = resolved(tmp_path, first, threads=threads)
        assert made.rows("SELECT client, row FROM posts WHERE native_id = '10'") == [("a", 1)]


def test_what_was_seen_of_a_post_once_and_often(tmp_path: Path) -> None:
    def seen(row: int, native_id: str, at: int, presence: Presence, **counts: Any) -> Observation:
        return Observation(
            row=row,
            platform="twitter",
            subject="post",
            native_id=native_id,
            observed_at=NOON + at * SECOND,
            presence=presence,
            **counts,
        )

    records: list[Record] = [
        post(1, "10", "1"),
        post(2, "11", "1"),
        post(3, "12", "1"),
        seen(4, "10", 5, Presence.LIVE, likes=3),
        seen(5, "11", 5, Presence.LIVE, likes=4, views=9),
        seen(6, "11", 8, Presence.LIVE, likes=2),
        seen(7, "12", 6, Presence.DELETED),
    ]
    made = resolved(tmp_path, source(tmp_path, "a", records))
    assert made.rows("SELECT likes, views, missing_before FROM posts ORDER BY native_id") == [
        (3, None, None),
        (2, 9, None),
        (None, None, NOON + 6 * SECOND),
    ]
