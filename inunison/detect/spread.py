"""How far texts reach over communities, against as many posters drawn at random.

Owns the spread of an object, the normalised entropy of its posters over communities, and what is
expected of it: as many posters drawn from the distribution of all who post in the trace. A slogan
that everybody says is spread as far as chance says; that is not yet a bridge.
"""

from dataclasses import dataclass

import numpy as np

from inunison.detect.events import Real, Whole
from inunison.detect.significance import false_discovery

ROUNDS = 9_999
# Draws that are held at a time: rounds times communities.
_PORTION = 4_000_000


@dataclass(frozen=True)
class Spread:
    """The spread of each object that two or more accounts of communities posted.

    Attributes:
        object: Number of the object, shape (s,), rising.
        posters: How many accounts of communities posted it.
        communities: How many communities those are of.
        seen: Normalised entropy, 0 (one community) to 1 (evenly over all communities).
        expected: Mean of it over the draws.
        p: ``(1 + as far) / (rounds + 1)``, for reaching farther than chance.
        q: Of `p` over these objects.
    """

    object: Whole
    posters: Whole
    communities: Whole
    seen: Real
    expected: Real
    p: Real
    q: Real


def entropy(counts: Whole) -> Real:
    """Return the normalised entropy of rows of counts.

    Args:
        counts: Posters of each community, int64 of shape (rows, communities), each row above 0
            somewhere.

    Returns:
        float64 of shape (rows,), 0 to 1: divided by the logarithm of the number of communities; 0
        where there is only one.
    """
    if counts.shape[1] < 2:
        return np.zeros(len(counts))
    shares = counts / counts.sum(axis=1, keepdims=True)
    logarithms = np.log(np.where(shares > 0, shares, 1.0))
    held = -(shares * logarithms).sum(axis=1) / np.log(counts.shape[1])
    # Rounded, so that draws equal to what was seen count as equal on every machine.
    return np.asarray(np.round(np.abs(held), 9))


def spreads(target: Whole, community: Whole, seed: int, *, rounds: int = ROUNDS) -> Spread:
    """Test how far each object reaches.

    Args:
        target: Number of the object of each different pair of account and object.
        community: Number of the account's community, from 0; accounts without one are left out by
            the caller.
        seed: Of the draws; objects with as many posters share them.
        rounds: How many draws there are.
    """
    size = int(community.max(initial=-1)) + 1
    objects, place = np.unique(target, return_inverse=True)
    table = np.zeros((len(objects), size), np.int64)
    np.add.at(table, (place, community), 1)
    posters = table.sum(axis=1)
    kept = posters >= 2
    table, objects, posters = table[kept], objects[kept], posters[kept]
    seen = entropy(table) if len(table) else np.zeros(0)
    chance = np.bincount(community, minlength=size) / max(1, len(community))
    expected, p = np.zeros(len(objects)), np.ones(len(objects))
    for count in np.unique(posters).tolist():
        rows = posters == count
        drawn = _drawn(count, chance, np.random.default_rng([seed, count]), rounds)
        expected[rows] = drawn.mean()
        as_far = rounds - np.searchsorted(drawn, seen[rows], "left")
        p[rows] = (1 + as_far) / (rounds + 1)
    reached = (table > 0).sum(axis=1).astype(np.int64)
    q = false_discovery(p, len(p))
    return Spread(objects, posters, reached, seen, np.round(expected, 6), p, q)


def _drawn(count: int, chance: Real, random: np.random.Generator, rounds: int) -> Real:
    """Return the entropy of each draw of so many posters, rising."""
    step = max(1, _PORTION // len(chance))
    parts = [
        entropy(random.multinomial(count, chance, min(step, rounds - start)).astype(np.int64))
        for start in range(0, rounds, step)
    ]
    return np.sort(np.concatenate(parts))
