"""Lines of text: encodings, damaged bytes, long lines; the same however the bytes arrive."""

import codecs
from collections.abc import Iterator

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from inunison.errors import SourceError
from inunison.opening.lines import LineStream, check_text, sample_text
from inunison.opening.unpacking import Cut, Limits
from inunison_importers.base import excerpt, repair

TINY = Limits(line_bytes=20)


def pieces(content: bytes, size: int) -> Iterator[bytes]:
    """The content, a few bytes at a time."""
    return (content[at : at + size] for at in range(0, len(content), size))


def read(content: bytes, size: int = 1 << 18, limits: Limits | None = None) -> LineStream:
    """A stream over bytes that arrive in pieces of a size."""
    return LineStream(pieces(content, size), limits or Limits())


sizes = st.integers(1, 9)
texts = st.text(st.characters(codec="utf-8"), max_size=60)


@settings(deadline=None)
@given(texts, sizes)
@example("a\u2028b\x0bc\x1cd\re\r\nf\x85g\n", 3)
def test_any_text_comes_back_and_only_a_line_feed_ends_a_line(text: str, size: int) -> None:
    stream = read(text.removeprefix("\ufeff").encode(), size)
    found = list(stream)
    assert "".join(found) == text.removeprefix("\ufeff")
    assert all("\n" not in line[:-1] for line in found)
    assert all(line.endswith("\n") for line in found[:-1])
    assert not stream.damaged


@settings(deadline=None)
@given(texts, sizes, st.sampled_from(["utf-16-le", "utf-16-be", "utf-8"]))
def test_a_byte_order_mark_says_the_encoding(text: str, size: int, encoding: str) -> None:
    stream = read(("\ufeff" + text).encode(encoding), size)
    assert "".join(stream) == text
    assert not stream.damaged


@settings(deadline=None)
@given(st.binary(max_size=80), sizes)
def test_any_bytes_come_back_from_the_surrogates_they_became(content: bytes, size: int) -> None:
    if content[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        content = b"x" + content
    stream = read(content, size)
    text = "".join(stream)
    assert text.encode("utf-8", "surrogateescape") == content.removeprefix(codecs.BOM_UTF8)
    assert repair(text)[1] == stream.damaged


@settings(deadline=None)
@given(st.binary(max_size=60), sizes)
def test_how_the_bytes_arrive_changes_nothing(content: bytes, size: int) -> None:
    for mark in (b"", codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        whole, slow = read(mark + content), read(mark + content, size)
        assert list(whole) == list(slow)
        assert whole.damaged == slow.damaged
        short, slow = read(mark + content, limits=TINY), read(mark + content, size, TINY)
        assert list(short) == list(slow)
        assert short.broken == slow.broken


def test_damaged_bytes_mark_the_stream_from_there_on() -> None:
    stream = read(b"good\nbad \xe9\nlast\n", 5)
    seen = [(line, stream.damaged) for line in stream]
    assert seen[0] == ("good\n", False)
    assert seen[1] == ("bad \udce9\n", True)
    assert stream.damaged


def test_utf_16_with_lone_surrogates_and_half_a_character() -> None:
    content = codecs.BOM_UTF16_LE + b"a\x00\x3d\xd8b\x00\n\x00c\x00x"
    stream = read(content, 3)
    text = "".join(stream)
    assert stream.damaged
    assert repair(text)[0].replace("\ufffd", "") == "ab\nc"


def test_a_pair_across_pieces_is_one_character() -> None:
    content = codecs.BOM_UTF16_LE + "x\U0001f6a2y\n".encode("utf-16-le")
    for size in range(1, 12):
        stream = read(content, size)
        assert list(stream) == ["x\U0001f6a2y\n"]
        assert not stream.damaged


@pytest.mark.parametrize("size", [1, 7, 1 << 18])
def test_a_line_that_is_too_long_is_replaced_and_told(size: int) -> None:
    content = b"first\n" + b'x"' * 30 + b"\n" + b'y"z' * 11 + b"\nlast\n"
    stream = read(content, size, TINY)
    assert list(stream) == ["first\n", "\n", '"\n', "last\n"]
    assert stream.broken == {
        2: "the line is longer than 20 bytes",
        3: "the line is longer than 20 bytes",
    }


@pytest.mark.parametrize("size", [1, 7, 1 << 18])
def test_a_long_line_at_the_end(size: int) -> None:
    stream = read(b"first\n" + b"x" * 50, size, TINY)
    assert list(stream) == ["first\n", "\n"]
    assert list(stream.broken) == [2]


@pytest.mark.parametrize("size", [1, 7, 1 << 18])
def test_a_line_as_long_as_may_be(size: int) -> None:
    content = b"x" * 20 + b"\n" + b"y" * 21 + b"\n"
    stream = read(content, size, TINY)
    assert list(stream) == ["x" * 20 + "\n", "\n"]


def broken_off(*parts: bytes) -> Iterator[bytes]:
    """Pieces that end in a cut."""
    yield from parts
    raise Cut("it ends here")


def test_a_cut_is_known_before_the_last_line_is_handed_out() -> None:
    stream = LineStream(broken_off(b"one\ntw", b"o\nthr"), Limits())
    seen = [(line, stream.cut) for line in stream]
    assert seen[0] == ("one\n", None)
    assert seen[-1] == ("thr", "it ends here")


def test_a_cut_at_a_line_end_and_at_once() -> None:
    stream = LineStream(broken_off(b"one\n"), Limits())
    assert list(stream) == ["one\n"]
    assert stream.cut == "it ends here"
    stream = LineStream(broken_off(), Limits())
    assert list(stream) == []
    assert stream.cut == "it ends here"


def test_a_cut_inside_a_long_line() -> None:
    stream = LineStream(broken_off(b"one\n", b"x" * 30, b"y" * 30), TINY)
    assert [line for line in stream if line.strip()] == ["one\n"]
    assert stream.cut == "it ends here"


def test_a_sample_holds_whole_lines() -> None:
    assert sample_text(b"one\ntwo\nthr", complete=False) == "one\ntwo\n"
    assert sample_text(b"one\ntwo\nthr", complete=True) == "one\ntwo\nthr"
    assert sample_text(b"onlyone", complete=False) == "onlyone"
    assert sample_text("\ufeffone\n".encode(), complete=True) == "one\n"
    assert sample_text("\ufeffone\n".encode("utf-16-be"), complete=True) == "one\n"


def test_a_few_damaged_bytes_are_no_reason_to_refuse() -> None:
    check_text("x", b"plain words\n" * 40 + b"\xe9\xe8\n")
    check_text("x", "ฉันก็เห็น\n".encode() * 40)
    check_text("x", "ฉันก็เห็น".encode()[:-1])
    check_text("x", codecs.BOM_UTF16_LE + b"a\x00" * 900)
    check_text("x", b"a\0b\n")
    with pytest.raises(SourceError, match="its encoding cannot be told"):
        check_text("x", b"caf\xe9 au lait\n" * 40)
    with pytest.raises(SourceError, match="not a text file"):
        check_text("x", b"\0\1\2\3" * 40)


def test_repair_replaces_what_no_text_may_hold() -> None:
    assert repair("plain") == ("plain", False)
    assert repair("\ud83d\ude00") == ("\ufffd\ufffd", True)
    assert repair("grün \U0001f600 \ufffd") == ("grün \U0001f600 \ufffd", False)
    assert excerpt("x" * 500) == "x" * 200
    assert excerpt("\udc80y") == "\ufffdy"
