"""From a state to the events of one trace, with what may and may not be tested on them.

Owns the reading of the tables and the rules of SCIENCE that come before any test: windows that the
precision of the times allows, the frames of the sources, objects and accounts that the user
excludes. Everything that is left out is counted and said.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate

import duckdb
import numpy as np

from inunison.detect.events import UNPUBLISHED, Events, Whole
from inunison.detect.traces import SECOND, Trace

# A window must be at least twice as wide as the times are fine.
_FINER = 2
TOO_COARSE = "times too coarse for the windows"
ALL_LISTED = "not enough data: your lists leave out all of it"


@dataclass(frozen=True)
class LeftOut:
    """Events that were not tested, and why.

    Attributes:
        reason: One plain clause, such as "times given by the day alone".
        events: How many.
    """

    reason: str
    events: int


@dataclass(frozen=True)
class Gathered:
    """The events of one trace.

    Attributes:
        trace: Which.
        events: Who acted on what, when.
        accounts: The uid of each account number, in order.
        objects: The key of each object number, in order: a uid, or uids joined by spaces.
        windows: The windows that the times allow, in microseconds, rising; none where none does.
        left_out: What was not taken.
        scheduled_share: Share of the times that lie at a full minute: schedulers, or cut seconds.
    """

    trace: Trace
    events: Events
    accounts: list[str]
    objects: list[str]
    windows: tuple[int, ...]
    left_out: tuple[LeftOut, ...] = field(default=())
    scheduled_share: float = 0.0

    @property
    def limits(self) -> tuple[str, ...]:
        """What was not taken, as findings say it."""
        return tuple(f"{each.events:,} left out: {each.reason}" for each in self.left_out)

    @property
    def all_listed(self) -> bool:
        """Whether something was done, and the user's lists name all of it."""
        return bool(self.left_out and self.windows and not len(self.events))


def gather(
    database: duckdb.DuckDBPyConnection, trace: Trace, ladder_s: Sequence[int] | None = None
) -> Gathered:
    """Read the events of a trace.

    Args:
        database: An engine with a view for each table of the state, and the tables that
            `exclusions.apply` makes, which may be empty.
        trace: Which one.
        ladder_s: The windows to try in seconds, rising; the trace's own when None.
    """
    write_actions(database, trace, "acts")
    left_out = [*_exclude(database)]
    windows, coarse = _testable(database, trace, tuple(ladder_s or trace.ladder_s))
    if coarse:
        left_out.append(LeftOut(TOO_COARSE, coarse))
    accounts = _numbered(database, "account")
    objects = _numbered(database, "object")
    columns = database.execute(
        """
        SELECT account_number.number AS account, object_number.number AS object, acts.at,
            (acts.at // 1000000) % 60 = 0 AS full
        FROM acts JOIN account_number ON account_number.key = acts.account
        JOIN object_number ON object_number.key = acts.object
        """
    ).fetchnumpy()
    events = Events.gathered(
        np.asarray(columns["account"], np.int64),
        np.asarray(columns["object"], np.int64),
        np.asarray(columns["at"], np.int64),
        sizes=(len(accounts), len(objects)),
        published=_published(database, len(objects), windows),
        side=_platforms(database) if trace.across else None,
    )
    full = np.asarray(columns["full"], bool)
    share = round(float(full.mean()), 6) if len(full) else 0.0
    return Gathered(trace, events, accounts, objects, windows, tuple(left_out), share)


def write_actions(database: duckdb.DuckDBPyConnection, trace: Trace, table: str) -> None:
    """Make a temporary table of all that was done in a trace, as its SELECT yields it.

    Args:
        database: An engine with a view for each table of the state, and the families of texts.
        trace: Which one.
        table: The name of the table, ours and never a user's.
    """
    for name, select in trace.before:
        database.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {select}")
    database.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS {trace.select}")
    for name, _ in trace.before:
        database.execute(f"DROP TABLE {name}")


def _count(database: duckdb.DuckDBPyConnection, body: str) -> int:
    return int(database.execute(f"SELECT count(*) {body}").fetchall()[0][0])


def _exclude(database: duckdb.DuckDBPyConnection) -> list[LeftOut]:
    """Take out what the user's lists name; from counts and tests alike.

    Lists may overlap: each action is counted once, and what each list names is told beside it.
    """
    found = []
    for what in ("account", "object", "post"):
        named = f"FROM acts JOIN excluded_{what}s AS named ON named.uid = acts.{what}"
        lists = database.execute(
            f"SELECT list, count(*) {named} GROUP BY list ORDER BY list"
        ).fetchall()
        if not lists:
            continue
        excluded = f"FROM acts WHERE {what} IN (SELECT uid FROM excluded_{what}s)"
        found.append(LeftOut(_on_lists(f"{what}s", lists), _count(database, excluded)))
        database.execute(f"DELETE {excluded}")
    return found


def _on_lists(what: str, lists: list[tuple[str, int]]) -> str:
    """Name one list, or several with what each of them names."""
    if len(lists) == 1:
        return f"{what} on the list {lists[0][0]}"
    *others, last = (f"{name} ({events:,})" for name, events in lists)
    return f"{what} on the lists {', '.join(others)} and {last}"


def _testable(
    database: duckdb.DuckDBPyConnection, trace: Trace, ladder_s: tuple[int, ...]
) -> tuple[tuple[int, ...], int]:
    """Return the windows in microseconds that the times allow; leave out and count the rest.

    Times that are too coarse for every window are left out first: however many they are, they take
    no window from the others. Where more than half of the others are coarse, the windows that they
    are too coarse for are left out; else the coarse times are. No action is tested in a window that
    its own time is too coarse for. There is no window where every time is too coarse.
    """
    widths = [width * SECOND for width in ladder_s]
    reach = widths[-1] if trace.within_s is None else min(widths[-1], trace.within_s * SECOND)
    coarse = _drop_coarse(database, reach)
    precisions = database.execute(
        "SELECT precision, count(*) FROM acts GROUP BY precision ORDER BY precision"
    ).fetchall()
    if not precisions:
        return (() if coarse else tuple(widths)), coarse
    half = sum(count for _, count in precisions) / 2
    seen = accumulate(count for _, count in precisions)
    usual = next(held for (held, _), sofar in zip(precisions, seen, strict=True) if sofar >= half)
    windows = tuple(width for width in widths if width >= _FINER * usual)
    return windows, coarse + _drop_coarse(database, windows[0])


def _drop_coarse(database: duckdb.DuckDBPyConnection, width: int) -> int:
    """Leave out the actions whose times are too coarse for a width in microseconds; count them."""
    too_coarse = f"FROM acts WHERE precision * {_FINER} > {width}"
    found = _count(database, too_coarse)
    if found:
        database.execute(f"DELETE {too_coarse}")
    return found


def _numbered(database: duckdb.DuckDBPyConnection, column: str) -> list[str]:
    """Number the keys of a column in their order."""
    database.execute(
        f"CREATE OR REPLACE TEMP TABLE {column}_number AS"
        f" SELECT key, row_number() OVER (ORDER BY key) - 1 AS number"
        f" FROM (SELECT DISTINCT {column} AS key FROM acts)"
    )
    rows = database.sql(f"SELECT key FROM {column}_number ORDER BY number").to_arrow_table()
    keys: list[str] = rows["key"].to_pylist()
    return keys


def _platforms(database: duckdb.DuckDBPyConnection) -> Whole:
    """Number the platform of each account; one without a platform is on one of its own."""
    rows = database.execute(
        "SELECT dense_rank() OVER (ORDER BY coalesce(accounts.platform, numbered.key)) - 1 AS side"
        " FROM account_number AS numbered LEFT JOIN accounts ON accounts.uid = numbered.key"
        " ORDER BY numbered.number"
    ).fetchnumpy()
    return np.asarray(rows["side"], np.int64)


def _published(
    database: duckdb.DuckDBPyConnection, objects: int, windows: Sequence[int]
) -> Whole | None:
    """Return when each object was published, as far as that is known as finely as its answers are.

    Paces behind a publication that is known by the day alone would differ by the day.
    """
    if not windows:
        return None
    columns = database.execute(
        "SELECT number, min(published) AS published FROM acts"
        " JOIN object_number ON object_number.key = acts.object"
        f" WHERE published IS NOT NULL AND {_FINER} * published_precision <= ? GROUP BY number",
        [windows[0]],
    ).fetchnumpy()
    if not len(columns["number"]):
        return None
    published = np.full(objects, UNPUBLISHED, np.int64)
    published[np.asarray(columns["number"], np.int64)] = np.asarray(columns["published"], np.int64)
    return published
