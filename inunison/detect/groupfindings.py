"""Group findings: what is written down of each group that a trace found.

Owns the step from a judged group to its record: the names, posts and samples behind the numbers,
the other explanations, the sentence, and the grade that is left when all of it is known.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from inunison.detect import evidence, statements
from inunison.detect.alternatives import FOLLOWERS, READY_MADE, Facts, alternatives
from inunison.detect.cosharing import activity
from inunison.detect.crosschecks import beside
from inunison.detect.events import Flags
from inunison.detect.finding import Alternative, Evidence, Finding, Measure, Member, Verdict
from inunison.detect.floored import Floors
from inunison.detect.frames import Allowed
from inunison.detect.gathering import Gathered
from inunison.detect.grading import Circumstances, but_generic, kept_down
from inunison.detect.judging import Judgement, Kind
from inunison.detect.pace import prompt_share
from inunison.detect.precedence import precedence
from inunison.detect.setting import RULES_VERSION, Setting
from inunison.detect.ties import Ties
from inunison.version import __version__

Judged = tuple[Kind, Judgement]


@dataclass(frozen=True)
class Tested:
    """One trace, tested.

    Attributes:
        setting: The state and how detection is run.
        gathered: Its events.
        allowed: What the frames of its sources allow to be tested.
        ties: Its tested ties.
        checks: Which accounts each rule of another tool flags.
        floors: What the same tests find with what they test shuffled away; None where nobody asked.
    """

    setting: Setting
    gathered: Gathered
    allowed: Allowed
    ties: Ties
    checks: Mapping[str, Flags]
    floors: Floors | None


def group_findings(tested: Tested, judged: Sequence[Judged]) -> tuple[Finding, ...]:
    """Return the finding of each judged group, the strongest first.

    Args:
        tested: The trace.
        judged: Its groups, each with the test whose ties hold it together.
    """
    if not judged:
        return ()
    builder = _Builder(tested, judged)
    found = [builder.finding(kind, each) for kind, each in judged]
    return tuple(sorted(found, key=lambda each: (-int(each.grade[1]), each.q or 0.0, each.key)))


class _Builder:
    """Makes the findings of one trace; what they say of accounts and objects is read once."""

    def __init__(self, tested: Tested, judged: Sequence[Judged]) -> None:
        self._setting = tested.setting
        self._gathered = gathered = tested.gathered
        self._may = tested.allowed
        self._ties = tested.ties
        self._checks = tested.checks
        self._floors = tested.floors
        self._activity = activity(gathered.events)
        database = tested.setting.database
        members = np.unique(np.concatenate([each.members for _, each in judged]))
        behind = np.unique(np.concatenate([each.objects for _, each in judged]))
        objects = [gathered.objects[number] for number in behind]
        accounts = [gathered.accounts[number] for number in members]
        evidence.look_up(database, accounts, objects)
        self._known = evidence.known(database, accounts)
        self._generic = evidence.generic_of(database, gathered.trace, objects)
        self._samples = evidence.names(database, gathered.trace, objects)

    def finding(self, kind: Kind, judged: Judgement) -> Finding:
        """Return the finding of one group."""
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
            precision=evidence.coarsest(posts),
            eligible=self._ties.eligible,
            events=len(gathered.events),
            frames=evidence.frames(posts, setting.sources),
            forbids=self._may.forbids,
            seed=setting.settings.seed,
            tool=__version__,
            rules=RULES_VERSION,
            state=setting.state,
            effect=judged.effect,
            robustness=judged.robustness,
            alternatives=known,
            checks=beside(self._checks, judged.members),
            measures=self._on_the_floors(),
            limits=(*bounds, *gathered.limits),
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
            saturated=not self._ties.calibration.describes,
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

    def _on_the_floors(self) -> tuple[Measure, ...]:
        if self._floors is None:
            return ()
        times, labels = float(self._floors.times.groups), float(self._floors.labels.groups)
        return (
            Measure(name="groups found with times exchanged", value=times),
            Measure(name="groups found with accounts exchanged", value=labels),
        )
