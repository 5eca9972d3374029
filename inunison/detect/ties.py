"""Ties: from events to the pairs that acted together at the same moment beyond expectation.

Owns the order of the pair tests and what is settled before the first of them: windows, eligible
accounts, how many tests there are. J proposes pairs, S* tests them. Knows no trace and no file.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from inunison.detect.blocks import Blocks, found_blocks
from inunison.detect.calibration import Calibration, calibration
from inunison.detect.cosharing import LEAST, CoSharing, activity, co_sharing
from inunison.detect.crowds import Crowds, crowds
from inunison.detect.events import Events, Flags, Real, Whole, portioned
from inunison.detect.join import PairCounts, windowed_pairs
from inunison.detect.significance import false_discovery
from inunison.detect.timing import OUTSIDERS, Timing, outsiders_of, timing_tests
from inunison.machine import cores

Q = 0.01
# Partitions into blocks that every expectation is the mean of.
SEEDS = 10
# Pairs of sharers that are counted one by one; above it their number is bounded instead.
_COUNTABLE = 200_000_000
# Of these, how many are looked at in one go: what it holds in memory.
_PORTION = 8_000_000


@dataclass(frozen=True)
class Ties:
    """The proposed pairs with both tests, in the order of the pairs.

    Attributes:
        pairs: The pairs that J proposes, with their counts.
        sharing: J's expectation, p and q of those pairs.
        group: Number of the component of proposed pairs that each account is in, shape (accounts,).
        timing: S* on objects with enough other sharers.
        exclusive: S* on the others.
        timing_q: Its q over `tests`.
        exclusive_q: Its q over `tests`.
        tests: How many pairs of eligible accounts share enough objects, at any time; never less.
        eligible: How many accounts acted on enough objects.
        crowds: The counts of each object.
        blocks: The blocks of each seed.
        calibration: How well J describes the collection.
    """

    pairs: PairCounts
    sharing: CoSharing
    group: Whole
    timing: Timing
    exclusive: Timing
    timing_q: Real
    exclusive_q: Real
    tests: int
    eligible: int
    crowds: Crowds
    blocks: list[Blocks]
    calibration: Calibration

    def tested_on(self, events: Events, test: str, account: int) -> Flags:
        """Return the objects that a test of an account's ties looks at, shape (objects,).

        Args:
            events: The actions that the ties are of.
            test: "exclusive" for objects with too few sharers outside of the account's component;
                any other name for those with enough.
            account: Which account; all of its component give the same.
        """
        outside = outsiders_of(events, self.crowds, self.group, int(self.group[account]))
        enough = outside >= OUTSIDERS
        return ~enough if test == "exclusive" else enough


def find_ties(events: Events, windows: Sequence[int], *, seed: int = 0, q: float = Q) -> Ties:
    """Test all pairs of accounts.

    Args:
        events: The actions.
        windows: Widths in microseconds, rising.
        seed: Of the blocks.
        q: Share of false pairs among those that J proposes.
    """
    pairs = windowed_pairs(events, windows, least=LEAST)
    counted = crowds(events, windows)
    blocks = seeded_blocks(events, seed)
    sharing = co_sharing(events, pairs, counted, blocks)
    kept = sharing.q <= q
    proposed = PairCounts(pairs.first[kept], pairs.second[kept], pairs.count[kept])
    chosen = sharing.where(kept)
    group = components(events.accounts, proposed.first, proposed.second)
    timing, exclusive = timing_tests(events, proposed, group, counted, windows)
    tests = max(pairs_sharing_enough(events, counted), len(proposed))
    eligible = int((activity(events) >= LEAST).sum())
    inside = len(np.union1d(proposed.first, proposed.second))
    saturation = inside / eligible if eligible else 0.0
    return Ties(
        pairs=proposed,
        sharing=chosen,
        group=group,
        timing=timing,
        exclusive=exclusive,
        timing_q=false_discovery(timing.p, tests),
        exclusive_q=false_discovery(exclusive.p, tests),
        tests=tests,
        eligible=eligible,
        crowds=counted,
        blocks=blocks,
        calibration=calibration(events, counted, blocks, saturation),
    )


def seeded_blocks(events: Events, seed: int) -> list[Blocks]:
    """Find blocks under each of `SEEDS` seeds that follow from one."""
    with ThreadPoolExecutor(cores()) as pool:
        seeds = range(seed * SEEDS, (seed + 1) * SEEDS)
        return list(pool.map(lambda each: found_blocks(events, each), seeds))


def components(size: int, first: Whole, second: Whole) -> Whole:
    """Number the connected components of a network, by the first account in each.

    Args:
        size: Number of accounts.
        first: One end of each tie.
        second: The other.

    Returns:
        int64 of shape (size,), from 0; an account without a tie is a component by itself.
    """
    if not len(first):
        return np.arange(size)
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    ones = np.ones(len(first), np.int8)
    _, labels = connected_components(coo_matrix((ones, (first, second)), (size, size)), False)
    return np.asarray(labels, np.int64)


def pairs_sharing_enough(events: Events, counted: Crowds) -> int:
    """Return how many pairs of eligible accounts share at least `LEAST` objects at any time.

    Where counting them would take too long it is the least of two bounds, which is never fewer:
    tests that are counted too many make a q larger, never smaller.
    """
    number = activity(events)
    eligible = number >= LEAST
    codes = np.unique(events.incidence())
    objects = max(1, events.objects)
    account, target = codes // objects, codes % objects
    kept = eligible[account]
    sharers = np.bincount(target[kept], minlength=objects).astype(np.int64)
    written = int((sharers * (sharers - 1) // 2).sum())
    everybody = int(eligible.sum()) * (int(eligible.sum()) - 1) // 2
    if written > _COUNTABLE:
        return min(everybody, written // LEAST)
    return _counted_pairs(account[kept], target[kept], events)


def _counted_pairs(account: Whole, target: Whole, events: Events) -> int:
    """Count the pairs that share enough, account after account, by one sparse product."""
    from scipy.sparse import csr_matrix

    table = csr_matrix(
        (np.ones(len(account), np.int32), (account, target)), (events.accounts, events.objects)
    )
    turned = table.T.tocsr()
    work = np.diff(table.indptr) > 0
    reach = np.bincount(account, np.diff(turned.indptr)[target], events.accounts).astype(np.int64)
    found = 0
    for part in portioned(reach, _PORTION):
        if work[part].any():
            shared = table[part] @ turned
            found += int((shared.data >= LEAST).sum())
    # Each pair was counted from both ends, and each account with itself.
    alone = int((np.diff(table.indptr) >= LEAST).sum())
    return (found - alone) // 2
