"""Real files of the Twitter API v2, counted, and read by twarc itself beside."""

import copy
import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from twarc.expansions import ensure_flattened

from inunison.errors import SourceError
from inunison.importing import choose, verdicts
from inunison.opening import open_source
from inunison.records import Account, Kind, Observation, Post, Presence, Record, Reject
from inunison_importers.base import Refusal
from tests.importers.twitter_v2_objects import posts, rejects

pytestmark = pytest.mark.real_data

# By file: accounts, observations, posts, posts that were collected, rejects.
COUNTS = {
    "brexit.csv": (98, 293, 139, 100, 0),
    "brexit.jsonl": (177, 332, 155, 100, 0),
    "cashtags.jsonl": (1, 2, 1, 1, 0),
    "cotweet.jsonl": (1, 2, 1, 1, 0),
    "edited.jsonl": (1, 3, 2, 1, 0),
    "edited_after.jsonl": (1, 3, 2, 1, 0),
    "edited_before.jsonl": (1, 3, 2, 1, 0),
    "entities_test.jsonl": (612, 1273, 650, 474, 0),
    "flat.csv": (96, 291, 131, 100, 0),
    "flat.jsonl": (178, 344, 166, 100, 0),
    "geo_tweets.jsonl": (4, 7, 3, 2, 0),
    "many_urls.jsonl": (1, 3, 2, 1, 0),
    "media_policy_violation_off.jsonl": (52, 213, 161, 100, 0),
    "media_policy_violation_on.jsonl": (46, 206, 160, 100, 0),
    "media_tweet.jsonl": (1, 2, 1, 1, 0),
    "mentions_tweet.jsonl": (2, 4, 2, 1, 0),
    "noflat.csv": (96, 291, 131, 100, 0),
    "noflat.jsonl": (178, 343, 164, 100, 0),
    "quoted_edit.jsonl": (2, 5, 3, 1, 0),
    "streaming_output_with_error.jsonl": (11, 22, 11, 7, 1),
    "two_tweets.jsonl": (2, 4, 2, 1, 0),
    "users.jsonl": (91, 151, 52, 0, 0),
    "verified_type.jsonl": (1, 2, 1, 1, 0),
    "withheld.csv": (101, 392, 251, 215, 0),
    "withheld.jsonl": (591, 880, 284, 215, 0),
}
REFUSED = {
    "counts.jsonl": "it holds counts of posts by time from the Twitter API v2",
    "lists.jsonl": "it holds lists of the Twitter API v2",
}
COMPLIANCE = ("tweets_compliance.jsonl", "users_compliance.jsonl")
BROKEN = "streaming_output_with_error.jsonl"
POSTS = sorted(each for each in COUNTS if each.endswith(".jsonl") and each != "users.jsonl")


@pytest.fixture(scope="module")
def folder(real_data: Path) -> Path:
    """The folder of the files."""
    return real_data / "twitter_api_v2"


def read(path: Path) -> list[Record | Reject]:
    """What the importer that claims a file makes of it."""
    with open_source(path) as source:
        importer = choose(source, source.members[0])
        assert importer.name == "twitter-api-v2" + ("-csv" if path.suffix == ".csv" else "")
        return list(importer.read(source.stream(source.members[0])))


def test_every_file_is_imported_or_refused_by_name(folder: Path) -> None:
    names = {path.name for path in folder.iterdir()}
    assert names == {*COUNTS, *REFUSED, *COMPLIANCE, "empty.json"}


@pytest.mark.parametrize("name", COUNTS)
def test_counts(folder: Path, name: str) -> None:
    found = read(folder / name)
    kinds = Counter(type(each) for each in found)
    collected = sum(each.collected for each in posts(found))
    counted = (kinds[Account], kinds[Observation], kinds[Post], collected, kinds[Reject])
    assert counted == COUNTS[name]


@pytest.mark.parametrize("name", REFUSED)
def test_what_holds_no_posts_is_refused_by_name(folder: Path, name: str) -> None:
    with open_source(folder / name) as source:
        answers = verdicts(source.head(source.members[0]))
    assert not [each for each in answers if each.claimed]
    (mine,) = [each.answer for each in answers if each.importer.name == "twitter-api-v2"]
    assert isinstance(mine, Refusal)
    assert mine.reason.startswith(REFUSED[name])


def test_an_empty_file_is_refused(folder: Path) -> None:
    with pytest.raises(SourceError, match=r"empty\.json is empty"):
        open_source(folder / "empty.json")


def test_the_broken_line_of_a_stream_is_the_only_loss(folder: Path) -> None:
    found = read(folder / BROKEN)
    (reject,) = rejects(found)
    last = (folder / BROKEN).read_text().rstrip("\n").split("\n")[-1]
    assert (reject.row, reject.reason) == (8, "its JSON ends too early")
    assert reject.excerpt == last[:200]
    assert [each.row for each in posts(found) if each.collected] == [1, 2, 3, 4, 5, 6, 7]


def test_other_formats_are_not_claimed(real_data: Path) -> None:
    mine = {"twitter-api-v2", "twitter-api-v2-csv"}
    seen = 0
    for path in sorted(real_data.rglob("*")):
        if path.parent.name == "twitter_api_v2" or not path.is_file():
            continue
        try:
            with open_source(path) as source:
                answers = verdicts(source.head(source.members[0]))
        except SourceError:
            continue
        seen += 1
        assert not [each for each in answers if each.claimed and each.importer.name in mine], path
    assert seen > 20


def test_what_the_platform_refused_to_show_is_kept(folder: Path) -> None:
    found = read(folder / "entities_test.jsonl")
    gone = Counter(
        (each.subject, each.presence)
        for each in found
        if isinstance(each, Observation) and each.presence is not Presence.LIVE
    )
    assert gone[("post", Presence.MISSING)] == 3
    assert gone[("post", Presence.PROTECTED)] == 3
    assert gone[("account", Presence.SUSPENDED)] == 5
    withheld = [
        each
        for each in read(folder / "withheld.jsonl")
        if isinstance(each, Observation) and each.presence is Presence.WITHHELD
    ]
    assert {each.native_id for each in withheld} == withheld_ids(folder / "withheld.jsonl")
    assert Counter(each.subject for each in withheld) == {"account": 5, "post": 14}


def withheld_ids(path: Path) -> set[str]:
    """The ids of all objects of a file that have a mark, by Python's own reader."""
    answers = [json.loads(line) for line in path.read_text().splitlines() if line]
    return {
        each["id"]
        for answer in answers
        for each in (
            *answer["data"],
            *answer["includes"].get("tweets", []),
            *answer["includes"]["users"],
        )
        if "withheld" in each
    }


def test_versions_are_linked(folder: Path) -> None:
    edits = {
        (each.native_id, each.edits.native_id)
        for name in ("edited", "edited_after", "edited_before", "quoted_edit")
        for each in posts(read(folder / f"{name}.jsonl"))
        if each.edits
    }
    assert edits == {("1576994789110992896", "1576994746135764992")}


def flattened(path: Path) -> list[dict[str, Any]]:
    """What twarc makes of a file; the broken line of a stream is left out."""
    found: list[dict[str, Any]] = []
    for line in path.read_text().splitlines():
        try:
            value = json.loads(line)
        except ValueError:
            continue
        found.extend(ensure_flattened(copy.deepcopy(value)))
    return found


def referred(value: dict[str, Any], kind: str) -> dict[str, Any]:
    """The post that one refers to, as twarc unfolded it."""
    return next((each for each in value.get("referenced_tweets", []) if each["type"] == kind), {})


@pytest.mark.parametrize("name", POSTS)
def test_twarc_reads_the_same_ids_authors_times_and_targets(folder: Path, name: str) -> None:
    mine = [each for each in posts(read(folder / name)) if each.collected]
    theirs = flattened(folder / name)
    assert len(mine) == len(theirs) == COUNTS[name][3]
    for post, value in zip(mine, theirs, strict=True):
        assert post.author
        assert (post.native_id, post.author.native_id) == (value["id"], value["author_id"])
        assert post.text == value["text"]
        assert post.created_at
        stated = value["created_at"]
        assert not post.time_conflict
        assert f"{_iso(post.created_at)}.000Z" == stated
        reposted = referred(value, "retweeted")
        assert (post.kind is Kind.REPOST) is bool(reposted)
        for pointer, kind in (
            (post.reposts, "retweeted"),
            (post.quotes, "quoted"),
            (post.replies_to, "replied_to"),
        ):
            target = referred(value, kind)
            assert (pointer.native_id if pointer else None) == target.get("id")
            if pointer and not pointer.author_inferred and target.get("author_id"):
                assert pointer.author
                assert pointer.author.native_id == target["author_id"]


def _iso(microseconds: int) -> str:
    return datetime.fromtimestamp(microseconds // 10**6, UTC).strftime("%Y-%m-%dT%H:%M:%S")


@pytest.mark.parametrize("name", POSTS)
def test_twarc_reads_the_same_words(folder: Path, name: str) -> None:
    """A repost's words are its original's: there they are compared on the original."""
    mine = {each.native_id: each for each in posts(read(folder / name))}
    compared = 0
    for value in flattened(folder / name):
        original = referred(value, "retweeted")
        shown = original if original.get("text") else value
        if original and shown is value:
            continue
        entities = shown.get("entities", {})
        post = mine[shown["id"]]
        tags = [each["tag"] for each in entities.get("hashtags", [])]
        assert list(post.hashtags) == list(dict.fromkeys(tags))
        named = [each["username"].lower() for each in entities.get("mentions", [])]
        handles = [each.account.handle for each in post.mentions if each.account.handle]
        assert [each.lower() for each in handles] == list(dict.fromkeys(named))
        urls = [
            each["expanded_url"]
            for each in entities.get("urls", [])
            if "media_key" not in each and "expanded_url" in each
        ]
        own = [each for each in urls if each.endswith(("/photo/1", "/video/1"))]
        assert list(post.links) == list(dict.fromkeys(each for each in urls if each not in own))
        compared += 1
    assert compared > 0
