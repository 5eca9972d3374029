"""Streams, arrays and odd files of the Mastodon interface; what is claimed and what is rejected."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inunison.records import Observation, Post, Presence, Reject
from inunison_importers.base import Claim, Refusal, Sample
from inunison_importers.html_text import html_text
from inunison_importers.mastodon import Mastodon
from tests.importers.mastodon_objects import (
    FERRY,
    accounts,
    address,
    boost,
    lines,
    of_kind,
    person,
    post_of,
    posts,
    read,
    read_text,
    reasons,
    status,
    truth,
)


def stream(*events: tuple[str, Any]) -> str:
    """A stream as a server sends it."""
    told = (
        f"event: {name}\ndata: {load if isinstance(load, str) else json.dumps(load)}\n\n:thump\n"
        for name, load in events
    )
    return ":)\n" + "".join(told)


def sniff(text: str) -> Claim | Refusal:
    """What the importer says of a file."""
    return Mastodon().sniff(Sample("x", text))


def test_a_stream_tells_statuses_and_deletions() -> None:
    found = read_text(
        stream(
            ("update", status()),
            ("status.update", status("102", content="<p>The lamp is out.</p>")),
            ("delete", "101"),
        )
    )
    assert [(each.row, each.native_id) for each in posts(found)] == [
        (3, address("101")),
        (7, address("102")),
    ]
    gone = of_kind(found, "post")[-1]
    assert gone == Observation(
        row=11,
        platform="mastodon",
        subject="post",
        native_id=address("101"),
        presence=Presence.DELETED,
    )


def test_the_objects_of_a_stream_tell_the_same() -> None:
    rows = [
        {"stream": ["public"], "event": "update", "payload": json.dumps(status())},
        {"stream": ["public"], "event": "update", "payload": status("102")},
        {"stream": ["public"], "event": "delete", "payload": "101"},
        {"stream": ["user"], "event": "filters_changed", "payload": None},
    ]
    found = read(*rows)
    assert [each.native_id for each in posts(found)] == [address("101"), address("102")]
    assert of_kind(found, "post")[-1].presence is Presence.DELETED
    assert sniff(lines(*rows)) == Claim("statuses of a stream of the Mastodon interface")


def test_a_deletion_of_what_was_not_shown_is_rejected() -> None:
    found = read_text(stream(("delete", "103"), ("update", status()), ("delete", "102")))
    assert reasons(found) == ["a status was deleted that the file does not show"] * 2
    truths = read_text(stream(("update", truth()), ("delete", "7101")))
    assert of_kind(truths, "post")[-1].platform == "truthsocial"
    assert of_kind(truths, "post")[-1].native_id == "7101"


def test_what_a_stream_tells_its_owner_alone_is_passed_over() -> None:
    secret = {"id": "1", "type": "mention", "status": status(visibility="direct")}
    events = [("notification", secret), ("conversation", {}), ("filters_changed", "undefined")]
    assert read_text(stream(*events)) == []
    assert reasons(read_text(stream(("weather", "x")))) == ["it is no event of a stream"]


def test_a_load_without_a_name_is_a_new_status() -> None:
    assert len(posts(read_text("data: " + json.dumps(status()) + "\n"))) == 1


def test_arrays_pages_and_lines_hold_the_same_statuses() -> None:
    rows = [status(), status("102")]
    wanted = [address("101"), address("102")]
    assert [each.native_id for each in posts(read(*rows))] == wanted
    for whole in (rows, {"statuses": rows, "accounts": [], "hashtags": []}):
        for indent in (None, 2):
            text = json.dumps(whole, indent=indent) + "\n"
            assert [each.native_id for each in posts(read_text(text))] == wanted
            assert sniff(text) == Claim("statuses of the Mastodon interface")


def test_a_search_holds_accounts_too() -> None:
    found = read({"accounts": [person()], "statuses": [status("33", "mole", FERRY)]})
    assert [each.handle for each in accounts(found)] == ["mole@ferry.example", "ada@quay.example"]
    assert sniff(lines(person())) == Claim("accounts of the Mastodon interface")


def test_a_line_without_its_front_is_rejected_and_the_others_are_read() -> None:
    text = lines(status())[200:] + lines(status("102"))
    found = read_text(text)
    assert isinstance(found[0], Reject)
    assert found[0].row == 1
    assert [each.native_id for each in found if isinstance(each, Post)] == [address("102")]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (5, "it is neither a status (account.acct, content, uri) nor an account"),
        ({}, "it is neither a status (account.acct, content, uri) nor an account"),
        (
            {"ancestors": [], "descendants": [7]},
            "it is neither a status (account.acct, content, uri) nor an account",
        ),
        (status(created_at="yesterday"), "created_at is not a time"),
        (status(uri="x\ny"), "uri is not an address"),
        (status(uri=" "), "uri is not an address"),
        (status(uri="https://quay.example/a b"), "uri is not an address"),
        (status(uri="x" * 3000), "uri is not an address"),
        (status(account=person(acct="")), "acct is not the name of an account"),
        (status(account=person(acct="x" * 500)), "acct is not the name of an account"),
        (
            status(uri="tag:x", url=None, account=person(url=None)),
            "acct has no domain, and no address tells its server",
        ),
        (status(content="x" * 1_000_001), "content is longer than any text"),
        (status(account=person(note="x" * 1_000_001)), "note is longer than any text"),
        (
            status(language=7),
            "status.language is not as the format has it: expected `str | null`, got `int`",
        ),
        (
            person(url=7),
            "account.url is not as the format has it: expected `str | null`, got `int`",
        ),
        (
            status(quote=status(language=7)),
            "quote.language is not as the format has it: expected `str | null`, got `int`",
        ),
        (
            status(mentions=[{"acct": "a@b.example", "url": 7}]),
            "mentions[...].url is not as the format has it: expected `str | null`, got `int`",
        ),
        (
            truth(id=1.1e17),
            "status.id is not as the format has it: expected `int | str | null`, got `float`",
        ),
        (truth(id=112345678901234567), "id is a number that may have lost its last digits"),
        (truth(id="7 1"), "id is not an id"),
        (truth(in_reply_to_id=""), "in_reply_to_id is not an id"),
    ],
)
def test_what_cannot_be_read_is_rejected_and_the_next_is_read(row: Any, reason: str) -> None:
    found = read(row, status("102"))
    assert reasons(found) == [reason]
    assert found[0].row == 1
    assert [each.native_id for each in found if isinstance(each, Post)] == [address("102")]


def test_a_whole_number_that_lost_nothing_is_an_id() -> None:
    assert post_of(truth(id=7101)).native_id == "7101"


def test_an_odd_status_inside_costs_no_account_of_the_next_row() -> None:
    found = read(boost(status("33", "mole", FERRY, created_at="x")), status("102"))
    assert [each.handle for each in accounts(found)] == ["ada@quay.example"]


def test_half_characters_are_marked() -> None:
    row = status(content="<p>lamp \ud83d lit</p>", account=person(display_name="\ud83d"))
    found = read(row)
    (post,) = posts(found)
    assert (post.text, post.text_repaired) == ("lamp � lit", True)
    assert (accounts(found)[0].name, accounts(found)[0].text_repaired) == ("�", True)


def nested(depth: int) -> str:
    """A status that boosts one that boosts one, and so on."""
    row = json.dumps(status()).replace('"reblog": null', '"reblog": %s')
    first, last = row.split("%s")
    return first * depth + "null" + last * depth + "\n"


@pytest.mark.parametrize(
    "field", ["verified", "bot", "followers_count", "created_at", "card", "application", "pleroma"]
)
def test_depth_in_any_field_is_no_failure(field: str) -> None:
    deep = "[" * 900 + "]" * 900
    for row in ({**status(), field: 0}, status(account={**person(), field: 0}), {"event": 0}):
        text = json.dumps(row).replace(f'"{field}": 0', f'"{field}": {deep}') + "\n"
        assert read_text(text.replace('"event": 0', f'"event": {deep}, "payload": 1'))
        assert isinstance(sniff(text), Claim | Refusal)


@pytest.mark.parametrize("depth", [3, 400, 3_000])
def test_boosts_of_boosts_are_read_or_rejected(depth: int) -> None:
    found = read_text(nested(depth))
    assert found
    assert isinstance(sniff(nested(depth)), Claim | Refusal)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        '{"account":' * 3_000 + "1" + "}" * 3_000,
        '{"id":' + "9" * 5_000 + "}",
        '{"id":1e999}',
        '{"id":NaN}',
        '{"event":"update","payload":"' + "x" * 1_000_000 + '"}',
        '{"event":{},"payload":[]}',
        "data: ",
        "data: {",
        "event: update\ndata: null",
    ],
)
def test_hostile_files_are_rejects(text: str) -> None:
    found = read_text(text + "\n")
    assert found
    assert all(isinstance(each, Reject) and len(each.excerpt) <= 200 for each in found)
    assert isinstance(sniff(text), Refusal)


def test_a_stream_is_claimed() -> None:
    text = stream(("update", status()))
    assert sniff(text) == Claim("statuses of a stream of the Mastodon interface")
    assert isinstance(sniff(stream(("delete", "1"))), Refusal)


@pytest.mark.parametrize(
    "row",
    [
        {},
        [],
        {"account": {"acct": "ada"}},
        {"account": {"acct": "ada"}, "content": "x", "created_at": "y"},
        {"account": {"acct": 5}, "content": "x", "created_at": "y", "uri": "z"},
        {"acct": "ada", "username": "ada"},
        {"statuses": []},
        {"statuses": [5]},
        {"event": "update", "payload": "x"},
        {"event": ["update"], "payload": {}},
        {"uri": "at://did:plc:x/app.bsky.feed.post/y", "author": {}, "record": {}},
    ],
)
def test_other_files_are_refused(row: Any) -> None:
    assert isinstance(sniff(lines(row)), Refusal)


words = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=60)


@given(words, words, st.integers(0, 10**9), st.lists(st.text("abcä", min_size=1), unique=True))
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_status_comes_back(text: str, note: str, likes: int, tags: list[str]) -> None:
    html = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    row = status(
        content=f"<p>{html}</p>",
        spoiler_text=note,
        favourites_count=likes,
        tags=[{"name": each, "url": f"https://quay.example/tags/{each}"} for each in tags],
    )
    found = read(row)
    (post,) = posts(found)
    said = html_text(f"<p>{html}</p>").text
    assert post.text == ("\n\n".join(each for each in (note, said) if each) or None)
    assert "".join(said.split()) == "".join(text.split())
    assert post.hashtags == tuple(tags)
    assert of_kind(found, "post")[0].likes == likes
