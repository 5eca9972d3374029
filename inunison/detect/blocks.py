"""Blocks: the coarse topics of a collection, within which everybody has the same chance to meet.

Owns the strata of the co-sharing null. They must be large: a small community would be its own
baseline and could never stand out of it. So communities of the network of accounts and objects are
merged into the large one that their accounts share most with, and never pooled as "others".
"""

from dataclasses import dataclass

import numpy as np

from inunison.detect.communities import Ties, leiden
from inunison.detect.events import Events, Whole

# Below these a community is too small to be a block of its own.
LEAST_SHARE = 0.03
LEAST_OBJECTS = 200


@dataclass(frozen=True)
class Blocks:
    """Which block each object belongs to.

    Attributes:
        of_object: int64 of shape (objects,), from 0 to count - 1.
        count: How many blocks there are, 1 at least.
    """

    of_object: Whole
    count: int


def found_blocks(events: Events, seed: int) -> Blocks:
    """Find blocks in the events themselves, by one seeded partition of accounts and objects.

    Args:
        events: The actions.
        seed: Of the partition.
    """
    codes = np.unique(events.incidence())
    account, target = codes // max(1, events.objects), codes % max(1, events.objects)
    ties = Ties(
        events.accounts + events.objects,
        account,
        target + events.accounts,
        np.ones(len(codes)),
    )
    if not len(codes):
        return Blocks(np.zeros(events.objects, np.int64), 1)
    _, labels = np.unique(leiden(ties, seed), return_inverse=True)
    merged = _merged(labels, account, target, events.accounts)
    _, of_object = np.unique(merged[labels[events.accounts :]], return_inverse=True)
    return Blocks(of_object, int(of_object.max()) + 1)


def _merged(labels: Whole, account: Whole, target: Whole, accounts: int) -> Whole:
    """Return the large community that each community belongs to: itself where it is large."""
    size = int(labels.max()) + 1
    active = np.unique(account)
    members = np.bincount(labels[active], minlength=size)
    things = np.bincount(labels[accounts + np.unique(target)], minlength=size)
    large = (members >= LEAST_SHARE * len(active)) & (things >= LEAST_OBJECTS)
    if not large.any():
        return np.zeros(size, np.int64)
    ends = labels[account] * size + labels[accounts + target]
    pairs, counts = np.unique(ends, return_counts=True)
    one, other = pairs // size, pairs % size
    total = np.bincount(labels[accounts + target], minlength=size).astype(np.float64)
    best = np.full(size, int(np.argmax(np.where(large, total, -1))), np.int64)
    # Shares of its accounts in each large block, and of the block's accounts in its objects,
    # measured against the size of the block.
    affinity: dict[int, dict[int, float]] = {}
    for start, end, count in zip(one.tolist(), other.tolist(), counts.tolist(), strict=True):
        for small, block in ((start, end), (end, start)):
            if large[block] and not large[small]:
                held = affinity.setdefault(small, {})
                held[block] = held.get(block, 0.0) + count / total[block]
    for small, held in affinity.items():
        best[small] = max(held, key=lambda block: (held[block], -block))
    best[large] = np.flatnonzero(large)
    return best
