"""Compressed bytes to plain bytes: any pieces in, the same bytes out, and bounds that hold."""

import bz2
import gzip
import io
import lzma
import zlib
from collections.abc import Callable, Iterator

import pytest
import zstandard
from hypothesis import example, given, settings
from hypothesis import strategies as st

from inunison.errors import SourceError
from inunison.opening.unpacking import Cut, Guard, Limits, kind_of, pieces_of, plain

PACK: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "bzip2": bz2.compress,
    "xz": lzma.compress,
    "zstd": zstandard.ZstdCompressor().compress,
}
GENEROUS = Guard("x", Limits())


def pieces(content: bytes, size: int) -> Iterator[bytes]:
    """The content, so many bytes at a time."""
    return (content[at : at + size] for at in range(0, len(content), size))


def unpack(content: bytes, size: int = 1 << 18, guard: Guard = GENEROUS) -> tuple[bytes, str]:
    """The plain bytes, and why they ended too early."""
    out = b""
    try:
        for piece in plain(pieces(content, size), guard):
            out += piece
    except Cut as cut:
        return out, cut.reason
    return out, ""


@given(st.binary(max_size=3_000), st.sampled_from(sorted(PACK)), st.integers(1, 200))
@settings(deadline=None)
def test_what_was_packed_comes_out_whatever_the_pieces(
    content: bytes, kind: str, size: int
) -> None:
    assert unpack(PACK[kind](content), size) == (content, "")


@given(st.binary(max_size=500), st.integers(1, 50))
@settings(deadline=None)
@example(b"", 1)
@example(b"\x1f", 1)
@example(b"BZ", 2)
def test_what_is_not_packed_comes_out_as_it_is(content: bytes, size: int) -> None:
    if kind_of(content) is None:
        assert unpack(content, size) == (content, "")


@given(st.lists(st.binary(max_size=200), min_size=1, max_size=4), st.sampled_from(sorted(PACK)))
@settings(deadline=None)
def test_streams_after_each_other_are_one_file(contents: list[bytes], kind: str) -> None:
    packed = b"".join(map(PACK[kind], contents))
    assert unpack(packed, 7) == (b"".join(contents), "")


@given(st.binary(min_size=1, max_size=2_000), st.sampled_from(sorted(PACK)), st.data())
@settings(deadline=None)
def test_a_prefix_gives_a_prefix_and_says_so(
    content: bytes, kind: str, data: st.DataObject
) -> None:
    packed = PACK[kind](content)
    length = data.draw(st.integers(6, len(packed) - 1))
    out, reason = unpack(packed[:length], data.draw(st.integers(1, 300)))
    assert content.startswith(out)
    assert reason == "the compressed file ends before its end"


@given(st.binary(min_size=1, max_size=400), st.sampled_from(sorted(PACK)), st.data())
@settings(deadline=None)
def test_a_spoiled_stream_gives_bytes_or_a_reason(
    content: bytes, kind: str, data: st.DataObject
) -> None:
    packed = bytearray(PACK[kind](content))
    place = data.draw(st.integers(0, len(packed) - 1))
    packed[place] ^= data.draw(st.integers(1, 255))
    _, reason = unpack(bytes(packed))
    assert reason in (
        "",
        "the compressed file ends before its end",
        "the compressed file is damaged here",
    )


@pytest.mark.parametrize("kind", sorted(PACK))
def test_kinds_are_known_by_their_first_bytes(kind: str) -> None:
    assert kind_of(PACK[kind](b"words")) is not None
    assert kind_of(b"words") is None
    assert kind_of(b"") is None
    for low in range(16):
        assert kind_of(bytes([0x50 | low]) + b"\x2a\x4d\x18") is not None
    assert kind_of(b"\x40\x2a\x4d\x18") is None


@pytest.mark.parametrize("kind", sorted(PACK))
def test_no_piece_is_large_however_much_is_packed(kind: str) -> None:
    packed = PACK[kind](b"\n" * (96 << 20))
    guard = Guard("x", Limits(ratio=1 << 30))
    largest = max(len(piece) for piece in plain(pieces(packed, 1 << 18), guard))
    assert largest <= 64 << 20


@pytest.mark.parametrize("kind", sorted(PACK))
def test_the_ratio_counts_only_from_a_size_on(kind: str) -> None:
    packed = PACK[kind](b"0" * 500_000)
    assert len(unpack(packed, guard=Guard("x", Limits(ratio=10)))[0]) == 500_000
    strict = Guard("x", Limits(ratio=10, ratio_from=100_000))
    with pytest.raises(SourceError, match="x unpacks to more than 10 times its size"):
        unpack(packed, guard=strict)


def test_the_guard_counts_all_it_is_told() -> None:
    guard = Guard("x", Limits(plain_bytes=100))
    guard.check(60, 60)
    guard.check(40, 100)
    with pytest.raises(SourceError, match="x is larger than 100 bytes once it is unpacked"):
        guard.check(1, 101)


def test_honest_ratios_pass_the_default() -> None:
    rows = "".join(
        f'{{"id":"{number}","author":{{"description":"the same for each and rather long"}}}}\n'
        for number in range(20_000)
    ).encode()
    for pack in PACK.values():
        packed = pack(rows)
        assert len(rows) / len(packed) < Limits().ratio
        assert unpack(packed) == (rows, "")


def test_more_memory_than_any_honest_file_needs_is_refused() -> None:
    """The header of an xz file may ask for gigabytes before a byte comes out."""
    filters = [{"id": lzma.FILTER_LZMA2, "dict_size": 8 << 20}]
    packed = bytearray(lzma.compress(b"words" * 100, filters=filters))
    place = packed.index(bytes([0x21, 0x01]), 12)
    packed[place + 2] = 40  # 4 GiB
    length = (packed[12] + 1) * 4
    packed[12 + length - 4 : 12 + length] = zlib.crc32(packed[12 : 12 + length - 4]).to_bytes(
        4, "little"
    )
    assert unpack(bytes(packed)) == (b"", "the compressed file is damaged here")


def test_pieces_of_a_file() -> None:
    content = bytes(range(256)) * 3_000
    found = list(pieces_of(io.BytesIO(content)))
    assert b"".join(found) == content
    assert len(found) > 1
    assert list(pieces_of(io.BytesIO())) == []
