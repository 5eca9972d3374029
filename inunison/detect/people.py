"""The accounts of a collection that posted: what their profiles say, and when they posted.

Owns the reading of them as columns. Compares nobody with anybody and makes no finding.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import duckdb
import numpy as np
import pyarrow as pa

from inunison.detect.events import Flags, Whole, expanded
from inunison.detect.frames import Allowed, allowed
from inunison.detect.further import frames_behind
from inunison.detect.habits import Hours, hour_counts, silences
from inunison.detect.profiles import looks_random, stem
from inunison.detect.setting import Setting
from inunison.identity import ACCOUNT_UID, POSTER_UID
from inunison.records import Frame

# The most posts that are read of an account: the latest.
MOST_POSTS = 500
# Posts that an account needs before its hours mean anything.
LEAST_POSTS = 10
# What is read of each account, by the name of the observation that it serves.
READ = ("handle_stem", "handle_shape", "description", "location", "language", "client")

_SHOWN = f"""
CREATE OR REPLACE TEMP TABLE shown_first AS
SELECT {ACCOUNT_UID} AS uid, min(made).post AS post,
    (min({{'fewer': -often, 'client': client}}) FILTER (WHERE client IS NOT NULL)).client AS client
FROM (
    SELECT account, client, count(*) AS often,
        min({{'instant': created_at, 'post': uid}}) AS made
    FROM posts
    WHERE collected AND created_at IS NOT NULL AND source IS NOT NULL AND account IS NOT NULL
    GROUP BY account, client
)
GROUP BY account
"""
_ACCOUNTS = """
SELECT accounts.uid, accounts.handle, nullif(lower(trim(accounts.description)), '') AS description,
    nullif(lower(trim(accounts.location)), '') AS location,
    nullif(lower(accounts.language), '') AS language, nullif(shown_first.client, '') AS client,
    shown_first.post, coalesce(accounts.created_at, -1) AS created
FROM accounts LEFT JOIN shown_first USING (uid)
WHERE accounts.posts > 0 AND accounts.uid NOT IN (SELECT uid FROM excluded_accounts)
ORDER BY accounts.uid
"""
_TIMES = f"""
CREATE OR REPLACE TEMP TABLE posted_when AS
SELECT row_number() OVER (ORDER BY place, instant, post) - 1 AS number, * FROM (
    SELECT people_place.place, posts.uid AS post, posts.created_at AS instant,
        coalesce(posts.precision <> 'day', false) AS timed
    FROM posts JOIN people_place ON people_place.uid = {POSTER_UID}
    WHERE posts.collected AND posts.created_at IS NOT NULL AND posts.source IS NOT NULL
    QUALIFY row_number() OVER (
        PARTITION BY people_place.place ORDER BY posts.created_at DESC, posts.uid
    ) <= {MOST_POSTS}
)
"""


@dataclass(frozen=True)
class People:
    """The accounts of a collection that posted anything.

    Attributes:
        uids: In order.
        place: The number of each.
        columns: What is known of each, in their order: handle, description, location, language,
            client and post, the first of it in the case.
        created: When each account was created, -1 where that is not known.
        allowed: What the frames of all posts allow.
        listed: All posts come from lists of accounts, so silence can be seen.
    """

    uids: list[str]
    place: Mapping[str, int]
    columns: pa.Table
    created: Whole
    allowed: Allowed
    listed: bool
    _values: dict[str, dict[str, str]] = field(default_factory=dict)
    _overall: dict[str, Counter[str]] = field(default_factory=dict)

    def shown(self, uid: str) -> str | None:
        """Return the first post of an account in the case; None where it has none to show."""
        place = self.place.get(uid)
        return None if place is None else self.columns["post"][place].as_py()

    def values(self, name: str) -> Mapping[str, str]:
        """Return the value of each account that has one.

        Args:
            name: One of `READ`.
        """
        if name not in self._values:
            read = _OF_HANDLES.get(name)
            column = self.columns["handle" if read else name].to_pylist()
            self._values[name] = {
                uid: value
                for uid, cell in zip(self.uids, column, strict=True)
                if cell and (value := read(cell) if read else cell)
            }
        return self._values[name]

    def overall(self, name: str) -> Counter[str]:
        """Return how many accounts have each value."""
        if name not in self._overall:
            self._overall[name] = Counter(self.values(name).values())
        return self._overall[name]

    def of_members(self, name: str, members: Sequence[str]) -> dict[str, str]:
        """Return the value of each of some accounts that has one."""
        values = self.values(name)
        return {uid: values[uid] for uid in members if uid in values}


def _stem_of(handle: str) -> str | None:
    return stem(handle) if handle[-1].isdigit() else None


def _shape_of(handle: str) -> str:
    return "random" if looks_random(handle) else "plain"


_OF_HANDLES: Mapping[str, Callable[[str], str | None]] = {
    "handle_stem": _stem_of,
    "handle_shape": _shape_of,
}


def read_people(setting: Setting) -> People:
    """Read what the profiles of all accounts with posts say, but those that a list excludes."""
    database = setting.database
    database.execute(_SHOWN)
    rows = database.sql(_ACCOUNTS).to_arrow_table()
    frames = frames_behind(setting, "true")
    uids = rows["uid"].to_pylist()
    return People(
        uids=uids,
        place={uid: place for place, uid in enumerate(uids)},
        columns=rows.drop_columns(["uid", "created"]),
        created=rows["created"].to_numpy().astype(np.int64),
        allowed=allowed(frames),
        listed=bool(frames) and all(each is Frame.ACCOUNTS for each in frames),
    )


@dataclass(frozen=True)
class Times:
    """The latest posts of each account, in the order of account and instant.

    Attributes:
        people: The accounts.
        account: Number of the account of each post, int64 of shape (n,).
        at: Instant of each post, microseconds UTC.
        timed: Whether that instant is finer than a day.
    """

    people: People
    account: Whole
    at: Whole
    timed: Flags
    _database: duckdb.DuckDBPyConnection

    @cached_property
    def hours(self) -> Hours:
        """The hours of the accounts with enough timed posts."""
        size = len(self.people.uids)
        counts = hour_counts(self.at[self.timed], self.account[self.timed], size)
        return Hours.of(counts, LEAST_POSTS)

    @cached_property
    def silences(self) -> Whole:
        """The places of the posts that ended a long silence, rising."""
        return silences(self.at, self.account)

    def rows(self, accounts: Whole) -> Whole:
        """Return the places of the posts of some accounts, given by their numbers."""
        first, last = np.searchsorted(self.account, np.stack((accounts, accounts + 1)))
        return expanded(first, last - first)[1]

    def posts(self, rows: Sequence[int]) -> list[str]:
        """Return the uid of some posts, by their place among all."""
        self._database.register("asked_rows", pa.table({"number": pa.array(rows, pa.int64())}))
        found = self._database.execute(
            "SELECT post FROM posted_when JOIN asked_rows USING (number) ORDER BY number"
        ).fetchall()
        self._database.unregister("asked_rows")
        return [post for (post,) in found]


def read_times(setting: Setting, people: People) -> Times:
    """Read when those accounts posted."""
    database = setting.database
    numbered = pa.table({"uid": pa.array(people.uids), "place": np.arange(len(people.uids))})
    database.register("people_place", numbered)
    database.execute(_TIMES)
    database.unregister("people_place")
    rows = database.execute("SELECT place, instant, timed FROM posted_when ORDER BY number")
    found = rows.fetchnumpy()
    place, instant = (np.asarray(found[name], np.int64) for name in ("place", "instant"))
    return Times(people, place, instant, np.asarray(found["timed"], np.bool_), database)
