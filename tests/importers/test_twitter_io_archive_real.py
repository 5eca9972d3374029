"""A whole published release, counted: figures that need no opinion."""

import contextlib
import csv
import io
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from inunison.errors import SourceError
from inunison.importing import choose, verdicts
from inunison.opening import open_source
from inunison.records import Account, Kind, Observation, Post, Record, Reject
from inunison_importers.hashed_handles import is_hash
from inunison_importers.text_lists import read_list

pytestmark = pytest.mark.real_data

_NAME = "thailand_092020_{}_csv_hashed.zip"


def read(path: Path) -> list[Record | Reject]:
    """Everything that the file's importer makes of it."""
    with open_source(path) as source:
        (member,) = source.members
        assert choose(source, member).name == "twitter-io-archive"
        return list(choose(source, member).read(source.stream(member)))


@pytest.fixture(scope="module")
def folder(real_data: Path) -> Path:
    """The folder of the release."""
    return real_data / "twitter_io_archive"


@pytest.fixture(scope="module")
def posts(folder: Path) -> list[Post]:
    """Its posts, no row of which is rejected."""
    found = read(folder / _NAME.format("tweets"))
    kinds = Counter(type(each) for each in found)
    assert kinds == {Post: 21_385, Account: 455, Observation: 21_385 + 455}
    return [each for each in found if isinstance(each, Post)]


@pytest.fixture(scope="module")
def listed(folder: Path) -> set[str]:
    """The ids of its accounts."""
    found = read(folder / _NAME.format("users"))
    assert Counter(type(each) for each in found) == {Account: 926, Observation: 926}
    accounts = [each for each in found if isinstance(each, Account)]
    assert all(each.native_id and is_hash(each.native_id) for each in accounts)
    assert all(each.handle is None and each.name is None for each in accounts)
    return {each.native_id for each in accounts if each.native_id}


@pytest.fixture(scope="module")
def raw(folder: Path) -> list[dict[str, str]]:
    """The rows as Python's own reader sees them, in the same order."""
    with zipfile.ZipFile(folder / _NAME.format("tweets")) as archive:
        content = archive.read(archive.namelist()[0]).decode()
    return list(csv.DictReader(io.StringIO(content, newline="")))


def author(post: Post) -> str:
    """Who wrote a post."""
    assert post.author is not None
    assert post.author.native_id is not None
    return post.author.native_id


def test_accounts(posts: list[Post], listed: set[str]) -> None:
    assert len(listed) == 926
    assert len({author(post) for post in posts} & listed) == 455
    assert {author(post) for post in posts} <= listed


def test_posts_and_reposts(posts: list[Post]) -> None:
    assert len({post.native_id for post in posts}) == 21_385
    kinds = Counter(post.kind for post in posts)
    assert kinds[Kind.REPOST] == 11_199
    assert kinds == {Kind.REPOST: 11_199, Kind.REPLY: 6_844, Kind.QUOTE: 2_241, Kind.POST: 1_101}


def test_reposts_of_posts_inside(posts: list[Post], listed: set[str]) -> None:
    ids = {post.native_id for post in posts}
    pointers = [post.reposts for post in posts if post.reposts]
    assert len(pointers) == 11_199
    inside = [each for each in pointers if each.native_id in ids]
    stated = [each for each in pointers if not each.author_inferred]
    assert len(inside) == len(stated) == 437
    assert inside == stated
    by_id = {post.native_id: author(post) for post in posts}
    assert all(each.author and each.author.native_id == by_id[each.native_id] for each in inside)
    assert all(each.author for each in pointers)


def test_the_minute_of_the_id_is_the_stated_minute(posts: list[Post]) -> None:
    assert sum(not post.time_conflict for post in posts) == 21_385
    assert all(post.stated_time and post.precision == "millisecond" for post in posts)


def test_replies_to_listed_accounts(
    posts: list[Post], listed: set[str], raw: list[dict[str, str]]
) -> None:
    """63 rows name one: 59 answer a post, 4 only begin with a mention."""
    rows = [
        (post, cells["in_reply_to_userid"])
        for post, cells in zip(posts, raw, strict=True)
        if cells["in_reply_to_userid"] in listed
    ]
    assert len(rows) == 63
    answers = [
        post
        for post in posts
        if post.replies_to and post.replies_to.author
        if post.replies_to.author.native_id in listed
    ]
    assert len(answers) == 59
    for post, answered in rows:
        if post.replies_to is None:
            assert answered in {each.account.native_id for each in post.mentions}


def test_hashed_mentions(posts: list[Post], raw: list[dict[str, str]]) -> None:
    """The files list 493; 437 of them are only the RT prefix; one more stands in a text alone."""
    listed = Counter(
        entry for cells in raw for entry in read_list(cells["user_mentions"]) if is_hash(entry)
    )
    assert listed.total() == 493
    kept = sum(is_hash(each.account.native_id or "") for post in posts for each in post.mentions)
    prefixes = sum(
        is_hash(post.reposts.author.native_id or "")
        for post in posts
        if post.reposts and post.reposts.author
    )
    assert (kept, prefixes) == (493 - 437 + 1, 437)


def test_texts_are_as_in_the_file(posts: list[Post], raw: list[dict[str, str]]) -> None:
    for post, cells in zip(posts, raw, strict=True):
        assert post.native_id == cells["tweetid"]
        assert (post.text or "") == cells["tweet_text"]
        assert not post.text_repaired
    assert sum("\n" in (post.text or "") for post in posts) == 5_901


def test_rows_are_the_lines_on_which_they_begin(posts: list[Post], folder: Path) -> None:
    with open_source(folder / _NAME.format("tweets")) as source:
        lines = list(source.stream(source.members[0]))
    for post in posts:
        assert lines[post.row - 1].startswith(f'"{post.native_id}",')


def test_what_lies_beside_the_release_is_not_claimed(folder: Path) -> None:
    with open_source(folder / "outside_accounts_lookup.csv") as source:
        answers = verdicts(source.head(source.members[0]))
    assert not [
        each for each in answers if each.importer.name == "twitter-io-archive" and each.claimed
    ]


def test_other_formats_are_not_claimed(real_data: Path) -> None:
    for path in sorted(real_data.glob("*/*")):
        if path.parent.name == "twitter_io_archive" or not path.is_file():
            continue
        if path.suffix not in {".csv", ".gz", ".zst", ".json", ".jsonl"}:
            continue
        answers = []
        with contextlib.suppress(SourceError), open_source(path) as source:
            answers = verdicts(source.head(source.members[0]))
        assert not [each for each in answers if each.claimed and "io-archive" in each.importer.name]
