"""The Twitter API v1.1: which files are claimed, what is hostile, and that tweets come back."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inunison.records import Reject
from inunison_importers.base import Claim, Refusal, Sample
from inunison_importers.twitter_api_v1 import TwitterApiV1
from tests.importers.archive_rows import clock_id
from tests.importers.twitter_v1_objects import (
    ID,
    TIME,
    entities,
    lines,
    other,
    posts,
    read,
    read_text,
    rejects,
    retweet,
    stated,
    tweet,
    user,
)


def sniffed(text: str, *, complete: bool = True) -> Claim | Refusal:
    """What the importer thinks of a text."""
    return TwitterApiV1().sniff(Sample("x", text, complete))


def test_hostile_values_are_rejected_and_told_briefly() -> None:
    deep = '{"created_at": ' + "[" * 100_000 + "\n"
    assert len(rejects(read_text(deep))) == 1
    long = tweet(text="x" * (10 << 20), created_at="never")
    (reject,) = rejects(read(long))
    assert len(reject.excerpt) == 200
    assert read_text('{"retweet_count": NaN}\n')[0] == Reject(
        1, "it is not JSON", '{"retweet_count": NaN}'
    )
    huge = json.dumps(tweet())[:-1] + ', "retweet_count": ' + "9" * 5000 + "}\n"
    assert len(read_text(huge)) == 1
    inner: dict[str, Any] = tweet()
    for _ in range(50):
        inner = tweet(clock_id(TIME, low=9), quoted_status=inner)
    assert len(posts(read(inner))) <= 10


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (lines(tweet()), "tweets of the Twitter API v1.1"),
        (lines(retweet(other())), "tweets of the Twitter API v1.1"),
        (lines({"statuses": [tweet()]}), "search answers of the Twitter API v1.1"),
        (lines(user()), "accounts of the Twitter API v1.1"),
        (lines({"users": [user()], "next_cursor": 0}), "accounts of the Twitter API v1.1"),
        (lines({"results": [tweet()]}), "search answers of the Twitter API v1.1"),
        (lines({"limit": {"track": 5}}), "notices of a stream of Twitter"),
        (
            lines({"delete": {"status": {"id_str": ID}}}, tweet()),
            "notices of a stream of Twitter and tweets of the Twitter API v1.1",
        ),
    ],
)
def test_claims(text: str, reason: str) -> None:
    assert sniffed(text) == Claim(reason)


@pytest.mark.parametrize(
    "value",
    [
        tweet(created_at="2019-09-04T13:51:55.000Z"),
        tweet(rawContent="x"),
        tweet(user="minaketter"),
        tweet(user={"id": 101}),
        {"id_str": ID, "created_at": stated(TIME), "full_text": "no user"},
        {"legacy": tweet(), "rest_id": ID},
        {"item_id": ID, "source_platform": "twitter.com", "data": tweet()},
        {"statuses": []},
        {"users": [1]},
        {"ids": [1, 2], "next_cursor": 0},
        user(created_at="2019-09-04T13:51:55.000Z"),
        {"id_str": "101", "screen_name": "minaketter", "created_at": stated(TIME)},
        {"delete": {"status": "x"}},
        {"delete": True},
        {"delete": {"status": {"id_str": ID}}, "a": 1, "b": 2},
        {"limit": {"a": 1}},
        {"warning": {"code": "X"}},
        {"event": "x"},
        [],
        5,
    ],
)
def test_other_objects_are_refused(value: Any) -> None:
    expected = Refusal("its first objects are no tweets or accounts of the Twitter API v1.1")
    assert sniffed(lines(value)) in (expected, Refusal("its first lines are no JSON"))


def test_a_sample_that_is_cut_inside_a_document_is_claimed() -> None:
    text = json.dumps([tweet() for _ in range(40)])
    assert isinstance(sniffed(text[: len(text) // 2], complete=False), Claim)
    pretty = json.dumps(tweet(entities=entities()), indent=1)
    assert isinstance(sniffed(pretty[: len(pretty) - 40], complete=False), Claim)


texts = st.text(st.characters(codec="utf-8"), max_size=40)


@given(
    st.lists(
        st.tuples(st.integers(0, 10**9), texts, st.integers(1, 10**15), st.booleans()),
        max_size=5,
        unique_by=lambda each: each[0],
    )
)
def test_tweets_come_back_as_they_were_written(rows: list[tuple[int, str, int, bool]]) -> None:
    values = []
    for offset, text, account, whole in rows:
        native_id = str((int(ID) >> 22 << 22) + (offset << 22))
        value = tweet(native_id, user=user(str(account), f"u{account % 1000}"), text=text)
        if whole:
            value["full_text"] = value.pop("text")
        values.append(value)
    found = read(*values)
    assert rejects(found) == []
    assert [(each.native_id, each.text) for each in posts(found)] == [
        (value["id_str"], value.get("text", value.get("full_text")) or None) for value in values
    ]
    assert [each.author and each.author.native_id for each in posts(found)] == [
        value["user"]["id_str"] for value in values
    ]
