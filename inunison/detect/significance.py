"""Tails of distributions, false discovery and effect sizes: what turns counts into p and q.

Owns the arithmetic alone. It knows no pair, no window and no null model; whoever calls it says what
was expected. Every tail is P(X >= x): what chance does at least as much.
"""

import numpy as np
import numpy.typing as npt
from scipy import special

Real = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]


def poisson_tail(least: Whole, mean: Real) -> Real:
    """Return P(X >= least) for a Poisson X, elementwise; 1 where least is 0."""
    tail = special.gammainc(np.maximum(least, 1), mean)
    return np.asarray(np.where(least > 0, tail, 1.0))


def hypergeometric_tail(least: int, population: int, marked: int, drawn: int) -> float:
    """Return P(X >= least) for the marked among the drawn (Tumminello et al. 2011).

    Args:
        least: How many were seen.
        population: How many there are.
        marked: How many of them are marked.
        drawn: How many are drawn without being put back.

    Source: doi:10.1371/journal.pone.0017994.
    """
    values = np.arange(max(least, 0, drawn + marked - population), min(marked, drawn) + 1)
    logarithms = (
        _log_choose(marked, values)
        + _log_choose(population - marked, drawn - values)
        - _log_choose(population, np.asarray(drawn))
    )
    return min(1.0, float(np.exp(logarithms).sum()))


def _log_choose(total: int, taken: npt.NDArray[np.int64]) -> Real:
    return np.asarray(
        special.gammaln(total + 1) - special.gammaln(taken + 1) - special.gammaln(total - taken + 1)
    )


def poisson_binomial_tail(least: Whole, chances: Real) -> Real:
    """Return P(X >= least) for sums of independent unequal chances, exactly.

    Args:
        least: What each sum must reach, shape (p,).
        chances: The chances of each sum, shape (p, n); 0 where a sum has fewer.

    Returns:
        float64 of shape (p,). The cost is p * n * n.
    """
    rows, terms = chances.shape
    mass = np.zeros((rows, terms + 1))
    mass[:, 0] = 1.0
    for term in range(terms):
        chance = chances[:, term, None]
        mass[:, 1 : term + 2] = mass[:, 1 : term + 2] * (1 - chance) + mass[:, : term + 1] * chance
        mass[:, 0] *= 1 - chance[:, 0]
    reached = np.arange(terms + 1)[None, :] >= least[:, None]
    return np.asarray(np.minimum(1.0, (mass * reached).sum(axis=1)))


def false_discovery(p: Real, tests: int, *, dependent: bool = False) -> Real:
    """Return the q of each p: the share of false findings among those at least as strong.

    Args:
        p: The p-values that were computed, in any order.
        tests: How many tests there were; those without a p-value count as p = 1.
        dependent: Hold under any dependence (Benjamini and Yekutieli 2001,
            doi:10.1214/aos/1013699998) instead of under positive dependence (Benjamini and
            Hochberg 1995, doi:10.1111/j.2517-6161.1995.tb02031.x).

    Raises:
        ValueError: There are more p-values than tests.
    """
    if tests < len(p):
        raise ValueError(f"{len(p)} p-values cannot come from {tests} tests")
    if not len(p):
        return np.zeros(0)
    order = np.argsort(p, kind="stable")
    factor = float(np.sum(1.0 / np.arange(1, tests + 1))) if dependent else 1.0
    stepped = p[order] * (tests * factor) / np.arange(1, len(p) + 1)
    lowest = np.minimum.accumulate(stepped[::-1])[::-1]
    q = np.empty(len(p))
    q[order] = np.minimum(lowest, 1.0)
    return q


def ratio_interval(seen: int, expected: float) -> tuple[float, float, float]:
    """Return seen over expected and its exact 95 % interval for a Poisson count (Garwood 1936).

    Args:
        seen: The count.
        expected: What chance would have produced, above 0.

    Returns:
        ``(seen + 0.5) / (expected + 0.5)``, the lower and the upper bound of seen / expected.
        Source of the interval: doi:10.1093/biomet/28.3-4.437.
    """
    lower = float(special.gammaincinv(seen, 0.025)) if seen else 0.0
    upper = float(special.gammaincinv(seen + 1, 0.975))
    return (seen + 0.5) / (expected + 0.5), lower / expected, upper / expected


def disparity(weight: Real, strength: Real, degree: Whole) -> Real:
    """Return how often a tie this heavy arises where an account spreads its strength at random.

    For drawing only: it tests no co-sharing (Serrano, Boguna and Vespignani 2009,
    doi:10.1073/pnas.0808904106). Arguments are elementwise: the weight of the tie, the sum of the
    weights of one end, and how many ties that end has.
    """
    return np.asarray((1 - weight / strength) ** (degree - 1))
