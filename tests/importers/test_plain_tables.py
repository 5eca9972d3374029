"""A table is read as columns only where its rows, read one by one, are the same."""

import csv
import io

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from inunison_importers.base import TextLines
from inunison_importers.delimited import Row, rows
from inunison_importers.plain_tables import plain_table


def assert_plain(body: str) -> None:
    """The table is plain, and the same as its rows."""
    found = plain_table(body.encode("utf-8"))
    first, *others = rows(TextLines(body))
    assert found is not None
    assert isinstance(first, Row)
    assert found.names == first.cells
    columns = [column.to_pylist() for column in found.columns]
    assert [
        Row(int(line), list(cells)) for line, *cells in zip(found.lines, *columns, strict=True)
    ] == others


def is_plain(body: bytes) -> bool:
    return plain_table(body) is not None


@settings(deadline=None)
@given(st.text(st.sampled_from('a,"\n\r \x00é'), max_size=30))
@example('a,b\n"x"y,1\n')
@example('a\r\r\n"b"\n')
@example('""\n\r\n')
@example('a\n"""\n"\n')
def test_any_text_at_all(body: str) -> None:
    if is_plain(body.encode("utf-8")):
        assert_plain(body)


@settings(deadline=None)
@given(
    st.integers(1, 3).flatmap(
        lambda width: st.lists(
            st.lists(
                st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=6),
                min_size=width,
                max_size=width,
            ),
            min_size=1,
            max_size=6,
        )
    ),
    st.sampled_from(("\n", "\r\n")),
)
def test_what_a_writer_of_csv_makes_is_plain(cells: list[list[str]], end: str) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator=end).writerows(cells)
    body = out.getvalue()
    if not body.startswith("\ufeff"):
        assert_plain(body)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"a,b\n\n1,2\n",
        b"a,b\n1\n",
        b"a,b\n1,2,3\n",
        b'a,b\n"x"y,1\n',
        b'a,b\nx"y",1\n',
        b'a,b\n"x,1\n',
        b"a,b\r1,2\n",
        b"a,b\n1,\xff\n",
        b"a,b\n1,\xed\xa0\x80\n",
        b"\xef\xbb\xbfa,b\n1,2\n",
    ],
)
def test_what_is_not_plain(body: bytes) -> None:
    assert not is_plain(body)


def test_lines_are_counted_through_cells() -> None:
    found = plain_table(b'a,b\r\n1,"x\ny\n"\r\n3,"q""q"\r\n')
    assert found is not None
    assert found.lines.tolist() == [2, 5]
    assert [column.to_pylist() for column in found.columns] == [["1", "3"], ["x\ny\n", 'q"q']]
