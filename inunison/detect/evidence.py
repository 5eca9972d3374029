"""The posts, accounts and objects behind a finding, with the row of the file for each.

Owns the step from numbers back to names. It reads the actions that `gathering` left in the engine;
a post whose source or row is not known is an error here, because a finding without it is not made.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import duckdb

from inunison.detect.finding import Evidence, Member, Thing
from inunison.detect.traces import Trace
from inunison.records import Frame
from inunison.sources import Source

_LOOKED_UP = """
CREATE OR REPLACE TEMP TABLE looked_up AS
WITH chosen AS MATERIALIZED (
    SELECT * FROM acts
    WHERE object IN (SELECT unnest($objects)) AND account IN (SELECT unnest($accounts))
)
SELECT chosen.post, posts.native_id, chosen.account, chosen.object, chosen.at, posts.precision,
    sha256(said.text) AS text_sha256, posts.source, posts.member, posts.row, posts.missing_before
FROM chosen JOIN posts ON posts.uid = chosen.post
LEFT JOIN (
    SELECT start, min(text) AS text FROM says
    WHERE start IN (SELECT post FROM chosen) GROUP BY start
) AS said
    ON said.start = chosen.post
"""

_POSTS = """
SELECT * FROM looked_up
WHERE account IN (SELECT unnest(?)) AND object IN (SELECT unnest(?)) ORDER BY "at", post, object
"""

_ACCOUNTS = """
SELECT uid, platform, native_id, handle FROM accounts WHERE uid IN (SELECT unnest(?)) ORDER BY uid
"""

_ROWS = 10_000

# Platform, native id and handle of accounts, by uid.
Known = Mapping[str, tuple[str, str | None, str | None]]


def look_up(
    database: duckdb.DuckDBPyConnection, accounts: Iterable[str], objects: Iterable[str]
) -> None:
    """Read what is known of the posts of some accounts on some objects, for all findings.

    Args:
        database: The engine, with the table `acts` of the trace.
        accounts: Uids of the accounts.
        objects: Keys of the objects.
    """
    keys = {"accounts": sorted(set(accounts)), "objects": sorted(set(objects))}
    database.execute(_LOOKED_UP, keys)


def posts(
    database: duckdb.DuckDBPyConnection,
    accounts: Sequence[str],
    objects: Sequence[str],
    sources: Mapping[str, Source],
) -> tuple[Evidence, ...]:
    """Return every action of some accounts on some objects, in the order of time.

    Args:
        database: The engine, after `look_up` of these accounts and objects.
        accounts: Uids of the accounts.
        objects: Keys of the objects.
        sources: The sources of the case by hash.
    """
    found = database.execute(_POSTS, [list(accounts), list(objects)])
    make = _Maker(sources)
    made: list[Evidence] = []
    while rows := found.fetchmany(_ROWS):
        made += map(make.evidence, rows)
    return tuple(made)


class _Maker:
    """Makes evidence of rows; what many posts have in common is held once."""

    def __init__(self, sources: Mapping[str, Source]) -> None:
        self._sources = sources
        self._importers = {
            key: f"{each.importer} {each.importer_version}" for key, each in sources.items()
        }
        self._held: dict[str, str] = {}

    def _once(self, value: object) -> str:
        text = str(value)
        return self._held.setdefault(text, text)

    def evidence(self, row: tuple[object, ...]) -> Evidence:
        post, native_id, account, target, at, precision, digest, source, member, line, missing = row
        held = self._sources[str(source)]
        return Evidence(
            post=str(post),
            native_id=str(native_id),
            account=self._once(account),
            object=self._once(target),
            at=int(str(at)),
            precision=self._once(precision or "unknown"),
            text_sha256=None if digest is None else self._once(digest),
            source=held.sha256,
            file=held.name,
            member=None if member is None else self._once(member),
            row=int(str(line)),
            importer=self._importers[held.sha256],
            missing_before=None if missing is None else int(str(missing)),
        )


def known(database: duckdb.DuckDBPyConnection, accounts: Iterable[str]) -> Known:
    """Return what some accounts are called, for all findings.

    Args:
        database: The engine.
        accounts: Their uids.
    """
    rows = database.execute(_ACCOUNTS, [sorted(set(accounts))]).fetchall()
    return {uid: (platform, native_id, handle) for uid, platform, native_id, handle in rows}


def members(
    called: Known, accounts: Iterable[str], activity: Mapping[str, int], found: Sequence[Evidence]
) -> tuple[Member, ...]:
    """Return the accounts of a finding, in the order of their uids.

    Args:
        called: What `known` says of them.
        accounts: Their uids.
        activity: Different objects that each acted on in the whole trace.
        found: The posts of the finding, in the order of time.
    """
    acted: dict[str, set[str]] = {}
    first: dict[str, str] = {}
    for each in found:
        acted.setdefault(each.account, set()).add(each.object)
        first.setdefault(each.object, each.account)
    leaders = Counter(first.values())
    return tuple(
        Member(
            uid=uid,
            platform=called[uid][0],
            native_id=called[uid][1],
            handle=called[uid][2],
            activity=activity[uid],
            objects=len(acted.get(uid, ())),
            first=leaders[uid],
        )
        for uid in sorted(set(accounts).intersection(called))
    )


def names(
    database: duckdb.DuckDBPyConnection, trace: Trace, objects: Iterable[str]
) -> dict[str, str | None]:
    """Return a sample of each of some objects that has one, by key.

    Args:
        database: The engine.
        trace: Says how objects are named.
        objects: Keys of the objects.
    """
    return dict(database.execute(trace.names, [sorted(set(objects))]).fetchall())


def things(
    samples: Mapping[str, str | None],
    objects: Mapping[str, int],
    generic: frozenset[str],
    found: Sequence[Evidence],
) -> tuple[Thing, ...]:
    """Return the objects of a finding, those that most members acted on first.

    Args:
        samples: What `names` says of them.
        objects: All sharers of each object, by key.
        generic: Keys of objects that say too little.
        found: The posts of the finding, in the order of time.
    """
    acted: dict[str, set[str]] = {}
    first: dict[str, int] = {}
    for each in found:
        acted.setdefault(each.object, set()).add(each.account)
        first.setdefault(each.object, each.at)
    made = [
        Thing(
            key=key,
            sample=samples.get(key),
            sharers=sharers,
            members=len(acted.get(key, ())),
            generic=key in generic,
            first=first.get(key, 0),
        )
        for key, sharers in objects.items()
    ]
    return tuple(sorted(made, key=lambda thing: (-thing.members, thing.first, thing.key)))


def coarsest(posts: tuple[Evidence, ...]) -> str:
    """Return the coarsest precision among some posts."""
    held = {each.precision for each in posts}
    order = ("unknown", "day", "minute", "second", "millisecond")
    return next(each for each in order if each in held)


def frames(posts: tuple[Evidence, ...], sources: Mapping[str, Source]) -> tuple[Frame, ...]:
    """Return how the sources of some posts were collected, each way once, in order."""
    return tuple(sorted({sources[each.source].frame for each in posts}))


def generic_of(
    database: duckdb.DuckDBPyConnection, trace: Trace, objects: list[str]
) -> frozenset[str]:
    """Return the objects that say too little to be evidence alone: only texts can."""
    if not trace.own_words:
        return frozenset()
    rows = database.execute(
        "SELECT uid FROM generic WHERE uid IN (SELECT unnest(?)) ORDER BY uid", [objects]
    ).fetchall()
    return frozenset(uid for (uid,) in rows)
