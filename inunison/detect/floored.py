"""What the same tests find in a collection once what they test is shuffled away.

Owns the two floors of a trace (SCIENCE 4.5), which answer two questions: the time floor is for the
tests of timing, of pairs and of whole groups; the label floor is for what is proposed, and for the
exclusive test. A floor that is not empty says how much of a finding the collection makes by itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from inunison.detect.blocks import Blocks
from inunison.detect.events import Events
from inunison.detect.floors import shuffled_labels, shuffled_times
from inunison.detect.gathering import Gathered
from inunison.detect.grading import LEAST_ACCOUNTS
from inunison.detect.judging import kept_by, prepare
from inunison.detect.pooling import NAME as POOLED
from inunison.detect.pooling import and_whole_groups
from inunison.detect.setting import Settings
from inunison.detect.ties import Ties, components, find_ties


@dataclass(frozen=True)
class Floor:
    """What was found in one shuffled collection.

    Attributes:
        proposed: Pairs that co-sharing proposed.
        ties: Ties that the tests of this floor kept.
        groups: Components of them with three accounts or more.
    """

    proposed: int
    ties: int
    groups: int


@dataclass(frozen=True)
class Floors:
    """Both floors of a trace.

    Attributes:
        times: With times exchanged within each object; by the tests of timing.
        labels: With accounts exchanged within blocks of topics; by the exclusive test.
    """

    times: Floor
    labels: Floor


def both_floors(gathered: Gathered, ties: Ties, settings: Settings, names: Sequence[str]) -> Floors:
    """Run the tests on the events of a trace with the times, and with the accounts, exchanged.

    Args:
        gathered: The events, and the windows that their times allow.
        ties: What was found in them as they are.
        settings: How detection is run; its seed draws the shuffles too.
        names: The tests of pairs that are allowed, "timing" or "exclusive".
    """
    random = np.random.default_rng([settings.seed, len(gathered.events)])
    blocks: Blocks = ties.blocks[0]
    late = shuffled_times(gathered.events, random)
    renamed = shuffled_labels(gathered.events, blocks, random)
    timing = [name for name in names if name != "exclusive"]
    exclusive = [name for name in names if name == "exclusive"]
    return Floors(
        floor(late, gathered.windows, settings, [*timing, POOLED]),
        floor(renamed, gathered.windows, settings, exclusive),
    )


def floor(
    events: Events, windows: Sequence[int], settings: Settings, names: Sequence[str]
) -> Floor:
    """Run some tests on shuffled events.

    Args:
        events: The actions.
        windows: Widths in microseconds, rising.
        settings: How detection is run.
        names: The tests that the shuffle is a floor of.
    """
    ties = find_ties(events, windows, seed=settings.seed)
    kinds = tuple(kept_by(ties, name, settings.q) for name in names if name != POOLED)
    if POOLED in names:
        bench = partial(prepare, events, windows, ties, settings.seed)
        kinds = and_whole_groups(kinds, events, ties, bench, settings.q)
    groups = 0
    for kind in kinds:
        sizes = np.bincount(components(events.accounts, kind.pairs.first, kind.pairs.second))
        groups += int((sizes >= LEAST_ACCOUNTS).sum())
    return Floor(len(ties.pairs), sum(len(kind.pairs) for kind in kinds), groups)
