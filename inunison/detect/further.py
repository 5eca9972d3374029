"""Further findings: what is asked once the traces are tested, about the groups that they found.

Owns what those questions share: the groups, the record that a finding is filled from, and the step
from posts to evidence. Each question is a module of its own (`bridges`, `hubs`, `rings`,
`observations`, `deletions`); the list of them is in `detection`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import duckdb
import numpy as np
import pyarrow as pa

from inunison.detect import evidence
from inunison.detect.finding import (
    Alternative,
    Check,
    Effect,
    Evidence,
    Finding,
    Grade,
    Measure,
    Member,
    Robustness,
    Step,
    Thing,
)
from inunison.detect.frames import Allowed
from inunison.detect.setting import RULES_VERSION, Setting
from inunison.detect.significance import ratio_interval
from inunison.detect.tracing import TraceReport
from inunison.records import Frame
from inunison.version import __version__

FORBIDDEN = "not testable: the way the files were collected forbids it"


def why_untested(may: Allowed) -> str:
    """Return why no group was tested: the frames, or that there was too little to test.

    Where nothing was collected that could be looked at, no frame is to blame.
    """
    return "not enough data" if may.timing or may.empty else FORBIDDEN


@dataclass(frozen=True)
class Group:
    """The accounts of one finding.

    Attributes:
        accounts: Their uids, in order.
        finding: Key of the finding; of several with the same accounts, the strongest.
        grade: Its grade.
        trace: Its trace.
        test: The test that found it.
        first: Its earliest post, microseconds UTC.
        last: Its latest.
    """

    accounts: tuple[str, ...]
    finding: str
    grade: Grade
    trace: str
    test: str | None
    first: int
    last: int


@dataclass(frozen=True)
class Further:
    """What came of one question.

    Attributes:
        name: Of the question.
        findings: Its findings.
        counts: What was tested, what was not and why, as plain numbers and words for the run file.
    """

    name: str
    findings: tuple[Finding, ...] = ()
    counts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Asked:
    """What a further question is asked with.

    Attributes:
        setting: The state and how detection is run.
        reports: What came of each trace.
        groups: The groups of three accounts or more that the traces and the texts found.
    """

    setting: Setting
    reports: tuple[TraceReport, ...]
    groups: tuple[Group, ...]


def groups_of(findings: Sequence[Finding]) -> tuple[Group, ...]:
    """Return the groups of some findings, each set of accounts once, in the order of uids.

    Args:
        findings: Of the traces and of single texts.
    """
    found: dict[tuple[str, ...], Group] = {}
    for each in sorted(findings, key=lambda one: (one.grade.value, one.key), reverse=True):
        accounts = tuple(sorted(who.uid for who in each.accounts))
        group = Group(accounts, each.key, each.grade, each.trace, each.test, each.first, each.last)
        found.setdefault(accounts, group)
    return tuple(found[accounts] for accounts in sorted(found))


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What differs between findings of further questions; see `Finding` for the words.

    Attributes:
        allowed: What the frames of the compared posts allow.
        window_s: The window of the counts; 0 where there is none.
        halves: See `Robustness`.
        without_one: The greatest q, or p, when any one account is left out.
    """

    kind: str
    trace: str
    test: str | None
    grade: Grade
    statement: str
    members: tuple[Member, ...]
    objects: tuple[Thing, ...]
    posts: tuple[Evidence, ...]
    count: int
    expected: float | None
    allowed: Allowed
    eligible: int
    events: int
    p: float | None = None
    q: float | None = None
    tests: int = 0
    window_s: float = 0.0
    effect: Effect | None = None
    halves: tuple[float, float] | None = None
    without_one: float | None = None
    alternatives: tuple[Alternative, ...] = ()
    checks: tuple[Check, ...] = ()
    limits: tuple[str, ...] = ()
    measures: tuple[Measure, ...] = ()


def made(setting: Setting, draft: Draft) -> Finding:
    """Fill a finding from what is known of it.

    Args:
        setting: The state and how detection is run.
        draft: What differs; it has at least one post.
    """
    posts = draft.posts
    robust = None
    if draft.test is not None:
        robust = Robustness(
            halves=draft.halves,
            halves_test="objects" if draft.halves else "none",
            without_one_object=draft.without_one,
            expected_range=None,
        )
    ladder: tuple[Step, ...] = ()
    if draft.window_s and draft.expected is not None:
        ladder = (Step(window_s=draft.window_s, count=draft.count, expected=draft.expected),)
    return Finding(
        kind=draft.kind,
        trace=draft.trace,
        test=draft.test,
        grade=draft.grade,
        statement=draft.statement,
        accounts=draft.members,
        objects=draft.objects,
        evidence=posts,
        count=draft.count,
        expected=None if draft.expected is None else round(draft.expected, 6),
        p=draft.p,
        q=draft.q,
        tests=draft.tests,
        window_s=draft.window_s,
        ladder=ladder,
        first=posts[0].at,
        last=posts[-1].at,
        precision=evidence.coarsest(posts),
        eligible=draft.eligible,
        events=draft.events,
        frames=evidence.frames(posts, setting.sources),
        forbids=draft.allowed.forbids,
        seed=setting.settings.seed,
        tool=__version__,
        rules=RULES_VERSION,
        state=setting.state,
        effect=draft.effect,
        robustness=robust,
        alternatives=draft.alternatives,
        checks=draft.checks,
        limits=draft.limits,
        measures=draft.measures,
    )


# A post without a source or an instant cannot be shown, so nothing may rest on it.
_ACTS = """
CREATE OR REPLACE TEMP TABLE acts AS
SELECT DISTINCT posted.start AS account, chosen.object, posts.created_at AS at, posts.uid AS post
FROM chosen JOIN posts ON posts.uid = chosen.post JOIN posted ON posted."end" = posts.uid
WHERE posts.created_at IS NOT NULL AND posts.source IS NOT NULL
"""


def evidence_of(setting: Setting, pairs: Sequence[tuple[str, str]]) -> tuple[Evidence, ...]:
    """Return posts with what each of them acts on, in the order of time.

    Args:
        setting: The state.
        pairs: The uid of each post and the key of the object it stands for.
    """
    chosen = pa.table(
        {
            "post": pa.array([post for post, _ in pairs], pa.string()),
            "object": pa.array([key for _, key in pairs], pa.string()),
        }
    )
    database = setting.database
    database.register("chosen", chosen)
    database.execute(_ACTS)
    database.unregister("chosen")
    rows = database.execute("SELECT DISTINCT account, object FROM acts ORDER BY ALL").fetchall()
    accounts = sorted({account for account, _ in rows})
    objects = sorted({key for _, key in rows})
    evidence.look_up(database, accounts, objects)
    return evidence.posts(database, accounts, objects, setting.sources)


def effect_of(seen: int, expected: float, leader_share: float = 0.0) -> Effect:
    """Return how large a departure is where no lags are compared."""
    if expected > 0:
        ratio, lower, upper = ratio_interval(seen, expected)
        bounds = (round(lower, 6), round(upper, 6))
    else:
        ratio, bounds = (seen + 0.5) / 0.5, None
    return Effect(
        ratio=round(ratio, 6),
        lower=bounds[0] if bounds else None,
        upper=bounds[1] if bounds else None,
        lag_median_s=0.0,
        lag_quartiles_s=(0.0, 0.0),
        leader_share=leader_share,
    )


def frames_behind(setting: Setting, condition: str) -> list[Frame]:
    """Return the frames of the sources of all collected posts that a condition of SQL keeps.

    Args:
        setting: The state.
        condition: On `posts`; fixed text of ours, never a value.
    """
    rows = setting.database.execute(
        f"SELECT DISTINCT source FROM posts WHERE source IS NOT NULL AND collected AND {condition}"
    ).fetchall()
    return sorted({setting.sources[source].frame for (source,) in rows})


def communities_of(database: duckdb.DuckDBPyConnection, least: float) -> dict[str, int]:
    """Return the community of each account that stays with it in at least a share of the seeds."""
    held = {name for (name, *_) in database.execute("DESCRIBE accounts").fetchall()}
    if "community" not in held:
        return {}
    return dict(
        database.execute(
            "SELECT uid, community FROM accounts"
            " WHERE community IS NOT NULL AND community_stability >= ? ORDER BY uid",
            [least],
        ).fetchall()
    )


def numbered(keys: Sequence[str]) -> tuple[list[str], np.ndarray[tuple[int], np.dtype[np.int64]]]:
    """Return the different keys in order, and the place of each given one among them."""
    different = sorted(set(keys))
    places = {key: place for place, key in enumerate(different)}
    return different, np.array([places[key] for key in keys], np.int64)
