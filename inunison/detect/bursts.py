"""One text, many mouths: several accounts say the same within minutes, and how rare that is here.

Owns the burst of a text and its base rate. Pairs need three shared objects, so the plainest case,
one sentence by three accounts minutes apart, can never be a pair; here the text is the unit. It is
held against all texts of its cell (link or not, reply or not, length, language), texts that were
said once among them, and without those that share two or more of its accounts: a large group would
hide itself.
"""

from dataclasses import dataclass

import numpy as np

from inunison.detect.events import Events, Flags, Real, Whole, expanded
from inunison.detect.significance import false_discovery, poisson_tail

WINDOW_S = 600
LEAST_ACCOUNTS = 3
# With fewer texts of its cell there is nothing to hold a burst against.
LEAST_COMPARED = 50
GREATEST_RATE = 0.01
GREATEST_TEMPO = 0.01
# So many others make a text one that many say, with a pace of its own. Of fewer the base rate tells
# enough: it is made of texts that few say.
MANY = 10


@dataclass(frozen=True)
class Texts:
    """What is known of each text, in the order of the object numbers.

    Attributes:
        cell: Number of the cell, int64 of shape (objects,).
        linked: Whether a post that says it holds a link.
        generic: Whether it says too little, or is said everywhere.
    """

    cell: Whole
    linked: Flags
    generic: Flags


@dataclass(frozen=True)
class Bursts:
    """Texts that at least `LEAST_ACCOUNTS` accounts said within the window, most accounts first.

    Attributes:
        object: Number of the text, shape (b,).
        accounts: Different accounts within the window, at its densest.
        start: When that window begins, microseconds UTC.
        as_many: Compared texts that as many accounts said within the window.
        compared: Texts of the cell that it is held against.
        rate: ``(as_many + 1) / (compared + 1)``; 1 where too few are compared.
        q: Of the rates, over all bursts.
        tempo: How often a text that is said at the pace of those who said it at other times would
            be said by as many within the window; 0 where fewer than `MANY` did.
    """

    object: Whole
    accounts: Whole
    start: Whole
    as_many: Whole
    compared: Whole
    rate: Real
    q: Real
    tempo: Real

    @property
    def rare(self) -> Flags:
        """Whether so many within the window are rare among texts and for this very text."""
        return np.asarray((self.rate <= GREATEST_RATE) & (self.tempo <= GREATEST_TEMPO))


def find_bursts(events: Events, texts: Texts, width: int) -> Bursts:
    """Find bursts and their base rates.

    Args:
        events: Who said which text when: own words alone.
        texts: What is known of each text.
        width: The window in microseconds, included.
    """
    most, start = _densest(events, width)
    chosen = np.flatnonzero(most >= LEAST_ACCOUNTS)
    chosen = chosen[np.lexsort((chosen, start[chosen], -most[chosen]))]
    codes = events.units.codes
    said = np.bincount(codes % max(1, events.objects), minlength=events.objects) > 0
    as_many, compared = _compared(events, texts.cell, np.where(said, most, -1), chosen)
    enough = compared >= LEAST_COMPARED
    rate = np.where(enough, (as_many + 1) / (compared + 1), 1.0)
    q = false_discovery(rate, len(rate))
    tempo = _tempo(events, chosen, most[chosen], start[chosen], width)
    return Bursts(chosen, most[chosen], start[chosen], as_many, compared, rate, q, tempo)


def _tempo(events: Events, chosen: Whole, count: Whole, start: Whole, width: int) -> Real:
    """Hold each burst against the pace of those who said the same text at other times.

    A text that hundreds say over a day is said by a few within minutes again and again: one such
    window is no burst of its own. That holds before it and behind it, because what spreads by
    itself begins densely too: of a text that many took up at that pace nobody can tell, from the
    times alone, whether its first ones agreed on it.
    """
    borders = np.searchsorted(events.object, np.stack((chosen, chosen + 1)))
    tempo = np.zeros(len(chosen))
    for place, (first, last) in enumerate(borders.T.tolist()):
        at, account = events.at[first:last], events.account[first:last]
        within = (at >= start[place]) & (at <= start[place] + width)
        other = np.flatnonzero(~within & ~np.isin(account, account[within]))
        alone = np.zeros(len(other), np.int64)
        others = Events(account[other], alone, at[other], events.accounts, 1)
        tempo[place] = _as_dense(others, int(count[place]), width)
    return tempo


def _as_dense(others: Events, count: int, width: int) -> float:
    """Return how often a text would be said by so many within a window at the pace of others.

    A window begins with somebody who says the text, so it is the rest that chance must bring. Where
    two of the others were ever within one window, the rest is held against that of their densest;
    else against their mean over the time that they took, and a window may begin with anybody.
    """
    people = len(np.unique(others.account))
    if people < MANY:
        return 0.0
    rest = np.array([count - 1])
    densest = int(_densest(others, width)[0][0])
    if densest >= 2:
        return float(poisson_tail(rest, np.array([densest - 1.0]))[0])
    mean = people * width / max(int(np.ptp(others.at)), width)
    return min(1.0, (people + count) * float(poisson_tail(rest, np.array([mean]))[0]))


def _densest(events: Events, width: int) -> tuple[Whole, Whole]:
    """Return, for each object, the most different accounts within a window and when it begins.

    Of equally dense windows the first one is taken; an object without an event has none.
    """
    most = np.zeros(events.objects, np.int64)
    start = np.zeros(events.objects, np.int64)
    codes = events.units.codes
    sharers = np.bincount(codes % max(1, events.objects), minlength=events.objects)
    few = sharers[events.object] < LEAST_ACCOUNTS
    most[events.object[few]] = 1  # how many exactly is of no matter below the least
    rows = np.flatnonzero(~few)
    account, target, at = (
        column[rows].tolist() for column in (events.account, events.object, events.at)
    )
    inside: dict[int, int] = {}
    left = 0
    for right in range(len(rows)):
        if right and target[right] != target[right - 1]:
            inside, left = {}, right
        inside[account[right]] = inside.get(account[right], 0) + 1
        while at[right] - at[left] > width:
            inside[account[left]] -= 1
            if not inside[account[left]]:
                del inside[account[left]]
            left += 1
        if len(inside) > most[target[right]]:
            most[target[right]], start[target[right]] = len(inside), at[left]
    return most, start


def _compared(events: Events, cell: Whole, most: Whole, chosen: Whole) -> tuple[Whole, Whole]:
    """Count the texts of each burst's cell, and those as dense, without its own company."""
    order = np.lexsort((-most, cell))
    keys = cell[order] * (int(most.max(initial=0)) + 2) - most[order]
    as_many = np.zeros(len(chosen), np.int64)
    compared = np.zeros(len(chosen), np.int64)
    sizes = np.bincount(cell[most >= 0], minlength=int(cell.max(initial=0)) + 1)
    borders = np.searchsorted(
        events.units.codes // max(1, events.objects), np.arange(events.accounts + 1)
    )
    for place, burst in enumerate(chosen.tolist()):
        dense = np.searchsorted(
            keys, cell[burst] * (int(most.max()) + 2) - most[burst], "right"
        ) - np.searchsorted(keys, (cell[burst] - 1) * (int(most.max()) + 2) + 1, "right")
        company = _company(events, borders, burst)
        same = company[cell[company] == cell[burst]]
        as_many[place] = dense - np.count_nonzero(most[same] >= most[burst])
        compared[place] = sizes[cell[burst]] - len(same)
    return as_many, compared


def _company(events: Events, borders: Whole, burst: int) -> Whole:
    """Return the texts, itself among them, that share two or more accounts with one.

    Args:
        events: Who said which text when.
        borders: Where the incidences of each account begin, shape (accounts + 1,).
        burst: The text.
    """
    start, stop = np.searchsorted(events.object, [burst, burst + 1])
    said_by = np.unique(events.account[start:stop])
    _, rows = expanded(borders[said_by], borders[said_by + 1] - borders[said_by])
    texts, counts = np.unique(events.units.codes[rows] % events.objects, return_counts=True)
    return texts[counts >= 2]
