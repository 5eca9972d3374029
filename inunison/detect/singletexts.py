"""Bursts of one text as findings: the plain case, one text by several accounts within minutes.

Owns the finding that a burst becomes. A text with a link is mostly a share button, and a generic
one says nothing: both are counted and stay E0.
"""

from dataclasses import dataclass

import duckdb
import numpy as np

from inunison.detect import evidence, statements
from inunison.detect.bursts import (
    GREATEST_TEMPO,
    WINDOW_S,
    Bursts,
    Texts,
    find_bursts,
)
from inunison.detect.cells import read_texts
from inunison.detect.cosharing import activity
from inunison.detect.crosschecks import beside, flagged
from inunison.detect.events import Whole
from inunison.detect.finding import (
    Alternative,
    Evidence,
    Finding,
    Grade,
    Member,
    Thing,
    Verdict,
)
from inunison.detect.frames import Allowed, allowed
from inunison.detect.gathering import ALL_LISTED, Gathered, gather
from inunison.detect.setting import RULES_VERSION, Setting
from inunison.detect.traces import NEAR_COPIES, SECOND
from inunison.detect.tracing import frames_of
from inunison.version import __version__

# Of one text at most so many bursts become findings; the counts say how many there are.
MOST_FINDINGS = 200


@dataclass(frozen=True)
class BurstReport:
    """What came of the texts.

    Attributes:
        gathered: Who said what.
        bursts: All of them.
        findings: Those that are shown, the rarest first.
        verdict: "tested", or why not.
    """

    gathered: Gathered
    bursts: Bursts | None
    findings: tuple[Finding, ...]
    verdict: str


def detect_bursts(setting: Setting) -> BurstReport:
    """Find the texts, near-copies taken for one, that several accounts said within minutes.

    Args:
        setting: The state and how detection is run.
    """
    gathered = gather(setting.database, NEAR_COPIES, (WINDOW_S,))
    if not gathered.windows:  # first: times that are too coarse are left out of the events
        return BurstReport(gathered, None, (), "not testable: the times are too coarse")
    if not len(gathered.events):
        short = "not enough data: no text is long enough"
        return BurstReport(gathered, None, (), ALL_LISTED if gathered.all_listed else short)
    texts = read_texts(setting.database, len(gathered.objects))
    bursts = find_bursts(gathered.events, texts, gathered.windows[0])
    if not len(bursts.object):
        return BurstReport(gathered, bursts, (), "tested")
    order = np.lexsort((bursts.object, -bursts.accounts, bursts.rate))[:MOST_FINDINGS]
    maker = _Maker(setting, gathered, texts, bursts, order)
    made = [maker.finding(int(place)) for place in order]
    return BurstReport(gathered, bursts, tuple(made), "tested")


class _Maker:
    """Makes a finding of each burst."""

    def __init__(
        self,
        setting: Setting,
        gathered: Gathered,
        texts: Texts,
        bursts: Bursts,
        shown: Whole,
    ) -> None:
        self._setting = setting
        self._gathered = gathered
        self._may = allowed(frames_of(setting))
        self._texts = texts
        self._bursts = bursts
        self._activity = activity(gathered.events)
        self._checks = flagged(gathered.events) if setting.settings.cross_check else {}
        self._places = {int(place): self._rows(int(place)) for place in shown}
        keys = [gathered.objects[each] for each in bursts.object[shown]]
        self._reposts = _reposts(setting.database, keys)
        self._samples = evidence.names(setting.database, gathered.trace, keys)
        self._posts = self._looked_up(keys)

    def _rows(self, place: int) -> tuple[slice, Whole]:
        """Return where all events of the text are, and those within the burst."""
        events, start = self._gathered.events, int(self._bursts.start[place])
        number = self._bursts.object[place]
        first, stop = np.searchsorted(events.object, [number, number + 1]).tolist()
        at = events.at[first:stop]
        within = (at >= start) & (at <= start + self._gathered.windows[0])
        return slice(first, stop), first + np.flatnonzero(within)

    def _looked_up(self, keys: list[str]) -> dict[str, list[Evidence]]:
        """Return the posts of all who are in any burst, by the text."""
        setting, gathered = self._setting, self._gathered
        inside = [rows for _, rows in self._places.values()]
        members = np.unique(gathered.events.account[np.concatenate([np.empty(0, int), *inside])])
        accounts = [gathered.accounts[each] for each in members]
        evidence.look_up(setting.database, accounts, keys)
        self._known = evidence.known(setting.database, accounts)
        found: dict[str, list[Evidence]] = {}
        for each in evidence.posts(setting.database, accounts, keys, setting.sources):
            found.setdefault(each.object, []).append(each)
        return found

    def finding(self, place: int) -> Finding:
        """Return the finding of a burst, by its place among all of them."""
        bursts, setting, gathered = self._bursts, self._setting, self._gathered
        number, count = int(bursts.object[place]), int(bursts.accounts[place])
        key, members, posts = self._said(place)
        known = _alternatives(self._texts, self._bursts, place, self._may)
        tested = self._may.timing and bursts.compared[place] > 0
        return Finding(
            kind="copy_burst",
            trace=gathered.trace.name,
            test="base_rate" if tested else None,
            grade=self._grade(place),
            statement=self._sentence(place, key) + statements.not_ruled_out(known),
            accounts=self._members(members, posts),
            objects=self._things(number, posts),
            evidence=posts,
            count=count,
            expected=None,
            p=float(bursts.rate[place]) if tested else None,
            q=None,
            tests=len(bursts.object),
            window_s=gathered.windows[0] / SECOND,
            ladder=(),
            first=posts[0].at,
            last=posts[-1].at,
            precision=evidence.coarsest(posts),
            eligible=gathered.events.accounts,
            events=len(gathered.events),
            frames=evidence.frames(posts, setting.sources),
            forbids=self._may.forbids,
            seed=setting.settings.seed,
            tool=__version__,
            rules=RULES_VERSION,
            state=setting.state,
            alternatives=known,
            checks=beside(self._checks, members),
            limits=gathered.limits,
        )

    def _said(self, place: int) -> tuple[str, Whole, tuple[Evidence, ...]]:
        """Return the key of the text, the accounts of the burst and its posts."""
        gathered, start = self._gathered, int(self._bursts.start[place])
        key = gathered.objects[int(self._bursts.object[place])]
        members = np.unique(gathered.events.account[self._places[place][1]])
        accounts = {gathered.accounts[each] for each in members}
        stop = start + gathered.windows[0]
        said = (each for each in self._posts[key] if start <= each.at <= stop)
        return key, members, tuple(each for each in said if each.account in accounts)

    def _grade(self, place: int) -> Grade:
        """Return E1 for a rare burst of a plain text."""
        number = int(self._bursts.object[place])
        plain = not self._texts.linked[number] and not self._texts.generic[number]
        return Grade.E1 if self._may.timing and plain and self._bursts.rare[place] else Grade.E0

    def _sentence(self, place: int, key: str) -> str:
        whole, inside = self._places[place]
        return statements.burst(
            accounts=int(self._bursts.accounts[place]),
            window_s=self._gathered.windows[0] / SECOND,
            start=int(self._bursts.start[place]),
            as_many=int(self._bursts.as_many[place]),
            compared=int(self._bursts.compared[place]),
            later=whole.stop - whole.start - len(inside) + self._reposts.get(key, 0),
        )

    def _members(self, members: Whole, posts: tuple[Evidence, ...]) -> tuple[Member, ...]:
        done = {self._gathered.accounts[each]: int(self._activity[each]) for each in members}
        return evidence.members(self._known, done, done, posts)

    def _things(self, number: int, posts: tuple[Evidence, ...]) -> tuple[Thing, ...]:
        gathered = self._gathered
        key = gathered.objects[number]
        first, stop = np.searchsorted(gathered.events.object, [number, number + 1])
        sharers = len(np.unique(gathered.events.account[first:stop]))
        generic = frozenset({key} if self._texts.generic[number] else set())
        return evidence.things(self._samples, {key: sharers}, generic, posts)


_REPOSTS = """
SELECT acts.object, count(*) FROM reposts JOIN acts ON acts.post = reposts."end"
WHERE acts.object IN (SELECT unnest(?)) GROUP BY acts.object
"""


def _reposts(database: duckdb.DuckDBPyConnection, keys: list[str]) -> dict[str, int]:
    """Count the reposts of all posts that say each of some texts."""
    return dict(database.execute(_REPOSTS, [keys]).fetchall())


def _alternatives(
    texts: Texts, bursts: Bursts, place: int, may: Allowed
) -> tuple[Alternative, ...]:
    number, tempo = int(bursts.object[place]), float(bursts.tempo[place])
    linked, generic = bool(texts.linked[number]), bool(texts.generic[number])
    return (
        Alternative(
            name="a text that many say at that pace",
            test="the densest window of those who said it at other times",
            statistic=round(tempo, 9),
            p=round(tempo, 9),
            verdict=Verdict.RULED_OUT if tempo <= GREATEST_TEMPO else Verdict.NOT_RULED_OUT,
            note="What hundreds say over a day is said by a few within minutes again and again.",
        ),
        Alternative(
            name="a share button or a petition",
            test="a link in half of the posts that say it",
            statistic=float(linked),
            verdict=Verdict.NOT_RULED_OUT if linked else Verdict.RULED_OUT,
            note="Pages offer ready-made words with a link.",
        ),
        Alternative(
            name="a slogan or a common phrase",
            test="how much the text says",
            statistic=float(generic),
            verdict=Verdict.NOT_RULED_OUT if generic else Verdict.RULED_OUT,
            note="Short and common texts are said alike by many.",
        ),
        Alternative(
            name="a quotation of the same source",
            test="none",
            verdict=Verdict.NOT_TESTABLE,
            note="Speeches, headlines and poems are quoted alike: look for the source.",
        ),
        Alternative(
            name="outlets or accounts of one owner, openly declared",
            test="none",
            verdict=Verdict.NOT_TESTABLE if may.exclusive else Verdict.NOT_RULED_OUT,
            note="Declared accounts act together too: look at the profiles; a list excludes them.",
        ),
    )
