"""Files in portions: cut where rows end, whatever the pieces, and nothing lost."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inunison.opening import portions as opening_portions
from inunison.opening.lines import LineStream
from inunison.opening.portions import Portion, PortionLines, first_row, portions
from inunison.opening.unpacking import Cut, Limits

CELLS = st.text(st.sampled_from('ab,"\n\r\u0e01\U0001f600'), max_size=12)
ROWS = st.lists(st.lists(CELLS, min_size=2, max_size=3), min_size=1, max_size=30)


def table(rows: list[list[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows([["x", "y"], *rows])
    return out.getvalue().encode()


@pytest.fixture(autouse=True, params=[0, 1 << 12], ids=["at once", "one by one"])
def counting(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Marks of a short stretch are counted in another way than those of a long one."""
    monkeypatch.setattr(opening_portions, "_MANY", request.param)


def cut(content: bytes, *, quoted: bool, size: int = 20, piece: int = 7) -> list[Portion]:
    pieces = (content[start : start + piece] for start in range(0, len(content), piece))
    return list(portions(LineStream(pieces, Limits()), quoted=quoted, size=size))


@given(content=st.binary(max_size=300), quoted=st.booleans(), piece=st.integers(1, 300))
def test_portions_are_the_file_whatever_the_pieces(
    content: bytes, quoted: bool, piece: int
) -> None:
    content = b"x" + content  # no byte order mark, which is taken off
    found = cut(content, quoted=quoted)
    assert b"".join(portion.body for portion in found) == content
    assert found == cut(content, quoted=quoted, piece=piece)
    assert [portion.goes_on for portion in found] == [True] * (len(found) - 1) + [False]
    assert [portion.first for portion in found] == [
        1 + b"".join(each.body for each in found[:place]).count(b"\n")
        for place in range(len(found))
    ]
    assert all(portion.body.endswith(b"\n") for portion in found[:-1])


@given(rows=ROWS)
def test_a_well_formed_table_is_cut_between_rows(rows: list[list[str]]) -> None:
    found = cut(table(rows), quoted=True, size=60)  # no row is as long as four portions
    read: list[list[str]] = []
    for portion in found:
        assert portion.head == (b"" if portion is found[0] else b'"x","y"\n')
        assert len(portion.body) < 60 + 1 + max(len(table([row])) for row in rows) or rows == []
        read += csv.reader(io.StringIO(portion.body.decode(), newline=""), strict=True)
    assert read == [["x", "y"], *rows]


def test_lines_of_a_portion_are_told_apart_from_those_of_the_file() -> None:
    portion = Portion(101, b'"a\nb"\n', b"one\ntwo\n", True, None, {102: "too long"})
    lines = PortionLines(portion)
    assert list(lines) == ['"a\n', 'b"\n', "one\n", "two\n"]
    assert portion.offset == 98
    assert lines.broken == {4: "too long"}
    assert portion.since(101) == b"one\ntwo\n"
    assert portion.since(102) == b"two\n"
    assert portion.after(99, b"y\nz\n").body == b"y\nz\none\ntwo\n"
    assert lines.goes_on
    assert not lines.damaged


def test_damage_and_the_cut_are_told_with_the_portion_that_has_them() -> None:
    def pieces() -> object:
        yield b"one\n" * 10 + b"b\xffd\n" * 10 + b"la"
        raise Cut("it ends here")

    found = list(portions(LineStream(pieces(), Limits()), quoted=False, size=39))  # type: ignore[arg-type]
    assert [portion.cut for portion in found] == [None, None, "it ends here"]
    read = [PortionLines(portion) for portion in found]
    assert [list(lines)[-1] for lines in read] == ["one\n", "b\udcffd\n", "la"]
    assert [lines.damaged for lines in read] == [False, True, False]
    assert read[-1].cut == "it ends here"


def test_a_mark_that_is_missing_does_not_keep_a_file_together() -> None:
    content = b"a,b\n" + b'c,"d\n' + b"e,f\n" * 100
    found = cut(content, quoted=True)
    assert len(found) > 4
    assert max(len(portion.body) for portion in found) < 6 * 20


@pytest.mark.parametrize(
    ("body", "row"),
    [
        (b"a,b\nc", b"a,b\n"),
        (b'"a\nb",c\nd\n', b'"a\nb",c\n'),
        (b"\n \na\nb\n", b"\n \na\n"),
        (b'"never', b'"never'),
        (b"", b""),
    ],
)
def test_the_first_row_is_found(body: bytes, row: bytes) -> None:
    assert first_row(body) == row
