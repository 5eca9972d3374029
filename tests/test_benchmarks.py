"""The synthetic posts of the benchmarks: same bytes for one seed, heavy tails, no rejects."""

import hashlib
import re
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from benchmarks.synthetic import FORMATS, Shape, write
from benchmarks.synthetic.posts import blocks
from benchmarks.synthetic.traffic import REPOST, twitter_ids
from inunison.importing import choose, registered
from inunison.opening import open_source
from inunison.records import Account, Kind, Post, Reject

SHAPE = Shape(2_000)
IMPORTERS = {
    "archive": "twitter-io-archive",
    "v2": "twitter-api-v2",
    "reddit-comments": "reddit-dump",
    "reddit-submissions": "reddit-dump",
}
every_format = pytest.mark.parametrize("name", sorted(FORMATS))
every_imported_format = pytest.mark.parametrize(
    "name", [name for name, importer in IMPORTERS.items() if importer in registered()]
)


def made(name: str, shape: Shape, folder: Path) -> Path:
    """A file of that shape in that format."""
    return write(shape, name, folder / f"{name}.{FORMATS[name][0]}")


@every_format
def test_the_same_seed_gives_the_same_bytes_and_another_gives_others(
    name: str, tmp_path: Path
) -> None:
    first, again, other = (
        hashlib.sha256(made(name, shape, tmp_path).read_bytes()).hexdigest()
        for shape in (SHAPE, Shape(2_000), Shape(2_000, seed=2))
    )
    assert first == again
    assert first != other


@every_imported_format
def test_every_row_is_read_by_the_importer_of_its_format(name: str, tmp_path: Path) -> None:
    with open_source(made(name, SHAPE, tmp_path)) as source:
        importer = choose(source, source.members[0])
        records = list(importer.read(source.stream(source.members[0])))
    assert importer.name == IMPORTERS[name]
    assert [each for each in records if isinstance(each, Reject)] == []
    collected = [each for each in records if isinstance(each, Post) and each.collected]
    assert len({each.native_id for each in collected}) == SHAPE.posts


def test_the_archive_holds_what_was_drawn(tmp_path: Path) -> None:
    with open_source(made("archive", SHAPE, tmp_path)) as source:
        member = source.members[0]
        records = list(choose(source, member).read(source.stream(member)))
    posts = [each for each in records if isinstance(each, Post)]
    accounts = {each.native_id for each in records if isinstance(each, Account)}
    kinds = Counter(each.kind for each in posts)
    assert kinds[Kind.REPOST] == pytest.approx(0.4 * SHAPE.posts, rel=0.1)
    assert min(kinds[Kind.POST], kinds[Kind.REPLY], kinds[Kind.QUOTE]) > 100
    assert {each.language for each in posts} == {"en", "th", "es", "ar", "ru"}
    assert not any(each.time_conflict for each in posts)
    assert [each.created_at for each in posts] == sorted(each.created_at or 0 for each in posts)
    written = {each.author.native_id: each.author.handle for each in posts if each.author}
    assert set(written) == accounts
    known = {each.native_id: each for each in posts}
    for post in posts:
        original = known.get(post.reposts.native_id) if post.reposts else None
        if post.reposts and original and post.reposts.author and original.author:
            assert post.reposts.author.native_id == original.author.native_id
            assert (post.hashtags, post.links) == (original.hashtags, original.links)
            shown = re.sub(r"^RT @\w+: ", "", post.text or "")
            assert (original.text or "").startswith(shown)


@pytest.mark.parametrize("count", [2_000, 30_000])
def test_one_post_is_reposted_by_a_tenth_and_by_each_account_once(count: int) -> None:
    shape = Shape(count)
    hot = [
        post
        for block in blocks(shape)
        for post in block
        if post.kind == REPOST and post.target == shape.hot
    ]
    assert len(hot) >= shape.hot_reposts == count // 10
    assert {post.target_id for post in hot} == {int(twitter_ids(shape, np.array([shape.hot]))[0])}
    assert len({post.author for post in hot}) > 0.9 * min(shape.hot_reposts, shape.accounts)


def test_the_tails_are_heavy() -> None:
    shape = Shape(30_000)
    posts = [post for block in blocks(shape) for post in block]
    assert len({post.native_id for post in posts}) == shape.posts
    assert all(post.target < post.number or post.target >= shape.posts for post in posts)
    for counted in (
        Counter(post.author for post in posts),
        Counter(post.text for post in posts if post.kind != REPOST),
        Counter(tag for post in posts for tag in post.tags),
        Counter(post.target for post in posts if post.kind == REPOST),
    ):
        often = [count for _, count in counted.most_common()]
        assert sum(often[: len(often) // 10]) > 2 * len(posts) / 100
        assert often[0] > 8 * often[len(often) // 2]


def test_the_whole_size_has_a_hundred_thousand_reposts_of_one_post() -> None:
    assert [Shape(size).hot_reposts for size in (10**5, 10**6, 10**7)] == [10**4, 10**5, 10**5]
