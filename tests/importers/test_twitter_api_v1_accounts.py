"""The Twitter API v1.1: accounts, what is withheld, what is told once."""

from typing import Any

import pytest

from inunison.records import (
    Account,
    AccountRef,
    Precision,
    Presence,
)
from inunison_importers import remembering
from tests.importers.archive_rows import clock_id, microseconds
from tests.importers.twitter_v1_objects import (
    ID,
    OTHER,
    accounts,
    link,
    observations,
    other,
    posts,
    read,
    rejects,
    retweet,
    tweet,
    user,
)


def test_withheld_tweets_and_accounts() -> None:
    for shape in ({"withheld_in_countries": ["DE"]}, {"withheld_copyright": True}):
        (seen,) = observations(read(tweet(**shape)), "post")
        assert seen.presence is Presence.WITHHELD
    (seen,) = observations(read(tweet(withheld_in_countries=[])), "post")
    assert seen.presence is Presence.LIVE
    shapes: list[tuple[dict[str, Any], Presence]] = [
        ({"withheld_in_countries": "DE, FR"}, Presence.WITHHELD),
        ({"protected": True}, Presence.PROTECTED),
    ]
    for given, presence in shapes:
        (seen,) = observations(read(tweet(user=user(**given))), "account")
        assert seen.presence is presence


def test_an_account_and_what_was_counted_of_it() -> None:
    profile = user(
        description="Trains",
        location="Tarvenport",
        lang="en",
        verified=True,
        url="https://t.co/H",
        entities={"url": {"urls": [link("https://mina.example")]}},
    )
    found = read(tweet(user=profile))
    assert accounts(found) == [
        Account(
            row=1,
            platform="twitter",
            native_id="101",
            handle="minaketter",
            name="Minaketter",
            description="Trains",
            location="Tarvenport",
            language="en",
            url="https://mina.example",
            created_at=microseconds("2013-11-05T10:20:30"),
            created_precision=Precision.SECOND,
            verified=True,
        )
    ]
    (seen,) = observations(found, "account")
    assert (seen.followers, seen.following, seen.posts) == (7, 9, 11)
    assert (seen.handle, seen.presence, seen.observed_at) == ("minaketter", Presence.LIVE, None)
    (short,) = accounts(read(tweet(user=user(url="https://t.co/H"))))
    assert short.url == "https://t.co/H"


def test_an_account_that_was_asked_for_trimmed_is_no_profile() -> None:
    found = read(tweet(user={"id": 101, "id_str": "101"}))
    assert accounts(found) == []
    assert observations(found, "account") == []
    assert [each.author for each in posts(found)] == [AccountRef("101")]
    found = read(tweet(user={"screen_name": "tavi", "id_str": "103"}))
    assert accounts(found) == []
    assert [each.author for each in posts(found)] == [AccountRef("103", "tavi")]
    bare = {"screen_name": "tavi", "id_str": "103", "name": ""}
    found = read(tweet(user=bare))
    assert [(each.handle, each.name) for each in accounts(found)] == [("tavi", None)]
    assert observations(found, "account") == []


def test_what_is_shown_again_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    later = tweet(clock_id("2019-09-05T00:00:00"), "2019-09-05T00:00:00")
    found = read(retweet(other()), later | {"retweeted_status": other()})
    assert [each.native_id for each in posts(found)].count(OTHER) == 1
    assert [each.handle for each in accounts(found)] == ["minaketter", "oro_lind"]
    grown = later | {"user": user(followers_count=8)}
    found = read(tweet(), grown)
    assert [each.row for each in accounts(found)] == [1]
    assert [each.followers for each in observations(found, "account")] == [7, 8]
    renamed = later | {"user": user(name="Mina")}
    assert [each.name for each in accounts(read(tweet(), renamed))] == ["Minaketter", "Mina"]
    monkeypatch.setattr(remembering, "REMEMBERED", 1)
    assert len(accounts(read(retweet(other()), later | {"retweeted_status": other()}))) == 4


def test_of_one_row_an_account_is_told_once() -> None:
    older = other(user=user(followers_count=1))
    found = read(retweet(older))
    assert [each.native_id for each in accounts(found)] == ["101"]
    assert [each.followers for each in observations(found, "account")] == [7]


def test_an_odd_tweet_inside_another_is_left_out_alone() -> None:
    found = read(tweet(is_quote_status=True, quoted_status=other(created_at="yesterday")))
    assert [each.native_id for each in posts(found)] == [ID]
    (reject,) = rejects(found)
    assert (reject.row, reject.reason) == (1, "created_at is not a time")
    assert OTHER in reject.excerpt


def test_accounts_by_themselves_and_in_pages() -> None:
    oro = user("102", "oro_lind") | {"status": tweet(user=None)}
    for given in ((user(), oro), ({"users": [user(), oro], "next_cursor_str": "0"},)):
        found = read(*given)
        assert [(each.native_id, each.handle) for each in accounts(found)] == [
            ("101", "minaketter"),
            ("102", "oro_lind"),
        ]
        assert [each.followers for each in observations(found, "account")] == [7, 7]
        assert len(found) == 4
    assert read({"statuses": []}, {"users": []}) == []
    nameless = user(name=None)
    assert [each.reason for each in rejects(read(nameless))] == [
        "an account has no screen_name or no name"
    ]


def test_a_tweet_without_any_text_is_rejected() -> None:
    bare = tweet()
    del bare["text"]
    assert [each.reason for each in rejects(read(bare))] == ["a tweet has no text"]


def test_private_messages_in_a_stream_are_not_shown() -> None:
    (reject,) = rejects(read({"direct_message": {"text": "meet me", "created_at": "x"}}))
    assert reject.excerpt == ""
