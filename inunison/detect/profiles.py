"""What accounts have in common on their profiles: handles, fields, days of creation.

Owns the rules that read a handle and the counts. Knows no table and makes no finding: everything
here is counted, and held against the other accounts of the collection.
"""

import re
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from inunison.detect.events import Whole
from inunison.detect.exact import binomial_tail
from inunison.detect.significance import poisson_tail

# Digits at the end of a handle that are more than a year or a day.
LONG_SUFFIX = 5
# Letters of a stem that handles must share.
LEAST_STEM = 4
# Changes between letters and digits inside a handle that nobody would choose to remember.
_CHANGES = 4
_DIGITS = re.compile(r"[0-9]+")
_DAY = 86_400_000_000


def looks_random(handle: str) -> bool:
    """Return whether a handle has a long number at its end, or letters and digits in turns."""
    plain = handle.casefold()
    runs = _DIGITS.findall(plain)
    if runs and plain.endswith(runs[-1]) and len(runs[-1]) >= LONG_SUFFIX:
        return True
    kinds = [char.isdigit() for char in plain if char.isalnum()]
    return sum(one != other for one, other in pairwise(kinds)) >= _CHANGES


def stem(handle: str) -> str | None:
    """Return a handle without its digits and underscores at the end; None where little is left."""
    left = handle.casefold().rstrip("0123456789_").strip("_")
    return left if len(left) >= LEAST_STEM else None


@dataclass(frozen=True)
class Shared:
    """A value that several accounts have.

    Attributes:
        value: Which.
        accounts: The accounts that have it, in order.
        known: How many accounts of the set have a value at all.
        others: Accounts outside that have it.
        others_known: Accounts outside that have a value at all.
        expected: How many of the set would have it by their share outside.
        tail: How often as many would, times the values that were looked at; for information.
    """

    value: str
    accounts: tuple[str, ...]
    known: int
    others: int
    others_known: int
    expected: float
    tail: float


def shared_values(
    mine: Mapping[str, str], overall: Mapping[str, int], known: int, *, least: int = 3
) -> tuple[Shared, ...]:
    """Return the values that at least so many accounts of a set have, the rarest outside first.

    Args:
        mine: The value of each account of the set that has one.
        overall: How many accounts have each value, those of the set among them.
        known: How many accounts have a value at all.
        least: Accounts that must have it.
    """
    holders: dict[str, list[str]] = {}
    for uid, value in mine.items():
        if overall[value] >= least:
            holders.setdefault(value, []).append(uid)
    outside, looked_at = known - len(mine), len(set(mine.values()))
    found = []
    for value, held in holders.items():
        count = len(held)
        if count < least:
            continue
        others = overall[value] - count
        # One is added to both, so that what nobody else has is rare and not impossible.
        share = (others + 1) / (outside + 1)
        tail = min(1.0, binomial_tail(count, len(mine), share) * looked_at)
        expected = round(share * len(mine), 6)
        found.append(Shared(value, tuple(sorted(held)), len(mine), others, outside, expected, tail))
    return tuple(sorted(found, key=lambda each: (each.tail, each.value)))


@dataclass(frozen=True)
class Burst:
    """Accounts created within days of one another.

    Attributes:
        start: When the window begins: the first of them, microseconds UTC.
        accounts: Places of the accounts that were created in it, rising.
        expected: How many would be by the share of all others that were.
        tail: How often as many would be, times the windows that were looked at; for information.
    """

    start: int
    accounts: Whole
    expected: float
    tail: float


def creation_burst(created: Whole, members: Whole, days: int) -> Burst | None:
    """Return the window that holds most of the members, the first of several; None of fewer than 2.

    Args:
        created: When each account of the collection was created, microseconds UTC.
        members: Places of the members among them, rising.
        days: Width of the window.
    """
    if len(members) < 2:
        return None
    at = np.sort(created[members])
    width = days * _DAY
    counts = np.searchsorted(at, at + width, "right") - np.arange(len(at))
    start = int(at[counts.argmax()])
    inside = (created >= start) & (created <= start + width)
    belongs = np.zeros(len(created), bool)
    belongs[members] = True
    share = (int((inside & ~belongs).sum()) + 1) / (int((~belongs).sum()) + 1)
    count = int(counts.max())
    # A window starts with a member, who is in it whatever chance does.
    tail = min(1.0, binomial_tail(count - 1, len(members) - 1, share) * len(members))
    accounts = np.flatnonzero(inside & belongs)
    return Burst(start, accounts, round(share * len(members), 6), tail)


# Days on each side that a window of creation is held against.
_AROUND = 90


def creation_bursts(created: Whole, days: int, *, least: int, rare: float) -> tuple[Burst, ...]:
    """Return windows in which many more accounts were created than in the months around.

    Windows that overlap a denser one are left out.

    Args:
        created: When each account of the collection was created, microseconds UTC, in any order.
        days: Width of a window.
        least: Accounts that a window must hold.
        rare: The greatest tail of a window, times the windows that were looked at.
    """
    order = np.argsort(created, kind="stable")
    at, width, around = created[order], days * _DAY, _AROUND * _DAY
    held = np.searchsorted(at, at + width, "right") - np.arange(len(at))
    near = np.searchsorted(at, at + width + around, "right") - np.searchsorted(at, at - around)
    expected = (near - held + 1) * days / (2 * _AROUND)
    # A window starts with an account, which is in it whatever chance does.
    tail = np.minimum(1.0, poisson_tail(held - 1, expected) * len(at))
    likely = np.flatnonzero((held >= least) & (tail <= rare))
    found: list[Burst] = []
    starts: list[int] = []
    for place in likely[np.lexsort((at[likely], -held[likely]))].tolist():
        start = int(at[place])
        after = bisect_left(starts, start)
        if any(abs(start - each) <= width for each in starts[max(0, after - 1) : after + 1]):
            continue
        starts.insert(after, start)
        accounts = np.sort(order[place : place + held[place]])
        mean, chance = round(float(expected[place]), 6), float(tail[place])
        found.append(Burst(start, accounts, mean, chance))
    return tuple(found)
