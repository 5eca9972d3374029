"""How far texts reach over communities, against as many posters drawn at random.

Owns the spread of an object, the normalised entropy of its posters over communities, and what is
expected of it: as many posters drawn from the distribution of all who post in the trace. A slogan
that everybody says is spread as far as chance says; that is not yet a bridge.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from inunison.detect.events import Real, Whole
from inunison.detect.significance import false_discovery
from inunison.machine import cores

ROUNDS = 9_999
# Draws that are held at a time: rounds times communities, or posters where these are fewer.
_PORTION = 1_000_000
# Draws after which it is looked at whether the rest can matter.
_FIRST = 250


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


def entropy(row: Whole, count: Whole, rows: int, communities: int) -> Real:
    """Return the normalised entropy of each row of a table that is given by its cells.

    Args:
        row: Row of each cell that is not 0, every row having one at least.
        count: Posters in each of those cells.
        rows: How many rows there are.
        communities: How many columns there are.

    Returns:
        float64 of shape (rows,), 0 to 1: divided by the logarithm of the number of communities; 0
        where there is only one.
    """
    if communities < 2:
        return np.zeros(rows)
    share = count / np.bincount(row, count, rows)[row]
    held = np.bincount(row, share * np.log(share), rows) / np.log(communities)
    # Rounded, so that draws equal to what was seen count as equal on every machine.
    return np.asarray(np.round(np.abs(held), 9))


def spreads(
    target: Whole, community: Whole, seed: int, *, rounds: int = ROUNDS, level: float = 1.0
) -> Spread:
    """Test how far each object reaches.

    Args:
        target: Number of the object of each different pair of account and object.
        community: Number of the account's community, from 0; accounts without one are left out by
            the caller.
        seed: Of the draws; objects with as many posters share them.
        rounds: How many draws there are.
        level: Only p and q up to it are asked for: where every object with as many posters was
            reached often enough to be above it, no more is drawn. Such a p is 1, such an
            expectation is not known, and a q above the level may be greater than it is.
    """
    size = int(community.max(initial=-1)) + 1
    several = np.bincount(target, minlength=1)[target] >= 2
    objects, place = np.unique(target[several], return_inverse=True)
    cells, count = np.unique(place * max(size, 1) + community[several], return_counts=True)
    row = cells // max(size, 1)
    posters = np.bincount(place, minlength=len(objects)).astype(np.int64)
    seen = entropy(row, count, len(objects), size)
    chance = np.bincount(community, minlength=size) / max(1, len(community))
    expected, p = np.zeros(len(objects)), np.ones(len(objects))
    numbers = np.unique(posters).tolist()

    def draws(number: int) -> Real:
        random = np.random.default_rng([seed, number])
        drawn = np.empty(0)
        for part in _drawn(number, chance, random, rounds):
            drawn = np.concatenate((drawn, part))
            least = float(seen[posters == number].max())
            if np.count_nonzero(drawn >= least) >= level * (rounds + 1):
                break
        return np.sort(drawn)

    with ThreadPoolExecutor(cores()) as pool:  # every number of posters has draws of its own
        for number, drawn in zip(numbers, pool.map(draws, numbers), strict=True):
            if len(drawn) < rounds:  # all of them are above the level
                continue
            alike = posters == number
            expected[alike] = drawn.mean()
            as_far = rounds - np.searchsorted(drawn, seen[alike], "left")
            p[alike] = (1 + as_far) / (rounds + 1)
    reached = np.bincount(row, minlength=len(objects)).astype(np.int64)
    q = false_discovery(p, len(p))
    return Spread(objects, posters, reached, seen, np.round(expected, 6), p, q)


def _drawn(posters: int, chance: Real, random: np.random.Generator, rounds: int) -> Iterator[Real]:
    """Yield the entropy of each draw of so many posters, in portions, the first one small."""
    draw = _many if posters > len(chance) else _few
    step = max(1, _PORTION // min(posters, len(chance)))
    done = 0
    while done < rounds:
        part = min(step if done else min(step, _FIRST), rounds - done)
        yield entropy(*draw(posters, chance, random, part), len(chance))
        done += part


def _many(
    posters: int, chance: Real, random: np.random.Generator, rounds: int
) -> tuple[Whole, Whole, int]:
    """Draw more posters than there are communities: the cells of a table of all of these."""
    table = random.multinomial(posters, chance, rounds)
    row, column = np.nonzero(table)
    return row, table[row, column], rounds


def _few(
    posters: int, chance: Real, random: np.random.Generator, rounds: int
) -> tuple[Whole, Whole, int]:
    """Draw posters one by one: the table would be nearly empty."""
    border = np.cumsum(chance)
    drawn = np.searchsorted(border, random.random((rounds, posters)) * border[-1], "right")
    drawn.sort(axis=1)
    begins = np.ones(drawn.shape, np.bool_)
    begins[:, 1:] = drawn[:, 1:] != drawn[:, :-1]
    places = np.flatnonzero(begins)
    return places // posters, np.diff(places, append=rounds * posters), rounds
