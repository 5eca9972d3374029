"""Null J: do two accounts share more at the same time than their topics and activity explain?

Owns the co-sharing test, which proposes pairs and is no evidence by itself: it says "same
audience", not "same moment". A block of topics produced so many near-simultaneous pairs; had they
fallen on accounts in proportion to activity, this pair would have L of them; it has C.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from inunison.detect.blocks import Blocks
from inunison.detect.crowds import Crowds
from inunison.detect.events import Events, Flags, Real, Whole
from inunison.detect.join import PairCounts
from inunison.detect.significance import false_discovery, poisson_tail

# Accounts with fewer objects can never share enough of them, and pairs with fewer are not tested.
LEAST = 3


@dataclass(frozen=True)
class CoSharing:
    """The test of every pair that shares enough, in the order of the pairs.

    Attributes:
        expected: L of each pair within each window, float64 of shape (p, windows); the mean over
            the blocks of all seeds.
        least: The smallest of them.
        most: The greatest.
        p: Of the best window, corrected for having tried them all, shape (p,).
        q: Of `p` over all pairs of eligible accounts, shape (p,).
        tests: How many pairs those are.
    """

    expected: Real
    least: Real
    most: Real
    p: Real
    q: Real
    tests: int

    def where(self, kept: Flags) -> "CoSharing":
        """Return the tests of some of the pairs; how many tests there were stays."""
        return CoSharing(
            self.expected[kept],
            self.least[kept],
            self.most[kept],
            self.p[kept],
            self.q[kept],
            self.tests,
        )


def activity(events: Events) -> Whole:
    """Return how many different objects each account acted on, int64 of shape (accounts,)."""
    codes = events.units.codes
    counted = np.bincount(codes // max(1, events.objects), minlength=events.accounts)
    return counted.astype(np.int64)


def ladder(count: Whole, p: Real) -> tuple[Real, Whole]:
    """Return one p for each pair, of its best window times the number of windows, and which it is.

    Args:
        count: Objects within each window, shape (p, windows); windows with too few do not count.
        p: The p-value of each window, of the same shape.
    """
    tested = np.where(count >= LEAST, p, 1.0)
    best = tested.argmin(axis=1)
    return np.minimum(1.0, tested.min(axis=1) * count.shape[1]), best


def co_sharing(
    events: Events, pairs: PairCounts, crowds: Crowds, blocks: Sequence[Blocks]
) -> CoSharing:
    """Test pairs against the co-sharing null.

    Args:
        events: The actions.
        pairs: Pairs of accounts with their counts within each window.
        crowds: The counts of each object, within the same windows.
        blocks: The block of each object, once for each seed.
    """
    number = activity(events)
    cap = np.minimum(number[pairs.first], number[pairs.second])[:, None]
    drawn = [np.minimum(_expected(events, pairs, crowds, each), cap) for each in blocks]
    expected = sum(drawn[1:], drawn[0]) / len(drawn)
    p, _ = ladder(pairs.count, poisson_tail(pairs.count, expected))
    eligible = int((number >= LEAST).sum())
    tests = max(eligible * (eligible - 1) // 2, len(p))
    return CoSharing(
        expected=expected,
        least=np.minimum.reduce(drawn),
        most=np.maximum.reduce(drawn),
        p=p,
        q=false_discovery(p, tests),
        tests=tests,
    )


def _expected(events: Events, pairs: PairCounts, crowds: Crowds, blocks: Blocks) -> Real:
    """Return L of each pair within each window under one choice of blocks."""
    held, pace = paced(events, crowds, blocks)
    return np.asarray((held[pairs.first] * held[pairs.second]) @ pace)


def paced(events: Events, crowds: Crowds, blocks: Blocks) -> tuple[Real, Real]:
    """Return what L is made of: L of a pair is the sum over blocks of both holdings times the pace.

    Args:
        events: The actions.
        crowds: The counts of each object.
        blocks: The block of each object.

    Returns:
        How many objects of each block each account acted on, shape (accounts, blocks); and near
        pairs of each block over all its pairs of actions, shape (blocks, windows).
    """
    held = _held(events, blocks)
    totals = held.sum(axis=0)
    space = (totals**2 - (held**2).sum(axis=0)) / 2
    near = np.zeros((blocks.count, crowds.near.shape[1]))
    np.add.at(near, blocks.of_object, crowds.near.astype(np.float64))
    return held, near / np.maximum(space, 1.0)[:, None]


def _held(events: Events, blocks: Blocks) -> Real:
    """Return how many objects of each block each account acted on, shape (accounts, blocks)."""
    codes = events.units.codes
    account, target = codes // max(1, events.objects), codes % max(1, events.objects)
    flat = account * blocks.count + blocks.of_object[target]
    counted = np.bincount(flat, minlength=events.accounts * blocks.count)
    return counted.reshape(events.accounts, blocks.count).astype(np.float64)
