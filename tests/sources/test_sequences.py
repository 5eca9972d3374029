"""Any sequence of imports and removals: what a case says depends on what it holds alone."""

import hashlib
import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inunison import custody
from inunison.folder import CaseFolder
from inunison.records import Frame
from inunison.sources import import_file, list_sources, remove_source, state_key
from inunison.verify import is_sound, verify
from tests.sources.files import ROWS
from tests.tiny_format import tiny

CONTENTS = (
    tiny(ROWS[0]),
    tiny(ROWS[1]),
    tiny(*ROWS, "! odd"),
    "tiny counts\na1 5 9000000\n",
    tiny(),
)
FRAMES = (None, Frame.KEYWORD, Frame.SPACE)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["file", "pipe", "remove"]),
        st.integers(0, len(CONTENTS) - 1),
        st.sampled_from(FRAMES),
    ),
    max_size=10,
)


@contextmanager
def _case() -> Iterator[CaseFolder]:
    with TemporaryDirectory() as place:
        yield CaseFolder.create(Path(place) / "case", name="case")


def _step(folder: CaseFolder, how: str, which: int, frame: Frame | None) -> None:
    content = CONTENTS[which].encode()
    if how == "pipe":
        import_file(folder, io.BytesIO(content), frame=frame)
    elif how == "file":
        path = folder.path.parent / f"file {which}"
        path.write_bytes(content)
        import_file(folder, path, frame=frame)


def _expected(steps: list[tuple[str, int, Frame | None]]) -> dict[int, Frame]:
    """Return what a case holds after some steps: contents by number, each with its frame."""
    held: dict[int, Frame] = {}
    for how, which, frame in steps:
        if how == "remove":
            held.pop(which, None)
        else:
            suggested = Frame.UNKNOWN if which == 3 else Frame.KEYWORD
            held[which] = frame or held.get(which, suggested)
    return held


def _hash(which: int) -> str:
    return hashlib.sha256(CONTENTS[which].encode()).hexdigest()


@given(steps=STEPS)
@settings(deadline=None, max_examples=25)
def test_a_case_is_what_it_holds(steps: list[tuple[str, int, Frame | None]]) -> None:
    with _case() as folder, _case() as fresh:
        for how, which, frame in steps:
            known = {source.sha256 for source in list_sources(folder)}
            if how != "remove":
                _step(folder, how, which, frame)
            elif _hash(which) in known:
                remove_source(folder, _hash(which))
        held = _expected(steps)
        sources = list_sources(folder)
        assert {source.sha256: source.frame for source in sources} == {
            _hash(which): frame for which, frame in held.items()
        }
        for which, frame in sorted(held.items(), reverse=True):  # in another order
            _step(fresh, "file", which, frame)
        assert state_key(sources, "1") == state_key(list_sources(fresh), "1")
        assert is_sound(verify(folder))
        assert custody.check(folder).sound
        hidden = [path for path in folder.sources_path.iterdir() if path.name.startswith(".")]
        assert hidden == []


@pytest.mark.parametrize("name", [b"caf\xe9.txt", "Ж\u202e.txt".encode(), b"-\x1b[2J\n.txt", b" "])
def test_any_file_name_is_imported_listed_and_removed(folder: CaseFolder, name: bytes) -> None:
    path = Path(os.fsdecode(os.fsencode(folder.path.parent) + b"/" + name))
    path.write_text(tiny(*ROWS))
    source = import_file(folder, path).source
    assert list_sources(folder) == [source]
    source.name.encode("utf-8")
    assert is_sound(verify(folder))
    assert {verdict.result for verdict in verify(folder)} == {"sound"}  # it was found again
    assert remove_source(folder, source.name) == source
