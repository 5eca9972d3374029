"""Cells of workbooks and Parquet files as the text that a table in CSV would hold.

Owns how a value is written: a number shows what is left of it, a time is ISO text, a list is JSON.
Never a locale, never a format of the cell. Knows no file.
"""

import json
import math
import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

# So many digits a spreadsheet keeps of a number; whatever stood behind them is gone.
_KEPT = 1e15
_MARK = '"'
_QUOTED = re.compile('[,"\r\n]').search
_HALF_MILLISECOND = timedelta(microseconds=500)


def cell_text(value: Any) -> str:
    """Return a value as text; the empty text for none.

    A whole number that a floating-point number holds is written without a point, and from 10**15 on
    with an exponent: so it can be seen that digits may have been lost, and no importer takes it for
    an id.
    """
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    writer = _WRITERS.get(type(value))
    return str(value) if writer is None else writer(value)


def _float(value: float) -> str:
    if not math.isfinite(value):
        return ""
    if value.is_integer() and abs(value) < _KEPT:
        return str(int(value))
    shown = repr(value)
    if "e" in shown or not value.is_integer():
        return shown
    sign, digits = ("-", shown[1:-2]) if value < 0 else ("", shown[:-2])
    return f"{sign}{digits[0]}.{digits[1:].rstrip('0') or '0'}e+{len(digits) - 1}"


def _instant(value: datetime) -> str:
    """Write a time, with milliseconds where it has any: a workbook holds no finer ones."""
    if value.microsecond % 1_000:
        with suppress(OverflowError):
            value += _HALF_MILLISECOND
    unit = "milliseconds" if value.microsecond >= 1_000 else "seconds"
    return value.isoformat(" ", unit)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=cell_text)


def _bytes(value: bytes) -> str:
    return value.decode("utf-8", "surrogateescape")


_WRITERS: dict[type, Any] = {
    bool: lambda value: "true" if value else "false",
    float: _float,
    datetime: _instant,
    date: date.isoformat,
    time: lambda value: value.isoformat("seconds"),
    timedelta: lambda value: f"{value.total_seconds():.0f}",
    Decimal: lambda value: f"{value:f}",
    bytes: _bytes,
    list: _json,
    dict: _json,
}


def csv_lines(rows: Iterable[Sequence[Any]]) -> str:
    r"""Return rows as lines of CSV; a row without any value is an empty line.

    Args:
        rows: Values of each row.
    """
    return "".join(map(_line, rows))


def _line(row: Sequence[Any]) -> str:
    cells = [cell_text(value) for value in row]
    if not any(cells):
        return "\n"
    # the writer of the standard library leaves a bare carriage return without quotation marks
    quoted = (f'"{cell.replace(_MARK, _MARK * 2)}"' if _QUOTED(cell) else cell for cell in cells)
    return ",".join(quoted) + "\n"
