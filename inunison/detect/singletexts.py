"""Bursts of one text as findings: the plain case, one text by several accounts within minutes.

Owns the cells that texts are compared within, and the finding that a burst becomes. A text with a
link is mostly a share button, and a generic one says nothing: both are counted and stay E0.
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
from inunison.detect.cosharing import activity
from inunison.detect.events import Whole
from inunison.detect.finding import (
    Alternative,
    Evidence,
    Finding,
    Grade,
    Member,
    Step,
    Thing,
    Verdict,
)
from inunison.detect.frames import Allowed, allowed
from inunison.detect.gathering import Gathered, gather
from inunison.detect.traces import NEAR_COPIES, SECOND
from inunison.detect.tracing import RULES_VERSION, Setting, coarsest, frames_of
from inunison.version import __version__

# Of one text at most so many bursts become findings; the counts say how many there are.
MOST_FINDINGS = 200

_CELLS = """
WITH said AS (
    SELECT acts.object, avg((links_to.start IS NOT NULL)::INTEGER) >= 0.5 AS linked,
        avg((posts.kind IN ('reply', 'comment'))::INTEGER) >= 0.5 AS answers,
        quantile_disc(texts.words, 0.5) AS words,
        mode(coalesce(posts.language, '') ORDER BY posts.language)
            AS language
    FROM acts JOIN posts ON posts.uid = acts.post
    JOIN says ON says.start = acts.post JOIN texts ON texts.uid = says."end"
    LEFT JOIN (SELECT DISTINCT start FROM links_to) AS links_to ON links_to.start = acts.post
    GROUP BY acts.object
), third AS (
    SELECT *, CASE WHEN words <= (SELECT quantile_disc(words, 1 / 3) FROM said) THEN 0
        WHEN words <= (SELECT quantile_disc(words, 2 / 3) FROM said) THEN 1 ELSE 2 END AS length
    FROM said
)
SELECT object_number.number, third.linked,
    dense_rank() OVER (ORDER BY linked, answers, length, language) - 1 AS cell,
    third.object IN (SELECT uid FROM generic) AS generic
FROM third JOIN object_number ON object_number.key = third.object ORDER BY object_number.number
"""


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
        return BurstReport(gathered, None, (), "not enough data: no text is long enough")
    texts = _texts(setting.database, gathered)
    bursts = find_bursts(gathered.events, texts, gathered.windows[0])
    order = np.lexsort((bursts.object, -bursts.accounts, bursts.rate))[:MOST_FINDINGS]
    keys = [gathered.objects[each] for each in bursts.object[order]]
    evidence.look_up(setting.database, keys)
    maker = _Maker(setting, gathered, texts, bursts, _reposts(setting.database, keys))
    made = [maker.finding(int(place)) for place in order]
    return BurstReport(gathered, bursts, tuple(made), "tested")


def _texts(database: duckdb.DuckDBPyConnection, gathered: Gathered) -> Texts:
    columns = database.execute(_CELLS).fetchnumpy()
    return Texts(
        cell=np.asarray(columns["cell"], np.int64),
        linked=np.asarray(columns["linked"], bool),
        generic=np.asarray(columns["generic"], bool),
    )


class _Maker:
    """Makes a finding of each burst."""

    def __init__(
        self,
        setting: Setting,
        gathered: Gathered,
        texts: Texts,
        bursts: Bursts,
        reposts: dict[str, int],
    ) -> None:
        self._setting = setting
        self._gathered = gathered
        self._may = allowed(frames_of(setting))
        self._reposts = reposts
        self._texts = texts
        self._bursts = bursts
        self._activity = activity(gathered.events)

    def finding(self, place: int) -> Finding:
        """Return the finding of a burst, by its place among all of them."""
        bursts, setting, gathered = self._bursts, self._setting, self._gathered
        number, count = int(bursts.object[place]), int(bursts.accounts[place])
        key, members, posts = self._said(place)
        known = _alternatives(self._texts, self._bursts, place, self._may)
        tested = self._may.timing and bursts.compared[place] > 0
        width_s = gathered.windows[0] / SECOND
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
            q=float(bursts.q[place]) if tested else None,
            tests=len(bursts.object),
            window_s=width_s,
            ladder=(Step(window_s=width_s, count=count, expected=0.0),),
            first=posts[0].at,
            last=posts[-1].at,
            precision=coarsest(posts),
            eligible=gathered.events.accounts,
            events=len(gathered.events),
            frames=tuple(sorted({setting.sources[each.source].frame for each in posts})),
            forbids=self._may.forbids,
            seed=setting.settings.seed,
            tool=__version__,
            rules=RULES_VERSION,
            state=setting.state,
            alternatives=known,
            limits=tuple(f"{each.events:,} left out: {each.reason}" for each in gathered.left_out),
        )

    def _rows(self, place: int) -> tuple[Whole, Whole]:
        """Return all events of the text, and those within the burst."""
        events, start = self._gathered.events, int(self._bursts.start[place])
        rows = np.flatnonzero(events.object == self._bursts.object[place])
        at = events.at[rows]
        return rows, rows[(at >= start) & (at <= start + self._gathered.windows[0])]

    def _said(self, place: int) -> tuple[str, Whole, tuple[Evidence, ...]]:
        """Return the key of the text, the accounts of the burst and its posts."""
        gathered, start = self._gathered, int(self._bursts.start[place])
        key = gathered.objects[int(self._bursts.object[place])]
        members = np.unique(gathered.events.account[self._rows(place)[1]])
        said = evidence.posts(
            self._setting.database,
            [gathered.accounts[each] for each in members],
            [key],
            self._setting.sources,
        )
        stop = start + gathered.windows[0]
        return key, members, tuple(each for each in said if start <= each.at <= stop)

    def _grade(self, place: int) -> Grade:
        """Return E1 for a rare burst of a plain text: its base rate, not its q, is what is rare.

        A base rate is a rank among comparable texts, so its q says how many bursts there are and
        not how surprising this one is; it is shown all the same.
        """
        number = int(self._bursts.object[place])
        plain = not self._texts.linked[number] and not self._texts.generic[number]
        return Grade.E1 if self._may.timing and plain and self._bursts.rare[place] else Grade.E0

    def _sentence(self, place: int, key: str) -> str:
        rows, inside = self._rows(place)
        return statements.burst(
            accounts=int(self._bursts.accounts[place]),
            window_s=self._gathered.windows[0] / SECOND,
            start=int(self._bursts.start[place]),
            as_many=int(self._bursts.as_many[place]),
            compared=int(self._bursts.compared[place]),
            later=len(rows) - len(inside) + self._reposts.get(key, 0),
        )

    def _members(self, members: Whole, posts: tuple[Evidence, ...]) -> tuple[Member, ...]:
        done = {self._gathered.accounts[each]: int(self._activity[each]) for each in members}
        return evidence.members(self._setting.database, list(done), done, posts)

    def _things(self, number: int, posts: tuple[Evidence, ...]) -> tuple[Thing, ...]:
        gathered = self._gathered
        key = gathered.objects[number]
        of_text = gathered.events.object == number
        sharers = len(np.unique(gathered.events.account[of_text]))
        generic = frozenset({key} if self._texts.generic[number] else set())
        database = self._setting.database
        return evidence.things(database, gathered.trace, {key: sharers}, generic, posts)


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
