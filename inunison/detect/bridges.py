"""Bridges: the same few accounts that carry texts from community to community.

Owns the test and the finding. Only pairs of accounts of different communities count: what the
timing tests kept of them, and the objects that those pairs share within the window. One text that
reaches many communities is no bridge, it may be a slogan; how far each reaches is tested apart
(`spread`), counted in the run, and told beside.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from inunison.detect import evidence, network_statements, statements
from inunison.detect.cosharing import LEAST, activity
from inunison.detect.events import Flags, Whole
from inunison.detect.finding import Alternative, Finding, Grade, Measure, Verdict
from inunison.detect.further import (
    Asked,
    Draft,
    Further,
    communities_of,
    effect_of,
    evidence_of,
    made,
)
from inunison.detect.gathering import write_actions
from inunison.detect.grading import LEAST_ACCOUNTS, but_generic
from inunison.detect.judging import Kind
from inunison.detect.reposting import STABLE
from inunison.detect.spread import Spread, spreads
from inunison.detect.ties import components
from inunison.detect.timing import shared_objects
from inunison.detect.tracing import TraceReport

_TRACES = ("co_text", "co_text_near")
_BEHIND = """
SELECT post, object FROM carried
WHERE account IN (SELECT unnest(?)) AND object IN (SELECT unnest(?)) ORDER BY ALL
"""


@dataclass(frozen=True)
class Carriers:
    """Accounts that carry objects between communities.

    Attributes:
        members: Their numbers, rising.
        objects: What pairs of different communities posted within the window, of those that the
            test looks at, rising.
        window: Which window.
        count: Objects within it, summed over the pairs.
        expected: What chance would have put within it.
        p: The greatest p among the pairs.
        q: The greatest q.
        stands: Whether enough is carried across whichever account is left out.
    """

    members: Whole
    objects: Whole
    window: int
    count: int
    expected: float
    p: float
    q: float
    stands: bool


def carriers(report: TraceReport, kind: Kind, community: Whole) -> tuple[Carriers, ...]:
    """Return the sets of accounts that carry at least three objects across, by first account.

    Args:
        report: What came of a trace.
        kind: The ties that one test kept.
        community: Community of each account of the trace, -1 for none.
    """
    first, second = kind.pairs.first, kind.pairs.second
    across = (community[first] >= 0) & (community[second] >= 0)
    across &= community[first] != community[second]
    labels = components(len(community), first[across], second[across])
    found = []
    for label in np.unique(labels[first[across]]).tolist():
        inside = across & (labels[first] == label)
        made_of = _carried(report, kind, inside)
        if len(made_of.members) >= LEAST_ACCOUNTS and len(made_of.objects) >= LEAST:
            found.append(made_of)
    return tuple(found)


def _carried(report: TraceReport, kind: Kind, inside: Flags) -> Carriers:
    gathered, ties = report.gathered, report.ties
    assert ties is not None
    first, second = kind.pairs.first[inside], kind.pairs.second[inside]
    test = kind.test.where(inside)
    window = int(np.bincount(test.window, minlength=len(gathered.windows)).argmax())
    shared = shared_objects(gathered.events, first, second)
    close = shared.distance <= gathered.windows[window]
    close &= ties.tested_on(gathered.events, kind.name, int(first[0]))[shared.object]
    pair, target = shared.pair[close], shared.object[close]
    members = np.union1d(first, second)
    stands = all(
        len(np.unique(target[(first[pair] != leaving) & (second[pair] != leaving)])) >= LEAST
        for leaving in members.tolist()
    )
    return Carriers(
        members=members,
        objects=np.unique(target),
        window=window,
        count=int(test.count[:, window].sum()),
        expected=float(test.expected[:, window].sum()),
        p=float(test.p.max(initial=0.0)),
        q=float(kind.q[inside].max(initial=0.0)),
        stands=stands,
    )


def find_bridges(asked: Asked) -> Further:
    """Test which accounts carry texts between communities, and how far each text reaches."""
    held = communities_of(asked.setting.database, STABLE)
    findings: list[Finding] = []
    counts: dict[str, object] = {"communities": len(set(held.values()))}
    for report in asked.reports:
        trace = report.gathered.trace
        if trace.name not in _TRACES or report.ties is None:
            continue
        community = np.array([held.get(uid, -1) for uid in report.gathered.accounts], np.int64)
        found = [
            (kind.name, each) for kind in report.kinds for each in carriers(report, kind, community)
        ]
        q = asked.setting.settings.q
        # Where nothing is carried it is only counted how many reach farther than chance.
        spread = _spread(asked, report, community, 1.0 if found else q)
        kept: list[Finding] = []
        if found:
            write_actions(asked.setting.database, trace, "carried")
            builder = _Builder(asked, report, held, spread)
            kept = [builder.finding(test, each) for test, each in found]
        findings += kept
        counts[trace.name] = {
            "tested": len(spread.object),
            "reach farther than chance": int((spread.q <= q).sum()),
            "kept": len(kept),
        }
    verdict = "tested" if len(counts) > 1 else "not enough data"
    return Further("bridges", tuple(findings), counts | {"verdict": verdict})


def _spread(asked: Asked, report: TraceReport, community: Whole, level: float) -> Spread:
    events = report.gathered.events
    codes = events.units.codes
    account, target = codes // max(1, events.objects), codes % max(1, events.objects)
    known = community[account] >= 0
    _, dense = np.unique(community[account[known]], return_inverse=True)
    seed = asked.setting.settings.seed
    return spreads(target[known], np.asarray(dense, np.int64), seed, level=level)


class _Builder:
    """Makes the findings of one trace."""

    def __init__(
        self, asked: Asked, report: TraceReport, community: Mapping[str, int], spread: Spread
    ) -> None:
        self._asked = asked
        self._report = report
        self._community = community
        self._spread = spread
        self._activity = activity(report.gathered.events)

    def finding(self, test: str, found: Carriers) -> Finding:
        """Return the finding of one set of accounts."""
        report, setting = self._report, self._asked.setting
        gathered = report.gathered
        assert report.ties is not None
        accounts = [gathered.accounts[n] for n in found.members]
        objects = [gathered.objects[n] for n in found.objects]
        rows = setting.database.execute(_BEHIND, [accounts, objects]).fetchall()
        posts = evidence_of(setting, rows)
        places = np.flatnonzero(np.isin(self._spread.object, found.objects))
        said = self._said(found, accounts, (posts[0].at, posts[-1].at), places)
        generic = evidence.generic_of(setting.database, gathered.trace, objects)
        known = _alternatives(found, self._spread, places, len(generic))
        grade = Grade.E1 if found.stands else Grade.E0
        sharers = report.ties.crowds.sharers
        draft = Draft(
            kind="bridge",
            trace=gathered.trace.name,
            test=test,
            grade=but_generic(grade, len(objects), len(generic)),
            statement=network_statements.bridge(said) + statements.not_ruled_out(known),
            members=evidence.members(
                evidence.known(setting.database, accounts),
                accounts,
                {gathered.accounts[n]: int(self._activity[n]) for n in found.members},
                posts,
            ),
            objects=evidence.things(
                evidence.names(setting.database, gathered.trace, objects),
                {gathered.objects[n]: int(sharers[n]) for n in found.objects},
                generic,
                posts,
            ),
            posts=posts,
            count=found.count,
            expected=found.expected,
            allowed=report.allowed,
            eligible=report.ties.eligible,
            events=len(gathered.events),
            p=found.p,
            q=found.q,
            tests=report.ties.tests,
            window_s=said.window_s,
            effect=effect_of(found.count, found.expected),
            alternatives=known,
            limits=gathered.limits,
            measures=(
                Measure(name="communities", value=float(said.communities)),
                Measure(name="mean spread", value=said.spread, of=said.spread_expected),
            ),
        )
        return made(setting, draft)

    def _said(
        self, found: Carriers, accounts: list[str], period: tuple[int, int], places: Whole
    ) -> network_statements.Bridge:
        gathered, spread = self._report.gathered, self._spread
        return network_statements.Bridge(
            accounts=len(accounts),
            communities=len({self._community[uid] for uid in accounts}),
            objects=len(found.objects),
            things=gathered.trace.thing,
            window_s=gathered.windows[found.window] / 1_000_000,
            count=found.count,
            expected=found.expected,
            q=found.q,
            first=period[0],
            last=period[1],
            spread=round(float(spread.seen[places].mean()), 6),
            spread_expected=round(float(spread.expected[places].mean()), 6),
        )


def _alternatives(
    found: Carriers, spread: Spread, places: Whole, generic: int
) -> tuple[Alternative, ...]:
    far = int((spread.q[places] <= 0.05).sum())
    slogan = generic > 0 or far == len(places)
    return (
        Alternative(
            name="a slogan or a headline that everybody says",
            test=(
                "spread of the texts over communities against as many random posters, and how"
                " many say little"
            ),
            statistic=round(float(spread.seen[places].mean()), 6),
            p=round(float(spread.p[places].min()), 9),
            verdict=Verdict.NOT_RULED_OUT if slogan else Verdict.RULED_OUT,
            note=(
                f"{far:,} of {len(places):,} reach farther over communities than chance, and"
                f" {generic:,} say little."
            ),
        ),
        Alternative(
            name="one account that connects the others",
            test="texts still carried across whichever account is left out",
            verdict=Verdict.RULED_OUT if found.stands else Verdict.NOT_RULED_OUT,
            note="No single account may carry the finding.",
        ),
        Alternative(
            name="communities drawn too finely",
            test="accounts that stay with their community in half of the seeds or more",
            statistic=STABLE,
            verdict=Verdict.NOT_RULED_OUT,
            note="Neighbouring communities of one milieu share texts: look at who belongs to them.",
        ),
        Alternative(
            name="outlets or accounts of one owner, openly declared",
            test="none",
            verdict=Verdict.NOT_RULED_OUT,
            note="Declared accounts act together too: look at the profiles; a list excludes them.",
        ),
    )
