"""Cells of a whole column are judged as patterns judge them one by one."""

import re

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from inunison_importers.column_cells import counts, digits
from inunison_importers.twitter_columns import plain_ids

_CELLS = st.lists(
    st.one_of(
        st.text("0123456789", max_size=20),
        st.text("0129/:x٣é", max_size=4),
    ),
    max_size=8,
)
_PLAIN_ID = re.compile("([1-9][0-9]{0,17}|[1-8][0-9]{18})")


@given(_CELLS, st.integers(0, 3))
def test_digits_are_those_of_each_cell(cells: list[str], left_out: int) -> None:
    column = pa.array(cells, pa.string()).slice(left_out)
    found, kept = digits(column), cells[left_out:]
    assert found.alone.tolist() == [re.fullmatch("[0-9]*", each) is not None for each in kept]
    assert found.lengths.tolist() == [len(each.encode()) for each in kept]
    assert found.first.tolist() == [(each.encode() or b"\0")[0] for each in kept]


@given(_CELLS)
def test_an_id_is_plain_where_no_digits_could_make_it_too_large(cells: list[str]) -> None:
    found = plain_ids(pa.array(cells, pa.string()))
    assert found.tolist() == [_PLAIN_ID.fullmatch(each) is not None for each in cells]


def test_what_is_no_plain_count_is_read_by_itself() -> None:
    asked: list[str] = []

    def read(cell: str) -> int | None:
        asked.append(cell)
        return int(cell.replace(",", "")) if cell else None

    cells = ["7", "", "1,000", "0" * 15, "9" * 16, ""]
    numbers, bad = counts(pa.array(cells), read)
    assert numbers.to_pylist() == [7, None, 1_000, 0, int("9" * 16), None]
    assert sorted(asked) == ["", "1,000", "9" * 16]
    assert not np.any(bad)
