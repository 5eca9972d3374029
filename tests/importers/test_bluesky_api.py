"""Answers of Bluesky's interface: posts, feeds, threads and accounts, and what is not shown."""

import json
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from twitwi.bluesky.normalizers import normalize_post

from inunison.records import (
    Account,
    AccountRef,
    Kind,
    Observation,
    Post,
    PostRef,
    Precision,
    Presence,
)
from inunison_importers.base import Claim, Sample
from inunison_importers.bluesky_api import BlueskyApi
from tests.importers.bluesky_answers import (
    DEFS,
    INDEXED_AT,
    author,
    blocked,
    by,
    inside,
    missing,
    node,
    read,
    shown,
    uri,
    view,
)
from tests.importers.bluesky_objects import (
    LAMP,
    OTHER,
    QUAY,
    REPOSTS,
    URI,
    accounts,
    observations,
    posts,
    read_text,
    words,
)


def test_a_post_has_the_time_at_which_the_interface_received_it() -> None:
    account, post, seen = read(view(record=words(langs=["en"])))
    assert account == Account(
        row=1,
        platform="bluesky",
        native_id=LAMP,
        handle="lamp.tarvenport.example",
        name="Lamp",
        created_at=1_682_935_200_250_000,
        created_precision=Precision.MILLISECOND,
    )
    assert post == Post(
        row=1,
        platform="bluesky",
        native_id=URI,
        author=AccountRef(LAMP),
        kind=Kind.POST,
        created_at=INDEXED_AT,
        precision=Precision.MILLISECOND,
        stated_time="2024-10-27T03:33:19.500Z",
        text="The lamp is lit.",
        language="en",
    )
    assert seen == Observation(
        row=1,
        platform="bluesky",
        subject="post",
        native_id=URI,
        presence=Presence.LIVE,
        reposts=2,
        quotes=4,
        replies=1,
        likes=3,
    )


def test_a_post_that_was_not_indexed_has_the_time_that_it_claims() -> None:
    (post,) = posts(read(view(indexedAt=None)))
    assert (post.created_at, post.stated_time) == (1_729_999_999_500_000, None)


def test_pages_lists_and_lines_hold_the_same_posts() -> None:
    first, second = view(), view(OTHER, words(text="It is not."))
    lines = read(first, second)
    assert [each.native_id for each in posts(lines)] == [URI, OTHER]
    for whole in ({"posts": [first, second], "cursor": "2"}, [first, second]):
        found = [each.native_id for each in posts(read(whole))]
        assert found == [URI, OTHER]
        text = json.dumps(whole, indent=2) + "\n"
        assert [each.native_id for each in posts(read_text(text, BlueskyApi()))] == found
    assert read({"posts": [], "cursor": None}, {"feed": []}, []) != lines
    assert posts(read({"posts": []})) == []


def test_an_account_is_told_once_as_long_as_it_says_the_same() -> None:
    renamed = author(handle="lamp.example")
    found = read(view(), view(uri("2")), view(uri("3"), author=renamed))
    assert [each.handle for each in accounts(found)] == ["lamp.tarvenport.example", "lamp.example"]


def test_a_handle_that_leads_nowhere_is_none() -> None:
    (account,) = accounts(read(view(author=author(handle="handle.invalid", displayName=""))))
    assert (account.native_id, account.handle, account.name) == (LAMP, None, None)


def test_a_repost_in_a_feed_is_a_post_whose_original_is_seen_inside() -> None:
    address = f"at://{QUAY}/{REPOSTS}/3l7repost22r"
    found = posts(read({"feed": [{"post": view(), "reason": by(QUAY, uri=address, cid="b")}]}))
    assert found[0] == Post(
        row=1,
        platform="bluesky",
        native_id=address,
        author=AccountRef(QUAY),
        kind=Kind.REPOST,
        created_at=1_730_005_200_500_000,
        precision=Precision.MILLISECOND,
        reposts=PostRef(URI, AccountRef(LAMP)),
    )
    assert [(each.native_id, each.collected) for each in found[1:]] == [(URI, False)]


def test_a_repost_without_an_address_is_called_after_who_reposted_what() -> None:
    item = {"post": view(), "reason": by(QUAY)}
    first, second = (posts(read(item))[0] for _ in range(2))
    assert first == second
    assert first.native_id == f"urn:bluesky:repost:{QUAY}:{URI}"
    assert first.created_at == 1_730_005_200_500_000


def test_a_pinned_post_is_a_post() -> None:
    (post,) = posts(read({"post": view(), "reason": {"$type": DEFS + "reasonPin"}}))
    assert (post.native_id, post.kind, post.collected) == (URI, Kind.POST, True)


def test_what_a_reply_in_a_feed_answers_is_seen_inside() -> None:
    root, parent = view(uri("root", QUAY)), view(uri("parent", QUAY))
    reply = view(record=words(reply={"root": {"uri": root["uri"]}, "parent": {"uri": OTHER}}))
    found = read({"post": reply, "reply": {"root": root, "parent": parent}})
    assert [(each.native_id, each.collected) for each in posts(found)] == [
        (root["uri"], False),
        (parent["uri"], False),
        (URI, True),
    ]
    assert posts(found)[-1].replies_to == PostRef(OTHER, AccountRef(QUAY))


def test_what_is_seen_inside_again_is_told_once() -> None:
    root = view(uri("root", QUAY))
    item = {"post": view(), "reply": {"root": root, "parent": root}}
    found = posts(read(item, {**item, "post": view(uri("2"))}))
    assert [each.native_id for each in found] == [root["uri"], URI, uri("2")]
    grown = {**item, "reply": {"root": {**root, "likeCount": 9}}}
    assert len(observations(read(item, grown))) == 4


def test_a_thread_is_told_from_the_top_and_all_of_it_was_collected() -> None:
    below = node(view(uri("below")), replies=[node(view(uri("deeper")), replies=[])])
    above = node(view(uri("above")), parent=missing(uri("first")))
    asked = node(view(uri("asked")), parent=above, replies=[below, blocked(uri("hidden"))])
    found = read({"thread": asked, "threadgate": None})
    order = [each.native_id for each in found if isinstance(each, Observation)]
    assert order == [uri(each) for each in ("first", "above", "asked", "below", "deeper", "hidden")]
    assert all(each.collected for each in posts(found))
    gone = {each.native_id: each.presence for each in observations(found)}
    assert gone[uri("first")] is Presence.MISSING
    assert gone[uri("hidden")] is Presence.WITHHELD
    assert gone[uri("below")] is Presence.LIVE


def test_a_flat_thread_is_read_too() -> None:
    kind = "app.bsky.unspecced.defs#threadItem"
    items = [
        {
            "uri": uri("top"),
            "depth": 0,
            "value": {"$type": kind + "Post", "post": view(uri("top"))},
        },
        {"uri": uri("none"), "depth": 1, "value": {"$type": kind + "NotFound"}},
        {"uri": uri("no"), "depth": 1, "value": {"$type": kind + "Blocked", "author": {}}},
        {"uri": uri("in"), "depth": 1, "value": {"$type": kind + "NoUnauthenticated"}},
    ]
    found = read({"thread": items, "hasOtherReplies": False})
    assert [each.native_id for each in posts(found)] == [uri("top")]
    assert [each.presence for each in observations(found)] == [
        Presence.LIVE,
        Presence.MISSING,
        Presence.WITHHELD,
        Presence.WITHHELD,
    ]


def quoting(record: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """A post that quotes, with what the interface shows of the quoted one."""
    embed = {"$type": "app.bsky.embed.record", "record": {"uri": OTHER, "cid": "b"}}
    return view(record=words(embed=embed), embed=shown(record), **fields)


def test_a_quoted_post_is_seen_inside_and_so_is_what_it_quotes() -> None:
    third = uri("third", QUAY)
    found = posts(read(quoting(inside(OTHER, embeds=[shown(inside(third))]))))
    assert [(each.native_id, each.collected) for each in found] == [
        (URI, True),
        (OTHER, False),
        (third, False),
    ]
    assert found[0].kind is Kind.QUOTE
    assert found[0].quotes == PostRef(OTHER, AccountRef(QUAY))


def test_a_quote_beside_pictures_is_seen_too() -> None:
    both = {
        "$type": "app.bsky.embed.recordWithMedia#view",
        "record": {"record": inside(OTHER)},
        "media": {"$type": "app.bsky.embed.images#view", "images": []},
    }
    assert [each.native_id for each in posts(read(view(embed=both)))] == [URI, OTHER]


def test_a_quoted_post_that_is_not_shown() -> None:
    for gone, presence in ((missing(), Presence.MISSING), (blocked(), Presence.WITHHELD)):
        found = read(quoting(gone))
        (post,) = posts(found)
        assert post.quotes == PostRef(OTHER, AccountRef(QUAY))
        assert [each.presence for each in observations(found)] == [Presence.LIVE, presence]
    detached = {"$type": "app.bsky.embed.record#viewDetached", "uri": OTHER, "detached": True}
    assert len(observations(read(quoting(detached)))) == 1


@pytest.mark.parametrize(
    "embed",
    [
        None,
        "x",
        shown(
            {"$type": "app.bsky.feed.defs#generatorView", "uri": f"at://{QUAY}/x/y", "did": QUAY}
        ),
        {"$type": "example.boats#view", "record": 5},
        {"$type": "app.bsky.embed.record#view"},
    ],
)
def test_an_embed_of_another_kind_costs_nothing(embed: Any) -> None:
    assert [each.native_id for each in posts(read(view(embed=embed)))] == [URI]


def test_a_profile_has_counts() -> None:
    own = [{"src": LAMP, "uri": "at://x", "val": "bot", "cts": "2024-01-01T00:00:00Z"}]
    profile = author(
        description="Light at six.",
        followersCount=10,
        followsCount=20,
        postsCount=30,
        labels=own,
        website="https://lamp.example",
        verification={"verifiedStatus": "valid", "trustedVerifierStatus": "none"},
    )
    for shape in (profile, {"profiles": [profile]}, [profile], {"followers": [profile]}):
        account, seen = read(shape)
        assert isinstance(account, Account)
        assert (account.description, account.url) == ("Light at six.", "https://lamp.example")
        assert (account.verified, account.declares_automation) == (True, True)
        assert isinstance(seen, Observation)
        assert (seen.followers, seen.following, seen.posts) == (10, 20, 30)
        assert (seen.subject, seen.presence) == ("account", Presence.LIVE)
    subject = read({"subject": author(QUAY), "follows": [profile]})
    assert [each.native_id for each in accounts(subject)] == [QUAY, LAMP]
    (plain,) = accounts(read(author(verification={"verifiedStatus": "none"})))
    assert (plain.verified, plain.declares_automation) == (False, None)


def python_names(value: Any) -> Any:
    """An object as the Python library writes it."""
    if isinstance(value, list):
        return [python_names(each) for each in value]
    if not isinstance(value, dict):
        return value
    special = {"$type": "py_type", "$link": "link"}
    return {
        special.get(name, "".join("_" + c.lower() if c.isupper() else c for c in name)): (
            python_names(held)
        )
        for name, held in value.items()
    }


def test_the_names_of_the_python_library_say_the_same() -> None:
    picture = {"$type": "blob", "ref": {"$link": "bafa"}, "mimeType": "image/jpeg"}
    facet = {
        "index": {"byteStart": 0, "byteEnd": 3},
        "features": [{"$type": "app.bsky.richtext.facet#mention", "did": QUAY}],
    }
    record = words(
        embed={"$type": "app.bsky.embed.images", "images": [{"image": picture}]}, facets=[facet]
    )
    rows = [
        {"post": view(record=record), "reason": by(QUAY)},
        quoting(inside(OTHER)),
        {"thread": node(view(), parent=missing(), replies=None)},
        author(followersCount=5),
    ]
    for row in rows:
        assert read(python_names(row)) == read(row)
    (post,) = posts(read(python_names(view(record=record))))
    assert post.media == ("bafa",)
    assert isinstance(BlueskyApi().sniff(Sample("x", json.dumps(python_names(view())))), Claim)


def test_the_records_of_a_repository_are_read_as_those_of_the_network() -> None:
    repost = {"$type": REPOSTS, "createdAt": "2024-10-27T03:33:19Z", "subject": {"uri": OTHER}}
    profile = {"$type": "app.bsky.actor.profile", "displayName": "Lamp keeper"}
    rows = [
        {"uri": URI, "cid": "b", "value": words()},
        {"uri": f"at://{LAMP}/{REPOSTS}/3l7r", "cid": "b", "value": repost},
        {"uri": f"at://{LAMP}/app.bsky.actor.profile/self", "cid": "b", "value": profile},
        {"uri": f"at://{LAMP}/app.bsky.feed.like/3l7l", "cid": "b", "value": {"subject": {}}},
    ]
    found = read({"records": rows, "cursor": "3l7"})
    assert read(*rows) == [msgspec.structs.replace(e, row=e.row + n) for n, e in enumerate(found)]
    first, second = posts(found)
    assert (first.native_id, first.author) == (URI, AccountRef(LAMP))
    assert (first.created_at, first.stated_time) == (1_729_999_999_500_000, None)
    assert (second.kind, second.reposts) == (Kind.REPOST, PostRef(OTHER, AccountRef(QUAY)))
    assert [each.name for each in accounts(found)] == ["Lamp keeper"]


def test_of_a_list_of_who_reposted_the_reposts_are_read_without_a_time() -> None:
    found = read({"uri": URI, "cid": "b", "repostedBy": [author(QUAY)]})
    (post,) = posts(found)
    assert (post.native_id, post.kind) == (f"urn:bluesky:repost:{QUAY}:{URI}", Kind.REPOST)
    assert (post.created_at, post.precision) == (None, None)
    assert post.reposts == PostRef(URI, AccountRef(LAMP))
    assert [each.native_id for each in accounts(found)] == [QUAY]


def test_4cat_says_when_it_looked() -> None:
    row = {**python_names(view()), "4CAT_metadata": {"collected_at": 1730100000.25, "rank": 0}}
    account, post = observations(read(row))
    assert (account.subject, account.observed_at) == ("account", 1_730_100_000_250_000)
    assert (post.subject, post.observed_at) == ("post", 1_730_100_000_250_000)
    assert post.precision is Precision.MILLISECOND
    for odd in (None, "x", True, -1, 1e300):
        row["4CAT_metadata"] = {"collected_at": odd}
        assert observations(read(row))[-1].observed_at is None


tags = st.lists(st.text("abcäö⛴7", min_size=1, max_size=6), max_size=3, unique=True)


@given(st.text(max_size=60), tags, st.booleans(), st.integers(0, 10**6))
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_twitwi_reads_the_same(text: str, named: list[str], reply: bool, likes: int) -> None:
    """Its normaliser for whole posts reads the same account, words, tags, quotes and answers."""
    plain = text.encode("utf-8", "replace").decode().replace("\x00", "")
    start = len(plain.encode())
    features = [{"$type": "app.bsky.richtext.facet#tag", "tag": each} for each in named]
    facets = [
        {"index": {"byteStart": start, "byteEnd": start + 1}, "features": [each]}
        for each in features
    ]
    record = words(text=plain + "#", facets=facets)
    if reply:
        record["reply"] = {name: {"uri": OTHER, "cid": "b"} for name in ("root", "parent")}
    row = quoting(inside(OTHER), likeCount=likes)
    row["record"] = {**record, "embed": row["record"]["embed"]}
    theirs = normalize_post(json.loads(json.dumps(row)))
    post = posts(read(row))[0]
    assert post.author == AccountRef(theirs["user_did"])
    assert post.native_id == theirs["uri"]
    assert post.text == theirs["original_text"]
    assert sorted(each.lower() for each in post.hashtags) == theirs["hashtags"]
    assert post.quotes is not None
    assert post.quotes.native_id == theirs["quoted_uri"]
    answered = post.replies_to.native_id if post.replies_to else None
    assert answered == theirs.get("to_post_uri")
    assert observations(read(row))[0].likes == theirs["like_count"]
