"""Columns of a part: what a record says comes back from them, value by value."""

from typing import Any

import msgspec
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from inunison.records import (
    Account,
    AccountRef,
    Article,
    Kind,
    Mention,
    Observation,
    Post,
    PostRef,
    Precision,
    Space,
)
from inunison.sources import parts

NOON = 1_541_419_200_000_000  # 2018-11-05T12:00:00Z
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
MAYBE = st.none() | TEXTS
WHOLE = st.none() | st.integers(-(1 << 63), (1 << 63) - 1)
NAMES = st.builds(AccountRef, native_id=MAYBE, handle=MAYBE)
POINTERS = st.none() | st.builds(
    PostRef,
    native_id=TEXTS,
    author=st.none() | NAMES,
    author_inferred=st.booleans(),
    created_at=WHOLE,
    precision=st.none() | st.sampled_from(Precision),
)
LISTS = st.lists(TEXTS, max_size=3).map(tuple)
POSTS = st.builds(
    Post,
    row=st.integers(1, 99),
    platform=TEXTS,
    native_id=TEXTS,
    author=st.none() | NAMES,
    kind=st.sampled_from(Kind),
    created_at=WHOLE,
    precision=st.none() | st.sampled_from(Precision),
    text=MAYBE,
    text_repaired=st.booleans(),
    reposts=POINTERS,
    quotes=POINTERS,
    replies_to=POINTERS,
    mentions=st.lists(NAMES.map(Mention), max_size=3).map(tuple),
    hashtags=LISTS,
    links=LISTS,
    media=LISTS,
    space=st.none() | st.builds(Space, kind=TEXTS, name=TEXTS, native_id=MAYBE),
    collected=st.booleans(),
)


def pointer(told: PostRef | None) -> dict[str, Any] | None:
    if told is None:
        return None
    author = told.author or AccountRef()
    return {
        "native_id": told.native_id,
        "author_id": author.native_id,
        "author_handle": author.handle,
        "author_inferred": told.author_inferred,
        "created_at": told.created_at,
        "precision": told.precision,
    }


def expected(post: Post) -> dict[str, Any]:
    """What the columns are to hold, said value by value."""
    said = msgspec.to_builtins(post)
    author = post.author or AccountRef()
    del said["author"]
    return {
        **said,
        "member": 3,
        "row": post.row + 10,
        "author_id": author.native_id,
        "author_handle": author.handle,
        "reposts": pointer(post.reposts),
        "quotes": pointer(post.quotes),
        "replies_to": pointer(post.replies_to),
        "mentions": [msgspec.to_builtins(each.account) for each in post.mentions],
        "hashtags": list(post.hashtags),
        "links": list(post.links),
        "media": list(post.media),
    }


@given(posts=st.lists(POSTS, min_size=1, max_size=8))
@settings(deadline=None)
def test_posts_come_back_as_they_were_said(posts: list[Post]) -> None:
    batch = parts.batch("posts", posts, 3, offset=10)
    batch.validate(full=True)
    assert batch.schema.equals(parts.POSTS)
    assert batch.to_pylist() == [expected(post) for post in posts]


def test_accounts_and_observations_have_the_columns_of_their_fields() -> None:
    account = Account(row=1, platform="tiny", handle="mina", verified=True)
    (row,) = parts.batch("accounts", [account], 0).to_pylist()
    assert row == {"member": 0, **msgspec.to_builtins(account)}
    seen = Observation(row=2, platform="tiny", subject="post", native_id="p", likes=7)
    (row,) = parts.batch("observations", [seen], 0).to_pylist()
    assert row == {"member": 0, **msgspec.to_builtins(seen)}


def test_an_article_stands_on_no_platform_and_keeps_what_it_says() -> None:
    article = Article(row=7, title="A page", url="https://page.example/a", published=NOON)
    (row,) = parts.batch("articles", [article], 2, offset=3).to_pylist()
    assert row == {**msgspec.to_builtins(article), "member": 2, "row": 10}
    assert "platform" not in parts.ARTICLES.names


def test_the_columns_of_parquet_are_named_by_their_paths() -> None:
    leaves = dict(parts.leaves(parts.POSTS))
    assert len(leaves) == len(parts.leaves(parts.POSTS))
    assert leaves["row"] == pa.int64()
    assert leaves["replies_to.precision"] == pa.string()
    assert leaves["mentions.list.element.handle"] == pa.string()
    assert [path for path in leaves if path.startswith("space")] == [
        "space.kind",
        "space.name",
        "space.native_id",
    ]


def test_values_that_rows_share_are_listed_once() -> None:
    shared = [path for path, _ in parts.leaves(parts.POSTS) if parts.repeats(path)]
    assert {"author_id", "replies_to.author_id", "mentions.list.element.native_id"} <= {*shared}
    assert {"native_id", "text", "created_at", "replies_to.native_id"}.isdisjoint(shared)
