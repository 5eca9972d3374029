"""Which text joins which: each the first head before it that it is near to.

Owns the order in which pairs are asked about. The heads are those of a walk over all pairs, one by
one, the first of each text first; but no pair is asked about that decides nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

import numpy as np
from numpy.typing import NDArray

from inunison.text.grams import Whole, fresh

Flags = NDArray[np.bool_]

# So many pairs are settled before those who joined are left out of the others.
_ROUND = 1 << 18


def join(earlier: Whole, later: Whole, head: Whole, near: Callable[[Whole, Whole], Flags]) -> None:
    """Let texts join heads before them; the head of a family stays a head.

    Args:
        earlier: Place of the earlier text of each pair that may be near, shape (pairs,).
        later: Place of the later one; rising, and so are the earlier ones of each.
        head: Place of the head of each text's family, its own where it has none: is changed.
        near: Tells which of some pairs are near, by the places of their texts.
    """
    for begin in range(0, len(later), _ROUND):
        part = slice(begin, begin + _ROUND)
        leads = np.zeros(len(head), bool)
        leads[head[head != np.arange(len(head))]] = True
        pairs = _Pairs(earlier[part], later[part], np.zeros(len(later[part]), bool))
        _join(pairs.kept(pairs.open(head) & ~leads[pairs.later]), head, near)


@dataclass(frozen=True)
class _Pairs:
    """Pairs in question, in the order of the later text, then of the earlier one.

    Attributes:
        earlier: Place of the earlier text, shape (pairs,).
        later: Place of the later text.
        near: Whether a pair is known to be near; one that is known not to be is left out.
    """

    earlier: Whole
    later: Whole
    near: Flags

    def kept(self, those: Flags) -> "_Pairs":
        """Return some of the pairs."""
        return _Pairs(self.earlier[those], self.later[those], self.near[those])

    def open(self, head: Whole) -> Flags:
        """Return the pairs of two texts that have joined nobody."""
        one, other = self.earlier, self.later
        return np.asarray((head[one] == one) & (head[other] == other))

    def rank(self) -> Whole:
        """Return how many pairs of the later text stand before each."""
        first = np.flatnonzero(fresh(self.later))
        held = np.diff(first, append=len(self.later))
        return np.arange(len(self.later)) - np.repeat(first, held)


def _join(pairs: _Pairs, head: Whole, near: Callable[[Whole, Whole], Flags]) -> None:
    """Ask about the first pair of each text, about one more where that was none, and so on.

    Most texts join one of the first that they may be near to; more are asked about at once as time
    goes on, so that a text with a thousand pairs does not take a thousand steps.
    """
    for wave in count():
        if not len(pairs.later):
            return
        asked = (pairs.rank() < 1 << wave // 2) & ~pairs.near
        found = near(pairs.earlier[asked], pairs.later[asked])
        pairs.near[asked] = found
        pairs = _settled(pairs.kept(pairs.near | ~asked), head)


def _settled(pairs: _Pairs, head: Whole) -> _Pairs:
    """Let texts join where no pair that is not known may change it; return what is left open.

    One walk in the order of the texts, so that a chain of any length is settled at once. What is
    known of a text are the first of its pairs, so it joins the first head of them, or waits.
    """
    unsure = set(pairs.later[~pairs.near].tolist())
    waits: set[int] = set()
    joined: dict[int, int] = {}
    known = pairs.kept(pairs.near)
    for earlier, later in zip(known.earlier.tolist(), known.later.tolist(), strict=True):
        if later in joined or later in waits or earlier in joined:
            continue
        if earlier in waits or earlier in unsure:
            waits.add(later)
        else:
            joined[later] = earlier
    head[list(joined)] = list(joined.values())
    return pairs.kept(pairs.open(head))
