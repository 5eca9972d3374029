"""Hubs: accounts that a tested group reposts more than its own reposting explains.

Owns the reading of who reposted whom, the order of the tests over all pairs of account and group,
and the finding. A group that was itself found on reposts is asked on the half of them that it was
not found on, each half by the members that the other half finds. To be amplified is nothing that
an account does.
"""

from dataclasses import dataclass

import numpy as np

from inunison.detect import evidence, network_statements, statements
from inunison.detect.amplification import LEAST, Amplified, Field, Slots, amplified
from inunison.detect.concentration import gini, repost_h
from inunison.detect.events import Flags, Real, Whole
from inunison.detect.finding import Alternative, Evidence, Finding, Grade, Measure, Member, Verdict
from inunison.detect.frames import Allowed
from inunison.detect.further import (
    Asked,
    Draft,
    Further,
    Group,
    effect_of,
    evidence_of,
    made,
    why_untested,
)
from inunison.detect.halving import Side, sides
from inunison.detect.ranks import Earliness, van_elteren
from inunison.detect.reposting import Network, allowed_of
from inunison.detect.significance import false_discovery
from inunison.detect.traces import TRACES

# Of many such pairs so many become findings; the counts say how many there are.
MOST_FINDINGS = 200
WITHOUT_ONE_Q = 0.05
# Accounts reposted about as often that concentration needs to be held against.
_LEAST_ALIKE = 10

_BEHIND = """
SELECT made.repost, post FROM repost_rows WHERE leader = ? AND reposter IN (SELECT unnest(?))
ORDER BY ALL
"""


def find_hubs(asked: Asked, network: Network | None) -> Further:
    """Test every account that is reposted against every group.

    Args:
        asked: The groups, and what they were found on.
        network: Who reposted whom; may be None where there is no group.
    """
    if network is None or not asked.groups:
        return _untested(allowed_of(asked.setting), {"groups": 0})
    slots = network.slots
    field = Field(slots, network.community)
    reposted = np.bincount(slots.leader, minlength=max(1, slots.accounts))
    accounts = int((reposted >= LEAST).sum())
    tests = accounts * len(asked.groups)
    counts: dict[str, object] = {"groups": len(asked.groups), "accounts": accounts, "tests": tests}
    if not network.allowed.timing or not tests:
        return _untested(network.allowed, counts)
    tested = [
        each
        for group in asked.groups
        for each in _tested(asked, network, group, field)
        if reposted[each.leader] >= LEAST
    ]
    p = np.array([each.p for each in tested], np.float64)
    without = np.array([each.without_one for each in tested], np.float64)
    q, q_without = false_discovery(p, tests), false_discovery(without, tests)
    kept = np.flatnonzero(q <= asked.setting.settings.q)
    kept = kept[np.lexsort((kept, p[kept]))]
    builder = _Builder(asked, network, tests)
    found: dict[str, Finding] = {}
    for n in kept[:MOST_FINDINGS]:
        made = builder.finding(tested[n], float(q[n]), float(q_without[n]))
        # Groups overlap: the same members and posts of one are told once, by the strongest.
        found.setdefault(made.key, made)
    counts |= {"verdict": "tested", "kept": len(kept), "left out": len(kept[MOST_FINDINGS:])}
    return Further("hubs", tuple(found.values()), counts)


def _untested(may: Allowed, counts: dict[str, object]) -> Further:
    return Further("hubs", (), counts | {"verdict": why_untested(may)})


@dataclass(frozen=True)
class _Tested:
    """One account that is reposted, and one group."""

    group: Group
    members: Whole
    leader: int
    seen: int
    reposters: int
    expected: float
    p: float
    without_one: float
    halves: tuple[float, float] | None
    strata: int


def _tested(asked: Asked, network: Network, group: Group, field: Field) -> list[_Tested]:
    """Test the accounts that enough members repost."""
    members = network.places(group.accounts)
    if len(members) < LEAST:
        return []
    whole = amplified(field, members)
    parts = [
        (each, amplified(Field(Slots.of(each.reposts), network.community), each.members, least=1))
        for each in sides(asked, group, network)
    ]
    found: list[_Tested] = []
    for place, leader in enumerate(whole.leader.tolist()):
        halves = [_of_side(side, test, leader) for side, test in parts]
        held = [each for each in halves if each is not None]
        alone = (float(whole.p[place]), float(whole.without_one[place]))
        p, without = (max(column) for column in zip(*held, strict=True)) if held else alone
        if parts and not held:
            continue
        found.append(
            _Tested(
                group,
                members,
                leader,
                int(whole.seen[place]),
                int(whole.reposters[place]),
                float(whole.expected[place]),
                p,
                without,
                (held[0][0], held[1][0]) if len(held) == 2 else None,
                whole.strata,
            )
        )
    return found


def _of_side(side: Side, test: Amplified, leader: int) -> tuple[float, float] | None:
    """Return p on one half, with and without the weightiest member; None where L is not in it."""
    if not (side.reposts.leader == leader).any():
        return None
    place = np.flatnonzero(test.leader == leader)
    if len(side.members) < LEAST or not len(place):
        return 1.0, 1.0
    return float(test.p[place[0]]), float(test.without_one[place[0]])


class _Builder:
    """Makes the findings of hubs."""

    def __init__(self, asked: Asked, network: Network, tests: int) -> None:
        self._asked = asked
        self._network = network
        self._tests = tests
        reposts = network.reposts
        everybody = {uid for group in asked.groups for uid in group.accounts}
        self._grouped = network.places(sorted(everybody))
        self._outside = ~np.isin(reposts.reposter, self._grouped)
        self._total = np.bincount(reposts.leader, minlength=reposts.accounts)
        codes = np.unique(reposts.reposter * reposts.posts + reposts.post)
        self._activity = np.bincount(codes // reposts.posts, minlength=reposts.accounts)

    def finding(self, tested: _Tested, q: float, q_without: float) -> Finding:
        """Return the finding of one account and one group."""
        setting, network = self._asked.setting, self._network
        reposts = network.reposts
        mine = np.flatnonzero(reposts.leader == tested.leader)
        inside = np.isin(reposts.reposter[mine], tested.members)
        early = self._early(mine, inside)
        known = self._alternatives(tested, mine, early, q_without)
        said = network_statements.Hub(
            group=len(tested.group.accounts),
            seen=tested.seen,
            reposters=tested.reposters,
            expected=tested.expected,
            q=q,
            reposts=len(mine),
            by_group=int(inside.sum()),
            ahead=early.ahead,
            compared=early.strata,
            h_all=self._h(mine),
            h_outside=self._h(mine[self._outside[mine]]),
            reach=network.allowed.reach,
        )
        leader = network.accounts[tested.leader]
        who = [network.accounts[n] for n in np.unique(reposts.reposter[mine[inside]])]
        rows = setting.database.execute(_BEHIND, [leader, who]).fetchall()
        posts = evidence_of(setting, rows)
        sharers = np.bincount(reposts.post[mine], minlength=reposts.posts)
        objects = {network.posts[n]: int(sharers[n]) for n in np.unique(reposts.post[mine[inside]])}
        draft = Draft(
            kind="hub",
            trace="co_repost",
            test="amplification",
            grade=self._grade(tested.group, q_without, len(objects)),
            statement=network_statements.hub(said) + statements.not_ruled_out(known),
            members=self._members(leader, who, posts),
            objects=evidence.things(
                evidence.names(setting.database, REPOSTED, objects), objects, frozenset(), posts
            ),
            posts=posts,
            count=tested.seen,
            expected=tested.expected,
            allowed=network.allowed,
            eligible=int((self._activity >= LEAST).sum()),
            events=len(reposts.at),
            p=tested.p,
            q=q,
            tests=self._tests,
            effect=effect_of(tested.seen, tested.expected),
            halves=tested.halves,
            without_one=q_without,
            alternatives=known,
            measures=self._measures(said, mine, early) + self._reach(said, mine),
        )
        return made(setting, draft)

    def _grade(self, group: Group, q_without: float, posts: int) -> Grade:
        """Return E1 where the group was tested, on enough posts, and no single member carries it.

        One post of an account may be reposted by many of a group for what that one post says.
        """
        stands = group.grade is not Grade.E0 and q_without <= WITHOUT_ONE_Q
        return Grade.E1 if stands and posts >= LEAST else Grade.E0

    def _early(self, mine: Whole, inside: Flags) -> Earliness:
        reposts = self._network.reposts
        timed = reposts.timed[mine]
        rows = mine[timed]
        return van_elteren(reposts.at[rows], inside[timed], reposts.post[rows])

    def _h(self, rows: Whole) -> int:
        return repost_h(np.bincount(self._network.reposts.post[rows]))

    def _members(
        self, leader: str, who: list[str], posts: tuple[Evidence, ...]
    ) -> tuple[Member, ...]:
        places = self._network.places([leader, *who])
        names = [self._network.accounts[n] for n in places]
        activity = dict(zip(names, self._activity[places].tolist(), strict=True))
        called = evidence.known(self._asked.setting.database, names)
        found = evidence.members(called, names, activity, posts)
        return tuple(
            replaced(each, "amplified") if each.uid == leader and leader not in who else each
            for each in found
        )

    def _measures(
        self, said: network_statements.Hub, mine: Whole, early: Earliness
    ) -> tuple[Measure, ...]:
        measures = [
            Measure(name="h by all", value=float(said.h_all)),
            Measure(name="concentration of reposts (Gini)", value=self._gini(mine)),
        ]
        if early.z is not None:
            measures.append(Measure(name="earliness (van Elteren z)", value=early.z))
            measures.append(Measure(name="earliness p", value=early.p))
        return tuple(measures)

    def _reach(self, said: network_statements.Hub, mine: Whole) -> tuple[Measure, ...]:
        """Say how much of its reach tested groups are; nothing where the frames forbid it."""
        if not said.reach:
            return ()
        outside = mine[self._outside[mine]]
        reposter = self._network.reposts.reposter
        different = [float(len(np.unique(reposter[rows]))) for rows in (outside, mine)]
        return (
            Measure(name="reposters outside tested groups", value=different[0], of=different[1]),
            Measure(name="h outside tested groups", value=float(said.h_outside)),
            Measure(
                name="reposts by tested groups",
                value=float(len(mine) - len(outside)),
                of=float(len(mine)),
            ),
        )

    def _gini(self, rows: Whole) -> float:
        return round(
            gini(np.unique(self._network.reposts.reposter[rows], return_counts=True)[1]), 6
        )

    def _alike(self, leader: int) -> tuple[float, int, int]:
        """Hold the concentration against accounts that are reposted about as often.

        Returns:
            How concentrated its reposts are, how many of the others' are as much, and of how many.
        """
        reposts, total = self._network.reposts, self._total
        size = np.floor(np.log2(np.maximum(total, 1)))
        others = np.flatnonzero((size == size[leader]) & (total > 0))
        order = np.argsort(reposts.leader, kind="stable")
        borders = np.searchsorted(reposts.leader[order], np.arange(reposts.accounts + 1))
        held: Real = np.array([self._gini(order[borders[n] : borders[n + 1]]) for n in others])
        own = float(held[others == leader][0])
        return own, int((held >= own).sum()) - 1, len(others) - 1

    def _alternatives(
        self, tested: _Tested, mine: Whole, early: Earliness, q_without: float
    ) -> tuple[Alternative, ...]:
        own, as_much, alike = self._alike(tested.leader)
        rate = (1 + as_much) / (1 + alike)
        return (
            _interests(tested),
            Alternative(
                name="followers who are told of each post",
                test="how early the group reposts among all who do (van Elteren)",
                statistic=early.z,
                p=early.p if early.z is not None else None,
                verdict=Verdict.NOT_RULED_OUT if early.z is not None else Verdict.NOT_TESTABLE,
                note="Readers who are told of each post are early and faithful too.",
            ),
            Alternative(
                name="one member who brings the others along",
                test="the same without the member whose leaving weakens it most",
                statistic=round(q_without, 9),
                verdict=(
                    Verdict.RULED_OUT if q_without <= WITHOUT_ONE_Q else Verdict.NOT_RULED_OUT
                ),
                note="No single member may carry the finding.",
            ),
            Alternative(
                name="a small circle of faithful readers",
                test="inequality of its reposts (Gini) against accounts reposted about as often",
                statistic=own,
                p=round(rate, 9) if alike >= _LEAST_ALIKE else None,
                verdict=Verdict.NOT_RULED_OUT if alike >= _LEAST_ALIKE else Verdict.NOT_TESTABLE,
                note=f"{as_much:,} of {alike:,} such accounts are as concentrated.",
            ),
            Alternative(
                name="outlets or accounts of one owner, openly declared",
                test="none",
                verdict=Verdict.NOT_RULED_OUT,
                note="A newsroom's accounts repost one another openly: look at the profiles.",
            ),
        )


def _interests(tested: _Tested) -> Alternative:
    several = tested.strata > 1
    return Alternative(
        name="the interests of their community",
        test="reposters compared within communities" if several else "none",
        statistic=round(tested.seen / tested.expected, 6) if tested.expected else None,
        p=tested.p if several else None,
        verdict=Verdict.RULED_OUT if several else Verdict.NOT_TESTABLE,
        note=(
            "They repost it more than others of their own communities do."
            if several
            else "No two communities are large enough to compare within."
        ),
    )


def replaced(member: Member, role: str) -> Member:
    """Return a member in another role."""
    return Member(
        uid=member.uid,
        platform=member.platform,
        native_id=member.native_id,
        handle=member.handle,
        activity=member.activity,
        objects=member.objects,
        first=member.first,
        role=role,
    )


REPOSTED = next(each for each in TRACES if each.name == "co_repost")
