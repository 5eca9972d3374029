"""One trace of one state, from its events to its findings.

Owns the order: gather, ties, groups, halves, floors, checks, findings. What may not be tested
because of how the files were collected is said and counted alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from inunison.detect.cosharing import activity
from inunison.detect.crosschecks import flagged
from inunison.detect.finding import Finding
from inunison.detect.floored import Floors, both_floors
from inunison.detect.frames import Allowed, allowed
from inunison.detect.gathering import ALL_LISTED, Gathered, gather
from inunison.detect.grading import LEAST_ACCOUNTS
from inunison.detect.groupfindings import Judged, Tested, group_findings
from inunison.detect.groups import Structure, grouped
from inunison.detect.judging import Bench, Kind, judge, kept_by, prepare
from inunison.detect.pooling import and_whole_groups
from inunison.detect.setting import Setting, Settings
from inunison.detect.ties import Ties, find_ties
from inunison.detect.traces import Trace
from inunison.records import Frame


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
        floors: What the same tests find with what they test shuffled away; None where no group was
            found, or where nobody asked.
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
    floors: Floors | None = None
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
    settings, events = setting.settings, gathered.events
    ties = find_ties(events, gathered.windows, seed=settings.seed)
    judging = _Judging(gathered, ties, settings)
    names = ("timing", "exclusive") if may.exclusive else ("timing",)
    kinds = tuple(kept_by(ties, name, settings.q) for name in names)
    kinds = and_whole_groups(kinds, events, ties, judging.bench, settings.q)
    judged, structure = judging.groups(kinds)
    checks = flagged(events) if settings.cross_check else {}
    shuffled = settings.cross_check and judged
    floors = both_floors(gathered, ties, settings, names) if shuffled else None
    return TraceReport(
        gathered,
        may,
        ties,
        kinds,
        group_findings(Tested(setting, gathered, may, ties, checks, floors), judged),
        structure,
        {name: int(flags.sum()) for name, flags in checks.items()},
        floors,
        judging.made,
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
        return ALL_LISTED if gathered.all_listed else "not enough data: nobody did this"
    if not may.timing:
        return "not testable: the way the files were collected allows counts alone"
    if int((activity(gathered.events) >= LEAST_ACCOUNTS).sum()) < 2:
        return "not enough data: fewer than two accounts did this three times"
    return None


class _Judging:
    """Judges the groups of one trace; what halves of the objects tell is asked for when needed."""

    def __init__(self, gathered: Gathered, ties: Ties, settings: Settings) -> None:
        self._gathered = gathered
        self._ties = ties
        self._settings = settings
        self.made: Bench | None = None

    def bench(self) -> Bench:
        """Return what groups are judged on."""
        gathered, seed = self._gathered, self._settings.seed
        self.made = self.made or prepare(gathered.events, gathered.windows, self._ties, seed)
        return self.made

    def groups(self, kinds: tuple[Kind, ...]) -> tuple[list[Judged], dict[str, Structure | None]]:
        """Judge each group of three accounts or more; also return the structures, by test."""
        judged: list[Judged] = []
        structure: dict[str, Structure | None] = {}
        for kind in kinds:
            weight = np.ones(len(kind.pairs))
            groups, structure[kind.name] = grouped(
                self._gathered.events.accounts, kind.pairs.first, kind.pairs.second, weight
            )
            for number in range(1, int(groups.max(initial=0)) + 1):
                members = np.flatnonzero(groups == number)
                if len(members) < LEAST_ACCOUNTS:
                    break  # they are in the order of their sizes
                judged.append((kind, judge(self.bench(), kind, members, self._settings.q)))
        return judged, structure
