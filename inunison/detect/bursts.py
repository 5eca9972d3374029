"""One text, many mouths: several accounts say the same within minutes, and how rare that is here.

Owns the burst of a text and its base rate. Pairs need three shared objects, so the plainest case,
one sentence by three accounts minutes apart, can never be a pair; here the text is the unit. It is
held against all texts of its cell (link or not, reply or not, length, language), texts that were
said once among them, and without those that share two or more of its accounts: a large group would
hide itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from inunison.detect.events import PORTION, Events, Flags, Real, Whole, expanded, portioned
from inunison.detect.significance import poisson_tail

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
        rate: ``(as_many + 1) / (compared + 1)``; 1 where too few are compared. It is a rank among
            texts, so it has no q: corrected for all of them, the rarest of any texts is none.
        tempo: How often a text that is said at the pace of those who said it at other times would
            be said by as many within the window; 0 where fewer than `MANY` did.
    """

    object: Whole
    accounts: Whole
    start: Whole
    as_many: Whole
    compared: Whole
    rate: Real
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
    said = np.where(_sayers(events) > 0, most, -1)
    as_many, compared = _compared(events, texts.cell, said, chosen)
    enough = compared >= LEAST_COMPARED
    rate = np.where(enough, (as_many + 1) / (compared + 1), 1.0)
    tempo = _tempo(events, chosen, most[chosen], start[chosen], width)
    return Bursts(chosen, most[chosen], start[chosen], as_many, compared, rate, tempo)


def _tempo(events: Events, chosen: Whole, count: Whole, start: Whole, width: int) -> Real:
    """Hold each burst against the pace of those who said the same text at other times.

    A text that hundreds say over a day is said by a few within minutes again and again: one such
    window is no burst of its own. That holds before it and behind it, because what spreads by
    itself begins densely too: of a text that many took up at that pace nobody can tell, from the
    times alone, whether its first ones agreed on it.
    """
    first, last = np.searchsorted(events.object, np.stack((chosen, chosen + 1)))
    tempo = np.zeros(len(chosen))
    for place in np.flatnonzero(_sayers(events)[chosen] - count >= MANY).tolist():
        at, account = (column[first[place] : last[place]] for column in (events.at, events.account))
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


def _sayers(events: Events) -> Whole:
    """Return how many different accounts said each text."""
    return np.bincount(events.units.codes % max(1, events.objects), minlength=events.objects)


def _densest(events: Events, width: int) -> tuple[Whole, Whole]:
    """Return, for each object, the most different accounts within a window and when it begins.

    Of equally dense windows the first one is taken; an object without an event has none.
    """
    most = np.zeros(events.objects, np.int64)
    start = np.zeros(events.objects, np.int64)
    few = _sayers(events)[events.object] < LEAST_ACCOUNTS
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
    span = int(most.max(initial=0)) + 2
    ranked = np.sort(cell * span - most)  # cell by cell, the densest first
    own = cell[chosen] * span
    as_many = np.searchsorted(ranked, own - most[chosen], "right")
    as_many -= np.searchsorted(ranked, own - span + 1, "right")
    sizes = np.bincount(cell[most >= 0], minlength=int(cell.max(initial=0)) + 1)
    compared = sizes[cell[chosen]]
    for burst, text in _company(events, cell, chosen):
        dense = most[text] >= most[chosen[burst]]
        compared -= np.bincount(burst, minlength=len(chosen))
        as_many -= np.bincount(burst[dense], minlength=len(chosen))
    return as_many, compared


def _company(events: Events, cell: Whole, chosen: Whole) -> Iterator[tuple[Whole, Whole]]:
    """Yield each burst with the texts of its cell that share two or more accounts with it.

    Args:
        events: Who said which text when.
        cell: The cell of each text.
        chosen: The text of each burst, which is among those that are yielded.

    Yields:
        Places among the bursts and texts, for some bursts at a time.
    """
    account, text = np.divmod(events.units.codes, max(1, events.objects))
    several = _sayers(events)[text] >= 2  # what one alone said shares two accounts with nothing
    account, text = account[several], text[several]
    order = np.argsort(cell[text], kind="stable")
    of = cell[text][order]
    for number in np.unique(cell[chosen]).tolist():
        rows = order[slice(*np.searchsorted(of, (number, number + 1)))]
        bursts = np.flatnonzero(cell[chosen] == number)
        said = (account[rows], text[rows])
        for burst, other in _sharing_two(*said, chosen[bursts], events):
            yield bursts[burst], other


def _sharing_two(
    account: Whole, text: Whole, chosen: Whole, events: Events
) -> Iterator[tuple[Whole, Whole]]:
    """Yield places among the chosen texts with the texts that share two accounts with each.

    Args:
        account: Who said a text, rising.
        text: Which, shape (n,).
        chosen: Some of the texts.
        events: Of how many accounts and texts these are.
    """
    from scipy.sparse import csr_matrix

    borders = np.searchsorted(account, np.arange(events.accounts + 1))
    by_text = np.argsort(text, kind="stable")
    first, last = np.searchsorted(text[by_text], np.stack((chosen, chosen + 1)))
    sayer = account[by_text[expanded(first, last - first)[1]]]
    ends = np.concatenate(([0], np.cumsum(last - first)))
    ones = np.ones(len(text), np.int32)
    said = csr_matrix((ones, text, borders), (events.accounts, events.objects))
    ones = np.ones(len(sayer), np.int32)
    sayers = csr_matrix((ones, sayer, ends), (len(chosen), events.accounts))
    total = np.concatenate(([0], np.cumsum(np.diff(borders)[sayer])))
    for part in portioned(np.diff(total[ends]), PORTION):
        shared = sayers[part] @ said
        place = np.repeat(np.arange(part.start, part.stop), np.diff(shared.indptr))
        two = shared.data >= 2
        yield place[two], shared.indices[two].astype(np.int64)
