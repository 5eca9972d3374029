"""Compliance of the Twitter API v2: posts told from accounts, events, and what is passed over."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from inunison.importing import choose
from inunison.opening import open_source
from inunison.records import Observation, Presence, Record, Reject
from inunison_importers.base import Claim, Refusal, Sample, TextLines
from inunison_importers.twitter_compliance import TwitterCompliance
from tests.importers.test_twitter_api_v2_shapes import EVENT

POST = "1170147183095664640"  # made at 2019-09-07T01:30:03.390Z
DATA = Path(os.environ.get("INUNISON_DATA", Path(__file__).parents[3] / "shared" / "data"))


def read(*values: dict[str, Any]) -> list[Record | Reject]:
    """What becomes of some lines."""
    return list(TwitterCompliance().read(TextLines("".join(f"{json.dumps(v)}\n" for v in values))))


def result(**given: Any) -> dict[str, Any]:
    """A result about that post, with other values or, as None, without some."""
    whole = {
        "id": POST,
        "action": "delete",
        "created_at": "2019-09-07T01:30:03.390Z",
        "redacted_at": "2021-08-17T17:26:15.788Z",
        "reason": "deleted",
    }
    return {key: value for key, value in (whole | given).items() if value is not None}


@pytest.mark.parametrize(
    ("given", "subject"),
    [
        ({}, "post"),
        ({"created_at": "2019-09-07T01:30:03.391Z"}, "account"),
        ({"created_at": "2019-09-07T01:30:04+00:00"}, "account"),
        ({"id": "1482680858", "created_at": "2013-06-04T16:25:04+00:00"}, "account"),
        ({"id": str(10**6 << 22), "created_at": "2010-11-04T01:59:34.657Z"}, "post"),
    ],
)
def test_a_post_is_told_from_an_account_by_its_millisecond(
    given: dict[str, str], subject: str
) -> None:
    (made,) = read(result(**given))
    assert isinstance(made, Observation)
    assert made.subject == subject


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"created_at": "2019-09-07T01:30:03+00:00"}, "cannot be told by its id and time"),
        ({"id": "20", "created_at": "2006-03-21T20:50:14.000Z"}, "cannot be told by its id"),
        ({"created_at": None}, "created_at is missing"),
        ({"created_at": "yesterday"}, "created_at is not a time"),
        ({"redacted_at": 5}, "redacted_at is not a time"),
        ({"reason": "moved"}, "reason is none that is known"),
        ({"reason": None}, "reason is none that is known"),
        ({"reason": "scrub_geo"}, "a place is taken back"),
        ({"id": None}, "id is missing"),
        ({"id": "1.17e18"}, "floating-point"),
        ({"id": 5}, "id: expected text, got"),
    ],
)
def test_what_cannot_be_read_says_why(given: dict[str, Any], reason: str) -> None:
    (made,) = read(result(**given))
    assert isinstance(made, Reject)
    assert reason in made.reason


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({}, "holds no event"),
        ({"party": {"event_at": "2021-08-17T17:26:15Z"}}, "holds no event"),
        ({"delete": {"event_at": "2021-08-17T17:26:15Z"}}, "names no id"),
        ({"delete": {"user": {"id": "1"}, "event_at": "2021-08-17T17:26:15Z"}}, "names no id"),
        ({"user_suspend": {"user": {"id": "1"}}}, "event_at is missing"),
        ({"user_suspend": {"user": {"id": "1"}, "event_at": 3}}, "event_at is not a time"),
        ({"tweet_edit": {}}, "a new version of a post"),
    ],
)
def test_an_event_that_says_nothing_of_use_says_why(told: dict[str, Any], reason: str) -> None:
    (made,) = read({"data": told})
    assert isinstance(made, Reject)
    assert reason in made.reason


def test_what_is_no_compliance_is_refused() -> None:
    tweet = {"data": {"id": "1", "text": "x", "author_id": "2"}}
    for text in (json.dumps(tweet), "a,b\n1,2\n", "", "{}", '{"data": {"delete": 1}}'):
        assert isinstance(TwitterCompliance().sniff(Sample("x.jsonl", text)), Refusal)
    assert isinstance(TwitterCompliance().sniff(Sample("x", json.dumps(EVENT) + "\n")), Claim)


@pytest.mark.parametrize("name", ["tweets", "users"])
def test_real_results(name: str) -> None:
    path = DATA / "twitter_api_v2" / f"{name}_compliance.jsonl"
    if not path.exists():
        pytest.skip(f"no {path.name} in the real data")
    with open_source(path) as opened:
        importer = choose(opened, opened.members[0])
        found = list(importer.read(opened.stream(opened.members[0])))
    assert importer.name == "twitter-compliance"
    subject = "post" if name == "tweets" else "account"
    seen = [(each.subject, each.presence) for each in found if isinstance(each, Observation)]
    expected = [Presence.PROTECTED, Presence.MISSING if name == "tweets" else Presence.PROTECTED]
    assert seen == [(subject, presence) for presence in expected]
    assert len(found) == len(seen)
