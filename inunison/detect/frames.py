"""Frames: what the way a source was collected allows to be tested.

Owns the table of SCIENCE 1. A finding over several frames takes the strictest of them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from inunison.records import Frame


@dataclass(frozen=True)
class Allowed:
    """What may be tested.

    Attributes:
        timing: The timing test within what was collected (S*_t).
        exclusive: That nobody else acted on an object (S*_c).
        reach: The share of a hub's reach that comes from a group.
        deletions: Deletions against controls.
        empty: Whether there was no source: nothing is forbidden, and there is nothing to test.
    """

    timing: bool
    exclusive: bool
    reach: bool
    deletions: bool
    empty: bool = False

    @property
    def forbids(self) -> tuple[str, ...]:
        """What may not be tested because of how files were collected, in words."""
        if self.empty:
            return ()
        words = {
            "timing": "any test of chance",
            "exclusive": "that nobody else did the same",
            "reach": "the share of an account's whole reach",
            "deletions": "deletions against controls",
        }
        return tuple(word for name, word in words.items() if not getattr(self, name))


_TABLE = {
    Frame.ACCOUNTS: Allowed(timing=True, exclusive=False, reach=False, deletions=False),
    Frame.KEYWORD: Allowed(timing=True, exclusive=True, reach=True, deletions=True),
    Frame.SPACE: Allowed(timing=True, exclusive=True, reach=True, deletions=True),
    Frame.CONVERSATION: Allowed(timing=True, exclusive=True, reach=True, deletions=True),
    Frame.SAMPLE: Allowed(timing=False, exclusive=False, reach=False, deletions=False),
    Frame.SELECTED: Allowed(timing=False, exclusive=False, reach=False, deletions=False),
    Frame.UNKNOWN: Allowed(timing=False, exclusive=False, reach=False, deletions=False),
}


def allowed(frames: Iterable[Frame]) -> Allowed:
    """Return what may be tested on sources of these frames together; of none, nothing.

    Args:
        frames: The frame of each source that posts come from.
    """
    each = [_TABLE[frame] for frame in frames]
    if not each:
        return replace(_TABLE[Frame.UNKNOWN], empty=True)
    return Allowed(
        timing=all(one.timing for one in each),
        exclusive=all(one.exclusive for one in each),
        reach=all(one.reach for one in each),
        deletions=all(one.deletions for one in each),
    )
