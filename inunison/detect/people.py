"""The accounts of a collection that posted: what their profiles say, and when they posted.

Owns the reading of them as columns. Compares nobody with anybody and makes no finding.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from inunison.detect.events import Flags, Whole
from inunison.detect.frames import Allowed, allowed
from inunison.detect.further import frames_behind
from inunison.detect.profiles import looks_random, stem
from inunison.detect.tracing import Setting
from inunison.records import Frame

# The most posts that are read of an account: the latest.
MOST_POSTS = 500
# What is read of each account, by the name of the observation that it serves.
READ = ("handle_stem", "handle_shape", "description", "location", "language", "client")

_ACCOUNTS = """
SELECT accounts.uid, accounts.handle, nullif(lower(trim(accounts.description)), ''),
    nullif(lower(trim(accounts.location)), ''), nullif(lower(accounts.language), ''),
    accounts.created_at
FROM accounts WHERE accounts.posts > 0
    AND accounts.uid NOT IN (SELECT uid FROM excluded_accounts)
ORDER BY accounts.uid
"""
_SHOWN = """
CREATE OR REPLACE TEMP TABLE shown_first AS
SELECT posted.start AS account,
    min({'instant': posts.created_at, 'post': posts.uid}).post AS post,
    mode(posts.client ORDER BY posts.client) AS client
FROM posts JOIN posted ON posted."end" = posts.uid
WHERE posts.collected AND posts.created_at IS NOT NULL AND posts.source IS NOT NULL
GROUP BY posted.start
"""
_TIMES = f"""
CREATE OR REPLACE TEMP TABLE posted_when AS
SELECT posted.start AS account, posts.uid AS post, posts.created_at AS instant,
    coalesce(posts.precision <> 'day', false) AS timed
FROM posts JOIN posted ON posted."end" = posts.uid
WHERE posts.collected AND posts.created_at IS NOT NULL AND posts.source IS NOT NULL
QUALIFY row_number() OVER (
    PARTITION BY posted.start ORDER BY posts.created_at DESC, posts.uid
) <= {MOST_POSTS}
"""


@dataclass(frozen=True)
class People:
    """The accounts of a collection that posted anything.

    Attributes:
        uids: In order.
        values: By the name of an observation, the value of each account that has one.
        created: When each account was created, -1 where that is not known.
        shown: Each account's first post in the case.
        allowed: What the frames of all posts allow.
        listed: All posts come from lists of accounts, so silence can be seen.
    """

    uids: list[str]
    values: Mapping[str, Mapping[str, str]]
    created: Whole
    shown: Mapping[str, str]
    allowed: Allowed
    listed: bool


def read_people(setting: Setting) -> People:
    """Read what the profiles of all accounts with posts say, but those that a list excludes."""
    database = setting.database
    rows = database.execute(_ACCOUNTS).fetchall()
    database.execute(_SHOWN)
    shown = database.execute("SELECT account, post, client FROM shown_first").fetchall()
    values: dict[str, dict[str, str]] = {name: {} for name in READ}
    for uid, handle, *fields, _created in rows:
        if handle:
            _add(values["handle_stem"], uid, stem(handle) if handle[-1:].isdigit() else None)
            values["handle_shape"][uid] = "random" if looks_random(handle) else "plain"
        for name, value in zip(("description", "location", "language"), fields, strict=True):
            _add(values[name], uid, value)
    for account, _, client in sorted(shown):
        _add(values["client"], account, client)
    frames = frames_behind(setting, "true")
    return People(
        uids=[row[0] for row in rows],
        values=values,
        created=np.array([-1 if row[5] is None else row[5] for row in rows], np.int64),
        shown={account: post for account, post, _ in shown},
        allowed=allowed(frames),
        listed=bool(frames) and all(each is Frame.ACCOUNTS for each in frames),
    )


def _add(values: dict[str, str], uid: str, value: str | None) -> None:
    if value:
        values[uid] = value


@dataclass(frozen=True)
class Times:
    """The latest posts of each account, in the order of account and instant.

    Attributes:
        place: The number of each account.
        account: Number of the account of each post, int64 of shape (n,).
        at: Instant of each post, microseconds UTC.
        timed: Whether that instant is finer than a day.
        post: The uid of each post.
    """

    place: Mapping[str, int]
    account: Whole
    at: Whole
    timed: Flags
    post: list[str]


def read_times(setting: Setting, people: People) -> Times:
    """Read when those accounts posted."""
    database = setting.database
    database.execute(_TIMES)
    rows = database.execute(
        "SELECT account, instant, post, timed FROM posted_when ORDER BY account, instant, post"
    ).fetchall()
    place = {uid: number for number, uid in enumerate(people.uids)}
    rows = [row for row in rows if row[0] in place]
    return Times(
        place,
        np.array([place[row[0]] for row in rows], np.int64),
        np.array([row[1] for row in rows], np.int64),
        np.array([row[3] for row in rows], bool),
        [row[2] for row in rows],
    )
