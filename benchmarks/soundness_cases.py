"""The cases of the soundness bench: one invented collection each, and what is found in it.

Owns which collections are drawn and which numbers are kept of each. A case is a name and a few
numbers, and gives the same dictionary on every machine, so that a run that was cut off goes on.
Knows no file and no table; `benchmarks.soundness` runs them and `benchmarks.soundness_report`
writes what came of them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np

from inunison.detect.blocks import found_blocks
from inunison.detect.bursts import WINDOW_S, Texts, find_bursts
from inunison.detect.cosharing import LEAST, activity, co_sharing
from inunison.detect.crosschecks import BENCH_RULES
from inunison.detect.crowds import crowds
from inunison.detect.events import Events, Flags, Real, Whole
from inunison.detect.floors import shuffled_labels, shuffled_times
from inunison.detect.grading import LEAST_ACCOUNTS
from inunison.detect.groups import grouped
from inunison.detect.join import windowed_pairs
from inunison.detect.judging import Kind, kept_by, prepare
from inunison.detect.pooling import and_whole_groups
from inunison.detect.ties import Q, Ties, find_ties
from inunison.detect.traces import LADDER_S, SECOND
from inunison.simulation.crowd import HARD, Crowd, Shares, organic
from inunison.simulation.planted import (
    CAMPAIGNS,
    FEEDS,
    Campaign,
    plant,
    plant_cover,
    plant_fan_clubs,
    plant_meme,
    plant_owners,
    plant_petition,
    plant_syndicate,
)

WINDOWS = [width * SECOND for width in LADDER_S]
# A window that times say nothing within: what co-sharing alone proposes there (`--window 6h`).
SLOW = 21_600 * SECOND
CROWDS = {
    "plain": Crowd(),
    "48 communities": Crowd(communities=48),
    "day and night, 3 zones": Crowd(zones=3),
    "all of these, news in bursts": HARD,
}
SIZES = (3, 5, 10, 20, 50)
# Collections of each bench that the rules of other tools are run on too; they take most time.
RULE_SEEDS = 3
_CALIBRATED = (1e-2, 1e-4, 1e-6)
Counts = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """One case.

    Attributes:
        bench: Name of the function of `BENCHES` that runs it.
        variant: What is different in it, in words.
        seed: Of the collection.
        objects: Objects of the planted groups (bench "power").
        jitter_s: Their jitter in seconds.
        cover: Share of what their accounts do that is ordinary.
    """

    bench: str
    variant: str
    seed: int
    objects: int = 0
    jitter_s: int = 0
    cover: float = 0.0


def run(case: Case) -> Counts:
    """Run one case."""
    return BENCHES[case.bench](case)


def kinds_of(events: Events, ties: Ties, windows: Sequence[int] = WINDOWS) -> list[Kind]:
    """Return what each test kept: those of pairs, and the one of whole groups where it is asked."""
    kinds = [kept_by(ties, name, Q) for name in ("timing", "exclusive")]
    bench = partial(prepare, events, windows, ties, 0)
    return list(and_whole_groups(kinds, events, ties, bench, Q))


def at_e1(events: Events, kind: Kind) -> Flags:
    """Return which accounts are in a group of E1 or more by one test."""
    number, _ = grouped(
        events.accounts, kind.pairs.first, kind.pairs.second, np.ones(len(kind.pairs))
    )
    sizes = np.bincount(number)
    sizes[0] = 0
    return np.asarray(sizes[number] >= LEAST_ACCOUNTS)


def _by_role(role: Whole, flags: Flags) -> dict[str, int]:
    names, counts = np.unique(role[flags], return_counts=True)
    return dict(zip(names.tolist(), counts.tolist(), strict=True))


def _slow(events: Events, ties: Ties) -> Flags:
    """Return which accounts co-sharing proposes within six hours."""
    pairs = windowed_pairs(events, [SLOW], least=LEAST)
    kept = co_sharing(events, pairs, crowds(events, [SLOW]), ties.blocks).q <= Q
    flags = np.zeros(events.accounts, bool)
    flags[pairs.first[kept]] = flags[pairs.second[kept]] = True
    return flags


def _found(shares: Shares, *, rules: bool = True, slow: bool = True) -> Counts:
    """Return how many accounts of each role are found, proposed, and flagged by other rules."""
    events, role = shares.events(), np.asarray(shares.role)
    ties = find_ties(events, WINDOWS)
    found = {kind.name: at_e1(events, kind) for kind in kinds_of(events, ties)}
    proposed = np.zeros(events.accounts, bool)
    proposed[ties.pairs.first] = proposed[ties.pairs.second] = True
    counts = {
        "events": len(events),
        "total": _by_role(role, np.ones(len(role), bool)),
        "found": _by_role(role, np.logical_or.reduce(list(found.values()))),
        **{name: _by_role(role, flags) for name, flags in found.items()},
        "proposed": _by_role(role, proposed),
        "tests": ties.tests,
        "saturation": ties.calibration.saturation,
        "score": _ranking(events, ties, role),
    }
    if slow:
        within = _slow(events, ties)
        counts["slow"] = _by_role(role, within)
        counts["slow_saturation"] = float(within.sum() / ties.eligible)
    if rules:
        counts["rules"] = {rule.name: _by_role(role, rule.flags(events)) for rule in BENCH_RULES}
    return counts


def _ranking(events: Events, ties: Ties, role: Whole) -> Counts:
    """Return AUC, average precision and precision among the first 50 of the accounts' least p.

    Planted campaigns are what is looked for; declared groups are left out.
    """
    least = np.ones(events.accounts)
    p = np.minimum(ties.timing.p, ties.exclusive.p)
    for end in (ties.pairs.first, ties.pairs.second):
        np.minimum.at(least, end, p)
    wanted = np.isin(role, [each.role for each in CAMPAIGNS])
    kept = wanted | np.isin(role, ["ordinary", "fan club", "meme", "petition"])
    return ranking(-least[kept], wanted[kept])


def ranking(score: Real, wanted: Flags) -> Counts:
    """Say how well a score puts what is wanted first; of equal scores the mean of all orders."""
    if not wanted.any() or wanted.all():
        return {}
    _, place = np.unique(-score, return_inverse=True)
    hits = np.bincount(place, wanted)
    sizes = np.bincount(place)
    below = np.cumsum(sizes - hits)
    misses = float(below[-1])
    worse = misses - below
    auc = float((hits * (worse + (sizes - hits) / 2)).sum() / (hits.sum() * misses))
    precision = np.cumsum(hits) / np.cumsum(sizes)
    average = float((precision * hits).sum() / hits.sum())
    cut = int(np.searchsorted(np.cumsum(sizes), min(50, len(score))))
    before = int(np.cumsum(sizes)[cut] - sizes[cut])
    rest = min(50, len(score)) - before
    first = (float(np.cumsum(hits)[cut] - hits[cut]) + rest * hits[cut] / sizes[cut]) / min(
        50, len(score)
    )
    return {"auc": auc, "average_precision": average, "precision_at_50": first}


def _organic(case: Case) -> Counts:
    """Bench A: nothing is planted, so that every account that is found is a false one."""
    shares = organic(CROWDS[case.variant], np.random.default_rng(case.seed))
    return _found(shares, rules=case.seed <= RULE_SEEDS) | {
        "calibration": _calibration(shares.events())
    }


def _calibration(events: Events) -> list[Counts]:
    """Return, for some p, how many pairs J gives it or less, and how many it should at most."""
    pairs = windowed_pairs(events, WINDOWS, least=LEAST)
    sharing = co_sharing(events, pairs, crowds(events, WINDOWS), [found_blocks(events, 0)])
    eligible = int((activity(events) >= LEAST).sum())
    return [
        {
            "p": level,
            "seen": int((sharing.p <= level).sum()),
            "most": level * eligible * (eligible - 1) / 2,
        }
        for level in _CALIBRATED
    ]


def planted(seed: int, crowd: Crowd = CROWDS["plain"]) -> Shares:
    """Draw S1: an organic collection with four campaigns and a group of declared feeds."""
    random = np.random.default_rng(seed)
    shares = organic(crowd, random)
    for campaign in (*CAMPAIGNS, FEEDS):
        plant(shares, campaign, random)
    return shares


def _planted(case: Case) -> Counts:
    """Bench B."""
    shares = planted(case.seed, CROWDS[case.variant])
    return _found(shares, rules=case.seed <= RULE_SEEDS)


def _hard(case: Case) -> Counts:
    """Bench C: S1 with everything that only looks like a campaign."""
    random = np.random.default_rng(case.seed + 1_000_000)
    shares = planted(case.seed, CROWDS[case.variant])
    plant_fan_clubs(shares, random)
    plant_meme(shares, random)
    plant_petition(shares, random)
    plant_owners(shares, random)
    plant_syndicate(shares, random)
    return _found(shares, rules=case.seed <= RULE_SEEDS)


def _floor(case: Case) -> Counts:
    """S1 with what is tested shuffled away: the accounts, or the times.

    A shuffle of times says nothing about objects that only a group holds, so that there `exclusive`
    is not looked at; one of accounts is the floor of all.
    """
    events = planted(case.seed // 2 + 1).events()
    random = np.random.default_rng(case.seed)
    if case.variant == "times":
        shuffled, left_out = shuffled_times(events, random), "exclusive"
    else:
        blocks = found_blocks(events, 0)
        shuffled, left_out = shuffled_labels(events, blocks, random), ""
    ties = find_ties(shuffled, WINDOWS)
    kinds = [kind for kind in kinds_of(shuffled, ties) if kind.name != left_out]
    found = [at_e1(shuffled, kind) for kind in kinds]
    return {
        "found": int(np.logical_or.reduce(found).sum()),
        "ties": sum(len(kind.pairs) for kind in kinds),
        "proposed": len(np.union1d(ties.pairs.first, ties.pairs.second)),
    }


def _power(case: Case) -> Counts:
    """One group of each size with the same objects, jitter and cover, in one organic crowd."""
    random = np.random.default_rng(case.seed)
    shares = organic(Crowd(), random)
    shared = case.variant == "posts that others share too"
    for size in SIZES:
        group = Campaign(
            role=f"group of {size}",
            accounts=size,
            objects=case.objects,
            chance=0.85,
            jitter_s=float(case.jitter_s),
            outsiders=(20, 59) if shared else (0, 5),
            reposts=shared,
        )
        each = round(0.85 * case.objects * case.cover / (1 - case.cover))
        plant_cover(shares, plant(shares, group, random), each, random)
    counts = _found(shares, rules=False, slow=False)
    return {key: counts[key] for key in ("total", "found", "proposed")}


def _bursts(case: Case) -> Counts:
    """Texts said alike: ordinary ones, a meme, a petition, and one text by a few accounts."""
    random = np.random.default_rng(case.seed)
    crowd = replace(Crowd(), objects=20_000, draws=30_000, breaking=0.0, delay_s=28_800.0)
    shares = organic(crowd, random)
    ordinary = len(shares.topic)
    plant_meme(shares, random)
    plant_petition(shares, random)
    looks_alike = len(shares.topic)
    groups = {}
    for size in SIZES:
        group = Campaign(f"group of {size}", size, 1, 1.0, float(case.jitter_s))
        groups[group.role] = len(shares.topic)
        plant(shares, group, random)
    events = shares.events()
    linked = np.zeros(events.objects, bool)
    linked[ordinary + 1 : looks_alike] = True  # a petition's page stands in its text
    nothing = np.zeros(events.objects, bool)
    texts = Texts(linked.astype(np.int64), linked, nothing)
    bursts = find_bursts(events, texts, WINDOW_S * SECOND)
    rare = bursts.object[bursts.rare & ~linked[bursts.object]]
    return {
        "ordinary": int((rare < ordinary).sum()),
        "texts": ordinary,
        "meme": int((rare == ordinary).sum()),
        "petition": int(((rare > ordinary) & (rare < looks_alike)).sum()),
        "groups": {role: int(number in rare) for role, number in groups.items()},
    }


BENCHES: dict[str, Callable[[Case], Counts]] = {
    "organic": _organic,
    "planted": _planted,
    "hard": _hard,
    "floor": _floor,
    "power": _power,
    "bursts": _bursts,
}
