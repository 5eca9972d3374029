"""The demo's Reddit files: in the dumps' form, and the thread that stands in them."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import zstandard

from inunison.demo import COMMENTS, SUBMISSIONS, Thread, story, thread, write_demo
from inunison.demo.dumps import comments_dump, submissions_dump, write_zst
from inunison.demo.forum import SUBREDDITS, tell_forum
from inunison.demo.traffic import END_MS, START_MS
from inunison.demo.words import HEADLINE, HEADLINE_LINK, SENTENCE
from inunison.records import Account, Kind, Observation, Post, Presence, Record, Reject
from inunison.text import fingerprint
from inunison.text.links import canonical
from tests.test_demo_files import read


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> list[Record | Reject]:
    """Everything in the two files."""
    folder = tmp_path_factory.mktemp("demo")
    write_demo(folder)
    return [*read(folder / SUBMISSIONS), *read(folder / COMMENTS)]


@pytest.fixture(scope="module")
def posts(found: list[Record | Reject]) -> dict[str, Post]:
    """The posts by id, originals inside crossposts left out."""
    return {each.native_id: each for each in found if isinstance(each, Post) and each.collected}


@pytest.fixture(scope="module")
def facts() -> Thread:
    """What the files hold."""
    return thread()


def rows(dump: str) -> list[dict[str, Any]]:
    """The rows of a dump."""
    return [json.loads(line) for line in dump.splitlines()]


def test_nothing_is_rejected_and_every_account_is_known_by_its_id(
    found: list[Record | Reject],
) -> None:
    assert not [each for each in found if isinstance(each, Reject)]
    accounts = {each.native_id: each.handle for each in found if isinstance(each, Account)}
    assert len(accounts) == len(set(accounts.values())) == 60


def test_its_size(posts: dict[str, Post]) -> None:
    kinds = Counter(post.kind for post in posts.values())
    assert kinds == {Kind.COMMENT: 269, Kind.POST: 47, Kind.REPOST: 1}
    places = Counter(post.space.name for post in posts.values() if post.space)
    assert set(places) == set(SUBREDDITS)
    assert min(places.values()) > 20
    for post in posts.values():
        assert START_MS * 1_000 <= (post.created_at or 0) < END_MS * 1_000


def test_the_sentence_and_the_link_come_from_the_other_platform(
    posts: dict[str, Post], facts: Thread
) -> None:
    submission = posts[facts.submission]
    assert submission.text == SENTENCE
    assert submission.links == (facts.link,)
    assert facts.link != story().link
    assert canonical(facts.link) == canonical(story().link)
    first = story().first
    assert first.lag_seconds == 0
    assert 2_000 < facts.lag_seconds < 3_600
    assert submission.author is not None
    assert submission.author.handle == facts.author


def test_comments_hang_below_it_and_two_of_them_say_it_again(
    posts: dict[str, Post], facts: Thread
) -> None:
    assert len(facts.comments) == 9
    depths = {facts.submission: 0}
    for native_id in facts.comments:
        comment = posts[native_id]
        assert comment.replies_to is not None
        parent = comment.replies_to.native_id
        depths[native_id] = depths[parent] + 1
        assert (posts[parent].created_at or 0) < (comment.created_at or 0)
    assert max(depths.values()) == 5
    said = [each for each in facts.comments if posts[each].text == SENTENCE]
    assert tuple(said) == facts.pasted
    assert len(said) == 2
    key = fingerprint(SENTENCE).key
    assert sum(fingerprint(each.text or "").key == key for each in posts.values()) == 4


def test_one_comment_is_gone_and_is_nobodys(
    found: list[Record | Reject], posts: dict[str, Post], facts: Thread
) -> None:
    gone = posts[facts.gone]
    assert (gone.text, gone.author) == (None, None)
    seen = [
        each.native_id
        for each in found
        if isinstance(each, Observation) and each.presence is Presence.DELETED
    ]
    assert seen == [facts.gone]
    answers = [each for each in posts.values() if each.replies_to]
    assert any(each.replies_to and each.replies_to.native_id == facts.gone for each in answers)


def test_a_crosspost_carries_it_to_another_community(posts: dict[str, Post], facts: Thread) -> None:
    crosspost, original = posts[facts.crosspost], posts[facts.submission]
    assert crosspost.kind is Kind.REPOST
    assert crosspost.reposts is not None
    assert crosspost.reposts.native_id == facts.submission
    assert crosspost.reposts.author == original.author
    assert crosspost.space != original.space


def test_a_headline_stands_there_too(posts: dict[str, Post]) -> None:
    (post,) = [post for post in posts.values() if post.text == HEADLINE]
    assert post.links == (HEADLINE_LINK,)


def test_nothing_else_is_said_twice(posts: dict[str, Post]) -> None:
    said = Counter(post.text for post in posts.values() if post.kind is not Kind.REPOST)
    del said[None]
    assert {text: count for text, count in said.items() if count > 1} == {SENTENCE: 3}


def test_counts_of_answers_are_those_of_the_whole_tree() -> None:
    entries, facts = tell_forum(1)
    by_id = {f"t3_{row['id']}": row for row in rows(submissions_dump(entries))}
    assert by_id[facts.submission]["num_comments"] == 9
    assert by_id[facts.submission]["num_crossposts"] == 1
    assert sum(row["num_comments"] for row in by_id.values()) == len(rows(comments_dump(entries)))


def test_rows_stand_in_order_of_their_times_and_ids_are_unique() -> None:
    entries, _ = tell_forum(4)
    for dump in (submissions_dump(entries), comments_dump(entries)):
        times = [row["created_utc"] for row in rows(dump)]
        assert times == sorted(times)
    ids = [entry.native_id for entry in entries]
    assert len(ids) == len(set(ids))


def test_another_seed_draws_others_around_the_same_thread() -> None:
    other, same = tell_forum(2)[1], tell_forum(1)[1]
    assert other.author != same.author
    assert other.lag_seconds == same.lag_seconds
    assert tell_forum(1)[1] == same


@pytest.mark.parametrize("size", [0, 1, 1_000, 131_072, 131_073, 400_000])
def test_the_frame_is_what_any_unpacker_reads(tmp_path: Path, size: int) -> None:
    content = ("ferry é\n" * (size // 8 + 1))[:size]
    path = write_zst(tmp_path / "x.zst", content)
    unpacked = zstandard.ZstdDecompressor().decompressobj().decompress(path.read_bytes())
    assert unpacked.decode() == content
