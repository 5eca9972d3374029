"""Jetstream's events: what each becomes, what is passed over, what is rejected."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inunison.records import (
    Account,
    AccountRef,
    Kind,
    Observation,
    Post,
    PostRef,
    Precision,
    Presence,
    Reject,
)
from inunison_importers.base import Claim, Refusal, Sample, TextLines
from inunison_importers.bluesky_jetstream import BlueskyJetstream
from tests.importers.bluesky_objects import (
    LAMP,
    OTHER,
    POSTS,
    QUAY,
    REPOSTS,
    TIME_US,
    URI,
    accounts,
    commit,
    event,
    observations,
    post_of,
    posts,
    read_rows,
    read_text,
    reasons,
    words,
)

SEEN_AT = TIME_US // 1000 * 1000


def sniff(*rows: Any) -> Claim | Refusal:
    """What the importer says of some lines."""
    text = "".join(json.dumps(row) + "\n" for row in rows)
    return BlueskyJetstream().sniff(Sample("x", text))


def test_a_new_post_has_the_time_of_the_stream() -> None:
    assert post_of(words(langs=["en"])) == Post(
        row=1,
        platform="bluesky",
        native_id=URI,
        author=AccountRef(LAMP),
        kind=Kind.POST,
        created_at=SEEN_AT,
        precision=Precision.MILLISECOND,
        stated_time="2024-10-27T03:33:19.500Z",
        text="The lamp is lit.",
        language="en",
    )


def test_a_post_that_is_dated_back_says_so() -> None:
    made = post_of(words(createdAt="2016-02-03T04:05:06Z"))
    assert (made.created_at, made.stated_time) == (SEEN_AT, "2016-02-03T04:05:06Z")
    assert made.time_conflict


def test_a_post_without_words_has_no_text() -> None:
    assert post_of(words(text="")).text is None
    without = words()
    del without["text"]
    assert post_of(without).text is None


def test_half_characters_are_marked() -> None:
    text = json.dumps(commit(words(text="lamp \ud83d lit")))
    (made,) = posts(read_text(text + "\n"))
    assert (made.text, made.text_repaired) == ("lamp � lit", True)
    assert not post_of(words(text="lamp � lit")).text_repaired


def test_a_repost_is_a_post_with_its_own_address() -> None:
    record = {
        "$type": REPOSTS,
        "createdAt": "2024-10-27T03:33:19.500Z",
        "subject": {"uri": OTHER, "cid": "bafc"},
        "via": {"uri": f"at://{QUAY}/{REPOSTS}/3l7via", "cid": "bafv"},
    }
    assert read_rows(commit(record, REPOSTS, rkey="3l7bbbbbbbb2b")) == [
        Post(
            row=1,
            platform="bluesky",
            native_id=f"at://{LAMP}/{REPOSTS}/3l7bbbbbbbb2b",
            author=AccountRef(LAMP),
            kind=Kind.REPOST,
            created_at=SEEN_AT,
            precision=Precision.MILLISECOND,
            stated_time="2024-10-27T03:33:19.500Z",
            reposts=PostRef(OTHER, AccountRef(QUAY)),
        )
    ]


def test_a_repost_of_a_feed_is_passed_over() -> None:
    feed = {"subject": {"uri": f"at://{QUAY}/app.bsky.feed.generator/boats"}}
    assert read_rows(commit(feed, REPOSTS)) == []


@pytest.mark.parametrize("subject", [None, OTHER, {}, {"uri": 5}, {"uri": "https://x.example"}])
def test_a_repost_of_nothing_is_rejected(subject: Any) -> None:
    found = read_rows(commit({"subject": subject}, REPOSTS))
    assert reasons(found) == ["subject.uri of a repost is not the address of a post"]


@pytest.mark.parametrize("collection", [POSTS, REPOSTS])
def test_what_is_deleted_is_seen_to_be_gone_and_is_no_new_post(collection: str) -> None:
    assert read_rows(commit(None, collection, operation="delete")) == [
        Observation(
            row=1,
            platform="bluesky",
            subject="post",
            native_id=f"at://{LAMP}/{collection}/3l7aaaaaaaa2a",
            observed_at=SEEN_AT,
            precision=Precision.MILLISECOND,
            presence=Presence.DELETED,
        )
    ]


def test_a_post_that_was_altered_has_the_time_that_it_claims() -> None:
    made = post_of(words(text="The lamp is out."), operation="update")
    assert (made.native_id, made.text, made.edits) == (URI, "The lamp is out.", None)
    assert made.created_at == 1_729_999_999_500_000
    assert (made.stated_time, made.time_conflict) == (None, False)


def test_a_profile_is_an_account_without_a_handle() -> None:
    record = {
        "displayName": "Lamp keeper",
        "description": "Light at six.",
        "website": "https://lamp.example",
        "createdAt": "2023-05-01T10:00:00.250Z",
        "pinnedPost": {"uri": URI},
    }
    for operation in ("create", "update"):
        found = read_rows(
            commit(record, "app.bsky.actor.profile", rkey="self", operation=operation)
        )
        assert found == [
            Account(
                row=1,
                platform="bluesky",
                native_id=LAMP,
                name="Lamp keeper",
                description="Light at six.",
                url="https://lamp.example",
                created_at=1_682_935_200_250_000,
                created_precision=Precision.MILLISECOND,
            )
        ]
    emptied = commit(None, "app.bsky.actor.profile", rkey="self", operation="delete")
    assert read_rows(emptied) == []


def test_a_profile_may_hold_anything() -> None:
    record = {"displayName": 5, "description": "", "website": "lamp", "createdAt": "soon"}
    (made,) = read_rows(commit(record, "app.bsky.actor.profile", rkey="self"))
    assert made == Account(row=1, platform="bluesky", native_id=LAMP)


@pytest.mark.parametrize(
    "collection",
    [
        "app.bsky.feed.like",
        "app.bsky.graph.follow",
        "app.bsky.graph.block",
        "app.bsky.actor.status",
        "fm.teal.alpha.actor.status",
    ],
)
def test_what_records_cannot_hold_is_passed_over(collection: str) -> None:
    record = {"subject": {"uri": OTHER}, "createdAt": "2024-10-27T03:33:19.500Z"}
    assert read_rows(commit(record, collection), commit(None, collection, operation="delete")) == []


def test_a_change_of_identity_tells_a_handle_with_its_time() -> None:
    told = event(kind="identity", identity={"did": LAMP, "handle": "lamp.tarvenport.example"})
    found = read_rows(told)
    assert accounts(found) == [
        Account(row=1, platform="bluesky", native_id=LAMP, handle="lamp.tarvenport.example")
    ]
    (met,) = observations(found)
    assert (met.handle, met.observed_at) == ("lamp.tarvenport.example", SEEN_AT)
    assert met.presence is None


def test_a_change_of_identity_without_handle_says_that_the_account_was_met() -> None:
    for nothing in ({}, {"handle": "handle.invalid"}, {"handle": None}):
        found = read_rows(event(kind="identity", identity={"did": LAMP, "seq": 7, **nothing}))
        assert found == [
            Observation(
                row=1,
                platform="bluesky",
                subject="account",
                native_id=LAMP,
                observed_at=SEEN_AT,
                precision=Precision.MILLISECOND,
            )
        ]


@pytest.mark.parametrize(
    ("told", "presence"),
    [
        ({"active": True}, Presence.LIVE),
        ({"active": False, "status": "takendown"}, Presence.REMOVED),
        ({"active": False, "status": "suspended"}, Presence.SUSPENDED),
        ({"active": False, "status": "deleted"}, Presence.DELETED),
        ({"active": False, "status": "deactivated"}, Presence.MISSING),
        ({"active": False, "status": "something new"}, Presence.MISSING),
        ({"active": False}, Presence.MISSING),
        ({"active": False, "status": "desynchronized"}, None),
        ({"active": False, "status": "throttled"}, None),
        ({}, None),
    ],
)
def test_an_account_is_there_or_not(told: dict[str, Any], presence: Presence | None) -> None:
    (met,) = observations(read_rows(event(kind="account", account={"did": LAMP, **told})))
    assert (met.subject, met.native_id, met.presence) == ("account", LAMP, presence)


def test_tap_gives_records_without_a_time_of_its_own() -> None:
    held = {"live": True, "did": LAMP, "rev": "3l7", "collection": POSTS, "rkey": "3l7aaaaaaaa2a"}
    made = {"id": 7, "type": "record", "record": {**held, "action": "create", "record": words()}}
    gone = {"id": 8, "type": "record", "record": {**held, "action": "delete"}}
    named = {
        "id": 9,
        "type": "identity",
        "identity": {
            "did": LAMP,
            "handle": "lamp.example",
            "is_active": False,
            "status": "deleted",
        },
    }
    found = read_rows(made, gone, named)
    (post,) = posts(found)
    assert (post.native_id, post.author) == (URI, AccountRef(LAMP))
    assert (post.created_at, post.stated_time) == (1_729_999_999_500_000, None)
    first, second = observations(found)
    assert (first.native_id, first.presence, first.observed_at) == (URI, Presence.DELETED, None)
    assert (second.handle, second.presence) == ("lamp.example", Presence.DELETED)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (event(kind="sync"), "kind is none of commit, identity and account"),
        (event(), "kind is none of commit, identity and account"),
        (event(kind="commit"), "commit is missing"),
        (event(kind="identity"), "identity is missing"),
        (event(kind="account"), "account is missing"),
        ({"id": 1, "type": "record"}, "record is missing"),
        (commit(words(), operation="c"), "operation is none of create, update and delete"),
        (commit(), "record is missing"),
        (commit(words(), ""), "collection is missing"),
        (
            commit(words(), rkey=None),
            "rkey is not an address such as at://did:plc:…/collection/key",
        ),
        (commit(words(), rkey=""), "rkey is not an address such as at://did:plc:…/collection/key"),
        (
            {**commit(words()), "time_us": "x"},
            "time_us is not a time in microseconds since 1970",
        ),
        (
            {**commit(words()), "time_us": 1.73e15},
            "time_us is not a time in microseconds since 1970",
        ),
        (
            {**commit(words()), "did": "lamp"},
            "did is not the name of an account such as did:plc:…",
        ),
        (commit(words(text=5)), "text of a post is not a text"),
        (commit("x"), "commit.record: expected object, got text"),
        ({"did": 7, "time_us": TIME_US}, "did: expected text, got a whole number"),
    ],
)
def test_a_row_that_cannot_be_read_is_rejected_and_the_next_is_read(
    row: dict[str, Any], reason: str
) -> None:
    found = read_rows(row, commit(words()))
    assert isinstance(found[0], Reject)
    assert found[0].row == 1
    assert found[0].reason == reason
    assert found[0].excerpt == (json.dumps(row) + "\n")[:200]
    (read,) = found[1:]
    assert isinstance(read, Post)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        '{"did":' + "9" * 5000 + "}",
        '{"did":"' + LAMP + '","time_us":' + "9" * 5000 + ',"kind":"account"}',
        '{"did":"' + LAMP + '","time_us":1e999,"kind":"account"}',
        '{"did":"' + LAMP + '","time_us":NaN}',
        '{"a":' * 5000 + "1" + "}" * 5000,
        "x" * 10_000_000,
        '{"did":"\ud800"}',
    ],
)
def test_hostile_lines_are_rejects(text: str) -> None:
    first, last = read_text(text + "\n" + json.dumps(commit(words())) + "\n")
    assert isinstance(first, Reject)
    assert len(first.excerpt) <= 200
    assert isinstance(last, Post)


@pytest.mark.parametrize("field", ["did", "time_us", "kind", "type", "commit", "id", "identity"])
def test_depth_in_any_field_is_no_failure(field: str) -> None:
    deep = "[" * 900 + "]" * 900
    text = json.dumps({**commit(words()), field: 0}).replace(f'"{field}": 0', f'"{field}": {deep}')
    assert list(BlueskyJetstream().read(TextLines(text))) is not None
    assert isinstance(BlueskyJetstream().sniff(Sample("x", text)), Claim | Refusal)


def test_deep_embeds_and_long_texts_are_no_failure() -> None:
    deep: Any = 1
    for _ in range(300):
        deep = {"$type": "app.bsky.embed.recordWithMedia", "media": deep, "record": {}}
    assert post_of(words(embed=deep)).quotes is None
    assert len(post_of(words(text="x" * 10_000_000)).text or "") == 10_000_000


def test_lines_of_the_stream_are_claimed() -> None:
    said = sniff(commit(words()), event(kind="account", account={"did": LAMP, "active": True}))
    assert said == Claim("events of Bluesky's network from Jetstream")
    tapped = {"id": 1, "type": "identity", "identity": {"did": LAMP, "handle": "lamp.example"}}
    assert sniff(tapped) == Claim("events of Bluesky's network from tap")
    assert isinstance(sniff(commit(words()), {"x": 1}, commit(words())), Claim)


@pytest.mark.parametrize(
    "rows",
    [
        (),
        ({},),
        ({"did": LAMP},),
        ({"did": LAMP, "time_us": TIME_US},),
        ({"did": "lamp", "time_us": TIME_US, "kind": "account", "account": {}},),
        ({"did": LAMP, "time_us": str(TIME_US), "kind": "account", "account": {}},),
        ({"did": LAMP, "time_us": TIME_US, "kind": ["commit"], "commit": {}},),
        ({"did": LAMP, "time_us": TIME_US, "kind": "commit", "account": {}},),
        ({"id": 1, "type": "record", "record": {"x": 1}},),
        ({"id": 1, "type": ["record"], "record": {"did": LAMP}},),
        (commit(words()), {"x": 1}),
    ],
)
def test_other_lines_are_refused(rows: tuple[Any, ...]) -> None:
    assert isinstance(sniff(*rows), Refusal)


dids = st.from_regex(r"did:plc:[a-z2-7]{24}", fullmatch=True)
keys = st.from_regex(r"[a-z2-7]{13}", fullmatch=True)
moments = st.integers(0, 2**52)


@given(dids, keys, moments, st.text(max_size=80), st.lists(st.text("ab⛴ä", min_size=1)), dids)
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_post_comes_back(
    account: str, key: str, moment: int, text: str, tags: list[str], other: str
) -> None:
    parent = f"at://{other}/{POSTS}/{key}"
    record = words(text=text, tags=tags, reply={"parent": {"uri": parent}})
    row = {**commit(record, rkey=key), "did": account, "time_us": moment}
    (made,) = posts(read_rows(row))
    assert made.native_id == f"at://{account}/{POSTS}/{key}"
    assert made.author == AccountRef(account)
    assert made.text == (text.encode("utf-16", "surrogatepass").decode("utf-16", "replace") or None)
    assert made.hashtags == tuple(dict.fromkeys(tags))
    assert made.replies_to == PostRef(parent, AccountRef(other))
    assert made.created_at is not None
    assert 0 <= moment - made.created_at < 1000
