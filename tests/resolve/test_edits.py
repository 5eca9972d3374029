"""Versions of one post in the state: who replaced which, and what is known of each."""

from pathlib import Path
from typing import Any

from inunison.identity import uid
from inunison.records import AccountRef, Post, PostRef
from tests.resolve.building import post, resolved, source


def version(row: int, native_id: str, of: str | None, **given: Any) -> Post:
    """A version of a post by account 1."""
    return post(row, native_id, "1", edits=PostRef(of, AccountRef("1")) if of else None, **given)


def test_a_later_version_points_to_the_one_before(tmp_path: Path) -> None:
    records = [version(1, "11", None, text="first"), version(2, "12", "11", text="second")]
    state = resolved(tmp_path, source(tmp_path, "a", records))
    assert state.rows("FROM edits") == [(uid("twitter", "12"), uid("twitter", "11"))]
    assert len(state.rows("FROM says")) == 2


def test_a_version_that_no_row_holds_is_a_post_by_the_same_account(tmp_path: Path) -> None:
    state = resolved(tmp_path, source(tmp_path, "a", [version(1, "12", "11")]))
    found = state.rows("SELECT native_id, account, collected FROM posts ORDER BY native_id")
    assert found == [("11", "twitter:1", False), ("12", "twitter:1", True)]
    assert len(state.rows("FROM posted")) == 2


def test_a_second_file_tells_the_version_before(tmp_path: Path) -> None:
    one = source(tmp_path, "a", [version(1, "12", None)], rank=9)
    other = source(tmp_path, "b", [version(1, "12", "11", collected=False)])
    state = resolved(tmp_path, one, other)
    assert len(state.rows("FROM edits")) == 1


def test_a_post_of_no_stated_kind_keeps_its_words(tmp_path: Path) -> None:
    record = post(1, "11", "1", kind=None, text="so many words", hashtags=("a",), links=("b.c",))
    state = resolved(tmp_path, source(tmp_path, "a", [record]))
    assert state.rows("SELECT kind FROM posts") == [(None,)]
    for table in ("says", "tagged", "links_to"):
        assert len(state.rows(f"FROM {table}")) == 1


def test_its_kind_is_taken_from_a_row_that_tells(tmp_path: Path) -> None:
    silent = source(tmp_path, "a", [post(1, "11", "1", kind=None)], rank=9)
    telling = source(tmp_path, "b", [post(1, "11", "1")])
    assert resolved(tmp_path, silent, telling).rows("SELECT kind FROM posts") == [("post",)]
