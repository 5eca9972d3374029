"""Who is early: ranks of some against those of others, within each stratum, put together.

Owns the test of van Elteren (1960): the rank-sum test of Mann and Whitney in each stratum,
weighted so that strata of every size speak by what they hold. Knows no post and no account.
"""

from dataclasses import dataclass

import numpy as np
from scipy import special

from inunison.detect.events import Flags, Whole


@dataclass(frozen=True)
class Earliness:
    """How early some values are among the others of their strata.

    Attributes:
        z: Standard score of the weighted rank sums; below 0 where they are early; None where no
            stratum holds both sides, or where all values of every stratum are alike.
        p: One-sided, for being early; 1 where there is no score.
        ahead: Chance that one of them comes before one of the others of its stratum, a tie counting
            a half, over all such comparisons; None where there is none.
        strata: How many strata hold both sides.
    """

    z: float | None
    p: float
    ahead: float | None
    strata: int


def van_elteren(value: Whole, inside: Flags, stratum: Whole) -> Earliness:
    """Test whether some values are smaller than the others of their strata.

    Args:
        value: What is ranked, int64 of shape (n,): smaller is earlier.
        inside: Whether a value is one of those that are tested.
        stratum: Number of the stratum of each value; values of different strata are never compared.

    Returns:
        The normal approximation with correction for ties, without one for continuity. In one
        stratum it is the test of Mann and Whitney. Source: van Elteren 1960, Bulletin de l'Institut
        international de statistique 37, 351-361.
    """
    order = np.lexsort((value, stratum))
    value, inside, stratum = value[order], inside[order], stratum[order]
    borders = np.flatnonzero(np.diff(stratum, prepend=stratum[:1] - 1) != 0)
    departure = variance = wins = comparisons = 0.0
    strata = 0
    for start, stop in zip(borders, np.append(borders[1:], len(value)), strict=False):
        mine = inside[start:stop]
        size, count = int(stop - start), int(mine.sum())
        if not 0 < count < size:
            continue
        strata += 1
        ranks, ties = _ranked(value[start:stop])
        held = float(ranks[mine].sum())
        others = size - count
        weight = 1 / (size + 1)
        departure += weight * (held - count * (size + 1) / 2)
        tied = ties / (size * (size - 1))
        variance += weight**2 * count * others / 12 * (size + 1 - tied)
        wins += count * others - (held - count * (count + 1) / 2)
        comparisons += count * others
    if not strata or variance <= 0:
        return Earliness(None, 1.0, round(wins / comparisons, 6) if strata else None, strata)
    z = departure / float(np.sqrt(variance))
    return Earliness(round(z, 6), float(special.ndtr(z)), round(wins / comparisons, 6), strata)


def _ranked(value: Whole) -> tuple[np.ndarray[tuple[int], np.dtype[np.float64]], float]:
    """Return the mean rank of each of some ordered values, and t^3 - t summed over their ties."""
    _, inverse, counts = np.unique(value, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    ranks = (last - (counts - 1) / 2)[inverse]
    return ranks, float((counts.astype(np.float64) ** 3 - counts).sum())
