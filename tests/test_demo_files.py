"""The demo's files: the same bytes everywhere, in the archive's form, with the story in them."""

import hashlib
import subprocess
import sys
import time
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from inunison.demo import COMMENTS, EARLY, LATER, SUBMISSIONS, USERS, Story, story, write_demo
from inunison.demo.words import INTERESTS, SENTENCE
from inunison.errors import StorageError
from inunison.importing import choose
from inunison.opening import open_source
from inunison.records import Account, Kind, Observation, Post, Record, Reject
from inunison_importers.base import Claim

DIGESTS = {
    EARLY: "6b47c5f1f18180e1",
    LATER: "13548ff34f726bbf",
    USERS: "7d8d6bf7b9f64e4e",
    SUBMISSIONS: "5119da6fa0fa9b8f",
    COMMENTS: "df8708dbcd850370",
}


def digest(path: Path) -> str:
    """The beginning of a file's SHA-256."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def read(path: Path) -> list[Record | Reject]:
    """Everything that the file's importer makes of it."""
    with open_source(path) as source:
        (member,) = source.members
        importer = choose(source, member)
        assert isinstance(importer.sniff(source.head(member)), Claim)
        return list(importer.read(source.stream(member)))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the demo's files."""
    place = tmp_path_factory.mktemp("demo") / "files"
    write_demo(place)
    return place


@pytest.fixture(scope="module")
def facts() -> Story:
    """What the files hold."""
    return story()


def posts_of(found: list[Record | Reject]) -> dict[str, Post]:
    """Posts by id."""
    return {each.native_id: each for each in found if isinstance(each, Post)}


@pytest.fixture(scope="module")
def early(folder: Path) -> dict[str, Post]:
    """The posts of the early capture."""
    return posts_of(read(folder / EARLY))


@pytest.fixture(scope="module")
def later(folder: Path) -> dict[str, Post]:
    """The posts of the later capture."""
    return posts_of(read(folder / LATER))


@pytest.fixture(scope="module")
def handles(folder: Path) -> dict[str, str]:
    """Handles of the listed accounts by id."""
    accounts = [each for each in read(folder / USERS) if isinstance(each, Account)]
    return {str(each.native_id): str(each.handle) for each in accounts}


def test_the_same_bytes_on_every_machine(folder: Path) -> None:
    assert {name: digest(folder / name) for name in DIGESTS} == DIGESTS


def test_the_same_bytes_whatever_the_hash_seed_and_the_zone(tmp_path: Path) -> None:
    code = (
        "import sys, pathlib; from inunison.demo import write_demo; "
        "write_demo(pathlib.Path(sys.argv[1]))"
    )
    for seed, zone in (("1", "Asia/Kolkata"), ("2", "America/Lima")):
        place = tmp_path / seed
        environment = {"PYTHONHASHSEED": seed, "TZ": zone, "PATH": ""}
        subprocess.run([sys.executable, "-c", code, str(place)], check=True, env=environment)
        assert {name: digest(place / name) for name in DIGESTS} == DIGESTS


def test_another_seed_draws_others_around_the_same_story(tmp_path: Path, facts: Story) -> None:
    paths = write_demo(tmp_path, seed=2)
    assert [digest(path) for path in paths] != list(DIGESTS.values())
    other = story(2)
    assert other.first.handle != facts.first.handle
    assert [each.lag_seconds for each in other.copies] == [
        each.lag_seconds for each in facts.copies
    ]
    assert read(paths[0])


def test_it_is_written_at_once(tmp_path: Path) -> None:
    begun = time.perf_counter()
    write_demo(tmp_path, seed=3)
    assert time.perf_counter() - begun < 5


def test_the_names_are_those_of_a_release(folder: Path) -> None:
    for name in (EARLY, LATER, USERS):
        with zipfile.ZipFile(folder / name) as archive:
            assert archive.namelist() == [name.replace(".zip", ".csv")]
            assert archive.testzip() is None


def test_nothing_is_rejected_and_no_time_is_in_conflict(folder: Path) -> None:
    for name in DIGESTS:
        found = read(folder / name)
        assert not [each for each in found if isinstance(each, Reject)]
        assert not [each for each in found if isinstance(each, Post) and each.time_conflict]


def test_its_size(later: dict[str, Post], handles: dict[str, str]) -> None:
    assert len(handles) == 293
    assert len(set(handles.values())) == 293
    assert 5_500 < len(later) < 6_500
    kinds = Counter(post.kind for post in later.values())
    assert kinds[Kind.REPOST] > 2_000
    assert min(kinds[Kind.REPLY], kinds[Kind.POST]) > 1_000
    assert kinds[Kind.QUOTE] > 300
    days = {int(post.created_at or 0) // 86_400_000_000 for post in later.values()}
    assert len(days) == 10


def test_every_author_is_listed_and_ids_are_unique(
    folder: Path, later: dict[str, Post], handles: dict[str, str]
) -> None:
    assert {str(post.author and post.author.native_id) for post in later.values()} <= set(handles)
    assert len([each for each in read(folder / LATER) if isinstance(each, Post)]) == len(later)


def test_the_later_capture_holds_the_early_one_but_the_first_post(
    early: dict[str, Post], later: dict[str, Post], facts: Story
) -> None:
    assert set(early) - set(later) == {facts.first.tweet_id}
    assert len(later) > len(early) > 3_500
    for native_id in set(early) & set(later):
        assert early[native_id].text == later[native_id].text


def test_followers_grow_between_the_captures(folder: Path) -> None:
    seen = [
        {
            each.native_id: each.followers or 0
            for each in read(folder / name)
            if isinstance(each, Observation) and each.subject == "account"
        }
        for name in (EARLY, LATER)
    ]
    assert seen[0] != seen[1]
    assert all(count <= seen[1][native_id] for native_id, count in seen[0].items())


def test_the_sentence_is_said_by_seven_and_by_nobody_else(
    early: dict[str, Post], facts: Story, handles: dict[str, str]
) -> None:
    said = sorted(
        (
            post
            for post in early.values()
            if post.kind is not Kind.REPOST and SENTENCE in (post.text or "")
        ),
        key=lambda post: post.created_at or 0,
    )
    told = (facts.first, *facts.copies)
    assert [post.native_id for post in said] == [each.tweet_id for each in told]
    assert [handles[str(post.author and post.author.native_id)] for post in said] == [
        each.handle for each in told
    ]
    begun = said[0].created_at or 0
    assert [((post.created_at or 0) - begun) / 10**6 for post in said] == [
        each.lag_seconds for each in told
    ]


def test_the_sentence_is_long_enough_to_be_evidence() -> None:
    assert sum(letter.isalpha() for letter in SENTENCE) >= 30
    assert len(SENTENCE.split()) >= 5


def test_three_within_minutes_and_a_fourth_with_hashtags_and_a_link(
    early: dict[str, Post], facts: Story
) -> None:
    first, second, third, fourth = (
        early[each.tweet_id] for each in (facts.first, *facts.copies[:3])
    )
    assert all(each.lag_seconds < 720 for each in facts.copies[:3])
    for post in (first, second, third):
        assert (post.hashtags, post.links) == ((), ())
    assert fourth.hashtags == facts.hashtags
    assert fourth.links == (facts.link,)
    assert all(post.mentions for post in (first, second, third, fourth))


def test_the_sentence_joins_three_communities(facts: Story) -> None:
    assert [each.community for each in (facts.first, *facts.copies)] == [
        *["harbour"] * 3,
        *["gardens"] * 2,
        *["football"] * 2,
    ]
    for each in (facts.first, *facts.copies, *facts.reposts):
        assert each.handle in facts.communities[each.community]


def test_ten_repost_the_first_post(later: dict[str, Post], facts: Story) -> None:
    reposts = [
        post
        for post in later.values()
        if post.reposts and post.reposts.native_id == facts.first.tweet_id
    ]
    assert {post.native_id for post in reposts} == {each.tweet_id for each in facts.reposts}
    assert len(reposts) == 10
    assert len({each.handle for each in facts.reposts}) == 10
    for post in reposts:
        assert post.reposts is not None
        assert post.reposts.author is not None
        assert post.reposts.author.native_id == facts.first.user_id


def test_eight_of_the_ten_passed_on_earlier_posts_at_once(
    later: dict[str, Post], facts: Story
) -> None:
    ten = {each.user_id for each in facts.reposts}
    assert len(facts.rehearsals) == 5
    for native_id in facts.rehearsals:
        begun = later[native_id].created_at or 0
        echoes = [
            post for post in later.values() if post.reposts and post.reposts.native_id == native_id
        ]
        quick = [post for post in echoes if (post.created_at or 0) - begun < 120 * 10**6]
        assert len({str(post.author and post.author.native_id) for post in quick} & ten) == 8


def test_well_known_accounts_take_it_up(folder: Path, later: dict[str, Post], facts: Story) -> None:
    followers = {
        each.native_id: each.followers or 0
        for each in read(folder / USERS)
        if isinstance(each, Observation)
    }
    ordinary = sorted(followers.values())[-3]
    for each in facts.well_known:
        assert followers[each.user_id] > 10 * ordinary
        assert each.tweet_id in later
        passed_on = [
            post
            for post in later.values()
            if post.reposts and post.reposts.native_id == each.tweet_id
        ]
        assert len(passed_on) >= 15
    quoted = later[facts.well_known[0].tweet_id].quotes
    assert quoted is not None
    assert quoted.native_id == facts.copies[2].tweet_id


def test_institutions_are_addressed(
    later: dict[str, Post], facts: Story, handles: dict[str, str]
) -> None:
    by_handle = {handle: native_id for native_id, handle in handles.items()}
    mentioned = Counter(each.account.native_id for post in later.values() for each in post.mentions)
    for handle in facts.addressed:
        assert mentioned[by_handle[handle]] >= 20


def test_organic_texts_are_shared_too(later: dict[str, Post], facts: Story) -> None:
    for text in facts.organic:
        said = [post for post in later.values() if (post.text or "").startswith(text)]
        assert len({str(post.author and post.author.native_id) for post in said}) >= 15
        times = sorted(post.created_at or 0 for post in said)
        assert times[-1] - times[0] > 20 * 3_600 * 10**6
    texts = Counter(post.text for post in later.values() if post.kind in (Kind.POST, Kind.QUOTE))
    shared = {text for text, count in texts.items() if count > 1}
    assert len(shared) <= 4


def test_reposts_stay_mostly_inside_a_community(
    later: dict[str, Post], facts: Story, handles: dict[str, str]
) -> None:
    home = {handle: name for name, members in facts.communities.items() for handle in members}
    assert len(home) == 288
    inside = outside = 0
    for post in later.values():
        if post.reposts is None or post.reposts.author is None or post.author is None:
            continue
        own = home.get(handles[str(post.author.native_id)])
        other = home.get(handles.get(str(post.reposts.author.native_id), ""))
        if own and other:
            inside += own == other
            outside += own != other
    assert inside > 15 * outside > 0


def test_some_reposts_are_of_accounts_that_are_not_listed(
    later: dict[str, Post], handles: dict[str, str]
) -> None:
    inferred = [
        post.reposts for post in later.values() if post.reposts and post.reposts.author_inferred
    ]
    assert len(inferred) > 50
    for pointer in inferred:
        assert pointer.author is not None
        assert pointer.author.native_id not in handles
        assert pointer.native_id not in later


def test_every_answer_comes_after_what_it_answers(early: dict[str, Post]) -> None:
    for post in early.values():
        for pointer in (post.reposts, post.quotes, post.replies_to):
            if pointer is not None:
                assert (pointer.created_at or 0) < (post.created_at or 0)


def test_nobody_reposts_twice_or_reposts_themselves(later: dict[str, Post]) -> None:
    pairs = [
        (post.author.native_id, post.reposts.native_id)
        for post in later.values()
        if post.author and post.reposts
    ]
    assert len(pairs) == len(set(pairs))
    for post in later.values():
        if post.author and post.reposts and post.reposts.author:
            assert post.author.native_id != post.reposts.author.native_id


def test_every_domain_is_reserved_for_examples(later: dict[str, Post]) -> None:
    hosts = {link.split("/")[2] for post in later.values() for link in post.links}
    assert len(hosts) >= len(INTERESTS)
    assert all(host.endswith(".example") for host in hosts)


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StorageError, match="cannot be written"):
        write_demo(tmp_path / "file" / "demo")
