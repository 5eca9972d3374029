"""150 frames of Bluesky's relay and the same events of Jetstream, counted and compared.

The frames are read here by a few lines of their own (DAG-CBOR and CAR, as the protocol defines
them), so that what the importer says rests on two sources.
"""

import io
import json
import struct
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import zstandard
from twitwi.bluesky.normalizers import normalize_partial_post

from inunison.importing import choose
from inunison.opening import open_source
from inunison.records import Account, AccountRef, Kind, Observation, Post, Presence, Record, Reject

pytestmark = pytest.mark.real_data

_CID_BYTES = 36
_POSTS = "app.bsky.feed.post"
_REPOSTS = "app.bsky.feed.repost"


@pytest.fixture(scope="module")
def folder(real_data: Path) -> Path:
    """The folder of the files."""
    return real_data / "bluesky_jetstream"


def read(path: Path) -> list[Record | Reject]:
    """What the importer that claims a file makes of it."""
    with open_source(path) as source:
        importer = choose(source, source.members[0])
        assert importer.name == "bluesky-jetstream"
        return list(importer.read(source.stream(source.members[0])))


def cbor(data: io.BytesIO) -> Any:
    """Read one value; a link is the bytes of its CID."""
    first = data.read(1)[0]
    major, short = first >> 5, first & 31
    if major == 7:
        if short == 27:
            return struct.unpack(">d", data.read(8))[0]
        return {20: False, 21: True, 22: None}[short]
    size = {24: 1, 25: 2, 26: 4, 27: 8}.get(short)
    number = short if size is None else int.from_bytes(data.read(size), "big")
    read: dict[int, Callable[[], Any]] = {
        0: lambda: number,
        1: lambda: -1 - number,
        2: lambda: data.read(number),
        3: lambda: data.read(number).decode(),
        4: lambda: [cbor(data) for _ in range(number)],
        5: lambda: {cbor(data): cbor(data) for _ in range(number)},
        6: lambda: cbor(data)[1:],  # tag 42: a CID behind a zero
    }
    return read[major]()


def varint(data: io.BytesIO) -> int:
    """Read a number of seven bits a byte, the lowest first."""
    number = shift = 0
    while byte := data.read(1):
        number |= (byte[0] & 127) << shift
        if byte[0] < 128:
            return number
        shift += 7
    return 0


def blocks(car: bytes) -> dict[bytes, bytes]:
    """The blocks of an archive by their CID."""
    data = io.BytesIO(car)
    data.read(varint(data))
    held = {}
    while size := varint(data):
        block = data.read(size)
        held[block[:_CID_BYTES]] = block[_CID_BYTES:]
    return held


def frames(path: Path) -> Iterator[dict[str, Any]]:
    """The messages of the relay, each with its kind as `t`."""
    plain = io.BytesIO(zstandard.ZstdDecompressor().decompressobj().decompress(path.read_bytes()))
    while head := plain.read(4):
        frame = io.BytesIO(plain.read(struct.unpack("<I", head)[0]))
        yield {**cbor(frame), **cbor(frame)}


def test_counts(folder: Path) -> None:
    found = read(folder / "expected_v1.jsonl")
    assert Counter(type(each) for each in found) == {Post: 32, Observation: 3}
    posts = [each for each in found if isinstance(each, Post)]
    assert Counter(each.kind for each in posts) == {Kind.REPOST: 15, Kind.POST: 9, Kind.REPLY: 8}
    assert all(each.collected and each.precision == "millisecond" for each in posts)
    assert not any(each.time_conflict for each in posts)
    seen = [each for each in found if isinstance(each, Observation)]
    assert Counter((each.subject, each.presence) for each in seen) == {
        ("post", Presence.DELETED): 1,
        ("account", None): 1,
        ("account", Presence.LIVE): 1,
    }
    assert len(json.loads((folder / "manifest.json").read_text())["commit_dids"]) > 100


def test_what_is_passed_over_is_no_post_and_no_account(folder: Path) -> None:
    lines = (folder / "expected_v1.jsonl").read_text().splitlines()
    rows = {each.row for each in read(folder / "expected_v1.jsonl")}
    passed = [json.loads(line) for number, line in enumerate(lines, 1) if number not in rows]
    assert len(lines) == 152
    assert Counter(each["commit"]["collection"] for each in passed) == {
        "app.bsky.feed.like": 105,
        "app.bsky.graph.follow": 9,
        "app.bsky.graph.block": 1,
        "app.bsky.actor.status": 1,
        "fm.teal.alpha.actor.status": 1,
    }


def test_the_relay_says_the_same(folder: Path) -> None:
    """Every post, repost and deletion of the relay's frames, and no more."""
    found = read(folder / "expected_v1.jsonl")
    mine = {each.native_id: each for each in found if isinstance(each, Post)}
    gone = {
        each.native_id
        for each in found
        if isinstance(each, Observation) and each.presence is Presence.DELETED
    }
    made: set[str] = set()
    deleted: set[str] = set()
    kinds: Counter[str] = Counter()
    for frame in frames(folder / "frames.bin.zst"):
        kinds[frame["t"]] += 1
        if frame["t"] != "#commit":
            continue
        held = blocks(frame["blocks"])
        for change in frame["ops"]:
            collection = change["path"].partition("/")[0]
            uri = f"at://{frame['repo']}/{change['path']}"
            if collection not in (_POSTS, _REPOSTS):
                continue
            if change["action"] == "delete":
                deleted.add(uri)
                continue
            made.add(uri)
            compare(mine[uri], cbor(io.BytesIO(held[change["cid"]])))
    assert kinds == {"#commit": 148, "#identity": 1, "#account": 1}
    assert made == set(mine)
    assert deleted == gone


def compare(post: Post, record: dict[str, Any]) -> None:
    """Hold a post against the record that the relay gave."""
    assert post.stated_time == record["createdAt"]
    assert (post.text or "") == record.get("text", "")
    assert (post.kind is Kind.REPOST) == (record["$type"] == _REPOSTS)
    if post.reposts is not None:
        assert post.reposts.native_id == record["subject"]["uri"]
    parent = record.get("reply", {}).get("parent", {}).get("uri")
    assert (post.replies_to.native_id if post.replies_to else None) == parent
    features = [each for facet in record.get("facets", ()) for each in facet["features"]]
    tags = [each["tag"] for each in features if each["$type"].endswith("#tag")]
    assert list(post.hashtags) == tags
    cards = record.get("embed", {}).get("external", {}).get("uri")
    links = [each["uri"] for each in features if each["$type"].endswith("#link")]
    assert list(post.links) == list(dict.fromkeys([*links, *([cards] if cards else [])][:9])) or (
        cards is not None and cards in post.media
    )
    assert len(post.media) == len(record.get("embed", {}).get("images", ())) + (
        cards is not None and cards in post.media
    )


def test_twitwi_reads_the_same(folder: Path) -> None:
    """Its normaliser for posts of the stream reads the same account, words, links and answers."""
    found = read(folder / "expected_v1.jsonl")
    mine = {each.row: each for each in found if isinstance(each, Post) and each.reposts is None}
    lines = (folder / "expected_v1.jsonl").read_text().splitlines()
    assert len(mine) == 17
    for number, post in mine.items():
        theirs = normalize_partial_post(json.loads(lines[number - 1]), collection_source="firehose")
        assert post.author == AccountRef(theirs["user_did"])
        assert post.native_id == theirs["uri"]
        assert (post.text or "") == theirs["original_text"]
        assert sorted(each.lower() for each in post.hashtags) == theirs["hashtags"]
        answered = post.replies_to.native_id if post.replies_to else None
        assert answered == theirs.get("to_post_uri")
        # an animation of the app's second collection is a link to it
        moving = [each for each in post.media if each.startswith("https://")]
        assert len(post.media) - len(moving) == len(theirs.get("media_urls", []))
        links = {host(each) for each in (*post.links, *moving)}
        assert links == {host(each) for each in theirs["links"]}


def host(link: str) -> str:
    """The site that a link leads to: the whole link is written in several ways."""
    return link.partition("://")[2].partition("/")[0].removeprefix("www.")


def test_the_second_file_holds_a_profile(folder: Path) -> None:
    found = read(folder / "golden_v1.jsonl")
    assert Counter(type(each) for each in found) == {Post: 2, Account: 1, Observation: 2}
    (account,) = [each for each in found if isinstance(each, Account)]
    assert account.handle is None
    assert account.name
    assert account.created_at == 1_771_112_914_991_000
