"""Deletions: are posts of a group gone more often than those of others as active at the same time?

Owns what counts as looked at again, the matched controls and the finding. When a post went is only
known between two looks; a post that nobody looked at again says nothing. Posts of one account go
together (an account is closed as a whole), so accounts are compared and posts only counted.

A post counts as gone where a look at it found it gone and the state holds it as missing: what is
seen alive later is not. What the state knows of accounts alone is left aside: all posts of an
account that is closed are gone, but of one that is there nobody has looked at a single post, so
that such looks would only ever find posts gone.
"""

from dataclasses import dataclass

import duckdb
import numpy as np

from inunison import engine
from inunison.detect import evidence, observation_statements
from inunison.detect.events import Flags, Whole
from inunison.detect.exact import stratified_mean, stratified_tail
from inunison.detect.finding import Alternative, Finding, Grade, Measure, Verdict
from inunison.detect.frames import Allowed, allowed
from inunison.detect.further import (
    FORBIDDEN,
    Asked,
    Draft,
    Further,
    Group,
    effect_of,
    evidence_of,
    frames_behind,
    made,
    numbered,
)
from inunison.detect.setting import Setting
from inunison.detect.significance import false_discovery
from inunison.detect.traces import TRACES
from inunison.identity import POST_UID
from inunison.plurals import counted

LEAST_ACCOUNTS = 3
_WEEK = 7 * 86_400_000_000

_LOOKS = f"""
SELECT {POST_UID} AS post, '{{source}}' AS source, observed_at,
    presence NOT IN ('live', 'withheld') AS gone, false AS again
FROM read_parquet('{{path}}')
WHERE subject = 'post' AND native_id IS NOT NULL AND presence IS NOT NULL
"""
# What is seen while a post is collected is no second look; another file, or another time, is one,
# and so is a later capture that should hold the post, whether it does or not. One without a time
# that found it gone may have been before or after the others: then nobody knows.
_CAPTURED = "SELECT post, source, observed_at, gone, true AS again FROM looked_again"
_CHECKED = """
CREATE OR REPLACE TEMP TABLE checked_posts AS
SELECT posted.start AS account, posts.uid AS post, posts.created_at AS instant,
    looks.gone AND posts.missing_before IS NOT NULL AS gone
FROM (
    SELECT looks.post, bool_or(looks.gone) AS gone,
        count(DISTINCT {{'source': looks.source, 'instant': looks.observed_at}}) AS times,
        bool_or(looks.again OR looks.source <> posts.source) AS elsewhere,
        bool_or(looks.gone AND looks.observed_at IS NULL) AS undated
    FROM ({looks}) AS looks JOIN posts ON posts.uid = looks.post
    WHERE posts.source IS NOT NULL AND posts.created_at IS NOT NULL AND posts.collected
    GROUP BY looks.post
) AS looks
JOIN posts ON posts.uid = looks.post JOIN posted ON posted."end" = posts.uid
WHERE (looks.gone OR looks.times > 1 OR looks.elsewhere)
    AND (posts.missing_before IS NOT NULL OR NOT looks.undated)
    AND posted.start NOT IN (SELECT uid FROM excluded_accounts)
"""
_GONE = """
SELECT post, post FROM checked_posts WHERE gone AND account IN (SELECT unnest(?)) ORDER BY ALL
"""
_ALL = """
SELECT count(*) FROM posts JOIN posted ON posted."end" = posts.uid
WHERE posts.collected AND posted.start IN (SELECT unnest(?))
"""


@dataclass(frozen=True)
class Looked:
    """Accounts with posts that were looked at again.

    Attributes:
        accounts: Their uids, in order.
        posts: Posts of each that were looked at again, int64 of shape (n,).
        gone: Those of them that were gone.
        week: Week of the middle one of each account's posts, counted from 1970.
    """

    accounts: list[str]
    posts: Whole
    gone: Whole
    week: Whole


@dataclass(frozen=True)
class Compared:
    """A group against matched controls.

    Attributes:
        members: Members that have a control, and of those with a post that is gone.
        controls: The same of the controls.
        posts: Posts of the members that are gone, and that were looked at again.
        other_posts: The same of the controls.
        unmatched: Members without a control, who are left out.
        expected: Members with a post gone, if posts go as those of all matched accounts.
        p: How often chance puts as many of them into the group.
    """

    members: tuple[int, int]
    controls: tuple[int, int]
    posts: tuple[int, int]
    other_posts: tuple[int, int]
    unmatched: int
    expected: float
    p: float


def compared(looked: Looked, members: Flags, excluded: Flags) -> Compared:
    """Compare a group with accounts about as active in the same week.

    Args:
        looked: All accounts with posts that were looked at again.
        members: Which of them are of the group.
        excluded: Which belong to any group, and are nobody's control.
    """
    size = np.floor(np.log2(np.maximum(looked.posts, 1))).astype(np.int64)
    cells = np.stack((size, looked.week), axis=1)
    _, cell = np.unique(cells, axis=0, return_inverse=True)
    cell = cell.ravel()
    count = int(cell.max(initial=0)) + 1
    free = ~excluded & ~members
    usable = (np.bincount(cell[members], minlength=count) > 0) & (
        np.bincount(cell[free], minlength=count) > 0
    )
    inside, outside = members & usable[cell], free & usable[cell]
    both, lost = inside | outside, looked.gone > 0
    population = np.bincount(cell[both], minlength=count)
    marked = np.bincount(cell[both & lost], minlength=count)
    drawn = np.bincount(cell[inside], minlength=count)
    seen = int((inside & lost).sum())
    return Compared(
        members=(int(inside.sum()), seen),
        controls=(int(outside.sum()), int((outside & lost).sum())),
        posts=(int(looked.gone[inside].sum()), int(looked.posts[inside].sum())),
        other_posts=(int(looked.gone[outside].sum()), int(looked.posts[outside].sum())),
        unmatched=int((members & ~inside).sum()),
        expected=stratified_mean(population, marked, drawn),
        p=stratified_tail(seen, population, marked, drawn),
    )


def find_deletions(asked: Asked) -> Further:
    """Compare every group with its matched controls."""
    setting = asked.setting
    may = allowed(frames_behind(setting, "true"))
    if not may.deletions:
        verdict = "not enough data" if may.empty else FORBIDDEN
        return Further("deletions", (), {"verdict": verdict})
    if not _read_looks(setting):
        return Further("deletions", (), {"verdict": "not enough data: nobody looked again"})
    looked = _looked(setting.database)
    grouped = {uid for group in asked.groups for uid in group.accounts}
    excluded = np.array([uid in grouped for uid in looked.accounts], bool)
    tested: list[tuple[Group, Compared]] = []
    for group in asked.groups:
        members = np.array([uid in set(group.accounts) for uid in looked.accounts], bool)
        found = compared(looked, members, excluded)
        if found.members[0] >= LEAST_ACCOUNTS:
            tested.append((group, found))
    q = false_discovery(np.array([found.p for _, found in tested]), len(tested))
    findings = [
        _finding(setting, tested[n], (float(q[n]), len(tested)), (may, looked))
        for n in range(len(tested))
        if q[n] <= setting.settings.q
    ]
    kept = tuple(each for each in findings if each is not None)
    counts = {"accounts looked at again": len(looked.accounts), "tested": len(tested)}
    verdict = "tested" if tested else "not enough data"
    return Further("deletions", kept, {**counts, "verdict": verdict, "kept": len(kept)})


def _read_looks(setting: Setting) -> bool:
    """Make the table of posts that were looked at again; False where nobody looked twice."""
    looks = [
        _LOOKS.format(source=digest, path=engine.literal(path).replace("'", "''"))
        for digest, held in sorted(setting.sources.items())
        if (path := held.path / "observations.parquet").exists()
    ]
    setting.database.execute(_CHECKED.format(looks=" UNION ALL ".join((*looks, _CAPTURED))))
    return bool(setting.database.execute("SELECT count(*) FROM checked_posts").fetchall()[0][0])


def _looked(database: duckdb.DuckDBPyConnection) -> Looked:
    rows = database.execute(
        "SELECT account, count(*), count(*) FILTER (WHERE gone), quantile_disc(instant, 0.5)"
        " FROM checked_posts GROUP BY account ORDER BY account"
    ).fetchall()
    accounts, _ = numbered([account for account, *_ in rows])
    columns = np.array([row[1:] for row in rows], np.int64).reshape(-1, 3)
    return Looked(accounts, columns[:, 0], columns[:, 1], columns[:, 2] // _WEEK)


def _finding(
    setting: Setting,
    tested: tuple[Group, Compared],
    chance: tuple[float, int],
    compared_with: tuple[Allowed, Looked],
) -> Finding | None:
    group, found = tested
    q, tests = chance
    may, looked = compared_with
    database, accounts = setting.database, list(group.accounts)
    posts = evidence_of(setting, database.execute(_GONE, [accounts]).fetchall())
    if not posts:
        return None
    everything = int(database.execute(_ALL, [accounts]).fetchall()[0][0])
    held = dict(zip(looked.accounts, looked.posts.tolist(), strict=True))
    checked = sum(held.get(uid, 0) for uid in accounts)
    sentence = observation_statements.deletion(
        group=(found.members[1], found.members[0]),
        controls=(found.controls[1], found.controls[0]),
        posts=found.posts,
        other_posts=found.other_posts,
        coverage=checked / max(1, everything),
        q=q,
    )
    sharers = {each.post: 1 for each in posts}
    left = f"{counted(found.unmatched, 'account')} left out: nobody as active at the same time"
    return made(
        setting,
        Draft(
            kind="deletion",
            trace="deletion",
            test="fisher",
            grade=Grade.E0,
            statement=sentence,
            members=evidence.members(
                evidence.known(database, accounts),
                accounts,
                {uid: held.get(uid, 0) for uid in accounts},
                posts,
            ),
            objects=evidence.things(
                evidence.names(database, TRACES[0], sharers), sharers, frozenset(), posts
            ),
            posts=posts,
            count=found.members[1],
            expected=found.expected,
            allowed=may,
            eligible=len(looked.accounts),
            events=int(looked.posts.sum()),
            p=found.p,
            q=q,
            tests=tests,
            effect=effect_of(found.members[1], found.expected),
            alternatives=_alternatives(found),
            limits=(left,) if found.unmatched else (),
            measures=_measures(found, checked, everything),
        ),
    )


def _measures(found: Compared, checked: int, everything: int) -> tuple[Measure, ...]:
    return (
        Measure(name="accounts", value=float(found.members[1]), of=float(found.members[0])),
        Measure(name="controls", value=float(found.controls[1]), of=float(found.controls[0])),
        Measure(name="posts gone", value=float(found.posts[0]), of=float(found.posts[1])),
        Measure(name="posts looked at again", value=float(checked), of=float(everything)),
    )


def _alternatives(found: Compared) -> tuple[Alternative, ...]:
    return (
        Alternative(
            name="old or busy accounts lose more posts",
            test="others as active in the same week (exact test of Fisher over such cells)",
            statistic=round(found.expected, 6),
            p=found.p,
            verdict=Verdict.RULED_OUT,
            note="Of others as active at the same time fewer have lost posts.",
        ),
        Alternative(
            name="the platform closed the accounts",
            test="none",
            verdict=Verdict.NOT_TESTABLE,
            note="A post that is gone does not say who took it away.",
        ),
        Alternative(
            name="authors who delete what they posted as a habit",
            test="none",
            verdict=Verdict.NOT_RULED_OUT,
            note="Many people delete their posts after some time.",
        ),
    )
