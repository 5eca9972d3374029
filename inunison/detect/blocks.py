"""Blocks: the coarse topics of a collection, within which everybody has the same chance to meet.

Owns the strata of the co-sharing null. They must be large: a small community would be its own
baseline and could never stand out of it. So communities of the network of accounts and objects are
merged into the large one that they share most with, and never pooled as "others". An object is of
the block that most of its sharers are of.
"""

from dataclasses import dataclass

import numpy as np

from inunison.detect.communities import Ties, leiden
from inunison.detect.events import Events, Flags, Whole, commonest

# Below these a community is too small to be a block of its own.
LEAST_SHARE = 0.03
LEAST_OBJECTS = 200
# Incidences that communities are found in; a larger collection is sampled by whole objects.
SAMPLED = 100_000
# An object that takes more than one of so many of them is no topic.
CROWD = 20


@dataclass(frozen=True)
class Blocks:
    """Which block each object belongs to.

    Attributes:
        of_object: int64 of shape (objects,), from 0 to count - 1.
        count: How many blocks there are, 1 at least.
    """

    of_object: Whole
    count: int


def found_blocks(events: Events, seed: int, *, sampled: int = SAMPLED) -> Blocks:
    """Find blocks in the events themselves, by one seeded partition of accounts and objects.

    Args:
        events: The actions.
        seed: Of the sample and of the partition.
        sampled: How many incidences the partition looks at, about.
    """
    codes = events.units.codes
    objects = max(1, events.objects)
    account, target = codes // objects, codes % objects
    if not len(codes):
        return Blocks(np.zeros(events.objects, np.int64), 1)
    labels = _communities(account, target, events, seed, sampled)
    large = _large(labels, commonest(labels[account], target, objects))
    if not large.any():
        return Blocks(np.zeros(events.objects, np.int64), 1)
    label = labels[account]
    of_large = commonest(np.where(large[label] & (label >= 0), label, -1), target, objects)
    home = _homes(label, target, of_large, large)
    voted = commonest(np.where(label >= 0, home[label], -1), target, objects)
    biggest = int(np.bincount(voted[voted >= 0]).argmax())
    _, of_object = np.unique(np.where(voted >= 0, voted, biggest), return_inverse=True)
    return Blocks(of_object, int(of_object.max()) + 1)


def _communities(account: Whole, target: Whole, events: Events, seed: int, sampled: int) -> Whole:
    """Return the community of each account, from 0; -1 for an account outside of the sample."""
    held = np.bincount(target, minlength=events.objects)
    # what one alone shares ties nobody, and what a crowd shares ties everybody: neither is a topic
    held[(held < 2) | (held > sampled // CROWD)] = 0
    order = np.random.default_rng(seed).permutation(events.objects)
    within = np.cumsum(held[order]) <= sampled
    chosen = np.zeros(events.objects, bool)
    chosen[order[within]] = True
    chosen &= held > 0
    rows = chosen[target]
    seen, member = np.unique(account[rows], return_inverse=True)
    things, thing = np.unique(target[rows], return_inverse=True)
    labels = np.full(events.accounts, -1, np.int64)
    if len(seen):
        size = len(seen) + len(things)
        ties = Ties(size, member, thing + len(seen), np.ones(len(member)))
        _, labels[seen] = np.unique(leiden(ties, seed)[: len(seen)], return_inverse=True)
    return labels


def _large(labels: Whole, won: Whole) -> Flags:
    """Return which communities have enough accounts and objects to be a block."""
    size = int(labels.max()) + 1
    members = np.bincount(labels[labels >= 0], minlength=size)
    things = np.bincount(won[won >= 0], minlength=size)
    return np.asarray((members >= LEAST_SHARE * members.sum()) & (things >= LEAST_OBJECTS))


def _homes(label: Whole, target: Whole, won: Whole, large: Flags) -> Whole:
    """Return the block of each community: itself, or the large one whose objects it shares most.

    What it shares is held against the size of the block; of equals the first one is taken. One that
    shares nothing with any goes to the largest.
    """
    size, chosen = len(large), np.flatnonzero(large)
    column = np.full(size + 1, -1, np.int64)  # the last place answers for -1
    column[chosen] = np.arange(len(chosen))
    block = column[won[target]]
    total = np.bincount(block[block >= 0], minlength=len(chosen))
    rows = (label >= 0) & (block >= 0)
    codes = label[rows] * len(chosen) + block[rows]
    shared = np.bincount(codes, minlength=size * len(chosen)).reshape(size, len(chosen))
    affinity = shared / np.maximum(total, 1)
    affinity[:, int(total.argmax())] += 1e-12
    home = chosen[affinity.argmax(axis=1)]
    home[chosen] = chosen
    return np.asarray(home, np.int64)
