"""When accounts post: silence before they act, and the hours of their days.

Owns the arithmetic over instants alone. Hours are of UTC: a time zone is never guessed.
"""

from dataclasses import dataclass

import numpy as np

from inunison.detect.events import Flags, Real, Whole

ROUNDS = 999
DORMANT_DAYS = 90
# The length of a night.
QUIET_HOURS = 6
_DAY = 86_400_000_000
_HOUR = 3_600_000_000


def awakenings(at: Whole, account: Whole, period: tuple[int, int]) -> Whole:
    """Return the places of the posts that ended a long silence within a period, rising.

    The first post that is known of an account ends no silence: nobody knows what it did before.

    Args:
        at: Instants of posts, microseconds UTC, in the order of account and instant.
        account: Number of the account of each.
        period: Begin and end, microseconds UTC, both included.
    """
    silent = (np.diff(account) == 0) & (np.diff(at) >= DORMANT_DAYS * _DAY)
    ends = at[1:]
    return np.flatnonzero(silent & (ends >= period[0]) & (ends <= period[1])) + 1


def woken(at: Whole, account: Whole, size: int, period: tuple[int, int]) -> Flags:
    """Return which accounts were silent for long and then posted within a period, shape (size,).

    Args:
        at: Instants of posts, microseconds UTC, in the order of account and instant.
        account: Number of the account of each.
        size: How many accounts there are.
        period: Begin and end, microseconds UTC, both included.
    """
    found = np.zeros(size, bool)
    found[account[awakenings(at, account, period)]] = True
    return found


def hour_counts(at: Whole, account: Whole, size: int) -> Whole:
    """Return how many posts of each account fall into each hour of the day, shape (size, 24)."""
    counted = np.bincount(account * 24 + at % _DAY // _HOUR, minlength=size * 24)
    return counted.reshape(size, 24).astype(np.int64)


def quietest(counts: Whole) -> tuple[int, float]:
    """Return when the six quietest hours in a row begin, and the share of posts within them.

    Args:
        counts: Posts in each hour of the day, shape (24,), not all 0.
    """
    around = np.concatenate((counts, counts[: QUIET_HOURS - 1]))
    sums = np.convolve(around, np.ones(QUIET_HOURS, np.int64), "valid")
    begins = int(sums.argmin())
    return begins, float(sums[begins] / counts.sum())


@dataclass(frozen=True)
class Alike:
    """How alike the hours of some accounts are.

    Attributes:
        seen: Mean cosine between the hours of two of them, 0 to 1.
        expected: Its mean over sets of as many other accounts.
        tail: How often such a set is as much alike; for information.
    """

    seen: float
    expected: float
    tail: float


def alike(counts: Whole, members: Whole, random: np.random.Generator) -> Alike:
    """Hold the hours of some accounts against those of as many others.

    Args:
        counts: Posts of each account in each hour, shape (accounts, 24), none all 0.
        members: Numbers of two accounts or more; there are as many others at least.
        random: The source of chance.
    """
    lengths = np.sqrt((counts.astype(np.float64) ** 2).sum(axis=1, keepdims=True))
    unit = counts / lengths
    others = np.setdiff1d(np.arange(len(counts)), members)
    seen = _mean_cosine(unit[members])
    drawn = np.array(
        [
            _mean_cosine(unit[random.choice(others, len(members), replace=False)])
            for _ in range(ROUNDS)
        ]
    )
    as_much = int((drawn >= seen - 1e-12).sum())
    return Alike(round(seen, 6), round(float(drawn.mean()), 6), (1 + as_much) / (ROUNDS + 1))


def _mean_cosine(unit: Real) -> float:
    total = unit.sum(axis=0)
    size = len(unit)
    return float((total @ total - size) / (size * (size - 1)))
