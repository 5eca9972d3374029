"""Two published samples of dumps, counted: figures that need no opinion."""

import io
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import zstandard

from inunison import Case
from inunison.importing import choose
from inunison.opening import open_source
from inunison.records import Kind, Observation, Post, Presence, Record, Reject

pytestmark = pytest.mark.real_data

_WINDOW = 1 << 31


def read(path: Path) -> list[Record | Reject]:
    """Everything that the file's importer makes of it."""
    with open_source(path) as source:
        (member,) = source.members
        importer = choose(source, member)
        assert importer.name == "reddit-dump"
        return list(importer.read(source.stream(member)))


def raw(path: Path) -> list[dict[str, Any]]:
    """The rows as Python's own reader sees them."""
    unpacker = zstandard.ZstdDecompressor(max_window_size=_WINDOW)
    with path.open("rb") as file, unpacker.stream_reader(file) as plain:
        return [json.loads(line) for line in io.TextIOWrapper(plain, encoding="utf-8")]


@pytest.fixture(scope="module")
def comments(real_data: Path) -> tuple[list[Post], list[dict[str, Any]]]:
    """The comments, with their rows; none is rejected."""
    path = real_data / "reddit" / "RC_sample.zst"
    found = read(path)
    assert not [each for each in found if isinstance(each, Reject)]
    return [each for each in found if isinstance(each, Post)], raw(path)


@pytest.fixture(scope="module")
def submissions(real_data: Path) -> tuple[list[Record | Reject], list[dict[str, Any]]]:
    """What becomes of the submissions, with their rows."""
    path = real_data / "reddit" / "RS_sample.zst"
    return read(path), raw(path)


def test_comments(comments: tuple[list[Post], list[dict[str, Any]]]) -> None:
    posts, rows = comments
    assert len(posts) == len(rows) == 5_463
    assert {post.kind for post in posts} == {Kind.COMMENT}
    for post, row in zip(posts, rows, strict=True):
        assert post.native_id == row["name"]
        assert post.replies_to is not None
        assert post.replies_to.native_id == row["parent_id"]
        assert post.created_at == int(row["created_utc"]) * 10**6
        assert post.text == (None if row["body"] in ("[deleted]", "[removed]") else row["body"])
        assert post.space is not None
        assert post.space.name == row["subreddit"]


def test_deleted_is_no_account(comments: tuple[list[Post], list[dict[str, Any]]]) -> None:
    posts, rows = comments
    assert sum(row["author"] == "[deleted]" for row in rows) == 226
    assert sum(post.author is None for post in posts) == 226
    named = {post.author.handle for post in posts if post.author}
    assert not {name for name in named if name and name.startswith("[")}


def test_texts_that_are_gone(comments: tuple[list[Post], list[dict[str, Any]]]) -> None:
    _, rows = comments
    bodies = Counter(row["body"] for row in rows)
    assert (bodies["[deleted]"], bodies["[removed]"]) == (54, 2)


def test_submissions(submissions: tuple[list[Record | Reject], list[dict[str, Any]]]) -> None:
    found, rows = submissions
    kinds = Counter(type(each) for each in found)
    assert kinds == {Post: 3_420 + 6, Observation: 3_420}
    posts = [each for each in found if isinstance(each, Post) and each.collected]
    assert len({post.native_id for post in posts}) == len(rows) == 3_420
    for post, row in zip(posts, rows, strict=True):
        assert post.native_id == row["name"]
        assert (post.text or "").startswith(row["title"])
    assert sum(post.space is None for post in posts) == 5, "advertisements that stand nowhere"


def test_crossposts(submissions: tuple[list[Record | Reject], list[dict[str, Any]]]) -> None:
    posts = [each for each in submissions[0] if isinstance(each, Post)]
    pointing = [post for post in posts if post.collected and (post.quotes or post.reposts)]
    assert len(pointing) == 6
    assert Counter(post.kind for post in pointing) == {Kind.QUOTE: 5, Kind.REPOST: 1}
    inside = {post.native_id for post in posts if not post.collected}
    pointers = [post.quotes or post.reposts for post in pointing]
    assert {each.native_id for each in pointers if each} == inside


def test_submissions_that_are_gone(
    submissions: tuple[list[Record | Reject], list[dict[str, Any]]],
) -> None:
    seen = Counter(each.presence for each in submissions[0] if isinstance(each, Observation))
    assert (seen[Presence.REMOVED], seen[Presence.DELETED]) == (8, 3)


def test_the_same_file_twice_changes_nothing(real_data: Path, tmp_path: Path) -> None:
    case = Case.create(tmp_path / "case", name="Reddit")
    path = real_data / "reddit" / "RS_sample.zst"
    first = case.import_(path)
    before = case.state().id
    again = case.import_(path)
    assert (first.was_known, again.was_known) == (False, True)
    assert case.state().id == before
    assert case.state().summary["counts"]["spaces"] > 100
