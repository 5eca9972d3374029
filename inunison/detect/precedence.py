"""Who was before whom: the order of two accounts on the objects that both acted on.

Owns that count and what the order of everybody else makes of it. It says who was first and how
often; never why, and never that two accounts belong together.
"""

from dataclasses import dataclass

import numpy as np

from inunison.detect.events import Events, Real, Whole
from inunison.detect.timing import SharedObjects, shared_objects


@dataclass(frozen=True)
class Precedence:
    """One account before another.

    Attributes:
        first: Number of the account that was mostly earlier.
        second: Number of the other one.
        before: On how many objects it was earlier.
        shared: On how many objects both acted.
        expected: On how many it would have been, had the two come in the order in which the others
            of their platforms came.
    """

    first: int
    second: int
    before: int
    shared: int
    expected: float


def precedence(events: Events, members: Whole, objects: Whole) -> Precedence | None:
    """Return the plainest order between two members of a group on different platforms.

    Args:
        events: All actions, with the platform of each account.
        members: Numbers of the accounts of the group, rising.
        objects: Numbers of its objects, rising.

    Returns:
        The pair that was most often in one order; of equal ones the one with the smaller numbers.
        None where no two members on different platforms share an object.
    """
    side = events.side
    assert side is not None
    events = events.where(np.isin(events.object, objects))
    one, other = np.triu_indices(len(members), 1)
    across = side[members[one]] != side[members[other]]
    first, second = members[one[across]], members[other[across]]
    shared = shared_objects(events, first, second)
    if not len(shared.pair):
        return None
    pairs = len(first)
    before = np.bincount(shared.pair[shared.first_at < shared.second_at], minlength=pairs)
    after = np.bincount(shared.pair[shared.first_at > shared.second_at], minlength=pairs)
    chosen = int(np.maximum(before, after).argmax())
    turned = after[chosen] > before[chosen]
    a, b = int(first[chosen]), int(second[chosen])
    a, b = (b, a) if turned else (a, b)
    common = _objects_of(shared, chosen)
    return Precedence(
        first=a,
        second=b,
        before=int(max(before[chosen], after[chosen])),
        shared=len(common),
        expected=round(float(_chances(events, members, common, (a, b)).sum()), 6),
    )


def _objects_of(shared: SharedObjects, pair: int) -> Whole:
    return np.unique(shared.object[shared.pair == pair])


def _chances(events: Events, members: Whole, objects: Whole, pair: tuple[int, int]) -> Real:
    """Return, for each object, how often the others came in that order; a half where none did."""
    assert events.side is not None
    others = events.where(~np.isin(events.account, members))
    _, starts = np.unique(others.incidence(), return_index=True)  # the earliest of each account
    side = events.side[others.account[starts]]
    target, at = others.object[starts], others.at[starts]
    chances = np.empty(len(objects))
    for row, number in enumerate(objects):
        here = target == number
        early = np.sort(at[here & (side == events.side[pair[0]])])
        late = np.sort(at[here & (side == events.side[pair[1]])])
        behind = len(late) - np.searchsorted(late, early, "right")
        level = np.searchsorted(late, early, "right") - np.searchsorted(late, early, "left")
        wins = float(behind.sum() + level.sum() / 2)
        chances[row] = (wins + 0.5) / (len(early) * len(late) + 1)
    return chances
