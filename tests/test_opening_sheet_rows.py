"""Lines of a sheet that go on with the row before: counted whatever the cells hold."""

from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from inunison.opening.cells import csv_lines
from inunison.opening.sheet_rows import SheetRows

CELL = st.text(alphabet='a",\n\r ', max_size=6)


def cut(content: bytes, size: int) -> Iterator[bytes]:
    """Pieces of bytes."""
    for start in range(0, len(content), size):
        yield content[start : start + size]


@given(st.lists(st.lists(CELL, min_size=2, max_size=2), max_size=8), st.booleans())
def test_every_other_line_begins_a_row(rows: list[list[str]], at_once: bool) -> None:
    pieces = [csv_lines([row]).encode() for row in rows]
    watched = SheetRows()
    given_ = [b"".join(pieces)] if at_once else pieces
    assert list(watched.watch(iter(given_))) == given_
    begun, line = [], 1
    for piece in pieces:
        begun.append(line)
        line += piece.count(b"\n")
    assert [each for each in range(1, line) if each not in watched.within] == begun
    assert [each - sum(w <= each for w in watched.within) for each in begun] == [
        place for place, _ in enumerate(rows, 1)
    ]


def test_a_sheet_without_such_cells_holds_nothing() -> None:
    watched = SheetRows()
    assert list(watched.watch(iter([b"a,b\n", b'"a,",b\n', b"c,d\n"])))
    assert not watched.within
