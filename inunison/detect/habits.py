"""When accounts post: silence before they act, and the hours of their days.

Owns the arithmetic over instants alone. Hours are of UTC: a time zone is never guessed.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from inunison.detect.events import Real, Whole

ROUNDS = 999
DORMANT_DAYS = 90
# The length of a night.
QUIET_HOURS = 6
_DAY = 86_400_000_000
_HOUR = 3_600_000_000


def silences(at: Whole, account: Whole) -> Whole:
    """Return the places of the posts that ended a long silence, rising.

    The first post that is known of an account ends no silence: nobody knows what it did before.

    Args:
        at: Instants of posts, microseconds UTC, in the order of account and instant.
        account: Number of the account of each.
    """
    silent = (np.diff(account) == 0) & (np.diff(at) >= DORMANT_DAYS * _DAY)
    return np.flatnonzero(silent) + 1


def awakenings(at: Whole, ended: Whole, period: tuple[int, int]) -> Whole:
    """Return those of the posts that ended a long silence which fall into a period, rising.

    Args:
        at: As for `silences`.
        ended: What that returned.
        period: Begin and end, microseconds UTC, both included.
    """
    return ended[(at[ended] >= period[0]) & (at[ended] <= period[1])]


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
class Hours:
    """The hours of the accounts that posted often enough.

    Attributes:
        account: Their numbers, rising, int64 of shape (n,).
        counts: Posts of each in each hour of the day (UTC), int64 of shape (n, 24).
        unit: The same as vectors of length 1.
    """

    account: Whole
    counts: Whole
    unit: Real

    @classmethod
    def of(cls, counts: Whole, least: int = 1) -> "Hours":
        """Return the hours of the accounts with so many posts at least, 1 or more.

        Args:
            counts: Posts of each account in each hour, shape (accounts, 24).
            least: How many.
        """
        account = np.flatnonzero(counts.sum(axis=1) >= least)
        counts = counts[account]
        lengths = np.sqrt((counts.astype(np.float64) ** 2).sum(axis=1, keepdims=True))
        return cls(account, counts, counts / lengths)

    def places(self, accounts: Whole) -> Whole:
        """Return the places of those of some accounts that are among these, in their order."""
        places = np.searchsorted(self.account, accounts)
        held = places < len(self.account)
        held[held] = self.account[places[held]] == accounts[held]
        return places[held]


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


def alike(hours: Hours, members: Whole, seed: int) -> Alike:
    """Hold the hours of some accounts against those of as many others.

    Args:
        hours: Of all accounts.
        members: Places of two accounts or more; there are as many others at least.
        seed: Of the draws; as many members among as many others share them.
    """
    unit = hours.unit
    others = np.delete(np.arange(len(unit)), members)
    seen = _mean_cosine(unit[members].sum(axis=0), len(members))
    totals = np.zeros((ROUNDS, unit.shape[1]))
    for chosen in _draws(len(others), len(members), seed):
        totals += unit[others[chosen]]
    drawn = np.array([_mean_cosine(total, len(members)) for total in totals])
    as_much = int((drawn >= seen - 1e-12).sum())
    return Alike(round(seen, 6), round(float(drawn.mean()), 6), (1 + as_much) / (ROUNDS + 1))


@lru_cache(maxsize=8)
def _draws(others: int, size: int, seed: int) -> npt.NDArray[np.int32]:
    """Return sets drawn from so many others, int32 of shape (size, rounds): one a column."""
    random = np.random.default_rng(seed)
    sets = np.empty((ROUNDS, size), np.int32)
    for row in sets:
        row[:] = random.choice(others, size, replace=False)
    return np.ascontiguousarray(sets.T)


def _mean_cosine(total: Real, size: int) -> float:
    """Return the mean cosine between two of so many vectors of length 1, by their sum."""
    return float((total @ total - size) / (size * (size - 1)))
