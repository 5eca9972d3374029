"""Real files of the Twitter API v1.1, counted, and read by twitwi beside."""

import copy
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from twitwi import normalize_tweet
from twitwi.utils import custom_normalize_url

from inunison.errors import SourceError
from inunison.importing import choose, verdicts
from inunison.opening import open_source
from inunison.records import Account, Observation, Post, PostRef, Record, Reject
from inunison_importers.json_documents import documents
from tests.importers.twitter_v1_objects import posts, rejects

pytestmark = pytest.mark.real_data

NAME = "twitter-api-v1"
MAIN = "original_format.jsonl"
# Two documents stand on one line here, the second over many more: none of its lines is JSON.
TORN = "original_classic_no_hidden_tweet.json"
# A title stands between two documents here.
TITLED = "initial_compatibility_classic_13995.json"
KINDS = {Account: 39, Observation: 115, Post: 85, Reject: 73}


@pytest.fixture(scope="module")
def folder(real_data: Path) -> Path:
    """The folder of the files."""
    return real_data / "twitter_api_v1"


@pytest.fixture(scope="module")
def files(folder: Path) -> list[Path]:
    """Every file of this format."""
    shapes = folder / "tweet-updates"
    return [folder / MAIN, *sorted([*shapes.glob("original_*"), *shapes.glob("initial_*")])]


def read(path: Path) -> list[Record | Reject]:
    """What the importer that claims a file makes of it."""
    with open_source(path) as source:
        importer = choose(source, source.members[0])
        assert importer.name == NAME
        return list(importer.read(source.stream(source.members[0])))


def values(path: Path) -> list[dict[str, Any]]:
    """The tweets of a file, by Python's own reader."""
    with open_source(path) as source:
        found = [
            each.text
            for each in documents(source.stream(source.members[0]))
            if not isinstance(each, Reject)
        ]
    return [json.loads(text) for text in found if text.startswith("{")]


def normalized(value: dict[str, Any]) -> dict[str, Any]:
    """What twitwi makes of a tweet; it knows no client whose link is written another way."""
    found = copy.deepcopy(value)
    for each in (found, found.get("quoted_status", {}), found.get("retweeted_status", {})):
        each.pop("source", None)
    result: dict[str, Any] = normalize_tweet(found)
    return result


def test_counts(files: list[Path]) -> None:
    assert len(files) == 32
    kinds = Counter[type]()
    collected = 0
    for path in files:
        found = read(path)
        kinds.update(map(type, found))
        collected += sum(each.collected for each in posts(found))
        assert bool(rejects(found)) == (path.name in (TORN, TITLED))
    assert collected == 56
    assert kinds == KINDS


def test_what_stands_between_documents_is_the_only_loss(folder: Path) -> None:
    found = read(folder / "tweet-updates" / TITLED)
    (reject,) = rejects(found)
    assert (reject.row, reject.excerpt) == (170, "Classic Tweet, extended mode")
    assert [each.row for each in posts(found)] == [1, 171]


def test_other_files_are_not_claimed(real_data: Path, files: list[Path]) -> None:
    seen = 0
    for path in sorted(real_data.rglob("*")):
        if path in files or not path.is_file():
            continue
        try:
            with open_source(path) as source:
                answers = verdicts(source.head(source.members[0]))
        except SourceError:
            continue
        seen += 1
        assert not [each for each in answers if each.claimed and each.importer.name == NAME], path
    assert seen > 40


def target(found: PostRef | None) -> tuple[str | None, str | None, str | None]:
    """The id, and the author's id and handle, of a post pointed to."""
    author = found.author if found else None
    return (
        found.native_id if found else None,
        author.native_id if author else None,
        author.handle if author else None,
    )


def test_twitwi_reads_the_same_ids_authors_times_and_targets(files: list[Path]) -> None:
    compared = 0
    for path in files:
        if path.name == TORN:
            continue
        mine = [each for each in posts(read(path)) if each.collected]
        theirs = [normalized(each) for each in values(path)]
        assert len(mine) == len(theirs)
        for post, value in zip(mine, theirs, strict=True):
            compared += 1
            assert post.author
            assert post.created_at
            assert (post.native_id, post.author.native_id) == (value["id"], value["user_id"])
            assert post.author.handle == value["user_screen_name"]
            assert post.created_at // 10**6 == value["timestamp_utc"]
            assert target(post.reposts)[:2] == (value["retweeted_id"], value["retweeted_user_id"])
            if not post.reposts:
                assert target(post.quotes)[:2] == (value["quoted_id"], value["quoted_user_id"])
                replied = (value["to_tweetid"], value["to_userid"], value["to_username"])
                assert target(post.replies_to) == replied
            assert (post.language or "und") == value["lang"]
    assert compared == 56


def test_twitwi_finds_the_same_in_texts(files: list[Path]) -> None:
    compared = 0
    for path in files:
        if path.name == TORN:
            continue
        told = {each.native_id: each for each in posts(read(path))}
        for value in values(path):
            held = value.get("retweeted_status") or value
            inner = {key: held[key] for key in held if key not in ("quoted_status",)}
            theirs = normalized(inner)
            mine = told[held["id_str"]]
            assert sorted({each.lower() for each in mine.hashtags}) == theirs["hashtags"]
            compared += 1
            handles = {each.account.handle: each.account.native_id for each in mine.mentions}
            lowered = {str(handle).lower(): each for handle, each in handles.items()}
            assert lowered == dict(
                zip(theirs["mentioned_names"], theirs["mentioned_ids"], strict=True)
            )
            links = {custom_normalize_url(each) for each in mine.links}
            own = f"https://twitter.com/i/web/status/{mine.native_id}"
            assert sorted(links) == sorted(each for each in theirs["links"] if each != own)
            assert {each.partition("?tag=")[0] for each in mine.media} == set(theirs["media_urls"])
    assert compared == 56


def test_every_time_is_the_one_that_the_id_holds(files: list[Path]) -> None:
    found = [each for path in files for each in posts(read(path))]
    assert {each.precision for each in found} == {"millisecond"}
    assert [each.native_id for each in found if each.time_conflict] == []
