"""Zip files: what is a member, what cannot be unpacked, and what a torn one still holds."""

import contextlib
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inunison.errors import SourceError
from inunison.opening import Member, open_source
from inunison.opening.torn_zip import torn_members, torn_pieces
from inunison.opening.unpacking import Cut, Guard, Limits
from tests.packing import PLAIN, SMALL, TEXT, lines, noisy_text, put, refusal, zipped


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


def test_a_bomb_of_many_members_is_refused_at_once(tmp_path: Path) -> None:
    content = zipped({f"{number}.csv": b"0" * (1 << 18) for number in range(20)})
    with pytest.raises(SourceError, match="times its size"):
        open_source(put(tmp_path, content), limits=SMALL)


class Pipe(io.RawIOBase):
    """Something that can only be written to, onwards: sizes then stand behind a zip's files."""

    def __init__(self, target: io.BytesIO) -> None:
        self._target = target

    def writable(self) -> bool:
        return True

    def write(self, content: Any) -> int:
        return self._target.write(content)


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


@given(
    st.lists(st.binary(max_size=300), min_size=1, max_size=4),
    st.sampled_from([zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED]),
    st.data(),
)
@settings(deadline=None)
def test_any_torn_zip_gives_beginnings_of_its_files(
    contents: list[bytes], method: int, data: st.DataObject
) -> None:
    names = [f"{number}.csv" for number in range(len(contents))]
    whole = zipped(dict(zip(names, contents, strict=True)), method)
    torn = io.BytesIO(whole[: data.draw(st.integers(0, len(whole) - 23))])
    found = torn_members(torn)
    assert [member.name for member in found] == names[: len(found)]
    for number, member in enumerate(found):
        out, cut = b"", False
        try:
            for piece in torn_pieces(torn, member, Guard("x", Limits())):
                out += piece
        except Cut:
            cut = True
        assert contents[number].startswith(out)
        assert cut or out == contents[number]
        assert cut == (number == len(found) - 1)


@given(st.binary(max_size=200))
@settings(deadline=None)
def test_no_bytes_after_the_magic_raise_anything(content: bytes) -> None:
    torn = io.BytesIO(b"PK\x03\x04" + content)
    for member in torn_members(torn):
        with contextlib.suppress(Cut):
            list(torn_pieces(torn, member, Guard("x", Limits())))
