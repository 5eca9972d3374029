"""Floors: the same collection with what is tested shuffled away, for what the tests find in it.

Owns the two permutations, which answer two questions and are never exchanged. The label floor
shuffles which accounts acted, within blocks of topics; the time floor shuffles when they acted,
within each object that has enough sharers for times to mean something. Tests nothing itself.
"""

from itertools import pairwise

import numpy as np

from inunison.detect.blocks import Blocks
from inunison.detect.events import Events, Whole
from inunison.detect.timing import OUTSIDERS

_ROUNDS = 50


def shuffled_labels(events: Events, blocks: Blocks, random: np.random.Generator) -> Events:
    """Exchange accounts between events of one block; times and sharers per object stay.

    How much each account did in each block stays too. An account that would act on one object twice
    more often than before is exchanged once more; the few that remain after many rounds stay.
    """
    account = events.account.copy()
    block = blocks.of_object[events.object]
    order = np.argsort(block, kind="stable")
    borders = np.searchsorted(block[order], np.arange(blocks.count + 1))
    parts = [order[start:stop] for start, stop in pairwise(borders)]
    for rows in parts:
        account[rows] = account[random.permutation(rows)]
    for _ in range(_ROUNDS):
        wrong = _repeated(account, events.object, events.objects)
        if not len(wrong):
            break
        for row in wrong:
            part = parts[block[row]]
            other = part[random.integers(len(part))]
            account[row], account[other] = account[other], account[row]
    return Events.gathered(
        account,
        events.object,
        events.at,
        sizes=(events.accounts, events.objects),
        published=events.published,
        side=events.side,
    )


def _repeated(account: Whole, objects: Whole, size: int) -> Whole:
    """Return the rows that repeat an account on an object."""
    codes = account * size + objects
    order = np.argsort(codes, kind="stable")
    again = np.concatenate(([False], np.diff(codes[order]) == 0))[: len(order)]
    return order[again]


def shuffled_times(events: Events, random: np.random.Generator) -> Events:
    """Exchange instants between the events of each object that has enough sharers.

    Where only a few accounts hold an object a shuffle would change nothing, so it is left alone.
    """
    codes = events.units.codes
    sharers = np.bincount(codes % max(1, events.objects), minlength=events.objects)
    at = events.at.copy()
    rows = np.flatnonzero((sharers > OUTSIDERS)[events.object])
    shuffled = rows[np.lexsort((random.random(len(rows)), events.object[rows]))]
    at[rows] = events.at[shuffled]
    return Events.gathered(
        events.account,
        events.object,
        at,
        sizes=(events.accounts, events.objects),
        published=events.published,
        side=events.side,
    )
