"""Repositories and streams of Bluesky's network: the posts of lines, hostile files bounded."""

import json
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inunison.errors import SourceError
from inunison.importing import choose
from inunison.opening import open_source
from inunison.opening.dag_cbor import Damaged, Link, decoded
from inunison.opening.network_files import frame_lines, repository_lines
from inunison.opening.unpacking import Cut, Guard, Limits
from inunison.records import Post, Presence, Record, Reject
from tests.network_blocks import DID, POST, car, commit, encoded, frame, leaf, link_to

MADE = "2024-10-27T03:33:20.123Z"
MADE_US = 1_730_000_000_123_000
FERRY = {"$type": POST, "text": "The ferry is late", "createdAt": MADE}
LAMP = {"$type": POST, "text": "The lamp is lit", "createdAt": MADE}
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(1 << 63), (1 << 64) - 1)
    | st.floats(allow_nan=False)
    | st.binary(max_size=40)
    | st.text(st.characters(codec="utf-8"), max_size=40),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=12,
)


def repository() -> bytes:
    """One with two posts and a tree of two nodes."""
    low = leaf(a1=FERRY)
    top = leaf(b2=LAMP) | {"l": link_to(low)}
    return car(commit(top), LAMP, top, low, FERRY)


def read(folder: Path, content: bytes, limits: Limits | None = None) -> list[Record | Reject]:
    path = folder / "file.bin"
    path.write_bytes(content)
    with open_source(path, limits=limits) as source:
        (member,) = source.members
        importer = choose(source, member)
        assert importer.name == "bluesky-jetstream"
        return list(importer.read(source.stream(member)))


def posts(records: list[Record | Reject]) -> list[tuple[str, str | None]]:
    return [(each.native_id, each.text) for each in records if isinstance(each, Post)]


@given(VALUES)
def test_a_value_comes_back(value: Any) -> None:
    assert decoded(encoded(value)) == (value, len(encoded(value)))


@given(st.binary(max_size=60))
def test_any_bytes_are_a_value_or_damaged(data: bytes) -> None:
    with suppress(Damaged):
        assert decoded(data)[1] <= len(data)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x81" * 200 + b"\x00",
        b"\x9b" + b"\xff" * 8,
        b"\xbb" + b"\xff" * 8,
        b"\x5b" + b"\xff" * 8,
        b"\x3b" + b"\xff" * 8,
        b"\xa1\x01\x01",
        b"\xd8\x2b\x41\x00",
        b"\xd8\x2a\x41\x01",
        b"\x61\xff",
        b"\xfb\x00",
        b"\x9f\xff",
        b"\xf7",
    ],
)
def test_what_is_no_value(data: bytes) -> None:
    with pytest.raises(Damaged):
        decoded(data)


def test_a_link_reads_as_people_see_it() -> None:
    link = link_to({})
    assert decoded(encoded(link)) == (link, 41)
    assert link.text.startswith("bafyrei")
    assert len(link.text) == 59


def test_a_repository_holds_its_records_in_the_order_of_their_keys(tmp_path: Path) -> None:
    found = read(tmp_path, repository())
    assert posts(found) == [
        (f"at://{DID}/{POST}/a1", "The ferry is late"),
        (f"at://{DID}/{POST}/b2", "The lamp is lit"),
    ]
    assert [each.row for each in found] == [1, 2]
    (first, _) = (each for each in found if isinstance(each, Post))
    assert (first.created_at, first.author and first.author.native_id) == (MADE_US, DID)


def test_a_frame_reads_as_the_line_of_the_same_change(tmp_path: Path) -> None:
    ops = [{"action": "create", "path": f"{POST}/a1", "cid": link_to(FERRY)}]
    gone = [{"action": "delete", "path": f"{POST}/b2", "cid": None}]
    body = {"repo": DID, "rev": "3k", "time": MADE, "ops": ops, "blocks": car(commit({}), FERRY)}
    frames = (
        frame("#commit", body),
        frame("#commit", body | {"ops": gone, "blocks": b""}),
        frame("#identity", {"did": DID, "time": MADE, "handle": "quay.example"}),
        frame("#info", {"name": "OutdatedCursor"}),
        frame("#commit", body, operation=-1),
    )
    told = {"did": DID, "time_us": MADE_US, "kind": "commit"}
    named = {"rev": "3k", "collection": POST}
    lines = (
        told | {"commit": named | {"rkey": "a1", "operation": "create", "record": FERRY}},
        told | {"commit": named | {"rkey": "b2", "operation": "delete"}},
        told | {"kind": "identity", "identity": {"did": DID, "handle": "quay.example"}},
    )
    streamed = "".join(json.dumps(each) + "\n" for each in lines).encode()
    found = read(tmp_path, b"".join(frames))
    assert found == read(tmp_path, streamed)
    assert [getattr(each, "presence", None) for each in found][1] is Presence.DELETED


def test_a_file_that_was_cut_is_read_up_to_there(tmp_path: Path) -> None:
    whole = repository()
    found = read(tmp_path, whole[:-10])
    assert posts(found) == [(f"at://{DID}/{POST}/b2", "The lamp is lit")]
    assert "record is missing" in [each.reason for each in found if isinstance(each, Reject)]
    assert isinstance(found[-1], Reject)
    assert found[-1].reason == "the CAR file ends early"
    cut = frame("#identity", {"did": DID, "time": MADE, "handle": "quay.example"})
    *_, last = read(tmp_path, cut + cut[:-3])
    assert isinstance(last, Reject)
    assert last.reason == "a frame of the stream ends early"


def test_a_block_that_is_not_what_its_digest_says_is_missing(tmp_path: Path) -> None:
    altered = repository().replace(b"The lamp is lit", b"The lamp is out")
    found = read(tmp_path, altered)
    assert posts(found) == [(f"at://{DID}/{POST}/a1", "The ferry is late")]
    assert [each.reason for each in found if isinstance(each, Reject)] == ["record is missing"]


def test_a_node_is_met_once_whatever_leads_to_it(tmp_path: Path) -> None:
    nodes = [leaf(a1=FERRY)]
    for number in range(60):
        shown = leaf(**{f"k{number}": FERRY})
        shown["e"][0]["t"] = link_to(nodes[-1])
        nodes.append(shown | {"l": link_to(nodes[-1])})
    found = read(tmp_path, car(commit(nodes[-1]), *nodes, FERRY))
    assert len(posts(found)) == 61


def test_many_keys_of_one_large_record_are_refused_as_a_bomb(tmp_path: Path) -> None:
    large = FERRY | {"text": "x" * 100_000}
    node = leaf(**{f"{number:04}": large for number in range(1_000)})
    with pytest.raises(SourceError, match="more than 10 times its size"):
        read(tmp_path, car(commit(node), node, large), Limits(ratio=10, ratio_from=10**6))


@pytest.mark.parametrize(
    "content",
    [car({"did": DID}), car(FERRY, root=Link(b"")), car(commit({}))[:40], b"\x3a\xa2eroots"],
)
def test_what_is_no_repository_is_refused_in_a_sentence(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(SourceError, match="holds no repository of an account"):
        read(tmp_path, content)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_spoiled_repository_ends_in_records_or_one_sentence(data: st.DataObject) -> None:
    content = bytearray(
        repository() if data.draw(st.booleans()) else frame("#commit", {"ops": [1]})
    )
    for place in data.draw(st.lists(st.integers(0, len(content) - 1), max_size=6)):
        content[place] = data.draw(st.integers(0, 255))
    for lines in (repository_lines, frame_lines):
        with suppress(SourceError, Cut):
            for line in lines(BytesIO(bytes(content)), len(content), Guard("x", Limits())):
                assert json.loads(line)
