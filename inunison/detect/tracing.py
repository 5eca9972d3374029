"""One trace of one state, from its events to its findings.

Owns the order: gather, ties, groups, halves, floors, checks, evidence, findings. What may not be
tested because of how the files were collected is said and counted alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import duckdb
import numpy as np

from inunison.detect import evidence, statements
from inunison.detect.alternatives import FOLLOWERS, READY_MADE, Facts, alternatives
from inunison.detect.cosharing import LEAST, activity
from inunison.detect.crosschecks import RULES
from inunison.detect.events import Events, Flags, Whole
from inunison.detect.finding import Alternative, Check, Evidence, Finding, Grade, Member, Verdict
from inunison.detect.frames import Allowed, allowed
from inunison.detect.gathering import Gathered, gather
from inunison.detect.grading import LEAST_ACCOUNTS, Circumstances, kept_down
from inunison.detect.groups import Structure, grouped
from inunison.detect.grouptests import LEAST_OBJECTS
from inunison.detect.judging import (
    Bench,
    Judgement,
    Kind,
    judge,
    kept_by,
    prepare,
)
from inunison.detect.pace import prompt_share
from inunison.detect.pooling import asked_for, pooled
from inunison.detect.precedence import precedence
from inunison.detect.ties import Ties, find_ties
from inunison.detect.traces import Trace
from inunison.records import Frame
from inunison.sources import Source
from inunison.version import __version__

TESTS_VERSION = "detect_v4"
"""Raised whenever the same events would give other ties, groups or figures of a test."""

RULES_VERSION = f"{TESTS_VERSION}+observations_v2+bridges_v3"
"""What a run is made by; other rules make another run."""

# Above this share of proposed accounts the co-sharing null does not describe a collection.
SATURATED = 0.05


@dataclass(frozen=True)
class Settings:
    """How detection is run.

    Attributes:
        traces: Names of the traces; all when empty.
        ladder_s: Windows in seconds, rising; each trace's own when None.
        q: Greatest share of false findings.
        seed: Of everything that is drawn.
        cross_check: Also count what other rules flag.
    """

    traces: tuple[str, ...] = ()
    ladder_s: tuple[int, ...] | None = None
    q: float = 0.01
    seed: int = 0
    cross_check: bool = True


@dataclass(frozen=True)
class Setting:
    """What one trace is tested with.

    Attributes:
        database: The engine with a view for each table of the state.
        sources: The sources of the case by hash.
        state: Id of the state.
        settings: How detection is run.
    """

    database: duckdb.DuckDBPyConnection
    sources: Mapping[str, Source]
    state: str
    settings: Settings


@dataclass(frozen=True)
class TraceReport:
    """What came of one trace.

    Attributes:
        gathered: Its events.
        allowed: What the frames of its sources allow to be tested.
        ties: Its tested ties; None where nothing could be tested.
        kinds: The ties that each allowed test kept.
        findings: Its findings.
        structure: How firm the division of the largest component is, by test.
        checks: What other rules flag in the whole trace.
        bench: The ties of each half of the objects, where a group was asked about: what is asked
            further about a group is asked on the half that it was not found on.
        verdict: "tested", "not testable: ..." or "not enough data: ...".
    """

    gathered: Gathered
    allowed: Allowed
    ties: Ties | None = None
    kinds: tuple[Kind, ...] = ()
    findings: tuple[Finding, ...] = ()
    structure: Mapping[str, Structure | None] = field(default_factory=dict)
    checks: Mapping[str, int] = field(default_factory=dict)
    bench: Bench | None = None
    verdict: str = "tested"


def detect_trace(setting: Setting, trace: Trace) -> TraceReport:
    """Test one trace.

    Args:
        setting: The state and how detection is run.
        trace: Which trace.

    Returns:
        Its findings, the strongest first; or why there are none.
    """
    gathered = gather(setting.database, trace, setting.settings.ladder_s)
    may = allowed(frames_of(setting))
    refused = untestable(gathered, may)
    if refused:
        return TraceReport(gathered, may, verdict=refused)
    settings = setting.settings
    ties = find_ties(gathered.events, gathered.windows, seed=settings.seed)
    names = ("timing", "exclusive") if may.exclusive else ("timing",)
    kinds = tuple(kept_by(ties, name, settings.q) for name in names)
    checks = _checks(gathered.events) if settings.cross_check else {}
    builder = _Builder(setting, gathered, may, ties, checks)
    kinds += builder.whole_groups(kinds)
    findings, structure = builder.findings(kinds)
    return TraceReport(
        gathered,
        may,
        ties,
        kinds,
        tuple(findings),
        structure,
        {name: int(flags.sum()) for name, flags in checks.items()},
        builder.bench,
    )


def frames_of(setting: Setting) -> list[Frame]:
    """Return the frames of the sources that the gathered actions come from."""
    held = sorted({source.frame for source in setting.sources.values()})
    if len(held) == 1:  # whichever they are
        found = setting.database.execute("SELECT 1 FROM acts LIMIT 1").fetchall()
        return held if found else []
    rows = setting.database.execute(
        "SELECT DISTINCT posts.source FROM acts JOIN posts ON posts.uid = acts.post"
    ).fetchall()
    return sorted({setting.sources[source].frame for (source,) in rows})


def untestable(gathered: Gathered, may: Allowed) -> str | None:
    """Say why nothing can be tested, as a verdict; None where something can."""
    if not gathered.windows:  # first: times that are too coarse are left out of the events
        return "not testable: the times are too coarse for every window"
    if not len(gathered.events):
        return "not enough data: nobody did this"
    if not may.timing:
        return "not testable: the way the files were collected allows counts alone"
    if int((activity(gathered.events) >= LEAST_ACCOUNTS).sum()) < 2:
        return "not enough data: fewer than two accounts did this three times"
    return None


def _checks(events: Events) -> dict[str, Flags]:
    return {rule.name: rule.flags(events) for rule in RULES}


class _Builder:
    """Makes the findings of one trace."""

    def __init__(
        self,
        setting: Setting,
        gathered: Gathered,
        may: Allowed,
        ties: Ties,
        checks: Mapping[str, Flags],
    ) -> None:
        self._setting = setting
        self._gathered = gathered
        self._may = may
        self._ties = ties
        self._checks = checks
        self._activity = activity(gathered.events)
        self._generic: frozenset[str] = frozenset()
        self._samples: Mapping[str, str | None] = {}
        self._known: evidence.Known = {}
        self.bench: Bench | None = None

    def whole_groups(self, kinds: tuple[Kind, ...]) -> tuple[Kind, ...]:
        """Ask about the groups that no test of pairs found, where there are any."""
        groups = asked_for(self._gathered.events, self._ties, kinds)
        return (pooled(self._prepared(), groups, self._setting.settings.q),) if groups else ()

    def _prepared(self) -> Bench:
        self.bench = self.bench or prepare(
            self._gathered.events,
            self._gathered.windows,
            self._ties,
            self._setting.settings.seed,
        )
        return self.bench

    def findings(
        self, kinds: tuple[Kind, ...]
    ) -> tuple[list[Finding], dict[str, Structure | None]]:
        """Return a finding for each group of three accounts or more, and the structures."""
        judged: list[tuple[Kind, Judgement]] = []
        structure: dict[str, Structure | None] = {}
        events, settings = self._gathered.events, self._setting.settings
        for kind in kinds:
            weight = np.ones(len(kind.pairs))
            groups, structure[kind.name] = grouped(
                events.accounts, kind.pairs.first, kind.pairs.second, weight
            )
            for number in range(1, int(groups.max(initial=0)) + 1):
                members = np.flatnonzero(groups == number)
                if len(members) < LEAST_ACCOUNTS:
                    break  # they are in the order of their sizes
                judged.append((kind, judge(self._prepared(), kind, members, settings.q)))
        if judged:
            self._look_up([each for _, each in judged])
        found = [self._finding(kind, each) for kind, each in judged]
        found.sort(key=lambda each: (-int(each.grade[1]), each.q or 0.0, each.key))
        return found, structure

    def _look_up(self, judged: list[Judgement]) -> None:
        """Read what all findings say of their accounts and objects."""
        database, gathered = self._setting.database, self._gathered
        members = np.unique(np.concatenate([each.members for each in judged]))
        behind = np.unique(np.concatenate([each.objects for each in judged]))
        objects = [gathered.objects[number] for number in behind]
        accounts = [gathered.accounts[number] for number in members]
        evidence.look_up(database, accounts, objects)
        self._known = evidence.known(database, accounts)
        self._generic = generic_of(database, gathered.trace, objects)
        self._samples = evidence.names(database, gathered.trace, objects)

    def _finding(self, kind: Kind, judged: Judgement) -> Finding:
        gathered, setting = self._gathered, self._setting
        accounts = [gathered.accounts[number] for number in judged.members]
        objects = [gathered.objects[number] for number in judged.objects]
        posts = evidence.posts(setting.database, accounts, objects, setting.sources)
        generic = frozenset(objects) & self._generic
        period = (posts[0].at, posts[-1].at)
        members = evidence.members(
            self._known,
            accounts,
            {gathered.accounts[n]: int(self._activity[n]) for n in judged.members},
            posts,
        )
        known = alternatives(
            setting.database, self._facts(kind, judged, accounts, posts, len(generic))
        )
        found = but_generic(judged.grade, len(objects), len(generic))
        grade, bounds = kept_down(found, self._circumstances(kind, judged, known))
        return Finding(
            kind="group",
            trace=gathered.trace.name,
            test=kind.name,
            grade=grade,
            statement=self._sentence(kind, judged, period)
            + self._order(judged, members)
            + statements.not_ruled_out(known),
            accounts=members,
            objects=evidence.things(self._samples, self._sharers(judged), generic, posts),
            evidence=posts,
            count=judged.count,
            expected=judged.expected,
            p=judged.p,
            q=judged.q,
            tests=kind.tests,
            window_s=gathered.windows[judged.window] / 1_000_000,
            ladder=judged.ladder,
            first=period[0],
            last=period[1],
            precision=coarsest(posts),
            eligible=self._ties.eligible,
            events=len(gathered.events),
            frames=tuple(sorted({setting.sources[each.source].frame for each in posts})),
            forbids=self._may.forbids,
            seed=setting.settings.seed,
            tool=__version__,
            rules=RULES_VERSION,
            state=setting.state,
            effect=judged.effect,
            robustness=judged.robustness,
            alternatives=known,
            checks=self._beside(judged.members),
            limits=(
                *bounds,
                *(f"{each.events:,} left out: {each.reason}" for each in gathered.left_out),
            ),
        )

    def _facts(
        self,
        kind: Kind,
        judged: Judgement,
        accounts: list[str],
        posts: tuple[Evidence, ...],
        generic: int,
    ) -> Facts:
        return Facts(
            test=kind.name,
            accounts=accounts,
            evidence=posts,
            generic=generic,
            objects=len(judged.objects),
            effect=judged.effect,
            prompt=prompt_share(self._gathered.events, judged.members, judged.objects),
            saturated=self._ties.proposed_share > SATURATED,
            own_words=self._gathered.trace.own_words,
        )

    def _circumstances(
        self, kind: Kind, judged: Judgement, known: tuple[Alternative, ...]
    ) -> Circumstances:
        named = {each.name: each for each in known}
        trace = self._gathered.trace
        return Circumstances(
            test=kind.name,
            window_s=self._gathered.windows[judged.window] / 1_000_000,
            across=trace.across,
            own_words=trace.own_words,
            ready_made=named[READY_MADE].statistic or 0.0,
            quick=named[FOLLOWERS].verdict is Verdict.NOT_RULED_OUT,
        )

    def _sentence(self, kind: Kind, judged: Judgement, period: tuple[int, int]) -> str:
        trace = self._gathered.trace
        said = statements.group(
            members=len(judged.members),
            meaning=trace.meaning,
            objects=len(judged.objects),
            things=trace.thing,
            window_s=self._gathered.windows[judged.window] / 1_000_000,
            count=judged.count,
            period=period,
            expected=judged.expected,
            q=judged.q,
        )
        return statements.by_test(said, kind.name)

    def _order(self, judged: Judgement, members: tuple[Member, ...]) -> str:
        """Say who was before whom, where the trace is of different platforms."""
        if not self._gathered.trace.across:
            return ""
        found = precedence(self._gathered.events, judged.members, judged.objects)
        if found is None:
            return ""
        named = {each.uid: (each.handle or each.native_id or "", each.platform) for each in members}
        first, second = (named[self._gathered.accounts[n]] for n in (found.first, found.second))
        return statements.preceded(first, second, found.before, found.shared, found.expected)

    def _sharers(self, judged: Judgement) -> dict[str, int]:
        sharers = self._ties.crowds.sharers
        return {self._gathered.objects[n]: int(sharers[n]) for n in judged.objects}

    def _beside(self, members: Whole) -> tuple[Check, ...]:
        return tuple(
            Check(rule=name, members=int(flags[members].sum()), everybody=int(flags.sum()))
            for name, flags in self._checks.items()
        )


def coarsest(posts: tuple[Evidence, ...]) -> str:
    """Return the coarsest precision among some posts."""
    held = {each.precision for each in posts}
    order = ("unknown", "day", "minute", "second", "millisecond")
    return next(each for each in order if each in held)


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


def but_generic(grade: Grade, objects: int, generic: int) -> Grade:
    """Return a grade as far as it stands without generic objects, which are no evidence alone.

    Nothing is tested again on the others (SCIENCE 3.2 gives no such test): there must be as many
    of them as the grade needs at the least, three for E1 and six on each half for E2.

    Args:
        grade: What the tests allow on all objects.
        objects: How many objects the finding rests on.
        generic: How many of them say too little.
    """
    left = objects - generic
    if left < LEAST:
        return Grade.E0
    return min(grade, Grade.E1) if generic and left < 2 * LEAST_OBJECTS else grade
