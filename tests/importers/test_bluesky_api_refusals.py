"""Answers of Bluesky's interface that are odd, hostile, or of another format."""

import json
from typing import Any

import pytest

from inunison.records import Account, Observation, Post, Presence, Reject
from inunison_importers.base import Claim, Refusal, Sample, TextLines
from inunison_importers.bluesky_api import BlueskyApi
from tests.importers.bluesky_answers import author, by, missing, node, read, view
from tests.importers.bluesky_objects import (
    LAMP,
    OTHER,
    QUAY,
    REPOSTS,
    URI,
    observations,
    read_text,
    reasons,
    words,
)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (5, "it is neither a post nor an account of Bluesky's interface"),
        ({"x": 1}, "it is neither a post nor an account of Bluesky's interface"),
        (
            view("at://lamp.example/app.bsky.feed.post/x"),
            "uri is not an address such as at://did:plc:…/collection/key",
        ),
        (view(f"at://{LAMP}/app.bsky.feed.repost/x"), "uri is not the address of a post"),
        (view(author=author(QUAY)), "uri names another account than author.did"),
        (
            view(author={"did": 5}),
            "a post.author.did is not as the format has it: expected `str`, got `int`",
        ),
        (view(author={"did": "x"}), "author.did is not the name of an account such as did:plc:…"),
        ({"did": "x"}, "did of an account is not the name of an account such as did:plc:…"),
        (view(record=words(text=7)), "text of a post is not a text"),
        ({"notFound": True}, "uri is not an address such as at://did:plc:…/collection/key"),
        (
            {"post": {"uri": URI}, "reason": by(uri=f"at://{LAMP}/{REPOSTS}/x")},
            "reason.uri names another account than reason.by.did",
        ),
    ],
)
def test_what_cannot_be_read_is_rejected_and_the_next_is_read(row: Any, reason: str) -> None:
    found = read(row, view())
    assert reasons(found)[0] == reason
    assert found[-1] == Observation(
        row=2,
        platform="bluesky",
        subject="post",
        native_id=URI,
        presence=Presence.LIVE,
        reposts=2,
        quotes=4,
        replies=1,
        likes=3,
    )


def test_one_odd_post_of_a_page_costs_no_other() -> None:
    found = read({"posts": [view(), 5, view("at://x"), view(OTHER)]})
    assert [each.native_id for each in found if isinstance(each, Post)] == [URI, OTHER]
    rejects = [each for each in found if isinstance(each, Reject)]
    assert [each.excerpt[:10] for each in rejects] == ['{"posts": ', "at://x"]


def test_counts_that_are_none_are_left_out() -> None:
    odd = view(likeCount="3", repostCount=-1, replyCount=True, quoteCount=10**30)
    (seen,) = observations(read(odd))
    assert (seen.likes, seen.reposts, seen.replies, seen.quotes) == (None,) * 4


def test_half_characters_are_marked() -> None:
    text = json.dumps(
        view(record=words(text="lamp \ud83d lit"), author=author(displayName="\ud83d"))
    )
    account, post, _ = read_text(text + "\n", BlueskyApi())
    assert isinstance(account, Account)
    assert isinstance(post, Post)
    assert (account.name, account.text_repaired) == ("�", True)
    assert (post.text, post.text_repaired) == ("lamp � lit", True)


@pytest.mark.parametrize("depth", [50, 300, 5_000])
def test_a_deep_thread_is_read_or_rejected(depth: int) -> None:
    text = '{"thread":' + '{"post":{},"parent":' * depth + "null" + "}" * depth + "}\n"
    found = list(BlueskyApi().read(TextLines(text)))
    assert found
    assert all(isinstance(each, Reject) for each in found)
    assert isinstance(BlueskyApi().sniff(Sample("x", text)), Refusal)


@pytest.mark.parametrize("field", ["uri", "cid", "did", "handle", "notFound", "value", "posts"])
def test_depth_in_any_field_is_no_failure(field: str) -> None:
    deep = "[" * 900 + "]" * 900
    rows = [json.dumps({**view(), field: 0}), json.dumps({**author(), field: 0})]
    for row in rows:
        text = row.replace(f'"{field}": 0', f'"{field}": {deep}') + "\n"
        assert all(each.row == 1 for each in BlueskyApi().read(TextLines(text)))
        assert isinstance(BlueskyApi().sniff(Sample("x", text)), Claim | Refusal)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        '{"posts":' * 2_000 + "1" + "}" * 2_000,
        '{"uri":' + "9" * 5_000 + "}",
        '{"uri":1e999}',
        '{"uri":NaN}',
        '{"posts":[{"uri":"' + "x" * 1_000_000 + '"}]}',
        '{"_":1,"py_type":"' + "_a" * 10_000 + '"}',
    ],
)
def test_hostile_documents_are_rejects(text: str) -> None:
    found = list(BlueskyApi().read(TextLines(text + "\n")))
    assert found
    assert all(isinstance(each, Reject) and len(each.excerpt) <= 200 for each in found)
    assert isinstance(BlueskyApi().sniff(Sample("x", text)), Refusal)


def test_what_is_claimed_and_why() -> None:
    for value, what in (
        (view(), "posts"),
        ([view()], "posts"),
        ({"posts": [view()]}, "posts"),
        ({"feed": [{"post": view()}]}, "posts of a feed"),
        (node(view(), replies=[]), "posts of a thread"),
        ({"thread": node(view())}, "posts of a thread"),
        ({"thread": missing()}, "posts of a thread"),
        ({"thread": [{"uri": URI, "depth": 0, "value": {"post": view()}}]}, "posts of a thread"),
        (author(), "accounts"),
        ({"records": [{"uri": URI, "cid": "b", "value": words()}]}, "records of an account"),
        ({"uri": URI, "repostedBy": [author()]}, "accounts that reposted"),
        ({"profiles": [author()]}, "accounts"),
    ):
        said = BlueskyApi().sniff(Sample("x", json.dumps(value) + "\n"))
        assert said == Claim(f"{what} from Bluesky's interface"), value


@pytest.mark.parametrize(
    "value",
    [
        {},
        [],
        5,
        {"posts": []},
        {"posts": [{"id": "1", "text": "x"}]},
        {"uri": URI, "cid": "b"},
        {"uri": URI, "cid": "b", "author": {"did": LAMP}},
        {**view(), "uri": "https://x.example/1"},
        {"did": LAMP, "handle": "lamp.example", "time_us": 1, "kind": "identity"},
        {"did": LAMP, "handle": "lamp.example"},
        {"thread": {"id": 1}},
    ],
)
def test_other_documents_are_refused(value: Any) -> None:
    assert isinstance(BlueskyApi().sniff(Sample("x", json.dumps(value) + "\n")), Refusal)
