"""Opening files: containers by content, refusals in one sentence, cuts, bombs, hostile zips."""

import bz2
import contextlib
import gzip
import io
import lzma
import os
import random
import struct
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from inunison.errors import SourceError
from inunison.opening import Member, OpenSource, open_source
from inunison.unpacking import Limits

TEXT = "".join(f"{number},line {number} of a small file \u0e01\n" for number in range(3_000))
PLAIN = TEXT.encode()


def zstd(content: bytes) -> bytes:
    """A zstd file, as the command line tool writes it from a pipe (no size in its header)."""
    return zstandard.ZstdCompressor(write_content_size=False).compress(content)


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


COMPRESS: dict[str, Callable[[bytes], bytes]] = {
    "plain": bytes,
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zst": zstd,
    "zip": lambda content: zipped({"a.csv": content}),
    "zip of gz": lambda content: zipped({"a.csv.gz": gzip.compress(content)}),
    "zip of zst": lambda content: zipped({"a.csv.zst": zstd(content)}, zipfile.ZIP_STORED),
    "zip with lzma": lambda content: zipped({"a.csv": content}, zipfile.ZIP_LZMA),
}
SMALL = Limits(ratio=50, ratio_from=1 << 20, plain_bytes=6 << 20, line_bytes=1 << 20)
STREAMS = ("gz", "bz2", "xz", "zst")


def put(folder: Path, content: bytes, name: str = "file.dat") -> Path:
    """Write a file."""
    path = folder / name
    path.write_bytes(content)
    return path


def lines(source: OpenSource, place: int = 0) -> list[str]:
    """All lines of a member."""
    return list(source.stream(source.members[place]))


def read_all(path: Path, limits: Limits | None) -> None:
    """Read the first member of a file."""
    with open_source(path, limits=limits) as source:
        source.head(source.members[0])
        lines(source)


def refusal(path: Path, limits: Limits | None = None) -> SourceError:
    """Why a file cannot be opened or read."""
    with pytest.raises(SourceError) as raised:
        read_all(path, limits)
    assert raised.value.message.endswith(".")
    assert raised.value.advice.endswith(".")
    return raised.value


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


def test_what_systems_add_to_a_zip_is_no_member(tmp_path: Path) -> None:
    names = ["__MACOSX/._a.csv", "a.csv", ".DS_Store", "folder/", "folder/Thumbs.db"]
    with open_source(put(tmp_path, zipped(dict.fromkeys(names, b"x\n")))) as source:
        assert source.members == [Member(0, "a.csv")]


def test_members_of_one_name_are_told_apart(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.csv", "first\n")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a.csv", "second\n")
    with open_source(put(tmp_path, out.getvalue())) as source:
        assert [lines(source, 0), lines(source, 1)] == [["first\n"], ["second\n"]]


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


class Pipe(io.RawIOBase):
    """Something that can only be written to, onwards: sizes then stand behind a zip's files."""

    def __init__(self, target: io.BytesIO) -> None:
        self._target = target

    def writable(self) -> bool:
        return True

    def write(self, content: Any) -> int:
        return self._target.write(content)


def noisy_text(rows: int) -> str:
    """Rows that compress badly."""
    noise = random.Random(1)
    return "".join(f"{number},{noise.random()}\n" for number in range(rows))


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
def test_a_zip_that_broke_off_gives_what_it_holds(tmp_path: Path, method: int) -> None:
    text = noisy_text(9_000)
    content = zipped({"__MACOSX/._a": b"x", "a.csv": b"short\n", "b.csv": text.encode()}, method)
    with open_source(put(tmp_path, content[: len(content) * 2 // 3])) as source:
        assert [member.name for member in source.members] == ["a.csv", "b.csv"]
        whole, torn = source.stream(source.members[0]), source.stream(source.members[1])
        assert list(whole) == ["short\n"]
        assert whole.cut is None
        found = "".join(torn)
        assert source.head(source.members[1]).text in text
    assert torn.cut == "the zip file ends before its end"
    assert text.startswith(found)
    assert len(found) > len(text) // 3


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
def test_a_broken_off_zip_that_was_written_to_a_pipe(tmp_path: Path, method: int) -> None:
    text = noisy_text(9_000)
    out = io.BytesIO()
    with zipfile.ZipFile(Pipe(out), "w", method) as archive:
        archive.writestr("a.csv", text)
    content = out.getvalue()
    for share in (0.3, 0.6, 0.9):
        with open_source(put(tmp_path, content[: int(len(content) * share)])) as source:
            (member,) = source.members
            torn = source.stream(member)
            found = "".join(torn)
        assert torn.cut == "the zip file ends before its end"
        assert text.startswith(found)
        assert len(found) > len(text) * share * 0.8


@pytest.mark.parametrize("lost", [1, 30, 60, 70])
def test_a_zip_that_lost_only_its_list_gives_everything_and_says_so(
    tmp_path: Path, lost: int
) -> None:
    content = zipped({"a.csv": PLAIN})
    with open_source(put(tmp_path, content[:-lost])) as source:
        stream = source.stream(source.members[0])
        assert "".join(stream) == TEXT
        assert stream.cut == "the zip file ends before its end"


def test_damage_and_bombs_in_a_torn_zip(tmp_path: Path) -> None:
    content = bytearray(zipped({"a.csv": PLAIN}))[:-40]
    content[30 + len("a.csv")] |= 0b110  # a kind of block that deflate does not have
    assert refusal(put(tmp_path, bytes(content))).message == (
        "a.csv cannot be read: the zip file is damaged here."
    )
    bomb = zipped({"a.csv": b"0" * 79 * 70_000})[:-40]
    assert "times its size" in refusal(put(tmp_path, bomb), SMALL).message


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
        (gzip.compress(b""), "file.dat is empty."),
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


def test_an_encrypted_zip_asks_to_be_unpacked(tmp_path: Path) -> None:
    content = bytearray(zipped({"a.csv": PLAIN}))
    directory = content.rindex(b"PK\x01\x02")
    content[6] |= 1
    content[directory + 8] |= 1
    error = refusal(put(tmp_path, bytes(content)))
    assert error.message == "a.csv is encrypted."
    assert "password" in error.advice


def test_a_zip_method_that_few_know(tmp_path: Path) -> None:
    content = bytearray(zipped({"a.csv": PLAIN}))
    directory = content.rindex(b"PK\x01\x02")
    content[8] = content[directory + 10] = 97
    assert "cannot be unpacked" in refusal(put(tmp_path, bytes(content))).message


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


def test_a_bomb_of_many_members_is_refused_at_once(tmp_path: Path) -> None:
    content = zipped({f"{number}.csv": b"0" * (1 << 18) for number in range(20)})
    with pytest.raises(SourceError, match="times its size"):
        open_source(put(tmp_path, content), limits=SMALL)


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
