"""Attention: whom reposts lead to, directly and through those who are themselves reposted.

Owns PageRank over the repost network (Page, Brin, Motwani and Winograd 1999), in process, so that
the answer is the same with and without a graph library on the server.
"""

import numpy as np
import numpy.typing as npt

DAMPING = 0.85
_PRECISION = 1e-12
_ROUNDS = 200


def pagerank(
    size: int,
    start: npt.NDArray[np.int64],
    end: npt.NDArray[np.int64],
    weight: npt.NDArray[np.float64],
) -> npt.NDArray[np.float64]:
    """Return the share of attention of each account.

    An account passes its attention on to those it reposts, in proportion to how many different
    posts of each; one that reposts nobody passes it on to all alike.

    Args:
        size: Number of accounts; they are numbered 0 to size - 1.
        start: Who reposted, one entry per edge, sorted by (start, end).
        end: Who was reposted.
        weight: How many different posts.

    Returns:
        float64 of shape (size,), summing to 1, rounded to 12 decimals so that it is the same bytes
        on machines whose last bits differ.
    """
    given = np.bincount(start, weight, size)
    passes = given > 0
    share = weight / given[start]
    attention = np.full(size, 1 / size)
    for _ in range(_ROUNDS):
        idle = float(attention[~passes].sum())
        received = np.bincount(end, share * attention[start], size)
        updated = (1 - DAMPING) / size + DAMPING * (received + idle / size)
        change = float(np.abs(updated - attention).sum())
        attention = updated
        if change < _PRECISION:
            break
    return np.round(attention, 12)
