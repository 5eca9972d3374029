"""Profiles that are told again are written once; whatever is new, or has a time, is kept."""

import msgspec
import pytest

from inunison.records import Account, Observation, Post
from inunison.sources import profiles
from inunison.sources.gathering import gather
from inunison.sources.profiles import Profiles


def account(row: int, native_id: str = "a", name: str | None = "Mina") -> Account:
    return Account(row=row, platform="tiny", native_id=native_id, name=name)


def counts(row: int, followers: int, observed_at: int | None = None) -> Observation:
    return Observation(
        row=row,
        platform="tiny",
        subject="account",
        native_id="a",
        followers=followers,
        observed_at=observed_at,
    )


def told(news: Profiles, *items: Account | Observation | Post, member: int = 0) -> list[int]:
    """The rows that are left of some records."""
    batches = news.news(gather(items, member).batches)
    return sorted(row for batch in batches.values() for row in batch["row"].to_pylist())


def test_a_profile_is_told_when_it_is_new_or_differs_from_the_last() -> None:
    news = Profiles()
    assert told(news, account(1), account(2, "b"), account(3)) == [1, 2]
    assert told(news, account(4), account(5, name="Other")) == [5]
    assert told(news, account(6), account(7)) == [6]
    assert told(news, account(8)) == []


def test_another_file_inside_the_source_tells_for_itself() -> None:
    news = Profiles()
    assert told(news, account(1)) == [1]
    assert told(news, account(1), member=1) == [1]


def test_counts_without_a_time_are_those_of_the_profile() -> None:
    news = Profiles()
    assert told(news, counts(1, 7), counts(2, 7), counts(3, 8)) == [1, 3]
    assert told(news, counts(4, 8), counts(5, 7)) == [5]


def test_what_a_capture_saw_at_a_time_and_what_is_said_of_posts_is_kept() -> None:
    seen = Observation(row=9, platform="tiny", subject="post", native_id="a", likes=1)
    news = Profiles()
    kept = (counts(1, 7, observed_at=5), counts(2, 7, observed_at=5), seen, seen)
    assert told(news, *kept) == [1, 2, 9, 9]
    posts = [Post(row=row, platform="tiny", native_id="p") for row in (3, 4)]
    assert told(news, *posts) == [3, 4]


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(profiles, "_REMEMBERED", 2)
    news = Profiles()
    assert told(news, *(account(row, f"a{row}") for row in range(5))) == [0, 1, 2, 3, 4]
    assert told(news, account(5, "a4"), account(6, "a0")) == [6]
    assert len(news._told["profile"]) == 2


def test_no_two_profiles_are_taken_for_the_same() -> None:
    news = Profiles()
    pairs = [("ab", "c"), ("a", "bc"), ("abc", ""), ("", "abc"), ("abc", None), (None, "abc")]
    accounts = [
        Account(row=row, platform="tiny", native_id="a", name=name, description=description)
        for row, (name, description) in enumerate(pairs)
    ]
    assert told(news, *accounts) == list(range(len(pairs)))
    dated = [msgspec.structs.replace(accounts[0], row=9, created_at=at) for at in (None, 0, 1)]
    said = [msgspec.structs.replace(dated[0], row=12, verified=is_so) for is_so in (None, False)]
    assert told(news, *dated, *said) == [9, 9, 9, 12, 12]
