"""The pooled test: a group that is closer as a whole than haste explains, pair by pair too little.

Owns the test of whole groups whose objects are published by somebody. Two accounts that answer each
post within two minutes are explained by being quick, and a dozen posts cannot tell them from two
followers who are told of each; ten of them on the same posts can be told. A group is proposed by
co-sharing on one half of the objects and tested on the other, against two nulls that must both
fail: members take the instants of random sharers of the same post, or keep each its own pace.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from inunison.detect.events import UNPUBLISHED, Events, Flags, Real, Whole
from inunison.detect.grading import LEAST_ACCOUNTS
from inunison.detect.grouptests import ROUNDS, sampled
from inunison.detect.join import PairCounts
from inunison.detect.judging import Bench, Kind
from inunison.detect.pace import PROMPT
from inunison.detect.significance import false_discovery
from inunison.detect.ties import Ties, components
from inunison.detect.timing import OUTSIDERS, Timing

NAME = "pooled"
# How often more than chance a group must be close. No null is true to the last per cent, and what
# is summed over a large group finds every flaw of it: followers who answer at a median of two
# minutes are closer than the null says by a third.
MARGIN = 1.5
# A member stays where its closeness to the others is this far above the mean of its own pace, in
# standard deviations: the one-sided bound of 5 % of a sum over many posts and members.
_MEMBER_Z = 1.645
# Rounds are added only where fewer leave the question open.
_STAGES = (99, 999, ROUNDS)
_OPEN = 0.05
# Objects that a half needs, and actions above which a component is no one group.
_LEAST_OBJECTS = 3
_MOST_ACTIONS = 5_000
# Numbers drawn at a time.
_PORTION = 2_000_000

Draw = Callable[[int, np.random.Generator], Whole]


@dataclass(frozen=True)
class Actions:
    """First actions of the members of a group on objects of one half, in the order of objects.

    Attributes:
        member: Number of the account, shape (n,).
        object: Place of the object, rising.
        delay: How long behind the publication, microseconds; the earliest is 0 or later.
        others: For each object, the delays of all who acted on it, the members among them.
    """

    member: Whole
    object: Whole
    delay: Whole
    others: tuple[Whole, ...]

    def close(self, delay: Whole, width: int) -> Whole:
        """Count the pairs of members within the window on one object, in each round.

        Args:
            delay: Delays in place of the members' own, shape (rounds, n).
            width: The window in microseconds, included.
        """
        places = self._span(width) * self.object + delay
        places.sort(axis=1)
        line = _line(places, width)
        later = np.searchsorted(line, line + width, "right") - np.arange(1, len(line) + 1)
        return np.asarray(later.reshape(places.shape).sum(axis=1))

    def near(self, delay: Whole, width: int) -> Whole:
        """Count, for each action, the other members within the window; shapes as for `close`."""
        places = self._span(width) * self.object + delay
        order = np.argsort(places, axis=1, kind="stable")
        line = _line(np.take_along_axis(places, order, axis=1), width)
        near = np.searchsorted(line, line + width, "right") - np.searchsorted(line, line - width)
        counts = np.empty_like(places)
        np.put_along_axis(counts, order, near.reshape(places.shape) - 1, axis=1)
        return counts

    def _span(self, width: int) -> int:
        """Return how far apart two objects are put, so that none is near another."""
        return max(int(each.max()) for each in self.others) + PROMPT + width + 1

    def of_others(self, rounds: int, random: np.random.Generator) -> Whole:
        """Give each member the delay of a random sharer of the same object, none twice."""
        sizes = np.bincount(self.object)
        columns = [
            mine[sampled(len(mine), int(count), rounds, random)]
            for mine, count in zip(self.others, sizes, strict=True)
        ]
        return np.concatenate(columns, axis=1)

    def of_their_own(self, rounds: int, random: np.random.Generator) -> Whole:
        """Give each member its own delays anew: slow ones on other objects, prompt ones at will.

        A prompt answer stays one and falls anywhere within `PROMPT`: which posts a member is told
        of at once, and which it comes across later, is no agreement.
        """
        made = np.repeat(self.delay[None, :], rounds, axis=0)
        prompt = self.delay < PROMPT
        made[:, prompt] = random.integers(0, PROMPT, (rounds, int(prompt.sum())))
        slow = np.flatnonzero(~prompt)
        slow = slow[np.argsort(self.member[slow], kind="stable")]
        keys = self.member[slow] + random.random((rounds, len(slow)))
        made[:, slow] = self.delay[slow][np.argsort(keys, axis=1)]
        return made


def _line(places: Whole, width: int) -> Whole:
    """Put sorted rows on one line, on which what is not near is just out of reach."""
    gaps = np.diff(places, axis=1, prepend=places[:, :1] - width - 1)
    return np.asarray(np.cumsum(np.minimum(gaps, width + 1)))


@dataclass(frozen=True)
class _Half:
    """One half of a group's test.

    Attributes:
        p: Of the harder null; 1 where nothing could be tested.
        window: Place of the window, chosen on the half that found the group.
        members: The members that were tested.
        above: How many more others were near each member than on average at its own pace.
        spread: The variance of that number.
    """

    p: float
    window: int
    members: Whole
    above: Real
    spread: Real


def asked_for(events: Events, ties: Ties, kinds: Sequence[Kind]) -> list[Whole]:
    """Return the members of each component that the pooled test asks about.

    Args:
        events: The actions.
        ties: What was proposed and tested pair by pair.
        kinds: What the tests of pairs kept; a component they found whole is not asked about again.
    """
    if events.published is None or events.side is not None:
        return []
    found = np.zeros(events.accounts, bool)
    for kind in kinds:
        labels = components(events.accounts, kind.pairs.first, kind.pairs.second)
        found |= (np.bincount(labels) >= LEAST_ACCOUNTS)[labels]
    proposed = np.union1d(ties.pairs.first, ties.pairs.second)
    groups = [proposed[ties.group[proposed] == each] for each in np.unique(ties.group[proposed])]
    return [each for each in groups if len(each) >= LEAST_ACCOUNTS and not found[each].all()]


def and_whole_groups(
    kinds: Sequence[Kind], events: Events, ties: Ties, bench: Callable[[], Bench], q: float
) -> tuple[Kind, ...]:
    """Add what the test of whole groups keeps to what tests of pairs kept, where it is asked.

    Args:
        kinds: What tests of pairs kept.
        events: The actions.
        ties: What was proposed and tested pair by pair.
        bench: Makes the ties of each half of the objects; they are needed only where it is asked.
        q: The greatest share of false groups.
    """
    groups = asked_for(events, ties, kinds)
    return (*kinds, pooled(bench(), groups, q)) if groups else tuple(kinds)


def pooled(bench: Bench, groups: Sequence[Whole], q: float) -> Kind:
    """Test groups as wholes; keep the proposed pairs among the members of those that stand out.

    Args:
        bench: The ties, also of each half of the objects.
        groups: The members of each group, from `asked_for`.
        q: The greatest share of false groups.
    """
    tested = [_tested(bench, members) for members in groups]
    p = np.array([max(each.p for each in halves) for halves in tested])
    all_q = false_discovery(p, len(p))
    pairs, test = bench.ties.pairs, bench.ties.timing
    kept, number = np.zeros(len(pairs), bool), np.zeros(len(pairs), np.int64)
    window = np.array([halves[0].window for halves in tested], np.int64)
    for place in np.flatnonzero(all_q <= q):
        members = _staying(tested[place])
        inside = np.isin(pairs.first, members) & np.isin(pairs.second, members)
        inside &= test.count[:, window[place]] > 0
        kept |= inside
        number[inside] = place
    number = number[kept]
    chosen = test.where(kept)
    return Kind(
        name=NAME,
        pairs=PairCounts(pairs.first[kept], pairs.second[kept], pairs.count[kept]),
        test=Timing(
            chosen.count,
            chosen.shared,
            chosen.expected,
            p=p[number],
            window=window[number],
            without_one=np.full(len(number), np.nan),
        ),
        q=all_q[number],
        without_one=np.full(len(number), np.nan),  # it is of pairs, and no pair was kept by itself
        tests=len(groups),
        halves={
            int(bench.ties.group[members[0]]): (halves[0].p, halves[1].p)
            for members, halves in zip(groups, tested, strict=True)
        },
    )


def _staying(halves: tuple[_Half, _Half]) -> Whole:
    """Return the members that are closer to the others than their own pace puts them."""
    members = np.union1d(halves[0].members, halves[1].members)
    above, spread = np.zeros(len(members)), np.zeros(len(members))
    for half in halves:
        places = np.searchsorted(members, half.members)
        above[places] += half.above
        spread[places] += half.spread
    staying = members[above >= _MEMBER_Z * np.sqrt(spread)]
    return staying if len(staying) >= LEAST_ACCOUNTS else staying[:0]


def _tested(bench: Bench, members: Whole) -> tuple[_Half, _Half]:
    """Test a group on each half of the objects by the members that the other half proposes."""
    random = np.random.default_rng([bench.seed, int(members[0])])
    sides = (bench.first_half, ~bench.first_half)
    made = []
    for place in (0, 1):
        pairs = bench.halves[place].pairs
        inside = np.isin(pairs.first, members) & np.isin(pairs.second, members)
        seen = np.union1d(pairs.first[inside], pairs.second[inside])
        found_on = actions_of(bench, seen, sides[place])
        asked_on = actions_of(bench, seen, sides[1 - place])
        made.append(_half(bench, found_on, asked_on, random))
    return made[0], made[1]


def _half(
    bench: Bench, found_on: Actions | None, asked_on: Actions | None, random: np.random.Generator
) -> _Half:
    nobody, nothing = np.zeros(0, np.int64), np.zeros(0)
    if found_on is None or asked_on is None:
        return _Half(1.0, 0, nobody, nothing, nothing)
    window = _telling_window(found_on, bench.windows, random)
    width = bench.windows[window]
    p = 0.0
    for draw in (asked_on.of_their_own, asked_on.of_others):
        p = max(p, _rarity(asked_on, draw, width, random))
        if p > _OPEN:
            return _Half(p, window, nobody, nothing, nothing)
    members, place = np.unique(asked_on.member, return_inverse=True)
    seen = np.bincount(place, asked_on.near(asked_on.delay[None, :], width)[0])
    made = asked_on.near(asked_on.of_their_own(_STAGES[0], random), width)
    counts = np.stack([np.bincount(place, row) for row in made])
    return _Half(p, window, members, seen - counts.mean(axis=0), counts.var(axis=0))


def _telling_window(actions: Actions, windows: Sequence[int], random: np.random.Generator) -> int:
    """Return the window in which a group stands out most from its own pace."""
    drawn_delays = actions.of_their_own(_STAGES[0], random)
    scores = []
    for width in windows:
        seen = actions.close(actions.delay[None, :], width)[0]
        totals = actions.close(drawn_delays, width)
        scores.append(float(seen - totals.mean()) / max(float(totals.std()), 1.0))
    return int(np.argmax(scores))


def _rarity(actions: Actions, draw: Draw, width: int, random: np.random.Generator) -> float:
    """Return how often a null is as close as the group is, with the margin on top."""
    seen = int(actions.close(actions.delay[None, :], width)[0])
    p = 1.0
    for rounds in _STAGES:
        as_large, step = 0, max(1, _PORTION // len(actions.delay))
        for start in range(0, rounds, step):
            delays = draw(min(step, rounds - start), random)
            as_large += int((MARGIN * actions.close(delays, width) >= seen).sum())
        p = (1 + as_large) / (rounds + 1)
        if p > _OPEN:
            break
    return p


def actions_of(bench: Bench, members: Whole, side: Flags) -> Actions | None:
    """Gather what some members did first to the published objects of a half that others shared too.

    Args:
        bench: The events and the counts of each object.
        members: Numbers of the accounts, rising.
        side: Which objects, shape (objects,).

    Returns:
        None where they are too few to be tested, or too many to be one group.
    """
    events = bench.events
    assert events.published is not None
    published = np.flatnonzero(side & (events.published != UNPUBLISHED))
    units = events.units
    account, target = units.codes // events.objects, units.codes % events.objects
    mine = np.isin(account, members)
    number = np.bincount(target[mine], minlength=events.objects)
    outside = bench.ties.crowds.sharers - number
    wanted = np.zeros(events.objects, bool)
    wanted[published] = (number[published] >= 2) & (outside[published] >= OUTSIDERS)
    objects = np.flatnonzero(wanted)
    if (
        len(members) < LEAST_ACCOUNTS
        or len(objects) < _LEAST_OBJECTS
        or number[objects].sum() > _MOST_ACTIONS
    ):
        return None
    rows = np.flatnonzero(wanted[target])
    rows = rows[np.argsort(target[rows], kind="stable")]
    delay = events.at[units.order[units.starts[rows]]] - events.published[target[rows]]
    delay -= min(0, int(delay.min()))
    others = tuple(np.split(delay, np.flatnonzero(np.diff(target[rows])) + 1))
    inside = mine[rows]
    place = np.searchsorted(objects, target[rows[inside]])
    return Actions(account[rows[inside]], place, delay[inside], others)
