"""How evenly reposts spread over those who make them, and how many posts reach how many.

Owns three measures of an account that is reposted. They describe; none of them tests anything.
"""

import numpy as np

from inunison.detect.events import Whole


def gini(counts: Whole) -> float:
    """Return how unequal some counts are: 0 where all are alike, towards 1 where one has all.

    Args:
        counts: At least one count above 0.
    """
    ordered = np.sort(counts).astype(np.float64)
    places = np.arange(1, len(ordered) + 1)
    size, total = len(ordered), float(ordered.sum())
    return float((2 * places - size - 1) @ ordered) / (size * total)


def herfindahl(counts: Whole) -> float:
    """Return the chance that two reposts drawn with return are by one account: 1/n to 1.

    Args:
        counts: Reposts by each account; their sum is above 0.
    """
    shares = counts / counts.sum()
    return float((shares**2).sum())


def repost_h(reposters: Whole) -> int:
    """Return the greatest h so that h posts have h different reposters each (after Hirsch 2005).

    Args:
        reposters: Different reposters of each post, in any order.
    """
    falling = np.sort(reposters)[::-1]
    return int((falling >= np.arange(1, len(falling) + 1)).sum())
