"""Rows as pandas frames, with types that lose nothing.

Owns which pandas type a column gets: instants `datetime64[us, UTC]`, text `string`, whole numbers
`Int64` (a gap in them stays a gap and an id never becomes a float), other numbers `Float64`, flags
`boolean`. A column of lists, of maps, of several types or of nothing stays `object`.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import pandas


def frame(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> pandas.DataFrame:
    """Return rows as a frame.

    Args:
        columns: Names of the columns, in order.
        rows: One value per column: str, int, float, bool, datetime in UTC, None, list or map.

    Returns:
        A frame of shape (rows, columns) with the types above.
    """
    made = {name: _column([row[place] for row in rows]) for place, name in enumerate(columns)}
    return pandas.DataFrame(made, columns=list(columns))


def typed(types: Mapping[str, str], rows: Sequence[Sequence[object]]) -> pandas.DataFrame:
    """Return rows as a frame whose types are known beforehand: no row is a frame of them too.

    Args:
        types: The pandas type of each column by its name, in order.
        rows: One value per column, None where there is none.

    Returns:
        A frame of shape (rows, columns).
    """
    made = {
        name: pandas.Series([row[place] for row in rows], dtype=held)
        for place, (name, held) in enumerate(types.items())
    }
    return pandas.DataFrame(made, columns=list(types))


def _column(values: Any) -> "pandas.Series[Any]":
    return pandas.Series(values, dtype=_type(values))


def _type(values: Sequence[object]) -> str:
    found = {type(value) for value in values if value is not None}
    if found == {bool}:
        return "boolean"
    if found == {int}:
        return "Int64" if all(_fits(value) for value in values) else "object"
    if found and found <= {int, float}:
        return "Float64"
    if found == {str}:
        return "string"
    if found == {datetime}:
        return "datetime64[us, UTC]"
    return "object"


def _fits(value: object) -> bool:
    return value is None or (isinstance(value, int) and -(2**63) <= value < 2**63)
