"""Accounts as the site of X sends them: both layouts, marks, labels, and those that are missing."""

from typing import Any

import pytest

from inunison.records import Account, AccountRef, Observation, Precision, Presence
from tests.importers.archive_rows import microseconds
from tests.importers.scraped_objects import accounts, observations
from tests.importers.x_graphql_objects import (
    OTHER,
    author,
    collected,
    new_user,
    read,
    tweet,
    user,
)

MINA = AccountRef("101", "minaketter")


@pytest.mark.parametrize(
    "layout",
    [
        user(description="Trains", location="Tarvenport"),
        new_user(profile_bio={"description": "Trains"}, location={"location": "Tarvenport"}),
        new_user(
            profile_bio={"description": "Trains"},
            location={"location": "Tarvenport"},
            legacy={},
            relationship_counts={"followers": 7, "following": 9},
            tweet_counts={"tweets": 11},
        ),
    ],
)
def test_an_account_in_every_layout(layout: dict[str, Any]) -> None:
    found = read(tweet(core=author(layout)))
    assert accounts(found) == [
        Account(
            row=1,
            platform="twitter",
            native_id="101",
            handle="minaketter",
            name="Minaketter",
            description="Trains",
            location="Tarvenport",
            created_at=microseconds("2019-11-05T10:20:30"),
            created_precision=Precision.SECOND,
            verified=False,
        )
    ]
    (seen,) = observations(found, "account")
    assert (seen.followers, seen.following, seen.posts) == (7, 9, 11)
    assert collected(found).author == MINA


@pytest.mark.parametrize(
    ("layout", "verified", "presence"),
    [
        (user() | {"is_blue_verified": True}, True, Presence.LIVE),
        (user(verified=True), True, Presence.LIVE),
        (new_user(verification={"verified_type": "Government"}), True, Presence.LIVE),
        (new_user(privacy={"protected": True}), False, Presence.PROTECTED),
        (user(protected=True), False, Presence.PROTECTED),
        (user(verified_type="Business"), True, Presence.LIVE),
        (user(withheld_in_countries=["XX"]), False, Presence.WITHHELD),
        (new_user(verification=None, is_blue_verified=None), None, Presence.LIVE),
    ],
)
def test_marks_of_an_account(
    layout: dict[str, Any], verified: bool | None, presence: Presence
) -> None:
    found = read(tweet(core=author(layout)))
    assert [each.verified for each in accounts(found)] == [verified]
    assert [each.presence for each in observations(found, "account")] == [presence]


def test_the_link_of_a_profile_is_what_its_owner_gave() -> None:
    urls = {"url": {"urls": [{"url": "https://t.co/m", "expanded_url": "https://mina.example"}]}}
    linked = user(url="https://t.co/m", entities=urls)
    assert accounts(read(tweet(core=author(linked))))[0].url == "https://mina.example"
    short = user(url="https://t.co/m")
    assert accounts(read(tweet(core=author(short))))[0].url == "https://t.co/m"


@pytest.mark.parametrize(
    ("given", "url"),
    [
        ({"website": {"url": "https://t.co/m"}}, "https://t.co/m"),
        (
            {
                "website": {"url": "https://t.co/m"},
                "profile_bio": {
                    "entities": {"url": {"urls": [{"expanded_url": "https://mina.example"}]}}
                },
            },
            "https://mina.example",
        ),
        ({}, None),
    ],
)
def test_the_link_of_a_profile_in_the_newer_layout(given: dict[str, Any], url: str | None) -> None:
    assert accounts(read(tweet(core=author(new_user(**given)))))[0].url == url


def test_an_account_that_says_that_a_program_posts() -> None:
    label = {"label": {"description": "Automated", "userLabelType": "AutomatedLabel"}}
    other_label = {"label": {"description": "Ferry Company", "userLabelType": "BusinessLabel"}}
    says = tweet(OTHER, core=author(new_user(affiliates_highlighted_label=label)))
    (told,) = accounts(read(says))
    assert told.declares_automation is True
    found = read(tweet(core=author(new_user(affiliates_highlighted_label=other_label))), says, says)
    assert [(each.row, each.declares_automation) for each in accounts(found)] == [
        (1, None),
        (2, True),
    ]


def test_an_account_of_which_no_more_than_marks_are_shown() -> None:
    found = read(tweet(core=author({"rest_id": "101", "core": {"screen_name": "minaketter"}})))
    assert [(each.handle, each.verified) for each in accounts(found)] == [("minaketter", None)]
    assert observations(found, "account") == []
    bare = {"rest_id": "101", "core": {"screen_name": "minaketter"}, "is_blue_verified": True}
    found = read(tweet(core=author(bare)))
    assert [each.verified for each in accounts(found)] == [True]
    assert [each.presence for each in observations(found, "account")] == [Presence.LIVE]


def test_an_author_that_is_missing() -> None:
    found = read(tweet(core=author(None)))
    assert (collected(found).author, accounts(found)) == (AccountRef("101"), [])
    gone = {"__typename": "UserUnavailable", "reason": "Suspended"}
    found = read(tweet(core=author(gone)))
    assert collected(found).author == AccountRef("101")
    assert observations(found, "account") == [
        Observation(
            row=1,
            platform="twitter",
            subject="account",
            native_id="101",
            presence=Presence.SUSPENDED,
        )
    ]
    nobody = read(tweet(legacy={"user_id_str": None}, core=None))
    assert collected(nobody).author is None
