"""The ties that a test kept, as rows for the graph: CO_ACTED between accounts.

Owns that table: one row for a pair and trace, from the smaller uid, with what was seen, what chance
would have produced and between when. Where both tests kept a pair, the timing test speaks for it.
"""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from inunison.detect.events import Whole
from inunison.detect.judging import Kind
from inunison.detect.timing import shared_objects
from inunison.detect.tracing import TraceReport

SCHEMA = pa.schema(
    [
        ("start", pa.string()),
        ("end", pa.string()),
        ("trace", pa.string()),
        ("test", pa.string()),
        ("window_s", pa.int64()),
        ("count", pa.int64()),
        ("expected", pa.float64()),
        ("p", pa.float64()),
        ("q", pa.float64()),
        ("first", pa.int64()),
        ("last", pa.int64()),
    ]
)


def co_acted(reports: Sequence[TraceReport]) -> pa.Table:
    """Return the rows of all traces, in the order of trace and pair."""
    tables = [_of_trace(report) for report in reports if report.kinds]
    return pa.concat_tables(tables) if tables else SCHEMA.empty_table()


def _of_trace(report: TraceReport) -> pa.Table:
    seen: set[tuple[int, int]] = set()
    rows: list[dict[str, object]] = []
    for kind in report.kinds:
        for row in _of_test(report, kind):
            pair = (int(str(row.pop("one"))), int(str(row.pop("other"))))
            if pair not in seen:
                seen.add(pair)
                rows.append(row)
    rows.sort(key=lambda row: (str(row["start"]), str(row["end"])))
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def _of_test(report: TraceReport, kind: Kind) -> list[dict[str, object]]:
    gathered = report.gathered
    first, last = _period(report, kind)
    rows: list[dict[str, object]] = []
    for place in range(len(kind.pairs)):
        one, other = int(kind.pairs.first[place]), int(kind.pairs.second[place])
        window = int(kind.test.window[place])
        rows.append(
            {
                "one": one,
                "other": other,
                "start": gathered.accounts[one],
                "end": gathered.accounts[other],
                "trace": gathered.trace.name,
                "test": kind.name,
                "window_s": gathered.windows[window] // 1_000_000,
                "count": int(kind.test.count[place, window]),
                "expected": round(float(kind.test.expected[place, window]), 9),
                "p": float(kind.test.p[place]),
                "q": float(kind.q[place]),
                "first": int(first[place]),
                "last": int(last[place]),
            }
        )
    return rows


def _period(report: TraceReport, kind: Kind) -> tuple[Whole, Whole]:
    """Return the earliest and the latest action of each pair on an object within its window."""
    gathered = report.gathered
    shared = shared_objects(gathered.events, kind.pairs.first, kind.pairs.second)
    width = np.asarray(gathered.windows, np.int64)[kind.test.window][shared.pair]
    close = shared.distance <= width
    pair = shared.pair[close]
    first = np.full(len(kind.pairs), np.iinfo(np.int64).max)
    last = np.full(len(kind.pairs), np.iinfo(np.int64).min)
    np.minimum.at(first, pair, np.minimum(shared.first_at, shared.second_at)[close])
    np.maximum.at(last, pair, np.maximum(shared.first_at, shared.second_at)[close])
    return first, last
