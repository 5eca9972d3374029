"""Groups: tested ties that hang together, and whether the network of them has a structure at all.

Owns the step from tied pairs to groups, and what says how firm it is: the agreement of seeded
partitions and the modularity against networks with the same degrees. A small component is a group
as it is; a large one is divided only where its division is stable.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln

from inunison.detect.communities import SEEDS, Ties, leiden, modularity
from inunison.detect.events import Flags, Real, Whole
from inunison.detect.ties import components

# A partition is called stable where its seeds agree this far and chance does not divide as well.
LEAST_AGREEMENT = 0.8
LEAST_Z = 3.0
REWIRINGS = 50
# Below this many accounts a component is not divided.
DIVIDED = 12


@dataclass(frozen=True)
class Structure:
    """How firm the division of a network is.

    Attributes:
        agreement: Mean adjusted mutual information between the partitions of all seeds; 1 where
            they are the same.
        modularity: Of the first partition.
        z: Its distance from the mean modularity of networks with the same degrees, in standard
            deviations; None where those do not vary.
        stable: Whether it may be called a structure.
    """

    agreement: float
    modularity: float
    z: float | None
    stable: bool


def grouped(size: int, first: Whole, second: Whole, weight: Real) -> tuple[Whole, Structure | None]:
    """Gather tied accounts into groups.

    Args:
        size: Number of accounts.
        first: The smaller account of each tie, in key order.
        second: The greater.
        weight: Weight of each tie, above 0.

    Returns:
        Number of the group of each account, from 1 by size, 0 for an account without a tie; and the
        structure of the largest component where that was large enough to be divided, else None.
    """
    tied = np.zeros(size, bool)
    tied[first] = tied[second] = True
    labels = components(size, first, second)
    structure = None
    sizes = np.bincount(labels[tied], minlength=int(labels.max()) + 1 if size else 0)
    for component in np.argsort(-sizes, kind="stable"):
        if sizes[component] < DIVIDED:
            break
        rows = labels[first] == component
        found, divided = structure_of(first[rows], second[rows], weight[rows])
        structure = structure or found
        if found.stable:
            members = np.flatnonzero((labels == component) & tied)
            labels[members] = labels.max() + 1 + divided
    return _numbered(labels, tied), structure


def _numbered(labels: Whole, tied: Flags) -> Whole:
    """Number groups from 1 by size; of two alike, the one with the first account first."""
    number = np.zeros(len(labels), np.int64)
    if not tied.any():
        return number
    _, first, inverse, counts = np.unique(
        labels[tied], return_index=True, return_inverse=True, return_counts=True
    )
    place = np.empty(len(counts), np.int64)
    place[np.lexsort((first, -counts))] = np.arange(1, len(counts) + 1)
    number[tied] = place[inverse]
    return number


def structure_of(first: Whole, second: Whole, weight: Real) -> tuple[Structure, Whole]:
    """Divide one connected network and say how firm the division is.

    Args:
        first: One end of each tie.
        second: The other.
        weight: Weight of each tie.

    Returns:
        The structure, and the part of each account that has a tie, in the order of their numbers.
    """
    accounts, ends = np.unique(np.concatenate((first, second)), return_inverse=True)
    one, other = ends[: len(first)], ends[len(first) :]
    ties = Ties(len(accounts), np.minimum(one, other), np.maximum(one, other), weight)
    runs = [np.unique(leiden(ties, seed), return_inverse=True)[1] for seed in range(SEEDS)]
    agreement = float(np.mean([agreed(runs[a], runs[b]) for a in range(SEEDS) for b in range(a)]))
    found = modularity(ties, runs[0])
    null = [_rewired_modularity(ties, seed) for seed in range(REWIRINGS)]
    spread = float(np.std(null))
    z = (found - float(np.mean(null))) / spread if spread > 0 else None
    stable = agreement >= LEAST_AGREEMENT and z is not None and z >= LEAST_Z
    rounded = None if z is None else round(z, 4)
    return Structure(round(agreement, 6), round(found, 6), rounded, stable), runs[0]


def _rewired_modularity(ties: Ties, seed: int) -> float:
    """Divide a network with the same degrees and weights, but other ends."""
    rewired = rewire(ties, np.random.default_rng(seed))
    return modularity(rewired, leiden(rewired, seed))


def rewire(ties: Ties, random: np.random.Generator) -> Ties:
    """Exchange ends between ties, so that every account keeps its number of ties.

    Ten tries for each tie; an exchange that would tie an account to itself, or two accounts twice,
    is not made (Maslov and Sneppen 2002, doi:10.1126/science.1065103).
    """
    start, end = ties.start.tolist(), ties.end.tolist()
    there = set(zip(start, end, strict=True))
    picks = random.integers(0, len(start), (10 * len(start), 2)).tolist()
    turns = (random.random(len(picks)) < 0.5).tolist()
    for (one, other), turn in zip(picks, turns, strict=True):
        a, b, c, d = start[one], end[one], start[other], end[other]
        if turn:
            c, d = d, c
        new_one, new_other = (min(a, d), max(a, d)), (min(c, b), max(c, b))
        if a == d or c == b or new_one in there or new_other in there or new_one == new_other:
            continue
        there -= {(start[one], end[one]), (start[other], end[other])}
        there |= {new_one, new_other}
        start[one], end[one] = new_one
        start[other], end[other] = new_other
    order = np.lexsort((end, start))
    return Ties(ties.size, np.array(start)[order], np.array(end)[order], ties.weight[order])


def agreed(one: Whole, other: Whole) -> float:
    """Return the adjusted mutual information of two partitions (arithmetic mean of entropies).

    Source: Vinh, Epps and Bailey 2010, Journal of Machine Learning Research 11, 2837-2854.

    Args:
        one: Label of each account, from 0.
        other: Label of each account in the other partition.
    """
    total = len(one)
    table = np.zeros((int(one.max()) + 1, int(other.max()) + 1))
    np.add.at(table, (one, other), 1)
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    filled = table > 0
    shares = table[filled] / total
    outer = np.outer(rows, columns)[filled] / total**2
    information = float((shares * np.log(shares / outer)).sum())
    mean_entropy = (_entropy(rows / total) + _entropy(columns / total)) / 2
    expected = _expected_information(rows, columns, total)
    if mean_entropy - expected < 1e-12:
        return 1.0 if np.array_equal(*_canonical(one, other)) else 0.0
    return (information - expected) / (mean_entropy - expected)


def _canonical(one: Whole, other: Whole) -> tuple[Whole, Whole]:
    """Name the parts of both partitions by their first account."""
    named = [
        np.unique(labels, return_index=True, return_inverse=True)[1:] for labels in (one, other)
    ]
    return tuple(first[inverse] for first, inverse in named)  # type: ignore[return-value]


def _entropy(shares: Real) -> float:
    held = shares[shares > 0]
    return float(-(held * np.log(held)).sum())


def _expected_information(rows: Real, columns: Real, total: int) -> float:
    """Return the mutual information that two random partitions of these sizes have on average."""
    expected = 0.0
    log = gammaln
    for a in rows:
        for b in columns:
            held = np.arange(max(1, a + b - total), min(a, b) + 1)
            chance = (
                log(a + 1)
                + log(b + 1)
                + log(total - a + 1)
                + log(total - b + 1)
                - log(total + 1)
                - log(held + 1)
                - log(a - held + 1)
                - log(b - held + 1)
                - log(total - a - b + held + 1)
            )
            share = held / total * np.log(total * held / (a * b))
            expected += float((share * np.exp(chance)).sum())
    return expected
