"""Records of Bluesky: what a post, a repost and a profile become, whatever wrote them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inunison.records import AccountRef, Kind, Mention, PostRef, Precision
from inunison_importers.base import BadCell
from inunison_importers.bluesky_cells import (
    Address,
    address,
    count,
    handle,
    is_did,
    language,
    received,
    reference,
    times,
)
from inunison_importers.bluesky_content import calls_itself_automated, covered
from inunison_importers.iso_times import Instant, instant
from tests.importers.bluesky_objects import FACET, LAMP, OTHER, POSTS, QUAY, post_of, words

SECOND = 10**6
MORNING = 1_730_000_000 * SECOND  # 2024-10-27T03:33:20Z


@pytest.mark.parametrize(
    ("text", "after", "precision"),
    [
        ("2024-10-27T03:33:20Z", 0, Precision.SECOND),
        ("2024-10-27T03:33:20.000Z", 0, Precision.SECOND),
        ("2024-10-27T03:33:20.250Z", 250_000, Precision.MILLISECOND),
        ("2024-10-27T03:33:20.250999Z", 250_000, Precision.MILLISECOND),
        ("2024-10-27T03:33:20.250999123Z", 250_000, Precision.MILLISECOND),
        ("2024-10-27T03:33:20+00:00", 0, Precision.SECOND),
        ("2024-10-26T22:33:20-05:00", 0, Precision.SECOND),
        ("2024-10-27T09:03:20.5+05:30", 500_000, Precision.MILLISECOND),
    ],
)
def test_times_are_read_in_every_spelling(text: str, after: int, precision: Precision) -> None:
    assert instant(text) == Instant(MORNING + after, precision)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2024-10-27",
        "2024-10-27T03:33:20",
        "2024-10-27 03:33:20Z",
        "2024-13-27T03:33:20Z",
        "2024-10-27T25:33:20Z",
        "0001-01-01T00:00:00Z",
        "1969-12-31T23:59:59Z",
        "9999-12-31T23:59:59-23:59:59",
        "٢٠٢٤-10-27T03:33:20Z",
        "27 Oct 2024",
        1_730_000_000,
        None,
    ],
)
def test_what_is_no_time_is_none(text: Any) -> None:
    assert instant(text) is None


def test_the_last_hour_of_the_last_year_is_no_failure() -> None:
    assert instant("9999-12-31T23:59:59Z") == Instant(253_402_300_799 * SECOND, Precision.SECOND)


def test_the_time_of_the_network_counts_and_that_of_the_record_is_kept() -> None:
    seen = Instant(MORNING + 7, Precision.MILLISECOND)
    near = times("2024-10-27T04:33:19Z", seen)
    assert near == (seen.at, Precision.MILLISECOND, "2024-10-27T04:33:19Z", False)
    far = times("2024-10-27T02:33:19Z", seen)
    assert far == (seen.at, Precision.MILLISECOND, "2024-10-27T02:33:19Z", True)
    assert times("yesterday", seen) == (seen.at, Precision.MILLISECOND, "yesterday", False)
    assert times(None, seen) == (seen.at, Precision.MILLISECOND, None, False)
    assert times(5, seen) == (seen.at, Precision.MILLISECOND, None, False)


def test_what_a_record_claims_is_its_time_where_there_is_no_other() -> None:
    assert times("2024-10-27T03:33:20Z", None) == (MORNING, Precision.SECOND, None, False)
    assert times("yesterday", None) == (None, None, "yesterday", False)
    assert times("y" * 1000, None) == (None, None, "y" * 64, False)
    assert times(None, None) == (None, None, None, False)


@pytest.mark.parametrize("value", ["1", 1.0, -1, True, 1 << 53, None])
def test_the_time_of_the_stream_is_a_whole_number(value: Any) -> None:
    with pytest.raises(BadCell, match=r"^time_us is not a time in microseconds since 1970$"):
        received(value, "time_us")


@pytest.mark.parametrize(
    "text",
    [
        "at://lamp.tarvenport.example/app.bsky.feed.post/3l7",
        f"at://{LAMP}/app.bsky.feed.post",
        f"at://{LAMP}/app.bsky.feed.post/",
        f"at://{LAMP}/app.bsky.feed.post/a b",
        f"at://{LAMP}/app.bsky.feed.post/3l7\n",
        "https://bsky.app/profile/lamp/post/3l7",
        "at://did:plc:" + "a" * 300 + "/app.bsky.feed.post/3l7",
        5,
        None,
    ],
)
def test_what_is_no_address_is_refused(text: Any) -> None:
    with pytest.raises(BadCell, match=r"^uri is not an address such as at://did:plc:"):
        address(text, "uri")
    assert reference(text) is None


def test_an_address_names_its_account() -> None:
    assert address(OTHER, "uri") == Address(QUAY, POSTS, "3l7zzzzzzzz2z")
    assert reference(OTHER) == PostRef(OTHER, AccountRef(QUAY))
    web = "at://did:web:ferry.tarvenport.example%3A8080/app.bsky.feed.post/self"
    assert reference(web) == PostRef(web, AccountRef("did:web:ferry.tarvenport.example%3A8080"))
    assert reference(f"at://{QUAY}/app.bsky.feed.generator/boats") is None


def test_a_handle_that_leads_nowhere_is_none() -> None:
    assert handle("lamp.tarvenport.example") == "lamp.tarvenport.example"
    assert handle("@lamp.tarvenport.example") == "lamp.tarvenport.example"
    for nothing in ("handle.invalid", "lamp", "", " lamp.example", "lamp.example.", "a" * 300, 5):
        assert handle(nothing) is None


def test_small_values_that_are_something_else_are_none() -> None:
    assert (language(["de", "en"]), language([]), language([5]), language("de")) == (
        "de",
        None,
        None,
        None,
    )
    assert language(["x" * 99]) == "x" * 35
    assert [count(each) for each in (0, 7, -1, True, 1.5, "7", 10**30, None)] == [
        0,
        7,
        *[None] * 6,
    ]
    assert is_did(LAMP)
    assert not is_did("plc:lamp")


def test_a_facet_counts_bytes() -> None:
    text = "⛴️ #Fähre"
    start = len("⛴️ ".encode())
    assert covered(text, {"byteStart": start, "byteEnd": start + 7}) == "#Fähre"
    assert covered(text, {"byteStart": 1, "byteEnd": 4}) is None, "it cuts a letter in two"
    for wrong in (None, {}, {"byteStart": 3, "byteEnd": 3}, {"byteStart": -1, "byteEnd": 3}):
        assert covered(text, wrong) is None
    assert covered(text, {"byteStart": 500, "byteEnd": 510}) is None
    assert covered(None, {"byteStart": 0, "byteEnd": 1}) is None


@given(st.text(max_size=30), st.text("äöx⛴", min_size=1, max_size=8), st.text(max_size=30))
def test_a_tag_is_found_under_its_facet(before: str, tag: str, after: str) -> None:
    start = len(before.encode("utf-8", "replace"))
    text = before.encode("utf-8", "replace").decode() + "#" + tag + after
    index = {"byteStart": start, "byteEnd": start + len(("#" + tag).encode())}
    facet = {"index": index, "features": [{"$type": FACET + "tag"}]}
    assert post_of(words(text=text, facets=[facet])).hashtags == (tag,)


@pytest.mark.parametrize("kind", ["facet#tag", "facet#Tag", "facet.tag", "tag#tag"])
def test_programs_write_the_kind_of_a_feature_in_several_ways(kind: str) -> None:
    odd = {"features": [{"$type": "app.bsky.richtext." + kind, "tag": "a"}]}
    assert post_of(words(facets=[odd])).hashtags == ("a",)
    named = {"features": [{"$type": FACET + "hashtag", "hashtag": "b"}]}
    assert post_of(words(facets=[named])).hashtags == ("b",)
    index = {"byteStart": 0, "byteEnd": 3}
    without = {"index": index, "features": [{"$type": "app.bsky.richtext." + kind}]}
    assert post_of(words(facets=[without])).hashtags == (), "it covers no hashtag"


def facet(kind: str, **fields: Any) -> dict[str, Any]:
    """A facet over the first letter."""
    return {
        "index": {"byteStart": 0, "byteEnd": 1},
        "features": [{"$type": FACET + kind, **fields}],
    }


def test_facets_say_what_stands_in_a_text() -> None:
    made = post_of(
        words(
            text="www.boats.example/lo... @lamp #a #b",
            facets=[
                facet("link", uri="https://www.boats.example/long"),
                facet("link", uri="https://www.boats.example/long"),
                facet("mention", did=QUAY),
                facet("mention", did=QUAY),
                facet("tag", tag="a"),
                facet("tag", tag="#b"),
                facet("tag", tag="a"),
            ],
            tags=["c", "a", " ", 7],
        )
    )
    assert made.text == "www.boats.example/lo... @lamp #a #b", "the text is as it was written"
    assert made.links == ("https://www.boats.example/long",)
    assert made.mentions == (Mention(AccountRef(QUAY)),), "the words under it are the writer's"
    assert made.hashtags == ("a", "b", "c")


@pytest.mark.parametrize(
    "facets",
    [
        "none",
        {},
        [None, 5, "x", []],
        [{"features": "x"}, {"features": [None, 7, {}]}, {}],
        [facet("link", uri=5), facet("link", uri="at://x"), facet("link")],
        [facet("mention", did="lamp"), facet("mention"), facet("mention", did=None)],
        [facet("tag", tag=5), facet("option", number=1)],
        [{"features": [{"$type": "blue.poll.facet#vote", "uri": "https://x.example"}]}],
    ],
)
def test_facets_of_no_known_kind_cost_nothing(facets: Any) -> None:
    made = post_of(words(facets=facets))
    assert (made.text, made.links, made.mentions, made.hashtags) == (
        "The lamp is lit.",
        (),
        (),
        (),
    )


def blob(cid: str) -> dict[str, Any]:
    """A picture as a record names it."""
    return {"$type": "blob", "ref": {"$link": cid}, "mimeType": "image/jpeg", "size": 9}


def embed(kind: str, **fields: Any) -> dict[str, Any]:
    """Something shown below a text."""
    return {"$type": f"app.bsky.embed.{kind}", **fields}


def test_pictures_and_films_are_told_by_their_content() -> None:
    images = embed("images", images=[{"image": blob("bafa")}, {"image": blob("bafb")}])
    assert post_of(words(embed=images)).media == ("bafa", "bafb")
    again = embed("images#main", images=[{"image": blob("bafa")}, {"image": blob("bafa")}])
    assert post_of(words(embed=again)).media == ("bafa",)
    assert post_of(words(embed=embed("video", video=blob("bafv")))).media == ("bafv",)
    old = embed("images", images=[{"image": {"cid": "bafo", "mimeType": "image/png"}}])
    assert post_of(words(embed=old)).media == ("bafo",)


def test_a_card_is_a_link_and_an_animation_is_none() -> None:
    card = embed("external", external={"uri": "https://boats.example/1", "title": "Boats"})
    made = post_of(words(embed=card, facets=[facet("link", uri="https://boats.example/1")]))
    assert (made.links, made.media) == (("https://boats.example/1",), ())
    moving = "https://media.tenor.com/x/lamp.gif?hh=498&ww=498"
    made = post_of(words(embed=embed("external", external={"uri": moving})))
    assert (made.links, made.media) == ((), (moving,))


def test_a_post_that_is_shown_is_quoted() -> None:
    shown = {"uri": OTHER, "cid": "bafc"}
    made = post_of(words(embed=embed("record", record=shown)))
    assert (made.kind, made.quotes) == (Kind.QUOTE, PostRef(OTHER, AccountRef(QUAY)))
    beside = embed("images", images=[{"image": blob("bafa")}])
    both = embed("recordWithMedia", record=embed("record", record=shown), media=beside)
    made = post_of(words(embed=both))
    assert (made.kind, made.quotes, made.media) == (
        Kind.QUOTE,
        PostRef(OTHER, AccountRef(QUAY)),
        ("bafa",),
    )


def test_a_feed_that_is_shown_is_no_quote() -> None:
    feed = {"uri": f"at://{QUAY}/app.bsky.feed.generator/boats", "cid": "bafc"}
    made = post_of(words(embed=embed("record", record=feed)))
    assert (made.kind, made.quotes, made.links) == (Kind.POST, None, ())


@pytest.mark.parametrize(
    "shown",
    [
        "x",
        7,
        [],
        {"images": []},
        {"$type": 5},
        {"$type": "example.boats.embed#race", "record": {"uri": OTHER}},
        embed("images", images="x"),
        embed("images", images=[None, {"image": 5}, {"image": {"ref": 5}}, {"image": {}}]),
        embed("images", images=[{"image": blob("")}, {"image": blob("b" * 999)}]),
        embed("video"),
        embed("external", external=["https://x.example"]),
        embed("external", external={"uri": "at://x"}),
        embed("record", record={"uri": 7}),
        embed("recordWithMedia", record=5, media=embed("recordWithMedia", media={})),
        embed("gallery", items=[{"image": blob("bafa")}]),
    ],
)
def test_an_embed_of_no_known_kind_costs_nothing(shown: Any) -> None:
    made = post_of(words(embed=shown))
    assert (made.text, made.kind, made.media, made.links) == (
        "The lamp is lit.",
        Kind.POST,
        (),
        (),
    )


def test_a_reply_answers_its_parent() -> None:
    root = {"uri": f"at://{LAMP}/{POSTS}/root", "cid": "bafr"}
    made = post_of(words(reply={"root": root, "parent": {"uri": OTHER, "cid": "bafp"}}))
    assert (made.kind, made.replies_to) == (Kind.REPLY, PostRef(OTHER, AccountRef(QUAY)))
    made = post_of(words(reply={"root": root}))
    assert made.replies_to == PostRef(root["uri"], AccountRef(LAMP))
    quoted = embed("record", record={"uri": OTHER})
    made = post_of(words(reply={"root": root, "parent": root}, embed=quoted))
    assert (made.kind, made.quotes) == (Kind.REPLY, PostRef(OTHER, AccountRef(QUAY)))


def test_a_reply_to_what_cannot_be_read_is_one_still() -> None:
    for odd in ({"parent": {"uri": "x"}}, {"parent": 5}, "x"):
        made = post_of(words(reply=odd))
        assert (made.kind, made.replies_to) == (Kind.REPLY, None)


def test_a_program_may_name_itself() -> None:
    assert post_of(words(via="harbour-bridge")).client == "harbour-bridge"
    assert post_of(words(via={"x": 1})).client is None
    assert post_of(words(via="x" * 999)).client == "x" * 200


def test_only_an_account_itself_says_that_it_is_automated() -> None:
    own = {"$type": "com.atproto.label.defs#selfLabels", "values": [{"val": "bot"}]}
    assert calls_itself_automated(own) is True
    assert calls_itself_automated([{"src": LAMP, "val": "bot"}], LAMP) is True
    assert calls_itself_automated([{"src": QUAY, "val": "bot"}], LAMP) is None
    assert calls_itself_automated([{"src": LAMP, "val": "bot", "neg": True}], LAMP) is None
    assert calls_itself_automated([{"src": LAMP, "val": "!no-unauthenticated"}], LAMP) is None
    for odd in (None, 5, {"values": 5}, [None]):
        assert calls_itself_automated(odd) is None
