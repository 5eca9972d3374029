"""How far texts reach over communities, against as many posters drawn at random.

Owns the spread of an object, the normalised entropy of its posters over communities, and what is
expected of it: as many posters drawn from the distribution of all who post in the trace. A slogan
that everybody says is spread as far as chance says; that is not yet a bridge.
"""

from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

import numpy as np

from inunison.detect.events import Flags, Real, Whole
from inunison.detect.significance import false_discovery
from inunison.machine import cores

ROUNDS = 9_999
# Rounds after which it is looked at for the first time whether more can matter; then they double.
_FIRST = 250
# A number of posters is drawn in fewer rounds where these would be more posters in all.
_DRAWN = 40_000_000
# Posters that are held at a time.
_PORTION = 1_000_000
# Entropies that differ by less are alike: they are added up in different orders.
_ALIKE = 2e-9


@dataclass(frozen=True)
class Spread:
    """The spread of each object that two or more accounts of communities posted.

    Attributes:
        object: Number of the object, shape (s,), rising.
        posters: How many accounts of communities posted it.
        communities: How many communities those are of.
        seen: Normalised entropy, 0 (one community) to 1 (evenly over all communities).
        expected: Mean of it over the draws.
        p: ``(1 + as far) / (rounds + 1)``, for reaching farther than chance; of objects with more
            than 4,000 posters the rounds are fewer, so that such a p is never as small.
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
    # Rounded, because the same shares may be added up in another order.
    return np.asarray(np.round(np.abs(held), 9))


def spreads(
    target: Whole, community: Whole, seed: int, *, rounds: int = ROUNDS, level: float = 1.0
) -> Spread:
    """Test how far each object reaches.

    Args:
        target: Number of the object of each different pair of account and object.
        community: Number of the account's community, from 0; accounts without one are left out by
            the caller.
        seed: Of the draws; all objects share them, each looking at as many posters as it has.
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
    draws = _Draws(posters, seen, chance, seed, (rounds, level))
    with ThreadPoolExecutor(cores()) as pool:
        draws.make(pool)
    reached = np.bincount(row, minlength=len(objects)).astype(np.int64)
    q = false_discovery(draws.p, len(draws.p))
    return Spread(objects, posters, reached, seen, np.round(draws.expected, 6), draws.p, q)


class _Draws:
    """How rarely draws reach as far as each object, and how far they reach on average."""

    def __init__(
        self, posters: Whole, seen: Real, chance: Real, seed: int, asked: tuple[int, float]
    ) -> None:
        rounds, self._level = asked
        self._border, self._seed = np.cumsum(chance), seed
        self.p = np.ones(len(posters))
        self.expected = np.zeros(len(posters))
        # The objects by their numbers of posters: where those of each number are.
        self._order = np.argsort(posters, kind="stable")
        self._numbers, first = np.unique(posters[self._order], return_index=True)
        self._bounds = np.append(first, len(posters))
        self._least = seen - _ALIKE
        stops = [0, *(_FIRST << n for n in range(64) if _FIRST << n < rounds), rounds]
        self._waves = list(pairwise(stops))
        enough = np.searchsorted(stops, _DRAWN // np.maximum(self._numbers, 1), "right") - 1
        self._rounds = np.array(stops)[np.maximum(enough, 1)]

    def make(self, pool: Executor) -> None:
        """Draw, for each number of posters as many rounds as it needs."""
        asked = np.arange(len(self._numbers))
        counted = np.zeros(len(self.p), np.int64)
        total = np.zeros(len(self._numbers))
        for begin, end in self._waves:
            asked = asked[self._rounds[asked] >= end]
            if not len(asked):
                return
            numbers = self._numbers[asked]
            step = max(1, _PORTION // int(numbers[-1]))
            parts = [range(at, min(at + step, end)) for at in range(begin, end, step)]
            for found in pool.map(partial(_nested, numbers, self._border, self._seed), parts):
                total[asked] += found.sum(axis=0)
                for column, rows in zip(found.T, map(self._rows, asked.tolist()), strict=True):
                    drawn = np.sort(column)
                    counted[rows] += len(drawn) - np.searchsorted(drawn, self._least[rows], "left")
            asked = asked[self._going_on(asked, counted, total, end)]

    def _going_on(self, asked: Whole, counted: Whole, total: Real, done: int) -> Flags:
        """Keep what is known of numbers that are done; say which of the others may matter yet."""
        more = np.zeros(len(asked), bool)
        for place, number in enumerate(asked.tolist()):
            rows = self._rows(number)
            if done == self._rounds[number]:
                self.p[rows] = (1 + counted[rows]) / (done + 1)
                self.expected[rows] = total[number] / done
            else:
                enough = self._level * (self._rounds[number] + 1)
                more[place] = int(counted[rows].min()) < enough
        return more

    def _rows(self, number: int) -> Whole:
        """Return the objects with one of the numbers of posters."""
        return self._order[self._bounds[number] : self._bounds[number + 1]]


def _nested(numbers: Whole, border: Real, seed: int, rounds: range) -> Real:
    """Return the normalised entropy of the first posters of some rounds.

    A poster of a community that has j already adds ``(j + 1) ln(j + 1) - j ln(j)`` to the sum that
    the entropy is made of, so one pass over a round answers for every number of posters.

    Args:
        numbers: How many posters are looked at, each 2 or more, rising.
        border: How often a poster is of a community or one before it; rising to 1.
        seed: Of the draws.
        rounds: Which rounds; a longer one begins with the posters of a shorter one.

    Returns:
        float64 of shape (rounds, numbers).
    """
    size, bits = int(numbers[-1]), int(numbers[-1]).bit_length()
    if len(border) == 1:
        return np.zeros((len(rounds), len(numbers)))
    uniform = [np.random.default_rng((seed, each)).random(size) for each in rounds]
    drawn = np.searchsorted(border, np.stack(uniform) * border[-1], "right")
    order = (drawn << bits) | np.arange(size)
    order.sort(axis=1)  # by community, then in the order of drawing
    of_community, place = order >> bits, order & ((1 << bits) - 1)
    begins = np.zeros(order.shape, np.int64)
    begins[:, 1:] = np.where(of_community[:, 1:] != of_community[:, :-1], np.arange(1, size), 0)
    already = np.arange(size) - np.maximum.accumulate(begins, axis=1)
    level = np.arange(size + 1) * np.log(np.maximum(np.arange(size + 1), 1))
    added = np.empty(order.shape)
    np.put_along_axis(added, place, np.diff(level)[already], axis=1)
    total = np.cumsum(added, axis=1)[:, numbers - 1]
    return np.asarray((np.log(numbers) - total / numbers) / np.log(len(border)))
