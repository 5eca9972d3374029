"""Opening files: containers by content, refusals in one sentence, cuts, bombs."""

import contextlib
import gc
import gzip
import os
import random
import struct
import tracemalloc
import zipfile
import zlib
from pathlib import Path

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from inunison.errors import SourceError
from inunison.opening import Member, open_source
from tests.packing import (
    COMPRESS,
    PLAIN,
    SMALL,
    STREAMS,
    TEXT,
    lines,
    noisy_text,
    put,
    read_all,
    refusal,
    zipped,
    zstd,
)


@pytest.mark.parametrize("kind", COMPRESS)
def test_a_file_gives_the_same_lines_however_it_is_packed(tmp_path: Path, kind: str) -> None:
    with open_source(put(tmp_path, COMPRESS[kind](PLAIN))) as source:
        stream = source.stream(source.members[0])
        assert list(stream) == TEXT.splitlines(keepends=True)
        assert (stream.damaged, stream.cut, dict(stream.broken)) == (False, None, {})
        sample = source.head(source.members[0])
        assert TEXT.startswith(sample.text)
        assert sample.complete


@pytest.mark.parametrize("kind", COMPRESS)
def test_the_name_says_nothing(tmp_path: Path, kind: str) -> None:
    for name in ("x.csv", "x.gz", "x.zip", "x"):
        with open_source(put(tmp_path, COMPRESS[kind](PLAIN), name)) as source:
            assert lines(source)[0] == "0,line 0 of a small file \u0e01\n"


def test_a_member_has_the_files_own_name_or_the_name_inside(tmp_path: Path) -> None:
    path = put(tmp_path, PLAIN, "posts.csv")
    with open_source(path) as source:
        assert source.members == [Member(0, "posts.csv")]
    with open_source(path, name="-") as source:
        assert source.members == [Member(0, "-")]
        assert source.head(source.members[0]).name == "-"
    with open_source(put(tmp_path, zipped({"a/b.csv": b"x\n", "c.csv": b"y\n"}))) as source:
        assert source.members == [Member(0, "a/b.csv"), Member(1, "c.csv")]
        assert source.head(source.members[0]).name == "b.csv"
        assert [lines(source, 0), lines(source, 1)] == [["x\n"], ["y\n"]]


def test_several_streams_and_frames_follow_each_other(tmp_path: Path) -> None:
    half = len(PLAIN) // 2
    skippable = struct.pack("<II", 0x184D2A53, 5) + b"hello"
    for kind in STREAMS:
        pack = COMPRESS[kind]
        content = pack(PLAIN[:half]) + pack(PLAIN[half:])
        if kind == "zst":
            content = skippable + content + skippable
        if kind == "gz":
            content += b"\0" * 700  # tapes pad files
        with open_source(put(tmp_path, content)) as source:
            stream = source.stream(source.members[0])
            assert "".join(stream) == TEXT
            assert stream.cut is None


def test_a_window_of_two_gigabytes_is_read(tmp_path: Path) -> None:
    parameters = zstandard.ZstdCompressionParameters.from_level(
        1, window_log=31, enable_ldm=False, format=zstandard.FORMAT_ZSTD1
    )
    packer = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
    content = packer.compress(PLAIN) + packer.flush()
    with open_source(put(tmp_path, content)) as source:
        assert "".join(lines(source)) == TEXT


@pytest.mark.parametrize("kind", STREAMS)
def test_half_a_compressed_file_gives_what_it_holds(tmp_path: Path, kind: str) -> None:
    text = noisy_text(80_000)
    content = COMPRESS[kind](text.encode())
    with open_source(put(tmp_path, content[: len(content) * 2 // 3])) as source:
        stream = source.stream(source.members[0])
        found = "".join(stream)
    assert stream.cut == "the compressed file ends before its end"
    assert len(found) > len(text) // 3
    assert text.startswith(found)


@pytest.mark.parametrize("kind", STREAMS)
def test_a_damaged_compressed_file_gives_what_is_before_the_damage(
    tmp_path: Path, kind: str
) -> None:
    content = COMPRESS[kind](PLAIN) + b"this is not compressed at all"
    with open_source(put(tmp_path, content)) as source:
        stream = source.stream(source.members[0])
        assert "".join(stream) == TEXT
        assert stream.cut == "the compressed file is damaged here"


def test_a_wrong_checksum_is_told(tmp_path: Path) -> None:
    content = bytearray(gzip.compress(PLAIN))
    content[-8] ^= 1
    with open_source(put(tmp_path, bytes(content))) as source:
        stream = source.stream(source.members[0])
        list(stream)
        assert stream.cut == "the compressed file is damaged here"
    archive = zipped({"a.csv": PLAIN}, zipfile.ZIP_STORED).replace(b"line 7 ", b"line X ", 1)
    with open_source(put(tmp_path, archive)) as source:
        stream = source.stream(source.members[0])
        list(stream)
        assert stream.cut == "the zip file is damaged here"


@pytest.mark.parametrize("kind", STREAMS)
def test_a_compressed_file_cut_at_once_is_refused(tmp_path: Path, kind: str) -> None:
    error = refusal(put(tmp_path, COMPRESS[kind](PLAIN)[:12]))
    assert error.message == ("file.dat cannot be read: the compressed file ends before its end.")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "file.dat is empty."),
        (b"\xef\xbb\xbf \n", "file.dat is empty."),
        (gzip.compress(b"", mtime=0), "file.dat is empty."),
        (zipped({}), "file.dat is a zip file without any file in it."),
        (zipped({"a.csv": b""}), "a.csv is empty."),
        (zipped({"a.csv": PLAIN})[:30], "file.dat is not a whole zip file."),
        (zipped({"a.csv": PLAIN}, zipfile.ZIP_LZMA)[:-30], "file.dat is not a whole zip file."),
        (b"PK\x05\x06 and nothing else", "file.dat is not a whole zip file."),
        (zipped({"a.zip": zipped({"b": b"c"})}), "a.zip is a zip file inside a zip file."),
        (bytes(range(256)) * 40, "file.dat is not a text file."),
        (random.Random(3).randbytes(3_000), "file.dat is not"),
        ("Müller über Straße\n".encode("latin-1") * 50, "file.dat is not in UTF-8 or UTF-16"),
        ("กกต.จี้".encode("cp874") * 50, "file.dat is not in UTF-8 or UTF-16"),
        ("name,text\n".encode("utf-16-le") * 50, "file.dat is not a text file."),
    ],
)
def test_what_cannot_be_imported_is_refused_in_a_sentence(
    tmp_path: Path, content: bytes, message: str
) -> None:
    assert refusal(put(tmp_path, content)).message.startswith(message)


def test_paths_that_are_no_files(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.csv").message == "none.csv does not exist."
    assert refusal(tmp_path).message == f"{tmp_path.name} is a directory."
    assert "cannot be opened" in refusal(tmp_path / ("x" * 4_000)).message
    assert "cannot be opened" in refusal(tmp_path / "nul\0byte").message
    assert "does not exist" in refusal(tmp_path / "a" / "b").message
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert refusal(pipe).message == "pipe is not a regular file."


def test_names_that_a_terminal_would_obey_are_written_out(tmp_path: Path) -> None:
    assert refusal(tmp_path / "a\x1b[31m\u202eb").message == (
        '"a\\x1b[31m\\u202eb" does not exist.'
    )
    content = zipped({"evil\x1b]0;x\x07.csv": b"", "grün.csv": b""})
    assert refusal(put(tmp_path, content)).message == '"evil\\x1b]0;x\\x07.csv" is empty.'


def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = put(tmp_path, PLAIN)
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read everything")
    assert refusal(path).message == "file.dat may not be read by you."


@pytest.mark.parametrize("kind", [*STREAMS, "zip", "zip of gz", "zip of zst"])
def test_a_bomb_is_refused(tmp_path: Path, kind: str) -> None:
    content = COMPRESS[kind](b"0" * 79 * 70_000)
    assert "times its size" in refusal(put(tmp_path, content), SMALL).message


def test_the_first_bytes_of_a_bomb_are_harmless(tmp_path: Path) -> None:
    bomb = gzip.compress(b"a,b\n" * (26 << 20))
    with open_source(put(tmp_path, bomb)) as source:
        assert not source.head(source.members[0]).complete
        with pytest.raises(SourceError, match="more than 200 times"):
            for _ in source.stream(source.members[0]):
                pass


def test_a_file_larger_than_any_is_refused(tmp_path: Path) -> None:
    noise = random.Random(1).randbytes(5 << 20).hex().encode()
    lines_of_noise = b"\n".join(noise[at : at + 99] for at in range(0, len(noise), 99))
    for kind in ("gz", "zip"):
        error = refusal(put(tmp_path, COMPRESS[kind](lines_of_noise)), SMALL)
        assert "is larger than 6,291,456 bytes" in error.message


def test_repetitive_honest_files_are_read(tmp_path: Path) -> None:
    rows = "".join(
        f'{{"id":"{number}","user":{{"description":"same"}}}}\n' for number in range(9_999)
    )
    with open_source(put(tmp_path, zstd(rows.encode())), limits=SMALL) as source:
        assert "".join(lines(source)) == rows


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    content = b"".join(
        b"%d,some words of a row that is not too short\n" % n for n in range(400_000)
    )
    path = put(tmp_path, gzip.compress(content, 1))
    with open_source(path) as source:
        tracemalloc.start()
        count = sum(1 for _ in source.stream(source.members[0]))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert count == 400_000
    assert peak < 12 << 20 < len(content)


def test_closing_closes_the_file(tmp_path: Path) -> None:
    gc.collect()  # what other tests left is not this one's
    before = len(list(Path("/proc/self/fd").iterdir())) if Path("/proc/self/fd").is_dir() else None
    for pack in COMPRESS.values():
        read_all(put(tmp_path, pack(PLAIN)), None)
    with pytest.raises(SourceError):
        open_source(put(tmp_path, zipped({})))
    if before is not None:
        assert len(list(Path("/proc/self/fd").iterdir())) == before


def read_whatever(path: Path) -> None:
    """Read a hostile file: it gives lines, a cut, or one sentence; nothing else."""
    with contextlib.suppress(SourceError), open_source(path, limits=SMALL) as source:
        for member in source.members:
            source.head(member)
            for line in source.stream(member):
                assert line.count("\n") <= 1


@settings(deadline=None)
@given(kind=st.sampled_from(sorted(COMPRESS)), data=st.data())
def test_no_spoiled_container_raises_anything_else(
    tmp_path_factory: pytest.TempPathFactory, kind: str, data: st.DataObject
) -> None:
    content = bytearray(COMPRESS[kind](b"a,b\nsome,words of a row\n" * 20))
    places = st.tuples(st.integers(0, len(content) - 1), st.integers(0, 255))
    for place, value in data.draw(st.lists(places, max_size=6)):
        content[place] = value
    del content[data.draw(st.integers(1, len(content))) :]
    path = tmp_path_factory.getbasetemp() / "spoiled"
    path.write_bytes(content)
    read_whatever(path)


@settings(deadline=None)
@given(
    st.sampled_from([b"", b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"PK\x03\x04", b"BZh9"]), st.binary()
)
def test_no_bytes_raise_anything_else(
    tmp_path_factory: pytest.TempPathFactory, magic: bytes, rest: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "bytes"
    path.write_bytes(magic + rest)
    read_whatever(path)


def test_output_held_back_by_zlib_is_not_lost(tmp_path: Path) -> None:
    """Sizes around the piece that is asked for at once, where zlib may still hold bytes."""
    for size in range((1 << 20) - 3, (1 << 20) + 4):
        content = gzip.compress(b"x" * (size - 1) + b"\n", 9)
        assert zlib.decompress(content, 31)[-1:] == b"\n"
        with open_source(put(tmp_path, content)) as source:
            stream = source.stream(source.members[0])
            assert sum(map(len, stream)) == size
            assert stream.cut is None
