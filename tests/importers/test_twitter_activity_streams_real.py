"""Real activities, counted; the same tweets as the API itself gave them say the same."""

from collections import Counter
from pathlib import Path

import msgspec
import pytest

from inunison.errors import SourceError
from inunison.importing import choose, verdicts
from inunison.opening import open_source
from inunison.records import Account, AccountRef, Observation, Post, PostRef, Record, Reject
from tests.importers.twitter_v1_objects import accounts, observations, posts, rejects

pytestmark = pytest.mark.real_data

NAME = "twitter-activity-streams"


@pytest.fixture(scope="module")
def folder(real_data: Path) -> Path:
    """The folder of the files."""
    return real_data / "twitter_api_v1"


def read(path: Path, name: str) -> list[Record | Reject]:
    """What an importer, which must be the one that claims it, makes of a file."""
    with open_source(path) as source:
        importer = choose(source, source.members[0])
        assert importer.name == name
        return list(importer.read(source.stream(source.members[0])))


def test_counts(folder: Path) -> None:
    kinds = Counter[type]()
    collected = 0
    files = [folder / "activity_streams.jsonl", *(folder / "tweet-updates").glob("activity_*")]
    for path in files:
        found = read(path, NAME)
        kinds.update(map(type, found))
        collected += sum(each.collected for each in posts(found))
    assert (len(files), collected) == (23, 47)
    assert kinds == {Account: 26, Observation: 88, Post: 71}


def without_ids(found: Post) -> Post:
    """A post without what differs: ids of those who are answered, where a retweet's text is cut."""

    def bare(pointer: PostRef | None) -> PostRef | None:
        if pointer is None:
            return None
        handle = pointer.author.handle if pointer.author else None
        return msgspec.structs.replace(pointer, author=AccountRef(None, handle))

    text = (found.text or "")[:100] if found.reposts else found.text
    return msgspec.structs.replace(found, replies_to=bare(found.replies_to), text=text)


def test_the_api_says_the_same_of_the_same_tweets(folder: Path) -> None:
    mine = read(folder / "activity_streams.jsonl", NAME)
    theirs = read(folder / "original_format.jsonl", "twitter-api-v1")
    assert rejects(mine) == []
    collected = [without_ids(each) for each in posts(mine) if each.collected]
    assert len(collected) == 25
    assert collected == [without_ids(each) for each in posts(theirs) if each.collected]
    assert [each.native_id for each in posts(mine)] == [each.native_id for each in posts(theirs)]
    assert [(each.native_id, each.handle, each.name) for each in accounts(mine)] == [
        (each.native_id, each.handle, each.name) for each in accounts(theirs)
    ]
    for subject in ("account", "post"):
        counted = [
            [(each.native_id, each.likes, each.followers, each.posts) for each in read]
            for read in (observations(mine, subject), observations(theirs, subject))
        ]
        assert counted[0] == counted[1]


def test_other_files_are_not_claimed(real_data: Path) -> None:
    seen = 0
    for path in sorted(real_data.rglob("*")):
        if path.name.startswith("activity_") or not path.is_file():
            continue
        try:
            with open_source(path) as source:
                answers = verdicts(source.head(source.members[0]))
        except SourceError:
            continue
        seen += 1
        assert not [each for each in answers if each.claimed and each.importer.name == NAME], path
    assert seen > 40
