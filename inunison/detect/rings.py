"""Rings: groups whose accounts repost one another more than their own activity explains.

Owns the finding. What is counted and what it is held against is in `rewiring`.
"""

import numpy as np

from inunison.detect import evidence, network_statements, statements
from inunison.detect.amplification import Slots
from inunison.detect.events import Whole
from inunison.detect.finding import Alternative, Finding, Grade, Measure, Verdict
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
from inunison.detect.hubs import REPOSTED
from inunison.detect.reposting import Network, allowed_of
from inunison.detect.rewiring import MOST_TIES, Ring, ring
from inunison.detect.significance import false_discovery

# Mutual pairs or circles of three that a group needs before it is worth rewiring anything.
_LEAST = 3

_BEHIND = """
SELECT made.repost, post FROM repost_rows
WHERE reposter IN (SELECT unnest($members)) AND leader IN (SELECT unnest($members)) ORDER BY ALL
"""


def find_rings(asked: Asked, network: Network | None) -> Further:
    """Test every group for reposts of one another.

    Args:
        asked: The groups.
        network: Who reposted whom; may be None where there is no group.
    """
    tests = len(asked.groups)
    counts: dict[str, object] = {"groups": tests}
    may = network.allowed if network else allowed_of(asked.setting)
    if network is None or not may.timing or not tests:
        return Further("rings", (), counts | {"verdict": why_untested(may)})
    slots = network.slots
    tested: list[tuple[Group, Ring]] = []
    too_large = 0
    for group in asked.groups:
        members = network.places(group.accounts)
        if not _closed_at_all(slots, members):
            continue
        random = np.random.default_rng(asked.setting.settings.seed)
        found = ring(slots.reposter, slots.leader, members, random)
        if found is None:
            too_large += 1
        else:
            tested.append((group, found))
    p = np.array([_combined(found) for _, found in tested], np.float64)
    q = false_discovery(p, tests)
    kept = [n for n in range(len(tested)) if q[n] <= asked.setting.settings.q]
    findings = tuple(
        _finding(asked, network, tested[n], (float(p[n]), float(q[n]), tests)) for n in kept
    )
    counts |= {"tested": len(tested), f"more than {MOST_TIES} ties": too_large}
    verdict = "tested" if tested else "not enough data"
    return Further("rings", findings, counts | {"verdict": verdict, "kept": len(kept)})


def _closed_at_all(slots: Slots, members: Whole) -> bool:
    """Return whether enough members repost one another; without that no rewiring is needed."""
    inside = np.isin(slots.leaders_of(members), members)
    return int(inside.sum()) >= 2 * _LEAST


def _combined(found: Ring) -> float:
    """Return p of the better of the two counts, corrected for having tried both."""
    return min(1.0, 2 * min(found.mutual.p, found.cycles.p))


def _finding(
    asked: Asked, network: Network, tested: tuple[Group, Ring], chance: tuple[float, float, int]
) -> Finding:
    group, found = tested
    p, q, tests = chance
    setting = asked.setting
    members = list(group.accounts)
    rows = setting.database.execute(_BEHIND, {"members": members}).fetchall()
    posts = evidence_of(setting, rows)
    reposts = network.reposts
    sharers = np.bincount(reposts.post, minlength=reposts.posts)
    names = {each.object for each in posts}
    objects = {key: int(sharers[n]) for n, key in enumerate(network.posts) if key in names}
    own: dict[str, set[str]] = {uid: set() for uid in members}
    for each in posts:
        own[each.account].add(each.object)
    known = _alternatives(found)
    sentence = network_statements.ring(
        members=len(members),
        mutual=found.mutual.seen,
        cycles=found.cycles.seen,
        expected=(found.mutual.mean, found.cycles.mean),
        q=q,
    )
    done = {uid: len(held) for uid, held in own.items()}
    return made(
        setting,
        Draft(
            kind="ring",
            trace="co_repost",
            test="rewiring",
            grade=Grade.E0 if group.grade is Grade.E0 else Grade.E1,
            statement=sentence + statements.not_ruled_out(known),
            members=evidence.members(
                evidence.known(setting.database, members), members, done, posts
            ),
            objects=evidence.things(
                evidence.names(setting.database, REPOSTED, objects), objects, frozenset(), posts
            ),
            posts=posts,
            count=found.mutual.seen,
            expected=found.mutual.mean,
            allowed=network.allowed,
            eligible=tests,
            events=len(reposts.at),
            p=p,
            q=q,
            tests=tests,
            effect=effect_of(found.mutual.seen, found.mutual.mean),
            alternatives=known,
            measures=_measures(found),
        ),
    )


def _measures(found: Ring) -> tuple[Measure, ...]:
    measures = [
        Measure(name="mutual pairs", value=float(found.mutual.seen), of=found.mutual.mean),
        Measure(name="circles of three", value=float(found.cycles.seen), of=found.cycles.mean),
        Measure(name="ties between them", value=float(found.ties), of=float(found.rewired)),
    ]
    for name, z in (
        ("mutual pairs, z", found.mutual.z),
        ("circles of three, z", found.cycles.z),
    ):
        if z is not None:
            measures.append(Measure(name=name, value=z))
    return tuple(measures)


def _alternatives(found: Ring) -> tuple[Alternative, ...]:
    return (
        Alternative(
            name="active accounts that meet by chance",
            test="networks in which each reposts, and is reposted by, as many accounts",
            statistic=found.mutual.z,
            p=found.mutual.p,
            verdict=Verdict.RULED_OUT,
            note="Where reposts lead anywhere, as many of them do not come back.",
        ),
        Alternative(
            name="friends, colleagues or one community",
            test="none",
            verdict=Verdict.NOT_RULED_OUT,
            note="People who know one another repost one another too.",
        ),
        Alternative(
            name="outlets or accounts of one owner, openly declared",
            test="none",
            verdict=Verdict.NOT_RULED_OUT,
            note="A newsroom's accounts repost one another openly: look at the profiles.",
        ),
    )
