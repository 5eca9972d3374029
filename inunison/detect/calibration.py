"""Does the co-sharing null describe a collection at all? What a run says of that, for its reader.

Owns the two signs of it (SCIENCE 4.3): saturation, the share of eligible accounts that null J
proposes, and how often accounts met beside how often J expects them to, by how active they are. A
null that proposes many, or that misses a whole class of accounts, tells little about interests that
a pair may share. Proposes nobody and tests nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from inunison.detect.blocks import Blocks
from inunison.detect.cosharing import activity, paced
from inunison.detect.crowds import Crowds
from inunison.detect.events import Events, Real, Whole

# Above this share of proposed accounts the null does not describe a collection.
SATURATED = 0.05
# Classes by the number of objects that an account acted on, by the least of each.
CLASSES = {"1": 1, "2-3": 2, "4-7": 4, "8-15": 8, "16-31": 16, "32-63": 32, "64 or more": 64}
# Of a class that is expected to meet less often no ratio is told.
LEAST_EXPECTED = 20.0
# A class may meet this many times as often as expected, or as seldom.
FARTHEST = 3.0


@dataclass(frozen=True)
class Calibration:
    """How well the null describes a collection.

    Attributes:
        saturation: Share of the eligible accounts that are in a proposed pair.
        ratios: For each class, how often its accounts met others within each window, over how often
            they were expected to; None where that was too seldom.
    """

    saturation: float
    ratios: dict[str, tuple[float | None, ...]]

    @property
    def span(self) -> tuple[float, float] | None:
        """The least and the greatest ratio; None where there is none."""
        told = [each for ratios in self.ratios.values() for each in ratios if each is not None]
        return (min(told), max(told)) if told else None

    @property
    def describes(self) -> bool:
        """Whether the null describes the collection."""
        least, most = self.span or (1.0, 1.0)
        return self.saturation <= SATURATED and least >= 1 / FARTHEST and most <= FARTHEST


def calibration(
    events: Events, crowds: Crowds, blocks: Sequence[Blocks], saturation: float
) -> Calibration:
    """Hold the null against the collection that it was made from.

    Args:
        events: The actions.
        crowds: The counts of each object and account.
        blocks: The block of each object, once for each seed.
        saturation: Share of the eligible accounts that are in a proposed pair.
    """
    expected = sum(_expected(events, crowds, each) for each in blocks) / len(blocks)
    number = np.searchsorted(list(CLASSES.values())[1:], activity(events), "right")
    met, meant = _by_class(number, crowds.met), _by_class(number, np.asarray(expected))
    ratios = {
        name: tuple(
            round(float(seen / mean), 4) if mean >= LEAST_EXPECTED else None
            for seen, mean in zip(met[place], meant[place], strict=True)
        )
        for place, name in enumerate(CLASSES)
    }
    return Calibration(saturation, ratios)


def _expected(events: Events, crowds: Crowds, blocks: Blocks) -> Real:
    """Return how often each account is expected to meet others: L summed over all its pairs.

    The sum over all accounts is twice the number of near pairs, exactly: what is lost where L of a
    pair is capped by what either did is left in.
    """
    held, pace = paced(events, crowds, blocks)
    return np.asarray((held * (held.sum(axis=0) - held)) @ pace)


def _by_class(number: Whole, of_account: Whole | Real) -> Real:
    """Sum a table of accounts and windows over the accounts of each class."""
    columns = [np.bincount(number, each, len(CLASSES)) for each in of_account.T]
    return np.stack(columns, axis=1)
