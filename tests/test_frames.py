"""Frames: every type that an answer can hold, with gaps, and nothing lost."""

from datetime import UTC, datetime

import pandas
import pytest

from inunison.frames import frame, typed

NOON = datetime(2021, 3, 6, 12, 0, 0, 417001, tzinfo=UTC)

TYPES = [
    ([1, None, 9007199254740993], "Int64"),
    ([1, 2.5, None], "Float64"),
    ([0.5], "Float64"),
    (["a", None, "1368200494229859147"], "string"),
    ([True, None, False], "boolean"),
    ([NOON, None], "datetime64[us, UTC]"),
    ([None, None], "object"),
    ([], "object"),
    ([["a"], None, []], "object"),
    ([{"a": 1}], "object"),
    ([1, "a"], "object"),
    ([True, 1], "object"),
    ([2**70, 1], "object"),
]


@pytest.mark.parametrize(("values", "dtype"), TYPES)
def test_a_column_has_the_type_that_loses_nothing(values: list[object], dtype: str) -> None:
    made = frame(["x"], [[value] for value in values])["x"]
    assert str(made.dtype) == dtype
    assert len(made) == len(values)
    for held, value in zip(made, values, strict=True):
        if value is None:
            assert held is None or pandas.isna(held)
        else:
            assert held == value


def test_instants_keep_their_microseconds() -> None:
    (held,) = frame(["at"], [[NOON]])["at"]
    assert held.to_pydatetime() == NOON


def test_years_outside_nanoseconds_are_kept() -> None:
    moments = [datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC)]
    made = frame(["at"], [[each] for each in moments])["at"]
    assert [each.to_pydatetime() for each in made] == moments


def test_columns_keep_their_order_with_and_without_rows() -> None:
    assert list(frame(["b", "a", "c"], []).columns) == ["b", "a", "c"]
    assert frame(["b", "a"], [[1, "x"], [2, "y"]]).shape == (2, 2)


def test_types_that_are_known_stay_with_gaps_and_without_rows() -> None:
    types = {"at": "datetime64[us, UTC]", "name": "string", "count": "Int64", "share": "Float64"}
    filled = typed(types, [(datetime(2020, 1, 1, tzinfo=UTC), "a", 2**62, None), (None,) * 4])
    assert {name: str(held) for name, held in filled.dtypes.items()} == types
    assert filled["count"][0] == 2**62
    assert filled.isna().sum().tolist() == [1, 1, 1, 2]
    empty = typed(types, [])
    assert {name: str(held) for name, held in empty.dtypes.items()} == types
    assert len(empty) == 0
