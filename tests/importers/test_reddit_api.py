"""Answers of Reddit's interface: listings, trees of comments, stubs, profiles."""

import json
from typing import Any

import pytest
from hypothesis import given
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
    Record,
    Reject,
)
from inunison_importers.base import Claim, Refusal, Sample, TextLines
from inunison_importers.reddit_api import RedditApi
from tests.importers.reddit_lines import comment, read_rows, submission

STUB = "a stub of the interface stands for comments that were not fetched"


def listing(*children: Any) -> dict[str, Any]:
    """A listing of things."""
    return {"kind": "Listing", "data": {"after": None, "dist": 1, "children": list(children)}}


def t1(*replies: Any, **fields: Any) -> dict[str, Any]:
    """A comment with answers."""
    row = comment(**fields)
    return {
        "kind": "t1",
        "data": {**row, "name": f"t1_{row['id']}", "replies": listing(*replies) if replies else ""},
    }


def t3(**fields: Any) -> dict[str, Any]:
    """A submission."""
    row = submission(**fields)
    return {"kind": "t3", "data": {**row, "name": f"t3_{row['id']}"}}


def more(*ids: str) -> dict[str, Any]:
    """A stub."""
    return {"kind": "more", "data": {"count": len(ids), "children": list(ids), "id": "_"}}


def thread(*comments: Any) -> list[Any]:
    """A submission with its comments, as the interface gives them."""
    return [listing(t3()), listing(*comments)]


def read_text(text: str) -> list[Record | Reject]:
    """What the importer makes of a file."""
    return list(RedditApi().read(TextLines(text)))


def read(*values: Any, indent: int | None = None) -> list[Record | Reject]:
    """What the importer makes of some documents."""
    return read_text("".join(json.dumps(each, indent=indent) + "\n" for each in values))


def posts(*values: Any, indent: int | None = None) -> list[str]:
    """The ids of the posts in some documents."""
    return [each.native_id for each in read(*values, indent=indent) if isinstance(each, Post)]


def reason(value: Any) -> str:
    """Why a document is rejected."""
    (found,) = read(value)
    assert isinstance(found, Reject), found
    return found.reason


def test_things_become_what_the_rows_of_a_dump_become() -> None:
    rows = [submission(), comment(), comment(id="gq1aa07", body="[removed]")]
    things = [t3(), t1(), t1(id="gq1aa07", body="[removed]")]
    for row, thing in zip(rows, things, strict=True):
        assert read(thing) == read_rows(row)
        assert read(listing(thing)) == read_rows(row)


def test_a_tree_of_comments_is_walked_from_above() -> None:
    deep = t1(t1(id="gq1aa03", parent_id="t1_gq1aa02"), id="gq1aa02", parent_id="t1_gq1aa01")
    found = read(thread(t1(deep, t1(id="gq1aa04")), t1(id="gq1aa05")))
    made = [each for each in found if isinstance(each, Post)]
    assert [each.native_id for each in made] == [
        "t3_lz9ab1",
        "t1_gq1aa01",
        "t1_gq1aa02",
        "t1_gq1aa03",
        "t1_gq1aa04",
        "t1_gq1aa05",
    ]
    assert made[3].replies_to == PostRef("t1_gq1aa02")
    assert made[3].kind is Kind.COMMENT


def test_stubs_are_counted() -> None:
    found = read(thread(t1(more("a", "b")), more("c")))
    stubs = [each for each in found if isinstance(each, Reject)]
    assert [(each.row, each.reason, each.excerpt) for each in stubs] == [(1, STUB, "")] * 2


def test_the_answer_to_load_more() -> None:
    answer = {"json": {"errors": [], "data": {"things": [t1(), more("a")]}}}
    found = read(answer)
    assert [type(each) for each in found if not isinstance(each, Observation)] == [Post, Reject]
    assert read({"json": {"errors": []}}) == [
        Reject(1, "it is no submission, comment or profile", '{"json": {"errors": []}}\n'.strip())
    ]


@pytest.mark.parametrize("indent", [None, 1, 4])
def test_one_document_an_array_or_lines(indent: int | None) -> None:
    assert posts(listing(t3(), t3(id="b")), indent=indent) == ["t3_lz9ab1", "t3_b"]
    assert posts(thread(t1()), indent=indent) == ["t3_lz9ab1", "t1_gq1aa01"]
    assert posts(t3(), t1(), listing(t3(id="b")), indent=indent) == [
        "t3_lz9ab1",
        "t1_gq1aa01",
        "t3_b",
    ]


def test_what_is_removed_or_deleted_is_known_without_a_time() -> None:
    post, look = read(t1(body="[deleted]", author="[deleted]"))
    assert isinstance(post, Post)
    assert (post.author, post.text) == (None, None)
    assert isinstance(look, Observation)
    assert (look.presence, look.observed_at) == (Presence.DELETED, None)
    taken = read(t3(removed_by_category="moderator", selftext="[removed]"))[-1]
    assert isinstance(taken, Observation)
    assert taken.presence is Presence.REMOVED


def test_a_crosspost_shows_its_original() -> None:
    original = {**submission(id="orig1"), "name": "t3_orig1"}
    found = read(t3(crosspost_parent="t3_orig1", crosspost_parent_list=[original]))
    shown, own = (each for each in found if isinstance(each, Post))
    assert (shown.native_id, shown.collected) == ("t3_orig1", False)
    assert own.kind is Kind.REPOST
    assert own.reposts is not None
    assert own.reposts.native_id == "t3_orig1"


def test_a_profile_becomes_an_account() -> None:
    data = {
        "id": "10lor",
        "name": "lorcan_w",
        "created_utc": 1500000000.0,
        "subreddit": {"public_description": "Ferries."},
    }
    assert read({"kind": "t2", "data": data}) == [
        Account(
            row=1,
            platform="reddit",
            native_id="t2_10lor",
            handle="lorcan_w",
            description="Ferries.",
            created_at=1_500_000_000 * 10**6,
            created_precision=Precision.SECOND,
        )
    ]
    gone = {"kind": "t2", "data": {"name": "lorcan_w", "is_suspended": True}}
    (seen,) = read(gone)
    assert isinstance(seen, Observation)
    assert (seen.subject, seen.handle, seen.presence) == (
        "account",
        "lorcan_w",
        Presence.SUSPENDED,
    )
    assert reason({"kind": "t2", "data": {}}) == "a profile has neither id nor name"
    assert reason({"kind": "t2", "data": {"id": "?"}}) == "id is not a full name such as t1_abc"
    long = {"id": "a", "subreddit": {"public_description": "x" * 10_001}}
    assert reason({"kind": "t2", "data": long}) == "public_description is longer than any profile"


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ({"kind": "t5", "data": {"id": "2tarv"}}, "it is no submission, comment or profile"),
        ({"kind": "t1", "data": {"title": "x", "id": "a"}}, "its kind and its fields do not agree"),
        ({"kind": "t3"}, "its JSON ends too early"),
        ({"kind": "t1", "data": {"id": "?", "body": "x"}}, "id is not an id"),
        (
            {"kind": "t1", "data": {"id": "a", "body": 5}},
            "body is not as the format has it: expected `str | null`, got `int`",
        ),
        (
            {"kind": 5},
            "kind is not as the format has it: expected `str | null`, got `int`",
        ),
        (7, "the document is not as the format has it: expected `object`, got `int`"),
    ],
)
def test_what_is_refused(value: Any, why: str) -> None:
    assert reason(value) == why


def test_one_odd_comment_takes_no_other_with_it() -> None:
    odd = {"kind": "t1", "data": {"id": 5}}
    found = read(thread(t1(odd, t1(id="gq1aa02")), 5, t1(id="gq1aa03")))
    assert sum(isinstance(each, Reject) for each in found) == 2
    assert len([each for each in found if isinstance(each, Post)]) == 4


def test_the_author_has_its_id() -> None:
    (post, *_) = read(t1(author_fullname="t2_10lor"))
    assert isinstance(post, Post)
    assert post.author == AccountRef("t2_10lor", "lorcan_w")


def test_a_tree_that_is_deeper_than_any_ends_in_a_reject() -> None:
    deep: Any = ""
    for _ in range(100):
        deep = listing({"kind": "t1", "data": {**comment(), "replies": deep}})
    assert len(posts(deep)) == 100
    text = '{"kind":"Listing","data":' * 100_000
    assert [type(each) for each in read_text(text)] == [Reject]


def test_what_is_claimed() -> None:
    def answer(*values: Any) -> Claim | Refusal:
        text = "".join(json.dumps(each) + "\n" for each in values)
        return RedditApi().sniff(Sample("x", text))

    assert answer(listing(t3())) == Claim("listings of Reddit")
    assert answer(thread(t1())) == Claim("listings of Reddit")
    assert answer(listing()) == Claim("listings of Reddit")
    assert answer(t1(), listing()) == Claim("listings of Reddit and things of Reddit")
    assert answer({"json": {"data": {"things": []}}}) == Claim("answers to load more")
    others: list[Any] = [
        comment(),
        {"kind": "youtube#video", "data": {"id": "a"}},
        {"kind": "Listing", "data": {"children": [{"kind": "x"}]}},
        {"kind": "t3"},
        {"data": {"children": []}},
    ]
    for other in others:
        assert isinstance(answer(other), Refusal)


trees: st.SearchStrategy[list[Any]] = st.recursive(
    st.just([]), lambda inner: st.lists(inner, max_size=3), max_leaves=12
)


@given(trees)
def test_every_comment_of_a_tree_comes_back_under_its_parent(tree: list[Any]) -> None:
    expected: list[tuple[str, str]] = []

    def grown(branches: list[Any], parent: str) -> list[Any]:
        made = []
        for branch in branches:
            own = f"c{len(expected)}"
            expected.append((f"t1_{own}", parent))
            made.append(t1(*grown(branch, f"t1_{own}"), id=own, parent_id=parent))
        return made

    document = listing(*grown(tree, "t3_lz9ab1"))
    found = [each for each in read(document) if isinstance(each, Post)]
    answered = [(each.native_id, each.replies_to and each.replies_to.native_id) for each in found]
    assert answered == expected
