"""Who reposted whom in a case, as columns, for the questions that are asked about groups.

Owns the reading and the numbering. Tests nothing.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from inunison.detect.amplification import Reposts, Slots
from inunison.detect.events import Whole
from inunison.detect.frames import Allowed, allowed
from inunison.detect.further import communities_of, frames_behind
from inunison.detect.setting import Setting
from inunison.identity import POSTER_UID

# Accounts that stay with their community in that share of the seeds are of it.
STABLE = 0.5

_ROWS = f"""
CREATE OR REPLACE TEMP TABLE repost_rows AS
SELECT {POSTER_UID} AS reposter, author.start AS leader, reposts."end" AS post,
    min({{'at': posts.created_at, 'repost': posts.uid, 'timed': posts.precision <> 'day'}}) AS made
FROM reposts JOIN posts ON posts.uid = reposts.start
JOIN posted AS author ON author."end" = reposts."end"
WHERE {POSTER_UID} <> author.start AND posts.created_at IS NOT NULL AND posts.source IS NOT NULL
    AND {POSTER_UID} NOT IN (SELECT uid FROM excluded_accounts)
    AND author.start NOT IN (SELECT uid FROM excluded_accounts)
    AND reposts."end" NOT IN (SELECT uid FROM excluded_objects)
GROUP BY ALL
"""
_PLACES = """
CREATE OR REPLACE TEMP TABLE {table} AS
SELECT uid, row_number() OVER (ORDER BY uid) - 1 AS place FROM ({keys})
"""
_COLUMNS = """
SELECT doer.place AS reposter, author.place AS leader, post.place AS post, made.at AS instant,
    coalesce(made.timed, false) AS timed
FROM repost_rows JOIN repost_accounts AS doer ON doer.uid = reposter
JOIN repost_accounts AS author ON author.uid = leader
JOIN repost_posts AS post ON post.uid = repost_rows.post
ORDER BY 3, 4, 1
"""


@dataclass(frozen=True)
class Network:
    """Who reposted whom in a case.

    Attributes:
        reposts: The columns.
        accounts: The uid of each account number, in order.
        posts: The uid of each post number, in order.
        community: Community of each account, -1 where it has no stable one.
        allowed: What the frames of the reposts allow.
    """

    reposts: Reposts
    accounts: list[str]
    posts: list[str]
    community: Whole
    allowed: Allowed

    @cached_property
    def slots(self) -> Slots:
        """Who reposts whom at all."""
        return Slots.of(self.reposts)

    def places(self, accounts: Sequence[str]) -> Whole:
        """Return the numbers of those of some accounts that repost or are reposted, rising."""
        held = []
        for uid in sorted(set(accounts)):
            place = bisect_left(self.accounts, uid)
            if self.accounts[place : place + 1] == [uid]:
                held.append(place)
        return np.array(held, np.int64)


def read_network(setting: Setting) -> Network:
    """Read who reposted whom, without what the lists of the case exclude."""
    database = setting.database
    database.execute(_ROWS)
    keys = "SELECT reposter AS uid FROM repost_rows UNION SELECT leader FROM repost_rows"
    database.execute(_PLACES.format(table="repost_accounts", keys=keys))
    posts = "SELECT DISTINCT post AS uid FROM repost_rows"
    database.execute(_PLACES.format(table="repost_posts", keys=posts))
    names: list[list[str]] = [
        database.sql(f"SELECT uid FROM {table} ORDER BY place").to_arrow_table()["uid"].to_pylist()
        for table in ("repost_accounts", "repost_posts")
    ]
    columns = database.execute(_COLUMNS).fetchnumpy()
    reposts = Reposts(
        reposter=np.asarray(columns["reposter"], np.int64),
        leader=np.asarray(columns["leader"], np.int64),
        post=np.asarray(columns["post"], np.int64),
        at=np.asarray(columns["instant"], np.int64),
        timed=np.asarray(columns["timed"], bool),
        accounts=len(names[0]),
        posts=len(names[1]),
    )
    held = communities_of(database, STABLE)
    community = np.array([held.get(uid, -1) for uid in names[0]], np.int64)
    return Network(reposts, names[0], names[1], community, allowed_of(setting))


def allowed_of(setting: Setting) -> Allowed:
    """Return what the frames of the reposts of a case allow."""
    return allowed(frames_behind(setting, "kind = 'repost'"))
