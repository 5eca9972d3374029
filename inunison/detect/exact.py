"""Exact tails for counts over strata, and what says how far accounts have something in common.

Owns the tails that the tests of hubs and deletions rest on: a hypergeometric count summed over
strata that are never mixed, and a binomial one. Knows no account and no table.
"""

import numpy as np
from scipy import special

from inunison.detect.events import Real, Whole


def stratified_tail(least: int, population: Whole, marked: Whole, drawn: Whole) -> float:
    """Return P(X >= least) for the marked among the drawn, summed over strata.

    In one stratum it is the one-sided test of Fisher (1935); in several their exact conditional
    test (Gart 1970, doi:10.1093/biomet/57.3.471): the counts of the strata are independent, and
    their sum is worked out in full.

    Args:
        least: How many were seen in all strata together.
        population: How many there are in each stratum, int64 of shape (strata,).
        marked: How many of them are marked.
        drawn: How many of them are drawn without being put back.
    """
    mass, lowest = np.ones(1), 0
    for size, held, taken in zip(population.tolist(), marked.tolist(), drawn.tolist(), strict=True):
        floor = max(0, held + taken - size)
        mass = np.convolve(mass, _hypergeometric(size, held, taken, floor))
        lowest += floor
    return min(1.0, float(mass[max(0, least - lowest) :].sum()))


def _hypergeometric(size: int, held: int, taken: int, floor: int) -> Real:
    """Return the chance of each count from the least possible to the greatest."""
    counts = np.arange(floor, min(held, taken) + 1)
    logarithms = (
        _log_choose(held, counts)
        + _log_choose(size - held, taken - counts)
        - _log_choose(size, np.asarray([taken]))
    )
    return np.asarray(np.exp(logarithms))


def _log_choose(total: int, taken: Whole) -> Real:
    return np.asarray(
        special.gammaln(total + 1) - special.gammaln(taken + 1) - special.gammaln(total - taken + 1)
    )


def stratified_mean(population: Whole, marked: Whole, drawn: Whole) -> float:
    """Return how many of the marked are drawn on average, summed over strata.

    Args:
        population: How many there are in each stratum, above 0.
        marked: How many of them are marked.
        drawn: How many of them are drawn.
    """
    return float((marked * drawn / np.maximum(population, 1)).sum())


def binomial_tail(least: int, trials: int, chance: float) -> float:
    """Return P(X >= least) for a binomial X; 1 where least is 0."""
    if least <= 0:
        return 1.0
    if least > trials:
        return 0.0
    return float(special.betainc(least, trials - least + 1, chance))
